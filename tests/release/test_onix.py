"""Messages to shops hold by the official schema, and say what the sources and files say."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onixcheck
import pytest
import xmlschema
from lxml import etree

from isgpress.release.onix.judge import judge
from isgpress.release.onix.message import RELEASES, message
from isgpress.release.onix.table import table
from isgpress.release.shelf import records
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from conftest import Sample

    from .conftest import Press

SCHEMAS = Path(onixcheck.__file__).parent / "schema"
SENT = dt.date(2026, 11, 23)


def schema_file(release: str, kind: str = "xsd") -> Path:
    """Give EDItEUR's schema of a release, which comes with onixcheck."""
    return SCHEMAS / f"{kind}{release}" / f"ONIX_BookProduct_{release}_reference.{kind}"


@pytest.fixture(scope="session")
def relax() -> dict[str, etree.RelaxNG]:
    """Give the schemas in RELAX NG, by release."""
    return {r: etree.RelaxNG(etree.parse(schema_file(r, "rng"))) for r in RELEASES}


def told(folder: Path, slug: str, release: str) -> bytes:
    """Give the message about a title of a press."""
    world = DiskWorld(folder)
    press, _ = load_press(world)
    title, _ = load_title(world, press, slug)
    assert title is not None
    return message(press, records(world, press, title), SENT, release)


@pytest.mark.slow
def test_every_sample_is_valid_and_makes_sense(
    sample: Sample, tmp_path: Path, relax: dict[str, etree.RelaxNG]
) -> None:
    """By XSD and RELAX NG of 3.0 and 3.1, with their code lists, and by our own rules."""
    for release in RELEASES:
        path = tmp_path / f"{release}.xml"
        path.write_bytes(told(sample.press, sample.slug, release))

        assert onixcheck.validate(str(path)) == []
        assert relax[release].validate(etree.parse(path)), relax[release].error_log
        assert judge(path.read_bytes(), path.name) == ()


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_a_foreign_reader_finds_the_same_facts(press: Press, release: str) -> None:
    """xmlschema, another implementation than libxml's, reads values and types back."""
    reader = xmlschema.XMLSchema(str(schema_file(release)))
    path = press.released / f"small_onix-{release}.xml"
    products = reader.to_dict(str(path))["Product"]
    paper, book, screen = products

    assert [p["DescriptiveDetail"]["ProductForm"] for p in products] == ["BC", "ED", "ED"]
    assert [ids(p).get("15") for p in products] == ["9780306406157", "9783161484100", None]
    assert dict(text(book, "CollateralDetail", "TextContent"))["04"] == ""
    detail = paper["DescriptiveDetail"]
    [title] = detail["TitleDetail"]
    assert title["TitleElement"] == [
        {
            "TitleElementLevel": "01",
            "TitlePrefix": "A",
            "TitleWithoutPrefix": "Small Book",
            "Subtitle": "Of Two Chapters",
        }
    ]
    people = [(c["PersonNameInverted"], c["ContributorRole"]) for c in detail["Contributor"]]
    assert people == [("Calder, Ruth", ["A01"]), ("Silva, Ana", ["B06"])]
    assert [s.get("SubjectSchemeIdentifier") for s in detail["Subject"]] == [
        "93",
        "94",
        "10",
        "20",
    ]
    assert detail["Collection"][0]["TitleDetail"][0]["TitleElement"][0]["PartNumber"] == "3"
    [uk] = paper["ProductSupply"]
    prices = [(p["PriceAmount"], p["CurrencyCode"]) for p in uk["SupplyDetail"][0]["Price"]]
    assert prices == [(Decimal("12.99"), "GBP"), (Decimal("15.00"), "EUR")]
    assert book["ProductSupply"][0]["SupplyDetail"][0]["UnpricedItemType"] == "01"
    assert uk["SupplyDetail"][0]["Supplier"]["SupplierName"] == "Dale Distribution"
    assert uk["Market"][0]["Territory"]["CountriesIncluded"] == ["GB", "IE"]
    relations = [r["ProductRelationCode"] for r in paper["RelatedMaterial"]["RelatedProduct"]]
    assert relations == [["27"], ["27"]]
    assert [r["ProductRelationCode"] for r in screen["RelatedMaterial"]["RelatedProduct"]] == [
        ["13"],
        ["06"],
    ]


