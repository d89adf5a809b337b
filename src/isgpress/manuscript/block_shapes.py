"""Each ``///`` block, turned into its form in the body vocabulary."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from isgpress.findings import Severity
from isgpress.manuscript.blocks import BOOK, LAYOUTS
from isgpress.manuscript.figures import caption_of, shape_figure
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import (
    Element,
    add_class,
    has_class,
    line_of,
    move_contents,
    remove,
    unwrap,
)
from isgpress.manuscript.verse import shape_speech, shape_verse
from isgpress.standards import Words

_ATTRIBUTION = re.compile(r"\s*(?:[—―⸺]|--+|–\s)\s*\S")
_SPEAKER = re.compile(r"\s*([^\s:.!?][^:.!?]{0,40}):\s+")
# in a play a colon may stand in any line: names before one are without small letters
_NAME = re.compile(r"\s*([^\W_a-z][^:.!?a-z\n]{0,40}):\s+")
_TITLED = {
    "aims": "aims",
    "questions": "questions",
    "further-reading": "further_reading",
    "activity": "activity",
    "note-to-reader": "note_to_reader",
}
_NO_NUMBER = frozenset(("none", "no", "false"))


@dataclass(frozen=True)
class Piece:
    """A block as it was written; ``parts`` are the words of its header, by option.

    The words after the bar are the part ``argument``.
    """

    element: Element
    options: Mapping[str, str]
    parts: Mapping[str, Element]
    source: Source
    words: Words

    def part(self, key: str, tag: str, kind: str = "") -> Element | None:
        """Give the element for some of the header's words; None where there are none."""
        element = self.parts.get(key)
        if element is not None:
            element.tag = tag
            element.set("class", kind or key)
        return element

    def head(self, tag: str, kind: str, words: str = "") -> Element | None:
        """Put the words after the bar, or others, before all else."""
        element = self.part("argument", tag, kind)
        if element is None and words:
            element = etree.Element(tag, {"class": f"{kind} generated"})
            element.set("data-line", str(line_of(self.element)))
            element.text = words
        if element is not None:
            element.tail, self.element.text = self.element.text, None
            self.element.insert(0, element)
        return element

    def become(self, tag: str, kind: str) -> None:
        """Give the block its element and class; classes of the author follow."""
        extra = self.element.attrib.pop("class", "")
        self.element.tag = tag
        self.element.set("class", f"{kind} {extra}".strip())


def shape_block(block: Element, source: Source, words: Words) -> None:
    """Turn the div of one ``///`` block, in place."""
    name = block.attrib.pop("data-isg-block")
    facts = json.loads(block.attrib.pop("data-isg-facts"))
    options = facts["options"]
    block.attrib.pop("data-near", "")
    block.set("data-line", str(facts["line"]))
    for key in ("id", "lang"):
        if value := options.get(key, "").lstrip("#"):
            block.set(key, value)
    for kind in f"{options.get('class', '')} {options.get('layout', '')}".split():
        add_class(block, kind.lstrip("."))
    piece = Piece(block, options, _take_parts(block), source, words)
    _layout_finding(piece)
    _SHAPES[name](piece)


def _take_parts(block: Element) -> dict[str, Element]:
    """Take the words of a block's header out of it."""
    found = {}
    for part in [p for p in block if p.get("data-isg-part")]:
        remove(part)
        found[part.attrib.pop("data-isg-part")] = part
    return found


def _layout_finding(piece: Piece) -> None:
    layout = piece.options.get("layout", "")
    if layout and layout not in LAYOUTS:
        piece.source.report(
            "unknown-block-option",
            f"there is no layout `{layout}`",
            line_of(piece.element),
            "the layouts are " + ", ".join(LAYOUTS),
        )


def mark_attribution(block: Element) -> None:
    """Mark a last paragraph that starts with a dash as the attribution.

    Where the paragraph before starts so too, or nothing stands before, it is speech.
    """
    paragraphs = [p for p in block if p.tag == "p"]
    if len(block) < 2 or not paragraphs or paragraphs[-1] is not block[-1]:  # noqa: PLR2004
        return
    last, before = paragraphs[-1], paragraphs[-2] if len(paragraphs) > 1 else None
    if _dashed(last) and (before is None or not _dashed(before)):
        add_class(last, "attribution")


def _dashed(p: Element) -> bool:
    return _ATTRIBUTION.match("".join(p.itertext())[:40]) is not None


def _attribute(piece: Piece) -> None:
    """Add an attribution given as an option, or find the one that is written."""
    if (line := piece.part("source", "p", "attribution")) is not None:
        piece.element.append(line)
    else:
        mark_attribution(piece.element)


def _box(piece: Piece) -> None:
    piece.become("aside", "box")
    piece.head("p", "box-title")


def _pull_quote(piece: Piece) -> None:
    piece.become("aside", "pull-quote")
    _attribute(piece)


def _epigraph(piece: Piece) -> None:
    piece.become("div", "epigraph")
    _attribute(piece)
    block = piece.element
    if len(block) == 1 and block[0].tag == "blockquote":
        quote = block[0]
        mark_attribution(quote)
    else:
        quote = etree.Element("blockquote")
        move_contents(block, quote)
        block.append(quote)
    if len(quote) and has_class(quote[-1], "attribution"):
        block.append(quote[-1])


def _verse(piece: Piece) -> None:
    piece.become("div", "verse")
    _attribute(piece)
    shape_verse(piece.element)
    piece.head("p", "verse-title")


