"""Shows what was measured: medians, and ratios beside their targets."""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.cases import Figures


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio of two cases' ``what`` (seconds, megabytes, size): at least ``least``."""

    what: str
    above: str
    below: str
    least: float
    text: str


TARGETS = (
    Target("seconds", "pandoc epub", "isgpress epub, cold", 3, "cold EPUB, times faster"),
    Target("megabytes", "pandoc epub", "isgpress epub, cold", 4, "cold EPUB, times smaller"),
    Target(
        "seconds", "pandoc -> WeasyPrint pdf", "isgpress pdf, cold", 2.5,
        "cold PDF, times faster than pandoc -> WeasyPrint",
    ),
    Target(
        "seconds", "isgpress pdf, cold", "isgpress pdf, one chapter changed", 3,
        "one chapter changed, times faster than our cold PDF",
    ),
    Target(
        "size", "one document, same HTML", "isgpress pdf, cold", 1 / 1.05,
        "file size of one WeasyPrint document of our HTML, divided by ours",
    ),
)  # fmt: skip


def progress(line: str) -> None:
    """Say what was just measured, on standard error."""
    print(f"  {line}", file=sys.stderr)


def value(figures: Figures, what: str) -> float:
    """Give the median of the runs' ``seconds`` or ``megabytes``, or the file's ``size``."""
    if what == "size":
        return figures.size
    return statistics.median(getattr(run, what) for run in figures.runs)


def show(figures: Mapping[str, Figures], *, made: bool) -> bool:
    """Print the medians and ratios; tell whether all targets that apply were met.

    Targets stand for the made book only; for other titles the ratios are printed alone.
    """
    print(f"{'':36}{'median':>9}{'fastest':>9}{'memory':>9}{'pages':>7}{'size':>10}")
    for name, case in figures.items():
        fastest = min(run.seconds for run in case.runs)
        print(
            f"{name:36}{value(case, 'seconds'):7.2f} s{fastest:7.2f} s"
            f"{value(case, 'megabytes'):6.0f} MB{case.pages or '':>7}{case.size / 1000:7.0f} kB"
        )
    met = True
    for target in TARGETS:
        if target.above in figures and target.below in figures:
            ratio = value(figures[target.above], target.what) / value(
                figures[target.below], target.what
            )
            verdict = "" if not made else "  met" if ratio >= target.least else "  MISSED"
            met &= not made or ratio >= target.least
            print(f"{target.text}: {ratio:.2f} (target {target.least:.2f}){verdict}")
    return met


def plain(figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Give the figures as values for JSON."""
    return {
        name: {
            "seconds": [run.seconds for run in case.runs],
            "megabytes": [run.megabytes for run in case.runs],
            "pages": case.pages,
            "size": case.size,
        }
        for name, case in figures.items()
    }


def save(figures: Mapping[str, Any], path: Path) -> None:
    """Write the figures of all titles as JSON."""
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
