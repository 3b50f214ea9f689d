"""数量指标: how many, as written, with lowest and highest value, unit, relation, and what is counted.

What holds here: a number counts only with its unit, or as a per cent or a fraction; not inside a title, a slogan in
quotation marks, a date, an ordinal or a name (5G, 一带一路, 4A级, 二期工程, 千家企业). Of Chinese numerals only two and
more count: 一个 and 一批 say nothing, nor does 以上两项, which points back, nor 十大工程 and 零容忍, which are names. A
bare number counts where it is set as a mark to reach (用户超过4.2亿, 系数提高到0.6). 百分之十五 and 七成 are 15 % and
70 %, as 15% is. Words that give a bound (不少于, 以上) belong to the quantity as written, words that say which way it
goes (增长, 降低) do not, but tell the relation. How long something may take is a quantity only where it is set as a
limit (压缩至3个工作日); else it is a deadline's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from duikou.data import lists, load
from duikou.extracting.fields import cells, spans
from duikou.extracting.fields.quantities import bounds, counted
from duikou.extracting.fields.quantities.counting import counts
from duikou.extracting.fields.quantities.hits import Hit, has_hits, hits
from duikou.extracting.fields.spec import Attribute, FieldSpec, Say
from duikou.extracting.measures.finding import Passage
from duikou.model import Document, Marked, Measure, Quantity
from duikou.model.copies import changed
from duikou.notation import marking, units
from duikou.notation.number_forms import GATE, worth
from duikou.notation.number_values import plain, value
from duikou.notation.numerals import number
from duikou.notation.patterns import one_of, pattern, patterns

# What a part of a hundred, a thousand or ten thousand is written with.
_PARTS = {"百": "%", "千": "‰"}
# How far before a part of something 其中 may stand.
_PART = 16
_FORMS = patterns("extracting/quantities")
_WORDS = lists("extracting/quantities")
_SCALED = pattern(f"[{units.SCALE_SIGNS}]*")


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the quantities of each measure."""
    return [
        spans.with_fields(
            measure,
            quantities=(
                *spans.collect(passage.stretches, spans.in_simplified(find_quantities), lambda q: (q.text, q.counted)),
                *cells.quantities(passage, find_quantities),
            ),
        )
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find_quantities(marked: Marked) -> tuple[Quantity, ...]:
    """The quantities that a text names, in order, each as written; spans count in it. Per cents are given in %,
    fractions as the number they are."""
    text = marked.text
    if not GATE.search(text) or not has_hits(text):
        return ()
    masked = spans.blank(text, _names(marked))
    joined = _between([_quantity(hit, text) for hit in hits(masked) if counts(hit)], text)
    found = bounds.with_shared_bounds(counted.each_its_own(_told_before(joined, text), text), text)
    return tuple({(q.text, q.counted): q for q in reversed(found)}.values())[::-1]


def _between(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with 一万元以上五万元以下 as one."""
    joined: list[Quantity] = []
    for q in found:
        last = joined[-1] if joined else None
        if last and last.end == q.start and last.relation in bounds.LEAST and q.relation in bounds.MOST:
            low = last.low
            if last.unit != q.unit and low is not None:
                low = round(low * float(worth(_scale_of(last.unit)) / worth(_scale_of(q.unit))), 6)
            whole = changed(q, text=text[last.start : q.end], low=low, relation="=", start=last.start)
            joined[-1] = changed(whole, counted=last.counted if last.text in (q.counted or "") else q.counted)
        else:
            joined.append(q)
    return joined


def _told_before(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with what is counted where the clause before has named it: 产值增长10%，力争达到1万亿元. Where
    it has not, the number before (下降0.5个百分点至4.35%) is no name."""
    named: list[Quantity] = []
    for q in found:
        last = named[-1] if named else None
        if (
            last
            and (last.counted or last.text in (q.counted or ""))
            and (
                _in_series(last, q, text)
                or _again(last, q, text)
                or _same_again(last, q, text)
                or _part_of(last, q, text)
            )
        ):
            named.append(changed(q, counted=last.counted))
        else:
            named.append(q)
    return named


def _same_again(last: Quantity, q: Quantity, text: str) -> bool:
    return (q.counted is None or last.text in q.counted) and _FORMS.goes_on.fullmatch(
        text, last.end, q.start
    ) is not None


def _again(last: Quantity, q: Quantity, text: str) -> bool:
    """Whether only a verb stands before a quantity, which is of the thing before: 新增货车1721辆、更新748辆."""
    return q.counted is None and last.unit == q.unit and _FORMS.again.fullmatch(text, last.end, q.start) is not None


def _part_of(last: Quantity, q: Quantity, text: str) -> bool:
    """Whether a quantity is a part of the one before, in its unit: 农田45万亩，其中新建20万亩、改造提升25万亩."""
    between = text[last.end : q.start]
    return (
        q.counted is None
        and last.unit == q.unit
        and bool(between)
        and _FORMS.part_of.fullmatch(between) is not None
        and _FORMS.of_whole.search(text, max(0, last.start - _PART), q.start) is not None
    )


def _in_series(last: Quantity, q: Quantity, text: str) -> bool:
    """Whether two quantities of one unit stand side by side: 床位100张、200张. Per cents may be of several things."""
    bare = [_FORMS.scale_of_unit.sub("", each.unit or "") for each in (last, q)]
    listed = text[last.end : q.start] in ("、", "和", "及") and bare[0] == bare[1]
    if listed and bare[0] in ("%", "‰"):
        # 贡献的70%、80%和90%: of one whole, where nothing says that each has its own.
        return q.counted is None and _FORMS.of_one.search(text, max(0, last.start - _PART), q.start) is not None
    joined = listed and bare[0] != ""
    return joined and (q.counted is None or last.text in q.counted or counted.is_sum(last.counted or ""))


def _scale_of(unit: str | None) -> str:
    found = _SCALED.match(unit or "")
    return found.group() if found else ""


def _names(marked: Marked) -> list[tuple[int, int]]:
    """What may hold a number without counting: titles, numbers of documents, slogans, fixed names, parts of lists, and
    the tail, which says who answers."""
    found = marking.spans(marked, "citation", "doc_number", "tail")
    for form in (_FORMS.slogan, _fixed(), _FORMS.list_mark):
        found += [m.span() for m in form.finditer(marked.text)]
    return found


def _quantity(hit: Hit, text: str) -> Quantity:
    words = load("extracting/quantities")
    relation = bounds.turned_where_forbidden(bounds.relation(hit["bound"]), hit["bound"], text, hit.start)
    if hit.upper and hit["bound"] in words["ranges"]["held"]:
        relation = "="
    if more := hit["more"] or hit["still"]:
        relation = words["as_many"].get(more, relation)
    relation = "<=" if hit["after"] == "内" else words["after"].get(hit["after"] or "", relation)
    if relation == "=" and hit["change"] and not hit["to"]:
        relation = words["changes"][hit["change"]]
    low, high, unit = _measured(hit)
    unit_ = hit["unit"]
    measures = not unit_ or unit_ in units.listed("measured", "latin") or bool(hit["per"])
    sized = measures and unit_ in units.listed("measured", "latin") and not hit["per"]
    sized = sized and unit_ not in units.listed("measured.money", "measured.rates")
    reached = bool(hit["change"] or (hit["bound"] and relation in (*bounds.LEAST, *bounds.MOST)))
    named = counted.name(counted.Slot(text, hit.start, hit.end, measures, sized, reached, bool(hit["after"])))
    named = bounds.without_verb(named, hit["moved"]) or hit["noun"]
    named = bounds.without_bound(named)
    written = text[hit.start : hit.end]
    return Quantity(
        written,
        None if relation in bounds.MOST else low,
        None if relation in bounds.LEAST else high,
        unit,
        bounds.strict_where_left_out(relation, written),
        named,
        hit.start,
        hit.end,
    )


def _measured(hit: Hit) -> tuple[float | None, float | None, str | None]:
    """The lowest and the highest value and the unit that they are given in (万 and 亿 are part of the unit)."""
    if hit["over"]:
        part = round(int(hit["part"] or 0) / int(hit["over"]), 6)
        return part, part, None
    if (one := hit["one"]) and (other := hit["other"]):
        ratio = round(float(one) / float(other), 6) if float(other) else None
        return ratio, ratio, None
    if share := hit["share"]:
        rate = round(_tenths(share), 6)
        return rate, rate, "%"
    if hit.amount is None:
        return None, None, None
    scale = hit.amount.scale
    low, high = hit.amount.value
    if hit.upper:
        over = hit.upper.scale
        if not over and hit.hanzi and (led := _led(hit)):
            low *= led  # 两到三千
        if scale and over and scale != over:
            # 8000—1.2万: both in the unit that stands last.
            low *= worth(scale) / worth(over)
        elif over and not scale and low > hit.upper.value.high:
            low /= worth(over)  # 8500到3万
        high, scale = hit.upper.value.high, over or scale
    if whole := hit["whole"]:
        if whole in _PARTS:
            return float(low), float(high), _PARTS[whole]
        of = value(whole)
        if of is None or not of.low:
            return None, None, None
        return round(float(low / of.low), 6), round(float(high / of.low), 6), None
    if hit["minus"]:
        low, high = sorted((-low, high if hit.upper else -high))
    if low > high:
        low, high = high, low  # 由5%降至3%
    foreign = hit["closed"] in units.listed("measured.money") and hit["closed"] not in _WORDS.own_money
    name = hit["closed"] if foreign else "元" if hit["yuan"] else None
    unit = scale + (name or hit["unit"] or hit["sign"] or hit["duration"] or "") + (hit["per"] or "")
    return float(low), float(high), unit or None


def _led(hit: Hit) -> Decimal | None:
    """What the first of two numbers is counted in where only the second says it: 两到三千 is 2000 to 3000."""
    if hit.amount is None or hit.upper is None:
        return None
    low, high = plain(hit.amount.written), plain(hit.upper.written)
    if len(low) == 1 and len(high) == 2 and high[1] in "十百千" and hit.amount.value.low < (number(high[0]) or 0):
        return worth(high[1])
    return None


def _tenths(share: str) -> float:
    """一半 and 七成五 as per cents."""
    if share in ("一半", "半数"):
        return 50.0
    tenths, _, more = share.partition("成")
    rate = 10.0 * (number(tenths) or 0)
    return rate + (5 if more == "半" else number(more) or 0)


@cache
def _fixed() -> re.Pattern[str]:
    return pattern(one_of(load("extracting/quantities")["names"]["fixed"]))


def shown(quantity: Quantity, say: Say) -> str:
    """A quantity that can be read alone: what is counted, which way it goes, and the number as written."""
    change = say("relations", quantity.relation) if quantity.relation in ("+", "-") else ""
    if quantity.unit == "番" or not change:
        written = quantity.text
    else:
        written = f"{change} {quantity.text}" if change.isascii() else change + quantity.text
    return f"{quantity.counted}{say('words', 'colon')}{written}" if quantity.counted else written


def read(text: str, say: Say) -> Quantity | None:
    """A quantity as the ledger shows it: with the values that its own words give."""
    counted, colon, written = text.rpartition(say("words", "colon"))
    relation = next((sign for sign in ("+", "-") if written.startswith(say("relations", sign))), None)
    bare = written.removeprefix(say("relations", relation)).lstrip() if relation else written
    if not bare:
        return None
    found = next((one for one in find_quantities(Marked(bare)) if one.text == bare), Quantity(bare))
    return replace(found, counted=counted if colon else None, relation=relation or found.relation, start=0, end=0)


SPEC = FieldSpec(
    "quantities",
    fill,
    attributes=(
        Attribute("text", "As written."),
        Attribute("low", "The lowest value.", type="number", optional=True),
        Attribute("high", "The highest value.", type="number", optional=True),
        Attribute("unit", "The unit of the value.", optional=True, indexed=True),
        Attribute("relation", "How the value is meant.", allowed=("=", ">=", "<=", ">", "<", "~", "+", "-")),
        Attribute("counted", "What is counted.", optional=True),
    ),
    shown=shown,
    made=Quantity,
    read=read,
    width=16,
    printed=True,
    in_lines=True,
    rank=21,
    mark="quantity",
)
