"""Counts lines in frames that are laid out: how deep text and notes are, what stands where.

Reads WeasyPrint's boxes; lengths are in CSS px unless a name says otherwise.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDING = 0.06  # lines by which something may be deeper than whole lines
PX_PER_MM = 96 / 25.4
BEYOND = 1.0  # px by which something may reach beyond a frame
NOTE_AREA = "FootnoteAreaBox"


def used(page: Any, line: float) -> int:
    """Give how many lines of ``line`` mm a frame's text and its notes take."""
    box = page._page_box  # noqa: SLF001
    notes = sum(c.margin_height() for c in box.children if type(c).__name__ == NOTE_AREA)
    return whole(bottom(box), line) + whole(notes, line)


def whole(depth: float, line: float) -> int:
    """Give whole lines of ``line`` mm for a depth in px."""
    return max(math.ceil(depth / PX_PER_MM / line - ROUNDING), 0)


def bottom(box: Any) -> float:
    """Give the lowest edge of what shows in a box, from the head of the page."""
    found = 0.0
    for child in box.children:
        inner = getattr(child, "_box", child)  # what stands for an absolute box
        name = type(inner).__name__
        if hasattr(inner, "at_keyword") or name == NOTE_AREA:
            continue
        if name == "LineBox" or "Replaced" in name:
            found = max(found, inner.position_y + inner.margin_height())
        elif getattr(inner, "children", None):
            found = max(found, bottom(inner))
        if _shows(inner):
            found = max(found, inner.border_box_y() + inner.border_height())
    return found


def count(page: Any) -> int:
    """Count the lines of running text on a page, notes at the foot left out."""
    return len(list(_line_boxes(page._page_box)))  # noqa: SLF001


def is_off(box: Any, line: float) -> bool:
    """Tell whether a block begins between lines of the grid, each ``line`` mm deep."""
    first = next(_line_boxes(box), None)
    if first is None:
        return False
    place: float = (first.position_y / PX_PER_MM / line) % 1
    return bool(ROUNDING < place < 1 - ROUNDING)


def wider(page: Any) -> Any:
    """Give the element of the first table or line that reaches beyond a frame's sides.

    None where all of them stay within.
    """
    box = page._page_box  # noqa: SLF001
    left = box.content_box_x()
    found = _beyond(box, left - BEYOND, left + box.width + BEYOND)
    return None if found is None else found.element


def runs_out(page: Any) -> tuple[Any, bool]:
    """Give the first table or line of text that reaches beyond a page's type area.

    Its element, and whether it reaches beyond the page itself; (None, False) where there
    is none. What is ``wide`` may stand in the margin.
    """
    box = page._page_box  # noqa: SLF001
    left, width = box.content_box_x(), box.width
    cut = _beyond(box, -BEYOND, box.margin_width() + BEYOND)
    if cut is not None:
        return cut.element, True
    found = _beyond(box, left - BEYOND, left + width + BEYOND, within="wide")
    return (None if found is None else found.element), False


def source_line(root: Any, element: Any) -> int:
    """Give the source line of an element, or of what it stands in; 0 for none."""
    parents = {c: p for p in root.iter() for c in p}
    while element is not None:
        line = element.get("data-line") or element.get("data-near") or ""
        if line.isdigit():
            return int(line)
        element = parents.get(element)
    return 0


def blocks(page: Any, parent: Any) -> Iterator[Any]:
    """Give the boxes of a page whose elements are children of ``parent``, in order."""
    yield from _blocks(page._page_box, set(parent))  # noqa: SLF001


def _line_boxes(box: Any) -> Iterator[Any]:
    for child in box.children:
        name = type(child).__name__
        if hasattr(child, "at_keyword") or name == NOTE_AREA:
            continue
        if name == "LineBox":
            yield child
        elif getattr(child, "children", None):
            yield from _line_boxes(child)


def _beyond(box: Any, left: float, right: float, within: str = "") -> Any:
    """Give the first box that leaves the sides; nothing of a class ``within`` is looked at."""
    for child in box.children:
        inner = getattr(child, "_box", child)
        if hasattr(inner, "at_keyword") or (within and within in _classes(inner)):
            continue
        if str(inner.element_tag).endswith("::marker"):  # figures hang before their list
            continue
        name = type(inner).__name__
        if name in {"LineBox", "TableBox"}:
            edges = inner.position_x, inner.position_x + inner.margin_width()
            if edges[0] < left or edges[1] > right:
                return inner
        if getattr(inner, "children", None) and name != "LineBox":
            found = _beyond(inner, left, right, within)
            if found is not None:
                return found
    return None


def _blocks(box: Any, wanted: set[Any]) -> Iterator[Any]:
    for child in box.children:
        inner = getattr(child, "_box", child)
        if hasattr(inner, "at_keyword") or type(inner).__name__ == NOTE_AREA:
            continue
        if inner.element in wanted:
            yield inner
        elif getattr(inner, "children", None):
            yield from _blocks(inner, wanted)


def _shows(box: Any) -> bool:
    """Tell whether a box has a border, a tint or a depth of its own."""
    is_picture = "picture" in _classes(box)
    if box.element_tag in ("html", "body", "div") and not is_picture:
        return False
    edges = box.border_bottom_width, box.padding_bottom
    return is_picture or any(isinstance(e, int | float) and e > 0 for e in edges)


def _classes(box: Any) -> list[str]:
    return ((box.element.get("class") or "") if box.element is not None else "").split()
