"""Reads finished files back: the words that a reader would find in them."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pypdfium2
from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
APART = frozenset({"note-label", "note-back", "note-call", "page-ref", "source-page"})

# At a line's end PDFium gives U+FFFE for a hyphen that was typed; the engine's is U+2010.
_BROKEN = re.compile(r"(?<=\w)(?:[-\u2010\u00ad]\s*[\r\n]+\s*|\ufffe)")
_FRAGMENT = re.compile(r"(\w+)[-\u2010]\s*$")
_HYPHENS = re.compile(r"(?<=\w)[-\u2010\u2011'\u2019\u2018\u00ad](?=\w)")
_RUN = re.compile(r"[^\W_]+")


def bare_words(text: str) -> list[str]:
    """Give a text's words for counting: no case, no hyphens or apostrophes inside.

    Hyphens go since at the end of a printed line nobody can tell whether one was typed.
    """
    text = unicodedata.normalize("NFKC", _HYPHENS.sub("", _BROKEN.sub("", text)))
    return _RUN.findall(text.casefold())


def pdf_pages(data: bytes, first: int = 0, end: int | None = None) -> list[str]:
    """Give the text of a PDF's pages from ``first`` up to ``end``, as PDFium reads it."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            document[number].get_textpage().get_text_range()
            for number in range(first, len(document) if end is None else end)
        ]


def words_on(pages: Sequence[str]) -> Counter[str]:
    """Count the words on a run of pages; also those that are broken over two of them."""
    found = Counter[str]()
    for page, following in zip(pages, [*pages[1:], ""], strict=True):
        words = bare_words(page)
        found.update(words)
        fragments = [m[1].casefold() for line in page.splitlines() if (m := _FRAGMENT.search(line))]
        # Where on the next page the word goes on is not known: below the running head.
        heads = bare_words(following)[:24] if fragments else []
        found.update({f"{a}{b}" for a in fragments for b in heads})
    return found
