"""Web pages before axe in a real Chromium: light and dark, wide and at 320 px."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pypdfium2  # type: ignore[import-untyped]
import pytest

from isgpress.check.validators import axe
from isgpress.check.validators.tools import browser
from isgpress.folders import write_folder
from tests.conftest import Sample
from tests.warm import isgpress
from tests.web.alike import leave_out_alike
from tests.web.conftest import BOOK, Made, made

pytestmark = [pytest.mark.slow, pytest.mark.validators]
Need = Callable[[ModuleType], None]
REPOSITORY = Path(__file__).parents[2]
ISSUES = tuple(sorted(path.parent.name for path in REPOSITORY.glob("issues/*/issue.yaml")))
THEMES = ("paperback", "collection", "study-guide", "reprint", "documents")


def violations(folder: Path) -> list[str]:
    """Give what axe says, as lines."""
    return [f"{f.span}: {f.rule}: {f.message}" for f in axe.check(folder)]


def test_axe_finds_nothing_on_pages_with_everything(
    issue: Made, book: Made, tmp_path: Path, need_validator: Need
) -> None:
    """No rule of WCAG 2.2 A and AA, nor of good practice, is broken on any page."""
    need_validator(axe)

    assert violations(together(tmp_path, {"issue": issue, "book": book})) == []


@pytest.mark.parametrize("slug", ["the-compositors-apprentice", *ISSUES])
def test_axe_finds_nothing_in_samples(
    slug: str, build_sample: Callable[[str], Sample], tmp_path: Path, need_validator: Need
) -> None:
    """The web editions of a book and of the issues of this repository are accessible.

    Pages that show nothing but what others do are left out.
    """
    need_validator(axe)
    sample = build_sample(slug)
    if not (sample.dist / "web").exists():  # it is not an edition that the title lists
        done = isgpress("--press", sample.press, "build", slug, "--edition", "web")
        assert done.returncode == 0, done.stderr

    shown = Path(shutil.copytree(sample.dist / "web", tmp_path / "web"))
    leave_out_alike(shown)
    assert violations(shown) == []


def test_colours_of_every_theme_can_be_read(tmp_path: Path, need_validator: Need) -> None:
    """The front page and a chapter in each built-in theme for books, light and dark."""
    need_validator(axe)
    sites = {
        theme: made("ink", {"books/ink/book.yaml": f"{BOOK}theme: {theme}\n"})
        for theme in THEMES
    }

    assert [site.findings for site in sites.values()] == [()] * len(THEMES)
    assert violations(together(tmp_path, sites, ("index.html", "ink.html"))) == []


def test_pages_can_be_printed(issue: Made, tmp_path: Path, need_validator: Need) -> None:
    """On paper stand the article and the addresses of links, not the ways to other pages."""
    need_validator(axe)
    write_folder(tmp_path / "web", issue.files)
    page, pdf = tmp_path / "web/type.html", tmp_path / "type.pdf"
    rags, rags_pdf = tmp_path / "web/rags.html", tmp_path / "rags.pdf"
    for source, target in ((page, pdf), (rags, rags_pdf)):
        command = [str(browser()), "--headless", "--no-sandbox", "--disable-gpu"]
        command += [f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=120)

    assert "Upper, lower." in pdf_text(pdf)
    for word in ("Previous", "Next", "Contents", "Skip to the text", "News feed", "Lettres"):
        assert word not in pdf_text(pdf)
    assert "museum.example/?a=1&b=2" in pdf_text(rags_pdf).replace("\n", "").replace("\r", "")


def test_axe_sees_what_is_wrong(tmp_path: Path, need_validator: Need) -> None:
    """The judge is not blind: faint text, a nameless picture, a wide box, a lost file."""
    need_validator(axe)
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>A</title><link rel="stylesheet" '
        'href="lost.css"></head><body><main><h1>A</h1>'
        '<p style="color: #ccc">Some faint words</p>'
        '<img src="data:,"><div style="width: 900px">C</div></main></body></html>'
    )
    write_folder(tmp_path / "web", {"index.html": page.encode()})
    rules = {f.rule for f in axe.check(tmp_path / "web")}

    assert rules == {
        "axe-color-contrast",
        "axe-image-alt",
        "axe-missing-resource",
        "axe-reflow",
    }


def together(folder: Path, sites: Mapping[str, Made], names: Sequence[str] = ()) -> Path:
    """Write pages of several sites, all or those named, where one Chromium sees them all."""
    for key, site in sites.items():
        write_folder(folder / key, site.files)
        for name in names or site.pages:
            page = re.sub(
                r'\b(href|src)="(?=\w+[./])', rf'\1="{key}/', site.files[name].decode()
            )
            (folder / f"{key}-{name}").write_text(page, encoding="utf-8")
    return folder


def pdf_text(path: Path) -> str:
    """Give the text of a PDF."""
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
