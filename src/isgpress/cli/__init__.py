"""The command line: one file per command, each imported only when it is run."""

from __future__ import annotations

import difflib
import errno
import importlib
import os
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isgpress.findings import PressError

if TYPE_CHECKING:
    from isgpress.world import DiskWorld

# The first line of each command's help, so that listing them imports none.
_COMMANDS = {
    "init": "Make a press folder with a sample book.",
    "new": "Start a new title.",
    "import": "Make stubs from an existing list of titles: CSV or ONIX.",
    "list": "List the titles of the press.",
    "check": "Find what is wrong in the sources, without building.",
    "build": "Make the editions of titles.",
    "flatplan": "Show which piece of an issue stands on which page.",
    "impose": "Put the finished pages of a title on sheets to fold.",
    "proof": "Make proofs of finished pages: numbered lines, spreads, contact sheet.",
    "diff": "Show what changed between two printings.",
    "release": "Make the release of each title: what distributors get.",
    "onix": "Write a message for shops: ONIX 3.0 or 3.1, or a table.",
    "feeds": "List all releases for reading apps and news readers.",
    "site": "Make the site of the press: its titles as plain web pages.",
    "catalogue": "Make the catalogue of the press: its titles as PDF and EPUB.",
    "verify": "Check that the release in a folder is whole and unchanged.",
    "explain": "Say more about a rule that a finding names.",
    "schema": "Print the JSON Schema of a file format.",
    "doctor": "Say what is missing on this machine.",
}

# A module of the command's name would hide Python's own `list`, or could not be imported.
_MODULES = {"list": "list_titles", "import": "import_titles"}

_EPILOG = """\b
Exit status:
  0   done, and no finding is an error
  1   a finding is an error
  2   the command was given wrongly, or no press was found
  3   something that isgpress needs is missing on this machine
  70  a fault in isgpress itself
  130 stopped by Ctrl-C; no file is half written

\b
A first book:
  isgpress init my-press
  cd my-press
  isgpress build
"""


class ExitCode(IntEnum):
    """How a command ends; docs/exit-codes.md says more."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    MISSING = 3
    FAULT = 70
    STOPPED = 130  # as shells count it: 128 and the number of the signal


class LazyGroup(click.Group):
    """Imports a command when it is run, and turns what went wrong into an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Give the names of the commands, in the order of their use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"isgpress.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; after a slip, name the one that is most like it."""
        if args and args[0] not in _COMMANDS:
            near = difflib.get_close_matches(args[0], _COMMANDS, 1)
            advice = f"there is a similar one: `{near[0]}`" if near else "see `isgpress --help`"
            ctx.fail(f"there is no command `{args[0]}`; {advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; findings end it with 1, Ctrl-C with 130, a fault of ours with 70."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("stopped; no file is half written", err=True)
            ctx.exit(ExitCode.STOPPED)
        except PressError as stop:
            from isgpress.cli.report import finish  # noqa: PLC0415

            ctx.exit(finish(stop.findings) or ExitCode.FINDINGS)
        except Exception as fault:
            if isinstance(fault, OSError) and fault.errno == errno.EPIPE:
                raise
            if missing := _missing(fault):
                message = f"{missing} is missing on this machine; `isgpress doctor` says more"
                click.echo(message, err=True)
                ctx.exit(ExitCode.MISSING)
            from isgpress.cli.fault import report_fault  # noqa: PLC0415 - few ever see it

            report_fault(fault)
            ctx.exit(ExitCode.FAULT)


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.option(
    "--press",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The press folder; else the nearest folder upwards with a press.yaml.",
)
@click.version_option(package_name="isgpress", message="isgpress %(version)s")
@click.pass_context
def main(ctx: click.Context, press: Path | None) -> None:
    """Make books and periodicals from Markdown and YAML: EPUB, PDF, print, web pages."""
    ctx.obj = press
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def open_press() -> DiskWorld:
    """Give the door to the press that the command is about.

    Raises UsageError where there is none.
    """
    from isgpress.world import DiskWorld, find_press  # noqa: PLC0415

    given: Path | None = click.get_current_context().find_root().obj
    if given and not (given / "press.yaml").is_file():
        message = f"{given} has no press.yaml; `isgpress init {given}` makes a press there"
        raise click.UsageError(message)
    folder = given or find_press(Path.cwd())
    if folder is None:
        message = (
            "there is no press.yaml in this folder or above it; go to your press folder,"
            " name it with --press, or make one with `isgpress init`"
        )
        raise click.UsageError(message)
    return DiskWorld(folder)


def _missing(fault: Exception) -> str:
    """Give the name of a package or library that could not be loaded, or nothing."""
    if isinstance(fault, ModuleNotFoundError) and not (fault.name or "").startswith("isgpress"):
        return fault.name or "a package"
    if isinstance(fault, OSError) and "cannot load library" in str(fault):
        return str(fault).partition("cannot load library ")[2].split(":")[0].strip("'\"")
    return ""
