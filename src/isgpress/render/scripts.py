"""The scripts of a text, and which fonts of a theme it needs for them.

Fonts of Chinese, Japanese and Korean are large, so a page gets them only where it has their
characters. Han characters are drawn differently in each of the languages: the language that
a text is marked with decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from isgpress.manuscript.words import is_western

if TYPE_CHECKING:
    from isgpress.render.fonts import FontFace

ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
_KANA, _HANGUL = "\u3040-\u30ff\u31f0-\u31ff", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_HAN = "\u2e80-\u2fdf\u3000-\u303f\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
EAST_ASIAN = f"{_KANA}{_HANGUL}{_HAN}\uff00-\uffef"
_FAMILIES = {
    "korean": f"[{_HANGUL}]|lang=[\"']ko",
    "japanese": f"[{_KANA}]|lang=[\"']ja",
    "chinese-traditional": "lang=[\"'](?:zh-(?:Hant|TW|HK|MO)|yue)",
    "chinese": "lang=[\"'](?:zh(?!-(?:Hant|TW|HK|MO))|cmn)",
}
_WRITTEN = {
    "Arab": "arabic",
    "Hebr": "hebrew",
    "Jpan": "japanese",
    "Kore": "korean",
    "Hans": "chinese",
    "Hant": "chinese-traditional",
}
# Most titles are in one of these; the tables of the CLDR take long to load.
_LATIN = "ca cs cy da de en es et eu fi fr ga gl hr hu it lt lv nb nl nn no pl pt ro sk sl sv"
LATIN = frozenset(_LATIN.split())
_PLAIN = re.compile(r"([a-z]{2})(?:-[A-Z]{2})?")
FURTHER = frozenset(_FAMILIES)
"""Families of a theme that are left out where nothing asks for them."""


def suited(faces: Iterable[FontFace], text: str) -> tuple[FontFace, ...]:
    """Give the faces that a text may need: HTML, or no more than its characters.

    Where only Han characters without a language ask for one, it is that of Chinese.
    """
    wanted: set[str] = set()
    if not is_western(text) and re.search(f"[{EAST_ASIAN}]", text):
        wanted = {family for family, sign in _FAMILIES.items() if re.search(sign, text)}
        wanted = wanted or {"chinese"}
    return tuple(f for f in faces if f.family not in FURTHER or f.family in wanted)


@lru_cache(maxsize=64)
def script_of(language: str) -> str:
    """Give the script in which a language is usually written (ISO 15924): ``Latn``.

    Nothing where that is not known. ``language`` is a BCP 47 tag, which may name it.
    """
    plain = _PLAIN.fullmatch(language)
    if plain and plain[1] in LATIN:
        return "Latn"
    from babel.core import get_global  # noqa: PLC0415 - slow to import

    likely = get_global("likely_subtags")
    parts = language.replace("-", "_").split("_")
    for key in ("_".join(parts), "_".join(parts[:2]), parts[0]):
        found = str(likely.get(key, key)).split("_")
        written = next((p for p in found if len(p) == len("Latn")), "")
        if written:
            return written.title()
    return ""


def family_of(language: str) -> str:
    """Give the family of a theme in which a language's text is set; nothing for ``text``."""
    return _WRITTEN.get(script_of(language), "")
