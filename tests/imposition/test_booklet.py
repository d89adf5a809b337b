"""A sample's pages on paper: read from the rendered sheets, by the command."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.warm import isgpress

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Sample

pytestmark = pytest.mark.slow

MM = 72 / 25.4


def letters(words: list[str]) -> Counter[str]:
    """Count the letters of some words: hyphens and order depend on who reads."""
    return Counter(c for word in words for c in word if c.isalnum())


def test_an_imposed_pamphlet_folds_into_its_pages(
    build_sample: Callable[[str], Sample],
) -> None:
    """Each half of a sheet has the words of the page that the fold brings there."""
    sample = build_sample("chapel-rules")
    done = isgpress("--press", sample.press, "impose", sample.slug, "--paper", "a4")
    assert done.returncode == 0, done.stderr
    assert "5 sheets of 297 × 210 mm" in done.stdout
    assert "creep up to" in done.stdout

    with pypdfium2.PdfDocument(sample.edition("-print.pdf")) as pdf:
        pages = [p.get_textpage().get_text_range().split() for p in pdf]
    with pypdfium2.PdfDocument(sample.edition("-booklet.pdf")) as sheets:
        halves = []
        for sheet in sheets:
            width, height = sheet.get_size()
            assert width / MM == pytest.approx(297, abs=0.01)
            text = sheet.get_textpage()
            halves.append(
                [
                    text.get_text_bounded(x, 0, x + width / 2, height).split()
                    for x in (0, width / 2)
                ]
            )
    count = len(pages)
    for number in range(0, len(halves), 2):
        front, back = halves[number], halves[number + 1]
        wanted = [
            pages[count - 1 - number],
            pages[number],
            pages[number + 1],
            pages[-2 - number],
        ]
        for found, page in zip([*front, *back], wanted, strict=True):
            assert letters(found) == letters(page)


def test_what_is_not_built_is_told(build_sample: Callable[[str], Sample]) -> None:
    """A title without print edition has no sheets."""
    sample = build_sample("gn7")
    done = isgpress("--press", sample.press, "impose", "gn7")

    assert done.returncode == 1
    assert "error[not-built]" in done.stderr
    assert "Traceback" not in done.stderr