def _titled(name: str) -> Callable[[Piece], None]:
    def shape(piece: Piece) -> None:
        piece.become("section", name)
        piece.head("h2", "block-title", piece.words[_TITLED[name]])

    return shape


def _letter(piece: Piece) -> None:
    piece.become("div", "letter")
    above = [piece.part(key, "p") for key in ("dateline", "salutation")]
    for at, line in enumerate(p for p in above if p is not None):
        piece.element.insert(at, line)
    if (line := piece.part("signature", "p")) is not None:
        piece.element.append(line)


def _dialogue(piece: Piece) -> None:
    piece.become("div", "dialogue")
    for p in piece.element.iterfind("p"):
        _speaker(p)


def _drama(piece: Piece) -> None:
    piece.become("div", "drama")
    for p in piece.element.iterfind("p"):
        _speaker(p, _NAME)
        shape_speech(p)
    piece.head("p", "drama-title")


def _speaker(p: Element, before_colon: re.Pattern[str] = _SPEAKER) -> None:
    """Mark who speaks: a strong first word, or words before a colon."""
    if len(p) and p[0].tag in {"strong", "b"} and not (p.text or "").strip():
        p[0].tag = "span"
        p[0].set("class", "speaker")
        return
    match = before_colon.match(p.text or "")
    if match is None:
        return
    speaker = etree.Element("span", {"class": "speaker"})
    speaker.text = match[1] + ":"
    speaker.tail = " " + p.text[match.end() :]
    p.text = None
    p.insert(0, speaker)


def _book_details(piece: Piece) -> None:
    """Set the title of a reviewed book on a line, and below it who, where and how much."""
    piece.become("div", "book-details")
    if "title" not in piece.parts:
        piece.source.report(
            "empty-block",
            "the block `book-details` does not name a book",
            line_of(piece.element),
            "write `title:`, `author:`, `publisher:` ... on lines below it",
            severity=Severity.WARNING,
        )
    facts = etree.Element("p", {"class": "book-facts"})
    facts.set("data-line", piece.element.get("data-line") or "")
    for key in [k for k in piece.parts if k in BOOK]:
        if key == "title":
            line = piece.part(key, "p", "book-title")
            if line is not None:
                piece.element.append(line)
            continue
        part = piece.part(key, "span", f"book-{key}")
        if part is not None:
            part.attrib.pop("data-line", "")
            if len(facts):
                facts[-1].tail = ", "
            facts.append(part)
    if len(facts):
        piece.element.append(facts)


def _bibliography(piece: Piece) -> None:
    piece.become("div", "bibliography")
    for listing in [child for child in piece.element if child.tag in {"ul", "ol"}]:
        for item in list(listing):
            if len(item) and item[0].tag in {"p", "ul", "ol"}:
                unwrap(item)
            else:
                item.tag = "p"
        unwrap(listing)
    piece.head("h2", "block-title")


def _definitions(name: str) -> Callable[[Piece], None]:
    def shape(piece: Piece) -> None:
        block = piece.element
        lists = [child for child in block if child.tag == "dl"]
        for listing in lists:
            add_class(listing, name)
        if len(lists) == len(block) == 1:
            for key in ("id", "lang"):
                if value := block.get(key):
                    lists[0].set(key, value)
            unwrap(block)
            return
        piece.become("div", f"{name}-block")
        if not lists:
            piece.source.report(
                "empty-block",
                f"the block `{name}` holds no list of terms",
                line_of(block),
                "write each term on a line, and under it `: ` and its text",
                severity=Severity.WARNING,
            )

    return shape


def _figure(piece: Piece) -> None:
    piece.become("figure", "figure")
    words, credit = _caption(piece)
    shape_figure(piece.element, words, credit, piece.options, piece.source)


def _caption(piece: Piece) -> tuple[Element | None, Element | None]:
    """Give the words of a caption and the credit; their line is the caption's."""
    parts = piece.part("argument", "span", "caption"), piece.part("credit", "span")
    for part in parts:
        if part is not None:
            part.attrib.pop("data-line", "")
    return parts


def _table(piece: Piece) -> None:
    block = piece.element
    tables = block.findall("table")
    if len(tables) != 1:
        piece.source.report(
            "empty-block",
            "the block `table` must hold one table",
            line_of(block),
            "write one table with `|` between its cells",
        )
        unwrap(block)
        return
    table = tables[0]
    for key in ("id", "lang"):
        if value := block.get(key):
            table.set(key, value)
    add_class(table, *block.get("class", "").split())
    words, credit = _caption(piece)
    if words is not None and piece.options.get("number", "") not in _NO_NUMBER:
        table.set("data-isg-number", "auto")
    caption = caption_of("caption", words, credit)
    if caption is not None:
        caption.set("data-line", block.get("data-line"))
        table.insert(0, caption)
    unwrap(block)


_SHAPES: Mapping[str, Callable[[Piece], None]] = MappingProxyType(
    {
        "figure": _figure,
        "table": _table,
        "box": _box,
        "pull-quote": _pull_quote,
        "verse": _verse,
        "epigraph": _epigraph,
        **{name: _titled(name) for name in _TITLED},
        "letter": _letter,
        "dialogue": _dialogue,
        "drama": _drama,
        "book-details": _book_details,
        "bibliography": _bibliography,
        "glossary": _definitions("glossary"),
        "chronology": _definitions("chronology"),
    }
)
