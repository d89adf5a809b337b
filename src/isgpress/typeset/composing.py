"""Lays out one piece of an issue in its frames; runs in a worker.

The piece is one WeasyPrint document, and each of its pages is a frame: a block that spans
columns, or a column. So text runs from column to column and from page to page by the
engine's own line breaking, and what has no room runs on into further columns, where it
can be counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import weasyprint

from isgpress.findings import PressError
from isgpress.manuscript.words import plain_words
from isgpress.model.composition import Fit, Frame
from isgpress.typeset import engine, frames, slots, spanning
from isgpress.typeset.complaints import Complaints
from isgpress.typeset.facts import Composed, PageText
from isgpress.typeset.fetching import Listed, Refused
from isgpress.typeset.frames import Block, Strip
from isgpress.typeset.layout_facts import KINDS, TEXT, SourceText, text_boxes
from isgpress.typeset.sheets import shared
from isgpress.typeset.spanning import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isgpress.model.composition import Area
    from isgpress.typeset.messages import PieceTask

TALL = 3000.0  # mm: a page on which a block that spans columns is measured
ROUNDING = 0.06  # lines by which a block may be deeper than whole lines
MM_PER_PX = 25.4 / 96
SLACK = 0.1  # mm that a frame is deeper, so that its last line is not lost to rounding
FEWEST = 6  # lines of text that a column keeps beside a wide picture
TRIES = 4  # layouts to make columns level
MOST_PAGES = 200  # that a piece may grow by


@dataclass(frozen=True, slots=True)
class _Change:
    """What copyfitting changes: letterspacing in 1/1000 em, depth of pictures in lines."""

    tracking: float = 0.0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a piece is laid out by: the frames of blocks with their keys, the columns.

    ``room`` is what the columns held before they were made level, in lines.
    """

    made: tuple[Frame, ...]
    keys: tuple[str, ...] = ()
    columns: tuple[Strip, ...] = ()
    change: _Change = _Change()
    room: int = 0


@dataclass(frozen=True, slots=True)
class _Set:
    """A layout of the whole piece, and what was counted in it.

    ``over`` counts lines without room, ``runs`` are the text of each frame.
    """

    document: Any
    root: Any
    source: SourceText
    plan: _Plan
    frames: tuple[Frame, ...]
    runs: tuple[dict[str, list[tuple[int, int]]], ...]
    over: int

    @property
    def columns(self) -> tuple[Strip, ...]:
        """The strips of its text frames."""
        return self.plan.columns

    @property
    def texts(self) -> tuple[Frame, ...]:
        """The frames of text."""
        return tuple(f for f in self.frames if f.kind == "text")

    @property
    def free(self) -> int:
        """The lines that are empty behind the end of the text, and beside it."""
        return sum(f.free for f in self.last_page)

    @property
    def last_page(self) -> tuple[Frame, ...]:
        """The text frames of the page on which the text ends, and of all behind it."""
        used = [f for f in self.texts if f.free < f.lines]
        if not used:
            return self.texts
        last = used[-1]
        return tuple(f for f in self.texts if (f.part, f.page) >= (last.part, last.page))


def compose(task: PieceTask, fonts: Any) -> Composed:
    """Lay out a piece, fit it to its room, and write it; ``fonts`` is a folder for fonts."""
    try:
        return _Piece(task).composed(fonts)
    except Refused as refused:
        raise PressError(engine.refused(task, refused)) from refused


