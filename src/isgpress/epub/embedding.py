"""Fonts to go along with an EPUB: cut down to the characters that it holds.

Readers may choose another typeface; the theme's stands for those who do not. TrueType,
since it is the one kind that readers of every age take (EPUB 3.3, 3.2); zip packs it
about as tight as WOFF2 would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isgpress.epub.package import File
from isgpress.model.rendered import RenderedEpub
from isgpress.render import FontFace
from isgpress.render.cutting import Font, families, languages_of, of_families, usable

FONTS = {"ttf": "font/ttf", "otf": "font/otf"}
# families that a style sheet names by their kind alone
GENERIC = {"sans": "sans-serif", "mono": "monospace"}
CODE_TAG = re.compile(r"<(?:code|kbd|samp|pre)\b")
_LEAST = frozenset(range(0x20, 0x7F))  # readers add words of their own in a book's font


@dataclass(frozen=True, slots=True)
class EmbeddedFonts:
    """The files to add to the package, and the style sheet that names their typefaces."""

    files: tuple[File, ...]
    stylesheet: str


def embedded_fonts(rendered: RenderedEpub, faces: Iterable[FontFace]) -> EmbeddedFonts:
    """Give the theme's fonts, cut down to what the pages of an EPUB use.

    A family comes along where pages have text for it: ``text`` always, ``mono`` with
    code, ``sans`` where the style sheet has it, others where the text has letters that
    no family before has. The licence stays with each font, in its name table (SIL OFL
    1.1, 2).
    """
    fonts = usable(faces)
    codes = _codes(rendered)
    languages = languages_of(page.xhtml for page in rendered.pages)
    used = of_families(fonts, families(fonts, codes, _kinds(rendered), languages))
    files = tuple(File(_file(f), FONTS[_ending(f)], f.cut(codes | _LEAST)) for f in used)
    return EmbeddedFonts(files, "\n".join(_stylesheet(used, rendered.stylesheet)))


def _codes(rendered: RenderedEpub) -> frozenset[int]:
    """Give all characters of pages and style sheet, those of tags too."""
    found = set(rendered.stylesheet).union(*(page.xhtml for page in rendered.pages))
    return frozenset(map(ord, found))


def _kinds(rendered: RenderedEpub) -> tuple[str, ...]:
    """Give the kinds of typeface that pages ask for beside the text's."""
    sans = ("sans",) if _asked_for("sans", rendered.stylesheet) else ()
    code = any(CODE_TAG.search(page.xhtml) for page in rendered.pages)
    return (*sans, "mono") if code else sans


def _asked_for(family: str, stylesheet: str) -> bool:
    return f"font-family: {GENERIC[family]}" in stylesheet


def _file(font: Font) -> str:
    return f"fonts/{font.stem}.{_ending(font)}"


def _ending(font: Font) -> str:
    return "otf" if font.face.path.lower().endswith(".otf") else "ttf"


def _face_rule(font: Font) -> str:
    face = font.face
    return (
        f'@font-face {{ font-family: "{face.typeface}"; font-style: {face.style}; '
        f'font-weight: {font.css_weight}; src: url("../{_file(font)}"); }}'
    )


def _stylesheet(fonts: Iterable[Font], stylesheet: str) -> Iterator[str]:
    """Declare the fonts, and name them wherever the style sheet asks for their kind."""
    fonts = list(fonts)
    yield from map(_face_rule, fonts)
    names = {f.face.family: f'"{f.face.typeface}"' for f in fonts}
    others = [name for family, name in names.items() if family not in {"text", *GENERIC}]
    yield f"body {{ font-family: {', '.join([names['text'], *others])}, serif; }}"
    for family, name in names.items():
        if kind := GENERIC.get(family):
            named = f"font-family: {', '.join([name, *others])}, {kind}"
            stylesheet = stylesheet.replace(f"font-family: {kind}", named)
    yield stylesheet
