"""A file of a release, and what it is for."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from lxml import etree
from PIL import Image

from isgpress.release.products import Form, Product

EPUB, PDF, JPEG, TEXT = "application/epub+zip", "application/pdf", "image/jpeg", "text/plain"
ONIX, CSV, JSON = "application/onix+xml", "text/csv", "application/json"
THUMBNAIL = 300  # px wide
POINT = 25.4 / 72  # mm
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"

# what a product cannot be released without
MAIN_ROLE = {Form.PRINT: "interior", Form.EPUB: "e-book", Form.SCREEN: "screen-pdf"}
ENDINGS = {
    "interior": "_text.pdf",
    "cover": "_cover.pdf",
    "e-book": ".epub",
    "screen-pdf": ".pdf",
    "front-cover": "_cover.jpg",
    "thumbnail": "_cover-thumb.jpg",
    "sample-epub": "_sample.epub",
    "sample-pdf": "_sample.pdf",
}


@dataclass(frozen=True)
class File:
    """A file: its name, role, bytes, and the form of the product that it belongs to.

    ``form`` is empty for what belongs to the whole title.
    """

    name: str
    role: str
    media_type: str
    data: bytes
    form: str = ""

    @cached_property
    def sha256(self) -> str:
        """The sha256 of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def facts(self) -> dict[str, object]:
        """What can be measured in it: pages and trim in mm of a PDF, px of a picture."""
        if self.media_type == PDF:
            return pdf_facts(self.data)
        if self.media_type == JPEG:
            with Image.open(io.BytesIO(self.data), formats=("JPEG",)) as picture:
                return {"width": picture.width, "height": picture.height}
        if self.media_type == EPUB:
            return {"identifier": epub_identifier(self.data)}
        return {}


def of_product(product: Product, role: str, media_type: str, data: bytes) -> File:
    """Give a file of a product under the name that its role has."""
    return File(product.stem + ENDINGS[role], role, media_type, data, product.form.value)


def covers(chosen: Iterable[Product], picture: bytes) -> Iterator[File]:
    """Give the front cover as shops want it beside the first of the products, and small."""
    first = next(iter(chosen), None)
    if first is None or not picture:
        return
    yield of_product(first, "front-cover", JPEG, picture)
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
        height = round(image.height * THUMBNAIL / image.width)
        small = image.convert("RGB").resize((THUMBNAIL, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85, optimize=True)
    yield of_product(first, "thumbnail", JPEG, out.getvalue())


def epub_cover(data: bytes) -> bytes:
    """Give the cover picture of an EPUB; nothing where it has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        path, package = _package(epub)
        for item in package.iter(f"{_OPF}item"):
            if "cover-image" in item.get("properties", "").split():
                folder = path.rpartition("/")[0]
                name = item.get("href", "")
                return epub.read(f"{folder}/{name}" if folder else name)
    return b""


def pdf_cover(data: bytes) -> bytes:
    """Give the first page of a PDF as a JPEG 1600 px wide."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - only without an EPUB

    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        picture = page.render(scale=1600 / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()


def epub_identifier(data: bytes) -> str:
    """Give the identifier of an EPUB, such as ``urn:isbn:9780000000026``."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        _, package = _package(epub)
    wanted = package.get("unique-identifier")
    found = (e for e in package.iter("{*}identifier") if e.get("id") == wanted)
    return next((e.text or "" for e in found), "")


def epub_properties(data: bytes) -> tuple[tuple[str, str], ...]:
    """Give the properties that an EPUB's package states of itself: name and value."""
    with zipfile.ZipFile(io.BytesIO(data)) as epub:
        _, package = _package(epub)
    return tuple(
        (e.get("property", ""), (e.text or "").strip())
        for e in package.iter(f"{_OPF}meta")
        if e.get("property") and not e.get("refines")
    )


def pdf_facts(data: bytes) -> dict[str, object]:
    """Give the pages of a PDF, and the trim in mm of its second page or only one.

    The first page may be a cover.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[min(1, len(pdf.pages) - 1)]
        left, bottom, right, top = (float(n) for n in page.trimbox)
        trim = [round((right - left) * POINT, 1), round((top - bottom) * POINT, 1)]
        return {"pages": len(pdf.pages), "trim": trim}


def _package(epub: zipfile.ZipFile) -> tuple[str, etree._Element]:
    container = _parsed(epub.read("META-INF/container.xml"))
    root = next(container.iter(_CONTAINER))
    path = root.get("full-path", "")
    return path, _parsed(epub.read(path))


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)
