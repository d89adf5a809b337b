"""Two printings laid beside each other, read from PDFs."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from isgpress.proofing.comparing import Comparison, State, compared
from isgpress.proofing.reading import read
from isgpress.proofing.report import as_values, changed_pages
from tests.proofing.pages import drawn
from tests.warm import isgpress

OLD = (
    ["The rules of the chapel."],
    ["Members pay threepence", "on a Saturday."],
    ["Whoever speaks shall", "stand up."],
    ["There is a picture here."],
    ["The last page."],
)
NEW = (
    ["The rules of the chapel."],
    ["Members pay fourpence", "on a Saturday."],
    ["A page that was not there before."],
    ["Whoever speaks", "shall stand up."],
    ["There is a picture here."],
    ["The last page."],
)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Compare five pages with six, of which one is new, and one has another picture."""
    return compared(read(drawn(OLD)), read(drawn(NEW, square=5)))


def test_each_page_is_told_how_it_changed(comparison: Comparison) -> None:
    """Pages are paired by their words: the new one makes no other page different."""
    found = [
        (p.old and p.old.number, p.new and p.new.number, p.state) for p in comparison.pairs
    ]
    assert found == [
        (1, 1, State.SAME),
        (2, 2, State.WORDS),
        (None, 3, State.ADDED),
        (3, 4, State.REFLOWED),
        (4, 5, State.DRAWN),
        (5, 6, State.MOVED),
    ]


def test_what_looks_other_is_found_where_it_is(comparison: Comparison) -> None:
    """A square of 54 by 44 points, its lines 4 points thick."""
    [pair] = [p for p in comparison.pairs if p.drawn]

    assert pair.drawn == pytest.approx((98, 48, 152, 92), abs=1.5)
    assert pair.share == pytest.approx(4 * (54 * 44 - 46 * 36) / (4 * 300 * 400), rel=0.15)


def test_the_other_way_round_the_page_is_removed() -> None:
    """What is new from one side is gone from the other, with its words."""
    [pair] = [
        p
        for p in compared(read(drawn(NEW)), read(drawn(OLD))).pairs
        if p.state is State.REMOVED
    ]
    assert pair.old
    assert pair.old.number == 3
    assert " ".join(t.text for t in pair.changes[0].old) == NEW[2][0]


def test_a_page_that_changed_its_side_is_not_other() -> None:
    """Its text stands elsewhere on the sheet, as the margins of verso and recto differ."""
    old = drawn([["Ahead of all."], ["A page of text."]], left=40)
    new = drawn([["A page of text."]], left=70)

    states = [p.state for p in compared(read(old), read(new)).pairs]
    assert states == [State.REMOVED, State.MOVED]


def test_values_tell_pages_words_and_places(comparison: Comparison) -> None:
    """What JSON says of the page with another word."""
    told = as_values(comparison, "old.pdf", "new.pdf")

    assert (told["old"]["pages"], told["new"]["pages"]) == (5, 6)
    assert told["pages"][1]["changes"] == [
        {"before": "the chapel. Members pay", "old": "threepence", "new": "fourpence"}
    ]
    json.dumps(told)


def test_the_report_shows_both_pages_with_what_changed(comparison: Comparison) -> None:
    """A sheet for each page with changes: before on the left, now on the right, marked."""
    data = changed_pages(comparison, "test")
    assert data == changed_pages(comparison, "test")

    with PdfDocument(data) as pdf:
        texts = [sheet.get_textpage() for sheet in pdf]
        width, height = pdf[0].get_size()
        halves = [
            texts[0].get_text_bounded(x, 100, x + width / 2, height) for x in (0, width / 2)
        ]
        shot = pdf[0].render(scale=1).to_pil().convert("RGB")
        assert len(pdf) == 3  # words, added, drawn
    assert "before: page 2" in halves[0]
    assert "threepence" in halves[0]
    assert "now: page 2" in halves[1]
    assert "fourpence" in halves[1]
    assert "fourpence" not in halves[0]
    colours = {c for _, c in shot.getcolors(1 << 20)}
    assert any(r > g + 60 and r > b + 60 for r, g, b in colours)
    assert any(g > r + 40 and g > b + 20 for r, g, b in colours)


def test_printings_without_changes_are_said_to_have_none() -> None:
    """The report has one sheet, which says so."""
    same = compared(read(drawn(OLD)), read(drawn(OLD)))

    assert same.counts[State.SAME] == 5
    with PdfDocument(changed_pages(same, "test")) as pdf:
        assert "No page has other words" in pdf[0].get_textpage().get_text_range()


def test_files_are_compared_by_the_command(tmp_path: Path) -> None:
    """Two PDFs need no press; words are shown as wdiff does; the report is written."""
    (tmp_path / "old.pdf").write_bytes(drawn(OLD))
    (tmp_path / "new.pdf").write_bytes(drawn(NEW, square=5))

    done = isgpress("diff", "old.pdf", "new.pdf", "-o", "changes.pdf", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "old.pdf → new.pdf: 5 → 6 pages" in done.stdout
    assert "Members pay [-threepence-]{+fourpence+}" in done.stdout
    assert "page 5, before page 4: same words, looks other" in done.stdout
    with pikepdf.open(tmp_path / "changes.pdf") as pdf:
        assert len(pdf.pages) == 3


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    """The finding names the file; there is no traceback."""
    (tmp_path / "old.pdf").write_bytes(b"%PDF-1.7 torn off")
    (tmp_path / "new.pdf").write_bytes(drawn(OLD))

    done = isgpress("diff", "old.pdf", "new.pdf", cwd=tmp_path)

    assert done.returncode == 1
    assert "error[unreadable-pdf]: old.pdf" in done.stderr
    assert "Traceback" not in done.stderr
