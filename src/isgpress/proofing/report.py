"""What changed between two printings, as pictures side by side and as values."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from isgpress.proofing.comparing import Comparison, Pair, State
from isgpress.proofing.page import Box, Page
from isgpress.proofing.paper import A4, BLACK, GREEN, GREY, MM, PALE, RED, Paper
from isgpress.proofing.proofs import identity
from isgpress.proofing.wording import Change, Token

SIZE = (A4[1], A4[0])  # a sheet lies across
EDGE, HEAD, BETWEEN, LINE = 12 * MM, 14 * MM, 8 * MM, 11.0
SMALL, LABEL = 8.0, 6.5
LISTED = 6  # changes that are written out below pages; all are in the JSON
PICTURED = (State.ADDED, State.REMOVED, State.WORDS, State.DRAWN)
TOLD = {
    State.ADDED: "new page",
    State.REMOVED: "page no longer there",
    State.WORDS: "words changed",
    State.REFLOWED: "same words, other lines or pages",
    State.DRAWN: "same words, looks other",
    State.MOVED: "same page, other number",
    State.SAME: "as before",
}


def as_values(comparison: Comparison, old: str, new: str) -> dict[str, Any]:
    """Give a comparison as values for JSON; ``old`` and ``new`` name the files."""
    return {
        "old": _file(old, comparison.old.data, len(comparison.old.pages)),
        "new": _file(new, comparison.new.data, len(comparison.new.pages)),
        "counts": {str(state): count for state, count in comparison.counts.items()},
        "pages": [_values(pair) for pair in comparison.pairs],
    }


def _file(name: str, data: bytes, pages: int) -> dict[str, Any]:
    return {"file": name, "identity": identity(data), "pages": pages}


def _values(pair: Pair) -> dict[str, Any]:
    told: dict[str, Any] = {
        "state": str(pair.state),
        "old": _page(pair.old),
        "new": _page(pair.new),
        "changes": [
            {"before": c.before, "old": words(c.old), "new": words(c.new)} for c in pair.changes
        ],
    }
    if pair.drawn:
        told["drawn"] = {
            "share": round(pair.share, 5),
            "box": [round(v / MM, 1) for v in pair.drawn],
        }
    return told


def _page(page: Page | None) -> dict[str, Any] | None:
    return {"page": page.number, "folio": page.folio} if page else None


def words(said: Sequence[Token]) -> str:
    """Give words as they read."""
    return " ".join(token.text for token in said)


def changed_pages(comparison: Comparison, title: str) -> bytes:
    """Give a sheet for each page with changes: before on the left, now on the right.

    Words that went are marked red, new ones green, and so is what only looks other. Where
    no page has changes, one sheet says so.
    """
    paper = Paper(title)
    with (
        pikepdf.open(io.BytesIO(comparison.old.data)) as ours,
        pikepdf.open(io.BytesIO(comparison.new.data)) as theirs,
    ):
        for pair in comparison.pairs:
            if pair.state in PICTURED:
                _sheet(paper, (ours, theirs), pair, comparison)
        if not any(pair.state in PICTURED for pair in comparison.pairs):
            paper.sheet(SIZE)
            paper.write("No page has other words, and none looks other.", SMALL, _top())
        return paper.close()


def _top() -> tuple[float, float]:
    return EDGE, SIZE[1] - EDGE - SMALL


def _sheet(
    paper: Paper,
    sources: tuple[pikepdf.Pdf, pikepdf.Pdf],
    pair: Pair,
    comparison: Comparison,
) -> None:
    shown = [page for page in (pair.old, pair.new) if page]
    below = LINE * (min(len(pair.changes), LISTED) + 1)
    room = ((SIZE[0] - 2 * EDGE - BETWEEN) / 2, SIZE[1] - 2 * EDGE - HEAD - below)
    scale = min(
        1.0, room[0] / max(p.width for p in shown), room[1] / max(p.height for p in shown)
    )
    paper.sheet(SIZE)
    paper.write(TOLD[pair.state], SMALL + 2, _top())
    files = (comparison.old.data, comparison.new.data)
    known = f"proof {identity(files[0])} and proof {identity(files[1])}"
    paper.write(known, LABEL, (SIZE[0] - EDGE, _top()[1]), GREY, by=1)
    paper.rule((EDGE, _top()[1] - 5, SIZE[0] - EDGE, _top()[1] - 5), PALE)
    for n, (page, source) in enumerate(zip((pair.old, pair.new), sources, strict=True)):
        left = EDGE + n * (room[0] + BETWEEN)
        high = SIZE[1] - EDGE - HEAD
        if page is None:
            paper.write("no such page", SMALL, (left, high - SMALL), GREY)
            continue
        label = f"{('before', 'now')[n]}: page {page.number}"
        label += f", folio {page.folio}" if page.folio not in {"", str(page.number)} else ""
        paper.write(label, LABEL, (left, high + 4), GREY)
        corner = (left, high - page.height * scale)
        paper.page(source, page, corner, scale)
        boxes = [_scaled(b, corner, scale) for b in _marked(pair, page, now=bool(n))]
        paper.tint(boxes, GREEN if n else RED)
        if pair.drawn:
            paper.frame(_scaled(pair.drawn, corner, scale), GREEN if n else RED, 1.0)
    _listed(paper, pair.changes)


def _marked(pair: Pair, page: Page, *, now: bool) -> Iterator[Box]:
    for change in pair.changes:
        for token in change.new if now else change.old:
            yield from (word.box for at, word in token.places if at == page.number - 1)


def _scaled(box: Box, corner: tuple[float, float], scale: float) -> Box:
    x, y = corner
    return x + box[0] * scale, y + box[1] * scale, x + box[2] * scale, y + box[3] * scale


def _listed(paper: Paper, changes: Sequence[Change]) -> None:
    y = EDGE + LINE * (min(len(changes), LISTED) - 0.5)
    for change in changes[:LISTED]:
        parts = [(f"{change.before} ", GREY), (words(change.old), RED)]
        parts += [(" › " if change.old and change.new else "", GREY)]
        parts += [(words(change.new), GREEN)]
        x, room = EDGE, (SIZE[0] - 2 * EDGE) / 2.2
        for text, ink in parts:
            said = paper.fitting(text, SMALL, room)
            paper.write(said, SMALL, (x, y), ink)
            x += paper.type.width(said, SMALL)
        y -= LINE
    if len(changes) > LISTED:
        more = f"and {len(changes) - LISTED} more changes on this page"
        paper.write(more, SMALL, (EDGE, y), BLACK)
