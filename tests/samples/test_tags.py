"""The tags of screen PDFs against the manuscript: what veraPDF cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree

from isgpress.manuscript import link, parse_section
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld
from tests.samples.tags import Tag, read_tags

if TYPE_CHECKING:
    from isgpress.model.manuscript import Document, Manuscript
    from tests.conftest import Sample

pytestmark = pytest.mark.slow

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
APART = ("Note", "Reference")  # what stands in a line and is no part of it
FOLIO = "(?:pages?|p)?[ivxlcdm0-9]+"
PAGE = "\f"  # stands for a number that the page map gives
FROM = re.compile(r"frompage\d+")
JUMP = re.compile(r"continuedonpage\d+|frompage\d+")  # lines that lead over pages
EPUB = "http://www.idpf.org/2007/ops"


def letters(text: str) -> str:
    """Give the letters and figures of a text, small; the ends of lines make no difference."""
    return re.sub(r"[\W_]+", "", text).casefold()


def lines(tag: Tag) -> str:
    """Give the letters at and below an element, without notes, calls and numbers of lists."""
    said = []
    numbered = str(tag.attributes.get("/ListNumbering", "/None")) != "/None"
    for piece, following in zip_longest(tag.pieces, tag.pieces[1:], fillvalue=""):
        if isinstance(piece, str):
            said.append(letters(piece))
        elif piece.role not in APART and not is_jump(piece, following):
            kids = [k for k in piece.kids if k.role != "Lbl"] if numbered else [piece]
            said += [lines(kid) for kid in kids]
    return "".join(said)


def is_jump(tag: Tag, following: str | Tag) -> bool:
    """Tell whether an element only says where an article goes on, or which came from where."""
    if tag.role != "P":
        return False
    after = following.text() if isinstance(following, Tag) else ""
    return bool(JUMP.fullmatch(letters(tag.text())) or FROM.fullmatch(letters(after)))


def pattern(element: Any) -> re.Pattern[str]:
    """Give what an element of the manuscript says in print, where page numbers may differ."""
    return re.compile(FOLIO.join(map(re.escape, map(letters, _said(element).split(PAGE)))))


def _said(element: Any) -> str:
    names = (element.get("class") or "").split()
    if "note-call" in names:
        return ""
    if "page-ref" in names:
        return PAGE
    own = element.get("data-page", "") if "source-page" in names else element.text or ""
    return own + "".join(_said(kid) + (kid.tail or "") for kid in element)


@dataclass(frozen=True)
class Tagged:
    """A title: its manuscript, and the tags of its PDF for the screen."""

    manuscript: Manuscript
    pdf: pikepdf.Pdf
    document: Tag

    @cached_property
    def sections(self) -> list[tuple[Document, Any, Tag]]:
        """Each document, its body as a tree, and its element among the tags."""
        found = []
        tops = [(top, lines(top)) for top in self.document.kids]
        for document in self.manuscript.documents:
            body = tree(document.body)
            wanted = pattern(body)
            top = next((top for top, said in tops if wanted.search(said)), None)
            assert top, f"{document.section.slug}: its words do not stand in order"
            found.append((document, body, top))
        return found


def tree(fragment: str) -> Any:
    """Read a fragment of the manuscript."""
    return etree.fromstring(f'<body xmlns:epub="{EPUB}">{fragment}</body>')


@pytest.fixture(scope="module")
def tagged(sample: Sample) -> Iterator[Tagged]:
    """Give each sample with its tags."""
    world = DiskWorld(sample.press)
    press, _ = load_press(world)
    title, _ = load_title(world, press, sample.slug)
    assert title
    parsed = (parse_section(world, title, s)[0] for s in title.sections if s.file)
    with pikepdf.open(sample.edition(".pdf")) as pdf:
        yield Tagged(link(title, tuple(parsed)), pdf, read_tags(pdf))


def test_the_reading_order_is_that_of_the_manuscript(tagged: Tagged) -> None:
    """The words of each file stand in their order under one element; files in theirs."""
    tops = [tagged.document.kids.index(top) for _, _, top in tagged.sections]
    assert tops
    assert tops == sorted(tops) or tagged.manuscript.publication.kind == "issue"
    assert len(set(tops)) == len(tops)


def test_every_paragraph_is_one_element(tagged: Tagged) -> None:
    """Also one that goes on over a page or a column."""
    for document, body, top in tagged.sections:
        said = [lines(tag) for tag in top.walk("Note") if tag.role == "P"]
        for paragraph in body.iter("p"):
            wanted = pattern(paragraph)
            if wanted.pattern and not paragraph.xpath(
                "ancestor::li | ancestor::td | ancestor::dd"
            ):
                assert any(map(wanted.fullmatch, said)), (document.section.slug, wanted.pattern)


def test_headings_have_the_levels_of_the_source(tagged: Tagged) -> None:
    """Below the title, which is H1, each heading has its own level; none is lost or added."""
    for document, body, top in tagged.sections:
        found = [(tag.role, lines(tag)) for tag in top.all(*HEADINGS)]
        wanted = [
            (e.tag.upper(), pattern(e).pattern) for e in body.iter("h2", "h3", "h4", "h5", "h6")
        ]
        below = [pair for pair in found if pair[0] != "H1"]
        if document.notes and below[len(wanted) :] == [("H2", "notes")]:
            below.pop()
        assert below == wanted, document.section.slug
        title = pattern(tree(document.heading or document.title)).pattern
        heads = [said for role, said in found if role == "H1"]
        assert len(heads) == (document.section.role != "epigraph"), document.section.slug
        assert all(said.endswith(title) for said in heads)


def test_languages_are_those_of_the_manuscript(tagged: Tagged) -> None:
    """Words in another language say so, and no others."""
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    for document, body, top in tagged.sections:
        notes = [tree(note.xhtml) for note in document.notes]
        wanted = [
            (language, pattern(e).pattern)
            for part in (body, *notes)
            for e in part.iter()
            if (language := e.get("lang") or e.get(xml)) and letters("".join(e.itertext()))
        ]
        tags = [t for t in top.walk() if "/Lang" in t.raw]
        found = [(str(t.raw.Lang), lines(t)) for t in tags]
        assert sorted(found) == sorted(wanted), document.section.slug
    assert str(tagged.pdf.Root.Lang) == tagged.manuscript.publication.language


def test_pictures_say_what_the_manuscript_says_for_them(tagged: Tagged) -> None:
    """The alternative texts of the source, in its order; what is decoration has none."""
    for document, body, top in tagged.sections:
        wanted = [" ".join(e.get("alt").split()) for e in body.iter("img") if e.get("alt")]
        found = [str(t.raw.Alt) for t in top.all("Figure")]
        assert found[len(found) - len(wanted) :] == wanted, document.section.slug


def test_captions_stand_in_what_they_are_of(tagged: Tagged) -> None:
    """In their figure or table, first or last; each one of the manuscript is there."""
    for tag in tagged.document.walk():
        roles = [kid.role for kid in tag.kids]
        if "Caption" in roles:
            assert roles.count("Caption") == 1
            assert tag.role in ("Figure", "Table", "Sect"), tag.role
            assert "Caption" in (roles[0], roles[-1])
    for document, body, top in tagged.sections:
        said = [lines(tag) for tag in top.all("Caption")]
        for caption in body.iter("figcaption", "caption"):
            assert any(map(pattern(caption).fullmatch, said)), document.section.slug


def test_header_cells_say_what_they_head(tagged: Tagged) -> None:
    """Every TH has a scope: that of the manuscript, or of where it stands."""
    for document, body, top in tagged.sections:
        found = [str(t.attributes["/Scope"]).removeprefix("/") for t in top.all("TH")]
        wanted = [
            {"col": "Column", "row": "Row"}[e.get("scope")]
            for table in body.iter("table")
            for e in table.iter("th")
        ]
        assert found == wanted, document.section.slug


def test_notes_and_calls_lead_to_each_other(tagged: Tagged) -> None:
    """A note has its words and its name; its call leads to it, and its number back."""
    notes = {str(t.raw.ID): t for t in tagged.document.all("Note")}
    calls = {t for tag in tagged.document.all("Reference") for t in _targets(tag)}
    written = [note for document in tagged.manuscript.documents for note in document.notes]
    assert sorted(notes) == sorted(note.id for note in written)
    for note in written:
        tag = notes[note.id]
        label = tag.all("Lbl")[0]
        said = "".join(letters(piece) for piece in _texts(tag, label))
        assert pattern(tree(note.xhtml)).fullmatch(said), note.id
        assert note.id in calls
        assert _targets(label) == [note.call_id]


def _texts(tag: Tag, without: Tag) -> Iterator[str]:
    for piece in tag.pieces:
        if isinstance(piece, str):
            yield piece
        elif piece is not without:
            yield from _texts(piece, without)


def test_the_contents_are_a_list_that_leads(tagged: Tagged) -> None:
    """Each entry of a TOC is a TOCI, whose links lead to the page with the number it says."""
    names = list(tagged.pdf.Root.Names.Dests.Names)
    places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    labels = {page.obj.objgen: page.label for page in tagged.pdf.pages}
    entries = tagged.document.all("TOCI")

    for table in tagged.document.all("TOC"):
        assert {kid.role for kid in table.kids} == {"TOCI"}
    listed = any(s.role == "contents" for s in tagged.manuscript.publication.sections)
    assert entries or not listed
    for entry in entries:
        pages = {labels[_page(places[target]).objgen] for target in _targets(entry)}
        assert len(pages) == 1, entry.text()
        said = entry.text()
        assert said.startswith(number := pages.pop()) or said.endswith(number), said


def test_pages_are_labelled_as_in_print(tagged: Tagged, sample: Sample) -> None:
    """A page has the number that it has in the print edition; the cover has none of these.

    In print blank leaves may follow, to make the number of pages that the printer wants.
    """
    labels = [page.label for page in tagged.pdf.pages]
    assert len(set(labels)) == len(labels)
    if sample.edition("-print.pdf").exists():
        with pikepdf.open(sample.edition("-print.pdf")) as printed:
            wanted = [page.label for page in printed.pages]
        own = [label for label in labels if label in wanted]
        assert own == wanted[: len(own)]
        assert len(labels) - len(own) <= 1


def _targets(tag: Tag) -> list[str]:
    """Give the names of the places that links at or below an element lead to."""
    return [str(link.get("/A", link).get("/D", link.get("/Dest"))) for link in tag.links]


def _page(place: Any) -> Any:
    return (place.D if isinstance(place, pikepdf.Dictionary) else place)[0]
