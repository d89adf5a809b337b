"""Leaves and signatures, and the plan as a table, as JSON and as a picture."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from isgpress import flatplan
from isgpress.flatplan.leaves import facing, leaf, rounded, spreads
from tests.flatplan.conftest import NEWSPAPER, Make
from tests.flatplan.issues import MAGAZINE_ISSUE, NEWSPAPER_ISSUE

SVG = "{http://www.w3.org/2000/svg}"


def test_nested_signatures() -> None:
    """Of two sixteens in one another, the inner one has pages 9 to 24."""
    found = {n: leaf(n, 32, 16) for n in range(1, 33)}

    assert [n for n, at in found.items() if at.signature == 2] == list(range(9, 25))
    assert [found[n].leaf for n in (1, 2, 8, 9, 16, 17, 24, 25, 32)] == [
        *(1, 1, 4, 1, 4, 5, 8, 5, 8)
    ]


def test_glued_signatures() -> None:
    """One after the other, the second sixteen begins with page 17."""
    found = {n: leaf(n, 32, 16, nested=False) for n in range(1, 33)}

    assert [n for n, at in found.items() if at.signature == 2] == list(range(17, 33))
    assert [found[n].leaf for n in (1, 2, 16, 17, 32)] == [1, 1, 8, 1, 8]


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize(("pages", "signature"), [(8, 4), (32, 16), (48, 8), (30, 4)])
def test_every_leaf_has_a_front_and_a_back(pages: int, signature: int, *, nested: bool) -> None:
    """Recto and verso of a leaf follow each other; no leaf has a third page."""
    found = [leaf(n, pages, signature, nested=nested) for n in range(1, pages + 1)]

    assert len(set(found)) == pages
    for front, back in list(pairwise(found))[::2]:
        assert (front.signature, front.leaf) == (back.signature, back.leaf)
        assert front.recto
        assert not back.recto


def test_spreads() -> None:
    """The first page and the last stand alone; versos face rectos."""
    assert spreads(8) == ((1,), (2, 3), (4, 5), (6, 7), (8,))
    assert [facing(n) for n in (1, 2, 3, 8)] == [0, 3, 2, 9]
    assert [rounded(n, 16) for n in (0, 1, 16, 17)] == [16, 16, 16, 32]


def test_the_table(make: Make) -> None:
    """The table gives each page's content, adverts, leaf, ink and free room."""
    made = make(
        NEWSPAPER_ISSUE.replace("  - {article: 03-brief.md, page: 1, slot: brief}\n", ""),
        NEWSPAPER,
    )
    text = flatplan.text(flatplan.view(made.issue, made.plan, made.layout, {2: 9, 6: -14}))
    rows = text.splitlines()

    assert rows[0] == "The Sheet 12: 8 pages, 2 signatures of 4"
    [first] = [r for r in rows if r.startswith("   1   ")]
    assert first.split()[:6] == ["1", "recto", "1,", "leaf", "1", "colour"]
    assert "Lead (to page 6)" in first
    assert first.endswith("14 lines")
    [second] = [r for r in rows if r.startswith("   2   ")]
    assert second.split()[5] == "mono"
    assert second.endswith("9 lines short")
    [sixth] = [r for r in rows if r.startswith("   6   ")]
    assert "Lead (from page 1)" in sixth
    assert "Fair" in sixth
    assert sixth.endswith("14 lines over")
    assert max(len(r) for r in rows) <= 100


def test_pieces_without_place_are_named(make: Make) -> None:
    """What found no room stands below the table."""
    made = make("pages: 4\ncontents:\n  - cover\n  - {article: 01-news.md, pages: 9}\n")
    shown = flatplan.view(made.issue, made.plan, made.layout)

    assert flatplan.text(shown).splitlines()[-1] == "Without a place: News"
    assert "without a place: News" in flatplan.svg(shown)


def test_json_says_the_same(make: Make) -> None:
    """JSON has budget, spreads and pages with pieces, areas, jumps and free lines."""
    made = make(NEWSPAPER_ISSUE, NEWSPAPER)
    found = flatplan.as_json(flatplan.view(made.issue, made.plan, made.layout, {1: 3}))

    assert found["budget"] == 8
    assert found["spreads"] == [[1], [2, 3], [4, 5], [6, 7], [8]]
    assert found["grid"] == {"units": 5, "lines": 86}
    first = found["pages"][0]
    assert {k: v for k, v in first.items() if k != "pieces"} == {
        "page": 1,
        "side": "recto",
        "signature": 1,
        "leaf": 1,
        "colour": True,
        "template": "front",
        "free_lines": 0,
        "text_free_lines": 3,
    }
    assert first["pieces"][0] == {
        "slug": "s-01-lead",
        "title": "Lead",
        "role": "article",
        "department": "",
        "part": 1,
        "parts": 2,
        "from_page": None,
        "to_page": 6,
        "area": {"unit": 0, "line": 16, "units": 4, "lines": 44},
        "holes": [],
    }
    assert found["unplaced"] == []


@pytest.mark.parametrize(
    ("text", "newspaper"), [(MAGAZINE_ISSUE, False), (NEWSPAPER_ISSUE, True)]
)
def test_the_picture_shows_every_page(make: Make, text: str, *, newspaper: bool) -> None:
    """The SVG is well-formed, names every page and piece, and stays within its edges."""
    made = make(text, NEWSPAPER) if newspaper else make(text)
    shown = flatplan.view(made.issue, made.plan, made.layout)
    root = ET.fromstring(flatplan.svg(shown))
    pages = {g.get("id"): g for g in root.iter(f"{SVG}g") if g.get("id")}
    width, height = flatplan.size(shown)

    assert list(pages) == [f"page-{p.number}" for p in made.plan.pages]
    for page in shown.pages:
        texts = [t.text or "" for t in pages[f"page-{page.number}"].iter(f"{SVG}text")]
        assert str(page.number) in texts
        assert f"sig. {page.leaf.signature}, leaf {page.leaf.leaf}" in texts
        for block in page.blocks:
            assert block.label.split()[0] in " ".join(texts)
    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(k, "0")) for k in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + w <= width + 0.1
        assert y + h <= height + 0.1


def test_adverts_are_hatched_and_built_pages_shown(make: Make) -> None:
    """An advert has slanting lines; a page with a thumbnail shows it instead."""
    made = make(MAGAZINE_ISSUE)
    shown = flatplan.view(made.issue, made.plan, made.layout)
    root = ET.fromstring(flatplan.svg(shown))
    photo = ET.fromstring(flatplan.svg(shown, {2: "data:image/png;base64,AA=="}))
    [page] = [g for g in root.iter(f"{SVG}g") if g.get("id") == "page-2"]
    [real] = [g for g in photo.iter(f"{SVG}g") if g.get("id") == "page-2"]

    assert page.find(f"{SVG}path") is not None
    assert real.find(f"{SVG}path") is None
    image = real.find(f"{SVG}image")
    assert image is not None
    assert image.get("href") == "data:image/png;base64,AA=="


def test_jumps_are_shown_in_the_picture(make: Make) -> None:
    """Where a story breaks off and goes on, the page is named."""
    made = make(NEWSPAPER_ISSUE, NEWSPAPER)
    svg = flatplan.svg(flatplan.view(made.issue, made.plan, made.layout))

    assert re.search(r'id="page-1".*→ to page 6.*id="page-2"', svg, re.DOTALL)
    assert re.search(r'id="page-6".*← from page 1.*id="page-7"', svg, re.DOTALL)
