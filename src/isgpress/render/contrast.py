"""What an EPUB's style sheets do to the contrast of text and its ground.

See WCAG 2.2, 1.4.3: 4.5 to 1, for large text 3 to 1. The sheets are read without the
pages: every colour of text is compared with every ground on which it may come to stand.
So a theme may be blamed that never uses two of its colours together; it is never praised
for what was not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from isgpress.render.colours import ENOUGH, Colour, contrast
from isgpress.render.theme import Theme, ThemeFile

ENOUGH_LARGE = 3.0
LARGE, LARGE_BOLD = 1.5, 1.17  # em of usual text of 12 pt: 18 pt, and 14 pt in bold
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
_WITHOUT_TEXT = re.compile(r"(?:^|[\s>+~])(?:img|svg|hr|video|picture)[^\s>+~]*$")
# of the text around it, of the reader, or nothing
_NO_COLOUR = {"inherit", "initial", "unset", "revert", "currentcolor", "transparent", "none"}
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}


@dataclass(frozen=True, slots=True)
class Faint:
    """Text that is hard to read, or whose colour is not known, at a line of a style sheet."""

    message: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one rule says of colours; None where it says nothing."""

    file: str
    line: int
    selector: str
    text: Colour | None = None
    ground: Colour | None = None
    large: bool = False
    unknown: str = ""

    @property
    def enough(self) -> float:
        return ENOUGH_LARGE if self.large else ENOUGH


@lru_cache(maxsize=8)
def faint_text(theme: Theme) -> tuple[Faint, ...]:
    """Give the places of the theme's EPUB style sheets at which text stands out too little.

    Where all of them come with isgpress, its tests have judged them.
    """
    files = _style_sheets(theme)
    return judged(files) if any(file.own for file in files) else ()


def _style_sheets(theme: Theme) -> tuple[ThemeFile, ...]:
    return tuple(file for name in theme.epub_styles if (file := theme.file(name)))


def judged(files: Iterable[ThemeFile]) -> tuple[Faint, ...]:
    """Give the places of style sheets at which text stands out too little."""
    rules: dict[bool, list[_Rule]] = {False: [], True: []}
    for file in files:
        for dark, rule in _rules(file.text, file.shown):
            rules[dark].append(rule)
    light = _judge(rules[False], BLACK, WHITE)
    return tuple(dict.fromkeys(chain(light, _judge(rules[True], WHITE, BLACK))))


def _judge(rules: Sequence[_Rule], text: Colour, ground: Colour) -> Iterator[Faint]:
    """Compare the colours of one scheme; ``text`` and ``ground`` are the reader's own."""
    alone = [r for r in rules if r.text and not r.ground]
    for rule in rules:
        if rule.unknown:
            message = f"the contrast of `{rule.selector}` is not known: `{rule.unknown}`"
            yield Faint(message, rule.file, rule.line)
        if rule.ground:
            own = rule.text or text
            yield from _compare(rule, own, rule.ground, "on its own ground")
            for other in alone:
                where = f"on the ground of `{rule.selector}`"
                yield from _compare(other, other.text or text, rule.ground, where)
        elif rule.text:
            yield from _compare(rule, rule.text, ground, "on the page")


def _compare(rule: _Rule, text: Colour, ground: Colour, where: str) -> Iterator[Faint]:
    ratio = contrast(text, ground)
    if ratio < rule.enough:
        message = (
            f"the text of `{rule.selector}` has a contrast of {ratio:.1f} to 1 {where}, "
            f"and needs {rule.enough:g}"
        )
        yield Faint(message, rule.file, rule.line)


def _rules(css: str, file: str) -> Iterator[tuple[bool, _Rule]]:
    import tinycss2  # type: ignore[import-untyped] # noqa: PLC0415 - only where an EPUB is made

    yield from _within(tinycss2.parse_stylesheet(css, skip_comments=True), file, dark=False)


def _within(nodes: Sequence[Any], file: str, *, dark: bool) -> Iterator[tuple[bool, _Rule]]:
    import tinycss2  # noqa: PLC0415 - see above

    for node in nodes:
        if node.type == "at-rule" and node.content and node.lower_at_keyword != "font-face":
            inner = tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
            is_dark = "dark" in tinycss2.serialize(node.prelude)
            yield from _within(inner, file, dark=dark or is_dark)
        elif node.type == "qualified-rule" and (rule := _rule(node, file)):
            yield dark, rule


def _rule(node: Any, file: str) -> _Rule | None:
    """Read what a rule says of colours; None where it says nothing, or holds no text."""
    import tinycss2  # noqa: PLC0415 - see above

    selector = " ".join(tinycss2.serialize(node.prelude).split())
    if all(_WITHOUT_TEXT.search(part.strip()) for part in selector.split(",")):
        return None
    found = {
        d.lower_name: [t for t in d.value if t.type not in ("whitespace", "comment")]
        for d in tinycss2.parse_blocks_contents(node.content)
        if d.type == "declaration"
    }
    ground_tokens = found.get("background-color") or found.get("background") or []
    text, unknown = _colour(found.get("color", []), sole=True)
    ground, unknown_ground = _colour(ground_tokens, sole="background-color" in found)
    unknown = unknown or unknown_ground
    if "opacity" in found:
        unknown = unknown or f"opacity: {tinycss2.serialize(found['opacity'])}"
    if not (text or ground or unknown):
        return None
    large = _is_large(found)
    return _Rule(file, node.source_line, selector, text, ground, large, unknown)


def _colour(tokens: Sequence[Any], *, sole: bool) -> tuple[Colour | None, str]:
    """Give the colour among the tokens of a value, and what of it is not understood.

    A ``sole`` value is a colour or nothing; else there may be more, as in ``background``.
    """
    import tinycss2  # noqa: PLC0415 - see above
    from tinycss2.color3 import RGBA, parse_color  # type: ignore[import-untyped] # noqa: PLC0415

    for token in tokens:
        if token.type == "ident" and token.lower_value in _NO_COLOUR:
            continue
        colour = parse_color(token)
        if isinstance(colour, RGBA) and colour.alpha == 1:
            return (colour.red, colour.green, colour.blue), ""
        if isinstance(colour, RGBA) or token.type in ("function", "url") or sole:
            return None, tinycss2.serialize([token])
    return None, ""


def _is_large(found: dict[str, list[Any]]) -> bool:
    size = next((_in_em(t) for t in found.get("font-size", [])), 1.0)
    weight = next(iter(found.get("font-weight", [])), None)
    named = str(getattr(weight, "lower_value", "") or getattr(weight, "representation", ""))
    return size >= (LARGE_BOLD if named in _BOLD else LARGE)


def _in_em(token: Any) -> float:
    """Give a size in em; 1 where it is given in anything else."""
    if token.type == "percentage":
        return float(token.value) / 100
    is_em = token.type == "dimension" and token.lower_unit in ("em", "rem")
    return float(token.value) if is_em else 1.0
