"""Spreads work over forked processes that have in memory all that this one has.

For short work on many small things, where a pool of fresh processes would take longer to
start than the work takes. On systems without fork the work is done here, one after the
other: the results are the same.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from isgpress.findings import PressError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")
CAN_FORK = sys.platform.startswith("linux")
PIPE_BYTES = 1 << 20
NUMBER = 4  # bytes of a place
END = (1 << 8 * NUMBER) - 1  # no place


class EndedError(Exception):
    """A process ended before its time; ``place`` is that of the thing it worked on."""

    def __init__(self, place: int) -> None:
        """Keep the place."""
        super().__init__(place)
        self.place = place


def spread(
    work: Callable[[T], bytes],
    things: Sequence[T],
    workers: int,
    meanwhile: Callable[[], None],
) -> Iterator[tuple[int, bytes]]:
    """Do the work on each thing; give pairs of its place and the result as they come.

    ``meanwhile`` is called once, while others work; then this process, which is one of the
    ``workers``, takes a thing at a time as they do.
    ``work`` must not raise. No thread of this process may hold a lock that it needs.
    Raises EndedError where a process broke down.
    """
    places = range(len(things))
    others = min(workers, len(places)) - 1
    if others < 1 or not CAN_FORK:
        meanwhile()
        yield from ((n, work(things[n])) for n in places)
        return
    gc.freeze()  # what is here already stays shared: nobody's collector touches it
    queue = _Queue(places)
    helpers = [_Helper(work, things, queue) for _ in range(others)]
    try:
        meanwhile()
        for place in queue:
            yield place, work(things[place])
            yield from _ready(helpers, wait=False)
        while any(not helper.done for helper in helpers):
            yield from _ready(helpers, wait=True)
    finally:
        gc.unfreeze()
        queue.close()
        for helper in helpers:
            helper.end()


class _Queue:
    """Places that several processes take, one at a time: numbers in a pipe.

    A pipe holds 16,000 of them and more; numbers of one size are read whole (pipe(7)).
    """

    def __init__(self, places: Iterable[int]) -> None:
        """Fill it; nothing is added later."""
        data = b"".join(place.to_bytes(NUMBER) for place in places)
        self._out, full = os.pipe()
        _widen(full)
        with open(full, "wb") as pipe:  # noqa: PTH123 - a number, no path
            pipe.write(data)

    def __iter__(self) -> Iterator[int]:
        """Take places until none is left."""
        while data := os.read(self._out, NUMBER):
            yield int.from_bytes(data)

    def close(self) -> None:
        """Take no more here."""
        os.close(self._out)


class _Helper:
    """A process that takes places from the queue, and sends each with its result."""

    def __init__(
        self, work: Callable[[T], bytes], things: Sequence[T], queue: Iterable[int]
    ) -> None:
        """Start it."""
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe(duplex=False)
        _widen(theirs.fileno())
        self.done, self._place = False, 0
        arguments = (theirs, work, things, queue)
        self._process = context.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def hear(self) -> tuple[int, bytes] | None:
        """Take what it has sent; a result, where there is one. Raises EndedError."""
        try:
            said = self.pipe.recv_bytes()
        except EOFError as end:
            raise EndedError(self._place) from end
        self._place = int.from_bytes(said[:NUMBER])
        self.done = self._place == END
        return (self._place, said[NUMBER + 1 :]) if len(said) > NUMBER else None

    def end(self) -> None:
        """End it, also before its time."""
        if not self.done:
            self._process.kill()
        self._process.join()
        self.pipe.close()


def _ready(helpers: Sequence[_Helper], *, wait: bool) -> Iterator[tuple[int, bytes]]:
    """Give the results that have come; ``wait`` for a first one."""
    working = {helper.pipe: helper for helper in helpers if not helper.done}
    while ready := connection.wait(working, None if wait else 0):
        for pipe in cast("list[Connection]", ready):
            if (found := working[pipe].hear()) is not None:
                yield found
        working = {pipe: helper for pipe, helper in working.items() if not helper.done}
        wait = False


def _work(
    pipe: Connection, work: Callable[[T], bytes], things: Sequence[T], queue: Iterable[int]
) -> None:
    """Tell each place before its result, so that who listens knows where a process ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    for place in queue:
        pipe.send_bytes(place.to_bytes(NUMBER))
        pipe.send_bytes(place.to_bytes(NUMBER) + b":" + work(things[place]))
    pipe.send_bytes(END.to_bytes(NUMBER))
    # Exit handlers and buffers are the parent's, and not to be run or written twice.
    os._exit(0)


@contextlib.contextmanager
def beside(
    work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Iterator[Callable[[], T]]:
    """Do work beside what follows; give what waits for its result.

    It is done by a forked process, which has in memory all that this one has; on systems
    without fork, and on one processor, when the result is asked for. The result must pickle.
    PressError is raised when the result is asked for, and RuntimeError with the traceback
    of a fault of ours. Who leaves without asking ends the work.
    """
    called = partial(work, *args, **kwargs)
    if not CAN_FORK or os.cpu_count() == 1:
        yield called
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(theirs, called), daemon=True)
    process.start()
    theirs.close()
    try:
        yield lambda: cast("T", _told(ours))
    finally:
        process.kill()
        process.join()
        ours.close()


def _tell(pipe: Connection, work: Callable[[], object]) -> None:
    """Send (result, what the work found wrong, the text of a fault of ours)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    pipe.send(outcome(work))
    os._exit(0)  # exit handlers and buffers are the parent's


def outcome(work: Callable[[], object]) -> tuple[object, PressError | None, str]:
    """Do work; give its result, or what it found wrong, or the text of a fault of ours."""
    try:
        return work(), None, ""
    except PressError as stop:
        return None, stop, ""
    except Exception:  # noqa: BLE001 - told to the parent, which reports it
        return None, None, traceback.format_exc()


def _told(pipe: Connection) -> object:
    try:
        return result_of(*pipe.recv())
    except EOFError as end:
        raise EndedError(0) from end


def result_of(result: object, wrong: PressError | None, fault: str) -> Any:
    """Give the result of an ``outcome``, or raise what it tells.

    Raises PressError, and RuntimeError with the traceback of a fault of ours.
    """
    if wrong is not None:
        raise wrong
    if fault:
        raise RuntimeError(fault)
    return result


def _widen(pipe: int) -> None:
    """Let a pipe hold what is sent while nobody reads yet; the system may refuse."""
    import fcntl  # noqa: PLC0415 - not on every system

    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
