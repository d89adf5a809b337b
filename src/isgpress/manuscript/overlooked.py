"""Lists and tables that were meant and are none: what Markdown sets as plain words."""

from __future__ import annotations

import re

from isgpress.findings import Severity
from isgpress.manuscript.source import Scan, Source
from isgpress.manuscript.tree import Element, line_of

_TYPED = re.compile(r"\s*(?:[•●○◦▪■‣⁃➢]|[·§o]\s{2})\s*\w")  # bullets of word processors
_PAREN = re.compile(r"\s*(?:\d{1,2}|[a-z])\)\s+\w")
_MARK = re.compile(r"\s*(?:[-*+]|\d{1,2}\.)\s+\w")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_ITEM = re.compile(r"(?P<indent>[ ]*)(?:[-*+]|\d{1,3}\.)[ ]+\S")
_STEP = 4  # blanks to a level of a list
_LISTS = (
    (_TYPED, "start every item with `- ` in place of its sign"),
    (_PAREN, "number the items `1.`, `2.`"),
    (_MARK, "leave a line empty before the first item"),
)


def run_together(root: Element, source: Source) -> None:
    """Report each paragraph whose lines were meant as a list or as a table.

    Two such lines make a list, or one behind a colon, so that a dash at a line's start is
    none.
    """
    for p in root.iter("p"):
        if p.get("class") or "\n" not in (text := "".join(p.itertext())):
            continue
        rows = text.split("\n")
        if sum(bool(_ROW.match(row)) for row in rows) > 1:
            advice = "give its second line one `---` for each column, as in `|---|---|`"
            if not _ROW.match(rows[0]):
                advice = "leave a line empty before it"
            _report(source, line_of(p), "table-in-paragraph", "a table", advice)
            continue
        for pattern, advice in _LISTS:
            found = [n for n, row in enumerate(rows) if pattern.match(row)]
            if len(found) > 1 or (found and found[0] and rows[found[0] - 1].endswith(":")):
                line = line_of(p) + found[0]
                _report(source, line, "list-in-paragraph", "a list", advice)
                break


def _report(source: Source, line: int, rule: str, what: str, advice: str) -> None:
    message = f"these lines look like {what}, and are set as one paragraph"
    source.report(rule, message, line, advice, severity=Severity.WARNING)


def half_indented_items(scanned: Scan) -> None:
    """Report the first item of each list that is indented, though not by four blanks.

    Python-Markdown sets it as an item of the list above, or as words of its last item.
    """
    above: int | None = None  # the indent of the last item of the list
    told = False
    for number, row in enumerate(scanned.masked.expandtabs(_STEP).split("\n"), 1):
        if not row.strip():
            continue
        item = _ITEM.match(row)
        if item is None:
            if not row.startswith(" "):
                above, told = None, False
            continue
        indent = len(item["indent"])
        half = above is not None and above + 1 < indent < above + _STEP and indent % _STEP
        if half and not told:
            told = True
            scanned.source.report(
                "half-indented-item",
                "this item is indented by less than the four blanks of a list in a list",
                number,
                "indent it by four blanks to put it under that item, else not at all",
                severity=Severity.WARNING,
            )
        if not half:
            above = indent
