"""Citations and bibliography: what stands in the text, the list, the findings."""

from __future__ import annotations

import json

import pytest

from isgpress.findings import Finding
from isgpress.manuscript import link, parse_section
from isgpress.manuscript.citations import Cite, read_citation
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld
from tests.epub.conftest import BOOK, INK, PAPER, Opened, made

REFERENCES = """\
@book{moxon, title={Mechanick Exercises: {O}r, the Doctrine}, author={Moxon, Joseph},
  year={1683}, publisher={Joseph Moxon}, address={London}}
@article{child, title="Work & customs", author="Child, John and Stone, Ana",
  journal={Past \\& Present}, year=1967, volume=12, pages={1--22}}
@book{unread, title={Not cited}, author={Nobody, A.}, year={1900}}
"""
AS_JSON = [
    {
        "id": "moxon",
        "type": "book",
        "title": "Mechanick Exercises",
        "author": [{"family": "Moxon", "given": "Joseph"}],
        "issued": {"date-parts": [[1683]]},
    }
]
CITING = BOOK.replace("index]", "bibliography, index]") + "references: refs.bib\n"
TEXT = PAPER + "\nHe wrote it down [see @moxon, p. 12], and others counted [@child; @moxon].\n"


def cited(text: str = TEXT, book: str = CITING, **files: str) -> Opened:
    """Give the title with these references."""
    more = {name.replace("_", "."): data for name, data in files.items()}
    return made({"refs.bib": REFERENCES, **more}, book_yaml=book, paper_md=text)


def body(opened: Opened, file: str) -> str:
    """Give the words of a page."""
    return " ".join(opened.find(f"text/{file}.xhtml", "string(//x:body)").split())


def test_citations_are_written_by_the_style_and_lead_to_their_entries() -> None:
    """Author, year and page in the text; the works that are cited, in order, in the list."""
    opened = cited()

    assert "down (see Moxon, 1683, p. 12), and others" in body(opened, "paper")
    assert "(Moxon, 1683; Child and Stone, 1967)" in body(opened, "paper")
    (link,) = opened.find("text/paper.xhtml", "//x:a[contains(., '1683, p. 12')]")
    file, _, name = link.get("href").partition("#")
    (entry,) = opened.find(f"text/{file}", f"//x:p[@id='{name}']")
    assert "".join(entry.itertext()).startswith("Moxon, J. (1683) Mechanick Exercises")
    entries = opened.find("text/bibliography.xhtml", "//x:div[@class='bibliography']/x:p")
    assert [e.xpath("string()").split(",")[0] for e in entries] == ["Child", "Moxon"]
    assert "Bibliography" in body(opened, "bibliography")
    assert "Nobody" not in body(opened, "bibliography")


def test_references_may_be_csl_json() -> None:
    """A file of that form says the same."""
    book = CITING.replace("refs.bib", "refs.json")
    opened = cited(PAPER + "\nDown it is [@moxon].\n", book, refs_json=json.dumps(AS_JSON))

    assert "Down it is (Moxon, 1683)." in body(opened, "paper")


def test_without_references_brackets_stay() -> None:
    """A name with its sign, an address and a link are nobody's citation."""
    text = PAPER + "\nWrite to [@home], [me@example.org] or [us](https://example.org/@us).\n"

    assert "Write to [@home], [me@example.org] or us." in body(made(paper_md=text), "paper")


@pytest.mark.parametrize(
    ("text", "book", "files", "rule", "place"),
    [
        (PAPER + "\nAs [@moxxon].\n", CITING, {}, "unknown-reference", "books/ink/paper.md:"),
        (TEXT, CITING, {"refs_bib": "@book{moxon, title={"}, "bad-references", "refs.bib"),
        (
            TEXT,
            CITING.replace("refs.bib", "refs.json"),
            {"refs_json": "[{,}]"},
            "bad-references",
            "books/ink/refs.json:1",
        ),
        (
            TEXT,
            CITING + "citation-style: chicago-of-old\n",
            {},
            "unknown-citation-style",
            "books/ink/book.yaml:",
        ),
        (
            PAPER,
            BOOK.replace("index]", "bibliography, index]"),
            {},
            "bibliography-of-nothing",
            "books/ink/book.yaml:",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    text: str, book: str, files: dict[str, str], rule: str, place: str
) -> None:
    """A key, a file, a style, a list without works."""
    found = _findings(text, book, **files)

    (finding,) = [f for f in found if f.rule == rule]
    assert place in str(finding.span)


def _findings(text: str, book: str, **files: str) -> tuple[Finding, ...]:
    written = {"refs.bib": REFERENCES}
    written |= {name.replace("_", "."): data for name, data in files.items()}
    world = MemoryWorld(
        {
            "press.yaml": "name: The Test Press\n",
            "books/ink/book.yaml": book,
            "books/ink/ink.md": INK,
            "books/ink/paper.md": text,
            **{f"books/ink/{name}": data for name, data in written.items()},
        }
    )
    press, _ = load_press(world)
    title, findings = load_book(world, press, "ink")
    assert title is not None
    parsed = [parse_section(world, title, s) for s in title.sections if s.file]
    linked = link(title, tuple(d for d, _ in parsed))
    return (*findings, *(f for _, more in parsed for f in more), *linked.findings)


@pytest.mark.parametrize(
    ("mark", "cites"),
    [
        ("@a", (Cite("a"),)),
        ("@a, p. 12", (Cite("a", "page", "12"),)),
        ("@a, pp. 12-14 and after", (Cite("a", "page", "12-14", suffix=" and after"),)),
        ("see @a, ch. 3; @b", (Cite("a", "chapter", "3", "see "), Cite("b"))),
        ("nothing", ()),
    ],
)
def test_marks_are_read_as_pandoc_reads_them(mark: str, cites: tuple[Cite, ...]) -> None:
    """Keys, places, words before and after."""
    assert read_citation(mark) == cites


def test_files_of_references_lie_in_the_title() -> None:
    """A style or a list from outside its folder is not read."""
    found = _findings(TEXT, CITING + "citation-style: ../x.csl\n")

    (finding,) = [f for f in found if f.rule == "outside-title"]
    assert "../x.csl" in finding.message
