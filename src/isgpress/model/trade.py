"""What shops and distributors are told of a title, beside what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.findings import Span
from isgpress.model.date import Date

WORLD = "WORLD"


@dataclass(frozen=True, slots=True)
class Printing:
    """A printing: its number from 1, its date, and what it has changed, line by line."""

    number: int
    date: Date | None = None
    changes: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who delivers the title to shops; ``role`` is publisher, distributor or wholesaler.

    ``countries`` are ISO 3166 codes, none for the whole world.
    """

    name: str
    role: str = "distributor"
    email: str = ""
    telephone: str = ""
    url: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    """What the trade is told; an empty field of a title's is that of the press.

    ``audience`` is general, academic, professional, children or young-adult.
    ``availability`` is available, forthcoming, print-on-demand or out-of-print.
    ``territories`` and ``not_in`` are ISO 3166 codes of the countries where the title is
    sold and where it is not; ``WORLD`` is all of them. ``weight`` is that of the printed
    edition in g, 0 where nobody has weighed it; ``shop`` is where readers buy it.
    """

    audience: str = ""
    availability: str = ""
    territories: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    short_description: str = ""
    bic: tuple[str, ...] = ()
    weight: int = 0
    suppliers: tuple[Supplier, ...] = ()
    shop: str = ""
