"""Guides: folds and safe areas on a layer that is off, so that it neither shows nor prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, String

from isgpress.typeset.onpress.boxes import PT
from isgpress.typeset.onpress.inks import OVER, separation

if TYPE_CHECKING:
    import pikepdf

    from isgpress.typeset.onpress import Sheet

LAYER = "Guides: folds and safe areas"
WIDTH = 0.5  # pt


def add_guides(pdf: pikepdf.Pdf, sheet: Sheet) -> None:
    """Draw folds and safe areas on each page, on a layer of its own.

    The layer is marked as one for folding (ISO 19593-1), drawn in an ink of its own over
    everything, and off as the file is opened; a viewer's list of layers shows it.
    """
    group = pdf.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name=String(LAYER),
            Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF)),
            GTS_Metadata=Dictionary(
                GTS_ProcStepsGroup=Name.Structural, GTS_ProcStepsType=Name.Folding
            ),
        )
    )
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([group]),
        D=Dictionary(Name=String("Cover"), Order=Array([group]), OFF=Array([group])),
    )
    for page in pdf.pages:
        resources = page.obj.Resources
        resources.Properties = Dictionary(IsgGuides=group)
        spaces = resources.get("/ColorSpace", Dictionary())
        spaces["/IsgGuide"] = separation("Guides", (0, 1, 0, 0))
        resources.ColorSpace = spaces
        page.contents_add(_drawing(page, sheet), prepend=False)


def _drawing(page: pikepdf.Page, sheet: Sheet) -> bytes:
    left, low, _, high = (float(v) for v in page.obj.TrimBox.as_list())
    parts = [b"/OC /IsgGuides BDC q %s gs" % str(OVER).encode()]
    parts += [b"/IsgGuide CS 1 SCN %.2f w [4 3] 0 d" % WIDTH]
    for fold in sheet.folds:
        x = left + fold * PT
        parts.append(b"%.3f %.3f m %.3f %.3f l S" % (x, low, x, high))
    parts.append(b"[] 0 d")
    for x, y, width, height in sheet.safe:
        corner = (left + x * PT, high - (y + height) * PT)
        parts.append(b"%.3f %.3f %.3f %.3f re S" % (*corner, width * PT, height * PT))
    return b"\n".join([*parts, b"Q EMC"])
