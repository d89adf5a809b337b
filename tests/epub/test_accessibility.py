"""What an EPUB claims of its accessibility: only what was found, and by whom."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.epub.conftest import BOOK, INK, PAPER, Opened, made

CERTIFIED = (
    "name: The Test Press\nplace: London\ncertifier:\n  name: Ana Reader\n"
    "  credential: https://example.org/badge\n  report: https://example.org/report\n"
)
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
RULE = "no-accessibility-claim"


def values(opened: Opened, name: str) -> list[str]:
    """Give the values of a property of the package."""
    return opened.find("content.opf", f"//opf:meta[@property='{name}']/text()")


def claims(opened: Opened) -> list[str]:
    """Give to what the EPUB says that it conforms."""
    return values(opened, "dcterms:conformsTo")


def told(opened: Opened) -> list[tuple[str, str]]:
    """Give message and place of the finding that says what stands in the way."""
    return [(f.message, str(f.span)) for f in opened.findings if f.rule == RULE]


def test_a_certifier_vouches_for_what_was_found() -> None:
    """Conformance, who says so, their badge and report, each refining the one before."""
    opened = made(press_yaml=CERTIFIED)

    assert told(opened) == []
    assert claims(opened) == [CLAIM]
    assert values(opened, "a11y:certifiedBy") == ["Ana Reader"]
    assert values(opened, "a11y:certifierCredential") == ["https://example.org/badge"]
    (report,) = opened.find("content.opf", "//opf:link[@rel='a11y:certifierReport']")
    assert report.get("href") == "https://example.org/report"
    assert report.get("refines") == "#certifier"
    assert CLAIM in values(opened, "schema:accessibilitySummary")[0]


def test_without_a_certifier_nothing_is_claimed_or_told() -> None:
    """What is true of the text is said all the same."""
    opened = made(ink_md=INK + "\n\n![](images/pot.png)\n")

    assert claims(opened) == []
    assert told(opened) == []
    assert "structuralNavigation" in values(opened, "schema:accessibilityFeature")


def test_one_picture_without_words_takes_both_claims_away() -> None:
    """The book claims neither alternative texts nor conformance, and says which picture."""
    text = INK + "\n\n![](images/pot.png)\n"
    opened = made(press_yaml=CERTIFIED, ink_md=text)

    line = text[: text.index("![](images/pot.png)")].count("\n") + 1
    assert claims(opened) == []
    assert "alternativeText" not in values(opened, "schema:accessibilityFeature")
    assert values(opened, "schema:accessModeSufficient") == ["textual,visual"]
    ((message, place),) = told(opened)
    assert "`pot.png` has no alternative text" in message
    assert place == f"books/ink/ink.md:{line}"


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        (
            "\n## One\n\nText.\n\n#### Too deep\n\nText.\n",
            "a heading of level 4 follows one",
            "6",
        ),
        ("\nOn one line,\nhe wrote كتاب on it.\n", "`كتاب` is marked as en-GB", "3:10"),
        ("\nHe wrote [слово]{lang=fr} on it.\n", "`слово` is marked as fr", "2:11"),
        ("\nA note.[^n]\n\n[^n]: On слово.\n", "`слово` is marked as en-GB", "4:10"),
        ("\n|  |  |\n|--|--|\n| Sheets | Reams |\n", "a table has no header cells", "4"),
    ],
)
def test_what_keeps_readers_out_is_told(text: str, message: str, at: str) -> None:
    """Skipped headings, tables without heads, words in a script that is not their language's.

    Each with the line that holds it, and a word with its column.
    """
    opened = made(press_yaml=CERTIFIED, paper_md=PAPER + text)

    assert claims(opened) == []
    ((said, place),) = told(opened)
    assert message in said
    line, _, column = at.partition(":")
    line = str(int(line) + PAPER.count("\n"))
    assert place == f"books/ink/paper.md:{line}" + (f":{column}" if column else "")


def test_words_that_are_marked_are_no_obstacle() -> None:
    """Arabic and Russian words with their language, a Greek letter as a symbol, code."""
    text = "\nHe wrote [كتاب]{lang=ar}, [слово]{lang=ru}, π and `слово` on it.\n"

    assert claims(made(press_yaml=CERTIFIED, paper_md=PAPER + text)) == [CLAIM]


def test_a_picture_that_moves_may_flash() -> None:
    """The hazard is unknown, and nothing is claimed."""
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    gif = io.BytesIO()
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:], duration=90)
    text = INK + "\n\n![A pot that boils](images/boil.gif)\n"
    opened = made({"images/boil.gif": gif.getvalue()}, press_yaml=CERTIFIED, ink_md=text)

    assert values(opened, "schema:accessibilityHazard") == ["unknown"]
    assert claims(opened) == []
    assert "the picture `boil.gif` moves" in told(opened)[0][0]


def test_faint_text_of_a_theme_is_told_with_its_line() -> None:
    """A colour of the house's style sheet that stands out too little, on light or dark."""
    more = {
        "../../templates/house/theme.yaml": "name: house\nextends: collection\n"
        "stylesheets: {epub: [house.css]}\n",
        "../../templates/house/house.css": "p { margin: 0 }\n.kicker { color: #aaa }\n",
    }
    opened = made(more, press_yaml=CERTIFIED, book_yaml=BOOK + "theme: house\n")

    assert claims(opened) == []
    ((message, place),) = told(opened)
    assert "the text of `.kicker` has a contrast of 2.3 to 1 on the page" in message
    assert place.endswith("house.css:2")


def test_a_page_tells_it_to_readers() -> None:
    """The sentences of the summary as a list, and whom to write to."""
    press = CERTIFIED + "email: reader@example.org\n"
    opened = made(press_yaml=press, book_yaml=BOOK.replace("index]", "index, accessibility]"))
    items = opened.find("text/accessibility.xhtml", "//x:li/text()")

    assert items[0].startswith("The text can be read aloud")
    assert items[-1] == "Certified by Ana Reader."
    assert "reader@example.org" in opened.find("text/accessibility.xhtml", "string(//x:body)")
