"""``isgpress onix``: shops and libraries told of titles."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode, open_press
from isgpress.cli.titles import wanted
from isgpress.findings import has_errors

if TYPE_CHECKING:
    from isgpress.findings import Finding
    from isgpress.model.publication import Press
    from isgpress.world import World


@click.command(
    "onix",
    epilog="""\b
Examples:
  isgpress onix --output catalogue.xml
  isgpress onix handbook --release 3.1
  isgpress onix --since 2026-11-01 --output changes.xml
  isgpress onix --changed-from catalogue.xml --output changes.xml
  isgpress onix --format csv --output products.csv
  isgpress onix --check message-from-elsewhere.xml
""",
)
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option(
    "--release",
    "number",
    type=click.Choice(["3.0", "3.1"]),
    default="3.0",
    help="The release of ONIX that is asked for; most shops take 3.0.",
)
@click.option(
    "--since",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only titles published or printed again on this day or later.",
)
@click.option(
    "--changed-from",
    "before",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Only products that are not as in this earlier message, and those that are gone.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["xml", "csv"]),
    default="xml",
    help="ONIX, or a table for shops that take nothing else.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; else to standard output.",
)
@click.option(
    "--check",
    "foreign",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Write nothing; look for what is wrong in this message.",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    titles: tuple[str, ...],
    number: str,
    since: dt.datetime | None,
    before: Path | None,
    form: str,
    output: Path | None,
    foreign: Path | None,
) -> None:
    """Write a message that tells shops of each TITLE; else of the whole catalogue.

    Each edition is a product with its companions, prices, rights, suppliers and, for
    e-books, the accessibility that was measured in the file. Facts of files are those of
    the newest release, else of what was built.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415 - not for `--help`
    from isgpress.release.onix.judge import judge  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    if foreign is not None:
        ctx.exit(finish(judge(foreign.read_bytes(), foreign.as_posix())))
    gc.disable()  # it would look through a thousand titles for nothing, again and again
    world = open_press()
    press, findings = load_press(world)
    chosen = wanted(press.titles, titles)
    day = since.date().isoformat() if since else ""
    if has_errors(findings):
        ctx.exit(finish(findings))
    name = output.as_posix() if output else "the message"
    if form == "csv":
        data, more = _table(world, press, chosen, day)
    else:
        data, more = _message(world, press, chosen, day, (number, before, name))
    findings += more
    if has_errors(findings):
        ctx.exit(finish(findings))
    _put(data, output)
    ctx.exit(finish(findings) or ExitCode.OK)


def _table(
    world: World, press: Press, slugs: tuple[str, ...], since: str
) -> tuple[bytes, tuple[Finding, ...]]:
    """Give the table of titles that are as new as is asked for, and what is wrong."""
    from isgpress.release.onix.table import table  # noqa: PLC0415
    from isgpress.release.products import printed_on  # noqa: PLC0415
    from isgpress.release.shelf import records  # noqa: PLC0415
    from isgpress.sources import load_title  # noqa: PLC0415

    findings: tuple[Finding, ...] = ()
    found = []
    for slug in slugs:
        title, more = load_title(world, press, slug)
        findings += more
        if title is not None and printed_on(title).first_day().isoformat() >= since:
            found.append(title)
    rows = (record for title in found for record in records(world, press, title))
    return (b"" if has_errors(findings) else table(rows)), findings


def _message(
    world: World,
    press: Press,
    slugs: tuple[str, ...],
    since: str,
    wish: tuple[str, Path | None, str],
) -> tuple[bytes, tuple[Finding, ...]]:
    """Give the message, and what is wrong; the wish: release, earlier message, name."""
    from isgpress.release.onix.delta import digests  # noqa: PLC0415
    from isgpress.release.onix.shelf import only, shown, together  # noqa: PLC0415

    number, before, name = wish
    titles, findings = shown(world, press, slugs, number, name, since)
    sent = world.now()
    whole = together(press, titles, sent, number)
    if before is None or has_errors(findings):
        return whole, findings
    old = digests(before.read_bytes(), before.as_posix())
    new = digests(whole, name)
    gone = [(ref, isbn) for ref, (_, isbn) in old.items() if ref not in new]
    other = {ref for ref, (text, _) in new.items() if old.get(ref, ("",))[0] != text}
    return together(press, list(only(titles, other)), sent, number, gone), findings


def _put(data: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(data.decode("utf-8-sig"), nl=False)
        return
    from isgpress.world import write_atomic  # noqa: PLC0415

    write_atomic(output.absolute(), data)
