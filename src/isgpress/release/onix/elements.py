"""Elements of a message, added one after the other in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

NAMESPACES = {
    "3.0": "http://ns.editeur.org/onix/3.0/reference",
    "3.1": "http://ns.editeur.org/onix/3.1/reference",
}
Element = Any  # lxml's elements have no public types


def root(release: str) -> Element:
    """Give the root of a message by that release, ``3.0`` or ``3.1``."""
    space = NAMESPACES[release]
    return etree.Element(f"{{{space}}}ONIXMessage", {"release": release}, {None: space})  # type: ignore[dict-item] # the stubs forget None


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add an element of the parent's namespace and give it; text as it is shown."""
    element = etree.SubElement(parent, etree.QName(parent, name), attributes)
    if text:
        element.text = clean(text)
    return element


def fill(parent: Element, name: str, **children: str) -> Element:
    """Add an element with simple children, those that are not empty."""
    element = add(parent, name)
    for child, text in children.items():
        if text:
            add(element, child, text)
    return element


def identifiers(parent: Element, name: str, isbn: str, own: str, scheme: str) -> None:
    """Add a product's identifiers: its ISBN, and its name with the press."""
    kind = "ProductIDType"
    fill(parent, name, **{kind: "01", "IDTypeName": scheme, "IDValue": own})
    if isbn:
        fill(parent, name, **{kind: "15", "IDValue": isbn})


def territory(parent: Element, included: Iterable[str], excluded: Iterable[str] = ()) -> None:
    """Add a territory: countries by ISO 3166, or ``WORLD`` without some of them."""
    codes = list(dict.fromkeys(included))
    without = " ".join(sorted(set(excluded)))
    element = add(parent, "Territory")
    if not codes or "WORLD" in codes:
        add(element, "RegionsIncluded", "WORLD")
        if without:
            add(element, "CountriesExcluded", without)
    else:
        kept = [code for code in codes if code not in without.split()]
        add(element, "CountriesIncluded", " ".join(sorted(kept)))


def clean(text: str) -> str:
    """Give a text on one line, without signs that XML does not allow."""
    return "".join(c for c in " ".join(text.split()) if c >= " ")
