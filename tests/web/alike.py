"""Which pages of a site show nothing that others do not."""

from __future__ import annotations

from pathlib import Path

from lxml import html


def leave_out_alike(folder: Path) -> None:
    """Remove each page that has no element, by tag and class, that no page before it has."""
    seen: set[tuple[object, str]] = set()
    for path in sorted(folder.glob("**/*.html"), key=lambda p: (p.name != "index.html", p)):
        elements = html.parse(path).getroot().iter("*")
        kinds = {(e.tag, c) for e in elements for c in e.get("class", "").split() or [""]}
        if kinds <= seen:
            path.unlink()
        seen |= kinds
