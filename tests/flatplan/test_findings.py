"""What is wrong with a flatplan: each finding with its line and how to mend it."""

from __future__ import annotations

import pytest

from isgpress.findings import Severity
from isgpress.model.composition import Layout
from tests.flatplan.conftest import MAGAZINE, NEWSPAPER, Make
from tests.flatplan.issues import MAGAZINE_ISSUE, NEWSPAPER_ISSUE

FOUR = "pages: 4\ncontents:\n  - cover\n"
FRONT = "pages: 4\npage-templates: {1: front, 2: news, 3: news}\ncontents:\n"
FILL = "  - {article: 80-a.md, page: 2}\n  - {article: 81-b.md, page: 3}\n"
BACK = "  - {article: 82-c.md, page: 4}\n"


@pytest.mark.parametrize(
    ("text", "layout", "rule", "line", "message", "advice"),
    [
        pytest.param(
            FOUR + FILL + BACK + "  - {article: 01-news.md, page: 3}\n",
            MAGAZINE,
            "page-asked-for-twice",
            "  - {article: 01-news.md, page: 3}",
            "page 3 is given to `81-b.md`",
            "give `01-news.md` another page, or one of the two a `size`",
            id="page",
        ),
        pytest.param(
            FRONT
            + FILL.replace("page: 2", "page: 2, slot: left")
            + BACK
            + "  - {article: 01-news.md, page: 2, slot: left}\n"
            + "  - {article: 02-lead.md, page: 1, slot: lead}\n",
            NEWSPAPER,
            "page-asked-for-twice",
            "  - {article: 01-news.md, page: 2, slot: left}",
            "slot `left` of page 2 is given to `80-a.md`",
            "give `01-news.md` another slot (free: `right`, `foot`)",
            id="slot",
        ),
        pytest.param(
            FOUR + FILL + BACK + "  - {advert: images/a.svg, alt: A., size: half, page: 1}\n",
            MAGAZINE,
            "page-asked-for-twice",
            "  - cover",
            "`cover` finds no room on page 1 beside `a.svg`",
            "give it a page of its own, or move the others",
            id="cover shared",
        ),
        pytest.param(
            FOUR + FILL + "  - {article: 01-news.md, page: 4, pages: 2}\n",
            MAGAZINE,
            "page-beyond-budget",
            "  - {article: 01-news.md, page: 4, pages: 2}",
            "`01-news.md` wants page 5 of 4",
            "give it an earlier page or fewer pages, or raise the page budget (`pages`)",
            id="beyond",
        ),
        pytest.param(
            FOUR + FILL + BACK + "  - {article: 01-news.md, pages: 2}\n",
            MAGAZINE,
            "piece-without-place",
            "  - {article: 01-news.md, pages: 2}",
            "no 2 free pages in a row are left for `01-news.md`",
            "raise the page budget (`pages`), shorten another piece, or take it out",
            id="no place",
        ),
        pytest.param(
            FRONT + FILL + BACK + "  - {article: 01-news.md, page: 1, slot: led}\n",
            NEWSPAPER,
            "unknown-slot",
            "  - {article: 01-news.md, page: 1, slot: led}",
            "page 1 (template `front`) has no slot `led`",
            "there is a slot with a similar name: `lead`",
            id="unknown slot",
        ),
        pytest.param(
            FRONT + FILL + BACK + "  - {article: 01-news.md, page: 1, slot: zzz}\n",
            NEWSPAPER,
            "unknown-slot",
            "  - {article: 01-news.md, page: 1, slot: zzz}",
            "page 1 (template `front`) has no slot `zzz`",
            "the slots are `lead`, `brief`, `second`",
            id="strange slot",
        ),
        pytest.param(
            FOUR.replace("  - cover\n", "")
            + FILL
            + BACK
            + "  - {advert: images/a.svg, alt: A., size: column, page: 1}\n"
            + "  - {article: 83-d.md, page: 1}\n",
            NEWSPAPER,
            "unknown-size",
            "  - {advert: images/a.svg, alt: A., size: column, page: 1}",
            "the theme has no size `column` for `a.svg`",
            "the sizes are `full`, `half`, `quarter`",
            id="unknown size",
        ),
        pytest.param(
            FOUR + FILL + BACK.replace("page: 4", "page: 4, pages: 2, slot: main"),
            MAGAZINE,
            "space-said-twice",
            "  - {article: 82-c.md, page: 4, pages: 2, slot: main}",
            "`slot: main` and `pages: 2` do not go together: `82-c.md`",
            "remove one of them; now `slot: main` counts",
            id="said twice",
        ),
        pytest.param(
            MAGAZINE_ISSUE.replace("slot: centre", "slot: centre, page: 14").replace(
                "05-unstamped.md, pages: 3", "05-unstamped.md, pages: 2"
            ),
            MAGAZINE,
            "off-centre",
            "  - {article: 07-sheet.md, slot: centre, page: 14}",
            "the centre spread is pages 16 and 17; `07-sheet.md` begins on 14",
            "write `page: 16`, or leave `page` out",
            id="off centre",
        ),
        pytest.param(
            FOUR.replace("cover", "{cover: , page: 2}")
            + "  - {article: 80-a.md, page: 1}\n"
            + "  - {article: 81-b.md, pages: 2}\n",
            MAGAZINE,
            "cover-inside",
            "  - {cover: , page: 2}",
            "the cover stands on page 2",
            "leave its `page` out, and give what is on page 1 another",
            id="cover inside",
        ),
        pytest.param(
            MAGAZINE_ISSUE.replace(
                "size: column, page: 28", "size: column, page: 28, away-from: [12-wapping]"
            )
            .replace("12-wapping.md, pages: 2", "12-wapping.md, page: 26")
            .replace("13-reviews.md, pages: 2", "13-reviews.md, page: 28, pages: 2")
            .replace("page: 28, away", "page: 27, away"),
            MAGAZINE,
            "advert-faces-article",
            "  - {advert: images/mill.svg, alt: Paper., size: column, page: 27,"
            " away-from: [12-wapping]}",
            "`mill.svg` on page 27 faces page 26 of `12-wapping.md`",
            "move it to another spread than pages 26 and 27",
            id="facing",
        ),
        pytest.param(
            FOUR + FILL,
            MAGAZINE,
            "empty-page",
            "pages: 4",
            "page 4 is empty",
            "give it an article, an advert or a piece of furniture",
            id="empty",
        ),
        pytest.param(
            FOUR + FILL + "  - {advert: images/a.svg, alt: A., size: quarter, page: 4}\n",
            MAGAZINE,
            "half-empty-page",
            "  - {advert: images/a.svg, alt: A., size: quarter, page: 4}",
            "page 4 is filled to 25 per cent",
            "give it an article, an advert or a piece of furniture",
            id="half empty",
        ),
        pytest.param(
            FRONT + FILL + BACK + "  - {article: 01-news.md, page: 1, slot: brief}\n",
            NEWSPAPER,
            "half-empty-page",
            "  - {article: 01-news.md, page: 1, slot: brief}",
            "page 1 is filled to 20 per cent",
            "fill its slots `lead`, `second`",
            id="half empty slots",
        ),
        pytest.param(
            "pages: 4\ncolour-pages: [1, 4]\ncontents:\n  - cover\n"
            + FILL.replace("article: 80-a.md", "advert: images/a.svg, alt: A., colour: true")
            + BACK,
            MAGAZINE,
            "colour-on-mono-page",
            "  - {advert: images/a.svg, alt: A., colour: true, page: 2}",
            "`a.svg` needs colour, and page 2 prints in black only",
            "move it to a page in colour (1, 4), or add 2 to `colour-pages`",
            id="mono",
        ),
        pytest.param(
            FRONT
            + FILL.replace("page: 2", "page: 2, slot: left").replace(
                "page: 3", "page: 3, slot: left"
            )
            + "  - {article: 01-news.md, page: 1, slot: lead,"
            + " jumps: [{page: 2, slot: right}, {page: 3, slot: right}]}\n"
            + BACK,
            NEWSPAPER,
            "jumps-too-often",
            "  - {article: 01-news.md, page: 1, slot: lead,"
            " jumps: [{page: 2, slot: right}, {page: 3, slot: right}]}",
            "`01-news.md` jumps 2 times",
            "let it go on in one place: readers do not follow a second time",
            id="jumps twice",
        ),
        pytest.param(
            FRONT
            + BACK.replace("page: 4", "page: 3, slot: left, jumps: [{page: 2}]")
            + "  - {article: 01-news.md, page: 1}\n  - {article: 02-back.md, page: 4}\n",
            NEWSPAPER,
            "jumps-back",
            "  - {article: 82-c.md, page: 3, slot: left, jumps: [{page: 2}]}",
            "`82-c.md` jumps back, from page 3 to page 2",
            "let it go on on a later page",
            id="jumps back",
        ),
        pytest.param(
            FRONT
            + FILL.replace("page: 2", "page: 2, slot: left, jumps: [{page: 2, slot: right}]")
            + "  - {article: 01-news.md, page: 1}\n"
            + BACK,
            NEWSPAPER,
            "jumps-to-itself",
            "  - {article: 80-a.md, page: 2, slot: left, jumps: [{page: 2, slot: right}]}",
            "`80-a.md` jumps from page 2 to the same page",
            "jump to a later page, or choose one slot that is large enough",
            id="jumps to itself",
        ),
        pytest.param(
            FOUR + FILL + BACK.replace("page: 4", "page: 4, jumps: [{page: 4}]"),
            MAGAZINE,
            "jumps-to-itself",
            "  - {article: 82-c.md, page: 4, jumps: [{page: 4}]}",
            "`82-c.md` jumps to page 4, where it stands",
            "jump to a later page",
            id="jumps to itself whole",
        ),
        pytest.param(
            "pages: 4\npage-templates: {2: halfs}\ncontents:\n  - cover\n" + FILL + BACK,
            MAGAZINE,
            "unknown-page-template",
            "page-templates: {2: halfs}",
            "the theme has no page template `halfs` (page 2)",
            "there is one with a similar name: `halves`",
            id="template",
        ),
    ],
)
def test_findings_say_where_and_what_to_do(  # noqa: PLR0913, PLR0917 - a table
    make: Make, text: str, layout: Layout, rule: str, line: str, message: str, advice: str
) -> None:
    """A finding points at the entry that is to be changed."""
    made = make(text, layout)
    found = made.finding(rule)

    assert made.line(found) == line
    assert (found.message, found.help.split(", such as")[0]) == (message, advice)


