"""Makes an issue of 64 pages with 30 articles, whose text is the same on every machine.

The sentences are those of the made book. Pages: cover, contents, and two for each article;
the last two articles have three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.made_book import SEED, TITLES, Writer

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = 30
PAGES = 64
WORDS_PER_PAGE = 900  # so that a magazine's page is nearly full
LONG = 28  # articles after this one have three pages
CROSSHEAD_EVERY = 4  # paragraphs

PRESS_YAML = """\
name: The Bench Press
periodicals:
  bench: {title: The Bench, theme: magazine, language: en-GB, frequency: monthly}
"""
ISSUE_YAML = """\
periodical: bench
number: 1
date: 2026-01
pages: 64
editions: {pdf: {}}
contents:
  - cover
  - contents
"""


def pages(number: int) -> int:
    """Give the pages of an article, by its number from 1."""
    return 3 if number > LONG else 2


def article(number: int) -> str:
    """Write an article with its front matter."""
    writer = Writer(SEED + 100 + number)
    title = TITLES[number - 1]
    blocks = []
    words = paragraphs = 0
    while words < WORDS_PER_PAGE * pages(number) - 150:
        if paragraphs and paragraphs % CROSSHEAD_EVERY == 0:
            blocks.append(f"## {writer.fill('The {thing}')}")
        paragraphs += 1
        blocks.append(writer.paragraph())
        words += len(blocks[-1].split())
    standfirst = "What the record says of it."
    head = f"---\nheadline: {title}\nstandfirst: {standfirst}\nlayout: feature\n---\n"
    return head + "\n" + "\n\n".join(blocks) + "\n"


def write_press(folder: Path) -> None:
    """Write a press folder with the one title ``made-issue``."""
    issue = folder / "issues" / "made-issue"
    issue.mkdir(parents=True)
    (folder / "press.yaml").write_text(PRESS_YAML, encoding="utf-8")
    lines = []
    for number in range(1, ARTICLES + 1):
        name = f"{number:02}-article.md"
        (issue / name).write_text(article(number), encoding="utf-8")
        lines.append(f"  - {{article: {name}, pages: {pages(number)}}}\n")
    (issue / "issue.yaml").write_text(ISSUE_YAML + "".join(lines), encoding="utf-8")


def write_pandoc(folder: Path) -> Path:
    """Write all articles as one Markdown file, by which words are counted."""
    path = folder / "made-issue.md"
    text = "\n".join(article(n) for n in range(1, ARTICLES + 1))
    path.write_text(text, encoding="utf-8")
    return path
