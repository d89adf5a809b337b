"""The measures of wrap covers, beside printers' own figures."""

from __future__ import annotations

import pytest

from isgpress.model.printing import CASE, FLAPS, PERFECT
from isgpress.model.publication import Trim
from isgpress.model.wrap import Wrap, wrap_of
from isgpress.standards import trims
from isgpress.standards.printing import papers, printers, stock_of

INCH = 25.4
SIX_NINE = trims()["6x9in"]


def wrap(printer: str, paper: str, pages: int, trim: Trim = SIX_NINE, **more: object) -> Wrap:
    """Give the cover of a book of that printer and paper."""
    profile = printers()[printer]
    stock = profile.stock(paper)
    assert stock is not None
    binding = str(more.pop("binding", PERFECT))
    return wrap_of(profile, trim, stock, pages, binding=binding, **more)  # type: ignore[arg-type]


def inches(found: Wrap) -> tuple[float, float, float]:
    """Give width, height and spine in inches, as the trade writes them."""
    sizes = (found.width_with_bleed, found.height_with_bleed, found.spine)
    return tuple(round(mm / INCH, 3) for mm in sizes)  # type: ignore[return-value]


def test_kdp_white() -> None:
    """KDP's worked example as kidillus.com gives it: 6 x 9 in, 200 pages, white paper."""
    assert inches(wrap("kdp-paperback", "white", 200)) == (12.7, 9.25, 0.45)


def test_kdp_cream() -> None:
    """KDP's cream paper is 0.0025 in to a page: 224 pages have a spine of 14.22 mm."""
    found = wrap("kdp-paperback", "cream", 224)

    assert round(found.spine, 2) == 14.22
    assert inches(found) == (12.81, 9.25, 0.56)


def test_kdp_premium_colour() -> None:
    """Premium colour is 0.002347 in to a page."""
    assert round(wrap("kdp-paperback", "premium-colour", 100).spine / INCH, 4) == 0.2347


@pytest.mark.parametrize(("paper", "per_inch"), [("cream", 400), ("white", 444)])
def test_ingramspark(paper: str, per_inch: int) -> None:
    """By pages to the inch; the printer publishes none, so both are marked as estimates."""
    found = wrap("ingramspark-paperback", paper, 300)

    assert found.spine / INCH == pytest.approx(300 / per_inch, abs=1e-4)
    assert found.width_with_bleed / INCH == pytest.approx(12.25 + 300 / per_inch, abs=1e-4)
    stock = printers()["ingramspark-paperback"].stock(paper)
    assert stock is not None
    assert stock.estimated


def test_offset_by_weight_and_bulk() -> None:
    """Pages / 2 x g/m² x bulk / 1000: 224 pages of 80 g with bulk 1.5 make 13.44 mm.

    The formula is European printers', quoted in https://mathhelpforum.com/t/199582.
    """
    found = wrap("offset-paperback", "bookwove-80", 224, trims()["demy"])

    assert round(found.spine, 3) == 13.44
    assert round(found.width_with_bleed, 3) == 2 * 138 + 13.44 + 2 * 3
    assert found.height_with_bleed == 216 + 2 * 3


def test_offset_on_a_thinner_paper() -> None:
    """The same sum for 70 g with bulk 1.6: 200 pages make 11.2 mm."""
    assert round(wrap("offset-paperback", "bookwove-70", 200).spine, 3) == 11.2


def test_a_named_spine_goes_before_the_sum() -> None:
    """What the printer's quote says is taken as it is."""
    found = wrap("ingramspark-paperback", "cream", 300, named_spine=17.3)

    assert found.spine == 17.3
    assert found.sheet_width == pytest.approx(2 * 152.4 + 17.3)


def test_pages_are_bound_in_whole_sheets() -> None:
    """An odd page count gets the blank pages that the printer adds."""
    assert wrap("kdp-paperback", "white", 199) == wrap("kdp-paperback", "white", 200)
    assert wrap("offset-paperback", "", 197).spine == wrap("offset-paperback", "", 200).spine


@pytest.mark.parametrize(
    ("printer", "pages", "words"),
    [
        ("kdp-paperback", 78, False),
        ("kdp-paperback", 96, False),  # 2.3 mm between the clear edges
        ("kdp-paperback", 100, True),
        ("ingramspark-paperback", 46, False),
        ("offset-paperback", 76, False),
        ("offset-paperback", 96, True),
    ],
)
def test_thin_spines_stay_empty(printer: str, pages: int, words: bool) -> None:  # noqa: FBT001
    """Below the printer's page count, or where type would not fit, no words are set."""
    assert wrap(printer, "", pages).spine_text is words


def test_faces_stand_side_by_side() -> None:
    """Back, spine and front follow each other; a book bound on the right has them mirrored."""
    found = wrap("kdp-paperback", "white", 200)
    mirrored = wrap("kdp-paperback", "white", 200, mirrored=True)

    assert [p.name for p in found.panels] == ["back", "spine", "front"]
    assert [p.name for p in mirrored.panels] == ["front", "spine", "back"]
    assert [round(x, 3) for x in found.folds] == [152.4, 163.84]
    assert all(a.right == b.left for a, b in zip(found.panels, found.panels[1:], strict=False))


def test_flaps_add_their_width() -> None:
    """French flaps hang on both ends."""
    bare = wrap("offset-paperback", "", 200)
    found = wrap("offset-paperback", "", 200, binding=FLAPS)

    assert found.sheet_width == bare.sheet_width + 160
    assert [p.name for p in found.panels][::4] == ["back-flap", "front-flap"]


def test_a_case_has_boards_and_turn_ins() -> None:
    """A case is wider by overhang and turn-in, higher at both ends; its spine has boards."""
    bare = wrap("offset-paperback", "", 200)
    found = wrap("offset-paperback", "", 200, binding=CASE)

    assert found.spine == bare.spine + 5
    assert found.sheet_width == pytest.approx(2 * (152.4 + 3) + found.spine + 36)
    assert found.sheet_height == pytest.approx(228.6 + 6 + 36)
    assert found.folds[0] == 18


def test_every_paper_is_as_thick_as_its_weight_and_bulk() -> None:
    """Papers without figures of a printer's own follow from papers.yaml."""
    offered = printers()["offset-paperback"].papers

    assert all(stock == stock_of(papers()[key]) for key, stock in offered)
