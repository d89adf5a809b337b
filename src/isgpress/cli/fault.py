"""What a fault of isgpress itself leaves behind: a file to send to its makers."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from isgpress.findings import PressError
from isgpress.world import write_atomic


def report_fault(fault: Exception) -> None:
    """Tell that isgpress is at fault, and put the traceback into a file."""
    text = "\n".join(
        [
            f"isgpress {_version()}, Python {platform.python_version()}, {platform.platform()}",
            " ".join(sys.argv),
            "".join(traceback.format_exception(fault)),
        ]
    )
    path = Path(tempfile.mkdtemp(prefix="isgpress-")) / "fault.txt"
    click.echo("this is a fault in isgpress, not in your files", err=True)
    try:
        write_atomic(path, text.encode("utf-8", "backslashreplace"))
        click.echo(f"please report it, with this file: {path}", err=True)
    except PressError:
        click.echo(f"please report it, with this text:\n{text}", err=True)


def _version() -> str:
    try:
        return version("isgpress")
    except PackageNotFoundError:
        return "(not installed)"
