"""Formulas in an e-book and on paper: MathML, drawings, and what cannot be read."""

from __future__ import annotations

import pytest

from isgpress.manuscript import link, parse_section
from isgpress.model.manuscript import Manuscript
from isgpress.render import load_theme, render_print
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld
from tests.epub.conftest import BOOK, INK, PAPER, made

TEXT = (
    PAPER + "\nFor $`w`$ shillings, $5 and $10, it is $`\\frac{w}{h}`$ an hour.[^sum]\n\n"
    "[^sum]: That is $`E = mc^2`$.\n\n"
    "```math\n\\bar{w} = \\frac{1}{n}\n\\sum_{i=1}^{n} w_i\n```\n"
)
MATH = "{http://www.w3.org/1998/Math/MathML}"


def manuscript(text: str) -> tuple[MemoryWorld, Manuscript]:
    """Give the title with this text as its second chapter."""
    world = MemoryWorld(
        {
            "press.yaml": "name: The Test Press\n",
            "books/ink/book.yaml": BOOK,
            "books/ink/ink.md": INK,
            "books/ink/paper.md": text,
        }
    )
    press, _ = load_press(world)
    book, _ = load_book(world, press, "ink")
    assert book is not None
    parsed = [parse_section(world, book, s) for s in book.sections if s.file]
    found = [f for _, findings in parsed for f in findings]
    linked = link(book, tuple(d for d, _ in parsed))
    return world, Manuscript(linked.publication, linked.documents, tuple(found))


def test_an_e_book_has_mathml() -> None:
    """In the line, in a note, on lines of its own; its TeX is the alternative text."""
    opened = made(paper_md=TEXT)
    found = opened.find("text/paper.xhtml", "//*[local-name()='math']")

    assert [(m.get("alttext"), m.get("display")) for m in found] == [
        ("w", "inline"),
        (r"\frac{w}{h}", "inline"),
        (r"\bar{w} = \frac{1}{n} \sum_{i=1}^{n} w_i", "block"),
        ("E = mc^2", "inline"),
    ]
    assert all(m.tag == f"{MATH}math" for m in found)
    words = " ".join(opened.find("text/paper.xhtml", "string(//x:body)").split())
    assert "shillings, $5 and $10, it is" in words
    (item,) = opened.find("content.opf", "//opf:item[@href='text/paper.xhtml']")
    assert item.get("properties") == "mathml"
    features = opened.find(
        "content.opf", "//opf:meta[@property='schema:accessibilityFeature']/text()"
    )
    assert "MathML" in features


def test_print_has_drawings_on_the_line() -> None:
    """Each is an SVG with the TeX as its label, hung as deep as it reaches below the line."""
    world, title = manuscript(TEXT)
    press, _ = load_press(world)
    theme = load_theme(world, title.publication.theme)
    (paper,) = [s for s in title.publication.sections if s.slug == "paper"]
    html = render_print(world, title, press, theme, paper).html

    assert html.count('class="drawn-formula"') == 4
    assert r'aria-label="\frac{w}{h}"' in html
    assert "vertical-align:-" in html
    assert "data-tex" not in html


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\frac{1{n}", "a `}` is missing"),
        (r"a} + b", "a `{` is missing"),
        (r"\wurst{n}", r"`\wurst` is not known"),
        (r"\left( a", ""),
        ("x^", ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tex: str, why: str) -> None:
    """What is wrong, in which line; the rest of the text is read."""
    text = PAPER + f"\nOne line.\n\nThe sum is $`{tex}`$.\n"
    _, title = manuscript(text)

    (finding,) = [f for f in title.findings if f.rule == "bad-formula"]
    assert tex in finding.message
    assert why in finding.message
    assert finding.span is not None
    assert finding.span.line == text.rstrip().count("\n") + 1
