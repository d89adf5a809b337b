"""Catalogues and feeds lead readers to every release, at absolute addresses that hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from isgpress.findings import PressError
from isgpress.release.feeds.pages import LENGTH
from isgpress.release.feeds.writing import catalogue, house_of
from isgpress.sources import load_press
from isgpress.world import DiskWorld
from tests.feeds import Faults, atom_faults, opds1_faults, opds2_faults

if TYPE_CHECKING:
    from .conftest import Press

BASE = "https://lantern.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
ACQUISITION = "http://opds-spec.org/acquisition/"
Files = dict[str, bytes]


def made(folder: Path) -> Files:
    """Give the files of a press's catalogue."""
    world = DiskWorld(folder)
    press, _ = load_press(world)
    return catalogue(house_of(world, press))


@pytest.fixture(scope="session")
def small(released_once: Path) -> Files:
    """Give the catalogue of one book."""
    return made(released_once)


@pytest.fixture(scope="session")
def large(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Give the catalogue of 120 titles: books of a series and issues, in two languages."""
    folder = tmp_path_factory.mktemp("large")
    shutil.copy(released_once / "press.yaml", folder)
    told = json.loads((released_once / "releases/small/1.1/release.json").read_text())
    for number in range(120):
        slug = f"title-{number:03}"
        copy = json.loads(json.dumps(told))
        copy["title"] |= {"slug": slug, "name": f"Title {number}"}
        copy["title"]["language"] = "fr" if number % 3 else "en-GB"
        copy["released"] = f"2026-{number % 12 + 1:02}"
        if number % 2:
            del copy["title"]["series"]
            copy["title"]["periodical"] = {
                "key": "lamp",
                "title": "The Lamp",
                "issn": "9999-0008",
                "volume": "",
                "number": str(number),
                "whole-number": "",
            }
        for product in copy["products"]:
            product["identifier"] = f"urn:x-isgpress:{slug}.{product['form']}"
        path = folder / "releases" / slug / "1.1/release.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(copy))
    return made(folder)


def addresses(files: Files) -> Iterator[str]:
    """Give every address that a catalogue names."""
    for name, data in files.items():
        if name.endswith((".xml", ".atom", ".rss")):
            links = etree.fromstring(data).iter(f"{ATOM}link")
            yield from (link.get("href", "") for link in links)
        else:
            yield from _values(json.loads(data))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in {"href", "url", "image", "feed_url", "home_page_url"}:
                yield item
            else:
                yield from _values(item)


@pytest.mark.parametrize("which", ["small", "large"])
def test_every_address_is_absolute_and_leads_somewhere(
    which: str, request: pytest.FixtureRequest, released_once: Path
) -> None:
    """Pages are in the catalogue; files, for the book that was released, in its release."""
    files: Files = request.getfixturevalue(which)
    released = {p.name for p in (released_once / "releases/small/1.1").iterdir()}
    found = set(addresses(files))

    assert found
    for address in found:
        assert urlsplit(address).scheme == "https"
        path = address.removeprefix(BASE)
        if path.startswith("catalogue/"):
            assert path.removeprefix("catalogue/") in files
        elif path.startswith("releases/"):
            assert path.rpartition("/")[2] in released


def test_every_entry_can_be_had_and_seen(small: Files, large: Files) -> None:
    """Each title has an acquisition link, a cover and a small one, in both forms of OPDS."""
    for files in (small, large):
        for name, data in files.items():
            if not name.startswith("opds/"):
                continue
            if name.endswith(".json"):
                shown = json.loads(data).get("publications", [])
                entries = [[*p["links"], *p["images"]] for p in shown]
                found = [[(e.get("rel", "image"), e["href"]) for e in row] for row in entries]
            else:
                kind = b"kind=acquisition" in data[: data.find(b'rel="start"')]
                nodes = etree.fromstring(data).iter(f"{ATOM}entry") if kind else ()
                found = [
                    [(e.get("rel"), e.get("href")) for e in n.iter(f"{ATOM}link")]
                    for n in nodes
                ]
            for row in found:
                relations = [relation for relation, _ in row]
                assert any(r.startswith(ACQUISITION) for r in relations), name
                assert sum("image" in r for r in relations) == 2, name


def test_what_is_sold_is_not_given_away(released_once: Path, tmp_path: Path) -> None:
    """A priced e-book has its price and leads to the shop; its extract is there for all."""
    shutil.copytree(released_once, tmp_path / "press")
    path = tmp_path / "press/releases/small/1.1/release.json"
    told = json.loads(path.read_text())
    told["title"]["shop"] = "https://shop.example/small"
    book = next(p for p in told["products"] if p["form"] == "epub")
    book |= {"free": False, "price": {"amount": "6.00", "currency": "GBP"}}
    path.write_text(json.dumps(told))
    files = made(tmp_path / "press")

    whole = "9783161484100.epub"
    assert not any(whole.encode() in data for data in files.values())
    [entry] = json.loads(files["opds/all.json"])["publications"]
    buy = next(link for link in entry["links"] if link["rel"] == f"{ACQUISITION}buy")
    assert buy["href"] == "https://shop.example/small"
    assert buy["properties"]["price"] == {"currency": "GBP", "value": 6.0}
    [atom] = etree.fromstring(files["opds/all.xml"]).iter(f"{ATOM}entry")
    [price] = atom.iter("{http://opds-spec.org/2010/catalog}price")
    assert (price.text, price.get("currencycode")) == ("6.00", "GBP")
    assert b"9783161484100_sample.epub" in files["feed.atom"]
    assert faults_of(files) == []


def test_lists_are_paged(large: Files) -> None:
    """Going from page to page by `next` shows every title once, in both forms."""
    seen, path = [], "opds/all.json"
    while path:
        page = json.loads(large[path])
        seen += [p["metadata"]["title"] for p in page["publications"]]
        assert len(page["publications"]) <= LENGTH
        assert page["metadata"]["numberOfItems"] == 120
        path = _next((link["rel"], link["href"]) for link in page["links"])
    assert len(seen) == len(set(seen)) == 120

    names, path = [], "opds/all.xml"
    while path:
        root = etree.fromstring(large[path])
        names += [e.findtext(f"{ATOM}title") for e in root.iter(f"{ATOM}entry")]
        path = _next((e.get("rel"), e.get("href")) for e in root.findall(f"{ATOM}link"))
    assert names == seen


def _next(links: Iterator[tuple[str, str]]) -> str:
    address = next((href for relation, href in links if relation == "next"), "")
    return address.removeprefix(f"{BASE}catalogue/")


def test_facets_narrow_a_list(large: Files) -> None:
    """By periodical, series, contributor and language, with the numbers of titles."""
    page = json.loads(large["opds/all.json"])
    facets = {f["metadata"]["title"]: f["links"] for f in page["facets"]}

    assert set(facets) == {"Contributors", "Subjects", "Languages"}
    counts = {
        link["title"]: link["properties"]["numberOfItems"] for link in facets["Languages"]
    }
    assert counts == {"English (United Kingdom)": 40, "français": 80}
    french = json.loads(large["opds/language/fr.json"])
    languages = {p["metadata"]["language"] for p in french["publications"]}
    assert languages == {"fr"}
    start = json.loads(large["opds/index.json"])
    assert [n["title"] for n in start["navigation"]] == [
        "All titles",
        "Periodicals",
        "Series",
        "Contributors",
        "Subjects",
        "Languages",
    ]
    lamp = json.loads(large["opds/periodical/the-lamp.json"])
    belongs = lamp["publications"][0]["metadata"]["belongsTo"]["series"]
    assert belongs["identifier"] == "urn:issn:9999-0008"


def test_feed_readers_read_the_news(small: Files) -> None:
    """Feedparser finds no fault; the newest releases have their files as enclosures."""
    feed = feedparser.parse(small["feed.atom"])
    assert not feed.bozo
    [entry] = feed.entries
    assert entry.title == "A Small Book"
    assert entry.updated == "2026-05-01T00:00:00Z"
    [file] = entry.enclosures
    assert file.href == f"{BASE}releases/small/1.1/9783161484100.epub"
    catalogue_feed = feedparser.parse(small["opds/all.xml"])
    assert not catalogue_feed.bozo

    [other] = feedparser.parse(small["feed.rss"]).entries
    assert (other.id, other.title) == (entry.id, entry.title)
    assert [e.href for e in other.enclosures] == [file.href]

    news = json.loads(small["feed.json"])
    assert news["version"] == "https://jsonfeed.org/version/1.1"
    [item] = news["items"]
    assert item["attachments"][0]["mime_type"] == "application/epub+zip"
    assert item["id"] == f"{entry.id}"


def faults_of(files: Files) -> list[Faults]:
    """Give all that the published schemas find wrong with the files of a catalogue."""
    atom = {n: d for n, d in files.items() if n.endswith((".atom", ".xml"))}
    pages = {n: d for n, d in atom.items() if "opds/" in n}
    lists = {n: d for n, d in files.items() if "opds/" in n and n not in atom}
    rest = {n.rpartition("/")[2] for n in files if n not in atom and n not in lists}
    assert rest == {"feed.json", "feed.rss"}
    found = [atom_faults(atom), opds1_faults(pages), opds2_faults(lists)]
    return [faults for faults in found if faults]


@pytest.mark.validators
def test_the_feeds_are_valid_by_the_published_schemas(small: Files, large: Files) -> None:
    """News and every page, by RFC 4287 and the schemas of OPDS 1.2 and 2.0."""
    assert faults_of(small | {f"large/{n}": d for n, d in large.items()}) == []


PLANTED = [  # in a page that is right, and what the schemas say of it
    ("opds/all.xml", b"updated>", b"changed>", "changed"),
    ("opds/all.xml", b"T00:00:00Z", b"", "updated"),
    ("feed.atom", b"updated>", b"changed>", "changed"),
    ("opds/all.xml", b'type="text">', b'type="html">', "type"),
    ("opds/all.xml", b'href="https://', b'href="https://a b/', "href"),
    ("opds/all.json", b'"rel":"self"', b'"rel":"own"', "/links"),
    ("opds/all.json", b'"title":"A Small Book"', b'"titel":"A Small Book"', "title"),
    ("opds/all.json", b"acquisition/", b"acquired/", "/publications/0/links"),
    ("opds/all.json", b'"language":"en-GB"', b'"language":"en_GB"', "language"),
    ("opds/index.json", b'"title":"All titles"', b'"name":"All titles"', "/navigation/0"),
    ("opds/title/small.json", b'"image/', b'"picture/', "/images"),
    ("opds/title/small.json", b'"urn:isbn:', b'"', "/metadata/identifier"),
]


@pytest.mark.validators
def test_the_published_schemas_find_what_is_wrong(small: Files) -> None:
    """Each fault is planted in a page of its own, and told of that page."""
    broken = {
        f"{number}/{name}": small[name].replace(old, new)
        for number, (name, old, new, _) in enumerate(PLANTED)
    }
    found = {}
    judges = ((".atom", atom_faults), (".xml", opds1_faults), (".json", opds2_faults))
    for ending, judge in judges:
        found |= judge({n: d for n, d in broken.items() if n.endswith(ending)})
    for number, (name, old, new, told) in enumerate(PLANTED):
        said = found.get(f"{number}/{name}", [])
        assert any(told in line for line in said), (old, new, said)


def test_a_second_printing_is_news(released_once: Path, tmp_path: Path) -> None:
    """The catalogue lists the newest release of a title, the feed tells of each."""
    shutil.copytree(released_once, tmp_path / "press")
    folder = tmp_path / "press/releases/small"
    told = json.loads((folder / "1.1/release.json").read_text())
    told |= {"version": "1.2", "printing": 2, "released": "2026-06-01"}
    told["printings"] = [{"number": 2, "date": "2026-06-01", "changes": ["A date mended"]}]
    (folder / "1.2").mkdir()
    (folder / "1.2/release.json").write_text(json.dumps(told))
    files = made(tmp_path / "press")

    [entry] = json.loads(files["opds/all.json"])["publications"]
    assert "/1.2/" in entry["links"][1]["href"]
    titles = [item["title"] for item in json.loads(files["feed.json"])["items"]]
    assert titles == ["A Small Book, printing 2", "A Small Book"]
    assert b"A date mended" in files["feed.atom"]


def test_without_an_address_or_a_release_there_is_no_catalogue(press: Press) -> None:
    """Both are told, with what to do."""
    shutil.rmtree(press.folder / "releases")
    with pytest.raises(PressError) as nothing:
        made(press.folder)
    assert nothing.value.findings[0].rule == "nothing-released"
    (press.folder / "press.yaml").write_text("name: Lantern Press\n")
    with pytest.raises(PressError) as nowhere:
        made(press.folder)
    assert nowhere.value.findings[0].rule == "no-web-address"


def test_the_command_writes_a_folder(press: Press) -> None:
    """Again and again, and never over other files."""
    for _ in range(2):
        done = press.run("feeds")
        assert done.returncode == 0, done.stderr
    assert (press.folder / "catalogue/opds/index.xml").is_file()
    assert press.run("feeds", "--output", press.folder / "books").returncode == 2
    assert (press.folder / "books/small/book.yaml").is_file()