@pytest.mark.parametrize(
    ("pages", "signature", "advice"),
    [
        (30, 4, "write `pages: 32` or `pages: 28`"),
        (36, 8, "write `pages: 40` or `pages: 32`, or `signature: 4`"),
        (24, 16, "write `pages: 32` or `pages: 16`, or `signature: 8`"),
        (2, 4, "write `pages: 4`"),
    ],
)
def test_budgets_are_whole_signatures(
    make: Make, pages: int, signature: int, advice: str
) -> None:
    """A budget that is none names the next ones."""
    text = f"pages: {pages}\nsignature: {signature}\ncontents:\n  - cover\n"
    made = make(f"{text}  - {{article: 01-n.md, pages: {pages - 1}}}\n")
    found = made.finding("page-budget")

    assert made.line(found) == f"pages: {pages}"
    assert found.help == advice
    assert found.severity is Severity.ERROR


def test_without_a_budget_there_are_pages_for_all(make: Make) -> None:
    """An issue without budget has the pages that its pieces take, with a warning."""
    made = make("contents:\n  - cover\n  - {article: 01-n.md, pages: 3}\n  - 02-m.md\n")
    found = made.finding("no-page-budget")

    assert len(made.plan.pages) == 5
    assert found.severity is Severity.WARNING
    assert found.help == "write `pages: 8` in issue.yaml"


