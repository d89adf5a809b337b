"""Wrap covers as the printer gets them: boxes, inks, words, bar codes."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.cover.conftest import ISBN, TEXT, MakeCover

INCH = 25.4
CLOSE = 0.01  # mm
KDP = "printer: kdp-paperback"
OFFSET = "printer: offset-paperback"
COLOURS = {"rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN"}


def near(*values: float) -> object:
    """Give lengths to be met to a hundredth of a millimetre."""
    return pytest.approx(values, abs=CLOSE)


def words(pdf: bytes, folder: Path) -> list[tuple[str, float, float]]:
    """Give the words of a page with the middle of each, in points from the upper left."""
    (folder / "cover.pdf").write_bytes(pdf)
    command = ["pdftotext", "-bbox", str(folder / "cover.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    shape = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<'
    return [
        (word, (float(left) + float(right)) / 2, (float(top) + float(foot)) / 2)
        for left, top, right, foot, word in re.findall(shape, told)
    ]


def operators(pdf: pikepdf.Pdf) -> list[str]:
    """Give the operators of the page and of its forms."""
    found = [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])]
    forms = (o for o in pdf.objects if isinstance(o, pikepdf.Stream))
    for form in (f for f in forms if f.get("/Subtype") == "/Form"):
        found += [str(i.operator) for i in pikepdf.parse_content_stream(form)]  # type: ignore[arg-type]
    return found


def test_kdp_s_worked_example(cover: MakeCover) -> None:
    """6 x 9 in, 200 pages, white: a file of 12.700 x 9.250 in and no marks (kidillus.com)."""
    made = cover(f"{KDP}\n    paper: white", 200)

    # the spine of 200 x 0.002252 in is 0.4504 in
    assert made.size("MediaBox") == near(12.7004 * INCH, 9.25 * INCH)
    assert made.box("BleedBox") == made.box("MediaBox")
    assert made.size("TrimBox") == near(12.4504 * INCH, 9 * INCH)


def test_offset_has_marks_outside_the_bleed(cover: MakeCover) -> None:
    """Boxes lie in each other by 3 mm of bleed; marks have the colour of all plates."""
    made = cover(f"{OFFSET}\n    paper: bookwove-80", 224)
    trim, bleed = made.box("TrimBox"), made.box("BleedBox")

    assert made.size("TrimBox") == near(2 * 6 * INCH + 13.44, 9 * INCH)
    assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == near(3, 3, 3, 3)
    assert made.box("MediaBox")[2] - bleed[2] == pytest.approx(7, abs=CLOSE)
    spaces = made.pdf.pages[0].obj.Resources.ColorSpace
    assert spaces["/IsgAll"][1] == "/All"


def test_a_named_spine_is_taken(cover: MakeCover) -> None:
    """The printer's own width goes before the formula, and ends the note of an estimate."""
    order = "printer: ingramspark-paperback\n    paper: cream"
    estimated, named = cover(order), cover(f"{order}\n    spine: 13.1")

    assert [f.rule for f in estimated.findings] == ["estimated-spine"]
    assert named.findings == ()
    assert named.size("TrimBox") == near(2 * 6 * INCH + 13.1, 9 * INCH)


def test_flaps_and_case(cover: MakeCover) -> None:
    """French flaps hang on both sides; a case is turned in on all four."""
    flaps = cover(f"{OFFSET}\n    binding: flaps", 200)
    case = cover(f"{OFFSET}\n    binding: case", 200)

    assert flaps.size("TrimBox") == near(2 * (6 * INCH + 80) + 12, 9 * INCH)
    assert case.size("TrimBox") == near(2 * (6 * INCH + 3 + 18) + 17, 9 * INCH + 6 + 36)
    assert [f.rule for f in case.findings] == ["estimated-spine", "no-output-profile"]


@pytest.mark.parametrize("order", [KDP, OFFSET, "printer: tabloid\n    spine: 9"])
def test_all_is_ink(cover: MakeCover, order: str) -> None:
    """No colour of a screen is left, also where the theme's own design has some."""
    press = "name: Dale Press\nprinters:\n  tabloid: {extends: kdp-paperback}\n"
    made = cover(order, press=press)
    used = set(operators(made.pdf)) & COLOURS

    assert used <= {"CS", "SCN"}  # of marks and guides: separations
    assert {"k"} <= set(operators(made.pdf))


def test_an_x1a_file(cover: MakeCover) -> None:
    """KDP's file is PDF/X-1a:2003: PDF 1.4, a registered condition, no layers (ISO 15930-4)."""
    pdf = cover(KDP).pdf

    assert pdf.pdf_version == "1.4"
    assert pdf.docinfo["/GTS_PDFXVersion"] == "PDF/X-1a:2003"
    assert pdf.docinfo["/Trapped"] == "/False"
    assert pdf.Root.OutputIntents[0].OutputConditionIdentifier == "CGATS TR 001"
    assert "/OCProperties" not in pdf.Root
    assert "/Annots" not in pdf.pages[0].obj


