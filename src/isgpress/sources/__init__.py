"""Sources: press.yaml, book.yaml and front matter, read strictly and with places.

What is read becomes values of ``model``; what is wrong becomes findings, all at once.
The text of chapters below the front matter belongs to ``manuscript``.
"""

from __future__ import annotations

from isgpress.sources.book import load_book, repeated_isbns
from isgpress.sources.chapter import FrontMatter, front_matter
from isgpress.sources.press import discover, load_press

__all__ = [
    "FrontMatter",
    "discover",
    "front_matter",
    "load_book",
    "load_press",
    "repeated_isbns",
]
