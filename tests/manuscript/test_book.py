"""Several files: links over them, numbers, ids, and words."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from isgpress.findings import Severity
from isgpress.manuscript import link, missing_words, parse_section, source_words, words
from isgpress.manuscript.link import section_number
from isgpress.model.date import Date
from isgpress.model.publication import Book, Kind, Matter, Section
from isgpress.world import MemoryWorld


def read_book(files: dict[str, str], **changes: str) -> tuple:
    """Parse and link a book of files."""
    sections = tuple(
        Section("chapter", Matter.BODY, f"s-{name[:-3]}", f"b/{name}", number=str(n))
        for n, name in enumerate(files, 1)
    )
    book = Book("b", "b", "T", Kind.MONOGRAPH, "en-GB", Date(2026), sections=sections)
    book = replace(book, sections=tuple(replace(s, **changes) for s in sections))
    world = MemoryWorld({f"b/{name}": text for name, text in files.items()})
    parsed = [parse_section(world, book, s) for s in book.sections]
    manuscript = link(book, tuple(d for d, _ in parsed))
    return manuscript, [f for _, fs in parsed for f in fs] + list(manuscript.findings)


def test_links_lead_over_files() -> None:
    """A link by file and id, and a reference by id alone, find their place."""
    manuscript, findings = read_book(
        {
            "1.md": "# One\n\n[there](2.md#here), {ref:here}, [two](2.md), {ref:2.md}\n",
            "2.md": "# Two\n\n## A place {#here}\n\n[back](1.md#s)\n\n[self](#here)\n",
        }
    )
    body = manuscript.documents[0].body
    assert '<a class="xref" href="#s-2-here">there</a>' in body
    assert '<a class="xref" href="#s-2-here">A place</a>' in body
    assert '<a class="xref" href="#s-2">two</a>' in body
    assert '<a class="xref" href="#s-2">Chapter 2</a>' in body
    assert [(f.rule, f.span.path, f.span.line) for f in findings] == [
        ("dead-cross-reference", "b/2.md", 5)
    ]


def test_an_id_in_several_files_must_be_told_apart() -> None:
    """An id that the own file lacks and two others have is ambiguous."""
    place = "# T\n\n## P {#p}\n"
    _, findings = read_book({"1.md": "# T\n\n{ref:p}\n", "2.md": place, "3.md": place})
    assert [f.rule for f in findings] == ["duplicate-id", "ambiguous-cross-reference"]
    own = read_book({"1.md": place + "\n{ref:p}\n", "2.md": place})[1]
    assert [(f.rule, f.severity) for f in own] == [("duplicate-id", Severity.WARNING)]


@pytest.mark.parametrize(
    ("number", "label"), [("3", "Table 3.1"), ("IV", "Table 4.1"), ("", "Table 1")]
)
def test_tables_are_numbered_by_chapter(number: str, label: str) -> None:
    """The chapter's number stands before the table's, in arabic figures."""
    text = "# T\n\nTable: Wages {#w}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{ref:w}\n"
    manuscript, _ = read_book({"1.md": text}, number=number)
    document = manuscript.documents[0]
    assert f'<span class="label">{label}</span> <span class="caption">Wages' in document.body
    assert f">{label}</a>" in document.body
    assert label in {t.label for t in document.targets if t.kind == "table"}


def test_numbers_run_on_where_chapters_have_none() -> None:
    """Without chapter numbers, tables are counted through the title."""
    text = "# T\n\nTable: Wages {#w}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    manuscript, _ = read_book({"1.md": text, "2.md": text}, number="")
    assert "Table 2<" in manuscript.documents[1].body


def test_a_number_in_words_gives_its_place() -> None:
    """Chapters numbered in words are counted; appendices keep their letter."""
    one = Section("chapter", Matter.BODY, "a", number="One")
    two = Section("chapter", Matter.BODY, "b", number="Two")
    app = Section("appendix", Matter.BACK, "c", number="B")
    book = Book("b", "b", "T", Kind.MONOGRAPH, "en", Date(2026), sections=(one, two, app))
    assert [section_number(s, book) for s in book.sections] == ["1", "2", "B"]


def test_a_title_from_the_contents_replaces_the_heading() -> None:
    """The ``#`` heading goes, and its words are not missed."""
    manuscript, findings = read_book({"1.md": "# Old words\n\nText\n"}, title="The *new* 'one'")
    assert manuscript.documents[0].title == "The <em>new</em> ‘one’"
    assert "Old" not in manuscript.documents[0].body
    assert not findings


def test_front_matter_counts_in_lines() -> None:
    """Lines are those of the file, front matter included."""
    manuscript, findings = read_book(
        {"1.md": "---\ntitle: X\n---\n\nA\n\n{ref:no}\n"}, title="X", body_line=4
    )
    assert 'data-line="5"' in manuscript.documents[0].body
    assert [f.span.line for f in findings] == [7]


def test_a_document_can_be_kept(tmp_path) -> None:  # noqa: ANN001
    """A parsed document pickles, and links the same afterwards."""
    text = "# T\n\nA[^1] {index:b} [c](#d)\n\n## D {#d}\n\n[^1]: e\n"
    section = Section("chapter", Matter.BODY, "s-1", "b/1.md", number="1")
    book = Book("b", "b", "T", Kind.MONOGRAPH, "en", Date(2026), sections=(section,))
    document, _ = parse_section(MemoryWorld({"b/1.md": text}), book, section)
    kept = pickle.loads(pickle.dumps(document))  # noqa: S301 - our own
    assert link(book, (kept,)) == link(book, (document,))


def test_reading_is_recorded() -> None:
    """The cache sees every file that a section depends on, also one that is absent."""
    world = MemoryWorld({"b/1.md": "# T\n\n![x](p.png)\n"})
    section = Section("chapter", Matter.BODY, "s-1", "b/1.md")
    book = Book("b", "b", "T", Kind.MONOGRAPH, "en", Date(2026), sections=(section,))
    with world.recording() as record:
        parse_section(world, book, section)
    assert record.keys() == {"b/1.md", "b/p.png"}
    assert record["b/p.png"] is None


def test_words_are_those_of_the_corpus_tool() -> None:
    """Hyphens and apostrophes join, soft hyphens vanish, Han signs count singly."""
    assert words("<p>It’s half-way <em>un</em>done</p><p>co\u00adop 中文 x_y</p>") == [
        "It's", "half-way", "undone", "coop", "中", "文", "x", "y",
    ]  # fmt: skip


def test_calls_of_notes_are_no_words() -> None:
    """The number at a call is not part of the text."""
    assert words('<p>a<a class="note-call" id="x" href="#y">12</a> b</p>') == ["a", "b"]


def test_a_missing_word_is_found_with_its_line() -> None:
    """A word that the document lacks is named, with the file's line."""
    text = "# T\n\nOne two\n\nthree *four*{lang=fr} five\n"
    assert source_words(text) == ["T", "One", "two", "three", "four", "five"]
    assert missing_words(text, "T One two three four five", titled=False) is None
    assert missing_words(text, "T One two three five", titled=False) == (
        "four",
        5,
    )


def test_moved_and_parted_words_are_not_missing() -> None:
    """Notes stand elsewhere, and a word may be parted in another way."""
    text = "# T\n\na*b*c d[^1]\n\n[^1]: e\n"
    assert missing_words(text, "e T a b c d", titled=False) is None
