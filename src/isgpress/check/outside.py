"""What the outside validators say of the finished files of titles, by lines of the sources.

Each validator judges the editions that are its own; one that is not on this machine is
told once, and the others go on. What they find is traced to the source where that is
known, and else stays where it was seen, in the finished file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from isgpress.check.tracing import Tracer
from isgpress.check.validators import ace, axe, epubcheck, ghostscript, ocf, qpdf, verapdf
from isgpress.check.validators.tools import Missing
from isgpress.findings import Finding, Severity, counted
from isgpress.model.publication import Publication
from isgpress.world import World

AT_ONCE = 2  # runs of validators; each has threads or a browser of its own
EPUB, WEB = {"epub"}, {"web"}
PDF = {"pdf", "paperback", "print", "cover", "large-print", "large-print-cover"}

Files = Sequence[Path]
Say = Callable[[str, Files], None]
"""Takes a validator's name and the files that it begins to judge."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file of a title, or its folder of web pages; ``path`` is absolute."""

    title: Publication
    edition: str
    path: Path


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found, in no order, and who looked: ``EPUBCheck 5.3.0``."""

    findings: tuple[Finding, ...] = ()
    judges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judge:
    """A validator: the editions that it judges, what it needs, how it is asked.

    One that judges files ``together`` is started once for all of them.
    """

    name: str
    editions: set[str]
    needs: Callable[[], tuple[Missing, ...]]
    version: Callable[[], str]
    check: Callable[[Files], tuple[Finding, ...]]
    together: bool = False


def judge(
    world: World,
    files: Sequence[Finished],
    say: Say = lambda _name, _files: None,
    *,
    required: bool = False,
) -> Verdicts:
    """Let every validator judge the files that are its own.

    A validator that is missing is a note, and an error where all are ``required``.
    """
    found: list[Finding] = []
    names, runs = [], []
    for one in _JUDGES:
        own = [file.path for file in files if file.edition in one.editions]
        if lacking := one.needs() if own else ():
            found.append(_missing(one.name, lacking, len(own), required=required))
        elif own:
            names.append(f"{one.name} {one.version()}".strip())
            runs += [(one, own)] if one.together else [(one, [path]) for path in own]
    found += ocf_findings(files)

    def run(what: tuple[_Judge, Files]) -> tuple[Finding, ...]:
        say(what[0].name, what[1])
        return what[0].check(what[1])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found += chain.from_iterable(pool.map(run, runs))
    tracer = Tracer(world, {file.path: file.title for file in files})
    return Verdicts(tuple(map(tracer.traced, found)), tuple(names))


def ocf_findings(files: Sequence[Finished]) -> list[Finding]:
    """Give what is wrong with the containers of EPUBs; nothing is needed for that."""
    return [f for file in files if file.edition in EPUB for f in ocf.check(file.path)]


def ghostscript_missing(files: int, *, required: bool = False) -> Finding | None:
    """Give the finding that no ink is measured, where Ghostscript is not on this machine."""
    lacking = ghostscript.needs()
    return _missing("Ghostscript", lacking, files, required=required) if lacking else None


def _missing(name: str, lacking: Sequence[Missing], files: int, *, required: bool) -> Finding:
    what = " and ".join(need.what for need in lacking)
    verb = "is" if len(lacking) == 1 else "are"
    return Finding(
        "validator-missing",
        f"{name} did not judge {counted(files, 'file')}: {what} {verb} missing on this machine",
        help=f"{'; '.join(need.mend for need in lacking)} (`isgpress doctor` says more)",
        severity=Severity.ERROR if required else Severity.NOTE,
    )


def _each(
    check: Callable[[Path], tuple[Finding, ...]],
) -> Callable[[Files], tuple[Finding, ...]]:
    return lambda files: tuple(chain.from_iterable(map(check, files)))


def _by_claims(files: Files) -> tuple[Finding, ...]:
    """Let veraPDF judge each PDF by the standards that it claims to keep."""
    claims = sorted((verapdf.claims(path), path) for path in files)
    return tuple(
        finding
        for flavours, run in groupby(claims, key=lambda pair: pair[0])
        for finding in verapdf.check([path for _, path in run], flavours)
    )


_JUDGES = (
    _Judge(
        "EPUBCheck",
        EPUB,
        epubcheck.needs,
        epubcheck.version,
        epubcheck.check,
        together=True,
    ),
    _Judge("Ace", EPUB, ace.needs, ace.version, ace.check, together=True),
    _Judge("axe", WEB, axe.needs, axe.version, _each(axe.check)),
    _Judge("veraPDF", PDF, verapdf.needs, verapdf.version, _by_claims, together=True),
    _Judge("qpdf", PDF, qpdf.needs, qpdf.version, _each(qpdf.check)),
)
