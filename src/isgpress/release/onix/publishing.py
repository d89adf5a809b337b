"""Who publishes the product, since when, and where it may be sold; and what it goes with."""

from __future__ import annotations

import re

from isgpress.model.date import Date
from isgpress.model.trade import WORLD
from isgpress.release.onix import codes
from isgpress.release.onix.elements import Element, add, fill, identifiers, territory
from isgpress.release.onix.record import Record
from isgpress.release.products import Product, printed_on

DAY, MONTH, YEAR = "00", "01", "05"  # list 55
FOR_SALE, NOT_FOR_SALE = "01", "03"  # list 46
# list 51: what another product is to this one
PAPER_OF, FILE_OF, OTHER_FORM, REPLACES = "13", "27", "06", "03"
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(\d{4})(?:[\u2013-]\d{4})?,?\s+(.+)", re.IGNORECASE
)


def publishing(product: Element, record: Record) -> None:
    """Add PublishingDetail."""
    title, press = record.title, record.press
    house = title.publisher or press.imprint or press.name
    detail = add(product, "PublishingDetail")
    fill(detail, "Imprint", ImprintName=house)
    publisher = fill(detail, "Publisher", PublishingRole="01", PublisherName=press.name)
    if press.url:
        fill(publisher, "Website", WebsiteRole="01", WebsiteLink=press.url)
    if title.place:
        add(detail, "CityOfPublication", title.place)
    add(detail, "PublishingStatus", codes.STATUS[title.trade.availability])
    _date(detail, "01", title.date)
    if title.printing > 1:
        _date(detail, "12", printed_on(title))
        add(detail, "LatestReprintNumber", str(title.printing))
    if found := _COPYRIGHT.search(title.rights):
        statement = fill(detail, "CopyrightStatement", CopyrightYear=found[1])
        fill(statement, "CopyrightOwner", CorporateName=found[2])
    _rights(detail, record)


def _date(detail: Element, role: str, date: Date) -> None:
    """Add a date, no finer than it is known."""
    form = DAY if date.day else MONTH if date.month else YEAR
    element = fill(detail, "PublishingDate", PublishingDateRole=role)
    add(element, "Date", str(date).replace("-", ""), dateformat=form)


def _rights(detail: Element, record: Record) -> None:
    trade = record.title.trade
    sold = add(detail, "SalesRights")
    add(sold, "SalesRightsType", FOR_SALE)
    territory(sold, trade.territories, trade.not_in)
    if trade.not_in:
        barred = add(detail, "SalesRights")
        add(barred, "SalesRightsType", NOT_FOR_SALE)
        territory(barred, trade.not_in)
    if WORLD not in trade.territories:
        add(detail, "ROWSalesRightsType", NOT_FOR_SALE)


def related(product: Element, record: Record) -> None:
    """Add RelatedMaterial: the title's other editions, and the one that this replaces."""
    detail = add(product, "RelatedMaterial")
    for other in record.others:
        relation = add(detail, "RelatedProduct")
        add(relation, "ProductRelationCode", _relation(record.product, other))
        identifiers(
            relation,
            "ProductIdentifier",
            other.isbn,
            other.reference,
            record.press.name,
        )
    if old := record.product.edition.replaces:
        relation = fill(detail, "RelatedProduct", ProductRelationCode=REPLACES)
        fill(relation, "ProductIdentifier", ProductIDType="15", IDValue=old)
    if not len(detail):
        product.remove(detail)


def _relation(product: Product, other: Product) -> str:
    if product.form.is_paper and other.form.is_paper:
        return OTHER_FORM
    if other.form.is_paper:
        return PAPER_OF
    return FILE_OF if product.form.is_paper else OTHER_FORM
