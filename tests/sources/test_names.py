"""Names of people, slugs, numbers."""

from __future__ import annotations

import pytest

from isgpress.sources.names import is_body, letter, roman, slug, sort_name, value_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rosa Luxemburg", "Luxemburg, Rosa"),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("The Labour Party", "Labour Party, The"),
        ("Voltaire", "Voltaire"),
        ("Silva, Ana", "Silva, Ana"),
        ("鲁迅", "鲁迅"),
        ("Leyburn Historical Society", "Leyburn Historical Society"),
        ("Verein der Setzer", "Verein der Setzer"),
        ("Charlotte Church", "Church, Charlotte"),
    ],
)
def test_sort_names(name: str, expected: str) -> None:
    """The surname comes first; what has none stays, and so do societies."""
    assert sort_name(name, body=is_body(name)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02-Préface", "s-02-preface"),
        ("Straße und Öl", "strasse-und-ol"),
        ("a__b", "a-b"),
        ("Глава", ""),
        ("--", ""),
        ("CON", "s-con"),
        ("con-man", "con-man"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    """A slug is ASCII and starts with a letter."""
    assert slug(text) == expected


def test_roman_numbers_and_back() -> None:
    """Every number can be written in roman figures and read again."""
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1999)] == [
        "I", "IV", "IX", "XIV", "XL", "XC", "CD", "MCMXCIX",
    ]  # fmt: skip
    assert all(value_of(roman(n)) == n for n in range(1, 2000))


def test_what_is_no_number() -> None:
    """Only arabic and proper roman figures have a value."""
    assert [value_of(x) for x in ("12", "iv", "IIII", "2a", "", "One", "٣")] == [
        12, 4, None, None, None, None, None,
    ]  # fmt: skip


def test_letters() -> None:
    """Appendices go on after Z."""
    assert [letter(n) for n in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]
