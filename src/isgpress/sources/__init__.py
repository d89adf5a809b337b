"""Sources: press.yaml, book.yaml and front matter, read strictly and with places.

What is read becomes values of ``model``; what is wrong becomes findings, all at once.
The text of chapters below the front matter belongs to ``manuscript``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from isgpress.lazily import lazily

if TYPE_CHECKING:
    from isgpress.sources.book import load_book
    from isgpress.sources.chapter import FrontMatter, front_matter
    from isgpress.sources.issue import load_issue
    from isgpress.sources.press import discover, load_press
    from isgpress.sources.titles import load_title, repeats

__all__ = [
    "FrontMatter",
    "discover",
    "front_matter",
    "load_book",
    "load_issue",
    "load_press",
    "load_title",
    "repeats",
]
# Pydantic would look through every installed package for plugins, which may change what a
# file says; it asks at its first schema.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")

__getattr__ = lazily(
    __name__,
    {
        "load_book": "book",
        "repeats": "titles",
        "FrontMatter": "chapter",
        "front_matter": "chapter",
        "discover": "press",
        "load_press": "press",
        "load_issue": "issue",
        "load_title": "titles",
    },
)
