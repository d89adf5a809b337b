"""release.json: what a release holds, what it was made from, and by what."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from isgpress.build.tools import digest_of_tools, moment
from isgpress.epub.metadata import identifier
from isgpress.model.publication import Issue, Press, Publication
from isgpress.release import lists
from isgpress.release import products as names
from isgpress.release.files import File
from isgpress.release.products import Product
from isgpress.render.names import plain_line, whole_title

PACKAGES = ("isgpress", "weasyprint", "ebooklib", "markdown", "pikepdf", "fonttools", "pillow")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator said of the editions: ``name`` with its version, counts."""

    name: str
    errors: int = 0
    warnings: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What the manifest says beside the files: the sources' digests, and the verdicts."""

    sources: Mapping[str, str]
    verdicts: Sequence[Verdict] = ()
    unjudged: Sequence[str] = ()  # why a validator said nothing


def manifest(
    title: Publication,
    press: Press,
    sold: Sequence[Product],
    files: Iterable[File],
    account: Account,
) -> bytes:
    """Give release.json, without the files that list or sign the others."""
    listed = sorted(files, key=lambda file: file.name)
    value = {
        "format": lists.FORMAT,
        "title": _title(title, press),
        "version": names.version(title),
        "printing": title.printing,
        "released": str(names.printed_on(title)),
        "printings": [_printing(p) for p in title.printings],
        "products": [_product(p, title, press, listed) for p in sold],
        "files": [row(f, sold) for f in listed],
        "sources": dict(sorted(account.sources.items())),
        "made-by": _made_by(),
        "validators": {
            "verdicts": [_verdict(v) for v in account.verdicts],
            "not-run": list(account.unjudged),
        },
    }
    return written(value)


def written(value: Mapping[str, Any]) -> bytes:
    """Give a value as JSON, the same for the same value."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _title(title: Publication, press: Press) -> dict[str, Any]:
    subjects = title.subjects
    value: dict[str, Any] = {
        "slug": title.slug,
        "name": whole_title(title),
        "subtitle": plain_line(title.subtitle, title.language),
        "kind": str(title.kind),
        "language": title.language,
        "date": str(title.date),
        "description": plain_line(" ".join(title.description.split()), title.language),
        "contributors": [
            {"name": c.name, "role": c.role, "sort-name": c.sort_name}
            | ({"organisation": True} if c.is_body else {})
            for c in title.contributors
        ],
        "publisher": title.publisher or press.imprint or press.name,
        "rights": title.rights,
        "licence": title.licence,
        "licence-url": title.licence_url,
        "subjects": {"thema": list(subjects.thema), "bisac": list(subjects.bisac)},
        "keywords": list(subjects.keywords),
        "short-description": plain_line(title.trade.short_description, title.language),
        "cover-alt": " ".join(title.cover.alt.split()),
        "shop": title.trade.shop,
    }
    if isinstance(title, Issue):
        value["periodical"] = {
            "key": title.periodical.key,
            "title": title.periodical.title,
            "issn": title.periodical.issn,
            "volume": title.volume,
            "number": title.number,
            "whole-number": title.whole_number,
        }
    elif series := getattr(title, "series", None):
        value["series"] = {
            "title": series.title,
            "number": series.number,
            "issn": series.issn,
        }
    return value


def _product(
    product: Product, title: Publication, press: Press, files: Sequence[File]
) -> dict[str, Any]:
    own = [f for f in files if f.form == product.form.value]
    price = product.edition.price
    return {
        "form": product.form.value,
        "isbn": product.isbn,
        "identifier": identity(product, title, press),
        "reference": product.reference,
        "price": {"amount": price.amount, "currency": price.currency} if price else None,
        "free": names.is_free(product, title),
        "files": [f.name for f in own],
    }


def identity(product: Product, title: Publication, press: Press) -> str:
    """Give a product's identifier as a URN: its ISBN, an e-book's own UUID, else a name."""
    if product.isbn or product.form is names.Form.EPUB:
        return identifier(title, press, product.edition)
    return f"urn:x-isgpress:{product.reference}"


def row(file: File, sold: Sequence[Product]) -> dict[str, Any]:
    """Give what the list says of a file."""
    product = next((p for p in sold if p.form.value == file.form), None)
    value: dict[str, Any] = {
        "name": file.name,
        "role": file.role,
        "product": file.form or None,
        "isbn": product.isbn if product else "",
        "media-type": file.media_type,
        "size": len(file.data),
        "sha256": file.sha256,
    }
    return value | file.facts


def _printing(printing: Any) -> dict[str, Any]:
    return {
        "number": printing.number,
        "date": str(printing.date) if printing.date else "",
        "changes": list(printing.changes),
    }


def _made_by() -> dict[str, Any]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return {
        **found,
        "python": platform.python_version(),
        "digest": digest_of_tools(),
        "source-date-epoch": moment(),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.name,
        "errors": verdict.errors,
        "warnings": verdict.warnings,
        "notes": verdict.notes,
    }
