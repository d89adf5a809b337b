"""The program: ``isgpress``, and ``python -m isgpress``."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import Any, NoReturn

GARBAGE = 20_000  # objects: a build makes few that are in cycles, and looks seldom for them
STOPPED = 130  # as shells count it: 128 and the number of the signal


def run() -> NoReturn:
    """Run the command line in a process of its own, and end that.

    Python takes nearly a tenth of a second to take apart what a build leaves in memory;
    the system is rid of it at once.
    """
    gc.set_threshold(GARBAGE)
    code: Any = 0
    try:
        from isgpress.cli import main  # noqa: PLC0415 - Ctrl-C may come while it is imported

        main(prog_name="isgpress")
    except SystemExit as stop:
        code = stop.code
    except KeyboardInterrupt:
        code = STOPPED
    atexit._run_exitfuncs()  # noqa: SLF001 - what others have asked for is done
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code if isinstance(code, int) else int(bool(code)))


if __name__ == "__main__":
    run()
