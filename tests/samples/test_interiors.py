"""The pages of print editions as a printer takes them: boxes, inks, nothing but ink."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest

from isgpress.model.printing import CMYK, X1A, X4
from isgpress.model.publication import Issue
from isgpress.render import load_theme, trim_of
from isgpress.sources import load_press, load_title
from isgpress.standards import printing
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Sample

pytestmark = pytest.mark.slow

MM = 72 / 25.4
EXACT = 0.01  # mm
COLOURS = "rg RG g G"


def interior(sample: Sample) -> Path:
    """Give the file of the pages; the test is skipped for a title that is not printed."""
    path = sample.edition("-print.pdf")
    if not path.exists():
        pytest.skip("the title is not printed")
    return path


def sizes(page: pikepdf.Page) -> dict[str, list[float]]:
    """Give the page boxes in mm."""
    names = ("/MediaBox", "/BleedBox", "/TrimBox")
    return {name: [float(v) / MM for v in page.obj[name]] for name in names}


def test_pages_keep_to_the_printer_s_profile(sample: Sample) -> None:
    """Trim, bleed, PDF/X, no links, no colour of screens."""
    path = interior(sample)
    world = DiskWorld(sample.press)
    press, _ = load_press(world)
    title, _ = load_title(world, press, sample.slug)
    assert title is not None
    profile = printing.printer_of(press, title)
    trim = trim_of(title, load_theme(world, title.theme))
    bleeds = profile.bleed if isinstance(title, Issue) or profile.bleed_at_spine else 0.0
    with pikepdf.open(path) as pdf:
        if profile.pdfx == X1A:
            assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
            assert pdf.pdf_version == "1.4"
        if profile.pdfx == X4:
            assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert ("/OutputIntents" in pdf.Root) == bool(profile.pdfx)
        assert len(pdf.pages) % profile.page_multiple == 0
        for page in pdf.pages:
            boxes = sizes(page)
            left, low, right, high = boxes["/TrimBox"]
            assert right - left == pytest.approx(trim.width, abs=EXACT)
            assert high - low == pytest.approx(trim.height, abs=EXACT)
            wide = boxes["/BleedBox"]
            assert wide == pytest.approx(
                [left - bleeds, low - bleeds, right + bleeds, high + bleeds], abs=EXACT
            )
            assert boxes["/MediaBox"][2] >= wide[2] - EXACT
            assert "/Annots" not in page.obj
            assert not pikepdf.parse_content_stream(page, COLOURS)


def test_text_pages_are_black_alone(sample: Sample) -> None:
    """Ghostscript finds no cyan, magenta or yellow on a page in black but its marks'."""
    path = interior(sample)
    if shutil.which("gs") is None:
        pytest.skip("Ghostscript is not on this machine")
    world = DiskWorld(sample.press)
    press, _ = load_press(world)
    title, _ = load_title(world, press, sample.slug)
    assert title is not None
    profile = printing.printer_of(press, title)
    colour = (getattr(title, "colour_pages", None) or ()) if profile.interior == CMYK else ()
    if profile.interior == CMYK and not colour:
        pytest.skip("all its pages are in colour")
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-o", "-", "-sDEVICE=inkcov", str(path)]
    if profile.marks:
        command[1:1] = ["-dUseTrimBox"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    pages = re.findall(r"([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+) CMYK", told.stdout)
    for number, inks in enumerate(pages, 1):
        if number not in colour:
            assert [float(v) for v in inks[:3]] == [0, 0, 0], f"page {number}"
    assert any(float(inks[3]) for inks in pages)
