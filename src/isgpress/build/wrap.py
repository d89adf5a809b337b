"""The covers of a printed book: the wrap for the printer, the front alone for shops.

A stitched or folded title has no spine, and its cover is its own first page.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isgpress.build.job import Made
from isgpress.findings import Finding, Severity
from isgpress.model.printing import CASE, WITH_SPINE, X4, Stock
from isgpress.standards import printing

if TYPE_CHECKING:
    from isgpress.build.job import Job
    from isgpress.model.publication import Press, Publication
    from isgpress.model.wrap import Wrap
    from isgpress.typeset import Typesetter
    from isgpress.typeset.onpress import Sheet

WRAP, JPG, PNG = "cover", "cover-jpg", "cover-png"
COVERS = (WRAP, JPG, PNG)
LONG_SIDE, QUALITY = 2560, 90  # px, of JPEG


def has_wrap(press: Press, book: Publication) -> bool:
    """Tell whether the cover of a title's print edition is a file of its own."""
    if book.printed is None or book.kind == "issue":
        return False
    return printing.binding_of(printing.printer_of(press, book), book) in WITH_SPINE


def make_wrap(job: Job, typesetter: Typesetter, pages: int) -> Made:
    """Make the wrap cover of a book of ``pages`` pages. Raises PressError.

    Findings: ``estimated-spine``, ``no-output-profile``, and those of ``render_wrap``.
    """
    from isgpress.build.pages import about  # noqa: PLC0415 (slow import)
    from isgpress.render import trim_of  # noqa: PLC0415
    from isgpress.render.wrap import measures, render_wrap  # noqa: PLC0415
    from isgpress.typeset.assembly import press_sheet  # noqa: PLC0415

    start = time.perf_counter()
    book = job.publication
    wrap, stock = measures(job.press, book, job.theme, pages)
    rendered = render_wrap(job.world, job.manuscript, job.press, job.theme, wrap)
    title = typesetter.run([rendered.section], trim_of(book, job.theme))
    edition = book.printed.name if book.printed else ""
    data = press_sheet(title, _sheet(job, wrap), about(job, edition))
    findings = (
        *title.findings,
        *rendered.findings,
        *_estimates(book, wrap, stock),
        *_no_profile(job),
    )
    return Made(data, 1, time.perf_counter() - start, findings)


def _sheet(job: Job, wrap: Wrap) -> Sheet:
    from isgpress.typeset.onpress import Sheet  # noqa: PLC0415 (slow import)

    profile = printing.printer_of(job.press, job.publication)
    intent = profile.for_cover
    icc = intent.profile if intent else ""
    return Sheet(
        bleed=wrap.bleed,
        pdfx=profile.pdfx,
        marks=profile.marks,
        offset=profile.marks_offset,
        folds=wrap.folds,
        safe=tuple(_safe(wrap)),
        intent=intent,
        profile=job.world.read_bytes(icc) if icc else b"",
        ink_limit=profile.ink_limit,
    )


def _safe(wrap: Wrap) -> Iterator[tuple[float, float, float, float]]:
    """Give the areas in which words may stand, from the upper left corner of the trim."""
    from isgpress.model.wrap import SPINE  # noqa: PLC0415 - not for an EPUB

    top, tall = wrap.edge + wrap.safe, wrap.height - 2 * wrap.safe
    for panel in wrap.panels:
        aside = wrap.spine_clear if panel.name == SPINE else wrap.safe
        if panel.width > 2 * aside:
            yield panel.left + aside, top, panel.width - 2 * aside, tall


def _estimates(book: Publication, wrap: Wrap, stock: Stock | None) -> Iterator[Finding]:
    """Say where the width of the spine is no printer's figure."""
    order = printing.order_of(book)
    if order.spine or not ((stock and stock.estimated) or wrap.binding == CASE):
        return
    message = f"the spine of {wrap.spine:.2f} mm is an estimate"
    advice = "take the width from the printer's template and write it as `spine`, in mm"
    span = order.place_of("paper") or book.span
    yield Finding("estimated-spine", message, span, advice, Severity.NOTE)


def _no_profile(job: Job) -> Iterator[Finding]:
    """Say where a printer was chosen that takes PDF/X-4, and its colour profile is missing.

    PDF/X-4 wants the profile in the file (ISO 15930-7, 6.2.2); PDF/X-1a is content with
    the name of a registered condition.
    """
    book = job.publication
    order = printing.order_of(book)
    profile = printing.printer_of(job.press, book)
    intent = profile.for_cover
    if not order.printer or profile.pdfx != X4 or (intent and intent.profile):
        return
    condition = intent.condition if intent else ""
    message = f"there is no colour profile of {condition or 'the printing condition'}"
    advice = (
        "ask the printer for the ICC file, and name it in press.yaml as `cover-intent` of "
        f"`{order.printer}`"
    )
    span = order.place_of("printer")
    yield Finding("no-output-profile", message, span, advice, Severity.NOTE)


def make_front(picture: bytes, edition: str) -> Made:
    """Give the front cover for shops, as JPEG or as PNG: the e-book's, a little larger.

    Its long side has 2560 px, as Amazon and Ingram ask for (ebookpbook.com, 2026-04-30).
    """
    from PIL import Image  # noqa: PLC0415 - only for these files

    start = time.perf_counter()
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        scale = LONG_SIDE / max(image.size)
        size = (round(image.width * scale), round(image.height * scale))
        front = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    if edition == JPG:
        front.save(out, "JPEG", quality=QUALITY, optimize=True)
    else:
        front.save(out, "PNG", optimize=True)
    return Made(out.getvalue(), 0, time.perf_counter() - start)
