"""Where a paragraph is whole though it ends without a stop: what it ends with tells, or what the next begins with.

What holds here: every function looks at one pair of lines, as those of `joints` do, and its answer stands in the table
of `evidence`. A line that fills the page may go on whatever it ends with, so there the line below has to tell.
"""

from __future__ import annotations

from duikou.cleaning.paragraphs.joints import Joint, is_apart, is_full, is_set_in, is_word
from duikou.notation.bodies import is_unit, split
from duikou.notation.patterns import patterns
from duikou.notation.tail_words import may_end_tail, timed, verb

_LINES = patterns("cleaning/paragraphs")
_BEFORE_BODIES = "、，,；;：。—"  # what stands before a body in a tail
_BEHIND_BODIES = "、，,；;。（等"  # and what behind one


def ends_with_tail(pair: Joint) -> bool:
    """Whether a paragraph ends with who answers for it (责任单位：市教育局, 由市教育局负责) or by when
    (完成时限：11月), and what it ends with is whole: the line has room for more, or the one below is set in or begins
    with what goes on with no body."""
    whole = pair.whole
    if not may_end_tail(whole):
        return False
    last = split(whole, _BEFORE_BODIES)[-1]
    unit = is_unit(last)
    if not (unit or verb().search(last) or timed(last)):
        return False
    if is_full(pair) and not is_set_in(pair) and not is_apart(pair):
        row = pair.row.shape
        on = last + split(row, _BEHIND_BODIES)[0]
        if not unit or row[0] in _BEHIND_BODIES or is_unit(on) or verb().search(on):
            return False
    from duikou.notation import tails  # few paragraphs end so and without a stop

    return bool(found := tails.read(whole)) and found[-1].end == len(whole)


def begins_sentence(pair: Joint) -> bool:
    """Whether a line begins as only a sentence does (同时，…), below one that may end so and has room for more."""
    if not _LINES.begins_sentence.match(pair.row.shape) or _LINES.ends_open.search(pair.whole, len(pair.whole) - 2):
        return False
    return (is_word(pair.whole[-1]) or pair.whole[-1] == "%") and (not is_full(pair) or is_set_in(pair))
