"""Which pages, forms and pictures are printed in black alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Stream

if TYPE_CHECKING:
    import pikepdf

Things = frozenset[tuple[int, int]]
"""Object and generation numbers."""


def black_only(pdf: pikepdf.Pdf, mono: frozenset[int] | None) -> Things:
    """Give the object numbers of all that stands on pages in black alone, and only there.

    ``mono`` are the numbers of those pages from 1; an empty set is all of them, None none.
    """
    if mono is None:
        return frozenset()
    found: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
    for number, page in enumerate(pdf.pages, 1):
        _gather(page.obj, found[not mono or number in mono])
    return frozenset(found[True] - found[False])


def _gather(holder: Any, found: set[tuple[int, int]]) -> None:
    found.add(holder.objgen)
    resources = holder.get("/Resources", {})
    for shading in dict(resources.get("/Shading", {})).values():
        found.add(shading.objgen)
    for kind in ("/XObject", "/Pattern"):
        for thing in dict(resources.get(kind, {})).values():
            if isinstance(thing, Stream) and thing.objgen not in found:
                _gather(thing, found)
