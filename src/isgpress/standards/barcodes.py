"""Bar codes of books and periodicals: EAN-13 with the two or five digits beside it.

See GS1 General Specifications, 5.2.1 (EAN-13), 5.2.2 (add-on symbols) and the ISSN Manual,
on ISSN as EAN-13. Bars are given as text of modules, ``1`` a bar and ``0`` white.
"""

from __future__ import annotations

ISSN_PREFIX = "977"
EAN, TWO, FIVE = 13, 2, 5  # digits
GUARD, CENTRE = "101", "01010"
ADD_ON_GUARD, ADD_ON_CENTRE = "1011", "01"
QUIET_LEFT, QUIET_RIGHT, QUIET_ADD_ON = 11, 7, 5  # modules of white
ADD_ON_GAP = 9  # modules between the two symbols: 7 to 12

# number set A; B is A's mirror image with bars for white, C is A with bars for white
_A = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
_C = tuple(a.translate(str.maketrans("01", "10")) for a in _A)
_SETS = {"A": _A, "B": tuple(c[::-1] for c in _C), "C": _C}
# the number sets of the left half, by the first digit
_LEFT = (
    "AAAAAA",
    "AABABB",
    "AABBAB",
    "AABBBA",
    "ABAABB",
    "ABBAAB",
    "ABBBAA",
    "ABABAB",
    "ABABBA",
    "ABBABA",
)
_OF_TWO = ("AA", "AB", "BA", "BB")  # by the number modulo 4
_OF_FIVE = (
    "BBAAA",
    "BABAA",
    "BAABA",
    "BAAAB",
    "ABBAA",
    "AABBA",
    "AAABB",
    "ABABA",
    "ABAAB",
    "AABAB",
)


def check_digit(digits: str) -> str:
    """Give the thirteenth digit for twelve. See GS1 General Specifications, 7.9.1."""
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits))
    return str(-total % 10)


def issn_ean(issn: str, variant: str = "00") -> str:
    """Give the EAN-13 of a periodical: 977, seven digits, two of the variant, check digit.

    ``issn`` is eight characters, with or without its hyphen; its own check character is
    left out. Raises ValueError where it has not that form.
    """
    bare = issn.replace("-", "")[:7]
    if len(issn.replace("-", "")) != 8 or not (bare + variant).isdecimal():  # noqa: PLR2004
        raise ValueError(issn)
    digits = f"{ISSN_PREFIX}{bare}{variant:0>2}"
    return digits + check_digit(digits)


def ean13(digits: str) -> str:
    """Give the 95 modules of an EAN-13, without quiet zones.

    Raises ValueError for anything but 13 digits of which the last is right.
    """
    if len(digits) != EAN or not digits.isdecimal() or check_digit(digits[:-1]) != digits[-1]:
        raise ValueError(digits)
    left = _encoded(digits[1:7], _LEFT[int(digits[0])])
    return f"{GUARD}{left}{CENTRE}{_encoded(digits[7:], 'CCCCCC')}{GUARD}"


def add_on(digits: str) -> str:
    """Give the modules of an add-on: 20 for two digits (an issue), 47 for five (a price).

    Raises ValueError for another number of digits.
    """
    if len(digits) not in {TWO, FIVE} or not digits.isdecimal():
        raise ValueError(digits)
    if len(digits) == TWO:
        sets = _OF_TWO[int(digits) % 4]
    else:
        odd, even = (sum(int(d) for d in digits[n::2]) for n in (0, 1))
        sets = _OF_FIVE[(3 * odd + 9 * even) % 10]
    parts = [_SETS[s][int(d)] for d, s in zip(digits, sets, strict=True)]
    return ADD_ON_GUARD + ADD_ON_CENTRE.join(parts)


def _encoded(digits: str, sets: str) -> str:
    return "".join(_SETS[s][int(d)] for d, s in zip(digits, sets, strict=True))
