"""The composer: pieces of an issue in, each in its frames; then all pages as one title.

Pieces do not wait for each other: the flatplan gives their pages before anything is laid
out. Only references to places within other pieces are filled by a second layout.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from isgpress.findings import Finding, PressError, Span, has_errors
from isgpress.model.rendered import PageMap, PageStart, RenderedSection
from isgpress.typeset import pagination, references
from isgpress.typeset.messages import Failed, PieceTask, Ready
from isgpress.typeset.pool import Died
from isgpress.typeset.schedule import file_of, why_it_died
from isgpress.typeset.typesetter import SetSection, Typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from isgpress.model.composition import Fit, Flatplan, Frame, Grid, Piece
    from isgpress.typeset.facts import Composed
    from isgpress.typeset.pool import Pool, Worker
    from isgpress.typeset.typesetter import Typesetter

T = TypeVar("T")
ROUNDS = 4  # until references by page within pieces have settled


@dataclass(frozen=True, slots=True)
class FittedPiece:
    """A piece in its frames."""

    piece: Piece
    composed: Composed

    @property
    def slug(self) -> str:
        """The piece's slug."""
        return self.piece.slug

    @property
    def fit(self) -> Fit:
        """How it fits its room."""
        return self.composed.fit

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Its frames, in the order of its PDF's pages."""
        return self.composed.frames


@dataclass(frozen=True, slots=True)
class ComposedTitle:
    """An issue whose pages are composed.

    ``title`` holds the canvases, then the pieces as sections; ``pieces`` come in reading
    order; ``page_map`` is that of the issue.
    """

    title: Typeset
    pieces: tuple[FittedPiece, ...]
    pages: int
    page_map: PageMap
    findings: tuple[Finding, ...] = ()


class Composer:
    """Lays out pieces in the workers of a typesetter."""

    def __init__(self, typesetter: Typesetter) -> None:
        """Start nothing yet."""
        self._typesetter = typesetter

    def fit(
        self,
        pieces: Sequence[Piece],
        grid: Grid,
        report: Callable[[str, str], None] = lambda _what, _slug: None,
    ) -> tuple[FittedPiece, ...]:
        """Lay out all pieces in their areas.

        ``report`` is called with ``done`` or ``failed`` and the slug. Raises PressError
        with the findings of all pieces that failed, and where references by page move the
        pages that they name.
        """
        values: dict[int, dict[str, str]] = {}
        for _ in range(ROUNDS):
            done = self._round(pieces, grid, values, report)
            folios = _folios(done)
            # what has no folio is told by `compose`
            wanted = {
                n: known
                for n, c in enumerate(done)
                if (known := {t: folios[t] for t in c.facts.slots if t in folios})
            }
            if wanted == values:
                fitted = zip(pieces, done, strict=True)
                return tuple(FittedPiece(piece, composed) for piece, composed in fitted)
            values = wanted
        raise PressError(*(references.unsettled(_file(pieces[n])) for n in sorted(values)))

    def pages_needed(self, pieces: Sequence[Piece], grid: Grid) -> tuple[int, ...]:
        """Give how many pages like that of its first area each piece needs.

        Raises PressError with the findings of all pieces that failed.
        """
        tasks = [replace(_task(n, p, grid, {}), grows=True) for n, p in enumerate(pieces)]
        shelf = self._typesetter.shelf
        return tuple(self._done(pieces, tasks, shelf.pages, shelf.keep_pages))

    def compose(
        self,
        pieces: Sequence[FittedPiece],
        canvases: Sequence[RenderedSection],
        plan: Flatplan,
        file: str,
    ) -> ComposedTitle:
        """Put pieces, in reading order, and one canvas for each page together.

        ``file`` is the source that findings about the canvases name. Raises PressError.
        """
        trim = plan.grid.trim
        pages = self._typesetter.run(
            [replace(c, starts_on=pagination.ANY) for c in canvases], trim
        )
        if long := [s.slug for s in pages.sections if s.facts.pages != 1]:
            raise PressError(_canvas_too_long(long[0], file))
        sections = [
            SetSection(_as_section(p.piece), p.composed.facts, p.composed.written, 1)
            for p in pieces
        ]
        every = (*pages.sections, *sections)
        fonts = self._typesetter.make_fonts([s.written for s in every])
        if beyond := [p for p in pieces if any(f.page > len(canvases) for f in p.frames)]:
            raise PressError(*(_beyond(p, len(canvases)) for p in beyond))
        page_map = _page_map(pieces, plan)
        found = [*pages.findings, *_warnings(pieces, dict(page_map.folios))]
        if has_errors(tuple(found)):
            raise PressError(*dict.fromkeys(found))
        return ComposedTitle(
            Typeset(every, None, page_map, fonts, tuple(dict.fromkeys(found))),
            tuple(pieces),
            len(canvases),
            page_map,
            tuple(dict.fromkeys(found)),
        )

    def _round(
        self,
        pieces: Sequence[Piece],
        grid: Grid,
        values: Mapping[int, Mapping[str, str]],
        report: Callable[[str, str], None],
    ) -> list[Composed]:
        tasks = [_task(n, piece, grid, values.get(n, {})) for n, piece in enumerate(pieces)]
        shelf = self._typesetter.shelf
        return self._done(pieces, tasks, shelf.composed, shelf.keep_composed, report)

    def _done(
        self,
        pieces: Sequence[Piece],
        tasks: Sequence[PieceTask],
        look: Callable[[Sequence[str], PieceTask], T | None],
        keep: Callable[[Sequence[str], PieceTask, T], None],
        report: Callable[[str, str], None] = lambda _what, _slug: None,
    ) -> list[T]:
        """Do tasks, one for each piece, where a ``look`` at the shelf finds no result."""
        keys = [_key(piece) for piece in pieces]
        known = ((n, look(keys[n], task)) for n, task in enumerate(tasks))
        found = {n: result for n, result in known if result is not None}
        for number in found:
            report("done", pieces[number].slug)
        queue = sorted(
            (n for n in range(len(tasks)) if n not in found),
            key=lambda n: len(tasks[n].html),
        )
        failed: list[Finding] = []
        work = _Work(self._typesetter.workers(), tasks, queue) if queue else None
        for number, result in work.results() if work else ():
            if isinstance(result, tuple):
                failed += result
            else:
                found[number] = result.result
                keep(keys[number], tasks[number], found[number])
            report("failed" if isinstance(result, tuple) else "done", pieces[number].slug)
        if failed:
            raise PressError(*dict.fromkeys(failed))
        return [found[n] for n in range(len(tasks))]


