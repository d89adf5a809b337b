"""Folders put in their place as one thing, or brought up to date where they stand.

And the digests by which finished files and folders are known again.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from isgpress.findings import PressError
from isgpress.world import unwritable, write_atomic

PAGES = (".html", ".xml", ".json", ".atom", ".rss")  # what leads to other files
NEW = ".new-"  # begins the name of a file that is being written
LEFT = 3600  # s; no folder takes so long to write
SWAPS = 20  # times that another build may come in between


def write_folder(
    path: Path, files: Mapping[str, bytes | os.PathLike[str]], *, replace: bool = True
) -> None:
    """Put a folder with these files, by relative path, in the place of what is there.

    A file is its bytes, or the absolute path of one to copy. The new folder is written
    beside the old one and then renamed, so that ``path`` never holds a part of it, nor
    files of the old one; files that are as before are taken over. Without ``replace``, a
    folder with files that is there stays, and every file is on the disk before the folder
    has its name. What earlier work left beside it, when it was killed, is swept away.
    Raises PressError ``cannot-write``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        with tempfile.TemporaryDirectory(
            prefix=_beside(path), dir=path.parent, ignore_cleanup_errors=True
        ) as beside:
            new = Path(beside, "new")
            new.mkdir()
            if replace:
                _fill(new, path, files)
                _put_in_place(new, path, Path(beside, "old"))
            else:
                for name, data in files.items():
                    found = data if isinstance(data, bytes) else Path(data).read_bytes()
                    write_atomic(new / name, found)
                new.rename(path)
                _keep(path.parent)
    except OSError as fault:
        raise PressError(unwritable(path, fault)) from fault


def _beside(path: Path) -> str:
    """Give what the name of a folder begins with that is written beside another."""
    return f".{path.name[:40]}."


def _sweep(path: Path) -> None:
    """Remove folders that were begun beside this one and that nobody can be at any more."""
    with os.scandir(path.parent) as found:
        named = re.compile(re.escape(_beside(path)) + "[a-z0-9_]{8}")  # by tempfile
        left = [entry for entry in found if named.fullmatch(entry.name)]
    for entry in left:
        with contextlib.suppress(OSError):
            age = time.time() - entry.stat(follow_symlinks=False).st_mtime
            if age > LEFT and {"new", "old"}.issuperset(os.listdir(entry.path)):  # noqa: PTH208
                _remove(entry.path)


def update_folder(path: Path, files: Mapping[str, bytes | os.PathLike[str]]) -> None:
    """Make a folder hold these files and no others, each of which is the old or the new one.

    As ``write_folder``, for folders of thousands of files of which few change: what is as
    it was is not touched. What pages lead to is written before the pages, and what is no
    longer wanted goes last, so that no page leads to nothing at any moment, also where the
    work is interrupted; the next time ends it. Raises PressError ``cannot-write``.
    """
    if not path.is_dir():
        write_folder(path, files)
        return
    try:
        _update(str(path), files)
    except OSError as fault:
        raise PressError(unwritable(path, fault)) from fault


def _update(top: str, files: Mapping[str, bytes | os.PathLike[str]]) -> None:
    folders = _folders(files)
    spare = []
    for name, is_folder in tuple(_standing(top, "")):
        if name not in (folders if is_folder else files):
            in_the_way = name in (files if is_folder else folders)
            _remove(f"{top}/{name}") if in_the_way else spare.append(name)
    for name in sorted(files, key=lambda name: name.endswith(PAGES)):
        target, data = f"{top}/{name}", files[name]
        if not _is_same(target, data):
            folder, _, last = target.rpartition("/")
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - thousands: Path is slow
            _write(f"{folder}/{NEW}{last[-200:]}", data)
            os.replace(f"{folder}/{NEW}{last[-200:]}", target)  # noqa: PTH105 - the same
    for name in reversed(spare):
        _remove(f"{top}/{name}")


