"""The tree that Markdown gives, turned into the body vocabulary (docs/vocabulary.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from isgpress.findings import Severity
from isgpress.manuscript.blocks import LAYOUTS
from isgpress.manuscript.dialect import inline_html
from isgpress.manuscript.figures import picture_figure, shape_figure, shape_tables
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import (
    Element,
    add_class,
    has_class,
    line_of,
    move_contents,
    plain_text,
    unwrap,
)
from isgpress.manuscript.verse import shape_verse
from isgpress.standards import Words

_ATTRIBUTION = re.compile(r"\s*(?:[—―⸺]|--+|–\s)\s*\S")
_SPEAKER = re.compile(r"\s*([^\s:.!?][^:.!?]{0,40}):\s+")
_TITLED = {
    "aims": "aims",
    "questions": "questions",
    "further-reading": "further_reading",
    "activity": "activity",
    "note-to-reader": "note_to_reader",
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Shaper:
    """What the shapes need: where to report, and the words of the language."""

    source: Source
    words: Words


def shape(root: Element, source: Source, words: Words) -> None:
    """Turn blocks, figures, tables, quotes and breaks into the vocabulary, in place."""
    shaper = Shaper(source, words)
    for block in [b for b in root.iter("div") if b.get("data-isg-block")]:
        _shape_block(block, shaper)
    for quote in root.iter("blockquote"):
        _attribution(quote)
    for aside in root.iter("aside"):
        _aside(aside)
    for p in [p for p in root.iter("p") if len(p) == 1 and p[0].tag == "img"]:
        picture_figure(p)
    shape_tables(root, source)
    for rule in root.iter("hr"):
        rule.set("class", "break")
    for pre in root.iter("pre"):
        _code(pre)


def _shape_block(block: Element, shaper: Shaper) -> None:
    name = block.attrib.pop("data-isg-block")
    facts = json.loads(block.attrib.pop("data-isg-facts", "{}"))
    options = facts.get("options", {})
    if line := facts.get("line"):
        block.set("data-line", str(line))
    _common(block, options)
    argument = facts.get("argument", "")
    _BLOCK_SHAPES[name](block, argument, options, shaper)


def _common(block: Element, options: Mapping[str, str]) -> None:
    """Carry over what every block may say of itself."""
    for key in ("id", "lang"):
        if value := options.get(key, "").lstrip("#"):
            block.set(key, value)
    for name in (options.get("class", "") + " " + options.get("layout", "")).split():
        add_class(block, name.lstrip("."))


def _set_kind(block: Element, tag: str, kind: str) -> None:
    extra = block.attrib.pop("class", "")
    block.tag = tag
    block.set("class", f"{kind} {extra}".strip())


def inline_element(tag: str, text: str, kind: str = "") -> Element:
    """Give an element that holds a line of inline Markdown."""
    element: Element = etree.fromstring(_well_formed(tag, inline_html(text)))
    if kind:
        element.set("class", kind)
    return element


def _well_formed(tag: str, html: str) -> str:
    xml = f"<{tag}>{html}</{tag}>"
    try:
        etree.fromstring(xml)
    except etree.XMLSyntaxError:
        from html import escape  # noqa: PLC0415

        return f"<{tag}>{escape(html, quote=False)}</{tag}>"
    return xml


def _put_first(block: Element, element: Element) -> None:
    element.set("data-line", block.get("data-line", ""))
    element.tail = block.text
    block.text = None
    block.insert(0, element)


def _box(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "aside", "box")
    if argument:
        _put_first(block, inline_element("p", argument, "box-title"))


def _pull_quote(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "aside", "pull-quote")
    _attribute(block, options.get("source", ""))


def _attribute(block: Element, text: str) -> None:
    """Add an attribution given as an option, or find the one that is written."""
    if text:
        line = inline_element("p", text, "attribution")
        line.set("data-line", block.get("data-line", ""))
        block.append(line)
    else:
        _attribution(block)


def _attribution(block: Element) -> None:
    """Mark a last paragraph that starts with a dash as the attribution.

    Where the paragraph before starts so too, it is speech.
    """
    paragraphs = [p for p in block if p.tag == "p"]
    if not paragraphs or paragraphs[-1] is not block[-1]:
        return
    if not _ATTRIBUTION.match("".join(paragraphs[-1].itertext())[:40]):
        return
    if len(paragraphs) > 1 and _ATTRIBUTION.match("".join(paragraphs[-2].itertext())[:40]):
        return
    if len(block) > 1:
        add_class(paragraphs[-1], "attribution")


def _epigraph(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "div", "epigraph")
    _attribute(block, options.get("source", ""))
    if len(block) == 1 and block[0].tag == "blockquote":
        _attribution(block[0])
        quote = block[0]
    else:
        quote = etree.Element("blockquote")
        move_contents(block, quote)
        block.append(quote)
    last = quote[-1] if len(quote) else None
    if last is not None and has_class(last, "attribution"):
        block.append(last)


def _verse(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "div", "verse")
    _attribute(block, options.get("source", ""))
    shape_verse(block)
    if argument:
        _put_first(block, inline_element("p", argument, "verse-title"))


def _titled(name: str) -> Callable[[Element, str, Mapping[str, str], Shaper], None]:
    def make(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
        _set_kind(block, "section", name)
        title = argument or shaper.words[_TITLED[name]]
        heading = inline_element("h2", title, "block-title")
        if not argument:
            add_class(heading, "generated")
        _put_first(block, heading)

    return make


def _letter(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "div", "letter")
    for at, key in enumerate(k for k in ("dateline", "salutation") if options.get(k)):
        line = inline_element("p", options[key], key)
        line.set("data-line", block.get("data-line", ""))
        block.insert(at, line)
    if options.get("signature"):
        line = inline_element("p", options["signature"], "signature")
        line.set("data-line", block.get("data-line", ""))
        block.append(line)


def _dialogue(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    _set_kind(block, "div", "dialogue")
    for p in block.iterfind("p"):
        _speaker(p)


def _speaker(p: Element) -> None:
    """Mark who speaks: a strong first word, or words before a colon."""
    if len(p) and p[0].tag in {"strong", "b"} and not (p.text or "").strip():
        p[0].tag = "span"
        p[0].set("class", "speaker")
        return
    match = _SPEAKER.match(p.text or "")
    if match is None:
        return
    speaker = etree.Element("span", {"class": "speaker"})
    speaker.text = match[1] + ":"
    speaker.tail = " " + p.text[match.end() :]
    p.text = None
    p.insert(0, speaker)


def _bibliography(
    block: Element, argument: str, options: Mapping[str, str], shaper: Shaper
) -> None:
    _set_kind(block, "div", "bibliography")
    for listing in [child for child in block if child.tag in {"ul", "ol"}]:
        for item in list(listing):
            if len(item) == 0 or item[0].tag not in {"p", "ul", "ol"}:
                item.tag = "p"
            else:
                unwrap(item)
        unwrap(listing)
    if argument:
        _put_first(block, inline_element("h2", argument, "block-title"))


def _definitions(
    name: str,
) -> Callable[[Element, str, Mapping[str, str], Shaper], None]:
    def make(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
        lists = [child for child in block if child.tag == "dl"]
        for listing in lists:
            add_class(listing, name)
        if len(lists) == 1 and len(block) == 1:
            for key in ("id", "lang"):
                if value := block.get(key):
                    lists[0].set(key, value)
            unwrap(block)
            return
        _set_kind(block, "div", f"{name}-block")
        if not lists:
            shaper.source.report(
                "empty-block",
                f"the block `{name}` holds no list of terms",
                line_of(block),
                "write each term on a line, and under it `: ` and its text",
                severity=Severity.WARNING,
            )

    return make


def _figure(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    layout = options.get("layout", "")
    if layout and layout not in LAYOUTS:
        shaper.source.report(
            "unknown-block-option",
            f"there is no layout `{layout}`",
            line_of(block),
            "the layouts are " + ", ".join(LAYOUTS),
        )
    _set_kind(block, "figure", "figure")
    shape_figure(block, _caption(argument), options, shaper.source)


def _table(block: Element, argument: str, options: Mapping[str, str], shaper: Shaper) -> None:
    tables = block.findall("table")
    if len(tables) != 1:
        shaper.source.report(
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
    if options.get("number", "") in {"none", "no", "false"}:
        table.set("data-isg-number", "none")
    elif argument:
        table.set("data-isg-number", "auto")
    if argument or options.get("credit"):
        caption = etree.Element("caption")
        if (words := _caption(argument)) is not None:
            caption.append(words)
        if credit := options.get("credit"):
            caption.append(inline_element("span", credit, "credit"))
        caption.set("data-line", block.get("data-line", ""))
        table.insert(0, caption)
    unwrap(block)


def _caption(argument: str) -> Element | None:
    return inline_element("span", argument, "caption") if argument else None


_Shape = Callable[[Element, str, Mapping[str, str], Shaper], None]
_BLOCK_SHAPES: Mapping[str, _Shape] = {
    "figure": _figure,
    "table": _table,
    "box": _box,
    "pull-quote": _pull_quote,
    "verse": _verse,
    "epigraph": _epigraph,
    **{name: _titled(name) for name in _TITLED},
    "letter": _letter,
    "dialogue": _dialogue,
    "bibliography": _bibliography,
    "glossary": _definitions("glossary"),
    "chronology": _definitions("chronology"),
}


def _aside(aside: Element) -> None:
    """Bring asides written in HTML to our two kinds."""
    if has_class(aside, "pull-quote"):
        return
    names = [n for n in aside.get("class", "").split() if n not in {"sidebar", "box"}]
    aside.set("class", " ".join(["box", *names]))
    first = aside[0] if len(aside) else None
    if first is not None and first.tag in _HEADINGS and not (aside.text or "").strip():
        first.tag = "p"
        add_class(first, "box-title")


def _code(pre: Element) -> None:
    """Give code without a language no class, and the block that of its code."""
    code = pre[0] if len(pre) and pre[0].tag == "code" else None
    if code is None:
        code = etree.Element("code")
        move_contents(pre, code)
        pre.append(code)
    kind = code.get("class", "")
    if kind in {"", "language-"}:
        code.attrib.pop("class", None)
    else:
        pre.set("class", kind)
    if code.text and not len(code):
        code.text = code.text.rstrip() + "\n"


def heading_findings(root: Element, source: Source) -> None:
    """Report headings that skip a level, are empty, or are second titles."""
    level = 1
    for heading in root.iter(*_HEADINGS):
        if has_class(heading, "block-title"):
            continue
        own, line = int(heading.tag[1]), line_of(heading)
        if own == 1:
            source.report(
                "second-title",
                "this file has a second title",
                line,
                "write `##` for a heading inside the chapter, or make it a file of its own",
            )
            heading.tag, own = "h2", 2
        if own > level + 1:
            source.report(
                "skipped-heading-level",
                f"a heading of level {own} stands under one of level {level}",
                line,
                f"write `{'#' * (level + 1)}`",
                severity=Severity.WARNING,
            )
        level = own
        if not plain_text(heading) and heading.find(".//img") is None:
            source.report("empty-heading", "this heading has no words", line, "delete it")

