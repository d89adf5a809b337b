"""The structure tree says what the source says."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image

from isgpress.typeset import Typesetter
from isgpress.typeset.assembly import assemble
from tests.typeset.conftest import ABOUT, SENTENCE, TRIM, Press

BODY = f"""
<header class="opening"><p class="number">1</p><h1>The Press</h1></header>
<div class="text">
<p>It was the <i lang="fr">dernier cri</i> of <em>printing</em>, or <code>lead</code>.</p>
<h2 id="h">Lists</h2>
<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>
<ol type="i"><li>First</li></ol>
<dl><dt>Quoin</dt><dt>Wedge</dt><dd>What locks a forme.</dd>
<dt>Forme</dt><dd>Type in its chase.</dd></dl>
<blockquote lang="de"><p>Ein Wort.</p></blockquote>
<table><caption>Members</caption><thead><tr><th>Year</th><th>Men</th></tr></thead>
<tbody><tr><th scope="row">1919</th><td rowspan="2">12</td></tr>
<tr><th>1920</th></tr><tr><th></th><td></td></tr></tbody></table>
<figure id="f"><img src="isg:file/a.png" alt="A press">
<figcaption>Figure 1. Our press.</figcaption></figure>
<p><img src="isg:file/a.png" alt="" role="presentation"> A rule above.</p>
<aside class="box"><p>A box.</p></aside>
<p id="long">{SENTENCE * 30} <a class="note-call" href="#n">1</a><span
class="footnote" id="n"><span class="note-label"><a href="#h">1</a></span>
<span class="note-block note-p">A note.</span></span>
Last words of the paragraph. <a href="#h"><em>Back</em> to <span>lists</span></a></p>
<hr>
</div>
<section class="chapter-notes"><h2>Notes</h2>
<div class="endnote" id="e"><a class="note-label" href="#h">1</a>
<p>At the end.</p></div></section>
"""
STYLE = ".footnote { display: block } .note-p { display: inline } p:last-of-type { margin: 0 }"


class Element:
    """A structure element, read from the PDF."""

    def __init__(self, raw: pikepdf.Object) -> None:
        """Read it with all below it."""
        self.raw = raw
        self.role = str(raw.S).removeprefix("/")
        kids = list(raw.K) if isinstance(raw.get("/K"), pikepdf.Array) else [raw.get("/K")]
        self.kids = [
            Element(k) for k in kids if isinstance(k, pikepdf.Dictionary) and "/S" in k
        ]
        self.content = [
            k
            for k in kids
            if k is not None and not (isinstance(k, pikepdf.Dictionary) and "/S" in k)
        ]

    def all(self, role: str) -> Iterator[Element]:
        """Give all elements of that role at or below this one, in order."""
        if self.role == role:
            yield self
        for kid in self.kids:
            yield from kid.all(role)

    def shape(self) -> str:
        """Give the roles at and below this one, as `L(LI(Lbl LBody))`."""
        inside = " ".join(kid.shape() for kid in self.kids)
        return f"{self.role}({inside})" if inside else self.role


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    """Set a section with all that needs a tag; give its PDF."""
    press = Press(tmp_path_factory.mktemp("tags"))
    picture = press.folder / "a.png"
    Image.new("L", (40, 30), 128).save(picture)
    listed = press.resource("isg:file/a.png", picture, "image/png")
    section = press.section("c1", BODY, extra=STYLE, resources=[listed])
    with Typesetter(1) as typesetter:
        title = typesetter.run(
            [
                section,
                press.section(
                    "c2",
                    BODY.replace('id="', 'id="x-').replace('href="#', 'href="#x-'),
                    extra=STYLE,
                    resources=[listed],
                ),
            ],
            TRIM,
        )
    with pikepdf.open(io.BytesIO(assemble(title, ABOUT, screen=True))) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def tree(made: pikepdf.Pdf) -> Element:
    """Give the first section's element."""
    return Element(made.Root.StructTreeRoot.K[0]).kids[0]


