"""``isgpress init``: a press folder with a sample book."""

from __future__ import annotations

from pathlib import Path

import click

from isgpress.cli.fields import Language


@click.command(
    "init",
    epilog="""\b
Examples:
  isgpress init my-press
  isgpress init my-press --name "Gutter Lane Press" --language en-GB
""",
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="The name of the press; else that of the folder.")
@click.option(
    "--language",
    type=Language(),
    default="en-GB",
    show_default=True,
    help="The language of its titles, as a tag.",
)
def command(folder: Path, name: str | None, language: str) -> None:
    """Make a press folder with a sample book.

    FOLDER is made where it does not exist; without it, the press is made in the folder
    you are in. No file is ever written over. The sample builds at once.
    """
    from isgpress.model.date import Date  # noqa: PLC0415
    from isgpress.sources.scaffold import press_files, write_new  # noqa: PLC0415
    from isgpress.world import DiskWorld  # noqa: PLC0415

    today = DiskWorld(folder).now()
    title = name or folder.resolve().name.replace("-", " ").title()
    date = Date(today.year, today.month, today.day)
    files = dict(press_files(title, language, date))
    if (folder / ".gitignore").exists():
        kept = (folder / ".gitignore").read_bytes().split()
        wanted = [line for line in files.pop(".gitignore").split(b"\n") if line[-1:] == b"/"]
        if missing := [f"`{line.decode()}`" for line in wanted if line not in kept]:
            click.echo(f"kept .gitignore; add the lines {' '.join(missing)} to it")
    for path in write_new(folder, files):
        click.echo(f"wrote {path}")
    where = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
    click.echo(f"\nnext:\n{where}  isgpress build\n  isgpress new book my-title")
