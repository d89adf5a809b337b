"""Proofs: numbered lines, spreads, contact sheets, told to be of these pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from isgpress.proofing.proofs import About, contact_sheet, identity, proof, spreads
from isgpress.proofing.reading import read
from tests.conftest import Sample
from tests.proofing.pages import SIZE, drawn
from tests.warm import isgpress

MM = 72 / 25.4
PAGES = [[f"Page {n} begins.", "And ends."] for n in range(1, 6)]
ABOUT = About(
    "A Title", "a-title", "a-title-print.pdf", {2: "books/a-title/01.md, about line 7"}
)


def texts(data: bytes) -> list[str]:
    """Give the text of each sheet."""
    with PdfDocument(data) as pdf:
        return [sheet.get_textpage().get_text_range() for sheet in pdf]


def found(data: bytes, sheet: int, text: str) -> tuple[float, float]:
    """Give where a text stands on a sheet, its left and lower edge."""
    with PdfDocument(data) as pdf:
        page = pdf[sheet].get_textpage()
        hit = page.search(text).get_next()
        assert hit is not None, text
        left, low, *_ = page.get_charbox(hit[0])
        return left, low


def test_a_proof_numbers_its_lines_and_says_what_it_is() -> None:
    """Numbers stand before their lines, on their baselines; the margin is at the fore edge."""
    data = drawn(PAGES)
    made = proof(read(data), ABOUT)

    assert made == proof(read(data), ABOUT)
    told = texts(made)
    assert len(told) == 5
    assert "A Title · proof " + identity(data) in told[1]
    assert "page 2 of 5" in told[1]
    assert "begins in books/a-title/01.md, about line 7" in told[1]
    assert "PROOF" in told[1]
    with PdfDocument(made) as pdf:
        assert pdf[0].get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.01)
        page = pdf[1].get_textpage()
        for number, line in (("1", "Page 2"), ("2", "And ends")):
            left, low = found(made, 1, line)
            number_there = page.get_text_bounded(left - 12, low - 2, left - 1, low + 8)
            assert number_there.strip() == number
    recto, verso = found(made, 0, "correction"), found(made, 1, "correction")
    assert recto[0] > SIZE[0]
    assert verso[0] < 210 * MM - SIZE[0]


def test_the_margin_of_a_mirrored_title_is_on_the_other_side() -> None:
    """In a book that is bound on the right, page 1 is a left-hand page."""
    made = proof(read(drawn(PAGES, mirrored=True)), ABOUT)

    assert found(made, 0, "correction")[0] < 210 * MM - SIZE[0]


@pytest.mark.parametrize("mirrored", [False, True])
def test_spreads_are_what_the_reader_sees(mirrored: bool) -> None:  # noqa: FBT001
    """Page 1 alone, then 2 and 3 side by side; from right to left where bound there."""
    made = spreads(read(drawn(PAGES, mirrored=mirrored)), ABOUT)

    assert len(texts(made)) == 3
    first = found(made, 0, "Page 1")[0]
    assert (first > SIZE[0]) is not mirrored
    second, third = found(made, 1, "Page 2")[0], found(made, 1, "Page 3")[0]
    assert (second < third) is not mirrored


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_contact_sheet_has_all_pages_small(mirrored: bool) -> None:  # noqa: FBT001
    """40 pages take one sheet and more; spreads follow each other in reading direction."""
    many = [[f"Page {n} begins."] for n in range(1, 41)]
    made = contact_sheet(read(drawn(many, mirrored=mirrored)), ABOUT)

    told = texts(made)
    assert sum(text.count("begins") for text in told) == 40
    assert len(told) == 2
    assert "40 pages · sheet 1 of 2" in told[0]
    assert (found(made, 0, "Page 2 ")[0] < found(made, 0, "Page 4 ")[0]) is not mirrored


@pytest.mark.slow
def test_a_title_is_proofed_by_the_command(build_sample: Callable[[str], Sample]) -> None:
    """Files beside the editions; each page knows where in the sources it begins."""
    sample = build_sample("chapel-rules")
    done = isgpress("--press", sample.press, "proof", sample.slug, "--format", "json")
    told = json.loads(done.stdout)

    assert [Path(name).name for name in told["files"]] == [
        f"chapel-rules-{kind}.pdf" for kind in ("proof", "spreads", "contact-sheet")
    ]
    assert all(Path(name).is_file() for name in told["files"])
    assert told["identity"] == identity(sample.edition("-print.pdf").read_bytes())
    assert len(told["pages"]) == 20
    with PdfDocument(sample.edition("-print.pdf")) as pdf:
        words = [page.get_textpage().get_text_range() for page in pdf]
    for row in told["pages"]:
        if not row["line"] or row["line"] < 2:
            continue
        source = (sample.press / row["source"]).read_text().splitlines()
        near = " ".join(source[row["line"] - 1 : row["line"] + 4])
        first = [w for w in words[row["page"] - 1].split() if len(w) > 6 and w.isalpha()][:12]
        assert any(word in near for word in first), (row, near, first)
    assert sum(bool(row["line"]) for row in told["pages"]) > 10
