"""Font files cut down to some characters, for editions that fonts travel with."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from isgpress.render.fonts import FontFace
from isgpress.render.scripts import family_of

REGULAR, BOLD = 400, 700
WOFF2 = "woff2"
# old-style and lining figures, proportional and for tables; small capitals
FEATURES = ("onum", "lnum", "pnum", "tnum", "smcp")
SLOPED = ("text", "sans")  # families whose italic is worth its size
# families that a style sheet names by their kind alone
KINDS = ("sans", "mono", "display")
_LANGUAGE = re.compile(r'\blang="([^"]+)"')


@dataclass(frozen=True)
class Font:
    """A font file of the theme; ``codes`` are its characters, ``weights`` lightest first."""

    face: FontFace

    @cached_property
    def codes(self) -> frozenset[int]:
        """The characters that it has."""
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
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.face.uri.removeprefix("isg:font/").rpartition(".")[0]

    @property
    def css_weight(self) -> str:
        """The weights that it has, for ``font-weight`` in ``@font-face``."""
        return self.face.weight or (f"{REGULAR} {BOLD}" if self.weights else f"{REGULAR}")

    def cut(self, codes: frozenset[int], flavour: str = "") -> bytes:
        """Give a font of these characters alone, the same bytes each time.

        ``flavour`` is ``woff2`` or empty for TrueType. The licence stays with it, in its
        name table (SIL OFL 1.1, 2).
        """
        options = subset.Options()
        options.layout_features = [*options.layout_features, *FEATURES]
        options.name_IDs = ["*"]
        options.notdef_outline = True
        options.hinting = False
        with TTFont(self.face.path, recalcTimestamp=False, lazy=True) as opened:
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=codes & self.codes)
            cutter.subset(opened)
            if self.weights and self.weights[1] != REGULAR:
                # readers that know no variable fonts show the usual weight
                instantiateVariableFont(
                    opened, {"wght": (REGULAR, REGULAR, BOLD)}, inplace=True
                )
            if flavour:
                opened.flavor = flavour
            out = io.BytesIO()
            opened.save(out, reorderTables=False)
        return out.getvalue()


def usable(faces: Iterable[FontFace]) -> list[Font]:
    """Give the theme's fonts that may travel: upright ones, and italics worth their size."""
    return [Font(f) for f in faces if f.style == "normal" or f.family in SLOPED]


def languages_of(pages: Iterable[str]) -> frozenset[str]:
    """Give the languages that pages are marked with, as they are written there."""
    return frozenset(tag for page in pages for tag in _LANGUAGE.findall(page))


def families(
    fonts: Iterable[Font],
    codes: frozenset[int],
    kinds: Collection[str],
    languages: Iterable[str],
) -> tuple[str, ...]:
    """Give the families that a text needs: ``text``, others, and those of ``kinds``.

    Another family is needed where the text has letters that none before has; those of the
    text's ``languages`` come first, since Han is drawn differently in each. ``codes`` are
    the text's characters.
    """
    own = {family_of(language) for language in languages}
    found = ["text"]
    letters = {code for code in codes if chr(code).isalpha()}
    # the sort keeps the theme's order of those that are alike
    for font in sorted(
        fonts, key=lambda f: (f.face.family != "text", f.face.family not in own)
    ):
        if not letters:
            break  # the characters of many a large font need not be read
        family = font.face.family
        if family == "text" or (family not in KINDS and letters & font.codes):
            found.append(family)
            letters -= font.codes if font.face.style == "normal" else set()
    return tuple(dict.fromkeys([*found, *kinds]))


def of_families(fonts: Iterable[Font], wanted: Iterable[str]) -> list[Font]:
    """Give the fonts of some families, in the order of these."""
    listed = list(fonts)
    return [font for family in wanted for font in listed if font.face.family == family]
