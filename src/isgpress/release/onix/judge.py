"""What is wrong with a message that the schema lets through.

The schema of ONIX checks the order of elements and the codes of most lists. It does not
look inside identifiers and dates, nor at what two elements say together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from isgpress.findings import Finding, Severity, Span
from isgpress.release.onix import codes
from isgpress.release.onix.collateral import SHORTEST
from isgpress.standards.identifiers import fault_of_isbn, fault_of_issn

Found = tuple[str, str]
"""What is wrong: the last part of the rule's name, and the message."""

_DATES = {"00": "%Y%m%d", "01": "%Y%m", "05": "%Y", "13": "%Y%m%dT%H%M", "14": "%Y%m%dT%H%M%S"}
_SHAPES = {
    codes.THEMA: r"[A-Z][A-Z0-9]{0,8}",
    **{scheme: rf"{first}[A-Z0-9-]{{0,11}}" for first, scheme in codes.QUALIFIERS.items()},
    codes.BISAC: r"[A-Z]{3}\d{6}",
    codes.BIC: r"[A-Z][A-Z0-9]{0,9}",
}
_DIGITAL, _DIGITAL_DETAIL = ("E",), ("E1", "E2")
DELETED = "05"
ISBN, ISSN = "15", "02"


def judge(data: bytes, path: str) -> tuple[Finding, ...]:
    """Give what is wrong with a message; ``path`` is the file's name, for the place.

    Rules begin with ``onix-``. A message that is no XML, or not of ONIX, is one finding.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        top = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        return (_finding("not-xml", f"the file is no XML: {fault.msg}", path),)
    if etree.QName(top).localname != "ONIXMessage":
        return (_finding("not-xml", "the file is no ONIX message by reference names", path),)
    found: list[Finding] = []
    products: Iterator[Any] = top.iter("{*}Product")
    for product in products:
        for check in _CHECKS:
            for kind, message in check(product):
                found.append(_finding(kind, message, path, product.sourceline or 0))
    return (*found, *twice(_twice(top), path))


def _finding(kind: str, message: str, path: str, line: int = 0) -> Finding:
    return Finding(f"onix-{kind}", message, Span(path, line), severity=Severity.ERROR)


def _texts(element: Any, name: str) -> Iterator[str]:
    yield from ((e.text or "").strip() for e in element.iter(f"{{*}}{name}"))


def _text(element: Any, name: str) -> str:
    return next(_texts(element, name), "")


def _isbns(product: Any) -> Iterator[Found]:
    for element in product.iter("{*}ProductIdentifier"):
        value = _text(element, "IDValue")
        if _text(element, "ProductIDType") != ISBN:
            continue
        wrong = fault_of_isbn(value)
        if wrong or not value.isdigit():
            yield "isbn", wrong[0] if wrong else f"`{value}` has signs beside its 13 digits"
    for element in product.iter("{*}CollectionIdentifier"):
        value = _text(element, "IDValue")
        if _text(element, "CollectionIDType") == ISSN and (wrong := fault_of_issn(value)):
            yield "isbn", wrong[0]


def _dates(product: Any) -> Iterator[Found]:
    """Find dates that no calendar has, and products without a date of publication."""
    for element in product.iter("{*}Date"):
        form = element.get("dateformat", "00")
        value = (element.text or "").strip()
        if form in _DATES and not _is_date(value, _DATES[form]):
            yield "date", f"there is no such date as `{value}`"
    roles = set(_texts(product, "PublishingDateRole"))
    if "01" not in roles and _text(product, "NotificationType") != DELETED:
        yield "no-date", "no date of publication is given"


def _is_date(value: str, form: str) -> bool:
    try:
        return dt.datetime.strptime(value, form).strftime(form) == value  # noqa: DTZ007 (a day)
    except ValueError:
        return False


def _accessibility(product: Any) -> Iterator[Found]:
    digital = _text(product, "ProductForm").startswith(_DIGITAL)
    for element in product.iter("{*}ProductFormFeature"):
        if _text(element, "ProductFormFeatureType") != "09":
            continue
        value = _text(element, "ProductFormFeatureValue")
        if value not in codes.ACCESSIBILITY:
            yield "accessibility", f"`{value}` is no code of accessibility (list 196)"
        elif not digital:
            yield "accessibility", "a thing of paper has the accessibility of an e-book"


def _subjects(product: Any) -> Iterator[Found]:
    main = Counter[str]()
    for element in product.iter("{*}Subject"):
        scheme, code = _text(element, "SubjectSchemeIdentifier"), _text(element, "SubjectCode")
        main[scheme] += element.find("{*}MainSubject") is not None
        shape = _SHAPES.get(scheme)
        if shape and not re.fullmatch(shape, code):
            yield "subject", f"`{code}` does not have the form of scheme {scheme}"
    for scheme, count in main.items():
        if count > 1:
            yield "subject", f"{count} subjects of scheme {scheme} are each the main one"


def _form(product: Any) -> Iterator[Found]:
    """Find e-books that are coded as books, and the other way round."""
    form = _text(product, "ProductForm")
    details = {
        (e.text or "").strip()
        for e in product.iterfind("{*}DescriptiveDetail/{*}ProductFormDetail")
    }
    digital = form.startswith(_DIGITAL)
    if any(d.startswith(_DIGITAL_DETAIL) for d in details) and not digital:
        yield "form", f"the form `{form}` is of paper, its detail is that of a file"
    if digital and any(d.startswith("B") for d in details):
        yield "form", f"the form `{form}` is a file, its detail is that of a book"
    if not digital and product.find(".//{*}EpubTechnicalProtection") is not None:
        yield "form", f"the form `{form}` is of paper, but a technical protection is given"
    extents = {_text(e, "ExtentType") for e in product.iter("{*}Extent")}
    if not digital and "22" in extents:
        yield "form", f"the form `{form}` is of paper, but the size of a file is given"


def _relations(product: Any) -> Iterator[Found]:
    own = {
        (_text(e, "ProductIDType"), _text(e, "IDValue"))
        for e in product.iterfind("{*}ProductIdentifier")
    }
    for relation in product.iter("{*}RelatedProduct"):
        others = {
            (_text(e, "ProductIDType"), _text(e, "IDValue"))
            for e in relation.iter("{*}ProductIdentifier")
        }
        if own & others:
            yield "related", "the product is related to itself"


def _prices(product: Any) -> Iterator[Found]:
    for detail in product.iter("{*}SupplyDetail"):
        keys = Counter[tuple[str, ...]]()
        for price in detail.iter("{*}Price"):
            names = ("PriceType", "CurrencyCode", "CountriesIncluded", "RegionsIncluded")
            keys[tuple(_text(price, name) for name in names)] += 1
        if any(count > 1 for count in keys.values()):
            yield "price", "two prices hold for the same currency and territory"


def _descriptions(product: Any) -> Iterator[Found]:
    for element in product.iter("{*}TextContent"):
        length = len(_text(element, "Text"))
        if _text(element, "TextType") == "02" and length > SHORTEST:
            yield "too-long", f"the short description has {length} signs, of {SHORTEST}"


def _rights(product: Any) -> Iterator[Found]:
    for element in product.iter("{*}Territory"):
        included = set(_text(element, "CountriesIncluded").split())
        excluded = set(_text(element, "CountriesExcluded").split())
        empty = element.find("{*}CountriesIncluded") is not None and not included
        if empty or included & excluded:
            yield "territory", "a territory has no country left in it"
    sold: set[str] = set()
    for element in product.iter("{*}SalesRights"):
        countries = set(_text(element, "CountriesIncluded").split())
        if sold & countries:
            both = ", ".join(sorted(sold & countries))
            yield "territory", f"two statements of sales rights name {both}"
        sold |= countries


def _twice(top: Any) -> Iterator[Counter[str]]:
    """Count references, and ISBNs."""
    references, isbns = Counter[str](), Counter[str]()
    for product in top.iter("{*}Product"):
        references[_text(product, "RecordReference")] += 1
        for element in product.iterfind("{*}ProductIdentifier"):
            if _text(element, "ProductIDType") == ISBN:
                isbns[_text(element, "IDValue")] += 1
    yield from (references, isbns)


def twice(counts: Iterable[Mapping[str, int]], path: str) -> tuple[Finding, ...]:
    """Give a finding for each reference or ISBN that stands for two products."""
    return tuple(
        _finding("twice", f"`{value}` stands for {count} products", path)
        for counted in counts
        for value, count in counted.items()
        if count > 1
    )


_CHECKS: tuple[Callable[[Any], Iterator[Found]], ...] = (
    _isbns,
    _dates,
    _accessibility,
    _subjects,
    _form,
    _relations,
    _prices,
    _descriptions,
    _rights,
)
