"""Pages in inks: what overprints, gradients, groups that are seen through."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from isgpress.typeset.assembly.metadata import Metadata
from isgpress.typeset.onpress import Sheet, make_ready

PAGE = """\
<style>
@page { size: 400px; margin: 0 }
.box { width: 50px; height: 20px; background: #000 }
.fade { width: 50px; height: 20px; background: linear-gradient(#e9e3d5, #8c1c13) }
.clear { opacity: .5; color: #8c1c13 }
</style>
<div class="box"></div><p>Black</p><div class="box"></div><p style="color: #8c1c13">Red</p>
<div class="fade"></div><p class="clear">Half</p>
"""


def ready(mono: frozenset[int] | None) -> pikepdf.Pdf:
    """Give the page as the printer gets it."""
    pdf = pikepdf.open(io.BytesIO(HTML(string=PAGE).write_pdf()))
    about = Metadata("Page", "en", "2026", (), "", (), "", "", "")
    return pikepdf.open(io.BytesIO(make_ready(pdf, Sheet(0, "x4", mono=mono), about)))


@pytest.fixture(scope="module")
def in_colour() -> pikepdf.Pdf:
    """Give the page in four inks."""
    return ready(None)


def states(pdf: pikepdf.Pdf) -> list[tuple[str, bool]]:
    """Give what is painted on the page, and whether it is printed over what is below."""
    over, found = False, []
    for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(instruction.operator)
        if name == "gs":
            operands: Any = instruction.operands
            over = bool(pdf.pages[0].Resources.ExtGState[str(operands[0])].get("/op", over))
        elif name in {"Tj", "TJ", "f", "f*"}:
            found.append((name[0], over))
    return found


def test_black_type_overprints_and_boxes_knock_out(in_colour: pikepdf.Pdf) -> None:
    """Black letters print over the ground; black boxes and red letters do not."""
    found = states(in_colour)

    assert [over for name, over in found if name == "T"][:2] == [True, False]
    assert not any(over for name, over in found if name == "f")


@pytest.mark.parametrize(
    ("mono", "ends"),
    [(None, [[0.086, 0.11, 0.165, 0], [0, 0.8, 0.864, 0.451]]), (frozenset(), None)],
)
def test_gradients_are_inks(
    mono: frozenset[int] | None, ends: list[list[float]] | None
) -> None:
    """A gradient has no RGB left; on a page in black it is one of greys."""
    pdf = ready(mono)
    (found,) = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Coords" in o]
    given = [[float(v) for v in found.Function.Functions[0][key]] for key in ("/C0", "/C1")]

    assert found.ColorSpace == "/DeviceCMYK"
    if ends is None:
        assert all(not any(end[:3]) and end[3] for end in given)
    else:
        assert given == ends


def test_what_is_seen_through_mixes_inks(in_colour: pikepdf.Pdf) -> None:
    """No group mixes in the colours of screens."""
    groups = [
        str(o.Group.CS)
        for o in in_colour.objects
        if isinstance(o, pikepdf.Stream) and "/Group" in o
    ]

    assert groups
    assert set(groups) <= {"/DeviceCMYK", "/DeviceGray"}
