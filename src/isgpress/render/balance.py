"""Titles broken into lines of like length, since the layout engine has no text-wrap."""

from __future__ import annotations

from collections.abc import Callable

SLACK = 1.02  # kerning and letterspacing differ a little from the sum of widths


def balanced_width(text: str, room: float, width: Callable[[str], float]) -> float | None:
    """Give the narrowest width in which ``text`` keeps its least number of lines.

    ``room`` is the width there is; ``width`` measures a line; all in em of its type.
    None for text that fits on one line, or has a word wider than the room.
    """
    words = text.split()
    widths = [width(word) for word in words]
    space = width(" ")
    if not words or max(widths) > room or width(text) * SLACK <= room:
        return None
    lines = _lines(widths, space, room / SLACK)
    low, high = max(widths), room / SLACK
    for _ in range(12):  # halves the doubt each time: a hundredth of an em is enough
        middle = (low + high) / 2
        if _lines(widths, space, middle) <= lines:
            high = middle
        else:
            low = middle
    return high * SLACK


def line_count(text: str, room: float, width: Callable[[str], float]) -> int:
    """Count the lines that words fill, broken as soon as they must; arguments as above."""
    return _lines([width(word) for word in text.split()], width(" "), room / SLACK)


def _lines(widths: list[float], space: float, room: float) -> int:
    """Count the lines that words of these widths fill, broken as soon as they must."""
    lines, used = 1, 0.0
    for width in widths:
        if used and used + space + width > room:
            lines, used = lines + 1, width
        else:
            used += (space if used else 0.0) + width
    return lines
