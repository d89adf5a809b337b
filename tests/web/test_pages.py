"""What stands on web pages."""

from __future__ import annotations

import itertools
import posixpath
import re
from typing import Any

import pytest

from isgpress.findings import PressError
from isgpress.manuscript.words import text_stream
from tests.web.conftest import BOOK, ISSUE, PRESS, RAGS, Made, job, made, png, without_address


@pytest.fixture(params=["issue", "book"])
def site(request: pytest.FixtureRequest) -> Made:
    """Give each of the two web editions."""
    found: Made = request.getfixturevalue(request.param)
    return found


def ids(page: Any) -> list[str]:
    """Give all ids of a page."""
    return [str(i) for i in page.xpath("//@id")]


def test_an_issue_has_a_page_for_each_article(issue: Made) -> None:
    """Files have the articles' names; adverts, and forms without text, have no page."""
    assert list(issue.pages) == ["index.html", "letters.html", "rags.html", "type.html"]
    assert issue.findings == ()


def test_a_book_has_a_page_for_each_section(book: Made) -> None:
    """Half title, title page, contents and gathered notes are left out, as in the EPUB."""
    assert sorted(book.pages) == [
        "about-the-authors.html", "dedication.html", "imprint.html", "index.html", "ink.html",
        "list-of-figures.html", "paper.html", "part-1.html", "subject-index.html",
    ]  # fmt: skip


def test_the_same_sources_give_the_same_bytes(issue: Made) -> None:
    """Two editions are equal file by file."""
    assert made("gazette-12").files == issue.files


def test_every_link_leads_somewhere(site: Made) -> None:
    """Each address on a page, in the styles and the feed names a file and an id."""
    for name, page in site.pages.items():
        for address in page.xpath("//@href | //@src"):
            if re.match(r"https?:|mailto:", address):
                continue
            file, _, target = address.partition("#")
            assert (file or name) in site.files, (name, address)
            if target:
                assert target in ids(site.pages[file or name]), (name, address)
    for address in re.findall(r'url\("([^"]+)"\)', site.files["styles/site.css"].decode()):
        assert posixpath.normpath(f"styles/{address}") in site.files


def test_ids_stand_once_on_a_page(site: Made) -> None:
    """No id stands twice, so that every link has one end."""
    for page in site.pages.values():
        assert len(ids(page)) == len(set(ids(page)))


def test_pages_need_no_script(site: Made) -> None:
    """The only script element holds data; nothing runs when something is clicked."""
    for page in site.pages.values():
        assert page.xpath("//script/@type") == ["application/ld+json"]
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_landmarks_and_headings(site: Made) -> None:
    """A page has one h1, one main that the skip link leads to, and headings in order."""
    for name, page in site.pages.items():
        assert page.xpath("count(//h1)") == 1, name
        assert page.xpath("count(//main)") == 1
        assert page.xpath("//body/*[1]/@href") == ["#page-text"]
        assert page.xpath("//main/@id") == ["page-text"]
        levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), name


def test_an_article_opens_with_all_that_it_has(issue: Made) -> None:
    """Kicker, headline, standfirst, byline, dateline, picture with caption and credit."""
    opening = issue.text("rags.html", "//header[@class='opening']/*")

    assert opening == [
        "Features", "Paper", "All paper was rags", "It came on the backs of the poor",
        "By Ana Silva and Jo Stone", "Dartford",
    ]  # fmt: skip
    assert issue.text("rags.html", "//figure[contains(@class, 'opening-picture')]") == [
        "The mill Drawing: J. S."
    ]
    assert issue.text("rags.html", "//p[@class='about']") == ["Ana Silva makes paper."]


def test_pictures_have_size_and_words(issue: Made) -> None:
    """Width and height keep their room free; a drawing is as wide as the column."""
    mill, vat = issue.pages["rags.html"].xpath("//img")

    assert (mill.get("width"), mill.get("height"), mill.get("alt")) == ("90", "60", "A mill")
    assert (vat.get("width"), vat.get("height")) == ("720", "360")
    assert vat.get("alt") == "A vat with two poles"


