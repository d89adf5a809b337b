"""The direction in which a language is written."""

from __future__ import annotations

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi", "ckb", "ps"}
SCRIPTS = {"arab", "hebr", "syrc", "thaa"}  # ISO 15924: those that run from right to left
_SCRIPT = 4  # letters of a script in a tag (RFC 5646, 2.2.3)


def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left; ``ar-Latn`` is not."""
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == _SCRIPT and part.isalpha()), "")
    return script in SCRIPTS if script else first in RIGHT_TO_LEFT


def direction(language: str) -> str:
    """Give the direction in which a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if right_to_left(language) else "ltr"
