"""Bar codes as rectangles: EAN-13 of a book or a periodical, with the digits beside it.

See GS1 General Specifications, 5.2 (sizes of bars, quiet zones, add-on symbols).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from isgpress.standards.barcodes import (
    ADD_ON_GAP,
    QUIET_ADD_ON,
    QUIET_LEFT,
    QUIET_RIGHT,
    add_on,
    ean13,
)

NOMINAL = 0.33  # mm: the width of a module at 100 %; 80 to 200 % are allowed
MODULE = 0.297  # mm: 90 %
BAR, GUARD_BAR, ADD_ON_BAR = 22.85, 24.5, 20.0  # mm, heights of bars at 100 %
DIGITS = 1.9  # mm that the digits stand below the guard bars, and white above the bars
BLACK = "device-cmyk(0 0 0 1)"  # one plate: bars of several plates blur


@dataclass(frozen=True)
class Barcode:
    """A bar code: lengths in mm; ``bars`` are (left, top, width, height).

    ``digits`` are the thirteen, ``beside`` the two or five of the symbol beside them,
    empty where there is none; all are printed.
    """

    width: float
    height: float
    bars: tuple[tuple[float, float, float, float], ...]
    digits: str
    beside: str
    colour: str = BLACK
    left: float = QUIET_LEFT * MODULE
    add_on_left: float = 0.0
    module: float = MODULE


def barcode_of(digits: str, beside: str = "", module: float = MODULE) -> Barcode:
    """Give the bar code of thirteen digits. Raises ValueError as ``ean13`` and ``add_on``."""
    scale = module / NOMINAL
    bar, guard, short = (round(h * scale, 1) for h in (BAR, GUARD_BAR, ADD_ON_BAR))

    def height(at: int) -> float:
        """Give the height of the bar at a module of EAN-13: guard bars are longer."""
        guards = (range(3), range(45, 50), range(92, 95))
        return guard if any(at in stretch for stretch in guards) else bar

    main = ean13(digits)
    bars = list(_bars(main, QUIET_LEFT, 0, height, module))
    end = QUIET_LEFT + len(main)
    start = end + ADD_ON_GAP
    last = end + QUIET_RIGHT
    if beside:
        more = add_on(beside)
        bars += _bars(more, start, guard - short, lambda _: short, module)
        last = start + len(more) + QUIET_ADD_ON
    return Barcode(
        width=last * module,
        height=guard + DIGITS,
        bars=tuple(bars),
        digits=digits,
        beside=beside,
        left=QUIET_LEFT * module,
        add_on_left=start * module,
        module=module,
    )


def _bars(
    modules: str, start: int, top: float, height: Callable[[int], float], module: float
) -> Iterator[tuple[float, float, float, float]]:
    """Give a rectangle for each run of dark modules, in mm."""
    for run in re.finditer("1+", modules):
        left = (start + run.start()) * module
        yield round(left, 3), top, round(len(run[0]) * module, 3), height(run.start())
