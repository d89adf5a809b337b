"""Imposed sheets of a title's print edition, from its finished pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.build.standing import State, standing
from isgpress.findings import Finding, PressError, Severity
from isgpress.standards import printing
from isgpress.world import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from isgpress.model.publication import Press, Publication
    from isgpress.world import World

BOOKLET, TWO_UP, FOUR_UP = "booklet", "2-up", "4-up"
PROOFS = {TWO_UP: 2, FOUR_UP: 4}
PAPERS = {"a4": (210.0, 297.0), "a3": (297.0, 420.0), "letter": (215.9, 279.4)}  # mm
PRINTED = ("paperback", "print")
MANY = 64  # pages that a stitch holds at most


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: ``booklet``, ``2-up`` or ``4-up``, or the pages of a signature.

    ``paper`` is a key of ``PAPERS``, empty for sheets as large as their pages;
    ``thickness`` that of a leaf in mm, None for that of the edition's paper.
    """

    way: str = BOOKLET
    signature: int = 0
    paper: str = ""
    thickness: float | None = None


@dataclass(frozen=True, slots=True)
class Imposed:
    """The file that was written, relative to the press; its sheets; the blanks added."""

    path: str
    sheets: int
    width: float  # mm
    height: float
    scale: float
    blanks: int
    creep: float  # mm, of the innermost pages
    findings: tuple[Finding, ...] = ()


def impose_title(world: World, press: Press, title: Publication, order: Order) -> Imposed:
    """Write ``dist/<slug>/<slug>-<way>.pdf`` from the pages of the print edition.

    Raises PressError: ``not-built``, ``cannot-write``. Findings: ``older-than-sources``,
    ``thick-booklet``.
    """
    from isgpress.imposition import booklet, impose, proof, signatures  # noqa: PLC0415 (slow)
    from isgpress.standards.direction import right_to_left  # noqa: PLC0415

    path, stale = finished_pages(world, title)
    data = path.read_bytes()
    count = _count(data)
    thick = _thickness(press, title) if order.thickness is None else order.thickness
    mirrored = right_to_left(title.language)
    if order.signature:
        sides = signatures(count, order.signature, thick, mirrored=mirrored)
    elif order.way in PROOFS:
        sides = proof(count, PROOFS[order.way], mirrored=mirrored)
    else:
        sides = booklet(count, thick, mirrored=mirrored)
    made = impose(data, sides, PAPERS.get(order.paper))
    name = f"signatures-{order.signature}" if order.signature else order.way
    target = f"dist/{title.slug}/{title.slug}-{name}.pdf"
    write_atomic(world.root / target, made.data)
    cells = [c for s in sides for row in s.rows for c in row]
    return Imposed(
        target,
        len(sides) if order.way in PROOFS else len(sides) // 2,
        made.width,
        made.height,
        made.scale,
        0 if order.way in PROOFS else sum(not c.page for c in cells),
        max((abs(c.shift) for c in cells), default=0.0),
        (*stale, *_thick(title, order, count)),
    )


def finished_pages(
    world: World, title: Publication, editions: Sequence[str] = PRINTED
) -> tuple[Path, tuple[Finding, ...]]:
    """Give the finished pages of the first of ``editions``, by their order there.

    A finding tells where they are older than their sources. Raises PressError
    ``not-built``.
    """
    known = {s.edition: s for s in standing(world, title)}
    found = next((known[e] for e in editions if e in known), None)
    advice = f"run `isgpress build {title.slug}`"
    if found is None:
        what = "print edition" if editions == PRINTED else "edition with pages"
        message = f"`{title.slug}` has no {what}"
        advice = "list `paperback:` among its editions (in issue.yaml: `print:`), and build it"
        raise PressError(Finding("not-built", message, title.span, advice))
    if found.state is State.MISSING:
        message = f"the pages of `{found.edition}` are not built"
        raise PressError(Finding("not-built", message, title.span, advice))
    if found.state is not State.OLDER:
        return found.path, ()
    message = "the sources have changed since these pages were built"
    rule = "older-than-sources"
    return found.path, (Finding(rule, message, title.span, advice, Severity.WARNING),)


def _count(data: bytes) -> int:
    import io  # noqa: PLC0415 - only here

    import pikepdf  # noqa: PLC0415 - slow to import

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _thickness(press: Press, title: Publication) -> float:
    """Give the thickness of a leaf of the edition's paper, in mm."""
    stock = printing.printer_of(press, title).stock(printing.order_of(title).paper)
    return 2 * stock.per_page if stock else 0.0


def _thick(title: Publication, order: Order, pages: int) -> tuple[Finding, ...]:
    if order.signature or order.way != BOOKLET or pages <= MANY:
        return ()
    message = f"{pages} pages are more than a stitch holds, which is about {MANY}"
    advice = "sew or glue signatures: add `--signature 16`"
    return (Finding("thick-booklet", message, title.span, advice, Severity.WARNING),)
