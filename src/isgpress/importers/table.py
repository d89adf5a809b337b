"""A list of titles as a table: CSV from a spreadsheet, a distributor or `isgpress onix`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.importers.product import (
    EPUB,
    HARDBACK,
    OTHER,
    PAPERBACK,
    PDF,
    Person,
    Product,
    good_isbn,
    lost,
    sound,
)
from isgpress.standards import relators
from isgpress.standards.onix_roles import relator_of

# what a column may be called, in small letters without signs; the first name is ours
COLUMNS = {
    "title": "title titel titre maintitle booktitle fulltitle",
    "subtitle": "subtitle untertitel soustitre",
    "contributors": "contributors contributor people",
    "author": "author authors autor auteur by writer",
    "editor": "editor editors herausgeber hrsg editedby",
    "translator": "translator translators translatedby ubersetzer traducteur",
    "illustrator": "illustrator illustrators illustratedby",
    "isbn": "isbn isbn13 ean ean13 gtin13 isbnpaperback printisbn paperbackisbn",
    "isbn_epub": "isbnepub epubisbn ebookisbn isbnebook eisbn",
    "isbn_pdf": "isbnpdf pdfisbn",
    "form": "form format binding productform type medium edition_type",
    "date": "date pubdate publicationdate published publicationyear year releasedate datum"
    " erscheinungsdatum erscheinungstermin erscheinungsjahr jahr dateparution datedeparution"
    " parution annee",
    "language": "language lang sprache langue languagecode",
    "publisher": "publisher imprint verlag editeur",
    "place": "place city cityofpublication ort verlagsort erscheinungsort lieu",
    "series": "series seriestitle collection reihe serie",
    "number": "number seriesnumber volume band bandnummer numero tome",
    "issn": "issn",
    "edition": "editionnumber edition",
    "price": "price rrp listprice preis ladenpreis prix prixttc retailprice",
    "currency": "currency currencycode wahrung devise",
    "description": "description blurb longdescription synopsis summary beschreibung resume",
    "short": "shortdescription tagline strapline",
    "thema": "thema themacodes themacode subjects themasubject",
    "bisac": "bisac bisaccodes bisaccode",
    "bic": "bic biccodes",
    "keywords": "keywords keyword tags schlagworter schlagworte motscles",
    "rights": "rights copyright",
    "licence": "licence license licenceurl",
    "availability": "availability status",
}
FORMS = {
    EPUB: r"epub|e-?book|ed\b|e101|kindle",
    PDF: r"\bpdf|e107",
    HARDBACK: r"hard|cloth|cased?\b|gebunden|\bbb\b|reli[eé]",
    PAPERBACK: r"paper|soft|print|broch|taschenbuch|\bbc\b|pamphlet|\bpb\b",
}
STATES = {
    "out-of-print": r"out.of.print|\bop\b|vergriffen|[eé]puis[eé]",
    "forthcoming": r"forthcoming|not yet|announced|coming",
    "print-on-demand": r"demand|\bpod\b",
    "available": r"available|active|in.?stock|in print",
}
CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}
_LISTED = re.compile(r"\s*[;|\n]\s*")
_ROLE = re.compile(r"\s*\(([^()]+)\)\s*$")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_THOUSANDS = re.compile(r"(?<=\d)[., \u00a0\u202f'’](?=\d{3}(?!\d))")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})$")


def products_of_table(
    data: bytes, path: str
) -> tuple[tuple[Product, ...], tuple[Finding, ...]]:
    """Give the products of a table, and what could not be taken.

    The first line names the columns; the signs between fields are found out. Raises
    PressError ``not-a-list`` where no column is for titles.
    """
    text, findings = _text(data, path)
    rows = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=False)
    head = next(rows, [])
    columns, unknown = _columns(head)
    if "title" not in columns.values():
        message = "no column is called `title`"
        advice = "the first line names the columns; docs/importing.md lists their names"
        raise PressError(Finding("not-a-list", message, Span(path, 1), advice))
    if unknown:
        names = ", ".join(f"`{name}`" for name in unknown)
        findings += (lost(f"columns that are not taken: {names}", Span(path, 1)),)
    found: list[Product] = []
    for row in rows:
        span = Span(path, rows.line_num)
        cells = _cells(columns, row)
        if any(cells.values()):
            made, wrong = _products(cells, span)
            found += made
            findings += wrong
    return tuple(found), findings


def _text(data: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "the table is not UTF-8; it was read as Windows-1252"
        advice = "look at letters with accents; in a spreadsheet save as CSV UTF-8"
        found = Finding("not-utf-8", message, Span(path), advice, Severity.WARNING)
        return data.decode("cp1252", "replace"), (found,)


def _dialect(text: str) -> type[csv.Dialect]:
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)

    class Found(csv.excel):
        delimiter = mark

    return Found


def _columns(head: list[str]) -> tuple[dict[int, str], list[str]]:
    """Give what each column is by its number, and the names that say nothing to us."""
    known = {name: key for key, names in COLUMNS.items() for name in names.split()}
    found: dict[int, str] = {}
    unknown = []
    for number, name in enumerate(head):
        plain = unicodedata.normalize("NFKD", name.casefold())  # without accents
        key = known.get(re.sub(r"[^a-z0-9]", "", plain))
        if key and key not in found.values():
            found[number] = key
        elif name.strip() and not key:
            unknown.append(name.strip())
    return found, unknown


def _cells(columns: Mapping[int, str], row: list[str]) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    for number, key in columns.items():
        if number < len(row):
            # a quote before a sign keeps spreadsheets from taking it for a formula
            cells[key] = re.sub(r"^'(?=[=+@-])", "", row[number].strip())
    return cells


def _products(
    cells: Mapping[str, str], span: Span
) -> tuple[list[Product], tuple[Finding, ...]]:
    """Give the products of a line: several where it has an ISBN for each edition."""
    if not cells["title"]:
        return [], (lost("a line without a title is left out", span),)
    findings: tuple[Finding, ...] = ()
    made: list[Product] = []
    extra = [(EPUB, cells["isbn_epub"]), (PDF, cells["isbn_pdf"])]
    form = _like(FORMS, cells["form"]) or (PAPERBACK if not cells["form"] else OTHER)
    for kind, number in [(form, cells["isbn"]), *(e for e in extra if e[1])]:
        isbn, wrong = good_isbn(number, span) if number else ("", ())
        findings += wrong
        told = _product(cells, span, kind, isbn, priced=not made)
        product, unsound = sound(told)
        if not made:  # what stands in the line once is told once
            findings += (*unsound, *_not_understood(cells, told, span))
        made.append(product)
    return made, findings


def _not_understood(cells: Mapping[str, str], made: Product, span: Span) -> Iterator[Finding]:
    """Report the cells of a line of which nothing could be made."""
    date, price, language = cells["date"], cells["price"], cells["language"]
    if date and not made.date:
        advice = "write 2026-11-23, 2026-11 or 2026"
        yield lost(f"`{date}` is not a date", span, advice)
    if price and not made.prices:
        advice = "write an amount such as 12.99, and its currency such as GBP in `currency`"
        yield lost(f"`{price}` is not a price with a currency", span, advice)
    if language and not made.language:
        advice = "write its tag, such as `en-GB`, `fr`, `de-AT`"
        yield lost(f"`{language}` is not the tag of a language", span, advice)


def _product(
    cells: Mapping[str, str], span: Span, form: str, isbn: str, *, priced: bool
) -> Product:
    return Product(
        span=span,
        title=cells["title"],
        subtitle=cells["subtitle"],
        form=form,
        isbn=isbn,
        people=tuple(_people(cells)),
        language=_language(cells["language"].split(";")[0].strip()),
        date=_date(cells["date"]),
        publisher=cells["publisher"],
        place=cells["place"],
        series=cells["series"],
        number=cells["number"],
        issn=cells["issn"],
        edition=int(found[0]) if (found := re.findall(r"\d{1,2}", cells["edition"])) else 1,
        prices=tuple(_prices(cells["price"], cells["currency"])) if priced else (),
        description=cells["description"],
        short=cells["short"],
        rights=cells["rights"],
        licence_url=cells["licence"] if "://" in cells["licence"] else "",
        thema=_list(cells["thema"].replace(",", ";")),
        bisac=_list(cells["bisac"].replace(",", ";")),
        bic=_list(cells["bic"].replace(",", ";")),
        keywords=_list(cells["keywords"].replace(",", ";")),
        availability=_like(STATES, cells["availability"]),
        keys=frozenset([isbn] if isbn else []),
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _LISTED.split(text.strip()))))


def _like(known: Mapping[str, str], text: str) -> str:
    return next(
        (name for name, shape in known.items() if re.search(shape, text, re.IGNORECASE)), ""
    )


def _people(cells: Mapping[str, str]) -> Iterator[Person]:
    """Give those who are named; ``(editor)`` or ``(B01)`` behind a name is the role."""
    columns = {"contributors": "aut", "author": "aut", "editor": "edt", "translator": "trl"}
    columns["illustrator"] = "ill"
    seen = set()
    for column, usual in columns.items():
        for text in _list(cells[column]):
            role, name = usual, text
            if match := _ROLE.search(text):
                said = match[1].split()[0] if re.match(r"[A-Z]\d\d", match[1]) else match[1]
                known = relator_of(said) or relators().get(said.casefold(), "")
                role, name = known or usual, text[: match.start()]
            person = _person(name.strip(), role)
            if (person.name, role) not in seen:
                seen.add((person.name, role))
                yield person


def _person(name: str, role: str) -> Person:
    """Turn ``Silva, Ana`` round."""
    surname, comma, first = name.partition(", ")
    if comma and "," not in first:
        return Person(f"{first} {surname}", role, name)
    return Person(name, role)


def _date(text: str) -> str:
    """Give a date in ISO 8601; ``23.11.2026`` has the day first. Nothing for no date."""
    if match := _DAY_FIRST.match(text):
        parts = [int(match[3]), int(match[2]), int(match[1])]
    elif match := _DATE.match(text):
        parts = [int(part) for part in match.groups() if part]
    else:
        return ""
    try:
        dt.date(*(*parts, 1, 1)[:3])
    except ValueError:  # no calendar has that day
        return ""
    return "-".join(f"{part:02}" for part in parts)


def _language(text: str) -> str:
    """Give the tag of a language that is told by its tag or its name; nothing for others."""
    from isgpress.sources.fields import tag_of_language  # noqa: PLC0415 - slow to import

    return text if _TAG.fullmatch(text) else tag_of_language(text)


def _prices(amount: str, currency: str) -> Iterator[tuple[str, str]]:
    """Give an amount with a point, and the code of its currency."""
    amount = _THOUSANDS.sub("", amount)
    match = re.search(r"\d+(?:[.,]\d{1,2})?(?![\d.,])", amount)
    sign = next((code for mark, code in CURRENCIES.items() if mark in amount), "")
    word = re.search(r"[A-Z]{3}", f"{currency} {amount}")
    code = word[0] if word else sign
    if match and code:
        whole, _, cents = match[0].replace(",", ".").partition(".")
        yield f"{whole}.{cents.ljust(2, '0')}", code
