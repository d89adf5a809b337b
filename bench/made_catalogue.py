"""Makes a press with a thousand released titles: books of six series and issues of a journal.

One small book is built and released by isgpress. The others are copies of it under names
and numbers of their own, with sources that say the same; their files for readers are links
to those of the first one, so that the press is small.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stdnum import ean

from bench.made_book import SEED, Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "catalogue"  # what tells it from presses with one title
TITLES = 1000
FIRST = "title-0000"
CHANGED = "title-0500"
LANGUAGES = ("en-GB", "en-GB", "fr", "de")
SERIES = ("Lights", "Tools", "Rivers", "Crafts", "Voices", "Maps")
PRESS_YAML = """\
name: The Bench Press
place: London
url: https://bench.example
email: orders@bench.example
language: en-GB
periodicals:
  bench: {title: The Bench, issn: 9999-0008, numbering: "No. {number}"}
"""
BOOK_YAML = """\
title: "{name}"
language: {language}
date: "{date}"
contributors:
  - {{name: "Author {author}", role: author, sort-name: "{author}, Author"}}
series: {{title: {series}, number: "{number}"}}
description: "{description}"
rights: © 2026 Author {author}
subjects: {{thema: [NHTB], keywords: [{series}, proofs]}}
editions:
  paperback: {{isbn: "{paper}", price: {{amount: "12.99", currency: GBP}}}}
  epub: {{isbn: "{file}", price: {{amount: "0.00", currency: GBP}}}}
contents: {{body: [01-first.md]}}
"""


def write_press(folder: Path, isgpress: str) -> None:
    """Write the press; ``isgpress`` is the command that builds and releases its first title."""
    (folder / "press.yaml").write_text(PRESS_YAML, encoding="utf-8")
    _sources(folder, 0)
    command = [isgpress, "--press", str(folder), "release", FIRST, "--no-validators"]
    subprocess.run(command, check=True, capture_output=True)
    first = folder / "releases" / FIRST / "1.1"
    told = json.loads((first / "release.json").read_text(encoding="utf-8"))
    for number in range(1, TITLES):
        _sources(folder, number)
        _release(folder, first, told, number)


def change(folder: Path) -> None:
    """Say something else of one title, in its sources and in the list of its release."""
    text = Writer(time.time_ns()).paragraph().replace('"', "")[:300]
    book = folder / "books" / CHANGED / "book.yaml"
    lines = book.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("description:")]
    book.write_text("".join(kept) + f'description: "{text}"\n', encoding="utf-8")
    path = folder / "releases" / CHANGED / "1.1" / "release.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["title"]["description"] = text
    path.unlink()
    path.write_text(json.dumps(told), encoding="utf-8")


def _values(number: int) -> dict[str, str]:
    writer = Writer(SEED + number)
    return {
        "slug": f"title-{number:04}",
        "name": f"{writer.fill('The {thing}')} {number}",
        "language": LANGUAGES[number % len(LANGUAGES)],
        "date": f"{2000 + number % 26}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "author": str(number % 150),
        "series": SERIES[number % len(SERIES)],
        "number": str(number // len(SERIES) + 1),
        "description": writer.paragraph().replace('"', "")[:600],
        "paper": _isbn(2 * number),
        "file": _isbn(2 * number + 1),
    }


def _isbn(number: int) -> str:
    start = f"978000{number:06}"  # a prefix for examples
    return start + str(ean.calc_check_digit(start))


def _sources(folder: Path, number: int) -> None:
    book = folder / "books" / f"title-{number:04}"
    book.mkdir(parents=True)
    values = _values(number)
    (book / "book.yaml").write_text(BOOK_YAML.format(**values), encoding="utf-8")
    text = f"# The first chapter\n\n{Writer(SEED + number).paragraph()}\n"
    (book / "01-first.md").write_text(text, encoding="utf-8")


def _release(folder: Path, first: Path, told: Mapping[str, Any], number: int) -> None:
    values, old = _values(number), _values(0)
    there = folder / "releases" / values["slug"] / "1.1"
    there.mkdir(parents=True)
    text = json.dumps(told)
    for key in ("slug", "paper", "file"):
        text = text.replace(old[key], values[key])
    copy = json.loads(text)
    copy["title"] |= {key: values[key] for key in ("name", "language", "date", "description")}
    copy["released"] = values["date"]
    who = f"Author {values['author']}"
    person = {"name": who, "role": "aut", "sort-name": f"{values['author']}, Author"}
    copy["title"]["contributors"] = [person]
    copy["title"]["keywords"] = [values["series"], "proofs"]
    copy["title"]["series"] = {
        "title": values["series"],
        "number": values["number"],
        "issn": "",
    }
    for path in first.iterdir():
        name = path.name
        for key in ("slug", "paper", "file"):
            name = name.replace(old[key], values[key])
        os.link(path, there / name)
    (there / "release.json").unlink()
    (there / "release.json").write_text(json.dumps(copy), encoding="utf-8")


def empty(folder: Path) -> None:
    """Take away all that was made from the releases, and the cache."""
    for name in ("site", ".isgpress"):
        shutil.rmtree(folder / name, ignore_errors=True)
