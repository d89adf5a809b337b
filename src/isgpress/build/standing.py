"""The editions of a title as they stand in dist: which are there, and made from what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress.build import ledger
from isgpress.build.title import EPUB, FILES, LARGE_COVER, OTHER_NAMES, SCREEN
from isgpress.build.wrap import WRAP
from isgpress.findings import Finding, Severity, Span
from isgpress.model.publication import LARGE_PRINT
from isgpress.store import store_of

if TYPE_CHECKING:
    from isgpress.model.publication import Publication
    from isgpress.world import World

SHARED = ("press.yaml", "templates")  # what a title is made from beside its own folder


class State(StrEnum):
    """Whether an edition says what the sources say.

    ``CURRENT``: as far as is known. ``TOUCHED``: nobody knows from what it was built, and
    files of the sources are younger. ``OLDER``: the sources have changed since.
    """

    CURRENT = "current"
    TOUCHED = "touched"
    OLDER = "older"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition: its file, or its folder of web pages; ``path`` is absolute."""

    edition: str
    path: Path
    state: State

    @property
    def is_to_be_judged(self) -> bool:
        """Whether a verdict on the file would say something of the title as it is."""
        return self.state in {State.CURRENT, State.TOUCHED}


def standing(world: World, title: Publication) -> tuple[Standing, ...]:
    """Give the editions that a title lists, in the order in which they are built."""
    listed = [e.name for e in title.editions] or [EPUB, SCREEN]
    chosen = {OTHER_NAMES.get((title.kind == "issue", name), name) for name in listed}
    covers = {WRAP, *([LARGE_COVER] if LARGE_PRINT in chosen else ())}
    found = (_standing(world, title, name) for name in FILES if name in {*chosen, *covers})
    # few titles have a cover of their own: it is judged where one was made
    return tuple(s for s in found if s.edition not in covers or s.state is not State.MISSING)


def _standing(world: World, title: Publication, edition: str) -> Standing:
    path = world.root / "dist" / title.slug / FILES[edition].format(title.slug)
    if not path.exists():
        return Standing(edition, path, State.MISSING)
    store = store_of(world.root)
    current = ledger.is_current(store, world, title.slug, edition)
    if current is None:
        young = any(_changed(file) > _changed(path) for file in _sources(world, title))
        state = State.TOUCHED if young else State.CURRENT
    else:
        state = State.CURRENT if current else State.OLDER
    return Standing(edition, path, state)


def _sources(world: World, title: Publication) -> Iterator[Path]:
    for name in (title.folder, *SHARED):
        path = world.root / name
        yield from path.rglob("*") if path.is_dir() else (path,)


def _changed(path: Path) -> float:
    """Give when a file was written; of a folder, when the youngest of its files was."""
    try:
        if path.is_dir():
            return max((_changed(p) for p in path.iterdir() if p.is_file()), default=0.0)
        return path.stat().st_mtime
    except OSError:
        return 0.0


def complaints(title: Publication, editions: Sequence[Standing]) -> tuple[Finding, ...]:
    """Give what an editor must know of a title's editions before verdicts on them."""
    found = []
    for state, (rule, text, severity) in _TOLD.items():
        names = [edition.edition for edition in editions if edition.state is state]
        if names:
            span = Span(f"dist/{title.slug}")
            advice = f"`isgpress build {title.slug}` makes what is missing or old"
            message = text.format(names=", ".join(f"`{name}`" for name in names))
            found.append(Finding(rule, message, span, advice, severity))
    return tuple(found)


_TOLD = {
    State.MISSING: ("not-built", "not built, so not judged: {names}", Severity.ERROR),
    State.OLDER: (
        "older-than-sources",
        "the sources have changed since these editions were built, so not judged: {names}",
        Severity.ERROR,
    ),
    State.TOUCHED: (
        "older-than-sources",
        "files of the sources are younger than these editions, which were judged: {names}",
        Severity.WARNING,
    ),
}
