"""Sections as HTML for print: what each page says, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pytest
from lxml import html

from isgpress.findings import PressError
from isgpress.model.manuscript import Note
from isgpress.model.publication import Trim
from isgpress.model.rendered import PageMap, PageStart
from isgpress.render import load_theme, printed, render_cover, starts_on, xhtml
from isgpress.render.counting import number_lists
from tests.render.conftest import ONE

Shop = Any  # the fixture of conftest.py
Make = Callable[[dict[str, bytes | str]], Shop]


def _text(page: str) -> str:
    body = html.fromstring(page).find("body")
    return " ".join(" ".join(body.itertext()).split())


def test_the_imprint_page_says_what_the_trade_wants_to_find(shop: Shop) -> None:
    """Publisher, year, original, licence with its address, ISBN with hyphens, typeface."""
    text = _text(shop.render("imprint").html)
    for wanted in (
        "First published 2026",
        "O ano",
        "Portuguese",
        "The House",
        "London",
        "Creative Commons Attribution 4.0",
        "creativecommons.org/licenses/by/4.0",
        "ISBN 978-0-306-40615-7",
        "EB Garamond",
    ):
        assert wanted in text


def test_titles_are_typeset(shop: Shop) -> None:
    """Straight quotes of the YAML become curly, and the credits are sentences."""
    text = _text(shop.render("title-page").html)
    assert "The Printer’s Year" in text
    assert "Translated by Tomás Reyes" in text


def test_the_contents_name_sections_as_their_headings_do(shop: Shop) -> None:
    """What is told of one person is "About the author" in both places."""
    assert "About the author" in _text(shop.render("about-the-authors").html)
    contents = _text(shop.render("contents").html)
    assert "About the author" in contents
    assert "About the authors" not in contents


def test_a_number_in_words_has_its_own_room_in_the_contents(
    files: dict[str, bytes | str], shop_with: Make
) -> None:
    """It is not broken into a column for figures."""
    book = str(files["books/year/book.yaml"]).replace('number: "1"', "number: Twenty-One")
    shop = shop_with({"books/year/book.yaml": book})
    entries = html.fromstring(shop.render("contents").html).find_class("chapter")
    assert ["worded" in e.get("class") for e in entries] == [True, False]


def test_notes_stand_after_their_call_as_spans(shop: Shop) -> None:
    """A note inside a paragraph holds no block, which would end the paragraph."""
    page = html.fromstring(shop.render("one").html)
    (note,) = page.find_class("footnote")
    assert note.getprevious().get("class") == "note-call"
    assert note.getparent().tag == "p"
    assert not note.xpath(".//p")
    assert "Said in 1871." in note.text_content()


def test_a_note_that_a_note_calls_stands_behind_it() -> None:
    """It cannot float out of a note; one that is called again is set once."""
    call = '<a class="note-call" id="s-nr-{0}" href="#s-n-{1}">{1}</a>'
    notes = [
        Note("s-n-1", "s-nr-1", "1", f"<p>Outer{call.format(2, 2)}</p>", 1),
        Note("s-n-2", "s-nr-2", "2", f"<p>Inner{call.format('1-2', 1)}</p>", 2),
    ]
    wrapper = xhtml.parse(f"<p>Text{call.format(1, 1)} goes on.</p>")
    printed.note_foot(wrapper, {note.id: note for note in notes})

    feet = xhtml.of_class(wrapper, "footnote")
    assert ["".join(foot.itertext()).strip() for foot in feet] == ["1Outer2", "2Inner1"]
    assert feet[0].getnext() is feet[1]
    assert feet[1].tail == " goes on."


def test_page_references_are_slots_until_the_pages_are_known(shop: Shop) -> None:
    """A reference prints noughts and is listed; with a page map it prints the folio."""
    target = next(
        t.id for d in shop.manuscript.documents for t in d.targets if "two-words" in t.id
    )
    empty = shop.render("one")
    assert target in empty.page_refs
    (slot,) = html.fromstring(empty.html).find_class("page-slot")
    assert slot.text == "0"
    pages = PageMap(Trim("", 129, 198), (), ((target, "57"),))
    (slot,) = html.fromstring(shop.render("one", page_map=pages).html).find_class("page-slot")
    assert slot.text == "57"


def test_running_heads_are_title_and_short_title(shop: Shop) -> None:
    """Verso has the book, recto the chapter, by its short title where it has one."""
    page = html.fromstring(shop.render("one").html)
    assert (page.get("data-verso"), page.get("data-recto")) == ("The Printer’s Year", "Winter")


def test_every_folio_is_written_as_a_pair(shop: Shop) -> None:
    """No margin box asks for a folio without first handing over the page count."""
    css = shop.render("one").html
    assert css.count("counter(page, isgfolio)") > 2
    assert css.count("counter(page, isgfolio)") == css.count(
        "counter(pages, isgtotal) counter(page, isgfolio)"
    )
    assert "isgfolio" not in shop.render("half-title").html


def test_matter_and_role_decide_folios_and_side(shop: Shop) -> None:
    """Front matter is roman, the imprint page verso; a list of figures wastes no page."""
    imprint, chapter = shop.render("imprint"), shop.render("one")
    assert (imprint.folios, imprint.starts_on) == ("lower-roman", "verso")
    assert (chapter.folios, chapter.starts_on) == ("decimal", "recto")
    theme = load_theme(shop.world, "paperback")
    figures = replace(shop.section("imprint"), role="list-of-figures")
    assert starts_on(figures, theme) == "any"


def test_the_chapters_of_a_catalogue_start_on_the_next_page(shop: Shop) -> None:
    """By an option of its theme, which leaves the front matter as it is."""
    chapter, imprint = shop.render("one", "catalogue"), shop.render("imprint", "catalogue")
    assert (chapter.starts_on, imprint.starts_on) == ("any", "verso")


def test_the_index_merges_pages_and_sorts_without_accents(shop: Shop) -> None:
    """Élan stands between D and F; ink on two pages that follow is one range."""
    ids = {e.term: [] for d in shop.manuscript.documents for e in d.index}
    for document in shop.manuscript.documents:
        for entry in document.index:
            ids[entry.term].append(entry.id)
    folios = [*zip(ids[("ink",)], ("45", "46"), strict=True)]
    folios += [(ids[("Élan",)][0], "9"), (ids[("paper", "price of")][0], "112")]
    starts = tuple(
        PageStart(int(f), f, "x") for _, f in sorted(folios, key=lambda p: int(p[1]))
    )
    pages = PageMap(Trim("", 129, 198), starts, tuple(sorted(folios)))
    page = html.fromstring(shop.render("index", page_map=pages).html)
    lines = [" ".join(t.text_content().split()) for t in page.find_class("term")]
    assert lines == ["Élan, 9", "ink, 45–6", "paper", "price of, 112"]


def test_long_code_is_turned_over_with_a_mark(shop: Shop) -> None:
    """A line longer than the measure is cut at a space, nothing of it lost."""
    page = html.fromstring(shop.render("one").html)
    (pre,) = page.findall(".//pre")
    assert pre.find_class("turned")
    assert pre.text_content().startswith("a line of code that is much too long")
    assert pre.text_content().rstrip().endswith("turned over at least")


@pytest.mark.parametrize(
    ("theme", "css"), [("paperback", "opening-words"), ("reprint", "drop-cap")]
)
def test_chapters_open_by_the_theme(shop: Shop, theme: str, css: str) -> None:
    """The first words are set off, and the words of the paragraph stay as they were."""
    page = html.fromstring(shop.render("one", theme).html)
    first = page.find_class("opening-paragraph")[0]
    assert first.find_class(css)
    assert first.text_content().startswith("The first words of the year")


@pytest.mark.parametrize(
    ("language", "has"),
    [("el", True), ("ko-Latn", True), ("ru", False), ("ja", False), ("ar", False)],
)
def test_letters_without_small_capitals_are_not_spaced(
    shop_with: Make, *, language: str, has: bool
) -> None:
    """Where the font has none of a script, first words and heads stand as all others."""
    text = f"---\nlanguage: {language}\n---\n{ONE}"
    page = shop_with({"books/year/one.md": text}).render("one").html

    assert ('class="opening-words"' in page) == has
    assert ("--tracking: 0;" in page) != has
    assert ("letter-spacing: 0;" in page) != has


def test_a_page_of_the_press_overrides_one_block(shop_with: Make) -> None:
    """`builtin:` is the built-in page, and the rest of it stays."""
    shop = shop_with(
        {
            "templates/house/theme.yaml": "name: house\nextends: paperback\n",
            "templates/house/print/title-page.html": '{% extends "builtin:title-page.html" %}'
            "{% block mark %}<p>OUR MARK</p>{% endblock %}",
        }
    )
    text = _text(shop.render("title-page", "house").html)
    assert "OUR MARK" in text
    assert "Ana Silva" in text


@pytest.mark.parametrize(
    ("template", "rule", "line"),
    [
        ("<p>\n{% block body %}", "template-error", 2),
        ('{% extends "page.html" %}\n{% block body %}\n{{ book.titel }}\n{% endblock %}',
         "undefined-in-template", 3),
        ('\n{% extends "builtin:no.html" %}', "missing-template", 2),
        ("{{ book.__class__.__mro__ }}", "template-error", 1),
        ("{{ 1 / 0 }}", "template-error", 1),
    ],
)  # fmt: skip
def test_errors_of_templates_are_findings_with_their_line(
    shop_with: Make, template: str, rule: str, line: int
) -> None:
    """A press's slip in a template is told with file and line."""
    shop = shop_with(
        {
            "templates/house/theme.yaml": "name: house\nextends: paperback\n",
            "templates/house/print/half-title.html": template,
        }
    )
    with pytest.raises(PressError) as caught:
        shop.render("half-title", "house")
    (finding,) = caught.value.findings
    assert finding.rule == rule
    assert finding.span is not None
    assert finding.span.path == "templates/house/print/half-title.html"
    assert finding.span.line == line


