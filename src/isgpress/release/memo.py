"""Pages and records that were made before, kept by all that they were made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isgpress.build.pieces import pack, unpack
from isgpress.build.tools import moment, tools
from isgpress.findings import Finding
from isgpress.model.publication import Press
from isgpress.store import Store, key_of, store_of

if TYPE_CHECKING:
    from isgpress.world import World

KIND, PRESS = "shelf", "press"


@dataclass(frozen=True)
class Memo:
    """Gives again what it was given before; without a ``store`` everything is made anew."""

    store: Store | None = None

    @cached_property
    def base(self) -> str:
        """One text for what does the work."""
        return key_of(tools(), moment())

    def files(
        self, parts: Iterable[str], make: Callable[[], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """Give files by name: those of last time where all ``parts`` are the same.

        The parts are everything that the files are made from, but for isgpress itself.
        """
        return self.later(parts, lambda: make)()

    def later(
        self, parts: Iterable[str], begin: Callable[[], Callable[[], Mapping[str, bytes]]]
    ) -> Callable[[], Mapping[str, bytes]]:
        """Give a function that gives files as ``files`` does; begin what they need now."""
        if self.store is None:
            return begin()
        store, key = self.store, key_of(self.base, *parts)
        if (found := store.get(KIND, key)) is not None:
            return lambda: _apart(found)
        end = begin()

        def ended() -> Mapping[str, bytes]:
            made = end()
            store.put(KIND, key, _together(made))
            return made

        return ended

    def file(self, parts: Iterable[str], make: Callable[[], bytes]) -> bytes:
        """Give one file, as ``files`` does."""
        return self.files(parts, lambda: {"": make()})[""]


def _together(files: Mapping[str, bytes]) -> bytes:
    """Give files as one: a line of JSON with names and sizes, then their bytes."""
    sizes = json.dumps([[name, len(data)] for name, data in files.items()])
    return b"\n".join([sizes.encode(), b"".join(files.values())])


def _apart(whole: bytes) -> dict[str, bytes]:
    sizes, _, rest = whole.partition(b"\n")
    found, start = {}, 0
    for name, size in json.loads(sizes):
        found[name] = rest[start : start + size]
        start += size
    return found


def memo_of(world: World) -> Memo:
    """Give the memory of a press, which lies in its cache."""
    return Memo(store_of(world.root))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A press as it was read, with its findings, and from what."""

    press: Press
    findings: tuple[Finding, ...]
    reads: dict[str, str | None]


def press_of(world: World, memo: Memo) -> tuple[Press, tuple[Finding, ...]]:
    """Give the press as ``load_press`` does; that of last time where nothing has changed.

    So a site of which nothing has changed needs no reader of YAML, which is slow to import.
    """
    store, key = memo.store, key_of(memo.base, str(world.root))
    kept = unpack(_Kept, store.get(PRESS, key)) if store else None
    if kept is not None and world.unchanged(kept.reads):
        return kept.press, kept.findings
    from isgpress.sources import load_press  # noqa: PLC0415 - slow to import

    with world.recording() as reads:
        press, findings = load_press(world)
    if store:
        store.put(PRESS, key, pack(_Kept(press, findings, reads)))
    return press, findings
