"""Where pieces stand: a magazine, a newspaper, and pieces that share a page."""

from __future__ import annotations

from collections import Counter

import pytest

from isgpress.flatplan.room import filled
from tests.flatplan.conftest import MAGAZINE, NEWSPAPER, Made, Make
from tests.flatplan.issues import MAGAZINE_ISSUE, NEWSPAPER_ISSUE

WHOLE = (0, 0, 6, 57)


def cells(made: Made, page: int) -> Counter[tuple[int, int]]:
    """Count how often each cell of a page is given away."""
    return Counter(
        (unit, line)
        for placed in made.plan.pages[page - 1].placements
        for rect in filled(placed.area)
        for unit in range(rect.unit, rect.unit + rect.units)
        for line in range(rect.line, rect.foot)
    )


def test_a_magazine_of_32_pages(make: Make) -> None:
    """Every piece has its pages, in reading order, the spread in the middle, the back last."""
    made = make(MAGAZINE_ISSUE)

    assert made.findings == ()
    assert [p.number for p in made.plan.pages] == list(range(1, 33))
    assert [made.plan.page_of(s.slug) for s in made.issue.sections] == [
        *(1, 2, 3, 3, 4, 5, 5),
        *(6, 10, 12, 15),
        16,
        *(18, 21, 22, 24, 26, 28, 28),
        *(30, 30, 31, 31),
        32,
    ]
    assert made.rects("s-07-sheet") == [(16, WHOLE), (17, WHOLE)]
    assert made.plan.signature == 16


@pytest.mark.parametrize(
    ("text", "layout"), [(MAGAZINE_ISSUE, MAGAZINE), (NEWSPAPER_ISSUE, NEWSPAPER)]
)
def test_no_room_is_given_twice(make: Make, text: str, layout: object) -> None:
    """On no page of an issue do two pieces share a cell of the grid."""
    made = make(text, layout)
    for page in made.plan.pages:
        assert set(cells(made, page.number).values()) == {1}, page.number


def test_what_shares_a_page_leaves_the_rest(make: Make) -> None:
    """A quarter is a hole, a column makes the text narrower, a half makes it shorter."""
    made = make(MAGAZINE_ISSUE)
    [letters] = made.plan.areas("s-02-letters")

    assert letters.rect.units == 6
    assert [(h.unit, h.line, h.units, h.lines) for h in letters.holes] == [(3, 29, 3, 28)]
    assert made.rects("advert-2") == [(5, (3, 29, 3, 28))]
    assert made.rects("contents") == [(3, (0, 0, 4, 57))]
    assert made.rects("s-14-riso") == [(30, (0, 0, 6, 28))]


def test_outer_columns_of_versos_are_on_the_left(make: Make) -> None:
    """A column advert lies outside: mirrored on a verso, and the text beside it too."""
    made = make(MAGAZINE_ISSUE)

    assert made.rects("masthead") == [(3, (4, 0, 2, 57))]
    assert made.rects("advert-3") == [(28, (0, 0, 2, 57))]
    assert made.rects("s-13-reviews") == [(28, (2, 0, 4, 57)), (29, WHOLE)]


def test_two_halves_and_four_quarters_share_a_page(make: Make) -> None:
    """The second half goes to the head, quarters to the corners that are left."""
    made = make(
        MAGAZINE_ISSUE.replace("pages: 32", "pages: 48")
        + "".join(
            f"  - {{advert: images/q{n}.svg, alt: Q., size: quarter, page: 33}}\n"
            for n in range(4)
        )
    )
    places = [made.rects(f"advert-{n}")[0] for n in range(5, 9)]

    assert made.rects("back-issues") == [(31, (0, 29, 6, 28))]
    assert made.rects("subscription-form") == [(31, (0, 0, 6, 28))]
    assert places == [
        (33, (3, 29, 3, 28)),
        (33, (0, 29, 3, 28)),
        (33, (3, 0, 3, 28)),
        (33, (0, 0, 3, 28)),
    ]


def test_a_newspaper_with_a_front_and_jumps(make: Make) -> None:
    """Slots are taken by name, the front's stories go on inside, the budget is kept."""
    made = make(NEWSPAPER_ISSUE, NEWSPAPER)

    assert made.findings == ()
    assert len(made.plan.pages) == 8
    assert [p.template for p in made.plan.pages] == [
        *("front", "news", "news", "full", "full", "news", "full", "full")
    ]
    assert [p.colour for p in made.plan.pages] == [n in {1, 8} for n in range(1, 9)]
    assert made.rects("s-01-lead") == [(1, (0, 16, 4, 44)), (6, (0, 0, 2, 86))]
    jumps = [
        (p.part, p.parts, p.jumps)
        for page in made.plan.pages
        for p in page.placements
        if p.slug == "s-01-lead"
    ]
    assert jumps == [(0, 2, False), (1, 2, True)]


def test_slots_without_a_page_are_the_next_of_that_name(make: Make) -> None:
    """A piece that names a slot alone gets it on the next page where it is free."""
    made = make(NEWSPAPER_ISSUE, NEWSPAPER)

    assert made.plan.page_of("s-06-docks") == 2
    assert made.rects("s-07-mines") == [(3, (0, 0, 2, 86))]
    assert made.rects("s-08-mills") == [(3, (2, 0, 3, 42))]
    assert made.rects("s-10-letters") == [(7, (0, 0, 5, 86))]


def test_slots_keep_their_side_and_yield_to_adverts(make: Make) -> None:
    """`left` is left on a verso too; an advert takes its room from the slot below it."""
    made = make(NEWSPAPER_ISSUE, NEWSPAPER)
    [_, lead] = made.plan.areas("s-01-lead")
    [_, second] = made.plan.areas("s-02-second")

    assert made.rects("advert-2") == [(6, (2, 44, 3, 42))]
    assert (lead.rect.unit, lead.rect.units, lead.holes) == (0, 2, ())
    assert (second.rect.line, second.rect.lines) == (0, 42)
    assert made.rects("s-11-back") == [(8, (0, 0, 5, 43))]


def test_pieces_without_a_page_fill_gaps(make: Make) -> None:
    """An advert without a page goes where a part of a page is free; so does an article."""
    made = make(
        "pages: 4\ncontents:\n  - cover\n"
        "  - {advert: images/a.svg, alt: A., size: half}\n"
        "  - 01-news.md\n"
        "  - {article: 02-more.md, pages: 2}\n"
    )

    assert made.findings == ()
    assert made.rects("advert-1") == [(2, (0, 29, 6, 28))]
    assert made.rects("s-01-news") == [(2, (0, 0, 6, 28))]
    assert [n for n, _ in made.rects("s-02-more")] == [3, 4]


def test_front_matter_says_the_place_too(make: Make) -> None:
    """A later piece may be put on an earlier page that was left free."""
    made = make(
        "pages: 4\ncontents:\n  - cover\n"
        "  - {article: 01-news.md, page: 3, pages: 2}\n  - 02-more.md\n"
    )

    assert made.findings == ()
    assert made.on(2) == ["s-02-more"]


def test_another_trim_keeps_shares(make: Make) -> None:
    """On an issue's own trim size the plan's grid and rooms are those of that size."""
    made = make("pages: 4\ntrim: a5\ncontents:\n  - cover\n  - {article: 01-n.md, pages: 3}\n")

    assert made.plan.grid.trim.name == "A5"
    assert made.plan.grid.lines < MAGAZINE.grid.lines
    assert made.plan.areas("s-01-n")[0].rect.lines == made.plan.grid.lines
