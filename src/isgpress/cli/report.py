"""Findings for people, for tools and for CI: terminal, JSON, SARIF."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

import click

from isgpress.cli import ExitCode, open_press
from isgpress.findings import Finding, PressError, Severity, Span, counted, has_errors

Lines = Callable[[str], Sequence[str]]
"""Gives the lines of a file of the press; none where it cannot be read."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
# rules about the machine, not about the sources
_MACHINE = {"layout-engine-missing", "validator-missing"}
_LINE_END = re.compile(r"\r\n?|\n")  # what editors count as lines, and no more
_WIDTH = 88  # of a source line that is shown; longer ones are cut around the place
FORMATS = ("terminal", "json", "sarif")


def finish(findings: Iterable[Finding], form: str = "terminal") -> ExitCode:
    """Print findings in one of ``FORMATS``, and give the exit status they mean.

    For people they go to standard error, for tools to standard output.
    """
    ordered = in_order(findings)
    if form == "json":
        click.echo(as_json(ordered))
    elif form == "sarif":
        click.echo(as_sarif(ordered))
    elif ordered:
        click.echo(as_text(ordered, lines_of_press()), err=True)
    if any(f.rule in _MACHINE and f.severity is Severity.ERROR for f in ordered):
        return ExitCode.MISSING
    return ExitCode.FINDINGS if has_errors(ordered) else ExitCode.OK


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings by place, each once; those without a place come first."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.span or Span(""), f.rule, f.message)))


def as_text(findings: Sequence[Finding], lines: Lines) -> str:
    """Give findings for people, with the line of the source and a closing count."""
    blocks = [_block(finding, lines) for finding in findings]
    return "\n\n".join([*blocks, summary(findings)])


def summary(findings: Sequence[Finding]) -> str:
    """Give one line with the counts, and how to learn more."""
    counts = Counter(finding.severity for finding in findings)
    parts = [
        counted(counts[severity], severity.value) for severity in Severity if counts[severity]
    ]
    if not parts:
        return "no findings"
    first = next((f for f in findings if f.severity is Severity.ERROR), findings[0])
    return f"{', '.join(parts)}; more about a rule: isgpress explain {first.rule}"


def as_json(findings: Sequence[Finding]) -> str:
    """Give findings as one JSON object: ``findings`` and ``counts``."""
    counts = Counter(finding.severity.value for finding in findings)
    rows = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "message": finding.message,
            "help": finding.help,
            "place": asdict(finding.span) if finding.span else None,
        }
        for finding in findings
    ]
    return json.dumps({"findings": rows, "counts": counts}, indent=2, ensure_ascii=False)


def as_sarif(findings: Sequence[Finding]) -> str:
    """Give findings as SARIF 2.1.0 (OASIS), with the pages of their rules."""
    from isgpress.check import explain, page_of  # noqa: PLC0415

    names = sorted({finding.rule for finding in findings})
    described: list[dict[str, Any]] = [{"id": name} for name in names]
    for row in described:
        if page_of(row["id"]):
            text = explain(row["id"])
            row["help"] = {"text": text, "markdown": text}
    driver = {"name": "isgpress", "rules": described}
    results = [_result(finding, names.index(finding.rule)) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    log = {
        "$schema": f"{schema}sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": text},
    }
    if finding.span:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.span.path)}}
        if region := _region(finding.span):
            place["region"] = region
        result["locations"] = [{"physicalLocation": place}]
    return result


def _region(span: Span) -> dict[str, int]:
    fields = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {name: number for name, number in fields.items() if number}


def _block(finding: Finding, lines: Lines) -> str:
    head = click.style(
        f"{finding.severity}[{finding.rule}]", _COLOURS[finding.severity], bold=True
    )
    block = [f"{head}: {click.style(finding.message, bold=True)}"]
    if finding.span:
        near = " (near this line)" if finding.span.near else ""
        block += [f"  {finding.span}{near}", *_excerpt(finding, lines)]
    if finding.help:
        block.append(f"  {click.style('help', 'green')}: {finding.help}")
    return "\n".join(block)


def _excerpt(finding: Finding, lines: Lines) -> list[str]:
    """Give the line of the source, and below it carets under the place."""
    span = finding.span
    source = lines(span.path) if span and span.line else ()
    if not span or not 0 < span.line <= len(source):
        return []
    line = source[span.line - 1].replace("\t", " ")
    start = max(span.column - 1, 0)
    end = span.end_column - 1 if span.end_line == span.line else start + 1
    if span.end_line > span.line:
        end = len(line.rstrip())
    cut = 0 if len(line) <= _WIDTH else max(0, min(start - 20, len(line) - _WIDTH))
    shown = line[cut : cut + _WIDTH]
    before, inside = line[cut:start], line[start : max(end, start + 1)][: cut + _WIDTH - start]
    number = f"{span.line:>5}"
    excerpt = [
        f"{number} | {'…' if cut else ''}{shown}{'…' if cut + _WIDTH < len(line) else ''}"
    ]
    if span.column:
        colour = _COLOURS[finding.severity]
        carets = click.style("^" * max(_columns(inside), 1), colour, bold=True)
        indent = " " * (_columns(before) + (1 if cut else 0))
        excerpt.append(f"{'':>5} | {indent}{carets}")
    return excerpt


def _columns(text: str) -> int:
    """Give how many columns of a terminal the text takes."""
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def lines_of_press() -> Lines:
    """Give what reads lines of the press; what cannot be read has none."""
    known: dict[str, Sequence[str]] = {}
    try:
        world = open_press()
    except click.UsageError:
        return lambda _path: ()

    def lines(path: str) -> Sequence[str]:
        if path not in known:
            try:
                data = world.read_bytes(path)
            except PressError:
                data = b""
            known[path] = _LINE_END.split(data.decode("utf-8-sig", "replace"))
        return known[path]

    return lines
