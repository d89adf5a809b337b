"""Reads the samples' EPUBs in a reading engine, in Chromium, once for all workers of a run."""

from __future__ import annotations

import json
import os
import posixpath
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from isgpress.check.validators import axe
from isgpress.check.validators.tools import browser, program

if TYPE_CHECKING:
    from tests.conftest import Once, Sample

XHTML = {"h": "http://www.w3.org/1999/xhtml", "o": "http://www.idpf.org/2007/opf"}
HERE = Path(__file__).parent
WINDOW = {"width": 600, "height": 800}  # CSS pixels; one column, as a small tablet
LIGHT, LARGE = "light-100", "dark-180"  # the colours, and the size of type in per cent
# From end to end; of the others, the large reader follows no links.
WALKED = {"chapel-rules", "reading-a-newspaper"}
KEPT = os.environ.get("ISGPRESS_SCREENSHOTS")  # a folder for pictures to look at
SHOTS = 4  # of the screens of each reader


@dataclass(frozen=True)
class Epub:
    """A sample's EPUB, unpacked: its files in the order of reading."""

    path: Path

    @cached_property
    def spine(self) -> dict[str, Any]:
        """The root element of each page, by its path inside."""
        with zipfile.ZipFile(self.path) as container:
            package = etree.fromstring(container.read("EPUB/content.opf"))
            hrefs = {i.get("id"): i.get("href") for i in package.iterfind(".//o:item", XHTML)}
            names = [
                posixpath.join("EPUB", hrefs[i.get("idref")])
                for i in package.iterfind(".//o:itemref", XHTML)
            ]
            return {name: etree.fromstring(container.read(name)) for name in names}

    @cached_property
    def contents(self) -> list[tuple[int, str, bool]]:
        """Each entry of the contents: its depth, words without authors, whether it leads."""
        with zipfile.ZipFile(self.path) as container:
            nav = etree.fromstring(container.read("EPUB/nav.xhtml"))
        return [
            (len(e.xpath("ancestor::h:ol", namespaces=XHTML)), _words(e), "href" in e.attrib)
            for e in nav.xpath("//h:nav[@role='doc-toc']//h:li/*[1]", namespaces=XHTML)
        ]

    @property
    def notes(self) -> Iterator[tuple[str, str, str]]:
        """The file and id of each call of a note, and the words of the note without label."""
        for name, root in self.spine.items():
            for call in root.xpath("//h:a[@role='doc-noteref']", namespaces=XHTML):
                file, _, target = call.get("href").partition("#")
                file = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
                page = self.spine[file] if call.get("href")[0] != "#" else root
                (note,) = page.xpath(f"//*[@id='{target}']")
                label = "contains(@class, 'note-label')"
                words = note.xpath(f".//text()[not(ancestor::*[{label}])]")
                yield name, call.get("id"), "".join(words)

    def pictures(self, *tags: str) -> Iterator[tuple[str, str, int]]:
        """Give the file of each picture or table, which it is, and its number in the file."""
        for name, root in self.spine.items():
            for tag in tags:
                for number, _ in enumerate(root.iterfind(f".//h:{tag}", XHTML)):
                    yield name, tag, number


@dataclass(frozen=True)
class Reading:
    """What readers of an EPUB saw: a value of `reading.mjs` for each reader, by its name."""

    epub: Epub
    seen: dict[str, Any]


@pytest.fixture(params=(LIGHT, LARGE))
def reader(request: pytest.FixtureRequest) -> str:
    """Give the name of each reader in turn."""
    return str(request.param)


@pytest.fixture
def read(once: Once, need_validator: Callable[[ModuleType], None]) -> Callable[..., Reading]:
    """Give a function that lets the readers read a title, once for all workers of a run."""
    need_validator(axe)  # which needs Node.js, the packages of npm and a Chromium as well

    def reading(sample: Sample, *, walk: bool = False) -> Reading:
        epub = Epub(sample.edition(".epub"))

        def fill(folder: Path) -> None:
            pictures = Path(KEPT, sample.slug).resolve() if KEPT else folder
            (folder / "seen.json").write_bytes(_read(epub, pictures, walk=walk))

        seen = once(f"read-{sample.slug}", fill) / "seen.json"
        return Reading(epub, json.loads(seen.read_bytes()))

    return reading


@pytest.fixture
def reading(sample: Sample, read: Callable[..., Reading]) -> Reading:
    """Give what the readers saw of each title in turn."""
    return read(sample, walk=sample.slug in WALKED)


@pytest.fixture(params=sorted(WALKED))
def walk(
    request: pytest.FixtureRequest,
    build_sample: Callable[[str], Sample],
    read: Callable[..., Reading],
) -> Reading:
    """Give what they saw of each title that they read from end to end."""
    return read(build_sample(request.param), walk=True)


def _words(entry: Any) -> str:
    said = entry.xpath(".//text()[not(ancestor::*[contains(@class, 'entry-authors')])]")
    return " ".join("".join(said).split())


def _read(epub: Epub, pictures: Path, *, walk: bool) -> bytes:
    ace = program(axe.BESIDE)
    assert ace
    modules = next(f for f in ace.resolve().parents if f.name == "node_modules")
    assert (modules / "foliate-js").is_dir(), (
        "npm ci --prefix tools/validators --ignore-scripts"
    )
    entries = len(epub.spine)
    tags = ("img", "table") if KEPT else ("img",)
    looked_at = [{"href": h, "tag": t, "number": n} for h, t, n in epub.pictures(*tags)]
    plan = {
        "modules": str(modules),
        "browser": str(browser()),
        "epub": str(epub.path),
        "shots": str(pictures),
        "window": WINDOW,
        "notes": [{"href": href, "id": call} for href, call, _ in epub.notes],
        "readers": [
            {
                "name": name,
                "scheme": name.partition("-")[0],
                "scale": int(name.partition("-")[2]),
                "walk": walk,
                "follow": walk or name == LIGHT,
                "pictures": looked_at if name == LARGE else [],
                "shots": list(range(0, entries, max(1, entries // SHOTS))) if KEPT else [],
            }
            for name in (LIGHT, LARGE)
        ],
    }
    path = pictures / "plan.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plan))
    command = ["node", str(HERE / "reading.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
