"""The desk at which titles are built: the store, and workers when needed."""

from __future__ import annotations

import importlib
import sys
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType

    from isgpress.build.events import Listener
    from isgpress.build.ledger import Entry
    from isgpress.build.loader import Loader
    from isgpress.build.order import Order
    from isgpress.model.publication import Press
    from isgpress.store import Store
    from isgpress.typeset import Typesetter
    from isgpress.world import Record, World

EPUB, WEB = "epub", "web"
SHARES = 4  # workers that read a file back: more do not make it faster


def ready() -> None:
    """Import what reading a finished file needs; runs in a worker."""
    import isgpress.check.finished  # noqa: F401, PLC0415 - in the worker alone


class Desk(AbstractContextManager["Desk"]):
    """Holds what titles share; its workers start when first asked for, and end with it."""

    press: Press
    press_reads: Record  # what the press was made from, and so every title

    def __init__(
        self, loader: Loader, world: World, store: Store, order: Order, report: Listener
    ) -> None:
        """Start nothing yet."""
        self.loader, self.world, self.store = loader, world, store
        self.order, self.report = order, report
        self._open = ExitStack()
        self._typesetter: Typesetter | None = None
        self._readers: Executor | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all workers."""
        self._open.__exit__(kind, value, traceback)

    def known(self, slug: str, edition: str) -> Entry | None:
        """Give the entry of an edition that need not be made, None where it must."""
        from isgpress.build import ledger  # noqa: PLC0415 - after the loader has begun

        return ledger.find(self.store, self.world, slug, edition)

    def start_early(self) -> None:
        """Start the typesetter's workers where pages may be wanted.

        They import for a second, in which this process reads the sources.
        """
        if self._sets_pages():
            self.typesetter()

    def import_early(self) -> None:
        """Import what most titles need, while the loader reads press.yaml."""
        if not self.order.editions or EPUB in self.order.editions:
            importlib.import_module("isgpress.build.ebook")
            importlib.import_module("isgpress.render.load")
        if self._sets_pages():
            importlib.import_module("isgpress.build.pages")

    def _sets_pages(self) -> bool:
        """Tell whether pages may be wanted, not flowing text alone."""
        return not self.order.editions or bool(set(self.order.editions) - {EPUB, WEB})

    def typesetter(self) -> Typesetter:
        """Give the typesetter, its workers started."""
        from isgpress.typeset import Typesetter  # noqa: PLC0415 - only where pages are made

        if self._typesetter is None:
            made = Typesetter(self.order.workers, self.store)
            self._typesetter = self._open.enter_context(made)
            self._typesetter.warm_up()
        return self._typesetter

    def readers(self) -> Executor:
        """Give workers that read finished files; they begin to import at once."""
        if self._readers is None:
            import multiprocessing  # noqa: PLC0415 - only where pages are made
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

            method = "forkserver" if sys.platform.startswith("linux") else "spawn"
            context = multiprocessing.get_context(method)
            workers = min(self.order.workers, SHARES)
            pool = ProcessPoolExecutor(workers, mp_context=context)
            self._readers = self._open.enter_context(pool)
            for _ in range(workers):
                pool.submit(ready)
        return self._readers
