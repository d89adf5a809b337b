"""A press's list of titles becomes stubs that say the same, and what is lost is told."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from isgpress.findings import PressError
from isgpress.importers.onix import products_of_onix
from isgpress.importers.press import house_of, press_file
from isgpress.importers.short_tags import REFERENCE_NAMES
from isgpress.importers.stubs import House, stubs, works
from isgpress.importers.table import products_of_table
from isgpress.model.publication import Book, Publication
from isgpress.release.onix.message import RELEASES, message
from isgpress.release.onix.table import table
from isgpress.release.shelf import records
from isgpress.sources import load_press, load_title
from isgpress.world import MemoryWorld
from tests.warm import isgpress

PRESS = "name: Lantern Press\nplace: Leyburn\nlanguage: en-GB\n"
BOOK = """\
title: The Small Book
subtitle: Of Two Chapters
language: en-GB
date: 2026-05-01
contributors:
  - {name: Ruth Calder, role: author}
  - {name: Ana María de la Cruz, role: translator, sort-name: "Cruz, Ana María de la"}
series: {title: Lights, number: 3, issn: 9999-0008}
edition-number: 2
description: "A book: of two chapters & one table."
rights: © 2026 Ruth Calder
licence-url: https://creativecommons.org/licenses/by/4.0/
subjects: {thema: [NHTB, 1DDU], bisac: [HIS015000], keywords: [proofs, sheets]}
trade: {short-description: Two chapters and a table., bic: [HBJD1]}
editions:
  paperback:
    isbn: 978-0-306-40615-7
    price: {amount: "12.99", currency: GBP}
    prices: [{amount: "15.00", currency: EUR}]
  epub: {isbn: 978-3-16-148410-0, price: {amount: "0.00", currency: GBP}}
contents: {body: [01-text.md]}
"""


def loaded(files: dict[str, bytes | str], slug: str) -> Publication:
    """Give a title of a press in memory; there must be nothing wrong with it."""
    world = MemoryWorld(files)
    press, wrong = load_press(world)
    title, more = load_title(world, press, slug)
    assert (wrong, more) == ((), ())
    assert title is not None
    return title


def first_press() -> dict[str, bytes | str]:
    """Give the files of a press with one book."""
    book = {"books/small/book.yaml": BOOK, "books/small/01-text.md": "# One\n\nText.\n"}
    return {"press.yaml": PRESS, **book}


def told(form: str) -> bytes:
    """Give the press's titles as ONIX of a release, or as a table."""
    world = MemoryWorld(first_press())
    press, _ = load_press(world)
    title, _ = load_title(world, press, "small")
    assert title is not None
    rows = records(world, press, title)
    return table(rows) if form == "csv" else message(press, rows, dt.date(2026, 11, 23), form)


def short(data: bytes) -> bytes:
    """Give a message with short tags."""
    for tag, name in REFERENCE_NAMES.items():
        data = data.replace(f"<{name}".encode() + b">", f"<{tag}>".encode())
        data = data.replace(f"<{name} ".encode(), f"<{tag} ".encode())
        data = data.replace(f"</{name}>".encode(), f"</{tag}>".encode())
    return data


@pytest.mark.parametrize("form", [*RELEASES, "short"])
def test_what_was_told_in_onix_comes_back(form: str) -> None:
    """A message read into a new press gives the title as it was, edition by edition."""
    data = short(told("3.0")) if form == "short" else told(form)
    products, findings = products_of_onix(data, "list.xml")
    groups = works(products)
    assert findings == ()
    assert [len(group) for group in groups] == [2]
    house = house_of(Path("/nowhere"), products)
    files, lost = stubs(groups, house)
    assert lost == ()

    title = loaded({"press.yaml": press_file(house), **files}, "the-small-book")
    old = loaded(first_press(), "small")
    assert isinstance(title, Book)
    assert isinstance(old, Book)
    for name in ("title", "subtitle", "date", "description", "rights", "licence_url"):
        assert getattr(title, name) == getattr(old, name), name
    people = [[replace(c, span=None) for c in t.contributors] for t in (title, old)]
    assert people[0] == people[1]
    for name in ("subjects", "series", "edition_number", "place"):
        assert getattr(title, name) == getattr(old, name), name
    assert title.trade.short_description == old.trade.short_description
    assert title.trade.bic == old.trade.bic
    for mine, theirs in zip(title.editions, old.editions, strict=True):
        assert (mine.name, mine.isbn, mine.price) == (theirs.name, theirs.isbn, theirs.price)
        assert mine.prices == theirs.prices
    assert title.language == "en"  # ONIX tells no country


