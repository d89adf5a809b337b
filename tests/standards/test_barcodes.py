"""Bar codes against encodings that are published."""

from __future__ import annotations

import pytest

from isgpress.standards.barcodes import add_on, check_digit, ean13, issn_ean


def test_ean13_is_encoded_as_published() -> None:
    """The bars of 5901234123457, the example of many encoders."""
    expected = (
        "10100010110100111011001100100110111101001110101010110011011011001000010101110"
        "010011101000100101"
    )
    assert ean13("5901234123457") == expected


def test_a_wrong_check_digit_is_refused_not_mended() -> None:
    """A digit that was mistyped must not become another number."""
    with pytest.raises(ValueError, match="5901234123458"):
        ean13("5901234123458")


@pytest.mark.parametrize("digits", ["590123412345", "59012341234578", "590123412345x", ""])
def test_what_is_no_ean13_is_refused(digits: str) -> None:
    """Thirteen digits, nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011 - its words are the digits
        ean13(digits)


def test_the_issn_manual_s_example() -> None:
    """ISSN 0317-8471 is 977 0317847 00 1."""
    assert issn_ean("0317-8471") == "9770317847001"
    assert issn_ean("0317-8471", "05")[10:12] == "05"


@pytest.mark.parametrize("issn", ["0317847", "0317-84711", "abcd-efgh"])
def test_what_is_no_issn_is_refused(issn: str) -> None:
    """Eight characters, of which seven are digits."""
    with pytest.raises(ValueError, match=issn):
        issn_ean(issn)


@pytest.mark.parametrize(
    ("digits", "modules"),
    [
        ("53", "10110110001010100001"),  # 53 modulo 4 is 1: sets A and B
        ("04", "10110001101010100011"),  # 0: A and A
        ("02", "10110100111010010011"),  # 2: B and A
        ("03", "10110100111010100001"),  # 3: B and B
        ("52495", "10110111001010010011010011101010001011010110001"),
    ],
)
def test_add_ons(digits: str, modules: str) -> None:
    """GS1 General Specifications 5.2.2: the number sets follow from the digits."""
    assert add_on(digits) == modules


def test_check_digits() -> None:
    """The book trade's example, ISBN 978-0-306-40615-7."""
    assert check_digit("978030640615") == "7"
