"""Wall time and memory of a command and of every process that it starts (Linux)."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Process = subprocess.Popen[bytes]

POLL_SECONDS = 0.05


def seconds_of(command: Sequence[str]) -> float:
    """Run a command to its end and give its wall seconds.

    Raises RuntimeError with the command's output where it fails, since the time of a
    failed run says nothing.
    """
    return _run(command, lambda process: process.wait())


def megabytes_of(command: Sequence[str]) -> float:
    """Run a command to its end and give the peak memory of all its processes in MB.

    Apart from ``seconds_of``, since to look at the memory of processes holds them up.
    Raises RuntimeError as that does.
    """
    peaks = [0]

    def watch(process: Process) -> None:
        while process.poll() is None:
            peaks.append(_memory(process.pid))
            time.sleep(POLL_SECONDS)

    _run(command, watch)
    return max(peaks) / 1024


def _run(command: Sequence[str], watch: Callable[[Process], object]) -> float:
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
            watch(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            output.seek(0)
            told = output.read().decode("utf-8", "replace")[-3000:]
            message = f"{' '.join(command)} ended with {process.returncode}:\n{told}"
            raise RuntimeError(message)
    return seconds


def _memory(root: int) -> int:
    """Add up the proportional set size, in kB, of a process and its descendants.

    Pages shared by several processes count once in all, as proc(5) defines Pss.
    """
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            # The command's name may hold spaces and brackets: the fields start after it.
            children[int(stat.rpartition(")")[2].split()[1])].append(int(entry.name))
    todo, total = [root], 0
    while todo:
        pid = todo.pop()
        todo += children[pid]
        total += _pss(pid)
    return total


def _pss(pid: int) -> int:
    """Read one process's proportional set size in kB: 0 where it has just ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
