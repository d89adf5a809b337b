"""The index that the page for searching asks: Pagefind's, files like all others.

See https://pagefind.app. It reads the finished pages; one index serves all languages of
the site. That of a press with many titles is in several parts, which the page for searching
puts together (https://pagefind.app/docs/multisite/).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from html import escape, unescape
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from isgpress.check.validators.tools import Missing
from isgpress.findings import Finding, PressError, Severity
from isgpress.store import key_of

FOLDER, PAGE = "pagefind", "search.html"
TIME = 600  # s
TITLES = 256  # of an index
AT_ONCE = 4  # indexes; each is made by all processors
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_ADVICE = "`pip install 'isgpress[search]'` brings Pagefind, which makes the index"


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to make an index."""
    return () if _program() else (Missing("Pagefind", "pip install 'isgpress[search]'"),)


def fault_of_search() -> Finding | None:
    """Give the finding for a machine that cannot make an index, or None."""
    if not needs():
        return None
    message = "the site has no page for searching: Pagefind is not installed"
    return Finding("no-search", message, None, _ADVICE, Severity.NOTE)


def version() -> str:
    """Give Pagefind's version; nothing where it is a program by itself."""
    try:
        return metadata.version("pagefind")
    except metadata.PackageNotFoundError:
        return ""


def count(titles: int) -> int:
    """Give the number of indexes for that many titles.

    A reader asks each of them, so a small press has one. A changed title makes one of them
    anew.
    """
    return max(-(-titles // TITLES), 1)


def place(slug: str, number: int) -> int:
    """Give which of ``number`` indexes a title is in, from 0: always the same one."""
    return int(key_of(slug)[:8], 16) % number


class Indexer(AbstractContextManager["Indexer"]):
    """Makes indexes, some at once; what they need meanwhile goes with it."""

    def __init__(self, language: str) -> None:
        """Index pages by the rules of a language (BCP 47)."""
        self.language = language.split("-", maxsplit=1)[0]
        self._until = ExitStack()
        self._running: list[subprocess.Popen[bytes]] = []

    def __exit__(self, *_: object) -> None:
        """End what still runs, and remove what it was given."""
        self._until.close()

    def begin(self, pages: Mapping[str, bytes], number: int) -> Callable[[], dict[str, bytes]]:
        """Begin to make the index of that number, from 0; give a function that ends it.

        Pages are by their path in the site; what is in ``main`` of one is searched. The
        function gives the files of the index by theirs, and raises PressError
        ``search-failed``.
        """
        if len(self._running) == AT_ONCE:
            self._running.pop(0).wait(TIME)
        enter = self._until.enter_context
        folder = Path(enter(tempfile.TemporaryDirectory(prefix="isgpress-")))
        _write(folder / "site", pages)
        out = folder / "out"
        command = [*_program(), "--site", str(folder / "site"), "--output-path", str(out)]
        command += ["--root-selector", "main", "--force-language", self.language]
        said = enter((folder / "said").open("w+", encoding="utf-8", errors="replace"))
        process = enter(
            subprocess.Popen(command, stdout=said, stderr=said, cwd=folder)  # noqa: S603 - Pagefind, with paths of our own
        )
        self._until.callback(process.kill)
        self._running.append(process)
        return lambda: _ended(process, said, out, number)


def _write(folder: Path, pages: Mapping[str, bytes]) -> None:
    made: set[Path] = set()
    for path, data in pages.items():
        file = folder / path
        if file.parent not in made:
            made.add(file.parent)
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_named(data))


def _ended(
    process: subprocess.Popen[bytes], said: TextIO, out: Path, number: int
) -> dict[str, bytes]:
    if process.wait(TIME):
        said.seek(0)
        message = (
            f"Pagefind could not make the index: {' '.join(said.read().splitlines()[-1:])}"
        )
        raise PressError(Finding("search-failed", message, None, _ADVICE))
    base = f"{FOLDER}/{number + 1}" if number else FOLDER
    found = {p.relative_to(out).as_posix(): p for p in sorted(out.rglob("*")) if p.is_file()}
    wanted = _is_data if number else _is_used
    return {f"{base}/{name}": path.read_bytes() for name, path in found.items() if wanted(name)}


def _named(page: bytes) -> bytes:
    """Have a page without a heading in its ``main`` found by its title.

    So is the front of a web edition, whose name is a masthead above.
    """
    start = page.find(b"<main")
    title = _TITLE.search(page)
    if start < 0 or title is None or b"<h1" in page[start:]:
        return page
    name = escape(unescape(title[1].decode("utf-8", "replace")).strip())
    mark = f'<main data-pagefind-meta="title:{name}"'.encode()
    return page[:start] + mark + page[start + len(b"<main") :]


def _is_used(name: str) -> bool:
    """Tell whether a file is not one of Pagefind's own faces for searching."""
    return not any(part in name for part in ("ui.", "highlight", "component"))


def _is_data(name: str) -> bool:
    """Tell whether a file is of an index itself, not of the program that asks it."""
    return name.startswith(("index/", "fragment/")) or name.endswith((".json", ".pf_meta"))


def _program() -> list[str]:
    if find_spec("pagefind_bin"):
        from pagefind_bin import get_executable  # noqa: PLC0415 - only where it is there

        return [str(get_executable())]
    found = shutil.which("pagefind")
    return [found] if found else []
