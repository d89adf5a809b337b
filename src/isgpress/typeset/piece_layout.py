"""One layout of a piece: a WeasyPrint document whose pages are the piece's frames.

A block that spans columns is a page of its own, and so is each column. Text runs from
column to column by the engine's own line breaking; what has no room runs on into further
columns, where it can be counted.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import weasyprint

from isgpress.model.composition import Frame
from isgpress.typeset import engine, frames, lines, slots, spanning
from isgpress.typeset.faces import configuration
from isgpress.typeset.fetching import Listed
from isgpress.typeset.layout_facts import SourceText
from isgpress.typeset.sheets import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isgpress.typeset.frames import Block, Strip
    from isgpress.typeset.messages import PieceTask

TALL = 3000.0  # mm: a page on which a block that spans columns is measured
SLACK = 0.02  # mm that frames are deeper than their lines, for rounding


@dataclass(frozen=True, slots=True)
class Change:
    """What copyfitting changes: letterspacing in 1/1000 em, depth of pictures in lines."""

    tracking: float = 0.0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """How a piece is to be laid out.

    ``columns`` are those of all areas, ``blocks`` take room from them; ``texts`` are the
    columns that are left where they are not simply what is left. ``margins`` (px above)
    and ``deeper`` (pictures, in lines) are of elements, by their number in the source.
    """

    columns: tuple[Strip, ...]
    blocks: tuple[Block, ...] = ()
    change: Change = Change()
    texts: tuple[Strip, ...] | None = None
    margins: tuple[tuple[int, float], ...] = ()
    deeper: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A piece that is laid out.

    ``elements`` are those of the source, in order; ``strips`` the columns of the text
    frames; ``runs`` the text of each page, also of those without room; ``over`` counts
    their lines.
    """

    draft: Draft
    document: Any
    root: Any
    elements: tuple[Any, ...]
    source: SourceText
    frames: tuple[Frame, ...]
    strips: tuple[Strip, ...]
    runs: tuple[Mapping[str, list[tuple[int, int]]], ...]
    over: int

    @property
    def pages(self) -> Any:
        """The pages of WeasyPrint's document: those of the frames, then those over."""
        return self.document.pages

    @property
    def texts(self) -> tuple[Frame, ...]:
        """The frames of text."""
        return self.frames[len(self.frames) - len(self.strips) :]

    @property
    def last(self) -> int:
        """The index among the text frames of the last that holds something; 0 for none."""
        return max((n for n, f in enumerate(self.texts) if f.free < f.lines), default=0)

    @property
    def free(self) -> int:
        """The lines that are empty behind the end of the text."""
        return sum(f.free for f in self.texts[self.last :])

    @property
    def ending(self) -> tuple[int, int]:
        """The part and the page on which the text ends."""
        end = self.texts[self.last]
        return end.part, end.page


