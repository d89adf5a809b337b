"""Pieces and canvases of a composed issue: the HTML that the composer gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import html as lxml_html
from markupsafe import Markup

from isgpress.findings import PressError
from isgpress.flatplan import plan as flatplan
from isgpress.manuscript import link, parse_section
from isgpress.model.composition import (
    Area,
    Flatplan,
    Frame,
    Piece,
    Placement,
    PlannedPage,
    Rect,
)
from isgpress.model.publication import Issue
from isgpress.render import load_theme, render_canvas, render_piece
from isgpress.render.furniture import Department, Listing, Setting, contents_setting
from isgpress.render.setting import Setter
from isgpress.render.theme import Theme
from isgpress.sources import load_issue, load_press
from isgpress.typeset import Composer, Typesetter
from isgpress.world import DiskWorld, MemoryWorld, World

PRESS = """\
name: The House
place: London
language: en-GB
periodicals:
  broad:
    title: The Broadside
    subtitle: A paper of the trade
    issn: 0317-8471
    frequency: quarterly
    theme: magazine
    numbering: "No. {number}"
    price: {amount: "3.50", currency: GBP}
    imprint: [Published by *The House*]
    contact: [post@example.org]
"""
ISSUE = """\
periodical: broad
number: 12
date: 2027-spring
pages: 8
contributors: [{name: Ana Silva, role: editor}]
cover:
  image: images/cover.svg
  alt: A hand
  caption: The hand
  credit: "Drawing: A. Silva"
  lines:
    - {text: The *great* storm, below: How it came, article: 02-storm}
contents:
  - cover
  - {contents: , page: 2}
  - {masthead: , page: 2, size: column}
  - section: Features
    articles:
      - {article: 02-storm.md, page: 3, pages: 2}
      - {article: 03-talk.md, page: 5, pages: 1}
  - {advert: images/wide.svg, alt: Buy ink, size: half, page: 6}
  - {letters: 04-letters.md, page: 6}
  - {article: 05-short.md, page: 7, pages: 1}
  - {advert: images/page.svg, alt: Buy type, size: full, page: 8}
"""
STORM = """\
---
kicker: The sea
headline: The storm that came at night
standfirst: It took the roofs, and then it took the names.
byline: By **Ana Silva**
dateline: Lisbon
authors: [Ana Silva]
short-title: The storm
about: Ana Silva keeps the archive.
picture: {image: images/wide.svg, alt: Waves, caption: The wall, credit: "Photo: T. Reyes"}
---

The first words are cold. See page {page:s-03-talk} and page {page:end}.[^1]

[^1]: Said in 1871.

/// figure | A chart of the coast.
src: images/wide.svg
alt: A chart
credit: Archive
number: none
layout: half
///

## The morning after  {#end}

/// pull-quote
It took the names.
///

And so it ended.
"""
TALK = """\
---
headline: Twenty questions
layout: interview
---

/// dialogue
Q: Why ink?

A: Because of the black. Why not?

Q: I see.
///
"""


def drawing(width: int, height: int) -> str:
    """Give an empty drawing of that size."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"/>'


FILES: Mapping[str, bytes | str] = {
    "press.yaml": PRESS,
    "issues/broad-12/issue.yaml": ISSUE,
    "issues/broad-12/02-storm.md": STORM,
    "issues/broad-12/03-talk.md": TALK,
    "issues/broad-12/04-letters.md": "# Letters\n\nSir, and so on.\n",
    "issues/broad-12/05-short.md": "# Short\n\nA word.\n\n![](images/wide.svg)\n",
    "issues/broad-12/images/cover.svg": drawing(210, 297),
    "issues/broad-12/images/wide.svg": drawing(300, 100),
    "issues/broad-12/images/page.svg": drawing(210, 297),
}


