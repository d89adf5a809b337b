"""A product as a list of titles tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from isgpress.findings import Finding, Severity, Span
from isgpress.sources import fields
from isgpress.sources.wording import first_fault
from isgpress.standards.identifiers import digits, fault_of_isbn

PAPERBACK, HARDBACK, EPUB, PDF, OTHER = "paperback", "hardback", "epub", "pdf", "other"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made it: name, MARC relator, name for lists; whether it is no person."""

    name: str
    role: str = "aut"
    sort_name: str = ""
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """One edition. ``form`` is one of those above; ``date`` is ISO 8601, as far as known.

    ``keys`` are its identifiers, ``related`` those of other editions of the same work.
    ``prices`` are amount and currency.
    """

    span: Span
    title: str
    subtitle: str = ""
    form: str = OTHER
    isbn: str = ""
    people: tuple[Person, ...] = ()
    language: str = ""
    date: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    number: str = ""
    issn: str = ""
    edition: int = 1
    prices: tuple[tuple[str, str], ...] = ()
    description: str = ""
    short: str = ""
    rights: str = ""
    licence_url: str = ""
    thema: tuple[str, ...] = ()
    bisac: tuple[str, ...] = ()
    bic: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    availability: str = ""
    keys: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()

    @property
    def work(self) -> str:
        """What the editions of one work have in common, where nothing else is known."""
        first = self.people[0].name if self.people else ""
        parts = (self.title, self.subtitle, first, str(self.edition))
        return "\0".join(" ".join(part.casefold().split()) for part in parts)


def good_isbn(text: str, span: Span) -> tuple[str, tuple[Finding, ...]]:
    """Give the 13 digits of an ISBN; nothing, and a finding, where it is none.

    One of ten digits with a right check digit is given with its thirteen.
    """
    fault = fault_of_isbn(text)
    if fault is None:
        return digits(text), ()
    message, advice = fault
    if "use its 13 digits: `" in advice:
        return digits(advice.split("`")[1]), ()
    return "", (lost(f"{message}; it is left out", span, advice),)


def lost(message: str, span: Span, advice: str = "") -> Finding:
    """Give the finding for what a list says and book.yaml does not take."""
    return Finding("not-imported", message, span, advice, Severity.WARNING)


def sound(product: Product) -> tuple[Product, tuple[Finding, ...]]:
    """Give a product without the values that book.yaml would not take, and tell of these."""
    span = product.span
    findings: list[Finding] = []
    kept: dict[str, Any] = {}
    kinds = {"date": fields.DateField, "language": fields.Language, "licence_url": fields.Url}
    for name, kind in kinds.items():
        value = getattr(product, name)
        wrong = tuple(_faults(kind, value, span)) if value else ()
        findings += wrong
        kept[name] = "" if wrong else value
    prices = []
    for amount, currency in product.prices:
        of_amount = tuple(_faults(fields.Amount, amount, span))
        of_currency = tuple(_faults(fields.Currency, currency, span))
        findings += (*of_amount, *of_currency)
        prices += [] if of_amount or of_currency else [(amount, currency)]
    return replace(product, **kept, prices=tuple(prices)), tuple(findings)


def _faults(kind: Any, value: str, span: Span) -> Iterator[Finding]:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as fault:
        message, advice = first_fault(fault)
        yield lost(f"{message}; it is left out", span, advice)
