"""Helpers of the tests of Markdown: one file in, its document and findings out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from isgpress.findings import Finding
from isgpress.manuscript import link, parse_section
from isgpress.model.date import Date
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Book, Kind, Matter, Section
from isgpress.world import MemoryWorld

Read = Callable[..., tuple[Document, list[Finding]]]


def book_of(files: dict[str, str], language: str = "en-GB") -> Book:
    """Give a book with a numbered chapter for each Markdown file."""
    names = [name for name in files if name.endswith(".md")]
    sections = tuple(
        Section("chapter", Matter.BODY, f"s-{name[:-3]}", f"books/b/{name}", number=str(n))
        for n, name in enumerate(names, 1)
    )
    return Book(
        "b", "books/b", "A title", Kind.MONOGRAPH, language, Date(2026), sections=sections
    )


def read_book(
    files: dict[str, str | bytes], language: str = "en-GB"
) -> tuple[Manuscript, list[Finding]]:
    """Parse and link a book of files, relative to its folder."""
    world = MemoryWorld({f"books/b/{name}": data for name, data in files.items()})
    book = book_of(dict.fromkeys(files, ""), language)
    parsed = [parse_section(world, book, section) for section in book.sections]
    manuscript = link(book, tuple(document for document, _ in parsed))
    findings = [f for _, found in parsed for f in found] + list(manuscript.findings)
    return manuscript, findings


@pytest.fixture(scope="session")
def png() -> bytes:
    """Give a small picture."""
    from PIL import Image  # noqa: PLC0415

    file = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def read(png: bytes) -> Read:
    """Read one chapter, ``a.md``; ``images/map.png`` stands beside it."""

    def one(
        text: str | bytes, language: str = "en-GB", **files: str | bytes
    ) -> tuple[Document, list[Finding]]:
        extra = {
            name.replace("__", "/").replace("_", "."): data for name, data in files.items()
        }
        manuscript, findings = read_book(
            {"a.md": text, "images/map.png": png, **extra}, language
        )
        return manuscript.documents[0], findings

    return one
