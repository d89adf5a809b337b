"""EbookLib's writer, with a package document and a zip of our own: the same bytes always."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from ebooklib import epub
from lxml import etree

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
MIMETYPE = "application/epub+zip"
# zip knows no date before 1980; readers do not show this one
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
REGULAR_0644 = 0o100644 << 16
UNIX = 3
PACKED = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff", ".woff2"}


class Item(epub.EpubItem):  # type: ignore[misc] # EbookLib has no types
    """A file of the EPUB: written as it is, with the properties of its manifest item."""

    def __init__(
        self,
        uid: str,
        file: str,
        media_type: str,
        content: bytes,
        properties: tuple[str, ...] = (),
    ) -> None:
        """Take the id, the file relative to the package's folder, type and bytes."""
        super().__init__(uid=uid, file_name=file, media_type=media_type, content=content)
        self.properties = list(properties)


class Book(epub.EpubBook):  # type: ignore[misc]
    """A book whose folder, identifier and language are ours."""

    FOLDER_NAME = "EPUB"
    IDENTIFIER_ID = "pub-id"

    def reset(self) -> None:
        """Start empty: without EbookLib's generator note and random identifier."""
        super().reset()
        self.metadata.clear()


class Writer(epub.EpubWriter):  # type: ignore[misc]
    """Writes a book into memory. ``refinements`` go right behind what they refine."""

    def __init__(self, book: Book, modified: str, language: str, ncx: str) -> None:
        """Take a book, the date-time of its last change, its language, the NCX's id."""
        super().__init__("book.epub", book, {"raise_exceptions": True})
        self._modified, self._language, self._ncx = modified, language, ncx
        self._files: list[tuple[str, bytes]] = []

    def to_bytes(self) -> bytes:
        """Give the whole file: mimetype first and stored, then the rest in order.

        See EPUB 3.3, 4.3 (OCF ZIP container).
        """
        self.out = self
        self._write_container()
        self._write_opf()
        for item in self.book.get_items():
            self.writestr(f"{self.book.FOLDER_NAME}/{item.file_name}", item.content)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            _add(archive, "mimetype", MIMETYPE.encode(), stored=True)
            for name, data in self._files:
                stored = name[name.rfind(".") :].lower() in PACKED
                _add(archive, name, data, stored=stored)
        return buffer.getvalue()

    def writestr(self, name: str, data: str | bytes) -> None:
        """Take a file from EbookLib, which thinks that this is its zip."""
        self._files.append((name, data.encode() if isinstance(data, str) else data))

    def _write_opf_file(self, root: Any) -> None:
        """Mend what EbookLib writes into the package document."""
        root.set(f"{{{XML}}}lang", self._language)
        del root.attrib["prefix"]  # all prefixes used are reserved: EPUB 3.3, D.1.4
        metadata = root[0]
        for meta in metadata:
            if meta.get("property") == "dcterms:modified":
                meta.text = self._modified
            if meta.get("rel"):
                meta.tag = f"{{{OPF}}}link"  # EbookLib knows no links of the package
        spine = next(e for e in root if etree.QName(e).localname == "spine")
        spine.set("toc", self._ncx)
        _order(metadata)
        super()._write_opf_file(root)


def _order(metadata: Any) -> None:
    """Put Dublin Core first, each element followed by what refines it."""
    refining: dict[str, list[Any]] = {}
    others = []
    for element in list(metadata):
        target = (element.get("refines") or "").removeprefix("#")
        if target:
            refining.setdefault(target, []).append(element)
        else:
            others.append(element)
        metadata.remove(element)
    others.sort(key=lambda e: not str(e.tag).startswith(f"{{{DC}}}"))
    for element in others:
        metadata.append(element)
        _append(metadata, element, refining)


def _append(metadata: Any, element: Any, refining: dict[str, list[Any]]) -> None:
    for refinement in refining.get(element.get("id", ""), []):
        metadata.append(refinement)
        _append(metadata, refinement, refining)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, *, stored: bool = False) -> None:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.create_system = UNIX
    info.external_attr = REGULAR_0644
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
