"""Pieces run through frames: what is counted, what stands level, what is lifted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from isgpress.findings import Severity
from isgpress.model.composition import Area, FitBounds, Frame, Piece, Rect
from isgpress.store import Store
from isgpress.typeset import Composer, FittedPiece, Typesetter, spanning
from tests.typeset.conftest import SENTENCE, Press
from tests.typeset.issues import (
    GRID,
    WHOLE,
    figure,
    head,
    jumps,
    paragraphs,
    piece,
    small_figure,
    varied,
)

OneFit = Callable[[Piece], FittedPiece]
AUTO = FitBounds(tracking=10, picture=0.2, lines=2)


@pytest.fixture(scope="module")
def composer() -> Iterator[Composer]:
    """Give a composer with two workers."""
    with Typesetter(2) as typesetter:
        yield Composer(typesetter)


@pytest.fixture
def fit(composer: Composer) -> OneFit:
    """Give what fits one piece."""
    return lambda given: composer.fit([given], GRID)[0]


def texts(fitted: FittedPiece) -> list[Frame]:
    """Give the text frames of a piece."""
    return [f for f in fitted.frames if f.kind == "text"]


def ends(frames: Sequence[Frame]) -> list[int]:
    """Give the line of the grid below the last that each frame fills."""
    return [round((f.top - GRID.head) / GRID.line) + f.lines - f.free for f in frames]


def words(text: str) -> list[str]:
    """Give the words of a text."""
    return re.findall(r"\w+", text)


def test_text_runs_through_columns_and_pages_from_the_first_line(
    press: Press, fit: OneFit
) -> None:
    """Three columns to a page, their first lines on the grid, below the headline's frame."""
    fitted = fit(
        piece(
            press, "a", paragraphs("a", 22), [Area(2, WHOLE), Area(3, WHOLE)], before=head("a")
        )
    )
    frames = texts(fitted)
    assert [f.page for f in frames] == [2, 2, 2, 3, 3, 3]
    assert (fitted.frames[0].kind, fitted.frames[0].lines) == (
        "head",
        5,
    )
    assert {round(f.top, 3) for f in frames[:3]} == {round(GRID.top(6), 3)}
    assert {round(f.top, 3) for f in frames[3:]} == {round(GRID.top(0), 3)}
    assert {round(f.width, 3) for f in frames} == {round(GRID.width(2), 3)}
    assert fitted.frames[0].width == pytest.approx(GRID.width(6))
    assert words(fitted.composed.text) == words(
        "".join(f"Item a.{n}: {SENTENCE * 3}" for n in range(1, 23))
    )


def test_a_piece_that_does_not_fill_its_room_ends_with_level_columns(
    press: Press, fit: OneFit
) -> None:
    """The last page's columns end on one line, but for lines that keep together."""
    fitted = fit(
        piece(
            press, "a", paragraphs("a", 20), [Area(2, WHOLE), Area(3, WHOLE)], before=head("a")
        )
    )
    last = [f for f in texts(fitted) if f.page == 3]
    assert len(last) == 3
    assert max(ends(last)) - min(ends(last)) <= 2
    assert max(ends(last)) < WHOLE.lines
    assert fitted.fit.free == pytest.approx(sum(WHOLE.lines - e for e in ends(last)), abs=2)
    assert dict(fitted.fit.pages)[3] >= fitted.fit.free
    assert not fitted.fit.over


@pytest.mark.parametrize("added", [30, 90, 200])
def test_words_added_to_a_full_article_are_told_in_lines(
    press: Press, fit: OneFit, added: int
) -> None:
    """The lines over are those that the words make, within one."""
    room = [Area(2, Rect(0, 0, 6, 30))]
    text = paragraphs("a", 6)
    full = fit(piece(press, "a", text, room))
    spare = full.fit.free
    more = f"<p>{' '.join((SENTENCE * 9).split()[:added])}</p>"
    alone = fit(piece(press, "b", more, [Area(2, Rect(0, 0, 2, 58))]))
    made = WHOLE.lines - alone.fit.free
    fuller = fit(piece(press, "a", text + more, room))
    assert abs(fuller.fit.over - (made - spare)) <= 1 or made <= spare
    again = fit(piece(press, "a", text + more + more, room))
    assert abs(again.fit.over - fuller.fit.over - made) <= 1 or not fuller.fit.over


