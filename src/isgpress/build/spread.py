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
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import connection
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from isgpress.findings import PressError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

P = ParamSpec("P")
T = TypeVar("T")
CAN_FORK = sys.platform.startswith("linux")
PIPE_BYTES = 1 << 20


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

    The first is done here, so that what it imports and builds is there for all others.
    ``meanwhile`` is called once, while others work.
    ``work`` must not raise. No thread of this process may hold a lock that it needs.
    Raises EndedError where a process broke down.
    """
    for thing in things[:1]:
        yield 0, work(thing)
    rest = things[1:]
    workers = min(workers, len(rest))
    if workers < 2 or not CAN_FORK:  # noqa: PLR2004 - one process is this one
        meanwhile()
        yield from ((n, work(thing)) for n, thing in enumerate(rest, 1))
        return
    gc.freeze()  # what is here already stays shared: nobody's collector touches it
    shares, processes = _start(work, rest, workers)
    try:
        meanwhile()
        yield from ((place + 1, data) for place, data in _results(shares))
    except EndedError as fault:
        raise EndedError(fault.place + 1) from fault
    finally:
        gc.unfreeze()
        for process in processes:
            if any(shares.values()):  # it was stopped before its end
                process.kill()
            process.join()


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
    try:
        answer: tuple[object, PressError | None, str] = (work(), None, "")
    except PressError as stop:
        answer = (None, stop, "")
    except Exception:  # noqa: BLE001 - told to the parent, which reports it
        answer = (None, None, traceback.format_exc())
    pipe.send(answer)
    os._exit(0)  # exit handlers and buffers are the parent's


def _told(pipe: Connection) -> object:
    try:
        result, wrong, fault = pipe.recv()
    except EOFError as end:
        raise EndedError(0) from end
    if wrong is not None:
        raise wrong
    if fault:
        raise RuntimeError(fault)
    return result


def _start(
    work: Callable[[T], bytes], things: Sequence[T], workers: int
) -> tuple[dict[Connection, list[int]], list[BaseProcess]]:
    """Start the processes; give the places that each pipe will bring, in their order."""
    context = multiprocessing.get_context("fork")
    shares: dict[Connection, list[int]] = {}
    processes: list[BaseProcess] = []
    for share in range(workers):
        ours, theirs = context.Pipe(duplex=False)
        shares[ours] = list(range(share, len(things), workers))
        _widen(theirs)
        arguments = (theirs, work, [things[place] for place in shares[ours]])
        processes.append(context.Process(target=_work, args=arguments, daemon=True))
        processes[-1].start()
        theirs.close()
    return shares, processes


def _widen(pipe: Connection) -> None:
    """Let a pipe hold what is sent while nobody reads yet; the system may refuse."""
    import fcntl  # noqa: PLC0415 - not on every system

    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _results(shares: dict[Connection, list[int]]) -> Iterator[tuple[int, bytes]]:
    while waiting := [pipe for pipe, places in shares.items() if places]:
        for pipe in cast("list[Connection]", connection.wait(waiting)):
            try:
                data = pipe.recv_bytes()
            except EOFError as fault:
                raise EndedError(shares[pipe][0]) from fault
            yield shares[pipe].pop(0), data


def _work(pipe: Connection, work: Callable[[T], bytes], things: Sequence[T]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    for thing in things:
        pipe.send_bytes(work(thing))
    pipe.close()
    # Exit handlers and buffers are the parent's, and not to be run or written twice.
    os._exit(0)
