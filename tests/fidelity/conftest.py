"""A press with a font for further scripts in its own theme, and letters that are often lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from tests.warm import Done, isgpress

FURTHER = "中文日本語𝒜😀𐌰"  # which no typeface of the built-in themes has
PRESS = "name: Lantern Press\nplace: Leyburn\nlanguage: en-GB\n"
BOOK = """\
title: A Small Book
language: en-GB
date: 2026-05-01
theme: {theme}
contributors:
  - {{name: Ruth Calder, role: author}}
editions: {{epub: {{}}, pdf: {{}}}}
contents:
  body: [01-letters.md]
"""
THEME = """\
name: many-scripts
extends: paperback
stylesheets:
  print: [print/scripts.css]
"""
STYLE = """\
@font-face { font-family: Further; src: url("isg:theme/fonts/further.ttf") }
:root { --text: "isg text", "isg hebrew", "isg arabic", Further; font-family: var(--text); }
"""


@dataclass(frozen=True)
class Press:
    """A press folder with one title, ``small``, of one chapter."""

    folder: Path

    def chapter(self, text: str, theme: str = "many-scripts") -> None:
        """Write the chapter."""
        book = self.folder / "books/small"
        book.mkdir(parents=True, exist_ok=True)
        (book / "book.yaml").write_text(BOOK.format(theme=theme), encoding="utf-8")
        (book / "01-letters.md").write_text(f"# Letters\n\n{text}\n", encoding="utf-8")

    def build(self) -> Done:
        """Build the title and wait for the end."""
        return isgpress("--press", self.folder, "build", "small", "--jobs", "1")

    def output(self, edition: str) -> Path:
        """Give the path of a finished file: ``epub`` or ``pdf``."""
        return self.folder / f"dist/small/small.{edition}"


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """Give a press whose theme has a font with the further characters."""
    return write_press(tmp_path)


def write_press(folder: Path) -> Press:
    """Write a press whose theme has a font with the further characters."""
    theme = folder / "templates/many-scripts"
    for place in ("print", "fonts"):
        (theme / place).mkdir(parents=True)
    (folder / "press.yaml").write_text(PRESS)
    (theme / "theme.yaml").write_text(THEME)
    (theme / "print/scripts.css").write_text(STYLE)
    _write_font(theme / "fonts/further.ttf")
    return Press(folder)


def _write_font(path: Path) -> None:
    """Write a font in which each further character is a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    names = {ord(character): f"u{ord(character):05X}" for character in FURTHER}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys([".notdef", *names.values()], box))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Further", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, sCapHeight=700, fsType=0)
    font.setupPost()
    font.save(path)