def test_blocks_stand_in_the_order_of_the_source(tree: Element) -> None:
    """Headings, lists, table, figure, box and paragraphs follow each other."""
    roles = [kid.role for kid in tree.kids]
    assert tree.role == "Sect"
    assert roles == [
        "P", "H1", "P", "H2", "L", "L", "L", "BlockQuote", "Table", "Figure", "P", "Aside", "P",
        "Sect",
    ]  # fmt: skip


def test_foreign_words_keep_their_language(tree: Element) -> None:
    """On a span in a line, and on a block."""
    languages = [str(e.raw.Lang) for role in ("Span", "BlockQuote") for e in tree.all(role)]
    assert languages == ["fr", "de"]


def test_lists_have_items_labels_and_numbering(tree: Element) -> None:
    """Nested lists stand in their item; terms are labels of what is said of them."""
    found = list(tree.all("L"))
    assert found[0].shape() == "L(LI(Lbl LBody(L(LI(Lbl LBody)))) LI(Lbl LBody))"
    numbers, terms = found[2], found[3]
    assert [str(x.raw.A.ListNumbering) for x in (found[0], numbers, terms)] == [
        "/Disc", "/LowerRoman", "/None",
    ]  # fmt: skip
    assert terms.shape() == "L(LI(Lbl Lbl LBody) LI(Lbl LBody))"


def test_tables_have_a_caption_and_scopes(tree: Element) -> None:
    """The caption comes first; each header cell says what it heads."""
    (table,) = tree.all("Table")
    assert table.shape() == "Table(Caption THead(TR(TH TH)) TBody(TR(TH TD) TR(TH) TR(TH TD)))"
    scopes = " ".join(str(head.raw.A.Scope) for head in table.all("TH"))
    assert scopes == "/Column /Column /Row /Row /Row"
    cell, _empty = table.all("TD")
    assert int(cell.raw.A.RowSpan) == 2


def test_pictures_say_what_they_show(tree: Element) -> None:
    """The caption is in the figure; a picture that says nothing is no element."""
    (figure,) = tree.all("Figure")
    assert str(figure.raw.Alt) == "A press"
    assert figure.shape() == "Figure(Caption)"
    left, bottom, right, top = (float(n) for n in figure.raw.A.BBox)
    assert 0 < left < right < 129 / 25.4 * 72
    assert 0 < bottom < top < 198 / 25.4 * 72


def test_a_paragraph_over_two_pages_is_one_with_its_note_after_it(tree: Element) -> None:
    """Its content names two pages; the note is tied to its call, and has an id."""
    paragraph = tree.kids[-2]
    pages = {k.Pg.objgen for k in paragraph.content if isinstance(k, pikepdf.Dictionary)}
    assert pages
    assert paragraph.raw.Pg.objgen not in pages
    assert paragraph.shape() == "P(Reference(Link) Link Note(Lbl(Link) P))"
    (note,) = paragraph.all("Note")
    assert str(note.raw.ID) == "n"


def test_a_note_at_the_end_has_its_number_as_label_and_link(tree: Element) -> None:
    """The number leads back to the text; it is a link in a label in the note."""
    assert tree.kids[-1].shape() == "Sect(H2 Note(Lbl(Link) P))"


def test_a_link_is_one_element_with_its_words(tree: Element) -> None:
    """Spans in it add no link of their own; its annotation says where it leads in words."""
    *_, link = [k for k in tree.kids[-2].kids if k.role == "Link"]
    annotations = [
        k.Obj for k in link.content if isinstance(k, pikepdf.Dictionary) and "/Obj" in k
    ]
    assert [str(a.Contents) for a in annotations] == ["Back to lists"]


def test_ids_are_unique_over_sections(made: pikepdf.Pdf) -> None:
    """The tree of ids of the whole file is sorted and leads to the notes."""
    flat = list(made.Root.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in flat[::2]] == ["e", "n", "x-e", "x-n"]
    assert all(element.S == "/Note" for element in flat[1::2])


def test_running_heads_and_rules_are_artifacts(made: pikepdf.Pdf) -> None:
    """All marked content is either an artifact or owned by an element."""
    for page in made.pages:
        operators = pikepdf.parse_content_stream(page)
        marks = [o.operands for o in operators if str(o.operator) in ("BDC", "BMC")]
        assert marks
        folio = marks[-1]
        assert str(folio[0]) == "/Artifact"
