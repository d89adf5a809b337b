"""The words of a text."""

from __future__ import annotations

import pytest

from isgpress.manuscript.words import count_words, plain_words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One two  three.\nFour\u00a0five",
        "rock-and-roll, don't; l’été (a_b) -- 10,5 % …",
        "co\u00adop zero\u200bwidth ½ ² n° 5",
        "日本語 and ひらがな",
        "Ωμέγα мир שלום",
    ],
)
def test_words_are_counted_as_they_are_parted(text: str) -> None:
    """The quick count is the number of the words."""
    assert count_words(text) == len(plain_words(text))
