"""A whole catalogue told to shops: records kept per title, put together as one message."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isgpress.build.pieces import pack, unpack
from isgpress.build.tools import moment, tools
from isgpress.findings import Finding, has_errors
from isgpress.release.onix.judge import judge, twice
from isgpress.release.onix.message import message
from isgpress.release.products import printed_on
from isgpress.release.shelf import latest, records
from isgpress.sources import load_title
from isgpress.store import Store, key_of, store_of

if TYPE_CHECKING:
    from isgpress.model.publication import Press
    from isgpress.world import World

KIND = "onix"
_START, _END = b"  <Product>", b"</ONIXMessage>"
_HEAD, _NOTHING = b"  </Header>\n", b"  <NoProduct/>\n"


@dataclass(frozen=True, slots=True)
class Told:
    """A title as a message tells of it.

    ``day`` is that of its present printing, ISO 8601; ``products`` are reference and ISBN
    of each, ``text`` their records in XML; ``findings`` what is wrong with the title or
    with them.
    """

    day: str = ""
    products: tuple[tuple[str, str], ...] = ()
    text: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was told of a title, and what it was made from."""

    told: Told
    reads: dict[str, str | None] = field(default_factory=dict)


def told(world: World, press: Press, slug: str, number: str, store: Store) -> Told:
    """Give what a message by release ``number`` tells of a title.

    That of last time, where nothing that it was made from has changed since. Only what is
    told of a release is kept: what is told of files in ``dist`` is not.
    """
    parts = (str(world.root), slug, number, world.fingerprint("press.yaml") or "")
    key = key_of(tools(), moment(), *parts)
    kept = unpack(Kept, store.get(KIND, key))
    if kept is not None and world.unchanged(kept.reads):
        return kept.told
    with world.recording() as reads:
        made = _told(world, press, slug, number)
        released = latest(world, slug) is not None
    if released and not made.findings:
        store.put(KIND, key, pack(Kept(made, reads)))
    return made


def shown(  # noqa: PLR0913, PLR0917 - what is asked for, and what a finding names
    world: World, press: Press, slugs: Iterable[str], number: str, name: str, since: str = ""
) -> tuple[list[Told], tuple[Finding, ...]]:
    """Give titles as a message tells of them, and what is wrong with them.

    ``name`` is that of the message; with ``since``, a day by ISO 8601, only those of that
    day or later.
    """
    store = store_of(world.root)
    every = [told(world, press, slug, number, store) for slug in slugs]
    found = [title for title in every if title.day >= since]
    return found, (*(f for title in every for f in title.findings), *repeated(found, name))


def catalogue(
    world: World, press: Press, number: str, name: str
) -> tuple[bytes, tuple[Finding, ...]]:
    """Give the message about all titles, and what is wrong; the rest as in ``shown``."""
    found, findings = shown(world, press, press.titles, number, name)
    return together(press, found, world.now(), number), findings


def _told(world: World, press: Press, slug: str, number: str) -> Told:
    title, findings = load_title(world, press, slug)
    if title is None or has_errors(findings):
        return Told(findings=findings)
    rows = records(world, press, title)
    day = printed_on(title).first_day()
    data = message(press, rows, day, number)
    products = tuple((r.product.reference, r.product.isbn) for r in rows)
    start = data.find(_START)
    text = data[start : data.rindex(_END)].decode() if start >= 0 else ""
    return Told(day.isoformat(), products, text, (*findings, *judge(data, f"`{slug}`")))


def together(
    press: Press,
    titles: Sequence[Told],
    sent: dt.datetime,
    number: str,
    gone: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Give the message about these titles; ``gone`` as in ``message``."""
    whole = message(press, (), sent, number, gone)
    texts = b"".join(title.text.encode() for title in titles)
    if texts:
        whole = whole.replace(_NOTHING, b"")
    head, mark, rest = whole.partition(_HEAD)
    return head + mark + texts + rest


def repeated(titles: Iterable[Told], path: str) -> tuple[Finding, ...]:
    """Give the findings for references and ISBNs that stand for two products."""
    products = [product for title in titles for product in title.products]
    references = Counter(reference for reference, _ in products)
    isbns = Counter(isbn for _, isbn in products if isbn)
    return twice([references, isbns], path)


def only(titles: Sequence[Told], references: set[str]) -> Iterator[Told]:
    """Give titles with those of their products alone that have one of the references."""
    for title in titles:
        texts = title.text.split("  </Product>\n")
        pairs = [
            (product, f"{text}  </Product>\n")
            for product, text in zip(title.products, texts, strict=False)
            if product[0] in references
        ]
        if pairs:
            products = tuple(product for product, _ in pairs)
            yield Told(title.day, products, "".join(text for _, text in pairs))
