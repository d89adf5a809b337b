"""Stretches of text become the lines that a reader counts, in the order of reading."""

from __future__ import annotations

from isgpress.proofing.arranging import arranged
from tests.proofing.pages import line


def test_columns_beside_each_other_keep_their_lines() -> None:
    """A headline over two columns, whose lines stand on the same baselines."""
    left = [line(f"left {n}", 40, 300 - 12 * n) for n in range(6)]
    right = [line(f"right {n}", 160, 300 - 12 * n) for n in range(6)]

    found = [
        o.text for o in arranged([*right, *left, line("A headline over both", 40, 330, 20)])
    ]

    assert found[0] == "A headline over both"
    assert found[1:7] == [f"left {n}" for n in range(6)]
    assert found[7:] == [f"right {n}" for n in range(6)]


def test_labels_of_a_list_come_to_their_items() -> None:
    """WeasyPrint draws all labels after the text; each belongs to its first line."""
    text = [line(f"item {n}", 60, 300 - 12 * n) for n in range(5)]
    labels = [line(f"{n}.", 48, 300 - 12 * n) for n in range(5)]

    assert [o.text for o in arranged([*text, *labels])] == [f"{n}. item {n}" for n in range(5)]


def test_cells_of_a_row_are_one_line() -> None:
    """Short cells on one baseline are read across."""
    cells = [line("one", 40), line("two", 120), line("three", 40, 286), line("four", 120, 286)]

    assert [o.text for o in arranged(cells)] == ["one two", "three four"]


def test_an_initial_belongs_to_the_first_of_its_lines() -> None:
    """A letter three lines deep stands on the baseline of the third."""
    text = [line(t, 64, 300 - 12 * n) for n, t in enumerate(["sk where a", "union", "meets"])]
    text += [line("and votes", 40, 264)]

    found = arranged([line("A", 40, 276, 40), *text])

    assert [o.text for o in found] == ["Ask where a", "union", "meets", "and votes"]


def test_columns_from_right_to_left_begin_on_the_right() -> None:
    """A page in Hebrew: the right column is read first."""
    left = [line(f"שנייה {n}", 40, 300 - 12 * n) for n in range(5)]
    right = [line(f"ראשונה {n}", 160, 300 - 12 * n) for n in range(5)]

    assert arranged([*left, *right])[0].text == "ראשונה 0"


def test_running_heads_are_told_from_the_text() -> None:
    """What the file calls an artifact is no line of the text, though on its baseline."""
    found = arranged([line("text", 40), line("12", 200, of_text=False)])

    assert [(o.text, o.of_text) for o in found] == [("text", True), ("12", False)]
