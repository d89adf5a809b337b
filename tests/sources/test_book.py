"""What a press and a book become when nothing is wrong with them."""

from __future__ import annotations

import pytest

from isgpress.findings import Span
from isgpress.model.date import Date
from isgpress.model.publication import (
    Book,
    Edition,
    Kind,
    Matter,
    Press,
    Price,
    Section,
    Series,
    Trim,
)
from isgpress.sources import discover, front_matter, load_book, load_press
from isgpress.world import MemoryWorld

PRESS = "name: Gutter Lane Press\nimprint: Gutter Lane\nplace: London\nlanguage: en-GB\n"
BOOK = """\
title: The Print Workers' Handbook
kind: study-guide
date: 2026-11
language: FR
contributors:
  - {name: Ana Silva, role: editor, biography: edits.}
  - {name: The Night Shift, role: aut}
series: {title: Papers, number: 3, issn: 1234-5679}
original: {title: Livro, language: pt}
licence: CC-BY-SA-4.0
trim: {width: 120, height: 180}
cover: {image: images/cover.png, alt: A press}
editions:
  paperback: {isbn: 978-0-306-40615-7, price: {amount: "12.99", currency: GBP}}
  epub: {embed-fonts: true}
contents:
  front:
    - half-title
    - dedication: For the *night shift*
    - epigraph: Small is the letter
      source: Saying
    - preface: 00 Préface.md
  body:
    - 01-shop.md
    - chapter: 02.md
      title: Another title
      number: 5
    - part: The Sheet
      file: sheet.md
      chapters: [03.md]
    - part: The Bill
      number: none
      chapters:
        - chapter: 04.md
          number: none
        - sub/02.md
  back:
    - appendix: a.md
    - appendix: b.md
    - index
"""
FILES = {
    "press.yaml": PRESS,
    "books/guide/book.yaml": BOOK,
    "books/guide/images/cover.png": "",
    "books/guide/01-shop.md": """\
---
title: The shop
authors: [Ana Silva, {name: Li Wei, sort-name: "Li, Wei", biography: writes.}]
translators: Bo Berg
epigraph:
  - {text: One, source: Two}
  - Three
language: de
date: 4 May 1921
source: Archive
status: Adopted
---
Text.
""",
    "books/guide/02.md": "---\ntitle: In the file\nsubtitle: Kept\nnumber: 9\n---\nText.\n",
    **{
        f"books/guide/{name}.md": "Text.\n"
        for name in ("00 Préface", "sheet", "03", "04", "sub/02", "a", "b")
    },
}


@pytest.fixture
def book() -> Book:
    """Give the book that the files above describe."""
    world = MemoryWorld(FILES)
    press, findings = load_press(world)
    book, more = load_book(world, press, "guide")
    assert (findings, more) == ((), ())
    assert book is not None
    return book


def section(book: Book, slug: str) -> Section:
    """Give the section of that slug."""
    return next(s for s in book.sections if s.slug == slug)


def test_a_press() -> None:
    """A press says what press.yaml says, and lists its books."""
    press, findings = load_press(MemoryWorld(FILES))

    assert findings == ()
    assert press == Press(
        name="Gutter Lane Press",
        imprint="Gutter Lane",
        place="London",
        language="en-GB",
        theme="",
        books=("guide",),
        span=Span("press.yaml", 1, 1),
    )


def test_titles_are_found_in_order() -> None:
    """Folders with a book.yaml are titles; those set aside and stray files are not."""
    files = dict.fromkeys(("books/b/book.yaml", "books/a/book.yaml", "books/_c/book.yaml"), "")

    assert discover(MemoryWorld(files | {"books/notes.txt": ""})) == (("a", "b"), ())
    assert discover(MemoryWorld({})) == ((), ())


def test_what_the_title_says(book: Book) -> None:
    """Keys of book.yaml become fields, in standard forms."""
    assert book.title == "The Print Workers' Handbook"
    assert book.kind is Kind.STUDY_GUIDE
    assert book.date == Date(2026, 11)
    assert book.language == "fr"
    assert book.series == Series("Papers", "3", "1234-5679")
    assert (book.original_title, book.original_language) == ("Livro", "pt")
    assert book.licence_url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert book.trim == Trim("120 × 180 mm", 120, 180)
    assert book.cover.image == "books/guide/images/cover.png"


def test_what_the_press_says_for_its_titles(book: Book) -> None:
    """What book.yaml leaves out comes from the press, the theme from the kind."""
    assert (book.publisher, book.place) == ("Gutter Lane", "London")
    assert book.theme == "study-guide"


def test_people_get_sort_names_and_codes(book: Book) -> None:
    """Roles are MARC codes; surnames come first where no sort name is given."""
    people = [(who.name, who.role, who.sort_name) for who in book.contributors]

    assert people == [
        ("Ana Silva", "edt", "Silva, Ana"),
        ("The Night Shift", "aut", "Night Shift, The"),
    ]


