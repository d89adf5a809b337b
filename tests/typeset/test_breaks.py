"""Line breaks that are remembered are those that the layout engine finds."""

from __future__ import annotations

import inspect
import re

import fontpkg
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text import fonts, line_break
from weasyprint.text.fonts import FontConfiguration

from isgpress.typeset import mends
from isgpress.typeset.breaks import DECORATION, PROPERTIES, RememberingFonts
from tests.typeset.conftest import SENTENCE

Line = tuple[str, float, float, float, float]
STYLE = f"""
@page {{ size: 60mm 90mm; margin: 5mm }}
@font-face {{ font-family: text; src: url('file://{fontpkg.path("EB Garamond")}') }}
html {{ font: 10pt/12pt text; text-align: justify; hyphens: auto }} p {{ margin: 0 }}
.cap {{ float: left; font-size: 24pt; line-height: 1 }} u {{ letter-spacing: 1px }}
"""
TEXT = f"""<html lang=en><p><span class=cap>T</span>{SENTENCE * 3}
<p>{SENTENCE}<em>{SENTENCE}</em> <u>{SENTENCE}</u><p lang=de>{SENTENCE}
<p style="hyphens: none; word-spacing: 2px">{SENTENCE}
<p>ver\u00adstel\u00adlen <b>1</b> <br>{"extraordinary-" * 9}"""


def _lines(kind: FontConfiguration, more: str = "") -> list[Line]:
    mends.apply()
    sheet = weasyprint.CSS(string=STYLE + more, font_config=kind)
    document = weasyprint.HTML(string=TEXT).render(font_config=kind, stylesheets=[sheet])
    return [
        (b.text, b.position_x, b.position_y, b.width, b.justification_spacing)
        for page in document.pages
        for b in page._page_box.descendants()
        if isinstance(b, boxes.TextBox)
    ]


def test_what_is_remembered_is_what_would_be_found() -> None:
    """Lines are the same set at first, again, in other columns between, and forgetting all."""
    plain, known = FontConfiguration(), RememberingFonts()
    narrow = "@page { size: 45mm 90mm } u { letter-spacing: 2px }"

    assert _lines(known) == _lines(plain)
    count = len(known.broken)
    assert count > len(TEXT) / len(SENTENCE)
    assert _lines(known) == _lines(plain)
    assert len(known.broken) == count
    assert _lines(known, narrow) == _lines(plain, narrow) != _lines(plain)
    assert len(known.broken) > count
    assert _lines(known) == _lines(plain)


def test_all_that_decides_over_a_line_break_is_looked_at() -> None:
    """The engine asks a style for nothing else when it breaks text, or chooses its font."""
    source = inspect.getsource(line_break) + inspect.getsource(fonts)
    asked = set(re.findall(r"\bstyle\[['\"](\w+)['\"]\]", source))

    assert len(asked) > 20
    assert asked <= {*PROPERTIES, DECORATION}
