"""A stretch that differs between two texts, and the marks at which a text may be cut."""

from __future__ import annotations

from typing import NamedTuple

from duikou.notation.patterns import pattern

# Where a passage may be cut: after the end of a sentence, else after a clause. GB/T 15834-2011, 4.
STRONG = frozenset("。！？；\n")
WEAK = frozenset("，：、,;:")
BREAKS = STRONG | WEAK
# A sentence, or a clause of a list, with the mark that ends it (GB/T 15834-2011, 4.1 and 4.6).
_STRONG = "".join(sorted(STRONG))
SENTENCE = pattern(f"[^{_STRONG}]++[{_STRONG}]?")
# A clause without the mark that ends it.
_CLAUSE_ENDS = "".join(sorted(STRONG | set("，：")))
CLAUSE = pattern(f"[^{_CLAUSE_ENDS}]++")


class Region(NamedTuple):
    """[o0, o1) of the old passage became [n0, n1) of the new one. `swap`: one token against one of the same kind."""

    o0: int
    o1: int
    n0: int
    n1: int
    swap: bool = False

    @property
    def one_sided(self) -> bool:
        """Whether something was only put in or only taken out."""
        return self.o0 == self.o1 or self.n0 == self.n1

    def shifted(self, old: int, new: int) -> Region:
        """The same region in texts that begin so many characters earlier."""
        return Region(self.o0 + old, self.o1 + old, self.n0 + new, self.n1 + new, self.swap)


def offsets(tokens: list[str], at: int = 0) -> list[int]:
    """Where each token starts when the first starts at `at`, with the end of the last one."""
    found = [at]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found
