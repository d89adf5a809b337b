"""Reads press.yaml and book.yaml in a process of its own, while this one imports the rest.

Typing and checking YAML takes a third of a second and a third of the memory of a small
build; both go with the process. On systems without fork it is done here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from isgpress.build.spread import CAN_FORK, outcome, result_of
from isgpress.findings import PressError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import TracebackType

    from isgpress.findings import Finding
    from isgpress.model.publication import Press, Publication
    from isgpress.world import Record, World

PRESS = "press.yaml"


class _Sources:
    """Reads press.yaml, then titles."""

    def __init__(self, world: World) -> None:
        from isgpress.sources.press import load_press  # noqa: PLC0415 - slow to import
        from isgpress.sources.titles import load_title  # noqa: PLC0415

        self._world = world
        self._load_press, self._load_title = load_press, load_title
        self._press: Press | None = None

    def read(self, what: str) -> tuple[Any, tuple[Finding, ...]]:
        """Read press.yaml, or the title of that slug. Raises PressError."""
        if what == PRESS or self._press is None:
            self._press, findings = self._load_press(self._world)
            if what == PRESS:
                return self._press, findings
        return self._load_title(self._world, self._press, what)


class Loader(AbstractContextManager["Loader"]):
    """Reads sources through a world; what it reads counts as read by this process.

    The process starts, and imports, with the object. It has in memory all that this one
    has by then.
    """

    def __init__(self, world: World, titles: Sequence[str] = ()) -> None:
        """Start to read press.yaml and then ``titles``, which will be asked for first."""
        self._world = world
        self._here: _Sources | None = None
        self._pipe: Connection | None = None
        if CAN_FORK:
            context = multiprocessing.get_context("fork")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(theirs, self._pipe, world, (PRESS, *titles)), daemon=True
            )
            self._process.start()
            theirs.close()

    def press(self) -> tuple[Press, tuple[Finding, ...]]:
        """Give what ``sources.load_press`` gives. Raises PressError."""
        press, findings = self._ask(PRESS)
        return press, findings

    def title(self, slug: str) -> tuple[Publication | None, tuple[Finding, ...]]:
        """Give what ``sources.load_title`` gives."""
        title, findings = self._ask(slug)
        return title, findings

    def close(self) -> None:
        """End the process: nothing more is to be read."""
        if self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._pipe = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    def _ask(self, what: str) -> tuple[Any, tuple[Finding, ...]]:
        if self._pipe is None:
            self._here = self._here or _Sources(self._world)
            return self._here.read(what)
        self._pipe.send(what)
        told, reads = self._pipe.recv()
        self._world.replay(reads)
        try:
            value, findings = result_of(*told)
        except PressError as stop:
            if what == PRESS:
                raise
            return None, stop.findings
        return value, findings


def _serve(pipe: Connection, others: Connection, world: World, first: Sequence[str]) -> None:
    """Answer with the outcome of reading, and what was read.

    What will be asked ``first`` is read while nobody asks for anything.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    others.close()  # a copy that would keep the pipe open for ever
    sources = _Sources(world)
    ahead: dict[str, Any] = {}
    waiting = list(first)
    with contextlib.suppress(EOFError, OSError):
        while True:
            while waiting and not pipe.poll():
                what = waiting.pop(0)
                ahead[what] = _answer(sources, world, what)
            what = pipe.recv()
            pipe.send(ahead.pop(what, None) or _answer(sources, world, what))
    os._exit(0)  # exit handlers and buffers are the parent's


def _answer(sources: _Sources, world: World, what: str) -> tuple[Any, Record]:
    with world.recording() as reads:
        return outcome(partial(sources.read, what)), reads