def test_an_x4_file_with_a_profile(cover: MakeCover, cmyk_profile: bytes) -> None:
    """The ICC file that press.yaml names goes into the file (ISO 15930-7)."""
    press = (
        "name: Dale Press\nprinters:\n  quay:\n    extends: offset-paperback\n"
        "    cover-intent: {profile: colour/press.icc, condition: QUAY 1}\n"
    )
    made = cover("printer: quay", press=press, more={"colour/press.icc": cmyk_profile})
    pdf = made.pdf
    intent = pdf.Root.OutputIntents[0]

    assert pdf.pdf_version == "1.6"
    assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
    assert intent.OutputConditionIdentifier == "QUAY 1"
    assert intent.DestOutputProfile.read_bytes() == cmyk_profile
    assert made.findings == ()
    assert [f.rule for f in cover(OFFSET).findings] == ["no-output-profile"]


def test_guides_are_a_layer_that_is_off(cover: MakeCover) -> None:
    """Folds and safe areas stand on a layer for folding (ISO 19593-1) that does not show."""
    pdf = cover(OFFSET).pdf
    properties = pdf.Root.OCProperties

    assert properties.D.OFF[0].objgen == properties.OCGs[0].objgen
    assert properties.OCGs[0].GTS_Metadata.GTS_ProcStepsType == "/Folding"


def test_words_stand_on_their_faces(cover: MakeCover, tmp_path: Path) -> None:
    """The title is on front and spine, the blurb on the back, all inside the safe areas."""
    made = cover(OFFSET, 240)
    left, low, right, high = (v * 72 / INCH for v in made.box("TrimBox"))
    folds = left + 6 * 72, right - 6 * 72
    found = words(made.data, tmp_path)
    bridges = sorted(x for word, x, _ in found if word == "Bridges")

    assert len(bridges) == 2
    assert folds[0] < bridges[0] < folds[1] < bridges[1]
    assert all(x < folds[0] for word, x, _ in found if word in {"mason.", "£12.99", "ISBN"})
    assert {"£12.99", "mason.", "978-0-306-40615-7", "dale.example"} <= {w for w, _, _ in found}
    inside = 5 * 72 / INCH
    assert all(left + inside < x < right - inside for _, x, _ in found)
    margin = made.box("MediaBox")[3] * 72 / INCH - high
    assert all(margin + inside < y < margin + high - low - inside for _, _, y in found)


@pytest.mark.parametrize(("language", "down"), [("en-GB", True), ("fr", False), ("nl", True)])
def test_spines_run_as_the_language_does(
    cover: MakeCover,
    tmp_path: Path,
    language: str,
    down: bool,  # noqa: FBT001
) -> None:
    """From head to foot in English and Dutch, from foot to head in French."""
    made = cover(OFFSET, 240, language=language)
    fold = made.box("TrimBox")[0] * 72 / INCH + 6 * 72
    on_spine = {w: y for w, x, y in words(made.data, tmp_path) if fold < x < fold + 41}

    assert (on_spine["Bridges"] < on_spine["Press"]) is down


def test_a_thin_spine_has_no_words(cover: MakeCover, tmp_path: Path) -> None:
    """Below the printer's page count the title stands on the front alone."""
    found = words(cover(OFFSET, 72).data, tmp_path)

    assert [w for w, _, _ in found].count("Bridges") == 1


def test_a_book_bound_on_the_right(cover: MakeCover, tmp_path: Path) -> None:
    """In Arabic the front is on the left of the spine."""
    made = cover(OFFSET, 240, language="ar")
    middle = sum(made.box("TrimBox")[::2]) * 36 / INCH
    price = [x for w, x, _ in words(made.data, tmp_path) if w == "978-0-306-40615-7"]

    assert price[0] > middle


def test_the_bar_code_is_read(cover: MakeCover, scan: Callable[[bytes], set[str]]) -> None:
    """A scanner reads the ISBN, and the price code where there is one."""
    assert scan(cover(OFFSET).data) == {ISBN}
    assert scan(cover(f'{KDP}\n    barcode-add-on: "51299"').data) == {ISBN, "51299"}


def test_a_title_without_bar_code(cover: MakeCover, scan: Callable[[bytes], set[str]]) -> None:
    """`barcode: false` leaves the place to the printer."""
    assert scan(cover(f"{KDP}\n    barcode: false").data) == set()


