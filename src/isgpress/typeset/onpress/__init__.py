"""Pages made ready for the press: inks, boxes, marks, and what PDF/X asks of a file.

See ISO 15930-7 (PDF/X-4) and ISO 15930-4 (PDF/X-1a:2003).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from isgpress.model.printing import X1A, X4, OutputIntent
from isgpress.typeset.onpress import (
    boxes,
    conformity,
    inks,
    layers,
    pictures,
    plates,
    shadings,
)

if TYPE_CHECKING:
    from isgpress.typeset.assembly.metadata import Metadata

__all__ = ["Sheet", "make_ready"]

VERSIONS = {X4: "1.6", X1A: "1.4"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the pages of a cover, or of what is in it, are finished; lengths in mm.

    The page that comes in is as large as the trim, with ``bleed`` on all sides where it is
    ``bled``. ``mono`` are the numbers of pages printed in black alone, from 1; None is
    none of them, and an empty set all. ``folds``
    are counted from the left edge of the trim, ``safe`` are the areas for words, (left,
    top, width, height) from its upper left corner. ``profile`` holds the bytes of the ICC
    file, empty without one. ``pdfx`` is ``x4``, ``x1a`` or empty. ``ink_limit`` is the sum of
    all inks in %, to which pictures and colours of screens are held. ``pages`` is the page
    count as bound: blank pages at the end fill it up.
    """

    bleed: float
    pdfx: str
    marks: bool = False
    offset: float = 3.0
    folds: tuple[float, ...] = ()
    safe: tuple[tuple[float, float, float, float], ...] = ()
    intent: OutputIntent | None = None
    profile: bytes = b""
    ink_limit: int = 400
    bled: bool = True
    mono: frozenset[int] | None = None
    pages: int = 0


def make_ready(pdf: pikepdf.Pdf, sheet: Sheet, about: Metadata) -> bytes:
    """Give the finished file; the same input gives the same bytes.

    All colours become inks, and type in black alone prints over what is below it.
    """
    for page in pdf.pages:
        if "/Group" in page.obj:
            del page.obj["/Group"]
    limit = sheet.ink_limit / 100
    black = plates.black_only(pdf, sheet.mono)
    pictures.in_inks(pdf, sheet.profile, limit, flat=sheet.pdfx == X1A, black=black)
    inks.in_inks(pdf, limit, black=black)
    shadings.in_inks(pdf, limit, black=black)
    boxes.write(pdf, sheet)
    if sheet.pdfx == X4 and (sheet.folds or sheet.safe):
        layers.add_guides(pdf, sheet)
    conformity.write(pdf, sheet, about)
    pdf.remove_unreferenced_resources()
    target = io.BytesIO()
    modern = sheet.pdfx != X1A
    mode = pikepdf.ObjectStreamMode
    pdf.save(
        target,
        deterministic_id=True,
        force_version=VERSIONS.get(sheet.pdfx, "1.7"),
        compress_streams=True,
        object_stream_mode=mode.generate if modern else mode.disable,
    )
    return target.getvalue()
