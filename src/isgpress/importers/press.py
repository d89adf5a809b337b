"""The press that titles are imported into: what it has, or the beginning of a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from isgpress.importers.product import Product
from isgpress.importers.stubs import House, written
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld


def house_of(root: Path, products: Iterable[Product]) -> House:
    """Give the press that stands in a folder; else the one that the products tell of.

    That has the name, place and language that most of them have.
    """
    if (root / "press.yaml").is_file():
        world = DiskWorld(root)
        press, _ = load_press(world)
        titles = (load_title(world, press, slug)[0] for slug in press.titles)
        isbns = (e.isbn for title in titles if title for e in title.editions if e.isbn)
        name = press.imprint or press.name
        return House(name, press.place, press.language, press.titles, tuple(isbns))
    listed = list(products)
    return House(
        _usual(p.publisher for p in listed),
        _usual(p.place for p in listed),
        _usual(p.language for p in listed),
    )


def press_file(house: House) -> bytes:
    """Give press.yaml of a new press."""
    value = {
        "name": house.publisher or "Name of the Press",
        "place": house.place,
        "language": house.language or "en",
    }
    return written({key: text for key, text in value.items() if text})


def _usual(texts: Iterable[str]) -> str:
    counts = Counter(filter(None, texts))
    return max(counts, key=lambda text: counts[text]) if counts else ""
