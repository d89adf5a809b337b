"""A book whose wrap cover is made for any printer, and a real reader of bar codes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import pikepdf
import pytest

from isgpress.build.job import Job
from isgpress.build.wrap import make_wrap
from isgpress.findings import Finding
from isgpress.model.manuscript import Manuscript
from isgpress.render import load_theme
from isgpress.sources import load_book, load_press
from isgpress.typeset import Typesetter
from isgpress.world import MemoryWorld

ISBN = "9780306406157"
BOOK = """\
title: The Bridges of the Dale
subtitle: How Nine of Them Were Built, and by Whom
language: {language}
date: 2026-11-23
trim: 6x9in
contributors:
  - name: Ana Silva
    role: author
    biography: "**Ana Silva** is a mason. She has repaired two of the nine."
description: >
  {description}
cover:
  blurb: Nine bridges, and nobody knows the builders' names. This book does.
  {picture}
editions:
  paperback:
    isbn: {isbn}
    price: {{amount: "12.99", currency: GBP}}
    {order}
contents:
  body: [01.md]
"""
TEXT = "Nine stone bridges cross the river between the moor and the sea. " * 4
PRINTERS = """\
name: Dale Press
url: https://dale.example
"""


class Made:
    """A cover that was made: its bytes, and what was found on the way."""

    def __init__(self, data: bytes, findings: tuple[Finding, ...]) -> None:
        """Keep both."""
        self.data, self.findings = data, findings

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """The cover, opened."""
        return pikepdf.open(io.BytesIO(self.data))

    def box(self, name: str) -> tuple[float, ...]:
        """Give a box of the page: left, low, right and high in mm."""
        return tuple(float(v) * 25.4 / 72 for v in self.pdf.pages[0].obj[f"/{name}"].as_list())

    def size(self, name: str) -> tuple[float, float]:
        """Give width and height of a box in mm."""
        left, low, right, high = self.box(name)
        return right - left, high - low


MakeCover = Callable[..., Made]


@pytest.fixture(scope="session")
def typesetter() -> Iterator[Typesetter]:
    """Give a typesetter with one worker."""
    with Typesetter(1) as found:
        yield found


@pytest.fixture(scope="session")
def cover(typesetter: Typesetter) -> MakeCover:
    """Give a function that makes the cover of a book of so many pages."""

    def make(  # noqa: PLR0913 - what the tests change
        order: str,
        pages: int = 200,
        *,
        language: str = "en-GB",
        press: str = PRINTERS,
        picture: bytes = b"",
        description: str = TEXT,
        more: dict[str, bytes] | None = None,
    ) -> Made:
        text = BOOK.format(
            language=language,
            order=order,
            isbn=ISBN,
            description=description,
            picture="image: front.png\n  alt: A bridge." if picture else "",
        )
        files: dict[str, bytes | str] = {
            "press.yaml": press,
            "books/b/book.yaml": text,
            "books/b/01.md": "# One\n\nText.\n",
            **({"books/b/front.png": picture} if picture else {}),
            **(more or {}),
        }
        world = MemoryWorld(files)
        house, wrong = load_press(world)
        book, findings = load_book(world, house, "b")
        assert book is not None, (wrong, findings)
        assert not [f for f in (*wrong, *findings) if f.severity == "error"]
        theme = load_theme(world, book.theme)
        job = Job(world, house, Manuscript(book, ()), theme, lambda _: None)
        made = make_wrap(job, typesetter, pages)
        return Made(made.data, made.findings)

    return make


@pytest.fixture(scope="session")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., set[str]]:
    """Give a function that reads the bar codes of a page of a PDF, as a till does."""
    if not (shutil.which("zbarimg") and shutil.which("pdftoppm")):
        message = "missing on this machine: zbarimg or pdftoppm"
        if os.environ.get("ISGPRESS_VALIDATORS") == "required":
            pytest.fail(message)
        pytest.skip(message)

    def read(pdf: bytes, page: int = 1) -> set[str]:
        folder = tmp_path_factory.mktemp("scan")
        (folder / "page.pdf").write_bytes(pdf)
        draw = ["pdftoppm", "-r", "300", "-gray", "-f", str(page), "-l", str(page)]
        subprocess.run([*draw, "page.pdf", "page"], check=True, cwd=folder, timeout=60)
        picture = next(Path(folder).glob("page-*.pgm"))
        wanted = [f"-S{kind}.enable" for kind in ("ean13", "ean5", "ean2")]
        done = subprocess.run(
            ["zbarimg", "-q", "--raw", "-S*.disable", *wanted, str(picture)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return set(done.stdout.split())

    return read


@pytest.fixture(scope="session")
def cmyk_profile() -> bytes:
    """Give an ICC profile for four inks: the one that comes with Ghostscript."""
    path = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
    if not path.exists():
        pytest.skip("Ghostscript's profile is not here")
    return path.read_bytes()
