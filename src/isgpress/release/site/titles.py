"""What the page of a title shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from isgpress.release.feeds.entries import AUTHORS, Entry, Row
from isgpress.release.feeds.house import title_page
from isgpress.release.files import MAIN_ROLE
from isgpress.release.products import FOLDER, LABELS, Form
from isgpress.release.site.citing import ENDINGS, sentence
from isgpress.standards import licences, words
from isgpress.standards.dates import date_in_words, price_in_words
from isgpress.standards.direction import direction
from isgpress.standards.identifiers import hyphenated_isbn

SCHEMA_ROLES = {"author": AUTHORS, "editor": ("edt", "com"), "translator": ("trl",)}
KB, MB = 1000, 1_000_000


def folder(entry: Entry) -> str:
    """Give where the release stands in the site, with a slash."""
    return f"{FOLDER}/{entry.title['slug']}/{entry.told['version']}/"


def card(entry: Entry, language: str) -> dict[str, Any]:
    """Give what a list in a language shows of a title."""
    row = entry.file("thumbnail")
    return {
        "name": entry.name,
        "subtitle": entry.title["subtitle"],
        "people": ", ".join(entry.authors),
        "date": entry.title["date"],
        # an issue's name has its date
        "day": "" if entry.is_issue else date_in_words(entry.title["date"], language),
        "language": entry.title["language"],
        "direction": direction(entry.title["language"]),
        "address": title_page(entry),
        "contents": book.get("contents", []) if (book := entry.file("e-book")) else [],
        "thumbnail": _picture(entry, row) if row else None,
    }


def _picture(entry: Entry, row: Row) -> dict[str, Any]:
    return {
        "address": folder(entry) + row["name"],
        "absolute": entry.address(row),
        "width": row["width"],
        "height": row["height"],
        "alt": entry.title.get("cover-alt") or entry.name,
    }


Places = Mapping[tuple[str, str], str]
"""The pages of the catalogue by kind and name: ``contributor``, ``subject``, ``series`` ..."""


def page(entry: Entry, house: str, language: str, places: Places) -> dict[str, Any]:
    """Give the values of the page of a title; ``house`` is the press's address."""
    title, said = entry.title, words(language)
    cover, book = entry.file("front-cover"), entry.file("e-book")
    small = entry.file("thumbnail") or cover
    stem = title["slug"]
    return {
        "entry": card(entry, language),
        "day": date_in_words(title["date"], language),
        "summary": entry.summary[:300],
        "description": title["description"],
        "publisher": title["publisher"],
        "cover": _picture(entry, cover) if cover else None,
        "thumbnail": _picture(entry, small) if small else None,
        "people": links(entry, "contributor", places),
        "subjects": links(entry, "subject", places),
        "collection": _collection(entry, places),
        "contents": book.get("contents", []) if book else [],
        "title_words": words(title["language"]),
        "editions": [_edition(p, entry, house, language) for p in entry.told["products"]],
        "samples": [
            _file(row, folder(entry), said["extract_word"])
            for purpose, row, _ in entry.acquisitions()
            if purpose == "sample"
        ],
        "citation": sentence(entry),
        "citations": [
            {"address": f"title/{stem}.{end}", "label": label} for end, label in ENDINGS.items()
        ],
        "folder": folder(entry),
        "rights": title["rights"],
        "licence": licences().get(title["licence"], (title["licence"],))[0],
        "licence_url": title["licence-url"],
        "json_ld": _json_ld(entry),
    }


def links(entry: Entry, kind: str, places: Places) -> list[dict[str, str]]:
    """Give those who made a title, or what it is about, with their pages."""
    names = (
        [name for name, _, _ in entry.contributors]
        if kind == "contributor"
        else [str(word) for word in entry.title["keywords"]]
    )
    return [
        {"label": name, "address": f"{places[kind, name]}.html"}
        for name in dict.fromkeys(names)
        if (kind, name) in places
    ]


