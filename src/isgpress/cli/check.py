"""``isgpress check``: findings without building."""

from __future__ import annotations

import click

from isgpress.cli import open_press
from isgpress.cli.titles import wanted


@click.command(
    "check",
    epilog="""\b
Examples:
  isgpress check
  isgpress check handbook
  isgpress check --format sarif > findings.sarif
""",
)
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "sarif"]),
    default="terminal",
    help="For people, for tools (JSON), for code hosts (SARIF 2.1.0).",
)
@click.pass_context
def command(ctx: click.Context, titles: tuple[str, ...], form: str) -> None:
    """Find what is wrong in the sources, without building.

    Reads press.yaml, and of each TITLE (the name of its folder in books/) book.yaml, the
    front matter and the text. Without TITLE, all titles are checked.
    """
    from isgpress.check.titles import check_titles  # noqa: PLC0415
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    world = open_press()
    press, findings = load_press(world)
    slugs = wanted(press.titles, titles)
    findings += check_titles(world, press, slugs)
    if form == "terminal" and not findings:
        count = f"{len(slugs)} title{'' if len(slugs) == 1 else 's'}"
        click.echo(f"no findings in {count}")
    ctx.exit(finish(findings, form))