def test_editions(book: Book) -> None:
    """Only the editions that are named are made, each with its own ISBN."""
    spans = [edition.span for edition in book.editions]

    assert book.editions == (
        Edition("paperback", "9780306406157", Price("12.99", "GBP"), span=spans[0]),
        Edition("epub", embed_fonts=True, span=spans[1]),
    )
    assert spans[0] == Span("books/guide/book.yaml", 14, 21, 14, 38)


def test_sections_in_reading_order(book: Book) -> None:
    """Every entry becomes a section with role, slug, number and part."""
    rows = [(s.role, s.slug, s.number, s.part) for s in book.sections]

    assert rows == [
        ("half-title", "half-title", "", ""),
        ("dedication", "dedication", "", ""),
        ("epigraph", "epigraph", "", ""),
        ("preface", "s-00-preface", "", ""),
        ("chapter", "s-01-shop", "1", ""),
        ("chapter", "s-02", "5", ""),
        ("part", "sheet", "I", ""),
        ("chapter", "s-03", "6", "sheet"),
        ("part", "part-2", "", ""),
        ("chapter", "s-04", "", "part-2"),
        ("chapter", "s-02-2", "7", "part-2"),
        ("appendix", "a", "A", ""),
        ("appendix", "b", "B", ""),
        ("index", "index", "", ""),
    ]
    assert [s.matter for s in book.sections[3:5]] == [Matter.FRONT, Matter.BODY]


def test_texts_of_the_contents_list(book: Book) -> None:
    """A dedication and an epigraph can be written in the list."""
    assert section(book, "dedication").text == "For the *night shift*"
    assert section(book, "epigraph").epigraphs == (("Small is the letter", "Saying"),)


def test_front_matter_of_a_chapter(book: Book) -> None:
    """Front matter fills the section; known people bring their biographies."""
    chapter = section(book, "s-01-shop")
    authors = [(w.name, w.role, w.sort_name, w.biography) for w in chapter.authors]

    assert chapter.title == "The shop"
    assert chapter.body_line == 13
    assert authors == [
        ("Ana Silva", "aut", "Silva, Ana", "edits."),
        ("Li Wei", "aut", "Li, Wei", "writes."),
    ]
    assert [(w.name, w.role) for w in chapter.translators] == [("Bo Berg", "trl")]
    assert chapter.epigraphs == (("One", "Two"), ("Three", ""))
    assert (chapter.language, chapter.original_date) == ("de", "4 May 1921")
    assert (chapter.source, chapter.status) == ("Archive", "Adopted")
    assert chapter.authors[0].span == Span("books/guide/01-shop.md", 3, 11, 3, 20)


def test_the_contents_list_wins_over_front_matter(book: Book) -> None:
    """An override replaces its key and no other."""
    chapter = section(book, "s-02")

    assert (chapter.title, chapter.subtitle, chapter.number) == ("Another title", "Kept", "5")


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ("arabic", ["1", "2"]),
        ("roman", ["I", "II"]),
        ("words", ["One", "Two"]),
        ("none", ["", ""]),
    ],
)
def test_numbering(numbering: str, numbers: list[str]) -> None:
    """Chapters are numbered as the title wants; a single appendix has no letter."""
    book = (
        f"title: A\nkind: collection\ndate: 2026\nnumbering: {numbering}\n"
        "contents: {body: [1.md, 2.md], back: [{appendix: 3.md}]}\n"
    )
    files = {f"books/a/{n}.md": "Text.\n" for n in (1, 2, 3)}
    world = MemoryWorld({"press.yaml": PRESS, "books/a/book.yaml": book, **files})
    press, _ = load_press(world)
    loaded, findings = load_book(world, press, "a")

    assert findings == ()
    assert loaded is not None
    assert [s.number for s in loaded.sections if s.matter is Matter.BODY] == numbers
    assert loaded.sections[-1].number == ""
    roles = [s.role for s in loaded.sections if s.matter is Matter.FRONT]
    assert roles == ["half-title", "title-page", "imprint", "contents"]
    assert [e.name for e in loaded.editions] == ["paperback", "epub", "pdf"]


def test_errors_leave_what_is_right() -> None:
    """With an error in book.yaml the rest is still read, so that its text is checked."""
    book = (
        "titel: A\ndate: never\nkind: collection\ncontents: {body: [1.md, {chapter: 2.md}]}\n"
    )
    world = MemoryWorld(
        {
            "press.yaml": PRESS,
            "books/a/book.yaml": book,
            "books/a/1.md": "x",
            "books/a/2.md": "---\ntitel: x\n---\nx",
        }
    )
    press, _ = load_press(world)
    loaded, findings = load_book(world, press, "a")

    assert loaded is not None
    assert [s.file for s in loaded.sections if s.file] == ["books/a/1.md", "books/a/2.md"]
    assert [f.rule for f in findings] == [
        "missing-key",
        "unknown-key",
        "bad-date",
        "unknown-key",
    ]


def test_front_matter_is_split_off() -> None:
    """The body starts after the second line of hyphens, and knows its line."""
    matter = front_matter("---\ntitle: A\n...\nText.\n---\nMore.\n")

    assert (matter.body, matter.body_line) == ("Text.\n---\nMore.\n", 4)
    assert matter.values is not None
    assert front_matter("Text.\n") == (None, "Text.\n", 1, ())
