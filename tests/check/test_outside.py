"""``isgpress check --validators``: faults in finished files, told by lines of the sources."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from PIL import Image

from isgpress.check.tracing import Tracer
from isgpress.check.validators import ace, axe, epubcheck, verapdf
from isgpress.findings import Finding, Span
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld
from tests.conftest import Once
from tests.warm import Done, isgpress

Need = Callable[[ModuleType], None]

PRESS_YAML = "name: The Test Press\nplace: London\nurl: https://press.example\n"
BOOK_YAML = """\
title: Ink
kind: monograph
language: en-GB
date: 2026-05-01
contributors:
  - name: Ann Compositor
editions:
  epub:
    isbn: 9780306406157
  pdf:
  web:
contents:
  body:
    - 01-ink.md
    - 02-paper.md
"""
INK = """\
---
title: Of Ink
subtitle: Black and red
---

The first paragraph of the chapter on ink.

The second paragraph has a note.[^soot]

> A long quotation, in the middle,
> over two lines.

![A dot of ink](dot.png){#dot}

The last paragraph, after the picture.

[^soot]: A note on soot and oil.
"""
PAPER = """\
# Of Paper

The one paragraph on paper, with <bdo>a slip</bdo> that our own check lets through.

| Weight | Use |
| --- | --- |
| 80 gsm | text |
| 240 gsm | cover |
"""


@dataclass(frozen=True)
class Built:
    """A press with one title, built."""

    root: Path

    @property
    def dist(self) -> Path:
        """The folder of the title's editions."""
        return self.root / "dist/ink"

    def traced(self, validator: ModuleType, name: str) -> list[Finding]:
        """Give what one validator says of a finished file, in the order of places."""
        world = DiskWorld(self.root)
        press, _ = load_press(world)
        title, _ = load_title(world, press, "ink")
        assert title
        path = world.root / "dist/ink" / name
        found = validator.check(path if validator is axe else [path])
        tracer = Tracer(world, {path: title})
        return sorted(map(tracer.traced, found), key=lambda f: f.span or Span(""))

    def list_only(self, *editions: str) -> None:
        """Leave only some editions in book.yaml, as if it had never been otherwise."""
        path = self.root / "books/ink/book.yaml"
        before = path.stat().st_mtime
        text = re.sub(r"(?s)editions:\n.*(?=contents:)", "editions:\n", BOOK_YAML)
        listed = "".join(f"  {edition}:\n" for edition in editions)
        path.write_text(text.replace("editions:\n", f"editions:\n{listed}"))
        os.utime(path, (before, before))

    def run(self, *arguments: str, path: str | None = None) -> Done:
        """Run ``isgpress`` in the press, perhaps with another PATH."""
        environment = {k: v for k, v in os.environ.items() if k != "PUPPETEER_EXECUTABLE_PATH"}
        return isgpress(
            *("--press", self.root, *arguments),
            env=None if path is None else environment | {"PATH": path},
        )


def _place(finding: Finding) -> str:
    assert finding.span
    return f"{finding.span}{' (near)' if finding.span.near else ''}"


@pytest.fixture(scope="session")
def built_once(once: Once) -> Built:
    """Give the small press, built; once for all workers of a run. It is not to be changed."""

    def fill(root: Path) -> None:
        folder = root / "books/ink"
        folder.mkdir(parents=True)
        (root / "press.yaml").write_text(PRESS_YAML)
        (folder / "book.yaml").write_text(BOOK_YAML)
        (folder / "01-ink.md").write_text(INK)
        (folder / "02-paper.md").write_text(PAPER)
        Image.new("RGB", (600, 400), "black").save(folder / "dot.png")
        done = Built(root).run("build", "--jobs", "1")
        assert done.returncode == 0, done.stderr

    return Built(once("outside", fill))


@pytest.fixture
def built(built_once: Built, tmp_path: Path) -> Built:
    """Give a copy of the small press, to be changed."""
    shutil.copytree(built_once.root, tmp_path / "press")
    return Built(tmp_path / "press")


def tamper(epub: Path, changes: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Change files inside an EPUB: old text, which stands there once, to new."""
    with zipfile.ZipFile(epub) as container:
        entries = {info.filename: container.read(info) for info in container.infolist()}
    for name, pairs in changes.items():
        for old, new in pairs:
            assert entries[name].count(old.encode()) == 1, (name, old)
            entries[name] = entries[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(epub, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            container.writestr(name, data, stored)


TEXT = "EPUB/text/s-01-ink.xhtml"
WRONG = "<bdo>x</bdo>"  # EPUBCheck asks for a direction


@pytest.mark.validators
def test_what_epubcheck_finds_is_told_by_the_line_that_made_it(
    built: Built, need_validator: Need
) -> None:
    """Blocks, notes and headings name their lines, metadata its key, the rest the EPUB."""
    need_validator(epubcheck)
    words = (
        *("Of Ink</span>", "Black and red", "The first paragraph", "A long quotation"),
        *("<img ", "The last paragraph", "A note on soot"),
    )
    tamper(
        built.dist / "ink.epub",
        {
            TEXT: [(text, WRONG + text) for text in words],
            "EPUB/content.opf": [("<dc:language>en-GB", "<dc:language>not a language")],
            "EPUB/nav.xhtml": [(">Contents</h1>", f">{WRONG}Contents</h1>")],
            "EPUB/images/dot.png": [("IHDR", "IHDX")],
        },
    )
    found = built.traced(epubcheck, "ink.epub")
    places = [(_place(f), f.message) for f in found]

    ink = "books/ink/01-ink.md"
    slips = [place for place, text in places if "bdo" in text]
    lines = [f"{ink}:{line}" for line in ("2:1", "3:1", "6", "10", "13", "15", "17", "")]
    assert [place for place in slips if place.startswith(ink)] == lines[:-1]
    assert "books/ink/02-paper.md:3" in slips
    assert [place for place in slips if "/nav.xhtml:" in place]
    assert any(p == "books/ink/book.yaml:3:1" for p, text in places if "language" in text)
    assert any(p == f"{ink}:13" for p, text in places if "dot.png" in text)
    assert all(
        "(seen in dist/ink/ink.epub/EPUB/" in text
        for place, text in places
        if place.startswith("books/")
    )


@pytest.mark.validators
@pytest.mark.slow
def test_what_ace_and_axe_find_is_told_by_line(built: Built, need_validator: Need) -> None:
    """A picture without alternative text names its line, in the EPUB and on the web page."""
    need_validator(ace)
    need_validator(axe)
    pages = (built.dist / "web").glob("*.html")
    page = next(p for p in pages if "A dot of ink" in p.read_text("utf-8"))
    tamper(built.dist / "ink.epub", {TEXT: [(' alt="A dot of ink"', "")]})
    text = page.read_text("utf-8")
    assert text.count(' alt="A dot of ink"') == 1
    page.write_text(text.replace(' alt="A dot of ink"', ""), "utf-8")
    found = {f.rule: _place(f) for f in built.traced(ace, "ink.epub")}
    found |= {f.rule: _place(f) for f in built.traced(axe, "web")}

    assert found["ace-image-alt"] == "books/ink/01-ink.md:13"
    assert found["axe-image-alt"] == "books/ink/01-ink.md:13"


@pytest.mark.validators
def test_what_verapdf_finds_is_told_by_the_line_near_it(
    built: Built, need_validator: Need
) -> None:
    """A figure that lost its alternative text: its page is known, and so about the line."""
    need_validator(verapdf)
    path = built.dist / "ink.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
                del element.Alt
        pdf.save(path)
    found = {f.rule: f for f in built.traced(verapdf, "ink.pdf")}

    finding = found["verapdf-ua1-7.3-1"]
    assert re.search(r"first on page \d\) \(seen in dist/ink/ink\.pdf\)$", finding.message)
    assert finding.span
    assert finding.span.path == "books/ink/01-ink.md"
    assert finding.span.near


@pytest.mark.validators
@pytest.mark.slow
def test_the_command_with_every_validator(built: Built, need_validator: Need) -> None:
    """Raw HTML that our own check lets through is found by its line, in every format."""
    for validator in (epubcheck, ace, verapdf):
        need_validator(validator)
    built.list_only("epub", "pdf")
    done = built.run("check", "--require", "ink", "--format", "sarif")
    results = json.loads(done.stdout)["runs"][0]["results"]
    places = set()
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        path, line = place["artifactLocation"]["uri"], place["region"]["startLine"]
        places.add((result["ruleId"], path, line))

    assert done.returncode == 1
    assert places == {("epubcheck-RSC-005", "books/ink/02-paper.md", 3)}
    assert built.run("check").returncode == 0


def test_missing_validators_are_told_once_each(built: Built, tmp_path: Path) -> None:
    """A machine without Node.js and Chromium: a note by default, status 3 on demand."""
    built.list_only("web")
    done = built.run("check", "--validators", "--format", "json", path=str(tmp_path))
    (missing,) = json.loads(done.stdout)["findings"]

    assert (missing["rule"], missing["severity"]) == ("validator-missing", "note")
    assert re.match(r"axe did not judge 1 file: .*Chromium.* missing", missing["message"])
    assert "install chromium" in missing["help"]
    assert done.returncode == 0
    done = built.run("check", "--require", path=str(tmp_path))
    assert done.returncode == 3
    assert "error[validator-missing]: axe did not judge 1 file: " in done.stderr


def test_what_is_not_built_or_old_is_said(built: Built, tmp_path: Path) -> None:
    """An edition that is missing, or older than its sources, is an error and not judged."""
    built.list_only("pdf", "web")
    (built.dist / "ink.pdf").unlink()
    assert built.run("build", "--edition", "web").returncode == 0
    chapter = built.root / "books/ink/01-ink.md"
    chapter.write_text(INK.replace("The last", "The very last"))
    done = built.run("check", "--validators", "--format", "json", path=str(tmp_path))
    found = {f["rule"]: f for f in json.loads(done.stdout)["findings"]}

    assert set(found) == {"not-built", "older-than-sources"}
    assert "`pdf`" in found["not-built"]["message"]
    assert "`web`" in found["older-than-sources"]["message"]
    assert "isgpress build ink" in found["not-built"]["help"]
    assert done.returncode == 1


def test_editions_from_elsewhere_are_judged_with_a_warning(
    built: Built, tmp_path: Path
) -> None:
    """Where nobody knows what an edition was built from, younger sources are a warning."""
    built.list_only("web")
    os.utime(built.root / "books/ink/02-paper.md")
    done = built.run("check", "--validators", "--format", "json", path=str(tmp_path))
    found = {f["rule"]: f["severity"] for f in json.loads(done.stdout)["findings"]}

    assert found == {"older-than-sources": "warning", "validator-missing": "note"}
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("epubcheck-RSC-005", "w3c.github.io/epubcheck/docs/messages"),
        ("error[ace-image-alt]", "kb.daisy.org/publishing"),
        ("note[axe-color-contrast]", "dequeuniversity.com/rules/axe"),
        ("verapdf-ua1-7.3-1", "veraPDF-validation-profiles/wiki"),
    ],
)
def test_explain_knows_the_rules_of_others(built: Built, rule: str, words: str) -> None:
    """A validator's own rule has the page of the validator, which names its list."""
    done = built.run("explain", rule)
    assert done.returncode == 0
    assert words in done.stdout


def test_a_rule_of_nobody_has_no_page(built: Built) -> None:
    """A name that only looks like a validator's is refused."""
    assert built.run("explain", "epubchecker").returncode == 2
