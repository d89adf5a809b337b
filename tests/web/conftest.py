"""A small issue and a small book with one of everything that web pages treat in their way."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from isgpress.build.job import Job
from isgpress.build.website import make_website
from isgpress.findings import Finding
from isgpress.manuscript import link, parse_section
from isgpress.render import load_theme
from isgpress.sources import load_press, load_title
from isgpress.store import store_of
from isgpress.world import MemoryWorld

PRESS = """\
name: The Test Press
place: London
url: https://press.example
periodicals:
  gazette:
    title: The Gazette
    subtitle: For *those* who print
    issn: 9999-0008
    frequency: quarterly
    theme: paperback
    numbering: "No. {number}"
    language: en-GB
    url: https://gazette.example
    imprint: [Edited by **A. Tympan**]
    contact: [post@gazette.example]
"""
ISSUE = """\
periodical: gazette
volume: 3
number: 12
date: 2027-spring
title: Rags & riches
description: A number about paper.
licence: CC-BY-SA-4.0
rights: © 2027 The Test Press
theme: paperback
cover:
  image: images/cover.png
  alt: A heap of rags
  credit: Photograph of the house
  lines:
    - {text: Where paper *came* from, below: Rags, article: 02-rags}
    - {text: And letters}
contents:
  - cover
  - {contents: }
  - {advert: images/union.svg, alt: Join the union}
  - section: Features
    articles: [02-rags.md, 03-type.md]
  - {letters: 09-letters.md}
  - {subscription-form: }
"""
RAGS = """\
---
kicker: Paper
headline: All paper was rags
standfirst: It came on the *backs* of the poor
authors: [Ana Silva, Jo Stone]
dateline: Dartford
about: "**Ana Silva** makes paper."
picture: {image: images/mill.png, alt: A mill, caption: The mill, credit: "Drawing: J. S."}
---
Rags were boiled.[^1] See [type](03-type.md#case), [the letters](09-letters.md)
and [a museum](https://museum.example/?a=1&b=2).

## The vat

A word in French, *chiffon*{lang=fr}.

/// figure | A vat
src: images/vat.svg
alt: A vat with two poles
credit: Our drawing
id: vat
///

| one | two | three | four |
|---|---|---|---|
| a | b | c | d |

/// pull-quote
Rags were boiled.
///

Again the same note.[^2]

[^1]: In *lye*.
[^2]: Not long.
"""
FILES = {
    "issues/gazette-12/02-rags.md": RAGS,
    "issues/gazette-12/03-type.md": "---\nheadline: Type\nauthors: [Lu Xun]\n"
    "licence: CC-BY-4.0\n---\n"
    "Type is metal & <em>hard</em>.\n\n## The case {#case}\n\nUpper, lower.\n",
    "issues/gazette-12/09-letters.md": "---\nheadline: Lettres\nlanguage: fr\n---\n"
    "Monsieur, non.[^1]\n\n[^1]: Oui.\n",
    "issues/gazette-12/images/vat.svg": '<svg xmlns="http://www.w3.org/2000/svg" '
    'viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>',
    "issues/gazette-12/images/union.svg": '<svg xmlns="http://www.w3.org/2000/svg" '
    'viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
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
licence: CC-BY-4.0
editions:
  web: {isbn: 978-0-00-000002-6, url: "https://ink.example/book/"}
contents:
  front: [half-title, title-page, imprint, {dedication: To the boy}, contents, list-of-figures]
  body:
    - part: The Shop
      number: I
      chapters:
        - {chapter: 01-ink.md, authors: [Jo Stone]}
        - 02-paper.md
  back: [notes, index, about-the-authors]
"""
INK = """\
# Of ink

Lampblack and oil.[^1] It is {index:ink}made, see [the paper](02-paper.md#rag) and {page:rag}.

/// figure | A pot of ink
src: images/pot.png
alt: An open pot
id: pot
///

## Of oil

Linseed.

[^1]: Boiled, *not* burnt.
"""
PAPER = """\
# Of paper

## Rags {#rag}

All [p. 7]{.source-page} {index:ink}paper was {index:paper!of rags}rag, as {ref:pot} shows.
"""


@dataclass(frozen=True)
class Made:
    """A finished web edition, its files by path."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    @cached_property
    def pages(self) -> dict[str, Any]:
        """The root element of each page by its file."""
        found = {n: d for n, d in self.files.items() if n.endswith(".html")}
        return {n: html.document_fromstring(d.decode()) for n, d in found.items()}

    def data(self, name: str) -> Any:
        """Give the JSON-LD of a page."""
        [script] = self.pages[name].xpath("//script")
        return json.loads(script.text)

    def text(self, name: str, path: str) -> list[str]:
        """Give the text of what an XPath finds on a page."""
        found = self.pages[name].xpath(path)
        return [" ".join(e.text_content().split()) for e in found]


def png(width: int, height: int, colour: str = "brown") -> bytes:
    """Give a picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def job(slug: str, changes: Mapping[str, str | bytes] | None = None) -> Job:
    """Read one of the titles, with some files changed."""
    files: dict[str, str | bytes] = {
        "press.yaml": PRESS,
        "issues/gazette-12/issue.yaml": ISSUE,
        **FILES,
        "issues/gazette-12/images/mill.png": png(90, 60),
        "issues/gazette-12/images/cover.png": png(300, 400),
        "books/ink/book.yaml": BOOK,
        "books/ink/01-ink.md": INK,
        "books/ink/02-paper.md": PAPER,
        "books/ink/images/pot.png": png(40, 30),
        **(changes or {}),
    }
    world = MemoryWorld(files)
    press, _ = load_press(world)
    title, findings = load_title(world, press, slug)
    assert title is not None, findings
    parsed = [parse_section(world, title, s) for s in title.sections if s.file]
    manuscript = link(title, tuple(d for d, _ in parsed if d))
    wrong = [f for _, found in parsed for f in found] + [*manuscript.findings]
    assert [f.message for f in wrong] == []
    theme = load_theme(world, title.theme)
    return Job(world, press, manuscript, theme, lambda _: None, store_of(Path()))


def made(slug: str, changes: Mapping[str, str | bytes] | None = None) -> Made:
    """Make the web edition of one of the titles, with some files changed."""
    site = make_website(job(slug, changes))
    return Made(site.files, site.findings)


def without_address(text: str) -> str:
    """Leave out every web address from a YAML file."""
    return re.sub(r"^\s*url:.*\n", "", text, flags=re.MULTILINE)


@pytest.fixture(scope="session")
def issue() -> Made:
    """Give the issue's web edition."""
    return made("gazette-12")


@pytest.fixture(scope="session")
def book() -> Made:
    """Give the book's web edition."""
    return made("ink")
