"""Spreads work over forked processes that have in memory all that this one has.

For short work on many small things, where a pool of fresh processes would take longer to
start than the work takes. On systems without fork the work is done here, one after the
other: the results are the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
CAN_FORK = sys.platform.startswith("linux")


class EndedError(Exception):
    """A process ended before its time; ``place`` is that of the thing it worked on."""

    def __init__(self, place: int) -> None:
        """Keep the place."""
        super().__init__(place)
        self.place = place


def spread(
    work: Callable[[T], bytes], things: Sequence[T], workers: int
) -> Iterator[tuple[int, bytes]]:
    """Do the work on each thing; give pairs of its place and the result as they come.

    ``work`` must not raise. No thread of this process may hold a lock that it needs.
    Raises EndedError where a process broke down.
    """
    workers = min(workers, len(things))
    if workers < 2 or not CAN_FORK:  # noqa: PLR2004 - one process is this one
        yield from ((n, work(thing)) for n, thing in enumerate(things))
        return
    gc.collect()
    gc.freeze()  # what is here already stays shared: nobody's collector touches it
    context = multiprocessing.get_context("fork")
    shares: dict[Connection, list[int]] = {}
    processes = []
    for share in range(workers):
        ours, theirs = context.Pipe(duplex=False)
        shares[ours] = list(range(share, len(things), workers))
        arguments = (theirs, work, [things[place] for place in shares[ours]])
        processes.append(context.Process(target=_work, args=arguments, daemon=True))
        processes[-1].start()
        theirs.close()
    try:
        yield from _results(shares)
    finally:
        gc.unfreeze()
        for process in processes:
            if any(shares.values()):  # it was stopped before its end
                process.kill()
            process.join()


def _results(shares: dict[Connection, list[int]]) -> Iterator[tuple[int, bytes]]:
    while waiting := [pipe for pipe, places in shares.items() if places]:
        for pipe in cast("list[Connection]", connection.wait(waiting)):
            try:
                data = pipe.recv_bytes()
            except EOFError as fault:
                raise EndedError(shares[pipe][0]) from fault
            yield shares[pipe].pop(0), data


def _work(pipe: Connection, work: Callable[[T], bytes], things: Sequence[T]) -> None:
    for thing in things:
        pipe.send_bytes(work(thing))
    pipe.close()
    # Exit handlers and buffers are the parent's, and not to be run or written twice.
    os._exit(0)
