"""A section's text as an EPUB wants it: addresses of files, notes in the same file.

The manuscript's XHTML keeps to a closed vocabulary (docs/vocabulary.md), so it is changed
as text: a book of 100,000 words takes a few hundredths of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from isgpress.model.manuscript import Document, Manuscript, Note
from isgpress.render.formulas import with_mathml

# attributes are looked for in tags alone: code in the text may look the same
_TAG = r"(<[a-z][^<>]*?)"
_ID = re.compile(_TAG + r'\sid="([^"]+)"')
_LINK = re.compile(_TAG + r'\shref="#([^"]+)"')
_SOURCE_LINE = re.compile(_TAG + r'\sdata-(?:line|near)="\d+"')
_LANG = re.compile(_TAG + r'\slang="([^"]*)"')
_CALL = re.compile(r'<a class="(note-call[^"]*)"')
_PICTURE = re.compile(_TAG + r'\ssrc="isg:file/([^"]+)"')
_ASIDE = re.compile(r'<aside class="(box|pull-quote)\b')
# not left to be landmarks: several without a name would stand in one chapter
_ASIDES = {
    "box": 'role="note"',
    "pull-quote": 'epub:type="pullquote" role="doc-pullquote"',
}
_HEADING_OR_MARK = re.compile(
    r'<h[2-6][^>]*?\sid="([^"]+)"|<span class="index-mark" id="([^"]+)"'
)
_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")


@dataclass(frozen=True)
class Addresses:
    """Where every id of a title stands: id to file, relative to the package's folder."""

    files: Mapping[str, str]

    def of(self, target: str, here: str) -> str:
        """Give the address of an id for a link in the file ``here``."""
        file = self.files.get(target, here)
        if file == here:
            return f"#{target}"
        bare = file if "/" not in here else file.rpartition("/")[2]
        return bare if self.files.get(f"file:{file}") == target else f"{bare}#{target}"


def addresses(manuscript: Manuscript, files: Mapping[str, str]) -> Addresses:
    """Give the addresses of all ids; ``files`` is the file of each section by slug."""
    found: dict[str, str] = {}
    for document in manuscript.documents:
        file = files.get(document.section.slug)
        if file is None:
            continue
        texts = [document.body, *(note.xhtml for note in document.notes)]
        for text in texts:
            found |= dict.fromkeys((m[1] for m in _ID.findall(text)), file)
        found |= dict.fromkeys((note.id for note in document.notes), file)
    found |= files
    # a link to a section as a whole needs no fragment
    return Addresses(found | {f"file:{file}": slug for slug, file in files.items()})


def under_headings(document: Document) -> dict[str, str]:
    """Give the id of the heading under which each index mark of a section stands.

    It is empty before the first heading, and in notes. Headings of blocks do not count.
    """
    headings = {t.id for t in document.targets if t.kind == "heading"}
    found: dict[str, str] = {}
    here = ""
    for title, mark in _HEADING_OR_MARK.findall(document.body):
        if title in headings:
            here = title
        elif mark:
            found[mark] = here
    notes = "".join(note.xhtml for note in document.notes) + document.heading
    return found | {mark: "" for _, mark in _HEADING_OR_MARK.findall(notes) if mark}


def flowing(
    document: Document, file: str, where: Addresses, pictures: Mapping[str, str]
) -> tuple[str, tuple[Note, ...]]:
    """Give a section's body and notes for the EPUB's file ``file``.

    ``pictures`` is the file name of each picture by its path in the press. Each note
    begins with a link back to its call.
    """

    def change(text: str) -> str:
        return _changed(text, file, where, pictures)

    notes = tuple(
        replace(note, xhtml=_with_way_back(change(note.xhtml), note)) for note in document.notes
    )
    return change(document.body), notes


def heading(document: Document, file: str, where: Addresses) -> str:
    """Give a section's heading, with its links, for the EPUB's file ``file``."""
    return _changed(document.heading, file, where, {})


def _changed(text: str, file: str, where: Addresses, pictures: Mapping[str, str]) -> str:
    text = with_mathml(_SOURCE_LINE.sub(r"\1", text))
    if "href=" in text:
        text = _LINK.sub(lambda m: f'{m[1]} href="{where.of(m[2], file)}"', text)
        text = _CALL.sub(r'<a class="\1" epub:type="noteref" role="doc-noteref"', text)
    if "<aside" in text:
        text = _ASIDE.sub(lambda m: f'<aside {_ASIDES[m[1]]} class="{m[1]}', text)
    if "lang=" in text:
        text = _LANG.sub(r'\1 lang="\2" xml:lang="\2"', text)
    if "isg:file/" in text:
        text = _PICTURE.sub(lambda m: f'{m[1]} src="../images/{escape(pictures[m[2]])}"', text)
    return text


def _with_way_back(xhtml: str, note: Note) -> str:
    link = (
        f'<a class="note-label" href="#{note.call_id}" role="doc-backlink">'
        f"{escape(note.label)}</a> "
    )
    first = _FIRST_PARAGRAPH.match(xhtml)
    if first:
        return xhtml[: first.end()] + link + xhtml[first.end() :]
    return f"<p>{link.strip()}</p>{xhtml}"


def file_names(paths: Iterable[str], kept: Iterable[str] = ()) -> dict[str, str]:
    """Give each picture a file name of its own, of letters that every reader takes.

    The names ``kept`` are for others.
    """
    names: dict[str, str] = {}
    taken = {name.lower() for name in kept}
    for path in dict.fromkeys(paths):
        stem, dot, ending = path.rpartition("/")[2].rpartition(".")
        bare = re.sub(r"[^A-Za-z0-9_-]+", "-", stem if dot else ending).strip("-") or "picture"
        ending = ending.lower() if dot else ""
        name = _free(lambda n, b=bare, e=ending: f"{b}{n}.{e}", taken)  # type: ignore[misc]
        taken.add(name.lower())
        names[path] = name
    return names


def _free(make: Callable[[str], str], taken: set[str]) -> str:
    number, name = 1, make("")
    while name.lower() in taken:
        number += 1
        name = make(f"-{number}")
    return name
