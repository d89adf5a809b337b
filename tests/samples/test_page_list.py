"""The page list of samples: every page of the print edition, at its first word."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from lxml import etree

if TYPE_CHECKING:
    from tests.conftest import Sample

pytestmark = pytest.mark.slow

XHTML = {"h": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}
HEAD = 160  # letters of a page that a running head, a folio or an opening may take
SHOWN = 24  # letters that are compared


def page_list(epub: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Give the (label, address) of every entry of the nav's page list."""
    nav = etree.fromstring(epub.read("EPUB/nav.xhtml"))
    links = nav.xpath("//h:nav[@role='doc-pagelist']//h:a", namespaces=XHTML)
    return [(link.text, link.get("href")) for link in links]


def folios(path: str) -> list[str]:
    """Give the page labels of a PDF, without blank pages that fill up the last sheet."""
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
    while not labels[-1]:
        labels.pop()
    return labels


def letters(text: str) -> str:
    """Give the letters and figures of a text, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def after(marker: etree._Element) -> str:
    """Give the text after a marker up to the end of its file, without calls of notes."""
    within = " or ".join(f"contains(@class, '{name}')" for name in ("note-call", "page-ref"))
    return "".join(marker.xpath(f"following::text()[not(ancestor::*[{within}])]"))


def test_every_page_of_the_print_edition_is_listed(sample: Sample) -> None:
    """Labels are the folios of the print PDF, one by one, and each leads to its marker.

    Blank pages that fill up the printer's last sheet are not listed. A title that is not
    printed lists no pages.
    """
    with zipfile.ZipFile(sample.edition(".epub")) as epub:
        listed = page_list(epub)
        if not sample.edition("-print.pdf").exists():
            assert listed == []
            return
        printed = folios(sample.edition("-print.pdf"))
        assert [label for label, _ in listed] == printed[: len(listed)]
        assert _are_blank(sample, range(len(listed), len(printed)))
        for label, address in listed:
            file, _, name = address.partition("#")
            page = etree.fromstring(epub.read(f"EPUB/{file}"))
            (marker,) = page.xpath(f"//*[@id='{name}']")
            assert marker.get("role") == "doc-pagebreak"
            assert marker.get("aria-label") == label
            assert marker.get(f"{{{XHTML['epub']}}}type") == "pagebreak"


def _are_blank(sample: Sample, numbers: range) -> bool:
    with pypdfium2.PdfDocument(sample.edition("-print.pdf")) as pdf:
        return not any(pdf[n].get_textpage().get_text_range().strip() for n in numbers)


def test_each_break_stands_before_the_word_with_which_its_page_begins(sample: Sample) -> None:
    """What follows a break within a text stands at the head of that page of the print PDF."""
    if not sample.edition("-print.pdf").exists():
        pytest.skip("the title is not printed")
    pdf = pypdfium2.PdfDocument(sample.edition("-print.pdf"))
    labels = folios(sample.edition("-print.pdf"))
    # on the pages of an issue pictures and boxes stand before the text that goes on
    composed = (sample.press / "issues" / sample.slug).exists()
    checked = 0
    with zipfile.ZipFile(sample.edition(".epub")) as epub:
        for label, address in page_list(epub):
            file, _, name = address.partition("#")
            page = etree.fromstring(epub.read(f"EPUB/{file}"))
            (marker,) = page.xpath(f"//*[@id='{name}']")
            if not marker.xpath("ancestor::h:div[@class='text']", namespaces=XHTML):
                continue
            printed = letters(pdf[labels.index(label)].get_textpage().get_text_range())
            if not marker.xpath(
                "following::text()[ancestor::h:div[@class='text']]", namespaces=XHTML
            ):
                continue  # the page holds the end of a note alone
            words = after(marker)
            whole, rest = words.split(None, 1)
            at = printed.find(letters(rest)[:SHOWN])
            assert 0 <= at < (len(printed) if composed else HEAD), (
                f"{label}: {words[:60]!r} in {printed[:200]!r}"
            )
            begun = printed[:at]
            first = letters(whole)
            found = any(begun.endswith(first[n:]) for n in range(len(first)))
            assert found or not first, (label, words[:50])
            checked += 1
    pdf.close()
    assert checked