def _collection(entry: Entry, places: Places) -> dict[str, str] | None:
    name, _, number = entry.collection
    kind = "periodical" if entry.is_issue else "series"
    if not name or (kind, name) not in places:
        return None
    return {"label": name, "number": number, "address": f"{places[kind, name]}.html"}


def _edition(product: Row, entry: Entry, house: str, language: str) -> dict[str, Any]:
    said = words(language)
    form = Form(product["form"])
    row = entry.file(MAIN_ROLE[form], form) or {}
    codes = dict(row.get("accessibility", ()))
    price = product.get("price")
    cost = ""
    if price and not product["free"]:
        cost = price_in_words(price["amount"], price["currency"], language)
    files = []
    if product["free"] and row:
        files = [_file(row, folder(entry), said["download"])]
    elif price:
        shop = entry.title.get("shop") or house
        nothing = dict.fromkeys(("kind", "size", "sha256"), "")
        files = [{"address": shop, "label": said["buy"], **nothing}]
    pages = row.get("pages")
    return {
        "label": said[LABELS[form]],
        "isbn": hyphenated_isbn(product["isbn"]) if product["isbn"] else "",
        "pages": said["pages_number"].format(n=pages) if pages else "",
        "cost": said["free_of_charge"] if product["free"] else cost,
        "files": files,
        "accessibility": codes.get("00", "PDF/UA" if {"05", "06"} & codes.keys() else ""),
    }


def _file(row: Row, base: str, label: str) -> dict[str, str]:
    ending = row["name"].rpartition(".")[2].upper()
    return {
        "address": base + row["name"],
        "label": f"{label} ({ending})",
        "kind": row["media-type"],
        "size": size(row["size"]),
        "sha256": row["sha256"],
    }


def size(number: int) -> str:
    """Give a size in bytes for people, ``1.4 MB``."""
    return f"{number / MB:.1f} MB" if number >= MB else f"{max(number // KB, 1)} kB"


def _json_ld(entry: Entry) -> str:
    """Give the title as schema.org's Book or PublicationIssue, safe within a page."""
    title = entry.title
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PublicationIssue" if entry.is_issue else "Book",
        "name": entry.name,
        "inLanguage": title["language"],
        "datePublished": title["date"],
        "publisher": {"@type": "Organization", "name": title["publisher"]},
    }
    for key, roles in SCHEMA_ROLES.items():
        if people := [n for n, role, _ in entry.contributors if role in roles]:
            value[key] = [
                {"@type": "Organization" if name in entry.bodies else "Person", "name": name}
                for name in people
            ]
    if title["description"]:
        value["description"] = title["description"]
    name, issn, number = entry.collection
    if cover := entry.file("front-cover"):
        value["image"] = entry.address(cover)
    if entry.title["licence-url"]:
        value["license"] = entry.title["licence-url"]
    if entry.title["keywords"]:
        value["keywords"] = ", ".join(entry.title["keywords"])
    if entry.is_issue:
        value["isPartOf"] = {
            "@type": "Periodical",
            "name": name,
            **({"issn": issn} if issn else {}),
        }
        value |= {"issueNumber": number} if number else {}
    else:
        value["workExample"] = list(_examples(entry))
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _examples(entry: Entry) -> Iterator[dict[str, Any]]:
    """Give each edition as an example of the work, and what is asked for it."""
    for product in entry.told["products"]:
        form = Form(product["form"])
        row = entry.file(MAIN_ROLE[form], form) or {}
        value: dict[str, Any] = {
            "@type": "Book",
            "bookFormat": f"https://schema.org/{'Paperback' if form.is_paper else 'EBook'}",
        }
        if product["isbn"]:
            value["isbn"] = product["isbn"]
        if row.get("pages"):
            value["numberOfPages"] = row["pages"]
        price = product.get("price")
        if price or product["free"]:
            value["offers"] = {
                "@type": "Offer",
                "price": "0" if product["free"] or not price else price["amount"],
                "priceCurrency": price["currency"] if price else "GBP",
            }
        yield value
