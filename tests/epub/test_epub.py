"""What stands in a finished EPUB."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.epub.conftest import BOOK, INK, Opened, made

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def test_the_mimetype_comes_first_and_stored(opened: Opened) -> None:
    """The first entry is the bare mimetype, so that a file's kind shows in its first bytes."""
    with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
        first = archive.infolist()[0]

    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert opened.data[30:58] == b"mimetypeapplication/epub+zip"


def test_the_same_title_gives_the_same_bytes(opened: Opened) -> None:
    """Two builds are equal byte by byte."""
    assert made().data == opened.data


def test_the_spine_follows_the_contents(opened: Opened) -> None:
    """Pages stand in the order of book.yaml, the nav in the place of the contents."""
    ids = opened.find("content.opf", "//opf:itemref/@idref")

    assert ids == [
        "page-cover", "page-title-page", "page-imprint", "page-nav", "page-part-1",
        "page-ink", "page-paper", "page-list-of-figures", "page-index",
    ]  # fmt: skip


def test_contents_nest_chapters_in_parts_and_headings_in_chapters(opened: Opened) -> None:
    """The nav and the NCX say the same, part over chapter over heading."""
    nav = opened.find("nav.xhtml", "//x:nav[@id='toc']//x:a")
    ncx = opened.find("toc.ncx", "//ncx:text")

    titles = [" ".join("".join(a.itertext()).split()) for a in nav]
    assert titles == [
        "Part I The Shop", "1 Of ink Jo Stone", "Of oil", "2 Of paper", "Rags",
        "Figures", "Index",
    ]  # fmt: skip
    assert [t.text for t in ncx][1:] == [t.replace(" Jo Stone", "") for t in titles]
    depths = [len(a.xpath("ancestor::*[local-name()='ol']")) for a in nav]
    assert depths == [1, 2, 3, 2, 3, 1, 1]


def test_every_link_leads_somewhere(opened: Opened) -> None:
    """Each address in a page, the nav and the NCX names a file and an id that are there."""
    for name in [n for n in opened.files if n.endswith((".xhtml", ".ncx"))]:
        text = opened.files[name].decode()
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            if address.startswith("http"):
                continue
            path, _, target = address.partition("#")
            folder = name.rpartition("/")[0]
            parts = [*folder.split("/"), *path.split("/")] if path else name.split("/")
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            file = "/".join(parts)
            assert file in opened.files, (name, address)
            if target:
                assert f'id="{target}"' in opened.files[file].decode(), (name, address)


def test_a_note_stands_with_its_call(opened: Opened) -> None:
    """Call and note are in one file, each a link to the other, with their roles."""
    (call,) = opened.find("text/ink.xhtml", "//x:a[@epub:type='noteref']")
    (note,) = opened.find("text/ink.xhtml", "//x:aside[@epub:type='footnote']")
    (back,) = note.xpath(".//*[@role='doc-backlink']")

    assert call.get("href") == f"#{note.get('id')}"
    assert back.get("href") == f"#{call.get('id')}"
    assert call.get("role") == "doc-noteref"
    assert "".join(note.itertext()).split() == ["1", "Boiled,", "not", "burnt."]


def test_code_that_looks_like_markup_stays(opened: Opened) -> None:
    """An attribute in the text is text, one in a tag gets its XML twin."""
    (code,) = opened.find("text/ink.xhtml", "//x:code")
    (word,) = opened.find("text/ink.xhtml", "//x:em[@lang='fr']")

    assert code.text == 'lang="fr"'
    assert word.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_what_stands_beside_the_text_is_no_landmark() -> None:
    """Boxes and pull quotes say what they are, and are not met as nameless landmarks."""
    aside = "/// pull-quote\nOil dries.\n///\n\n/// box | Soot\nIt is carbon.\n///\n"
    opened = made(ink_md=f"# Of ink\n\n{aside}")

    found = opened.find("text/ink.xhtml", "//x:aside")
    assert [(a.get("class"), a.get(EPUB_TYPE), a.get("role")) for a in found] == [
        ("pull-quote", "pullquote", "doc-pullquote"),
        ("box", None, "note"),
    ]


def test_no_source_line_is_left(opened: Opened) -> None:
    """What only the build needs is not shipped."""
    assert not any(b"data-line" in data for data in opened.files.values())


