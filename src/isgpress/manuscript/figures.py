"""Figures and tables: picture, caption, credit, and whether they take a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from isgpress.findings import Severity
from isgpress.manuscript.blocks import LAYOUTS
from isgpress.manuscript.dialect import inline_html
from isgpress.manuscript.source import Source
from isgpress.manuscript.tree import (
    Element,
    add_class,
    has_class,
    line_of,
    remove,
    replace,
    unwrap,
    xml_entities,
)

_TABLE_WORD = re.compile(r"\s*Table:\s*")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*((?:[#.][\w-]+\s*)+)\}\s*$")
_YES = frozenset(("yes", "true", "1", "on", "decorative"))
_HOLDERS = frozenset(("li", "dd", "td", "th", "div", "blockquote", "aside", "section"))
_NO_NUMBER = frozenset(("none", "no", "false"))


def split_pictures(root: Element) -> None:
    """Give a captioned picture on a line of its own a paragraph of its own, in place."""
    for image in [i for i in root.iter("img") if i.get("title")]:
        p = image.getparent()
        if p.tag != "p" or len(p) + len((p.text or "").strip()) == 1:
            continue
        before = image.getprevious()
        ahead = (p.text if before is None else before.tail) or ""
        after = image.tail or ""
        if (ahead.rstrip(" ")[-1:] or "\n") != "\n" or (after.lstrip(" ")[:1] or "\n") != "\n":
            continue
        if (before is not None and not ahead) or (not after and image.getnext() is not None):
            continue
        _part(p, image)


def _part(p: Element, image: Element) -> None:
    """Part a paragraph around a picture."""
    line = {k: v for k, v in p.attrib.items() if k.startswith("data-")}
    own = etree.Element("p", line)
    rest = etree.Element("p", line)
    rest.text, image.tail = (image.tail or "").lstrip(), None
    rest.extend(list(image.itersiblings()))
    rest.tail, p.tail = p.tail, None
    own.append(image)
    if len(p):
        p[-1].tail = (p[-1].tail or "").rstrip()
    else:
        p.text = (p.text or "").rstrip()
    p.addnext(own)
    if rest.text or len(rest):
        own.addnext(rest)
    else:
        own.tail = rest.tail
    if not (p.text or "").strip() and not len(p):
        remove(p)


def wrap_pictures(root: Element) -> None:
    """Give a captioned picture that is all of a list item or cell a paragraph, in place."""
    for image in [i for i in root.iter("img") if i.get("title")]:
        parent = image.getparent()
        if parent.tag in _HOLDERS and len(parent) == 1 and not _words_beside(image):
            p = etree.Element("p")
            parent.text = image.tail = None
            parent.append(p)
            p.append(image)


def _words_beside(image: Element) -> bool:
    return bool((image.getparent().text or "").strip() or (image.tail or "").strip())


def picture_figure(p: Element) -> None:
    """Turn a paragraph that holds one picture and nothing else into a figure."""
    image = p[0]
    if _words_beside(image):
        return
    if p.getparent().tag == "figure":
        unwrap(p)
        return
    figure = etree.Element("figure", {"class": "figure"})
    for key in ("data-line", "data-near"):
        if value := p.get(key):
            figure.set(key, value)
    for part in (p, image):
        if value := part.attrib.pop("id", ""):
            figure.set("id", value)
        names = part.get("class", "").split()
        add_class(figure, *(n for n in names if n in LAYOUTS))
    title = image.attrib.pop("title", "")
    credit = image.attrib.pop("credit", "")
    image.attrib.pop("class", None)
    image.tail = None
    figure.append(image)
    replace(p, figure)
    words = inline_element("span", title, "caption") if title else None
    caption = caption_of(
        "figcaption", words, inline_element("span", credit, "credit") if credit else None
    )
    if caption is not None:
        figure.append(caption)
    if figure.get("id") and title:
        figure.set("data-isg-number", "auto")


def shape_figure(
    figure: Element,
    words: Element | None,
    credit: Element | None,
    options: Mapping[str, str],
    source: Source,
) -> None:
    """Put the parts of a ``/// figure`` block in their order, in place."""
    contents = [c for c in figure if not _is_picture(c)]
    if "src" in options:
        image = etree.Element("img", {"src": options["src"]})
        if "alt" in options:
            image.set("alt", options["alt"])
        if options.get("decorative", "").lower() in _YES:
            image.set("decorative", "decorative")
        figure.insert(0, image)
    elif figure.find(".//img") is None and not _shows(figure):
        source.report(
            "empty-block",
            "this figure shows nothing",
            line_of(figure),
            "add a line `src: images/...` under its first line",
        )
    prose = [c for c in contents if c.tag == "p"] if "src" in options else []
    caption = caption_of("figcaption", words, credit, prose)
    if caption is not None:
        figure.append(caption)
    if options.get("number", "").lower() not in _NO_NUMBER:
        figure.set("data-isg-number", "auto")


