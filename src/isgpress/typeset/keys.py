"""Keys of the cache: all that the pages of a section depend on."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import json
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from isgpress import world
from isgpress.store import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isgpress.model.rendered import RenderedSection
    from isgpress.typeset.facts import FontUse
    from isgpress.typeset.messages import PieceTask

PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pyphen", "pillow")
LIBRARIES = (("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string"))


def layout_key(section: RenderedSection, side: str, values: Mapping[str, str]) -> str:
    """Give the key of a section's facts: its HTML and files, side, folios set in advance."""
    resources = (f"{r.uri} {r.media_type} {r.sha256}" for r in section.resources)
    return key_of(
        engine(), section.html, section.folios, side, _dump(values), *sorted(resources)
    )


def pdf_key(layout: str, start: int | None, values: Mapping[str, str]) -> str:
    """Give the key of a section's PDF; ``start`` is None where it prints no folio."""
    return key_of(layout, str(start), _dump(values))


def piece_key(files: Sequence[str], task: PieceTask) -> str:
    """Give the key of a piece in its frames; ``files`` are digests of all it names."""
    room = (task.grid, task.areas, task.column_units, task.flows, task.grows)
    more = (task.bleeds, task.bounds, dict(sorted(task.values.items())))
    return key_of(engine(), task.slug, task.file, task.html, repr(room), repr(more), *files)


def font_key(use: FontUse) -> str:
    """Give the key of a font with the glyphs of ``use``."""
    gids = " ".join(str(g.gid) for g in use.glyphs)
    return key_of(
        engine(), use.file, str(use.index), str(use.axes), gids, " ".join(map(str, use.missing))
    )


@cache
def engine() -> str:
    """Give one digest for what lays out: this package's code, libraries and their versions."""
    found = [f"{name} {_version(name)}" for name in PACKAGES]
    found += [f"{name} {_library(name, function)}" for name, function in LIBRARIES]
    folder = world.package_path("typeset")
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.conf")]):
        found.append(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return key_of(*found)


def _dump(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), sort_keys=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _library(name: str, function: str) -> str:
    """Ask a shared library for its version, without the half second of importing WeasyPrint."""
    for path in (f"lib{name}.so.0", f"lib{name}.0.dylib", ctypes.util.find_library(name)):
        try:
            ask = getattr(ctypes.CDLL(path or ""), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return bytes(ask()).decode()
    return ""
