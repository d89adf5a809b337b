"""What the YAML files may say of printers, papers and bindings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from isgpress.findings import Finding, Span
from isgpress.model.printing import (
    OutputIntent,
    PrinterProfile,
    PrintOrder,
    Stock,
)
from isgpress.model.publication import Press, Publication
from isgpress.sources import fields as f
from isgpress.sources.edition_keys import Binding, PrintKeys
from isgpress.sources.faults import fault, offer
from isgpress.sources.mapping import Mapping as Keys
from isgpress.sources.mapping import form_of
from isgpress.sources.marks import Keys as KeysNode
from isgpress.sources.marks import Node
from isgpress.standards import printing
from isgpress.world import World

Length = Annotated[float, Field(ge=0, lt=200)]
Dpi = Annotated[int, Field(ge=0, lt=10000)]
Pages = Annotated[int, Field(ge=0, lt=10000)]


class OutputIntentKeys(Keys):
    """The printing condition that colours are meant for."""

    profile: f.Line | None = Field(None, description="Its ICC file, from the press folder.")
    condition: f.Line | None = Field(None, description="Its name, such as FOGRA51.")
    registry: f.Line | None = Field(None, description="Where that name is registered.")
    info: f.Line | None = Field(None, description="What people call it.")


OutputIntentField = Annotated[
    Annotated[f.Line, Tag("<text>")] | Annotated[OutputIntentKeys, Tag("<keys>")],
    Discriminator(form_of),
]


class StockKeys(Keys):
    """A paper: the thickness of a page, or weight and bulk of which it follows."""

    name: f.Line | None = Field(None, description="What the printer calls it.")
    per_page: float | None = Field(
        None, gt=0, lt=1, description="What a page adds to the spine, in mm; half a leaf."
    )
    constant: Length = Field(0.0, description="What the spine has beside that, in mm.")
    grammage: float | None = Field(None, gt=10, lt=600, description="Its weight in g/m².")
    bulk: float | None = Field(None, gt=0.3, lt=4, description="Its bulk in cm³/g.")

    @model_validator(mode="after")
    def _thick(self) -> StockKeys:
        if self.per_page is None and (self.grammage is None or self.bulk is None):
            advice = "write `per-page`, or both `grammage` and `bulk`"
            raise fault("bad-paper", "the thickness of the paper does not follow", advice)
        return self


class CaseKeys(Keys):
    """What a hardback's case adds to the trim."""

    board: Length | None = Field(None, description="Thickness of a board in mm.")
    overhang: Length | None = Field(None, description="What boards stand out, in mm.")
    hinge: Length | None = Field(None, description="Gap between board and spine, in mm.")
    turn_in: Length | None = Field(None, description="What is folded over, in mm.")


class PrinterKeys(Keys):
    """A printer: what is other than with the one that it extends."""

    extends: f.Line | None = Field(None, description="The printer that it is most like.")
    name: f.Line | None = Field(None, description="What it is called.")
    source: f.Line | None = Field(None, description="Where its figures are from.")
    date: f.Line | None = Field(None, description="Of what day they are.")
    bleed: Length | None = Field(None, description="Bleed in mm.")
    bleed_at_spine: bool | None = Field(None, description="Whether pages bleed there too.")
    safe: Length | None = Field(None, description="What text keeps from the trim, in mm.")
    cover_safe: Length | None = Field(None, description="The same on the cover.")
    gutters: list[tuple[int, float]] | None = Field(
        None, description="Least inner margins: page count up to, and mm."
    )
    marks: bool | None = Field(None, description="Whether crop marks are wanted.")
    marks_offset: Length | None = Field(None, description="Their distance from the trim in mm.")
    pdfx: Literal["x4", "x1a", "none"] | None = Field(None, description="The kind of PDF/X.")
    interior: Literal["black", "grey", "cmyk"] | None = Field(
        None, description="What the pages are printed in."
    )
    output_intent: OutputIntentField | None = Field(
        None, description="The printing condition of the pages, or its ICC file."
    )
    cover_intent: OutputIntentField | None = Field(
        None, description="The printing condition of the cover; else that of the pages."
    )
    ink_limit: int | None = Field(None, ge=100, le=400, description="Of all inks, in %.")
    picture_dpi: Dpi | None = Field(None, description="Least resolution of pictures.")
    line_dpi: Dpi | None = Field(None, description="Least resolution of line art.")
    least_line: float | None = Field(None, ge=0, lt=10, description="Thinnest line in pt.")
    page_multiple: int | None = Field(None, ge=1, le=64, description="Of the page count.")
    pages_min: Pages | None = Field(None, description="The least page count.")
    pages_max: Pages | None = Field(None, description="The highest page count; 0: none.")
    blank_run: Pages | None = Field(None, description="Most blank pages in a row; 0: any.")
    last_blank: bool | None = Field(None, description="Whether the last page stays blank.")
    papers: dict[f.PrinterKey, StockKeys] = Field({}, description="Papers, by keys of theirs.")
    bindings: Annotated[list[Binding] | None, f.SingleOrList] = Field(
        None, description="The bindings that it makes, the usual one first."
    )
    spine_text_pages: Pages | None = Field(
        None, description="The page count from which words stand on the spine."
    )
    spine_clear: Length | None = Field(
        None, description="What they keep from the folds, in mm."
    )
    flap: Length | None = Field(None, description="Width of flaps in mm.")
    case: CaseKeys | None = Field(None, description="Measures of a hardback's case.")