@pytest.mark.slow
def test_a_library_for_booksellers_reads_it(press: Press) -> None:
    """pyonix-core, which nobody here wrote, gives titles, ISBNs, people, forms and prices."""
    # slow to import: a class for each element of ONIX
    from pyonix_core.facade.product import ProductFacade  # noqa: PLC0415
    from pyonix_core.parsing.parser import parse_onix_stream  # noqa: PLC0415

    raw = list(parse_onix_stream(press.released / "small_onix-3.0.xml"))
    paper, book, screen = found = [ProductFacade(product) for product in raw]
    assert [p.isbn13 for p in found] == ["9780306406157", "9783161484100", None]
    assert {p.title for p in found} == {"A Small Book"}
    assert {tuple(p.contributors) for p in found} == {("Ruth Calder", "Ana Silva")}
    assert (paper.price_amount, book.price_amount) == (12.99, None)
    assert screen.record_reference == "lantern-press.small.pdf"
    assert paper.to_dict()["publisher"] == "Lantern Press"
    forms = [p.descriptive_detail.product_form.value.value for p in raw]
    assert forms == ["BC", "ED", "ED"]
    codes = [s.subject_code.value for s in raw[0].descriptive_detail.subject if s.subject_code]
    assert codes == ["NHTB", "1DDU", "HIS015000"]


def ids(product: dict[str, Any]) -> dict[str, str]:
    """Give a product's identifiers by their kind."""
    return {i["ProductIDType"]: i["IDValue"] for i in product["ProductIdentifier"]}


def text(product: dict[str, Any], part: str, name: str) -> Iterator[tuple[str, str]]:
    """Give the texts of a part by their kind, those with markup empty."""
    for row in product[part][name]:
        value = row["Text"][0]
        yield row["TextType"], value if isinstance(value, str) else ""


def test_accessibility_is_what_the_epub_says(press: Press) -> None:
    """The codes of list 196 are those of what the EPUB's package states, no others."""
    top = etree.parse(press.released / "small_onix-3.0.xml").getroot()
    codes = {}
    for product in top.iter("{*}Product"):
        found = [e.text for e in product.iter("{*}ProductFormFeatureValue")]
        codes[product.findtext("{*}RecordReference")] = set(found)

    assert codes["lantern-press.small.print"] == set()
    paged = {"11", "13", "14", "19", "29", "36", "41", "52"}
    claim = {"04", "82", "85", "90"}
    told = {"00", "22", "32", "99"}
    assert codes["lantern-press.small.epub"] == paged | claim | told
    assert codes["lantern-press.small.pdf"] == {"05", "11", "13", "22", "99"}


def test_pages_are_those_of_the_pdf(press: Press) -> None:
    """The extent of the paperback is the number of pages in the printer's file."""
    world = DiskWorld(press.folder)
    name = "9780306406157_text.pdf"
    listed = json.loads(world.read_text("releases/small/1.1/release.json"))["files"]
    pages = next(row["pages"] for row in listed if row["name"] == name)
    top = etree.parse(press.released / "small_onix-3.0.xml").getroot()
    product = next(top.iter("{*}Product"))
    found = {
        e.findtext("{*}ExtentType"): e.findtext("{*}ExtentValue")
        for e in product.iter("{*}Extent")
    }
    assert found["06"] == str(pages)


def test_the_spine_is_that_of_the_cover(press: Press) -> None:
    """The thickness told is what the cover has room for: its width less two trims."""
    listed = json.loads((press.released / "release.json").read_text())["files"]
    trims = {row["role"]: row["trim"] for row in listed if "trim" in row}
    top = etree.parse(press.released / "small_onix-3.0.xml").getroot()
    measures = {
        e.findtext("{*}MeasureType"): float(e.findtext("{*}Measurement") or 0)
        for e in next(top.iter("{*}Product")).iter("{*}Measure")
    }
    assert [measures["02"], measures["01"]] == trims["interior"]
    assert measures["03"] == round(trims["cover"][0] - 2 * trims["interior"][0], 1) > 0


def test_links_lead_to_the_release(press: Press) -> None:
    """Cover and extract are named by absolute addresses below that of the press."""
    top = etree.parse(press.released / "small_onix-3.0.xml").getroot()
    links = {e.text or "" for e in top.iter("{*}ResourceLink")}
    base = "https://lantern.example/releases/small/1.1/"

    assert links
    for link in links:
        assert link.startswith(base)
        assert (press.released / link.removeprefix(base)).is_file()


