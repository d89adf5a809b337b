"""A small press to build, and the command line to build it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.warm import Done, isgpress

PRESS = "name: Lantern Press\nplace: Leyburn\nlanguage: en-GB\n"
BOOK = """\
title: A Small Book
language: en-GB
date: 2026-05-01
contributors:
  - {name: Ruth Calder, role: author}
editions: {epub: {}, pdf: {}}
contents:
  front: [half-title, title-page, imprint, contents]
  body: [01-first.md, 02-second.md]
"""
FIRST = """\
# The first chapter

We set the first line by hand, *slowly*, and read it twice.[^1]

[^1]: The proof is kept in the upper room.

## A heading {#heading}

| Year | Sheets |
|------|-------:|
| 1891 | 400 |

Table: Sheets printed
"""
SECOND = """\
# The second chapter

As the [first chapter](01-first.md#heading) shows, on {page:heading}, it can be done.
"""


@dataclass(frozen=True)
class Press:
    """A press folder on disk and the command that builds it."""

    folder: Path

    def write(self, name: str, data: str | bytes) -> None:
        """Write a file of the title ``small``, or of the press where it starts with ``/``."""
        path = self.folder / (name[1:] if name.startswith("/") else f"books/small/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text that a file of the title holds."""
        path = self.folder / "books/small" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
        """Run ``isgpress`` on the press and wait for its end."""
        return isgpress("--press", self.folder, *arguments, env=os.environ | dict(env or {}))

    def output(self, edition: str) -> Path:
        """Give the path of a finished file: ``epub`` or ``pdf``."""
        return self.folder / "dist" / "small" / f"small.{edition}"


@pytest.fixture
def new_press(tmp_path: Path) -> Callable[[str], Press]:
    """Give a function that writes a fresh small press into a folder of that name."""

    def make(name: str) -> Press:
        press = Press(tmp_path / name)
        press.write("/press.yaml", PRESS)
        for file, text in (
            ("book.yaml", BOOK),
            ("01-first.md", FIRST),
            ("02-second.md", SECOND),
        ):
            press.write(file, text)
        return press

    return make


@pytest.fixture
def press(new_press: Callable[[str], Press]) -> Press:
    """Give a fresh small press."""
    return new_press("press")
