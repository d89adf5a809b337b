"""Folios, blanks and the page map are arithmetic."""

from __future__ import annotations

import json

import pytest

from isgpress.model.publication import Trim
from isgpress.typeset import page_map_json, pagination
from isgpress.typeset.facts import Facts, PageText, dump_facts, load_facts
from isgpress.typeset.pagination import Place

ROMAN, ARABIC = "lower-roman", "decimal"


def facts(pages: int, anchors: tuple[tuple[str, int], ...] = ()) -> Facts:
    """Give facts of a section with that many pages."""
    texts = tuple(PageText(n * 100) for n in range(pages))
    return Facts(pages, anchors, (), texts, (), (), uses_folio=True)


@pytest.mark.parametrize(
    ("number", "roman"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (48, "xlviii"), (99, "xcix")],
)
def test_roman_folios(number: int, roman: str) -> None:
    """Front matter counts in small roman numerals."""
    assert pagination.folio_text(number, ROMAN) == roman


def test_starts_are_known_as_far_as_counts_are() -> None:
    """A section's first folio is known when all before it in its numbering are counted."""
    places = [Place("a", ROMAN), Place("b", ROMAN), Place("c", ARABIC), Place("d", ARABIC)]
    assert pagination.first_folios(places, [None, 2, 4, None]) == (1, None, 1, 5)
    assert pagination.first_folios(places, [3, 2, None, 1]) == (1, 5, 1, None)


def test_blank_pages_keep_odd_folios_on_recto_pages() -> None:
    """Before recto sections, and before the change from roman to arabic folios."""
    places = [
        Place("a", ROMAN),
        Place("b", ARABIC),
        Place("c", ARABIC, "any"),
        Place("d", ARABIC),
    ]
    pages = pagination.page_map(
        places, [facts(3), facts(1), facts(1), facts(2)], Trim("x", 1, 1)
    ).pages
    assert [p.folio for p in pages] == ["i", "ii", "iii", "iv", "1", "2", "3", "4"]
    assert [p.folio for p in pages if p.blank] == ["iv"]
    assert [p.offset for p in pages] == [0, 100, 200, None, 0, 0, 0, 100]
    assert [p.section for p in pages][3:5] == ["b", "b"]


def test_page_map_knows_the_folio_of_every_id() -> None:
    """Ids are on the page of their section, in the section's numbering."""
    pages = pagination.page_map(
        [Place("a", ROMAN), Place("b", ARABIC)],
        [facts(2, (("pre", 1),)), facts(2, (("one", 0), ("two", 1)))],
        Trim("b-format", 129, 198),
    )
    assert [pages.folio_of(i) for i in ("pre", "one", "two", "none")] == ["ii", "1", "2", None]
    raw = json.loads(page_map_json(pages))
    assert raw["folios"] == {"one": "1", "pre": "ii", "two": "2"}
    assert raw["pages"][1] == {
        "index": 1, "folio": "ii", "section": "a", "offset": 100, "blank": False,
    }  # fmt: skip


def test_facts_come_back_from_the_cache_as_they_were() -> None:
    """What is dumped is loaded, equal."""
    known = facts(3, (("a", 1),))
    assert load_facts(dump_facts(known)) == known
