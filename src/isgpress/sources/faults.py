"""Faults of single values, and what they offer instead.

A fault is raised as PydanticCustomError whose type is the name of the rule and whose
context holds the help.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pydantic_core import PydanticCustomError


def fault(rule: str, message: str, advice: str = "") -> PydanticCustomError:
    """Make the exception that becomes a finding of that rule."""
    # Braces would be taken for places to fill in.
    return PydanticCustomError(rule, "{message}", {"message": message, "help": advice})


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known name most like the word, or an empty text."""
    names = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), names, 1, 0.6)
    return names[found[0]] if found else ""


def offer(word: str, known: Iterable[str], what: str) -> str:
    """Give a help that names the most similar of the known names, or all of them."""
    known = tuple(known)
    if name := nearest(word, known):
        return f"there is a {what} with a similar name: `{name}`"
    return "use one of " + ", ".join(f"`{name}`" for name in known)


def text_of(value: object) -> str:
    """Give a value that must be text. Raises the fault ``bad-value``."""
    if not isinstance(value, str):
        raise fault("bad-value", "a text belongs here, not a list", "write it on one line")
    return value
