"""A work of the corpus as an issue of a periodical: its articles, and a metadata file."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import yaml

DATE = "2005-12"


def write_press(
    work: Path, press: Path, theme: str, editions: Sequence[str], files: Collection[str]
) -> str:
    """Write a press with those files of the work as one issue, by metadata; give its slug.

    The articles are copied as they are. Headlines, standfirsts and bylines come from the
    contents list; page numbers and pages are left to isgpress.
    """
    meta = yaml.safe_load((work / "metadata.yaml").read_text(encoding="utf-8"))
    folder = press / "issues" / work.name
    shutil.copytree(work / "articles", folder / "articles")
    shutil.copytree(work / "images", folder / "images")
    (press / "press.yaml").write_text(_press(meta, theme), encoding="utf-8")
    (folder / "issue.yaml").write_text(_issue(meta, editions, files), encoding="utf-8")
    return work.name


def _press(meta: dict, theme: str) -> str:
    periodical = {"title": meta["title"], "theme": theme, "language": meta["language"]}
    periodical |= {"url": "https://example.org/magazine", "frequency": "monthly"}
    whole = {"name": "The Corpus Press", "periodicals": {"magazine": periodical}}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)


def _issue(meta: dict, editions: Sequence[str], files: Collection[str]) -> str:
    sections = [
        {"section": section["title"], "articles": [_article(a) for a in articles]}
        for section in meta["sections"]
        if (articles := [a for a in section["articles"] if a["file"] in files])
    ]
    whole = {
        "periodical": "magazine",
        "number": str(meta["issue"]),
        "date": DATE,
        "licence": "CC-BY-SA-3.0",
        "editions": {name: {} for name in editions},
        "contents": ["cover", "contents", *sections],
    }
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)


def _article(article: dict) -> dict:
    found = {
        "article": article["file"],
        "headline": article["headline"],
        "standfirst": article["standfirst"],
        "byline": f"By {article['byline']}",
        "authors": [article["byline"]],
        "licence": article["licence"],
        "licence-url": article["licence_url"],
    }
    return {key: value for key, value in found.items() if value}
