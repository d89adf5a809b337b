"""The only door to files and the clock; what is read is recorded.

A path is relative to the press folder, with ``/`` on every system; nothing outside that
folder can be read. Tests give the same door over files in memory.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import errno
import hashlib
import os
import posixpath
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path

from isgpress.findings import Finding, PressError, Span

SMALL = 1_000_000  # bytes; what is larger is not held whole
DEEPEST = 40  # folders in a path that are looked at one by one

Record = dict[str, str | None]
"""What was read: path to sha256 in hex, None where nothing was found.

A key that ends in ``/`` is a folder whose list of names was read.
"""


class World(ABC):
    """What all doors have in common; ``DiskWorld`` and ``MemoryWorld`` fill in the rest."""

    def __init__(self) -> None:
        """Start with nothing recorded."""
        self._records: ContextVar[tuple[Record, ...]] = ContextVar("records", default=())

    @property
    @abstractmethod
    def root(self) -> Path:
        """The press folder, absolute."""

    @abstractmethod
    def _read(self, path: str) -> bytes:
        """Give the bytes of a file; the path is clean. Raises OSError."""

    @abstractmethod
    def _is_file(self, path: str) -> bool:
        """Tell whether a clean path is a file inside the press."""

    @abstractmethod
    def _names(self, folder: str) -> tuple[str, ...]:
        """Give the names in a folder, in any order; none where it is not there."""

    @abstractmethod
    def _digest(self, path: str) -> str:
        """Give the sha256 of a file that is there. Raises OSError."""

    @abstractmethod
    def _local(self, path: str) -> Path:
        """Give the absolute path of a file that is there."""

    def read_bytes(self, path: str) -> bytes:
        """Give the bytes of a file of the press.

        Raises PressError: ``missing-file``, ``outside-press``, ``unreadable-file``.
        """
        clean = self._clean(path)
        if not self._is_file(clean):
            self._note(clean, None)
            raise PressError(self._missing(clean))
        try:
            data = self._read(clean)
        except OSError as fault:
            raise PressError(_unreadable(clean, fault)) from fault
        self._note(clean, hashlib.sha256(data).hexdigest())
        return data

    def read_text(self, path: str) -> str:
        """Give the text of a UTF-8 file: no byte order mark, lines ended by a line feed.

        Raises PressError: as ``read_bytes``, and ``not-utf-8`` with the place of the
        first byte that is not UTF-8.
        """
        return decode(self.read_bytes(path), self._clean(path))

    def exists(self, path: str) -> bool:
        """Tell whether a file is there; a path that leads outside is not."""
        try:
            clean = self._clean(path)
        except PressError:
            return False
        if self._is_file(clean):
            self._note(clean, self._digest(clean) if self._records.get() else None)
            return True
        self._note(clean, None)
        return False

    def list(self, folder: str = ".") -> tuple[str, ...]:
        """Give the names of files and folders in a folder, sorted; none if not there."""
        clean = self._clean(folder)
        names = tuple(sorted(self._names(clean)))
        self._note(f"{clean}/", _digest_of_names(names))
        return names

    def digest(self, path: str) -> str:
        """Give the sha256 of a file's bytes, in hex. Raises as ``read_bytes``."""
        clean = self._clean(path)
        if not self._is_file(clean):
            self._note(clean, None)
            raise PressError(self._missing(clean))
        try:
            found = self._digest(clean)
        except OSError as fault:
            raise PressError(_unreadable(clean, fault)) from fault
        self._note(clean, found)
        return found

    def fingerprint(self, key: str) -> str | None:
        """Give what a recording would now hold for that key, to see what has changed."""
        if key.endswith("/"):
            return _digest_of_names(tuple(sorted(self._names(self._clean(key)))))
        clean = self._clean(key)
        return self._digest(clean) if self._is_file(clean) else None

    def local(self, path: str) -> Path:
        """Give the absolute path on disk, for libraries that open files themselves.

        Counts as read. Raises as ``read_bytes``.
        """
        self.digest(path)
        return self._local(self._clean(path))

    def now(self) -> dt.datetime:
        """Give the time in UTC: SOURCE_DATE_EPOCH (seconds since 1970) where it is set.

        Raises PressError ``bad-source-date-epoch``.
        See https://reproducible-builds.org/specs/source-date-epoch/
        """
        wanted = os.environ.get("SOURCE_DATE_EPOCH")
        if wanted is None:
            return dt.datetime.now(dt.UTC)
        try:
            return dt.datetime.fromtimestamp(int(wanted), dt.UTC)
        except (ValueError, OverflowError, OSError) as fault:
            raise PressError(
                Finding(
                    "bad-source-date-epoch",
                    f"SOURCE_DATE_EPOCH is `{wanted}`, not a number of seconds",
                    help="set it to whole seconds since 1970, or unset it",
                )
            ) from fault

    @contextlib.contextmanager
    def recording(self) -> Iterator[Record]:
        """Fill a record with all that this thread reads through the door meanwhile."""
        record: Record = {}
        token = self._records.set((*self._records.get(), record))
        try:
            yield record
        finally:
            self._records.reset(token)

    def replay(self, record: Record) -> None:
        """Count a record of earlier as read now: what it gave is used again."""
        for key, found in record.items():
            self._note(key, found)

    def unchanged(self, record: Mapping[str, str | None]) -> bool:
        """Tell whether all that was read then is as it was, or still not there."""
        try:
            return all(self.fingerprint(key) == found for key, found in record.items())
        except (OSError, PressError):
            return False

    def _note(self, key: str, found: str | None) -> None:
        for record in self._records.get():
            record[key] = found

    def _clean(self, path: str) -> str:
        """Give the path in its shortest form. Raises PressError ``outside-press``."""
        clean = posixpath.normpath(path or ".")
        if clean.startswith(("/", "../")) or clean == ".." or "\0" in clean:
            raise PressError(_outside(path))
        return clean

    def _missing(self, clean: str) -> Finding:
        folder, name = posixpath.split(clean)
        names = self._names(folder or ".")
        other = [n for n in names if n.casefold() == name.casefold()]
        if "\\" in clean:
            advice = "write `/` between folders and file, on every system"
        elif name in names and self._names(clean):
            advice = "a folder of that name is there, but a file is needed"
        elif name in names:
            advice = "there is only a link or an empty folder of that name; put the file there"
        elif near := other or difflib.get_close_matches(name, names, 1):
            advice = f"there is a file with a similar name: `{near[0]}`"
        else:
            advice = "check the name, also capital letters, or add the file"
        return Finding("missing-file", f"`{clean}` is not there", Span(clean), advice)


