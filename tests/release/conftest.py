"""A small press whose title has ISBNs, and its release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Once
from tests.warm import Done, isgpress

PRESS = """\
name: Lantern Press
place: Leyburn
url: https://lantern.example
email: orders@lantern.example
certifier: Dale Access
language: en-GB
trade:
  suppliers:
    - {name: Dale Distribution, email: orders@dale.example, countries: [GB, IE]}
periodicals:
  lamp:
    title: The Lamp
    issn: 9999-0008
    theme: online
    numbering: "L{number}"
"""
BOOK = """\
title: A Small Book
subtitle: Of Two Chapters
language: en-GB
date: 2026-05-01
printing: 1
contributors:
  - {name: Ruth Calder, role: author, sort-name: "Calder, Ruth"}
  - {name: Ana Silva, role: translator, sort-name: "Silva, Ana"}
series: {title: Lights, number: 3}
description: A book of *two* chapters & one table, for tests.
rights: © 2026 Ruth Calder
subjects:
  thema: [NHTB, 1DDU]
  bisac: [HIS015000]
  keywords: [proofs, sheets]
trade:
  territories: [GB, IE]
  short-description: Two chapters and a table.
editions:
  paperback:
    isbn: 978-0-306-40615-7
    price: {amount: "12.99", currency: GBP}
    prices: [{amount: "15.00", currency: EUR, countries: [IE]}]
  epub:
    isbn: 978-3-16-148410-0
    price: {amount: "0.00", currency: GBP}
  pdf: {}
contents:
  body: [01-first.md, 02-second.md]
"""
FIRST = """\
# The first chapter

We set the first line by hand, *slowly*, and read it twice.[^1] The
[second chapter](02-second.md) says more.

[^1]: The proof is kept in the upper room.

## A heading {#heading}

| Year | Sheets |
|------|-------:|
| 1891 | 400 |

Table: Sheets printed
"""
SECOND = "# The second chapter\n\n" + "It is longer than the first, by far. " * 60 + "\n"


@dataclass(frozen=True)
class Press:
    """A press folder on disk with the book ``small``, and the command line."""

    folder: Path

    @property
    def released(self) -> Path:
        """The folder of the first release."""
        return self.folder / "releases" / "small" / "1.1"

    def write(self, name: str, text: str) -> None:
        """Write a file, by its path in the press."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text that a file of the book holds."""
        path = self.folder / "books/small" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Done:
        """Run ``isgpress`` on the press and wait for its end."""
        return isgpress("--press", self.folder, *arguments, env=os.environ | dict(env or {}))

    def release(self, *options: str | Path) -> Done:
        """Release the book, without validators."""
        return self.run("release", "small", "--no-validators", "--jobs", "2", *options)


def write_press(folder: Path) -> Press:
    """Write the press to a folder."""
    press = Press(folder)
    press.write("press.yaml", PRESS)
    press.write("books/small/book.yaml", BOOK)
    press.write("books/small/01-first.md", FIRST)
    press.write("books/small/02-second.md", SECOND)
    return press


@pytest.fixture(scope="session")
def released_once(once: Once) -> Path:
    """Give a press folder with the book released, once for all workers; not to be changed."""

    def fill(folder: Path) -> None:
        done = write_press(folder).release()
        assert done.returncode == 0, done.stderr

    return once("released", fill)


@pytest.fixture
def press(released_once: Path, tmp_path: Path) -> Press:
    """Give a copy of the press with the book released, at a path of its own."""
    folder = tmp_path / "press"
    shutil.copytree(released_once, folder)
    return Press(folder)


@pytest.fixture
def new_press(tmp_path: Path) -> Callable[[str], Press]:
    """Give a function that writes the press, unreleased, into a folder of that name."""
    return lambda name: write_press(tmp_path / name)
