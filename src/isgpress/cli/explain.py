"""``isgpress explain``: the page of a rule."""

from __future__ import annotations

import difflib
import sys

import click

from isgpress import check


@click.command(
    "explain",
    epilog="""\b
Examples:
  isgpress explain unknown-key
  isgpress explain epubcheck-RSC-005
  isgpress explain            lists all rules
""",
)
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Say more about a rule that a finding names.

    A finding shows its rule in brackets, as in error[unknown-key]. A rule of an outside
    validator, such as epubcheck-RSC-005, has the page of all that validator's rules,
    which tells where its own list is. Without RULE, all rules are listed.
    """
    if rule is None:
        width = max(len(name) for name in check.rules())
        click.echo("\n".join(f"{name:<{width}}  {check.about(name)}" for name in check.rules()))
        return
    name = rule.partition("[")[2].rstrip("]") if "[" in rule else rule
    if not check.page_of(name):
        near = difflib.get_close_matches(name, check.rules(), 3)
        advice = ", ".join(f"`{n}`" for n in near)
        message = f"there is no rule `{name}`; "
        message += (
            f"there are similar ones: {advice}" if near else "`isgpress explain` lists all"
        )
        raise click.UsageError(message)
    _show(check.explain(name))


def _show(page: str) -> None:
    """Print a page: laid out on a terminal, as Markdown elsewhere."""
    if not sys.stdout.isatty():
        click.echo(page, nl=False)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    Console(width=min(88, Console().width)).print(Markdown(page))
