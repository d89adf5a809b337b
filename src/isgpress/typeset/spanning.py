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
ARTICLE = "isg-article"  # class of the body of a piece whose text flows
MOVABLE = ("figure", "aside", "table")
_DEPTH = re.compile(r"(\d+(?:\.\d+)?)(rlh|mm)")


@dataclass(frozen=True, slots=True)
class Span:
    """A block that has a frame of its own.

    ``kind`` is head, opening, float, jump-to or jump-head; ``units`` its width in units of
    the grid, 0 for all; ``part`` the area on which it stands, where that is known.
    """

    key: str
    kind: str
    units: int = 0
    part: int = 0
    place: str = "head"


def spans(root: Any, column_units: int) -> list[Span]:
    """Give what spans columns in a piece, in the order in which it is stacked."""
    found = [span for span, _ in _elements(root, column_units, ())]
    above = [s for s in found if s.place == "above"]
    return above + [s for s in found if s.place != "above"]


def movable(root: Any, column_units: int) -> dict[Any, str]:
    """Give the blocks in the text, one column wide, that may stand in another place.

    By element, the key that takes each out of the text: see ``arrange``.
    """
    return {
        block: f"float-{number}"
        for number, block in enumerate(_text(root))
        if block.tag in MOVABLE and _units(block) <= column_units
    }


def arrange(root: Any, keys: Sequence[str], column_units: int, *, text: bool = True) -> None:
    """Put the blocks named by ``keys`` before the text, each to a page of its own.

    Others that span columns are taken out, and leave their mark. Without ``text`` nothing
    else stays.
    """
    body = root.find("body")
    parents = {child: parent for parent in root.iter() for child in parent}
    elements = {span.key: e for span, e in _elements(root, column_units, keys)}
    for key, element in elements.items():
        _take_out(element, parents[element], f"{MARK}{key}")
    for holder in [e for e in body if "jumps" in classes(e)]:
        body.remove(holder)
    if not text:
        for child in list(body):
            body.remove(child)
        body.text = None
    body.set("class", " ".join([*sorted(classes(body)), ARTICLE]))
    for number, key in enumerate(keys):
        element = elements[key]
        element.set(HOME, f"{MARK}{key}")
        if not _units(element):
            element.set("data-units", str(column_units))
        # Style sheets still find it where it was: in the text.
        inside = " text" if key.startswith("float-") else ""
        frame = Element("div", {"class": OWN + inside})
        frame.append(element)
        body.insert(number, frame)


def framed(root: Any) -> dict[str, Any]:
    """Give the elements that have frames of their own, by their keys."""
    found = [e for frame in root.find("body") for e in frame if e.get(HOME)]
    return {e.get(HOME).removeprefix(MARK): e for e in found}


def text_of(root: Any) -> Any:
    """Give the element whose children are the text; None where there is none."""
    named = (e for e in root.find("body") if "text" in classes(e))
    return next((e for e in named if OWN not in classes(e)), None)


def bring_home(root: Any, key: str, box_element: Any) -> None:
    """Give a block that has no place in the source (a jump line) one, for its tag.

    It is behind the child of the text in which ``box_element`` stands.
    """
    text = text_of(root)
    parents = {child: parent for parent in root.iter() for child in parent}
    while box_element is not None and parents.get(box_element) is not text:
        box_element = parents.get(box_element)
    if text is not None and box_element is not None:
        mark = Element("div", {"id": f"{MARK}{key}", "class": "isg-home"})
        text.insert(list(text).index(box_element) + 1, mark)


def homes(document: Any) -> dict[str, int]:
    """Give the page (from 0) of the mark of each block that was taken out, by its key."""
    return {
        name.removeprefix(MARK): number
        for number, page in enumerate(document.pages)
        for name in page.anchors
        if name.startswith(MARK)
    }


def can_deepen(box: Any, lines: int, line: float, share: float) -> bool:
    """Tell whether a picture's box may be ``lines`` of ``line`` mm deeper.

    It must be no more than a ``share`` of its depth, and that be written in lines (rlh)
    or mm. A drawing, which is never cropped, would be narrower than its columns in a box
    less deep, and leave a hole in one that is more than a line deeper.
    """
    found = _DEPTH.fullmatch(_styles(box).get("height", ""))
    if found is None or (lines not in {0, 1} and not _is_cropped(box)):
        return False
    return abs(lines * (1 if found[2] == "rlh" else line)) <= float(found[1]) * share


def deepen(box: Any, lines: int, line: float) -> None:
    """Make a picture's box, and the picture in it, deeper by ``lines`` of ``line`` mm.

    The picture fills the box and loses, or wins, a strip at its edges.
    """
    for element in (box, *box.iter("img")):
        styles = _styles(element)
        if found := _DEPTH.fullmatch(styles.get("height", "")):
            more = lines if found[2] == "rlh" else lines * line
            styles["height"] = f"{float(found[1]) + more:.3f}{found[2]}"
            element.set("style", _text_of(styles))


def _is_cropped(box: Any) -> bool:
    return all("photograph" in classes(image) for image in box.iter("img"))


def push_down(element: Any, margin: float) -> None:
    """Give an element a margin of so many px above it."""
    element.set("style", _text_of({**_styles(element), "margin-top": f"{margin:.3f}px"}))


def classes(element: Any) -> set[str]:
    """Give the classes of an element."""
    return set((element.get("class") or "").split())


def _elements(
    root: Any, column_units: int, lifted: Sequence[str]
) -> Iterator[tuple[Span, Any]]:
    openings = 0
    for child in root.find("body"):
        if not isinstance(child.tag, str):
            continue
        named = classes(child)
        if "head" in named:
            yield Span("head", "head", _units(child), place=_place(child)), child
        elif "float" in named:
            openings += 1
            key = f"opening-{openings}"
            yield Span(key, "opening", _units(child), place=_place(child)), child
        elif "jumps" in named:
            for jump in child:
                part = int(jump.get("data-part") or 0)
                kind = "jump-to" if "jump-to" in classes(jump) else "jump-head"
                yield Span(f"{kind}-{part}", kind, 0, part), jump
    for number, block in enumerate(_text(root)):
        key = f"float-{number}"
        if _units(block) > column_units or key in lifted:
            units = _units(block) or column_units
            yield Span(key, "float", units, place=_place(block)), block


def _text(root: Any) -> list[Any]:
    """Give the blocks of the text."""
    text = text_of(root)
    return [] if text is None else [block for block in text if isinstance(block.tag, str)]


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


def _text_of(styles: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in styles.items())
