"""Commands as an editor runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from isgpress import cli
from isgpress.cli import ExitCode, main
from isgpress.model.publication import Kind

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs isgpress with arguments, on a day that does not change."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    return lambda *args: CliRunner().invoke(main, args, prog_name="isgpress")


@pytest.fixture
def press(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a new press, and stand in it."""
    folder = tmp_path / "my-press"
    assert run("init", str(folder)).exit_code == ExitCode.OK
    monkeypatch.chdir(folder)
    return folder


def test_init_makes_a_press_without_findings(press: Path, run: Run) -> None:
    """A new press has a sample book, keeps output out of git, and is in order."""
    assert "name: My Press\n" in (press / "press.yaml").read_text()
    assert "dist/" in (press / ".gitignore").read_text()

    result = run("check")
    assert (result.exit_code, result.output) == (0, "no findings in 1 title\n")


def test_init_writes_nothing_over(press: Path, run: Run) -> None:
    """A second init leaves the press as it is."""
    (press / "press.yaml").write_text("name: Ours\n")
    result = run("init", ".")

    assert result.exit_code == ExitCode.FINDINGS
    assert "file-exists" in result.output
    assert (press / "press.yaml").read_text() == "name: Ours\n"


def test_init_keeps_a_gitignore(tmp_path: Path, run: Run) -> None:
    """In a folder under version control only the press is added."""
    (tmp_path / ".gitignore").write_text("*.bak\ndist/\n")
    result = run("init", str(tmp_path), "--name", 'The "Left" Press: Books', "--language", "fr")

    assert result.exit_code == ExitCode.OK, result.output
    assert "add the lines `/site/` `/catalogue/` `.isgpress/` to it" in result.output
    assert (tmp_path / ".gitignore").read_text() == "*.bak\ndist/\n"
    assert run("--press", str(tmp_path), "check").exit_code == ExitCode.OK


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
@pytest.mark.parametrize("language", ["en-GB", "fr"])
def test_every_skeleton_is_in_order(kind: str, language: str, press: Path, run: Run) -> None:
    """A new title of any kind can be built at once; each of its texts is told to be none."""
    made = run("new", "book", "my-title", "--kind", kind, "--language", language)
    result = run("check", "my-title", "--format", "json")
    found = json.loads(result.stdout)["findings"]

    assert made.exit_code == result.exit_code == ExitCode.OK, made.output
    assert {f["rule"] for f in found} == {"placeholder-text"}
    places = {f["place"]["path"] for f in found}
    assert "books/my-title/book.yaml" in places
    assert len(places) > len(list((press / "books/my-title").iterdir())) / 2


def test_new_takes_names_that_need_quotes(press: Path, run: Run) -> None:
    """Titles and names with colons, quotes and signs stand in YAML as they were given."""
    run(
        "new", "book", "x1", "--title", 'Marx: "A Life" #1',
        "--author", "Jo: Bo", "--author", "null", "--translator", "*Star*",
    )  # fmt: skip
    row = next(
        r for r in json.loads(run("list", "--format", "json").output) if r["slug"] == "x1"
    )

    assert row["title"] == 'Marx: "A Life" #1'
    assert row["errors"] == 0
    assert run("check", "x1").exit_code == ExitCode.OK


def test_new_refuses_bad_names(press: Path, run: Run) -> None:
    """The name of a folder is checked, and one that would do is offered."""
    result = run("new", "book", "Übung A")

    assert result.exit_code == ExitCode.USAGE
    assert "`ubung-a` can" in result.output
    assert not (press / "books" / "Übung A").exists()


def test_new_writes_nothing_over(press: Path, run: Run) -> None:
    """An existing title is left alone."""
    before = {p: p.read_bytes() for p in press.rglob("*") if p.is_file()}
    result = run("new", "book", "first-book")

    assert result.exit_code == ExitCode.FINDINGS
    assert {p: p.read_bytes() for p in press.rglob("*") if p.is_file()} == before


