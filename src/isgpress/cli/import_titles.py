"""``isgpress import``: an existing list of titles as stubs of a press."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isgpress.findings import Finding
    from isgpress.importers.product import Product

ONIX = {".xml", ".onix"}


@click.command(
    "import",
    epilog="""\b
Examples:
  isgpress import titles.csv
  isgpress import catalogue.xml --dry-run
  isgpress --press new-press import onix-1.xml onix-2.xml
""",
)
@click.argument(
    "lists",
    nargs=-1,
    required=True,
    metavar="LIST...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Tell what would be made; write nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    lists: tuple[Path, ...],
    dry_run: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Make stubs from an existing list of titles: CSV or ONIX.

    Each title of a LIST, a table or a message of ONIX 3, gets a folder with book.yaml.
    Products that are editions of one work become one title. Where there is no press yet,
    press.yaml is made in the present folder, or that of --press. Nothing is ever written
    over: titles that the press has are left out. What a list says and book.yaml does not
    take is reported.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415 - not for `--help`
    from isgpress.findings import counted, has_errors  # noqa: PLC0415
    from isgpress.importers.press import house_of, press_file  # noqa: PLC0415
    from isgpress.importers.stubs import stubs, works  # noqa: PLC0415
    from isgpress.sources.scaffold import write_new  # noqa: PLC0415
    from isgpress.world import find_press  # noqa: PLC0415

    products, findings = _read(lists)
    given: Path | None = ctx.find_root().obj
    root = given or find_press(Path.cwd()) or Path.cwd()
    house = house_of(root, products)
    files, lost = stubs(works(products), house)
    findings += lost
    if files and not (root / "press.yaml").exists():
        files = {"press.yaml": press_file(house), **files}
    if has_errors(findings):
        ctx.exit(finish(findings))
    if not dry_run:
        write_new(root, files)
    titles = [path for path in files if path.endswith("book.yaml")]
    for path in titles:
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
    click.echo(f"{counted(len(products), 'product')}, {counted(len(titles), 'new title')}")
    ctx.exit(finish(findings) or ExitCode.OK)


def _read(lists: Sequence[Path]) -> tuple[list[Product], tuple[Finding, ...]]:
    from isgpress.importers.onix import products_of_onix  # noqa: PLC0415
    from isgpress.importers.table import products_of_table  # noqa: PLC0415

    products: list[Product] = []
    findings: tuple[Finding, ...] = ()
    for path in lists:
        reader = products_of_onix if path.suffix.lower() in ONIX else products_of_table
        found, wrong = reader(path.read_bytes(), path.as_posix())
        products += found
        findings += wrong
    return products, findings
