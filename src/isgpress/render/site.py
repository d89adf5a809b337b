"""The pages of a press's own site, by the templates of its theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isgpress.render.environment import fill
from isgpress.render.theme import Theme
from isgpress.standards import words
from isgpress.standards.direction import direction

MEDIUM = "site"
STYLES = "style.css.jinja"
SCRIPT = "search.js"


def site_page(theme: Theme, name: str, language: str, values: Mapping[str, Any]) -> bytes:
    """Give a page: ``name`` is ``list.html`` or ``title.html``, ``language`` the site's.

    The templates get ``values``, and ``words``, ``language``, ``direction``. Raises
    PressError as ``fill``.
    """
    shared = {
        "language": language,
        "direction": direction(language),
        "words": words(language),
    }
    return (fill(theme, MEDIUM, name, {**shared, **values}) + "\n").encode()


def site_styles(theme: Theme) -> bytes:
    """Give the style sheet of all pages."""
    return fill(theme, MEDIUM, STYLES, {"option": theme.option}).encode()


def site_script(theme: Theme, indexes: int) -> bytes:
    """Give the script of the page for searching, the only one; it asks that many indexes."""
    return (fill(theme, MEDIUM, f"{SCRIPT}.jinja", {"indexes": indexes}) + "\n").encode()
