"""The issue of the corpus as magazine, newspaper and online edition: nothing is lost."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Once
from tests.warm import isgpress

from .issue import write_press
from .test_corpus import flat, letters

pytestmark = pytest.mark.slow

WORK = "free-software-magazine-09"
THEMES = {
    "magazine": ("pdf", "epub"),
    "newspaper": ("pdf",),
    "online": ("pdf", "web"),
}
LINE = re.compile(r"-\n")


@dataclass(frozen=True)
class Issue:
    """The issue, built by one theme."""

    output: Path
    facts: dict[str, Any]

    def text(self, ending: str = ".pdf") -> str:
        """Give the text of a PDF in the order of its content."""
        command = ["pdftotext", "-raw", "-enc", "UTF-8", f"{self.output / WORK}{ending}", "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()


@pytest.fixture(scope="session", params=THEMES)
def issue(request: pytest.FixtureRequest, corpus: Path, once: Once) -> Issue:
    """Build the issue by its metadata alone, once for all workers of a run."""
    theme = request.param

    def fill(press: Path) -> None:
        slug = write_press(corpus / WORK, press, theme, THEMES[theme])
        done = isgpress("--press", press, "build", slug)
        assert done.returncode == 0, done.stderr[-4000:]

    press = once(f"corpus-{theme}", fill)
    facts = json.loads((corpus / WORK / "facts.json").read_text(encoding="utf-8"))
    return Issue(press / "dist" / WORK, facts)


def test_odd_strings_survive_on_the_pages(issue: Issue) -> None:
    """Every odd string of the work stands on the pages, or goes on in the next column."""
    whole = letters(LINE.sub("", issue.text()))
    lost = [
        s["string"] for s in issue.facts["must_survive"] if letters(s["string"]) not in whole
    ]
    assert lost == []


def test_every_headline_is_on_the_pages(issue: Issue) -> None:
    """The title of each file stands on the pages."""
    pages = letters(flat(issue.text()))
    titles = [file["title"] for file in issue.facts["per_file"]]
    assert [title for title in titles if letters(title) not in pages] == []


@pytest.mark.parametrize("issue", ["online"], indirect=True)
def test_every_article_is_on_the_web_to_its_last_words(issue: Issue) -> None:
    """The last words of each file stand on a web page."""
    web = "".join(
        letters(re.sub(r"<[^>]*>", " ", p.read_text(encoding="utf-8")))
        for p in sorted((issue.output / "web").glob("*.html"))
    )
    for file in issue.facts["per_file"]:
        last = letters(re.sub(r"[*_`]|\]\([^)]*\)|\[", "", file["last"]))
        assert last[-30:] in web