class Paper:
    """An issue with its flatplan, ready to be rendered."""

    def __init__(
        self,
        more: Mapping[str, bytes | str],
        theme: str = "magazine",
        world: World | None = None,
    ) -> None:
        """Read, parse and plan the issue."""
        self.world = world or MemoryWorld({**FILES, **more})
        self.press, _ = load_press(self.world)
        issue, findings = load_issue(self.world, self.press, "broad-12")
        assert issue is not None, findings
        self.issue: Issue = issue
        written = [s for s in issue.sections if s.file]
        documents = tuple(parse_section(self.world, issue, s)[0] for s in written)
        self.manuscript = link(issue, documents)
        self.theme: Theme = load_theme(self.world, theme)
        assert self.theme.layout is not None
        self.plan: Flatplan = flatplan(issue, self.theme.layout)[0]

    def piece(self, name: str, plan: Flatplan | None = None) -> Piece:
        """Render a piece by its slug or role."""
        sections = self.issue.sections
        section = next(s for s in sections if name in (s.slug, s.role))
        return render_piece(
            self.world, self.manuscript, self.press, self.theme, section, plan or self.plan
        )

    def html(self, name: str, plan: Flatplan | None = None) -> lxml_html.HtmlElement:
        """Render a piece and read its HTML."""
        return lxml_html.fromstring(self.piece(name, plan).html)


@pytest.fixture(scope="module")
def paper() -> Paper:
    """Give the issue in the magazine's theme."""
    return Paper({})


def words(root: lxml_html.HtmlElement, css: str) -> str:
    """Give the text of the first element of a class."""
    return " ".join(root.find_class(css)[0].text_content().split())


def test_the_headline_block_comes_first_and_in_order(paper: Paper) -> None:
    """Kicker, headline, standfirst, byline, dateline, across the whole area."""
    root = paper.html("s-02-storm")
    body = root.find("body")
    head = body[0]
    assert (head.tag, head.get("id"), head.get("data-units")) == ("header", "s-02-storm", "6")
    css = [c.get("class") for c in head]
    assert css == ["kicker", "headline", "standfirst", "byline", "dateline"]
    assert head.find("h1").get("data-label") == "The storm that came at night"


def test_the_opening_picture_stands_beside_the_text(paper: Paper) -> None:
    """It spans all columns, with caption and credit, in whole lines."""
    figure = paper.html("s-02-storm").find("body")[1]
    assert figure.get("class") == "figure float opening wide"
    assert (figure.get("data-units"), figure.get("data-place")) == ("6", "head")
    assert words(figure, "credit") == "Photo: T. Reyes"
    box = figure.find_class("picture")[0]
    lines = int(box.get("data-lines"))
    height = float(re.sub(r"[^\d.]", "", box.get("style")))
    assert height == pytest.approx(lines * 12.5 * 25.4 / 72, abs=0.001)
    assert 178 / 3 <= height <= 178 / 3 + 2 * 4.41


def test_a_picture_of_two_columns_is_marked_for_a_frame(paper: Paper) -> None:
    """It stays where it is mentioned, with the units that it spans."""
    root = paper.html("s-02-storm")
    text = root.find("body").find_class("text")[0]
    figure = next(e for e in text if e.tag == "figure")
    assert figure.get("data-units") == "4"
    assert text.index(figure) == 1


def test_the_text_is_one_element_that_ends_with_mark_author_and_notes(paper: Paper) -> None:
    """The end mark keeps to the last word; then come the author and the notes."""
    root = paper.html("s-02-storm")
    texts = root.find_class("text")
    assert len(texts) == 1
    assert texts[0][-1].tag == "footer"
    assert words(texts[0][-2], "last-word") == "ended."
    assert texts[0].find_class("end-mark")[0].getparent().get("class") == "last-word"
    assert words(root, "about") == "Ana Silva keeps the archive."
    assert words(root, "endnote") == "1 Said in 1871."


def test_notes_go_to_the_foot_where_the_theme_says_so() -> None:
    """The note follows its call, and there is no list."""
    own = "name: own\nextends: magazine\noptions: {article-notes: foot}\n"
    root = Paper({"templates/own/theme.yaml": own}, "own").html("s-02-storm")
    assert words(root, "footnote") == "1Said in 1871."
    assert not root.find_class("article-notes")


