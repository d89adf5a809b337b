"""A PDF with its sources attached: what PDF/UA-2 and PDF/A-4f ask that no validator sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from isgpress.check.validators import qpdf
from isgpress.typeset.assembly import placing
from isgpress.typeset.assembly.second import NAMESPACE
from tests.samples.tags import Tag, read_tags

if TYPE_CHECKING:
    from tests.conftest import Sample

pytestmark = pytest.mark.slow
OF_BOTH = {"Art", "BlockQuote", "TOC", "TOCI", "Index", "Quote", "Reference", "Code"}


@pytest.fixture(scope="module")
def pdf(books: dict[str, Sample]) -> Iterator[pikepdf.Pdf]:
    """Open the PDF of the book in many languages."""
    with pikepdf.open(books["many"].edition(".pdf")) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(pdf: pikepdf.Pdf) -> Tag:
    """Give its tags."""
    return read_tags(pdf)


def test_the_file_is_of_pdf_2(pdf: pikepdf.Pdf, books: dict[str, Sample]) -> None:
    """Its version, no information dictionary; sound by qpdf."""
    assert pdf.pdf_version == "2.0"
    assert "/Info" not in pdf.trailer
    assert qpdf.check(books["many"].edition(".pdf")) == ()


def test_the_sources_are_attached(pdf: pikepdf.Pdf, books: dict[str, Sample]) -> None:
    """Every file of the title, byte for byte, as a source of the document; no others."""
    folder = books["many"].press / "books/many"
    wanted = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file()
    }
    names = list(pdf.Root.Names.EmbeddedFiles.Names)
    specs = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    assert {name: spec.EF.F.read_bytes() for name, spec in specs.items()} == wanted
    assert {str(spec.AFRelationship) for spec in pdf.Root.AF} == {"/Source"}
    assert [str(spec.UF) for spec in pdf.Root.AF] == list(specs)
    assert str(specs["01-english.md"].EF.F.Subtype) == "/text/markdown"


def test_tags_have_the_names_of_pdf_2(document: Tag) -> None:
    """But for those that it has no more; nothing is renamed by a role map."""
    for tag in document.walk():
        namespace = str(tag.raw.NS.NS) if "/NS" in tag.raw else ""
        assert namespace == ("" if tag.role in OF_BOTH else NAMESPACE), tag.role
    (terms,) = (tag for tag in document.all("L") if "Chapel" in tag.text())
    assert str(terms.attributes["/ListNumbering"]) == "/Description"


def test_notes_and_calls_name_each_other(document: Tag) -> None:
    """Each note has the calls that lead to it, each call its note; they are endnotes here."""
    notes = document.all("FENote")
    calls = document.all("Reference")
    assert len(notes) == len(calls) == 3
    for note in notes:
        assert str(note.attributes["/NoteType"]) == "/Endnote"
        (call,) = note.raw.Ref
        assert [back.objgen for back in call.Ref] == [note.raw.objgen]


def test_links_and_bookmarks_lead_to_tags(pdf: pikepdf.Pdf, document: Tag) -> None:
    """The heading of a chapter, and the play that the text refers to."""
    roles = {tag.raw.objgen: tag for tag in document.walk()}
    seen: dict[str, Tag] = {}
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            seen[str(link.A.D)] = roles[link.A.SD[0].objgen]
    play = next(tag for name, tag in seen.items() if name.endswith("who"))
    assert play.text().startswith("Scene One")

    headings = {tag.text() for tag in document.all("H1")}
    items = list(placing.items(pdf.Root.Outlines))
    assert len(items) > 5
    for item in items:
        assert _heading(roles[item.A.SD[0].objgen]) in headings, item.Title


def _heading(tag: Tag) -> str:
    found = tag.all("H1")
    return found[0].text() if found else tag.text()


def test_entries_of_the_contents_name_what_they_lead_to(document: Tag) -> None:
    """Their chapter."""
    tags = {tag.raw.objgen: tag for tag in document.walk()}
    entries = document.all("TOCI")
    assert len(entries) == 7
    for entry in entries:
        (end,) = entry.raw.Ref
        assert _heading(tags[end.objgen])[-4:] in entry.text()


def test_formulas_bring_their_mathml(document: Tag) -> None:
    """As a supplement to the drawing."""
    (formula,) = document.all("Formula")
    (file,) = formula.raw.AF
    math: Any = file.EF.F
    assert str(file.AFRelationship) == "/Supplement"
    assert str(math.Subtype) == "/application/mathml+xml"
    assert b"<mfrac>" in math.read_bytes()
    assert str(formula.raw.Alt) == r"\frac{w}{h}"
