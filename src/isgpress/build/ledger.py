"""The book of what was built from what: an edition whose sources are as they were is left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from isgpress.build.pieces import pack, unpack
from isgpress.build.texts import unchanged
from isgpress.build.tools import moment, tools
from isgpress.findings import Finding
from isgpress.model.artifact import Artifact
from isgpress.store import Store, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from isgpress.world import World

KIND = "built"


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as it was built: its file, the findings of that build, what it read."""

    artifact: Artifact
    findings: tuple[Finding, ...] = ()
    reads: dict[str, str | None] = field(default_factory=dict)


def find(world: World, store: Store, slug: str, edition: str) -> Entry | None:
    """Give the entry of an edition that need not be built again, else None.

    All that it was built from must be as it was then, and its file must stand where it
    was written, with the same bytes.
    """
    entry = unpack(Entry, store.get(KIND, _key(slug, edition)))
    if entry is None or not unchanged(world, entry.reads):
        return None
    if _digest(world.root / entry.artifact.path) != entry.artifact.sha256:
        return None
    return replace(entry, artifact=replace(entry.artifact, cached=True, seconds=0.0))


def keep(store: Store, slug: str, entry: Entry) -> None:
    """Enter an edition that was just built."""
    store.put(KIND, _key(slug, entry.artifact.edition), pack(entry))


def _key(slug: str, edition: str) -> str:
    return key_of(tools(), moment(), slug, edition)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
