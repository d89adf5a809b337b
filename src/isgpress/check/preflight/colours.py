"""Colours of a PDF as inks (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array

from isgpress.check.preflight.facts import Inks

SCREEN = {"DeviceRGB", "CalRGB", "ICC3", "Lab"}
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
NO_INK: Inks = (0.0, 0.0, 0.0, 0.0)
_FOUR, _THREE = 4, 3


def family(space: Any) -> str:
    """Give the family of a colour space: ``DeviceCMYK``, ``ICC3``, ``Separation``."""
    if not isinstance(space, Array):
        return str(space).lstrip("/")
    head = str(space[0]).lstrip("/")
    if head == "ICCBased":
        return f"ICC{int(space[1].N)}"
    if head in {"Indexed", "Pattern"} and len(space) > 1:
        return family(space[1])
    return head


def inks_of(space: Any, values: Sequence[float]) -> Inks | None:
    """Give a colour as inks; None where it is one of screens, or of a pattern."""
    kind = family(space)
    if kind in {"DeviceCMYK", "ICC4"} and len(values) == _FOUR:
        return values[0], values[1], values[2], values[3]
    if kind in {"DeviceGray", "CalGray", "ICC1"} and values:
        return 0.0, 0.0, 0.0, 1 - values[0]
    if kind in {"Separation", "DeviceN"} and isinstance(space, Array):
        return _of_names(space, values)
    return None


def _of_names(space: Array, values: Sequence[float]) -> Inks:
    """Give a spot colour as the inks that stand for it; registration is all of them."""
    names = [str(n) for n in space[1]] if isinstance(space[1], Array) else [str(space[1])]
    if names == ["/All"]:
        return values[0], values[0], values[0], values[0]
    plates = ("/Cyan", "/Magenta", "/Yellow", "/Black")
    if set(names) <= set(plates):
        found = dict(zip(names, values, strict=False))
        cyan, magenta, yellow, black = (float(found.get(p, 0.0)) for p in plates)
        return cyan, magenta, yellow, black
    tint: Any = space[3]
    full = tint.get("/C1") if hasattr(tint, "get") else None
    if len(values) == 1 and family(space[2]) == "DeviceCMYK" and full is not None:
        cyan, magenta, yellow, black = (float(v) * values[0] for v in full)
        return cyan, magenta, yellow, black
    return NO_INK


def start_of(space: Any) -> tuple[float, ...]:
    """Give the colour with which a space begins (ISO 32000-1, 8.6.8)."""
    kind = family(space)
    if kind in {"DeviceCMYK", "ICC4"}:
        return BLACK
    if kind in {"Separation", "DeviceN"}:
        return (1.0,) * (len(space[1]) if isinstance(space[1], Array) else 1)
    return (0.0,) * (_THREE if kind in SCREEN else 1)


def is_coloured(inks: Inks) -> bool:
    """Tell whether other inks than black are in a colour."""
    return any(ink > 0 for ink in inks[:3])


def seen_through(state: Any) -> Iterator[str]:
    """Say by what a state of graphics lets be seen what lies below it (ISO 32000-1, 11.6)."""
    if float(state.get("/ca", 1)) < 1 or float(state.get("/CA", 1)) < 1:
        yield "a colour that is seen through"
    mode = state.get("/BM", "/Normal")
    if str(mode[0] if isinstance(mode, Array) else mode) not in {"/Normal", "/Compatible"}:
        yield "a way of mixing colours"
    if str(state.get("/SMask", "/None")) != "/None":
        yield "a soft mask"
