"""The releases that stand in a press, and what they say of their files."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isgpress.findings import PressError
from isgpress.release import files as kinds
from isgpress.release import lists
from isgpress.release.files import File
from isgpress.release.onix.record import Record, Row
from isgpress.release.products import FOLDER, Form, Product, products

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication
    from isgpress.world import World

_EDITIONS = {
    "epub": (Form.EPUB, "e-book", kinds.EPUB),
    "pdf": (Form.SCREEN, "screen-pdf", kinds.PDF),
    "print": (Form.PRINT, "interior", kinds.PDF),
    "paperback": (Form.PRINT, "interior", kinds.PDF),
    "large-print": (Form.LARGE_PRINT, "interior", kinds.PDF),
}


def latest(world: World, slug: str) -> tuple[str, dict[str, Any]] | None:
    """Give the newest release of a title: its folder and what its list says; else None."""
    found = next(versions(world, slug), None)
    return (found.path, found.told) if found else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A release: its folder, what its list says, and one text for just that."""

    path: str
    told: dict[str, Any]
    mark: str


def versions(world: World, slug: str) -> Iterator[Listed]:
    """Give all releases of a title, the newest version first."""
    folder = f"{FOLDER}/{slug}"
    for name in sorted(world.list(folder), key=_numbers, reverse=True):
        data = b""
        if not name.startswith("."):
            with contextlib.suppress(PressError):  # there is none
                data = world.read_bytes(f"{folder}/{name}/{lists.NAME}")
        if (told := lists.read(data)) is not None:
            yield Listed(f"{folder}/{name}", told, hashlib.sha256(data).hexdigest())


def _numbers(name: str) -> tuple[int, ...]:
    """Sort 1.10 after 1.9."""
    return tuple(int(part) if part.isdigit() else -1 for part in name.split("."))


def records(world: World, press: Press, title: Publication) -> tuple[Record, ...]:
    """Give a title's products for a message.

    Facts of files are those of the newest release; of a title not yet released, those of
    the editions that were built and say what the sources say.
    """
    sold = products(title, press)
    found = latest(world, title.slug)
    if found is None:
        from isgpress.release.manifest import row  # noqa: PLC0415 - slow to import

        rows = tuple(row(file, sold) for file in _built(world, title, sold))
        return of_title(press, title, sold, rows)
    path, told = found
    base = f"{press.url.rstrip('/')}/{path}/" if press.url else ""
    return of_title(press, title, sold, told["files"], base)


def of_title(
    press: Press,
    title: Publication,
    sold: Sequence[Product],
    rows: Sequence[Row],
    base: str = "",
) -> tuple[Record, ...]:
    """Give the records of a title's products, each with the others as its companions."""
    return tuple(
        Record(
            press,
            title.in_large_print() if p.form is Form.LARGE_PRINT else title,
            p,
            tuple(o for o in sold if o is not p),
            rows,
            base,
        )
        for p in sold
    )


def _built(world: World, title: Publication, sold: Sequence[Product]) -> Iterator[File]:
    from isgpress.build.standing import standing  # noqa: PLC0415 - slow to import

    for edition in standing(world, title):
        known = _EDITIONS.get(edition.edition)
        if known is None or not edition.is_to_be_judged:
            continue
        form, role, media_type = known
        product = next((p for p in sold if p.form is form), None)
        if product is not None:
            path = edition.path.relative_to(world.root).as_posix()
            yield kinds.of_product(product, role, media_type, world.read_bytes(path))
