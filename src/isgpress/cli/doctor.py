"""``isgpress doctor``: what is missing on this machine, and what mends it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode

if TYPE_CHECKING:
    from isgpress.check.machine import Need

_HEADINGS = {
    "build": "To build",
    "validators": "To check finished files with outside validators",
    "tests": "To run isgpress's own tests",
}


@click.command(
    "doctor",
    epilog="""\b
Examples:
  isgpress doctor
  isgpress doctor --format json
""",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON for tools.",
)
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """Say what is missing on this machine, and the command that mends it.

    Ends with 3 where something is missing that a build needs. The validators are
    programs of others that judge finished files; a build does without them.
    """
    from isgpress.check.machine import needs, stopping  # noqa: PLC0415 - not for `--help`

    found = needs()
    if form == "json":
        click.echo(json.dumps([asdict(need) for need in found], indent=2, ensure_ascii=False))
    else:
        click.echo(_text(found, bool(stopping(found))))
    ctx.exit(ExitCode.MISSING if stopping(found) else ExitCode.OK)


def _text(found: Sequence[Need], stopped: bool) -> str:  # noqa: FBT001 - said by its name
    lines: list[str] = []
    for purpose, heading in _HEADINGS.items():
        lines += ["", click.style(heading, bold=True)] if lines else [heading]
        for need in found:
            if need.purpose == purpose:
                lines += _lines(need)
    return "\n".join([*lines, "", _closing(found, stopped)])


def _lines(need: Need) -> list[str]:
    if not need.fault:
        mark = click.style(f"  {'ok':<7}", "green")
        return [f"{mark} {need.name:<12} {need.version}".rstrip()]
    word = "missing" if need.fault == "missing" else "wrong"
    mark = click.style(f"  {word:<7}", "red" if need.purpose == "build" else "yellow")
    what = ", ".join(part for part in (need.version, need.fault) if part not in {"", word})
    return [
        f"{mark} {need.name:<12} {what}{'; ' if what else ''}used for {need.used_by}",
        f"          {click.style('help', 'green')}: {need.mend}",
    ]


def _closing(found: Sequence[Need], stopped: bool) -> str:  # noqa: FBT001 - said by its name
    if stopped:
        return "isgpress cannot build on this machine yet"
    if any(need.fault for need in found):
        return "all that a build needs is here"
    return "nothing is missing"
