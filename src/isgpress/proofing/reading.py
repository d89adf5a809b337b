"""Reads the pages of a finished PDF as a reader sees them."""

from __future__ import annotations

import ctypes
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from isgpress.proofing.arranging import arranged
from isgpress.proofing.page import Box, Line, Page, Pages, Word

_ARTIFACT = "Artifact"  # what stands on pages and is not of the text (ISO 32000-1, 14.8.2.2)


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
