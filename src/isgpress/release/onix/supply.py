"""Who delivers the product, where, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from isgpress.model.publication import Issue, Price
from isgpress.model.trade import Supplier
from isgpress.release.onix import codes
from isgpress.release.onix.elements import Element, add, fill, territory
from isgpress.release.onix.record import Record
from isgpress.release.products import Form, is_free

FREE, TO_BE_TOLD, ASK = "01", "02", "04"  # list 57
WITH_TAX, WITHOUT_TAX = "02", "01"  # list 58: recommended retail prices


def supply(product: Element, record: Record) -> None:
    """Add a ProductSupply for each market: the countries where the same suppliers deliver."""
    for countries, suppliers in _markets(record).items():
        element = add(product, "ProductSupply")
        market = add(element, "Market")
        trade = record.title.trade
        territory(market, countries or trade.territories, trade.not_in)
        for supplier in suppliers:
            _detail(element, record, supplier)


def _markets(record: Record) -> dict[tuple[str, ...], list[Supplier]]:
    press = record.press
    house = Supplier(press.name, "publisher", press.email, "", press.url)
    found: dict[tuple[str, ...], list[Supplier]] = {}
    for supplier in record.title.trade.suppliers or (house,):
        found.setdefault(tuple(sorted(supplier.countries)), []).append(supplier)
    return found


def _detail(parent: Element, record: Record, supplier: Supplier) -> None:
    detail = add(parent, "SupplyDetail")
    who = fill(
        detail,
        "Supplier",
        SupplierRole=codes.SUPPLIERS[supplier.role],
        SupplierName=supplier.name,
        TelephoneNumber=supplier.telephone,
        EmailAddress=supplier.email,
    )
    if supplier.url:
        fill(who, "Website", WebsiteLink=supplier.url)
    trade = record.title.trade
    state = trade.availability
    if record.is_digital and state == "print-on-demand":
        state = "available"
    add(detail, "ProductAvailability", codes.AVAILABLE[state])
    costs = prices(record)
    charged = [p for p in costs if Decimal(p.amount)]
    if not charged and is_free(record.product, record.title):
        add(detail, "UnpricedItemType", FREE)
    elif not charged:
        add(detail, "UnpricedItemType", TO_BE_TOLD if state == "forthcoming" else ASK)
    for price in charged:
        _price(detail, price)


def prices(record: Record) -> tuple[Price, ...]:
    """Give the product's prices; an issue on paper has that of the issue."""
    edition, title = record.product.edition, record.title
    main = edition.price
    if main is None and isinstance(title, Issue) and record.product.form is Form.PRINT:
        main = title.price
    return tuple(_once([*([main] if main else []), *edition.prices]))


def _once(found: Sequence[Price]) -> Iterator[Price]:
    seen = set()
    for price in found:
        key = (price.currency, price.countries)
        if key not in seen:
            seen.add(key)
            yield price


def _price(detail: Element, price: Price) -> None:
    kind = WITHOUT_TAX if price.currency in codes.WITHOUT_TAX else WITH_TAX
    element = fill(
        detail,
        "Price",
        PriceType=kind,
        PriceAmount=price.amount,
        CurrencyCode=price.currency,
    )
    if price.countries:
        territory(element, price.countries)
