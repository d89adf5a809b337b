"""The worker's and the parent's talk: plain values that go through a pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isgpress.model.composition import FitBounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isgpress.findings import Finding
    from isgpress.model.composition import Area, Grid
    from isgpress.typeset.facts import Composed, Facts, FontUse, Limits, Written


@dataclass(frozen=True, slots=True)
class Task:
    """A section to lay out.

    ``resources`` map an ``isg:`` address to (absolute path, media type). ``file`` is the
    source that findings name. ``start`` is the first folio where it is known, else the
    worker asks. ``side`` is ``recto`` or ``verso``. ``values`` are folios that stand in
    the slots before layout, by id: only where they do not fit in the slots.
    """

    number: int
    slug: str
    file: str
    html: str
    resources: Mapping[str, tuple[str, str]]
    folios: str
    side: str
    start: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PieceTask:
    """A piece of an issue to lay out in its frames; fields as in Task and Piece.

    One that ``grows`` is only measured: its area is repeated on as many pages as its text
    needs, and these are counted.
    """

    number: int
    slug: str
    file: str
    html: str
    resources: Mapping[str, tuple[str, str]]
    grid: Grid
    areas: tuple[Area, ...]
    column_units: int = 1
    flows: bool = True
    grows: bool = False
    bleeds: bool = False
    bounds: FitBounds = field(default_factory=FitBounds)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PieceDone:
    """A piece in its frames, or how many pages it needs, where it was only measured."""

    number: int
    result: Composed | int


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has imported all that it needs."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A section has that many pages; its worker waits for a ``Start`` or ``Turn``."""

    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Start:
    """The section's first folio."""

    folio: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The section starts on the other side: lay it out again."""

    side: str


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A section's facts; it is held until ``Fill`` where it has slots."""

    number: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Fill:
    """Folios for the slots of a section that is held."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Overfull:
    """The folios are wider than the slots: the section is to be laid out with them."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """A section's PDF."""

    number: int
    written: Written


@dataclass(frozen=True, slots=True)
class Failed:
    """A section could not be laid out."""

    number: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Subset:
    """Make one font file of all glyphs used; ``path`` is that of the whole font."""

    number: int
    path: str
    use: FontUse


@dataclass(frozen=True, slots=True)
class Font:
    """A font file with the glyphs asked for."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is told once: its limits, the languages to load, where fonts are kept."""

    limits: Limits
    languages: tuple[str, ...]
    fonts: str