class DiskWorld(World):
    """The press folder on disk. Can be pickled; a recording stays behind."""

    def __init__(self, root: Path) -> None:
        """Open the press folder ``root``; links that lead out of it are not followed."""
        super().__init__()
        self._root = root.resolve()
        self._top = os.path.join(self._root, "")  # noqa: PTH118 - for each file: Path is slow
        self._digests: dict[tuple[str, int, int], str] = {}
        self._folders: dict[str, bool] = {"": True}  # which are known to lie in the press

    def __reduce__(self) -> tuple[type[DiskWorld], tuple[Path]]:
        """Pickle as the folder alone."""
        return DiskWorld, (self._root,)

    @property
    def root(self) -> Path:
        """The press folder, absolute, links resolved."""
        return self._root

    # Asked thousands of times in a press of a thousand titles, for which Path is slow.

    def _is_inside(self, clean: str) -> bool:
        folder = clean.rpartition("/")[0]
        if folder not in self._folders:
            deep = folder.count("/") > DEEPEST
            self._folders[folder] = (self._leads_inside if deep else self._is_inside)(folder)
        if not self._folders[folder]:
            return False
        return not os.path.islink(self._top + clean) or self._leads_inside(clean)  # noqa: PTH114

    def _leads_inside(self, clean: str) -> bool:
        try:
            real = os.path.realpath(self._top + clean, strict=False)
        except OSError:
            return False
        return os.path.join(real, "").startswith(self._top)  # noqa: PTH118

    def _clean(self, path: str) -> str:
        clean = super()._clean(path)
        if not self._is_inside(clean):
            raise PressError(_outside(path))
        return clean

    def _read(self, path: str) -> bytes:
        with open(self._top + path, "rb") as file:  # noqa: PTH123
            return file.read()

    def _is_file(self, path: str) -> bool:
        return os.path.isfile(self._top + path)  # noqa: PTH113 - false for names too long

    def _names(self, folder: str) -> tuple[str, ...]:
        try:
            return tuple(os.listdir(self._top + folder))  # noqa: PTH208
        except OSError:
            return ()

    def _digest(self, path: str) -> str:
        local = self._top + path
        stat = os.stat(local)  # noqa: PTH116
        key = (path, stat.st_size, stat.st_mtime_ns)
        if key not in self._digests:
            with open(local, "rb") as file:  # noqa: PTH123
                if stat.st_size < SMALL:
                    found = hashlib.sha256(file.read())
                else:
                    found = hashlib.file_digest(file, "sha256")
                self._digests[key] = found.hexdigest()
        return self._digests[key]

    def _local(self, path: str) -> Path:
        return self._root / path