def test_only_the_first_letter_of_long_pieces_is_dropped(paper: Paper) -> None:
    """A feature opens with an initial, letters do not."""
    assert words(paper.html("s-02-storm"), "drop-cap") == "T"
    assert not paper.html("s-04-letters").find_class("drop-cap")


def test_the_lines_of_a_pull_quote_are_of_like_length(paper: Paper) -> None:
    """A quote of more than one line is set narrower than its column; a short one is not."""
    quote = "It took the names of all who had stood on the wall that night, and lied."
    long = Paper({"issues/broad-12/02-storm.md": STORM.replace("It took the names.", quote)})

    assert "max-width" in long.html("s-02-storm").find_class("pull-quote")[0][0].get("style")
    short = paper.html("s-02-storm").find_class("pull-quote")[0][0]
    assert "max-width" not in short.get("style")


def test_page_references_to_pieces_are_known_others_are_slots(paper: Paper) -> None:
    """The flatplan gives the page of a piece; a place within one waits for the layout."""
    piece = paper.piece("s-02-storm")
    slots = {
        e.get("data-target"): e.text
        for e in lxml_html.fromstring(piece.html).find_class("page-slot")
    }
    assert slots["s-03-talk"] == "5"
    assert piece.page_refs == ("s-02-storm-end",)


def test_questions_of_an_interview_are_told_from_answers(paper: Paper) -> None:
    """Of the first speaker's words those that ask; an answer may ask as well."""
    root = paper.html("s-03-talk")
    found = [" ".join(e.text_content().split()) for e in root.find_class("question")]
    assert [f.split()[-1] for f in found] == ["ink?"]


def test_jump_lines_say_the_folios_of_the_flatplan(paper: Paper) -> None:
    """A story that goes on elsewhere says where to, and there where from."""
    grid = paper.plan.grid
    here = Placement("s-02-storm", Area(3, Rect(0, 0, 6, 20)), 0, 3)
    there = Placement("s-02-storm", Area(6, Rect(0, 0, 2, 30)), 1, 3, jumps=True)
    next_to = Placement("s-02-storm", Area(7, Rect(0, 0, 2, 30)), 2, 3)
    pages = tuple(PlannedPage(p.area.page, "full", (p,)) for p in (here, there, next_to))
    root = paper.html("s-02-storm", Flatplan(grid, pages))
    jumps = root.find_class("jumps")[0]
    to, head = jumps.find_class("jump-to"), jumps.find_class("jump-head")
    assert [(e.get("data-part"), words(e.getparent(), "jump-to")) for e in to] == [
        ("0", "continued on page 6")
    ]
    assert head[0].get("data-part") == "1"
    assert words(head[0], "jump-title") == "The storm"
    assert words(head[0], "jump-from") == "from page 3"
    assert to[0].find("a").get("href") == f"#{head[0].get('id')}"


def test_the_contents_take_their_numbers_from_the_flatplan(paper: Paper) -> None:
    """Entries stand in the order of pages, under their departments, with standfirsts."""
    piece = paper.piece("contents")
    root = lxml_html.fromstring(piece.html)
    folios = [e.text_content().strip() for e in root.find_class("entry-folio")]
    assert folios == ["3", "5", "6", "7"]
    assert words(root, "entry-title") == "The storm that came at night"
    assert words(root, "entry-standfirst").startswith("It took the roofs")
    assert words(root, "department-name") == "Features"
    assert words(root, "cover-credit") == "Cover. The hand. Drawing: A. Silva"


def test_the_contents_move_with_the_flatplan(paper: Paper) -> None:
    """Another page for a piece is another number."""
    moved = Placement("s-03-talk", Area(8, Rect(0, 0, 6, 57)))
    plan = Flatplan(paper.plan.grid, (PlannedPage(8, "full", (moved,)),))
    root = paper.html("contents", plan)
    entry = next(e for e in root.find_class("entry") if "Twenty" in e.text_content())
    assert words(entry, "entry-folio") == "8"


