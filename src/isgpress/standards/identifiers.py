"""ISBN and ISSN: check digits and hyphens, thinly over python-stdnum.

Sources: International ISBN Agency, ISBN Users' Manual, 7th edition; ISO 3297 (ISSN).
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

EAN, ISBN, ISSN = "ean", "isbn", "issn"


def _scheme(name: str) -> Any:
    """Give stdnum's module of that name, which is slow to import: it brings ssl."""
    return import_module(f"stdnum.{name}")


def digits(text: str) -> str:
    """Give an ISBN or ISSN without hyphens, spaces and a leading name."""
    bare = re.sub(r"(?i)^\s*(?:isbn|issn)(?:-1[03])?:?\s*", "", text)
    return re.sub(r"[\s\u2010-\u2013-]", "", bare).upper()


def fault_of_isbn(text: str) -> tuple[str, str] | None:
    """Say what is wrong with an ISBN and how to mend it, or None for a good ISBN-13."""
    number = digits(text)
    if re.fullmatch(r"\d{9}[\dX]", number):
        return _fault_of_old_isbn(text, number)
    if not re.fullmatch(r"(?a:\d+)", number):
        return f"`{text}` is not an ISBN", "write its 13 digits, with or without hyphens"
    if len(number) != 13:  # noqa: PLR2004 - an ISBN-13 has 13 digits
        return f"`{text}` has {len(number)} digits, an ISBN has 13", "compare it with the list"
    if not number.startswith(("978", "979")):
        return f"`{text}` is not an ISBN", "an ISBN starts with 978 or 979"
    return None if _scheme(ISBN).is_valid(number) else _bad_check_digit(text, EAN, number)


def _fault_of_old_isbn(text: str, number: str) -> tuple[str, str]:
    message = f"`{text}` is an ISBN of 10 digits"
    if not _scheme(ISBN).is_valid(number):
        return f"{message}, with a wrong check digit", "use the ISBN of 13 digits"
    thirteen = hyphenated_isbn(_scheme(ISBN).to_isbn13(number).replace("-", ""))
    return message, f"use its 13 digits: `{thirteen}`"


def _bad_check_digit(text: str, scheme: str, number: str) -> tuple[str, str]:
    right = _scheme(scheme).calc_check_digit(number[:-1])
    return (
        f"the check digit of `{text}` is wrong",
        f"compare the digits with the list; were the others right, the last would be {right}",
    )


def hyphenated_isbn(number: str) -> str:
    """Give 13 digits with the hyphens of their registration group, ``978-0-14-...``."""
    return str(_scheme(ISBN).format(number))


def fault_of_issn(text: str) -> tuple[str, str] | None:
    """Say what is wrong with an ISSN and how to mend it, or None for a good one."""
    number = digits(text)
    if not re.fullmatch(r"\d{7}[\dX]", number):
        return f"`{text}` is not an ISSN", "write its 8 digits, such as `1234-5679`"
    return None if _scheme(ISSN).is_valid(number) else _bad_check_digit(text, ISSN, number)


def hyphenated_issn(number: str) -> str:
    """Give the eight digits of an ISSN with their hyphen, ``1234-5679``."""
    return str(_scheme(ISSN).format(number))
