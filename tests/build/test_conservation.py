"""Word conservation: what counts as lost, and where it is said to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from isgpress.check.conservation import Loss, among, in_order, line_of, without_references
from isgpress.check.finished import bare_words, read_pages

if TYPE_CHECKING:
    from .conftest import Press

TEXT = [
    "the",
    "night",
    "shift",
    "voted",
    "to",
    "share",
    "the",
    "second",
    "press",
    "with",
    "binders",
]


def test_words_in_order_are_not_lost() -> None:
    """The same words in the same order are no loss."""
    assert in_order(TEXT, list(TEXT)) is None


def test_the_first_missing_words_are_named() -> None:
    """A run that is not there is given from its first word on, with its place."""
    assert in_order(TEXT, TEXT[:3] + TEXT[6:]) == Loss(("voted", "to", "share"), 3)


def test_words_that_changed_places_are_a_loss() -> None:
    """The same words in another order differ."""
    assert in_order(TEXT, TEXT[4:] + TEXT[:4]) is not None


def test_words_too_many_are_reported_without_words() -> None:
    """Words that only the file has are told from words that it lacks."""
    assert in_order(TEXT, [*TEXT, "again"]) == Loss((), len(TEXT))


def test_a_word_broken_at_a_line_counts_as_whole() -> None:
    """Hyphens at the ends of lines, typed or not, are no loss."""
    pages = read_pages(
        ["the night\u2010\r\nshift was a well-\r\nknown one, a co\ufffeoperative"]
    )

    assert (
        pages.lacks(bare_words("the night-shift was a well-known one, a co-operative")) == set()
    )


def test_a_word_broken_over_two_pages_counts_as_whole() -> None:
    """Folio and running head may stand between the halves of a word."""
    pages = read_pages(
        ["they went on advocat\u2010\r\n68 David Berry", "The will to code 69\r\ning it"]
    )

    assert pages.lacks(bare_words("they went on advocating it")) == set()


def test_a_word_printed_too_seldom_is_missed() -> None:
    """A paragraph that is gone is seen by its words, though each stands elsewhere too."""
    paragraph = "the delegates walked home through the snow"
    pages = read_pages([paragraph])

    assert pages.lacks(bare_words(f"{paragraph} {paragraph}")) >= {"delegates", "snow"}


@pytest.mark.parametrize(
    "text", ["Größe und Maß", "Μέγεθος ἀρχή", "слово о полку", "中文字", "שָׁלוֹם"]
)
def test_every_script_has_words(text: str) -> None:
    """Texts of any script find themselves, and not the empty page."""
    assert read_pages([text]).lacks(bare_words(text)) == set()
    assert read_pages([""]).lacks(bare_words(text)) == set(bare_words(text)) != set()


def test_a_lost_word_has_the_line_of_its_block() -> None:
    """The line is that of the block in which the word stands."""
    fragment = '<p data-line="3">one two</p><p data-line="7">three four</p>'

    assert [line_of(fragment, at) for at in range(4)] == [3, 3, 7, 7]


def test_missing_words_are_found_among_the_expected() -> None:
    """The first missing word gives the place."""
    assert among(TEXT, {"binders", "shift"}) == Loss(("shift", "binders"), 2)


def test_page_references_are_left_out() -> None:
    """What a page reference says is not the manuscript's."""
    fragment = '<p>see <a class="page-ref" href="#x">Rents</a>, there</p>'

    assert without_references(fragment) == "<p>see , there</p>"


@pytest.mark.slow
def test_a_theme_that_hides_text_is_found_out(press: Press) -> None:
    """Text that a style sheet hides in print is an error, and nothing is written."""
    theme = "extends: paperback\nstylesheets: {print: [print/hide.css]}\n"
    press.write("/templates/hiding/theme.yaml", theme)
    press.write("/templates/hiding/print/hide.css", "table { display: none }\n")
    press.change("book.yaml", "date:", "theme: hiding\ndate:")

    done = press.run("build", "small", "--edition", "pdf")

    assert done.returncode == 1, done.stderr
    assert "words-lost" in done.stderr
    assert "books/small/01-first.md:13" in done.stderr
    assert "Sheets printed" in done.stderr
    assert not press.output("pdf").exists()
