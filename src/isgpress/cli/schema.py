"""``isgpress schema``: the file formats, for editors' editors and for reading."""

from __future__ import annotations

import json
from pathlib import Path

import click

from isgpress.world import write_atomic


@click.command(
    "schema",
    epilog="""\b
Examples:
  isgpress schema book
  isgpress schema book -o book.schema.json
  isgpress schema book --text
\b
An editor that reads YAML schemas takes the file by this first line of book.yaml:
  # yaml-language-server: $schema=../../book.schema.json
""",
)
@click.argument(
    "name", type=click.Choice(["press", "book", "chapter", "issue", "article"]), default="book"
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of the terminal.",
)
@click.option("--text", is_flag=True, help="The keys in words, for reading.")
def command(name: str, output: Path | None, *, text: bool) -> None:
    """Print the JSON Schema of a file format.

    press is press.yaml, book is book.yaml, issue is issue.yaml; chapter and article are
    the front matter of their Markdown files. Without a name, book.
    """
    from isgpress.sources.json_schema import json_schema  # noqa: PLC0415
    from isgpress.sources.reference import reference  # noqa: PLC0415

    shown = json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"
    if text:
        shown = reference(name)
    if output:
        write_atomic(output, shown.encode())
        click.echo(f"wrote {output}")
    else:
        click.echo(shown, nl=False)
