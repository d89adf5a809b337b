"""What the outside validators say of the editions that are released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.build.extract import SUFFIX
from isgpress.check.outside import Finished, judge
from isgpress.findings import Finding
from isgpress.release.manifest import Verdict

if TYPE_CHECKING:
    from isgpress.build import Report
    from isgpress.model.publication import Publication
    from isgpress.world import World

EPUB = "epub"
PRINTED = {"pdf", "paperback", "print", "cover", "large-print", "large-print-cover"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts, by validator; who could not judge, and why; all findings."""

    verdicts: tuple[Verdict, ...]
    unjudged: tuple[str, ...]
    findings: tuple[Finding, ...]


def judged(
    world: World,
    title: Publication,
    report: Report,
    say: Callable[[str], None],
    *,
    required: bool,
) -> Judgement:
    """Let the validators judge the editions that were built, and the extract."""
    found = judge(
        world,
        tuple(_finished(world, title, report)),
        lambda name, paths: say(f"{name}: {paths[0].name}"),
        required=required,
    )
    unjudged = tuple(f.message for f in found.findings if f.rule == "validator-missing")
    verdicts = tuple(_verdict(name, found.findings) for name in found.judges)
    return Judgement(verdicts, unjudged, found.findings)


def _finished(world: World, title: Publication, report: Report) -> Iterator[Finished]:
    for artifact in report.artifacts:
        if artifact.edition == EPUB or artifact.edition in PRINTED:
            yield Finished(title, artifact.edition, world.root / artifact.path)
    for edition in (EPUB, "pdf"):
        path = f"dist/{title.slug}/{title.slug}{SUFFIX}.{edition}"
        yield Finished(title, edition, world.root / path)


def _verdict(name: str, findings: tuple[Finding, ...]) -> Verdict:
    """Count what a validator found; its rules begin with its name."""
    family = name.split(" ", maxsplit=1)[0].lower()
    counts = Counter(
        str(f.severity) for f in findings if f.rule == family or f.rule.startswith(f"{family}-")
    )
    return Verdict(name, counts["error"], counts["warning"], counts["note"])
