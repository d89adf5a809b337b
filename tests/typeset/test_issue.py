"""Pages of an issue put together from frames: text, tags, links, resources, page map."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest

from isgpress.check.validators import verapdf
from isgpress.findings import PressError
from isgpress.model.composition import Area, Piece, Rect
from isgpress.typeset import ComposedTitle, Composer, Typesetter
from isgpress.typeset.assembly import Attached, File, assemble_issue
from tests.typeset.conftest import ABOUT, Press, page_texts
from tests.typeset.issues import (
    GRID,
    WHOLE,
    canvas,
    canvases,
    figure,
    flatplan,
    head,
    jumps,
    paragraphs,
    piece,
)
from tests.typeset.test_tags import Element

LINK = '<a href="#a-p-12">page <span class="page-slot" data-target="a-p-12">000</span></a>'
NOTE = (
    '<p>It was printed.<a class="note-call" id="nr" href="#n1">1</a><span class="footnote" '
    'id="n1"><span class="note-label">1</span> Day book.</span></p>'
)


@dataclass
class Made:
    """An issue, and its PDFs."""

    title: ComposedTitle
    screen: bytes
    printed: bytes


def pieces_of(press: Press) -> list[Piece]:
    """Give an issue in reading order: a front page story that jumps, a feature, an advert."""
    lead = piece(
        press,
        "lead",
        paragraphs("lead", 6) + f"<p>See {LINK}.</p>",
        [Area(1, Rect(0, 10, 4, 30)), Area(4, Rect(0, 0, 6, 20))],
        before=head("lead", 4),
        after=jumps("lead", 1, 4),
    )
    side = piece(
        press,
        "side",
        paragraphs("side", 2),
        [Area(1, Rect(4, 10, 2, 48))],
        before=head("side", 2),
    )
    feature = piece(
        press,
        "a",
        paragraphs("a", 14) + figure(4) + paragraphs("b", 3) + NOTE,
        [Area(2, WHOLE), Area(3, WHOLE)],
        before=head("a") + figure(6, "opening"),
    )
    advert = piece(
        press,
        "c",
        '<section class="advert" id="c"><p>Advert, <a href="#a">see a</a></p>'
        '<img src="isg:file/p.png" alt="The union"></section>',
        [Area(4, Rect(0, 30, 6, 28))],
        flows=False,
    )
    return [lead, side, feature, advert]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Compose the issue, once."""
    press = Press(tmp_path_factory.mktemp("issue"))
    pieces = pieces_of(press)
    with Typesetter(2) as typesetter:
        composer = Composer(typesetter)
        fitted = composer.fit(pieces, GRID)
        plan = flatplan(pieces, 4)
        title = composer.compose(fitted, canvases(press, 4), plan, "issue.yaml")
    assert not [p.fit for p in fitted if p.fit.over]
    return Made(
        title,
        assemble_issue(title, ABOUT, screen=True),
        assemble_issue(title, ABOUT, screen=False),
    )


@pytest.fixture
def pdf(made: Made) -> Iterator[pikepdf.Pdf]:
    """Open the PDF for the screen."""
    with pikepdf.open(io.BytesIO(made.screen)) as opened:
        yield opened


def test_pages_are_those_of_the_flatplan(made: Made, tmp_path: Path) -> None:
    """Four pages, each with its folio, its pieces, and the jump lines' true numbers."""
    for data in (made.screen, made.printed):
        texts = page_texts(data, tmp_path)
        assert len(texts) == 4
        for number, text in enumerate(texts, 1):
            assert f"folio {number}" in text
        assert "Article lead" in texts[0]
        assert "Article side" in texts[0]
        assert "continued on page 4" in texts[0]
        assert "from page 1" in texts[3]
        assert "Advert" in texts[3]
        assert re.search(r"See page\s+3", texts[3])
        assert "Item a.12" in texts[2]


