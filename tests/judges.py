"""EPUBCheck and veraPDF in virtual machines that are started once for all tests of a worker.

They read their rules for seconds before they read a file. Their drivers, and what is made of
their answers, are those of isgpress; what a driver needs to start is tested in ``check/``.
"""

from __future__ import annotations

import atexit
import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from isgpress.check.validators import tools

MARK = "-- done --"


def run_script(
    driver: Path,
    arguments: Sequence[str | Path],
    seconds: float,
    *jars: Path | None,
    options: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Do what ``tools.run_script`` does, in a machine that may run already."""
    given = {"driver": str(driver), "arguments": [str(a) for a in arguments]}
    said = _machine(tuple(options), *jars).run(json.dumps(given))
    return subprocess.CompletedProcess([str(driver)], 0, said, "")


class _Machine:
    """A virtual machine that waits for work."""

    def __init__(self, options: Sequence[str], jars: Sequence[Path | None]) -> None:
        start = tools.script_start(options, jars)
        self._process = subprocess.Popen(
            [*start, str(Path(__file__).with_name("judges.js")), MARK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        atexit.register(self.close)

    def run(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        said = []
        for row in self._process.stdout:
            if row.rstrip("\n") == MARK:
                return "".join(said)
            said.append(row)
        raise tools.BrokenDownError("the virtual machine has ended")

    def close(self) -> None:
        self._process.communicate()


@cache
def _machine(options: Sequence[str], *jars: Path | None) -> _Machine:
    return _Machine(options, jars)
