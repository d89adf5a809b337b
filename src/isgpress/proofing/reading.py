"""The pages of a finished PDF as a reader sees them: words with their places, in lines.

Lengths are in points (1/72 in), measured from the lower left corner of the trim.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from isgpress.proofing.arranging import arranged

Box = tuple[float, float, float, float]
HYPHENS = "\u2010\ufffe\u0002-\u00ad"  # PDFium gives U+FFFE or U+0002 for a typed one
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_INSIDE = re.compile(r"[-\u2010\u2011'\u2019\ufffe\u0002]")
_ARTIFACT = "Artifact"  # what stands on pages and is not of the text (ISO 32000-1, 14.8.2.2)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is printed, and the box of its letters."""

    text: str
    box: Box

    @property
    def key(self) -> str:
        """What is compared: no marks of form, nothing that the end of a line may add."""
        return unicodedata.normalize("NFKC", _INSIDE.sub("", _UNSEEN.sub("", self.text)))


@dataclass(frozen=True)
class Line:
    """A line as it is seen: its words from its beginning, where it stands, how large."""

    words: tuple[Word, ...]
    base: float  # of its letters, above the lower edge of the trim
    size: float  # from ascent to descent
    of_text: bool = True  # no running head, no folio

    @cached_property
    def box(self) -> Box:
        """The box around its words."""
        left, low, right, high = zip(*(w.box for w in self.words), strict=True)
        return min(left), min(low), max(right), max(high)

    @cached_property
    def text(self) -> str:
        """Its words with spaces between."""
        return " ".join(w.text for w in self.words)

    @cached_property
    def right_to_left(self) -> bool:
        """Whether most of its letters run from right to left."""
        kinds = [unicodedata.bidirectional(c) for w in self.words for c in w.text]
        return sum(k in {"R", "AL"} for k in kinds) > sum(k == "L" for k in kinds)


@dataclass(frozen=True)
class Page:
    """A page: its size, its folio as the file names it, lines of text in reading order.

    ``number`` counts from 1. ``around`` are running heads, folios and what else is not of
    the text; all is of the text where a file does not tell them apart.
    """

    number: int
    folio: str
    width: float
    height: float
    lines: tuple[Line, ...]
    around: tuple[Line, ...] = ()

    @cached_property
    def text(self) -> str:
        """The words of its text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF that was read; ``mirrored`` where it is bound on the right."""

    data: bytes
    pages: tuple[Page, ...]
    mirrored: bool


def read(data: bytes) -> Pages:
    """Read a PDF. Raises ValueError where it is none, or has no pages."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = tuple(_page(document, n) for n in range(len(document)))
        with pikepdf.open(io.BytesIO(data)) as pdf:
            shown = pdf.Root.get("/ViewerPreferences")
            mirrored = shown is not None and shown.get("/Direction") == "/R2L"
            labels = [str(page.label) for page in pdf.pages]
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as fault:
        raise ValueError(str(fault)) from fault
    if not pages:
        raise ValueError("it has no pages")
    named = (replace(p, folio=label) for p, label in zip(pages, labels, strict=True))
    return Pages(data, tuple(named), mirrored)


def _page(document: Any, index: int) -> Page:
    page = document[index]
    left, low, right, high = page.get_trimbox()
    lines = arranged(list(_stretches(page, left, low)))
    return Page(
        index + 1,
        "",
        right - left,
        high - low,
        tuple(line for line in lines if line.of_text),
        tuple(line for line in lines if not line.of_text),
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    char: str
    box: Box
    base: float
    of_text: bool


def _stretches(page: Any, left: float, low: float) -> Iterator[Line]:
    """Give stretches of words on one baseline, in the order in which they are drawn."""
    text = page.get_textpage()
    for run in _runs(_letters(text, left, low)):
        words, base, size = [], run[0].base, 0.0
        for spaced, letters in itertools.groupby(run, lambda one: one.char.isspace()):
            found = list(letters)
            if spaced:
                continue
            boxes = [one.box for one in found]
            x0, y0, x1, y1 = zip(*boxes, strict=True)
            box = (min(x0), min(y0), max(x1), max(y1))
            words.append(Word("".join(one.char for one in found), box))
            size = max(size, box[3] - box[1])
        if words:
            yield Line(tuple(words), base, size, run[0].of_text)


def _runs(letters: Iterator[_Letter]) -> Iterator[list[_Letter]]:
    """Cut letters where the baseline leaves its line, or text is followed by a folio."""
    run: list[_Letter] = []
    for letter in letters:
        if run and _ends(run, letter):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _ends(run: list[_Letter], letter: _Letter) -> bool:
    if letter.char in "\r\n":
        return True
    first = run[0]
    size = max(first.box[3] - first.box[1], letter.box[3] - letter.box[1])
    return first.of_text != letter.of_text or abs(first.base - letter.base) > size / 3


def _letters(text: Any, left: float, low: float) -> Iterator[_Letter]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    known, of_text = 0, True
    letter: _Letter | None = None
    for n in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, n))
        if char.isspace():
            if letter is not None:  # a space may have no place of its own
                yield replace(letter, char=char)
            continue
        item = raw.FPDFText_GetTextObject(text, n)
        place = ctypes.cast(item, ctypes.c_void_p).value or 0
        if place != known:
            known, of_text = place, not _is_artifact(item)
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        raw.FPDFText_GetLooseCharBox(text, n, box)
        around = (box.left - left, box.bottom - low, box.right - left, box.top - low)
        letter = _Letter(char, around, y.value - low, of_text)
        yield letter


def _is_artifact(item: Any) -> bool:
    return any(
        _name(raw.FPDFPageObj_GetMark(item, n)) == _ARTIFACT
        for n in range(max(0, raw.FPDFPageObj_CountMarks(item)))
    )


def _name(mark: Any) -> str:
    room, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, room, ctypes.sizeof(room), length)
    return bytes(room)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
