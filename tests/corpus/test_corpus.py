"""Real works: nothing of them may be lost on the way to EPUB and PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lxml import etree

    from .conftest import Built

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""' + "''''" + '""')
INVISIBLE = re.compile("[\u00ad\u2060\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def flat(text: str) -> str:
    """Give a text with plain spaces and quotes, as facts.json says to compare."""
    text = re.sub(r"(?<=\w)(?:\u00ad|-|\u2010)\s*\n\s*", "", text)
    text = INVISIBLE.sub("", text).translate(QUOTES)
    return re.sub(r"\s+", " ", text)


def letters(text: str) -> str:
    """Give a text without spaces, hyphens and what is not seen."""
    return re.sub(r"[\s\-\u2010\u2011]+", "", INVISIBLE.sub("", text).translate(QUOTES))


def without_folio(page: str) -> str:
    """Give a page's text without the running head and the folio, above or below it."""
    lines = [line for line in page.splitlines() if line.strip()]
    number = re.compile(r"(?:^|\s)(?:\d+|[ivxlc]+)(?:\s|$)")
    if lines and number.search(lines[0]):
        return "\n".join(lines[1:])
    return "\n".join(lines[:-1] if lines and number.search(lines[-1]) else lines)


def text_of(element: etree._Element) -> str:
    """Give an element's text, blocks and cells apart."""
    for child in element.iter(
        f"{XHTML}p", f"{XHTML}td", f"{XHTML}th", f"{XHTML}li", f"{XHTML}br"
    ):
        child.tail = f"\n{child.tail or ''}"
    return "".join(element.itertext())


def everything(built: Built) -> str:
    """Give the text of the whole EPUB."""
    return "\n".join(text_of(root) for root in built.chapters.values())


def count(built: Built, path: str) -> int:
    """Count elements in all chapters that the contents list gives as files."""
    return sum(len(root.findall(f".//{path}")) for root in built.chapters.values())


def test_odd_strings_survive_in_the_epub(built: Built) -> None:
    """Every odd string of the work stands in the EPUB as it was."""
    text = flat(everything(built))
    lost = [s["string"] for s in built.facts["must_survive"] if flat(s["string"]) not in text]

    assert lost == []


def test_odd_strings_survive_in_the_pdf(built: Built) -> None:
    """Every odd string of the work stands on the pages, at most broken over two of them."""
    whole = "".join(letters(without_folio(page)) for page in built.pages)
    lost = [
        s["string"] for s in built.facts["must_survive"] if letters(s["string"]) not in whole
    ]

    assert lost == []


def test_every_file_begins_and_ends_in_the_epub_as_in_the_source(built: Built) -> None:
    """The first and last words of each file are in the EPUB."""
    text = letters(everything(built)).replace("_", "")
    ends = [
        end.removeprefix(file["title"])  # authors may be named below it
        for file in built.facts["per_file"]
        for end in (file["first"], file["last"])
    ]
    lost = [end for end in ends if letters(end).replace("_", "") not in text]

    assert lost == []


def test_every_note_picture_and_table_is_there(built: Built) -> None:
    """Notes, pictures, captions, tables, rows and quotations are as many as in the source."""
    facts = built.facts
    notes = [
        e
        for root in built.chapters.values()
        for e in root.iter(f"{XHTML}aside", f"{XHTML}li", f"{XHTML}div")
        if e.get(EPUB_TYPE) == "footnote"
    ]
    pictures = {
        e.get("src")
        for href, root in built.chapters.items()
        if href != "text/cover.xhtml"
        for e in root.iter(f"{XHTML}img")
    }

    assert len(notes) == facts["footnotes"]
    assert len(pictures) == facts["images"]
    assert count(built, f"{XHTML}figcaption") == facts["captions"]
    assert count(built, f"{XHTML}table") == facts["tables"]
    # A table without a header has an empty one in the source, which goes.
    assert facts["table_rows"] - facts["tables"] <= count(built, f"{XHTML}tr")
    assert count(built, f"{XHTML}pre") == facts["code_blocks"]


def test_emphasis_and_languages_are_there(built: Built) -> None:
    """Emphasised words and words of other languages are marked as often as in the source.

    One may be less: `the _ethos _of` is an author's slip, and stands as it was typed.
    """
    marked = sum(
        1
        for root in built.chapters.values()
        for e in root.iterfind(f".//{XHTML}div[@class='text']//*[@lang]")
    )

    assert count(built, f"{XHTML}em") >= built.facts["emphasis"] - 1
    assert count(built, f"{XHTML}strong") >= built.facts["strong"]
    assert marked >= sum(built.facts["languages_marked"].values())


def test_links_between_chapters_lead_somewhere(built: Built) -> None:
    """Every link inside the EPUB has its target, and none was dropped."""
    ids = {
        (href.rpartition("/")[2], e.get("id"))
        for href, root in built.chapters.items()
        for e in root.iter()
        if e.get("id")
    }
    files = {href.rpartition("/")[2] for href in built.chapters}
    links = [
        (href.rpartition("/")[2], a.get("href"))
        for href, root in built.chapters.items()
        for a in root.iter(f"{XHTML}a")
        if a.get("href") and not re.match(r"[a-z]+:", a.get("href"))
    ]
    dead = []
    for file, link in links:
        path, _, fragment = link.partition("#")
        target = path.rpartition("/")[2] or file
        if target not in files or (fragment and (target, fragment) not in ids):
            dead.append((file, link))

    assert dead == []
    assert len(links) >= built.facts["internal_links"]