def test_an_advert_may_change_places_with_another(make: Make) -> None:
    """Where an advert of its size stands on another spread, the two can be exchanged."""
    made = make(
        MAGAZINE_ISSUE.replace("size: full, page: 2", "size: full, page: 2, away-from: [x, y]")
        .replace("[x, y]", "[01-editorial]")
        .replace("01-editorial.md, page: 4", "01-editorial.md, page: 3, size: column")
        .replace("  - {masthead: , page: 3, size: column}\n", "  - {masthead: , page: 4}\n")
    )
    found = made.finding("advert-faces-article")

    assert found.message == "`hands.svg` on page 2 faces page 3 of `01-editorial.md`"
    assert found.help.endswith("such as by changing places with `press.svg` (page 32)")


def test_an_advert_beside_what_it_must_not_face(make: Make) -> None:
    """The same page counts too, and a page of a story further on."""
    made = make(
        MAGAZINE_ISSUE.replace("page: 28}", "page: 28, away-from: [13-reviews]}").replace(
            "alt: Sewn., size: quarter", "alt: Sewn., size: quarter, away-from: [03-steam]"
        )
    )
    found = made.finding("advert-faces-article")

    assert found.message == "`mill.svg` on page 28 stands beside `13-reviews.md`"


def test_places_behind_the_budget(make: Make) -> None:
    """Templates and colours of pages that are not there are reported."""
    made = make(
        "pages: 4\ncolour-pages: [1, 9]\npage-templates: {6: halves}\n" + FOUR[9:] + FILL
    )
    found = [f.message for f in made.findings if f.rule == "page-beyond-budget"]

    assert found == ["`page-templates` names page 6 of 4", "`colour-pages` names page 9 of 4"]


@pytest.mark.parametrize("pages", [0, 1, 4, 8])
@pytest.mark.parametrize("layout", [MAGAZINE, NEWSPAPER])
@pytest.mark.parametrize("text", [MAGAZINE_ISSUE, NEWSPAPER_ISSUE])
def test_any_issue_on_any_pages_gives_a_plan(
    make: Make, text: str, layout: Layout, pages: int
) -> None:
    """Whatever is missing, there is a plan of the budget's pages; the lost are named."""
    first, _, rest = text.partition("\n")
    assert first.startswith("pages: ")
    made = make(f"pages: {pages}\n{rest}", layout)
    lost = [s for s in made.issue.sections if made.plan.page_of(s.slug) is None]

    assert [p.number for p in made.plan.pages] == list(range(1, len(made.plan.pages) + 1))
    assert len(made.plan.pages) == pages or not pages
    named = {f.span.line for f in made.findings if f.span}
    assert {s.span.line for s in lost if s.span} <= named