def test_our_own_table_comes_back() -> None:
    """The table for shops is a list of titles, too."""
    products, findings = products_of_table(told("csv"), "list.csv")
    files, lost = stubs(works(products), House())
    title = loaded({"press.yaml": PRESS, **files}, "the-small-book")
    old = loaded(first_press(), "small")

    assert lost == ()
    assert "not taken" in findings[0].message
    for name in ("title", "subtitle", "date", "language", "series", "subjects"):
        assert getattr(title, name) == getattr(old, name), name
    assert [(c.name, c.role) for c in title.contributors] == [
        (c.name, c.role) for c in old.contributors
    ]
    assert [e.isbn for e in title.editions] == [e.isbn for e in old.editions]


FOREIGN = """\
Title;Sub-title;Author;ISBN-13;EPUB ISBN;Format;Pub. date;Price;Colour
"The Lamp";A History;"Silva, Ana; Ruth Calder (editor)";978-0-306-40615-7;\
;Paperback;23.11.2026;"£12,5";red
The Lamp;A History;Silva, Ana;3-16-148410-X;;E-Book;2026;€ 9;
Ünder Öl;;;123;9780000000026;Hardback;later;;
;;;9780000000040;;;;;
"""


def test_a_table_of_somebody_elses_is_understood() -> None:
    """Semicolons, other names of columns, surnames first, dates and prices as people write."""
    products, findings = products_of_table(FOREIGN.encode("cp1252"), "list.csv")
    files, lost = stubs(works(products), House())
    lamp = loaded({"press.yaml": PRESS, **files}, "the-lamp")

    assert [(c.name, c.role) for c in lamp.contributors] == [
        ("Ana Silva", "aut"),
        ("Ruth Calder", "edt"),
    ]
    assert str(lamp.date) == "2026-11-23"
    prices = [(e.name, e.isbn, e.price and e.price.amount) for e in lamp.editions]
    assert prices == [
        ("paperback", "9780306406157", "12.50"),
        ("epub", "9783161484100", "9.00"),
    ]
    assert b"binding: case" in files["books/under-ol/book.yaml"]
    rules = [(f.span.line if f.span else 0, f.message) for f in (*findings, *lost)]
    assert (1, "columns that are not taken: `Colour`") in rules
    assert (4, "`later` is not a date") in rules
    assert (5, "a line without a title is left out") in rules
    assert any(line == 4 and "`123` has 3 digits" in text for line, text in rules)
    assert any("Windows-1252" in text for _, text in rules)


def test_titles_that_are_there_are_left_out() -> None:
    """By ISBN, or by name where there is none; alike names are numbered."""
    products, _ = products_of_table(b"title,isbn\nA,9780306406157\nB,\nC,\n", "l.csv")
    there = House(slugs=("b",), isbns=("9780306406157",))
    files, lost = stubs(works(products), there)

    assert list(files) == ["books/c/book.yaml", "books/c/01-text.md"]
    assert len([f for f in lost if "in the press" in f.message]) == 2
    data = b"title,author,edition\nA,Ana,1\nA,Ana,2\n"
    files, _ = stubs(works(products_of_table(data, "l.csv")[0]), House())
    assert {path.split("/")[1] for path in files} == {"a", "a-2"}


@pytest.mark.parametrize(
    "data",
    [b"", b"<book/>", b"<ONIXMessage release='2.1'/>", b"<a", b"\xff\xfe\x00", b"<!DOCTYPE a"],
)
def test_what_is_no_list_is_told(data: bytes) -> None:
    """Whatever comes, there is a finding and no traceback."""
    for reader in (products_of_onix, products_of_table):
        with pytest.raises(PressError) as told_so:
            reader(data, "list")
        assert told_so.value.findings[0].rule == "not-a-list"


@pytest.mark.parametrize(
    ("element", "value", "said"),
    [
        ("SequenceNumber", "first", ""),
        ("EditionNumber", "2nd", ""),
        ("PriceAmount", "free", "`free` is not an amount; it is left out"),
        ("PriceAmount", "99999999999.00", "is not an amount; it is left out"),
        ("CurrencyCode", "GBX", "`GBX` is not a currency; it is left out"),
        ("EpubLicenseExpressionLink", "ask us", "`ask us` is not a web address"),
    ],
)
def test_values_that_no_schema_knows_are_told(element: str, value: str, said: str) -> None:
    """A message is taken as far as it goes; what book.yaml would not take is left out."""
    data = re.sub(f"<{element}>[^<]*<", f"<{element}>{value}<", told("3.0").decode())
    products, findings = products_of_onix(data.encode(), "list.xml")
    files, lost = stubs(works(products), House())

    assert value in data
    assert any(said in f.message for f in findings) if said else findings == ()
    assert all(f.rule == "not-imported" for f in (*findings, *lost))
    loaded({"press.yaml": PRESS, **files}, "the-small-book")


