"""``isgpress site``: the press's titles as web pages."""

from __future__ import annotations

import gc
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode, open_press

if TYPE_CHECKING:
    from isgpress.findings import Finding
    from isgpress.model.publication import Press
    from isgpress.world import World


@click.command(
    "site",
    epilog="""\b
Examples:
  isgpress site
  isgpress site --output ../public
  isgpress site --onix catalogue.xml
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
@click.option(
    "--onix",
    "message",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the message to shops too, as `isgpress onix` does for the whole catalogue.",
)
@click.option(
    "--release",
    "number",
    type=click.Choice(["3.0", "3.1"]),
    default="3.0",
    help="The release of ONIX for that message.",
)
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    search: bool,  # noqa: FBT001 - click passes by name
    message: Path | None,
    number: str,
) -> None:
    """Make the site of the press from its releases, ready to be put on a web server.

    A page for each title with cover, contents, editions, downloads and references, lists
    by periodical, series, contributor, subject and language, catalogues and news feeds,
    and the web editions that stand below `url` of press.yaml. No page needs a script, but
    for the one for searching. Files that are sold are not in it. With `--onix` the message
    to shops is written in the same time, from the sources; where it would be wrong, the
    site is made and the message is not.
    """
    from isgpress.build.spread import beside  # noqa: PLC0415 - not for `--help`
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.findings import has_errors  # noqa: PLC0415
    from isgpress.folders import update_folder  # noqa: PLC0415
    from isgpress.release.memo import memo_of, press_of  # noqa: PLC0415
    from isgpress.world import write_atomic  # noqa: PLC0415

    gc.disable()  # it would look through a thousand titles for nothing, again and again
    world = open_press()
    memo = memo_of(world)
    press, findings = press_of(world, memo)
    if has_errors(findings):
        ctx.exit(finish(findings))
    folder = output.absolute() if output else world.root / "site"
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "sitemap.xml").is_file():
        fault = f"{folder} holds other files, and would be replaced; name a new folder"
        raise click.UsageError(fault)
    with ExitStack() as until:
        if message:
            told = until.enter_context(beside(_message, world, press, number, str(message)))
        from isgpress.release.site.writing import site  # noqa: PLC0415 - meanwhile

        made = site(world, press, memo, search=search)
        update_folder(folder, made.files)
        pages = sum(name.endswith(".html") for name in made.files)
        click.echo(f"{output or 'site'}: {pages} pages, {len(made.files)} files")
        findings = (*findings, *made.findings)
        if message:
            data, more = told()
            findings = (*findings, *more)
            if not has_errors(more):
                write_atomic(message.absolute(), data)
                click.echo(str(message))
    ctx.exit(finish(findings) or ExitCode.OK)


def _message(
    world: World, press: Press, number: str, name: str
) -> tuple[bytes, tuple[Finding, ...]]:
    """Give the message about the whole catalogue, and what is wrong."""
    from isgpress.release.onix.shelf import catalogue  # noqa: PLC0415 - slow to import

    return catalogue(world, press, number, name)