class _Piece:
    """One piece at work."""

    def __init__(self, task: PieceTask) -> None:
        self.task, self.grid = task, task.grid
        self.areas: list[Area] = list(task.areas)
        paths = {uri: path for uri, (path, _) in task.resources.items()}
        self.complaints = Complaints(task.file, paths)

    def composed(self, fonts: Any) -> Composed:
        with self.complaints:
            best = self._flowing() if self.task.flows else self._box()
        facts = engine.facts_of(
            self.task.file,
            best.document.pages[: len(best.frames)],
            best.root,
            tuple(self._page_text(best, n) for n in range(len(best.frames))),
            self.complaints.findings(),
        )
        layout = engine.Layout(self.task, best.document, best.root, facts)
        over = self._overset(best)
        written = layout.write(fonts, len(best.frames))
        met = {k: sorted(r for runs in best.runs for r in runs[k]) for k in KINDS}
        starts = [min((a for a, _ in runs[TEXT]), default=None) for runs in best.runs]
        return Composed(
            frames=best.frames,
            fit=self._fit(best, *over),
            facts=facts,
            written=written,
            starts=tuple(starts[: len(best.frames)]),
            text=best.source.cut(TEXT, met[TEXT]),
            notes=best.source.cut("notes", met["notes"]),
        )

    # Boxes

    def _box(self) -> _Set:
        """Set a piece that fills one frame: its rectangle, or the whole page."""
        area, trim = self.areas[0], self.grid.trim
        left, width = (
            self.grid.left(area.page, area.rect.unit),
            self.grid.width(area.rect.units),
        )
        lines = area.rect.lines
        top, height = self.grid.top(area.rect.line), lines * self.grid.line
        if self.task.bleeds:
            left, top, width, height = 0.0, 0.0, trim.width, trim.height
        frame = Frame(0, area.page, 0, "box", left, top, width, height, lines)
        return self._laid_out(_Plan((frame,), room=lines))

    # Text that flows through columns

    def _flowing(self) -> _Set:
        spans = spanning.spans(self._parsed()[1], self.task.column_units)
        depths = self._depths(spans)
        blocks = self._blocks(spans, depths)
        columns = self._columns()
        found = self._placed(blocks, columns, _Change())
        floats = self._floats(found, spans, depths)
        if floats:
            blocks = [*blocks, *floats]
            found = self._placed(blocks, columns, _Change())
        while found.over and self.task.grows and len(self.areas) < MOST_PAGES:
            self._grow(found)
            columns = self._columns()
            found = self._placed(blocks, columns, _Change())
        return self._level(self._fitted(found, blocks, columns))

    def _columns(self) -> list[Strip]:
        return frames.strips(self.areas, self.grid, self.task.column_units)

    def _grow(self, found: _Set) -> None:
        last = self.areas[-1]
        fewer = sum(f.lines for f in found.texts if f.part == len(self.areas) - 1) or 1
        for _ in range(math.ceil(found.over / fewer)):
            self.areas.append(replace(last, page=self.areas[-1].page + 1, holes=()))

    def _depths(self, spans: Sequence[Span]) -> dict[str, int]:
        """Measure what spans columns: its depth in whole lines, by its key."""
        if not spans:
            return {}
        html, root = self._parsed()
        widths = [self._width(span) for span in spans]
        spanning.arrange(root, [s.key for s in spans], self.task.column_units, text=False)
        sheet = _pages([(w, TALL) for w in widths], (widths[0], TALL))
        document = self._render(html, root, sheet)
        found = {}
        for span, page in zip(spans, document.pages, strict=False):
            depth = _bottom(page._page_box) * MM_PER_PX / self.grid.line  # noqa: SLF001
            found[span.key] = max(1, math.ceil(depth - ROUNDING))
        return found

    def _width(self, span: Span) -> float:
        area = self.areas[min(span.part, len(self.areas) - 1)]
        count = frames.column_count(area, self.task.column_units)
        return frames.column_place(area, self.grid, count, 0, self._spanned(span, area))[1]

    def _spanned(self, span: Span, area: Area) -> int:
        """Give how many columns of an area a block spans."""
        count = frames.column_count(area, self.task.column_units)
        units = span.units or area.rect.units
        return max(1, min(count, round(units / (area.rect.units / count))))

    def _blocks(self, spans: Sequence[Span], depths: dict[str, int]) -> list[Block]:
        """Give what spans columns at known places: headlines, openings, jump lines."""
        found = []
        for span in spans:
            if span.kind == "float":
                continue
            area = self.areas[min(span.part, len(self.areas) - 1)]
            count = frames.column_count(area, self.task.column_units)
            columns = self._spanned(span, area)
            column = count - 1 if span.kind == "jump-to" else 0
            found.append(
                Block(
                    span.key,
                    span.kind,
                    depths[span.key],
                    span.part,
                    column,
                    1 if span.kind == "jump-to" else columns,
                    frames.FOOT if span.kind == "jump-to" else frames.HEAD,
                    0 if span.kind == "jump-to" else span.gap,
                )
            )
        return found

    def _floats(
        self, found: _Set, spans: Sequence[Span], depths: dict[str, int]
    ) -> list[Block]:
        """Give each wide picture a place on the page of its mention, or the next one."""
        homes = spanning.homes(found.document)
        blocks: list[Block] = []
        room = {n: s.lines for n, s in enumerate(found.columns)}
        for span in (s for s in spans if s.kind == "float"):
            at = homes.get(span.key, 0) - (len(found.frames) - len(found.columns))
            at = min(max(at, 0), len(found.columns) - 1)
            blocks.append(self._float(span, depths[span.key], found.columns, room, at))
        return blocks

    def _float(
        self,
        span: Span,
        lines: int,
        columns: Sequence[Strip],
        room: dict[int, int],
        at: int,
    ) -> Block:
        """Place one float; ``room`` keeps how many lines each column still has."""
        pages = list(dict.fromkeys((s.part, s.page) for s in columns[at:]))
        for number, (part, page) in enumerate(pages):
            own = [n for n, s in enumerate(columns) if (s.part, s.page) == (part, page)]
            width = self._spanned(span, self.areas[part])
            starts = range(max(len(own) - width, 0) + 1)
            wished = columns[at].column if number == 0 else 0
            for start in sorted(starts, key=lambda c: (abs(c - wished), c)):
                taken = own[start : start + width]
                if all(room[n] >= lines + frames.GAP + FEWEST for n in taken):
                    for n in taken:
                        room[n] -= lines + frames.GAP
                    return self._float_block(span, lines, part, start, width)
        part = columns[at].part
        width = self._spanned(span, self.areas[part])
        return self._float_block(span, lines, part, 0, width)

    def _float_block(
        self, span: Span, lines: int, part: int, column: int, columns: int
    ) -> Block:
        place = frames.FOOT if span.place == frames.FOOT else frames.HEAD
        return Block(span.key, "float", lines, part, column, columns, place)

    def _fitted(self, found: _Set, blocks: Sequence[Block], columns: Sequence[Strip]) -> _Set:
        """Close a small gap, or win room for a few lines, within the theme's bounds."""
        bounds = self.task.bounds
        most = bounds.lines * max(len({s.column for s in columns}), 1)
        if self.task.grows or not bounds.lines:
            return found
        if not (0 < found.over <= most or (not found.over and 0 < found.free <= most)):
            return found
        sign = -1 if found.over else 1
        changes = [_Change(sign * bounds.tracking * share) for share in (0.5, 1.0)]
        changes += [_Change(0.0, sign), _Change(sign * bounds.tracking, sign)]
        best = found
        for change in changes:
            if (change.tracking and not bounds.tracking) or (
                change.pictures and not bounds.picture
            ):
                continue
            tried = self._placed(blocks, columns, change)
            if (tried.over, tried.free) < (best.over, best.free):
                best = tried
            if not best.over and not best.free:
                break
        return best

    def _level(self, found: _Set) -> _Set:
        """Let the columns of the last page end on one line."""
        last = found.last_page
        pages = {(f.part, f.page) for f in last if f.free < f.lines}
        if found.over or not found.free or len(pages) != 1:
            return found
        ending = [s for s in found.columns if (s.part, s.page) in pages]
        used = sum(f.lines - f.free for f in last)
        foot = next(
            f
            for f in range(min(s.top for s in ending) + 1, max(s.foot for s in ending) + 1)
            if sum(max(min(s.foot, f) - s.top, 0) for s in ending) >= used
        )
        for more in range(TRIES):
            columns = [
                replace(s, foot=max(min(s.foot, foot + more), s.top)) if s in ending else s
                for s in found.columns
                if (s.part, s.page) <= max(pages)
            ]
            columns = [s for s in columns if s.lines]
            tried = self._laid_out(replace(found.plan, columns=tuple(columns)))
            if not tried.over:
                return tried
        return found

    # Layout

    def _placed(
        self, blocks: Sequence[Block], columns: Sequence[Strip], change: _Change
    ) -> _Set:
        """Lay out with blocks at their places, which take room from the columns."""
        made, left = frames.cut(columns, blocks, self.areas, self.grid)
        keys = tuple(b.key for b in blocks)
        room = sum(s.lines for s in left)
        return self._laid_out(_Plan(tuple(made), keys, tuple(left), change, room))

    def _parsed(self) -> tuple[Any, Any]:
        html = weasyprint.HTML(
            string=self.task.html, base_url="isg:/", url_fetcher=Listed(self.task.resources)
        )
        root = html.etree_element
        engine.send_links_out(root)
        slots.set_values(root, self.task.values)
        return html, root

    def _laid_out(self, plan: _Plan) -> _Set:
        html, root = self._parsed()
        source = SourceText(root)
        if self.task.flows:
            spanning.arrange(root, plan.keys, self.task.column_units)
        texts = frames.text_frames(plan.columns, self.grid, len(plan.made))
        every = [*plan.made, *texts]
        sizes = [(f.width, f.height) for f in every]
        deep = max((s.lines for s in plan.columns), default=0) * self.grid.line
        rest = (every[-1].width, deep or every[-1].height)
        sheet = _pages(sizes, rest) + self._change(root, plan.change)
        document = self._render(html, root, sheet)
        runs = tuple(source.met(page._page_box) for page in document.pages)  # noqa: SLF001
        filled = tuple(
            replace(f, free=self._free(document.pages, n, f)) for n, f in enumerate(every)
        )
        over = sum(self._used(page) for page in document.pages[len(every) :])
        return _Set(document, root, source, plan, filled, runs, over)

    def _render(self, html: Any, root: Any, sheet: str) -> Any:
        sheets = shared(root, self.task.resources)
        sheets.append(weasyprint.CSS(string=sheet, url_fetcher=html.url_fetcher))
        return html.render(stylesheets=sheets)

    def _change(self, root: Any, change: _Change) -> str:
        """Apply a change: give CSS, and make pictures in the text deeper or less deep."""
        if change.pictures:
            for box in (e for e in root.iter("div") if "picture" in spanning.classes(e)):
                spanning.deepen(box, change.pictures, self.grid.line, self.task.bounds.picture)
        if not change.tracking:
            return ""
        return f".text {{ letter-spacing: {change.tracking / 1000:.4f}em }}"

    def _free(self, pages: Any, number: int, frame: Frame) -> int:
        if number >= len(pages):
            return frame.lines
        return max(frame.lines - self._used(pages[number]), 0)

    def _used(self, page: Any) -> int:
        """Count the lines of a frame down to the last that is filled."""
        bottom = _bottom(page._page_box) * MM_PER_PX  # noqa: SLF001
        lines: int = math.ceil(bottom / self.grid.line - ROUNDING)
        return lines

    # What is told

    def _page_text(self, best: _Set, number: int) -> PageText:
        runs = best.runs[number] if number < len(best.runs) else {k: [] for k in KINDS}
        offset = min((a for a, _ in runs[TEXT]), default=0)
        return PageText(offset, **{k: best.source.cut(k, sorted(runs[k])) for k in KINDS})

    def _overset(self, best: _Set) -> tuple[int, int]:
        """Count the words that have no room; give them, and the line where they begin."""
        if not best.over:
            return 0, 0
        runs = best.runs[len(best.frames) :]
        words = [w for r in runs for w in plain_words(best.source.cut(TEXT, sorted(r[TEXT])))]
        parents = {c: p for p in best.root.iter() for c in p}
        for page in best.document.pages[len(best.frames) :]:
            for box in text_boxes(page._page_box):  # noqa: SLF001
                element = box.element
                while element is not None:
                    line = element.get("data-line") or element.get("data-near") or ""
                    if line.isdigit():
                        return len(words), int(line)
                    element = parents.get(element)
        return len(words), 0

    def _fit(self, best: _Set, over_words: int, line: int) -> Fit:
        lines = sum(f.lines for f in best.texts) or sum(f.lines for f in best.frames)
        text = best.source.cut(TEXT, sorted(r for runs in best.runs for r in runs[TEXT]))
        used = sum(f.lines - f.free for f in best.texts) + best.over
        pages: dict[int, int] = {}
        for frame in best.texts:
            pages[frame.page] = pages.get(frame.page, 0) + frame.free
        short = max(best.plan.room - used, 0) if best.texts and not self.task.grows else 0
        return Fit(
            slug=self.task.slug,
            lines=lines,
            over=best.over,
            over_words=over_words,
            free=short if not best.over else 0,
            words_per_line=round(len(plain_words(text)) / used, 2) if used else 0.0,
            pages=tuple(pages.items()),
            changes=_told(best.plan.change),
            line=line,
        )


