"""qpdf: whether the syntax of a PDF is sound."""

from __future__ import annotations

import re
from pathlib import Path

from isgpress.check.validators.tools import (
    BrokenDownError,
    Missing,
    failed,
    last_words,
    missing,
    program,
    run,
)
from isgpress.findings import Finding, Severity, Span

SECONDS = 300
CLEAN, ERRORS, WARNINGS = 0, 2, 3  # qpdf's exit codes, by its manual


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run qpdf."""
    return () if program("qpdf") else (Missing("qpdf", "apt-get install qpdf"),)


def version() -> str:
    """Give qpdf's version; empty where it is not installed."""
    found = program("qpdf")
    text = run([found, "--version"], 20).stdout if found else ""
    match = re.search(r"version (\S+)", text)
    return match[1] if match else ""


def check(path: Path) -> tuple[Finding, ...]:
    """Give the errors (``qpdf-error``) and warnings (``qpdf-warning``) in a PDF's syntax."""
    if lacking := needs():
        return (missing("qpdf", path, lacking),)
    try:
        done = run([program("qpdf") or "qpdf", "--check", path], SECONDS)
    except BrokenDownError as fault:
        return (failed("qpdf", path, fault),)
    if done.returncode == CLEAN:
        return ()
    if done.returncode not in (ERRORS, WARNINGS):
        return (failed("qpdf", path, BrokenDownError(last_words(done))),)
    lines = [line for line in done.stderr.splitlines() if str(path) in line]
    # An error without a line of its own must not become silence.
    return tuple(_finding(path, line) for line in lines) or (
        _finding(path, f"ERROR: {last_words(done)}"),
    )


def _finding(path: Path, line: str) -> Finding:
    warns = line.startswith("WARNING:")
    text = re.sub("^(WARNING|ERROR|qpdf):", "", line).replace(str(path), "").strip(" :")
    severity = Severity.WARNING if warns else Severity.ERROR
    return Finding(f"qpdf-{severity}", text, Span(path.as_posix()), severity=severity)
