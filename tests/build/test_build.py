"""Builds as an editor runs them: what is built again, what is said, what is left behind."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.warm import command

if TYPE_CHECKING:
    from .conftest import Press

EPUB = ("build", "small", "--edition", "epub")


def test_a_second_build_builds_nothing(press: Press) -> None:
    """Files whose sources are as they were are neither built nor touched."""
    assert press.run(*EPUB).returncode == 0
    before = press.output("epub").stat().st_mtime_ns
    again = press.run(*EPUB)

    assert "not changed" in again.stdout
    assert press.output("epub").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("02-second.md", "# The second chapter\n\nAnother text.\n"),
        ("/press.yaml", "name: Another Press\nplace: Leyburn\nlanguage: en-GB\n"),
        ("/templates/own/theme.yaml", "extends: paperback\noptions: {cover-ink: '#222222'}\n"),
    ],
    ids=["chapter", "press", "theme"],
)
def test_what_a_file_was_made_from_makes_it_anew(press: Press, name: str, text: str) -> None:
    """A changed chapter, press or theme is seen."""
    press.write("/templates/own/theme.yaml", "extends: paperback\n")
    press.change("book.yaml", "date:", "theme: own\ndate:")
    assert press.run(*EPUB).returncode == 0
    press.write(name, text)
    again = press.run(*EPUB)

    assert again.returncode == 0, again.stderr
    assert "1 file, 1 built" in again.stdout


def test_a_file_that_is_gone_or_spoilt_is_built_again(press: Press) -> None:
    """What stands in dist counts, not what was once written there."""
    assert press.run(*EPUB).returncode == 0
    whole = press.output("epub").read_bytes()
    press.output("epub").write_bytes(whole[:-1])
    assert press.run(*EPUB).returncode == 0
    assert press.output("epub").read_bytes() == whole
    press.output("epub").unlink()

    assert press.run(*EPUB).returncode == 0
    assert press.output("epub").read_bytes() == whole


def test_the_summary_for_tools_is_json(press: Press) -> None:
    """Standard output is one JSON object; progress goes to standard error."""
    done = press.run(*EPUB, "--format", "json")
    [title] = json.loads(done.stdout)["titles"]
    [file] = title["files"]

    assert title["title"] == "small"
    assert title["findings"] == []
    assert file["path"] == "dist/small/small.epub"
    assert file["size"] == press.output("epub").stat().st_size


def test_a_warning_stops_a_strict_build(press: Press) -> None:
    """With --strict a warning is an error, also where the file was built before."""
    press.change("01-first.md", "## A heading", "#### A heading")
    loose = press.run(*EPUB)
    assert loose.returncode == 0
    assert "skipped-heading-level" in loose.stderr

    strict = press.run(*EPUB, "--strict")
    assert strict.returncode == 1
    assert "skipped-heading-level" in strict.stderr


def test_progress_in_a_pipe_is_plain_lines(press: Press) -> None:
    """Nothing but text and line ends goes into a pipe."""
    done = press.run(*EPUB)

    assert "small: reading\n" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "\r" not in done.stderr + done.stdout


def test_progress_on_a_terminal_is_live(press: Press) -> None:
    """A terminal sees the stages drawn over each other, and at last the summary."""
    shown = _on_terminal([*_command(press), *EPUB])

    assert "\x1b[" in shown
    assert "writing the EPUB" in shown
    assert "1 file, 1 built" in shown


@pytest.mark.slow
def test_a_build_that_is_interrupted_leaves_nothing_half_done(press: Press) -> None:
    """After Ctrl-C the old file stands, nothing lies beside it, no process is left."""
    assert press.run("build", "small").returncode == 0
    for seconds in (0.1, 0.8, 1.6):
        before = press.output("pdf").read_bytes()
        press.change("02-second.md", "As", "As, again,")
        _interrupt([*_command(press), "build", "small", "--force"], seconds)
        names = {p.name for p in press.output("pdf").parent.iterdir()}
        assert names == {"small.epub", "small.pdf"}
        left = press.output("pdf").read_bytes()
        assert press.run("build", "small").returncode == 0
        assert left in (before, press.output("pdf").read_bytes())


@pytest.mark.slow
@pytest.mark.usefixtures("own_cache")
def test_two_builds_at_once_agree(press: Press) -> None:
    """Two builds that share cache and output both end well, with the same file."""
    builds = [
        subprocess.Popen([*_command(press), "build", "small"], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [build.communicate(timeout=300)[1] for build in builds]

    assert [build.returncode for build in builds] == [0, 0], said
    assert press.run("build", "small").stdout.count("not changed") == 2


def test_an_epub_alone_imports_no_layout_engine(press: Press) -> None:
    """The main process of an EPUB's build knows neither WeasyPrint nor pikepdf."""
    code = (
        "import sys; from isgpress.cli import main\n"
        f"try: main(['--press', {str(press.folder)!r}, *{EPUB!r}])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print({'weasyprint', 'pikepdf', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.endswith("set()\n")


def _command(press: Press) -> list[str]:
    return [*command(), "--press", str(press.folder)]


def _interrupt(words: list[str], seconds: float) -> None:
    """Press Ctrl-C so many seconds after a command's first words; it must stop, or be done."""
    build = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    assert build.stdout
    first = build.stdout.readline()
    time.sleep(seconds)
    os.killpg(build.pid, signal.SIGINT)
    said = (first + build.communicate(timeout=120)[0]).decode()

    # Python itself cannot raise the interrupt in a callback; it says so, and goes on.
    assert "Traceback" not in said or "Exception ignored in" in said
    assert build.returncode == 0 or "stopped; no file is half written" in said
    # Python ends by the signal itself where the interrupt came within an `exec`.
    assert build.returncode in {0, 130, -signal.SIGINT}
    with pytest.raises(ProcessLookupError):
        _until_gone(build.pid)


def _until_gone(group: int) -> None:
    """Wait until no process of a group is left; ProcessLookupError then."""
    for _ in range(100):
        os.killpg(group, 0)
        time.sleep(0.05)


def _on_terminal(words: list[str]) -> str:
    """Run a command on a terminal of its own; give all that it drew there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(words[0], words)  # noqa: S606 - there is nothing for a shell to do
    shown = b""
    try:
        while data := os.read(terminal, 4096):
            shown += data
    except OSError:  # the terminal closes with the command
        pass
    os.waitpid(pid, 0)
    return shown.decode(errors="replace")
