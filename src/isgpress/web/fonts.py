"""The theme's typefaces for the web, cut down to the characters that the pages hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from isgpress.model.rendered import RenderedWeb
from isgpress.render import FontFace
from isgpress.render.cutting import KINDS, Font, families, languages_of, of_families, usable

_CODE = re.compile(r"<(?:code|kbd|samp|pre)\b")
# In nearly every text; where fonts always have them, few changes of a text change a font.
_USUAL = frozenset([*range(0x20, 0x7F), *map(ord, "\u00a0‘’“”–—…")])


@dataclass(frozen=True, slots=True)
class WebFonts:
    """The font files by path, and the CSS that declares them."""

    files: Mapping[str, bytes]
    stylesheet: str


def web_fonts(
    rendered: RenderedWeb,
    faces: Iterable[FontFace],
    cut: Callable[[Font, frozenset[int]], bytes],
) -> WebFonts:
    """Give the typefaces that the pages use; ``cut`` gives a font of some characters.

    Those are the pages' characters, and what is usual: letters without accents, figures,
    quotes and dashes.

    The style sheet names a kind of face by a custom property (``--text-family``,
    ``--sans-family``, ``--mono-family``), which is set here.
    """
    fonts = usable(faces)
    pages = [page.html for page in rendered.pages]
    codes = frozenset(map(ord, set().union(*pages)))
    wanted = families(fonts, codes, tuple(_kinds(rendered)), languages_of(pages))
    used = of_families(fonts, wanted)
    files = {f"fonts/{f.stem}.woff2": cut(f, codes | _USUAL) for f in used}
    return WebFonts(files, "\n".join([*map(_rule, used), _names(used)]))


def _kinds(rendered: RenderedWeb) -> Iterator[str]:
    """Give the kinds of typeface that the styles ask for, one for code where there is any."""
    code = any(_CODE.search(page.main) for page in rendered.pages)
    for kind in KINDS:
        if f"--{kind}-family" in rendered.stylesheet and (code or kind != "mono"):
            yield kind


def _rule(font: Font) -> str:
    face = font.face
    return (
        f'@font-face {{ font-family: "{face.typeface}"; font-style: {face.style}; '
        f"font-weight: {font.css_weight}; font-display: swap; "
        f'src: url("../fonts/{font.stem}.woff2") format("woff2"); }}'
    )


def _names(fonts: Iterable[Font]) -> str:
    """Set the properties; scripts that a face lacks follow it."""
    faces = {f.face.family: f'"{f.face.typeface}"' for f in fonts}
    others = [name for family, name in faces.items() if family not in {"text", *KINDS}]
    kinds = [k for k in ("text", *KINDS) if k in faces]
    found = [f"--{kind}-family: {', '.join([faces[kind], *others])};" for kind in kinds]
    return f":root {{ {' '.join(found)} }}"
