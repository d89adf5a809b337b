"""Findings for people, tools and CI."""

from __future__ import annotations

import json
from pathlib import Path

import click

from isgpress.cli.report import (
    as_json,
    as_sarif,
    as_text,
    in_order,
    lines_of_press,
    summary,
)
from isgpress.findings import Finding, Severity, Span

ROLE = Finding(
    "unknown-role",
    "`autor` is not a contributor role",
    Span("books/a/book.yaml", 2, 11, 2, 16),
    "use `aut` (author)",
)
FILE = Finding("unlisted-file", "nobody lists it", Span("a.md"), "", Severity.WARNING)
NOWHERE = Finding("cannot-write", "the disk is full")
SOURCE = {"books/a/book.yaml": ["title: A", "    role: autor"]}


def plain(text: str) -> str:
    """Give a text without colours."""
    return click.unstyle(text)


def lines(path: str) -> list[str]:
    """Give the lines of a source."""
    return SOURCE.get(path, [])


def test_a_finding_shows_its_line() -> None:
    """The place is marked below the line of the source."""
    assert plain(as_text([ROLE], lines)) == (
        "error[unknown-role]: `autor` is not a contributor role\n"
        "  books/a/book.yaml:2:11\n"
        "    2 |     role: autor\n"
        "      |           ^^^^^\n"
        "  help: use `aut` (author)\n"
        "\n"
        "1 error; more about a rule: isgpress explain unknown-role"
    )


def test_a_finding_without_a_place() -> None:
    """What has no place, no help, or no readable source is still said."""
    assert plain(as_text([NOWHERE], lines)).startswith(
        "error[cannot-write]: the disk is full\n"
    )
    assert "a.md\n" in plain(as_text([FILE], lines))


def test_carets_stand_below_wide_and_combined_characters() -> None:
    """Columns are counted as a terminal shows them."""
    finding = Finding("x", "y", Span("f", 1, 4, 1, 6))
    text = plain(as_text([finding], lambda _: ["漢字: café"]))
    source, carets = text.split("\n")[2:4]

    assert source == "    1 | 漢字: café"
    assert carets == "      |      ^^"


def test_long_lines_are_cut_around_the_place() -> None:
    """A paragraph on one line shows the words near the place."""
    line = "x" * 500 + "HERE" + "y" * 500
    text = plain(as_text([Finding("x", "y", Span("f", 1, 501, 1, 505))], lambda _: [line]))
    source, carets = text.split("\n")[2:4]

    assert source[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert len(source) < 110
    assert source.count("…") == 2


def test_a_place_over_several_lines_and_at_the_end() -> None:
    """Carets reach to the end of the first line; an empty place gets one."""
    over = Finding("x", "y", Span("f", 1, 3, 2, 4))
    at_end = Finding("x", "y", Span("f", 1, 6))

    assert plain(as_text([over], lambda _: ["abcde", "fgh"])).split("\n")[3] == "      |   ^^^"
    assert plain(as_text([at_end], lambda _: ["abcde"])).split("\n")[3] == "      |      ^"


def test_lines_are_those_of_an_editor(tmp_path: Path, monkeypatch) -> None:  # noqa: ANN001
    """A line separator that was pasted in does not move the line that is shown."""
    (tmp_path / "press.yaml").write_text("name: A\n")
    (tmp_path / "a.md").write_text("one\u2028more\u0085\r\ntwo\r\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with click.Context(click.Command("check")):
        shown = plain(as_text([Finding("a", "b", Span("a.md", 2))], lines_of_press()))
    assert "    2 | two\n" in f"{shown}\n"


def test_order_and_counts() -> None:
    """Findings stand by place, each once, and are counted by severity."""
    found = in_order([ROLE, FILE, ROLE, NOWHERE])

    assert found == (NOWHERE, FILE, ROLE)
    assert summary(found).startswith("2 errors, 1 warning; ")
    assert summary([]) == "no findings"


def test_json_holds_all() -> None:
    """Tools get every field."""
    data = json.loads(as_json([ROLE, NOWHERE]))

    assert data["counts"] == {"error": 2}
    assert data["findings"][0] == {
        "rule": "unknown-role",
        "severity": "error",
        "message": "`autor` is not a contributor role",
        "help": "use `aut` (author)",
        "place": {
            "path": "books/a/book.yaml",
            "line": 2,
            "column": 11,
            "end_line": 2,
            "end_column": 16,
            "near": False,
        },
    }
    assert data["findings"][1]["place"] is None


def test_sarif_for_code_hosts() -> None:
    """A run has results with regions, and the page of each rule."""
    log = json.loads(as_sarif([ROLE, FILE, NOWHERE]))
    run = log["runs"][0]
    role, file, nowhere = run["results"]

    assert log["version"] == "2.1.0"
    assert role["level"] == "error"
    assert role["message"]["text"] == "`autor` is not a contributor role; use `aut` (author)"
    assert role["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "books/a/book.yaml"},
        "region": {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 16},
    }
    assert "region" not in file["locations"][0]["physicalLocation"]
    assert "locations" not in nowhere
    rules = run["tool"]["driver"]["rules"]
    assert rules[role["ruleIndex"]]["id"] == "unknown-role"
    assert "## Instead" in rules[role["ruleIndex"]]["help"]["markdown"]
