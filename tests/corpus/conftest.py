"""Builds the works of the corpus once for all tests, as an editor would."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import Once
from tests.warm import isgpress

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench import works  # noqa: E402 (the folder above is not a package of ours)

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Built:
    """A work built from the corpus, and what must still be in it."""

    work: Path
    press: Path
    slug: str
    facts: dict[str, Any]

    @property
    def output(self) -> Path:
        """The folder of the finished files."""
        return self.press / "dist" / self.slug

    @cached_property
    def chapters(self) -> dict[str, etree._Element]:
        """The roots of the EPUB's text files, by path in the zip, in reading order."""
        with zipfile.ZipFile(self.output / f"{self.slug}.epub") as file:
            container = etree.fromstring(file.read("META-INF/container.xml"))
            [root] = container.iterfind(".//{*}rootfile")
            package = etree.fromstring(file.read(root.get("full-path")))
            hrefs = {e.get("id"): e.get("href") for e in package.iterfind(".//{*}item")}
            spine = [hrefs[e.get("idref")] for e in package.iterfind(".//{*}itemref")]
            return {href: etree.fromstring(file.read(f"EPUB/{href}")) for href in spine}

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of each page of the PDF in lines, as poppler reads it."""
        command = [
            "pdftotext",
            "-layout",
            "-enc",
            "UTF-8",
            str(self.output / f"{self.slug}.pdf"),
            "-",
        ]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        return tuple(text.split("\f")[:-1])


@pytest.fixture(scope="session", params=[w.name for w in works.works()] or [None])
def built(request: pytest.FixtureRequest, once: Once) -> Built:
    """Build one work of the corpus to EPUB and PDF by the command line."""
    if request.param is None:
        pytest.skip("the corpus is not beside this clone")
    work = next(w for w in works.works() if w.name == request.param)

    def fill(press: Path) -> None:
        slug = works.write_press(work, press)
        _print_it(press / "books" / slug / "book.yaml")
        done = isgpress("--press", press, "build", slug)
        assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-1000:]

    press = once(f"corpus-{work.name}", fill)
    [book] = (press / "books").iterdir()
    facts = json.loads((work / "facts.json").read_text(encoding="utf-8"))
    return Built(work, press, book.name, facts)


def _print_it(path: Path) -> None:
    """Add the edition for print: its pages are listed in the EPUB."""
    text = path.read_text(encoding="utf-8")
    assert "editions:\n" in text
    path.write_text(text.replace("editions:\n", "editions:\n  paperback: {}\n"), "utf-8")