class PieceLayout:
    """Lays a piece out; keeps what it measured."""

    def __init__(self, task: PieceTask) -> None:
        """Take the piece."""
        self.task, self.grid = task, task.grid
        self._depths: dict[tuple[str, float], int] = {}
        self._html = weasyprint.HTML(
            string=task.html, base_url="isg:/", url_fetcher=Listed(task.resources)
        )
        engine.send_links_out(self._html.etree_element)
        slots.set_values(self._html.etree_element, task.values)

    def parsed(self) -> tuple[Any, Any]:
        """Give the piece as WeasyPrint's HTML and its tree, anew."""
        html, root = copy.copy(self._html), copy.deepcopy(self._html.etree_element)
        wrapper = type(html.wrapper_element)
        html.wrapper_element = wrapper.from_html_root(root, content_language=None)
        html.etree_element = root
        return html, root

    def depths(self, widths: Mapping[str, float]) -> dict[str, int]:
        """Give the depth in whole lines of blocks by their key, each set to a width in mm."""
        wanted = {k: w for k, w in widths.items() if (k, round(w, 2)) not in self._depths}
        if wanted:
            html, root = self.parsed()
            spanning.arrange(root, list(wanted), self.task.column_units, text=False)
            first = next(iter(wanted.values()))
            sheet = _pages([(w, TALL) for w in wanted.values()], (first, TALL))
            document = self._render(html, root, sheet)
            for (key, width), page in zip(wanted.items(), document.pages, strict=False):
                depth = max(1, lines.used(page, self.grid.line))
                self._depths[key, round(width, 2)] = depth
        return {k: self._depths[k, round(w, 2)] for k, w in widths.items()}

    def box(self, frame: Frame) -> Laid:
        """Set a piece that fills one frame."""
        html, root = self.parsed()
        source, elements = SourceText(root), tuple(root.iter())
        size = frame.width, frame.height
        document = self._render(html, root, _pages([size], size) + BOX)
        return self._laid(Draft(()), (document, root, elements, source), (frame,), ())

    def flow(self, draft: Draft) -> Laid:
        """Set a piece whose text runs through columns."""
        html, root = self.parsed()
        source, elements = SourceText(root), tuple(root.iter())
        keys = [b.key for b in draft.blocks]
        spanning.arrange(root, keys, self.task.column_units)
        blocks = self._change(root, elements, draft)
        made, left, below = frames.cut(draft.columns, blocks, self.grid)
        strips = tuple(left) if draft.texts is None else draft.texts
        every = (*made, *frames.text_frames(strips, self.grid, len(made)))
        deepest = max(s.lines for s in draft.columns) * self.grid.line
        spare = self.grid.line  # below blocks: they must not break
        sizes = [(f.width, f.height + (0 if f.kind == "text" else spare)) for f in every]
        sheet = _pages(sizes, (draft.columns[-1].width, deepest)) + _tracked(draft.change)
        document = self._render(html, root, sheet)
        laid = self._laid(draft, (document, root, elements, source), every, strips)
        return replace(laid, over=laid.over + below)

    def _laid(
        self,
        draft: Draft,
        made: tuple[Any, Any, tuple[Any, ...], SourceText],
        every: tuple[Frame, ...],
        strips: tuple[Strip, ...],
    ) -> Laid:
        document, root, elements, source = made
        used = [lines.used(page, self.grid.line) for page in document.pages]
        depths = [*used, *[0] * len(every)]
        filled = tuple(
            replace(f, free=max(f.lines - depths[n], 0)) if f.kind == "text" else f
            for n, f in enumerate(every)
        )
        runs = tuple(source.met(page._page_box) for page in document.pages)  # noqa: SLF001
        over = sum(used[len(every) :])
        return Laid(draft, document, root, elements, source, filled, strips, runs, over)

    def _change(self, root: Any, elements: Sequence[Any], draft: Draft) -> list[Block]:
        """Change margins and pictures; give the blocks, deeper where a picture in them is."""
        line = self.grid.line
        for number, margin in draft.margins:
            spanning.push_down(elements[number], margin)
        for number, more in draft.deeper:
            spanning.deepen(elements[number], more, line)
        more, share = draft.change.pictures, self.task.bounds.picture
        changed = {
            e for e in pictures_of(root) if more and spanning.can_deepen(e, more, line, share)
        }
        for picture in changed:
            spanning.deepen(picture, more, line)
        deep = {
            key
            for key, element in spanning.framed(root).items()
            if any(e in changed for e in element.iter())
        }
        return [replace(b, lines=b.lines + more * (b.key in deep)) for b in draft.blocks]

    def _render(self, html: Any, root: Any, sheet: str) -> Any:
        sheets = shared(root, self.task.resources)
        sheets.append(weasyprint.CSS(string=sheet, url_fetcher=html.url_fetcher))
        fonts = configuration(self.task.html, self.task.resources, remembers=True)
        return html.render(font_config=fonts, stylesheets=sheets)


def pictures_of(root: Any) -> list[Any]:
    """Give the boxes of pictures below an element."""
    return [e for e in root.iter("div") if "picture" in spanning.classes(e)]


BOX = "html, body { height: 100% }"
OWN = f"""
html, body {{ margin: 0; padding: 0 }}
.{spanning.OWN} {{ break-after: page }}
.{spanning.OWN} > * {{ margin-top: 0 !important; margin-bottom: 0 !important }}
"""


def _pages(sizes: Sequence[tuple[float, float]], rest: tuple[float, float]) -> str:
    """Give the CSS of frames: the size in mm of each page, and of all behind them."""
    rules = [_page("", *rest)]
    rules += [_page(f":nth({n})", *size) for n, size in enumerate(sizes, 1)]
    return "\n".join([*rules, OWN])


def _page(selector: str, width: float, depth: float) -> str:
    size = f"{width:.4f}mm {max(depth, 1) + SLACK:.4f}mm"
    return f"@page {selector} {{ size: {size}; margin: 0 }}"


def _tracked(change: Change) -> str:
    if not change.tracking:
        return ""
    return f".text:not(.{spanning.OWN}) {{ letter-spacing: {change.tracking / 1000:.4f}em }}"
