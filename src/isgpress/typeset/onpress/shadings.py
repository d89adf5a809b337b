"""Gradients as inks, and groups of transparency that mix inks and not colours of screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from isgpress.typeset.onpress import inks

if TYPE_CHECKING:
    from isgpress.typeset.onpress.plates import Things

EVEN, JOINED = 2, 3  # types of functions (ISO 32000-1, 7.10.3 and 7.10.4)


def in_inks(pdf: pikepdf.Pdf, limit: float = 4.0, *, black: Things = frozenset()) -> None:
    """Put CMYK in place of RGB in gradients; in ``black`` ones, tints of black.

    Groups mix in CMYK, those of luminosity in grey (ISO 15930-7, 6.3 and 6.19).
    """
    masks = set()
    for thing in pdf.objects:
        if _is_gradient(thing) and thing.ColorSpace == Name.DeviceRGB:
            _turn(thing.Function, limit, mono=thing.objgen in black)
            thing.ColorSpace = Name.DeviceCMYK
        masks |= _masks_of(thing)
    for thing in pdf.objects:
        if isinstance(thing, Stream) and dict(thing.get("/Group", {})).get("/CS"):
            of_mask = thing.objgen in masks
            thing.Group.CS = Name.DeviceGray if of_mask else Name.DeviceCMYK


def _is_gradient(thing: Any) -> bool:
    return isinstance(thing, Dictionary) and "/ShadingType" in thing and "/Function" in thing


def _masks_of(thing: Any) -> set[tuple[int, int]]:
    """Give the forms whose light makes a mask, of all states in a resource dictionary."""
    owner: Any = (
        thing.get("/Resources", thing) if isinstance(thing, Dictionary | Stream) else {}
    )
    states = [s for s in dict(owner.get("/ExtGState", {})).values() if "/SMask" in s]
    masks = [s.SMask for s in states if isinstance(s.SMask, Dictionary)]
    return {m.G.objgen for m in masks if m.get("/S") == Name.Luminosity}


def _turn(function: Any, limit: float, *, mono: bool) -> None:
    kind = int(function.FunctionType)
    if kind == JOINED:
        for part in function.Functions:
            _turn(part, limit, mono=mono)
    elif kind == EVEN:
        for end in ("/C0", "/C1"):
            values = [float(v) for v in function[end]]
            function[end] = Array([round(v, 4) for v in inks.plates(values, limit, mono=mono)])