_OTHERWISE = {"extends", "output_intent", "cover_intent", "papers", "case", "gutters", "pdfx"}
_ORDERED = ("printer", "paper", "binding", "spine", "barcode-add-on")


def order_of(keys: object, node: Node | None) -> PrintOrder:
    """Give what an edition's keys say of its making; ``node`` is where they stand."""
    if not isinstance(keys, PrintKeys):
        return PrintOrder()
    places = ((key, node.below(key)) for key in _ORDERED if node)
    return PrintOrder(
        keys.printer or "",
        keys.paper or "",
        keys.binding or "",
        keys.spine,
        barcode=keys.barcode,
        add_on=keys.barcode_add_on or "",
        places=tuple((key, place.span) for key, place in places if place),
        span=node.span if node else None,
    )


def printers_of(
    world: World, given: Mapping[str, PrinterKeys], node: Node | None
) -> tuple[tuple[PrinterProfile, ...], tuple[Finding, ...]]:
    """Give the press's own printers, and what is wrong with them.

    One with the key of a built-in printer takes its place. Findings: ``unknown-printer``,
    ``missing-profile``.
    """
    maker = _Maker(world, given, node)
    made = tuple(profile for key in given if (profile := maker.printer(key)))
    return made, tuple(maker.findings)


class _Maker:
    """Makes the printers of a press, each after the one that it extends."""

    def __init__(
        self, world: World, given: Mapping[str, PrinterKeys], node: Node | None
    ) -> None:
        self.world, self.given, self.node = world, given, node
        self.findings: list[Finding] = []
        self.made: dict[str, PrinterProfile | None] = {}

    def printer(self, key: str) -> PrinterProfile | None:
        if key not in self.made:
            self.made[key] = None  # whoever asks for it meanwhile extends itself
            self.made[key] = self._make(key, self.given[key])
        return self.made[key]

    def _make(self, key: str, keys: PrinterKeys) -> PrinterProfile | None:
        base = self._base(key, keys)
        if base is None:
            return None
        changes: dict[str, Any] = {
            field.name: value
            for field in fields(base)
            if field.name not in _OTHERWISE
            and (value := getattr(keys, field.name, None)) is not None
        }
        changes |= {name: tuple(v) for name, v in changes.items() if isinstance(v, list)}
        changes.setdefault("name", base.name if key == base.key else key)
        if keys.pdfx:
            changes["pdfx"] = "" if keys.pdfx == "none" else keys.pdfx
        if keys.gutters is not None:
            changes["gutters"] = tuple(sorted(keys.gutters))
        if keys.case:
            own = {k: v for k, v in keys.case.model_dump().items() if v is not None}
            changes["case"] = replace(base.case, **own)
        stocks = {name: _stock(name, paper) for name, paper in keys.papers.items()}
        changes["papers"] = (*stocks.items(), *(p for p in base.papers if p[0] not in stocks))
        changes["intent"] = self._intent(key, "output-intent", keys.output_intent, base.intent)
        changes["cover_intent"] = self._intent(
            key, "cover-intent", keys.cover_intent, base.cover_intent
        )
        return replace(base, key=key, **changes)

    def _base(self, key: str, keys: PrinterKeys) -> PrinterProfile | None:
        known = printing.printers()
        if not keys.extends:
            return known.get(key) or known[printing.BOOK]
        if keys.extends in self.given and keys.extends != key:
            found = self.printer(keys.extends)
        else:
            found = known.get(keys.extends)
        span = self._span(key, "extends")
        if found is None and keys.extends in self.given and keys.extends not in known:
            message = (
                f"`{keys.extends}` cannot be extended: it has a fault, or extends this one"
            )
            advice = "let one of the two extend a built-in printer"
            self.findings.append(Finding("unknown-printer", message, span, advice))
        elif found is None:
            names = [*known, *(k for k in self.given if k != key)]
            message = f"there is no printer `{keys.extends}` to extend"
            advice = offer(keys.extends, names, "printer")
            self.findings.append(Finding("unknown-printer", message, span, advice))
        return found

    def _intent(
        self,
        key: str,
        name: str,
        given: str | OutputIntentKeys | None,
        base: OutputIntent | None,
    ) -> OutputIntent | None:
        if given is None:
            return base
        keys = (
            given
            if isinstance(given, OutputIntentKeys)
            else OutputIntentKeys.model_validate({"profile": given})
        )
        span = self._span(key, name)
        old = base or OutputIntent("")
        renamed = bool(keys.condition and keys.condition != old.condition)
        made = OutputIntent(
            condition=keys.condition or old.condition or posixpath.basename(keys.profile or ""),
            registry=keys.registry or old.registry,
            info=keys.info or ("" if renamed else old.info),
            profile=keys.profile or ("" if renamed else old.profile),
            span=span,
        )
        if keys.profile and not self.world.exists(keys.profile):
            message = f"the colour profile `{keys.profile}` is not there"
            advice = "copy the ICC file into the press folder and name it from there"
            self.findings.append(Finding("missing-profile", message, span, advice))
            return replace(made, profile="")
        return made

    def _span(self, key: str, name: str) -> Span | None:
        place = self.node.below(key) if self.node else None
        below = place.below(name) if place else None
        if below:
            return below.span
        at = self.node.key(key) if isinstance(self.node, KeysNode) else None
        return at.span if at else None


