"""Manuscript to HTML by a theme's templates, with the list of what it needs.

Only this room imports Jinja. A theme is data: see docs/themes.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isgpress.lazily import lazily

if TYPE_CHECKING:
    from isgpress.render.accessible import claims, facts_of, statements
    from isgpress.render.canvas import render_canvas
    from isgpress.render.epub import get_ready, render_epub
    from isgpress.render.fonts import FontFace
    from isgpress.render.load import load_theme, themes
    from isgpress.render.names import AUTHORS, CoverLines, cover_lines, plain_line, whole_title
    from isgpress.render.piece import render_piece
    from isgpress.render.print import folios, render_cover, render_print, starts_on, trim_of
    from isgpress.render.theme import Theme

__all__ = [
    "AUTHORS",
    "CoverLines",
    "FontFace",
    "Theme",
    "claims",
    "cover_lines",
    "facts_of",
    "folios",
    "get_ready",
    "load_theme",
    "plain_line",
    "render_canvas",
    "render_cover",
    "render_epub",
    "render_piece",
    "render_print",
    "starts_on",
    "statements",
    "themes",
    "trim_of",
    "whole_title",
]
__getattr__ = lazily(
    __name__,
    {
        "claims": "accessible",
        "facts_of": "accessible",
        "statements": "accessible",
        "render_canvas": "canvas",
        "get_ready": "epub",
        "render_epub": "epub",
        "load_theme": "load",
        "themes": "load",
        "AUTHORS": "names",
        "CoverLines": "names",
        "cover_lines": "names",
        "plain_line": "names",
        "whole_title": "names",
        "render_piece": "piece",
        "folios": "print",
        "render_cover": "print",
        "render_print": "print",
        "starts_on": "print",
        "trim_of": "print",
        "FontFace": "theme",
        "Theme": "theme",
    },
)
