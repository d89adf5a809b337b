"""Titles from products: the editions of one work as book.yaml and a first chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from isgpress.findings import Finding, Span
from isgpress.importers.product import EPUB, HARDBACK, PAPERBACK, PDF, Person, Product, lost
from isgpress.sources.names import is_body, slug, sort_name
from isgpress.standards import relator_words
from isgpress.standards.identifiers import fault_of_issn, hyphenated_isbn, hyphenated_issn

TEXT = "01-text.md"
TEXT_TO_COME = "The text of this title belongs here."
EDITIONS = {PAPERBACK: "paperback", HARDBACK: "paperback", EPUB: "epub", PDF: "pdf"}
ORDER = ("paperback", "epub", "pdf")
SHORTEST = 350  # signs of a short description
SHAPES = {
    "thema": r"[A-Z][A-Z0-9]{0,8}|[1-6][A-Z0-9-]{0,11}",
    "bisac": r"[A-Z]{3}\d{6}",
    "bic": r"[A-Z][A-Z0-9]{0,9}",
}


def works(products: Iterable[Product]) -> tuple[tuple[Product, ...], ...]:
    """Give products in groups, each the editions of one work, in the order of the list.

    They belong together where one names the other, where both name one work, or where
    title, subtitle, first author and number of the edition are the same.
    """
    listed = list(products)
    group_of: dict[str, int] = {}
    groups: list[list[Product]] = []
    for product in listed:
        keys = {*product.keys, *product.related, product.work}
        near = sorted({group_of[key] for key in keys if key in group_of})
        if near:
            first = near[0]
            for other in reversed(near[1:]):
                groups[first] += groups[other]
                groups[other] = []
        else:
            first = len(groups)
            groups.append([])
        groups[first].append(product)
        group_of |= {k: first for k, number in group_of.items() if number in near}
        group_of |= dict.fromkeys(keys, first)
    return tuple(tuple(group) for group in groups if group)


@dataclass(frozen=True, slots=True)
class House:
    """The press that titles come into: what it says of all, and which titles it has."""

    publisher: str = ""
    place: str = ""
    language: str = ""
    slugs: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()


def stubs(
    groups: Iterable[Sequence[Product]], house: House
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Give the files of new titles by their paths in the press, and what is left out.

    A title with an ISBN that the press has is there already; so is one without an ISBN
    whose folder stands.
    """
    names = set(house.slugs)
    known = set(house.isbns)
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for group in groups:
        first = group[0]
        if there := next((p.isbn for p in group if p.isbn in known), ""):
            message = f"“{first.title}” is in the press already, by its ISBN {there}"
            findings.append(lost(message, first.span))
            continue
        own = {p.isbn for p in group if p.isbn}
        if not own and slug(first.title) in house.slugs:
            message = f"“{first.title}”, without an ISBN, is in the press by its name"
            findings.append(lost(message, first.span))
            continue
        known |= own
        name = _name(first, names)
        names.add(name)
        value, wrong = _book(group, house)
        findings += wrong
        files[f"books/{name}/book.yaml"] = written(value)
        heading = re.sub(r"([\\`*_{}\[\]])", r"\\\1", first.title)
        files[f"books/{name}/{TEXT}"] = f"# {heading}\n\n{TEXT_TO_COME}\n".encode()
    return files, tuple(findings)


def written(value: Mapping[str, Any]) -> bytes:
    """Give a mapping as YAML, as people write it."""
    text: str = yaml.dump(
        dict(value), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000
    )
    return text.encode()


class _Plain(yaml.SafeDumper):
    """Writes no aliases, since the press's files may not have any."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Tell that nothing is named to be repeated."""
        return True


