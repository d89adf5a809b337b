"""Arranges a piece in its room: pictures placed, text fitted, columns made level.

Each step takes a layout and gives a better one, or the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from isgpress.typeset import frames, lines, spanning
from isgpress.typeset.frames import FOOT, GAP, HEAD, Block
from isgpress.typeset.piece_layout import Change, Draft, Laid, pictures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isgpress.model.composition import Area
    from isgpress.typeset.frames import Strip
    from isgpress.typeset.piece_layout import PieceLayout
    from isgpress.typeset.spanning import Span

FEWEST = 6  # lines of text that a column keeps beside a wide picture
TRIES = 4  # layouts to make columns level
LIFTS = 12  # blocks that are moved out of the way of the text
HOLE = 2  # empty lines at a column's foot that are one
STRETCH = 4  # lines at most that a column is stretched by
MOST_PAGES = 200  # that a piece may grow by
USUALLY_LOST = 0.35  # lines at the foot of a column, on average
LETTER = 0.45  # em: the width of a letter, on average
LIKELY = 0.6  # of the gap: changes that win less are not tried
DEEPER = 3  # lines that pictures may win or lose, as far as the theme lets them


@dataclass(frozen=True, slots=True)
class Arranged:
    """A piece arranged in its room.

    ``over`` lines have no room; ``free`` were empty behind its end, before columns were
    made level; ``pages`` gives (page, lines free on it), likewise.
    """

    laid: Laid
    over: int
    free: int
    pages: tuple[tuple[int, int], ...]


class Arranger:
    """Arranges a piece whose text runs through columns."""

    def __init__(self, layout: PieceLayout) -> None:
        """Take the piece, with its areas."""
        self._layout, self._task, self._grid = layout, layout.task, layout.grid
        self._areas: list[Area] = list(layout.task.areas)
        self._line = self._grid.line * lines.PX_PER_MM

    def arranged(self) -> Arranged:
        """Give the best layout."""
        placed = self._first()
        laid = self._fitted(placed)
        if laid is not placed:
            laid = self._lifted(laid)
        pages: dict[int, int] = {}
        for frame in laid.texts:
            pages[frame.page] = pages.get(frame.page, 0) + frame.free
        free = 0 if laid.over else laid.free
        best = self._stretched(self._level(laid))
        return Arranged(best, _over(laid), free, tuple(pages.items()))

    def pages_needed(self) -> int:
        """Give how many pages like that of the first area the piece needs."""
        laid = self._first()
        blocks = len(laid.frames) - len(laid.texts)
        filled = laid.frames[: blocks + laid.last + 1]
        return max(f.page for f in filled) - self._areas[0].page + 1

    def _first(self) -> Laid:
        """Give the first layout that has a place for all that spans columns or was moved."""
        spans = spanning.spans(self._layout.parsed()[1], self._task.column_units)
        columns = self._columns()
        draft = Draft(columns, tuple(self._blocks(spans, columns)))
        laid = self._floated(self._lay(draft), [s for s in spans if s.kind == "float"])
        return self._lifted(laid)

    def _columns(self) -> tuple[Strip, ...]:
        units = self._task.column_units
        found = frames.strips(self._areas, self._grid, units)
        if {s.part for s in found} != set(range(len(self._areas))):  # all filled by holes
            whole = [replace(a, holes=()) for a in self._areas]
            found = frames.strips(whole, self._grid, units)
        return tuple(found)

    def _lay(self, draft: Draft) -> Laid:
        """Lay out; a piece that grows gets as many pages as it needs."""
        laid = self._layout.flow(draft)
        while laid.over and self._task.grows and len(self._areas) < MOST_PAGES:
            last = len(self._areas) - 1
            room = sum(s.lines for s in draft.columns if s.part == last) or 1
            for _ in range(math.ceil(laid.over / room)):
                page = self._areas[-1].page + 1
                self._areas.append(replace(self._areas[-1], page=page, holes=()))
            draft = replace(draft, columns=self._columns())
            laid = self._layout.flow(draft)
        return laid

    # What spans columns

    def _blocks(self, spans: Sequence[Span], columns: Sequence[Strip]) -> Iterator[Block]:
        """Give what spans columns at known places: headlines, openings, jump lines."""
        known = [s for s in spans if s.kind != "float"]
        counts = {s.key: self._count(s, s.part, columns) for s in known}
        widths = {s.key: self._width(s.part, counts[s.key], columns) for s in known}
        depths = self._layout.depths(widths)
        for span in known:
            part = min(span.part, len(self._areas) - 1)
            block = Block(span.key, span.kind, depths[span.key], part, 0, counts[span.key])
            if span.kind == "jump-to":
                last = len(frames.spanned(columns, part, 0, len(columns))) - 1
                block = replace(block, column=last, place=FOOT, gap=0)
            yield block

    def _count(self, span: Span, part: int, columns: Sequence[Strip]) -> int:
        """Give how many columns of a part a block spans."""
        part = min(part, len(self._areas) - 1)
        own = len(frames.spanned(columns, part, 0, len(columns)))
        if span.kind == "jump-to":
            return 1
        area = self._areas[part]
        count = frames.column_count(area, self._task.column_units)
        units = span.units or area.rect.units
        return max(1, min(own, round(units * count / area.rect.units)))

    def _width(self, part: int, count: int, columns: Sequence[Strip]) -> float:
        part = min(part, len(self._areas) - 1)
        return frames.extent(frames.spanned(columns, part, 0, count))[1]

    # Pictures with a place in the text

    def _floated(self, laid: Laid, spans: Sequence[Span]) -> Laid:
        """Give each wide picture a place on the page of its mention, or the next one."""
        for span in spans:
            home = spanning.homes(laid.document).get(span.key, 0)
            at = min(max(home - len(laid.draft.blocks), 0), len(laid.strips) - 1)
            block = self._float(laid, span, max(at, 0))
            laid = self._lay(replace(laid.draft, blocks=(*laid.draft.blocks, block)))
        return laid

    def _float(self, laid: Laid, span: Span, at: int) -> Block:
        pages = list(dict.fromkeys((s.part, s.page) for s in laid.strips[at:]))
        for number, (part, page) in enumerate(pages):
            block = self._sized(span, part, laid.draft.columns)
            own = [s for s in laid.strips if (s.part, s.page) == (part, page)]
            wished = laid.strips[at].column if number == 0 else 0
            starts = range(max(len(own) - block.columns, 0) + 1)
            for start in sorted(starts, key=lambda c: (abs(c - wished), c)):
                taken = own[start : start + block.columns]
                fits = all(s.lines >= block.lines + GAP + FEWEST for s in taken)
                if fits and len(taken) == block.columns:
                    return self._placed(block, span, taken[0].column, laid.draft)
        part = laid.strips[at].part if laid.strips else len(self._areas) - 1
        return self._sized(span, part, laid.draft.columns)

    def _sized(self, span: Span, part: int, columns: Sequence[Strip]) -> Block:
        count = self._count(span, part, columns)
        width = self._width(part, count, columns)
        depth = self._layout.depths({span.key: width})[span.key]
        return Block(span.key, "float", depth, part, 0, count)

    def _placed(self, block: Block, span: Span, column: int, draft: Draft) -> Block:
        """Put a picture at the head of columns, at the foot where others are at the head."""
        every = frames.spanned(draft.columns, block.part, 0, len(draft.columns))
        first = [s.column for s in every].index(column)
        others = [
            b
            for b in draft.blocks
            if (b.part, b.place) == (block.part, HEAD)
            and b.kind in {"opening", "float", "head"}
            and b.column < first + block.columns
            and first < b.column + b.columns
        ]
        place = FOOT if others or span.place == FOOT else HEAD
        return replace(block, column=first, place=place)

    def _lifted(self, laid: Laid) -> Laid:
        """Move pictures and boxes that leave a hole before them to the head of their column.

        The text that follows them fills the hole.
        """
        for _ in range(LIFTS):
            moved = self._one_lifted(laid)
            if moved is None:
                break
            laid = moved
        return laid

    def _one_lifted(self, laid: Laid) -> Laid | None:
        text = spanning.text_of(laid.root)
        keys = spanning.movable(laid.root, self._task.column_units)
        first = len(laid.frames) - len(laid.texts)
        for number, frame in enumerate(laid.texts[:-1]):
            page = first + number + 1
            if frame.free < HOLE or page >= len(laid.pages) or text is None:
                continue
            pushed = _pushed(_elements(laid.pages[page], text))
            if pushed not in keys or pushed in _elements(laid.pages[page - 1], text):
                continue
            strip = laid.strips[number + 1]
            tried = self._with_block(laid, self._lift(keys[pushed], strip, laid.draft))
            if tried.over <= laid.over:
                return tried
        return None

    def _lift(self, key: str, strip: Strip, draft: Draft) -> Block:
        depth = self._layout.depths({key: strip.width})[key]
        every = frames.spanned(draft.columns, strip.part, 0, len(draft.columns))
        column = [s.column for s in every].index(strip.column)
        return Block(key, "float", depth, strip.part, column, 1)

    def _with_block(self, laid: Laid, block: Block) -> Laid:
        return self._lay(replace(laid.draft, blocks=(*laid.draft.blocks, block)))

    # Copyfitting

    def _fitted(self, laid: Laid) -> Laid:
        """Close a small gap, or win room for a few lines, within the theme's bounds.

        What cannot be closed stays as it was: the fewest changes that do it are taken.
        """
        bounds = self._task.bounds
        ends = (
            len([f for f in laid.texts if (f.part, f.page) == laid.ending]) if laid.texts else 0
        )
        gap = laid.over or laid.free
        closed = not laid.over and laid.free < max(ends, 1)
        if closed or gap > bounds.lines * max(ends, 1):
            return laid
        changes = _changes(-1 if laid.over else 1, bounds.tracking, bounds.picture)
        least, most, tries = gap * LIKELY, math.inf, 0
        for change in changes:
            gain = self._gain(laid, change)
            if not least <= gain < most or tries == TRIES:
                continue
            tries += 1
            tried = self._lay(replace(laid.draft, change=change))
            if not tried.over and (laid.over or tried.free < ends):
                return tried
            if tried.over and not laid.over:
                most = gain  # this was too much already
            else:
                least = gain
        return laid

    def _gain(self, laid: Laid, change: Change) -> float:
        """Estimate how many lines of a column a change wins or loses."""
        share = self._task.bounds.picture
        columns = {b.key: b.columns for b in laid.draft.blocks}
        framed = {
            p: columns.get(key, 1)
            for key, element in spanning.framed(laid.root).items()
            for p in pictures_of(element)
        }
        pictures = sum(
            framed.get(p, 1)
            for p in pictures_of(laid.root)
            if spanning.can_deepen(p, change.pictures, self._grid.line, share)
        )
        text = sum(f.lines - f.free for f in laid.texts)
        closer = abs(change.tracking) / 1000 / LETTER * text
        return closer + abs(change.pictures) * pictures

    # Level columns

    def _level(self, laid: Laid) -> Laid:
        """Let the columns of the last page end on one line."""
        if laid.over or laid.free <= 1 or not laid.texts:
            return laid
        own = [n for n, f in enumerate(laid.texts) if (f.part, f.page) == laid.ending]
        used = sum(laid.texts[n].lines - laid.texts[n].free for n in own)
        before = laid.strips[: own[0]]
        for ending in islice(frames.levelled([laid.strips[n] for n in own], used), TRIES):
            texts = (*before, *(s for s in ending if s.lines))
            if texts == laid.strips:
                return laid
            tried = self._layout.flow(replace(laid.draft, texts=texts))
            if not tried.over:
                return tried
        return laid

    def _stretched(self, laid: Laid) -> Laid:
        """Fill the last lines of columns before the last page by white and deeper pictures.

        A line or two are empty there where the next paragraph could not be broken.
        """
        text = spanning.text_of(laid.root)
        if text is None or not laid.texts:
            return laid
        numbers = {e: n for n, e in enumerate(laid.elements)}
        margins: list[tuple[int, float]] = []
        deeper: list[tuple[int, int]] = []
        first = len(laid.frames) - len(laid.texts)
        for number, frame in enumerate(laid.texts[: laid.last + 1]):
            boxes = list(_real(laid.pages[first + number], text))
            ends = number == laid.last and not laid.over
            if not 0 < frame.free <= STRETCH:
                continue
            if ends:
                lower = self._lowered(boxes, frame.free) if number else []
                margins += [(numbers[e], m) for e, m in lower]
                continue
            white, pictures = self._stretches(boxes, frame.free)
            margins += [(numbers[e], m) for e, m in white]
            deeper += [(numbers[e], n) for e, n in pictures]
        if not margins and not deeper:
            return laid
        draft = replace(laid.draft, margins=tuple(margins), deeper=tuple(deeper))
        tried = self._layout.flow(replace(draft, texts=laid.strips))
        better = _holes(tried) < _holes(laid) and tried.over <= laid.over
        return tried if better else laid

    def _lowered(self, boxes: Sequence[Any], free: int) -> list[tuple[Any, float]]:
        """Bring what ends an article, as who wrote it, down to the foot of the columns."""
        ends = [b for b in boxes[1:] if b.element.tag == "footer"]
        return [(b.element, _margin(b) + free * self._line) for b in ends]

    def _stretches(
        self, boxes: Sequence[Any], free: int
    ) -> tuple[list[tuple[Any, float]], list[tuple[Any, int]]]:
        """Give margins in px above blocks, and lines for pictures, that fill ``free``."""
        deeper, share = [], self._task.bounds.picture
        for picture in (p for b in boxes for p in pictures_of(b.element)):
            for more in range(free, 0, -1):
                if spanning.can_deepen(picture, more, self._grid.line, share):
                    deeper.append((picture, more))
                    free -= more
                    break
        after = [b for b in boxes[1:] if b.element.tag in (*spanning.MOVABLE, *HEADINGS)]
        after.sort(key=lambda b: b.element.tag in HEADINGS)
        margins = [(b.element, _margin(b) + self._line) for b in after[:free]]
        if free - len(margins) > 1:
            return [], []
        return margins, deeper


HEADINGS = ("h2", "h3", "h4")


def _over(laid: Laid) -> int:
    """Count the lines over, as if columns lost as many lines at their feet as they do usually.

    A column ends a line early where its last paragraph cannot be broken at the foot. How
    many do is chance, and another with every word that is cut: without it, the same words
    count the same wherever they stand.
    """
    if not laid.over:
        return 0
    lost = sum(min(f.free, 1) for f in laid.texts)
    return max(1, laid.over - lost + round(USUALLY_LOST * len(laid.texts)))


def _changes(sign: int, tracking: float, picture: float) -> Iterator[Change]:
    """Give changes to try, the smallest first."""
    spaced = [sign * tracking * share for share in (0.5, 1.0) if tracking]
    deep = [sign * n for n in range(1, DEEPER + 1) if picture]
    yield from (Change(tracking=s) for s in spaced)
    yield from (Change(pictures=d) for d in deep)
    yield from (Change(s, d) for s in spaced[-1:] for d in deep)


def _real(page: Any, text: Any) -> Iterator[Any]:
    """Give the boxes of a frame's blocks, without the marks of what was taken out."""
    return (
        b for b in lines.blocks(page, text) if "isg-home" not in spanning.classes(b.element)
    )


def _elements(page: Any, text: Any) -> list[Any]:
    return list(dict.fromkeys(b.element for b in _real(page, text)))


def _pushed(begin: Sequence[Any]) -> Any:
    """Give the block that was pushed to a frame's head: its first, or that below a crosshead.

    A box keeps to the crosshead above it, which may be its title.
    """
    if len(begin) > 1 and begin[0].tag in HEADINGS:
        return None if "box" in spanning.classes(begin[1]) else begin[1]
    return begin[0] if begin else None


def _margin(box: Any) -> float:
    margin = box.margin_top
    return float(margin) if isinstance(margin, int | float) else 0.0


def _holes(laid: Laid) -> int:
    return sum(f.free for f in laid.texts[: laid.last + 1])