def _folders(files: Iterable[str]) -> set[str]:
    """Give all folders that files stand in, by relative path."""
    found = {""}
    for name in files:
        while (name := name.rpartition("/")[0]) not in found:
            found.add(name)
    return found - {""}


def _standing(folder: str, below: str) -> Iterator[tuple[str, bool]]:
    """Give all that stands in a folder, by relative path, and what is a folder itself."""
    with os.scandir(folder) as found:
        entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
    for name, is_folder in entries:
        yield below + name, is_folder
        if is_folder:
            yield from _standing(f"{folder}/{name}", f"{below}{name}/")


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # gone with its folder
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
            shutil.rmtree(path)
        else:
            os.unlink(path)  # noqa: PTH108


def _fill(new: Path, old: Path, files: Mapping[str, bytes | os.PathLike[str]]) -> None:
    """Write files to a new folder; those that stand alike in the old one become links."""
    made: set[str] = set()
    for name, data in files.items():
        target, before = f"{new}/{name}", f"{old}/{name}"
        folder = name.rpartition("/")[0]
        if folder not in made:
            (new / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        if _is_same(before, data) and _linked(before, target):
            continue
        _write(target, data)


def _write(target: str, data: bytes | os.PathLike[str]) -> None:
    if isinstance(data, bytes):
        with open(target, "wb") as file:  # noqa: PTH123 - thousands: Path is slow
            file.write(data)
    else:
        shutil.copyfile(data, target)
        stat = os.stat(data)  # noqa: PTH116 - the same
        os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.chmod(target, 0o644)  # noqa: PTH101 - the same


def _is_same(before: str, data: bytes | os.PathLike[str]) -> bool:
    """Tell whether a file that stands is as the new one will be.

    Copies are compared by size and time: both are those of the file they were made from.
    """
    try:
        there = os.lstat(before)
        if isinstance(data, bytes):
            if there.st_size != len(data):
                return False
            # thousands: Path and buffers are slow
            with open(before, "rb", buffering=0) as file:  # noqa: PTH123
                return file.read() == data
        source = os.stat(data)  # noqa: PTH116 - the same
    except OSError:
        return False
    return (there.st_size, there.st_mtime_ns) == (source.st_size, source.st_mtime_ns)


def _linked(before: str, target: str) -> bool:
    """Let a file have a second name; tell whether this disk allows that."""
    try:
        os.link(before, target, follow_symlinks=False)
    except OSError:
        return False
    return True


def _keep(folder: Path) -> None:
    """Have a folder's names written to the disk."""
    with contextlib.suppress(OSError):  # not every system lets folders be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put_in_place(new: Path, path: Path, old: Path) -> None:
    """Rename a folder to ``path``, what stands there to ``old``; put that back if it fails.

    Another build may do the same at the same time: then the last one stands.
    """
    for _ in range(SWAPS):
        try:
            with contextlib.suppress(FileNotFoundError):
                path.rename(old)
            new.rename(path)
        except BaseException as fault:
            if isinstance(fault, OSError) and fault.errno in (errno.ENOTEMPTY, errno.EEXIST):
                old = old.with_name(f"{old.name}-")  # another build's folder has come since
                continue
            if old.exists() and not path.exists():
                old.rename(path)
            raise
        return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))


def digest_of(path: Path) -> str:
    """Give the sha256 of a file in hex, or of a folder's names and files; empty for none.

    A folder's is that of ``digest_of_files`` over its files.
    """
    try:
        if not path.is_dir():
            return _digest_of_file(path)
        files = (p for p in path.rglob("*") if not p.is_dir())
        return _digest_of_digests(
            {p.relative_to(path).as_posix(): _digest_of_file(p) for p in files}
        )
    except OSError:
        return ""


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Give the sha256, in hex, of files by name: of a list of their own, sorted."""
    return _digest_of_digests(
        {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    )


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of_digests(digests: Mapping[str, str]) -> str:
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
