"""What does the work, as one key: a new version of anything makes everything anew."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from isgpress.store import key_of
from isgpress.world import package_path

DATA = {".py", ".yaml", ".css", ".html", ".xhtml", ".jinja", ".svg", ".conf", ".icc"}


@cache
def tools() -> str:
    """Give a key of Python, of every installed package's version, of our own files.

    Files are known by size and time, since to read them takes as long as a chapter; the
    key is that of this machine alone.
    """
    own = []
    for path in _own_files():
        found = os.stat(path)  # noqa: PTH116 - Path is slow, and there are hundreds
        own.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return key_of(*_others(), *own)


def digest_of_tools() -> str:
    """Give a digest of the same, by the bytes of the files: the same on every machine."""
    own = hashlib.sha256()
    folder = package_path("")
    for path in _own_files():
        data = Path(path).read_bytes()
        name = Path(path).relative_to(folder).as_posix()
        own.update(f"{name} {len(data)}\n".encode() + data)
    return key_of(*_others(), own.hexdigest())


def _own_files() -> Iterator[str]:
    for inside, folders, names in os.walk(package_path("")):
        folders.sort()
        for name in sorted(names):
            if name[name.rfind(".") :] in DATA:
                yield f"{inside}/{name}"


def _others() -> tuple[str, ...]:
    return platform.python_version(), sys.platform, *_installed()


def moment() -> str:
    """Give the date that the environment prescribes for what is built, or nothing."""
    return os.environ.get("SOURCE_DATE_EPOCH", "")


def _installed() -> list[str]:
    """List installed packages as ``name-version``: the names of their folders say both."""
    found: set[str] = set()
    for entry in sys.path:
        folder = Path(entry)
        if folder.is_dir():
            found.update(p.stem for p in folder.glob("*.dist-info"))
    return sorted(found)
