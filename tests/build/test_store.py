"""The cache on disk."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from isgpress.store import Store, key_of, store_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_piece_comes_back_as_it_was(tmp_path: Path) -> None:
    """What is put under a kind and key is got from there, and from nowhere else."""
    store = Store(tmp_path)
    store.put("text", key_of("a"), b"piece")

    assert store.get("text", key_of("a")) == b"piece"
    assert store.get("text", key_of("b")) is None
    assert store.get("page", key_of("a")) is None


def test_keys_tell_lists_of_parts_apart() -> None:
    """Parts that join to the same text give different keys."""
    assert key_of("ab", "c") != key_of("a", "bc")


def test_a_damaged_piece_counts_as_not_there(tmp_path: Path) -> None:
    """A piece cut short or changed on disk is not given out."""
    store = Store(tmp_path)
    store.put("text", key_of("a"), b"a piece of some length")
    [path] = [p for p in tmp_path.rglob("*") if p.is_file()]
    path.write_bytes(path.read_bytes()[:-3])

    assert store.get("text", key_of("a")) is None


def test_a_store_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    """Where a file stands in the folder's place, nothing is kept and nothing is raised."""
    (tmp_path / "cache").write_text("not a folder")
    store = Store(tmp_path / "cache")
    store.put("text", key_of("a"), b"piece")

    assert store.get("text", key_of("a")) is None


def test_pruning_removes_the_oldest_and_what_is_above_the_limit(tmp_path: Path) -> None:
    """Pieces unused for long go, then the least lately used until the rest fits."""
    store = Store(tmp_path)
    for age, name in enumerate("abcd"):
        store.put("text", key_of(name), bytes(100))
        path = store._path("text", key_of(name))
        used = time.time() - age * 1000
        os.utime(path, (used, used))

    removed = store.prune(largest=300, oldest=2500)

    assert removed == 2
    assert [bool(store.get("text", key_of(n))) for n in "abcd"] == [True, True, False, False]


def test_two_builds_may_write_one_piece_at_once(tmp_path: Path) -> None:
    """Whoever reads while others write gets a whole piece or none."""
    store = Store(tmp_path)
    pieces = [bytes([n]) * 50_000 for n in range(8)]

    def work(piece: bytes) -> set[bytes | None]:
        got = set()
        for _ in range(20):
            store.put("text", key_of("one"), piece)
            got.add(store.get("text", key_of("one")))
        return got

    with ThreadPoolExecutor(8) as pool:
        seen = set().union(*pool.map(work, pieces))

    assert seen <= set(pieces)


def test_the_cache_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache lies in the press unless ISGPRESS_CACHE says otherwise."""
    monkeypatch.delenv("ISGPRESS_CACHE", raising=False)
    assert store_of(tmp_path).folder == tmp_path / ".isgpress" / "cache"

    monkeypatch.setenv("ISGPRESS_CACHE", str(tmp_path / "elsewhere"))
    assert store_of(tmp_path).folder == tmp_path / "elsewhere"
