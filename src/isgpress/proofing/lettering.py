"""What is written around pages, in one font that goes into the file."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from isgpress.findings import PressError, Span
from isgpress.render.fonts import font_faces
from isgpress.typeset.assembly.fonts import embedded
from isgpress.typeset.facts import FontUse, Glyph
from isgpress.typeset.glyphs import make_subset

TYPEFACE, WEIGHT = "Libre Franklin", 500
NONSYMBOLIC = 32  # flag of a font descriptor (ISO 32000-1, table 123)
INSTEAD = "?"  # of a character that the font has not


class Lettering:
    """A font in a file that is being written: lines in, operators out.

    ``resource`` has to stand among a page's resources as ``/T``; ``close`` comes last.
    Raises PressError where the font is not installed.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Take the file."""
        faces, findings = font_faces(TYPEFACE, TYPEFACE, Span("press.yaml"))
        if findings:
            raise PressError(*findings)
        self._pdf = pdf
        self._path = Path(next(f.path for f in faces if f.style == "normal"))
        self._used: dict[int, Glyph] = {}
        with TTFont(self._path) as font:
            self._known = font.getBestCmap()
            self._ids = font.getReverseGlyphMap()
            em = font["head"].unitsPerEm
            set_wide = font.getGlyphSet(location={"wght": WEIGHT})
            self._widths = {n: set_wide[n].width * 1000 / em for n in self._known.values()}
            self._ascent = round(font["hhea"].ascent * 1000 / em)
            self._descent = round(font["hhea"].descent * 1000 / em)
        self.resource = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font))

    def knows(self, text: str) -> bool:
        """Tell whether the font has all letters of a text."""
        return all(ord(char) in self._known for char in text)

    def width(self, text: str, size: float) -> float:
        """Give the width of a line, in the unit of ``size``."""
        return sum(g.width for g in map(self._glyph, text)) * size / 1000

    def shown(self, text: str, size: float, *place: float) -> str:
        """Give what writes a line of ``size`` points.

        ``place`` is where it begins, x and y, or a matrix of six figures.
        """
        matrix = place if len(place) == len("abcdef") else (1, 0, 0, 1, *place)
        codes = "".join(f"{self._glyph(char).gid:04x}" for char in text)
        told = " ".join(f"{value:.4f}" for value in matrix)
        return f"BT /T {size:.2f} Tf {told} Tm <{codes}> Tj ET"

    def _glyph(self, char: str) -> Glyph:
        name = self._known.get(ord(char)) or self._known[ord(INSTEAD)]
        gid = self._ids[name]
        if gid not in self._used:
            self._used[gid] = Glyph(gid, char, round(self._widths[name], 2))
        return self._used[gid]

    def close(self) -> None:
        """Put the letters that were used into the file."""
        use = FontUse(
            resource="T",
            file="",
            index=0,
            axes=(("wght", float(WEIGHT)),),
            name=f"PROOFS+{TYPEFACE.replace(' ', '')}",
            family=TYPEFACE,
            ascent=self._ascent,
            descent=self._descent,
            flags=NONSYMBOLIC,
            glyphs=tuple(sorted(self._used.values(), key=lambda glyph: glyph.gid)),
        )
        made = embedded(self._pdf, use, make_subset(self._path, use))
        for key, value in made.items():
            self.resource[key] = value
