"""Line breaks, remembered: an article is laid out several times in the same columns.

How a text is broken depends on it, its style, its fonts and the width alone. What was
found is kept with the fonts, where these are ``RememberingFonts``.
"""

from __future__ import annotations

import copy
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10_000  # texts that are remembered, of about 1 kB each
# All that WeasyPrint's line_break.py and fonts.py ask a style for; and then there is
DECORATION = "text_decoration_line"  # a set, or "none"
PROPERTIES = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "line_height",
    "overflow_wrap",
    "tab_size",
    "white_space",
    "word_break",
    "word_spacing",
)
_look = itemgetter(*PROPERTIES)


class RememberingFonts(FontConfiguration):  # type: ignore[misc] # WeasyPrint has no types
    """Fonts that know how texts set in them were broken."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self.broken: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def remembered(split: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Let a function that breaks text off for a line remember what it did."""

    def split_first_line(text: str, style: Any, context: Any, *more: Any, **named: Any) -> Any:
        known = getattr(style.font_config, "broken", None)
        if known is None:
            return split(text, style, context, *more, **named)
        plain = style[DECORATION] == "none"
        key = split, text, plain, _look(style), more, *named.values()
        found = known.get(key)
        if found is None:
            if len(known) >= MOST:
                known.clear()
            found = known[key] = split(text, style, context, *more, **named)
        layout, *measures = found
        return copy.copy(layout), *measures  # a drawing may change it

    return split_first_line


class _Later(line_break.Layout):  # type: ignore[misc]
    """A text to be justified. Pango is asked for it when it is drawn, not before."""

    def __init__(self, text: str, justification_spacing: float) -> None:
        self.text, self.justification_spacing = text, justification_spacing
        self.max_width = self.ascent = None
        self.underline_position = self.strikethrough_position = None
        self.first_line_direction = 0

    def deactivate(self) -> None:
        if hasattr(self, "layout"):
            super().deactivate()


def create_layout(
    text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float
) -> Any:
    """Give the layout of a text that is justified, for ``inline.add_word_spacing``.

    WeasyPrint makes one with Pango only to take it apart at once.
    """
    if max_width is not None or style[DECORATION] != "none":
        return line_break.create_layout(text, style, context, max_width, justification_spacing)
    return _Later(text, justification_spacing)
