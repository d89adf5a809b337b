"""Text that `isgpress new` and `isgpress import` put in place for an editor to replace."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from isgpress.findings import Finding, PressError, Severity, Span, counted
from isgpress.importers.stubs import TEXT_TO_COME
from isgpress.model.publication import Publication
from isgpress.sources.scaffold import PLACEHOLDERS, skeleton_texts
from isgpress.world import World

RULE = "placeholder-text"
LONG = 40  # characters of a line by which it is known again


def left_over(world: World, title: Publication) -> Iterator[Finding]:
    """Tell of each file of a title the first line that is still that of a skeleton."""
    settings = title.span.path if title.span else ""
    files = dict.fromkeys([settings, *(s.file for s in title.sections)])
    for path in filter(None, files):
        try:
            lines = enumerate(map(str.strip, world.read_text(path).split("\n")), 1)
        except PressError:  # told by those who need the text
            continue
        found = [n for n, line in lines if _is_left_over(line)]
        if found:
            more = f", and in {counted(len(found) - 1, 'more line')}" if found[1:] else ""
            yield Finding(
                RULE,
                f"the skeleton’s words still stand here{more}",
                Span(path, found[0]),
                "write your own in its place, or take it out",
                Severity.NOTE,
            )


def _is_left_over(line: str) -> bool:
    return line in _lines() or any(words in line for words in PLACEHOLDERS)


@cache
def _lines() -> frozenset[str]:
    lines = (line.strip() for text in skeleton_texts() for line in text.split("\n"))
    # what stands behind a # is a comment, or a heading that many books have
    told = (line for line in lines if len(line) >= LONG and "# " not in line)
    return frozenset([*told, TEXT_TO_COME])
