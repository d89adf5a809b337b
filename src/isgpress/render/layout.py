"""The pages of themes that compose frames: grid, layouts, templates and sizes, read strictly.

The keys are those of theme.yaml; a theme takes what it does not say itself from the
theme that it extends, key by key.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isgpress.findings import Finding, Span
from isgpress.model.composition import (
    ArticleLayout,
    FitBounds,
    Grid,
    Layout,
    PageTemplate,
    Rect,
)
from isgpress.model.publication import Trim
from isgpress.sources.marks import Items, Keys, Node, Scalar
from isgpress.standards import trims

COMPOSITIONS = ("flow", "frames")
GRID = ("units", "gutter", "leading", "lines", "head", "inner", "outer")
WHOLE = ("units", "lines")  # numbers of things
LAYOUT = ("column-units", "text-size", "bounds")
BOUNDS = ("tracking", "picture", "lines")
RECT = 4  # unit, line, units, lines
LAYOUT_NAMES = (
    "feature",
    "news",
    "review",
    "interview",
    "letters",
    "box",
    "editorial",
    "contents",
    "masthead",
    "back-issues",
    "next-issue",
    "subscription-form",
)
BUDGETS = ("fixed", "open")


@dataclass
class _Reader:
    """The keys of a theme's chain, base first, and what is wrong in them."""

    roots: Sequence[Keys]
    findings: list[Finding] = field(default_factory=list)

    def group(self, key: str) -> dict[str, tuple[Scalar, Node]]:
        """Give the keys below a key, the last theme's winning, with their values."""
        found: dict[str, tuple[Scalar, Node]] = {}
        for root in self.roots:
            below = root.get(key)
            if isinstance(below, Keys):
                found |= {k.text: (k, v) for k, v in below.pairs}
            elif below is not None:
                self.wrong(key, "indented keys with values", below.span)
        return found

    def last(self, key: str) -> Node | None:
        """Give the value of a key in the last theme that has it."""
        return next((v for r in reversed(self.roots) if (v := r.get(key)) is not None), None)

    def number(self, key: str, node: Node, *, whole: bool = False) -> float:
        """Give a number that is not negative, 0 with a finding where it is none."""
        text = node.text if isinstance(node, Scalar) else ""
        try:
            value = float(int(text)) if whole else float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            self.wrong(key, "a whole number" if whole else "a number", node.span)
            return 0.0
        return value

    def known(self, key: Scalar, keys: Sequence[str]) -> bool:
        """Report a key that is not among ``keys``."""
        if key.text not in keys:
            near = difflib.get_close_matches(key.text, keys, 1)
            advice = (
                f"there is a key with a similar name: `{near[0]}`"
                if near
                else "the keys are " + ", ".join(f"`{k}`" for k in keys)
            )
            message = f"`{key.text}` is not a key of theme.yaml here"
            self.findings.append(Finding("unknown-key", message, key.span, advice))
        return key.text in keys

    def wrong(self, key: str, wanted: str, span: Span) -> None:
        message = f"`{key}` does not hold {wanted}"
        self.findings.append(Finding("bad-value", message, span, f"write {wanted}"))


def read_layout(roots: Sequence[Keys], span: Span) -> tuple[Layout | None, tuple[Finding, ...]]:
    """Give the layout of a chain of theme.yaml files, base first; None where text flows.

    ``span`` is the theme itself. Findings: ``unknown-key``, ``bad-value``,
    ``missing-key``, ``unknown-trim``, ``slot-off-grid``, ``slots-overlap``,
    ``unknown-page-template``.
    """
    reader = _Reader(roots)
    composition = reader.last("composition")
    if composition is not None and _text(composition) not in COMPOSITIONS:
        reader.wrong("composition", "`flow` or `frames`", composition.span)
    if composition is None or _text(composition) != "frames":
        return None, tuple(reader.findings)
    grid = _grid(reader, span)
    if reader.findings:  # what stands on a wrong grid cannot be judged
        return None, tuple(reader.findings)
    articles = tuple(_articles(reader, grid))
    templates = tuple(_templates(reader, grid))
    sizes = tuple(
        (name, rect)
        for name, (_, node) in reader.group("sizes").items()
        if (rect := _rect(reader, name, node, grid))
    )
    default = _default(reader, templates, span)
    fixed = _fixed(reader)
    return Layout(grid, articles, templates, sizes, default, fixed), tuple(reader.findings)


