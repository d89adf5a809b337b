"""The direction in which a language is written."""

from __future__ import annotations

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi", "ckb", "ps"}


def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT


def direction(language: str) -> str:
    """Give the direction in which a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if right_to_left(language) else "ltr"
