"""Check: the rules that findings name, and what looks for them in whole titles."""

from __future__ import annotations

from functools import cache

from isgpress.world import package_path

_FOLDER = "check/rules"


@cache
def rules() -> tuple[str, ...]:
    """Give the names of all rules, sorted."""
    return tuple(sorted(path.stem for path in package_path(_FOLDER).glob("*.md")))


def explain(rule: str) -> str:
    """Give the page of a rule, in Markdown. Raises KeyError for an unknown rule."""
    if rule not in rules():
        raise KeyError(rule)
    return (package_path(_FOLDER) / f"{rule}.md").read_text("utf-8")


def about(rule: str) -> str:
    """Give the first sentence of a rule's page, without its full stop."""
    paragraph = explain(rule).split("## What it finds\n\n")[1].split("\n\n")[0]
    return " ".join(paragraph.split()).split(". ")[0].rstrip(".")
