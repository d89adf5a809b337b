"""What a printer would send back, page by page. Each rule takes a file and what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from isgpress.check.preflight.facts import PT, Box, File, Page, Type, size_of
from isgpress.check.preflight.wanted import Fault, Wanted
from isgpress.findings import Severity
from isgpress.model.printing import X1A

EXACT = 0.01  # mm, for boxes
RICH, OTHERS = 0.7, 0.15  # black from where a colour counts as black, and what is rich in it
REGISTRATION = 3.2  # of four inks: type in it is on every plate
LARGE = 24.0  # pt: type above it holds together when a plate is off
COARSE = 0.5  # of the resolution that is wanted: below it a picture is an error
KEPT = 0.05  # mm by which type may be out of a safe area: the rounding of outlines
LISTED = 6  # pages that a message names


def page_faults(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Give what is wrong on the pages of a file; ink is measured elsewhere."""
    yield from boxes(file, wanted)
    for page in file.pages:
        yield from pictures(page, wanted)
        yield from screen_colours(page)
        yield from annotated(page)
    yield from rich_black(file)
    yield from hairlines(file, wanted)
    yield from colour_on_mono(file, wanted)
    yield from seen_through(file, wanted)
    if wanted.wrap is None:
        yield from outside_safe(file, wanted)


