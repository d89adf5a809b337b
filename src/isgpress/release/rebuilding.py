"""Does a release come out of its sources: built again elsewhere, and compared."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isgpress.findings import Finding, PressError, Severity, Span
from isgpress.release import lists, sums
from isgpress.release.making import Contents, Wishes, contents
from isgpress.release.products import version
from isgpress.sources import load_press, load_title
from isgpress.world import DiskWorld

if TYPE_CHECKING:
    from isgpress.world import World

SOURCES = ("press.yaml", "books", "issues", "templates")
CACHE = "ISGPRESS_CACHE"


def compare(world: World, folder: Path) -> tuple[Finding, ...]:
    """Build a release again from a press and give what is other than in its folder.

    The press is copied to a folder of its own, so that nothing built before is used.
    What release.json says of the machine is not compared. Raises PressError where the
    title cannot be built.
    """
    path = folder / lists.NAME
    told = lists.read(path.read_bytes())
    if told is None:
        message = f"{lists.NAME} is not one that isgpress has written"
        return (Finding("release-says-otherwise", message, Span(path.as_posix())),)
    slug = str(told.get("title", {}).get("slug", ""))
    if fault := _fault_of_sources(world, slug, told, path):
        return fault
    return tuple(_differences(folder, told, _rebuilt(world, slug)))


def _fault_of_sources(
    world: World, slug: str, told: Mapping[str, Any], path: Path
) -> tuple[Finding, ...]:
    """Say why the press cannot be what the release was made from."""
    press, findings = load_press(world)
    if slug not in press.titles:
        message = f"the press has no title `{slug}`, of which this is a release"
        return (Finding("other-sources", message, Span(path.as_posix())),)
    title, more = load_title(world, press, slug)
    if title is None:
        raise PressError(*findings, *more)
    wanted, now = told.get("version"), version(title)
    sources: Mapping[str, str] = told.get("sources", {})
    changed = [name for name, d in sources.items() if world.fingerprint(name) != d]
    if wanted == now and not changed:
        return ()
    what = ", ".join(f"`{name}`" for name in changed[:3]) or f"version {now}"
    more_of = f" and {len(changed) - 3} more" if len(changed) > 3 else ""  # noqa: PLR2004
    message = f"the release {wanted} was made from other sources: {what}{more_of}"
    advice = "check out the state of the press that was released"
    return (Finding("other-sources", message, Span(path.as_posix()), advice),)


def _rebuilt(world: World, slug: str) -> Contents:
    with tempfile.TemporaryDirectory(prefix="isgpress-") as name:
        copy = Path(name).resolve() / "press"
        copy.mkdir()
        for source in SOURCES:
            path = world.root / source
            if path.is_dir():
                shutil.copytree(path, copy / source, symlinks=True)
            elif path.is_file():
                shutil.copyfile(path, copy / source)
        with _environment(CACHE, str(copy / ".cache")):
            there = DiskWorld(copy)
            press, _ = load_press(there)
            title, found = load_title(there, press, slug)
            if title is None:
                raise PressError(*found)
            return contents(there, press, title, Wishes(validators=False))


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment, also for processes that are started."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def _differences(folder: Path, told: Mapping[str, Any], made: Contents) -> Iterator[Finding]:
    again = lists.read(made.files[lists.NAME]) or {}
    tools = _own(told, "made-by") != _own(again, "made-by")
    own = {lists.NAME, *sums.UNLISTED}
    present = {p.name for p in folder.iterdir()} - own
    found = False
    for name in sorted(present | (made.files.keys() - own)):
        path = folder / name
        before = path.read_bytes() if name in present else b""
        if before != made.files.get(name, b""):
            found = True
            yield _other(path, f"`{name}` comes out with other bytes", tools=tools)
    parts = (told.keys() | again.keys()) - set(lists.OF_THE_MACHINE)
    if not found and any(told.get(part) != again.get(part) for part in parts):
        message = f"{lists.NAME} says other things than the sources"
        yield _other(folder / lists.NAME, message, tools=tools)
    if tools and not found:
        message = "made again by other versions of the tools, with the same bytes"
        span = Span((folder / lists.NAME).as_posix())
        yield Finding("rebuild-differs", message, span, "", Severity.NOTE)


def _own(told: Mapping[str, Any], key: str) -> dict[str, Any]:
    return dict(told.get(key, {}))


def _other(path: Path, message: str, *, tools: bool) -> Finding:
    advice = "compare `made-by` in release.json: here are other versions of the tools"
    if not tools:
        advice = "the release was not made from these sources by this isgpress"
    return Finding("rebuild-differs", message, Span(path.as_posix()), advice)
