"""The colours of web pages: from the theme's options, with contrast enough to read.

See WCAG 2.2, 1.4.3 (contrast of text) and its definition of relative luminance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isgpress.findings import Finding, Severity, Span
from isgpress.render.theme import Theme
from isgpress.world import World

ENOUGH = 4.5  # to one, for text of the usual size
QUIET, RULE, TINT = 0.72, 0.28, 0.05  # shares of ink on paper
STEPS = 20
COLOURED = 0.1  # between the strongest and the weakest of red, green and blue
LINEAR_BELOW = 0.04045  # of sRGB, IEC 61966-2-1

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme, as ``#rrggbb``."""

    paper: str
    ink: str
    quiet: str
    accent: str
    rule: str
    tint: str

    def css(self) -> str:
        """Give the colours as custom properties."""
        names = ("paper", "ink", "quiet", "accent", "rule", "tint")
        return " ".join(f"--{name}: {getattr(self, name)};" for name in names)


def palettes(world: World, theme: Theme) -> tuple[Palette, Palette, tuple[Finding, ...]]:
    """Give the colours of a light and of a dark page, and what is hard to read in them.

    An accent that is ``auto`` is that of the pages, or of the cover where theirs is no
    colour, brought towards the ink until it can be read. Findings: ``low-contrast``,
    ``bad-theme-option``.
    """
    light, of_light = _palette(theme, "web")
    dark, of_dark = _palette(theme, "web-dark")
    own = f"templates/{theme.name}/theme.yaml"
    span = Span(own if world.exists(own) else f"themes/{theme.name}/theme.yaml")
    return light, dark, tuple(replace(f, span=span) for f in (*of_light, *of_dark))


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _palette(theme: Theme, prefix: str) -> tuple[Palette, tuple[Finding, ...]]:
    found: list[Finding] = []
    paper = _option(theme, f"{prefix}-paper", found)
    ink = _option(theme, f"{prefix}-ink", found)
    tint = _mixed(ink, paper, TINT)
    quiet = _readable(_mixed(ink, paper, QUIET), ink, tint)
    if str(theme.option[f"{prefix}-accent"]) == "auto":
        accent = _readable(_own_accent(theme, found), ink, tint)
    else:
        accent = _option(theme, f"{prefix}-accent", found)
    found += _too_faint(prefix, paper, {"ink": ink, "accent": accent})
    rule = _mixed(ink, paper, RULE)
    shown = [_hex(c) for c in (paper, ink, quiet, accent, rule, tint)]
    return Palette(*shown), tuple(found)


def _own_accent(theme: Theme, found: list[Finding]) -> Colour:
    """Give the accent of the pages, or the cover's where theirs is black or grey."""
    accent = _option(theme, "accent", found)
    if max(accent) - min(accent) < COLOURED:
        return _option(theme, "cover-accent", found)
    return accent


def _option(theme: Theme, name: str, found: list[Finding]) -> Colour:
    """Read a colour of the theme; black where it cannot be read, with a finding."""
    from PIL import ImageColor  # noqa: PLC0415 - only the web asks for it

    value = str(theme.option[name])
    try:
        red, green, blue = ImageColor.getrgb(value)[:3]
    except ValueError:
        advice = "write a colour as `#8c1c13`"
        message = f"the theme's `{name}` is `{value}`, which is not a colour"
        found.append(Finding("bad-theme-option", message, help=advice))
        return (0.0, 0.0, 0.0)
    return red / 255, green / 255, blue / 255


def _too_faint(prefix: str, paper: Colour, colours: dict[str, Colour]) -> Iterator[Finding]:
    for name, colour in colours.items():
        ratio = contrast(colour, paper)
        if ratio < ENOUGH:
            message = (
                f"the theme's `{prefix}-{name}` ({_hex(colour)}) has a contrast of "
                f"{ratio:.1f} to 1 on its paper ({_hex(paper)})"
            )
            advice = "choose a colour that stands out more; text needs 4.5 to 1"
            yield Finding("low-contrast", message, None, advice, Severity.WARNING)


def _readable(colour: Colour, ink: Colour, ground: Colour) -> Colour:
    """Bring a colour towards the ink, in steps, until it can be read on the ground."""
    steps = (_mixed(ink, colour, n / STEPS) for n in range(STEPS + 1))
    return next((c for c in steps if contrast(_rounded(c), ground) >= ENOUGH), ink)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rounded(colour: Colour) -> Colour:
    red, green, blue = (round(c * 255) / 255 for c in colour)
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        c / 12.92 if c <= LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
