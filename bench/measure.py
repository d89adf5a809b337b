"""Wall time and memory of a command and of every process that it starts (Linux)."""

from __future__ import annotations

import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of a command: wall seconds and peak memory of all its processes in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Measure:
    """Run a command to its end and measure it.

    Raises RuntimeError with the command's output where it fails, since the time of a
    failed run says nothing.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(POLL_SECONDS)
        seconds = time.perf_counter() - start
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        message = f"{' '.join(command)} ended with {process.returncode}:\n{output[-3000:]}"
        raise RuntimeError(message)
    return Measure(seconds, peak / 1024)


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
