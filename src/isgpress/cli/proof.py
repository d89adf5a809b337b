"""``isgpress proof``: finished pages to read, to correct and to look over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isgpress.cli import ExitCode, open_press

if TYPE_CHECKING:
    from isgpress.findings import Span
    from isgpress.release.printings import Pressed

KINDS = ("proof", "spreads", "contact-sheet")


@click.command(
    "proof",
    epilog="""\b
Examples:
  isgpress proof handbook
  isgpress proof handbook --only spreads
  isgpress proof releases/handbook/1.1 --output ~/Desktop
""",
)
@click.argument("pages", metavar="TITLE")
@click.option(
    "--only",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Make this alone; may be given more than once.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write to this folder; else to dist/TITLE, and for what is no title, here.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="The files that were written, or JSON for tools: every page with its folio, its "
    "lines and the place in the sources where its words begin.",
)
@click.pass_context
def command(
    ctx: click.Context, pages: str, kinds: tuple[str, ...], output: Path | None, form: str
) -> None:
    """Make proofs of the finished pages of TITLE, or of a release or PDF.

    \b
    TITLE-proof.pdf          each page with its lines numbered, a wide margin for
                             corrections, and where in the sources it begins
    TITLE-spreads.pdf        two pages side by side, as the reader sees them
    TITLE-contact-sheet.pdf  all pages small

    Every proof names the pages that it shows by eight figures, which change as soon as
    the pages do. Build the title first; the pages are those of its print edition, else
    those for the screen.
    """  # noqa: D301 - click's sign for lines that stay as they are
    from isgpress.build.proofs import about_title, make_proofs, origins_of  # noqa: PLC0415
    from isgpress.cli.printings import printing  # noqa: PLC0415
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.proofing.proofs import About  # noqa: PLC0415

    found = printing(pages)
    origins: dict[int, Span] = {}
    if found.title is None:
        about = About(found.stem, found.stem, Path(found.name).name, {})
        folder = output or Path()
    else:
        world = open_press()
        origins = origins_of(world, found.title, found.pages)
        about = about_title(found.title, Path(found.name).name, origins)
        folder = output or world.root / "dist" / found.title.slug
    files = make_proofs(found.pages, about, folder, kinds or KINDS)
    if form == "json":
        click.echo(json.dumps(_values(found, files, origins), indent=2, ensure_ascii=False))
        ctx.exit(ExitCode.OK)
    finish(found.findings)
    for path in files:
        click.echo(_shown(path))


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _values(
    found: Pressed, files: tuple[Path, ...], origins: dict[int, Span]
) -> dict[str, Any]:
    from isgpress.cli.report import as_json  # noqa: PLC0415
    from isgpress.proofing.proofs import identity  # noqa: PLC0415

    rows = [
        {
            "page": page.number,
            "folio": page.folio,
            "lines": len(page.lines),
            "source": origins[page.number].path if page.number in origins else None,
            "line": (origins[page.number].line or None) if page.number in origins else None,
        }
        for page in found.pages.pages
    ]
    return {
        "pages-of": found.name,
        "identity": identity(found.pages.data),
        "files": [_shown(path) for path in files],
        "pages": rows,
        **json.loads(as_json(found.findings)),
    }
