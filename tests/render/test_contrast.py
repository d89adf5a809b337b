"""The contrast of text in the style sheets that come with isgpress."""

from __future__ import annotations

import pytest

from isgpress.render import load_theme, themes
from isgpress.render.contrast import judged
from isgpress.render.theme import ThemeFile
from isgpress.world import MemoryWorld

WORLD = MemoryWorld({"press.yaml": "name: The Test Press\n"})
SHEET = ThemeFile("a.css", "base", "", "a.css", "", own=False, text="p { color: #aaa }\n")


@pytest.mark.parametrize("name", themes(WORLD))
def test_built_in_style_sheets_of_ebooks_can_be_read(name: str) -> None:
    """Builds do not judge them again, so that they are judged here, with their texts."""
    theme = load_theme(WORLD, name)
    files = [file for n in theme.epub_styles if (file := theme.file(n))]

    assert len(files) == len(theme.epub_styles) > 0
    assert all("color" in file.text for file in files[:1])
    assert judged(files) == ()
    assert [f.line for f in judged([*files, SHEET])] == [1]
