"""What a printer would send back of a file as a whole: pages, PDF/X, fonts, spine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from isgpress.check.preflight.facts import PT, Box, File, Page
from isgpress.check.preflight.rules import KEPT
from isgpress.check.preflight.wanted import Fault, Wanted
from isgpress.findings import Severity, Span
from isgpress.model.printing import X1A, X4
from isgpress.model.wrap import SPINE, Panel

NAMES = {X4: "PDF/X-4", X1A: "PDF/X-1a:2003"}


def file_faults(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Give what is wrong with a file as a whole."""
    yield from kind(file, wanted)
    for font, page in file.loose_fonts:
        message = f"the font `{font}` is not in the file"
        advice = "build the title again; in a file from elsewhere, embed all fonts"
        yield Fault("font-not-embedded", message, advice, page=page)
    if wanted.wrap is None:
        yield from page_count(file, wanted)
        yield from blank_pages(file, wanted)
    else:
        yield from on_cover(file, wanted)


def kind(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Tell whether a file is of the kind that the printer takes, with its condition."""
    profile = wanted.profile
    intent = profile.intent if wanted.wrap is None else profile.for_cover
    if profile.pdfx and (file.pdfx != profile.pdfx or not file.has_intent):
        is_now = NAMES.get(file.pdfx, "no PDF/X")
        message = f"the printer takes {NAMES[profile.pdfx]}, and the file is {is_now}"
        if file.pdfx == profile.pdfx:
            message = "the file names no printing condition (output intent)"
        yield Fault("not-pdfx", message, "build the title again", place=_printer(wanted))
    elif profile.pdfx == X4 and not file.has_profile:
        condition = intent.condition if intent else "the printing condition"
        key = "output-intent" if wanted.wrap is None else "cover-intent"
        message = f"there is no colour profile of {condition} in the file"
        advice = (
            f"ask the printer for the ICC file, and name it in press.yaml as `{key}` of "
            f"`{profile.key}`"
        )
        yield Fault(
            "no-output-profile", message, advice, Severity.WARNING, place=_printer(wanted)
        )


def _printer(wanted: Wanted) -> Span | None:
    return wanted.place_of("printer")


def page_count(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Tell whether the page count can be folded and bound."""
    for message, advice, severity in (*_counted(wanted, len(file.pages)), *_filled(file)):
        place = wanted.place_of("pages")
        yield Fault("page-count", message, advice, severity, len(file.pages), place=place)


def _counted(wanted: Wanted, count: int) -> Iterator[tuple[str, str, Severity]]:
    profile = wanted.profile
    if count < profile.pages_min:
        message = f"{count} pages are fewer than the {profile.pages_min} that are bound"
        yield message, "choose another printer or binding", Severity.ERROR
    if profile.pages_max and count > profile.pages_max:
        message = f"{count} pages are more than the {profile.pages_max} that are bound"
        advice = "choose another binding, a larger trim or smaller type"
        yield message, advice, Severity.ERROR
    if lacking := -count % profile.page_multiple:
        multiple = profile.page_multiple
        message = f"{count} pages cannot be folded: it must be a multiple of {multiple}"
        advice = f"add pages up to {count + lacking}, or take {multiple - lacking} out"
        yield message, advice, Severity.ERROR


def _filled(file: File) -> Iterator[tuple[str, str, Severity]]:
    """Tell of the blank pages that fill up the last sheet."""
    count = len(file.pages)
    if blank := count - max((p.number for p in file.pages if not p.empty), default=count):
        which = "the last of them" if blank == 1 else f"the last {blank} of them"
        advice = "put something on it, or leave it so"
        yield f"{count} pages are bound, {which} blank", advice, Severity.NOTE


def blank_pages(file: File, wanted: Wanted) -> Iterator[Fault]:
    """There are no more blank pages in a row than the printer allows."""
    profile = wanted.profile
    for blank, run in groupby(file.pages, key=lambda page: page.empty):
        pages = list(run)
        if blank and profile.blank_run and len(pages) > profile.blank_run:
            message = f"{len(pages)} pages in a row are blank, and {profile.blank_run} may be"
            advice = "let sections begin on any page, or put something on a page"
            yield Fault("blank-pages", message, advice, page=pages[0].number)
    if profile.last_blank and file.pages and not file.pages[-1].empty:
        message = "the printer wants the last page for itself, and adds one"
        advice = "leave it so, or end the title with a blank page"
        last = len(file.pages)
        yield Fault("blank-pages", message, advice, Severity.NOTE, page=last)


def on_cover(file: File, wanted: Wanted) -> Iterator[Fault]:
    """Words keep from trim and folds; on a thin spine there are none."""
    wrap = wanted.wrap
    if wrap is None:
        return
    for page in file.pages:
        for run in page.runs:
            panel = _panel(page, wanted, run.box)
            if panel is None:
                continue
            if panel.name == SPINE and not wrap.spine_text:
                yield _thin(run.text, page, wanted)
                continue
            aside = wrap.spine_clear if panel.name == SPINE else wrap.safe
            out = _out(run.box, page, wanted, panel, aside)
            if out > KEPT:
                message = (
                    f"“{run.text}” on the {panel.name.replace('-', ' ')} stands {out:.1f} mm "
                    "outside the area that is safe from knife and fold"
                )
                advice = "move it inwards in the theme's cover/wrap.css"
                yield Fault("outside-safe-area", message, advice, Severity.WARNING, page.number)


def _thin(text: str, page: Page, wanted: Wanted) -> Fault:
    wrap, profile = wanted.wrap, wanted.profile
    assert wrap is not None  # noqa: S101 - asked before
    why = f"the printer allows words from {profile.spine_text_pages} pages on"
    if wrap.pages >= profile.spine_text_pages:
        why = f"{profile.spine_clear:g} mm have to stay free on both sides"
    message = f"“{text}” stands on a spine of {wrap.spine:.2f} mm: {why}"
    advice = "leave it out: let the theme's cover/wrap.html ask for `wrap.spine_text`"
    place = wanted.place_of("printer")
    return Fault("words-on-thin-spine", message, advice, page=page.number, place=place)


def _panel(page: Page, wanted: Wanted, box: Box) -> Panel | None:
    """Give the face of the cover on which the middle of a box lies."""
    wrap = wanted.wrap
    at = ((box[0] + box[2]) / 2 - page.finished[0]) / PT
    panels = wrap.panels if wrap else ()
    return next((p for p in panels if p.left <= at <= p.right), None)


def _out(box: Box, page: Page, wanted: Wanted, panel: Panel, aside: float) -> float:
    """Give by how much, in mm, a box is out of a face's safe area."""
    wrap, trim = wanted.wrap, page.finished
    assert wrap is not None  # noqa: S101 - asked before
    edge = wrap.edge + wrap.safe
    across = (box[0] - trim[0]) / PT, (box[2] - trim[0]) / PT
    up = (box[1] - trim[1]) / PT, (box[3] - trim[1]) / PT
    return max(
        panel.left + aside - across[0],
        across[1] - (panel.right - aside),
        edge - up[0],
        up[1] - (wrap.sheet_height - edge),
    )
