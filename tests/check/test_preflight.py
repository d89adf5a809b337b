"""``isgpress check --print``: each fault planted in a small title, found with page and line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from isgpress.check.preflight.painting import Painter
from isgpress.check.preflight.pixels import Pixels
from isgpress.check.preflight.reading import read
from isgpress.check.preflight.rules import page_faults
from isgpress.check.preflight.wanted import of_pages
from isgpress.check.validators import ghostscript
from isgpress.findings import Finding
from isgpress.model.printing import X1A
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld
from tests.check.ready import BOOK, PRESS, PROFILE, WIDE, Ready, build_ready
from tests.conftest import Once
from tests.warm import isgpress


@pytest.fixture(scope="module")
def ready(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """Build a title with faults of its sources: pictures, type, spine, colour profile."""
    if not PROFILE.exists():
        pytest.skip("Ghostscript's profile is not here")
    built = once("preflight", build_ready)
    return Ready(shutil.copytree(built, tmp_path_factory.mktemp("preflight") / "press"))


@pytest.fixture(scope="module")
def findings(ready: Ready) -> list[Finding]:
    """Give what preflight says of the title as it was built."""
    return ready.found()


def places(findings: Sequence[Finding], rule: str) -> list[tuple[str, int, str]]:
    """Give path and line of the findings of a rule, and page and file where they are seen."""
    return [
        (f.span.path, f.span.line, f.message.rpartition("(seen in ")[2].rstrip(")"))
        for f in findings
        if f.rule == rule and f.span
    ]


def page_with(path: Path, text: str) -> int:
    """Give the page, from 1, on which words stand."""
    return next(p.number for p in read(path, 5).pages if text in p.text)


PAGES, COVER = "dist/ink/ink-print.pdf", "page 1 of dist/ink/ink-cover.pdf"


def test_coarse_pictures(ready: Ready, findings: list[Finding]) -> None:
    """A picture of 72 dpi at full width is told by the line of the text, on cover and page."""
    page = page_with(ready.pages, "The last paragraph")
    told = [f for f in findings if f.rule == "coarse-picture"]

    assert places(told, "coarse-picture") == [
        ("books/ink/01.md", 5, f"page {page} of {PAGES}"),
        ("books/ink/book.yaml", 8, COVER),
    ]
    assert "a picture has 7" in told[0].message
    assert [f.severity for f in told] == ["error", "error"]


def test_type_in_several_inks(ready: Ready, findings: list[Finding]) -> None:
    """Headings in rich black are found where they first stand."""
    page = page_with(ready.pages, "The last paragraph")
    assert places(findings, "rich-black-type")[0] == (
        "books/ink/01.md", 3, f"page {page} of {PAGES}",
    )  # fmt: skip


def test_words_on_a_thin_spine(findings: list[Finding]) -> None:
    """A theme that sets words on the spine of a thin book is found."""
    (found,) = places(findings, "words-on-thin-spine")

    assert found == ("books/ink/book.yaml", 12, COVER)


def test_a_missing_colour_profile(findings: list[Finding]) -> None:
    """The cover is PDF/X-4 without its ICC file; the pages have theirs."""
    (found,) = places(findings, "no-output-profile")

    assert found == ("books/ink/book.yaml", 12, "dist/ink/ink-cover.pdf")


def test_a_picture_of_the_screen(ready: Ready, findings: list[Finding]) -> None:
    """An RGB logo that comes into the file is told by the line that shows it."""
    page = page_with(ready.pages, "The one paragraph")

    def plant(pdf: pikepdf.Pdf) -> None:
        for picture in pdf.pages[page - 1].get_images().values():
            picture.write(png_pixels(ready.root / "books/ink/logo.png"))
            picture.ColorSpace = Name.DeviceRGB

    found = ready.planted("rgb", plant)

    assert not places(findings, "screen-colour")  # nor in the gradient of the cover
    assert places(found, "screen-colour") == [
        ("books/ink/02.md", 5, f"page {page} of dist/ink/rgb.pdf")
    ]


def png_pixels(path: Path) -> bytes:
    """Give a picture's RGB values."""
    with Image.open(path) as picture:
        return picture.convert("RGB").tobytes()


