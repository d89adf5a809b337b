"""Spreads, signatures and leaves: which pages lie together, open or folded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a page lies in the folded sheets: all count from 1.

    ``signature`` 1 is the outermost (sewn through the fold) or the first (glued);
    ``leaf`` counts within it; ``recto`` is its front.
    """

    signature: int
    leaf: int
    recto: bool


def rounded(pages: int, signature: int) -> int:
    """Give the least number of pages in whole signatures, one signature at least."""
    return max(-(-pages // signature), 1) * signature


def leaf(page: int, pages: int, signature: int, *, nested: bool = True) -> Leaf:
    """Give where a page lies.

    ``nested`` signatures lie in one another, as those of a saddle-stitched magazine and
    of a newspaper do; else they lie one after the other, for a glued back.
    """
    total = rounded(pages, signature)
    if not nested:
        number, within = divmod(page - 1, signature)
        return Leaf(number + 1, within // 2 + 1, page % 2 == 1)
    half = signature // 2
    first = page <= total // 2
    number, within = divmod(page - 1 if first else total - page, half)
    leaves = within // 2
    return Leaf(number + 1, leaves + 1 if first else half - leaves, page % 2 == 1)


def facing(page: int) -> int:
    """Give the page opposite, in a title that opens on a recto; 0 beside page 1."""
    return page + 1 if page % 2 == 0 else page - 1


def spread(page: int, pages: int) -> tuple[int, ...]:
    """Give the pages that are seen together with a page, from left to right."""
    both = sorted((page, facing(page)))
    return tuple(n for n in both if 1 <= n <= pages)


def spreads(pages: int) -> tuple[tuple[int, ...], ...]:
    """Give all spreads of a title; the first and, as a rule, the last are single pages."""
    return tuple(dict.fromkeys(spread(n, pages) for n in range(1, pages + 1)))
