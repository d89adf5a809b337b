"""Fonts to go along with an EPUB: cut down to the characters that it holds.

Readers may choose another typeface; the theme's stands for those who do not. TrueType,
since it is the one kind that readers of every age take (EPUB 3.3, 3.2); zip packs it
about as tight as WOFF2 would.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from isgpress.epub.package import File
from isgpress.model.rendered import RenderedEpub
from isgpress.render import FontFace

TRUETYPE = "font/ttf"
REGULAR, BOLD = 400, 700
# old-style and lining figures, proportional and for tables; small capitals
FEATURES = ("onum", "lnum", "pnum", "tnum", "smcp")
# families that a style sheet names by their kind alone
GENERIC = {"sans": "sans-serif", "mono": "monospace"}
SLOPED = ("text", "sans")  # families whose italic is worth its size
CODE_TAG = re.compile(r"<(?:code|kbd|samp|pre)\b")
_LEAST = frozenset(range(0x20, 0x7F))  # readers add words of their own in a book's font


@dataclass(frozen=True, slots=True)
class EmbeddedFonts:
    """The files to add to the package, and the style sheet that names their typefaces."""

    files: tuple[File, ...]
    stylesheet: str


@dataclass(frozen=True)
class _Font:
    """A font file of the theme; ``codes`` are its characters, ``weights`` lightest first."""

    face: FontFace

    @cached_property
    def codes(self) -> frozenset[int]:
        with TTFont(self.face.path, lazy=True) as font:
            return frozenset(font.getBestCmap())

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The lightest, usual and heaviest weight of a variable font; else nothing."""
        with TTFont(self.face.path, lazy=True) as font:
            axes = font["fvar"].axes if "fvar" in font else ()
            found = ((a.minValue, a.defaultValue, a.maxValue) for a in axes)
            return next(found, ())

    @property
    def name(self) -> str:
        return self.face.uri.removeprefix("isg:font/").rpartition(".")[0] + ".ttf"


def embedded_fonts(rendered: RenderedEpub, faces: Iterable[FontFace]) -> EmbeddedFonts:
    """Give the theme's fonts, cut down to what the pages of an EPUB use.

    A family comes along where pages have text for it: ``text`` always, ``mono`` with
    code, ``sans`` where the style sheet has it, others where the text has letters that
    no family before has. The licence stays with each font, in its name table (SIL OFL
    1.1, 2).
    """
    fonts = [_Font(f) for f in faces if f.style == "normal" or f.family in SLOPED]
    codes = _codes(rendered)
    used = [f for f in fonts if f.face.family in _families(fonts, rendered, codes)]
    files = tuple(File(f"fonts/{f.name}", TRUETYPE, _cut(f, codes | _LEAST)) for f in used)
    return EmbeddedFonts(files, "\n".join(_stylesheet(used, rendered.stylesheet)))


def _codes(rendered: RenderedEpub) -> frozenset[int]:
    """Give all characters of pages and style sheet, those of tags too."""
    found = set(rendered.stylesheet).union(*(page.xhtml for page in rendered.pages))
    return frozenset(map(ord, found))


def _families(
    fonts: Iterable[_Font], rendered: RenderedEpub, codes: frozenset[int]
) -> set[str]:
    found = {"text"}
    if _asked_for("sans", rendered.stylesheet):
        found.add("sans")
    if any(CODE_TAG.search(page.xhtml) for page in rendered.pages):
        found.add("mono")
    letters = {code for code in codes if chr(code).isalpha()}
    for font in sorted(fonts, key=lambda f: f.face.family != "text"):
        family = font.face.family
        if family == "text" or (family not in GENERIC and letters & font.codes):
            found.add(family)
            letters -= font.codes if font.face.style == "normal" else set()
    return found


def _asked_for(family: str, stylesheet: str) -> bool:
    return f"font-family: {GENERIC[family]}" in stylesheet


def _cut(font: _Font, codes: frozenset[int]) -> bytes:
    """Give a font of these characters alone; the same bytes each time."""
    options = subset.Options()
    options.layout_features = [*options.layout_features, *FEATURES]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    with TTFont(font.face.path, recalcTimestamp=False, lazy=True) as opened:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=codes & font.codes)
        cutter.subset(opened)
        if font.weights and font.weights[1] != REGULAR:
            # readers that know no variable fonts show the usual weight
            instantiateVariableFont(opened, {"wght": (REGULAR, REGULAR, BOLD)}, inplace=True)
        out = io.BytesIO()
        opened.save(out, reorderTables=False)
    return out.getvalue()


def _face_rule(font: _Font) -> str:
    face = font.face
    weight = face.weight or (f"{REGULAR} {BOLD}" if font.weights else f"{REGULAR}")
    return (
        f'@font-face {{ font-family: "{face.typeface}"; font-style: {face.style}; '
        f'font-weight: {weight}; src: url("../fonts/{font.name}"); }}'
    )


def _stylesheet(fonts: Iterable[_Font], stylesheet: str) -> Iterator[str]:
    """Declare the fonts, and name them wherever the style sheet asks for their kind."""
    fonts = list(fonts)
    yield from map(_face_rule, fonts)
    names = dict.fromkeys((f.face.family, f.face.typeface) for f in fonts)
    running = [f'"{typeface}"' for family, typeface in names if family not in GENERIC]
    yield f"body {{ font-family: {', '.join(running)}, serif; }}"
    for family, typeface in names:
        if kind := GENERIC.get(family):
            named = f'font-family: "{typeface}", {kind}'
            stylesheet = stylesheet.replace(f"font-family: {kind}", named)
    yield stylesheet
