"""README.txt: the release told to the people who open it, in plain English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from isgpress.findings import counted
from isgpress.model.publication import Contributor, Press, Publication
from isgpress.release import products as names
from isgpress.release.files import File
from isgpress.release.products import Form, Product
from isgpress.release.sums import NAME as SUMS
from isgpress.release.sums import SIGNATURES
from isgpress.render.names import plain_line, whole_title
from isgpress.standards import relator_words
from isgpress.standards.identifiers import hyphenated_isbn

NAME = "README.txt"
WIDTH = 100
FORMS = {
    Form.PRINT: "Print edition",
    Form.LARGE_PRINT: "Large print edition",
    Form.EPUB: "E-book (EPUB)",
    Form.SCREEN: "PDF",
}
ROLES = {
    "interior": "pages for the printer, one by one, without the cover",
    "cover": "cover for the printer, with spine, bleed and bar code",
    "e-book": "the e-book",
    "screen-pdf": "the pages with the front cover, for screens",
    "front-cover": "front cover for shops",
    "thumbnail": "front cover, small",
    "sample-epub": "extract as an e-book, free to show and to give away",
    "sample-pdf": "extract as a PDF, free to show and to give away",
    "onix": "description for shops, ONIX",
    "table": "the same in short as a table (CSV)",
    "manifest": "this list for computers, with the digests of the sources",
}


def readme(
    title: Publication, press: Press, sold: Sequence[Product], files: Iterable[File]
) -> bytes:
    """Give the text: the title, its editions, each file with its use, how to check them."""
    blocks = (
        _head(title, press),
        *(_edition(product) for product in sold),
        _files(files),
        _checks(),
        _printings(title),
        _contact(title, press),
    )
    text = "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block)))
    return (text + "\n").encode("utf-8")


def _head(title: Publication, press: Press) -> Iterator[str]:
    yield whole_title(title)
    if title.subtitle:
        yield plain_line(title.subtitle, title.language)
    yield from (f"{c.name}, {_role(c)}" for c in title.contributors)
    place = f", {title.place}" if title.place else ""
    yield f"{title.publisher or press.name}{place}, {names.printed_on(title)}"
    yield f"Release {names.version(title)}, printing {title.printing}"


def _role(person: Contributor) -> str:
    return relator_words().get(person.role, person.role)


def _edition(product: Product) -> Iterator[str]:
    yield f"{FORMS[product.form]}"
    yield f"  ISBN {hyphenated_isbn(product.isbn)}" if product.isbn else "  without an ISBN"
    for price in filter(None, (product.edition.price, *product.edition.prices)):
        where = f" ({', '.join(price.countries)})" if price.countries else ""
        free = not float(price.amount)
        yield "  free of charge" if free else f"  {price.amount} {price.currency}{where}"


def _files(files: Iterable[File]) -> Iterator[str]:
    yield "Files"
    for file in sorted(files, key=lambda f: f.name):
        yield f"  {file.name}"
        yield f"      {'; '.join([ROLES[file.role], *_facts(file.facts)])}"


def _facts(facts: dict[str, Any]) -> Iterator[str]:
    if pages := facts.get("pages"):
        yield counted(pages, "page")
    if trim := facts.get("trim"):
        yield f"trim {trim[0]:g} × {trim[1]:g} mm"
    if "width" in facts:
        yield f"{facts['width']} × {facts['height']} px"


def _checks() -> Iterator[str]:
    yield "To check that all files are whole"
    yield f"  sha256sum -c {SUMS}"
    yield f"With {' or '.join(SIGNATURES)} beside it, docs/releasing.md of"
    yield "isgpress says how to check who signed that list; `isgpress verify FOLDER` checks all"
    yield "at once."


def _printings(title: Publication) -> Iterator[str]:
    if not title.printings:
        return
    yield "Printings"
    for printing in title.printings:
        yield f"  {printing.number}" + (f", {printing.date}" if printing.date else "")
        yield from (f"    - {plain_line(change)}" for change in printing.changes)


def _contact(title: Publication, press: Press) -> Iterator[str]:
    yield "Rights and questions"
    for line in (title.rights, title.licence_url or title.licence, press.name, press.email):
        if line:
            yield f"  {line}"
    if press.address:
        yield from (f"  {line}" for line in press.address.splitlines())
    if press.url:
        yield f"  {press.url}"
