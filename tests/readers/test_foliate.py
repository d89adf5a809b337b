"""The samples' EPUBs in foliate-js in Chromium: small and light, large and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.readers.conftest import LARGE, LIGHT, XHTML

if TYPE_CHECKING:
    from tests.readers.conftest import Reading

pytestmark = [pytest.mark.slow, pytest.mark.validators]

SEEN = 40  # of 255: how much lighter than the paper a drawing must be to be seen


def letters(text: str) -> str:
    """Give the letters and figures of a text."""
    return re.sub(r"[\W_]+", "", text)


def followed(reading: Reading, what: str) -> list[list[Any]]:
    """Give where the links of one kind led, for each reader that followed them."""
    seen = [seen[what] for seen in reading.seen.values() if seen["followed"]]
    assert seen
    return seen


def test_the_book_opens_without_complaint(reading: Reading, reader: str) -> None:
    """The engine finds every file, says nothing in its console and asks the net for nothing."""
    seen = reading.seen[reader]

    assert seen["said"] == []
    assert [file["file"] for file in seen["files"]] == list(reading.epub.spine)
    for file in seen["files"]:
        body = reading.epub.spine[file["file"]].find("h:body", XHTML)
        assert letters(file["text"]) == letters("".join(body.itertext()))


def test_nothing_is_cut_off_or_faint(reading: Reading, reader: str) -> None:
    """No word or picture runs over the edge of a screen; text stands out from the paper."""
    for file in reading.seen[reader]["files"]:
        assert (file["file"], file["cut"], file["faint"]) == (file["file"], [], [])


def test_the_reader_has_the_say_in_size_and_colour(reading: Reading) -> None:
    """Type grows as it is asked to; the paper is dark where the reader wants it dark."""
    light, large = reading.seen[LIGHT], reading.seen[LARGE]

    assert large["size"] == pytest.approx(1.8 * light["size"])
    assert {tuple(file["paper"]) for file in light["files"]} == {(255, 255, 255)}
    assert all(max(file["paper"]) < 64 for file in large["files"])


def test_pages_turn_to_the_end_and_back(walk: Reading, reader: str) -> None:
    """Screen after screen shows the whole text, in order; the way back shows the same."""
    seen = walk.seen[reader]
    forward, back = seen["forward"], seen["back"]

    assert back == forward[::-1]
    for file in seen["files"]:
        shown = "".join(s["text"] for s in forward if s["file"] == file["file"])
        if file["file"] == "EPUB/nav.xhtml":  # the page list is in it, and hidden
            for _, words, _ in walk.epub.contents:
                assert letters(words) in letters(shown)
        else:
            assert letters(shown) == letters(file["text"])
    if reader == LARGE:
        assert len(forward) > len(walk.seen[LIGHT]["forward"])


def test_the_contents_lead_to_their_headings(reading: Reading) -> None:
    """Every entry brings a heading to the screen that says the same."""
    listed = [words for _, words, leads in reading.epub.contents if leads]
    assert len(listed) > 1
    for entries in followed(reading, "contents"):
        for entry, words in zip(entries, listed, strict=True):
            at = entry["at"]
            assert (at["found"], at["headingShown"]) == (True, True), words
            assert letters(at["heading"]) == letters(words)


def test_the_page_list_leads_to_the_pages(reading: Reading) -> None:
    """Every page brings its first word to the screen, and the reader says that page or later.

    Where a screen holds several printed pages, readers name the last one.
    """
    for pages in followed(reading, "pages"):
        labels = [page["label"] for page in pages]
        for number, page in enumerate(pages):
            at = page["at"]
            assert at["found"], page["label"]
            assert at["wordShown"] or not at["word"], page["label"]
            assert at["label"] in labels[number:], page["label"]


def test_notes_open_over_the_text(reading: Reading) -> None:
    """A click on a call opens a window with the words of its note, and no others."""
    notes = list(reading.epub.notes)
    for seen in followed(reading, "notes"):
        for note, (_, call, words) in zip(seen, notes, strict=True):
            assert (note["id"], note["type"]) == (call, "footnote")
            assert letters(note["text"]) == letters(note["call"] + words), call


def test_pictures_can_be_seen_in_the_dark(reading: Reading) -> None:
    """No drawing is black on black: each has a light ground or light lines."""
    pictures = [p for p in reading.seen[LARGE]["pictures"] if p["tag"] == "img"]
    paper = max(reading.seen[LARGE]["files"][0]["paper"])

    assert pictures
    for picture in pictures:
        with Image.open(picture["path"]) as image:
            tones = image.convert("L").histogram()
        assert sum(tones[paper + SEEN :]) > sum(tones) / 100, picture