def test_a_picture_runs_into_the_bleed(cover: MakeCover, tmp_path: Path) -> None:
    """A front picture becomes CMYK and covers the front with its bleed on three sides."""
    out = io.BytesIO()
    Image.new("RGB", (600, 900), (0, 80, 160)).save(out, "PNG")
    made = cover(KDP, picture=out.getvalue())
    pictures = [o for o in made.pdf.objects if isinstance(o, pikepdf.Stream)]
    spaces = {str(o.ColorSpace) for o in pictures if o.get("/Subtype") == "/Image"}
    (tmp_path / "c.pdf").write_bytes(made.data)
    command = ["pdftoppm", "-r", "50", "-png", "-singlefile", "c.pdf", "c"]
    subprocess.run(command, check=True, cwd=tmp_path, timeout=60)
    with Image.open(tmp_path / "c.png") as page:
        rgb = page.convert("RGB")
        corners = [rgb.getpixel((rgb.width - 2, y)) for y in (1, rgb.height - 2)]
        back = rgb.getpixel((3, 3))

    assert spaces == {"/DeviceCMYK"}
    assert corners[0] == corners[1] != back


def test_too_many_words_are_reported(cover: MakeCover) -> None:
    """A back that cannot hold its words is a warning that names the book's file."""
    found = cover(OFFSET, description=TEXT * 16).findings

    assert [(f.rule, f.severity) for f in found][:1] == [("crowded-cover", "warning")]
    assert found[0].span is not None
    assert found[0].span.path == "books/b/book.yaml"


def test_the_same_book_gives_the_same_bytes(cover: MakeCover) -> None:
    """Nothing of the moment is in the file."""
    assert cover(OFFSET).data == cover(OFFSET).data


def test_ink_stays_below_the_limit(cover: MakeCover, tmp_path: Path) -> None:
    """No spot of cover and picture has more than the 240 % of Lightning Source."""
    out = io.BytesIO()
    picture = Image.linear_gradient("L")
    Image.merge("RGB", [picture.point(lambda v: v // 4), picture.rotate(90), picture]).save(
        out, "PNG"
    )
    made = cover("printer: ingramspark-paperback\n    spine: 12", picture=out.getvalue())
    (tmp_path / "c.pdf").write_bytes(made.data)
    tiff = tmp_path / "c.tif"
    device = ["-sDEVICE=tiff32nc", "-r50", f"-sOutputFile={tiff}", str(tmp_path / "c.pdf")]
    subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", *device], check=True, timeout=60)
    with Image.open(tiff) as page:
        pixels = page.tobytes()
    sums = [sum(pixels[n : n + 4]) for n in range(0, len(pixels), 4)]

    assert 2.2 < max(sums) / 255 <= 2.41


def test_the_magazine_s_bar_code(
    build_sample: Callable[[str], object], scan: Callable[..., set[str]]
) -> None:
    """The quarterly's own first page has its ISSN and the number of the issue."""
    sample = build_sample("impression-spring-2027")
    pdf = sample.edition("-print.pdf").read_bytes()  # type: ignore[attr-defined]
    text = (sample.press / "issues/impression-spring-2027/issue.yaml").read_text()  # type: ignore[attr-defined]
    number = int(re.search(r"(?m)^number: (\d+)", text)[1])  # type: ignore[index]

    assert scan(pdf) == {"9779999000001", f"{number:02}"}


def test_the_house_s_mark_stands_for_its_name(cover: MakeCover, tmp_path: Path) -> None:
    """A theme's drawing for the spine takes the place of the imprint's name, in inks too."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path %s/></svg>'
    more = {
        "templates/own/theme.yaml": b"name: own\nextends: paperback\n",
        "templates/own/images/mark-spine.svg": drawing % b'fill="#ffe000" d="M0 0h8v8H0z"',
        "templates/own/images/mark.svg": drawing % b'fill="#0060a0" d="M0 0h8v8H0z"',
    }
    bare = words(cover(OFFSET, 240).data, tmp_path)
    made = cover(OFFSET, 240, press="name: Dale Press\ntheme: own\n", more=more)
    marked = words(made.data, tmp_path)

    assert [w for w, _, _ in bare].count("Press") == 3
    assert [w for w, _, _ in marked].count("Press") == 2
    colours = [tuple(float(v) for v in i.operands) for i in fills(made.pdf)]
    assert (0.0, 0.122, 1.0, 0.0) in colours
    assert (1.0, 0.4, 0.0, 0.373) in colours


def fills(pdf: pikepdf.Pdf) -> list[pikepdf.ContentStreamInstruction]:
    """Give the operations that set a colour to fill with, of the page and of its forms."""
    holders = [pdf.pages[0], *(o for o in pdf.objects if isinstance(o, pikepdf.Stream))]
    drawn = [h for h in holders if h is holders[0] or h.get("/Subtype") == "/Form"]
    found = [i for h in drawn for i in pikepdf.parse_content_stream(h)]
    return [i for i in found if str(i.operator) == "k"]  # type: ignore[misc]