def boxes(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Trim and bleed are those of the printer, on every page."""
    wrong: dict[str, list[int]] = {}
    for page in file.pages:
        if text := _wrong_box(page, wanted):
            wrong.setdefault(text, []).append(page.number)
    rule = "wrong-spine" if wanted.wrap else "wrong-box"
    key = "spine" if wanted.wrap else "printer"
    for text, pages in wrong.items():
        advice = f"build the title again; `{wanted.profile.key}` is in docs/printing.md"
        where = f" on {_named(pages)}" if len(file.pages) > 1 else ""
        place = wanted.place_of(key)
        yield Fault(rule, f"{text}{where}", advice, page=pages[0], place=place)


def _wrong_box(page: Page, wanted: Wanted) -> str:
    if page.trim is None:
        return "there is no TrimBox, so nobody knows where to cut"
    width, height = size_of(page.trim)
    if abs(width - wanted.width) > EXACT or abs(height - wanted.height) > EXACT:
        right = f"{wanted.width:.2f} × {wanted.height:.2f} mm"
        for_what = ""
        if wanted.wrap:
            for_what = f" for {wanted.wrap.pages} pages and a spine of {wanted.wrap.spine:.2f}"
        return f"the trim is {width:.2f} × {height:.2f} mm, and should be {right}{for_what}"
    least = min(_sides(page.trim, page.bleed or page.trim))
    if least < wanted.bleed - EXACT:
        return f"the bleed is {least:.2f} mm, and should be {wanted.bleed:.2f}"
    if min(_sides(page.printed, page.media)) < -EXACT:
        return "the MediaBox is smaller than the bleed, which is cut off"
    return ""


def _sides(inner: Box, outer: Box) -> list[float]:
    """Give what an outer box has beyond an inner one on each side, in mm."""
    low = [(a - b) / PT for a, b in zip(inner[:2], outer[:2], strict=True)]
    return low + [(b - a) / PT for a, b in zip(inner[2:], outer[2:], strict=True)]


def pictures(page: Page, wanted: Wanted) -> Iterator[Fault]:
    """Tell whether pictures have enough pixels for the size at which they stand."""
    profile = wanted.profile
    for picture in page.pictures:
        floor = profile.line_dpi if picture.tones == 1 else profile.picture_dpi
        if round(picture.dpi) >= floor:
            continue
        width, height = size_of(picture.box)
        message = (
            f"a picture has {picture.dpi:.0f} dpi at its size of {width:.0f} × {height:.0f} "
            f"mm, and the printer wants {floor}"
        )
        need = round(picture.width * floor / picture.dpi)
        advice = f"take a larger one ({need} pixels wide), or set it smaller"
        bad = picture.dpi < floor * COARSE
        severity = Severity.ERROR if bad else Severity.WARNING
        yield Fault("coarse-picture", message, advice, severity, page.number, picture=picture)


def screen_colours(page: Page) -> Iterator[Fault]:
    """No colour is one of screens."""
    for family, at in page.screen:
        name = "RGB" if "RGB" in family or family == "ICC3" else family
        message = f"there is a colour in {name}, which is for screens"
        advice = "build the title again; in a file from elsewhere, turn it into CMYK"
        shown = next((p for p in page.pictures if p.space == family), None)
        yield Fault("screen-colour", message, advice, page=page.number, at=at, picture=shown)


def annotated(page: Page) -> Iterator[Fault]:
    """There is nothing on a page but ink."""
    if page.annotations:
        message = f"there are annotations ({', '.join(page.annotations)})"
        advice = "build the title again; links and notes are for screens"
        yield Fault("annotation-in-print", message, advice, page=page.number)


def rich_black(file: File) -> Iterator[Fault]:
    """Black type is black alone: several plates never meet exactly."""
    for found, pages in _alike(file):
        cyan, magenta, yellow, black = (round(100 * ink) for ink in found.inks)
        every = sum(found.inks) >= REGISTRATION
        what = "the registration colour" if every else "several inks"
        message = (
            f"black type of {found.size:.0f} pt is printed in {what} "
            f"(C {cyan} M {magenta} Y {yellow} K {black}) on {_named(pages)}"
        )
        advice = "set it in black alone: `color: device-cmyk(0 0 0 1)` in the style sheet"
        severity = Severity.ERROR if every else Severity.WARNING
        yield Fault("rich-black-type", message, advice, severity, pages[0], at=found.at)


def _alike(file: File) -> Iterator[tuple[Type, list[int]]]:
    """Give type in rich black, each colour once, with the pages on which it stands."""
    found: dict[tuple[int, ...], tuple[Type, list[int]]] = {}
    for page in file.pages:
        for each in page.types:
            if _is_rich(each):
                key = tuple(round(100 * ink) for ink in each.inks)
                pages = found.setdefault(key, (each, []))[1]
                if page.number not in pages:
                    pages.append(page.number)
    yield from found.values()


def _is_rich(found: Type) -> bool:
    *colours, black = found.inks
    dark = black >= RICH and sum(colours) >= OTHERS
    return found.size < LARGE and (dark or min(colours) >= RICH)


def hairlines(file: File, wanted: Wanted) -> Iterator[Fault]:
    """No line is thinner than the printer can print."""
    least = wanted.profile.least_line
    thin = [
        (rule, page.number)
        for page in file.pages
        for rule in page.rules
        if round(rule.width, 2) < least
    ]
    if not thin:
        return
    thinnest, number = min(thin, key=lambda pair: (round(pair[0].width, 2), pair[1]))
    pages = list(dict.fromkeys(n for _, n in thin))
    message = (
        f"a line of {thinnest.width:.2f} pt is thinner than the {least:g} pt that print "
        f"surely; there are such on {_named(pages)}"
    )
    advice = "draw it thicker, in the drawing or in the theme's style sheet"
    yield Fault("hairline", message, advice, Severity.WARNING, number, at=thinnest.at)


def colour_on_mono(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Tell whether a page that is printed in black alone has another ink."""
    for page in file.pages:
        if page.coloured and page.number in wanted.mono and wanted.wrap is None:
            message = f"page {page.number} is printed in black alone, and has colour"
            advice = "build the title again, or have the page printed in colour"
            shown = next((p for p in page.pictures if p.coloured), None)
            yield Fault(
                "colour-on-mono-page",
                message,
                advice,
                page=page.number,
                at=page.coloured,
                picture=shown,
            )


def seen_through(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Where the printer takes PDF/X-1a, nothing is transparent (ISO 15930-4, 6.14)."""
    if wanted.profile.pdfx != X1A:
        return
    for page in file.pages:
        if page.seen_through:
            message = f"there is {page.seen_through[0]}, and PDF/X-1a has none"
            advice = "build the title again, or take opacity and blending out of the theme"
            yield Fault("transparency", message, advice, page=page.number)


def outside_safe(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Words keep from the trim, and from the fold where the printer says how far."""
    near: list[tuple[float, int, Page, str, Box]] = []
    for page in file.pages:
        areas = _safe(page, wanted, len(file.pages))
        for run in page.runs:
            out = max(0.0, *(-side for side in _sides(run.box, areas)))
            if out > KEPT:
                near.append((out, page.number, page, run.text, run.box))
    if not near:
        return
    out, number, page, text, box = max(near, key=lambda n: (round(n[0], 2), -n[1]))
    cut = min(_sides(box, page.finished)) < 0
    pages = list(dict.fromkeys(n for _, n, *_ in near))
    message = (
        f"“{_short(text)}” stands {out:.1f} mm outside the area that is safe from the "
        f"knife{' and is cut' if cut else ''}; so do words on {_named(pages)}"
    )
    advice = "make the theme's margins wider: docs/printing.md says what the printer asks for"
    severity = Severity.ERROR if cut else Severity.WARNING
    at = (box[0], (box[1] + box[3]) / 2)
    yield Fault("outside-safe-area", message, advice, severity, number, at=at)


def _safe(page: Page, wanted: Wanted, pages: int) -> Box:
    profile = wanted.profile
    inner = profile.gutter(pages)
    if not inner:
        inner = 0.0 if wanted.is_stitched else profile.safe
    recto = page.number % 2 == 1
    left, right = (inner, profile.safe) if recto != wanted.mirrored else (profile.safe, inner)
    box, tall = page.finished, profile.safe * PT
    return box[0] + left * PT, box[1] + tall, box[2] - right * PT, box[3] - tall


def _named(pages: list[int]) -> str:
    """Give pages for a sentence: ``page 7``, ``pages 3, 4 and 9``."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    if len(pages) > LISTED:
        shown = ", ".join(map(str, pages[: LISTED - 1]))
        return f"pages {shown} and {len(pages) - LISTED + 1} more"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38].rstrip()} …"  # noqa: PLR2004 - a line
