"""A worker process: lays out the sections that it is given, one at a time."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isgpress.findings import Finding, PressError, Span
from isgpress.typeset.messages import (
    Counted,
    Done,
    Failed,
    Fill,
    Font,
    LaidOut,
    Overfull,
    PieceDone,
    PieceTask,
    Ready,
    Settings,
    Start,
    Subset,
    Task,
    Turn,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from isgpress.typeset.engine import Layout

YOUNGEST = 0  # generation of the collector
DEEPEST = 20_000  # WeasyPrint's walks over nested boxes are recursive


def main(connection: Connection, settings: Settings) -> None:
    """Serve the parent until it says so with None or goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    sys.setrecursionlimit(DEEPEST)
    from isgpress.typeset import preload  # noqa: F401, I001, PLC0415 (sets up fontconfig first)
    from isgpress.typeset import faces  # noqa: PLC0415

    _load_dictionaries(settings.languages)
    _limit_memory(settings.limits.megabytes)
    gc.disable()  # cycles are collected between sections,
    gc.freeze()  # and what was imported is not looked through again
    worker = _Worker(connection, Path(settings.fonts))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(Ready())
        while (order := connection.recv()) is not None:
            worker.obey(order)
    faces.forget()


class _Worker:
    """Holds the sections that wait for their page references."""

    def __init__(self, connection: Connection, fonts: Path) -> None:
        self._connection, self._fonts = connection, fonts
        self._held: dict[int, Layout] = {}
        self._let_go = 0  # of those held, since all were looked through

    def obey(self, order: Any) -> None:
        """Do one thing; whatever goes wrong is told to the parent."""
        full = False
        try:
            self._do(order)
        except PressError as error:
            self._send(Failed(order.number, error.findings))
        except MemoryError:
            full = True  # told below, where nothing holds the half-made layout any more
        except RecursionError:
            self._send(Failed(order.number, (too_deep(_file(order)),)))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # noqa: BLE001 (a fault in the engine names the section)
            self._send(Failed(order.number, (_broken(_file(order), error),)))
        if full:
            self._held.clear()
        self._collect(everything=full)
        if full:
            self._send(Failed(order.number, (too_large(_file(order)),)))

    def _collect(self, *, everything: bool) -> None:
        """Free what the last order left; what was let go, once that is half of all held.

        To look through a held section takes as long as to write a page of it.
        """
        if everything or self._let_go >= len(self._held):
            self._let_go = 0
            gc.collect()
        else:
            gc.collect(YOUNGEST)

    def _do(self, order: Any) -> None:
        if isinstance(order, Task):
            self._lay_out(order)
        elif isinstance(order, Fill):
            self._fill(order)
        elif isinstance(order, PieceTask):
            self._piece(order)
        elif isinstance(order, Subset):
            from isgpress.typeset.glyphs import make_subset  # noqa: PLC0415

            self._send(Font(order.number, make_subset(Path(order.path), order.use)))

    def _piece(self, task: PieceTask) -> None:
        from isgpress.typeset.composing import compose, measure  # noqa: PLC0415

        result = measure(task) if task.grows else compose(task, self._fonts)
        self._send(PieceDone(task.number, result))

    def _lay_out(self, task: Task) -> None:
        from isgpress.typeset import engine  # noqa: PLC0415

        def ask(pages: int) -> Start | Turn:
            self._send(Counted(task.number, pages))
            answer: Start | Turn | None = self._connection.recv()
            if answer is None:
                raise EOFError
            return answer

        layout = engine.lay_out(task, ask)
        self._send(LaidOut(task.number, layout.facts))
        if layout.facts.slots and not task.values:
            self._held[task.number] = layout
        else:
            self._send(Done(task.number, layout.write(self._fonts)))

    def _fill(self, order: Fill) -> None:
        from isgpress.typeset.slots import OverfullError  # noqa: PLC0415

        layout = self._held.pop(order.number)
        self._let_go += 1
        try:
            layout.fill(order.values)
        except OverfullError:
            self._send(Overfull(order.number))
        else:
            self._send(Done(order.number, layout.write(self._fonts)))

    def _send(self, message: Any) -> None:
        self._connection.send(message)


def too_large(file: str) -> Finding:
    """Say that a section needed more memory than it may have."""
    return Finding(
        "section-too-large",
        "laying out this section took more memory than a section may have",
        Span(file),
        "split the file, or make its pictures smaller",
    )


def too_deep(file: str) -> Finding:
    """Say that a section's elements are nested too deep to be laid out."""
    return Finding(
        "nested-too-deep",
        "lists or quotes in this section are nested too deep to be laid out",
        Span(file),
        "nest them less deep",
    )


def _broken(file: str, error: Exception) -> Finding:
    last = " ".join(str(error).split())[:200]
    return Finding(
        "layout-failed",
        f"the layout engine failed on this section: {type(error).__name__} {last}".rstrip(),
        Span(file),
        "leave out half of the section, then the other half, to find the place; then report it",
    )


def _file(order: Any) -> str:
    return str(getattr(order, "file", ""))


def _load_dictionaries(languages: tuple[str, ...]) -> None:
    """Load hyphenation patterns now, not within the first section."""
    import pyphen  # noqa: PLC0415

    for language in languages:
        found = pyphen.language_fallback(language)
        if found:
            pyphen.Pyphen(lang=found)


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (not on Windows)

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
