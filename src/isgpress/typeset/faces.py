"""The fonts of sections, made known to the layout engine once in each worker.

For every document WeasyPrint would copy all font files, have them read, and forget what
it knows of their glyphs. Its public ``FontConfiguration`` may be used for several
documents, as long as they bring the same faces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from weasyprint.text.fonts import FontConfiguration

from isgpress.typeset.breaks import RememberingFonts

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 4  # of different faces, each with a copy of its files
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


def configuration(
    html: str, resources: Mapping[str, tuple[str, str]], *, remembers: bool = False
) -> FontConfiguration:
    """Give the fonts of a section by its HTML and what that names: (path, media type).

    Sections that share it have the same faces, style sheets and font files. What is laid
    out again and again asks for fonts that remember line breaks.
    """
    files = ((uri, *file) for uri, file in resources.items() if "image" not in file[1])
    kind = RememberingFonts if remembers else FontConfiguration
    return _configuration(kind, tuple(_FACE.findall(html)), tuple(sorted(files)))


@lru_cache(maxsize=MOST)
def _configuration(kind: type[FontConfiguration], *_of: object) -> FontConfiguration:
    return kind()


def forget() -> None:
    """Delete the copies of font files, which else would be left behind."""
    _configuration.cache_clear()