def _fixed(reader: _Reader) -> bool:
    """Tell whether issues are made for a number of pages that is settled before."""
    node = reader.last("page-budget")
    if node is not None and _text(node) not in BUDGETS:
        reader.wrong("page-budget", "`fixed` or `open`", node.span)
    return node is None or _text(node) != "open"


def _grid(reader: _Reader, span: Span) -> Grid:
    found = {
        name: reader.number(name, node, whole=name in WHOLE)
        for name, (key, node) in reader.group("grid").items()
        if reader.known(key, GRID)
    }
    missing = [k for k in GRID if k not in found]
    if missing:
        keys = ", ".join(f"`{k}`" for k in missing)
        message = f"the theme composes frames, and its `grid` has no {keys}"
        advice = "add the key to `grid`, or extend a theme that has it"
        reader.findings.append(Finding("missing-key", message, span, advice))
    values = {**dict.fromkeys(GRID, 1.0), **found}
    grid = Grid(
        trim=_trim(reader),
        units=max(1, int(values["units"])),
        lines=max(1, int(values["lines"])),
        **{k: values[k] for k in GRID if k not in WHOLE},
    )
    _room(reader, grid, span)
    return grid


def _room(reader: _Reader, grid: Grid, span: Span) -> None:
    """Report a type area that is larger than the trim."""
    found = reader.group("grid")
    if grid.unit <= 0:
        at = found["units"][1].span if "units" in found else span
        message = f"the units of the grid have no room on a trim {grid.trim.width:g} mm wide"
        advice = "give it fewer units, narrower gutters or margins"
        reader.findings.append(Finding("bad-value", message, at, advice))
    if grid.top(grid.lines) > grid.trim.height:
        at = found["lines"][1].span if "lines" in found else span
        message = (
            f"{grid.lines} lines reach {grid.top(grid.lines):.1f} mm down a trim "
            f"{grid.trim.height:g} mm high"
        )
        advice = "give the grid fewer lines, or a smaller leading"
        reader.findings.append(Finding("bad-value", message, at, advice))


def _trim(reader: _Reader) -> Trim:
    node = reader.last("trim")
    usual = trims()["a4"]
    if isinstance(node, Keys):
        sizes = {}
        for key, value in node.pairs:
            if reader.known(key, ("width", "height")):
                sizes[key.text] = reader.number(key.text, value)
        if len(sizes) == 2 and all(sizes.values()):  # noqa: PLR2004 - width and height
            width, height = sizes["width"], sizes["height"]
            return Trim(f"{width:g} × {height:g} mm", width, height)
        reader.wrong("trim", "`width` and `height` in mm", node.span)
    elif node is not None and _text(node) not in trims():
        advice = (
            "use a name that `isgpress schema book --text` lists, or give `width` and `height`"
        )
        message = f"there is no trim size `{_text(node)}`"
        reader.findings.append(Finding("unknown-trim", message, node.span, advice))
    elif node is not None:
        return trims()[_text(node)]
    return usual


def _articles(reader: _Reader, grid: Grid) -> Iterator[ArticleLayout]:
    """Give the layouts; each key of a layout is inherited by itself."""
    found: dict[str, dict[str, Node]] = {}
    for root in reader.roots:
        below = root.get("layouts")
        for key, value in below.pairs if isinstance(below, Keys) else ():
            if reader.known(key, LAYOUT_NAMES):
                found.setdefault(key.text, {}).update(_keys(reader, key.text, value, LAYOUT))
    for name, keys in found.items():
        node = keys.get("column-units")
        units = int(reader.number("column-units", node, whole=True)) if node else grid.units
        if node and not 1 <= units <= grid.units:
            reader.wrong("column-units", f"a whole number from 1 to {grid.units}", node.span)
        bounds = _bounds(reader, keys.get("bounds"))
        size = reader.number("text-size", keys["text-size"]) if "text-size" in keys else 0.0
        yield ArticleLayout(name, min(max(1, units), grid.units), bounds, size)


