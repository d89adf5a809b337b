"""`isgpress flatplan` as an editor runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from click.testing import CliRunner, Result

from isgpress.cli import ExitCode, main
from tests.flatplan.conftest import HEAD, PICTURE, PRESS

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give what runs the command for an issue of eight pages in a new press."""
    folder = tmp_path / "issues/sheet-12"
    (folder / "images").mkdir(parents=True)
    (tmp_path / "press.yaml").write_text(PRESS)
    (folder / "images/hands.svg").write_text(PICTURE)
    for name in ("01-news", "02-port", "03-rail"):
        (folder / f"{name}.md").write_text(f"# {name[3:].capitalize()}\n\n" + "News. " * 90)
    write(tmp_path, "pages: 8\n")
    return lambda *args: CliRunner().invoke(
        main, ["--press", str(tmp_path), "flatplan", *args], prog_name="isgpress"
    )


def write(press: Path, keys: str) -> None:
    """Write issue.yaml with more keys."""
    text = (
        f"{HEAD}{keys}contents:\n  - cover\n  - {{article: 01-news.md, pages: 3}}\n"
        "  - {article: 02-port.md, page: 5, pages: 1}\n  - {article: 03-rail.md, pages: 2}\n"
        "  - {advert: images/hands.svg, alt: Hands., size: full, slot: back}\n"
    )
    (press / "issues/sheet-12/issue.yaml").write_text(text)


def test_the_table_goes_to_the_terminal(run: Run) -> None:
    """Without options there is a table, and nothing to mend."""
    result = run("sheet-12")

    assert (result.exit_code, result.stderr) == (ExitCode.OK, "")
    assert result.stdout.startswith("The Sheet 12: 8 pages, 2 signatures of 4\n")
    assert "News (3 of 3)" in result.stdout


def test_errors_are_reported_and_shown(run: Run, tmp_path: Path) -> None:
    """The plan is shown with its faults; the exit status says that there are some."""
    write(tmp_path, "pages: 7\n")
    result = run("sheet-12")

    assert result.exit_code == ExitCode.FINDINGS
    assert "7 pages, 2 signatures" in result.stdout
    assert "error[page-budget]" in result.stderr
    assert "write `pages: 8` or `pages: 4`" in result.stderr


def test_json_has_plan_and_findings(run: Run, tmp_path: Path) -> None:
    """JSON goes to standard output alone, with the findings in it."""
    write(tmp_path, "pages: 12\n")
    result = run("sheet-12", "--format", "json")
    found = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (ExitCode.OK, "")
    assert [len(p["pieces"]) for p in found["pages"]] == [1] * 7 + [0] * 4 + [1]
    assert {f["rule"] for f in found["findings"]} == {"empty-page"}
    assert found["counts"] == {"warning": 4}


def test_binding_moves_signatures(run: Run) -> None:
    """Glued, the second signature begins after the first."""
    leaves = {}
    for binding in ("saddle", "glued"):
        found = json.loads(run("sheet-12", "--format", "json", "--binding", binding).stdout)
        leaves[binding] = [p["signature"] for p in found["pages"]]

    assert leaves == {"saddle": [1, 1, 2, 2, 2, 2, 1, 1], "glued": [1, 1, 1, 1, 2, 2, 2, 2]}


def test_pictures_show_what_is_built(run: Run, tmp_path: Path) -> None:
    """Pages of the finished PDF stand in the picture; of another page count, they do not."""
    out, dist = tmp_path / "plan.svg", tmp_path / "dist/sheet-12"
    dist.mkdir(parents=True)
    shown = []
    for pages in (8, 4):
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page(page_size=(595, 842))
            pdf.save(dist / "sheet-12.pdf")
        result = run("sheet-12", "--format", "svg", "--output", str(out))
        assert (result.exit_code, result.output) == (0, f"wrote {out}\n")
        shown.append(len(list(ET.parse(out).iter(f"{SVG}image"))))
    assert run("sheet-12", "--format", "svg", "--blocks").stdout.count("<image") == 0

    assert shown == [8, 0]


@pytest.mark.slow
def test_the_pdf_is_one_sheet(run: Run, tmp_path: Path) -> None:
    """The picture as PDF has one page, 400 mm wide, its fonts embedded."""
    out = tmp_path / "plan.pdf"
    result = run("sheet-12", "--format", "pdf", "--output", str(out))

    assert result.exit_code == ExitCode.OK
    with pikepdf.open(out) as pdf:
        [page] = pdf.pages
        assert float(page.mediabox[2]) == pytest.approx(400 * 72 / 25.4, abs=1)
        fonts = page.Resources.Font.values()
        assert all("+" in str(font.BaseFont) for font in fonts)


