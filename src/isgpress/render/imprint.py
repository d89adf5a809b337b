"""The imprint page: what the law and the trade want to find, from the title's metadata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from isgpress.model.publication import Book, Press, Publication
from isgpress.render.fonts import FontFace
from isgpress.render.names import authors, imprint_credits, joined
from isgpress.render.scripts import family_of
from isgpress.standards import Words, licences
from isgpress.standards.identifiers import hyphenated_isbn


@dataclass(frozen=True)
class Imprint:
    """The imprint page's groups of lines, each group a paragraph; empty ones are left out."""

    history: tuple[str, ...]  # first published, this edition, the original
    publisher: tuple[str, ...]
    rights: tuple[str, ...]
    licence: str
    licence_url: str
    isbns: tuple[tuple[str, str], ...]  # (ISBN, edition)
    credits: tuple[str, ...]
    making: tuple[str, ...]  # typeface, printer


def imprint_of(
    press: Press, book: Publication, words: Words, fonts: Iterable[FontFace]
) -> Imprint:
    """Give all that the imprint page of a title says."""
    name, url = licences().get(book.licence, (book.licence, ""))
    return Imprint(
        history=_history(book, words) if isinstance(book, Book) else (),
        publisher=_publisher(press, book),
        rights=_rights(press, book, words),
        licence=words["licensed_under"].format(title=name)
        if book.licence in licences()
        else name,
        licence_url=book.licence_url or url,
        isbns=tuple((hyphenated_isbn(e.isbn), words[e.name]) for e in book.editions if e.isbn),
        credits=(*imprint_credits(book, words), *book.credits),
        making=_making(book, words, fonts),
    )


def _history(book: Book, words: Words) -> tuple[str, ...]:
    """Give first publication, this edition, the original."""
    year = str(book.date.year)
    lines: list[str] = []
    if book.first_published:
        lines.append(words["first_published"].format(date=book.first_published))
        lines.append(words["this_edition_published"].format(date=year))
    else:
        lines.append(words["first_published"].format(date=year))
    lines += [book.edition_statement] if book.edition_statement else []
    if book.printing > 1:
        lines.append(words["printing"].format(n=book.printing))
    if book.original_title:
        title = Markup("<i>{}</i>").format(book.original_title)
        if book.original_language:
            title = Markup('<i lang="{}">{}</i>').format(
                book.original_language, book.original_title
            )
        lines.append(escape(words["originally_published_as"]).format(title=title))
    if book.original_language:
        language = _language_name(book.original_language, words.language)
        lines.append(words["translated_from"].format(language=language))
    return tuple(lines)


def _publisher(press: Press, book: Publication) -> tuple[str, ...]:
    house = book.publisher or press.imprint or press.name
    parent = [press.name] if house != press.name else []
    place = book.place or press.place
    address = [press.address] if press.address else [place] if place else []
    return tuple(
        line for line in (house, *parent, *address, press.email, _bare(press.url)) if line
    )


def _rights(press: Press, book: Publication, words: Words) -> tuple[str, ...]:
    if book.rights or press.rights:
        return (book.rights or press.rights,)
    if book.licence:
        return ()
    holder = joined(authors(book), book.language) or book.publisher or press.name
    return (f"© {holder} {book.date.year}", words["all_rights_reserved"])


def _making(book: Publication, words: Words, fonts: Iterable[FontFace]) -> tuple[str, ...]:
    faces = {f.family: f.typeface for f in fonts}
    own = family_of(book.language) if faces else ""
    families = [own, "text"] if own in faces else ["text", "sans"]
    shown = [faces[family] for family in families if family in faces]
    names = joined(dict.fromkeys(shown), words.language)
    lines = [words["set_in"].format(names=names)] if names else []
    lines.append(words["made_with"])
    if book.printer:
        lines.append(words["printed_by"].format(names=book.printer))
    return tuple(lines)


def _language_name(tag: str, shown_in: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        name = Locale.parse(tag, sep="-").get_display_name(shown_in.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")
