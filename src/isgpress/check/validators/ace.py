"""Ace by DAISY: the accessibility of an EPUB, as far as a machine can judge it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from isgpress.check.markup import Page
from isgpress.check.validators.tools import (
    SEVERITIES,
    BrokenDownError,
    Missing,
    browser,
    failed,
    inside,
    last_words,
    missing,
    program,
    run,
)
from isgpress.findings import Finding, Severity, Span

SECONDS = 900
BROWSER_STARTS_WITHIN = 60_000  # milliseconds; a machine with all cores at work is slow
PROGRAM = "ace-puppeteer"  # plain `ace` wants a desktop


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run Ace."""
    lacking = []
    if not program("node"):
        lacking.append(Missing("Node.js", "apt-get install nodejs npm"))
    if not program(PROGRAM):
        install = "npm install --global --ignore-scripts @daisy/ace@1.4.6"
        lacking.append(Missing("Ace by DAISY", install))
    if not browser():
        lacking.append(Missing("Chromium", "apt-get install chromium"))
    return tuple(lacking)


def version() -> str:
    """Give Ace's version; empty where it is not installed."""
    found = program(PROGRAM)
    for folder in found.resolve().parents if found else ():
        try:
            package = json.loads((folder / "package.json").read_bytes())
        except (OSError, ValueError):
            continue
        if package.get("name", "").startswith("@daisy/ace"):
            return str(package.get("version", ""))
    return ""


def check(path: Path) -> tuple[Finding, ...]:
    """Give every violation that Ace finds in an EPUB, one finding each.

    Impacts critical and serious count as errors, moderate and minor as warnings.
    """
    if lacking := needs():
        return (missing("Ace", path, lacking),)
    try:
        report = _report(path)
    except BrokenDownError as fault:
        return (failed("Ace", path, fault),)
    places = _Places(path)
    return tuple(
        _finding(places, document.get("earl:testSubject", {}), assertion)
        for document in report.get("assertions", [])
        for assertion in document.get("assertions", [])
    )


def _report(path: Path) -> dict[str, Any]:
    environment = {
        "PUPPETEER_EXECUTABLE_PATH": str(browser()),
        "ACE_TIMEOUT_INITIAL": str(BROWSER_STARTS_WITHIN),
    }
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        command = [program(PROGRAM) or PROGRAM, "--silent", "--force", "--outdir", folder, path]
        done = run(command, SECONDS, environment)
        try:
            report: dict[str, Any] = json.loads(Path(folder, "report.json").read_bytes())
        except (OSError, ValueError) as none:
            raise BrokenDownError(last_words(done)) from none
    return report


class _Places:
    """Finds places in an EPUB by what Ace says: a file, and a path of elements in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pages: dict[str, Page] = {}

    def of(self, url: str, steps: str) -> Span:
        """Give the span of an element; of the file where there is no such element."""
        try:
            with zipfile.ZipFile(self._path) as container:
                names = container.namelist()
                name = next((n for n in names if f"/{n}".endswith(f"/{url.strip('/')}")), "")
                if name not in self._pages:
                    text = container.read(name).decode("utf-8", "replace") if name else ""
                    self._pages[name] = Page(text)
        except (OSError, KeyError, zipfile.BadZipFile):
            return inside(self._path, url)
        page = self._pages[name]
        node = page.by_steps(steps) if steps else None
        return inside(self._path, name or url, *(page.place(node) if node else ()))


def _finding(
    places: _Places, subject: Mapping[str, Any], assertion: Mapping[str, Any]
) -> Finding:
    test, result = assertion["earl:test"], assertion["earl:result"]
    text = " ".join((result.get("dct:description") or test["dct:description"]).split())
    if html := " ".join((result.get("html") or "").split()):
        text += f": {html[:160]}"
    steps = ((result.get("earl:pointer") or {}).get("cfi") or [""])[0]
    return Finding(
        f"ace-{test['dct:title']}",
        text,
        places.of(subject.get("url", ""), steps),
        (test.get("help") or {}).get("dct:description", ""),
        SEVERITIES.get(test.get("earl:impact", ""), Severity.ERROR),
    )