def test_long_contents_take_two_columns_then_leave_out_standfirsts(paper: Paper) -> None:
    """The largest type that fits; columns before small print; words of titles always."""
    setter = Setter(paper.theme, 12.5)
    entry = Listing(
        "a",
        "3",
        Markup("A headline of some length"),
        Markup(),
        Markup("A standfirst that says in a sentence or two what it is about. ") * 2,
        "Ana Silva",
        "Features",
        "feature",
        "article",
    )

    def setting(entries: int) -> Setting:
        groups = [Department("Features", [entry] * entries)]
        return contents_setting(groups, 178, 226, 5, setter)

    assert (setting(5).size, setting(5).columns) == (12, 1)
    assert (setting(30).columns, setting(30).standfirsts) == (2, True)
    assert setting(30).size >= 6.8
    assert not setting(60).standfirsts


def test_pages_without_colour_get_ink_and_grey() -> None:
    """A piece with a page that prints in black alone has no red in it."""
    mono = ISSUE.replace("pages: 8", "pages: 8\ncolour-pages: [1, 8]")
    paper = Paper({"issues/broad-12/issue.yaml": mono})
    assert "--accent: #000;" in paper.piece("s-02-storm").html
    assert "--accent: #b7281c;" in paper.piece("cover").html


def test_a_head_has_the_colours_of_its_own_page() -> None:
    """A story that runs on from a page in colour is black and grey, but for its head."""
    some = ISSUE.replace("pages: 8", "pages: 8\ncolour-pages: [1, 3, 8]")
    sheet = Paper({"issues/broad-12/issue.yaml": some}).piece("s-02-storm").html
    assert "--accent: #000;" in sheet
    assert ".head { --accent: #b7281c; }" in sheet


def test_contents_and_masthead_share_a_page_without_overlap(paper: Paper) -> None:
    """A box gets what the hole in its area leaves."""
    contents, masthead = paper.piece("contents"), paper.piece("masthead")
    rects = [p.areas[0].rect for p in (contents, masthead)]
    assert [(r.unit, r.units) for r in rects] == [
        (2, 4),
        (0, 2),
    ]  # the masthead outside, on a verso
    assert contents.areas[0].holes == ()
    assert not contents.flows


def test_the_masthead_box_says_who_made_the_issue(paper: Paper) -> None:
    """Editors, lines of press.yaml, ISSN and price."""
    text = " ".join(paper.html("masthead").text_content().split())
    for part in ("Edited by Ana Silva", "Published by The House", "ISSN 0317-8471", "£3.50"):
        assert part in text


def test_the_cover_bleeds_and_says_what_a_newsstand_needs(paper: Paper) -> None:
    """Name, number, season, price, lines with their pages, and the bar code."""
    piece = paper.piece("cover")
    root = lxml_html.fromstring(piece.html)
    assert piece.bleeds
    assert words(root, "cover-title") == "The Broadside"
    assert words(root, "cover-date") == "No. 12 Spring 2027 £3.50"
    assert words(root, "cover-line") == "The great storm"
    assert words(root, "cover-below") == "How it came page 3"
    assert words(root, "barcode-digits") == "9770317847001 12".replace(" ", "")
    assert root.find_class("cover-picture")[0].get("alt") == "A hand"


def test_bars_are_black_of_one_plate_with_quiet_zones(paper: Paper) -> None:
    """The first bar stands 11 modules from the edge, the add-on ends 5 before it."""
    root = paper.html("cover")
    code = root.find_class("barcode")[0]
    path = code.find(".//path")
    assert path.get("fill") == "device-cmyk(0 0 0 1)"
    width = float(code.get("width").removesuffix("mm"))
    bars = re.findall(r"M([\d.]+) [\d.]+h([\d.]+)", path.get("d"))
    assert float(bars[0][0]) == pytest.approx(11 * 0.297, abs=0.001)
    last = float(bars[-1][0]) + float(bars[-1][1])
    assert width - last == pytest.approx(5 * 0.297, abs=0.002)
    assert len(bars) == 30 + 7  # EAN-13 has 30 bars, an add-on of two digits 7