BARRED = """<SalesRights><SalesRightsType>03</SalesRightsType><Territory>
<CountriesIncluded>IE</CountriesIncluded></Territory></SalesRights>"""
GOOD = "<IDValue>9780306406157</IDValue>"
# what the schema lets through: name, text, its replacement, the rule that finds it
NONSENSE = {
    "wrong check digit": (GOOD, GOOD.replace("57<", "58<"), "onix-isbn"),
    "12 digits": (GOOD, GOOD.replace("57<", "5<"), "onix-isbn"),
    "month 13": ('"00">20260501<', '"00">20261341<', "onix-date"),
    "no date": (r"<PublishingDate>.*?</PublishingDate>", "", "onix-no-date"),
    "a11y 199": (
        "<ProductFormFeatureValue>11<",
        "<ProductFormFeatureValue>199<",
        "onix-accessibility",
    ),
    "a11y 66": (
        "<ProductFormFeatureValue>11<",
        "<ProductFormFeatureValue>66<",
        "onix-accessibility",
    ),
    "no Thema": (">NHTB<", ">Q-QQ9<", "onix-subject"),
    "e-book as paperback": ("<ProductForm>ED<", "<ProductForm>BC<", "onix-form"),
    "related to itself": (
        r"<IDValue>lantern-press.small.pdf</IDValue>",
        "<IDValue>lantern-press.small.print</IDValue>",
        "onix-related",
    ),
    "two prices for one country": (
        r"<CurrencyCode>EUR</CurrencyCode>\s*<Territory>.*?</Territory>",
        "<CurrencyCode>GBP</CurrencyCode>",
        "onix-price",
    ),
    "one ISBN twice": (
        r"(small.epub</RecordReference>.*?)<IDValue>9783161484100<",
        rf"\1{GOOD[:-10]}<",
        "onix-twice",
    ),
    "country sold and not": (
        r"</SalesRights>",
        f"</SalesRights>{BARRED}",
        "onix-territory",
    ),
    "long short text": (">Two chapters and a table.<", f">{'word ' * 90}<", "onix-too-long"),
}


@pytest.mark.parametrize("name", list(NONSENSE))
def test_nonsense_that_the_schema_lets_through_is_found(
    name: str, released_once: Path, tmp_path: Path
) -> None:
    """Each fault passes the official schema, and is found by a rule of our own."""
    old, new, rule = NONSENSE[name]
    data = (released_once / "releases/small/1.1/small_onix-3.0.xml").read_text("utf-8")
    bad, count = re.subn(old, new, data, count=1, flags=re.DOTALL)
    assert count == 1
    path = tmp_path / "bad.xml"
    path.write_text(bad, "utf-8")

    assert onixcheck.validate(str(path)) == []
    assert rule in {finding.rule for finding in judge(bad.encode(), "bad.xml")}


@pytest.mark.slow
def test_a_delta_has_what_is_new_other_and_gone(press: Press, tmp_path: Path) -> None:
    """A price changed, an edition taken out; the rest is not told again."""
    before, after = tmp_path / "before.xml", tmp_path / "after.xml"
    assert press.run("onix", "--output", before).returncode == 0
    press.change("book.yaml", "15.00", "16.00")
    press.change("book.yaml", "  pdf: {}\n", "")
    done = press.run("onix", "--changed-from", before, "--output", after, "--release", "3.1")
    assert done.returncode == 0, done.stderr

    kinds = {
        p.findtext("{*}RecordReference"): p.findtext("{*}NotificationType")
        for p in etree.parse(after).getroot().iter("{*}Product")
    }
    # the e-book no longer has the PDF beside it
    assert kinds == {
        "lantern-press.small.print": "03",
        "lantern-press.small.epub": "03",
        "lantern-press.small.pdf": "05",
    }
    assert onixcheck.validate(str(after)) == []

    press.run("onix", "--output", before)
    press.run("onix", "--changed-from", before, "--output", after)
    assert "NoProduct" in after.read_text()
    assert onixcheck.validate(str(after)) == []
    press.run("onix", "--since", "2026-05-02", "--output", after)
    assert "NoProduct" in after.read_text()


def test_a_message_from_elsewhere_can_be_checked(press: Press, tmp_path: Path) -> None:
    """A file that is no message, or an impossible one, ends with 1."""
    assert press.run("onix", "--check", press.released / "small_onix-3.1.xml").returncode == 0
    other = tmp_path / "other.xml"
    other.write_text("<book/>")
    done = press.run("onix", "--check", other)
    assert done.returncode == 1
    assert "onix-not-xml" in done.stderr


def test_the_table_opens_in_a_spreadsheet(press: Press) -> None:
    """One line for each product; lists within a field; what looks like a formula is text."""
    data = (press.released / "small_products.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["form"] for row in rows] == ["print", "epub", "pdf"]
    assert rows[0]["contributors"] == "Ruth Calder (A01); Ana Silva (B06)"
    assert rows[0]["other_prices"] == "15.00 EUR"
    assert rows[1]["file"] == "9783161484100.epub"

    world = DiskWorld(press.folder)
    press.change("book.yaml", "A book of *two*", "=A book of *two*")
    house, _ = load_press(world)
    title, _ = load_title(world, house, "small")
    assert title is not None
    again = table(records(world, house, title)).decode("utf-8-sig")
    assert "'=A book of two chapters" in again