class MemoryWorld(World):
    """Files in memory, for tests: ``{"press.yaml": b"..."}`` (text counts as UTF-8).

    Only ``root`` and ``local`` write them to a temporary folder, which goes with the
    object.
    """

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        """Take the files, by path relative to the press folder."""
        super().__init__()
        self._files = {
            path: data.encode() if isinstance(data, str) else data
            for path, data in files.items()
        }
        self._folder: Path | None = None

    @property
    def root(self) -> Path:
        """The temporary folder that holds the files."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="isgpress-")).resolve()
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            for path, data in self._files.items():
                write_atomic(self._folder / path, data)
        return self._folder

    def _read(self, path: str) -> bytes:
        return self._files[path]

    def _is_file(self, path: str) -> bool:
        return path in self._files

    def _names(self, folder: str) -> tuple[str, ...]:
        start = "" if folder == "." else f"{folder}/"
        return tuple(
            {p.removeprefix(start).split("/")[0] for p in self._files if p.startswith(start)}
        )

    def _digest(self, path: str) -> str:
        return hashlib.sha256(self._files[path]).hexdigest()

    def _local(self, path: str) -> Path:
        return self.root / path


def decode(data: bytes, path: str) -> str:
    """Give the text of UTF-8 bytes: no byte order mark, lines ended by a line feed.

    Raises PressError ``not-utf-8`` at the first byte that is not UTF-8; ``path`` is for
    the message.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PressError(_not_utf8(Span(path, 1, 1), "the file is saved as UTF-16"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = fault.object[: fault.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"byte {fault.object[fault.start]:#04x} is not UTF-8 text"
        raise PressError(_not_utf8(Span(path, line, column), message)) from fault
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that at ``path`` stands the old file or the whole new one.

    Folders are made as needed; the file's mode is 0644. Raises PressError
    ``cannot-write``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(0o644)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise PressError(unwritable(path, fault)) from fault


def package_path(path: str) -> Path:
    """Give the absolute path of a file or folder that comes with isgpress.

    ``path`` is relative to the package: ``standards/roles.yaml``, ``themes/base``.
    """
    return Path(__file__).parent / path


def package_text(path: str) -> str:
    """Give the text of a file that comes with isgpress; path as in ``package_path``."""
    return package_path(path).read_text("utf-8")


def find_press(start: Path) -> Path | None:
    """Give the nearest folder from ``start`` upwards that holds a press.yaml, or None."""
    here = start.resolve()
    return next((f for f in (here, *here.parents) if (f / "press.yaml").is_file()), None)


def _digest_of_names(names: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def _reason(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def _outside(path: str) -> Finding:
    return Finding(
        "outside-press",
        f"`{path}` lies outside the press folder",
        help="copy the file into the title's folder and name it from there",
    )


def unwritable(path: Path, fault: OSError) -> Finding:
    """Give the finding for a place that cannot be written."""
    advice = "check that the folder may be written and the disk has room"
    if fault.errno in {errno.EISDIR, errno.ENOTDIR, errno.EEXIST}:
        advice = "a file stands where a folder must be, or a folder where a file: move it away"
    return Finding("cannot-write", f"cannot write {path}: {_reason(fault)}", help=advice)


def _unreadable(path: str, fault: OSError) -> Finding:
    message = f"`{path}` cannot be read: {_reason(fault)}"
    return Finding("unreadable-file", message, Span(path), "check the file's permissions")


def _not_utf8(span: Span, message: str) -> Finding:
    advice = "save the file as UTF-8 (in most editors: Save with Encoding)"
    return Finding("not-utf-8", message, span, advice)
