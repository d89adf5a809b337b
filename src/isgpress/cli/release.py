"""``isgpress release``: what distributors and printers get."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.titles import wanted
from isgpress.findings import PressError

if TYPE_CHECKING:
    from isgpress.findings import Finding
    from isgpress.release.making import Released


@click.command(
    "release",
    epilog="""\b
Examples:
  isgpress release handbook
  isgpress release handbook --sign ~/.ssh/press_ed25519
  isgpress release --require $(cat titles.txt)
""",
)
@click.argument("titles", nargs=-1, required=True, metavar="TITLE...")
@click.option(
    "--sign",
    "keys",
    metavar="KEY",
    multiple=True,
    envvar="ISGPRESS_SIGNING_KEY",
    type=click.Path(path_type=Path),
    help="Sign with this private key of ssh-keygen or minisign, or twice, with one of each; "
    "else with ISGPRESS_SIGNING_KEY, if set.",
)
@click.option(
    "--validators/--no-validators",
    default=True,
    help="Let the outside validators judge first; one that is missing is noted.",
)
@click.option("--require", is_flag=True, help="Stop where a validator is missing; for CI.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that set pages.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    titles: tuple[str, ...],
    keys: tuple[Path, ...],
    validators: bool,  # noqa: FBT001 - click passes by name
    require: bool,  # noqa: FBT001
    jobs: int | None,
) -> None:
    """Make the release of each TITLE, in releases/TITLE/EDITION.PRINTING/.

    A release is one flat folder: the editions, covers, an extract, descriptions for
    shops, release.json, README.txt and SHA256SUMS. It is there whole or not at all, and
    once it is there it is never changed: correct the title, raise `printing`, say in
    `printings` what has changed, and release again.
    """
    from isgpress.cli.progress import progress_on  # noqa: PLC0415 - not for `--help`
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.release.making import Wishes, release  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    if require and not validators:
        raise click.UsageError("--require and --no-validators do not go together")
    world = open_press()
    press, _ = load_press(world)
    wishes = Wishes(validators, require, keys, jobs or 0)
    status = ExitCode.OK
    for slug in wanted(press.titles, titles):
        found: tuple[Finding, ...]
        try:
            with progress_on(sys.stderr) as progress:
                made = release(world, slug, wishes, progress, _say)
            found = made.findings
            _tell(made)
        except PressError as stop:
            found = stop.findings
            click.echo(f"{slug}: not released", err=True)
        status = max(status, finish(found))
    ctx.exit(status)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _tell(made: Released) -> None:
    if not made.new:
        click.echo(f"{made.path}: released before, and as it was")
        return
    click.echo(f"{made.path}: {len(made.files)} files")
    for name in made.files:
        click.echo(f"  {name}")
