"""The words of the catalogue: book.yaml and Markdown, from the titles of the press."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from isgpress.model.publication import Book, Issue, Press, Publication
from isgpress.release.files import MAIN_ROLE
from isgpress.release.onix.collateral import shortened
from isgpress.release.onix.descriptive import people
from isgpress.release.onix.record import Record
from isgpress.release.onix.supply import prices
from isgpress.release.products import LABELS, Form, is_free, printed_on
from isgpress.render.names import joined, plain_line
from isgpress.standards import Words, words
from isgpress.standards.identifiers import hyphenated_isbn

THEME = "catalogue"
STATES = {"forthcoming": "forthcoming", "out-of-print": "out_of_print"}
LONGEST = 900  # signs of a description


@dataclass(frozen=True, slots=True)
class Listed:
    """A title as the catalogue lists it: its products, and the name of its cover's file."""

    title: Publication
    records: tuple[Record, ...]
    cover: str = ""


def files(press: Press, listed: Sequence[Listed], name: str = "") -> dict[str, bytes]:
    """Give book.yaml and the chapters, by name; ``name`` is the catalogue's title.

    Its date is that of the newest title. Books stand by series, then issues by periodical.
    """
    said = words(press.language)
    date = max(printed_on(entry.title).first_day() for entry in listed)
    chapters = list(_chapters(listed, said))
    found: dict[str, bytes] = {}
    body = []
    for number, (heading, entries) in enumerate(chapters, 1):
        body.append(f"{number:02}-{_slug(heading, number)}.md")
        text = "\n\n".join([f"# {heading}", *(_entry(e, press, said) for e in entries)])
        found[body[-1]] = f"{text}\n".encode()
    body.append("90-ordering.md")
    found[body[-1]] = _ordering(press, said).encode()
    value = {
        "title": name or said["catalogue_title"].format(year=date.year),
        "language": press.language,
        "date": date.isoformat(),
        "theme": THEME,
        "numbering": "none",
        "contributors": [],
        "editions": {"pdf": {}, "epub": {}},
        "contents": {
            "front": ["title-page", "imprint", "contents"],
            "body": body,
            "back": ["index"],
        },
    }
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    return {"book.yaml": text.encode(), **found}


def _slug(heading: str, number: int) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or f"part-{number}"


def _chapters(listed: Iterable[Listed], said: Words) -> Iterator[tuple[str, Sequence[Listed]]]:
    """Give the headings with their titles: in a series by number, else the newest first."""
    books: list[Listed] = []
    series: dict[str, list[Listed]] = {}
    issues: dict[str, list[Listed]] = {}
    for entry in listed:
        title = entry.title
        if isinstance(title, Issue):
            issues.setdefault(title.periodical.title, []).append(entry)
        elif isinstance(title, Book) and title.series:
            series.setdefault(title.series.title, []).append(entry)
        else:
            books.append(entry)
    if books:
        yield said["books_list"], _newest(books)
    for name in sorted(series, key=str.casefold):
        yield name, sorted(series[name], key=_number)
    for name in sorted(issues, key=str.casefold):
        yield name, _newest(issues[name])


def _newest(listed: Iterable[Listed]) -> list[Listed]:
    alike = sorted(listed, key=lambda entry: plain_line(entry.title.title).casefold())
    return sorted(alike, key=lambda entry: entry.title.date.first_day(), reverse=True)


def _number(entry: Listed) -> tuple[int, str]:
    series = entry.title.series if isinstance(entry.title, Book) else None
    number = series.number if series else ""
    return int(number) if number.isdigit() else 0, plain_line(entry.title.title).casefold()


def _entry(entry: Listed, press: Press, said: Words) -> str:
    """Give a title: heading, cover, who made it, what it is about, its editions."""
    title = entry.title
    language = f" lang={title.language}" if title.language != press.language else ""
    blocks = [f"## {_name(title)} {{#{title.slug}{language}}}"]
    if entry.cover:
        figure = ["/// figure", f"src: {entry.cover}", "layout: left", "number: none"]
        alt = plain_line(title.cover.alt) or plain_line(_name(title))
        blocks.append("\n".join([*figure, f"alt: {alt}", "///"]))
    marks = "".join(_marks(entry))
    if title.subtitle:
        blocks.append(f"{marks}{title.subtitle}\n{{.subtitle{language}}}")
        marks = ""
    if names := [plain_line(c.name) for c in title.contributors]:
        blocks.append(f"{marks}{joined(names, press.language)}\n{{.people}}")
        marks = ""
    about = title.description or title.trade.short_description
    if about:
        text = " ".join(about.split())
        if len(text) > LONGEST:
            text = title.trade.short_description or shortened(text)
        blocks.append(f"{marks}{text}\n{{.about{language}}}")
        marks = ""
    facts = "  \n".join(_facts(entry, said))
    blocks.append(f"{marks}{facts}\n{{.facts}}")
    return "\n\n".join(blocks)


def _name(title: Publication) -> str:
    """Give what the title is called in its list: an issue by its designation."""
    if isinstance(title, Issue):
        return title.designation or str(title.date)
    return title.title


def _marks(entry: Listed) -> Iterator[str]:
    """Give the marks for the index: everybody with the title, and the title."""
    name = plain_line(entry.title.title)
    if isinstance(entry.title, Issue):
        name = f"{name}, {_name(entry.title)}"
    yield f"{{index:*{_term(name)}*}}" if isinstance(entry.title, Book) else ""
    for person, _ in people(entry.title):
        yield f"{{index:{_term(person.sort_name or person.name)}!*{_term(name)}*}}"


def _term(text: str) -> str:
    """Give a text as a term of the index."""
    return re.sub(r"([\\!|*_])", r"\\\1", re.sub(r"[{}]", "", plain_line(text)))


def _facts(entry: Listed, said: Words) -> Iterator[str]:
    """Give a line for each edition: form, pages, trim, ISBN, price; first when and how."""
    date = str(entry.title.date)
    coming = entry.title.trade.availability == "forthcoming"
    told = [date if coming else date[:4]]
    if word := STATES.get(entry.title.trade.availability):
        told.append(said[word])
    yield ", ".join(told)
    for record in entry.records:
        product = record.product
        row: Mapping[str, object] = record.own(MAIN_ROLE[product.form]) or {}
        parts = [said[LABELS[product.form]]]
        if row.get("pages") and product.form is not Form.EPUB:
            parts.append(said["pages_number"].format(n=row["pages"]))
        if product.isbn:
            parts.append(f"ISBN {hyphenated_isbn(product.isbn)}")
        if is_free(product, entry.title):
            parts.append(said["free_of_charge"])
        else:
            parts += [f"{price.amount} {price.currency}" for price in prices(record)]
        yield ", ".join(parts)


def _ordering(press: Press, said: Words) -> str:
    """Give the last chapter: the press and those who deliver."""
    lines = [press.name, *press.address.splitlines(), press.email]
    blocks = [f"# {said['ordering']}", _lines([*lines, _link(press.url)])]
    for supplier in press.trade.suppliers:
        where = ", ".join(supplier.countries)
        who = f"{supplier.name} ({where})" if where else supplier.name
        more = [supplier.telephone, supplier.email, _link(supplier.url)]
        blocks.append(_lines([who, *more]))
    return "\n\n".join(blocks) + "\n"


def _lines(texts: Iterable[str]) -> str:
    return "  \n".join(filter(None, texts))


def _link(url: str) -> str:
    return f"<{url}>" if url else ""
