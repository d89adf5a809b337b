"""Fonts: sections are written without font files, and tell which glyphs they use.

WeasyPrint keeps the glyph ids of the font file, so one subset of all glyphs that a title
uses serves all its sections. What it does not document is used here only, and only where
``usable`` finds it as it is known; else each section keeps subsets of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint
import weasyprint.pdf
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from isgpress.typeset.facts import FontUse, Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARK = "IsgFont"  # key of a stub font dictionary: the number of its FontUse
KNOWN = ("pdf", "fonts", "compress", "subset", "options")
DROPPED = ["GSUB", "GPOS", "GDEF", "SVG ", "BASE", "DSIG", "JSTF", "STAT", "MVAR", "kern"]
FOR_COLUMNS = ["VORG", "vhea", "vmtx"]


def usable() -> bool:
    """Tell whether this WeasyPrint writes fonts by the function that we know."""
    function = getattr(weasyprint.pdf, "build_fonts_dictionary", None)
    return function is not None and tuple(inspect.signature(function).parameters) == KNOWN


@contextlib.contextmanager
def left_out(folder: Path, uses: list[FontUse]) -> Iterator[None]:
    """Leave font files out of what is written meanwhile; add to ``uses`` what they hold.

    Whole font files go to ``folder``, named by their sha256, for ``make_subset``. Fonts
    that are pictures (bitmap, colour) are written as WeasyPrint does.
    """
    if not usable():
        yield
        return
    original = weasyprint.pdf.build_fonts_dictionary

    def build(pdf: Any, fonts: Any, compress: Any, subset: Any, options: Any) -> Any:
        shared = {k: f for k, f in fonts.items() if _is_plain(f)}
        others = {k: f for k, f in fonts.items() if k not in shared}
        dictionary = original(pdf, others, compress, subset, options)
        for name, alike in _by_resource(shared).items():
            stub = pydyf.Dictionary({"Type": "/Font", MARK: len(uses)})
            pdf.add_object(stub)
            dictionary[name] = stub.reference
            uses.append(_use(name, alike, folder))
        return dictionary

    weasyprint.pdf.build_fonts_dictionary = build
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = original


def make_subset(path: Path, use: FontUse) -> bytes:
    """Give the font file with the glyphs of ``use`` only, at their ids, without axes.

    The same input gives the same bytes: the file's dates are kept from the whole font. Of
    an OpenType font whose characters have numbers of their own the outlines alone are given.
    """
    with TTFont(path, lazy=True, fontNumber=use.index, recalcTimestamp=False) as font:
        numbered = "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS")
        ids = {name: number for number, name in enumerate(font.getGlyphOrder())}
        _subsetter(use, numbered=numbered).subset(font)
        if "fvar" in font:
            instantiateVariableFont(font, dict(use.axes), static=True, inplace=True)
        if numbered:
            return _numbered(font, ids)
        target = io.BytesIO()
        font.save(target)
    return target.getvalue()


def _subsetter(use: FontUse, *, numbered: bool) -> subset.Subsetter:
    options = subset.Options()
    options.passthrough_tables = options.ignore_missing_glyphs = True
    options.retain_gids = not numbered
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = bool(use.missing)
    options.drop_tables += DROPPED + (FOR_COLUMNS if numbered else [])
    options.layout_features = []
    missing = set(use.missing)
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=[g.gid for g in use.glyphs if g.gid not in missing])
    return subsetter


def _numbered(font: TTFont, ids: Mapping[str, int]) -> bytes:
    """Give the CFF table of a font, its characters numbered by the ids of their glyphs.

    A PDF takes our glyph ids for these numbers (ISO 32000-1, 9.7.4.2).
    """
    table = font["CFF "]
    top = table.cff.topDictIndex[0]
    names = [f"cid{ids[old]:05d}" if ids[old] else old for old in top.charset]
    strings = top.CharStrings.charStrings
    top.CharStrings.charStrings = {
        new: strings[old] for new, old in zip(names, top.charset, strict=True)
    }
    top.charset = names
    return bytes(table.compile(font))


def _is_plain(font: Any) -> bool:
    return not (font.bitmap or font.png or font.svg or font.colr or font.used_in_forms)


def _by_resource(fonts: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for font in fonts.values():
        found.setdefault(font.hash, []).append(font)
    return found


def _use(name: str, alike: list[Any], folder: Path) -> FontUse:
    """Tell of the fonts of one resource name, which are the same font."""
    font = alike[0]
    texts: dict[int, str] = {}
    widths: dict[int, float] = {}
    missing: set[int] = set()
    for one in alike:
        texts |= {gid: text for gid, text in one.to_unicode.items() if gid not in texts}
        widths |= {gid: width for gid, width in one.widths.items() if gid not in widths}
        missing |= set(one.missing.values())
    return FontUse(
        resource=name,
        file=_keep(font.file_content, folder),
        index=font.index,
        axes=_axes(font),
        name=font.name.decode().removeprefix("/"),
        family=font.family,
        ascent=font.ascent,
        descent=font.descent,
        flags=font.flags,
        glyphs=tuple(Glyph(g, texts.get(g, ""), widths[g]) for g in sorted(widths)),
        missing=tuple(sorted(missing)),
    )


def _keep(data: bytes, folder: Path) -> str:
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    if not path.exists():
        beside = folder / f".{digest}.{id(data)}"
        beside.write_bytes(data)
        beside.replace(path)
    return digest


def _axes(font: Any) -> tuple[tuple[str, float], ...]:
    """Give the place on each axis, as WeasyPrint chooses it when it makes a font static."""
    if "fvar" not in font.tables:
        return ()
    axes = {a.axisTag: a for a in TTFont(io.BytesIO(font.file_content))["fvar"].axes}
    place = dict(font.variations)
    place.setdefault("wght", font.weight)
    place.setdefault("opsz", font.font_size)
    if font.style:
        place.setdefault("ital", int(font.style == 2))  # noqa: PLR2004 (Pango's italic)
        slant = axes.get("slnt")
        if slant:
            place.setdefault("slnt", slant.maxValue or slant.minValue)
    known = {tag: axis.defaultValue for tag, axis in axes.items()} | place
    return tuple(
        (tag, min(max(float(known[tag]), axis.minValue), axis.maxValue))
        for tag, axis in sorted(axes.items())
    )
