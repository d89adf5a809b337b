"""Stretches of text as a file draws them, put together to lines in the order of reading."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isgpress.proofing.page import Box, Line

COLUMN = 4  # lines that make a column, which keeps its lines for itself
NEAR = 0.5  # of the smaller size: how far baselines may differ within a line
GAP = 0.9  # of its size: what may stand between a label and its line
INITIAL = 1.8  # lines: how large a letter is that begins a text


def arranged(stretches: Sequence[Line]) -> list[Line]:
    """Give the lines of a page in reading order: columns from the head, side by side.

    What stands on one baseline is one line, but for columns beside each other.
    """
    blocks: list[list[Line]] = []
    for line in stretches:
        if blocks and _goes_on(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    blocks = _merged(_with_initials([_joined(block) for block in blocks]))
    mirrored = sum(1 if line.right_to_left else -1 for line in stretches) > 0
    return [line for block in _ordered(blocks, mirrored=mirrored) for line in block]


def _goes_on(block: Sequence[Line], line: Line) -> bool:
    """Tell whether a stretch follows the last line of a block, on it or below."""
    last = block[-1]
    return (
        last.of_text == line.of_text
        and line.base <= last.base + NEAR * min(last.size, line.size)
        and last.base - line.base <= 3 * max(last.size, line.size)
        and (_same_line(last, line) or _beside(last.box, line.box) <= 0)
    )


def _same_line(one: Line, other: Line) -> bool:
    return abs(one.base - other.base) <= NEAR * min(one.size, other.size)


def _beside(one: Box, other: Box) -> float:
    """Give the gap between two boxes that stand side by side; less than 0 if they do not."""
    return max(one[0] - other[2], other[0] - one[2])


def _joined(block: Iterable[Line]) -> list[Line]:
    """Make one line of all stretches on a baseline that follow each other."""
    lines: list[Line] = []
    for line in block:
        if lines and _same_line(lines[-1], line):
            lines[-1] = _together(lines[-1], line)
        else:
            lines.append(line)
    return lines


def _together(one: Line, other: Line) -> Line:
    """Join what stands on one baseline; the larger letters say where that is."""
    pair = sorted((one, other), key=lambda line: -line.size)
    rtl = one.right_to_left if len(one.text) >= len(other.text) else other.right_to_left
    first, second = (one, other) if (one.box[0] <= other.box[0]) != rtl else (other, one)
    return replace(pair[0], words=(*first.words, *second.words))


def _with_initials(blocks: list[list[Line]]) -> list[list[Line]]:
    """Bring an initial that goes down over several lines to the first of them."""
    for block, following in itertools.pairwise(blocks):
        first = following[0]
        if block and _is_initial(block[-1], first):
            begun = block.pop().words[0]
            box = around(begun.box, first.words[0].box)
            word = replace(begun, text=begun.text + first.words[0].text, box=box)
            following[0] = replace(first, words=(word, *first.words[1:]))
    return [block for block in blocks if block]


def _is_initial(letter: Line, line: Line) -> bool:
    return (
        len(letter.text) <= len("“T")
        and letter.size > INITIAL * line.size
        and letter.of_text == line.of_text
        and letter.box[1] < line.base < letter.box[3]
        and 0 <= _beside(letter.box, line.words[0].box) + line.size / 4 < line.size
    )


def _merged(blocks: list[list[Line]]) -> list[list[Line]]:
    """Bring labels to their lines, and the cells of a row together."""
    large = [b for b in blocks if len(b) >= COLUMN]
    for block in sorted(blocks, key=len):
        for line in list(block):
            for other in blocks:
                if other is block or not other or other[0].of_text != line.of_text:
                    continue
                at = next((n for n, o in enumerate(other) if _belongs(line, o)), None)
                near = at is not None and _beside(line.box, other[at].box) < GAP * line.size
                apart = block in large or other in large
                if at is not None and (near or not apart):
                    other[at] = _together(other[at], line)
                    block.remove(line)
                    break
    return [b for b in blocks if b]


def _belongs(line: Line, other: Line) -> bool:
    return _same_line(line, other) and _beside(line.box, other.box) >= 0


def _ordered(blocks: list[list[Line]], *, mirrored: bool) -> list[list[Line]]:
    """Sort blocks: what is above another comes first, then what begins the row."""
    boxes = [around(*(line.box for line in block)) for block in blocks]
    left = list(range(len(blocks)))
    order = []
    while left:
        free = (n for n in left if not any(_before(boxes[o], boxes[n], mirrored) for o in left))
        # boxes that overlap have no order of their own: the uppermost is next
        chosen = next(free, None)
        if chosen is None:
            chosen = max(left, key=lambda n: boxes[n][3])
        left.remove(chosen)
        order.append(blocks[chosen])
    return order


def around(*boxes: Box) -> Box:
    """Give the box around boxes."""
    left, low, right, high = zip(*boxes, strict=True)
    return min(left), min(low), max(right), max(high)


def _before(one: Box, other: Box, mirrored: bool) -> bool:  # noqa: FBT001 - a fact of the page
    """Tell whether a block must be read before another."""
    if one is other:
        return False
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    if across > 0 and along <= min(one[3] - one[1], other[3] - other[1]) / 3:
        return one[1] + one[3] > other[1] + other[3]
    if along > 0 and across <= 0:
        return one[0] > other[0] if mirrored else one[0] < other[0]
    return False
