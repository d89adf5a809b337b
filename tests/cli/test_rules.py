"""Every rule that a finding can name has a page, and every page a rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import isgpress
from isgpress.check import about, explain, rules

SOURCE = Path(isgpress.__file__).parent
REPORTERS = {"Fault", "Finding", "fault", "report", "report_at", "_report", "stop"}
NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def named_in_source() -> Iterator[tuple[str, str]]:
    """Give every rule that the code reports, with the file that does."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0] if name in REPORTERS and node.args else None
            values = [first, *(k.value for k in node.keywords if k.arg == "rule")]
            for value in values:
                if isinstance(value, ast.Constant) and NAME.fullmatch(str(value.value)):
                    yield str(value.value), path.relative_to(SOURCE).as_posix()


def test_every_rule_has_a_page() -> None:
    """`isgpress explain` knows all that a finding can name."""
    missing = {rule: path for rule, path in named_in_source() if rule not in rules()}

    assert missing == {}


def test_every_page_has_a_rule() -> None:
    """No page is left over from a rule that is gone."""
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    written = set(re.findall(r'"([a-z0-9-]+)"', text))
    started = tuple(re.findall(r'f"([a-z0-9-]+-)\{severity\}"', text))

    assert [r for r in rules() if r not in written and not r.startswith(started)] == []


@pytest.mark.parametrize("rule", rules())
def test_pages_have_their_parts(rule: str) -> None:
    """A page says what is found, why, by an example, and what to do instead."""
    page = explain(rule)
    parts = re.findall(r"(?m)^## (.+)$", page)

    assert page.startswith(f"# {rule}\n")
    assert parts == ["What it finds", "Why it matters", "Example", "Instead"]
    assert about(rule)
