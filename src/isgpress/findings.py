"""What is wrong, where, and how to mend it: the one shape in which rooms report.

Findings are values. Rooms return them; only ``cli/`` prints them or exits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file; lines and columns count from 1, 0 means the whole file.

    ``path`` is relative to the press folder, with ``/`` on every system. ``near`` says
    that the line is the nearest one known, not an exact one.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    near: bool = False

    def __str__(self) -> str:
        """Give the span as ``path:line:column``, without what is unknown."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to report: ``rule`` is the name that ``isgpress explain`` looks up."""

    rule: str
    message: str
    span: Span | None = None
    help: str = ""
    severity: Severity = Severity.ERROR


class PressError(Exception):
    """Stops a piece of work; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings, in the order given."""
        super().__init__("; ".join(f.message for f in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[PressError], tuple[Finding, ...]]:
        """Pickle with the findings: one process tells another."""
        return PressError, self.findings


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Tell whether any of the findings is an error."""
    return any(f.severity is Severity.ERROR for f in findings)


def has_warnings(findings: tuple[Finding, ...]) -> bool:
    """Tell whether any of the findings is a warning."""
    return any(f.severity is Severity.WARNING for f in findings)


def counted(count: int, what: str) -> str:
    """Give a number of things in words for messages: "1 page", "1,200 pages"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
