"""A whole book in Arabic: its pages turn the other way, in the e-book and in the PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.conftest import Sample
from tests.readers.conftest import LARGE, LIGHT, Reading
from tests.readers.test_foliate import letters
from tests.warm import isgpress

pytestmark = [pytest.mark.slow, pytest.mark.validators]

BOOK = """\
title: كتاب صغير
language: ar
date: 2026-05-01
contributors:
  - {name: روث, role: author}
editions: {epub: {}, pdf: {}}
contents:
  body: [01-one.md, 02-two.md]
"""
SENTENCE = "في البدء كانت الكلمة مطبوعة على الورق، وكان الورق غاليا. "
CHAPTER = f"# فصل\n\n{SENTENCE * 6}كلمة[^1].\n\n" + f"{SENTENCE * 6}\n\n" * 8
NOTE = "[^1]: حاشية قصيرة.\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Build a small book in Arabic."""
    press = tmp_path_factory.mktemp("arabic")
    folder = press / "books/kitab"
    folder.mkdir(parents=True)
    (press / "press.yaml").write_text("name: Lantern Press\nplace: Leyburn\n")
    (folder / "book.yaml").write_text(BOOK)
    for name in ("01-one.md", "02-two.md"):
        (folder / name).write_text(CHAPTER + NOTE)
    done = isgpress("--press", press, "build", "kitab")
    assert done.returncode == 0, done.stderr
    return Sample("kitab", press, Path(press, "dist/kitab"))


@pytest.fixture
def seen(book: Sample, read: Callable[..., Reading]) -> Reading:
    """Give what the readers saw of it, from end to end."""
    return read(book, walk=True)


@pytest.mark.parametrize("reader", [LIGHT, LARGE])
def test_pages_turn_from_right_to_left(seen: Reading, reader: str) -> None:
    """The reader turns the other way, shows every word, and opens the notes."""
    saw = seen.seen[reader]
    assert saw["book"]["direction"] == "rtl"
    assert saw["said"] == []
    assert [(file["cut"], file["faint"]) for file in saw["files"]] == [([], [])] * len(
        saw["files"]
    )
    assert saw["back"] == saw["forward"][::-1]
    for file in saw["files"]:
        shown = "".join(s["text"] for s in saw["forward"] if s["file"] == file["file"])
        assert letters(shown) == letters(file["text"])
    assert all(entry["at"]["headingShown"] for entry in saw["contents"])
    assert [letters(note["text"]) for note in saw["notes"]] == [letters("1 حاشية قصيرة")] * 2


def test_the_pdf_says_that_it_begins_on_the_right(book: Sample) -> None:
    """Facing pages are shown as they lie in the book (ISO 32000-1, 12.2)."""
    with pikepdf.open(book.edition(".pdf")) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        assert str(pdf.Root.Lang) == "ar"


def test_notes_and_contents_run_from_the_right(book: Sample) -> None:
    """The number of a note, and that of a chapter in the contents, stand on the right."""
    rows = list(_rows(book.edition(".pdf")))

    assert [row for row in rows if "حاشية" in row] == [".قصيرة حاشية1"] * 2
    assert [row for row in rows if "فصل" in row] == ["فصل1", "فصل2", "فصل", "فصل"]


def _rows(path: Path) -> Iterator[str]:
    """Give each row of letters on the pages of a PDF, from left to right, words as written."""
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            found: dict[int, list[tuple[float, str]]] = {}
            for number in range(text.count_chars()):
                left, foot, *_ = text.get_charbox(number, loose=True)
                row = found.setdefault(round(foot / 3), [])
                row.append((left, text.get_text_range(number, 1)))
            for row in found.values():
                said = "".join(letter for _, letter in sorted(row))
                yield re.sub(r"[^\W\d_]+", lambda word: word[0][::-1], said)
