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
_CONTAINERS = ("ul", "ol", "dl", "blockquote", "table", "figure", "aside", "section", "div", "li", "dd", "tr")
_MARKS = re.compile(
    r"(?:[\s>*_+#:|`\[!\\~({-]|\d+[.)](?=\s)|<[^<>\n]*>|\[\^[^\]\n]*\]|&\w+;|Table:"
    r"|/{3,}\s*[\w-]+\s*\||\{[^{}\n]*\}|!\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\))*"
)
_CUT = re.compile(r"[\n\xa0&<>\\]|[^\x00-\uffff]")
_BREAK = re.compile(r"^[ >]*(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$|<hr\b", re.MULTILINE)
_MAX_TRIES = 12


class Aligner:
    """Walks through a file's text beside the blocks that came out of it."""

    def __init__(self, source: Source) -> None:
        """Start at the top of the file."""
        self._source = source
        self._text = source.text
        self._cursor = 0

    def to_line(self, line: int) -> None:
        """Set the cursor to the start of a line, counted from 1."""
        self._cursor = self._source._starts[line - 1]  # noqa: SLF001 - a twin of Source

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

    def _place_block(self, block: Element) -> None:
        if block.tag == "hr":
            needle = None
            found = self._find_break()
        else:
            needle = _first_words(block)
            if needle is None:
                return
            found = self._find(needle)
        if found >= 0:
            block.set("data-line", str(self._source.line_at(found)))
            self._cursor = found + (len(needle) if needle else 3)
            self._skip(block, found)
        else:
            block.set("data-near", str(self._source.line_at(self._cursor)))

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


def _in_table(text: str, start: int, at: int) -> bool:
    return "|" in text[start:at]


def _first_words(block: Element) -> str | None:
    """Give the first words of a block as they stand in the file; None where it has none."""
    text = block.text
    if not text or text.isspace():
        text = _first_inside(block)
        if text is None:
            return None
    text = text.lstrip()
    cut = _CUT.search(text)
    words = text[: min(cut.start(), 48) if cut else 48].rstrip()
    return words or text[:1] or None


def _first_inside(block: Element) -> str | None:
    for element in block.iterdescendants():
        tag = element.tag
        if tag in _TEXT_BLOCKS or tag in _CONTAINERS:
            return None
        if tag == "img":
            source: str = element.get("src", "")
            return source or None
        if element.get("class") != "footnote-ref" and element.text and not element.text.isspace():
            return str(element.text)
        if element.tail and not element.tail.isspace():
            return str(element.tail)
    return None


def _place_containers(root: Element) -> None:
    """Give each container the line of the first block in it."""
    for block in reversed(list(root.iter(*_CONTAINERS))):
        if block.get("data-line") or block.get("data-near") or not len(block):
            continue
        for child in block:
            for key in ("data-line", "data-near"):
                if line := child.get(key):
                    block.set(key, line)
                    break
            else:
                continue
            break
