"""The editions that a title lists, and the licence under which it appears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from isgpress import standards
from isgpress.findings import Finding, Severity, Span
from isgpress.model.publication import Edition, Publication
from isgpress.sources.faults import nearest
from isgpress.sources.marks import Node
from isgpress.sources.press import price_of, trim_of
from isgpress.sources.printer_keys import order_of


def read_editions(
    keys: BaseModel | None, root: Node, names: Sequence[str], usual: Sequence[str]
) -> tuple[tuple[Edition, ...], tuple[Finding, ...]]:
    """Give the editions that ``keys`` list, in the order of ``names``, and what is wrong.

    ``root`` is the tree of the title's YAML file. Without the key ``editions`` they are
    the ``usual`` ones.
    """
    node = root.below("editions")
    if keys is None:
        return tuple(Edition(name, span=root.span) for name in usual), ()
    editions = tuple(_editions(keys, node or root, names))
    if editions:
        return editions, tuple(_repeats(editions))
    advice = f"add {', '.join(f'`{name}:`' for name in names)}, or remove the key"
    span = (node or root).span
    return (), (Finding("missing-value", "no edition is named", span, advice),)


def _editions(keys: BaseModel, node: Node, names: Sequence[str]) -> Iterator[Edition]:
    for name in names:
        given = getattr(keys, name.replace("-", "_"))
        if given is None:
            continue
        place = node.below(name)
        isbn = place.below("isbn") if place else None
        pages = place.below("page-list") if place else None
        yield Edition(
            name,
            given.isbn or "",
            price_of(given.price),
            getattr(given, "embed_fonts", False),
            (isbn or place or node).span,
            getattr(given, "url", None) or "",
            getattr(given, "page_list", None) or "",
            pages.span if pages else None,
            tuple(p for p in map(price_of, given.prices) if p),
            given.replaces or "",
            order_of(given, place),
            trim_of(getattr(given, "trim", None)),
            getattr(given, "attach_sources", False),
        )


def _repeats(editions: Sequence[Edition]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for edition in editions:
        other = seen.setdefault(edition.isbn, edition.name)
        if edition.isbn and other != edition.name:
            message = f"the edition `{other}` has the same ISBN"
            yield _repeated_isbn(edition, message)


def repeated_isbns(titles: Sequence[Publication]) -> tuple[Finding, ...]:
    """Report every ISBN that two titles share."""
    seen: dict[str, Publication] = {}
    found = []
    for title in titles:
        for edition in title.editions:
            first = seen.setdefault(edition.isbn, title)
            if edition.isbn and first is not title:
                found.append(_repeated_isbn(edition, f"`{first.folder}` has the same ISBN"))
    return tuple(found)


def _repeated_isbn(edition: Edition, message: str) -> Finding:
    return Finding(
        "repeated-isbn",
        message,
        edition.span,
        "every edition of every title has an ISBN of its own; compare both with the list",
    )


def licence_url(
    licence: str | None, url: str | None, span: Span | None
) -> tuple[str, tuple[Finding, ...]]:
    """Give the address of a licence; that of a known one need not be written out.

    A name that is nearly that of a known one is reported at ``span``.
    """
    licence, known = licence or "", standards.licences()
    if url or licence in known:
        return url or known[licence][1], ()
    name = nearest(licence.replace(" ", "-"), known) if licence else ""
    if not name or not span or len(licence) >= 2 * len(name):
        return "", ()
    message = f"`{licence}` is not the name of a licence that is known here"
    advice = f"there is a licence with a similar name: `{name}`"
    return "", (Finding("unknown-licence", message, span, advice, Severity.WARNING),)
