"""What ``isgpress flatplan`` shows: the plan of an issue, its fit, its pages as pictures."""

from __future__ import annotations

import base64
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress import flatplan
from isgpress.check.titles import flowing_theme
from isgpress.findings import Finding, PressError, Span, has_errors
from isgpress.model.publication import Issue, Matter, Press, Section, Trim
from isgpress.model.rendered import RenderedSection, Resource
from isgpress.render import Theme, load_theme
from isgpress.sources import load_title

if TYPE_CHECKING:
    from isgpress.build.fitting import FittedIssue
    from isgpress.model.composition import Flatplan, Layout
    from isgpress.world import World

THUMBNAIL = 450  # px across: three times the page in the picture
SHEET = 400.0  # mm, the width of the picture as PDF
TYPEFACE = "Libre Franklin"


@dataclass(frozen=True, slots=True)
class Planned:
    """An issue, its theme's layout and its flatplan, with all that was found.

    ``lines`` gives for each page the lines of a column that stay empty, less than 0 those
    that have no room; None where the text is not set.
    """

    issue: Issue
    layout: Layout
    plan: Flatplan
    findings: tuple[Finding, ...]
    lines: Mapping[int, int] | None = None


class NotComposedError(Exception):
    """Says why a title has no flatplan."""


def plan_issue(world: World, press: Press, slug: str, *, fit: bool = False) -> Planned:
    """Plan an issue of the press.

    ``fit`` sets the text, through the cache of builds; so does an article that takes as
    many pages as its text needs, if nothing is wrong before. Raises PressError where the
    issue, its theme or its text cannot be read and where its theme makes books,
    NotComposedError for a book.
    """
    issue, findings = load_title(world, press, slug)
    if issue is None:
        raise PressError(*findings)
    if not isinstance(issue, Issue):
        raise NotComposedError(f"`{slug}` is a book; issues of periodicals have a flatplan")
    theme = load_theme(world, issue.theme)
    if theme.layout is None:
        raise PressError(*findings, flowing_theme(issue))
    if has_errors(findings) or not (fit or any(map(flatplan.is_open_ended, issue.sections))):
        plan, found = flatplan.plan(issue, theme.layout)
        return Planned(issue, theme.layout, plan, (*findings, *found))
    fitted = _fitted(world, press, issue, theme)
    lines = fitted.free_lines if fitted.pieces else None
    found = fitted.findings
    return Planned(fitted.issue, theme.layout, fitted.plan, (*findings, *found), lines)


def _fitted(world: World, press: Press, issue: Issue, theme: Theme) -> FittedIssue:
    from isgpress.build.events import silent  # noqa: PLC0415 - what is slow to import
    from isgpress.build.fitting import fit_issue  # noqa: PLC0415
    from isgpress.build.job import Job  # noqa: PLC0415
    from isgpress.manuscript import link, parse_section  # noqa: PLC0415
    from isgpress.store import store_of  # noqa: PLC0415
    from isgpress.typeset import Composer, Typesetter  # noqa: PLC0415

    parsed = [parse_section(world, issue, s) for s in issue.sections if s.file]
    manuscript = link(issue, tuple(document for document, _ in parsed))
    store = store_of(world.root)
    with Typesetter(0, store) as typesetter:
        job = Job(world, press, manuscript, theme, silent, store)
        return fit_issue(job, Composer(typesetter))


def thumbnails(world: World, planned: Planned) -> dict[int, bytes]:
    """Give the pages of the finished PDF as PNG; none where there is no PDF of that plan."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import

    slug = planned.issue.slug
    path = f"dist/{slug}/{slug}.pdf"
    if not world.exists(path):
        return {}
    found = {}
    with pypdfium2.PdfDocument(world.read_bytes(path)) as document:
        if len(document) != len(planned.plan.pages):
            return {}
        for number in range(len(document)):
            page = document[number]
            picture = page.render(scale=THUMBNAIL / page.get_width()).to_pil()
            data = io.BytesIO()
            picture.convert("RGB").save(data, "PNG", optimize=True)
            found[number + 1] = data.getvalue()
    return found


def as_svg(shown: flatplan.View, pictures: Mapping[int, bytes]) -> str:
    """Give the picture of a flatplan, with the pictures of pages inside."""
    return flatplan.svg(
        shown,
        {
            n: "data:image/png;base64," + base64.b64encode(p).decode()
            for n, p in pictures.items()
        },
    )


def as_pdf(shown: flatplan.View, pictures: Mapping[int, bytes]) -> bytes:
    """Give the picture of a flatplan as a PDF of one sheet, 400 mm wide."""
    from isgpress.typeset import Typesetter  # noqa: PLC0415 - slow to import
    from isgpress.typeset.assembly import Metadata, assemble  # noqa: PLC0415

    issue = shown.issue
    width, height = flatplan.size(shown)
    trim = Trim("flatplan", SHEET, round(SHEET * height / width, 2))
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        resources = [*_fonts(), *_files(Path(folder), pictures)]
        drawing = flatplan.svg(shown, {n: f"isg:file/page-{n}.png" for n in pictures})
        section = Section("flatplan", Matter.BODY, "flatplan", title="Flatplan")
        page = RenderedSection(
            "flatplan", section, _page(drawing, trim, resources), tuple(resources)
        )
        with Typesetter(1) as typesetter:
            title = typesetter.run([page], trim)
            about = Metadata(f"{issue.title}: flatplan", issue.language, str(issue.date))
            return assemble(title, about, screen=False)


def _page(drawing: str, trim: Trim, resources: list[Resource]) -> str:
    faces = "".join(
        f"@font-face {{ font-family: '{TYPEFACE}'; src: url({r.uri}); font-weight: 100 900 }}"
        for r in resources
        if r.media_type.startswith("font/") and "italic" not in r.uri
    )
    sized = drawing.replace(
        "<svg ", f'<svg style="width: {trim.width}mm; height: {trim.height}mm" ', 1
    )
    return (
        f"<html lang='en'><head><title>Flatplan</title><style>{faces}"
        f"@page {{ size: {trim.width}mm {trim.height}mm; margin: 0 }}"
        "html, body { margin: 0 } svg { display: block }"
        f"</style></head><body>{sized}</body></html>"
    )


def _fonts() -> list[Resource]:
    from isgpress.render.fonts import font_faces  # noqa: PLC0415

    faces, findings = font_faces(TYPEFACE, TYPEFACE, Span("press.yaml"))
    if findings:
        raise PressError(*findings)
    return [
        Resource(f.uri, f.uri.rpartition("/")[2], "font/ttf", f.path, f.sha256) for f in faces
    ]


def _files(folder: Path, pictures: Mapping[int, bytes]) -> list[Resource]:
    found = []
    for number, data in pictures.items():
        path = folder / f"page-{number}.png"
        path.write_bytes(data)
        uri = f"isg:file/{path.name}"
        digest = sha256(data).hexdigest()
        found.append(Resource(uri, path.name, "image/png", str(path), digest))
    return found
