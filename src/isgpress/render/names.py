"""Who made a title, as lines of the title page, the contents and the imprint page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isgpress.manuscript import inline_xhtml
from isgpress.model.publication import Contributor, Issue, Press, Publication
from isgpress.render import xhtml
from isgpress.standards import Words, words
from isgpress.standards.dates import issue_date

# the sentence in standards/words for each MARC relator code, in the order of a title page
SENTENCES = {
    "edt": "edited_by",
    "com": "compiled_by",
    "trl": "translated_by",
    "adp": "adapted_by",
    "aui": "introduction_by",
    "win": "introduction_by",
    "wpr": "preface_by",
    "aft": "afterword_by",
    "wac": "commentary_by",
    "ann": "annotated_by",
    "ctb": "contributions_by",
    "ill": "illustrated_by",
    "pht": "photographs_by",
    "ctg": "maps_by",
}
IMPRINT_SENTENCES = {"cov": "cover_by", "bkd": "designed_by"}
AUTHORS = ("aut", "cre", "isb", "art", "ive")


def authors(book: Publication) -> tuple[str, ...]:
    """Give the names of a title's authors, in the order of the source."""
    return tuple(c.name for c in book.contributors if c.role in AUTHORS)


def joined(names: Iterable[str], language: str) -> str:
    """Join names as the language does: "A, B and C". See CLDR list patterns, UTS 35."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import
    from babel.lists import format_list  # noqa: PLC0415

    found = list(names)
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    if len(found) < 2:  # noqa: PLR2004 - one name has nothing to be joined to
        return "".join(found)
    if locale.language == "en":
        locale = Locale("en", "GB")  # no comma before "and", the house's way
    return format_list(found, locale=locale)


def credit_lines(book: Publication, words: Words) -> tuple[str, ...]:
    """Give "Edited by ...", "Translated by ...": who stands under the title, by role."""
    return _lines(book.contributors, SENTENCES, words)


def imprint_credits(book: Publication, words: Words) -> tuple[str, ...]:
    """Give the credits that stand on the imprint page alone: cover, design."""
    return _lines(book.contributors, IMPRINT_SENTENCES, words)


def _lines(
    people: Iterable[Contributor], sentences: dict[str, str], words: Words
) -> tuple[str, ...]:
    people = tuple(people)
    lines = []
    for key in dict.fromkeys(sentences.values()):
        roles = {role for role, sentence in sentences.items() if sentence == key}
        names = [p.name for p in people if p.role in roles]
        if names:
            lines.append(words[key].format(names=joined(names, words.language)))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class CoverLines:
    """What a front cover says, as plain text."""

    people: str
    title: str
    subtitle: str
    house: str


def cover_lines(book: Publication, press: Press) -> CoverLines:
    """Give the words of a front cover: the authors, else the editors or who comes next."""
    people = joined(authors(book), book.language)
    if not people:
        people = next(iter(credit_lines(book, words(book.language))), "")
    house = book.publisher or press.imprint or press.name
    title, subtitle = (_unmarked(line, book.language) for line in (book.title, book.subtitle))
    return CoverLines(people, title, subtitle, house)


def plain_line(text: str, language: str = "") -> str:
    """Give a line of inline Markdown, as a title is written, without its marks.

    It has the quotation marks of the language, else English ones, and ordinary spaces:
    catalogues and shops search in it.
    """
    return _unmarked(text, language).replace(xhtml.NARROW, " ")


def _unmarked(text: str, language: str) -> str:
    """Give a line of inline Markdown without its marks, with the spaces of the language."""
    return xhtml.plain(inline_xhtml(text, language)) if text else ""


def whole_title(title: Publication) -> str:
    """Give the title, an issue's with its number and date, as plain text."""
    name = plain_line(title.title, title.language)
    if not isinstance(title, Issue):
        return name
    more = ", ".join(filter(None, (title.designation, date_label(title))))
    return f"{name}, {more}" if more else name


def date_label(title: Publication) -> str:
    """Give an issue's date as on its cover; nothing for a book."""
    if not isinstance(title, Issue):
        return ""
    return issue_date(title.issue_date, title.language)
