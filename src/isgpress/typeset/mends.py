"""Mends of WeasyPrint 70's layout that typography cannot do without.

They reach into private names, and do nothing in another version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint import layout
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.layout import LayoutContext, inline, preferred
from weasyprint.text import line_break

from isgpress.typeset.breaks import create_layout, remembered

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = "70."
SIDES = {"top": "left center right", "right": "top middle bottom"}
SIDES |= {"bottom": SIDES["top"], "left": SIDES["right"]}
CORNERS = ("top-left-corner", "top-right-corner", "bottom-left-corner", "bottom-right-corner")
MARGINS = (*CORNERS, *(f"{side}-{at}" for side, ats in SIDES.items() for at in ats.split()))
NARROWEST = 0.25  # em, a character with its share of space in the narrowest of texts


def apply() -> None:
    """Mend the layout of this process, once."""
    if weasyprint.__version__.startswith(VERSION) and not hasattr(inline, "isgpress_mended"):
        inline.isgpress_mended = True
        inline.split_first_line = remembered(_full_lines(line_break.split_first_line))
        inline.create_layout = create_layout
        inline.strut = _once_a_style(line_break.strut)
        preferred.split_first_line = remembered(line_break.split_first_line)
        layout.make_margin_boxes = _wanted(layout.make_margin_boxes)
        inline.get_next_linebox = _indented(inline.get_next_linebox)
        _keep_notes_with_calls()


def _full_lines(split: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Let a blank hang at a line's end.

    Text that ends in a blank before an element (``its <em>word</em>``) and fits its line
    but for that blank is broken after its first word: Pango lets the blank hang, and
    WeasyPrint, seeing a line too wide that Pango does not break, takes it for one that
    cannot be broken.
    """

    def split_first_line(  # noqa: PLR0913, PLR0917 - WeasyPrint's own
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> tuple[Any, ...]:
        found = split(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        broken = found[2] is not None and max_width is not None
        if not broken or style["white_space"] != "normal" or not text.endswith(" "):
            return found
        if len(text) * style["font_size"] * NARROWEST > (max_width or 0):
            return found  # far too long for one line, and dear to look at
        layout = line_break.create_layout(
            text, style, context, max_width, justification_spacing
        )
        line, pango_resumes_at = layout.get_first_line()
        if pango_resumes_at is not None or _width(text, style, context) > (max_width or 0):
            return found
        whole: tuple[Any, ...] = line_break.first_line_metrics(
            line, text, layout, None, space_collapse=True, style=style
        )
        return whole

    return split_first_line


def _width(text: str, style: Any, context: Any) -> float:
    """Give the width of a text without the blanks at its end, in px."""
    layout = line_break.create_layout(text.rstrip(" "), style, context, None, 0)
    line, _ = layout.get_first_line()
    width: float = line_break.line_size(line, style)[0]
    return width


def _once_a_style(strut: Callable[[Any], tuple[float, float]]) -> Callable[[Any], Any]:
    """Keep with a style how deep its lines are: WeasyPrint asks twice for each line."""

    def kept(style: Any) -> Any:
        if not hasattr(style, "strut"):
            style.strut = strut(style)
        return style.strut

    return kept


def _indented(get: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Indent the first line of text from right to left on the right.

    WeasyPrint makes the line shorter by the indent, and leaves the white on the left.
    """

    def get_next_linebox(  # noqa: PLR0913, PLR0917 - WeasyPrint's own
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *more: Any,
    ) -> tuple[Any, ...]:
        line, resumes_at = get(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, *more
        )
        if line and linebox.text_indent and containing_block.style["direction"] == "rtl":
            line.translate(-linebox.text_indent, 0)
        return line, resumes_at

    return get_next_linebox


def _wanted(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make the margin boxes of a page only where a style sheet has rules for some.

    WeasyPrint measures sixteen empty ones for every frame of an article.
    """

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Any:
        styles = (context.style_for(page.page_type, f"@{place}") for place in MARGINS)
        # a style of which nothing was asked yet is empty
        return () if all(s is None for s in styles) else make(context, page, state)

    return make_margin_boxes


class _Kept(list[Any]):
    """The notes of a page; never says that there are any to be moved away."""

    def __bool__(self) -> bool:
        """Say that there is nothing to move."""
        return False


def _keep_notes_with_calls() -> None:
    """Keep WeasyPrint from moving notes to the next page to win room for a line.

    Before it breaks a paragraph it asks the list of the page's notes for one to move,
    and so parts notes from their calls.
    """

    def notes(context: Any) -> Any:
        return context.__dict__["_notes_of_page"]

    def set_notes(context: Any, found: list[Any]) -> None:
        context.__dict__["_notes_of_page"] = _Kept(found)

    def children(area: Any) -> Any:
        return area.__dict__.get("_children", ())

    def set_children(area: Any, boxes: Any) -> None:
        area.__dict__["_children"] = list(boxes)

    LayoutContext.current_page_footnotes = property(notes, set_notes)
    FootnoteAreaBox.children = property(children, set_children)
