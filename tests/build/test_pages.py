"""The pages of every sample, read from the finished PDF as a reader's program reads them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from isgpress.sources import load_book, load_press
from isgpress.world import DiskWorld

pytestmark = pytest.mark.slow

WITHOUT_FOLIO = {
    "cover",
    "half-title",
    "series-page",
    "title-page",
    "imprint",
    "dedication",
    "epigraph",
    "part",
}
NUMBER = re.compile(r"([ivxlc]+|\d+)(?:[–-](\d+|[ivxlc]+))?")
REFERENCE = re.compile(r"\w+[\s\u00a0]([ivxlc]+|\d+)")
NOTE = re.compile(r"-nr?-\d+$")


@dataclass(frozen=True)
class Link:
    """A link on a page: the text under it, and where it leads."""

    page: int
    text: str
    target: str


@dataclass(frozen=True)
class Pages:
    """A sample's PDF: text, page labels and links, each read anew from the file."""

    path: Path
    roles: dict[str, str]  # role of each section by slug

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """The file as objects."""
        return pikepdf.open(self.path)

    @cached_property
    def reader(self) -> pypdfium2.PdfDocument:
        """The file as PDFium reads it."""
        return pypdfium2.PdfDocument(self.path)

    @cached_property
    def labels(self) -> list[str]:
        """The label of each page: its folio."""
        return [self.reader.get_page_label(n) for n in range(len(self.reader))]

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page, in lines as they stand."""
        command = ["pdftotext", "-layout", "-enc", "UTF-8", str(self.path), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        return text.split("\f")[:-1]

    @cached_property
    def places(self) -> dict[str, int]:
        """The index of the page of each named destination."""
        numbers = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}
        tree = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {str(name): numbers[_array(dest)[0].objgen] for name, dest in tree.items()}

    @cached_property
    def sections(self) -> list[str]:
        """The role of the section on each page; empty on the pages before the first."""
        starts = sorted((self.places[slug], slug) for slug in self.roles if slug in self.places)
        return [
            next((self.roles[slug] for at, slug in reversed(starts) if at <= n), "cover")
            for n in range(len(self.labels))
        ]

    @cached_property
    def links(self) -> list[Link]:
        """All links inside the file, with the text that they cover."""
        return [
            Link(number, _text_under(text, annotation.Rect), target)
            for number, page in enumerate(self.pdf.pages)
            for text in [self.reader[number].get_textpage()]
            for annotation in page.obj.get("/Annots", [])
            if annotation.Subtype == "/Link" and (target := _target(annotation))
        ]


def _text_under(text: pypdfium2.PdfTextPage, rect: Any) -> str:
    left, bottom, right, top = (float(v) for v in rect)
    found: str = text.get_text_bounded(left - 0.5, bottom, right + 0.5, top)
    return " ".join(found.split())


def _array(dest: Any) -> Any:
    return dest.D if isinstance(dest, pikepdf.Dictionary) else dest


def _target(annotation: Any) -> str:
    """Give the name of the destination of a link inside the file, else nothing."""
    dest = annotation.get("/Dest")
    if dest is None and annotation.get("/A", {}).get("/S") == "/GoTo":
        dest = annotation.A.D
    return "" if dest is None else str(dest)


BOOKS = sorted(p.parent.name for p in (Path(__file__).parents[2] / "books").glob("*/book.yaml"))


@pytest.fixture(scope="module", params=BOOKS)
def pages(request: pytest.FixtureRequest, build_sample: Any) -> Pages:
    """Give the pages of each sample book in turn."""
    sample = build_sample(request.param)
    world = DiskWorld(sample.press)
    press, _ = load_press(world)
    book, _ = load_book(world, press, sample.slug)
    assert book is not None
    return Pages(sample.edition(".pdf"), {s.slug: s.role for s in book.sections})


def test_every_page_prints_its_folio(pages: Pages) -> None:
    """Each page of text prints its label in its first or last line, and no other number."""
    wrong = []
    for number, (label, text) in enumerate(zip(pages.labels, pages.texts, strict=True)):
        lines = [line for line in text.splitlines() if line.strip()]
        printed = {word for line in lines[:1] + lines[-1:] for word in line.split()}
        if pages.sections[number] not in WITHOUT_FOLIO and lines and label not in printed:
            wrong.append((number, label, lines[:1] + lines[-1:]))

    assert wrong == []


def test_folios_follow_each_other(pages: Pages) -> None:
    """Roman folios run to the body, then arabic ones from 1, odd ones on recto pages."""
    body = pages.labels[pages.labels.index("1") :]

    assert body == [str(n + 1) for n in range(len(body))]
    assert all(re.fullmatch(r"[ivxlc]+|Cover", label) for label in pages.labels[: -len(body)])
    start = len(pages.labels) - len(body) - pages.labels.count("Cover")
    assert start % 2 == 0


def test_every_number_that_is_a_link_is_its_target_s_folio(pages: Pages) -> None:
    """Numbers in contents, lists, index and text are the folios of the pages they lead to."""
    wrong, seen = [], set()
    for link in pages.links:
        found = NUMBER.fullmatch(link.text) or (
            REFERENCE.fullmatch(link.text) if link.text.startswith("page") else None
        )
        if found and not NOTE.search(link.target):
            seen.add(pages.sections[link.page])
            if found[1] != pages.labels[pages.places[link.target]]:
                wrong.append((link, pages.labels[pages.places[link.target]]))

    assert wrong == []
    assert "contents" in seen
    assert "index" in seen or "index" not in pages.roles.values()


def test_contents_name_every_section_once(pages: Pages) -> None:
    """Every chapter and every piece of back matter can be reached from the contents."""
    named = {link.target for link in pages.links if pages.sections[link.page] == "contents"}
    wanted = {
        slug for slug, role in pages.roles.items() if role in ("chapter", "index", "appendix")
    }

    assert wanted <= named


def test_every_link_has_its_target(pages: Pages) -> None:
    """No link leads to a name that the file does not have."""
    assert [link for link in pages.links if link.target not in pages.places] == []


def test_outline_leads_to_the_headings(pages: Pages) -> None:
    """Each entry's words stand on the page that it opens."""
    with pages.pdf.open_outline() as outline:
        entries = list(_entries(outline.root))
    numbers = {page.obj.objgen: n for n, page in enumerate(pages.pdf.pages)}
    wrong = []
    for title, dest in entries:
        page = (
            pages.places[str(dest)]
            if not isinstance(dest, pikepdf.Array)
            else numbers[dest[0].objgen]
        )
        words = re.findall(r"\w{4,}", title.casefold())
        text = re.sub(r"[\s\u2010-]+", "", pages.texts[page].casefold())
        wrong += [(title, page) for word in words if word not in text]

    assert entries
    assert wrong == []


def _entries(items: Any) -> Any:
    for item in items:
        yield item.title, item.destination if item.destination is not None else item.action.D
        yield from _entries(item.children)


def test_fonts_are_embedded_and_give_their_text(pages: Pages) -> None:
    """Every font is in the file as a subset, with the characters of its glyphs."""
    command = ["pdffonts", str(pages.path)]
    table = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [line.split()[-5:-2] for line in table.splitlines()[2:]]

    assert rows
    assert {tuple(row) for row in rows} == {("yes", "yes", "yes")}


def test_no_page_of_text_is_empty(pages: Pages) -> None:
    """Only a page before a section that starts recto is blank, and no two of them follow."""
    blank = [n for n, text in enumerate(pages.texts) if not text.strip()]

    assert [n for n in blank if n + 1 in blank] == []
