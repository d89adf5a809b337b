"""The beginning of a text, in whole paragraphs: what an extract shows of a long chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from isgpress.manuscript.words import words
from isgpress.model.manuscript import Document, Note

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ID = re.compile(r'\bid="([^"]*)"')
_SOURCE = re.compile(r'src="isg:file/([^"]*)"')


def shortened(document: Document, size: int) -> Document:
    """Give a document cut after the block in which its ``size``-th word stands.

    Whole blocks alone, a heading never the last; with the notes that are called in them.
    At least the first block.
    """
    root = etree.fromstring(document.body)
    room = size
    for block in list(root):
        if room <= 0:
            root.remove(block)
        room -= len(words(etree.tostring(block, encoding="unicode", with_tail=False)))
    while len(root) > 1 and root[-1].tag in _HEADINGS:
        root.remove(root[-1])
    body = etree.tostring(root, encoding="unicode")
    notes = tuple(_called(body, document.notes))
    kept = (body, *(n.xhtml for n in notes))
    ids = {document.section.slug, *(n.id for n in notes), *_ID.findall("".join(kept))}
    pictures = set(_SOURCE.findall("".join(kept)))
    return replace(
        document,
        body=body,
        notes=notes,
        targets=tuple(t for t in document.targets if t.id in ids),
        index=tuple(e for e in document.index if e.id in ids and (e.end_id or e.id) in ids),
        images=tuple(i for i in document.images if i.path in pictures),
        words=sum(len(words(text)) for text in kept),
    )


def _called(body: str, notes: tuple[Note, ...]) -> Iterator[Note]:
    """Give the notes that the text calls, and those that these call."""
    text = body
    for note in notes:
        if f'"{note.call_id}"' in text:
            text += note.xhtml
            yield note
