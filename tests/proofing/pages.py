"""Pages for tests: drawn by the paper that proofs are drawn on, or made of lines alone."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from isgpress.proofing.page import Line, Page, Word
from isgpress.proofing.paper import Paper

SIZE = (300.0, 400.0)
LEADING = 14.0
Written = Sequence[str]


def drawn(
    pages: Sequence[Written], *, mirrored: bool = False, square: int = 0, left: float = 40
) -> bytes:
    """Give a PDF whose pages have these lines; ``square`` is a page that has one, too."""
    paper = Paper("test")
    for number, lines in enumerate(pages, 1):
        paper.sheet(SIZE)
        for n, text in enumerate(lines):
            paper.write(text, 10, (left, 360 - n * LEADING))
        if number == square:
            paper.frame((100, 50, 150, 90), (0.0,), 4)
    data = paper.close()
    if not mirrored:
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def line(
    text: str, x: float = 40, base: float = 300, size: float = 10, *, of_text: bool = True
) -> Line:
    """Give a line whose letters are half as wide as they are high."""
    words, at = [], x
    for word in text.split():
        wide = len(word) * size / 2
        words.append(Word(word, (at, base - size / 5, at + wide, base + size * 4 / 5)))
        at += wide + size / 3
    return Line(tuple(words), base, size, of_text)


def page(number: int, *lines: str, notes: Sequence[str] = ()) -> Page:
    """Give a page of lines, and below them notes in a smaller size."""
    said = [line(text, base=380 - 14 * n) for n, text in enumerate(lines)]
    said += [line(text, base=60 - 10 * n, size=7) for n, text in enumerate(notes)]
    return Page(number, str(number), *SIZE, tuple(said))
