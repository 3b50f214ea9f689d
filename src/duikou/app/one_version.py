"""`--one-version`: of the files of one plan, the best copy of its latest version alone is counted.

What holds here: documents are read once. What is to be written waits on disk until all are read, and the summaries that
tell plans apart are held in memory, some kilobytes a document. What is left out is named.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from duikou.errors import t

if TYPE_CHECKING:
    from duikou.model.plans import LeftOut
    from duikou.model.relations import Group

E = TypeVar("E")
_TOLD = 5  # plans with several files, of which the files are named


def one_version(found: Iterable[E], tell: Callable[[str], None], copies: list[LeftOut]) -> Iterator[E]:
    """Of the documents `found`, the bases of their groups, in the order in which they came. Each is a named
    tuple with a `summary`; one without (a document of a ledger, whose text is not there) is counted by itself. What is
    left out is told to `tell`, and put into `copies`."""
    from duikou.model.plans import LeftOut
    from duikou.relating.grouping.telling import group_documents

    with tempfile.TemporaryFile() as waiting:
        summaries, alone = [], []
        for document in found:
            one = cast("Any", document)
            # The name stands for the place among all, since a name may be given twice.
            if one.summary is not None:
                summaries.append((one.summary, waiting.tell()))
            else:
                alone.append(waiting.tell())
            pickle.dump(one._replace(summary=None), waiting, pickle.HIGHEST_PROTOCOL)
        numbered = [summary.renamed(str(number)) for number, (summary, _) in enumerate(summaries)]
        groups = group_documents(numbered)
        names = [summary.path for summary, _ in summaries]
        _name(groups, names, tell)
        for group in groups:
            for file in group.files:
                if file.relation not in _COUNTED:
                    title = summaries[int(file.path)][0].title
                    copies.append(LeftOut(names[int(file.path)], title, None, names[int(group.best)], file.relation))
        for place in sorted((*alone, *(summaries[int(group.best)][1] for group in groups))):
            waiting.seek(place)
            yield pickle.load(waiting)


def _name(groups: Iterable[Group], names: list[str], tell: Callable[[str], None]) -> None:
    """Say which files are not counted."""
    several = [
        (names[int(group.best)], [names[int(file.path)] for file in group.files if file.relation not in _COUNTED])
        for group in groups
    ]
    several = [(best, others) for best, others in several if others]
    for best, others in several[:_TOLD]:
        tell(t("{best} is counted for its plan, and not {others}", best=best, others=tuple(others)))
    if len(several) > _TOLD:
        rest = sum(len(others) for _, others in several[_TOLD:])
        tell(t("{files} files more are left out, of {plans} plans", files=rest, plans=len(several) - _TOLD))


_COUNTED = ("base", "series")