@pytest.mark.parametrize("place", [0, 4, 9, 14])
def test_words_count_the_same_wherever_they_are_added(
    press: Press, fit: OneFit, place: int
) -> None:
    """Forty words more make the lines that they make, though columns break anew."""
    room = [Area(2, WHOLE)]
    blocks = varied("a", 18).split("</p>")
    before = fit(piece(press, "a", "</p>".join(blocks), room)).fit
    assert before.over
    added = " ".join((SENTENCE * 3).split()[:40])
    alone = [
        fit(piece(press, "b", f"{text}</p>", room[:1])).fit.free
        for text in (blocks[place], f"{blocks[place]} {added}")
    ]
    blocks[place] += f" {added}"
    after = fit(piece(press, "a", "</p>".join(blocks), room)).fit
    assert after.over - before.over == pytest.approx(alone[0] - alone[1], abs=1)


def test_overset_text_is_counted_with_its_words_and_its_line(press: Press, fit: OneFit) -> None:
    """Lines over, the words in them, and the paragraph in which they begin."""
    fitted = fit(piece(press, "a", paragraphs("a", 9), [Area(2, Rect(0, 0, 6, 30))]))
    shown = sum(f.lines - f.free for f in texts(fitted))
    whole = fit(piece(press, "a", paragraphs("a", 9), [Area(2, WHOLE)]))
    assert fitted.fit.over == pytest.approx(3 * 58 - whole.fit.free - shown, abs=2)
    assert fitted.fit.over_words == pytest.approx(
        fitted.fit.over * fitted.fit.words_per_line, rel=0.15
    )
    facts = fitted.composed.facts
    shown = int(re.findall(r"Item a.(\d+)", "".join(t.text for t in facts.texts))[-1])
    assert fitted.fit.line in {2 * shown, 2 * shown + 2}
    assert len(words(fitted.composed.text)) == len(words(whole.composed.text))


def test_notes_at_the_foot_take_lines(press: Press, fit: OneFit) -> None:
    """What a note takes in the last column is not told to be free."""
    note = '<span class="footnote" id="n1">A note for the foot of the column.</span>'
    plain = fit(piece(press, "a", f"<p>{SENTENCE}</p>", [Area(2, Rect(0, 0, 2, 30))]))
    noted = fit(piece(press, "a", f"<p>{SENTENCE}{note}</p>", [Area(2, Rect(0, 0, 2, 30))]))
    assert noted.fit.free == plain.fit.free - 2  # and a line of white
    full = fit(piece(press, "a", f"<p>{SENTENCE * 20}{note}</p>", [Area(2, Rect(0, 0, 2, 30))]))
    none = fit(piece(press, "a", f"<p>{SENTENCE * 20}</p>", [Area(2, Rect(0, 0, 2, 30))]))
    assert full.fit.over == none.fit.over + 2


def test_a_wide_picture_stands_over_its_columns_on_the_page_of_its_mention(
    press: Press, fit: OneFit
) -> None:
    """It takes room from two columns of the second page, and no text lies below it."""
    text = paragraphs("a", 16) + figure(4) + paragraphs("b", 3)
    fitted = fit(piece(press, "a", text, [Area(2, WHOLE), Area(3, WHOLE)]))
    [wide] = [f for f in fitted.frames if f.kind == "float"]
    assert wide.page == 3
    assert wide.width == pytest.approx(GRID.width(4))
    assert wide.lines == 11
    below = [f for f in texts(fitted) if f.page == 3 and f.left < wide.left + wide.width - 1]
    assert len(below) == 2
    assert all(f.top >= wide.top + wide.height for f in below)


def test_a_picture_that_would_leave_a_hole_gives_way_to_the_text(
    press: Press, fit: OneFit
) -> None:
    """It goes to the head of the next column, and the text before it fills the hole."""
    text = paragraphs("a", 4) + small_figure(12) + paragraphs("b", 8)
    fitted = fit(piece(press, "a", text, [Area(2, WHOLE)]))
    frames = texts(fitted)
    [moved] = [f for f in fitted.frames if f.kind == "float"]
    assert moved.left == pytest.approx(frames[1].left)
    assert moved.top == pytest.approx(GRID.top(0))
    assert frames[0].free <= 1


def test_crossheads_keep_to_the_text_below_and_columns_stay_level(
    press: Press, fit: OneFit
) -> None:
    """No crosshead is the last of a column; white above others fills up the lines."""
    text = "".join(f"<h2>Crosshead {n}</h2>{paragraphs(f'a{n}', 1)}" for n in range(17))
    fitted = fit(piece(press, "a", text, [Area(2, WHOLE), Area(3, WHOLE)]))
    facts = fitted.composed.facts
    for text_of in (t.text for t in facts.texts):
        last = text_of.strip().splitlines()[-1]
        assert not last.startswith("Crosshead")
    full = [f for f in texts(fitted) if f.page == 2]
    assert all(f.free <= 1 for f in full)


