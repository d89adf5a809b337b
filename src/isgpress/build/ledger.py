"""The book of what was built from what: an edition whose sources are as they were is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from isgpress.build.job import Report
from isgpress.build.pieces import pack, unpack
from isgpress.build.tools import moment, tools
from isgpress.findings import Finding, has_errors
from isgpress.folders import digest_of
from isgpress.model.artifact import Artifact
from isgpress.store import Store, key_of

if TYPE_CHECKING:
    from isgpress.world import Record, World

EDITION, RUN = "edition", "run"


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as it was built: its file, the findings of that build, what it read."""

    artifact: Artifact
    findings: tuple[Finding, ...] = ()
    reads: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run as it ended: its reports and what it read."""

    reports: tuple[Report, ...]
    reads: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Titles and editions as they were asked for; none means all. An article: it alone."""

    titles: tuple[str, ...]
    editions: tuple[str, ...]
    article: str = ""

    def key(self, world: World) -> str:
        """Give the key of the run."""
        return _key(world, *self.titles, "", *self.editions, "", self.article)


def find(store: Store, world: World, slug: str, edition: str) -> Entry | None:
    """Give the entry of an edition that need not be built again, else None.

    All that it was built from must be as it was then, and its file must stand where it
    was written, with the same bytes.
    """
    entry = unpack(Entry, store.get(EDITION, _key(world, slug, edition)))
    if entry is None or not world.unchanged(entry.reads) or not _stands(world, entry.artifact):
        return None
    world.replay(entry.reads)
    return replace(entry, artifact=_cached(entry.artifact))


def is_current(store: Store, world: World, slug: str, edition: str) -> bool | None:
    """Tell whether the sources are as they were when an edition was last built here.

    None where no build of it by this isgpress is known. The file itself is not looked at.
    """
    entry = unpack(Entry, store.get(EDITION, _key(world, slug, edition)))
    return None if entry is None else world.unchanged(entry.reads)


def reads(store: Store, world: World, slug: str, edition: str) -> Record:
    """Give what an edition was last built from here; nothing where that is not known."""
    entry = unpack(Entry, store.get(EDITION, _key(world, slug, edition)))
    return {} if entry is None else entry.reads


def keep(store: Store, world: World, slug: str, entry: Entry) -> None:
    """Enter an edition that was just built."""
    store.put(EDITION, _key(world, slug, entry.artifact.edition), pack(entry))


def find_run(store: Store, world: World, asked: Asked) -> tuple[Report, ...] | None:
    """Give the reports of a run that has nothing to do, else None.

    Reads no YAML, so that a build without work is over at once.
    """
    run = unpack(Run, store.get(RUN, asked.key(world)))
    if run is None or not world.unchanged(run.reads):
        return None
    if not all(_stands(world, a) for report in run.reports for a in report.artifacts):
        return None
    return tuple(replace(r, artifacts=tuple(map(_cached, r.artifacts))) for r in run.reports)


def keep_run(
    store: Store,
    world: World,
    asked: Asked,
    reports: Iterable[Report],
    reads: Record,
) -> None:
    """Enter a run that ended without errors."""
    run = Run(tuple(reports), reads)
    if not any(has_errors(report.findings) for report in run.reports):
        store.put(RUN, asked.key(world), pack(run))


def _key(world: World, *parts: str) -> str:
    return key_of(tools(), moment(), str(world.root), *parts)


def _cached(artifact: Artifact) -> Artifact:
    return replace(artifact, cached=True, seconds=0.0)


def _stands(world: World, artifact: Artifact) -> bool:
    """Tell whether a file, or a folder of files, is as it was written."""
    return digest_of(world.root / artifact.path) == artifact.sha256
