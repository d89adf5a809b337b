"""A message: its head, and a record for each product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lxml import etree

from isgpress.model.publication import Press
from isgpress.release.onix.collateral import collateral
from isgpress.release.onix.descriptive import descriptive
from isgpress.release.onix.elements import Element, add, fill, identifiers, root
from isgpress.release.onix.publishing import publishing, related
from isgpress.release.onix.record import Record
from isgpress.release.onix.supply import supply

RELEASES = ("3.0", "3.1")
EARLY, CONFIRMED, DELETED = "02", "03", "05"  # list 1


def message(
    press: Press,
    records: Iterable[Record],
    sent: dt.date | dt.datetime,
    release: str = "3.0",
    gone: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Give a message by release ``3.0`` or ``3.1``, as bytes of XML.

    ``sent`` is a day, or a moment in UTC. ``gone`` are products that are no more:
    reference and ISBN.
    """
    top = root(release)
    _head(top, press, sent)
    for record in records:
        _product(top, record)
    for reference, isbn in gone:
        _deleted(top, press, reference, isbn)
    if len(top) == 1:
        add(top, "NoProduct")
    etree.indent(top)
    return etree.tostring(top, xml_declaration=True, encoding="UTF-8") + b"\n"


def _head(top: Element, press: Press, sent: dt.date | dt.datetime) -> None:
    header = add(top, "Header")
    fill(header, "Sender", SenderName=press.name, EmailAddress=press.email)
    form = "%Y%m%dT%H%M%SZ" if isinstance(sent, dt.datetime) else "%Y%m%d"
    add(header, "SentDateTime", sent.strftime(form))


def _product(top: Element, record: Record) -> None:
    product = add(top, "Product")
    add(product, "RecordReference", record.product.reference)
    early = record.title.trade.availability == "forthcoming"
    add(product, "NotificationType", EARLY if early else CONFIRMED)
    own = record.product
    identifiers(product, "ProductIdentifier", own.isbn, own.reference, record.press.name)
    descriptive(product, record)
    collateral(product, record)
    publishing(product, record)
    related(product, record)
    supply(product, record)


def _deleted(top: Element, press: Press, reference: str, isbn: str) -> None:
    product = add(top, "Product")
    add(product, "RecordReference", reference)
    add(product, "NotificationType", DELETED)
    identifiers(product, "ProductIdentifier", isbn, reference, press.name)
