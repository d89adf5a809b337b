"""Markdown to a sanitised XHTML text with source lines; the only room for Markdown.

``parse_section`` reads one file, ``link`` puts a title's documents together. This room
opens no file but through ``World``, and knows nothing of pages or themes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.lazily import lazily
from isgpress.manuscript.link import link
from isgpress.manuscript.words import text_stream, words

if TYPE_CHECKING:
    from isgpress.manuscript.conservation import document_words, missing_words, source_words
    from isgpress.manuscript.parse import inline_xhtml, parse_section
    from isgpress.manuscript.pictures import moves

__all__ = [
    "document_words",
    "inline_xhtml",
    "link",
    "missing_words",
    "moves",
    "parse_section",
    "source_words",
    "text_stream",
    "words",
]
__getattr__ = lazily(
    __name__,
    {
        "document_words": "conservation",
        "missing_words": "conservation",
        "source_words": "conservation",
        "inline_xhtml": "parse",
        "parse_section": "parse",
        "moves": "pictures",
    },
)
