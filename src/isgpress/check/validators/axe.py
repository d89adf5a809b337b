"""axe: the accessibility of web pages in a real Chromium, as far as a machine can judge it.

Every page is looked at in light and in dark colours, on a wide screen and at 320 px, by
the rules for WCAG 2.2 A and AA and by those of good practice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
from isgpress.findings import Finding, Severity
from isgpress.world import package_path

SECONDS = 1800
BESIDE = "ace-puppeteer"  # axe is no program: it stands among the packages of this one
VIEWS = 4  # in which axe.mjs looks at a page: light and dark, wide and narrow
_SAME = ("name", "id", "impact", "help", "html", "steps")
SHOWN = 160  # characters of HTML
INSTALL = "npm install --global --ignore-scripts axe-core@4.14.1 puppeteer-core@24.43.1"


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run axe."""
    lacking = []
    if not program("node"):
        lacking.append(Missing("Node.js", "apt-get install nodejs npm"))
    if not _modules():
        lacking.append(Missing("axe", INSTALL))
    if not browser():
        lacking.append(Missing("Chromium", "apt-get install chromium"))
    return tuple(lacking)


def version() -> str:
    """Give axe's version; empty where it is not installed."""
    modules = _modules()
    if modules is None:
        return ""
    package = json.loads((modules / "axe-core/package.json").read_bytes())
    return str(package.get("version", ""))


def check(folder: Path) -> tuple[Finding, ...]:
    """Give every violation on the pages below a folder of web pages, one finding each.

    A page that is wider than a window of 320 px is one too (WCAG 2.2, 1.4.10), and a
    file that a page asks for in vain. Impacts critical and serious count as errors.
    """
    if lacking := needs():
        return (missing("axe", folder, lacking),)
    try:
        report = _report(folder)
    except BrokenDownError as fault:
        return (failed("axe", folder, fault),)
    places: dict[tuple[str, ...], list[str]] = {}
    for violation in report["violations"]:
        place = tuple(str(violation.get(key) or "") for key in _SAME)
        views = places.setdefault(place, [])
        if "scheme" in violation:
            views.append(f"{violation['scheme']}, {violation['width']} px")
    pages = {name: _page(folder / name) for name, *_ in places}
    return tuple(
        _finding(folder, pages[place[0]], dict(zip(_SAME, place, strict=True)), views)
        for place, views in places.items()
    )


def _modules() -> Path | None:
    found = program(BESIDE)
    folders = found.resolve().parents if found else ()
    wanted = ("axe-core/axe.min.js", "puppeteer-core/package.json")
    return next((f for f in folders if all((f / name).is_file() for name in wanted)), None)


def _report(folder: Path) -> Mapping[str, Any]:
    script = package_path("check/validators/axe.mjs")
    command = ["node", script, _modules(), browser(), folder.resolve()]
    done = run([str(part) for part in command], SECONDS)
    try:
        report: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError as none:
        raise BrokenDownError(last_words(done)) from none
    if not report.get("pages"):
        raise BrokenDownError("the folder holds no page")
    return report


def _page(path: Path) -> Page:
    return Page(path.read_text("utf-8", "replace") if path.is_file() else "")


def _finding(
    folder: Path, page: Page, place: Mapping[str, str], views: Sequence[str]
) -> Finding:
    text = place["help"]
    if html := " ".join(place["html"].split()):
        text += f": {html[:SHOWN]}"
    if 0 < len(views) < VIEWS:  # else it is so in every view
        text += f" ({'; '.join(views)})"
    node = page.by_steps(place["steps"]) if place["steps"] else None
    span = inside(folder, place["name"], *(page.place(node) if node else ()))
    severity = SEVERITIES.get(place["impact"], Severity.ERROR)
    return Finding(f"axe-{place['id']}", text, span, "", severity)
