"""Letters that tools lose: the same in the Markdown, the EPUB and the PDF's text."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from lxml import etree

from tests.conftest import Once
from tests.fidelity.conftest import Press, write_press

pytestmark = pytest.mark.slow

UNSEEN = re.compile("[\u00ad\u202a-\u202e\u2066-\u2069]")  # soft hyphens, marks of direction
# By name: the Markdown, and what a reader must find.
LETTERS = {
    "brackets in code": ("`a[0] = [b]`", "a[0] = [b]"),
    "a call of a note in code": ("`x[^1]`", "x[^1]"),
    "a link in code": ("`[link](no)`", "[link](no)"),
    "a reference in code": ("`{ref:x} {page:y}`", "{ref:x} {page:y}"),
    "a source page in code": ("`[p. 47]{.source-page}`", "[p. 47]{.source-page}"),
    "brackets in text": (r"\[sic\]", "[sic]"),
    "an entity in code": ("`&amp; <b>`", "&amp; <b>"),
    "Arabic": ("[كتاب مفتوح]{lang=ar}", "كتاب مفتوح"),
    "Arabic without a mark of its language": ("سلام", "سلام"),
    "Hebrew": ("[ספר פתוח]{lang=he}", "ספר פתוח"),
    "Greek with accents": ("Ἀθῆναι", "Ἀθῆναι"),
    "Cyrillic": ("Правда", "Правда"),
    "Chinese": ("[中文]{lang=zh}", "中文"),
    "Japanese": ("[日本語]{lang=ja}", "日本語"),
    "a combining accent": ("cafe\u0301", "cafe\u0301"),
    "two combining accents": ("Vie\u0302\u0323t", "Vie\u0302\u0323t"),
    "an accent that has no composed letter": ("x\u0304", "x\u0304"),
    "astral letters": ("𝒜 and 𐌰", "𝒜 and 𐌰"),
    "an emoji": ("😀", "😀"),
    "soft hyphens": ("Donau\u00addampf&shy;schiff", "Donau\u00addampf\u00adschiff"),
    "non-breaking spaces": ("10\u00a0000&nbsp;kg", "10\u00a0000\u00a0kg"),
    "narrow spaces": ("5\u202f%", "5\u202f%"),
    "ligatures": ("office, fluffy, ﬁn", "office, fluffy, ﬁn"),
}
BLOCK = """\
rows[1][2] = "[x]"
    deeper = {"a": [1, 2]}  # [^2]
"""


def between(text: str, name: str) -> str:
    """Give what stands between the marks of one row, on one line."""
    found = re.search(rf"From {name}:(.*?):to", re.sub(r"\s*\n\s*", " ", text), re.DOTALL)
    assert found, name
    return found[1].strip(" ")


def seen(text: str) -> str:
    """Give a text as a reader of a PDF can know it: what is drawn, in composed letters.

    Neither a soft hyphen that is not at a line's end is drawn, nor the kind of a space.
    """
    return " ".join(unicodedata.normalize("NFKC", UNSEEN.sub("", text)).split())


@pytest.fixture(scope="module")
def built(once: Once) -> Press:
    """Build the chapter, once for all workers of a run."""

    def fill(folder: Path) -> None:
        rows = (f"From {name}: {markdown} :to." for name, (markdown, _) in LETTERS.items())
        press = write_press(folder)
        press.chapter("\n\n".join([*rows, f"```\n{BLOCK}```"]))
        done = press.build()
        assert done.returncode == 0, done.stderr

    return Press(once("letters", fill))


@pytest.fixture(scope="module")
def page(built: Press) -> str:
    """Give the text of the EPUB's chapter, spaces as they are."""
    with zipfile.ZipFile(built.output("epub")) as epub:
        (name,) = (n for n in epub.namelist() if "letters" in n)
        return "".join(etree.fromstring(epub.read(name)).itertext())


@pytest.fixture(scope="module")
def by_pdfium(built: Press) -> str:
    """Give the PDF's text as PDFium extracts it."""
    with pypdfium2.PdfDocument(built.output("pdf")) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.fixture(scope="module")
def by_poppler(built: Press) -> str:
    """Give the PDF's text as poppler extracts it."""
    command = ["pdftotext", "-enc", "UTF-8", str(built.output("pdf")), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("name", LETTERS)
def test_the_epub_has_the_letters_of_the_source(page: str, name: str) -> None:
    """Each code point is the same, composed or not; hyphens and spaces are kept."""
    assert between(page, name) == LETTERS[name][1]


@pytest.mark.parametrize("name", LETTERS)
def test_the_pdf_has_the_letters_of_the_source(
    by_poppler: str, by_pdfium: str, name: str
) -> None:
    """What can be copied out of the PDF is what was written.

    PDFium gives the words of right-to-left text as they stand from left to right.
    """
    wanted = seen(LETTERS[name][1])
    assert seen(between(by_poppler, name)) == wanted
    assert sorted(seen(between(by_pdfium, name)).split()) == sorted(wanted.split())


def test_code_keeps_its_lines(page: str, by_poppler: str, by_pdfium: str) -> None:
    """A block of code has its lines, its brackets and its indent."""
    assert BLOCK in page
    for line in BLOCK.splitlines():
        assert seen(line) in seen(by_poppler)
        assert seen(line) in seen(by_pdfium)


def test_characters_that_no_font_has_are_told_by_line(press: Press) -> None:
    """Each with its place; an entity with its line; of many, the first and how many more."""
    hindi = "".join(chr(0x905 + n) for n in range(12))
    press.chapter(f"Plain words.\n\nA word, न, in Hindi.\n\n&#x939; {hindi}", "paperback")
    done = press.build()
    path = "books/small/01-letters.md"

    assert done.returncode == 1
    assert f"`न` (U+0928, devanagari letter na)\n  {path}:5:9" in done.stderr
    assert f"`अ` (U+0905, devanagari letter a)\n  {path}:7:9" in done.stderr
    assert "no font of the theme has 6 more characters of this file: `" in done.stderr
    assert done.stderr.count("error[missing-glyph]") == 9
