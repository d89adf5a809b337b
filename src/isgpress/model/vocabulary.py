"""The elements of the body vocabulary that more than one room has to know apart."""

from __future__ import annotations

import re

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements within a line; ``br``, which ends one, is not among them."""

UNTOLD = frozenset({"note-call", "note-label", "note-back", "page-ref", "page-slot"})
"""Classes of elements whose words are not of the text: each edition has its own."""

UNCOUNTED = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
"""White space, and what does not show: soft hyphens, joiners, marks of direction."""
