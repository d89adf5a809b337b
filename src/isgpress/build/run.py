"""A run over titles: those that are to be built, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.build import ledger
from isgpress.build.desk import Desk
from isgpress.build.job import Report
from isgpress.findings import has_errors, has_warnings
from isgpress.store import store_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isgpress.build.events import Listener
    from isgpress.build.loader import Loader
    from isgpress.build.order import Choose, Order
    from isgpress.world import World


def run(  # noqa: PLR0913, PLR0917 - what a build is asked, and its loader
    loader: Loader,
    world: World,
    titles: Sequence[str],
    order: Order,
    choose: Choose,
    report: Listener,
) -> tuple[Report, ...]:
    """Do what ``build`` says, with a loader that has begun to read the sources."""
    store = store_of(world.root, fresh=order.force)
    asked = ledger.Asked(tuple(titles), order.editions, order.article)
    known = ledger.find_run(store, world, asked)
    if known is not None and not (order.strict and _warned(known)):
        return known
    with world.recording() as reads, Desk(loader, world, store, order, report) as desk:
        reports = _make_titles(desk, choose)
    ledger.keep_run(store, world, asked, reports, reads)
    store.prune()
    return reports


def _make_titles(desk: Desk, choose: Choose) -> tuple[Report, ...]:
    desk.start_early()
    from isgpress.build.title import make  # noqa: PLC0415 - slow to import

    desk.import_early()
    with desk.world.recording() as desk.press_reads:
        desk.press, findings = desk.loader.press()
    own = (Report("", (), findings),) if findings else ()
    if has_errors(findings):
        return own
    slugs = choose(desk.press.titles)
    return (*own, *(make(desk, slug, last=slug == slugs[-1]) for slug in slugs))


def _warned(reports: Sequence[Report]) -> bool:
    return any(has_warnings(report.findings) for report in reports)
