"""Names of people, slugs of files, numbers as they are printed."""

from __future__ import annotations

import re
import unicodedata

from isgpress import standards

_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
# What bodies call themselves by; no words that are surnames too (Church, House, Press).
_BODIES = frozenset((
    "academy", "archive", "archives", "association", "club", "collective", "college",
    "committee", "company", "council", "department", "faculty", "federation", "foundation",
    "institute", "league", "library", "limited", "llc", "ltd", "ltd.", "inc", "inc.",
    "ministry", "museum", "network", "organisation", "organization", "society", "university",
    "académie", "comité", "fondation", "institut", "ministère", "musée", "société",
    "université",
    "akademie", "e.v.", "gesellschaft", "gmbh", "ministerium", "stiftung", "universität",
    "verein", "verlag",
    "asociación", "fundación", "instituto", "sociedad", "universidad",
    "associazione", "fondazione", "istituto", "società", "università",
))  # fmt: skip
_OF_BODIES = {"cre", "isb"}  # relators: creator (a collective), issuing body
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[1-9]")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def is_body(name: str, role: str = "") -> bool:
    """Tell whether a name is that of a society or firm rather than of a person.

    By an article in front, a word that bodies call themselves by, or a role that only
    bodies have. For others ``organisation`` says so.
    """
    words = name.casefold().split()
    return role in _OF_BODIES or words[:1] == ["the"] or not _BODIES.isdisjoint(words)


def sort_name(name: str, *, body: bool = False) -> str:
    """Give a name with its surname first: ``Luxemburg, Rosa``.

    The last word counts as the surname (``Beethoven, Ludwig van``). The name of a body
    stays as it is, but for an article, which goes to the end (``Labour Party, The``); so
    libraries enter them (RDA 11.2.2). A name of one word, or with a comma, stays too.
    Other names need ``sort-name``.
    """
    words = name.split()
    if len(words) < 2 or "," in name:  # noqa: PLR2004 - one word has no surname apart
        return name
    if words[0].lower() == "the":
        return f"{' '.join(words[1:])}, {words[0]}"
    if body:
        return name
    suffix = f", {words.pop()}" if words[-1].lower() in _SUFFIXES else ""
    if len(words) < 2:  # noqa: PLR2004
        return name
    return f"{words[-1]}, {' '.join(words[:-1])}{suffix}"


def slug(text: str) -> str:
    """Give a text in small ASCII letters, figures and hyphens, starting with a letter.

    Empty where nothing of it can be kept. Never a name that Windows keeps for itself, since
    files of editions are named so.
    """
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    found = re.sub(r"[^a-z0-9]+", "-", bare.decode().lower()).strip("-")
    return f"s-{found}" if found[:1].isdigit() or _RESERVED.fullmatch(found) else found


def roman(number: int) -> str:
    """Give a number from 1 in roman figures."""
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def letter(number: int) -> str:
    """Give a number from 1 as a letter: A to Z, then AA."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def value_of(number: str) -> int | None:
    """Give the value of a number printed in arabic or roman figures, or None."""
    if number.isascii() and number.isdecimal():
        return int(number)
    values = {letters: value for value, letters in _ROMAN}
    total, rest = 0, number.upper()
    while rest:
        step = next((x for x in (rest[:2], rest[:1]) if x in values), None)
        if step is None:
            return None
        total, rest = total + values[step], rest[len(step) :]
    return total if total and roman(total) == number.upper() else None


def printed(number: int, numbering: str, language: str) -> str:
    """Give a chapter's number as printed; numbering is arabic, roman, words or none."""
    match numbering:
        case "roman":
            return roman(number)
        case "words":
            return standards.words(language).number(number)
        case "none":
            return ""
        case _:
            return str(number)
