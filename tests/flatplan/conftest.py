"""Issues as their editors write them, read by the sources, and the pages of two themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from isgpress import flatplan
from isgpress.findings import Finding
from isgpress.model.composition import (
    ArticleLayout,
    Flatplan,
    Grid,
    Layout,
    PageTemplate,
    Rect,
)
from isgpress.model.publication import Issue, Trim
from isgpress.sources import load_issue, load_press
from isgpress.world import MemoryWorld

PRESS = "name: Sheet Press\nperiodicals:\n  sheet:\n    title: The Sheet\n"
HEAD = "periodical: sheet\nnumber: 12\ndate: 2027-03\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'

MAGAZINE = Layout(
    Grid(Trim("a4", 210, 297), 21, 15, 17, 6, 5, 12.5, 57),
    (ArticleLayout("feature", 2),),
    (
        PageTemplate("full", (("main", Rect(0, 0, 6, 57)),)),
        PageTemplate("halves", (("upper", Rect(0, 0, 6, 28)), ("lower", Rect(0, 29, 6, 28)))),
    ),
    (
        ("full", Rect(0, 0, 6, 57)),
        ("half", Rect(0, 29, 6, 28)),
        ("quarter", Rect(3, 29, 3, 28)),
        ("column", Rect(4, 0, 2, 57)),
    ),
    "full",
)
NEWSPAPER = Layout(
    Grid(Trim("tabloid", 289, 380), 18, 14, 14, 5, 4, 10.5, 86),
    (ArticleLayout("news", 1),),
    (
        PageTemplate("full", (("main", Rect(0, 0, 5, 86)),)),
        PageTemplate(
            "front",
            (
                ("lead", Rect(0, 16, 4, 44)),
                ("brief", Rect(4, 16, 1, 70)),
                ("second", Rect(0, 61, 4, 25)),
            ),
        ),
        PageTemplate(
            "news",
            (
                ("left", Rect(0, 0, 2, 86)),
                ("right", Rect(2, 0, 3, 42)),
                ("foot", Rect(2, 43, 3, 43)),
            ),
        ),
    ),
    (
        ("full", Rect(0, 0, 5, 86)),
        ("half", Rect(0, 44, 5, 42)),
        ("quarter", Rect(2, 44, 3, 42)),
    ),
    "full",
)


@dataclass(frozen=True)
class Made:
    """An issue of a text, its flatplan and what was found."""

    issue: Issue
    layout: Layout
    plan: Flatplan
    findings: tuple[Finding, ...]
    lines: Sequence[str]

    @property
    def rules(self) -> list[str]:
        """The rules of all findings, sorted."""
        return sorted(f.rule for f in self.findings)

    def finding(self, rule: str) -> Finding:
        """Give the only finding of a rule."""
        [found] = [f for f in self.findings if f.rule == rule]
        return found

    def line(self, finding: Finding) -> str:
        """Give the line of issue.yaml that a finding points at."""
        assert finding.span is not None
        assert finding.span.path == "issues/sheet-12/issue.yaml"
        return self.lines[finding.span.line - 1]

    def rects(self, slug: str) -> list[tuple[int, tuple[int, int, int, int]]]:
        """Give page and rectangle (unit, line, units, lines) of each part of a piece."""
        return [
            (a.page, (a.rect.unit, a.rect.line, a.rect.units, a.rect.lines))
            for a in self.plan.areas(slug)
        ]

    def on(self, page: int) -> list[str]:
        """Give the slugs of what stands on a page."""
        return [p.slug for p in self.plan.pages[page - 1].placements]


Make = Callable[..., Made]


@pytest.fixture
def make() -> Make:
    """Give what plans an issue from the text of its issue.yaml below number and date."""
    return _made


def _made(text: str, layout: Layout = MAGAZINE) -> Made:
    text = HEAD + text
    files = {"press.yaml": PRESS, "issues/sheet-12/issue.yaml": text}
    for name in re.findall(r"[\w-]+\.md", text):
        files[f"issues/sheet-12/{name}"] = f"# {name[3:-3].capitalize()}\n\nNews.\n"
    for name in re.findall(r"images/[\w-]+\.svg", text):
        files[f"issues/sheet-12/{name}"] = PICTURE
    world = MemoryWorld(files)
    press, _ = load_press(world)
    issue, found = load_issue(world, press, "sheet-12")
    assert issue is not None, found
    assert [f for f in found if f.severity == "error"] == []
    plan, findings = flatplan.plan(issue, layout)
    return Made(issue, layout, plan, findings, text.splitlines())
