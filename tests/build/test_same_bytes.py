"""The same text gives the same bytes, whatever machine and moment build it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Press

PLACES = (
    ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"}, "1"),
    ({"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}, "3"),
)
EDITIONS = "{epub: {embed-fonts: yes}, pdf: {attach-sources: yes}, paperback: {}, web: {}}"

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_cache")]


def test_two_builds_give_the_same_bytes(new_press: Callable[[str], Press]) -> None:
    """Folder, time zone, locale, hash seed and number of jobs leave no mark in any edition."""
    files = []
    for number, (env, jobs) in enumerate(PLACES):
        press = new_press(f"folder {number} of its own")
        press.change("book.yaml", "{epub: {}, pdf: {}}", EDITIONS)
        done = press.run("build", "small", "--jobs", jobs, env=env)
        assert done.returncode == 0, done.stderr
        folder = press.output("epub").parent
        found = sorted(p for p in folder.rglob("*") if p.is_file())
        files.append({p.relative_to(folder).as_posix(): p.read_bytes() for p in found})

    first, second = files
    assert first.keys() == second.keys()
    assert {"small.epub", "small.pdf", "small-print.pdf", "small-cover.jpg"} <= first.keys()
    assert any(name.startswith("web/fonts/") for name in first)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_build_from_the_cache_gives_the_bytes_of_a_fresh_one(press: Press) -> None:
    """After a change and its undoing, files are those of the first build."""
    assert press.run("build", "small").returncode == 0
    first = press.output("epub").read_bytes(), press.output("pdf").read_bytes()
    press.change("02-second.md", "can be done", "can be done again")
    assert press.run("build", "small").returncode == 0
    changed = press.output("epub").read_bytes(), press.output("pdf").read_bytes()
    press.change("02-second.md", "can be done again", "can be done")
    assert press.run("build", "small").returncode == 0

    assert (press.output("epub").read_bytes(), press.output("pdf").read_bytes()) == first
    assert changed[0] != first[0]
    assert changed[1] != first[1]
    assert press.run("build", "small", "--force").returncode == 0
    assert (press.output("epub").read_bytes(), press.output("pdf").read_bytes()) == first
