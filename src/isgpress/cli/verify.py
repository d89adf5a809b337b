"""``isgpress verify``: a release checked, by itself or against its sources."""

from __future__ import annotations

from pathlib import Path

import click

from isgpress.cli import open_press


@click.command(
    "verify",
    epilog="""\b
Examples:
  isgpress verify releases/handbook/1.1
  isgpress verify ~/Downloads/handbook-1.1 --signers allowed_signers
  isgpress verify releases/handbook/1.1 --rebuild
""",
)
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="FOLDER...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--signers",
    metavar="FILE",
    envvar="ISGPRESS_ALLOWED_SIGNERS",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whose signatures count: a file of allowed signers, see ssh-keygen(1), or a public "
    "key of minisign. A release without such a signature is then an error.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build it again from the press that this is run in, and compare byte by byte.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "sarif"]),
    default="terminal",
    help="For people, for tools (JSON), for code hosts (SARIF 2.1.0).",
)
@click.pass_context
def command(
    ctx: click.Context,
    folders: tuple[Path, ...],
    signers: Path | None,
    rebuild: bool,  # noqa: FBT001 - click passes by name
    form: str,
) -> None:
    """Check that the release in each FOLDER is whole and unchanged.

    Every file must be there under its name and with its bytes, none besides; the
    signature must hold, and what release.json says must be so. No press is needed, but
    for --rebuild. The sums alone are checked by `sha256sum -c SHA256SUMS` as well.
    """
    from isgpress.cli.report import finish  # noqa: PLC0415 - not for `--help`
    from isgpress.findings import Finding, has_errors  # noqa: PLC0415
    from isgpress.release.verifying import verify  # noqa: PLC0415

    findings: list[Finding] = []
    for folder in folders:
        found = verify(folder, signers)
        if rebuild and not has_errors(found):
            from isgpress.release.rebuilding import compare  # noqa: PLC0415

            found += compare(open_press(), folder)
        findings += found
        if form == "terminal" and not has_errors(found):
            click.echo(f"{folder}: whole and unchanged{_also(folder, rebuilt=rebuild)}")
    ctx.exit(finish(findings, form))


def _also(folder: Path, *, rebuilt: bool) -> str:
    from isgpress.release.sums import SIGNATURES  # noqa: PLC0415 - not for `--help`

    signed = any((folder / name).is_file() for name in SIGNATURES)
    return (", signed" if signed else ", not signed") + (
        ", and made again with the same bytes" if rebuilt else ""
    )
