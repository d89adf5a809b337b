"""The tables of the trade's facts."""

from __future__ import annotations

import re

import pytest

from isgpress import standards
from isgpress.model.publication import Matter, Trim
from isgpress.world import package_text

SLOT = re.compile(r"\{\w+\}")


def test_trim_sizes_of_the_trade() -> None:
    """The sizes that printers of this press take are there, in mm."""
    sizes = {name: (t.width, t.height) for name, t in standards.trims().items()}

    assert sizes["a-format"] == (111, 178)
    assert sizes["b-format"] == (129, 198)
    assert sizes["demy"] == (138, 216)
    assert sizes["royal"] == (156, 234)
    assert sizes["a5"] == (148, 210)
    assert sizes["5.5x8.5in"] == pytest.approx((5.5 * 25.4, 8.5 * 25.4))
    assert sizes["6x9in"] == pytest.approx((6 * 25.4, 9 * 25.4))
    assert all(isinstance(t, Trim) for t in standards.trims().values())


def test_roles_are_typed() -> None:
    """A row of roles.yaml becomes a Role with defaults filled in."""
    imprint = standards.roles()["imprint"]
    chapter = standards.roles()["chapter"]

    assert (imprint.generated, imprint.listed, imprint.starts) == (True, False, "verso")
    assert imprint.matter == (Matter.FRONT, Matter.BACK)
    assert (chapter.generated, chapter.listed, chapter.starts) == (False, True, "recto")
    assert (chapter.numbered, chapter.role) == ("chapter", "doc-chapter")


def test_every_role_has_a_word() -> None:
    """Every role can be given a heading in every language."""
    for language in standards.word_languages():
        words = standards.words(language)
        missing = [r for r in standards.roles() if r.replace("-", "_") not in words]
        assert missing == []


def test_relators_go_by_code_and_word() -> None:
    """Editors may write the code or a word."""
    found = standards.relators()

    assert found["aut"] == found["author"] == "aut"
    assert found["edited by"] == "edt"
    assert all(re.fullmatch("[a-z]{3}", code) for code in found.values())


def test_a_language_without_words_of_its_own() -> None:
    """A region falls back to its language, an unknown language to English."""
    assert standards.words("de-AT")["contents"] == "Inhalt"
    assert standards.words("xx")["contents"] == "Contents"
    assert standards.words("zh-SG")["contents"] == "目录"
    for tag in ("zh-Hant", "zh-TW", "zh-HK", "zh-Hant-MO"):
        assert standards.words(tag)["contents"] == "目次"
        assert standards.words(tag).language == "zh-Hant"
    assert standards.words("en-US")["acknowledgements"] == "Acknowledgments"


@pytest.mark.parametrize(
    "language", [t for t in standards.word_languages() if not re.search("-[A-Z]{2}$", t)]
)
def test_translations_are_whole(language: str) -> None:
    """A language says all that English says, once, in its order, with the same slots."""
    english = standards.words("en")
    lines = package_text(f"standards/words/{language}.yaml").splitlines()
    keys = [line.split(":")[0] for line in lines if not line.startswith(("#", "numbered:"))]

    assert keys == list(standards.table("words/en"))
    for key, sentence in standards.words(language).words.items():
        assert sorted(SLOT.findall(sentence)) == sorted(SLOT.findall(english[key])), key


@pytest.mark.parametrize(
    ("language", "key", "number", "expected"),
    [
        ("en", "chapter", 3, "Chapter 3"),
        ("en", "chapter", "One", "Chapter One"),
        ("ru", "figure", "1.2", "Рисунок 1.2"),
        ("ru", "chapter", "Первая", "Глава первая"),
        ("ru", "part", "I", "Часть I"),
        ("ja", "chapter", "三", "第三章"),
        ("ja", "see", 1, "→ 1"),
        ("zh-TW", "page", 12, "第12頁"),
        ("zh", "part", "一", "第一部分"),
        ("ko", "page", 12, "12쪽"),
        ("ko", "figure", 4, "그림 4"),
    ],
)
def test_a_word_with_its_number(language: str, key: str, number: object, expected: str) -> None:
    """A number follows its word, or stands where the language has it."""
    assert standards.words(language).numbered(key, number) == expected


def test_forms_with_numbers_have_a_place_for_them() -> None:
    """Each form belongs to a word and has one place for its number."""
    for language in standards.word_languages():
        words = standards.words(language)
        for key, form in words.around.items():
            assert key in words
            assert form.count("{n}") == 1


def test_numbers_in_words() -> None:
    """Numbers are words as far as the table goes, then figures."""
    words = standards.words("en")

    assert [words.number(n) for n in (1, 21, 30, 31)] == ["One", "Twenty-One", "Thirty", "31"]
    assert standards.words("ru").number(1) == "Первая"
    for language in standards.word_languages():
        assert len(standards.words(language).numbers) == 30
