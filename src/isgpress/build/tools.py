"""What does the work, as one digest: a new version of anything makes everything anew."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import cache
from pathlib import Path

from isgpress.store import key_of
from isgpress.world import package_path

DATA = {".py", ".yaml", ".css", ".html", ".xhtml", ".jinja", ".svg", ".conf", ".icc"}


@cache
def tools() -> str:
    """Give a digest of Python, of every installed package's version, of our own files."""
    own = hashlib.sha256()
    folder = str(package_path(""))
    for inside, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name[name.rfind(".") :] in DATA:
                data = Path(inside, name).read_bytes()
                own.update(f"{inside[len(folder) :]}/{name} {len(data)}\n".encode() + data)
    return key_of(platform.python_version(), sys.platform, *_installed(), own.hexdigest())


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