def test_without_an_issn_there_is_no_bar_code() -> None:
    """A paper without ISSN is not sold by scanners."""
    bare = PRESS.replace("    issn: 0317-8471\n", "")
    assert not Paper({"press.yaml": bare}).html("cover").find_class("barcode")


def test_an_advert_bleeds_only_in_the_page_s_proportions(paper: Paper) -> None:
    """Half a page is labelled and stands within the type area."""
    half, page = paper.piece("advert-1"), paper.piece("advert-2")
    assert (half.bleeds, page.bleeds) == (False, True)
    assert words(lxml_html.fromstring(half.html), "advert-label") == "Advertisement"
    assert "advert-label" not in page.html
    assert {"isg:file/issues/broad-12/images/page.svg"} <= {r.uri for r in page.resources}


def test_fit_none_leaves_the_copyfitter_nothing_to_change(paper: Paper) -> None:
    """The theme's bounds hold unless the article says none."""
    assert paper.piece("s-02-storm").bounds.lines > 0
    fixed = STORM.replace("kicker:", "fit: none\nkicker:")
    piece = Paper({"issues/broad-12/02-storm.md": fixed}).piece("s-02-storm")
    assert (piece.bounds.tracking, piece.bounds.picture, piece.bounds.lines) == (0, 0, 0)


def _canvas(paper: Paper, number: int, frames: list[Frame]) -> lxml_html.HtmlElement:
    page = paper.plan.pages[number - 1]
    rendered = render_canvas(
        paper.world, paper.manuscript, paper.press, paper.theme, page, frames
    )
    return lxml_html.fromstring(rendered.html)


def test_the_running_foot_has_folio_title_number_and_season(paper: Paper) -> None:
    """On the outside of verso and recto."""
    root = _canvas(paper, 3, [])
    assert words(root, "running-foot") == "3 The Broadside No. 12 Spring 2027"
    assert words(root, "running-head") == "Features"
    assert "recto" in root.get("class")
    assert "verso" in _canvas(paper, 4, []).get("class")


def test_a_rule_stands_between_columns_as_deep_as_the_shorter(paper: Paper) -> None:
    """Not beside a picture, and not where a column has ended."""
    grid = paper.plan.grid
    one = Frame(0, 3, 0, "text", 15, 21, 56, 20 * grid.line, 20, 0)
    two = replace(one, index=1, left=76.0, free=8)
    far = replace(one, index=2, left=137.0, kind="float")
    rules = _canvas(paper, 3, [one, two, far]).find_class("column-rule")
    assert len(rules) == 1
    style = dict(p.split(":") for p in rules[0].get("style").split(";"))
    assert style["left"] == "73.5mm"
    assert float(style["height"].removesuffix("mm")) == pytest.approx(12 * grid.line, abs=0.01)


def test_a_page_that_is_filled_to_its_edges_is_bare(paper: Paper) -> None:
    """A cover has no foot."""
    cover = Frame(0, 1, 0, "box", 0, 0, 210, 297, 57)
    assert not _canvas(paper, 1, [cover]).find_class("running-foot")


def test_a_theme_whose_text_flows_has_no_pieces(paper: Paper) -> None:
    """The composer is not for books."""
    theme = load_theme(paper.world, "paperback")
    section = paper.issue.sections[0]
    with pytest.raises(TypeError):
        render_piece(paper.world, paper.manuscript, paper.press, theme, section, paper.plan)


THEME = "name: own\nextends: magazine\n"


