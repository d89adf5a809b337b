"""The command line in processes that need not start from nothing.

``isgpress`` runs a command in a process of its own, with its own arguments, environment,
folder, output and exit status, as ``python -m isgpress`` does. The process is forked from one
that has imported all of isgpress: starting Python and importing takes longer than most
commands, and a test run has hundreds of them. What depends on the start itself, on a signal
or on Python's own variables runs ``python -m isgpress``.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
import types
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from multiprocessing import forkserver, process, resource_tracker, util
from pathlib import Path
from typing import Any, NoReturn

ORDERS, ANSWERS = 3, 4  # where the warm process reads and writes
FONTS = "FONTCONFIG_FILE"  # for workers that set pages; Chromium hangs where it is set
Done = subprocess.CompletedProcess[str]


def isgpress(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: int = 600,
) -> Done:
    """Run a command to its end; ``env`` is all its environment, ``timeout`` is in seconds.

    What has not ended by then is killed: its status is then that of SIGALRM, -14. Commands
    that are to run at the same time are started by ``command``.
    """
    if env is not None and _at_start(env) != _at_start(os.environ):
        return subprocess.run(
            [*command(), *arguments],
            capture_output=True,
            check=False,
            cwd=cwd,
            encoding="utf-8",
            env=env,
            timeout=timeout,
        )
    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
        order = {
            "arguments": [str(argument) for argument in arguments],
            "cwd": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "timeout": timeout,
            "files": [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)],
        }
        status = _server().run(order)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
    return subprocess.CompletedProcess(order["arguments"], status, *said)


def command() -> list[str]:
    """Give what starts isgpress from nothing, in a process that stands alone."""
    return [sys.executable, "-m", "isgpress"]


def _at_start(env: Mapping[str, str]) -> dict[str, str]:
    """Give the variables that Python and its C library read when they start."""
    return {name: env[name] for name in env if name.startswith(("PYTHON", "LC_", "LANG", "TZ"))}


class _Server:
    """The warm process, as the tests see it."""

    def __init__(self) -> None:
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        keep = {orders: ORDERS, answers: ANSWERS}
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(orders), str(answers)], pass_fds=keep
        )
        for given in keep:
            os.close(given)
        atexit.register(self.close)

    def run(self, order: dict[str, Any]) -> int:
        with open(self._orders, "w", closefd=False) as orders:
            orders.write(json.dumps(order) + "\n")
        answer = b""
        while not answer.endswith(b"\n"):
            part = os.read(self._answers, 64)
            assert part, "the warm process has ended"
            answer += part
        return int(answer)

    def close(self) -> None:
        os.close(self._orders)
        self._process.wait()


@cache
def _server() -> _Server:
    return _Server()


def main(orders: int, answers: int) -> None:
    """Import everything, then fork for each order, until there are no more."""
    _import_all()
    gc.collect()
    gc.freeze()
    with open(orders, closefd=False) as lines:
        for line in lines:
            child = os.fork()
            if not child:
                _close_all((0, 1, 2))
                _run(json.loads(line))
            _, status = os.waitpid(child, 0)
            os.write(answers, b"%d\n" % os.waitstatus_to_exitcode(status))


def _import_all() -> None:
    import pyphen  # noqa: PLC0415 - in the warm process alone

    import isgpress  # noqa: PLC0415
    from isgpress.typeset import preload  # noqa: F401, PLC0415

    for language in ("en_GB", "en_US", "de_DE"):
        pyphen.Pyphen(lang=language)  # which keeps the patterns
    for module in pkgutil.walk_packages(isgpress.__path__, "isgpress."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _fonts.append(os.environ.pop(FONTS))


_fonts: list[str] = []


def _close_all(keep: Collection[int]) -> None:
    """Close all files but those; multiprocessing's own are told by number."""
    for path in Path("/proc/self/fd").iterdir():
        if int(path.name) not in keep:
            with contextlib.suppress(OSError):  # that of the folder itself
                os.close(int(path.name))


def _run(order: dict[str, Any]) -> NoReturn:
    """Be the command, and end."""
    signal.alarm(order["timeout"])
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    for name, number in zip(["/dev/null", *order["files"]], range(3), strict=True):
        opened = os.open(name, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["isgpress", *order["arguments"]]
    sys.modules["__main__"] = types.ModuleType("__main__")
    util.spawnv_passfds = _spawn
    from isgpress import cli  # noqa: PLC0415 - in the warm process alone

    _end(lambda: cli.main(prog_name="isgpress"))


def _spawn(path: bytes, arguments: Sequence[str], keep: Sequence[int]) -> int:
    """Fork, where multiprocessing would start Python for its server and its tracker."""
    child = os.fork()
    if not child:
        _close_all({0, 1, 2, *keep})
        os.environ[FONTS] = _fonts[0]
        process._children.clear()  # those of the command, as are its exit handlers
        atexit._clear()
        util._finalizer_registry.clear()
        forkserver._forkserver.__init__()
        resource_tracker._resource_tracker.__init__()
        _end(lambda: exec(arguments[-1], {}))  # noqa: S102 - multiprocessing's own words
    return child


def _end(work: Any) -> NoReturn:
    """Work, and end as Python does: with the status of SystemExit, and 1 for a fault."""
    status = 0
    try:
        work()
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:  # noqa: BLE001 - told as Python tells it
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
