"""Work spread over forked processes."""

from __future__ import annotations

import os
import signal
import time

import pytest

from isgpress.build.spread import CAN_FORK, EndedError, beside, spread
from isgpress.findings import Finding, PressError

ALONE = not CAN_FORK or os.cpu_count() == 1


def nothing() -> None:
    """Do nothing meanwhile."""


def shout(word: str) -> bytes:
    """Give a word in capitals, and the process that did it."""
    time.sleep(0.2)  # so that others have one too
    return f"{word.upper()} {os.getpid()}".encode()


@pytest.mark.parametrize("workers", [1, 2, 5, 50])
def test_every_thing_is_done_once_whatever_the_number_of_workers(workers: int) -> None:
    """Results come with the places of what they are the results of."""
    words = ["form", "quoin", "galley", "stick", "platen", "bodkin", "frisket"]
    found = dict(spread(shout, words, workers, nothing))

    assert [found[n].split()[0].decode() for n in range(len(words))] == [
        w.upper() for w in words
    ]
    processes = len({data.split()[1] for data in found.values()})
    most = min(workers, len(words)) if CAN_FORK else 1
    # on a busy machine one may start when the others have done all
    assert min(most, 2) <= processes <= most


def test_nothing_to_do_is_done_at_once() -> None:
    """No things give no results."""
    assert list(spread(shout, [], 4, nothing)) == []


@pytest.mark.skipif(not CAN_FORK, reason="no processes are forked on this system")
def test_a_process_that_breaks_down_names_what_it_worked_on() -> None:
    """The place of the thing that ended a process is in the error."""

    def work(word: str) -> bytes:
        if word == "bad":
            os.kill(os.getpid(), signal.SIGKILL)
        return word.encode()

    def wait() -> None:
        time.sleep(1)  # the other process takes all things

    with pytest.raises(EndedError) as caught:
        list(spread(work, ["a", "b", "c", "bad", "d", "e"], 2, wait))

    assert caught.value.place == 3


def test_work_beside_gives_its_result_when_asked() -> None:
    """It is another process's where there are two processors."""
    with beside(shout, "form") as result:
        word, process = result().split()

    assert word == b"FORM"
    assert (int(process) == os.getpid()) == ALONE


def refuse(rule: str) -> bytes:
    """Find something wrong."""
    raise PressError(Finding(rule, "it is wrong"))


def test_what_work_beside_finds_wrong_is_raised_when_asked() -> None:
    """With its findings."""
    with beside(refuse, "a-rule") as result, pytest.raises(PressError) as caught:
        result()

    assert [f.rule for f in caught.value.findings] == ["a-rule"]


def test_a_fault_in_work_beside_is_raised_when_asked() -> None:
    """With its traceback, so that it can be reported."""
    with (
        beside(int, "form") as result,
        pytest.raises(ValueError if ALONE else RuntimeError) as f,
    ):
        result()

    assert "invalid literal" in str(f.value)


@pytest.mark.skipif(ALONE, reason="no process is forked on this system")
def test_work_beside_ends_with_who_waits_for_it() -> None:
    """Who leaves without asking does not wait."""
    began = time.monotonic()
    with beside(time.sleep, 60):
        pass

    assert time.monotonic() - began < 30
