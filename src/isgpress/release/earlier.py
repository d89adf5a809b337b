"""The release of a version that stands, and what must be said before the next."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from isgpress.findings import Finding
from isgpress.release import lists

if TYPE_CHECKING:
    from isgpress.model.publication import Publication
    from isgpress.world import World


class Standing(StrEnum):
    """Whether a version was released, and from what."""

    NONE = "none"
    SAME = "same"
    OTHER_SOURCES = "other-sources"


def earlier(world: World, path: str) -> Standing:
    """Tell whether the release at ``path`` stands, and from the sources as they are."""
    if not world.list(path):
        return Standing.NONE
    name = f"{path}/{lists.NAME}"
    told = lists.read(world.read_bytes(name)) if world.exists(name) else None
    sources = told.get("sources", {}) if told else {}
    same = bool(sources) and all(world.fingerprint(p) == d for p, d in sources.items())
    return Standing.SAME if same else Standing.OTHER_SOURCES


def unsaid_changes(title: Publication) -> Finding | None:
    """Give the finding for a later printing of which nobody has said what it changes."""
    if title.printing == 1:
        return None
    own = next((p for p in title.printings if p.number == title.printing), None)
    if own is not None and own.changes:
        return None
    return Finding(
        "unsaid-changes",
        f"nothing is said of what printing {title.printing} changes",
        own.span if own else title.span,
        f"add `- {{number: {title.printing}, date: ..., changes: [...]}}` to `printings`",
    )
