"""Colours as archives want them: RGB is sRGB, and pictures are not smoothed (ISO 19005-2)."""

from __future__ import annotations

import re
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from isgpress.typeset.assembly.book import Book

PROFILE = "sRGB2014.icc"
ONE_PLATE = re.compile(rb"/DeviceCMYK (cs|CS)\s+0 0 0 (1|0|0?\.\d+) (?:scn|SCN)\b")


def intend_srgb(book: Book) -> None:
    """Say that all RGB of the file is sRGB, by the profile that comes with WeasyPrint.

    What is black alone (the bars of a bar code) becomes grey: CMYK would need a profile of
    its own (6.2.4.3).
    """
    _make_grey(book)
    profile = book.pdf.make_stream(_profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    book.pdf.Root.OutputIntents = Array([book.pdf.make_indirect(intent)])


def _make_grey(book: Book) -> None:
    for thing in book.pdf.objects:
        if not isinstance(thing, pikepdf.Stream) or "/Length1" in thing:
            continue
        if thing.get("/Subtype", Name.Form) != Name.Form:
            continue
        data = thing.read_bytes()
        if b"/DeviceCMYK" in data:
            thing.write(ONE_PLATE.sub(_grey, data))


def _grey(found: re.Match[bytes]) -> bytes:
    operator = b"g" if found[1] == b"cs" else b"G"
    return b"%g %s" % (round(1 - float(found[2]), 4), operator)


def show_as_they_are(book: Book) -> None:
    """Leave it to no viewer to smooth pictures (6.2.8: Interpolate is not true)."""
    for thing in book.pdf.objects:
        if isinstance(thing, pikepdf.Stream) and "/Interpolate" in thing:
            del thing["/Interpolate"]


def _profile() -> bytes:
    """Read the profile without importing WeasyPrint, which takes half a second."""
    found = util.find_spec("weasyprint")
    folders = (found.submodule_search_locations if found else None) or []
    for folder in folders:
        return (Path(folder) / "pdf" / PROFILE).read_bytes()
    message = "WeasyPrint is not installed"
    raise ModuleNotFoundError(message)
