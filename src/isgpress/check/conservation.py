"""Nothing lost: the words of a section before and after it was written.

Words are those of ``manuscript.words``. In flowing text they are compared in order; in a
PDF, where notes, running heads and folios stand between them, they are counted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from isgpress.findings import Finding, Span
from isgpress.manuscript.words import words
from isgpress.model.manuscript import Document

SHOWN = 8  # words
WINDOW = 400  # words in which a difference is looked into: the work grows with its square
LINE = re.compile(r'<[^<>]*\sdata-(?:line|near)="(\d+)"')
REFERENCE = re.compile(r'<a class="page-ref".*?</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Loss:
    """What is missing: the first words, and the place of the first among those expected.

    No words where there are only words too many from that place on.
    """

    words: tuple[str, ...]
    at: int


def in_order(expected: Sequence[str], found: Sequence[str]) -> Loss | None:
    """Compare two runs of words; None where they are the same."""
    if expected == found:
        return None
    pairs = zip(expected, found, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(expected), len(found)))
    left, right = expected[at : at + WINDOW], found[at : at + WINDOW]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, start, end, *_ in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            return Loss(tuple(left[start : min(end, start + SHOWN)]), at + start)
    return Loss((), at)


def among(expected: Sequence[str], missing: Collection[str]) -> Loss | None:
    """Find the first of the missing words; None where none is missing."""
    at = next((n for n, word in enumerate(expected) if word in missing), None)
    if at is None:
        return None
    near = expected[at : at + 3 * SHOWN]
    return Loss(tuple(word for word in near if word in missing)[:SHOWN], at)


def report(loss: Loss, where: str, document: Document, fragment: str) -> Finding:
    """Say what is missing from ``where``, a file as its reader calls it.

    ``fragment`` is the XHTML of the section that the words were counted in.
    """
    message = f"words of the manuscript are missing from {where}: `{' '.join(loss.words)}`"
    if not loss.words:
        message = f"there are words in {where} that are not in the manuscript"
    span = Span(document.section.file, line_of(fragment, loss.at), near=True)
    advice = "look in the theme for rules that hide text; else report it as a fault of isgpress"
    return Finding("words-lost", message, span, advice)


def line_of(fragment: str, at: int) -> int:
    """Give the source line of the block that holds word ``at``; 0 where none is known."""
    marks = list(LINE.finditer(fragment))
    low, high = 0, len(marks)
    while low < high:
        middle = (low + high) // 2
        if len(words(fragment[: marks[middle].start()])) <= at:
            low = middle + 1
        else:
            high = middle
    return int(marks[low - 1][1]) if low else 0


def without_references(fragment: str) -> str:
    """Leave out references by page, which print says in its own words."""
    return REFERENCE.sub("", fragment) if 'class="page-ref"' in fragment else fragment