def test_no_word_is_lost_or_printed_twice(made: Made, tmp_path: Path) -> None:
    """Each paragraph's number stands on the pages once, and in the piece's text."""
    text = "\n".join(page_texts(made.screen, tmp_path))
    found = re.findall(r"Item ([a-z]+\.\d+):", text)
    wanted = [f"lead.{n}" for n in range(1, 7)] + [f"side.{n}" for n in (1, 2)]
    wanted += [f"a.{n}" for n in range(1, 15)] + [f"b.{n}" for n in (1, 2, 3)]
    assert sorted(found) == sorted(wanted)
    own = "".join(p.composed.text for p in made.title.pieces)
    assert re.findall(r"Item ([a-z]+\.\d+):", own) == wanted


def test_the_page_map_gives_the_first_text_of_each_page(made: Made) -> None:
    """In reading order: the lead on page 1, the lead's second part on page 4."""
    pages = made.title.page_map.pages
    assert [p.section for p in pages] == ["lead", "a", "a", "lead"]
    assert [p.folio for p in pages] == ["1", "2", "3", "4"]
    assert pages[0].offset == pages[1].offset == 0
    assert 0 < (pages[3].offset or 0) < len(made.title.pieces[0].composed.text)
    assert made.title.page_map.folio_of("a-p-12") == "3"
    assert made.title.page_map.folio_of("lead-part-1") == "4"


def test_the_reading_order_is_by_article(pdf: pikepdf.Pdf) -> None:
    """One element for each piece; paragraphs in order, the wide picture in its place."""
    document = Element(pdf.Root.StructTreeRoot.K[0])
    assert [kid.role for kid in document.kids] == ["Art", "Art", "Art", "Sect"]
    feature = document.kids[2].shape()
    assert re.fullmatch(
        r"Art\(P H1 P Figure\(Caption\(?P?\)?\) (P )+Figure\(Caption\(?P?\)?\) P P P "
        r"P\(Reference\(Link\) Note\(Lbl.*\)\)\)",
        feature,
    ), feature
    pages = {p.obj.objgen: n for n, p in enumerate(pdf.pages)}
    for art in document.kids:
        for element in art.all("P"):
            assert "/Pg" not in element.raw or element.raw.Pg.objgen in pages


def test_jump_lines_are_read_after_the_paragraph_that_they_break(pdf: pikepdf.Pdf) -> None:
    """Neither before it nor behind the article."""
    document = Element(pdf.Root.StructTreeRoot.K[0])
    kids = document.kids[0].kids
    links = [i for i, kid in enumerate(kids) if list(kid.all("Link"))]
    assert links[1] == links[0] + 2  # continued on, the short head, from page
    assert 2 < links[0] < len(kids) - 4


def test_marked_content_belongs_to_the_element_that_claims_it(pdf: pikepdf.Pdf) -> None:
    """Numbers are unique on a page, and the parent tree leads to their elements."""
    flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    rows = {int(k): v for k, v in zip(flat[::2], flat[1::2], strict=True)}
    for page in pdf.pages:
        marks = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        assert len(marks) == len(set(marks)) > 5
        row = rows[int(page.obj.StructParents)]
        for mark in marks:
            element = row[mark]
            kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            own = [k for k in kids if not isinstance(k, pikepdf.Dictionary) and int(k) == mark]
            other = [
                k
                for k in kids
                if isinstance(k, pikepdf.Dictionary)
                and "/MCID" in k
                and int(k.MCID) == mark
                and k.Pg.objgen == page.obj.objgen
            ]
            assert own or other


