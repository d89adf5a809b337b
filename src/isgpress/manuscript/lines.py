"""The source line of every block, found by aligning its first words with the file.

Python-Markdown keeps no positions. Blocks come in the order of the file, so a cursor
walks through it; a match counts only if nothing but marks of Markdown stands before it
on its line.
"""

from __future__ import annotations

import re

from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import Element

_TEXT_BLOCKS = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "td", "th", "figcaption",
    "caption", "pre", "hr", "div", "blockquote", "section", "aside",
)  # fmt: skip
_CONTAINERS = (
    "ul",
    "ol",
    "dl",
    "blockquote",
    "table",
    "figure",
    "aside",
    "section",
    "div",
    "li",
    "dd",
    "tr",
)
_LEAVES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_MARKS = re.compile(
    r"(?:[\s<>*_+#:|`\[!\\~({-]|\d+[.)](?=\s)|<[^<>\n]*>|\[\^[^\]\n]*\]|&\w+;|Table:"
    r"|/{3,}\s*[\w-]+\s*\||\{[^{}\n]*\}|!\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\))*"
)
_CUT = re.compile(r"[\n\xa0&<>\\*_`\[\]{}]")
_LAST = "\uffff"  # before the signs that may be written in another way, as by their names
_BREAK = re.compile(
    r"^[ >]*(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$|<hr\b", re.MULTILINE
)
_SIGN = re.compile(r"\S")
_RUN = re.compile(r"\w+")
_TAGS = re.compile(r"\{[^{}]*\}|<[^<>]*>|\]\([^()]*\)|&\w+;")
_MAX_TRIES = 400


class Aligner:
    """Walks through a file's text beside the blocks that came out of it."""

    def __init__(self, source: Source) -> None:
        """Start at the top of the file."""
        self._source = source
        self._text = source.text
        self._cursor = 0

    def to_line(self, line: int) -> None:
        """Set the cursor to the start of a line, counted from 1."""
        self._cursor = self._source.start_of(line)

    def place(self, root: Element) -> None:
        """Give every block under ``root`` a ``data-line``, or ``data-near``."""
        for block in root.iter(*_TEXT_BLOCKS):
            if block.get("data-line"):
                self.to_line(int(block.get("data-line")))
                continue
            if block.get("data-isg-facts"):
                continue
            self._place_block(block)
        _place_containers(root)
        root.attrib.pop("data-line", None)
        root.attrib.pop("data-near", None)

    def _place_block(self, block: Element) -> None:
        text, length = None, 3
        if block.tag == "hr":
            found = self._find_break()
        elif (picture := _only_picture(block)) is not None:
            found = self._text.find(picture, self._cursor) if picture else -1
            length = len(picture)
        else:
            text = _first_text(block)
            if text is None:
                if block.tag in _LEAVES:
                    self._near(block)
                return
            needle = _needle(text)
            found, length = self._find(needle) if needle else -1, len(needle)
            if found < 0:
                found, length = self._find_later(text)
        if found < 0:
            self._near(block)
            return
        block.set("data-line", str(self._source.line_at(found)))
        self._cursor = found + length
        self._skip(block, found)

    def _near(self, block: Element) -> None:
        """Give a block the line of whatever stands next in the file."""
        next_one = _SIGN.search(self._text, self._cursor)
        at = next_one.start() if next_one else self._cursor
        block.set("data-near", str(self._source.line_at(at)))

    def _skip(self, block: Element, found: int) -> None:
        """Move the cursor behind the block's last words, where they are soon found."""
        if block.tag in {"td", "th", "hr", "li", "dd", "div", "blockquote", "section", "aside"}:
            return
        tail = (block[-1].tail if len(block) else block.text) or ""
        words = tail.rstrip()[-24:]
        if len(words) > 8 and "\n" not in words:  # noqa: PLR2004 - short ones are ambiguous
            last = self._text.find(words, found, found + 200 + 3 * len(tail) + 4000)
            if last >= 0:
                self._cursor = max(self._cursor, last + len(words))

    def _find_break(self) -> int:
        at = self._cursor
        while match := _BREAK.search(self._text, at):
            before = self._text[: match.start()].rstrip(" ")
            if before.endswith("\n\n") or not before.strip() or match[0].startswith("<"):
                return match.start()
            if "*" in match[0] or "_" in match[0] or before.rstrip().endswith(">"):
                return match.start()
            at = match.end()
        return -1

    def _find(self, needle: str) -> int:
        """Give the offset of words that begin a block, or -1."""
        text, at = self._text, self._cursor
        for _ in range(_MAX_TRIES):
            at = text.find(needle, at)
            if at < 0:
                return -1
            start = text.rfind("\n", 0, at) + 1
            if _MARKS.fullmatch(text, start, at) or _in_table(text, start, at):
                return at
            at += 1
        return -1

    def _find_later(self, text: str) -> tuple[int, int]:
        """Look for words further on in the block's first text, where its start was changed.

        What stands before them on their line must be made of the block's own letters.
        """
        for run in _RUN.finditer(text[:200]):
            own = _letters(text[: run.start()])
            at = self._cursor - 1
            for _ in range(_MAX_TRIES):
                at = self._text.find(run[0], at + 1)
                if at < 0:
                    break
                start = self._text.rfind("\n", 0, at) + 1
                before = _letters(_TAGS.sub("", self._text[start:at]))
                if before.endswith(own) and len(before) <= len(own) + 3:
                    return at, len(run[0])
        return -1, 0


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _in_table(text: str, start: int, at: int) -> bool:
    return "|" in text[start:at]


def _only_picture(block: Element) -> str | None:
    """Give the address of a picture that stands alone in a paragraph; None if none does."""
    if block.tag not in {"p", "li", "dd"} or len(block) != 1 or block[0].tag != "img":
        return None
    if (block.text or "").strip() or (block[0].tail or "").strip():
        return None
    return str(block[0].get("src", ""))


def _needle(text: str) -> str:
    """Give the first words of a text as far as they are the same in the file."""
    start = text[:48]
    cut = _CUT.search(start)
    start = start[: cut.start()] if cut else start
    if max(start, default="") > _LAST:
        start = start[: next(n for n, sign in enumerate(start) if sign > _LAST)]
    return start.rstrip()


def _first_text(block: Element) -> str | None:
    """Give the first stretch of a block's text; None where it has none of its own."""
    text = block.text
    if not text or text.isspace():
        text = _first_inside(block)
    return text.lstrip() if text else None


def _first_inside(block: Element) -> str | None:
    """Give the first text inside the inline children of a block, in reading order."""
    for child in block:
        if child.tag in _TEXT_BLOCKS or child.tag in _CONTAINERS:
            return None
        if child.get("class") != "footnote-ref":
            text = child.text
            if not text or text.isspace():
                text = _first_inside(child)
            if text:
                return str(text)
        if child.tail and not child.tail.isspace():
            return str(child.tail)
    return None


def _place_containers(root: Element) -> None:
    """Give each container the line of the first block in it; rows stand for their cells."""
    for block in reversed(list(root.iter(*_CONTAINERS))):
        if _place_of(block) is None and (place := _first_place(block)):
            block.set(*place)
    for cell in root.iter("td", "th"):
        cell.attrib.pop("data-line", None)
        cell.attrib.pop("data-near", None)


def _place_of(block: Element) -> tuple[str, str] | None:
    for key in ("data-line", "data-near"):
        if line := block.get(key):
            return key, line
    return None


def _first_place(block: Element) -> tuple[str, str] | None:
    children = block.iter("tr") if block.tag == "table" else block
    return next((place for child in children if (place := _place_of(child))), None)
