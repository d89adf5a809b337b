"""Real works come through Markdown with nothing lost and every line known."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from lxml import etree
from markdown import Markdown

from isgpress.findings import Finding
from isgpress.manuscript import (
    document_words,
    link,
    parse_section,
    source_words,
    text_stream,
    words,
)
from isgpress.manuscript.dialect import to_html
from isgpress.manuscript.scan import scan
from isgpress.manuscript.source import Source
from isgpress.model.date import Date
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Book, Kind, Matter, Section
from isgpress.world import DiskWorld

WORKS = ("ten-days", "free-software-magazine-09")


@dataclass(frozen=True)
class Work:
    """A work of the corpus, parsed and linked."""

    folder: Path
    facts: dict
    manuscript: Manuscript
    findings: tuple[Finding, ...]

    @property
    def fragments(self) -> list[str]:
        """Give the XHTML of all bodies and notes."""
        found = []
        for document in self.manuscript.documents:
            found += [
                f"<p>{document.heading}</p>",
                document.body,
                *(f"<div>{n.xhtml}</div>" for n in document.notes),
            ]
        return found

    def count(self, path: str) -> int:
        """Count elements over all documents by XPath."""
        return sum(len(etree.fromstring(f).xpath(path)) for f in self.fragments)


@pytest.fixture(scope="module", params=WORKS)
def work(request: pytest.FixtureRequest, corpus: Path) -> Work:
    """Parse one work."""
    folder = corpus / request.param
    meta = yaml.safe_load((folder / "metadata.yaml").read_text("utf-8"))
    files = meta.get("files") or [a for s in meta["sections"] for a in s["articles"]]
    sections = tuple(
        Section("chapter", Matter.BODY, f"s-{Path(f['file']).stem}", f["file"], str(n))
        for n, f in enumerate(files, 1)
    )
    book = Book(
        request.param, ".", meta["title"], Kind.MONOGRAPH, meta["language"], Date(2026),
        sections=sections,
    )  # fmt: skip
    world = DiskWorld(folder)
    parsed = [parse_section(world, book, s) for s in sections]
    manuscript = link(book, tuple(d for d, _ in parsed))
    findings = tuple(f for _, found in parsed for f in found) + manuscript.findings
    facts = json.loads((folder / "facts.json").read_text("utf-8"))
    return Work(folder, facts, manuscript, findings)


def test_a_real_work_gives_no_finding(work: Work) -> None:
    """Nothing in the corpus is wrong, so nothing is reported."""
    assert work.findings == ()


def test_all_counts_hold(work: Work) -> None:
    """What corpus_facts counts in the HTML is in the documents."""
    facts = work.facts
    counts = {
        "footnotes": sum(len(d.notes) for d in work.manuscript.documents),
        "footnote_references": work.count("//a[starts-with(@class,'note-call')]"),
        "image_references": work.count("//img"),
        "captions": work.count("//figcaption/span[@class='caption']"),
        "tables": work.count("//table"),
        "table_rows": work.count("//tr") + _empty_heads(work),
        "blockquotes": work.count("//blockquote"),
        "code_blocks": work.count("//pre"),
        "asides": work.count("//aside"),
        "line_breaks": work.count("//br"),
        "thematic_breaks": work.count("//hr[@class='break']"),
        "lists": work.count("//ul | //ol"),
        "strong": work.count("//strong"),
        "internal_links": work.count("//a[@class='xref']"),
        "external_links": work.count("//a[@class='external']"),
    }
    assert counts == {key: facts[key] for key in counts}


def _empty_heads(work: Work) -> int:
    """Count table heads that were dropped because nothing stood in them."""
    return work.count("//table[not(thead)]")


def test_headings_and_titles_hold(work: Work) -> None:
    """Each file's title and all headings under it are there."""
    titles = [d.title for d in work.manuscript.documents]
    assert all(titles)
    headings = work.count("//h2 | //h3 | //h4 | //h5 | //h6")
    boxes = work.count("//p[@class='box-title']")
    assert len(titles) + headings + boxes == work.facts["headings"]


def test_languages_hold(work: Work) -> None:
    """Each marked stretch keeps its language."""
    for language, count in work.facts["languages_marked"].items():
        assert work.count(f"//*[@lang='{language}']") == count


def test_strings_survive(work: Work) -> None:
    """The odd strings of the corpus come through letter by letter."""

    def flat(text: str) -> str:
        text = re.sub("[\u00ad\u2060\u200b\u200e\u200f]", "", text)
        return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'"))

    text = flat(" ".join([text_stream(f) for f in work.fragments]))
    titles = flat(" ".join(d.title for d in work.manuscript.documents))
    for odd in work.facts["must_survive"]:
        wanted = flat(odd["string"])
        assert wanted in text or wanted in titles, odd


def test_no_word_is_lost_or_added(work: Work) -> None:
    """The words of each file, read without the parser, are those of its document."""
    for document in work.manuscript.documents:
        text = (work.folder / document.section.file).read_text("utf-8")
        assert Counter(source_words(text)) == Counter(document_words(document))


def test_every_block_knows_its_line(work: Work) -> None:
    """At least 998 of 1,000 blocks have the line on which their first words stand."""
    blocks = exact = 0
    for document in work.manuscript.documents:
        lines = (work.folder / document.section.file).read_text("utf-8").split("\n")
        for fragment in [document.body, *(f"<div>{n.xhtml}</div>" for n in document.notes)]:
            for block in etree.fromstring(fragment).iter(
                "p", "li", "h2", "h3", "tr", "dt", "pre"
            ):
                first = words(etree.tostring(block, encoding="unicode", with_tail=False))[:3]
                if first:
                    blocks += 1
                    exact += _stands(first, lines[int(block.get("data-line", "1")) - 1])
    assert blocks > 100
    assert exact / blocks >= 0.998


def _stands(first: list[str], line: str) -> bool:
    """Tell whether a line of Markdown begins with those words."""
    marks = re.sub(r"\{[^}]*\}|\]\([^)]*\)|\[\^[^\]]*\]:?|<[^>]*>|[*_`\[\]|>#-]", " ", line)
    plain = "".join(words(marks)).replace("-", "").replace("'", "")
    wanted = "".join(first).replace("-", "").replace("'", "")
    return wanted in plain or plain.startswith(wanted[: len(plain)])


def test_short_cuts_change_nothing(corpus: Path) -> None:
    """What is skipped for speed gives the HTML that Python-Markdown gives by itself."""
    plain = Markdown(
        extensions=["footnotes", "tables", "def_list", "abbr", "attr_list", "md_in_html",
                    "sane_lists"],
        output_format="xhtml",
    )  # fmt: skip
    for path in sorted((corpus / "ten-days/chapters").glob("*.md")):
        text = path.read_text("utf-8")
        ours = to_html(scan(Source(path.name, text)))
        theirs = plain.reset().convert(text)
        assert re.sub(r"\s+", "", ours) == re.sub(r"\s+", "", theirs)
