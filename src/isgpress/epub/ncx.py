"""The NCX: the outline that readers from before EPUB 3 look for.

See OPF 2.0.1, 2.4.1, and the DAISY DTB standard ANSI/NISO Z39.86-2005, 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from isgpress.model.rendered import NavEntry, PageLink

NCX = "http://www.daisy.org/z3986/2005/ncx/"


def ncx(
    identifier: str,
    title: str,
    language: str,
    entries: Sequence[NavEntry],
    pages: Sequence[PageLink] = (),
) -> bytes:
    """Give the NCX of a book; ``entries`` and ``pages`` are those of its nav."""
    root = etree.Element(f"{{{NCX}}}ncx", nsmap={None: NCX}, version="2005-1")  # type: ignore[dict-item]
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = _add(root, "head")
    for name, content in (
        ("dtb:uid", identifier),
        ("dtb:depth", str(_depth(entries))),
        ("dtb:totalPageCount", str(len(pages))),
        ("dtb:maxPageNumber", str(max((int(n) for n in _figures(pages)), default=0))),
    ):
        _add(head, "meta", name=name, content=content)
    _add(_add(root, "docTitle"), "text").text = title
    points = _add(root, "navMap")
    order = iter(range(1, 1_000_000))
    _fill(points, entries, order)
    if pages:
        _list_pages(_add(root, "pageList"), pages, order)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _fill(parent: etree._Element, entries: Sequence[NavEntry], order: Iterator[int]) -> None:
    for entry in entries:
        number = str(next(order))
        point = _add(parent, "navPoint", id=f"np-{number}", playOrder=number)
        label = f"{entry.number} {entry.title}" if entry.number else entry.title
        _add(_add(point, "navLabel"), "text").text = label
        _add(point, "content", src=entry.address)
        _fill(point, entry.entries, order)


def _list_pages(
    parent: etree._Element, pages: Sequence[PageLink], order: Iterator[int]
) -> None:
    for page in pages:
        number = str(next(order))
        kind = "normal" if page.label.isdecimal() else "front"
        target = _add(parent, "pageTarget", id=f"np-{number}", type=kind, playOrder=number)
        if page.label.isdecimal():
            target.set("value", page.label)
        _add(_add(target, "navLabel"), "text").text = page.label
        _add(target, "content", src=page.address)


def _figures(pages: Sequence[PageLink]) -> list[str]:
    return [p.label for p in pages if p.label.isdecimal()]


def _depth(entries: Sequence[NavEntry]) -> int:
    return 1 + max((_depth(e.entries) for e in entries), default=0) if entries else 0


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NCX}}}{tag}", attributes)