def test_new_issue_follows_the_last_one(press: Path, run: Run) -> None:
    """Number and date follow; the skeleton is without findings; nothing is written over."""
    with (press / "press.yaml").open("a", encoding="utf-8") as file:
        file.write("periodicals:\n  broadside: {title: The Broadside, frequency: monthly}\n")

    assert run("new", "issue", "broadside").exit_code == 0
    said = run("new", "issue", "broadside")
    assert said.exit_code == 0, said.output
    second = (press / "issues/broadside-2/issue.yaml").read_text(encoding="utf-8")
    assert "periodical: broadside\nnumber: 2\n" in second
    assert run("check", "broadside-1", "broadside-2").exit_code == 0
    listed = run("list").output
    assert "The Broadside 2" in listed
    wrong = run("new", "issue", "broadsied")
    assert wrong.exit_code == 2
    assert "`broadside`" in wrong.output


@pytest.mark.parametrize("theme", ["magazine", "newspaper", "online", "pamphlet"])
def test_a_new_periodical_and_its_first_issue(press: Path, run: Run, theme: str) -> None:
    """The lines shown can be put into press.yaml as they are; the issue has no errors."""
    said = run("new", "periodical", "night-shift", "--theme", theme)
    assert said.exit_code == 0, said.output
    with (press / "press.yaml").open("a", encoding="utf-8") as file:
        file.write(said.stdout)

    written = run("new", "issue", "night-shift")
    assert written.exit_code == 0, written.output
    checked = run("check", "night-shift-1", "--format", "json")
    rules = {f["rule"] for f in json.loads(checked.stdout)["findings"]}
    assert (checked.exit_code, rules) == (0, {"placeholder-text"})
    pages = "pages: 4" in (press / "issues/night-shift-1/issue.yaml").read_text()
    assert pages == (theme != "online"), "an issue for home printing has no page budget"


def test_list(press: Path, run: Run) -> None:
    """Titles are listed with what other commands need, and their state."""
    (press / "books" / "broken").mkdir()
    (press / "books" / "broken" / "book.yaml").write_text("titel: A\n")
    lines = run("list").output.splitlines()

    assert lines[0].split() == ["FOLDER", "TITLE", "KIND", "DATE", "EDITIONS", "STATE"]
    assert lines[1].split()[0] == "broken"
    assert lines[1].endswith("errors")
    assert lines[2].endswith(
        "A First Book  monograph  2026-11-23  paperback, epub, pdf  in order"
    )


def test_check_gives_places_and_status(press: Path, run: Run) -> None:
    """Errors end with 1 and show the line of the source."""
    path = press / "books" / "first-book" / "book.yaml"
    path.write_text(path.read_text().replace("role: author", "role: autor"))
    result = run("check")

    assert result.exit_code == ExitCode.FINDINGS
    assert "error[unknown-role]" in result.output
    assert "    9 |     role: autor\n      |           ^^^^^\n" in result.output
    assert "1 error" in result.output


def test_check_formats(press: Path, run: Run) -> None:
    """JSON and SARIF are whole documents on standard output."""
    assert json.loads(run("check", "--format", "json").stdout)["findings"] == []
    assert json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"] == []


def test_titles_can_be_paths(press: Path, run: Run) -> None:
    """The shell's completion of a folder is a title too; a slip gets a similar name."""
    assert run("check", "books/first-book/").exit_code == ExitCode.OK

    result = run("check", "frist-book")
    assert result.exit_code == ExitCode.USAGE
    assert "`first-book`" in result.output


def test_a_slip_in_a_command(run: Run) -> None:
    """The command that is most like the word is named."""
    result = run("chek")

    assert result.exit_code == ExitCode.USAGE
    assert "`check`" in result.output


