"""A list of titles as a message of ONIX 3.0 or 3.1, by reference names or short tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import langcodes
from lxml import etree

from isgpress.findings import Finding, PressError, Span
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
from isgpress.importers.short_tags import REFERENCE_NAMES
from isgpress.standards.onix_roles import relator_of

DELETED, FREE = "05", "01"
ISBN, ISBN10, EAN, OWN = "15", "02", "03", "01"
SAME_WORK = {"06", "13", "27", "11", "15"}  # list 51: other forms, editions for other devices
THEMA, BISAC, BIC, KEYWORDS = {"93", *map(str, range(94, 100))}, {"10"}, {"12", "13"}, {"20"}
STATES = {"02": "forthcoming", "04": "available", "06": "out-of-print", "07": "out-of-print"}
PUBLISHED = ("01", "11")  # list 163
DAYS = {"00": 8, "01": 6, "05": 4}  # list 55: figures of a date


def products_of_onix(data: bytes, path: str) -> tuple[tuple[Product, ...], tuple[Finding, ...]]:
    """Give the products of a message, and what could not be taken.

    Raises PressError ``not-a-list`` for what is no message of ONIX 3.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        top = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise PressError(_no_list(f"the file is no XML: {fault.msg}", path)) from fault
    _name_in_full(top)
    if etree.QName(top).localname != "ONIXMessage":
        raise PressError(_no_list("the file is no ONIX message", path))
    if not top.get("release", "").startswith("3"):
        message = f"the message is of ONIX {top.get('release') or '2'}, not of ONIX 3"
        raise PressError(_no_list(message, path))
    found: list[Product] = []
    findings: tuple[Finding, ...] = ()
    usual = _text(top, "DefaultCurrencyCode") or _text(top, "CurrencyCode")
    products: Iterator[Any] = top.iter("{*}Product")
    for element in products:
        span = Span(path, element.sourceline or 0)
        if _text(element, "NotificationType") == DELETED:
            continue
        product, wrong = _product(element, span, usual)
        findings += wrong
        if product.title:
            found.append(product)
        else:
            findings += (lost("a product without a title is left out", span),)
    return tuple(found), findings


def _no_list(message: str, path: str) -> Finding:
    advice = "give a message of ONIX 3.0 or 3.1, or a table (.csv)"
    return Finding("not-a-list", message, Span(path), advice)


def _name_in_full(top: Any) -> None:
    """Give elements with short tags their reference names."""
    for element in top.iter(etree.Element):
        name = etree.QName(element)
        if name.localname in REFERENCE_NAMES:
            full = REFERENCE_NAMES[name.localname]
            element.tag = f"{{{name.namespace}}}{full}" if name.namespace else full


def _product(element: Any, span: Span, currency: str) -> tuple[Product, tuple[Finding, ...]]:
    keys, isbn, wrong = _identifiers(element, span)
    people, unknown = _people(element, span)
    title, subtitle = _title(element.find("{*}DescriptiveDetail/{*}TitleDetail"))
    series, number, issn = _series(element)
    short, description = _descriptions(element)
    subjects = list(_subjects(element))
    copyright_ = element.find(".//{*}CopyrightStatement")
    product = Product(
        span=span,
        title=title,
        subtitle=subtitle,
        form=_form(element),
        isbn=isbn,
        people=people,
        language=_language(element),
        date=_date(element),
        publisher=_text(element, "ImprintName") or _text(element, "PublisherName"),
        place=_text(element, "CityOfPublication"),
        series=series,
        number=number,
        issn=issn,
        edition=_number(element, "EditionNumber") or 1,
        prices=tuple(_prices(element, currency)),
        description=description,
        short=short,
        rights=_rights(copyright_) if copyright_ is not None else "",
        licence_url=_text(element, "EpubLicenseExpressionLink"),
        thema=tuple(code for scheme, code in subjects if scheme in THEMA),
        bisac=tuple(code for scheme, code in subjects if scheme in BISAC),
        bic=tuple(code for scheme, code in subjects if scheme in BIC),
        keywords=tuple(
            word.strip()
            for scheme, text in subjects
            if scheme in KEYWORDS
            for word in re.split(r"[;,]", text)
            if word.strip()
        ),
        availability=STATES.get(_text(element, "PublishingStatus"), ""),
        keys=keys,
        related=frozenset(_related(element)),
    )
    product, unsound = sound(product)
    free = () if currency or not _is_free(element) else (_free(product),)
    return product, (*wrong, *unknown, *unsound, *free)


