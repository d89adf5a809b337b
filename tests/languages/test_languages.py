"""Chapters and books in other scripts: directions, fonts, words, and what judges say."""

from __future__ import annotations

import ctypes
import subprocess
import zipfile
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import etree
from pypdfium2 import raw

from isgpress.check.validators import ace, epubcheck, verapdf
from tests.samples import test_page_list as pages

if TYPE_CHECKING:
    from tests.conftest import Sample

pytestmark = pytest.mark.slow
Books = dict[str, "Sample"]
Need = Callable[[ModuleType], None]
OPF = {"o": "http://www.idpf.org/2007/opf", "h": "http://www.w3.org/1999/xhtml"}


def read(book: Sample, name: str) -> etree._Element:
    """Give the root of a file of an EPUB, by the end of its name."""
    with zipfile.ZipFile(book.edition(".epub")) as epub:
        (found,) = (n for n in epub.namelist() if n.endswith(name))
        return etree.fromstring(epub.read(found))


def text_of(book: Sample) -> str:
    """Give the text of the screen PDF as poppler reads it, in one line."""
    command = ["pdftotext", "-enc", "UTF-8", str(book.edition(".pdf")), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def fonts_of(book: Sample, wanted: tuple[str, ...]) -> list[str]:
    """Give the name of the font in which words begin, as the PDF has it."""
    found = []
    room, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    with pypdfium2.PdfDocument(book.edition(".pdf")) as document:
        pages = [document[n].get_textpage() for n in range(len(document))]
        for words in wanted:
            page = next(page for page in pages if words in page.get_text_range())
            at, _ = page.search(words).get_next()
            raw.FPDFText_GetFontInfo(page, at, room, len(room), flags)
            found.append(room.value.decode())
    return found


@pytest.mark.validators
def test_judges_find_nothing(books: Books, need_validator: Need) -> None:
    """EPUBCheck and Ace over the e-book, veraPDF over the PDF by what it claims."""
    for validator in (epubcheck, ace, verapdf):
        need_validator(validator)
    epubs = [book.edition(".epub") for book in books.values()]

    assert epubcheck.check(epubs) == ()
    assert ace.check(epubs) == ()
    for slug, flavours in (("many", ("ua2", "4f")), ("persian", ("ua1", "2a"))):
        path = books[slug].edition(".pdf")
        assert verapdf.claims(path) == flavours
        assert verapdf.check([path], flavours) == ()


def test_pages_are_listed_before_their_first_words(books: Books) -> None:
    """Also where text runs from right to left; none is left out where notes stand apart."""
    for book in books.values():
        pages.test_every_page_of_the_print_edition_is_listed(book)
    pages.test_each_break_stands_before_the_word_with_which_its_page_begins(books["persian"])


def test_each_chapter_has_its_direction(books: Books) -> None:
    """Arabic and Hebrew ones run from right to left, in a book whose pages do not."""
    spine = read(books["many"], "content.opf").find(".//o:spine", OPF)
    assert spine.get("page-progression-direction") in (None, "ltr")
    found = {
        name: (root.get("lang"), root.get("dir") or root.find("h:body", OPF).get("dir"))
        for name in ("english", "arabic", "hebrew", "chinese")
        if (root := read(books["many"], f"-{name}.xhtml")) is not None
    }
    assert found["arabic"] == ("ar", "rtl")
    assert found["hebrew"] == ("he", "rtl")
    assert found["chinese"][0] == "zh"
    assert {found["english"][1], found["chinese"][1]} <= {None, "ltr"}


def test_a_book_from_right_to_left_is_mirrored(books: Books) -> None:
    """Its pages turn the other way; the wider margin of a recto is on the other side."""
    spine = read(books["persian"], "content.opf").find(".//o:spine", OPF)
    assert spine.get("page-progression-direction") == "rtl"
    with pikepdf.open(books["persian"].edition(".pdf")) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
    (persian, recto), (english, other) = (
        _margins(books[slug].edition(".pdf"), label)
        for slug, label in (("persian", "3"), ("many", "1"))
    )
    assert persian > recto + 2  # points: the outer margin, then the inner one, at the spine
    assert other > english + 2


def _margins(path: object, label: str) -> tuple[float, float]:
    """Give the margins left and right of the text on a page, in points."""
    with pikepdf.open(path) as pdf:  # type: ignore[arg-type]
        number = [page.label for page in pdf.pages].index(label)
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[number]
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        width = page.get_width()
    return min(b[0] for b in boxes if b[2] > b[0]), width - max(b[2] for b in boxes)


def test_isgpress_speaks_the_language_of_the_book(books: Books) -> None:
    """The heading of the contents, in print and on screens, and the summary in the package."""
    assert "فهرست مطالب" in text_of(books["persian"])
    heading = read(books["persian"], "nav.xhtml").find(".//h:h1", OPF)
    assert "".join(heading.itertext()) == "فهرست مطالب"
    package = read(books["persian"], "content.opf")
    summary = package.xpath(
        "//o:meta[@property='schema:accessibilitySummary']/text()", namespaces=OPF
    )
    assert summary[0].startswith("متن را می‌توان")


def test_every_script_has_a_font_of_its_own(books: Books) -> None:
    """Han is drawn as the language of the words asks; the letters can be read back."""
    with pikepdf.open(books["many"].edition(".pdf")) as pdf:
        names = {
            str(o.BaseFont).partition("+")[2]
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
        }
    for family in ("arabic", "hebrew", "japanese", "korean", "chinese"):
        assert any(name.startswith(f"isg-{family}") for name in names), family
    assert not any("traditional" in name for name in names)
    said = text_of(books["many"])
    for words in ("日本語の組版", "한국어 단어", "印刷工人把铅字排成行，再排成页。"):
        assert words in said


def test_latin_letters_keep_the_fonts_of_the_text(books: Books) -> None:
    """Korean, Arabic and Yiddish in Latin letters are stressed as the words around them."""
    fonts = fonts_of(books["many"], ("juste", "Jikji", "Naql", "Undzer"))

    assert len(set(fonts)) == 1
    assert "Italic" in fonts[0]


def test_a_play_keeps_its_lines(books: Books) -> None:
    """Who speaks stands above the lines; a shared line is set in."""
    chapter = read(books["many"], "play.xhtml")
    speeches = chapter.xpath("//h:p[@class='speech']", namespaces=OPF)
    assert [[s.text for s in speech] for speech in speeches] == [
        ["PEDLAR:", "Who goes there,", "that knocks so late?"],
        ["Watchman", "A friend."],
    ]
    assert speeches[1][1].get("class") == "line indent-1"
    assert "Who goes there, that knocks so late?" in text_of(books["many"])