def _keys(reader: _Reader, name: str, node: Node, known: Sequence[str]) -> Mapping[str, Node]:
    if not isinstance(node, Keys):
        reader.wrong(name, "indented keys with values", node.span)
        return {}
    return {k.text: v for k, v in node.pairs if reader.known(k, known)}


def _bounds(reader: _Reader, node: Node | None) -> FitBounds:
    if node is None:
        return FitBounds()
    keys = _keys(reader, "bounds", node, BOUNDS)
    values = {k: reader.number(k, v, whole=k == "lines") for k, v in keys.items()}
    return FitBounds(
        values.get("tracking", 0.0), values.get("picture", 0.0), int(values.get("lines", 0))
    )


def _templates(reader: _Reader, grid: Grid) -> Iterator[PageTemplate]:
    for name, (_, node) in reader.group("templates").items():
        if not isinstance(node, Keys):
            reader.wrong(name, "slots: names with `[unit, line, units, lines]`", node.span)
            continue
        slots = [(k, _rect(reader, k.text, v, grid)) for k, v in node.pairs]
        kept = [(k, r) for k, r in slots if r]
        _overlaps(reader, name, kept)
        yield PageTemplate(name, tuple((k.text, r) for k, r in kept))


def _rect(reader: _Reader, name: str, node: Node, grid: Grid) -> Rect | None:
    """Read ``[unit, line, units, lines]``; 0 lines are those down to the foot."""
    items = node.items if isinstance(node, Items) else ()
    if len(items) != RECT:
        reader.wrong(name, "`[unit, line, units, lines]`", node.span)
        return None
    before = len(reader.findings)
    numbers = [int(reader.number(name, item, whole=True)) for item in items]
    if len(reader.findings) > before:
        return None
    unit, line, units, lines = numbers
    rect = Rect(unit, line, units, lines or grid.lines - line)
    inside = units and unit + units <= grid.units and 0 < rect.lines <= grid.lines - line
    if not inside:
        message = (
            f"`{name}` ([{unit}, {line}, {units}, {lines}]) does not lie on the grid "
            f"of {grid.units} units and {grid.lines} lines"
        )
        advice = "count units and lines from 0; 0 lines reach to the foot"
        reader.findings.append(Finding("slot-off-grid", message, node.span, advice))
        return None
    return rect


def _overlaps(reader: _Reader, name: str, slots: Sequence[tuple[Scalar, Rect]]) -> None:
    for n, (key, rect) in enumerate(slots):
        for other, before in slots[:n]:
            across = (
                rect.unit < before.unit + before.units and before.unit < rect.unit + rect.units
            )
            if across and rect.line < before.foot and before.line < rect.foot:
                message = f"the slots `{other.text}` and `{key.text}` of `{name}` overlap"
                advice = "make one of them smaller, or move it"
                reader.findings.append(Finding("slots-overlap", message, key.span, advice))


def _default(reader: _Reader, templates: Sequence[PageTemplate], span: Span) -> str:
    names = [t.name for t in templates]
    node = reader.last("default-template")
    if node is not None and _text(node) in names:
        return _text(node)
    known = ", ".join(f"`{n}`" for n in names) or "none: add `templates`"
    message = (
        f"there is no page template `{_text(node)}`"
        if node is not None
        else "the theme composes frames, and names no `default-template`"
    )
    at = node.span if node is not None else span
    advice = f"write `default-template` with the name of a template ({known})"
    reader.findings.append(Finding("unknown-page-template", message, at, advice))
    return names[0] if names else ""


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""
