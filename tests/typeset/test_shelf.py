"""What the shelf takes for the same section."""

from __future__ import annotations

from pathlib import Path

from isgpress.model.publication import Matter, Section
from isgpress.model.rendered import RenderedSection
from isgpress.store import Store
from isgpress.typeset.facts import Facts
from isgpress.typeset.shelf import Setting, Shelf


def _setting(html: str) -> Setting:
    section = Section("cover", Matter.FRONT, "cover")
    return Setting(RenderedSection("cover", section, html), "recto", {})


def test_a_section_that_is_gone_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """Sections of many titles come and go; none gets the pages of another."""
    shelf = Shelf(Store(tmp_path))
    for number in range(200):
        pages = Facts(number + 1, (), (), (), (), (), uses_folio=False)
        assert shelf.facts(_setting(f"<p>{number}</p>")) is None
        shelf.keep_facts(_setting(f"<p>{number}</p>"), pages)
        assert shelf.facts(_setting(f"<p>{number}</p>")) == pages