def _stock(name: str, keys: StockKeys) -> Stock:
    per_page = keys.per_page or (keys.grammage or 0) * (keys.bulk or 0) / 2000
    return Stock(keys.name or name, per_page, keys.constant)


def order_faults(press: Press, book: Publication) -> tuple[Finding, ...]:
    """Report a printer, paper or binding of the title that is not to be had.

    Findings: ``unknown-printer``, ``unknown-paper``, ``unknown-binding``.
    """
    return tuple(_faults(press, book)) if book.printed else ()


def _faults(press: Press, book: Publication) -> Iterator[Finding]:
    order = printing.order_of(book)
    names = [*(p.key for p in press.printers), *printing.printers()]
    if order.printer and order.printer not in names:
        message = f"there is no printer `{order.printer}`"
        yield _fault("unknown-printer", message, order, "printer", names)
        return
    profile = printing.printer_of(press, book)
    papers = [key for key, _ in profile.papers]
    if order.paper and order.paper not in papers:
        message = f"{profile.name} has no paper `{order.paper}`"
        yield _fault("unknown-paper", message, order, "paper", papers)
    if order.binding and order.binding not in profile.bindings:
        message = f"{profile.name} does not bind `{order.binding}`"
        yield _fault("unknown-binding", message, order, "binding", profile.bindings)


def _fault(
    rule: str, message: str, order: PrintOrder, key: str, known: Iterable[str]
) -> Finding:
    advice = offer(getattr(order, key), known, key)
    return Finding(rule, message, order.place_of(key), advice)
