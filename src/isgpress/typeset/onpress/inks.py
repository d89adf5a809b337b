"""Colours of text and drawings as inks: RGB becomes CMYK, black type prints over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from isgpress.render import inks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isgpress.typeset.onpress.plates import Things

OVER, OUT = Name("/IsgOver"), Name("/IsgOut")
INKS, RGB, GREY = 4, 3, 1  # numbers of colour values
BLACK = (0.0, 0.0, 0.0, 1.0)
SETS = {"sc", "scn", "SC", "SCN"}
DIRECT = {"rg": "k", "RG": "K", "g": "k", "G": "K", "k": "k", "K": "K"}


def in_inks(pdf: pikepdf.Pdf, limit: float = 4.0, *, black: Things = frozenset()) -> None:
    """Put CMYK in place of all RGB and grey in pages and forms; in ``black`` ones, black.

    No colour that is turned has more than ``limit`` of all inks together (4: 400 %).
    Type in black alone overprints, so that no white shows where a plate is off; everything
    else knocks out (ISO 32000-1, 8.6.7).
    """
    for holder in _holders(pdf):
        states = _states(holder)
        states[OVER] = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
        states[OUT] = Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)
        mono = _owner(holder).objgen in black
        told = pikepdf.unparse_content_stream(list(_mapped(holder, limit, mono=mono)))
        if isinstance(holder, pikepdf.Page):
            holder.obj.Contents = pdf.make_stream(told)
        else:
            holder.write(told)


def _holders(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Give pages and the forms that they draw."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form:
            yield thing


def _owner(holder: Any) -> Any:
    return holder.obj if isinstance(holder, pikepdf.Page) else holder


def _states(holder: Any) -> Any:
    owner = _owner(holder)
    if "/Resources" not in owner:
        owner.Resources = Dictionary()
    # WeasyPrint's pages share one dictionary of states
    if "/ExtGState" not in owner.Resources:
        owner.Resources.ExtGState = Dictionary()
    return owner.Resources.ExtGState


def _mapped(holder: Any, limit: float, *, mono: bool) -> Iterator[tuple[Any, Operator]]:
    """Give the operations of a stream, its colours in inks; type in black alone overprints."""
    spaces = {"cs": "", "CS": ""}
    over = _Over()
    for instruction in pikepdf.parse_content_stream(holder):
        operands: Any = instruction.operands
        operator = instruction.operator
        name = str(operator)
        if name in spaces:
            spaces[name] = str(operands[0])
            if spaces[name] not in {"/DeviceRGB", "/DeviceGray", "/DeviceCMYK"}:
                yield operands, operator
                yield from over.coloured(name, ())
            continue
        setter = DIRECT.get(name)
        if name in SETS and spaces["cs" if name.islower() else "CS"].startswith("/Device"):
            setter = "k" if name.islower() else "K"
        if setter is None:
            yield operands, operator
            yield from over.after(name)
            continue
        colour = plates([float(v) for v in operands], limit, mono=mono)
        yield [round(v, 4) for v in colour], Operator(setter)
        yield from over.coloured(setter, colour)


class _Over:
    """Knows whether type is being set, and in which colour it is filled.

    Drawings knock out, so that black on a colour is no more ink than the limit has.
    """

    def __init__(self) -> None:
        self._fill: tuple[float, ...] = ()
        self._kept: list[tuple[float, ...]] = []
        self._in_text = False

    def coloured(
        self, setter: str, colour: tuple[float, ...]
    ) -> Iterator[tuple[Any, Operator]]:
        """Tell of a colour that was set; give the state that it asks for."""
        if setter.islower():
            self._fill = colour
            if self._in_text:
                yield [OVER if colour == BLACK else OUT], Operator("gs")

    def after(self, name: str) -> Iterator[tuple[Any, Operator]]:
        """Tell of another operation; give the state that it asks for."""
        if name == "q":
            self._kept.append(self._fill)
        elif name == "Q" and self._kept:
            self._fill = self._kept.pop()
        elif name in {"BT", "ET"}:
            self._in_text = name == "BT"
            if self._fill == BLACK:
                yield [OVER if self._in_text else OUT], Operator("gs")


def plates(values: Sequence[float], limit: float, *, mono: bool) -> tuple[float, ...]:
    """Give the four inks of a colour in CMYK, RGB or grey, 0 to 1; ``mono``: black alone."""
    if mono:
        return _black(values)
    if len(values) not in {GREY, RGB}:
        return tuple(values)
    red, green, blue = values if len(values) == RGB else [*values] * 3
    *colours, black = inks.inks(red, green, blue)
    share = min(1.0, (limit - black) / max(sum(colours), 0.001))
    return (*(c * share for c in colours), black)


def _black(values: Sequence[float]) -> tuple[float, ...]:
    """Give a colour as a tint of black: by its lightness, dark ones solid."""
    if len(values) == INKS:
        tint = min(1.0, values[3] + 0.3 * values[0] + 0.59 * values[1] + 0.11 * values[2])
    else:
        red, green, blue = values if len(values) == RGB else [*values] * 3
        tint = 1 - (0.299 * red + 0.587 * green + 0.114 * blue)
    return (0.0, 0.0, 0.0, 1.0 if tint > inks.SOLID else tint)


def separation(name: str, colour: Sequence[float]) -> Array:
    """Give a colour space of one ink by its name, with the inks that stand for it.

    ``All`` is on every plate (ISO 32000-1, 8.6.6.4).
    """
    tint = Dictionary(
        FunctionType=2,
        Domain=Array([0, 1]),
        C0=Array([0, 0, 0, 0]),
        C1=Array(list(colour)),
        N=1,
    )
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint])
