"""A title's sections from Markdown to documents, each parsed only when it has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isgpress.build.events import Progress, Stage
from isgpress.build.pieces import pack, unpack
from isgpress.build.spread import EndedError, spread
from isgpress.findings import Finding, PressError, Span
from isgpress.model.manuscript import Document
from isgpress.store import Store, key_of

if TYPE_CHECKING:
    from isgpress.build.events import Listener
    from isgpress.model.publication import Publication, Section
    from isgpress.world import Record, World

KIND = "parsed"
PARSERS = 3  # more save little time, and each takes 7 MB


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed section, what was found in it, and every file that it was made from."""

    document: Document | None
    findings: tuple[Finding, ...] = ()
    reads: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """What parses a title's sections: where they are read, kept, and by which tools.

    A section comes from the store where its front matter, its language, ``tools`` and
    every file that it was made from are as before.
    """

    world: World
    publication: Publication
    store: Store
    tools: str

    def key(self, section: Section) -> str:
        """Give the key of a section in the store, but for the files it is made from."""
        return key_of(self.tools, self.publication.language, repr(section))

    def kept(self, section: Section) -> Parsed | None:
        """Give a section that was parsed before, None where it must be parsed."""
        parsed = unpack(Parsed, self.store.get(KIND, self.key(section)))
        return parsed if parsed and self.world.unchanged(parsed.reads) else None

    def parse(self, section: Section) -> bytes:
        """Parse a section and keep it; give it packed."""
        with self.world.recording() as reads:
            packed = pack(_fresh(self.world, self.publication, section, reads))
        self.store.put(KIND, self.key(section), packed)
        return packed


def parse(
    reader: Reader, workers: int, report: Listener, meanwhile: Callable[[], None]
) -> tuple[Parsed, ...]:
    """Parse the title's written sections, in reading order, in up to ``workers`` processes.

    ``meanwhile`` is called once, while others parse.
    """
    written = [s for s in reader.publication.sections if s.file]
    found = {n: kept for n, s in enumerate(written) if (kept := reader.kept(s))}
    new = [n for n in range(len(written)) if n not in found]

    def say(number: int) -> None:
        name = written[number].title or written[number].file
        step = Progress(reader.publication.slug, Stage.READING, name, len(found), len(written))
        report(step)

    for number in list(found):
        say(number)
    sections = [written[n] for n in new]
    try:
        for place, packed in spread(reader.parse, sections, min(workers, PARSERS), meanwhile):
            found[new[place]] = unpack(Parsed, packed) or Parsed(None)
            say(new[place])
    except EndedError as fault:
        raise PressError(_broken(sections[fault.place])) from fault
    for parsed in found.values():
        reader.world.replay(parsed.reads)
    return tuple(found[n] for n in range(len(written)))


def _broken(section: Section) -> Finding:
    return Finding(
        "unreadable-markdown",
        "the parser broke down on this file",
        Span(section.file),
        "leave out half of the text, then the other half, to find the place",
    )


def _fresh(world: World, book: Publication, section: Section, reads: Record) -> Parsed:
    from isgpress.manuscript import parse_section  # noqa: PLC0415 - slow to import

    try:
        document, findings = parse_section(world, book, section)
    except PressError as fault:
        return Parsed(None, fault.findings, reads)
    return Parsed(document, findings, reads)
