"""A title's sections from Markdown to documents, each parsed only when it has changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isgpress.build.events import Progress, Stage
from isgpress.build.pieces import pack, unpack
from isgpress.findings import Finding, PressError
from isgpress.model.manuscript import Document
from isgpress.store import Store, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isgpress.build.events import Listener
    from isgpress.model.publication import Book, Section
    from isgpress.world import Record, World

KIND = "parsed"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed section, what was found in it, and every file that it was made from."""

    document: Document | None
    findings: tuple[Finding, ...] = ()
    reads: dict[str, str | None] = field(default_factory=dict)


def parse(
    world: World, book: Book, store: Store, tools: str, report: Listener
) -> tuple[Parsed, ...]:
    """Parse the title's written sections, in reading order.

    A section comes from the store where its front matter, its language, ``tools`` (what
    does the work) and every file that it was made from are as before.
    """
    written = [s for s in book.sections if s.file]
    done = []
    for number, section in enumerate(written, 1):
        done.append(_section(world, book, section, store, tools))
        name = section.title or section.file
        report(Progress(book.slug, Stage.READING, name, number, len(written)))
    return tuple(done)


def unchanged(world: World, reads: Mapping[str, str | None]) -> bool:
    """Tell whether every file that was read is as it was then, or still not there."""
    try:
        return all(world.fingerprint(path) == found for path, found in reads.items())
    except (OSError, PressError):
        return False


def _section(world: World, book: Book, section: Section, store: Store, tools: str) -> Parsed:
    key = key_of(tools, book.language, repr(section))
    kept = unpack(Parsed, store.get(KIND, key))
    if kept is not None and unchanged(world, kept.reads):
        world.replay(kept.reads)
        return kept
    with world.recording() as reads:
        parsed = _fresh(world, book, section, reads)
    store.put(KIND, key, pack(parsed))
    return parsed


def _fresh(world: World, book: Book, section: Section, reads: Record) -> Parsed:
    from isgpress.manuscript import parse_section  # noqa: PLC0415 - slow to import

    try:
        document, findings = parse_section(world, book, section)
    except PressError as fault:
        return Parsed(None, fault.findings, reads)
    return Parsed(document, findings, reads)
