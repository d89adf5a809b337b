"""Folios in running text: slots of fixed width, filled after layout, before writing.

Letting the layout engine resolve them costs up to eight layouts of the whole text. The
slots are ``<span class="page-slot" data-target="id">000</span>``, wide enough by CSS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.text.line_break import split_first_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLOT, IN_TEXT = "page-slot", "in-text"
TOLERANCE = 0.5  # CSS pixels by which a folio may be wider than its slot
LOOSE = 0.3  # em by which one in running text may be narrower: less than a figure


class OverfullError(Exception):
    """A folio is wider than its slot, or leaves a gap in running text."""


def slot_boxes(box: Any, room: float = 0.0) -> Iterator[tuple[str, Any, float]]:
    """Give the target's id, the text box and the slot's width, for each slot of a page."""
    for child in box.children:
        inner = getattr(child, "_box", child)  # what stands for an absolute box
        slot = _is_slot(inner.element)
        if slot and hasattr(inner, "text"):
            yield inner.element.get("data-target") or "", inner, max(room, inner.width)
        elif inner.children:
            yield from slot_boxes(inner, inner.width if slot else 0.0)


def set_values(root: Any, values: Mapping[str, str]) -> None:
    """Write folios into the slots of an element tree, before it is laid out."""
    for element in root.iter("span"):
        if _is_slot(element):
            element.text = values.get(element.get("data-target"), element.text)


def fill(pages: Any, values: Mapping[str, str]) -> None:
    """Write folios into the slots of laid-out pages. Raises OverfullError.

    Uses attributes of text boxes that WeasyPrint does not document; ``usable`` tells
    whether they are there.
    """
    for page in pages:
        for target, box, room in slot_boxes(page._page_box):  # noqa: SLF001
            _fill(box, room, values[target])


def usable(page: Any) -> bool:
    """Tell whether the slots of a laid-out page can be filled."""
    names = ("text", "pango_layout", "position_x", "width", "style")
    slots = slot_boxes(page._page_box)  # noqa: SLF001
    return all(hasattr(box, name) for _, box, _ in slots for name in names)


def _is_slot(element: Any) -> bool:
    return element is not None and SLOT in (element.get("class") or "").split()


def _is_in_text(element: Any) -> bool:
    return IN_TEXT in (element.get("class") or "").split()


def _fill(box: Any, room: float, value: str) -> None:
    layout, _, _, width, _, _ = split_first_line(value, box.style, None, None, 0)
    loose = _is_in_text(box.element) and room - width > LOOSE * box.style["font_size"]
    if width > room + TOLERANCE or loose:
        raise OverfullError(value)
    align = box.style["text_align_all"]
    right_to_left = box.style["direction"] == "rtl"
    if align == "center":
        box.position_x += (box.width - width) / 2
    elif align == "right" or (align == "end") != right_to_left:
        box.position_x += box.width - width
    box.text, box.pango_layout, box.width = value, layout, width
