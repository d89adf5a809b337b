"""A small periodical: a grid, a theme, articles of counted paragraphs, canvases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from isgpress.model.composition import (
    Area,
    FitBounds,
    Flatplan,
    Grid,
    Piece,
    Placement,
    PlannedPage,
    Rect,
)
from isgpress.model.publication import Matter, Section, Trim
from isgpress.model.rendered import RenderedSection, Resource
from tests.typeset.conftest import SENTENCE, Press

TRIM = Trim("a4", 210, 297)
GRID = Grid(TRIM, head=20, inner=16, outer=18, units=6, gutter=5, leading=12, lines=58)
WHOLE = Rect(0, 0, 6, 58)
STYLE = """
@font-face { font-family: Body; src: url(isg:font/body.ttf) }
:root { --line: 12pt }
html { font: 9.5pt/12pt Body; hyphens: auto; text-align: justify }
p { margin: 0; text-indent: 1em; widows: 2; orphans: 2 }
a { color: inherit; text-decoration: none }
h1 { font-size: 30pt; line-height: 36pt; margin: 0; text-align: left; hyphens: none }
h2 { font-size: 9.5pt; line-height: 12pt; margin: 12pt 0 0; break-after: avoid }
.kicker, .standfirst, .byline { text-indent: 0; line-height: 12pt; text-align: left }
figure { margin: 0 }
.picture { height: 120pt; overflow: hidden }
.picture img { width: 100%; height: 100%; object-fit: cover; display: block }
figcaption { line-height: 12pt; text-align: left; hyphens: none }
.text > figure { margin: 12pt 0 0; break-inside: avoid }
.pull-quote { break-inside: avoid; margin: 12pt 0; font-size: 14pt; line-height: 24pt }
.footnote { float: footnote; font-size: 8pt; line-height: 12pt }
.footnote::footnote-marker { content: none }
.footnote::footnote-call { content: none; line-height: 0; vertical-align: baseline }
@page { @footnote { margin-top: 12pt } }
.jump-to, .jump-title, .jump-from { text-indent: 0; text-align: right; line-height: 12pt }
.page-slot { display: inline-block; min-width: 1.6em; text-indent: 0; text-align: left }
.advert { height: 100%; border: 1pt solid #000; box-sizing: border-box }
"""
CANVAS = "@page { size: 210mm 297mm; margin: 0 } .foot { position: absolute; bottom: 10mm }"


def resources(press: Press) -> tuple[Resource, ...]:
    """Write the theme's style sheet and a picture; list them with the font."""
    style, canvas = press.folder / "issue.css", press.folder / "canvas.css"
    style.write_text(STYLE, encoding="utf-8")
    canvas.write_text(STYLE + CANVAS, encoding="utf-8")
    picture = press.folder / "p.png"
    Image.new("L", (300, 200), 128).save(picture)
    return (
        press.theme()[1],
        press.resource("isg:theme/issue.css", style, "text/css"),
        press.resource("isg:theme/canvas.css", canvas, "text/css"),
        press.resource("isg:file/p.png", picture, "image/png"),
    )


def head(slug: str, units: int = 6, more: str = "") -> str:
    """Give an article's head block."""
    return (
        f'<header class="head" id="{slug}" data-units="{units}"><p class="kicker">Kicker</p>'
        f'<h1 class="headline">Article {slug}</h1>'
        f'<p class="standfirst">What {slug} is about.</p>{more}</header>'
    )


def paragraphs(slug: str, count: int, sentences: int = 3) -> str:
    """Give paragraphs that say their number; each carries its line."""
    return "".join(
        f'<p id="{slug}-p-{n}" data-line="{n * 2}">Item {slug}.{n}: {SENTENCE * sentences}</p>'
        for n in range(1, count + 1)
    )


def varied(slug: str, count: int) -> str:
    """Give paragraphs of different lengths, so that few break alike."""
    words = (SENTENCE * 4).split()
    cut = [words[n % 7 : 60 + 5 * (n % 8)] for n in range(count)]
    return "".join(
        f'<p data-line="{n}">{slug} {" ".join(w)}.</p>' for n, w in enumerate(cut, 1)
    )


def figure(units: int, name: str = "", place: str = "head") -> str:
    """Give a picture of so many units with its caption."""
    kind = "figure wide float" if name == "opening" else "figure wide"
    return (
        f'<figure class="{kind}" data-units="{units}" data-place="{place}"><div '
        f'class="picture" style="height:42.333mm"><img src="isg:file/p.png" alt="A press">'
        f"</div><figcaption>Caption of {name or 'a figure'}.</figcaption></figure>"
    )


def small_figure(lines: int) -> str:
    """Give a picture one column wide, so many lines deep, with a caption of one line."""
    return (
        f'<figure class="figure"><div class="picture" style="height:{lines * 12}pt">'
        '<img src="isg:file/p.png" alt="A press"></div>'
        "<figcaption>Caption.</figcaption></figure>"
    )


def jumps(slug: str, page: int, to: int) -> str:
    """Give the lines that an article which jumps once needs."""
    return (
        '<template class="jumps">'
        f'<p class="jump-to" data-part="0"><a href="#{slug}-part-1">continued on page {to}</a>'
        f'</p><header class="jump-head" data-part="1" id="{slug}-part-1">'
        f'<p class="jump-title">More of {slug}</p><p class="jump-from">'
        f'<a href="#{slug}">from page {page}</a></p></header></template>'
    )


def piece(  # noqa: PLR0913 (each has its default)
    press: Press,
    slug: str,
    text: str,
    areas: Sequence[Area],
    *,
    before: str = "",
    after: str = "",
    columns: int = 2,
    flows: bool = True,
    bounds: FitBounds | None = None,
) -> Piece:
    """Make a piece of ``text``; without ``flows`` it is all that its box holds."""
    inner = f'{before}<div class="text">{text}</div>{after}' if flows else text
    html = (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>x</title>'
        f'<link rel="stylesheet" href="isg:theme/issue.css"></head><body>{inner}</body></html>'
    )
    section = Section("chapter", Matter.BODY, slug, file=f"issues/n/{slug}.md")
    return Piece(
        slug,
        section,
        html,
        tuple(areas),
        column_units=columns,
        flows=flows,
        bounds=bounds or FitBounds(),
        resources=resources(press),
    )


def flatplan(pieces: Sequence[Piece], pages: int) -> Flatplan:
    """Give the plan in which the pieces have the areas that they have."""
    planned = [PlannedPage(n, "full") for n in range(1, pages + 1)]
    for one in pieces:
        for part, area in enumerate(one.areas):
            page = planned[area.page - 1]
            place = Placement(one.slug, area, part, len(one.areas))
            planned[area.page - 1] = replace(page, placements=(*page.placements, place))
    return Flatplan(GRID, tuple(planned))


def canvas(press: Press, number: int) -> RenderedSection:
    """Make a page's canvas: its running foot and folio."""
    slug = f"page-{number}"
    html = (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>x</title>'
        '<link rel="stylesheet" href="isg:theme/canvas.css"></head>'
        f'<body><p class="foot">The Quarterly, folio {number}</p></body></html>'
    )
    section = Section("chapter", Matter.BODY, slug, file="issues/n/issue.yaml")
    return RenderedSection(slug, section, html, resources(press), starts_on="any")


def canvases(press: Press, pages: int) -> list[RenderedSection]:
    """Make the canvases of so many pages."""
    return [canvas(press, n) for n in range(1, pages + 1)]
