"""Check: the rules that findings name, and what looks for them in whole titles."""

from __future__ import annotations

from functools import cache

from isgpress.world import package_path

_FOLDER = "check/rules"
# rules of outside validators, and those about ONIX: one page for all that begin with the name
_FAMILIES = ("ace", "axe", "epubcheck", "onix", "verapdf")


@cache
def rules() -> tuple[str, ...]:
    """Give the names of all rules, sorted."""
    return tuple(sorted(path.stem for path in package_path(_FOLDER).glob("*.md")))


def page_of(rule: str) -> str:
    """Give the name of the page that tells of a rule; empty where there is none.

    One such as ``epubcheck-RSC-005`` or ``onix-date`` has that of its family.
    """
    if rule in rules():
        return rule
    return next((f for f in _FAMILIES if rule.startswith(f"{f}-")), "")


def explain(rule: str) -> str:
    """Give the page of a rule, in Markdown. Raises KeyError for an unknown rule."""
    page = page_of(rule)
    if not page:
        raise KeyError(rule)
    return (package_path(_FOLDER) / f"{page}.md").read_text("utf-8")


def about(rule: str) -> str:
    """Give the first sentence of a rule's page, without its full stop."""
    paragraph = explain(rule).split("## What it finds\n\n")[1].split("\n\n")[0]
    return " ".join(paragraph.split()).split(". ")[0].rstrip(".")