def test_no_press(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a press the editor is told how to go on."""
    monkeypatch.chdir(tmp_path)

    for args in (["check"], ["list"], ["new", "book", "a"], ["--press", ".", "list"]):
        result = run(*args)
        assert result.exit_code == ExitCode.USAGE
        assert "isgpress init" in result.output


def test_a_broken_press_is_a_finding(press: Path, run: Run) -> None:
    """An unreadable press.yaml ends every command with findings."""
    (press / "press.yaml").write_bytes(b"name: caf\xe9\n")

    for args in (["check"], ["list"], ["new", "book", "a"]):
        result = run(*args)
        assert result.exit_code == ExitCode.FINDINGS
        assert "press.yaml:1:10" in result.output


def test_explain(run: Run) -> None:
    """A rule's page, also by the words in which a finding names it; slips get help."""
    assert run("explain", "unknown-key").output.startswith("# unknown-key\n")
    assert run("explain", "error[unknown-key]").output.startswith("# unknown-key\n")
    assert "unknown-key " in run("explain").output

    result = run("explain", "unknown-kee")
    assert result.exit_code == ExitCode.USAGE
    assert "`unknown-key`" in result.output


def test_schema(tmp_path: Path, run: Run) -> None:
    """The schema is printed, or written to a file."""
    target = tmp_path / "chapter.json"

    assert "contents" in json.loads(run("schema").output)["properties"]
    assert "name" in json.loads(run("schema", "press").output)["properties"]
    assert run("schema", "chapter", "-o", str(target)).exit_code == ExitCode.OK
    assert "epigraph" in json.loads(target.read_text())["properties"]


def test_the_formats_in_words(run: Run) -> None:
    """Keys can be read with what they say, indented as in the file."""
    text = run("schema", "book", "--text").output
    lines = text.splitlines()

    assert "title: The title. Required." in lines
    assert any(line.startswith("  role: What they did") for line in lines)
    assert "study-guide, reprint, documents." in " ".join(text.split())
    assert "b-format, b5" in " ".join(text.split())
    assert not [line for line in lines if len(line) > 88]


def test_a_fault_is_reported_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends with 70 and leaves its traceback in a file."""

    def fail(_name: str) -> None:
        raise ZeroDivisionError("the sum of it")

    monkeypatch.setattr("isgpress.check.explain", fail)
    result = run("explain", "unknown-key")

    assert result.exit_code == ExitCode.FAULT
    assert "Traceback" not in result.output
    report = Path(result.output.split("this file: ")[1].strip())
    assert "the sum of it" in report.read_text()


def test_what_is_missing_on_the_machine(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot be loaded ends with 3 and points to the doctor."""

    def fail(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0': no such file")

    monkeypatch.setattr("isgpress.check.explain", fail)
    result = run("explain", "unknown-key")

    assert result.exit_code == ExitCode.MISSING
    assert "libpango-1.0-0 is missing" in result.output
    assert "isgpress doctor" in result.output


def test_help_of_every_command(run: Run) -> None:
    """Every command says what it does as the list does, and shows an example."""
    result = run("--help")
    listed = result.output
    assert "Exit status" in listed, result.exc_info
    for name, line in cli._COMMANDS.items():
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert (command.help or "").split()[:3] == line.split()[:3], name
        shown = run("new", "book", "--help") if name == "new" else run(name, "--help")
        assert shown.exit_code == ExitCode.OK
        assert f"isgpress {name}" in shown.output.split("Options:")[1], name


def test_help_is_fast_and_light() -> None:
    """`isgpress --help` imports none of the heavy packages."""
    code = (
        "import sys; from isgpress.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pydantic', 'yaml', 'weasyprint', 'markdown', 'lxml', 'rich', 'jinja2'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 0
    assert time.perf_counter() - start < 2  # a busy machine; alone it is 0.15 s


def test_no_colour_where_none_is_wanted(press: Path) -> None:
    """NO_COLOR and pipes get plain text."""
    (press / "press.yaml").write_text("nam: A\n")
    done = subprocess.run(
        [sys.executable, "-m", "isgpress", "check"],
        capture_output=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )

    assert done.returncode == ExitCode.FINDINGS
    assert b"error[unknown-key]" in done.stderr
    assert b"\x1b" not in done.stderr
