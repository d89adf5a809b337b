"""The index that the page for searching asks: Pagefind's, files like all others.

See https://pagefind.app. It reads the finished pages; one index serves all languages of
the site.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from html import escape, unescape
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from isgpress.check.validators.tools import Missing
from isgpress.findings import Finding, PressError, Severity

FOLDER, PAGE = "pagefind", "search.html"
TIME = 600  # s
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


def index(pages: dict[str, bytes], language: str) -> dict[str, bytes]:
    """Give the files of an index of pages, by path in the site.

    What is in ``main`` of a page is searched. Raises PressError ``search-failed``.
    """
    with tempfile.TemporaryDirectory(prefix="isgpress-") as name:
        site = Path(name, "site")
        for path, data in pages.items():
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_named(data))
        out = Path(name, "out")
        command = [*_program(), "--site", str(site), "--output-path", str(out)]
        command += [
            "--root-selector",
            "main",
            "--force-language",
            language.split("-", maxsplit=1)[0],
        ]
        done = subprocess.run(  # noqa: S603 - Pagefind, with paths of our own
            command, capture_output=True, text=True, check=False, timeout=TIME, cwd=name
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            message = f"Pagefind could not make the index: {' '.join(last)}"
            raise PressError(Finding("search-failed", message, None, _ADVICE))
        files = sorted(p for p in out.rglob("*") if p.is_file() and not _is_spare(p))
        return {f"{FOLDER}/{p.relative_to(out).as_posix()}": p.read_bytes() for p in files}


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


def _is_spare(path: Path) -> bool:
    """Tell whether a file is of Pagefind's own faces for searching, which are not used."""
    return "ui" in path.stem or "highlight" in path.stem or "component" in path.stem


def _program() -> list[str]:
    if find_spec("pagefind") and find_spec("pagefind_bin"):
        return [sys.executable, "-m", "pagefind"]
    found = shutil.which("pagefind")
    return [found] if found else []
