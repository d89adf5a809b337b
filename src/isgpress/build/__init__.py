"""Build: from a press's titles to finished files, only where something has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from isgpress.build.desk import Desk, Order
from isgpress.build.events import Listener, Progress, Stage, silent
from isgpress.build.job import Report
from isgpress.build.loader import Loader
from isgpress.findings import Severity, has_errors
from isgpress.store import store_of

if TYPE_CHECKING:
    from isgpress.world import World

__all__ = ["Listener", "Order", "Progress", "Report", "Stage", "build", "silent"]

Choose = Callable[[Sequence[str]], Sequence[str]]
"""Takes the slugs of the press, gives those that are to be built."""


def build(
    world: World,
    titles: Sequence[str],
    order: Order,
    choose: Choose,
    report: Listener = silent,
) -> tuple[Report, ...]:
    """Build titles; ``choose`` turns ``titles``, as they were asked for, into slugs.

    Files are written to ``dist/<slug>/`` below the press folder: each is the whole new
    file or the old one, also where the build is stopped. A title with errors writes
    nothing, and the next one is built. Any number of builds may run at once. What is
    wrong with press.yaml is in a report without a slug.
    """
    from isgpress.build import ledger  # noqa: PLC0415 - not for `--help`

    store = store_of(world.root, fresh=order.force)
    asked = ledger.Asked(tuple(titles), order.editions, order.article)
    known = ledger.find_run(store, world, asked)
    if known is not None and not (order.strict and _warned(known)):
        return known
    # Its process begins with all that was imported so far, which so is there but once.
    with (
        Loader(world, titles[:1]) as loader,
        world.recording() as reads,
        Desk(loader, world, store, order, report) as desk,
    ):
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
    return any(f.severity is Severity.WARNING for r in reports for f in r.findings)
