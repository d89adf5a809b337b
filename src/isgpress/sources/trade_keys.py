"""What the YAML files may say to the trade: rights, prices, suppliers, printings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from isgpress.model.publication import Press
from isgpress.model.trade import WORLD, Printing, Supplier, Trade
from isgpress.sources import fields as f
from isgpress.sources.mapping import Mapping
from isgpress.sources.marks import Node, find

Countries = Annotated[list[f.Country], f.SingleOrList]
Territories = Annotated[list[f.Territory], f.SingleOrList]


class SupplierKeys(Mapping):
    """Who delivers titles to shops."""

    name: f.Line = Field(description="The name of the supplier.")
    role: Literal["publisher", "distributor", "wholesaler"] = Field(
        "distributor", description="Whether it is the publisher, a distributor, a wholesaler."
    )
    email: f.Email | None = Field(None, description="Where shops order.")
    telephone: f.Line | None = Field(None, description="Its telephone number.")
    url: f.Url | None = Field(None, description="Its web address.")
    countries: Countries = Field([], description="Where it delivers; else everywhere.")


class TradeKeys(Mapping):
    """What shops are told of a title; in press.yaml, of all titles."""

    audience: (
        Literal["general", "academic", "professional", "children", "young-adult"] | None
    ) = Field(None, description="For whom it is.")
    availability: (
        Literal["available", "forthcoming", "print-on-demand", "out-of-print"] | None
    ) = Field(None, description="Whether it can be had.")
    territories: Territories = Field(
        [], description="The countries where it may be sold; else WORLD."
    )
    not_in: Countries = Field([], description="The countries where it may not be sold.")
    short_description: f.Text | None = Field(
        None, description="One or two sentences, for lists."
    )
    bic: Annotated[list[f.Bic], f.SingleOrList] = Field(
        [], description="Codes of the BIC scheme, where a shop still asks for them."
    )
    weight: int = Field(0, ge=0, lt=100_000, description="Of the printed edition, in grams.")
    suppliers: list[SupplierKeys] = Field([], description="Who delivers to shops.")
    shop: f.Url | None = Field(None, description="Where readers buy it.")


class PrintingKeys(Mapping):
    """One printing, and what it has changed."""

    number: int = Field(ge=1, lt=1000, description="The number of the printing.")
    date: f.DateField | None = Field(None, description="When it was printed.")
    changes: Annotated[list[f.Line], f.SingleOrList] = Field(
        [], description="What is other than in the printing before, point by point."
    )


def trade_of(keys: TradeKeys | None) -> Trade:
    """Give what the keys tell the trade; empty fields where they say nothing."""
    if keys is None:
        return Trade()
    return Trade(
        audience=keys.audience or "",
        availability=keys.availability or "",
        territories=tuple(keys.territories),
        not_in=tuple(keys.not_in),
        short_description=" ".join((keys.short_description or "").split()),
        bic=tuple(keys.bic),
        weight=keys.weight,
        suppliers=tuple(map(_supplier, keys.suppliers)),
        shop=keys.shop or "",
    )


def title_trade(keys: TradeKeys | None, press: Press) -> Trade:
    """Give what the trade is told of a title: what it says, else what the press says."""
    own, house = trade_of(keys), press.trade
    sold = own if own.territories or own.not_in else house
    return Trade(
        audience=own.audience or house.audience or "general",
        availability=own.availability or house.availability or "available",
        territories=sold.territories or (WORLD,),
        not_in=sold.not_in,
        short_description=own.short_description,
        bic=own.bic,
        weight=own.weight,
        suppliers=own.suppliers or house.suppliers,
        shop=own.shop or house.shop,
    )


def printings_of(keys: list[PrintingKeys], root: Node) -> tuple[Printing, ...]:
    """Give a title's printings, the first one first; ``root`` is the tree of its file."""
    node = root.below("printings")
    return tuple(
        Printing(
            given.number,
            given.date,
            tuple(given.changes),
            find(node, (place,)).span if node else None,
        )
        for place, given in sorted(enumerate(keys), key=lambda pair: pair[1].number)
    )


def _supplier(keys: SupplierKeys) -> Supplier:
    return Supplier(
        keys.name,
        keys.role,
        keys.email or "",
        keys.telephone or "",
        keys.url or "",
        tuple(keys.countries),
    )
