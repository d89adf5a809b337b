"""The pool of worker processes, as seen by the parent: start, send, hear, end."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
import types
from multiprocessing import connection as connections
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING, Any

from isgpress.typeset import worker as worker_process
from isgpress.typeset.messages import Ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from isgpress.typeset.messages import Settings

PRELOADED = ["isgpress.typeset.preload"]
GRACE_SECONDS = 2.0


class Died:
    """Heard in place of a message: the worker is no more. ``late``: it was ended by us."""

    def __init__(self, *, late: bool, exit_code: int | None) -> None:
        """Keep why."""
        self.late, self.exit_code = late, exit_code


class Worker:
    """One process, its pipe, and the clock of what it does."""

    def __init__(self, process: BaseProcess, pipe: Connection, seconds: float) -> None:
        """Start importing; ``seconds`` is what that, or one piece of work, may take."""
        self.process, self.pipe = process, pipe
        self.ready = False  # it has imported all that it needs
        self.held: set[int] = set()  # sections that wait in it for page references
        self.busy: int | None = None  # number of the section it works on
        self._seconds = seconds
        self._left = seconds
        self._since: float | None = time.monotonic()

    @property
    def idle(self) -> bool:
        """Whether it can be given work."""
        return self.ready and self.busy is None

    def send(self, message: Any) -> None:
        """Send an order; a worker that is gone is found out when it is heard."""
        try:
            self.pipe.send(message)
        except (BrokenPipeError, ConnectionResetError, OSError):
            return

    def begin(self) -> None:
        """Start the clock for a new piece of work."""
        self._left, self._since = self._seconds, time.monotonic()

    def pause(self) -> None:
        """Stop the clock: the worker waits for us."""
        if self._since is not None:
            self._left -= time.monotonic() - self._since
            self._since = None

    def resume(self) -> None:
        """Let the clock go on."""
        self._since = time.monotonic()

    def deadline(self) -> float | None:
        """Give the moment (monotonic) at which it is late, None while it does nothing."""
        return None if self._since is None else self._since + self._left

    def kill(self) -> int | None:
        """End the process now; give its exit code."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode


def warm_up() -> None:
    """Begin to import what workers need, in the process that they are forked from.

    Does not wait. Where workers cannot be forked from a server, there is nothing to do.
    """
    if _has_server():
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
        # Ctrl-C is for this process, which ends the others: they are to say nothing of it.
        # The tracker would unblock the signal again, so it is started first.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _has_server() -> bool:
    return sys.platform.startswith("linux")


class Pool:
    """``jobs`` worker processes."""

    def __init__(self, jobs: int, settings: Settings) -> None:
        """Start the workers."""
        warm_up()
        self._context: Any = multiprocessing.get_context(
            "forkserver" if _has_server() else "spawn"
        )
        self._settings = settings
        self.workers = [self._start() for _ in range(jobs)]

    def replace(self, worker: Worker) -> None:
        """Start a new worker in place of one that is gone."""
        self.workers[self.workers.index(worker)] = self._start()

    def hear(self) -> list[tuple[Worker, Any]]:
        """Wait until something is heard; give (worker, message), ``Died`` for the dead."""
        heard: list[tuple[Worker, Any]] = []
        by_pipe = {w.pipe: w for w in self.workers}
        for ready in connections.wait(list(by_pipe), self._patience()):
            worker = by_pipe[ready]  # type: ignore[index] # wait() gives what it was given
            try:
                message = worker.pipe.recv()
                if isinstance(message, Ready):
                    worker.ready = True
                    worker.pause()
                heard.append((worker, message))
            except (EOFError, OSError):
                worker.process.join(GRACE_SECONDS)
                heard.append((worker, Died(late=False, exit_code=worker.kill())))
        if heard:
            return heard
        now = time.monotonic()
        late = [w for w in self.workers if (w.deadline() or now + 1) <= now]
        return [(w, Died(late=True, exit_code=w.kill())) for w in late]

    def close(self) -> None:
        """End all workers: at once where they are busy."""
        for worker in self.workers:
            if worker.idle:
                worker.send(None)
            else:
                worker.process.kill()
        for worker in self.workers:
            worker.process.join(GRACE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()

    def _start(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=worker_process.main, args=(theirs, self._settings), daemon=True
        )
        with _without_main():
            process.start()
        theirs.close()
        return Worker(process, ours, self._settings.limits.seconds)

    def _patience(self) -> float | None:
        deadlines = [d for w in self.workers if (d := w.deadline()) is not None]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main program, which multiprocessing would import once more in each worker.

    Workers need none of it; it costs them time, and a script without a guard would start
    itself again.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
