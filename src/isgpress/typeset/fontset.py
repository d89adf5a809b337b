"""The fonts of a whole title: what all sections together use of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isgpress.typeset.facts import FontUse, Glyph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts of a title.

    ``programs`` are the fonts to embed, with the glyphs of all sections; ``files`` their
    bytes, in the same order. ``dictionaries`` are (number of program, glyphs as one or
    more sections name them); ``of`` maps (section, its number of a font) to a dictionary.
    """

    programs: tuple[FontUse, ...]
    dictionaries: tuple[tuple[int, FontUse], ...]
    of: tuple[tuple[int, ...], ...]
    files: tuple[bytes, ...] = ()


def gather(sections: Sequence[Sequence[FontUse]]) -> FontSet:
    """Unite the fonts of sections in reading order.

    A section that lacks characters has glyph ids of its own for them, so that it gets a
    dictionary of its own, over the same font file.
    """
    programs: dict[object, FontUse] = {}
    dictionaries: dict[object, tuple[object, FontUse]] = {}
    names: list[list[object]] = []
    for number, uses in enumerate(sections):
        names.append([])
        for use in uses:
            program = (use.file, use.index, use.axes, use.name)
            name = (program, number if use.missing else None)
            programs[program] = _united(programs.get(program), use)
            dictionaries[name] = (program, _united(dictionaries.get(name, (0, None))[1], use))
            names[-1].append(name)
    program_numbers = {key: n for n, key in enumerate(programs)}
    dictionary_numbers = {key: n for n, key in enumerate(dictionaries)}
    return FontSet(
        programs=tuple(programs.values()),
        dictionaries=tuple((program_numbers[p], use) for p, use in dictionaries.values()),
        of=tuple(tuple(dictionary_numbers[n] for n in row) for row in names),
    )


def _united(known: FontUse | None, use: FontUse) -> FontUse:
    if known is None:
        return use
    glyphs: dict[int, Glyph] = {g.gid: g for g in known.glyphs}
    for glyph in use.glyphs:
        had = glyphs.get(glyph.gid)
        if had is None or not had.text:
            glyphs[glyph.gid] = glyph
    return replace(
        known, glyphs=_sorted(glyphs.values()), missing=_merged(known.missing, use.missing)
    )


def _sorted(glyphs: Iterable[Glyph]) -> tuple[Glyph, ...]:
    return tuple(sorted(glyphs, key=lambda g: g.gid))


def _merged(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*one, *other}))
