"""Printers and papers as data, and which of them a title is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from isgpress import standards
from isgpress.model.printing import (
    CaseMeasures,
    OutputIntent,
    Paper,
    PrinterProfile,
    PrintOrder,
    Stock,
)

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication

BOOK, ISSUE = "offset-paperback", "magazine-saddle-stitched"
_FLAGS = ("bleed_at_spine", "marks", "last_blank")
_NUMBERS = ("bleed", "safe", "cover_safe", "marks_offset", "spine_clear", "flap", "least_line")
_COUNTS = (
    "ink_limit",
    "picture_dpi",
    "line_dpi",
    "page_multiple",
    "pages_min",
    "pages_max",
    "blank_run",
    "spine_text_pages",
)


@cache
def papers() -> Mapping[str, Paper]:
    """Give the papers of papers.yaml by key."""
    return MappingProxyType(
        {
            key: Paper(row["name"], float(row["grammage"]), float(row["bulk"]), row["colour"])
            for key, row in standards.table("papers").items()
        }
    )


@cache
def printers() -> Mapping[str, PrinterProfile]:
    """Give the printers of printers.yaml by key."""
    return MappingProxyType(
        {key: _profile(key, row) for key, row in standards.table("printers").items()}
    )


def order_of(book: Publication) -> PrintOrder:
    """Give what the print edition says of its making; the usual where it says nothing."""
    return book.printed.order if book.printed else PrintOrder()


def printer_of(press: Press, book: Publication) -> PrinterProfile:
    """Give the printer that a title's print edition is made for.

    Without a name it is an offset printer, of magazines where the title is an issue.
    """
    key = order_of(book).printer or (ISSUE if book.kind == "issue" else BOOK)
    known = {**printers(), **{p.key: p for p in press.printers}}
    return known[key] if key in known else printers()[BOOK]


def binding_of(profile: PrinterProfile, book: Publication) -> str:
    """Give the binding of a title's print edition: its own, else the printer's usual one."""
    return order_of(book).binding or profile.bindings[0]


def bleed_of(profile: PrinterProfile, title: Publication) -> float:
    """Give the bleed of a title's pages in mm.

    Pages of books bleed where the printer wants it of all pages; of issues, whose covers
    and pictures reach the edge, always.
    """
    bleeds = title.kind == "issue" or profile.bleed_at_spine
    return profile.bleed if bleeds else 0.0


def stock_of(paper: Paper) -> Stock:
    """Give a paper of papers.yaml as printers offer it that give no figures of their own."""
    return Stock(paper.name, paper.per_page)


def _profile(key: str, row: Mapping[str, Any]) -> PrinterProfile:
    given: dict[str, Any] = {name.replace("-", "_"): value for name, value in row.items()}
    for name in given.keys() & set(_FLAGS):
        given[name] = given[name] == "true"
    for name in given.keys() & set(_NUMBERS):
        given[name] = float(given[name])
    for name in given.keys() & set(_COUNTS):
        given[name] = int(given[name])
    for name in given.keys() & {"intent", "cover_intent"}:
        given[name] = OutputIntent(**given[name])
    if "case" in given:
        measures = {k.replace("-", "_"): float(v) for k, v in given["case"].items()}
        given["case"] = replace(CaseMeasures(), **measures)
    given["gutters"] = tuple((int(n), float(mm)) for n, mm in given.get("gutters", ()))
    given["bindings"] = tuple(given["bindings"])
    given["papers"] = tuple((name, _stock(name, p)) for name, p in given["papers"].items())
    return PrinterProfile(key=key, **given)


def _stock(name: str, row: Mapping[str, str]) -> Stock:
    if not row:
        return stock_of(papers()[name])
    return Stock(
        row["name"],
        float(row["per-page"]),
        float(row.get("constant", 0)),
        row.get("estimated") == "true",
    )
