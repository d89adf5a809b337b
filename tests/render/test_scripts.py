"""The scripts that languages are written in."""

from __future__ import annotations

import pytest
from babel.core import get_global

from isgpress.render.scripts import LATIN, script_of


def test_languages_that_need_no_look_at_the_cldr_are_written_in_latin_letters() -> None:
    """Whatever the region, the CLDR says so of each of them."""
    likely: dict[str, str] = get_global("likely_subtags")
    of_regions = [
        (key, full)
        for key, full in likely.items()
        if key.partition("_")[0] in LATIN and len(key.rpartition("_")[2]) < len("Latn")
    ]

    assert {key for key, _ in of_regions} >= LATIN
    assert [key for key, full in of_regions if "_Latn_" not in full] == []


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("en-GB", "Latn"),
        ("sr", "Cyrl"),
        ("sr-Latn", "Latn"),
        ("zh-TW", "Hant"),
        ("ja", "Jpan"),
        ("de-Arab", "Arab"),
        ("pa-PK", "Arab"),
        ("qqq", ""),
    ],
)
def test_a_tag_tells_its_script(tag: str, script: str) -> None:
    """The script in the tag itself comes before that of its region and its language."""
    assert script_of(tag) == script
