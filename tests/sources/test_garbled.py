"""Garbled files: whatever stands in them gives findings, never a traceback."""

from __future__ import annotations

import random

import pytest

from isgpress.findings import Finding, PressError
from isgpress.sources import load_book, load_press
from isgpress.world import MemoryWorld

GOOD = """\
title: "The Sheet: A History"
kind: collection
date: 2026-11-23
language: en-GB
contributors:
  - {name: Ana Silva, role: editor, sort-name: "Silva, Ana"}
series: {title: Papers, number: 3, issn: 1234-5679}
description: >
  Two lines
  of text.
subjects: {thema: [NHTB], bisac: [POL042030], keywords: [print]}
trim: b-format
cover: {image: cover.png, alt: A press}
editions:
  paperback: {isbn: 978-0-306-40615-7, price: {amount: "12.99", currency: GBP}}
  epub: {embed-fonts: true}
contents:
  front: [half-title, {dedication: For all}, {preface: 00.md}]
  body:
    - 01.md
    - part: One
      number: I
      chapters: [02.md, {chapter: 03.md, number: none}]
  back: [{appendix: 04.md}, index]
"""
CHAPTER = (
    "---\ntitle: A\nauthors: [B, {name: C}]\nepigraph: {text: D, source: E}\n---\n\nText.\n"
)
SIGNS = [
    *":-[]{}#&*!|>'\"%@`,?~\t \n\x00\x07\ufeff\u2028é漢🖋\\",
    *(": ", "- ", "---\n", "...\n", "<<: ", "? ", "null", "[[[[", "&a ", "*a", "!!int "),
    *("\r\n", "../", "1e999", "٣", "\ud800"),
]


def garble(text: str, chance: random.Random) -> str:
    """Give the text with a few places deleted, doubled, moved or filled with signs."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 20))
        change = chance.choice(["delete", "insert", "double", "lines", "truncate"])
        if change == "delete":
            text = text[:at] + text[end:]
        elif change == "insert":
            text = text[:at] + chance.choice(SIGNS) + text[at:]
        elif change == "double":
            text = text[:end] + text[at:]
        elif change == "lines":
            lines = text.split("\n")
            chance.shuffle(lines)
            text = "\n".join(lines)
        else:
            text = text[: max(at, 5)]
    return text


def findings_of(press: str, book: str, chapter: str) -> tuple[Finding, ...]:
    """Give all findings of a press made of these texts."""
    chapters = {f"books/a/0{n}.md": chapter.encode("utf-8", "surrogatepass") for n in range(5)}
    files = {
        "press.yaml": press.encode("utf-8", "surrogatepass"),
        "books/a/book.yaml": book.encode("utf-8", "surrogatepass"),
        **chapters,
    }
    world = MemoryWorld(files)
    try:
        loaded, findings = load_press(world)
    except PressError as stop:
        return stop.findings
    _, more = load_book(world, loaded, "a")
    return findings + more


@pytest.mark.parametrize("seed", range(12))
def test_garbled_text_gives_findings(seed: int) -> None:
    """Every finding has a message in editors' words and a place in the file."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(60):
        book, chapter = garble(GOOD, chance), garble(CHAPTER, chance)
        for finding in findings_of("name: A\n", book, chapter):
            assert finding.message
            assert finding.span is not None
            lines = (book if finding.span.path.endswith("yaml") else chapter).count("\n") + 2
            assert 0 <= finding.span.line <= lines
            words = f"{finding.message} {finding.help}".lower()
            assert not any(w in words for w in ("pydantic", "yaml.", "input should", "scalar"))


@pytest.mark.parametrize("value", ["[]", "{}", "x", "[x]", "{a: b}", "[[x]]", "", "[{}]", "''"])
def test_every_key_takes_every_form(value: str) -> None:
    """A value of a wrong form at any key is a finding at or below that key."""
    for number, line in enumerate(GOOD.split("\n")):
        key = line.partition(":")[0]
        if not key or not line[0].isalpha():
            continue
        lines = GOOD.split("\n")
        after = number + 1
        while after < len(lines) and not lines[after][:1].isalpha():
            after += 1
        book = "\n".join([*lines[:number], f"{key}: {value}", *lines[after:]])
        for finding in findings_of("name: A\n", book, CHAPTER):
            assert finding.rule != "bad-yaml", book


def test_bytes_of_another_kind() -> None:
    """A picture named like a text, or UTF-16, is a finding with a place."""
    for data in (b"\x89PNG\r\n\x1a\n\x00", "title: A".encode("utf-16"), b"title: caf\xe9"):
        world = MemoryWorld({"press.yaml": data})
        with pytest.raises(PressError) as caught:
            load_press(world)
        assert caught.value.findings[0].rule in {"not-utf-8", "control-character"}
