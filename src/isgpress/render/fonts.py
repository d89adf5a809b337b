"""The fonts of a theme: files of font packages, never those of the machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from isgpress.findings import Finding, Span

STATIC_WEIGHTS = (400, 700)
DIRECTORY, RECORD = 12, 16  # bytes: the head of a font's table directory, and a table's row
FURTHER = {
    "Noto Serif SC": (
        "pylopdf_fonts_zh_cn",
        "NotoSerifSC-Regular.otf",
        "NotoSansSC-Regular.otf",
    ),
    "Noto Serif TC": (
        "pylopdf_fonts_zh_tw",
        "NotoSerifTC-Regular.otf",
        "NotoSansTC-Regular.otf",
    ),
    "Noto Serif JP": ("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf", "NotoSansJP-Regular.otf"),
    "Noto Serif KR": ("pylopdf_fonts_ko", "NotoSerifKR-Regular.otf", "NotoSansKR-Regular.otf"),
}
"""Typefaces of the extra ``cjk``: their package, the file of the text and that of bold.

What is bold or stressed is set in a sans serif, as is the habit of these scripts.
"""
OPEN_FONT_LICENCE = "OFL-1.1"


@dataclass(frozen=True)
class FontFace:
    """A font file of a package: ``family`` is the theme's name for it (``text``)."""

    family: str
    typeface: str  # "EB Garamond", for the imprint page
    style: str  # normal or italic
    weight: str  # "400", empty for a variable font
    uri: str
    path: str
    sha256: str  # of its table directory, which has a checksum of each table
    licence: str


def font_faces(
    family: str, typeface: str, span: Span
) -> tuple[tuple[FontFace, ...], tuple[Finding, ...]]:
    """Give the files of a typeface: variable ones, or regular and bold with italics.

    ``family`` is the theme's name for it, ``typeface`` the package's ("EB Garamond");
    where no package has it, there is a finding ``missing-font``. A typeface of the extra
    ``cjk`` may be absent: a text that needs it is told so (``missing-glyph``).
    """
    if typeface in FURTHER:
        return tuple(_further(family, typeface)), ()
    faces = tuple(_packed(family, typeface) or _registered(family, typeface))
    return faces, () if faces else (_missing(typeface, span),)


def _packed(family: str, typeface: str) -> list[FontFace]:
    """Give the files of a fontpkg package that has the name of its typeface, as all have.

    Fontpkg itself looks through all that is installed, for as long as a chapter takes.
    """
    for folder in _folders(f"fontpkg_{_slug(typeface).replace('-', '_')}"):
        about = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        files = (
            (folder / f["path"], f.get("style", "normal"), f.get("weight"))
            for f in about["files"]
        )
        return _faces(family, about["family"], about["license"], files)
    return []


def _folders(package: str) -> Iterator[Path]:
    """Give the folders of a package, none where it is not installed; it is not imported."""
    found = find_spec(package)
    yield from map(Path, (found.submodule_search_locations or ()) if found else ())


def _registered(family: str, typeface: str) -> list[FontFace]:
    """Give the files of any other package that fontpkg knows."""
    import fontpkg  # noqa: PLC0415 - slow to import

    try:
        found = fontpkg.family(typeface)
    except fontpkg.FontpkgError:
        return []
    files = ((f.path, f.style, f.weight) for f in found.files)
    return _faces(family, found.name, found.license, files)


def _faces(
    family: str, typeface: str, licence: str, files: Iterable[tuple[Path, str, int | None]]
) -> list[FontFace]:
    """Give the faces that are set with: a variable font has no weight of its own."""
    return [
        _face(family, typeface, licence, *file)
        for file in sorted(files)
        if file[-1] is None or file[-1] in STATIC_WEIGHTS
    ]


def _face(  # noqa: PLR0913, PLR0917 - what a face has
    family: str, typeface: str, licence: str, path: Path, style: str, weight: int | None
) -> FontFace:
    name = "-".join([_slug(typeface), *([str(weight)] if weight else []), style]) + path.suffix
    return FontFace(
        family=family,
        typeface=typeface,
        style=style,
        weight=str(weight or ""),
        uri=f"isg:font/{name}",
        path=str(path),
        sha256=_digest(path),
        licence=licence,
    )


def _further(family: str, typeface: str) -> Iterator[FontFace]:
    package, *files = FURTHER[typeface]
    for folder in _folders(package):
        for weight, file in zip(STATIC_WEIGHTS, files, strict=True):
            path = folder / file
            yield FontFace(
                family=family,
                typeface=typeface,
                style="normal",
                weight=str(weight),
                uri=f"isg:font/{_slug(typeface)}-{weight}{path.suffix}",
                path=str(path),
                sha256=_digest(path),
                licence=OPEN_FONT_LICENCE,
            )


@cache
def _digest(path: Path) -> str:
    """Give the digest of a font's table directory, which has a checksum of each table.

    See https://learn.microsoft.com/typography/opentype/spec/otff (Table directory).
    """
    with path.open("rb") as file:
        start = file.read(DIRECTORY)
        rest = file.read(int.from_bytes(start[4:6], "big") * RECORD)
    return hashlib.sha256(start + rest).hexdigest()


@cache
def metrics(path: str) -> tuple[float, float, float]:
    """Give a font's cap height, ascent and descent as parts of its size (em).

    The values are those of OS/2 and hhea, which decide where the baseline of a line
    stands. See https://learn.microsoft.com/typography/opentype/spec/os2
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        heights = font["OS/2"].sCapHeight, font["hhea"].ascent, -font["hhea"].descent
    cap, ascent, descent = (round(h / em, 4) for h in heights)
    return cap, ascent, descent


@cache
def has_small_capital(path: str, letter: str) -> bool:
    """Tell whether a font has a small capital of a letter (the feature ``smcp``).

    See https://learn.microsoft.com/typography/opentype/spec/features_pt
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(path, lazy=True) as font:
        glyph = font.getBestCmap().get(ord(letter))
        if glyph is None or "GSUB" not in font:
            return False
        table = font["GSUB"].table
        features = [f for f in table.FeatureList.FeatureRecord if f.FeatureTag == "smcp"]
        numbers = {n for f in features for n in f.Feature.LookupListIndex}
        subtables = [s for n in numbers for s in table.LookupList.Lookup[n].SubTable]
        # a subtable may be wrapped in one of type 7, which only lets it lie further off
        found = [getattr(getattr(s, "ExtSubTable", s), "mapping", {}) for s in subtables]
        return any(glyph in mapping for mapping in found)


def _slug(typeface: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", typeface.lower())


def _missing(typeface: str, span: Span) -> Finding:
    package = f"fontpkg-{_slug(typeface)}"
    return Finding(
        "missing-font",
        f"no font package holds `{typeface}`",
        span,
        f"install the package `{package}`, or name a typeface that is installed",
    )


@cache
def line_width(path: str, axes: tuple[tuple[str, float], ...] = ()) -> Callable[[str], float]:
    """Give what measures a line in a font, in em, kerning left out.

    ``axes`` are the settings of a variable font (``wght``, ``opsz``), its defaults where
    left out. A character that the font lacks counts half an em.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        known = {a.axisTag for a in font["fvar"].axes} if "fvar" in font else set()
        place = {tag: value for tag, value in axes if tag in known}
        glyphs = font.getGlyphSet(location=place or None)
        widths = {code: glyphs[glyph].width / em for code, glyph in font.getBestCmap().items()}

    def width(text: str) -> float:
        return float(sum(widths.get(ord(c), 0.5) for c in text))

    return width