def test_notes_lead_there_and_back(issue: Made) -> None:
    """A call leads to its note on the same page, and the note's label back to the call."""
    page = issue.pages["rags.html"]
    calls = page.xpath("//a[@role='doc-noteref']")
    labels = page.xpath("//a[@role='doc-backlink']")

    assert [c.get("href") for c in calls] == [f"#{n.get('id')}" for n in page.xpath("//li")]
    assert [label.get("href") for label in labels] == [f"#{c.get('id')}" for c in calls]
    assert [label.get("aria-label") for label in labels] == [
        "1: Back to the text", "2: Back to the text",
    ]  # fmt: skip


def test_languages_are_marked(issue: Made) -> None:
    """A foreign word, a foreign article and what isgpress says around it are marked."""
    letters = issue.pages["letters.html"]

    assert issue.pages["rags.html"].xpath("//em/@lang") == ["fr"]
    assert letters.get("lang") == "fr"
    assert letters.xpath("//footer/@lang") == ["en-GB"]
    assert letters.xpath("//a[@role='doc-backlink']/@aria-label") == ["1: Retour au texte"]
    assert issue.text("letters.html", "//h2") == ["Note"]


def test_a_wide_table_scrolls_by_keyboard(issue: Made) -> None:
    """A table of four columns stands in a box of its own, which takes the focus."""
    [box] = issue.pages["rags.html"].xpath("//table/parent::div")

    assert (box.get("role"), box.get("tabindex"), box.get("aria-label")) == (
        "group", "0", "Table",
    )  # fmt: skip


def test_the_front_page_of_an_issue(issue: Made) -> None:
    """It has number and date, cover lines that lead to articles, and contents by section."""
    page = issue.pages["index.html"]

    assert issue.text("index.html", "//h1") == ["The Gazette"]
    assert issue.text("index.html", "//p[@class='date-line']") == ["No. 12 Spring 2027"]
    assert page.xpath("//ul[@class='cover-lines']//@href") == ["rags.html"]
    assert page.xpath("//figure[@class='cover']/img/@alt") == ["A heap of rags"]
    assert issue.text("index.html", "//*[@class='cover']/figcaption") == [
        "Photograph of the house"
    ]
    assert issue.text("index.html", "//section[@id='contents']//*[self::h3 or self::h4]") == [
        "Features", "All paper was rags", "Type", "Lettres",
    ]  # fmt: skip
    assert issue.text("index.html", "//article/p") == [
        "", "Paper", "It came on the backs of the poor", "Ana Silva and Jo Stone",
        "Lu Xun",
    ]  # fmt: skip
    assert issue.text("index.html", "//section[@class='masthead-box']/p") == [
        "Edited by A. Tympan", "post@gazette.example", "ISSN 9999-0008",
    ]  # fmt: skip


def test_a_department_stands_once_in_the_contents() -> None:
    """Articles of one department that are parted in the issue are listed together."""
    parted = ISSUE.replace(
        "  - {subscription-form: }", "  - section: Features\n    articles: [10-more.md]"
    )
    changed = made(
        "gazette-12",
        {
            "issues/gazette-12/issue.yaml": parted,
            "issues/gazette-12/10-more.md": "# More of it\n\nMore.\n",
        },
    )

    assert changed.text("index.html", "//section[@id='contents']//*[self::h3 or self::h4]") == [
        "Features", "All paper was rags", "Type", "More of it", "Lettres",
    ]  # fmt: skip


def test_the_front_page_of_a_book(book: Made) -> None:
    """It names who made the book, and lists parts over their chapters."""
    lines = book.text("index.html", "//*[@class='title-lines']/*")

    assert lines == [
        "Ink & Paper", "Two Essays", "Edited by Ana Silva", "Small Books 3",
        "Two essays about ink.", "Start of the text",
    ]  # fmt: skip
    assert book.text("index.html", "//*[@class='part-contents']//a") == [
        "Part I The Shop", "1 Of ink", "2 Of paper",
    ]  # fmt: skip
    assert book.text("part-1.html", "//nav[@class='contents']//a") == [
        "1 Of ink", "2 Of paper",
    ]  # fmt: skip


