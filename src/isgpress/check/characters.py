"""Characters that no font of the theme has: where they stand in the sources.

The engine that sets pages says which character it lacks and in which section. The place
is found here, by looking for the character in what was read.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from isgpress.findings import Finding, PressError, Span, counted
from isgpress.world import World

RULE = "missing-glyph"
SHOWN = 8  # characters of one file that have a finding of their own
LISTED = 24  # further ones that are named in one finding
_CODE = re.compile(r"\(U\+([0-9A-F]{4,6})")
_SOURCES = (".md", ".yaml")


def placed(
    world: World, findings: Iterable[Finding], read: Iterable[str]
) -> tuple[Finding, ...]:
    """Give the findings, each ``missing-glyph`` with its line and column where known.

    ``read`` are the paths of all files that the title was made from. Where one file has
    many such characters, as a chapter in a script that the theme has no font for, the
    first ``SHOWN`` have a finding each, and one more tells of the rest.
    """
    found = list(dict.fromkeys(findings))
    sources = sorted(path for path in read if path.endswith(_SOURCES))
    lacking = [_placed(world, f, sources) for f in found if f.rule == RULE]
    lacking = sorted(dict.fromkeys(lacking), key=lambda f: f.span or Span(""))
    others = (f for f in found if f.rule != RULE)
    return (*others, *_together(lacking))


def _placed(world: World, finding: Finding, sources: Sequence[str]) -> Finding:
    character = _character(finding)
    own = finding.span.path if finding.span else ""
    for path in dict.fromkeys((own, *sources)):
        if span := _find(world, path, character):
            return replace(finding, span=span)
    return finding


def _character(finding: Finding) -> str:
    code = _CODE.search(finding.message)
    return chr(int(code[1], 16)) if code else ""


def _find(world: World, path: str, character: str) -> Span | None:
    """Find a character in a file: as it is, as an entity, or as part of a composed one."""
    if not character or not world.exists(path):
        return None
    try:
        lines = world.read_text(path).split("\n")
    except PressError:
        return None
    for number, line in enumerate(lines, 1):
        if (column := line.find(character)) >= 0:
            return Span(path, number, column + 1)
    for number, line in enumerate(lines, 1):
        meant = html.unescape(line)
        if any(character in unicodedata.normalize(form, meant) for form in ("NFC", "NFD")):
            return Span(path, number)
    return None


def _together(findings: Sequence[Finding]) -> Iterator[Finding]:
    for _, group in groupby(findings, key=lambda f: f.span.path if f.span else ""):
        own = list(group)
        yield from own[:SHOWN]
        if rest := own[SHOWN:]:
            yield _of_many(rest)


def _of_many(findings: Sequence[Finding]) -> Finding:
    characters = "".join(map(_character, findings))
    shown = characters[:LISTED] + ("…" if len(characters) > LISTED else "")
    many = counted(len(characters), "more character")
    message = f"no font of the theme has {many} of this file: `{shown}`"
    return replace(findings[0], message=message)
