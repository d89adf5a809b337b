"""Every title of this repository before the judges that shops, libraries and printers use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pikepdf
import pytest

from isgpress.check.validators import ace, epubcheck, ocf, qpdf, verapdf
from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from conftest import Sample

pytestmark = [pytest.mark.slow, pytest.mark.validators]
Need = Callable[[ModuleType], None]


@pytest.fixture(scope="module")
def samples(build_sample: Callable[[str], Sample]) -> list[Sample]:
    """Give all titles of ours, to judges that take long to start."""
    return [build_sample(slug) for slug in SAMPLES]


def pdfs(sample: Sample) -> list[Path]:
    """Give the PDFs of a title, of which there must be one."""
    found = sorted(sample.dist.glob("*.pdf"))
    assert found
    return found


def test_epubcheck_finds_nothing(samples: list[Sample], need_validator: Need) -> None:
    """Neither EPUBCheck, with usage notes, nor our look at the container finds anything."""
    need_validator(epubcheck)
    paths = [sample.edition(".epub") for sample in samples]
    assert [finding for path in paths for finding in ocf.check(path)] == []
    assert epubcheck.check(paths) == ()


def test_ace_finds_nothing(samples: list[Sample], need_validator: Need) -> None:
    """Ace by DAISY finds no violation of any impact."""
    need_validator(ace)
    assert ace.check([sample.edition(".epub") for sample in samples]) == ()


def test_screen_pdfs_are_accessible(samples: list[Sample], need_validator: Need) -> None:
    """VeraPDF finds PDFs for the screen to be PDF/UA-1 and PDF/A-2a, as they claim."""
    need_validator(verapdf)
    paths = [sample.edition(".pdf") for sample in samples]
    assert {verapdf.claims(path) for path in paths} == {("ua1", "2a")}
    assert verapdf.check(paths, ("ua1", "2a")) == ()


def test_the_syntax_of_pdfs_is_sound(sample: Sample, need_validator: Need) -> None:
    """Qpdf finds neither error nor warning in any PDF."""
    need_validator(qpdf)
    assert [finding for path in pdfs(sample) for finding in qpdf.check(path)] == []


def test_all_fonts_are_embedded(sample: Sample) -> None:
    """Every font that a PDF names comes with it."""
    for path in pdfs(sample):
        with pikepdf.open(path) as pdf:
            fonts = {str(name): embedded for name, embedded in _fonts(pdf)}
        assert fonts
        assert [name for name, embedded in fonts.items() if not embedded] == []


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[object, bool]]:
    """Give each font's name, and whether a font file stands with it."""
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
            continue
        if font.get("/Subtype") in ("/Type0", "/Type3"):
            continue  # a Type 0 font's descendant carries the file; Type 3 is drawn in place
        descriptor = font.get("/FontDescriptor", {})
        files = {"/FontFile", "/FontFile2", "/FontFile3"}
        yield font.get("/BaseFont"), bool(files & set(descriptor.keys()))
