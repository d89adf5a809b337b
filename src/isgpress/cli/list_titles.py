"""``isgpress list``: the titles of the press."""

from __future__ import annotations

import json
from typing import Any

import click

from isgpress.cli import ExitCode, open_press
from isgpress.findings import counted


@click.command(
    "list",
    epilog="""\b
Examples:
  isgpress list
  isgpress list --format json
""",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="A table to read, or JSON for tools.",
)
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List the titles of the press.

    Shows each title's folder name, which other commands take, with its kind, date,
    editions and whether its YAML files are in order.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415
    from isgpress.sources import load_press, load_title  # noqa: PLC0415

    world = open_press()
    press, findings = load_press(world)
    rows = [_row(slug, *load_title(world, press, slug)) for slug in press.titles]
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(_table(rows))
    else:
        click.echo("no titles yet; `isgpress new book SLUG` starts one")
    if form != "json":
        ctx.exit(finish(findings))
    ctx.exit(ExitCode.OK)


def _row(slug: str, book: Any, findings: Any) -> dict[str, Any]:
    """Give what the list says about one title."""
    errors = sum(finding.severity == "error" for finding in findings)
    if book is None:
        return {
            "slug": slug,
            "title": "",
            "kind": "",
            "date": "",
            "editions": {},
            "errors": errors,
        }
    return {
        "slug": slug,
        "title": " ".join(filter(None, (book.title, getattr(book, "designation", "")))),
        "kind": str(book.kind),
        "date": _date(book),
        "editions": {edition.name: edition.isbn for edition in book.editions},
        "errors": errors,
    }


def _date(title: Any) -> str:
    """Give the date: of a book by ISO 8601, of an issue as it stands on its cover."""
    if title.kind != "issue":
        return str(title.date)
    from isgpress.standards.dates import issue_date  # noqa: PLC0415 - only for issues

    return issue_date(title.issue_date, title.language)


def _table(rows: list[dict[str, Any]]) -> str:
    """Lay rows out in columns under headings."""
    head = ("FOLDER", "TITLE", "KIND", "DATE", "EDITIONS", "STATE")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(head))]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    count = row["errors"]
    state = counted(count, "error") if count else "in order"
    editions = ", ".join(row["editions"])
    return (row["slug"], row["title"], row["kind"], row["date"], editions, state)
