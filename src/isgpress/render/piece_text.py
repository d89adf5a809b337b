"""An article's text as its columns want it: pictures in whole lines, what spans columns.

Steps on the tree, like those of ``printed.py``; nothing here reads a theme.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from isgpress.render.xhtml import Element, classes, make, name, of_class

CAPTION_GAP = 2.0  # points between a picture and its caption
FEWEST_LINES = 3  # of a picture
COLUMN_SHARE, WIDE_SHARE = 0.62, 0.58  # of the area's lines, at most for a picture
BITMAPS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
CROPPED = 0.12  # of a photograph's height at most, to fill whole lines
NARROWER = 0.1  # lines by which a drawing's depth may be less than its width wants
SPANNING = ("wide", "half")
ENDS = ("p", "li", "dd", "blockquote", "ul", "ol", "dl", "div", "section")
QUESTIONS = ("?", "\u061f", "\u037e")  # Latin, Arabic, Greek
_LAST_WORD = re.compile(r"(\S+)\s*$")


@dataclass(frozen=True)
class Room:
    """The room of a piece: ``columns`` of a text column's ``width`` (mm) beside each other.

    ``units`` is the width of all of them in units of the grid, ``gutter`` in mm;
    ``lines`` the depth of the area, ``line`` that of a line in mm; ``gap`` is the white,
    in mm, between a line's edge and the head of its capitals, and below its foot.
    """

    units: int
    columns: int
    width: float
    gutter: float
    lines: int
    line: float
    gap: float

    @property
    def column_units(self) -> int:
        """Units of the grid to a column."""
        return max(1, self.units // self.columns)

    def span(self, css: list[str]) -> int:
        """Give how many columns something of these classes spans."""
        if "wide" in css:
            return self.columns
        return math.ceil(self.columns / 2) if "half" in css and self.columns > 1 else 1

    def measure(self, columns: int) -> float:
        """Give the width of that many columns in mm."""
        return columns * self.width + (columns - 1) * self.gutter


def span_columns(wrapper: Element, room: Room) -> None:
    """Mark what is wider than a column with its units, for a frame of its own.

    Only direct children of the text can be lifted out; what else asks to be wide is set
    in its column.
    """
    text = next(iter(of_class(wrapper, "text")), wrapper)
    for element in text:
        if not set(SPANNING) & set(classes(element)):
            continue
        columns = room.span(classes(element))
        if columns > 1:
            element.set("data-units", str(columns * room.column_units))


def end_with(wrapper: Element, end: Element) -> None:
    """Put what the element ``end`` holds behind the text, within it."""
    text = next(iter(of_class(wrapper, "text")), wrapper)
    for element in list(end):
        text.append(element)


def columns_of(element: Element, room: Room) -> int:
    """Give how many columns an element has that ``span_columns`` has marked."""
    return int(element.get("data-units") or room.column_units) // room.column_units


def place_pictures(
    wrapper: Element, room: Room, natural: Callable[[str], tuple[float, float] | None]
) -> None:
    """Give every picture a box as wide as its columns and whole lines deep.

    Its edges are level with the capitals of the first line beside it and the feet of the
    last. A photograph is cropped by what is less than a line; a drawing never: the white of
    less than a line stands below it, so that it is as wide as its columns.
    ``natural`` gives a picture's own size, in any unit.
    """
    for image in [e for e in wrapper.iter() if name(e) == "img"]:
        around = next((a for a in image.iterancestors() if name(a) == "figure"), None)
        if around is None:
            continue
        path = (image.get("src") or "").removeprefix("isg:file/")
        size = natural(path)
        columns = columns_of(around, room)
        is_bitmap = path.lower().endswith(BITMAPS)
        lines = picture_lines(size, room, columns, whole=not is_bitmap)
        box = make("div", "picture", style=f"height:{lines * room.line:.3f}mm")
        box.set("data-lines", str(lines))
        image.addprevious(box)
        box.append(image)
        box.tail, image.tail = image.tail, None
        if is_bitmap and size and _fills(size, room, columns, lines):
            image.set("class", "photograph")


def picture_lines(
    size: tuple[float, float] | None, room: Room, columns: int, *, whole: bool = False
) -> int:
    """Give the depth of a picture that is as wide as its columns, in lines.

    It is to the nearest line, or, where the ``whole`` picture must show, to the next.
    """
    width = room.measure(columns)
    height = width * size[1] / size[0] if size and size[0] else width * 2 / 3
    share = WIDE_SHARE if columns > 1 else COLUMN_SHARE
    exact = (height + 2 * room.gap) / room.line
    lines = math.ceil(exact - NARROWER) if whole else round(exact)
    return max(FEWEST_LINES, min(lines, int(room.lines * share)))


def _fills(size: tuple[float, float], room: Room, columns: int, lines: int) -> bool:
    natural = room.measure(columns) * size[1] / size[0]
    given = lines * room.line - 2 * room.gap
    return abs(given - natural) <= CROPPED * natural + room.line / 2


def deepen_captions(wrapper: Element, room: Room, depth: Callable[[str, float], int]) -> None:
    """Give captions a depth of whole lines.

    ``depth`` tells the lines of the grid that words fill in a width of so many mm.
    """
    for caption in [e for e in wrapper.iter() if name(e) == "figcaption"]:
        words = " ".join("".join(caption.itertext()).split())
        if words:
            width = room.measure(columns_of(caption.getparent(), room))
            caption.set("style", f"min-height:{depth(words, width)}rlh")


def mark_questions(wrapper: Element) -> None:
    """Give the questions of an interview a class of their own.

    They are what the first speaker of a talk says, where it ends with a question mark.
    """
    for talk in of_class(wrapper, "dialogue"):
        speakers = [_speaker(p) for p in talk]
        first = next((s for s in speakers if s), "")
        for paragraph, speaker in zip(talk, speakers, strict=True):
            words = "".join(paragraph.itertext()).rstrip(' ”’"»)\u00a0')
            if first and speaker == first and words.endswith(QUESTIONS):
                paragraph.set("class", " ".join([*classes(paragraph), "question"]))


def _speaker(paragraph: Element) -> str:
    found = next(iter(of_class(paragraph, "speaker")), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def end_mark(wrapper: Element) -> None:
    """Put the mark that ends an article after its last word.

    It keeps to that word; where the text ends with a picture, a table or a box, there is
    none.
    """
    text = next(iter(of_class(wrapper, "text")), wrapper)
    last = text[-1] if len(text) else None
    while last is not None and name(last) != "p":
        inside = [e for e in last if name(e)]
        last = inside[-1] if inside and name(last) in ENDS else None
    if last is None or "attribution" in classes(last):
        return
    children = list(last)
    owner, part = (children[-1], "tail") if children else (last, "text")
    words = getattr(owner, part) or ""
    mark = make("span", "end-mark")
    found = _LAST_WORD.search(words)
    if found is None:
        last.append(mark)
        return
    setattr(owner, part, words[: found.start()])
    kept = make("span", "last-word", found[1])
    kept.append(mark)
    last.append(kept)
