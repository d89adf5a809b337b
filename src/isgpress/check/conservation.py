"""Nothing lost: the words of a section before and after it was written.

Words are those of ``manuscript.words``. In flowing text they are compared in order; in a
PDF, where notes, running heads and folios stand between them, they are counted.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from isgpress.findings import Finding, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 8  # words


@dataclass(frozen=True, slots=True)
class Loss:
    """What is missing: the first words, and the place of the first in the text."""

    words: tuple[str, ...]
    at: int


def in_order(expected: Sequence[str], found: Sequence[str]) -> Loss | None:
    """Compare two runs of words; None where they are the same, also in number.

    Words that are only too many are given as a loss of no words at that place.
    """
    if list(expected) == list(found):
        return None
    at = next(
        (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b),
        min(len(expected), len(found)),
    )
    # A window keeps the comparison quick: it grows with the square of its length.
    left, right = expected[at : at + 400], found[at : at + 400]
    for tag, start, end, *_ in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            return Loss(tuple(left[start : min(end, start + SHOWN)]), at + start)
    return Loss((), at)


def counted(expected: Sequence[str], found: Mapping[str, int]) -> Loss | None:
    """Look for every expected word, as often as it is expected; order does not matter."""
    missing = Counter(expected)
    missing.subtract(Counter(found))
    if not any(count > 0 for count in missing.values()):
        return None
    # Which of several equal words was lost is not known: the last ones are taken.
    lost = {word: count for word, count in missing.items() if count > 0}
    places = []
    for place in range(len(expected) - 1, -1, -1):
        if lost.get(expected[place], 0) > 0:
            lost[expected[place]] -= 1
            places.append(place)
    first = places[-1]
    run = [place for place in reversed(places) if place - first < 3 * SHOWN]
    return Loss(tuple(expected[place] for place in islice(run, SHOWN)), first)


def finding(loss: Loss, where: str, span: Span | None) -> Finding:
    """Report a loss: ``where`` is the file it is missing from, as the reader calls it."""
    words = " ".join(loss.words)
    message = f"words of the manuscript are missing from {where}: `{words} ...`"
    if not loss.words:
        message = f"{where} holds words that are not in the manuscript"
    advice = "please report this as a fault of isgpress, with the chapter; nothing was overwritten"
    return Finding("words-lost", message, span, advice)


def line_of(blocks: Iterable[tuple[int, int]], at: int) -> int:
    """Give the source line of the word numbered ``at``, 0 where it is not known.

    ``blocks`` are pairs of a source line and the number of words of the block there.
    """
    line = passed = 0
    for block_line, count in blocks:
        line = block_line or line
        passed += count
        if passed > at:
            break
    return line
