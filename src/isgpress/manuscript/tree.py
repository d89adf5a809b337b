"""HTML text to a tree, and a tree to the XHTML text that travels."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import escape
from html.entities import html5
from typing import Any

from lxml import etree

from isgpress.findings import Severity
from isgpress.manuscript.source import Source

Element = Any  # lxml gives no types

_KEPT = frozenset(("amp", "lt", "gt", "quot"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)?")
_VOID = re.compile(
    r"<((?:br|hr|img|wbr|col)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>?")
_SHORT_RUN = re.compile(r"[^<>&\s][^<>&\n]*")
_RUN = re.compile(r"[^<>&\n]{4,}")
_XMLNS = ' xmlns="http://www.w3.org/1999/xhtml"'
_NAME = re.compile(r"[A-Za-z][\w.-]*")


def read_html(html: str, source: Source) -> Element:
    """Give the tree of an HTML fragment under one ``<div class="text">``.

    HTML that is not well formed is mended as browsers do, with a warning.
    """
    xml = f'<div class="text">{xml_entities(html)}</div>'
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(_VOID.sub(r"<\1/>", xml), parser)
    except etree.XMLSyntaxError as fault:
        _report_mended(xml, fault, source)
    return _browser_tree(html)


def write_xhtml(root: Element) -> str:
    """Give the XHTML text of an element, without its tail and name space."""
    text: str = etree.tostring(root, encoding="unicode", with_tail=False)
    return text


def inner_xhtml(root: Element) -> str:
    """Give the XHTML text inside an element."""
    start = escape(root.text or "", quote=False)
    return start + "".join(etree.tostring(child, encoding="unicode") for child in root)


def put_before(element: Element, text: str) -> None:
    """Put text directly before an element."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent = element.getparent()
        parent.text = (parent.text or "") + text


def remove(element: Element) -> None:
    """Take an element out with all that is in it; the text after it stays."""
    if element.tail:
        put_before(element, element.tail)
        element.tail = None
    element.getparent().remove(element)


def unwrap(element: Element) -> None:
    """Take an element out; what is in it stays in its place."""
    parent = element.getparent()
    if element.text:
        put_before(element, element.text)
    at = parent.index(element)
    children = list(element)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "") or None
        parent[at : at + 1] = children
    else:
        remove(element)


def replace(old: Element, new: Element) -> None:
    """Put another element in the place of one; the text after it stays."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def move_contents(old: Element, new: Element) -> None:
    """Move text and children of an element to the end of another, which is empty."""
    new.text = old.text
    new.extend(list(old))
    old.text = None


def plain_text(element: Element) -> str:
    """Give the text in an element without note calls, white space made single."""
    if element.find(".//a[@class='note-call']") is None:
        text = "".join(element.itertext())
    else:
        text = "".join(element.xpath(".//text()[not(ancestor::a[@class='note-call'])]"))
    return " ".join(text.split())


def add_class(element: Element, *names: str) -> None:
    """Add classes to an element."""
    have = element.get("class", "").split()
    element.set("class", " ".join([*have, *(n for n in names if n not in have)]))


def has_class(element: Element, name: str) -> bool:
    """Tell whether an element has a class."""
    return name in element.get("class", "").split()


def line_of(element: Element) -> int:
    """Give the source line of the nearest block around an element; 0 if not known."""
    node = element
    while node is not None:
        if line := node.get("data-line") or node.get("data-near"):
            return int(line)
        node = node.getparent()
    return 0


def xml_entities(html: str) -> str:
    """Turn HTML's named entities into characters; XML knows four of them."""
    return _ENTITY.sub(_character, html) if "&" in html else html


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        after = match.string[match.end() : match.end() + 1]
        return "&" if after == "#" else "&amp;"
    if name[:-1] in _KEPT:
        return match[0]
    return escape(html5[name]) if name in html5 else f"&amp;{name}"


def _report_mended(xml: str, fault: etree.XMLSyntaxError, source: Source) -> None:
    line, column = fault.position
    rows = xml.split("\n")
    before = (
        "\n".join(rows[: line - 1])[-4000:] + "\n" + rows[min(line, len(rows)) - 1][:column]
    )
    before = _TAG.sub("\n", before)
    runs = _RUN.findall(before) or _SHORT_RUN.findall(before)
    near = source.line_of(runs[-1].strip()[:60]) if runs else 0
    message = "an HTML tag is not closed, or closes in the wrong order"
    advice = "close each tag in the order in which they were opened, as in `<b><i>x</i></b>`"
    if "AttValue" in str(fault):
        message = "a value in an HTML tag has no quotation marks"
        advice = 'put it in quotation marks, as in `<span lang="de">`, or leave the tag out'
    source.report(
        "unclosed-html",
        message,
        near or 1,
        advice,
        severity=Severity.WARNING,
        near=True,
    )


def _browser_tree(html: str) -> Element:
    """Parse as HTML 5 says, and hand the body over to lxml."""
    import tinyhtml5  # noqa: PLC0415 - only for HTML that is not well formed

    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    for element in body.iter():
        _make_xml(element)
    body.tag, body.attrib["class"] = "div", "text"
    xml = ET.tostring(body, encoding="unicode")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _make_xml(element: Any) -> None:
    """Take out of an element what XML cannot say."""
    if not isinstance(element.tag, str):  # a comment
        element.tag, element.text = "span", None
        element.attrib.clear()
    elif not _NAME.fullmatch(element.tag):
        element.tag = "span"
    for name in [n for n in element.attrib if not _NAME.fullmatch(str(n))]:
        del element.attrib[name]
