"""The finished pages that a command names: a title, the folder of a release, a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isgpress.build.imposed import finished_pages
from isgpress.findings import Finding, PressError, Span
from isgpress.release import lists
from isgpress.release.shelf import latest
from isgpress.sources import load_title

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication
    from isgpress.proofing.page import Pages
    from isgpress.world import World

ROLES = ("interior", "screen-pdf")  # of a release's files, the best first
EDITIONS = ("paperback", "print", "pdf")


@dataclass(frozen=True, slots=True)
class Pressed:
    """Pages of one printing: ``name`` tells people which, ``stem`` begins names of files.

    ``title`` is there where the pages are those of a title of the press, as built.
    """

    pages: Pages
    name: str
    stem: str
    title: Publication | None = None
    findings: tuple[Finding, ...] = ()


def of_title(world: World, press: Press, slug: str) -> Pressed:
    """Give the pages of a title as they stand in dist: print's, else those for the screen.

    Raises PressError: ``not-built``, ``unreadable-pdf``, and where it cannot be read.
    """
    title, findings = load_title(world, press, slug)
    if title is None:
        raise PressError(*findings)
    path, stale = finished_pages(world, title, EDITIONS)
    name = path.relative_to(world.root).as_posix()
    return Pressed(_read(path), name, slug, title, stale)


def of_newest_release(world: World, slug: str) -> Pressed:
    """Give the pages of the newest release of a title. Raises PressError ``no-release``."""
    found = latest(world, slug)
    if found is None:
        message = f"`{slug}` has no release to compare with"
        advice = "name two printings: folders of releases, or PDF files"
        raise PressError(Finding("no-release", message, Span(f"releases/{slug}"), advice))
    return of_path(world.root / found[0], found[0])


def of_path(path: Path, name: str) -> Pressed:
    """Give the pages of a PDF, or of a folder: a release, or a title in dist.

    Raises PressError: ``not-a-release``, ``unreadable-pdf``.
    """
    file = path if path.is_file() else _in_folder(path, name)
    return Pressed(_read(file), name.rstrip("/"), file.stem)


def _in_folder(folder: Path, name: str) -> Path:
    told = lists.read(_bytes(folder / lists.NAME)) or {}
    files = {row["role"]: str(row["name"]) for row in told.get("files", ())}
    names = [files[role] for role in ROLES if role in files]
    names += [f"{folder.name}{ending}" for ending in ("-print.pdf", ".pdf")]
    found = next((folder / n for n in names if (folder / n).is_file()), None)
    if found is None:
        message = f"{name} has no pages of a release or of a title that was built"
        advice = "name the folder of one version, `releases/<title>/<version>`, or a PDF"
        raise PressError(Finding("not-a-release", message, Span(name), advice))
    return found


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _read(path: Path) -> Pages:
    from isgpress.proofing.reading import read  # noqa: PLC0415 - slow to import

    try:
        return read(path.read_bytes())
    except (ValueError, OSError) as fault:
        message = f"{path.name} cannot be read as a PDF: {fault}"
        advice = "open it in a viewer; build it again, or ask for it again"
        finding = Finding("unreadable-pdf", message, Span(str(path)), advice)
        raise PressError(finding) from fault
