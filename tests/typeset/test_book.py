"""A whole book: every page's folio, link, outline entry and tag is right."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from isgpress.check.validators import qpdf
from isgpress.typeset import Typeset, Typesetter, page_map_json
from isgpress.typeset.assembly import assemble
from tests.typeset.conftest import ABOUT, TRIM, Press, book, chapter_html, page_texts, set_book


def names_of(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Give the named destinations."""
    flat = list(pdf.Root.Names.Dests.Names)
    return {str(n): target for n, target in zip(flat[::2], flat[1::2], strict=True)}


def page_index(pdf: pikepdf.Pdf, page: pikepdf.Object) -> int:
    """Give the index of a page object."""
    return [p.obj.objgen for p in pdf.pages].index(page.objgen)


def test_every_page_prints_the_folio_of_the_page_map(
    title: Typeset, screen: bytes, tmp_path: Path
) -> None:
    """The last line of each page is its folio; blank pages have none."""
    texts = page_texts(screen, tmp_path)
    assert len(texts) == len(title.page_map.pages) > 10
    for text, page in zip(texts, title.page_map.pages, strict=True):
        printed = text.split()
        if page.blank:
            assert printed == []
        else:
            assert printed[-1] == page.folio


def test_chapters_start_recto_and_roman_folios_run_apart(title: Typeset) -> None:
    """Odd folios stand on recto pages; front matter counts from i, the body from 1."""
    for page in title.page_map.pages:
        if page.folio.isdigit():
            assert page.index % 2 == (int(page.folio) + 1) % 2
    starts = {s.slug: s.start for s in title.sections}
    assert starts["contents"] == starts["c1"] == 1
    assert all(start % 2 for start in starts.values())


def test_contents_and_index_print_the_pages_on_which_things_are(
    title: Typeset, screen: bytes, tmp_path: Path
) -> None:
    """Numbers of the contents, the index and in running text are those of the page map."""
    texts = page_texts(screen, tmp_path)
    folios = dict(title.page_map.folios)
    for n in (1, 2, 3):
        assert re.search(rf"Chapter {n} +{folios[f'c{n}']}\n", texts[0])
        assert re.search(rf"paper {n}, {folios[f'c{n}-h']}\n", texts[-1])
    wanted = f"See page {folios['c1-h']}"
    assert sum(wanted in re.sub(r"\s+", " ", text) for text in texts) == 3


def test_every_link_leads_to_a_place_that_is_there(pdf: pikepdf.Pdf, title: Typeset) -> None:
    """Named destinations resolve, on the page that the page map gives; no private links."""
    names = names_of(pdf)
    assert list(names) == sorted(names)
    links = [a for page in pdf.pages for a in page.obj.get("/Annots", ())]
    assert len(links) > 20
    for link in links:
        assert "/A" not in link
        assert str(link.Dest) in names
    folios = [page.folio for page in title.page_map.pages]
    for name, folio in title.page_map.folios:
        assert folios[page_index(pdf, names[name][0])] == folio


def test_outline_has_the_headings_on_their_pages(pdf: pikepdf.Pdf, title: Typeset) -> None:
    """Chapters with their headings below them, each on its page."""
    folios = dict(title.page_map.folios)
    labels = [page.folio for page in title.page_map.pages]
    with pdf.open_outline() as outline:
        tops = [item.title for item in outline.root]
        assert tops == ["Contents", "Chapter 1", "Chapter 2", "Chapter 3", "Index"]
        for n in (1, 2, 3):
            chapter = outline.root[n]
            assert [c.title for c in chapter.children] == [f"Paper in chapter {n}"]
            assert labels[page_index(pdf, chapter.destination[0])] == folios[f"c{n}"]
            below = chapter.children[0]
            assert labels[page_index(pdf, below.destination[0])] == folios[f"c{n}-h"]


def test_page_labels_are_the_folios(pdf: pikepdf.Pdf, title: Typeset) -> None:
    """Viewers show i, ii, 1, 2."""
    assert [page.label for page in pdf.pages] == [p.folio for p in title.page_map.pages]


def test_parent_tree_leads_from_content_to_elements_on_that_page(pdf: pikepdf.Pdf) -> None:
    """Every mark on every page has an element that claims it, with the right page."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
    assert list(tree) == sorted(tree)
    checked = 0
    for page in pdf.pages:
        if "/StructParents" not in page.obj:
            continue
        row = tree[int(page.obj.StructParents)]
        content = page.obj.Contents.read_bytes().decode("latin-1")
        for mcid in map(int, re.findall(r"/MCID (\d+)", content)):
            assert claims(row[mcid], mcid, page.obj)
            checked += 1
        for link in page.obj.get("/Annots", ()):
            assert tree[int(link.StructParent)].S == "/Link"
    assert checked > 300


def claims(element: pikepdf.Object, mcid: int, page: pikepdf.Object) -> bool:
    """Tell whether a structure element has that content of that page among its kids."""
    for kid in element.K:
        if isinstance(kid, int):
            if kid == mcid and element.Pg.objgen == page.objgen:
                return True
        elif kid.get("/MCID") == mcid and kid.Pg.objgen == page.objgen:
            return True
    return False


def test_print_file_has_the_same_pages_and_nothing_but_ink(
    title: Typeset, screen: bytes, tmp_path: Path
) -> None:
    """No annotations, outline or tags; a trim box of the trim size on every page."""
    data = assemble(title, ABOUT, screen=False)
    assert page_texts(data, tmp_path) == page_texts(screen, tmp_path)
    with pikepdf.open(io.BytesIO(data)) as made:
        for key in ("/Outlines", "/StructTreeRoot", "/Names", "/MarkInfo"):
            assert key not in made.Root
        for page in made.pages:
            assert "/Annots" not in page.obj
            width, height = (float(n) * 25.4 / 72 for n in list(page.trimbox)[2:])
            assert (round(width), round(height)) == (129, 198)


def test_fonts_are_embedded_once(screen: bytes, tmp_path: Path) -> None:
    """Each font is there once, embedded, a subset, with its map to Unicode."""
    path = tmp_path / "book.pdf"
    path.write_bytes(screen)
    done = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    fonts = [line.split() for line in done.stdout.splitlines()[2:]]
    assert len(fonts) == len({f[0] for f in fonts}) == 2
    assert all(line[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_metadata_is_the_title_s(pdf: pikepdf.Pdf) -> None:
    """Title, author, dates and language are there, PDF/UA is claimed."""
    assert str(pdf.docinfo.Title) == ABOUT.title
    assert str(pdf.docinfo.CreationDate) == "D:20261101000000Z"
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == ABOUT.title
        assert xmp["dc:creator"] == ["Ana Silva"]
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")


def test_qpdf_finds_no_fault(screen: bytes, tmp_path: Path) -> None:
    """The file's syntax is clean."""
    path = tmp_path / "book.pdf"
    path.write_bytes(screen)
    assert qpdf.check(path) == ()


