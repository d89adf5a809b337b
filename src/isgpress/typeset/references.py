"""What is said of references by page and links that lead nowhere."""

from __future__ import annotations

from isgpress.findings import Finding, Span


def no_page(file: str, target: str) -> Finding:
    """Say that the page of an id is asked for that is nowhere."""
    return Finding(
        "page-of-nothing",
        f"the page of `{target}` is asked for, and nothing on the pages has that id",
        Span(file),
        "check the id; what a theme leaves out of the pages has no page",
    )


def no_place(file: str, target: str) -> Finding:
    """Say that a link leads to an id that is nowhere."""
    return Finding(
        "link-to-nothing",
        f"a link leads to `{target}`, and nothing on the pages has that id",
        Span(file),
        "check the id; what a theme leaves out of the pages cannot be linked to",
    )


def unsettled(file: str) -> Finding:
    """Say that page references move the pages that they name."""
    return Finding(
        "unsettled-page-references",
        "page references in this section change its length, and with it the pages",
        Span(file),
        "make the theme's `.page-slot` wider (`min-width`), so that all folios fit",
    )
