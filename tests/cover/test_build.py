"""Covers as `isgpress build` makes them beside the pages."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from isgpress.build import Order, Report, build
from isgpress.world import DiskWorld

BOOK = """\
title: Lanterns
language: en-GB
date: 2026-11-23
trim: a-format
contributors:
  - {name: Ana Silva, role: author}
editions:
  paperback: {isbn: 978-0-306-40615-7, printer: PRINTER}
contents:
  front: []
  body: [01.md]
"""


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Give the folder of a press with one short book for KDP."""
    folder = tmp_path / "books/lanterns"
    folder.mkdir(parents=True)
    (tmp_path / "press.yaml").write_text("name: Dale Press\n")
    (folder / "book.yaml").write_text(BOOK.replace("PRINTER", "kdp-paperback"))
    write(tmp_path, 20)
    return tmp_path


def write(press: Path, paragraphs: int) -> None:
    """Write the book's one chapter."""
    text = "The lamp is lit at dusk and put out at dawn, and somebody sees to both. " * 6
    chapter = "# One\n\n" + "\n\n".join(f"{n}. {text}" for n in range(paragraphs))
    (press / "books/lanterns/01.md").write_text(chapter.replace(". The", " The") + "\n")


def made(press: Path, *editions: str) -> Report:
    """Build the book and give the report."""
    (report,) = build(DiskWorld(press), ("lanterns",), Order(editions, jobs=1), list)
    assert report.artifacts, report.findings
    return report


def spine(press: Path) -> float:
    """Give the width of the wrap's spine in mm."""
    with pikepdf.open(press / "dist/lanterns/lanterns-cover.pdf") as pdf:
        box = [float(v) for v in pdf.pages[0].obj.TrimBox.as_list()]
    return (box[2] - box[0]) * 25.4 / 72 - 2 * 111


def test_the_spine_follows_the_page_count(press: Path) -> None:
    """More pages make a new cover with a wider spine; what has not changed stays."""
    files = {a.edition: a for a in made(press).artifacts}
    pages = files["paperback"].pages or 0
    assert list(files) == ["paperback", "cover", "cover-jpg", "cover-png"]
    assert spine(press) == pytest.approx((pages + pages % 2) * 0.0572008, abs=0.01)

    assert all(a.cached for a in made(press).artifacts)

    write(press, 60)
    again = {a.edition: a for a in made(press, "cover").artifacts}
    assert not again["cover"].cached
    assert spine(press) > 2 * pages * 0.0572
    with Image.open(press / "dist/lanterns/lanterns-cover.png") as front:
        assert (front.format, front.mode, max(front.size)) == ("PNG", "RGB", 2560)


def test_a_stitched_book_has_no_wrap(press: Path) -> None:
    """Its cover is its own first page."""
    path = press / "books/lanterns/book.yaml"
    path.write_text(BOOK.replace("PRINTER", "office"))

    assert [a.edition for a in made(press).artifacts] == ["paperback"]