def test_columns_stop_above_a_hole(press: Press, fit: OneFit) -> None:
    """An advert at the foot of one column makes that column shorter, with a line of white."""
    area = Area(5, WHOLE, (Rect(4, 40, 2, 18),))
    fitted = fit(piece(press, "a", paragraphs("a", 30), [area]))
    assert [f.lines for f in texts(fitted)] == [58, 58, 39]


def test_a_hole_of_whole_columns_moves_the_headline_beside_it(
    press: Press, fit: OneFit
) -> None:
    """Nothing lies on what fills the first column."""
    area = Area(5, WHOLE, (Rect(0, 0, 2, 58),))
    fitted = fit(piece(press, "a", paragraphs("a", 5), [area], before=head("a")))
    assert min(f.left for f in fitted.frames) == pytest.approx(GRID.left(5, 2))
    assert fitted.frames[0].width == pytest.approx(GRID.width(4))


def test_a_headline_deeper_than_its_room_is_overset(press: Press, fit: OneFit) -> None:
    """What would lie below the area is counted, and all of the text."""
    area = Area(2, Rect(0, 0, 2, 3))
    fitted = fit(piece(press, "a", f"<p>{SENTENCE}</p>", [area], before=head("a", 2)))
    assert fitted.fit.over >= 2 + 5


def test_an_article_jumps_with_lines_that_say_so(press: Press, fit: OneFit) -> None:
    """The line is the last of the part's last column, the head stands over the next part."""
    areas = [Area(1, Rect(0, 10, 6, 30)), Area(4, Rect(0, 0, 6, 30))]
    fitted = fit(
        piece(
            press, "b", paragraphs("b", 10), areas, before=head("b", 4), after=jumps("b", 1, 4)
        )
    )
    away = next(f for f in fitted.frames if f.kind == "jump-to")
    back = next(f for f in fitted.frames if f.kind == "jump-head")
    own = [f for f in texts(fitted) if f.page == 1]
    assert away.top + away.height == pytest.approx(GRID.top(40))
    assert away.left == pytest.approx(own[-1].left)
    assert (back.page, back.part) == (4, 1)
    assert back.top == pytest.approx(GRID.top(0))
    anchors = dict(fitted.composed.facts.anchors)
    assert fitted.frames[anchors["b-part-1"]].page == 4


def test_a_small_gap_is_closed_within_the_bounds_of_the_theme(
    press: Press, fit: OneFit
) -> None:
    """A few lines over are won by closer letters, and an editor is told."""
    room = [Area(2, WHOLE)]
    spare = fit(piece(press, "a", varied("a", 13), room)).fit.free
    fuller = [f"<p>{'word ' * (7 * (spare + n))}</p>" for n in range(6)]
    given = [piece(press, "a", varied("a", 13) + last, room) for last in fuller]
    over = next(p for p in given if 0 < fit(p).fit.over <= 3)
    closed = fit(replace(over, bounds=AUTO))
    assert closed.fit.over == 0
    assert closed.fit.changes[0].startswith("letters set closer by")
    assert words(closed.composed.text) == words(fit(over).composed.text)


def test_what_cannot_be_closed_is_told_whole(press: Press, fit: OneFit) -> None:
    """Bounds that are too narrow change nothing."""
    given = piece(press, "a", paragraphs("a", 9), [Area(2, Rect(0, 0, 6, 30))])
    bound = fit(replace(given, bounds=AUTO))
    assert bound.fit == fit(given).fit
    assert bound.fit.over > 6
    assert bound.fit.changes == ()


def test_the_pages_that_a_piece_needs_are_counted(
    press: Press, composer: Composer, fit: OneFit
) -> None:
    """On so many pages nothing is over; on one less, something is. A box needs one."""
    text, box = paragraphs("a", 40), "<section id='c'><p>Few</p></section>"
    given = piece(press, "a", text, [Area(2, WHOLE)], before=head("a"))
    boxed = piece(press, "c", box, [Area(2, WHOLE)], flows=False)
    pages, one = composer.pages_needed([given, boxed], GRID)
    areas = tuple(Area(n, WHOLE) for n in range(2, 2 + pages))

    assert (pages, one) == (4, 1)
    assert not fit(replace(given, areas=areas)).fit.over
    assert fit(replace(given, areas=areas[:-1])).fit.over


