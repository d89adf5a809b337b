"""A small title with one of everything that an EPUB treats in its own way."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from isgpress.build.cover import set_cover
from isgpress.build.ebook import make_epub
from isgpress.build.job import Job
from isgpress.findings import Finding
from isgpress.manuscript import link, parse_section
from isgpress.model.rendered import PageMap
from isgpress.render import load_theme
from isgpress.sources import load_book, load_press
from isgpress.typeset import Typesetter
from isgpress.world import MemoryWorld

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
BOOK = """\
title: Ink & Paper
subtitle: Two Essays
kind: collection
language: en-GB
date: 2026-11-23
contributors:
  - {name: Ana Silva, role: editor, sort-name: "Silva, Ana"}
series: {title: Small Books, number: 3}
description: Two essays about ink.
subjects: {thema: [WCS], keywords: [printing]}
licence: CC-BY-4.0
editions:
  epub: {isbn: 978-0-00-000002-6}
  paperback: {isbn: 978-0-00-000001-9}
contents:
  front: [half-title, title-page, imprint, contents]
  body:
    - part: The Shop
      number: I
      chapters:
        - {chapter: ink.md, authors: [Jo Stone]}
        - paper.md
  back: [list-of-figures, index]
"""
INK = """\
# Of ink

Lampblack and oil.[^1] It is {index:ink}made in the *dépôt*{lang=fr}, see
[the paper](paper.md#rag) and {page:rag}. Code says `lang="fr"`.

/// figure | A pot of ink
    attrs: {id: pot}
![An open pot](images/pot.png)
credit: Our drawing
///

## Of oil

Linseed.

[^1]: Boiled, *not* burnt.
"""
PAPER = """\
# Of paper

## Rags {#rag}

All {index:ink}paper was {index:paper!of rags}rag, as {ref:pot} shows.
{index:ink}{index:ink|see also paper}
"""


@dataclass(frozen=True)
class Opened:
    """A finished EPUB, its files by name."""

    data: bytes
    findings: tuple[Finding, ...] = ()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """All files in the order of the archive."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        """Give a file's root element."""
        return etree.fromstring(self.files[f"EPUB/{name}"])

    def find(self, name: str, path: str) -> list[Any]:
        """Give what an XPath finds in a file."""
        found: list[Any] = self.xml(name).xpath(path, namespaces=NAMES)
        return found


def made(
    more: Mapping[str, bytes | str] | None = None,
    *,
    pages: PageMap | None = None,
    **changes: str,
) -> Opened:
    """Build the title's EPUB with ``more`` files by name, some of its own changed.

    ``pages`` is the page map of a print edition.
    """
    picture = io.BytesIO()
    Image.new("L", (40, 30), 0).save(picture, "PNG")
    files: dict[str, str | bytes] = {
        "press.yaml": "name: The Test Press\nplace: London\nurl: https://press.example\n",
        "books/ink/book.yaml": BOOK,
        "books/ink/ink.md": INK,
        "books/ink/paper.md": PAPER,
        "books/ink/images/pot.png": picture.getvalue(),
    }
    if press := changes.pop("press_yaml", ""):
        files["press.yaml"] = press
    files |= {f"books/ink/{name.replace('_', '.')}": text for name, text in changes.items()}
    files |= {
        posixpath.normpath(f"books/ink/{name}"): data for name, data in (more or {}).items()
    }
    world = MemoryWorld(files)
    press, _ = load_press(world)
    book, findings = load_book(world, press, "ink")
    assert book is not None, findings
    documents = [parse_section(world, book, s)[0] for s in book.sections if s.file]
    manuscript = link(book, tuple(d for d in documents if d))
    theme = load_theme(world, book.theme)
    job = Job(world, press, manuscript, theme, lambda _: None)
    with Typesetter(1) as typesetter:
        cover = set_cover(job, lambda: typesetter)
    result = make_epub(job, cover, pages)
    return Opened(result.data, result.findings)


@pytest.fixture(scope="session")
def opened() -> Opened:
    """Give the title's EPUB."""
    return made()
