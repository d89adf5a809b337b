"""Words that two printings do not share, whatever became of lines and pages."""

from __future__ import annotations

from isgpress.proofing.wording import compare, tokens
from tests.proofing.pages import page


def said(old: tuple[object, ...], new: tuple[object, ...]) -> list[tuple[str, str]]:
    """Give the changes between two runs of pages."""
    found = compare(old, new).changes  # type: ignore[arg-type]
    return [(" ".join(t.text for t in c.old), " ".join(t.text for t in c.new)) for c in found]


def test_other_lines_and_pages_are_no_change() -> None:
    """The same words in other lines, one broken at another place, one over a page."""
    old = (
        page(1, "The printers of the city met", "in the compos‐", "ing room."),
        page(2, "End."),
    )
    new = (
        page(1, "The print‐", "ers of the city met in the", "composing"),
        page(2, "room. End."),
    )

    assert said(old, new) == []


def test_a_broken_word_is_put_together_over_notes_and_page() -> None:
    """The rest of a word stands on the next page, after the notes of this one."""
    pages = (page(1, "They left out the appren‐", notes=["1 A note."]), page(2, "tices. End."))

    assert "apprentices." in [t.text for t in tokens(pages)]
    assert (
        said((page(1, "They left out the apprentices. End.", notes=["1 A note."]),), pages)
        == []
    )


def test_a_note_that_went_to_the_next_page_is_no_change() -> None:
    """The order of text and notes is another; their words are not."""
    old = (page(1, "One two three", "four five.", notes=["1 Seen by nobody."]), page(2, "Six."))
    new = (page(1, "One two three"), page(2, "four five. Six.", notes=["1 Seen by nobody."]))

    assert said(old, new) == []


def test_changes_are_told_word_by_word() -> None:
    """A word put in place of another, one left out, one added."""
    old = (
        page(1, "Members pay threepence on a Saturday.", "Nobody is very late.", "The end."),
    )
    new = (page(1, "Members pay fourpence on a Saturday.", "Nobody is late.", "The very end."),)

    assert said(old, new) == [("threepence", "fourpence"), ("", "very"), ("very", "")]


def test_a_change_knows_its_page_and_what_is_before_it() -> None:
    """Pages count from 0, in both printings."""
    old = (page(1, "One."), page(2, "Here are five words and a fault."))
    new = (page(1, "One."), page(2, "None."), page(3, "Here are five words and a cure."))

    added, changed = compare(old, new).changes
    assert (added.new_page, added.before) == (1, "One.")
    assert (changed.old_page, changed.new_page) == (1, 2)
    assert changed.before == "five words and a"