def _is_free(element: Any) -> bool:
    return _text(element, "UnpricedItemType") == FREE


def _free(product: Product) -> Finding:
    what = f"the {product.form} edition of “{product.title}” is free of charge"
    message = f"{what}, and the message has no currency to write that with"
    advice = 'add `price: {amount: "0.00", currency: GBP}` to it, with a currency of yours'
    return lost(message, product.span, advice)


def _texts(element: Any, path: str) -> Iterator[str]:
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    for found in element.iterfind(f".//{steps}"):
        yield " ".join("".join(found.itertext()).split())


def _text(element: Any, path: str) -> str:
    return next(_texts(element, path), "")


def _number(element: Any, path: str) -> int:
    """Give the first number below 1,000 that is told, 0 where there is none."""
    found = re.search(r"(?a:\b\d{1,3})(?!\d)", _text(element, path))
    return int(found[0]) if found else 0


def _identifiers(element: Any, span: Span) -> tuple[frozenset[str], str, tuple[Finding, ...]]:
    """Give all identifiers, the ISBN, and what is wrong with it."""
    keys, isbn = set(), ""
    findings: tuple[Finding, ...] = ()
    for found in element.iterfind("{*}ProductIdentifier"):
        kind, value = _text(found, "ProductIDType"), _text(found, "IDValue")
        keys.add(value)
        if kind in {ISBN, ISBN10} or (kind == EAN and value.startswith("97")):
            good, wrong = good_isbn(value, span)
            isbn = isbn or good
            findings += wrong
    keys.add(isbn or _text(element, "RecordReference"))
    return frozenset(keys), isbn, findings if not isbn else ()


def _title(detail: Any) -> tuple[str, str]:
    if detail is None:
        return "", ""
    elements = list(detail.iterfind("{*}TitleElement"))
    own = [e for e in elements if _text(e, "TitleElementLevel") == "01"] or elements
    if not own:
        return "", ""
    whole = _text(own[0], "TitleText")
    if not whole:
        prefix, rest = _text(own[0], "TitlePrefix"), _text(own[0], "TitleWithoutPrefix")
        whole = prefix + ("" if prefix.endswith("’") or not prefix else " ") + rest
    return whole, _text(own[0], "Subtitle")


def _series(element: Any) -> tuple[str, str, str]:
    """Give series, number in it and ISSN."""
    collection = element.find("{*}DescriptiveDetail/{*}Collection")
    if collection is None:
        return "", "", ""
    levels = {_text(e, "TitleElementLevel"): e for e in collection.iter("{*}TitleElement")}
    name = levels.get("02", next(iter(levels.values()), None))
    title = ""
    if name is not None:
        title = _text(name, "TitleText") or " ".join(
            filter(None, (_text(name, "TitlePrefix"), _text(name, "TitleWithoutPrefix")))
        )
    ids = collection.iterfind("{*}CollectionIdentifier")
    issn = next((_text(i, "IDValue") for i in ids if _text(i, "CollectionIDType") == "02"), "")
    return title, _text(collection, "PartNumber"), issn


def _form(element: Any) -> str:
    form = _text(element, "DescriptiveDetail/ProductForm")
    details = set(_texts(element, "DescriptiveDetail/ProductFormDetail"))
    if form.startswith("E") or form == "DG":  # DG: e-books in older messages
        return PDF if "E107" in details else EPUB if not details or "E101" in details else OTHER
    if form == "BB":
        return HARDBACK
    return PAPERBACK if form.startswith("B") else OTHER


