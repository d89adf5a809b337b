"""The cache on disk: pieces of work kept by the digest of all that they depend on.

Any number of builds may use one store at once. A piece is written beside and renamed, and
carries its own digest: one that was damaged counts as not there. Pieces are plain bytes
and are never run or unpickled, since a press folder may come from a stranger, its cache
with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1_500_000_000  # bytes
OLDEST = 90 * 24 * 3600  # seconds since the last use
PRUNED_EVERY = 24 * 3600  # seconds
USED_EVERY = 3600  # seconds after which a use is noted again
DIGEST = 32  # bytes of a sha256


def key_of(*parts: str) -> str:
    """Give one key for all the parts, in hex: no two lists of parts share one."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape")
        whole.update(len(data).to_bytes(8))
        whole.update(data)
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """The pieces below ``folder``, each under a ``kind`` (a word) and a key in hex.

    A store that is ``fresh`` gives nothing that it held before, only keeps.
    """

    folder: Path
    fresh: bool = False

    def get(self, kind: str, key: str) -> bytes | None:
        """Give a piece, or None where there is none; a piece used is kept for longer."""
        if self.fresh:
            return None
        path = self._path(kind, key)
        try:
            # thousands: Path and buffers are slow
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                data = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > USED_EVERY:
                    os.utime(path)
        except OSError:
            return None
        if hashlib.sha256(memoryview(data)[DIGEST:]).digest() != data[:DIGEST]:
            return None
        return data[DIGEST:]

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep a piece. A store that cannot be written is no reason to stop a build."""
        path = Path(self._path(kind, key))
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=".new-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(data).digest() + data)
                Path(beside).replace(path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise

    def prune(self, largest: int = LARGEST, oldest: float = OLDEST) -> int:
        """Remove what was not used for long, then the least lately used above ``largest``.

        ``largest`` is in bytes, ``oldest`` in seconds. Does nothing within a day of the
        last time. Gives the number of pieces removed.
        """
        mark = self.folder / "pruned"
        now = time.time()
        with contextlib.suppress(OSError):
            if now - mark.stat().st_mtime < PRUNED_EVERY:
                return 0
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            mark.touch()
        kept = removed = 0
        for used, size, path in sorted(self._pieces(), reverse=True):
            kept += size
            if kept > largest or now - used > oldest:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, kind: str, key: str) -> str:
        return f"{self.folder}/{kind}/{key[:2]}/{key[2:]}"

    def _pieces(self) -> list[tuple[float, int, Path]]:
        """List time of last use, size and path; a piece that goes meanwhile is left out."""
        found = []
        for path in self.folder.glob("*/*/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found


def store_of(root: Path, *, fresh: bool = False) -> Store:
    """Give the cache of the press in that folder: in it, or where ISGPRESS_CACHE says."""
    wanted = os.environ.get("ISGPRESS_CACHE")
    folder = Path(wanted).expanduser().resolve() if wanted else root / ".isgpress" / "cache"
    return Store(folder, fresh)
