"""Smart punctuation by language, over the text of a tree and never over code.

Straight quotation marks, double hyphens and three stops are an author's typing; a page
has the marks of its language. What is already typed as it should be stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from isgpress.manuscript.quotes import NARROW, Marks, marks
from isgpress.manuscript.tree import Element

_BLOCKS = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "td", "th", "figcaption",
    "caption", "div", "blockquote", "section", "aside",
)  # fmt: skip
_BREAKS = frozenset((*_BLOCKS, "ul", "ol", "dl", "table", "figure", "pre", "hr", "tr"))
_SKIPPED = frozenset(("code", "kbd", "samp", "pre", "var"))
_TRIGGER = re.compile(r"[\"']|--|\.\.\.")
_QUOTE = re.compile("[\"']")
_OPENERS = frozenset("([{<—–-/¿¡“‘«„‚‹*\u2014")
_URL = re.compile(r"\s*(?:[a-z]+://|www\.)\S+\s*")
_DASHES = re.compile(r"(?<!-)(---?)(?!-)")
_STOPS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_LAST_SPACED = "\u2e7f"  # East Asian characters, written without spaces, stand behind it
_DECADE = re.compile(r"\d0s\b")
_YEAR = re.compile(r"\d\d\b(?!['’])")
_OPEN_SPACE = re.compile(r"«[ \xa0\u202f]*(?=\S|$)")
_CLOSE_SPACE = re.compile(r"(?:(?<=\S)|^)[ \xa0\u202f]*»")


@dataclass(slots=True)
class _Node:
    """A stretch of text: that of an element, or the one after it."""

    element: Element
    is_tail: bool
    text: str
    language: str


@dataclass(slots=True)
class _Block:
    """The stretches of one block, in order; code counts as a letter."""

    nodes: list[_Node] = field(default_factory=list)

    def gather(self, element: Element, language: str) -> None:
        """Add all text of an element that is not in blocks of its own."""
        if element.text:
            self.nodes.append(_Node(element, False, element.text, language))  # noqa: FBT003
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or (tag == "a" and _URL.fullmatch(child.text or "")):
                self.nodes.append(_Node(None, False, "x", language))  # noqa: FBT003
            elif tag in _BREAKS or tag == "br":
                self.nodes.append(_Node(None, False, "\n", language))  # noqa: FBT003
            elif child.get("class") != "note-call":
                self.gather(child, child.get("lang") or language)
            if child.tail:
                self.nodes.append(_Node(child, True, child.tail, language))  # noqa: FBT003


def punctuate(root: Element, language: str) -> None:
    """Set the punctuation of a tree in place; ``lang`` of an element is honoured."""
    if not _needed(root, language):
        return
    for element in root.iter(*_BLOCKS):
        block = _Block()
        block.gather(element, _language_of(element, language))
        _punctuate_block(block.nodes)


def punctuate_inline(root: Element, language: str) -> None:
    """Set the punctuation of an element that holds one line of text."""
    block = _Block()
    block.gather(root, language)
    _punctuate_block(block.nodes)


def _needed(root: Element, language: str) -> bool:
    text = "".join(root.itertext())
    return bool(
        _TRIGGER.search(text)
        or marks(language).before
        or any(marks(e.get("lang")).before for e in root.iter() if e.get("lang"))
    )


def _language_of(element: Element, language: str) -> str:
    node = element
    while node is not None:
        if found := node.get("lang"):
            return str(found)
        node = node.getparent()
    return language


def _punctuate_block(nodes: list[_Node]) -> None:
    whole = "".join(node.text for node in nodes)
    french = any(marks(n.language).before for n in nodes)
    if not french and not _TRIGGER.search(whole):
        return
    quoted = _quotes(whole, nodes) if _QUOTE.search(whole) else whole
    at = 0
    for node in nodes:
        end = at + len(node.text)
        if node.element is not None:
            before = quoted[at - 1] if at else ""
            _write(node, _spaces(quoted[at:end], before, node.language))
        at = end


def _write(node: _Node, text: str) -> None:
    if text == node.text:
        return
    if node.is_tail:
        node.element.tail = text
    else:
        node.element.text = text


def _quotes(whole: str, nodes: list[_Node]) -> str:
    """Turn straight marks; each becomes one character, so that offsets stay."""
    chars = list(whole)
    ends: list[tuple[int, _Node]] = []
    at = 0
    for node in nodes:
        at += len(node.text)
        ends.append((at, node))
    which = iter(ends)
    end, node = next(which)
    open_marks: list[str] = []
    for match in _QUOTE.finditer(whole):
        at = match.start()
        while at >= end:
            end, node = next(which)
        if node.element is not None:
            chars[at] = _turn(chars, whole, at, marks(node.language), open_marks)
    return "".join(chars)


def _turn(chars: list[str], whole: str, at: int, row: Marks, pending: list[str]) -> str:
    """Give the mark for a straight one at an offset; ``pending`` are those still open."""
    mark = whole[at]
    before = chars[at - 1] if at else "\n"
    after = whole[at + 1] if at + 1 < len(whole) else "\n"
    pair = row.double if mark == '"' else row.single
    opens = (before.isspace() or before in _openers(row)) and not after.isspace()
    if row.solid and not before.isdigit():
        opens = mark not in pending
    if mark == "'" and _is_apostrophe(whole, at, before, after, row):
        return "’"
    if opens:
        pending.append(mark)
        return pair[0]
    if mark in pending:
        while pending.pop() != mark:
            pass
        return pair[1]
    if mark == "'":
        return "’"
    return mark if before.isdigit() else pair[1]  # 12" is a measure


@cache
def _openers(row: Marks) -> frozenset[str]:
    """Give the signs after which a mark opens: what closes in a language is none of them.

    The German “ closes, where the English one opens.
    """
    opening, closing = ({row.double[side], row.single[side]} for side in (0, 1))
    return (_OPENERS | opening) - closing


def _is_apostrophe(whole: str, at: int, before: str, after: str, row: Marks) -> bool:
    if before.isalnum():
        return after.isalnum() and not (row.solid and max(before, after) > _LAST_SPACED)
    if _DECADE.match(whole, at + 1):
        return True
    if _YEAR.match(whole, at + 1):
        return "'" not in whole[at + 3 : at + 40]
    word = re.match(r"\w+", whole[at + 1 : at + 12])
    return bool(word) and word is not None and word[0].lower() in row.elisions


@cache
def _before(signs: str) -> re.Pattern[str]:
    """Match a sign that takes a space before it, with the space that is there."""
    return re.compile(
        rf"(?:(?<=[^\W_])|(?<=[»”’“)\]…%‰°]))[ \xa0\u202f]*((?:[{signs}])+)(?=[\s»”’)\]]|$)"
        rf"|(?<=\S)[ \xa0\u202f]+((?:[{signs}])+)(?=[\s»”’)\].…,]|$)"
    )


def _spaces(text: str, before: str, language: str) -> str:
    """Set dashes, stops and the spaces of French in one stretch of text."""
    if "--" in text:
        text = _DASHES.sub(lambda m: "—" if len(m[1]) == 3 else "–", text)  # noqa: PLR2004
    if "..." in text:
        text = _STOPS.sub("…", text)
    row = marks(language)
    if row.inside and ("«" in text or "»" in text):
        text = _OPEN_SPACE.sub(f"«{row.inside}", text)
        text = _CLOSE_SPACE.sub(f"{row.inside}»", text)
    if row.before:
        text = _before(row.before).sub(lambda m: NARROW + (m[1] or m[2]), text)
        if before and not before.isspace() and text[:1] in row.before and before != NARROW:
            follows = text[1:2]
            text = text if follows and not follows.isspace() else NARROW + text
    return text
