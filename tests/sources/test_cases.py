"""Small presses with slips in them, and the findings that they must give.

Each section of a file in ``cases/`` is a case: fenced blocks named by path are the files
of a press, the block ``findings`` is what must be found, in order, with exact places.
What is not given is filled in: press.yaml, and a chapter 01.md. After a wanted change of
wording, ``ISGPRESS_ACCEPT=1 pytest tests/sources/test_cases.py`` writes the findings
anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from isgpress.findings import Finding, PressError
from isgpress.sources import load_press, load_title, repeats
from isgpress.world import MemoryWorld

FOLDER = Path(__file__).parent / "cases"
CASE = re.compile(r"(?m)^## (.+)$")
BLOCK = re.compile(r"(?ms)^```` ([^\n]+)\n(.*?)^````$")
DEFAULTS = {"press.yaml": "name: Case Press\n"}
CHAPTER = {"books/a/01.md": "# One\n\nText.\n"}


def cases() -> list[tuple[Path, str]]:
    """Give every case as its file and its heading."""
    return [
        (p, m[1]) for p in sorted(FOLDER.glob("*.md")) for m in CASE.finditer(p.read_text())
    ]


def body_of(path: Path, heading: str) -> str:
    """Give the text of one case."""
    text = path.read_text().split(f"## {heading}\n", 1)[1]
    return CASE.split(text)[0]


def line(finding: Finding) -> str:
    """Give a finding on one line."""
    place = f" {finding.span}" if finding.span else ""
    return f"{finding.severity}[{finding.rule}]{place}: {finding.message}; {finding.help}"


def found_in(files: dict[str, str]) -> str:
    """Give the findings of a press, one in each line, in the order of their places."""
    about_issues = any(name.startswith("issues/") for name in files)
    given = DEFAULTS | ({} if about_issues else CHAPTER) | files
    files = {name: text.replace("⇥", "\t") for name, text in given.items()}
    world = MemoryWorld({name: text for name, text in files.items() if text != "(none)\n"})
    try:
        press, findings = load_press(world)
    except PressError as stop:
        return "".join(f"{line(f)}\n" for f in stop.findings)
    titles = [load_title(world, press, slug) for slug in press.titles]
    findings += tuple(f for _, found in titles for f in found)
    findings += repeats([title for title, _ in titles if title])
    return "".join(f"{text}\n" for text in map(line, findings))


@pytest.mark.parametrize(("path", "heading"), cases(), ids=lambda v: getattr(v, "stem", v))
def test_case(path: Path, heading: str) -> None:
    """A press with that slip gives these findings, and no others."""
    body = body_of(path, heading)
    files = dict(BLOCK.findall(body))
    expected = files.pop("findings")
    found = found_in(files)
    if os.environ.get("ISGPRESS_ACCEPT") and found != expected:
        new = body.replace(f"```` findings\n{expected}````", f"```` findings\n{found}````")
        path.write_text(path.read_text().replace(body, new))
        return

    assert found == expected
