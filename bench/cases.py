"""What is measured: the same text built by isgpress and by its peers."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg
import pypandoc
import pypdfium2

from bench import made_catalogue
from bench.measure import megabytes_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Title:
    """A title in both forms: our press folder, and one Markdown file for pandoc."""

    press: Path
    slug: str
    markdown: Path
    folder: str = "books"

    @property
    def words(self) -> int:
        """Count the words between white space in pandoc's file."""
        return len(self.markdown.read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure: ``prepare`` is not timed, ``output`` is the file it makes.

    A case that is for its ``size`` alone is run once.
    """

    name: str
    prepare: Callable[[], None]
    commands: tuple[tuple[str, ...], ...]
    output: Path
    size: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A case: seconds of each run, memory in MB, its file's bytes and pages (0: none)."""

    seconds: tuple[float, ...]
    megabytes: float
    size: int
    pages: int


def cases(title: Title, jobs: int | None, only: str | None) -> list[Case]:
    """Give the cases for a title; ``only`` is ``epub``, ``pdf`` or None for both."""
    if title.folder == made_catalogue.FOLDER:
        return _catalogue(title)
    if title.folder == "issues":  # no peer makes one
        return [] if only == "epub" else _ours(title, "pdf", jobs)
    chosen: list[Case] = []
    for edition in ("epub", "pdf"):
        if only in (None, edition):
            chosen += _ours(title, edition, jobs)
            chosen += _pandoc_epub(title) if edition == "epub" else _pandoc_pdf(title)
    if only != "epub":
        chosen += _one_document(title)
    return chosen


def alternate(
    chosen: Sequence[Case], runs: int, progress: Callable[[str], None]
) -> dict[str, Figures]:
    """Time all cases in turn, ``runs`` times round, after one round for their memory.

    That first round also fills the machine's own caches, so that nobody pays for them.
    """
    memory: dict[str, float] = {}
    seconds: dict[str, list[float]] = defaultdict(list)
    files: dict[str, tuple[int, int]] = {}
    for case in chosen:
        case.prepare()
        memory[case.name] = max(megabytes_of(command) for command in case.commands)
        progress(f"{case.name}: {memory[case.name]:.0f} MB")
    for number in range(1, runs + 1):
        for case in chosen:
            if case.size and number < runs:
                continue
            case.prepare()
            seconds[case.name].append(sum(map(seconds_of, case.commands)))
            progress(f"{case.name}: {seconds[case.name][-1]:.2f} s")
            files[case.name] = case.output.stat().st_size, _pages(case.output)
    return {
        name: Figures(tuple(taken), memory[name], *files[name])
        for name, taken in seconds.items()
    }


def _pages(path: Path) -> int:
    if path.suffix != ".pdf":
        return 0
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def _ours(title: Title, edition: str, jobs: int | None) -> list[Case]:
    """Give the cold, the unchanged and the one-chapter-changed build of an edition."""
    command = (str(BIN / "isgpress"), "--press", str(title.press), "build", title.slug)
    command += ("--edition", edition, "--jobs", str(jobs or os.cpu_count() or 1))
    output = title.press / "dist" / title.slug / f"{title.slug}.{edition}"

    def empty() -> None:
        shutil.rmtree(title.press / "dist", ignore_errors=True)
        shutil.rmtree(title.press / ".isgpress", ignore_errors=True)

    def change() -> None:
        chapters = sorted((title.press / title.folder / title.slug).rglob("*.md"))
        chapter = chapters[len(chapters) // 2]
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(f"{text.rstrip()}\n\nOne more line.\n", encoding="utf-8")

    return [
        Case(f"isgpress {edition}, cold", empty, (command,), output),
        Case(f"isgpress {edition}, nothing changed", lambda: None, (command,), output),
        Case(f"isgpress {edition}, one chapter changed", change, (command,), output),
    ]


def _catalogue(title: Title) -> list[Case]:
    """Give the site, with its catalogues, and the message to shops: cold, and after changes."""
    message = title.press / "catalogue.xml"
    command = (str(BIN / "isgpress"), "--press", str(title.press), "site", "--onix")
    before = {
        "cold": made_catalogue.empty,
        "nothing changed": lambda _: None,
        "one title changed": made_catalogue.change,
    }
    return [
        Case(
            f"isgpress site with ONIX, {when}",
            partial(prepare, title.press),
            ((*command, str(message)),),
            message,
        )
        for when, prepare in before.items()
    ]


def _pandoc_epub(title: Title) -> list[Case]:
    output = title.markdown.with_suffix(".epub")
    command = (pypandoc.get_pandoc_path(), str(title.markdown), "--toc", "-o", str(output))
    return [Case("pandoc epub", lambda: None, (*_in_place(title, command),), output)]


def _pandoc_pdf(title: Title) -> list[Case]:
    html = title.markdown.with_suffix(".html")
    output = title.markdown.with_suffix(".pdf")
    pandoc = (pypandoc.get_pandoc_path(), str(title.markdown), "-s", "--toc", "-o", str(html))
    # Given a style sheet, pandoc leaves out its own, which is one for web pages.
    (pandoc,) = _in_place(title, (*pandoc, "--css", _style(title).name))
    weasyprint = (str(BIN / "weasyprint"), "-q", str(html), str(output))
    return [Case("pandoc -> WeasyPrint pdf", lambda: None, (pandoc, weasyprint), output)]


def _one_document(title: Title) -> list[Case]:
    output = title.markdown.with_suffix(".one.pdf")
    script = HERE / "one_document.py"
    command = (sys.executable, str(script), str(title.press), title.slug, str(output))
    return [Case("one document, same HTML", lambda: None, (command,), output, size=True)]


def _style(title: Title) -> Path:
    """Write the peers' style sheet with the font files that isgpress uses."""
    faces = "".join(
        f'@font-face {{ font-family: text; src: url("{file.path.as_uri()}");'
        f" font-style: {file.style} }}\n"
        for file in fontpkg.family("EB Garamond").files
        if file.variable
    )
    path = title.markdown.with_suffix(".css")
    path.write_text(faces + (HERE / "print.css").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _in_place(title: Title, command: tuple[str, ...]) -> tuple[tuple[str, ...]]:
    """Let pandoc find the pictures beside the Markdown file."""
    return ((*command, "--resource-path", str(title.markdown.parent)),)
