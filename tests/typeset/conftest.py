"""A small theme and sections of real HTML, for the typesetter's tests."""

from __future__ import annotations

import hashlib
import io
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import fontpkg
import pikepdf
import pytest

from isgpress.model.publication import Matter, Section, Trim
from isgpress.model.rendered import RenderedSection, Resource
from isgpress.typeset import Late, Typeset, Typesetter
from isgpress.typeset.assembly import Metadata, assemble

TRIM = Trim("b-format", 129, 198)
ABOUT = Metadata("The Union's Press", "en-GB", "2026-11", ("Ana Silva",), "A test", ("print",))
STYLE = """
@font-face { font-family: Body; src: url(isg:font/body.ttf) }
@page { size: 129mm 198mm; margin: 15mm 15mm 18mm 18mm }
@page :left { margin: 15mm 18mm 18mm 15mm;
  @bottom-left { content: counter(pages, isgtotal) counter(page, isgfolio) } }
@page :right { @bottom-right { content: counter(pages, isgtotal) counter(page, isgfolio) } }
html { font: 10.5pt/14pt Body; hyphens: auto; text-align: justify }
h1 { font-size: 16pt; line-height: 1.2; text-align: left; hyphens: none }
p { margin: 0; text-indent: 1em; widows: 2; orphans: 2 }
a { color: inherit; text-decoration: none }
img { image-rendering: crisp-edges }
.footnote { float: footnote; font-size: 8.5pt; line-height: 11pt }
.footnote::footnote-marker, .footnote::footnote-call { content: none }
.page-slot { display: inline-block; min-width: 1.6em; text-indent: 0; text-align: left }
.entry::before { content: "" }
"""
SENTENCE = (
    "The committee of the upper room decided that no pamphlet should be printed until the "
    "members had counted what was left of the paper, which nobody had done since the spring. "
)


@dataclass
class Press:
    """A folder with a theme; makes sections that use it."""

    folder: Path

    def resource(self, uri: str, path: Path, media_type: str) -> Resource:
        """List a file."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Resource(uri, path.name, media_type, str(path), digest)

    def theme(self, extra: str = "") -> tuple[Resource, ...]:
        """Write the theme's stylesheet; list its files."""
        style = self.folder / f"{hashlib.sha256(extra.encode()).hexdigest()[:8]}.css"
        style.write_text(STYLE + extra, encoding="utf-8")
        return (
            self.resource("isg:theme/book.css", style, "text/css"),
            self.resource("isg:font/body.ttf", fontpkg.path("EB Garamond"), "font/ttf"),
        )

    def section(  # noqa: PLR0913 (each has its default)
        self,
        slug: str,
        body: str,
        *,
        role: str = "chapter",
        folios: str = "decimal",
        starts_on: str = "recto",
        part: str = "",
        extra: str = "",
        resources: Sequence[Resource] = (),
    ) -> RenderedSection:
        """Make a section; ``body`` is the HTML in it."""
        matter = Matter.BODY if folios == "decimal" else Matter.FRONT
        html = (
            '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>x</title>'
            '<link rel="stylesheet" href="isg:theme/book.css"></head>'
            f'<body><section class="{role}" id="{slug}">{body}</section></body></html>'
        )
        return RenderedSection(
            slug,
            Section(role, matter, slug, file=f"books/b/{slug}.md", part=part),
            html,
            (*self.theme(extra), *resources),
            starts_on,
            folios,
        )


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """Give an empty folder for a theme and files."""
    return Press(tmp_path)


@pytest.fixture
def chapter(press: Press) -> Callable[..., RenderedSection]:
    """Make a chapter of so many paragraphs, with notes and references to the next."""
    return lambda number, paragraphs, **more: press.section(
        f"c{number}", chapter_html(number, paragraphs), **more
    )


def chapter_html(number: int, paragraphs: int) -> str:
    """Give a chapter's opening and text: a note in every second paragraph, a reference."""
    slug = f"c{number}"
    blocks = []
    for n in range(1, paragraphs + 1):
        call = (
            f'<a class="note-call" id="{slug}-nr-{n}" href="#{slug}-n-{n}">{n}</a>'
            f'<span class="footnote" id="{slug}-n-{n}"><span class="note-label">{n}</span> '
            f"Day book {number}.{n}, for the spring.</span>"
            if n % 2 == 0
            else ""
        )
        blocks.append(f"<p>Item {number}.{n}: {SENTENCE * 3}{call} So it was done.</p>")
    blocks.insert(
        paragraphs // 2,
        f'<h2 id="{slug}-h">Paper in chapter {number}</h2>'
        f'<p>See <a class="page-ref" href="#c1-h">page '
        f'<span class="page-slot" data-target="c1-h">000</span></a>.</p>',
    )
    heading = f'<p class="number">{number}</p><h1>Chapter {number}</h1>'
    opening = f'<header class="opening">{heading}</header>'
    return f'{opening}<div class="text">{"".join(blocks)}</div>'


def contents_html(numbers: Sequence[int]) -> str:
    """Give a contents page with a line for each chapter."""
    lines = "".join(
        f'<p class="entry"><a href="#c{n}">Chapter {n}</a> '
        f'<a class="folio-link" href="#c{n}"><span class="page-slot" data-target="c{n}">000'
        f"</span></a></p>"
        for n in numbers
    )
    return f'<h1>Contents</h1><div class="contents-list">{lines}</div>'


def book(press: Press, sizes: Sequence[int] = (5, 9, 14)) -> list[RenderedSection | Late]:
    """Give a contents page, chapters of so many paragraphs and a late index."""
    numbers = range(1, len(sizes) + 1)
    contents = press.section(
        "contents", contents_html(list(numbers)), role="contents", folios="lower-roman"
    )
    chapters = [
        press.section(f"c{n}", chapter_html(n, size))
        for n, size in zip(numbers, sizes, strict=True)
    ]
    index = press.section("index", "", role="index")

    def make_index(pages: object) -> RenderedSection:
        entries = "".join(
            f'<p class="term">paper {n}, <a href="#c{n}-h">{pages.folio_of(f"c{n}-h")}</a></p>'
            for n in numbers
        )
        html = index.html.replace("</section>", f"<h1>Index</h1>{entries}</section>")
        return replace(index, html=html)

    return [contents, *chapters, Late(index.section, make_index)]


def page_texts(pdf: bytes, folder: Path) -> list[str]:
    """Give the text of each page, by pdftotext."""
    path = folder / "pages.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


def set_book(press: Press, jobs: int = 2, sizes: Sequence[int] = (5, 9, 14)) -> Typeset:
    """Set the book of ``book``."""
    with Typesetter(jobs) as typesetter:
        return typesetter.run(book(press, sizes), TRIM)


@pytest.fixture(scope="module")
def module_press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Give a press for the whole module."""
    return Press(tmp_path_factory.mktemp("press"))


@pytest.fixture(scope="module")
def title(module_press: Press) -> Typeset:
    """Set a book: contents, three chapters, index."""
    return set_book(module_press)


@pytest.fixture(scope="module")
def screen(title: Typeset) -> bytes:
    """Its PDF for the screen."""
    return assemble(title, ABOUT, screen=True)


@pytest.fixture
def pdf(screen: bytes) -> pikepdf.Pdf:
    """Open the same."""
    return pikepdf.open(io.BytesIO(screen))
