"""The Atom feed. See RFC 4287."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree, html

from tests.feeds import atom_faults
from tests.web.conftest import ISSUE, PRESS, Made, made, without_address

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(site: Made) -> Any:
    """Give the root element of a feed."""
    return etree.fromstring(site.files["feed.xml"])


def found(root: Any, path: str) -> list[str]:
    """Give what an XPath finds in a feed."""
    return [str(each) for each in root.xpath(path, namespaces=ATOM)]


def test_a_feed_is_valid_and_has_an_entry_for_each_article(issue: Made) -> None:
    """Entries stand in the order of the issue, with their authors and standfirsts."""
    root = feed(issue)

    assert found(root, "a:title/text()") == ["The Gazette, No. 12, Spring 2027"]
    assert found(root, "a:rights/text()") == ["© 2027 The Test Press"]
    assert found(root, "a:entry/a:title/text()") == ["All paper was rags", "Type", "Lettres"]
    assert found(root, "a:entry[1]/a:author/a:name/text()") == ["Ana Silva", "Jo Stone"]
    assert found(root, "a:entry[1]/a:summary/text()") == ["It came on the backs of the poor"]
    assert found(root, "a:entry/@xml:lang") == ["fr"]


@pytest.mark.validators
def test_the_feeds_are_valid_by_the_published_grammar(issue: Made, book: Made) -> None:
    """Jing finds nothing by RFC 4287's own grammar in the feed of an issue and of a book."""
    sites = {"issue": issue, "book": book}
    assert atom_faults({name: site.files["feed.xml"] for name, site in sites.items()}) == {}


def test_every_entry_has_an_author_or_the_feed_has(issue: Made, book: Made) -> None:
    """RFC 4287, 4.1.1: a feed has authors unless each of its entries has."""
    for site in (issue, book):
        assert found(feed(site), "a:author/a:name/text()") != []


def test_identifiers_are_unique_and_stay(issue: Made) -> None:
    """They do not change with the address of the pages, nor with the place of an article."""
    ids = found(feed(issue), "//a:id/text()")
    elsewhere = PRESS.replace("https://gazette.example", "https://other.example")
    turned = ISSUE.replace("[02-rags.md, 03-type.md]", "[03-type.md, 02-rags.md]")
    moved = feed(
        made("gazette-12", {"press.yaml": elsewhere, "issues/gazette-12/issue.yaml": turned})
    )

    assert len(set(ids)) == len(ids) == 4
    assert set(found(moved, "//a:id/text()")) == set(ids)


def test_links_are_absolute_where_the_address_is_known(issue: Made) -> None:
    """Those of the feed and those in the text that it carries, pictures too."""
    root = feed(issue)
    base = "https://gazette.example/gazette-12/"

    assert found(root, "a:link[@rel='self']/@href") == [f"{base}feed.xml"]
    assert found(root, "a:entry/a:link/@href") == [
        f"{base}rags.html", f"{base}type.html", f"{base}letters.html",
    ]  # fmt: skip
    text = html.fragment_fromstring(found(root, "a:entry[1]/a:content/text()")[0], "div")
    addresses = [str(address) for address in text.xpath("//@href | //@src")]
    assert f"{base}type.html#s-03-type-case" in addresses
    assert f"{base}images/vat.svg" in addresses
    assert "https://museum.example/?a=1&b=2" in addresses
    assert [a for a in addresses if not a.startswith("https://")] == []


def test_links_are_relative_where_it_is_not() -> None:
    """No link to the feed itself; the others lead to files beside it."""
    bare = made("gazette-12", {"press.yaml": without_address(PRESS)})
    root = feed(bare)

    assert found(root, "a:link/@rel") == ["alternate"]
    assert found(root, "a:link/@href") == ["index.html"]
    assert found(root, "a:entry[1]/a:link/@href") == ["rags.html"]


def test_a_book_gives_beginnings_alone(book: Made) -> None:
    """A book's feed lists chapters without their text."""
    root = feed(book)

    assert found(root, "a:entry/a:title/text()") == ["Of ink", "Of paper"]
    assert found(root, "//a:content") == []
    assert found(root, "a:entry[1]/a:summary/text()")[0].startswith("Lampblack and oil.")


def test_the_time_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed changes with the title's date, or with SOURCE_DATE_EPOCH."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")

    assert set(found(feed(made("ink")), "//a:updated/text()")) == {"2027-01-15T08:00:00Z"}


def test_the_time_is_the_titles(book: Made) -> None:
    """Where nobody sets it."""
    assert set(found(feed(book), "//a:updated/text()")) == {"2026-11-23T00:00:00Z"}
