"""What spans the columns of a piece, in its HTML: found, taken out, put into frames.

Each such block gets a frame of its own. Where it stood in the text an empty mark stays,
which tells the page of its mention, and the place of its tag in the reading order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OWN = "isg-frame"  # class of what has a frame of its own
HOME = "data-home"  # on what was taken out: the id of the mark in its place
MARK = "isg-home-"
_DEPTH = re.compile(r"(\d+(?:\.\d+)?)(rlh|mm)")


@dataclass(frozen=True, slots=True)
class Span:
    """A block that spans columns.

    ``kind`` is head, opening, float, jump-to or jump-head; ``units`` its width in units of
    the grid, 0 for all; ``part`` the area on which it stands, where that is known;
    ``gap`` the lines between it and the text.
    """

    key: str
    kind: str
    units: int = 0
    part: int = 0
    place: str = "head"
    gap: int = 1


def spans(root: Any, column_units: int) -> list[Span]:
    """Give what spans columns in a piece, in the order in which it is stacked."""
    found = [span for span, _ in _elements(root, column_units)]
    above = [s for s in found if s.place == "above"]
    return above + [s for s in found if s.place != "above"]


def arrange(root: Any, keys: Sequence[str], column_units: int, *, text: bool = True) -> None:
    """Put the blocks named by ``keys`` before the text, each to a page of its own.

    Others that span columns are taken out, and leave their mark. Without ``text`` nothing
    else stays.
    """
    body = root.find("body")
    parents = {child: parent for parent in root.iter() for child in parent}
    elements = {span.key: e for span, e in _elements(root, column_units)}
    for key, element in elements.items():
        _take_out(element, parents[element], f"{MARK}{key}")
    for holder in [e for e in body if "jumps" in classes(e)]:
        body.remove(holder)
    if not text:
        for child in list(body):
            body.remove(child)
        body.text = None
    for number, key in enumerate(keys):
        element = elements[key]
        element.set("class", " ".join([*sorted(classes(element)), OWN]))
        element.set(HOME, f"{MARK}{key}")
        body.insert(number, element)


def homes(document: Any) -> dict[str, int]:
    """Give the page (from 0) of the mark of each block that was taken out, by its key."""
    return {
        name.removeprefix(MARK): number
        for number, page in enumerate(document.pages)
        for name in page.anchors
        if name.startswith(MARK)
    }


def deepen(box: Any, lines: int, line: float, share: float) -> None:
    """Make a picture's box deeper by ``lines`` of ``line`` mm, within a ``share`` of it.

    The picture fills the box and loses, or wins, a strip at its edges. Depths that are
    not written as lines (rlh) or mm stay.
    """
    images = list(box.iter("img"))
    for element in (box, *images):
        styles = _styles(element)
        found = _DEPTH.fullmatch(styles.get("height", ""))
        if found is None:
            return
        old = float(found[1])
        more = lines if found[2] == "rlh" else lines * line
        if abs(more) > old * share:
            return
        styles["height"] = f"{old + more:.3f}{found[2]}"
        if element in images:
            styles["object-fit"] = "cover"
        element.set("style", _text(styles))


def classes(element: Any) -> set[str]:
    """Give the classes of an element."""
    return set((element.get("class") or "").split())


def _elements(root: Any, column_units: int) -> Iterator[tuple[Span, Any]]:
    body = root.find("body")
    counts = {"opening": 0, "float": 0}
    for child in body:
        if not isinstance(child.tag, str):
            continue
        named = classes(child)
        if "head" in named:
            yield Span("head", "head", _units(child), place=_place(child)), child
        elif "float" in named:
            counts["opening"] += 1
            key = f"opening-{counts['opening']}"
            yield Span(key, "opening", _units(child), place=_place(child)), child
        elif "jumps" in named:
            for jump in child:
                part = int(jump.get("data-part") or 0)
                kind = "jump-to" if "jump-to" in classes(jump) else "jump-head"
                yield Span(f"{kind}-{part}", kind, 0, part), jump
        elif "text" in named:
            for block in child:
                if isinstance(block.tag, str) and _units(block) > column_units:
                    counts["float"] += 1
                    key = f"float-{counts['float']}"
                    yield Span(key, "float", _units(block), place=_place(block)), block


def _units(element: Any) -> int:
    units = element.get("data-units") or ""
    return int(units) if units.isdigit() else 0


def _place(element: Any) -> str:
    return element.get("data-place") or "head"


def _take_out(element: Any, parent: Any, name: str) -> None:
    at = list(parent).index(element)
    parent.remove(element)
    mark = Element("div", {"id": name, "class": "isg-home"})
    mark.tail, element.tail = element.tail, None
    parent.insert(at, mark)


def _styles(element: Any) -> dict[str, str]:
    pairs = (p.partition(":") for p in (element.get("style") or "").split(";") if p.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _text(styles: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in styles.items())
