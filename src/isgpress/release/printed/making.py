"""The catalogue built: its files in a press of their own, by the same engine as all titles."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from isgpress.build import Order, build
from isgpress.build.events import Listener, silent
from isgpress.findings import Finding, PressError, Span, has_errors
from isgpress.release.printed.text import Listed, files
from isgpress.release.shelf import latest, records
from isgpress.sources import load_title
from isgpress.world import DiskWorld, write_atomic

if TYPE_CHECKING:
    from isgpress.model.publication import Press, Publication
    from isgpress.world import World

SLUG = "catalogue"
EDITIONS = ("pdf", "epub")
WIDEST = 600  # px of a cover


def listed(
    world: World, press: Press, slugs: Sequence[str]
) -> tuple[tuple[Listed, ...], dict[str, bytes], tuple[Finding, ...]]:
    """Give titles with their facts, their covers by file name, and what is wrong.

    Raises PressError ``nothing-to-list`` where there is no title.
    """
    found, covers = [], {}
    findings: tuple[Finding, ...] = ()
    for slug in slugs:
        title, more = load_title(world, press, slug)
        findings += more
        if title is None:
            continue
        name = f"images/{slug}.jpg"
        if picture := _cover(world, title):
            covers[name] = picture
        rows = records(world, press, title)
        found.append(Listed(title, rows, name if picture else ""))
    if not found and not has_errors(findings):
        message = "there is no title for a catalogue"
        advice = "`isgpress new book TITLE` starts one"
        raise PressError(Finding("nothing-to-list", message, Span("press.yaml"), advice))
    return tuple(found), covers, findings


def sources(
    press: Press, titles: Sequence[Listed], covers: dict[str, bytes], name: str
) -> dict[str, bytes]:
    """Give all files of the catalogue's folder."""
    return {**files(press, titles, name), **covers}


def make(
    world: World, made: dict[str, bytes], slug: str, jobs: int = 0, report: Listener = silent
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Build the catalogue and put it into ``dist/<slug>/``; give its files' paths.

    The press is copied to a folder of its own, where the catalogue is a title.
    """
    with tempfile.TemporaryDirectory(prefix="isgpress-") as folder:
        copy = Path(folder).resolve()
        write_atomic(copy / "press.yaml", world.read_bytes("press.yaml"))
        if (world.root / "templates").is_dir():
            shutil.copytree(world.root / "templates", copy / "templates")
        for name, data in made.items():
            write_atomic(copy / "books" / slug / name, data)
        order = Order(EDITIONS, jobs)
        there = DiskWorld(copy)
        reports = build(there, (slug,), order, lambda _known: (slug,), report)
        findings = tuple(f for r in reports for f in r.findings if f.rule != "no-web-address")
        paths = []
        for artifact in (a for r in reports for a in r.artifacts):
            write_atomic(world.root / artifact.path, there.read_bytes(artifact.path))
            paths.append(artifact.path)
    return tuple(paths), findings


def _cover(world: World, title: Publication) -> bytes:
    """Give the front cover as a small picture; nothing where none was made yet."""
    for data in _pictures(world, title):
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            height = round(image.height * WIDEST / image.width)
            small = image.convert("RGB").resize((WIDEST, height), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            small.save(out, "JPEG", quality=88, optimize=True)
            return out.getvalue()
    return b""


def _pictures(world: World, title: Publication) -> Iterator[bytes]:
    """Give the cover of the newest release, else that of the built e-book."""
    from isgpress.release.measures import epub_cover  # noqa: PLC0415 - seldom needed

    if found := latest(world, title.slug):
        path, told = found
        for row in told["files"]:
            if row["role"] == "front-cover" and world.exists(f"{path}/{row['name']}"):
                yield world.read_bytes(f"{path}/{row['name']}")
    built = f"dist/{title.slug}/{title.slug}.epub"
    if world.exists(built) and (picture := epub_cover(world.read_bytes(built))):
        yield picture
