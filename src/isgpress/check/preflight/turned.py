"""Colours of screens that were turned into inks on the way, so that somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isgpress.check.preflight.wanted import Fault, Wanted
from isgpress.findings import Severity, Span
from isgpress.render.inks import inks_of

if TYPE_CHECKING:
    from isgpress.check.preflight.facts import File
    from isgpress.check.preflight.sources import Sources
    from isgpress.render import Theme

OF_COVER, OF_PAGES = ("cover-paper", "cover-ink", "cover-accent"), ("accent",)


def turned(file: File, wanted: Wanted, sources: Sources, theme: Theme) -> Iterator[Fault]:
    """Give what is RGB in the sources and is printed otherwise: pictures, a theme's colours."""
    yield from _pictures(file, wanted, sources)
    yield from _theme(file, wanted, theme)


def _pictures(file: File, wanted: Wanted, sources: Sources) -> Iterator[Fault]:
    told: set[Span] = set()
    for page in file.pages:
        for picture in page.pictures:
            named = sources.of_picture(picture)
            if named is None or not named.coloured or named.span in told:
                continue
            mono = page.number in wanted.mono and wanted.wrap is None
            if not mono and file.has_profile:
                continue
            told.add(named.span)
            how = "grey" if mono else "inks by a rule of thumb, as there is no colour profile"
            advice = "look at it in the file; turn it yourself where its colours matter"
            if not mono:
                advice = "name the printer's profile in press.yaml, or turn it into CMYK"
            message = f"a picture in RGB is printed in {how}"
            yield Fault(
                "rgb-picture", message, advice, Severity.NOTE, page.number, picture=picture
            )


def _theme(file: File, wanted: Wanted, theme: Theme) -> Iterator[Fault]:
    """Tell once which inks stand for the theme's colours, where they are no greys."""
    shown = OF_COVER if wanted.wrap else OF_PAGES
    first = next((p for p in file.pages if p.number not in wanted.mono), None)
    if first is None:
        return
    colours = {name: str(theme.option.get(name, "")) for name in shown}
    found = {f"`{n}` {c}": inks for n, c in colours.items() if (inks := inks_of(c))}
    rows = [
        f"{name} is C {c:.0%} M {m:.0%} Y {y:.0%} K {k:.0%}".replace("%", "")
        for name, (c, m, y, k) in found.items()
        if c or m or y
    ]
    if rows:
        message = f"colours of the theme are RGB, and printed as inks: {'; '.join(rows)}"
        advice = "where a shade matters, write `device-cmyk(0 .8 .9 .4)` in the style sheet"
        yield Fault("rgb-theme", message, advice, Severity.NOTE, first.number)