def test_index_and_lists_lead_into_the_text(book: Made) -> None:
    """Terms lead to the passages under headings; figures to themselves."""
    assert book.text("subject-index.html", "//li") == [
        "ink: Of ink; Rags", "paper of rags: Rags", "of rags: Rags",
    ]  # fmt: skip
    [figure] = book.pages["list-of-figures.html"].xpath("//ol[@class='list-of']//a/@href")
    assert figure.startswith("ink.html#")


def test_pages_lead_on_in_reading_order(issue: Made) -> None:
    """From each page to the one before and the one after, across the contents."""
    turns = {
        name: page.xpath("//nav[@class='turn']//@href") for name, page in issue.pages.items()
    }

    assert turns == {
        "index.html": [],
        "rags.html": ["type.html"],
        "type.html": ["rags.html", "letters.html"],
        "letters.html": ["type.html"],
    }


def test_canonical_addresses(issue: Made, book: Made) -> None:
    """They are the periodical's with the issue's name, or what the edition says."""
    assert issue.pages["rags.html"].xpath("//link[@rel='canonical']/@href") == [
        "https://gazette.example/gazette-12/rags.html"
    ]
    assert book.pages["index.html"].xpath("//link[@rel='canonical']/@href") == [
        "https://ink.example/book/"
    ]


def test_machines_are_told_of_an_issue(issue: Made) -> None:
    """JSON-LD names article, people, terms, number, volume, periodical and ISSN."""
    data = issue.data("type.html")
    number = data["isPartOf"]
    volume = number["isPartOf"]

    assert (data["@type"], data["headline"]) == ("Article", "Type")
    assert data["author"] == [{"@type": "Person", "name": "Lu Xun"}]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (number["@type"], number["issueNumber"]) == ("PublicationIssue", "12")
    assert number["datePublished"].startswith("2027")
    assert (volume["@type"], volume["volumeNumber"]) == ("PublicationVolume", "3")
    assert volume["isPartOf"]["issn"] == "9999-0008"
    parts = issue.data("index.html")["hasPart"]
    assert [part["headline"] for part in parts] == ["All paper was rags", "Type", "Lettres"]


def test_machines_are_told_of_a_book(book: Made) -> None:
    """JSON-LD names book, chapter, people, ISBN and terms."""
    whole, chapter = book.data("index.html"), book.data("ink.html")

    assert (whole["@type"], whole["name"], whole["isbn"]) == (
        "Book", "Ink & Paper", "9780000000026",
    )  # fmt: skip
    assert whole["editor"] == [{"@type": "Person", "name": "Ana Silva"}]
    assert (chapter["@type"], chapter["isPartOf"]["name"]) == ("Chapter", "Ink & Paper")
    assert chapter["author"] == [{"@type": "Person", "name": "Jo Stone"}]
    assert chapter["description"].startswith("Lampblack and oil. It is made")


def test_social_networks_are_told(issue: Made) -> None:
    """Open Graph has title, section, absolute address and a picture that they can show."""
    page = issue.pages["rags.html"]
    graph = dict(
        zip(
            page.xpath("//meta/@property"),
            page.xpath("//meta[@property]/@content"),
            strict=True,
        )
    )

    assert graph["og:type"] == "article"
    assert graph["og:title"] == "All paper was rags"
    assert graph["og:description"] == "It came on the backs of the poor"
    assert graph["og:image"] == "https://gazette.example/gazette-12/images/mill.png"
    assert graph["og:image:alt"] == "A mill"
    assert graph["article:section"] == "Features"


def test_without_an_address_nothing_is_made_up() -> None:
    """No canonical link, no absolute picture, and a finding that says what is missing."""
    changes = {"press.yaml": without_address(PRESS)}
    bare = made("gazette-12", changes)

    assert [f.rule for f in bare.findings] == ["no-web-address"]
    for page in bare.pages.values():
        assert page.xpath("//link[@rel='canonical']") == []
        assert page.xpath("//meta[@property='og:image']") == []
    assert "url" not in bare.data("rags.html")


def test_text_cannot_end_the_data() -> None:
    """A headline that looks like markup stays data, and text."""
    text = RAGS.replace("headline: All paper was rags", "headline: 'Rags `</script><b>` & Co'")
    changed = made("gazette-12", {"issues/gazette-12/02-rags.md": text})

    assert changed.data("rags.html")["headline"] == "Rags </script><b> & Co"
    assert changed.pages["rags.html"].xpath("count(//script)") == 1


