"""``isgpress feeds``: the press's releases for reading apps and news readers."""

from __future__ import annotations

from pathlib import Path

import click

from isgpress.cli import ExitCode, open_press


@click.command(
    "feeds",
    epilog="""\b
Examples:
  isgpress feeds
  isgpress feeds --output public/catalogue
""",
)
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write them; else catalogue/ in the press folder.",
)
@click.pass_context
def command(ctx: click.Context, output: Path | None) -> None:
    """List all releases for reading apps (OPDS 1.2, 2.0) and for news (Atom, JSON Feed).

    Reads the folders below releases/. Addresses are absolute, below `url` of press.yaml:
    the folders `releases` and `catalogue` belong there.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415 - not for `--help`
    from isgpress.findings import has_errors  # noqa: PLC0415
    from isgpress.folders import write_folder  # noqa: PLC0415
    from isgpress.release.feeds.house import FOLDER  # noqa: PLC0415
    from isgpress.release.feeds.writing import catalogue, house_of  # noqa: PLC0415
    from isgpress.release.memo import memo_of  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    world = open_press()
    press, findings = load_press(world)
    if has_errors(findings):
        ctx.exit(finish(findings))
    files = catalogue(house_of(world, press), memo_of(world))
    folder = output.absolute() if output else world.root / FOLDER
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "opds").is_dir():
        message = f"{folder} holds other files, and would be replaced; name a new folder"
        raise click.UsageError(message)
    write_folder(folder, files)
    click.echo(f"{output or FOLDER}: {len(files)} files")
    for name in ("opds/index.xml", "opds/index.json", "feed.atom", "feed.json", "feed.rss"):
        click.echo(f"  {press.url.rstrip('/')}/{FOLDER}/{name}")
    ctx.exit(finish(findings) or ExitCode.OK)