def test_a_box_fills_its_area_and_its_overset_is_counted(press: Press, fit: OneFit) -> None:
    """One frame as large as the rectangle; lines below its foot are over."""
    area = Area(4, Rect(0, 30, 3, 10))
    fitted = fit(piece(press, "c", "<section id='c'><p>Few</p></section>", [area], flows=False))
    [frame] = fitted.frames
    assert (frame.kind, frame.lines) == ("box", 10)
    assert frame.width == pytest.approx(GRID.width(3))
    assert fitted.fit.over == 0
    long = f"<section id='c'><p>{SENTENCE * 12}</p></section>"
    assert fit(piece(press, "c", long, [area], flows=False)).fit.over > 10


def test_a_jump_to_nothing_is_an_error(press: Press, fit: OneFit) -> None:
    """Text that ends before its jump must not be told to go on."""
    areas = [Area(1, Rect(0, 10, 6, 30)), Area(4, Rect(0, 0, 6, 30))]
    given = piece(press, "b", paragraphs("b", 2), areas, after=jumps("b", 1, 4))
    [finding] = fit(given).composed.facts.findings
    assert finding.rule == "jump-to-nothing"
    assert "continued on page 4" in finding.message
    longer = replace(given, html=given.html.replace(paragraphs("b", 2), paragraphs("b", 9)))
    assert not fit(longer).composed.facts.findings


def test_lines_off_the_grid_are_told_with_their_place(press: Press, fit: OneFit) -> None:
    """A rule of a theme that is not whole lines deep moves all below it."""
    text = paragraphs("a", 2) + '<div style="height: 5pt"></div>' + paragraphs("b", 3)
    [finding] = fit(piece(press, "a", text, [Area(2, WHOLE)])).composed.facts.findings
    assert (finding.rule, finding.severity) == ("off-grid", Severity.WARNING)
    assert finding.span is not None
    assert finding.span.line == 2
    assert not fit(
        piece(press, "a", paragraphs("a", 9), [Area(2, WHOLE)])
    ).composed.facts.findings


def test_a_piece_that_has_not_changed_is_not_laid_out_again(
    press: Press, tmp_path: Path
) -> None:
    """From the cache comes the same; another room, or text, is another layout."""
    given = piece(press, "a", paragraphs("a", 5), [Area(2, WHOLE)], before=head("a"))
    with Typesetter(1, Store(tmp_path / "store")) as typesetter:
        first = Composer(typesetter).fit([given], GRID)
    with Typesetter(1, Store(tmp_path / "store")) as typesetter:
        typesetter.workers = None  # nothing may start
        assert Composer(typesetter).fit([given], GRID) == first
        moved = replace(given, areas=(Area(3, WHOLE),))
        with pytest.raises(TypeError):
            Composer(typesetter).fit([moved], GRID)


def test_a_piece_that_was_measured_is_not_measured_again(press: Press, tmp_path: Path) -> None:
    """How many pages it needs comes from the cache."""
    given = piece(press, "a", paragraphs("a", 20), [Area(2, WHOLE)])
    with Typesetter(1, Store(tmp_path / "store")) as typesetter:
        first = Composer(typesetter).pages_needed([given], GRID)
        typesetter.workers = None  # nothing may start
        assert Composer(typesetter).pages_needed([given], GRID) == first


def test_what_is_wider_than_its_column_is_told(press: Press, fit: OneFit) -> None:
    """A table that cannot be made narrower is named by its line; one that fits is not."""
    row = "".join(f"<td>{'m' * 12}</td>" for _ in range(4))
    table = f'<table data-line="7"><tr>{row}</tr></table>'
    text = paragraphs("a", 2) + table
    narrow = fit(piece(press, "a", text, [Area(2, WHOLE)]))
    wide = fit(piece(press, "a", text, [Area(2, WHOLE)], columns=6))
    [finding] = narrow.composed.facts.findings

    assert (finding.rule, finding.severity) == ("wider-than-column", Severity.WARNING)
    assert finding.span is not None
    assert finding.span.line == 7
    assert wide.composed.facts.findings == ()


@pytest.mark.parametrize(
    ("css", "lines", "may"),
    [
        ("", 1, True),
        ("", 2, False),
        ("", -1, False),
        ("photograph", -2, True),
        ("photograph", 3, False),
    ],
)
def test_drawings_are_never_made_narrower(css: str, lines: int, *, may: bool) -> None:
    """A photograph loses a strip within the theme's share; a drawing gets white below it."""
    box = ET.fromstring(f'<div style="height:20rlh"><img class="{css}"/></div>')

    assert spanning.can_deepen(box, lines, 4.0, 0.12) is may