def _people(element: Any, span: Span) -> tuple[tuple[Person, ...], tuple[Finding, ...]]:
    found = []
    findings: tuple[Finding, ...] = ()
    people = element.iterfind("{*}DescriptiveDetail/{*}Contributor")
    for someone in sorted(people, key=lambda e: _number(e, "SequenceNumber")):
        sort_name = _text(someone, "PersonNameInverted")
        name = _text(someone, "PersonName") or _text(someone, "CorporateName")
        parts = (_text(someone, "NamesBeforeKey"), _text(someone, "KeyNames"))
        name = name or " ".join(filter(None, parts))
        if not name and ", " in sort_name:
            name = " ".join(reversed(sort_name.split(", ", 1)))
        for code in _texts(someone, "ContributorRole"):
            if not name:
                continue
            role = relator_of(code)
            if not role:
                message = f"the role {code} of {name} is not taken; “contributor” stands for it"
                findings += (lost(message, span),)
            body = someone.find("{*}CorporateName") is not None
            found.append(Person(name, role or "ctb", sort_name, body))
    return tuple(found), findings


def _language(element: Any) -> str:
    for language in element.iterfind("{*}DescriptiveDetail/{*}Language"):
        if _text(language, "LanguageRole") == "01":
            code = _text(language, "LanguageCode")
            try:
                return str(langcodes.Language.get(code).to_tag())
            except ValueError:
                return ""
    return ""


def _date(element: Any) -> str:
    """Give the date of publication, as exact as it is told."""
    dates = {_text(d, "PublishingDateRole"): d for d in element.iter("{*}PublishingDate")}
    for role in PUBLISHED:
        if role in dates:
            date = dates[role].find("{*}Date")
            text = re.sub(r"\D", "", (date.text or "") if date is not None else "")
            size = DAYS.get(date.get("dateformat", ""), len(text)) if date is not None else 0
            text = text[:size]
            if len(text) in DAYS.values():
                return "-".join(filter(None, (text[:4], text[4:6], text[6:8])))
    return ""


def _prices(element: Any, usual: str) -> Iterator[tuple[str, str]]:
    """Give retail prices, each currency once; 0 in the usual one for a free product."""
    if usual and _is_free(element):
        yield "0.00", usual
    seen = set()
    for price in element.iter("{*}Price"):
        amount, currency = _text(price, "PriceAmount"), _text(price, "CurrencyCode")
        if amount and currency and currency not in seen:
            seen.add(currency)
            yield _with_cents(amount), currency


def _with_cents(amount: str) -> str:
    """Give an amount with its cents, what is none as it stands."""
    return f"{Decimal(amount):.2f}" if re.fullmatch(r"(?a:\d{1,9}(\.\d+)?)", amount) else amount


def _descriptions(element: Any) -> tuple[str, str]:
    texts = {_text(t, "TextType"): _text(t, "Text") for t in element.iter("{*}TextContent")}
    return texts.get("02", ""), texts.get("03", "")


def _subjects(element: Any) -> Iterator[tuple[str, str]]:
    for subject in element.iterfind("{*}DescriptiveDetail/{*}Subject"):
        scheme = _text(subject, "SubjectSchemeIdentifier")
        yield scheme, _text(subject, "SubjectCode") or _text(subject, "SubjectHeadingText")


def _rights(statement: Any) -> str:
    owner = _text(statement, "CorporateName") or _text(statement, "PersonName")
    year = _text(statement, "CopyrightYear")
    return f"© {year} {owner}".strip() if owner else ""


def _related(element: Any) -> Iterator[str]:
    for other in element.iter("{*}RelatedProduct"):
        if set(_texts(other, "ProductRelationCode")) & SAME_WORK:
            yield from _texts(other, "ProductIdentifier/IDValue")
    for work in element.iter("{*}WorkIdentifier"):
        yield f"work {_text(work, 'WorkIDType')} {_text(work, 'IDValue')}"
