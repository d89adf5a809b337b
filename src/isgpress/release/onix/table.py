"""The products of a message as a table, for shops that take nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from isgpress.model.publication import Book, Issue, Publication
from isgpress.release.files import MAIN_ROLE
from isgpress.release.onix.descriptive import people
from isgpress.release.onix.record import Record
from isgpress.release.onix.supply import prices
from isgpress.render.names import plain_line, whole_title

COLUMNS = (
    "reference",
    "isbn",
    "form",
    "title",
    "subtitle",
    "series",
    "number",
    "issn",
    "contributors",
    "language",
    "publisher",
    "place",
    "date",
    "edition",
    "printing",
    "price",
    "currency",
    "other_prices",
    "availability",
    "territories",
    "not_in",
    "pages",
    "width_mm",
    "height_mm",
    "file",
    "size_bytes",
    "sha256",
    "thema",
    "bisac",
    "keywords",
    "audience",
    "rights",
    "licence",
    "cover",
    "description",
)
# a spreadsheet takes these for the beginning of a formula
FORMULA = ("=", "+", "-", "@")


def table(records: Iterable[Record]) -> bytes:
    """Give the table as CSV in UTF-8 with a byte order mark, which spreadsheets look for.

    See RFC 4180. A line for each product; lists within a field are joined by ``; ``.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for record in records:
        row = dict(_product(record)) | dict(_title(record.title)) | dict(_files(record))
        writer.writerow({name: _safe(text) for name, text in row.items()})
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _product(record: Record) -> Iterator[tuple[str, str]]:
    own = record.product
    yield from (("reference", own.reference), ("isbn", own.isbn), ("form", own.form.value))
    costs = prices(record)
    if costs:
        yield from (("price", costs[0].amount), ("currency", costs[0].currency))
    yield "other_prices", "; ".join(f"{p.amount} {p.currency}" for p in costs[1:])


def _title(title: Publication) -> Iterator[tuple[str, str]]:
    trade = title.trade
    yield "title", whole_title(title)
    yield "subtitle", plain_line(title.subtitle, title.language)
    yield "contributors", "; ".join(f"{p.name} ({' '.join(r)})" for p, r in people(title))
    yield from (("language", title.language), ("date", str(title.date)))
    yield from (("publisher", title.publisher), ("place", title.place))
    yield from (("printing", str(title.printing)), ("availability", trade.availability))
    yield "territories", "; ".join(trade.territories)
    yield "not_in", "; ".join(trade.not_in)
    yield "thema", "; ".join(title.subjects.thema)
    yield "bisac", "; ".join(title.subjects.bisac)
    yield "keywords", "; ".join(title.subjects.keywords)
    yield from (("audience", trade.audience), ("rights", title.rights))
    yield from (("licence", title.licence_url or title.licence),)
    yield "description", plain_line(" ".join(title.description.split()), title.language)
    if isinstance(title, Issue):
        yield "series", title.periodical.title
        yield "number", title.whole_number or title.number
        yield "issn", title.periodical.issn
    elif isinstance(title, Book):
        yield "edition", title.edition_statement
        if title.series:
            yield from (("series", title.series.title), ("number", title.series.number))
            yield "issn", title.series.issn


def _files(record: Record) -> Iterator[tuple[str, str]]:
    row = record.own(MAIN_ROLE[record.product.form])
    cover = record.any("front-cover")
    yield "cover", f"{record.base}{cover['name']}" if cover else ""
    if row is None:
        return
    yield from (("file", row["name"]), ("size_bytes", str(row["size"])))
    yield from (("sha256", row["sha256"]), ("pages", str(row.get("pages", ""))))
    if "trim" in row:
        width, height = row["trim"]
        yield from (("width_mm", f"{width:g}"), ("height_mm", f"{height:g}"))
