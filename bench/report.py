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
    """A ratio of two cases' ``what`` (seconds, megabytes, size): at least ``least``.

    ``fewer`` is what holds in its place on fewer than four cores; None: nothing does.
    """

    what: str
    above: str
    below: str
    least: float
    text: str
    fewer: Mapping[int, float] | None = None

    def wanted(self, cores: int) -> float:
        """Give the least ratio on that many cores, 0 where there is none."""
        if self.fewer is None or cores >= FOUR:
            return self.least
        return self.fewer.get(cores, 0.0)


FOUR = 4  # cores, for which the targets of work that is spread over them were set
TARGETS = (
    Target("seconds", "pandoc epub", "isgpress epub, cold", 3, "cold EPUB, times faster"),
    Target("megabytes", "pandoc epub", "isgpress epub, cold", 4, "cold EPUB, times smaller"),
    Target(
        "seconds", "pandoc -> WeasyPrint pdf", "isgpress pdf, cold", 2.5,
        "cold PDF, times faster than pandoc -> WeasyPrint",
        fewer={2: 1.5, 3: 1.5},
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
    """Give the median of the runs' ``seconds``, or ``megabytes``, or the file's ``size``."""
    if what == "seconds":
        return statistics.median(figures.seconds)
    return figures.megabytes if what == "megabytes" else figures.size


def show(figures: Mapping[str, Figures], *, made: bool, cores: int) -> bool:
    """Print the medians and ratios; tell whether all targets that apply were met.

    Targets stand for the made book only; for other titles the ratios are printed alone.
    ``cores`` is the number of those that isgpress could use.
    """
    print(f"{'':36}{'median':>9}{'fastest':>9}{'memory':>9}{'pages':>7}{'size':>10}")
    for name, case in figures.items():
        fastest = min(case.seconds)
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
            wanted = target.wanted(cores) if made else 0.0
            met &= ratio >= wanted
            print(f"{target.text}: {ratio:.2f}{_verdict(ratio, wanted)}")
    return met


def _verdict(ratio: float, wanted: float) -> str:
    if not wanted:
        return ""
    return f" (target {wanted:.2f})  {'met' if ratio >= wanted else 'MISSED'}"


def plain(figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Give the figures as values for JSON."""
    return {
        name: {
            "seconds": case.seconds,
            "megabytes": case.megabytes,
            "pages": case.pages,
            "size": case.size,
        }
        for name, case in figures.items()
    }


def save(figures: Mapping[str, Any], path: Path) -> None:
    """Write the figures of all titles as JSON."""
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
