"""Names of files that are no documents: what programs and systems leave beside them.

What holds here: it goes by the name alone, so that nothing need be opened. Data and sources of programs are another
matter (`duikou.app.inputs`): whoever takes the files of a folder, a zip container or a store asks here.
"""

from __future__ import annotations

import re

from duikou.notation.patterns import pattern

# What Office keeps beside an open file (~$plan.docx), its unfinished files (~WRL0001.tmp), copies of editors
# (plan.txt~), pictures of folders, bins, fetches under way.
_BOOKKEEPING = pattern(
    r"\.|~\$|~.*\.tmp$|.*~$|(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r|__macosx|@eadir|#recycle|\$recycle\.bin"
    r"|system volume information|lost\+found)$|.*\.(?:crdownload|part|partial|download|swp|tmp)$",
    re.IGNORECASE,
)


def is_bookkeeping(name: str) -> bool:
    """Whether a file or folder of this name is no document, but what a program or a system leaves beside them."""
    return _BOOKKEEPING.match(name) is not None
