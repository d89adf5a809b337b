"""The body vocabulary as text: small Markdown in, XHTML and findings out.

``ISGPRESS_ACCEPT=1 pytest tests/manuscript/test_cases.py`` writes what comes out into
the cases; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from isgpress.findings import Finding
from isgpress.model.manuscript import Document

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
BLOCK = re.compile(
    r"(?=<(?:p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|table|caption|thead|tbody|tr|figure"
    r"|figcaption|aside|section|div|hr|img)\b)"
)


def as_text(document: Document, findings: list[Finding]) -> str:
    """Write a document so that a difference shows in one line."""
    lines = [f"title: {document.title}", *BLOCK.split(document.body)]
    lines += [f"note {n.label} ({n.id}, line {n.line}): {n.xhtml}" for n in document.notes]
    lines += [f"index: {entry}" for entry in document.index]
    lines += [
        f"{f.severity} {f.rule} line {f.span.line if f.span else 0}: {f.message} | {f.help}"
        for f in findings
    ]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_markdown_becomes_the_vocabulary(path: Path, read) -> None:  # noqa: ANN001
    """Each case gives the document and the findings that it shows."""
    head, source, expected = re.split(r"^=====\n", path.read_text("utf-8"), flags=re.MULTILINE)
    made = as_text(*read(source, head.strip() or "en-GB"))
    if os.environ.get("ISGPRESS_ACCEPT"):
        path.write_text(f"{head}=====\n{source}=====\n{made}", "utf-8")
    assert made == expected


def test_there_are_cases() -> None:
    """The folder of cases is found."""
    assert len(CASES) > 10
