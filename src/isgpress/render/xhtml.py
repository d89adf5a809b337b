"""Steps on XHTML fragments: parse, change for a medium, write again. No theme here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree
from markupsafe import Markup

XHTML = "http://www.w3.org/1999/xhtml"
NARROW = "\u202f"
# most fonts lack U+202F, and a space from another font changes the line: a six-per-em
# space between word joiners is as wide, and does not break either
NARROW_IN_PRINT = "\u2060\u2006\u2060"
VOID = {"br", "img", "hr", "col", "wbr"}

Element = Any  # lxml gives the class no public name


def parse(fragment: str) -> Element:
    """Give a wrapper element that holds the fragment. Raises etree.XMLSyntaxError."""
    return etree.fromstring(f'<div xmlns="{XHTML}">{fragment}</div>')


def write(wrapper: Element) -> str:
    """Give what the wrapper holds, in the syntax of HTML, without name spaces."""
    for element in wrapper.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
            if not len(element) and not element.text and element.tag not in VOID:
                element.text = ""  # so that <span/> is written as <span></span>
    etree.cleanup_namespaces(wrapper)
    text = etree.tostring(wrapper, encoding="unicode", method="html")
    return text[text.index(">") + 1 : text.rindex("<")]


def safe(fragment: str) -> Markup:
    """Mark a fragment as HTML that templates shall not escape.

    Only for what the manuscript has sanitised, or what is written here.
    """
    return Markup(fragment)  # noqa: S704 - see above


def name(element: Element) -> str:
    """Give an element's name without its name space; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def classes(element: Element) -> list[str]:
    """Give the classes of an element."""
    return (element.get("class") or "").split()


def of_class(wrapper: Element, wanted: str) -> list[Element]:
    """Give all elements of a class, in the order of the text."""
    return [e for e in wrapper.iter() if wanted in classes(e)]


def make(tag: str, css: str = "", text: str = "", **attributes: str) -> Element:
    """Make an element of the XHTML name space."""
    element: Element = etree.Element(f"{{{XHTML}}}{tag}", nsmap={None: XHTML})  # type: ignore[dict-item] # the stubs forget None
    if css:
        element.set("class", css)
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), value)
    element.text = text or None
    return element


def plain(fragment: str) -> str:
    """Give the text of a fragment, notes' calls left out, white space made single."""
    wrapper = parse(fragment)
    for call in of_class(wrapper, "note-call"):
        drop(call)
    return " ".join("".join(wrapper.itertext()).split())


def drop(element: Element) -> None:
    """Take an element out; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def put_after(element: Element, new: Element) -> None:
    """Put a new element directly after another, before the text that follows it."""
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def in_print(text: str) -> str:
    """Give text with spaces that the fonts of print have."""
    return text.replace(NARROW, NARROW_IN_PRINT)


def change_text(wrapper: Element, change: Callable[[str], str]) -> None:
    """Apply ``change`` to every stretch of text."""
    for element in wrapper.iter():
        if element.text and isinstance(element.tag, str):
            element.text = change(element.text)
        if element.tail:
            element.tail = change(element.tail)
