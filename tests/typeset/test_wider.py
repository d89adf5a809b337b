"""What is wider than the text of a page, and what runs off it."""

from __future__ import annotations

import pytest
import weasyprint

from isgpress.typeset.lines import runs_out, source_line

WORD = "Unverschluesselungsgeraetehersteller"
SHEET = "<style>@page { size: 60mm 90mm; margin: 15mm } p, table { font: 9pt serif }</style>"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p data-line='3'>Words that are broken as lines are.</p>", (0, False)),
        (f"<div data-line='4'><p>{WORD[:22]}</p></div>", (4, False)),
        (f"<table data-line='5'><tr><td>{WORD}</td><td>{WORD}</td></tr></table>", (5, True)),
        (f"<div class='wide' data-line='6'><p>{WORD[:22]}</p></div>", (0, False)),
        (f"<div class='wide' data-line='7'><p>{WORD * 3}</p></div>", (7, True)),
        ("<ol><li style='counter-reset: list-item 1986868685'>Year.</li></ol>", (0, False)),
    ],
    ids=["line", "margin", "page", "wide", "wide-off-page", "figures"],
)
def test_what_is_too_wide_is_found(text: str, found: tuple[int, bool]) -> None:
    """The first place on a page, with its line, and whether words are cut away there."""
    html = weasyprint.HTML(string=SHEET + text)
    [page] = html.render().pages
    element, cut = runs_out(page)

    assert (source_line(html.etree_element, element), cut) == found
