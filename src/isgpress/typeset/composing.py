"""Composes one piece of an issue: laid out, fitted to its room, counted, written.

Runs in a worker.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from isgpress.findings import Finding, PressError, Severity, Span, counted
from isgpress.manuscript.words import plain_words
from isgpress.model.composition import Fit, Frame
from isgpress.typeset import engine, lines, spanning
from isgpress.typeset.arranging import Arranged, Arranger
from isgpress.typeset.complaints import Complaints
from isgpress.typeset.facts import Composed, PageText
from isgpress.typeset.fetching import Refused
from isgpress.typeset.layout_facts import KINDS, TEXT, text_boxes
from isgpress.typeset.piece_layout import PieceLayout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from isgpress.typeset.messages import PieceTask
    from isgpress.typeset.piece_layout import Change, Laid


def compose(task: PieceTask, fonts: Path) -> Composed:
    """Lay out a piece, fit it to its room, and write it; ``fonts`` is a folder for fonts.

    Raises PressError for files that it names and that cannot be used.
    """
    with _complaints(task) as complaints:
        layout = PieceLayout(task)
        arranged = Arranger(layout).arranged() if task.flows else _box(layout)
    laid = arranged.laid
    _place_jumps(laid)
    used = laid.pages[: len(laid.frames)]
    texts = tuple(_page_text(laid, number) for number in range(len(used)))
    found = (*complaints.findings(), *_findings(task, laid))
    facts = engine.facts_of(task.file, used, laid.root, texts, found)
    starts = [min((a for a, _ in runs[TEXT]), default=None) for runs in laid.runs]
    starts += [None] * len(laid.frames)
    return Composed(
        frames=laid.frames[: len(used)],
        fit=_fit(task, arranged),
        facts=facts,
        written=engine.Layout(task, laid.document, laid.root, facts).write(fonts, len(used)),
        starts=tuple(starts[: len(used)]),
        text=_cut(laid, TEXT),
        notes=_cut(laid, "notes"),
    )


def measure(task: PieceTask) -> int:
    """Give how many pages like that of its first area a piece needs; it is not written.

    Raises PressError for files that it names and that cannot be used.
    """
    with _complaints(task):
        return Arranger(PieceLayout(task)).pages_needed() if task.flows else 1


@contextlib.contextmanager
def _complaints(task: PieceTask) -> Iterator[Complaints]:
    """Listen to the layout engine; files that it cannot use become findings."""
    try:
        with Complaints(task.file, {u: file[0] for u, file in task.resources.items()}) as heard:
            yield heard
    except Refused as refused:
        raise PressError(engine.refused(task, refused)) from refused


def _box(layout: PieceLayout) -> Arranged:
    """Set a piece that fills one frame: its rectangle, or the whole page."""
    task, grid, area = layout.task, layout.grid, layout.task.areas[0]
    rect = area.rect
    place = grid.left(area.page, rect.unit), grid.top(rect.line)
    size = grid.width(rect.units), rect.lines * grid.line
    if task.bleeds:
        place, size = (0.0, 0.0), (grid.trim.width, grid.trim.height)
    frame = Frame(0, area.page, 0, "box", *place, *size, rect.lines)
    laid = layout.box(frame)
    return Arranged(laid, laid.over, 0, ())


def _place_jumps(laid: Laid) -> None:
    """Give jump lines their place in the reading order: behind the paragraph they break."""
    first = len(laid.frames) - len(laid.texts)
    ends: dict[int, int] = {}
    for number, frame in enumerate(laid.texts[: laid.last + 1]):
        ends[frame.part] = first + number
    for kind, part in sorted(_jumps(laid)):  # heads first: each goes before the last one
        at = ends.get(part - (kind == "jump-head"))
        if at is not None:
            boxes = list(text_boxes(laid.pages[at]._page_box))  # noqa: SLF001
            element = boxes[-1].element if boxes else None
            spanning.bring_home(laid.root, f"{kind}-{part}", element)


def _jumps(laid: Laid) -> list[tuple[str, int]]:
    blocks = [b for b in laid.draft.blocks if b.kind in {"jump-to", "jump-head"}]
    return [(b.kind, b.part) for b in blocks]


def _findings(task: PieceTask, laid: Laid) -> Iterator[Finding]:
    """Tell of jump lines to nothing, of what is too wide, and of lines off the grid."""
    ends = laid.texts[laid.last].part if laid.texts else 0
    empty = [part for kind, part in _jumps(laid) if kind == "jump-head" and part > ends]
    if empty and not laid.over:
        yield Finding(
            "jump-to-nothing",
            f"a line says that this is continued on page {task.areas[empty[0]].page}, and it "
            f"ends on page {task.areas[ends].page}",
            Span(task.file),
            "take the jump out, give it less room before it, or add words",
        )
    for page in laid.pages[: len(laid.frames)] if task.flows else ():
        if (element := lines.wider(page)) is not None:
            yield Finding(
                "wider-than-column",
                "this is wider than its column",
                Span(task.file, lines.source_line(laid.root, element)),
                "use fewer or shorter words, break the line, or give it more columns "
                "(class `wide`)",
                Severity.WARNING,
            )
    if (element := _off_grid(task, laid)) is not None:
        yield Finding(
            "off-grid",
            "from here on, lines of this column lie between those of the columns beside it",
            Span(task.file, lines.source_line(laid.root, element)),
            "give all that stands above it a depth of whole lines in the theme's style sheet",
            Severity.WARNING,
        )


def _off_grid(task: PieceTask, laid: Laid) -> Any:
    """Give the first paragraph whose lines do not stand on the grid; None where all do."""
    text = spanning.text_of(laid.root)
    first = len(laid.frames) - len(laid.texts)
    for page in laid.pages[first : len(laid.frames)] if text is not None else ():
        for box in lines.blocks(page, text):
            if box.element_tag == "p" and lines.is_off(box, task.grid.line):
                return box.element
    return None


def _page_text(laid: Laid, number: int) -> PageText:
    runs = laid.runs[number]
    offset = min((a for a, _ in runs[TEXT]), default=0)
    return PageText(offset, **{k: laid.source.cut(k, sorted(runs[k])) for k in KINDS})


def _cut(laid: Laid, kind: str) -> str:
    return laid.source.cut(kind, sorted(r for runs in laid.runs for r in runs[kind]))


def _fit(task: PieceTask, arranged: Arranged) -> Fit:
    laid = arranged.laid
    every = laid.texts or laid.frames
    over_words = _words(laid, len(laid.frames))
    if laid.over:
        over_words = round(over_words * arranged.over / laid.over)
    return Fit(
        slug=task.slug,
        lines=sum(f.lines for f in every),
        over=arranged.over,
        over_words=over_words,
        free=arranged.free,
        words_per_line=_words_per_line(laid),
        pages=arranged.pages,
        changes=_told(laid.draft.change),
        line=_line_over(laid),
    )


def _words(laid: Laid, first: int) -> int:
    """Count the words of the text from a frame on."""
    runs = sorted(r for found in laid.runs[first:] for r in found[TEXT])
    return len(plain_words(laid.source.cut(TEXT, runs)))


def _words_per_line(laid: Laid) -> float:
    """Give how many words of running text a line of a column holds on average."""
    first = len(laid.frames) - len(laid.texts)
    counts = [lines.count(page) for page in laid.pages[first:]]
    return round(_words(laid, first) / sum(counts), 2) if any(counts) else 0.0


def _line_over(laid: Laid) -> int:
    """Give the source line of the block in which text begins that has no room; 0 for none."""
    for page in laid.pages[len(laid.frames) :]:
        for box in text_boxes(page._page_box):  # noqa: SLF001
            if line := lines.source_line(laid.root, box.element):
                return line
    return 0


def _told(change: Change) -> tuple[str, ...]:
    """Say in words what copyfitting changed."""
    found = []
    if change.tracking:
        how = "wider" if change.tracking > 0 else "closer"
        found.append(f"letters set {how} by {abs(change.tracking):g}/1000 em")
    if change.pictures:
        count = abs(change.pictures)
        how = "deeper" if change.pictures > 0 else "less deep"
        found.append(f"pictures made {how} by {counted(count, 'line')}")
    return tuple(found)
