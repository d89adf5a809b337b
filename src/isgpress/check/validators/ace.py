"""Ace by DAISY: the accessibility of EPUBs, as far as a machine can judge it.

``ace.mjs`` beside this module runs it over all files in one Chromium.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
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
from isgpress.world import package_path

SECONDS_PER_FILE = 900
PATIENCE = 60_000  # milliseconds: a machine with all cores at work starts a browser slowly
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


def check(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Give every violation that Ace finds in EPUBs, one finding each.

    Impacts critical and serious count as errors, moderate and minor as warnings.
    """
    if lacking := needs():
        return tuple(missing("Ace", path, lacking) for path in paths)
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


def _run(pairs: Sequence[tuple[Path, Path]]) -> subprocess.CompletedProcess[str]:
    script = package_path("check/validators/ace.mjs")
    files = [file for pair in pairs for file in pair]
    start: list[str | Path] = ["node", script, program(PROGRAM) or PROGRAM]
    start += [browser() or "", str(PATIENCE)]
    return run([*start, *files], SECONDS_PER_FILE * len(pairs))


def _read(path: Path, report: Path, ended: str) -> Iterator[Finding]:
    """Give what a report says; ``ended`` tells of the run where it has written none."""
    try:
        documents = json.loads(report.read_bytes()).get("assertions", [])
    except (OSError, ValueError):
        yield failed("Ace", path, BrokenDownError(ended))
        return
    places = _Places(path)
    for document in documents:
        for assertion in document.get("assertions", []):
            yield _finding(places, document.get("earl:testSubject", {}), assertion)


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
