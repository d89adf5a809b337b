"""Formulas: MathML for screens, a drawing for print, from the TeX in the manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import unescape

from lxml import etree

from isgpress.model.manuscript import Note
from isgpress.render.xhtml import Element, classes, of_class, parse, write

MATHML = "http://www.w3.org/1998/Math/MathML"
DRAWN = "drawn-formula"
UNIT = 10.0  # the size at which formulas are drawn, in the units of the drawing
SCALE = 0.9  # STIX Two, in which they are drawn, is larger than the text's fonts
_FORMULA = re.compile(
    r'<(span|p) class="formula" data-tex="([^"]*)"((?:\s[a-z-]+="[^"]*")*)(?:/>|></\1>)'
)
_VIEW = re.compile(r"\s+")


def with_mathml(fragment: str) -> str:
    """Give an XHTML fragment of the manuscript with its formulas as MathML."""
    if "data-tex=" not in fragment:
        return fragment
    return _FORMULA.sub(
        lambda m: f'<{m[1]} class="formula"{m[3]}>{_mathml(unescape(m[2]), m[1])}</{m[1]}>',
        fragment,
    )


def formulas_in(fragment: str) -> dict[str, str]:
    """Give the MathML of each formula of a fragment, by its TeX."""
    found = ((unescape(m[2]), m[1]) for m in _FORMULA.finditer(fragment))
    return {tex: _mathml(tex, tag) for tex, tag in found}


def put_mathml(element: Element) -> None:
    """Put the MathML of a formula into its element, in place of its TeX."""
    tex = element.attrib.pop("data-tex", "")
    tag = etree.QName(element).localname
    element.append(etree.fromstring(_mathml(tex, tag)))


def drawn_notes(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Give notes that stand together, as print sets them: with their formulas drawn."""
    return tuple(
        replace(note, xhtml=_drawn_all(note.xhtml)) if "data-tex=" in note.xhtml else note
        for note in notes
    )


def _drawn_all(fragment: str) -> str:
    wrapper = parse(fragment)
    draw_formulas(wrapper)
    return write(wrapper)


def draw_formulas(wrapper: Element) -> None:
    """Put a drawing into each formula, as large as the text around it.

    Raises nothing: what cannot be read has been told by the manuscript, and stays empty.
    """
    for element in of_class(wrapper, "formula"):
        tex = element.attrib.pop("data-tex", "")
        if tex and DRAWN not in classes(element):
            tag = etree.QName(element).localname
            element.append(etree.fromstring(_drawn(tex, displayed=tag == "p")))


@lru_cache(maxsize=1024)
def _mathml(tex: str, tag: str) -> str:
    """Give a formula as MathML; its TeX is what is read out where MathML is not."""
    from latex2mathml import converter  # noqa: PLC0415 - few titles have formulas

    display = "block" if tag == "p" else "inline"
    root = etree.fromstring(converter.convert(tex, display=display))
    root.set("alttext", tex)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


@lru_cache(maxsize=1024)
def _drawn(tex: str, *, displayed: bool) -> str:
    """Give a formula as SVG whose foot stands on the line of the text."""
    from ziamath.config import config  # noqa: PLC0415 - few titles have formulas
    from ziamath.zmath import Latex  # noqa: PLC0415 - see above

    config.svg2 = False  # paths, without symbols that are used twice
    config.precision = 3
    drawing = etree.fromstring(Latex(tex, size=UNIT, inline=not displayed).svg())
    view = drawing.get("viewBox") or "0 0 0 0"
    _, top, width, height = (float(n) for n in _VIEW.split(view.strip()))
    below = top + height
    drawing.set("class", DRAWN)
    drawing.set("role", "img")
    drawing.set("aria-label", tex)
    drawing.set(
        "style",
        f"width:{width / UNIT * SCALE:.3f}em;height:{height / UNIT * SCALE:.3f}em;"
        f"vertical-align:{-below / UNIT * SCALE:.3f}em",
    )
    for name in ("width", "height"):
        drawing.attrib.pop(name, "")
    return etree.tostring(drawing, encoding="unicode")
