"""Findings about finished files, told by the places in the sources that they come from."""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from isgpress.check.markup import Node, Page
from isgpress.check.origins import Origins
from isgpress.check.validators.verapdf import page_of
from isgpress.findings import Finding, Span
from isgpress.model.publication import Publication
from isgpress.world import World

_MARKUP = (".xhtml", ".html", ".opf")


class Tracer:
    """Turns places in finished files into places in the sources, where these are known."""

    def __init__(self, world: World, titles: Mapping[Path, Publication]) -> None:
        """Take the absolute path of each finished file, and the title that it is of."""
        self._world, self._titles = world, titles
        self._origins: dict[str, Origins] = {}
        self._pages: dict[Path, dict[str, Page]] = {}

    def traced(self, finding: Finding) -> Finding:
        """Give the finding with its place in the sources; the message tells where it was.

        Where no source is known the place stays, with a path below the press folder.
        """
        span = finding.span
        if span is None:
            return finding
        file = next((f for f in self._titles if _is_below(span.path, f)), None)
        if file is None:
            return finding
        seen = replace(span, path=Path(span.path).relative_to(self._world.root).as_posix())
        origin = self._origin(file, span, finding)
        if origin is None:
            return replace(finding, span=seen)
        return replace(finding, span=origin, message=f"{finding.message} (seen in {seen})")

    def _origin(self, file: Path, span: Span, finding: Finding) -> Span | None:
        title = self._titles[file]
        origins = self._origins.setdefault(title.slug, Origins(self._world, title))
        if file.suffix == ".pdf":
            page = page_of(finding)
            return origins.of_words(_page_text(file, page)) if page else None
        if file not in self._pages:
            self._pages[file] = _read_pages(file)
        pages = self._pages[file]
        member = span.path[len(file.as_posix()) :].strip("/")
        if member not in pages:
            shown = next(_showing(pages, member), None)
            return origins.of_element(shown) if shown else None
        node = pages[member].at(span.line, span.column) if span.line else None
        find = origins.of_metadata if member.endswith(".opf") else origins.of_element
        return find(node) if node else None


def _is_below(path: str, file: Path) -> bool:
    return path == file.as_posix() or path.startswith(f"{file.as_posix()}/")


def _read_pages(file: Path) -> dict[str, Page]:
    """Give all markup of an EPUB, or of a folder of web pages, by its path inside."""
    found = {}
    if file.is_dir():
        for path in sorted(file.rglob("*")):
            if path.suffix in _MARKUP:
                name = path.relative_to(file).as_posix()
                found[name] = Page(path.read_text("utf-8", "replace"))
        return found
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(file) as container:
        for name in container.namelist():
            if name.endswith(_MARKUP):
                found[name] = Page(container.read(name).decode("utf-8", "replace"))
    return found


def _showing(pages: Mapping[str, Page], member: str) -> Iterator[Node]:
    """Give the elements that show a file of the EPUB."""
    for name, page in pages.items():
        folder = posixpath.dirname(name)
        for node in page.root.walk():
            address = node.attributes.get("src", "")
            if address and posixpath.normpath(posixpath.join(folder, address)) == member:
                yield node


def _page_text(file: Path, number: int) -> str:
    """Give the text of a page of a PDF, counted from 1; empty where it cannot be read."""
    try:
        with pypdfium2.PdfDocument(file) as document:
            return str(document[number - 1].get_textpage().get_text_range())
    except (pypdfium2.PdfiumError, IndexError):
        return ""