def _told(change: _Change) -> tuple[str, ...]:
    found = []
    if change.tracking:
        found.append(f"letters set {change.tracking:+g}/1000 em")
    if change.pictures:
        found.append(f"pictures {change.pictures:+d} line")
    return tuple(found)


def _pages(sizes: Sequence[tuple[float, float]], rest: tuple[float, float]) -> str:
    """Give the CSS of frames: the size in mm of each page, and of all behind them."""
    rules = [f"@page {{ size: {rest[0]:.4f}mm {rest[1]:.4f}mm; margin: 0 }}"]
    rules += [
        f"@page :nth({n}) {{ size: {w:.4f}mm {max(h, 1) + SLACK:.4f}mm; margin: 0 }}"
        for n, (w, h) in enumerate(sizes, 1)
    ]
    rules += ["html, body { margin: 0; padding: 0 }"]
    rules += [f".{spanning.OWN} {{ break-after: page; break-inside: avoid }}"]
    return "\n".join(rules)


def _bottom(box: Any) -> float:
    """Give the lowest edge, in CSS px from the page's head, of what shows in a box."""
    bottom = 0.0
    for child in box.children:
        inner = getattr(child, "_box", child)
        if hasattr(inner, "at_keyword") or type(inner).__name__ == "FootnoteAreaBox":
            continue
        name = type(inner).__name__
        if name == "LineBox" or "Replaced" in name:
            bottom = max(bottom, inner.position_y + inner.margin_height())
        elif getattr(inner, "children", None):
            bottom = max(bottom, _bottom(inner))
        if _shows(inner):
            bottom = max(bottom, inner.border_box_y() + inner.border_height())
    return bottom


def _shows(box: Any) -> bool:
    """Tell whether a box has a border, a tint or a depth of its own."""
    if box.element_tag in ("html", "body", "div") and "picture" not in _class(box):
        return False
    edges = box.border_bottom_width, box.padding_bottom
    return any(isinstance(e, int | float) and e > 0 for e in edges) or "picture" in _class(box)


def _class(box: Any) -> str:
    return (box.element.get("class") or "") if box.element is not None else ""
