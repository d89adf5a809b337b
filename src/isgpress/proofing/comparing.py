"""Two printings laid beside each other: which pages are other, and in what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from isgpress.proofing.page import Box, Line, Page, Pages, Word
from isgpress.proofing.wording import Change, Token, Wording, compare

DPI = 72
TOLERANCE = 40  # of 255: what a pixel may differ by
SAME_PLACE = 0.5  # pt
PICTURED = 0.5  # words: what a page without words weighs that has a partner
Shot = Image.Image


class State(StrEnum):
    """How a page is to its former self, the gravest first.

    ``ADDED`` and ``REMOVED``: it has none. ``WORDS``: some are other. ``REFLOWED``: the
    same words, broken in other lines or pages. ``DRAWN``: the same lines, and something
    looks other. ``MOVED``: nothing is other but its number. ``SAME``.
    """

    ADDED = "added"
    REMOVED = "removed"
    WORDS = "words"
    REFLOWED = "reflowed"
    DRAWN = "drawn"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Pair:
    """A page of the old printing and that of the new one; either may be missing.

    ``drawn`` is where pixels differ though the lines do not, in points from the lower
    left corner of the trim; ``share`` how much of the page that is, from 0 to 1.
    """

    old: Page | None
    new: Page | None
    state: State
    changes: tuple[Change, ...] = ()
    drawn: Box | None = None
    share: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """Both printings, page by page in the order of the new one."""

    old: Pages
    new: Pages
    pairs: tuple[Pair, ...]

    @cached_property
    def counts(self) -> dict[State, int]:
        """How many pages are in each state."""
        found = Counter(pair.state for pair in self.pairs)
        return {state: found[state] for state in State}


def compared(old: Pages, new: Pages) -> Comparison:
    """Compare two printings."""
    wording = compare(old.pages, new.pages)
    with (
        pypdfium2.PdfDocument(old.data) as ours,
        pypdfium2.PdfDocument(new.data) as theirs,
    ):
        look = _Look(ours, theirs)
        pairs = tuple(
            _pair(a, b, wording, look) for a, b in _partners(old.pages, new.pages, wording)
        )
    return Comparison(old, new, pairs)


def _partners(
    old: Sequence[Page], new: Sequence[Page], wording: Wording
) -> list[tuple[Page | None, Page | None]]:
    """Pair pages in their order, so that most words stay with their page."""
    weight = _weights(old, new, wording)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = best[i + 1][j + 1] + weight.get((i, j), 0.0) if (i, j) in weight else -1.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[Page | None, Page | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        here = best[i][j] if i < len(old) and j < len(new) else -1.0
        if here >= 0 and (i, j) in weight and here == best[i + 1][j + 1] + weight[i, j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or here == best[i + 1][j]):
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _weights(
    old: Sequence[Page], new: Sequence[Page], wording: Wording
) -> dict[tuple[int, int], float]:
    """Give for pairs of pages how many words they share; those without words are alike."""
    found: Counter[tuple[int, int]] = Counter(
        (wording.old[a].page, wording.new[b].page) for a, b in wording.shared
    )
    weights = {pair: float(count) for pair, count in found.items()}
    empty = [n for n, page in enumerate(new) if not page.lines]
    for i, page in enumerate(old):
        if not page.lines:
            weights |= {(i, j): PICTURED for j in empty}
    # a page whose every word is other still stands where it stood
    for n in range(min(len(old), len(new))):
        weights.setdefault((n, n), PICTURED / 2)
        last = len(old) - 1 - n, len(new) - 1 - n
        weights.setdefault(last, PICTURED / 2)
    return weights


def _pair(old: Page | None, new: Page | None, wording: Wording, look: _Look) -> Pair:
    changes = tuple(_changes_on(old, new, wording.changes))
    if old is None or new is None:
        return Pair(old, new, State.ADDED if old is None else State.REMOVED, changes)
    if changes:
        return Pair(old, new, State.WORDS, changes)
    if not _same_lines(old.lines, new.lines):
        return Pair(old, new, State.REFLOWED)
    if head := tuple(_furniture(old, new)):
        return Pair(old, new, State.WORDS, head)
    box, share = look.differs(old, new)
    if share:
        return Pair(old, new, State.DRAWN, (), box, share)
    moved = old.number != new.number or old.folio != new.folio
    return Pair(old, new, State.MOVED if moved else State.SAME)


def _changes_on(
    old: Page | None, new: Page | None, changes: Sequence[Change]
) -> Iterator[Change]:
    """Give the changes of a page: words that are new on it, words gone from its former self."""
    for change in changes:
        page, at = (new, change.new_page) if change.new else (old, change.old_page)
        if page is not None and page.number == at + 1:
            yield change


def _same_lines(old: Sequence[Line], new: Sequence[Line]) -> bool:
    return [[w.key for w in line.words] for line in old] == [
        [w.key for w in line.words] for line in new
    ]


def _furniture(old: Page, new: Page) -> Iterator[Change]:
    """Give the change of a running head: words besides the folio."""
    ours, theirs = _around(old), _around(new)
    if [w.key for w in ours] != [w.key for w in theirs]:
        before, after = (
            tuple(Token(w.key, w.text, ((page.number - 1, w),), ends=False) for w in words)
            for page, words in ((old, ours), (new, theirs))
        )
        yield Change(before, after, old.number - 1, new.number - 1)


def _around(page: Page) -> list[Word]:
    return [w for line in page.around for w in line.words if w.text != page.folio]


class _Look:
    """Looks at pages of both printings."""

    def __init__(self, old: Any, new: Any) -> None:
        self._old, self._new = old, new

    def differs(self, old: Page, new: Page) -> tuple[Box | None, float]:
        """Give where two pages look other, running heads left out, and how much of them."""
        one, other = _shot(self._old, old), _shot(self._new, new)
        dx, dy = _shift(old, new)
        if (dx, dy) != (0, 0):
            other = ImageChops.offset(other, dx, -dy)
        if one.size != other.size:
            return (0, 0, new.width, new.height), 1.0
        difference = ImageChops.difference(one, other).convert("L")
        marks = difference.point(lambda v: 255 if v > TOLERANCE else 0)
        for page, by in ((old, (0, 0)), (new, (dx, dy))):
            for line in page.around:
                marks.paste(0, _pixels(line.box, page, by))
        found = marks.getbbox()
        if found is None:
            return None, 0.0
        share = marks.histogram()[255] / (marks.width * marks.height)
        return _points(found, new, (dx, dy)), share


def _shift(old: Page, new: Page) -> tuple[int, int]:
    """Give by how many pixels the text of a page went aside where it changed its side."""
    if not old.lines or not new.lines or (old.number - new.number) % 2 == 0:
        return 0, 0
    aside = old.lines[0].box[0] - new.lines[0].box[0]
    return round(aside * DPI / 72), 0


def _shot(document: Any, page: Page) -> Shot:
    sheet = document[page.number - 1]
    left, low, right, high = sheet.get_trimbox()
    media = sheet.get_cropbox()
    scale = DPI / 72
    edges = (left - media[0], low - media[1], media[2] - right, media[3] - high)
    crop = tuple(max(0.0, edge) for edge in edges)
    shot: Shot = sheet.render(scale=scale, crop=crop).to_pil().convert("RGB")
    return shot


def _pixels(box: Box, page: Page, by: tuple[int, int]) -> tuple[int, int, int, int]:
    scale = DPI / 72
    return (
        int(box[0] * scale) + by[0] - 2,
        int((page.height - box[3]) * scale) - by[1] - 2,
        int(box[2] * scale) + by[0] + 3,
        int((page.height - box[1]) * scale) - by[1] + 3,
    )


def _points(box: tuple[int, int, int, int], page: Page, by: tuple[int, int]) -> Box:
    scale = 72 / DPI
    return (
        (box[0] - by[0]) * scale,
        page.height - (box[3] + by[1]) * scale,
        (box[2] - by[0]) * scale,
        page.height - (box[1] + by[1]) * scale,
    )