def _name(product: Product, taken: set[str]) -> str:
    """Give a slug that is not taken: of the title, cut at a word, numbered if it must be."""
    whole = slug(product.title) or f"title-{product.isbn or 'untitled'}"
    name = whole if len(whole) <= 48 else whole[:48].rpartition("-")[0] or whole[:48]  # noqa: PLR2004 - a folder's name that can be read
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _book(group: Sequence[Product], house: House) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Give what book.yaml says: of each thing what the first product says that has it."""

    def told(name: str) -> Any:
        return next((found for p in group if (found := getattr(p, name))), "")

    first = group[0]
    findings: list[Finding] = []
    editions = _editions(group, findings)
    subjects = {
        **{key: _codes(told(key), key, first.span, findings) for key in ("thema", "bisac")},
        "keywords": list(told("keywords")),
    }
    short = told("short")
    trade = {
        "availability": told("availability"),
        "short-description": short if len(short) <= SHORTEST else "",
        "bic": _codes(told("bic"), "bic", first.span, findings),
    }
    if not told("date"):
        message, advice = f"no date of “{first.title}” is told", "add `date:` to its book.yaml"
        findings.append(lost(message, first.span, advice))
    value = {
        "title": first.title,
        "subtitle": told("subtitle"),
        "language": told("language"),
        "date": told("date"),
        "contributors": [_person(person) for person in told("people")],
        "series": _series(told, first.span, findings),
        "edition-number": first.edition if first.edition > 1 else "",
        "publisher": told("publisher"),
        "place": told("place"),
        "rights": told("rights"),
        "licence-url": told("licence_url"),
        "description": told("description"),
        "subjects": {key: found for key, found in subjects.items() if found},
        "trade": {key: found for key, found in trade.items() if found},
        "editions": editions,
        "contents": {"body": [TEXT]},
    }
    same = {"publisher": house.publisher, "place": house.place, "language": house.language}
    kept = {key: found for key, found in value.items() if found and same.get(key) != found}
    return kept, tuple(findings)


def _editions(group: Sequence[Product], findings: list[Finding]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for product in group:
        name = EDITIONS.get(product.form, "")
        if not name or name in found:
            what = f"the edition {product.isbn or product.form} of “{product.title}”"
            advice = "a title has one edition of each form; others are titles of their own"
            findings.append(lost(f"{what} is left out", product.span, advice))
            continue
        found[name] = dict(_edition(product))
    return {name: found[name] for name in ORDER if name in found}


def _edition(product: Product) -> Iterator[tuple[str, Any]]:
    if product.isbn:
        yield "isbn", hyphenated_isbn(product.isbn)
    prices = [{"amount": amount, "currency": code} for amount, code in product.prices]
    if prices:
        yield "price", prices[0]
    if prices[1:]:
        yield "prices", prices[1:]
    if product.form == HARDBACK:
        yield "binding", "case"


def _person(person: Person) -> dict[str, Any]:
    role = relator_words().get(person.role, person.role)
    value: dict[str, Any] = {"name": person.name, "role": role}
    body = person.is_body or is_body(person.name, person.role)
    if person.sort_name and person.sort_name != sort_name(person.name, body=body):
        value["sort-name"] = person.sort_name
    if person.is_body and not is_body(person.name, person.role):
        value["organisation"] = True
    return value


def _series(told: Any, span: Span, findings: list[Finding]) -> dict[str, str]:
    if not told("series"):
        return {}
    issn = told("issn")
    if issn and (fault := fault_of_issn(issn)):
        findings.append(lost(f"{fault[0]}; it is left out", span, fault[1]))
        issn = ""
    value = {"title": told("series"), "number": told("number")}
    value["issn"] = hyphenated_issn(re.sub(r"[^\dXx]", "", issn).upper()) if issn else ""
    return {key: text for key, text in value.items() if text}


def _codes(codes: Iterable[str], scheme: str, span: Span, findings: list[Finding]) -> list[str]:
    """Give the codes that have the form of a scheme."""
    good = []
    for code in codes or ():
        if re.fullmatch(SHAPES[scheme], code):
            good.append(code)
        else:
            findings.append(lost(f"`{code}` has not the form of a {scheme} code", span))
    return good
