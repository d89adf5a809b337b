"""What was laid out once is not laid out again, and a change touches no more than it must."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from isgpress.model.rendered import RenderedSection
from isgpress.store import Store
from isgpress.typeset import Typeset, Typesetter
from isgpress.typeset.assembly import assemble
from tests.typeset.conftest import ABOUT, TRIM, Press, book, chapter_html


@pytest.fixture
def store(press: Press) -> Store:
    """Give an empty cache."""
    return Store(press.folder / "cache")


def run(sections: list[RenderedSection], store: Store) -> tuple[Typeset, bool]:
    """Set a title; tell whether any worker was needed."""
    with Typesetter(2, store) as typesetter:
        title = typesetter.run(sections, TRIM)
        return title, typesetter._pool is not None


def test_an_unchanged_title_needs_no_worker(press: Press, store: Store) -> None:
    """The second time all comes from the cache, and gives the same bytes."""
    first, worked = run(book(press), store)
    second, worked_again = run(book(press), store)
    assert (worked, worked_again) == (True, False)
    assert second.page_map == first.page_map
    assert assemble(second, ABOUT, screen=True) == assemble(first, ABOUT, screen=True)


def test_a_changed_section_gives_what_a_cold_run_gives(press: Press, store: Store) -> None:
    """Whether its length changes or not, the bytes are those of a run without a cache."""
    run(book(press), store)
    for size in (9, 20):
        sections = book(press)
        longer = press.section("c2", chapter_html(2, size).replace("spring", "autumn", 3))
        sections[2] = longer
        warm, _ = run(sections, store)
        cold, _ = run(sections, Store(press.folder / f"other-{size}"))
        assert assemble(warm, ABOUT, screen=True) == assemble(cold, ABOUT, screen=True)


def test_only_the_changed_section_is_laid_out(press: Press, store: Store) -> None:
    """A change that moves no page leaves the PDFs of all other sections alone."""
    run(book(press), store)
    before = set((store.folder / "layout-pdf").glob("*/*"))
    sections = book(press)
    sections[2] = replace(sections[2], html=sections[2].html.replace("spring", "winter", 1))
    run(sections, store)
    assert len(set((store.folder / "layout-pdf").glob("*/*")) - before) == 1


def test_a_damaged_cache_is_made_anew(press: Press, store: Store) -> None:
    """Pieces that were damaged or are not ours count as not there."""
    first, _ = run(book(press), store)
    for path in sorted((store.folder / "layout-pdf").glob("*/*")):
        path.write_bytes(path.read_bytes()[:100])
    for path in sorted((store.folder / "layout-whole-font").glob("*")):
        path.unlink()
    again, worked = run(book(press), store)
    assert worked
    assert assemble(again, ABOUT, screen=True) == assemble(first, ABOUT, screen=True)


def test_warnings_are_told_from_the_cache_too(press: Press, store: Store) -> None:
    """A section that was not laid out again still has its warnings."""
    sections = [press.section("a", "<h1>A</h1><p>Text</p>", extra="p { margn: 0 }")]
    first, _ = run(sections, store)
    second, worked = run(sections, store)
    assert not worked
    assert second.findings == first.findings != ()


def test_the_parent_does_not_import_the_layout_engine(press: Press) -> None:
    """WeasyPrint is imported in workers only; pikepdf for the assembly only."""
    code = "import sys, isgpress.typeset; print({'weasyprint', 'pikepdf'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
    first, worked = run(book(press, (2,)), Store(press.folder / "cache"))
    assert worked
    assert first.page_map.pages
    assert Path(press.folder).is_dir()
