"""The sample issues: their budgets, their contents and cover lines, by the words of pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Sample

pytestmark = pytest.mark.slow

FOLIO = 45  # points, beside a headline
ISSUES = ("chapel-rules", "gn7", "impression-spring-2027", "stone-hand-12")


@pytest.fixture(scope="module", params=ISSUES)
def issue(request: pytest.FixtureRequest, build_sample: Callable[[str], Sample]) -> Sample:
    """Give each sample issue, built."""
    return build_sample(request.param)


def letters(text: str) -> str:
    """Give the letters and figures of a text, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def page_texts(sample: Sample) -> list[str]:
    """Give the words of each page of the PDF for the screen."""
    with pypdfium2.PdfDocument(sample.edition(".pdf")) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def metadata(sample: Sample) -> dict[str, Any]:
    """Read issue.yaml."""
    path = sample.press / "issues" / sample.slug / "issue.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def headlines(sample: Sample) -> Iterator[str]:
    """Give the headline of every article."""
    for path in sorted((sample.press / "issues" / sample.slug).glob("*.md")):
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        yield yaml.safe_load(front)["headline"]


def begins(headline: str, text: str) -> bool:
    """Tell whether an article stands on a page: its headline as a line or more of its own."""
    lines = [letters(line) for line in text.splitlines()]
    wanted = letters(headline)
    return any(
        wanted == "".join(lines[n : n + k]) for n in range(len(lines)) for k in (1, 2, 3)
    )


def test_the_issue_has_the_pages_of_its_budget(issue: Sample) -> None:
    """No page more, no page less; an online magazine takes those that its texts need."""
    budget = metadata(issue).get("pages")
    count = len(page_texts(issue))
    assert count == budget or (budget is None and issue.slug == "gn7")


def folio_beside(page: pypdfium2.PdfTextPage, headline: str) -> int | None:
    """Give the number that stands left of a headline on the page of contents."""
    found = page.search(headline.replace("'", "’")).get_next()
    if found is None:
        return None
    left, bottom, _, top = page.get_charbox(found[0])
    beside = page.get_text_bounded(left - FOLIO, bottom - 3, left - 1, top + 3)
    number = re.search(r"\d+", beside)
    return int(number[0]) if number else None


def test_the_contents_name_the_pages_on_which_articles_begin(issue: Sample) -> None:
    """The number beside each headline is that of the page with this headline."""
    texts = page_texts(issue)
    listed = [n for n, text in enumerate(texts) if re.search(r"(?m)^Contents\r?$", text)]
    if not listed:
        pytest.skip("a newspaper without a page of contents")
    with pypdfium2.PdfDocument(issue.edition(".pdf")) as pdf:
        contents = pdf[listed[0]].get_textpage()
        found = {h: folio_beside(contents, h) for h in headlines(issue)}
    named = {h: page for h, page in found.items() if page}
    wrong = [h for h, page in named.items() if not begins(h, texts[page - 1])]
    assert wrong == []
    assert len(named) >= 9


def test_cover_lines_name_the_pages_of_their_articles(issue: Sample) -> None:
    """What the cover says of its stories is where they begin."""
    texts = page_texts(issue)
    named = [int(n) for n in re.findall(r"page (\d+)", texts[0])]
    files = {p.stem: p for p in (issue.press / "issues" / issue.slug).glob("*.md")}
    for line in metadata(issue)["cover"]["lines"]:
        front = files[line["article"]].read_text(encoding="utf-8").split("---\n")[1]
        headline = yaml.safe_load(front)["headline"]
        pages = [n for n, text in enumerate(texts, 1) if n > 1 and begins(headline, text)]
        assert set(pages) & set(named) or begins(headline, texts[0])
