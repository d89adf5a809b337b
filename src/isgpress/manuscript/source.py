"""One Markdown file: its text with file lines, and findings that name them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from isgpress.findings import Finding, Severity, Span

_NEWLINE = re.compile("\n")


@dataclass(frozen=True)
class Source:
    """A file's text; the front matter is blank lines, so that lines keep their number.

    ``path`` is relative to the press folder. ``findings`` grows while the file is read.
    """

    path: str
    text: str
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in _NEWLINE.finditer(self.text))]

    def line_at(self, offset: int) -> int:
        """Give the line, counted from 1, of a character of the text."""
        return bisect_right(self._starts, offset)

    def line_of(self, needle: str, start_line: int = 1) -> int:
        """Give the first line from ``start_line`` on that holds the words; 0 if none."""
        start = self._starts[min(max(start_line, 1), len(self._starts)) - 1]
        found = self.text.find(needle, start)
        return self.line_at(found) if found >= 0 else 0

    def find_from(self, needle: str, start_line: int, offset: int) -> tuple[int, int]:
        """Give line and end of the first place of some words, from a line and offset on.

        (0, 0) where there is none.
        """
        start = self._starts[min(max(start_line, 1), len(self._starts)) - 1]
        found = self.text.find(needle, max(start, offset))
        return (self.line_at(found), found + len(needle)) if found >= 0 else (0, 0)

    def start_of(self, line: int) -> int:
        """Give the offset at which a line starts, counted from 1."""
        return self._starts[line - 1]

    def report(  # noqa: PLR0913 - a finding has that many parts
        self,
        rule: str,
        message: str,
        line: int = 0,
        help: str = "",  # noqa: A002 - the finding's own name for it
        *,
        severity: Severity = Severity.ERROR,
        near: bool = False,
    ) -> None:
        """Add a finding about a line of this file."""
        span = Span(self.path, line, near=near)
        self.findings.append(Finding(rule, message, span, help, severity))

    def report_at(  # noqa: PLR0913 - a finding has that many parts
        self,
        rule: str,
        message: str,
        start: int,
        end: int,
        help: str = "",  # noqa: A002
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding about a stretch of the text, from one offset to another."""
        line, last = self.line_at(start), self.line_at(max(start, end - 1))
        span = Span(
            self.path,
            line,
            start - self._starts[line - 1] + 1,
            last,
            end - self._starts[last - 1] + 1,
        )
        self.findings.append(Finding(rule, message, span, help, severity))


def file_lines(text: str, body_line: int) -> str:
    """Give a file's text with the lines before ``body_line`` made blank."""
    if body_line <= 1:
        return text
    lines = text.split("\n")
    return "\n".join([""] * (body_line - 1) + lines[body_line - 1 :])


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced piece of code: ``line`` is that of its first fence."""

    line: int
    end: int  # line of the last fence
    prefix: str
    language: str
    code: str


@dataclass
class Scan:
    """What was seen in a file; ``lines`` are what is given to Python-Markdown."""

    source: Source
    lines: list[str]
    fences: list[Fence] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)  # label -> line of its text
    masked: str = ""  # the source without code and comments, lines kept