def test_a_page_keeps_its_name_when_others_come_before_it() -> None:
    """The number that orders the files is no part of an address, unless two would meet."""
    names = ISSUE.replace("02-rags.md, 03-type.md", "07-rags.md, 03-type.md, 08-type.md")
    lines = names.replace("article: 02-rags", "article: 07-rags")
    moved = made(
        "gazette-12",
        {
            "issues/gazette-12/issue.yaml": lines,
            "issues/gazette-12/07-rags.md": RAGS.replace("03-type.md#case", "08-type.md"),
            "issues/gazette-12/08-type.md": "# Type again\n\nMore.\n",
        },
    )

    assert sorted(moved.pages) == [
        "index.html", "letters.html", "rags.html", "s-03-type.html", "s-08-type.html",
    ]  # fmt: skip


def test_lost_words_stop_the_edition() -> None:
    """A theme that does not show the text makes no pages, and the article is named."""
    hiding = "{% extends 'builtin:article.html' %}{% block text %}{% endblock %}"
    changes = {
        "press.yaml": PRESS.replace("theme: paperback", "theme: own"),
        "issues/gazette-12/issue.yaml": ISSUE.replace("theme: paperback", "theme: own"),
        "templates/own/theme.yaml": "extends: paperback\n",
        "templates/own/web/article.html": hiding,
    }
    with pytest.raises(PressError) as stopped:
        made("gazette-12", changes)

    assert {f.rule for f in stopped.value.findings} == {"words-lost"}
    assert "web pages" in stopped.value.findings[0].message


def test_all_words_are_there(site: Made) -> None:
    """The words of the sources stand on the pages, notes and jumped text too."""
    slug = "gazette-12" if "rags.html" in site.pages else "ink"
    whole = " ".join(" ".join(page.text_content().split()) for page in site.pages.values())
    for document in job(slug).manuscript.documents:
        for part in (document.body, *(note.xhtml for note in document.notes)):
            for word in text_stream(part).split():
                assert word in whole


def test_large_pictures_are_made_smaller() -> None:
    """A picture of more than four megapixels is scaled, and its size is that of the file."""
    changed = made("ink", {"books/ink/images/pot.png": png(4000, 2000)})
    [pot] = changed.pages["ink.html"].xpath("//img")

    assert int(pot.get("width")) < 4000
    assert int(pot.get("width")) == pytest.approx(2 * int(pot.get("height")), abs=2)


def test_theme_colours_are_readable() -> None:
    """An accent of its own that is too faint is a finding; a derived one never is."""
    theme = "extends: paperback\noptions: {{{}}}\n"
    faint = theme.format('web-accent: "#e8a090", cover-accent: "#fff3d0"')
    changes = {"templates/own/theme.yaml": faint, "books/ink/book.yaml": BOOK + "theme: own\n"}
    found = made("ink", changes)

    assert [f.rule for f in found.findings] == ["low-contrast"]
    assert found.findings[0].message.startswith("the theme's `web-accent` (#e8a090) has")
    assert str(found.findings[0].span) == "templates/own/theme.yaml"


def test_pictures_of_a_theme_come_along() -> None:
    """What a style sheet names by its place in the theme is a file of the edition."""
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    changes = {
        "templates/own/theme.yaml": "extends: paperback\nstylesheets: {web: [web/own.css]}\n",
        "templates/own/web/own.css": "h1 { background: url('isg:theme/images/mark.svg'); }",
        "templates/own/images/mark.svg": mark,
        "books/ink/book.yaml": BOOK + "theme: own\n",
    }
    found = made("ink", changes)

    assert found.files["theme/images/mark.svg"] == mark.encode()
    assert "url('../theme/images/mark.svg')" in found.files["styles/site.css"].decode()


def test_a_colour_that_is_none() -> None:
    """What is not a colour is an error with the theme's file."""
    theme = "extends: paperback\noptions: {web-ink: blackish}\n"
    changes = {"templates/own/theme.yaml": theme, "books/ink/book.yaml": BOOK + "theme: own\n"}

    assert "bad-theme-option" in {f.rule for f in made("ink", changes).findings}
