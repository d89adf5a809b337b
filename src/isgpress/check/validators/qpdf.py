"""qpdf: whether the syntax of a PDF is sound.

Its library comes with pikepdf, and so with isgpress. It is run in a process of its own,
since a file may be damaged in any way. A file that can be read only after repair is an
error here: machines of printers do not repair.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from isgpress.check.validators.tools import (
    BrokenDownError,
    Missing,
    failed,
    last_words,
    run,
)
from isgpress.findings import Finding, Severity, Span

SECONDS = 300
_SCRIPT = """
import json, logging, sys, pikepdf
logging.disable()
try:
    with pikepdf.open(sys.argv[1], attempt_recovery=False) as pdf:
        found = pdf.check_pdf_syntax()
except pikepdf.PdfError as fault:
    found = ["ERROR: %s" % fault]
print(json.dumps(found))
"""


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run qpdf: nothing, where isgpress is whole."""
    return () if importlib.util.find_spec("pikepdf") else (_REPAIR,)


_REPAIR = Missing("pikepdf", "pip install --force-reinstall isgpress")


def version() -> str:
    """Give qpdf's version; empty where it is not installed."""
    if needs():
        return ""
    import pikepdf  # noqa: PLC0415 - only where it is asked for

    return str(pikepdf.__libqpdf_version__)


def check(path: Path) -> tuple[Finding, ...]:
    """Give the errors (``qpdf-error``) and warnings (``qpdf-warning``) in a PDF's syntax."""
    try:
        return tuple(_finding(path, text) for text in _said(path))
    except BrokenDownError as fault:
        return (failed("qpdf", path, fault),)


def _said(path: Path) -> list[str]:
    done = run([sys.executable, "-c", _SCRIPT, path], SECONDS)
    try:
        said: list[str] = json.loads(done.stdout)
    except ValueError as none:
        raise BrokenDownError(last_words(done)) from none
    return said


def _finding(path: Path, said: str) -> Finding:
    kind, _, text = said.partition(":")
    text = text.replace(str(path), "").replace(path.name, "").strip(" :")
    severity = Severity.ERROR if kind == "ERROR" else Severity.WARNING
    return Finding(f"qpdf-{severity}", text, Span(path.as_posix()), severity=severity)