@pytest.mark.slow
def test_fit_measures_the_text(run: Run) -> None:
    """With --fit each page of text says how many lines are free on it."""
    found = json.loads(run("sheet-12", "--format", "json", "--fit").stdout)
    free = {p["page"]: p["text_free_lines"] for p in found["pages"]}

    assert free[1] is None
    assert free[5] > 50
    assert {f["rule"] for f in found["findings"]} == {"short-article"}


@pytest.mark.slow
def test_overset_text_is_an_error(run: Run, tmp_path: Path) -> None:
    """Text that has no room is told in lines, on the page and in the text."""
    (tmp_path / "issues/sheet-12/02-port.md").write_text("# Port\n\n" + "News. " * 3000)
    result = run("sheet-12", "--format", "json", "--fit")
    found = json.loads(result.stdout)
    over = found["pages"][4]["text_free_lines"]
    [finding] = [f for f in found["findings"] if f["rule"] == "overset"]

    assert result.exit_code == ExitCode.FINDINGS
    assert over < -20
    assert finding["message"].startswith(f"{-over} lines over: cut about ")
    assert finding["place"]["path"] == "issues/sheet-12/02-port.md"


@pytest.mark.slow
def test_open_ended_articles_get_the_pages_of_their_text(run: Run, tmp_path: Path) -> None:
    """An article without pages takes as many as it needs, but not those of others."""
    (path,) = tmp_path.glob("issues/*/issue.yaml")
    write(tmp_path, "pages: 8\n")
    text = path.read_text().replace("01-news.md, pages: 3", "01-news.md")
    path.write_text(
        text.replace("page: 5, pages: 1", "page: 5").replace(", pages: 2", ", page: 6")
    )
    for name, words in (("01-news", 2000), ("02-port", 3000), ("03-rail", 90)):
        body = f"# {name[3:].capitalize()}\n\n" + "News from the port. " * (words // 4)
        (path.parent / f"{name}.md").write_text(body)
    found = json.loads(run("sheet-12", "--format", "json").stdout)
    pages = {}
    for page in found["pages"]:
        for piece in page["pieces"]:
            pages.setdefault(piece["title"], []).append(page["page"])

    assert pages["Port"] == [5]
    assert pages["Rail"] == [6]
    assert len(pages["News"]) > 1
    assert pages["News"][0] == 2
    assert "overset" in {f["rule"] for f in found["findings"]}


def test_what_has_no_flatplan_says_why(run: Run, tmp_path: Path) -> None:
    """An unknown issue and a PDF without a file are usage errors; a book's theme is found."""
    for args, said in (
        (("sheet-13",), "there is a similar one: `sheet-12`"),
        (("sheet-12", "--format", "pdf"), "add --output FILE"),
    ):
        result = run(*args)
        assert result.exit_code == ExitCode.USAGE
        assert said in result.stderr

    write(tmp_path, "theme: base\n")
    checked = ("--press", str(tmp_path), "check")
    for result in (run("sheet-12"), CliRunner().invoke(main, checked, prog_name="isgpress")):
        assert result.exit_code == ExitCode.FINDINGS
        assert "flowing-theme" in result.output + result.stderr


def test_a_broken_issue_is_reported(run: Run, tmp_path: Path) -> None:
    """What cannot be read is a finding with its place."""
    (tmp_path / "issues/sheet-12/issue.yaml").write_text("pages: many\n")
    result = run("sheet-12")

    assert result.exit_code == ExitCode.FINDINGS
    assert "issues/sheet-12/issue.yaml:1" in result.stderr


def test_check_reports_the_plan_too(run: Run, tmp_path: Path) -> None:
    """`isgpress check` finds what is wrong with the plan, where all pieces say their room."""
    (path,) = tmp_path.glob("issues/*/issue.yaml")
    for room, rules in (("page: 5, pages: 1", ["empty-page"] * 4), ("page: 5", [])):
        write(tmp_path, "pages: 12\n")
        path.write_text(path.read_text().replace("page: 5, pages: 1", room))
        checked = ("--press", str(tmp_path), "check", "--format", "json")
        result = CliRunner().invoke(main, checked, prog_name="isgpress")
        found = json.loads(result.stdout)["findings"]
        assert [f["rule"] for f in found] == rules


@pytest.mark.slow
def test_an_issue_with_overset_text_is_not_built(tmp_path: Path, run: Run) -> None:
    """A build for the press fails, says what to cut, and leaves no file behind."""
    assert run("sheet-12").exit_code == ExitCode.OK
    (tmp_path / "issues/sheet-12/02-port.md").write_text("# Port\n\n" + "News. " * 3000)
    command = ["--press", str(tmp_path), "build", "sheet-12", "--edition", "print"]
    result = CliRunner().invoke(main, command, prog_name="isgpress")

    assert result.exit_code == ExitCode.FINDINGS
    assert "error[overset]" in result.stderr
    assert not list(tmp_path.glob("dist/**/*.pdf"))
