"""The cache as the typesetter uses it: facts and PDFs of sections, subsets of fonts."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isgpress.typeset import keys
from isgpress.typeset.facts import (
    dump_composed,
    dump_facts,
    dump_written,
    load_composed,
    load_facts,
    load_written,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isgpress.model.rendered import RenderedSection
    from isgpress.store import Store
    from isgpress.typeset.facts import Composed, Facts, FontUse, Written
    from isgpress.typeset.messages import PieceTask

FACTS, PDF, FONT = "layout-facts", "layout-pdf", "layout-font"
OVERFULL, PIECE, ROOM = "layout-overfull", "layout-piece", "layout-room"
BAD = (ValueError, KeyError, TypeError, json.JSONDecodeError)


@dataclass(frozen=True, slots=True)
class Setting:
    """A section as it is to be laid out: the side it starts on, folios set in advance."""

    section: RenderedSection
    side: str
    values: Mapping[str, str]


class Shelf:
    """What was laid out before, by the content of all that it depends on."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store
        self._keys: dict[tuple[RenderedSection, str, str], str] = {}

    def facts(self, setting: Setting) -> Facts | None:
        """Give a section's facts, None where they are not known."""
        data = self._store.get(FACTS, self._key(setting))
        with contextlib.suppress(*BAD):
            return load_facts(data) if data else None
        return None

    def keep_facts(self, setting: Setting, facts: Facts) -> None:
        """Keep a section's facts."""
        self._store.put(FACTS, self._key(setting), dump_facts(facts))

    def written(
        self, setting: Setting, start: int | None, slots: Mapping[str, str]
    ) -> Written | None:
        """Give a section's PDF, None where it was never written so.

        ``start`` is its first folio, None where it prints none; ``slots`` the folios of
        others that it prints.
        """
        data = self._store.get(PDF, keys.pdf_key(self._key(setting), start, slots))
        with contextlib.suppress(*BAD):
            return load_written(data) if data else None
        return None

    def keep_written(
        self, setting: Setting, start: int | None, slots: Mapping[str, str], written: Written
    ) -> None:
        """Keep a section's PDF; parameters as for ``written``."""
        key = keys.pdf_key(self._key(setting), start, slots)
        self._store.put(PDF, key, dump_written(written))

    def overfull(self, setting: Setting, slots: Mapping[str, str]) -> bool:
        """Tell whether it is known that those folios do not fit a section's slots."""
        key = keys.pdf_key(self._key(setting), None, slots)
        return self._store.get(OVERFULL, key) is not None

    def keep_overfull(self, setting: Setting, slots: Mapping[str, str]) -> None:
        """Keep that those folios do not fit, so that nobody tries again."""
        self._store.put(OVERFULL, keys.pdf_key(self._key(setting), None, slots), b"")

    def composed(self, files: Sequence[str], task: PieceTask) -> Composed | None:
        """Give a piece that was laid out before; ``files`` are digests of all it names."""
        data = self._store.get(PIECE, keys.piece_key(files, task))
        with contextlib.suppress(*BAD):
            return load_composed(data) if data else None
        return None

    def keep_composed(self, files: Sequence[str], task: PieceTask, composed: Composed) -> None:
        """Keep a piece that is laid out."""
        self._store.put(PIECE, keys.piece_key(files, task), dump_composed(composed))

    def pages(self, files: Sequence[str], task: PieceTask) -> int | None:
        """Give how many pages a piece needs that was measured before."""
        data = self._store.get(ROOM, keys.piece_key(files, task))
        return int(data) if data and data.isdigit() else None

    def keep_pages(self, files: Sequence[str], task: PieceTask, pages: int) -> None:
        """Keep how many pages a piece needs."""
        self._store.put(ROOM, keys.piece_key(files, task), str(pages).encode())

    def font(self, use: FontUse) -> bytes | None:
        """Give a font file with those glyphs, None where it was never made."""
        return self._store.get(FONT, keys.font_key(use))

    def keep_font(self, use: FontUse, data: bytes) -> None:
        """Keep a font file."""
        self._store.put(FONT, keys.font_key(use), data)

    def _key(self, setting: Setting) -> str:
        values = json.dumps(dict(setting.values), sort_keys=True)
        known = (setting.section, setting.side, values)
        if known not in self._keys:
            self._keys[known] = keys.layout_key(setting.section, setting.side, setting.values)
        return self._keys[known]
