"""The beginning of a chapter that is too long for an extract."""

from __future__ import annotations

from isgpress.build.shortened import shortened
from isgpress.manuscript import words
from tests.manuscript.conftest import read_book

CHAPTER = """\
# One

First paragraph, with a note.[^a] {index:Ink}Ink. [Later](#later).

## Kept

Second paragraph of some words.

## Later

Third.[^b] {index:Paper}Paper.

[^a]: A note that calls another.[^c]
[^b]: Lost.
[^c]: Found.
"""


def test_a_chapter_is_cut_after_whole_paragraphs() -> None:
    """No heading stands last; notes, targets and index are those of what is left."""
    manuscript, findings = read_book({"a.md": CHAPTER})
    cut = shortened(manuscript.documents[0], 12)

    assert not findings
    assert cut.body.endswith("of some words.</p></div>")
    assert [note.label for note in cut.notes] == ["1", "2"]
    assert [entry.term for entry in cut.index] == [("Ink",)]
    assert "a-later" not in " ".join(target.id for target in cut.targets)
    assert cut.words == len(words(cut.body)) + sum(len(words(n.xhtml)) for n in cut.notes)


def test_the_first_paragraph_stays() -> None:
    """However long it is; what has no second one is not cut within."""
    manuscript, _ = read_book({"a.md": CHAPTER})
    cut = shortened(manuscript.documents[0], 1)

    assert cut.body.count("<p ") == 1