def test_the_index_leads_to_passages_by_their_headings(opened: Opened) -> None:
    """A place is named by the heading above it, several under one heading are numbered."""
    terms = opened.find("text/index.xhtml", "//x:ul[@class='index-letter']/x:li")
    links = opened.find("text/index.xhtml", "//x:a")

    assert [" ".join("".join(t.itertext()).split()) for t in terms] == [
        "ink: Of ink; Rags 1, 2; see also paper",
        "paper of rags: Rags",
    ]
    assert [(a.get("href"), a.get("aria-label")) for a in links] == [
        ("ink.xhtml#ink-ix-1", None),
        ("paper.xhtml#paper-ix-1", "Rags, 1"),
        ("paper.xhtml#paper-ix-3", "Rags, 2"),
        ("paper.xhtml#paper-ix-2", None),
    ]


def test_metadata_says_who_and_what(opened: Opened) -> None:
    """Titles, people with roles, series, subjects, ISBN and full date are there."""
    metadata = opened.find("content.opf", "//opf:metadata")[0]
    found = [
        (e.tag.rpartition("}")[2], e.get("property"), e.get("refines"), e.text)
        for e in metadata
    ]

    for expected in [
        ("identifier", None, None, "urn:isbn:9780000000026"),
        ("title", None, None, "Ink & Paper"),
        ("meta", "title-type", "#subtitle", "subtitle"),
        ("creator", None, None, "Ana Silva"),
        ("meta", "role", "#person-1", "edt"),
        ("meta", "file-as", "#person-1", "Silva, Ana"),
        ("contributor", None, None, "Jo Stone"),
        ("meta", "belongs-to-collection", None, "Small Books"),
        ("meta", "group-position", "#series", "3"),
        ("meta", "authority", "#subject-1", "THEMA"),
        ("date", None, None, "2026-11-23T00:00:00Z"),
        ("meta", "dcterms:modified", None, "2026-11-23T00:00:00Z"),
        ("meta", "schema:accessibilityFeature", None, "alternativeText"),
    ]:
        assert expected in found
    assert ("source", None, None, "urn:isbn:9780000000019") in found
    (link,) = opened.find("content.opf", "//opf:link[@rel='dcterms:license']/@href")
    assert link == "https://creativecommons.org/licenses/by/4.0/"


def test_titles_lose_their_marks_where_they_are_data() -> None:
    """Markdown in a title is set on its page, and left out of metadata and outline."""
    opened = made(book_yaml=BOOK.replace("title: Ink & Paper", "title: The *Ink*"))

    titles = opened.find("content.opf", "//dc:title/text()")
    (outline,) = opened.find("toc.ncx", "//ncx:docTitle/ncx:text/text()")
    assert (titles[0], outline) == ("The Ink", "The Ink")
    (heading,) = opened.find("text/title-page.xhtml", "//x:h1/x:em/text()")
    assert heading == "Ink"


def test_metadata_has_the_quotation_marks_of_its_language() -> None:
    """In title and description, without marks of Markdown; spaces are ordinary ones."""
    book = BOOK.replace("en-GB", "fr").replace("Two essays about ink.", 'Un *vrai* "roman" !')
    opened = made(book_yaml=book.replace("title: Ink & Paper", """title: '"Oui" : un roman'"""))

    assert opened.find("content.opf", "//dc:title/text()")[0] == "« Oui » : un roman"
    assert opened.find("content.opf", "//dc:description/text()") == ["Un vrai « roman » !"]


def test_a_picture_without_description_takes_the_claim_away() -> None:
    """No alternativeText is claimed, and text alone does not suffice."""
    opened = made(ink_md=INK.replace("![An open pot]", "![]"))

    features = opened.find(
        "content.opf", "//opf:meta[starts-with(@property, 'schema:')]/text()"
    )
    assert "alternativeText" not in features
    assert "textual,visual" in features


def test_an_epub_without_isbn_has_a_lasting_identifier() -> None:
    """The identifier is a UUID that follows from press and title."""
    changed = BOOK.replace(
        "editions:\n  epub: {isbn: 978-0-00-000002-6}", "editions:\n  epub: {}"
    )

    (identifier,) = made(book_yaml=changed).find("content.opf", "//dc:identifier/text()")
    assert identifier.startswith("urn:uuid:")
    assert (
        identifier == made(book_yaml=changed).find("content.opf", "//dc:identifier/text()")[0]
    )


def test_the_date_of_the_last_change_can_be_prescribed(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH dates the change; the publication keeps its own date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    opened = made()

    (modified,) = opened.find("content.opf", "//opf:meta[@property='dcterms:modified']/text()")
    (date,) = opened.find("content.opf", "//dc:date/text()")
    assert (modified, date) == ("2027-01-15T08:00:00Z", "2026-11-23T00:00:00Z")
