"""A file of a release, and what it is for."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from isgpress.release.products import Form, Product

EPUB, PDF, JPEG, TEXT = "application/epub+zip", "application/pdf", "image/jpeg", "text/plain"
ONIX, CSV, JSON = "application/onix+xml", "text/csv", "application/json"
THUMBNAIL = 300  # px wide

# what a product cannot be released without
MAIN_ROLE = {
    Form.PRINT: "interior",
    Form.LARGE_PRINT: "interior",
    Form.EPUB: "e-book",
    Form.SCREEN: "screen-pdf",
}
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
        """What can be measured in it; see ``measures``."""
        from isgpress.release import measures  # noqa: PLC0415 - slow to import

        known = {PDF: measures.pdf_facts, EPUB: measures.epub_facts}
        measured = (known | {JPEG: measures.picture_facts}).get(self.media_type)
        return measured(self.data) if measured else {}


def of_product(product: Product, role: str, media_type: str, data: bytes) -> File:
    """Give a file of a product under the name that its role has."""
    return File(product.stem + ENDINGS[role], role, media_type, data, product.form.value)


def covers(chosen: Iterable[Product], picture: bytes) -> Iterator[File]:
    """Give the front cover as shops want it beside the first of the products, and small.

    ``picture`` is the one in the e-book.
    """
    from PIL import Image  # noqa: PLC0415 - slow to import

    from isgpress.build.wrap import JPG, make_front  # noqa: PLC0415 - slow to import

    first = next(iter(chosen), None)
    if first is None or not picture:
        return
    yield of_product(first, "front-cover", JPEG, make_front(picture, JPG).data)
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
        height = round(image.height * THUMBNAIL / image.width)
        small = image.convert("RGB").resize((THUMBNAIL, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85, optimize=True)
    yield of_product(first, "thumbnail", JPEG, out.getvalue())
