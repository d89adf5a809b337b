"""Copyfit: what an editor is told of a piece that does not fit its room."""

from __future__ import annotations

from collections.abc import Iterator

from isgpress.findings import Finding, Severity, Span, counted
from isgpress.model.composition import Fit
from isgpress.model.publication import Section

SHORT = 6  # lines that may stay empty without a word


def copyfit(
    fit: Fit, section: Section, *, columns: int = 1, ends_anywhere: bool = False
) -> Iterator[Finding]:
    """Report overset text (an error: it would be lost) and gaps (a note).

    ``columns`` is the number of columns on the last page: a gap of a few lines in each
    is what an even ending leaves. An article that ``ends_anywhere`` has no gap: its issue
    has as many pages as its texts need.
    """
    file = section.file or (section.span.path if section.span else "")
    if fit.over:
        yield Finding(
            "overset",
            f"{counted(fit.over, 'line')} over: cut about {_words(fit)} words",
            Span(file, fit.line),
            "cut here or above, make a picture smaller, or give the piece more room",
        )
    elif fit.free > SHORT * columns and not ends_anywhere:
        words = round(fit.free * fit.words_per_line, -1)
        page = fit.pages[-1][0] if fit.pages else 0
        yield Finding(
            "short-article",
            f"{counted(fit.free, 'line')} short on page {page}: "
            f"room for about {words:.0f} words",
            Span(file, 1),
            "add words or a picture, or give the piece less room",
            Severity.NOTE,
        )


def _words(fit: Fit) -> int:
    """Give how many words to cut, to the nearest five: as many as make the lines."""
    words = fit.over * fit.words_per_line or fit.over_words
    return max(5, 5 * round(words / 5))
