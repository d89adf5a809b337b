"""Web editions and offprints as an editor builds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isgpress.folders import write_folder
from tests.warm import Done, isgpress
from tests.web.conftest import BOOK, INK, PAPER, PRESS, png

Run = Callable[..., Done]


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Give a press folder with the small book."""
    files = {"press.yaml": PRESS, "books/ink/book.yaml": BOOK}
    files |= {"books/ink/01-ink.md": INK, "books/ink/02-paper.md": PAPER}
    data = {name: text.encode() for name, text in files.items()}
    write_folder(tmp_path / "press", data | {"books/ink/images/pot.png": png(40, 30)})
    return tmp_path / "press"


@pytest.fixture
def run(press: Path) -> Run:
    """Give a function that runs isgpress in the press."""

    def run(*arguments: str) -> Done:
        return isgpress("--press", press, *arguments)

    return run


def files(report: str) -> list[Any]:
    """Give the files of a build's report in JSON."""
    [title] = json.loads(report)["titles"]
    found: list[Any] = title["files"]
    return found


def test_a_web_edition_is_one_folder(press: Path, run: Run) -> None:
    """It is listed in book.yaml here, reported as one thing, and not made twice."""
    done = run("build", "ink", "--format", "json")
    assert done.returncode == 0, done.stderr
    [web] = files(done.stdout)
    assert (web["edition"], web["path"], web["pages"]) == ("web", "dist/ink/web", 9)
    folder = press / "dist/ink/web"
    assert web["size"] == sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())

    [again] = files(run("build", "ink", "--format", "json").stdout)
    assert again["cached"]
    assert again["sha256"] == web["sha256"]


def test_an_edition_that_was_changed_by_hand_is_made_anew(press: Path, run: Run) -> None:
    """What was put into the folder goes; what was taken out of it comes back."""
    run("build", "ink")
    folder = press / "dist/ink/web"
    before = {f.name: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    (folder / "stray.html").write_text("stray")
    (folder / "ink.html").unlink()
    run("build", "ink")

    assert {f.name: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before
    assert [f.name for f in folder.parent.iterdir()] == ["web"]


def test_an_error_leaves_the_old_pages(press: Path, run: Run) -> None:
    """A title with a fault keeps the edition that it had."""
    run("build", "ink")
    before = (press / "dist/ink/web/ink.html").read_bytes()
    (press / "books/ink/01-ink.md").write_text(INK.replace("(02-paper.md#rag)", "(nowhere.md)"))
    done = run("build", "ink")

    assert done.returncode == 1
    assert (press / "dist/ink/web/ink.html").read_bytes() == before


def test_an_offprint_is_two_files(press: Path, run: Run) -> None:
    """A PDF and a page beside the editions, which are not made with it."""
    done = run("build", "ink", "--article", "paper", "--format", "json")
    assert done.returncode == 0, done.stderr

    assert [f["path"] for f in files(done.stdout)] == [
        "dist/ink/offprints/paper.pdf", "dist/ink/offprints/paper.html",
    ]  # fmt: skip
    assert [f["media_type"] for f in files(done.stdout)] == ["application/pdf", "text/html"]
    assert not (press / "dist/ink/web").exists()
    again = run("build", "ink", "--article", "ink")
    assert "offprints/ink.pdf" in again.stdout


@pytest.mark.parametrize(
    "arguments", [("--article", "ink"), ("ink", "--article", "ink", "--edition", "pdf")]
)
def test_an_offprint_wants_one_title_and_no_edition(
    run: Run, arguments: tuple[str, ...]
) -> None:
    """Anything else is a slip of the hand: nothing is built."""
    done = run("build", *arguments)

    assert done.returncode == 2
    assert "--article goes with one TITLE" in done.stderr


def test_an_unknown_article_ends_the_build(run: Run) -> None:
    """It is a finding like others, with what is near."""
    done = run("build", "ink", "--article", "papper")

    assert done.returncode == 1
    assert "error[unknown-article]" in done.stderr
    assert "there is one with a similar name: `paper`" in done.stderr
