"""What a title's making hands on: the job, the files made, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.build.events import Listener, Progress, Stage
from isgpress.findings import Finding
from isgpress.model.artifact import Artifact

if TYPE_CHECKING:  # a run with nothing to do imports none of these
    from collections.abc import Mapping

    from isgpress.model.manuscript import Manuscript
    from isgpress.model.publication import Press, Publication
    from isgpress.render import Theme
    from isgpress.store import Store
    from isgpress.world import World


@dataclass(frozen=True, slots=True)
class Job:
    """All that the making of a title's editions needs."""

    world: World
    press: Press
    manuscript: Manuscript
    theme: Theme
    report: Listener
    store: Store | None = None  # where pieces of work are kept

    @property
    def publication(self) -> Publication:
        """The title."""
        return self.manuscript.publication

    def say(self, stage: Stage, section: str = "", done: int = 0, total: int = 0) -> None:
        """Report a step."""
        self.report(Progress(self.publication.slug, stage, section, done, total))


@dataclass(frozen=True, slots=True)
class Made:
    """A file, not yet written: its bytes, pages (0: none), seconds it took, findings."""

    data: bytes
    pages: int
    seconds: float
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A folder of files, not yet written: bytes by path, seconds it took, findings."""

    files: Mapping[str, bytes]
    seconds: float
    findings: tuple[Finding, ...] = ()

    @property
    def pages(self) -> int:
        """The number of web pages."""
        return sum(name.endswith(".html") for name in self.files)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a title: its files, and all that was found on the way.

    With an error among the findings no file was written.
    """

    slug: str
    artifacts: tuple[Artifact, ...] = ()
    findings: tuple[Finding, ...] = ()
