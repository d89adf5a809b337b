"""Build: from a press's titles to finished files, only where something has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.build.events import Listener, Progress, Stage, silent
from isgpress.build.loader import Loader
from isgpress.build.order import Choose, Order
from isgpress.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isgpress.build.job import Report
    from isgpress.world import World

__all__ = ["Listener", "Order", "Progress", "Report", "Stage", "build", "silent"]
__getattr__ = lazily(__name__, {"Report": "job"})


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
    # Its process reads for the longest, so it begins before the rest is imported here.
    with Loader(world, titles[:1]) as loader:
        from isgpress.build.run import run  # noqa: PLC0415 - slow to import

        return run(loader, world, titles, order, choose, report)