def test_thirty_pages_that_are_stitched(ready: Ready) -> None:
    """A magazine of 30 pages cannot be folded."""
    press = ready.root / "press.yaml"

    def plant(pdf: pikepdf.Pdf) -> None:
        while len(pdf.pages) < 30:
            pdf.pages.append(pdf.pages[0])

    try:
        press.write_text(f"{PRESS}  stitched: {{extends: magazine-saddle-stitched}}\n")
        book = ready.root / "books/ink/book.yaml"
        book.write_text(BOOK.replace("printer: quay", "printer: stitched"))
        found = ready.planted("thirty", plant)
    finally:
        press.write_text(PRESS)
        book.write_text(BOOK)

    assert places(found, "page-count") == [
        ("books/ink/book.yaml", 11, "page 30 of dist/ink/thirty.pdf")
    ]
    assert (
        "30 pages cannot be folded" in next(f for f in found if f.rule == "page-count").message
    )


def draw(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Give what draws something on the page of the second chapter."""

    def plant(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[-1]
        if b"/Loose" in content:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Resources.Font["/Loose"] = font
        page.contents_add(b"q " + content + b" Q")

    return plant


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"0 0 0 1 K 0.1 w 90 200 m 200 200 l S", "hairline", "a line of 0.10 pt"),
        (b"0 0 0 1 k 90 200 100 0.1 re f", "hairline", "a line of 0.10 pt"),
        (b"1 1 1 1 k 90 200 100 100 re f", "too-much-ink", "up to 400 % of ink"),
        (b".6 .4 .4 1 k 90 200 9 9 re f 1 1 0 .9 k 99 200 9 9 re f", "too-much-ink", "290 %"),
        (b"0 0 0 1 k BT /Loose 9 Tf 99 200 Td (Loose) Tj ET", "font-not-embedded", "Helvetica"),
        (b"1 0 0 rg 90 200 9 9 re f", "screen-colour", "a colour in RGB"),
    ],
)  # fmt: skip
def test_what_is_drawn(ready: Ready, content: bytes, rule: str, words: str) -> None:
    """Hairlines, too much ink, fonts that are not there and colours of screens are found."""
    if rule == "too-much-ink" and ghostscript.needs():
        pytest.skip("Ghostscript is not on this machine")
    found = [f for f in ready.planted("drawn", draw(content)) if f.rule == rule]
    page = page_with(ready.pages, "The one paragraph")

    assert any(words in f.message for f in found), found
    assert places(found, rule)[-1][0] in {"books/ink/02.md", "books/ink/01.md"}
    assert places(found, rule)[-1][2] == f"page {page} of dist/ink/drawn.pdf"


def test_ink_below_the_limit_is_passed(ready: Ready) -> None:
    """240 % of a limit of 280 are no finding."""
    found = ready.planted("inked", draw(b".6 .4 .4 1 k 90 200 100 100 re f"))

    assert not [f for f in found if f.rule == "too-much-ink"]


def test_boxes_annotations_and_words_at_the_edge(ready: Ready) -> None:
    """A smaller trim, a link and words beside the trim are found, each on its page."""

    def plant(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[-1]
        left, low, right, high = (float(v) for v in page.obj.TrimBox.as_list())
        page.obj.TrimBox = Array([left + 30 * WIDE, low, right, high])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        page.obj.Annots = Array([link])

    found = ready.planted("boxes", plant)
    last = f"page {len(read(ready.pages, 5).pages)} of dist/ink/boxes.pdf"

    assert places(found, "wrong-box") == [("books/ink/book.yaml", 12, last)]
    assert places(found, "annotation-in-print") == [("books/ink/02.md", 3, last)]
    ((path, _, where),) = places(found, "outside-safe-area")
    assert (path, where) == ("books/ink/02.md", last)
    assert "and is cut" in next(f.message for f in found if f.rule == "outside-safe-area")


def test_a_cover_for_another_page_count(ready: Ready) -> None:
    """A spine that does not fit the pages, or the printer's figure, is found on the cover."""
    book = ready.root / "books/ink/book.yaml"
    try:
        book.write_text(BOOK.replace("    spine: 5\n", "    spine: 7.5\n"))
        found = ready.found()
    finally:
        book.write_text(BOOK)

    assert places(found, "wrong-spine") == [("books/ink/book.yaml", 13, COVER)]
    assert "a spine of 7.50" in next(f.message for f in found if f.rule == "wrong-spine")


def test_pages_in_black_alone(ready: Ready) -> None:
    """Where pages are printed in black, the colour of a logo is found; so is transparency."""
    world = DiskWorld(ready.root)
    press, _ = load_press(world)
    title, _ = load_title(world, press, "ink")
    assert title is not None
    path = ready.root / "dist/ink/clear.pdf"
    with pikepdf.open(ready.pages) as pdf:
        state = Dictionary(Type=Name.ExtGState, ca=0.5)
        pdf.pages[-1].Resources.ExtGState["/Clear"] = state
        pdf.pages[-1].contents_add(b"q /Clear gs 90 200 9 9 re f Q")
        pdf.save(path)
    file = read(path, 5)
    wanted = of_pages(world, press, title, len(file.pages))
    profile = replace(wanted.profile, pdfx=X1A)
    every = frozenset(range(1, len(file.pages) + 1))
    found = list(page_faults(file, replace(wanted, profile=profile, mono=every)))

    assert not [f for f in page_faults(file, wanted) if f.rule == "colour-on-mono-page"]
    last = len(file.pages)
    assert last in [f.page for f in found if f.rule == "colour-on-mono-page" and f.picture]
    assert [f.page for f in found if f.rule == "transparency"] == [last]


def test_a_layer_that_is_off_does_not_print() -> None:
    """The guides of a cover are no lines of it."""
    pdf = pikepdf.new()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Guides"))
    page = pdf.add_blank_page(page_size=(100, 100))
    page.Resources = Dictionary(Properties=Dictionary(Guide=layer))
    page.Contents = pdf.make_stream(b"/OC /Guide BDC 0.1 w 1 1 m 9 9 l S EMC 2 w 5 5 m 9 5 l S")
    box = (0.0, 0.0, 100.0, 100.0)

    shown = Painter([], Pixels()).paint(page, box)
    hidden = Painter([layer.objgen], Pixels()).paint(page, box)

    assert [r.width for r in shown.rules] == [0.1, 2]
    assert [r.width for r in hidden.rules] == [2]


def test_a_file_that_is_none(ready: Ready) -> None:
    """A broken file is a finding, and no traceback."""
    path = ready.root / "dist/ink/broken.pdf"
    path.write_bytes(b"%PDF-1.6 and no more")

    assert [f.rule for f in ready.found(path)] == ["unreadable-file"]
    assert "unreadable-file" in [f.rule for f in ready.planted("odd", draw(b"9 9 re f"))]


def test_colours_of_screens_that_were_turned(ready: Ready, findings: list[Finding]) -> None:
    """A cover picture turned by a rule of thumb is told, and so are the theme's colours."""
    assert places(findings, "rgb-picture") == [("books/ink/book.yaml", 8, COVER)]
    assert places(findings, "rgb-theme") == [("books/ink/book.yaml", 1, COVER)]
    assert "`cover-accent` #8c1c13 is C 0 M 80 Y 86 K 45" in next(
        f.message for f in findings if f.rule == "rgb-theme"
    )


def test_the_command(ready: Ready) -> None:
    """`check --print` gives the findings, and says so where no ink can be measured."""
    empty = {**os.environ, "PATH": str(ready.root)}
    done = isgpress("--press", ready.root, "check", "--print", "--format", "json", env=empty)
    told = {row["rule"]: row for row in json.loads(done.stdout)["findings"]}

    assert done.returncode == 1, done.stderr
    assert {"coarse-picture", "rich-black-type", "words-on-thin-spine"} <= told.keys()
    assert told["coarse-picture"]["place"]["path"].startswith("books/ink/")
    assert told["validator-missing"]["severity"] == "note"
    assert "Ghostscript did not judge 2 files" in told["validator-missing"]["message"]