@pytest.mark.parametrize(
    ("more", "rule", "line"),
    [
        ("grid: {lines: many}\n", "bad-value", 3),
        ("grid: {colums: 3}\n", "unknown-key", 3),
        ("grid: {lines: 90}\n", "bad-value", 3),
        ("layouts: {fetaure: {column-units: 2}}\n", "unknown-key", 3),
        ("layouts: {feature: {column-units: 7}}\n", "bad-value", 3),
        ("layouts: {feature: {bounds: {traking: 3}}}\n", "unknown-key", 3),
        ("templates: {front: {lead: [2, 0, 5, 10]}}\n", "slot-off-grid", 3),
        ("templates: {front: {lead: [0, 0, 2]}}\n", "bad-value", 3),
        ("templates:\n  front: {a: [0, 0, 4, 9], b: [3, 8, 3, 0]}\n", "slots-overlap", 4),
        ("default-template: fronds\n", "unknown-page-template", 3),
        ("sizes: {half: [0, 57, 6, 0]}\n", "slot-off-grid", 3),
        ("trim: a44\n", "unknown-trim", 3),
        ("composition: columns\n", "bad-value", 3),
    ],
)
def test_the_keys_of_composed_themes_are_read_strictly(more: str, rule: str, line: int) -> None:
    """What is wrong is told with its line."""
    with pytest.raises(PressError) as caught:
        load_theme(
            MemoryWorld({"press.yaml": PRESS, "templates/own/theme.yaml": THEME + more}), "own"
        )
    (finding,) = caught.value.findings
    assert finding.span is not None
    assert (finding.rule, finding.span.line) == (rule, line)
    assert finding.help


def test_a_theme_takes_over_what_it_does_not_say() -> None:
    """Each key of a layout is inherited by itself; a slot of 0 lines reaches the foot."""
    more = "layouts: {feature: {column-units: 3}}\ntemplates: {front: {lead: [0, 20, 4, 0]}}\n"
    world = MemoryWorld({"press.yaml": PRESS, "templates/own/theme.yaml": THEME + more})
    layout = load_theme(world, "own").layout
    assert layout is not None
    feature = layout.article("feature")
    assert (feature.column_units, feature.bounds.lines) == (3, 2)
    front = layout.template("front")
    assert front is not None
    assert front.slot("lead") == Rect(0, 20, 4, 37)
    assert layout.template("") == layout.template("full")


def test_composition_flow_leaves_the_grid_alone() -> None:
    """A theme for reading at home may extend a composed one."""
    world = MemoryWorld(
        {"press.yaml": PRESS, "templates/own/theme.yaml": THEME + "composition: flow\n"}
    )
    assert load_theme(world, "own").layout is None


def test_another_trim_keeps_margins_and_shares() -> None:
    """On a smaller page there are fewer lines, and halves stay halves."""
    layout = load_theme(MemoryWorld({"press.yaml": PRESS}), "magazine").layout
    assert layout is not None
    small = layout.on(replace(layout.grid.trim, name="B5", width=176.0, height=250.0))
    assert small.grid.lines == 46
    half = small.size("half")
    assert half is not None
    assert half.foot == 46
    assert abs(half.lines - 23) <= 1


@pytest.mark.slow
def test_a_box_that_runs_over_is_counted() -> None:
    """Furniture with more text than its room is never cut silently."""
    entry = "  - {back-issues: 06-back.md, page: 7, size: half}\n"
    words_ = "\n\n".join(f"Number {n}, of the winter, on the trade." for n in range(60))
    files = {
        "issues/broad-12/issue.yaml": ISSUE.replace(
            "  - {article: 05-short.md, page: 7, pages: 1}\n", entry
        ),
        "issues/broad-12/06-back.md": f"# Back issues\n\n{words_}\n",
    }
    with TemporaryDirectory() as folder:
        world = DiskWorld(Path(folder))
        for name, data in {**FILES, **files}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(data), encoding="utf-8")
        paper = Paper(files, world=world)
        pieces = [paper.piece("back-issues"), paper.piece("masthead")]
        with Typesetter(jobs=1) as typesetter:
            long, short = Composer(typesetter).fit(pieces, paper.plan.grid)
    assert 25 <= long.fit.over <= 50
    assert short.fit.over == 0