def test_narrow_spaces_become_ones_that_fonts_have(shop_with: Make) -> None:
    """U+202F never reaches the layout."""
    shop = shop_with({"books/year/two.md": "# Deux\n\nMot\u202f! Oui.\n"})
    page = shop.render("two").html
    assert "\u202f" not in page
    assert "Mot\u2060\u2006\u2060!" in page


def test_the_cover_is_made_where_there_is_no_picture(shop: Shop) -> None:
    """The design shows title and author on the trim size, without margins."""
    theme = load_theme(shop.world, "paperback")
    cover = render_cover(shop.world, shop.manuscript, shop.press, theme)
    assert "The Printer’s Year" in _text(cover.html)
    assert "isgfolio" not in cover.html


def test_every_address_on_a_page_is_among_its_resources(shop: Shop) -> None:
    """What a page links to is listed, with a digest and a file that is there."""
    page = shop.render("one")
    listed = {r.uri for r in page.resources}
    links = html.fromstring(page.html).xpath("//link/@href")
    assert links
    assert set(links) <= listed
    fonts = {u for u in listed if u.startswith("isg:font/") and f'src: url("{u}")' in page.html}
    assert any("eb-garamond" in uri for uri in fonts)
    assert not any("noto-serif" in uri for uri in fonts)  # no character of theirs is there


