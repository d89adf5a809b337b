"""Faults of WeasyPrint's layout that would be seen on the page."""

from __future__ import annotations

import fontpkg
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from isgpress.typeset import mends

WORDS = (
    "The compositor stands at the case and sets a line of type after another until the "
    "stick is full and the galley takes the lines that will be a page by the evening of "
    "the day on which the paper has to be at the station for the train to the north"
)


def _page(body: str, css: str = "") -> list[boxes.PageBox]:
    mends.apply()
    font = fontpkg.path("EB Garamond")
    style = f"""@page {{ size: 90mm 60mm; margin: 5mm }}
    @font-face {{ font-family: text; src: url('file://{font}') }}
    body {{ font: 10pt/12pt text; text-align: justify }} p {{ margin: 0 }} {css}"""
    html = f'<html lang="en"><style>{style}</style>{body}'
    return [page._page_box for page in weasyprint.HTML(string=html).render().pages]


def _lines(box: boxes.Box) -> list[str]:
    if isinstance(box, boxes.LineBox):
        return ["".join(t.text for t in box.descendants() if isinstance(t, boxes.TextBox))]
    return [line for child in getattr(box, "children", []) for line in _lines(child)]


def test_lines_before_an_element_are_full() -> None:
    """Wherever an element begins, no line but the last is shorter than two thirds."""
    words = WORDS.split()
    texts = [
        " ".join([*words[:at], mark.format(words[at]), *words[at + 1 :]])
        for at in range(1, len(words))
        for mark in ("<em>{}</em>", "<span id=here>{}</span>")
    ]
    pages = _page("".join(f"<p>{text}</p>" for text in texts), "p { break-before: page }")
    assert len(pages) == len(texts)
    for page in pages:
        lines = _lines(page)
        longest = max(map(len, lines))
        assert all(len(line) > longest * 2 / 3 for line in lines[:-1]), lines


def test_notes_stay_on_the_page_of_their_call() -> None:
    """Whatever the length of the text before, call and note are on one page."""
    css = """.note { float: footnote; footnote-policy: line; orphans: 2; widows: 2 }
    .note::footnote-call { content: none } .note::footnote-marker { content: none }
    section { break-before: page }"""
    sections = [
        f"<p>{WORDS}</p><p>{' '.join(WORDS.split()[:count])} "
        f"CALL<span class=note>NOTE</span> {WORDS}</p>"
        for count in range(1, 40)
    ]
    body = "".join(f"<section>{text * 2}</section>" for text in sections)
    pages = [" ".join(_lines(p)) for p in _page(body, css)]
    assert sum(p.count("CALL") for p in pages) == 2 * len(sections)
    assert [p.count("CALL") for p in pages] == [p.count("NOTE") for p in pages]


def test_text_from_right_to_left_is_indented_on_the_right() -> None:
    """The first line begins an indent from the right edge, and ends where the others do."""
    words = "ספר פתוח על שולחן גדול " * 12
    (page,) = _page(f"<p dir=rtl>{words}</p>", "p { text-indent: 20px }")
    first, second, *_ = (b for b in page.descendants() if isinstance(b, boxes.TextBox))

    assert first.position_x == pytest.approx(second.position_x, abs=0.5)
    assert first.width == pytest.approx(second.width - 20, abs=0.5)


def test_margins_are_printed_where_a_style_sheet_asks_for_them() -> None:
    """Text in one of the sixteen boxes is there; without a rule there is none."""
    (plain,) = _page("<p>Text</p>")
    assert _lines(plain) == ["Text"]
    for place in mends.MARGINS:
        (page,) = _page("<p>Text</p>", f"@page {{ @{place} {{ content: 'Folio' }} }}")
        assert sorted(_lines(page)) == ["Folio", "Text"]