def test_links_lead_to_the_pages_of_their_targets(pdf: pikepdf.Pdf) -> None:
    """Named destinations are on the pages of the issue, annotations over their words."""
    names = list(pdf.Root.Names.Dests.Names)
    targets = {str(n): t for n, t in zip(names[::2], names[1::2], strict=True)}
    pages = {p.obj.objgen: n for n, p in enumerate(pdf.pages, 1)}
    assert pages[targets["lead-part-1"][0].objgen] == 4
    assert pages[targets["a"][0].objgen] == 2
    assert pages[targets["a-p-12"][0].objgen] == 3
    annotations = list(pdf.pages[3].obj.Annots)
    found = {str(a.Dest): [float(x) for x in a.Rect] for a in annotations}
    assert {"a", "a-p-12", "lead"} <= set(found)
    height = 297 * 72 / 25.4
    advert_top = height - GRID.top(30) * 72 / 25.4
    assert found["a"][3] <= advert_top
    assert found["lead"][3] > advert_top
    outline = pdf.open_outline()
    assert [str(i.title) for i in outline.root][:3] == [
        f"Article {n}" for n in ("lead", "side", "a")
    ]


def test_figures_tell_where_they_stand(made: Made, pdf: pikepdf.Pdf) -> None:
    """The box of the wide picture is that of its frame on the page."""
    document = Element(pdf.Root.StructTreeRoot.K[0])
    [opening, wide] = document.kids[2].all("Figure")
    left, _, right, top = (float(n) for n in wide.raw.A.BBox)
    points = 72 / 25.4
    [frame] = [f for f in made.title.pieces[2].frames if f.kind == "float"]
    assert frame.page == 3
    assert left == pytest.approx(frame.left * points, abs=0.6)
    assert right - left == pytest.approx(GRID.width(4) * points, abs=0.6)
    assert top == pytest.approx((297 - GRID.top(0)) * points, abs=0.6)
    assert opening.raw.Alt == "A press"


def test_the_print_edition_has_no_tags_and_no_links(made: Made) -> None:
    """As a printer wants it; the same text."""
    with pikepdf.open(io.BytesIO(made.printed)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert not [p for p in pdf.pages if "/Annots" in p.obj or "/StructParents" in p.obj]


def test_the_same_pieces_give_the_same_bytes(made: Made) -> None:
    """Nothing depends on the time or on chance."""
    assert assemble_issue(made.title, ABOUT, screen=True) == made.screen


def test_a_canvas_of_two_pages_is_an_error(press: Press) -> None:
    """What a theme prints on a page must not run over."""
    given = piece(press, "a", paragraphs("a", 1), [Area(1, WHOLE)])
    sheet = canvas(press, 1)
    more = '<body><p style="break-after: page">x</p><p>y</p>'
    tall = replace(sheet, html=sheet.html.replace("<body>", more))
    with Typesetter(1) as typesetter:
        composer = Composer(typesetter)
        fitted = composer.fit([given], GRID)
        with pytest.raises(PressError) as raised:
            composer.compose(fitted, [tall], flatplan([given], 1), "issue.yaml")
    assert raised.value.findings[0].rule == "canvas-too-long"


@pytest.mark.slow
def test_the_pdf_is_accessible_and_archivable(
    made: Made, tmp_path: Path, need_validator: Callable[[ModuleType], None]
) -> None:
    """VeraPDF finds nothing against PDF/UA-1 and PDF/A-2a."""
    need_validator(verapdf)
    path = tmp_path / "issue.pdf"
    path.write_bytes(made.screen)
    assert not verapdf.check([path], ["ua1", "2a"])


@pytest.mark.slow
def test_an_issue_may_have_its_sources_attached(
    made: Made, tmp_path: Path, need_validator: Callable[[ModuleType], None]
) -> None:
    """Links lead to tags also where frames were moved; nothing against PDF/UA-2, PDF/A-4f."""
    need_validator(verapdf)
    path = tmp_path / "issue.pdf"
    more = Attached((File("issue.yaml", "application/yaml", b"number: 1\n"),), {})
    path.write_bytes(assemble_issue(made.title, ABOUT, screen=True, attached=more))
    assert verapdf.claims(path) == ("ua2", "4f")
    assert not verapdf.check([path], ["ua2", "4f"])