def test_what_is_free_stays_free_or_is_told() -> None:
    """In the message's currency; where it names none, a finding says what to write."""
    data = told("3.0").decode()
    bare = re.sub(r"<Price>.*?</Price>", "", data, flags=re.DOTALL)
    for text, price, said in ((data, (("0.00", "GBP"),), 0), (bare, (), 1)):
        products, findings = products_of_onix(text.encode(), "list.xml")
        assert next(p.prices for p in products if p.form == "epub") == price
        assert len(findings) == said
        assert all("is free of charge" in f.message and f.help for f in findings)


def test_a_society_comes_back_as_one() -> None:
    """Named as a body in the message, sorted by its name as it stands, and no person again."""
    book = BOOK.replace("name: Ruth Calder,", "name: Friends of Type, organisation: true,")
    world = MemoryWorld(first_press() | {"books/small/book.yaml": book})
    press, _ = load_press(world)
    title, _ = load_title(world, press, "small")
    assert title is not None
    data = message(press, records(world, press, title), dt.date(2026, 11, 23), "3.0")
    assert b"<CorporateName>Friends of Type</CorporateName>" in data

    files, _ = stubs(works(products_of_onix(data, "list.xml")[0]), House())
    body = loaded({"press.yaml": PRESS, **files}, "the-small-book").contributors[0]
    assert (body.name, body.sort_name, body.is_body) == ("Friends of Type",) * 2 + (True,)


def test_the_command_makes_a_press(tmp_path: Path) -> None:
    """Where there is none; asked again, it makes nothing new, and never writes over."""
    (tmp_path / "list.xml").write_bytes(told("3.1"))
    command = ("--press", tmp_path, "import", tmp_path / "list.xml")
    dry = isgpress(*command, "--dry-run")
    assert "would write books/the-small-book/book.yaml" in dry.stdout
    assert not (tmp_path / "press.yaml").exists()

    isgpress(*command).check_returncode()
    book = tmp_path / "books/the-small-book/book.yaml"
    book.write_text(book.read_text() + "# mine\n")
    again = isgpress(*command)
    assert "0 new titles" in again.stdout
    assert "not-imported" in again.stderr
    assert book.read_text().endswith("# mine\n")
    assert (tmp_path / "press.yaml").read_text().startswith("name: Lantern Press")


def test_a_list_in_german_or_french_is_read_in_full() -> None:
    """Columns with accents, dates, languages by name, and prices above a thousand."""
    german = "Titel;Erscheinungsdatum;Sprache;Ladenpreis\nÄpfel;31.12.2026;Deutsch;1.234,50 €\n"
    french = "Titre,Éditeur,Série,Prix,Langue\nPommes,Maison,Fruits,12€,French\n"
    [apples], lost = products_of_table(german.encode(), "a.csv")
    [pommes], more = products_of_table(french.encode(), "b.csv")

    assert (lost, more) == ((), ())
    assert (apples.date, apples.language) == ("2026-12-31", "de")
    assert apples.prices == (("1234.50", "EUR"),)
    assert (pommes.publisher, pommes.series, pommes.language) == ("Maison", "Fruits", "fr")
    assert pommes.prices == (("12.00", "EUR"),)


def test_what_is_not_understood_is_told() -> None:
    """A day that no calendar has, a price without currency, a language nobody speaks."""
    data = "title,date,price,language\nA,30.2.2026,12.99,Klingonisch\n"
    [product], lost = products_of_table(data.encode(), "a.csv")

    assert (product.date, product.prices, product.language) == ("", (), "")
    assert [finding.message.split("`")[1] for finding in lost] == [
        "30.2.2026",
        "12.99",
        "Klingonisch",
    ]


def test_one_is_told_as_one(tmp_path: Path) -> None:
    """One product, not one products."""
    (tmp_path / "one.csv").write_text("title,date\nSolo,2026\n")
    done = isgpress("--press", tmp_path, "import", "--dry-run", tmp_path / "one.csv")

    assert done.stdout.splitlines()[-1] == "1 product, 1 new title"
