"""``isgpress site``: the press's titles as web pages."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from isgpress.cli import ExitCode, open_press


@click.command(
    "site",
    epilog="""\b
Examples:
  isgpress site
  isgpress site --output ../public
""",
)
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write it; else site/ in the press folder.",
)
@click.option(
    "--search/--no-search",
    default=True,
    help="Make a page for searching with an index, where Pagefind is installed.",
)
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    search: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Make the site of the press from its releases, ready to be put on a web server.

    A page for each title with cover, contents, editions, downloads and references, lists
    by periodical, series, contributor, subject and language, catalogues and news feeds,
    and the web editions that stand below `url` of press.yaml. No page needs a script, but
    for the one for searching. Files that are sold are not in it.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415 - not for `--help`
    from isgpress.findings import has_errors  # noqa: PLC0415
    from isgpress.folders import update_folder  # noqa: PLC0415
    from isgpress.release.memo import memo_of, press_of  # noqa: PLC0415
    from isgpress.release.site.writing import site  # noqa: PLC0415

    gc.disable()  # it would look through a thousand titles for nothing, again and again
    world = open_press()
    memo = memo_of(world)
    press, findings = press_of(world, memo)
    if has_errors(findings):
        ctx.exit(finish(findings))
    made = site(world, press, memo, search=search)
    files, findings = made.files, (*findings, *made.findings)
    folder = output.absolute() if output else world.root / "site"
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "sitemap.xml").is_file():
        message = f"{folder} holds other files, and would be replaced; name a new folder"
        raise click.UsageError(message)
    update_folder(folder, files)
    pages = sum(name.endswith(".html") for name in files)
    click.echo(f"{output or 'site'}: {pages} pages, {len(files)} files")
    ctx.exit(finish(findings) or ExitCode.OK)