class _Work:
    """Hands tasks to workers, the longest first, and hears of them."""

    def __init__(self, pool: Pool, tasks: Sequence[PieceTask], queue: list[int]) -> None:
        self._pool, self._tasks, self._queue = pool, tasks, queue

    def results(self) -> Any:
        """Give (number, PieceDone or findings) as pieces end."""
        left = len(self._queue)
        while left:
            for worker in self._pool.workers:
                if worker.idle and self._queue:
                    self._begin(worker, self._queue.pop())
            for worker, message in self._pool.hear():
                number = worker.busy
                if isinstance(message, Ready) or (number is None and not worker.ready):
                    if isinstance(message, Died):
                        raise PressError(why_it_died(message, ""))
                    continue
                if isinstance(message, Died):
                    self._pool.replace(worker)
                if number is None:
                    continue
                worker.busy = None
                worker.pause()
                left -= 1
                yield number, self._result(message, number)

    def _begin(self, worker: Worker, number: int) -> None:
        worker.busy = number
        worker.begin()
        worker.send(self._tasks[number])

    def _result(self, message: Any, number: int) -> Any:
        if isinstance(message, Failed):
            return message.findings
        if isinstance(message, Died):
            return (why_it_died(message, self._tasks[number].file),)
        return message


def _warnings(pieces: Sequence[FittedPiece], folios: Mapping[str, str]) -> Iterator[Finding]:
    """Give what was found in pieces, and what leads nowhere."""
    for piece in pieces:
        facts, file = piece.composed.facts, _file(piece.piece)
        yield from facts.findings
        yield from piece.composed.written.findings
        yield from (references.no_page(file, t) for t in facts.slots if t not in folios)
        yield from (references.no_place(file, t) for t in facts.links if t not in folios)


def _task(number: int, piece: Piece, grid: Grid, values: Mapping[str, str]) -> PieceTask:
    return PieceTask(
        number=number,
        slug=piece.slug,
        file=_file(piece),
        html=piece.html,
        resources={r.uri: (r.path, r.media_type) for r in piece.resources},
        grid=grid,
        areas=piece.areas,
        column_units=piece.column_units,
        flows=piece.flows,
        bleeds=piece.bleeds,
        bounds=piece.bounds,
        values=values,
    )


def _key(piece: Piece) -> tuple[str, ...]:
    """Give what a piece's layout depends on besides its task: the files it names."""
    return tuple(sorted(f"{r.uri} {r.media_type} {r.sha256}" for r in piece.resources))


def _file(piece: Piece) -> str:
    return file_of(_as_section(piece))


def _as_section(piece: Piece) -> RenderedSection:
    return RenderedSection(
        piece.slug, piece.section, piece.html, piece.resources, starts_on=pagination.ANY
    )


def _folios(done: Sequence[Composed]) -> dict[str, str]:
    """Give the folio of every id: the page of the frame in which it stands."""
    found: dict[str, str] = {}
    for composed in done:
        for name, index in composed.facts.anchors:
            if index < len(composed.frames):
                found.setdefault(name, str(composed.frames[index].page))
    return found


def _page_map(pieces: Sequence[FittedPiece], plan: Flatplan) -> PageMap:
    """Give the page map: on each page, the first text of it in reading order.

    Articles come before furniture: the name of a newspaper is not in every edition.
    """
    starts: dict[int, tuple[str, int | None]] = {}
    for piece in sorted(pieces, key=lambda p: not p.piece.flows):
        places: dict[int, list[int]] = {}
        for frame, start in zip(piece.frames, piece.composed.starts, strict=True):
            places.setdefault(frame.page, []).extend([start] if start is not None else [])
            if frame.index == 0:
                places[frame.page].append(0)
        for page, offsets in places.items():
            if page not in starts and offsets:
                starts[page] = (piece.slug, min(offsets))
    last = max([len(plan.pages), *starts])
    pages = []
    for number in range(1, last + 1):
        slug, offset = starts.get(number, ("", None))
        pages.append(PageStart(number - 1, str(number), slug, offset, offset is None))
    folios = _folios([p.composed for p in pieces])
    return PageMap(plan.grid.trim, tuple(pages), tuple(sorted(folios.items())))


def _beyond(piece: FittedPiece, pages: int) -> Finding:
    return Finding(
        "beyond-last-page",
        f"this piece runs on to page {max(f.page for f in piece.frames)} of {pages}",
        Span(_file(piece.piece)),
        "give the issue more pages, or the piece another place",
    )


def _canvas_too_long(slug: str, file: str) -> Finding:
    return Finding(
        "canvas-too-long",
        f"the theme's page for `{slug}` takes more than one page",
        Span(file),
        "make what the theme prints on every page smaller: running feet, rules",
    )