def test_wide_figures_stand_between_blocks_of_columns() -> None:
    """No element has to span columns: the text before and after each has its own block."""
    text = '<p>a</p><h2>b</h2><figure class="figure wide">c</figure><p>d</p><table/><p>e</p>'
    wrapper = xhtml.parse(text)
    printed.run_in_columns(wrapper)
    blocks = [(e.tag.rpartition("}")[2], "".join(e.itertext())) for e in wrapper]

    assert blocks == [
        ("div", "ab"),
        ("figure", "c"),
        ("div", "d"),
        ("table", ""),
        ("div", "e"),
    ]


def test_lists_count_as_their_author_does() -> None:
    """Start, letters, counting down and an item's own number hold on paper too."""
    from weasyprint import HTML  # noqa: PLC0415 - the engine that has to follow

    wrapper = xhtml.parse(
        '<ol start="1986"><li>a</li></ol><ol type="i" start="3"><li>b</li></ol>'
        '<ol reversed="reversed"><li>c</li><li>d</li></ol>'
        '<ol><li>e</li><li value="9">f</li><li>g</li></ol>'
    )
    number_lists(wrapper)
    data = HTML(string=xhtml.write(wrapper)).write_pdf()
    lines = pdfium.PdfDocument(data)[0].get_textpage().get_text_range().split()
    assert " ".join(lines[-7:]) == "1986. iii. 2. 1. 1. 9. 10."
