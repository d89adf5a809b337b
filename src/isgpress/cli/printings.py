"""What a command was given in the place of pages: a title, a folder or a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isgpress.cli import open_press
from isgpress.cli.titles import wanted

if TYPE_CHECKING:
    from isgpress.release.printings import Pressed
    from isgpress.world import DiskWorld


def printing(given: str) -> Pressed:
    """Give the pages that are meant. A path goes before a title of the same name.

    Paths are relative to where one is, else to the press. Raises UsageError, PressError.
    """
    from isgpress.release.printings import of_path, of_title  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    if path := _path(given):
        return of_path(path, given)
    world = open_press()
    press, _ = load_press(world)
    if given.lower().endswith(".pdf") or given.rstrip("/").count("/") > 1:
        raise click.UsageError(f"there is no file or folder `{given}`")
    [slug] = wanted(press.titles, [given])
    return of_title(world, press, slug)


def newest_and_built(given: str) -> tuple[Pressed, Pressed]:
    """Give the pages of a title's newest release, and those that were built since."""
    from isgpress.release.printings import of_newest_release, of_title  # noqa: PLC0415
    from isgpress.sources import load_press  # noqa: PLC0415

    world = open_press()
    press, _ = load_press(world)
    [slug] = wanted(press.titles, [given])
    return of_newest_release(world, slug), of_title(world, press, slug)


def _path(given: str) -> Path | None:
    """Give what is meant by a path; a bare word is a title, unless only a file has it."""
    path = Path(given)
    if path.is_file() or ("/" in given and path.is_dir() and _has_pages(path)):
        return path
    try:
        world: DiskWorld = open_press()
    except click.UsageError:
        return path if path.exists() else None
    inside = world.root / given
    if inside.is_file() or ("/" in given and inside.is_dir() and _has_pages(inside)):
        return inside
    return None


def _has_pages(folder: Path) -> bool:
    """Tell a release or a title in dist from the sources of a title."""
    return not any((folder / name).exists() for name in ("book.yaml", "issue.yaml"))
