"""Reads a printer's file: its pages, boxes, fonts, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from pikepdf import Array
from pikepdf.models import PdfParsingError

from isgpress.check.preflight.facts import PT, Box, File, Page, Run, is_in, middle
from isgpress.check.preflight.painting import Painter
from isgpress.check.preflight.pixels import Pixels
from isgpress.model.printing import PLAIN, X1A, X4

# what pikepdf and PDFium raise, and what operators with wrong operands come to
_BROKEN = (
    *(pikepdf.PdfError, PdfParsingError, pypdfium2.PdfiumError, OSError),
    *(AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError),
)
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_BOXES = ("/TrimBox", "/BleedBox")


def read(path: Path, near: float) -> File:
    """Read a file; one that cannot be read has ``damage`` and no pages.

    The boxes of words that stand nearer than ``near`` mm to the trim are exact.
    """
    try:
        with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as words:
            painter = Painter(_layers_off(pdf), Pixels())
            pages = tuple(
                _page(painter, page, number, words[number - 1], near)
                for number, page in enumerate(pdf.pages, 1)
            )
            intents = _intents(pdf)
            return File(
                pages,
                _pdfx(pdf),
                pdf.pdf_version,
                has_intent=bool(intents),
                has_profile=any("/DestOutputProfile" in i for i in intents),
                loose_fonts=tuple(_loose_fonts(pdf)),
            )
    except _BROKEN as fault:
        return File(damage=str(fault).splitlines()[0] if str(fault) else "it is no PDF")


def _page(painter: Painter, page: pikepdf.Page, number: int, words: Any, near: float) -> Page:
    media = _box(page.mediabox)
    trim, bleed = (_box(page.obj[k]) if k in page.obj else None for k in _BOXES)
    left, low, right, high = trim or media
    edge = near * PT
    runs = _runs(words, (left + edge, low + edge, right - edge, high - edge))
    found = painter.paint(page, bleed or trim or media)
    annotations: Any = page.obj.get("/Annots", ())
    return Page(
        number,
        media,
        trim,
        bleed,
        tuple(found.pictures),
        tuple(found.types.values()),
        tuple(found.rules),
        tuple(found.screen.items()),
        next(iter(found.coloured), None),
        tuple(found.seen_through),
        tuple(dict.fromkeys(str(a.get("/Subtype", "?")).lstrip("/") for a in annotations)),
        runs,
        empty=not found.marks or not (runs or found.pictures or found.rules or found.types),
    )


def _box(values: Any) -> Box:
    left, low, right, high = (float(v) for v in values)
    return min(left, right), min(low, high), max(left, right), max(low, high)


def _runs(page: Any, kept: Box) -> tuple[Run, ...]:
    """Give the words of a page, line by line.

    A line's box is that of its font's highest and lowest letters; where it reaches out of
    ``kept`` it is that of its own letters.
    """
    text = page.get_textpage()
    found = []
    for number in range(text.count_rects()):
        box = text.get_rect(number)
        if said := text.get_text_bounded(*box).strip():
            if not _holds(kept, box):
                box = _tight(text, box)
            found.append(Run(" ".join(said.split()), box))
    return tuple(found)


def _tight(text: Any, line: Box) -> Box:
    boxes = (text.get_charbox(number) for number in range(text.count_chars()))
    own = [b for b in boxes if b[2] > b[0] and b[3] > b[1] and is_in(middle(b), line)]
    return (
        min((b[0] for b in own), default=line[0]),
        min((b[1] for b in own), default=line[1]),
        max((b[2] for b in own), default=line[2]),
        max((b[3] for b in own), default=line[3]),
    )


def _holds(outer: Box, inner: Box) -> bool:
    return is_in(inner[:2], outer) and is_in(inner[2:], outer)


def _layers_off(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    properties: Any = pdf.Root.get("/OCProperties", {})
    usual: Any = properties.get("/D", {})
    return [layer.objgen for layer in usual.get("/OFF", ())]


def _intents(pdf: pikepdf.Pdf) -> list[Any]:
    found: Any = pdf.Root.get("/OutputIntents", ())
    return [i for i in found if i.get("/S") == "/GTS_PDFX"]


def _pdfx(pdf: pikepdf.Pdf) -> str:
    """Give the kind of PDF/X that a file says it is."""
    if str(pdf.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1"):
        return X1A
    told = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    return X4 if b"PDF/X-4" in told else PLAIN


def _loose_fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Give the fonts that are not in the file, each with its first page."""
    seen: set[tuple[int, int]] = set()
    told: set[str] = set()
    for number, page in enumerate(pdf.pages, 1):
        for font in _fonts(page.obj.get("/Resources", {}), seen):
            name = str(font.get("/BaseFont", "?")).lstrip("/")
            if name not in told and not _is_embedded(font):
                told.add(name)
                yield name, number


def _fonts(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    for font in dict(resources.get("/Font", {})).values():
        if _is_new(font, seen):
            yield font
    for kind in ("/XObject", "/Pattern"):
        for thing in dict(resources.get(kind, {})).values():
            if "/Resources" in thing and _is_new(thing, seen):
                yield from _fonts(thing.Resources, seen)


def _is_new(thing: Any, seen: set[tuple[int, int]]) -> bool:
    key = thing.objgen
    if key != (0, 0) and key in seen:
        return False
    seen.add(key)
    return True


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    leaves: Sequence[Any] = font.get("/DescendantFonts", Array([font]))
    return all(any(k in leaf.get("/FontDescriptor", {}) for k in _EMBEDDED) for leaf in leaves)
