"""The issue of the corpus as magazine, newspaper and online edition: nothing is lost."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import Once
from tests.warm import isgpress

from .issue import write_press
from .test_corpus import flat, letters, text_of

pytestmark = pytest.mark.slow

WORK = "free-software-magazine-09"
THEMES = {  # editions, and which articles: composing pages takes long
    "magazine": (("pdf", "epub"), slice(3, None, 2)),
    "newspaper": (("pdf",), slice(0, 3, 2)),
    "online": (("web",), slice(None)),
}
LINE = re.compile(r"-\n")


@dataclass(frozen=True)
class Issue:
    """The issue, built by one theme."""

    output: Path
    files: list[dict[str, Any]]  # facts.json of each file
    odd: list[str]  # strings that are easily lost

    def text(self) -> str:
        """Give the text of the PDF in the order of its content; of the web where none is."""
        path = self.output / f"{WORK}.pdf"
        if not path.exists():
            pages = sorted((self.output / "web").glob("*.html"))
            return "\n".join(text_of(html.parse(page).find("body")) for page in pages)
        command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()


@pytest.fixture(scope="session", params=THEMES)
def issue(request: pytest.FixtureRequest, corpus: Path, once: Once) -> Issue:
    """Build the issue by its metadata alone, once for all workers of a run."""
    theme = request.param
    editions, part = THEMES[theme]
    facts = json.loads((corpus / WORK / "facts.json").read_text(encoding="utf-8"))
    files = facts["per_file"][part]
    names = {file["file"] for file in files}

    def fill(press: Path) -> None:
        slug = write_press(corpus / WORK, press, theme, editions, names)
        done = isgpress("--press", press, "build", slug)
        assert done.returncode == 0, done.stderr[-4000:]

    press = once(f"corpus-{theme}", fill)
    odd = [s["string"] for s in facts["must_survive"] if s["file"] in names]
    return Issue(press / "dist" / WORK, files, odd)


def test_odd_strings_survive(issue: Issue) -> None:
    """Every odd string of the articles stands on the pages, or goes on in the next column."""
    whole = letters(LINE.sub("", issue.text()))

    assert issue.odd
    assert [string for string in issue.odd if letters(string) not in whole] == []


def test_every_article_is_there(issue: Issue) -> None:
    """The title of each file stands on the pages; on the web, its last words as well."""
    pages = letters(flat(issue.text()))

    assert [f["title"] for f in issue.files if letters(f["title"]) not in pages] == []
    if (issue.output / "web").exists():
        last = [
            letters(re.sub(r"[*_`]|\]\([^)]*\)|\[", "", f["last"]))[-30:] for f in issue.files
        ]
        assert [words for words in last if words not in pages] == []