@pytest.mark.parametrize("jobs", [1, 4])
def test_bytes_do_not_depend_on_the_number_of_workers(
    module_press: Press, title: Typeset, screen: bytes, jobs: int
) -> None:
    """One worker or four: the same file and the same page map as with two."""
    other = set_book(module_press, jobs)
    assert assemble(other, ABOUT, screen=True) == screen
    assert page_map_json(other.page_map) == page_map_json(title.page_map)


def test_text_of_the_pages_is_the_text_of_the_source(title: Typeset) -> None:
    """All words of body and notes are placed, in order, with their page's offset."""
    source = re.sub(r"<span class=.footnote.*?</span> .*?</span>", "", chapter_html(3, 14))
    source = re.sub(r"<a class=.(?:note-call|page-ref).*?</a>", "", source)
    words = re.sub(r"<[^>]+>", " ", source.partition('<div class="text">')[2]).split()
    section = next(s for s in title.sections if s.slug == "c3")
    assert section.facts.text.split() == words
    assert len(section.facts.notes.split()) == 7 * len(
        ["Day", "book", "3.2,", "for", "the", "spring."]
    )
    counted = 0
    for page in section.facts.texts:
        assert page.offset == counted
        counted += len("".join(page.text.split()))


def test_sections_may_start_verso_or_on_any_page(press: Press) -> None:
    """The side is that of the first page's layout too: verso folios stand at the left."""
    sections = [
        press.section("a", "<h1>A</h1><p>Text</p>"),
        press.section("b", "<h1>B</h1><p>Text</p>", starts_on="verso"),
        press.section("c", "<h1>C</h1><p>Text</p>", starts_on="any"),
        press.section("d", "<h1>D</h1><p>Text</p>", starts_on="any"),
        press.section("e", "<h1>E</h1><p>Text</p>", starts_on="verso"),
    ]
    with Typesetter(2) as typesetter:
        title = typesetter.run(sections, TRIM)
    assert [s.start for s in title.sections] == [1, 2, 3, 4, 6]
    path = press.folder / "sides.pdf"
    path.write_bytes(assemble(title, ABOUT, screen=False))
    done = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True
    )
    middle = 129 / 25.4 * 72 / 2
    for page in title.page_map.pages:
        text = done.stdout.decode().split("<page ")[page.index + 1]
        found = re.search(rf'xMin="([\d.]+)"[^>]*>{page.folio}</word>', text)
        assert (found is None) == page.blank
        if found:
            assert (float(found[1]) > middle) == (int(page.folio) % 2 == 1)


def test_cover_is_in_the_screen_file_only(press: Press) -> None:
    """A cover comes first, without a folio, and moves no page of the book."""
    cover = press.section("cover", "<h1>Cover</h1><p><b>In bold</b></p>", role="cover")
    sections = [cover, *book(press, (3,))]
    with Typesetter(2) as typesetter:
        title = typesetter.run(sections, TRIM)
    assert title.page_map.pages[0].section == "contents"
    screen = page_texts(assemble(title, ABOUT, screen=True), press.folder)
    printed = page_texts(assemble(title, ABOUT, screen=False), press.folder)
    assert screen[0].split()[:3] == ["Cover", "In", "bold"]
    assert screen[1:] == printed


def test_folios_wider_than_their_slots_are_set_before_layout(press: Press) -> None:
    """Where a folio does not fit in its slot, the section is laid out with it in place."""
    narrow = ".page-slot { min-width: 0; font-size: 1pt } .page-slot { width: 1pt }"
    sections = [
        press.section(
            "a",
            '<h1>A</h1><p>See <span class="page-slot" data-target="b">0</span></p>',
            extra=narrow,
        ),
        *(press.section(f"x{n}", "<h1>X</h1><p>Text</p>") for n in range(6)),
        press.section("b", "<h1>B</h1><p>Text</p>"),
    ]
    with Typesetter(2) as typesetter:
        title = typesetter.run(sections, TRIM)
    texts = page_texts(assemble(title, ABOUT, screen=False), press.folder)
    assert title.page_map.folio_of("b") == "15"
    assert re.search(r"See +15", texts[0])
