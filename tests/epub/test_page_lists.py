"""Whose pages an EPUB lists, where the editor chooses and where not."""

from __future__ import annotations

import pytest

from isgpress.model.rendered import PageMap, PageStart
from isgpress.standards import trims
from tests.epub.conftest import BOOK, INK, PAPER, Opened, made

MARKED = INK.replace("Lampblack", "[p. xi]{.source-page} Lampblack").replace(
    "Linseed", "[p. 12]{.source-page}Linseed and [p. 13]{.source-page} walnut"
)
MARKED_PAPER = PAPER.replace("All ", "[p. 13]{.source-page} All [p. 14]{.source-page} ")
SOURCE = "source-edition: Ink *and* Paper, London, 1886\n"
# what WeasyPrint would have found: the second chapter begins on page 2
PAGES = PageMap(
    trims()["a5"],
    (PageStart(0, "1", "ink", 0), PageStart(1, "2", "paper", 0)),
    (("ink", "1"), ("paper", "2"), ("paper-rag", "2")),
)


def of_source(book: str = BOOK, choice: str = "source") -> str:
    """Give a book.yaml with a source edition, and a choice of the pages to list."""
    chosen = f"000002-6, page-list: {choice}}}" if choice else "000002-6}"
    return SOURCE + book.replace("000002-6}", chosen)


def without_print(book: str) -> str:
    """Give a book.yaml without its print edition."""
    return book.replace("  paperback: {isbn: 978-0-00-000001-9}\n", "")


def listed(opened: Opened) -> list[tuple[str, str]]:
    """Give label and address of each entry of the nav's page list."""
    links = opened.find("nav.xhtml", "//x:nav[@epub:type='page-list']//x:a")
    return [(link.text, link.get("href")) for link in links]


def said(opened: Opened, name: str) -> list[str]:
    """Give the values of a property of the package."""
    return opened.find("content.opf", f"//opf:meta[@property='{name}']/text()")


def test_the_pages_of_the_source_are_listed_where_they_are_chosen() -> None:
    """Each mark is a page break with its label; one that is repeated counts once."""
    opened = made(book_yaml=of_source(), ink_md=MARKED, paper_md=MARKED_PAPER, pages=PAGES)

    assert listed(opened) == [
        ("xi", "text/ink.xhtml#ink-sp-xi"),
        ("12", "text/ink.xhtml#ink-sp-12"),
        ("13", "text/ink.xhtml#ink-sp-13"),
        ("14", "text/paper.xhtml#paper-sp-14"),
    ]
    breaks = [
        (mark.get("id"), mark.get("aria-label"))
        for file in ("text/ink.xhtml", "text/paper.xhtml")
        for mark in opened.find(file, "//*[@role='doc-pagebreak'][@epub:type='pagebreak']")
    ]
    assert breaks == [(a.partition("#")[2], label) for label, a in listed(opened)]


def test_the_source_edition_is_named_as_that_of_the_pages() -> None:
    """Its statement is source and source of the page breaks; the print ISBN is not."""
    opened = made(book_yaml=of_source(), ink_md=MARKED)

    statement = ["Ink and Paper, London, 1886"]
    assert opened.find("content.opf", "//dc:source/text()") == statement
    assert said(opened, "pageBreakSource") == statement
    (heading,) = opened.find("nav.xhtml", "//x:nav[@epub:type='page-list']/x:h2/text()")
    assert heading == "Pages of the source edition"
    (summary,) = said(opened, "schema:accessibilitySummary")
    assert "source edition" in summary
    assert "print edition" not in summary


def test_no_folio_of_print_is_said_among_pages_of_the_source() -> None:
    """A reference by page names the place by its words, where "page 2" would mislead."""
    by_source = made(book_yaml=of_source(), ink_md=MARKED, pages=PAGES)
    by_print = made(book_yaml=of_source(choice=""), ink_md=MARKED, pages=PAGES)

    def reference(opened: Opened) -> str:
        (link,) = opened.find("text/ink.xhtml", "//x:a[@class='page-ref']")
        assert link.get("href") == "paper.xhtml#paper-rag"
        return "".join(link.itertext())

    assert reference(by_print) == "page\u00a02"
    assert reference(by_source) == "Rags"


def test_print_goes_before_source_where_nobody_chose() -> None:
    """With both, the pages of the print edition are listed, by its ISBN."""
    opened = made(book_yaml=of_source(choice=""), ink_md=MARKED, pages=PAGES)

    assert listed(opened) == [("1", "text/ink.xhtml#page-1"), ("2", "text/paper.xhtml#page-2")]
    assert said(opened, "pageBreakSource") == ["urn:isbn:9780000000019"]


def test_the_source_is_listed_where_nothing_is_printed() -> None:
    """Without a print edition the marks in the text are the only pages there are."""
    opened = made(book_yaml=without_print(of_source(choice="")), ink_md=MARKED)

    assert [label for label, _ in listed(opened)] == ["xi", "12", "13"]


@pytest.mark.parametrize("book", [of_source(choice="none"), without_print(BOOK)])
def test_no_pages_are_spoken_of_where_none_are_listed(book: str) -> None:
    """Neither nav, nor NCX, nor metadata knows of pages."""
    opened = made(book_yaml=book, ink_md=INK, pages=PAGES)

    assert listed(opened) == []
    assert opened.find("toc.ncx", "//ncx:pageList") == []
    assert said(opened, "pageBreakSource") == []
    assert "doc-pagebreak" not in opened.files["EPUB/text/ink.xhtml"].decode()
    assert not [f for f in said(opened, "schema:accessibilityFeature") if "page" in f]


@pytest.mark.parametrize(
    ("book", "ink", "expected"),
    [
        (
            of_source(),
            INK,
            "14:46 page-list-of-nothing no pages of a source edition are marked in the text",
        ),
        (
            without_print(of_source(choice="print")),
            INK,
            "14:46 page-list-of-nothing there is no print edition",
        ),
        (
            of_source().replace(SOURCE, ""),
            MARKED,
            "13:46 unnamed-source-edition the edition whose pages are marked in the text",
        ),
        (
            without_print(BOOK),
            MARKED,
            "ink.md:3 unnamed-source-edition the edition whose pages are marked in the text",
        ),
    ],
)
def test_a_choice_with_nothing_to_list_is_reported(book: str, ink: str, expected: str) -> None:
    """The finding stands where the choice does, and no page is listed."""
    opened = made(book_yaml=book, ink_md=ink)

    (found,) = [f"{f.span} {f.rule} {f.message}" for f in opened.findings]
    assert expected in found
    assert listed(opened) == []


def test_the_source_of_the_chapters_names_the_edition() -> None:
    """Where every marked chapter says the same source, book.yaml need not repeat it."""
    text = f"---\nsource: The Printer's Friend, 1886\n---\n\n{MARKED}"
    opened = made(book_yaml=of_source().replace(SOURCE, ""), ink_md=text)

    assert said(opened, "pageBreakSource") == ["The Printer’s Friend, 1886"]
