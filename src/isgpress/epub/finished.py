"""Reads a finished EPUB back: the text of each section, without what isgpress adds."""

from __future__ import annotations

import io
import re
import zipfile

TEXT, NOTES = '<div class="text">', '<section class="chapter-notes"'
_LABEL = re.compile(r'<a class="note-label".*?</a>', re.DOTALL)
_END = re.compile(r'<footer class="article-end">.*?</footer>', re.DOTALL)
_HEADING = re.compile(r"<h2>.*?</h2>", re.DOTALL)


def section_texts(data: bytes) -> dict[str, str]:
    """Give the XHTML of each section's text and notes by the section's slug.

    Sections that are made from metadata alone are left out.
    """
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("EPUB/text/") and name.endswith(".xhtml"):
                text = _END.sub("", archive.read(name).decode())
                if TEXT in text:
                    slug = name.removeprefix("EPUB/text/").removesuffix(".xhtml")
                    found[slug] = _text(text[text.index(TEXT) : text.rindex("</section>")])
    return found


def _text(page: str) -> str:
    body, mark, notes = page.rpartition(NOTES)
    if not mark:
        return page
    return body + "<div>" + _LABEL.sub("", _HEADING.sub("", notes.partition(">")[2], 1))
