"""Reads finished files back: the words that a reader would find in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]

from isgpress.manuscript.words import plain_words

# At a line's end PDFium gives U+FFFE for a hyphen that was typed; the engine's is U+2010.
_BROKEN = re.compile(r"(?<=\w)(?:[-\u2010\u00ad]\s*[\r\n]+\s*|\ufffe)")
_INSIDE = re.compile(r"(?<=\w)[-\u2010\u2011'\u2019\u00ad](?=\w)")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_BEGUN = re.compile(r"([^\W_]+)(?:[-\u2010]\s*(?:[\r\n]|$)|\ufffe)")
NEAR_HEAD = 30  # words from the top of a page, running head included


def bare_words(text: str) -> list[str]:
    """Give a text's words for counting: no case, marks, hyphens or apostrophes inside.

    Hyphens go since at the end of a printed line nobody can tell whether one was typed;
    combining marks since readers of PDF put them in different places.
    """
    text = unicodedata.normalize("NFKC", _INSIDE.sub("", _BROKEN.sub("", text)))
    return plain_words(_MARKS.sub("", text).casefold())


@dataclass(frozen=True, slots=True)
class Pages:
    """The words on a run of pages: counted, and as one string without anything between.

    ``broken`` are the words that begin at a line's end and may go on over the page.
    """

    counts: Counter[str]
    letters: str
    broken: frozenset[str]

    def lacks(self, words: Sequence[str]) -> set[str]:
        """Give the words that stand here less often than they should.

        A reader of PDF may see a gap inside a word (a raised letter, wide spacing), so
        what is not found as a word is looked for in the string.
        """
        wanted = Counter(words)
        return {
            word
            for word, count in wanted.items()
            if self.counts[word] < count
            and self.letters.count(word) < count
            and not (word in self.broken and self.counts[word] == count - 1)
        }


def read_pages(texts: Sequence[str]) -> Pages:
    """Give the words on pages, by their text as PDFium gives it."""
    pages = [bare_words(text) for text in texts]
    words = [word for page in pages for word in page]
    broken = {
        begun + goes_on
        for text, following in zip(texts, pages[1:], strict=False)
        for begun in map(str.casefold, _BEGUN.findall(text))
        for goes_on in following[:NEAR_HEAD]
    }
    return Pages(Counter(words), "".join(words), frozenset(broken))


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that must stand on pages of a PDF: ``pages`` count from 0, in reading order."""

    name: str
    text: str
    pages: tuple[int, ...]


def missing(data: bytes, passages: Sequence[Passage]) -> dict[str, frozenset[str]]:
    """Read a PDF; give the words of each passage that its pages lack, by its name.

    Passages that lack nothing are left out.
    """
    lost = {}
    with pypdfium2.PdfDocument(data) as document:
        for passage in passages:
            texts = [document[n].get_textpage().get_text_range() for n in passage.pages]
            if lacks := read_pages(texts).lacks(bare_words(passage.text)):
                lost[passage.name] = frozenset(lacks)
    return lost