def _is_picture(element: Element) -> bool:
    return element.tag == "p" and len(element) == 1 and element[0].tag == "img"


def _shows(figure: Element) -> bool:
    return any(
        figure.find(f".//{tag}") is not None
        for tag in ("table", "pre", "dl", "ul", "ol", "blockquote")
    )


def inline_element(tag: str, text: str, kind: str = "") -> Element:
    """Give an element that holds a line of inline Markdown."""
    try:
        element = etree.fromstring(f"<{tag}>{xml_entities(inline_html(text))}</{tag}>")
    except etree.XMLSyntaxError:  # raw HTML that is not well formed: print it as it is
        element = etree.Element(tag)
        element.text = text
    if kind:
        element.set("class", kind)
    return element


def caption_of(
    tag: str,
    words: Element | None,
    credit: Element | None,
    prose: list[Element] | None = None,
) -> Element | None:
    """Give a caption of its words, further paragraphs and credit; None of nothing."""
    parts = [p for p in (words, *(prose or ()), credit) if p is not None]
    if not parts:
        return None
    caption = etree.Element(tag)
    for part in parts:
        part.tail = " " if part.tag == "span" and part is not parts[-1] else None
        caption.append(part)
    return caption


def shape_tables(root: Element, source: Source) -> None:
    """Bring tables to the vocabulary: captions, scopes, no empty head."""
    for table in list(root.iter("table")):
        add_class(table, "table")
        _table_caption(table)
        _table_head(table)
    for p in root.iter("p"):
        if p.text and p.text.startswith("Table:"):
            source.report(
                "caption-without-table",
                "this caption has no table beside it",
                line_of(p),
                "put it directly before or after a table, one empty line between",
                severity=Severity.WARNING,
            )


def _table_caption(table: Element) -> None:
    if table.find("caption") is not None:
        return
    for p in (table.getprevious(), table.getnext()):
        if p is not None and p.tag == "p" and _TABLE_WORD.match(p.text or ""):
            break
    else:
        return
    caption = etree.Element("caption")
    words = etree.SubElement(caption, "span", {"class": "caption"})
    words.text = _TABLE_WORD.sub("", p.text, count=1)
    words.extend(list(p))
    for key in ("data-line", "data-near", "lang"):
        if value := p.get(key):
            caption.set(key, value)
    _take_attributes(words, p)
    if identity := p.get("id"):
        table.set("id", identity)
        table.set("data-isg-number", "auto")
    add_class(table, *p.get("class", "").split())
    remove(p)
    table.insert(0, caption)


def _take_attributes(words: Element, p: Element) -> None:
    """Read ``{#id .class}`` at the end of a caption's line."""
    last = words[-1] if len(words) else None
    text = (words.text if last is None else last.tail) or ""
    match = _ATTRIBUTES.search(text)
    if match is None:
        return
    for part in match[1].split():
        if part.startswith("#"):
            p.set("id", part[1:])
        elif part.startswith("."):
            add_class(p, part[1:])
    if last is None:
        words.text = text[: match.start()]
    else:
        last.tail = text[: match.start()]


def _table_head(table: Element) -> None:
    for head in table.findall("thead"):
        cells = list(head.iter("th", "td"))
        if not any("".join(c.itertext()).strip() or len(c) for c in cells):
            table.remove(head)
            continue
        for cell in cells:
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"  # the empty corner heads nothing
                cell.attrib.pop("scope", None)
                continue
            cell.tag = "th"
            cell.set("scope", cell.get("scope") or "col")
    for cell in table.iterfind("tbody//th"):
        if not cell.get("scope"):
            cell.set("scope", "row")


def numbered(element: Element) -> bool:
    """Tell whether a figure or table takes a number, and forget the mark."""
    wanted = element.attrib.pop("data-isg-number", "")
    return bool(wanted == "auto" or (element.tag == "table" and has_class(element, "numbered")))
