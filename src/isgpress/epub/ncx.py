"""The NCX: the outline that readers from before EPUB 3 look for.

See OPF 2.0.1, 2.4.1, and the DAISY DTB standard ANSI/NISO Z39.86-2005, 8.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    counter = _Counter()
    _fill(points, entries, counter)
    if pages:
        _list_pages(_add(root, "pageList"), pages, counter)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


class _Counter:
    """Numbers entries: ids run on, the order of play is that of the places they lead to."""

    def __init__(self) -> None:
        self._entries = 0
        self._places: dict[str, int] = {}

    def count(self, address: str) -> dict[str, str]:
        """Give the attributes of the next entry."""
        self._entries += 1
        order = self._places.setdefault(address, len(self._places) + 1)
        return {"id": f"np-{self._entries}", "playOrder": str(order)}


def _fill(parent: etree._Element, entries: Sequence[NavEntry], counter: _Counter) -> None:
    for entry in entries:
        address = entry.address or _first(entry)
        point = _add(parent, "navPoint", **counter.count(address))
        label = f"{entry.number} {entry.title}" if entry.number else entry.title
        _add(_add(point, "navLabel"), "text").text = label
        _add(point, "content", src=address)
        _fill(point, entry.entries, counter)


def _first(entry: NavEntry) -> str:
    """Give where a heading without a place of its own leads: to the first entry below."""
    return next(e.address or _first(e) for e in entry.entries)


def _list_pages(parent: etree._Element, pages: Sequence[PageLink], counter: _Counter) -> None:
    for page in pages:
        kind = "normal" if page.label.isdecimal() else "front"
        target = _add(parent, "pageTarget", type=kind, **counter.count(page.address))
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
