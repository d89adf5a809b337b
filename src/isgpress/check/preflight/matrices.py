"""Matrices that place things on a page (ISO 32000-1, 8.3.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from isgpress.check.preflight.facts import Box, Point

Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

NOTHING = 0.005  # pt


def matrix(values: Iterable[Any]) -> Matrix:
    """Read a matrix from a file."""
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f


def times(one: Matrix, other: Matrix) -> Matrix:
    """Give the matrix that does ``one`` first and then ``other``."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved(point: Point, by: Matrix) -> Point:
    """Give where a point goes."""
    x, y = point
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def scale(at: Matrix) -> float:
    """Give by how much lines get wider: the lesser of both directions."""
    return min(math.hypot(at[0], at[1]), math.hypot(at[2], at[3]))


def around(points: Iterable[Point]) -> Box:
    """Give the box that holds some points."""
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes have an area in common."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def has_area(box: Box) -> bool:
    """Tell whether a box is more than a line or a point."""
    return box[2] - box[0] > NOTHING and box[3] - box[1] > NOTHING
