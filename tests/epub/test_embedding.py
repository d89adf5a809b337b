"""Fonts that travel with an EPUB."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from isgpress.check.validators import epubcheck, ocf
from isgpress.findings import Severity
from tests.epub.conftest import BOOK, Opened, made

WITH_FONTS = BOOK.replace(
    "isbn: 978-0-00-000002-6}", "isbn: 978-0-00-000002-6, embed-fonts: true}"
)


def _fonts(opened: Opened) -> dict[str, TTFont]:
    names = [n for n in opened.files if n.endswith(".ttf")]
    return {n.rpartition("/")[2]: TTFont(io.BytesIO(opened.files[n])) for n in names}


def test_fonts_come_along_only_where_they_are_asked_for(opened: Opened) -> None:
    """Without the option an EPUB has no font and names none, in the imprint neither."""
    assert not _fonts(opened)
    assert b"Garamond" not in opened.files["EPUB/text/imprint.xhtml"]
    assert b"@font-face" not in opened.files["EPUB/styles/book.css"]


def test_fonts_hold_the_characters_and_features_of_the_text() -> None:
    """Roman, italic and code are there, small, with small capitals and the licence's name."""
    opened = made(book_yaml=WITH_FONTS)
    fonts = _fonts(opened)

    assert sorted(fonts) == [
        "eb-garamond-italic.ttf", "eb-garamond-normal.ttf",
        "source-code-pro-normal.ttf",
    ]  # fmt: skip
    assert b"Set in EB Garamond" in opened.files["EPUB/text/imprint.xhtml"]
    roman = fonts["eb-garamond-normal.ttf"]
    assert {ord(c) for c in "Inkéô"} <= set(roman.getBestCmap())
    assert ord("ж") not in roman.getBestCmap()
    features = {r.FeatureTag for r in roman["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "liga"} <= features
    assert "Open Font License" in str(roman["name"].getDebugName(13))
    assert sum(len(opened.files[n]) for n in opened.files if "fonts/" in n) < 400_000
    manifest = opened.find("content.opf", "//opf:item[@media-type='font/ttf']/@href")
    assert sorted(n.rpartition("/")[2] for n in manifest) == sorted(fonts)


def test_letters_of_another_script_bring_its_font() -> None:
    """Arabic in an English book brings the Arabic family, upright alone; ASCII does not."""
    opened = made(ink_md="# Of ink\n\nThey say *حبر*{lang=ar}.\n", book_yaml=WITH_FONTS)

    arabic = {name: font for name, font in _fonts(opened).items() if "amiri" in name}
    assert sorted(arabic) == ["amiri-400-normal.ttf", "amiri-700-normal.ttf"]
    assert all(ord("ح") in font.getBestCmap() for font in arabic.values())
    css = opened.files["EPUB/styles/book.css"].decode()
    assert 'body { font-family: "EB Garamond", "Amiri", serif; }' in css


@pytest.mark.parametrize(
    ("language", "font"), [("ja", "noto-serif-jp"), ("zh", "noto-serif-sc")]
)
def test_han_is_drawn_as_its_language_asks(language: str, font: str) -> None:
    """The same characters bring the font of their language, which tables have, too."""
    opened = made(ink_md=f"# Of ink\n\n[活字]{{lang={language}}}\n", book_yaml=WITH_FONTS)
    names = {n.rpartition("/")[2] for n in opened.files if n.endswith(".otf")}

    assert names == {f"{font}-400.otf", f"{font}-700.otf"}


def test_embedded_fonts_are_the_same_each_time() -> None:
    """Two builds with fonts are equal byte by byte."""
    assert made(book_yaml=WITH_FONTS).data == made(book_yaml=WITH_FONTS).data


@pytest.mark.slow
@pytest.mark.validators
def test_validators_note_nothing_but_that_there_are_fonts(
    tmp_path: Path, need_validator: Callable[[ModuleType], None]
) -> None:
    """EPUBCheck tells of each declaration of a font, and of nothing else."""
    need_validator(epubcheck)
    path = tmp_path / "fonts.epub"
    path.write_bytes(made(book_yaml=WITH_FONTS).data)

    found = {(f.rule, f.severity) for f in (*ocf.check(path), *epubcheck.check([path]))}
    assert found == {("epubcheck-CSS-028", Severity.NOTE)}
