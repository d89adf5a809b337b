"""Quotation marks and the spaces of punctuation, by language.

Source: Unicode CLDR 46, delimiters, https://cldr.unicode.org/ ; French spaces: Lexique
des règles typographiques en usage à l'Imprimerie nationale (narrow no-break space, here
also before the colon). Inner marks of French, Italian and Spanish follow the same houses'
practice where CLDR repeats the outer ones. Danish has the pointed marks of Danish books,
Taiwan, Hong Kong and Macau the corner marks. Date: 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

NARROW = "\u202f"  # narrow no-break space


@dataclass(frozen=True, slots=True)
class Marks:
    """What straight marks become: ``double`` and ``single`` are opening and closing.

    ``inside`` is the space inside guillemets, ``before`` the signs that take a narrow
    space before them; ``elisions`` are words that begin with an apostrophe. ``solid``
    tells that no spaces stand between words: what stands before a mark tells nothing.
    """

    double: str
    single: str = "‘’"
    inside: str = ""
    before: str = ""
    elisions: tuple[str, ...] = ()
    solid: bool = False


_ENGLISH = (
    "tis", "twas", "twere", "twill", "twould", "til", "em", "cause", "bout", "round",
    "neath", "n", "cos", "gainst", "midst", "ere",
)  # fmt: skip

_CORNERS = Marks("「」", "『』", solid=True)

_TABLE: Mapping[str, Marks] = MappingProxyType(
    {
        "en": Marks("“”", "‘’", elisions=_ENGLISH),
        "fr": Marks("«»", "“”", NARROW, ";:!?"),
        "fr-CA": Marks("«»", "“”", NARROW, ":"),
        "fr-CH": Marks("«»", "‹›", NARROW, ";:!?"),
        "de": Marks("„“", "‚‘"),
        "de-CH": Marks("«»", "‹›"),
        "de-LI": Marks("«»", "‹›"),
        "es": Marks("«»", "“”"),
        "es-419": Marks("“”", "‘’"),
        "es-AR": Marks("“”", "‘’"),
        "es-CL": Marks("“”", "‘’"),
        "es-CO": Marks("“”", "‘’"),
        "es-MX": Marks("“”", "‘’"),
        "es-US": Marks("“”", "‘’"),
        "it": Marks("«»", "“”"),
        "pt": Marks("“”", "‘’"),
        "pt-PT": Marks("«»", "“”"),
        "nl": Marks("“”", "‘’", elisions=("s", "t", "n", "k", "m", "r")),
        "af": Marks("“”", "‘’", elisions=("n", "t", "s")),
        "ca": Marks("«»", "“”"),
        "eu": Marks("«»", "“”"),
        "gl": Marks("«»", "“”"),
        "pl": Marks("„”", "«»"),
        "cs": Marks("„“", "‚‘"),
        "sk": Marks("„“", "‚‘"),
        "sl": Marks("„“", "‚‘"),
        "hr": Marks("„“", "‚‘"),
        "bs": Marks("„”", "‘’"),
        "sr": Marks("„“", "‘’"),
        "mk": Marks("„“", "’‘"),
        "bg": Marks("„“", "’’"),
        "ru": Marks("«»", "„“"),
        "be": Marks("«»", "„“"),
        "uk": Marks("«»", "„“"),
        "ro": Marks("„”", "«»"),
        "hu": Marks("„”", "»«"),
        "el": Marks("«»", "“”"),
        "sq": Marks("«»", "“”"),
        "da": Marks("»«", "›‹"),
        "nb": Marks("«»", "‘’"),
        "nn": Marks("«»", "‘’"),
        "no": Marks("«»", "‘’"),
        "sv": Marks("””", "’’"),
        "fi": Marks("””", "’’"),
        "et": Marks("„“", "«»"),
        "lt": Marks("„“", "‚‘"),
        "lv": Marks("“”", "‘’"),
        "is": Marks("„“", "‚‘"),
        "he": Marks("””", "’’"),
        "ar": Marks("”“", "’‘"),
        "fa": Marks("«»", "‹›"),
        "tr": Marks("“”", "‘’"),
        "ko": Marks("“”", "‘’"),
        "ja": _CORNERS,
        "zh": Marks("“”", "‘’", solid=True),
        "zh-Hant": _CORNERS,
        "zh-TW": _CORNERS,
        "zh-HK": _CORNERS,
        "zh-MO": _CORNERS,
    }
)


@cache
def marks(language: str) -> Marks:
    """Give the marks for a BCP 47 language; English ones where the table has no row."""
    parts = language.split("-")
    for count in range(len(parts), 0, -1):
        if row := _TABLE.get("-".join(parts[:count])):
            return row
    # A region may stand behind a script: pt-Latn-PT.
    tags = (f"{parts[0]}-{part}" for part in parts[1:])
    return next((_TABLE[t] for t in tags if t in _TABLE), _TABLE["en"])
