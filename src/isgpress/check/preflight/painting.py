"""Follows a page's content as a machine paints it: where, how large, in which inks.

Operators and the state of graphics are those of ISO 32000-1, 8.4 and 9.3. Layers that are
off are left out, since they do not print.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Stream

from isgpress.check.preflight import colours
from isgpress.check.preflight.facts import (
    Box,
    Inks,
    Painted,
    Picture,
    Point,
    Rule,
    Type,
    is_in,
    middle,
)
from isgpress.check.preflight.matrices import (
    SAME,
    Matrix,
    around,
    has_area,
    matrix,
    moved,
    overlap,
    scale,
    times,
)
from isgpress.check.preflight.pixels import Pixels

THICK = 3.0  # pt: what is wider is no line
ALIKE = 0.005  # colours of type that differ by less are one
FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES = {"S", "s", "B", "B*", "b", "b*"}
ENDS = FILLS | STROKES | {"n"}
SHOWS = {"Tj", "TJ", "'", '"'}
INVISIBLE = {3, 7}  # modes of text
DEEPEST = 12  # forms in forms
_DEVICES = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


@dataclass
class _State:
    """What ``q`` keeps and ``Q`` brings back."""

    at: Matrix = SAME
    fill_space: Any = "DeviceGray"
    stroke_space: Any = "DeviceGray"
    fill: Inks | None = colours.BLACK
    stroke: Inks | None = colours.BLACK
    width: float = 1.0
    size: float = 0.0
    mode: int = 0
    over: bool = False


class Painter:
    """Paints pages, and remembers."""

    def __init__(self, off: Iterable[tuple[int, int]], pixels: Pixels) -> None:
        """Take the object numbers of layers that are off, and what reads pictures."""
        self._off, self._pixels = frozenset(off), pixels

    def paint(self, page: pikepdf.Page, printed: Box) -> Painted:
        """Give what is on a page, inside its bleed."""
        run = _Run(self._off, self._pixels, printed)
        if "/Group" in page.obj:
            run.found.seen_through["a group of transparency"] = None
        run.follow(page, page.obj.get("/Resources", {}), SAME, 0)
        return run.found


class _Run:
    """The painting of one page."""

    def __init__(self, off: frozenset[tuple[int, int]], pixels: Pixels, printed: Box) -> None:
        self.off, self.pixels, self.printed = off, pixels, printed
        self.found = Painted()
        self.state = _State()
        self.stack: list[_State] = []
        self.path: list[Box] = []
        self.points: list[Point] = []
        self.text, self.line = SAME, SAME
        self.leading = 0.0
        self.hidden: list[bool] = []
        self.resources: Any = {}
        self.named: dict[str, Mapping[str, Any]] = {}
        self.depth = 0

    def follow(self, holder: Any, resources: Any, at: Matrix, depth: int) -> None:
        """Paint a page, a form or a pattern."""
        kept = self.state, self.stack, self.resources, self.named, self.depth
        self.state, self.stack = copy(self.state), []
        self.state.at, self.resources, self.named, self.depth = at, resources, {}, depth
        for instruction in pikepdf.parse_content_stream(holder):
            name = str(instruction.operator)
            if name == "INLINE IMAGE":
                self.inline(instruction)
            elif not any(self.hidden) or name in {"BDC", "BMC", "EMC", "q", "Q", "cm"}:
                self.do(name, list(instruction.operands))
        self.state, self.stack, self.resources, self.named, self.depth = kept

    def do(self, name: str, values: Sequence[Any]) -> None:
        if name in SHOWS:
            self.show(name)
        elif name in ENDS:
            self.end_path(name)
        elif action := _ACTIONS.get(name):
            action(self, values)
        elif name.lower() in _DEVICES:
            self.colour(_DEVICES[name.lower()], values, fills=name.islower())
        elif name in {"sc", "scn", "SC", "SCN"}:
            fills = name.islower()
            space = self.state.fill_space if fills else self.state.stroke_space
            self.colour(space, values, fills=fills)

    # state

    def push(self, _values: Sequence[Any]) -> None:
        self.stack.append(copy(self.state))

    def pop(self, _values: Sequence[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def move(self, values: Sequence[Any]) -> None:
        self.state.at = times(matrix(values), self.state.at)

    def width(self, values: Sequence[Any]) -> None:
        self.state.width = float(values[0])

    def graphics(self, values: Sequence[Any]) -> None:
        given = self.resource("/ExtGState", values[0])
        if given is None:
            return
        self.state.width = float(given.get("/LW", self.state.width))
        self.state.over = bool(given.get("/op", given.get("/OP", self.state.over)))
        for what in colours.seen_through(given):
            self.found.seen_through[what] = None

    def resource(self, kind: str, name: Any) -> Any:
        if kind not in self.named:
            self.named[kind] = dict(self.resources.get(kind, {}))
        return self.named[kind].get(str(name))

    def begin(self, values: Sequence[Any]) -> None:
        hidden = False
        if len(values) > 1 and str(values[0]) == "/OC":
            layer = self.resource("/Properties", values[1])
            hidden = layer is not None and layer.objgen in self.off
        self.hidden.append(hidden)

    def close(self, _values: Sequence[Any]) -> None:
        if self.hidden:
            self.hidden.pop()

    # colours

    def space(self, values: Sequence[Any], *, fills: bool) -> None:
        space = self.resource("/ColorSpace", values[0]) or values[0]
        if fills:
            self.state.fill_space = space
        else:
            self.state.stroke_space = space
        if colours.family(space) != "Pattern":
            self.colour(space, colours.start_of(space), fills=fills)

    def colour(self, space: Any, values: Sequence[Any], *, fills: bool) -> None:
        if fills:
            self.state.fill_space = space
        else:
            self.state.stroke_space = space
        if values and isinstance(values[-1], pikepdf.Name):
            self.pattern(values[-1])
            inks = None
        else:
            inks = colours.inks_of(space, [float(v) for v in values])
        if fills:
            self.state.fill = inks
        else:
            self.state.stroke = inks

    def pattern(self, name: Any) -> None:
        given = self.resource("/Pattern", name)
        if isinstance(given, Stream) and self.depth < DEEPEST:
            at = times(matrix(given.get("/Matrix", SAME)), self.state.at)
            self.follow(given, given.get("/Resources", self.resources), at, self.depth + 1)
        elif given is not None and "/Shading" in given:
            self.shading(given.Shading)

    def shading(self, shading: Any) -> None:
        space = shading.get("/ColorSpace", "DeviceCMYK")
        self.use(space, middle(self.printed))
        if colours.family(space) not in {"DeviceGray", "CalGray", "ICC1"}:
            self.found.coloured.append(middle(self.printed))

    def shade(self, values: Sequence[Any]) -> None:
        self.found.marks += 1
        if (given := self.resource("/Shading", values[0])) is not None:
            self.shading(given)

    def use(self, space: Any, at: Point) -> None:
        """Note that a colour was painted with."""
        kind = colours.family(space)
        if kind in colours.SCREEN:
            self.found.screen.setdefault(kind, at)

    def paint(self, at: Point, *, fills: bool) -> bool:
        """Note a mark; tell whether it is on what will be printed, and has ink."""
        self.found.marks += 1
        if not is_in(at, self.printed):
            return False
        state = self.state
        space, inks = (
            (state.fill_space, state.fill) if fills else (state.stroke_space, state.stroke)
        )
        self.use(space, at)
        if inks is not None and colours.is_coloured(inks):
            self.found.coloured.append(at)
        return inks is None or any(inks)

    # paths

    def point(self, values: Sequence[Any]) -> None:
        numbers = [float(v) for v in values]
        pairs = zip(numbers[::2], numbers[1::2], strict=False)
        self.points += [moved(pair, self.state.at) for pair in pairs]

    def begin_path(self, values: Sequence[Any]) -> None:
        self.shape()
        self.point(values)

    def rectangle(self, values: Sequence[Any]) -> None:
        self.shape()
        x, y, width, height = (float(v) for v in values)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.points = [moved(corner, self.state.at) for corner in corners]
        self.shape()

    def shape(self) -> None:
        """Keep the box of what was drawn since the last beginning."""
        if len(self.points) > 1:
            self.path.append(around(self.points))
        self.points = []

    def end_path(self, name: str) -> None:
        self.shape()
        # borders are drawn as a box less the box inside, which may have no width at all
        shapes = [box for box in self.path if len(self.path) == 1 or has_area(box)]
        self.path = []
        stroke = self.state.width * scale(self.state.at) if name in STROKES else 0.0
        for box in shapes:
            at = middle(box)
            if name in FILLS and self.paint(at, fills=True):
                self.thin(at, min(box[2] - box[0], box[3] - box[1]) + stroke)
            if name in STROKES and self.paint(at, fills=False):
                self.thin(at, stroke)

    def thin(self, at: Point, width: float) -> None:
        if width < THICK:
            self.found.rules.append(Rule(at, width))

    # letters

    def begin_text(self, _values: Sequence[Any]) -> None:
        self.text = self.line = SAME

    def font(self, values: Sequence[Any]) -> None:
        self.state.size = float(values[1])

    def mode(self, values: Sequence[Any]) -> None:
        self.state.mode = int(values[0])

    def set_leading(self, values: Sequence[Any]) -> None:
        self.leading = float(values[0])

    def place(self, values: Sequence[Any]) -> None:
        self.text = self.line = matrix(values)

    def next(self, values: Sequence[Any]) -> None:
        step: Matrix = (1.0, 0.0, 0.0, 1.0, float(values[0]), float(values[1]))
        self.text = self.line = times(step, self.line)

    def next_leading(self, values: Sequence[Any]) -> None:
        self.leading = -float(values[1])
        self.next(values)

    def next_line(self, _values: Sequence[Any] = ()) -> None:
        self.next((0.0, -self.leading))

    def show(self, name: str) -> None:
        if name in {"'", '"'}:
            self.next_line()
        if self.state.mode in INVISIBLE:
            return
        whole = times(self.text, self.state.at)
        at = whole[4], whole[5]
        if not self.paint(at, fills=True) or self.state.fill is None:
            return
        size = self.state.size * math.hypot(whole[2], whole[3])
        key = (*(round(v / ALIKE) for v in self.state.fill), round(size, 1), self.state.over)
        self.found.types.setdefault(key, Type(at, size, self.state.fill, self.state.over))

    # pictures and forms

    def draw(self, values: Sequence[Any]) -> None:
        thing = self.resource("/XObject", values[0])
        if not isinstance(thing, Stream):
            return
        if "/OC" in thing and thing.OC.objgen in self.off:
            return
        if thing.get("/Subtype") == "/Image":
            self.picture(thing)
        elif self.depth < DEEPEST:
            if dict(thing.get("/Group", {})).get("/S") == "/Transparency":
                self.found.seen_through["a group of transparency"] = None
            at = times(matrix(thing.get("/Matrix", SAME)), self.state.at)
            own = thing.get("/Resources", self.resources)
            self.follow(thing, own, at, self.depth + 1)

    def picture(self, thing: Stream) -> None:
        self.found.marks += 1
        if "/SMask" in thing:
            self.found.seen_through["a picture that is seen through"] = None
        mask = bool(thing.get("/ImageMask", False))
        space: Any = "DeviceGray" if mask else thing.get("/ColorSpace", "DeviceGray")
        tones = 1 if mask else int(thing.get("/BitsPerComponent", 8))
        pixels = int(thing.Width), int(thing.Height)
        self.add(space, pixels, tones, *self.pixels.of(thing))

    def inline(self, instruction: Any) -> None:
        self.found.marks += 1
        image = instruction.iimage
        tones = 1 if image.image_mask else int(image.bits_per_component)
        space = f"{image.colorspace}".lstrip("/") or "DeviceGray"
        self.add(space, (image.width, image.height), tones, b"", coloured=False)

    def add(
        self,
        space: Any,
        pixels: tuple[int, int],
        tones: int,
        small: bytes,
        coloured: bool,  # noqa: FBT001
    ) -> None:
        at = self.state.at
        corners = [moved(p, at) for p in ((0, 0), (1, 0), (0, 1), (1, 1))]
        box = around(corners)
        if not overlap(box, self.printed):
            return
        sides = math.hypot(at[0], at[1]), math.hypot(at[2], at[3])
        dpi = min(n * 72 / max(s, 0.01) for n, s in zip(pixels, sides, strict=True))
        kind = colours.family(space)
        self.use(space, middle(box))
        if coloured:
            self.found.coloured.append(middle(box))
        self.found.pictures.append(
            Picture(box, *pixels, dpi, kind, tones, coloured=coloured, small=small)
        )


_ACTIONS: Mapping[str, Callable[[_Run, Sequence[Any]], None]] = {
    "q": _Run.push,
    "Q": _Run.pop,
    "cm": _Run.move,
    "w": _Run.width,
    "gs": _Run.graphics,
    "BDC": _Run.begin,
    "BMC": _Run.begin,
    "EMC": _Run.close,
    "cs": lambda run, values: run.space(values, fills=True),
    "CS": lambda run, values: run.space(values, fills=False),
    "sh": _Run.shade,
    "m": _Run.begin_path,
    "l": _Run.point,
    "c": _Run.point,
    "v": _Run.point,
    "y": _Run.point,
    "re": _Run.rectangle,
    "BT": _Run.begin_text,
    "Tf": _Run.font,
    "Tr": _Run.mode,
    "TL": _Run.set_leading,
    "Tm": _Run.place,
    "Td": _Run.next,
    "TD": _Run.next_leading,
    "T*": _Run.next_line,
    "Do": _Run.draw,
}
