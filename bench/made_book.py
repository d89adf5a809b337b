"""Makes a book of 100,000 words whose text is the same on every machine.

The sentences come from a small grammar about an imagined printers' co-operative, so that
words, lengths and punctuation are those of English prose and not of random letters.
"""

# ruff: noqa: E501 - a sentence stands on one line

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHAPTERS = 30
WORDS = 100_000
NOTE_EVERY = 6  # paragraphs
HEADING_EVERY = 9
REFERENCE_EVERY = 11
SEED = 1891

SENTENCES = (
    "{Time}, the {group} {decided} to {act} the {thing}{because}.",
    "The {group} of the {place} {decided} that no {thing} should {fate} {until}.",
    "{Someone} wrote in the {record} that the {thing} was {quality} and the {other} {quality2}{because}.",
    "Nobody in the {place} could say who had {acted} the {thing}, but everybody knew who had paid for it.",
    '"We {act} the {thing} ourselves," said {someone}, "or we do not {act} it at all."',
    "It was {quality} work: the {thing} had to be {acted} by hand, and the {other} waited {until}.",
    "Of the {number} members who had signed the {record}, {few} came to the {place} {time}.",
    "The {record}, which {someone} kept {until}, gives the price of the {thing} to the farthing.",
    "Whether the {group} {decided} it or only allowed it, the {other} were never {acted} again.",
    "{Time} the {place} stood empty{because}; the {thing} lay where the {group} had left it.",
    "There were {number} such {things} in the district, and the {group} had {acted} {few} of them.",
    "What {someone} called *{quality} economy* was, for the {group}, a matter of the {thing} and the rent.",
    "The quarrel over the {thing} lasted {until}, and the {record} is silent on how it ended.",
    "{Someone}'s answer was short: the {group} would {act} the {thing}, and the {other} could wait.",
    "Prices rose, the {thing} did not sell, and {time} the {group} met in the {place} to count what was left.",
)
LISTS: dict[str, tuple[str, ...]] = {
    "group": (
        "committee",
        "members",
        "compositors",
        "pressmen",
        "binders' branch",
        "apprentices",
        "women of the folding room",
        "auditors",
        "delegates",
        "night shift",
        "strike committee",
    ),
    "thing": (
        "second press",
        "paper stock",
        "subscription list",
        "weekly sheet",
        "type cases",
        "pamphlet on rents",
        "strike fund",
        "poster for the gasworkers",
        "lease",
        "song book",
        "bindery",
        "reading room",
        "annual report",
        "boiler",
        "distribution round",
        "wage scale",
    ),
    "things": ("presses", "branches", "societies", "reading rooms", "weeklies", "loan funds"),
    "other": (
        "older members",
        "proofs",
        "invoices",
        "readers in the villages",
        "paper merchants",
        "new rules",
        "stones",
        "debts",
        "unsold copies",
        "minutes of the branch",
    ),
    "place": (
        "upper room",
        "old chapel",
        "warehouse by the canal",
        "composing room",
        "co-operative hall",
        "back office",
        "market square",
        "union rooms",
        "yard",
        "school in Mill Lane",
    ),
    "record": (
        "minute book",
        "day book",
        "ledger",
        "wages book",
        "letter of the ninth",
        "balance sheet",
    ),
    "someone": (
        "the secretary",
        "Hannah Ashworth",
        "old Thomas Pell",
        "the treasurer",
        "Ruth Calder",
        "the foreman",
        "Samuel Orme",
        "a reader from Leyburn",
        "the chair",
        "Margaret Voss",
    ),
    "decided": ("decided", "resolved", "agreed", "voted", "undertook", "refused at first"),
    "act": (
        "buy",
        "repair",
        "print",
        "share",
        "inspect",
        "finance",
        "defend",
        "carry",
        "revise",
    ),
    "acted": (
        "bought",
        "repaired",
        "printed",
        "shared",
        "inspected",
        "financed",
        "defended",
        "revised",
    ),
    "fate": (
        "leave the building",
        "be sold",
        "be lent",
        "be pawned",
        "go unrecorded",
        "stand idle",
    ),
    "because": (
        "",
        "",
        ", since the merchant gave no credit",
        ", for want of anything better",
        ", as the rules required",
        ", though the vote had been close",
        ", which surprised the town",
        "; the reasons were never written down",
        " (the rent was due on Lady Day)",
        " \u2013 and not for the first time",
        ", because the roads were under snow",
    ),
    "until": (
        "until the spring",
        "for eleven weeks",
        "until the auditors had been",
        "through the winter",
        "until the debt was paid",
        "for the better part of a year",
        "till the last sheet was dry",
    ),
    "quality": (
        "slow",
        "honest",
        "costly",
        "careful",
        "thankless",
        "well-tried",
        "plain",
        "new-fangled",
    ),
    "quality2": (
        "dear",
        "late",
        "damp",
        "in good order",
        "beyond repair",
        "better than it looked",
    ),
    "number": (
        "forty",
        "sixty-three",
        "two hundred",
        "a dozen",
        "eighty-odd",
        "seventeen",
        "1,150",
    ),
    "few": ("nine", "barely half", "all but three", "a handful", "thirty-one", "most"),
    "time": (
        "in the autumn of that year",
        "after the lock-out",
        "on the following Saturday",
        "before the new rules were read",
        "when the ice broke",
        "by the end of the quarter",
        "at the next general meeting",
        "a month later",
        "in the second winter",
    ),
}
HEADINGS = (
    "The {thing} and the {place}",
    "What the {record} says",
    "A question of the {thing}",
    "The {group} against the clock",
    "Paying for the {thing}",
    "From the {place} to the town",
)
TITLES = (
    "An upper room", "The first press", "Paper and credit", "Rules for a society", "The weekly sheet",
    "Night work", "A dear winter", "The women of the folding room", "Rents", "The poster war",
    "Apprentices", "The canal warehouse", "Lock-out", "Eleven weeks", "The loan fund", "A second press",
    "Readers in the villages", "The price of bread", "The song book", "Wages and hours", "The old chapel",
    "Credit refused", "The boiler", "Delegates", "A close vote", "The reading room", "Snow",
    "What was left", "The auditors", "Lady Day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the made book: its number from 1, its title, its blocks in order.

    A block is a paragraph, heading or table of Markdown. References are written in it as
    ``@ref(id)`` and ``@page(id)``, since every tool writes them in its own way.
    """

    number: int
    title: str
    blocks: tuple[str, ...]


class Writer:
    """Writes sentences from the grammar with its own stream of random numbers."""

    def __init__(self, seed: int) -> None:
        """Start the stream: the same seed gives the same sentences."""
        self.random = random.Random(seed)  # noqa: S311 (not for secrets)

    def fill(self, pattern: str) -> str:
        """Give the pattern with each slot replaced by one of its list's words."""

        def word(match: re.Match[str]) -> str:
            name = match[1]
            choice = self.random.choice(LISTS[name.lower()])
            return choice[:1].upper() + choice[1:] if name[0].isupper() else choice

        return re.sub(r"\{(\w+)\}", word, pattern)

    def paragraph(self) -> str:
        """Give a paragraph of four to nine sentences."""
        count = self.random.randint(4, 9)
        return " ".join(self.fill(s) for s in self.random.sample(SENTENCES, count))

    def table(self, number: int) -> str:
        """Give a table of eight rows with a caption and the id ``table-<number>``."""
        rows = [
            f"| {self.fill('{things}').capitalize()} | {self.random.randint(2, 96)} "
            f"| {self.random.randint(100, 9900):,} |"
            for _ in range(8)
        ]
        head = "| What was counted | Number | Members |\n|:--|--:|--:|\n"
        return f"{head}{chr(10).join(rows)}\n\nTable: {self.fill('The {things} of the district')}, chapter {number}"


def chapter(number: int) -> Chapter:
    """Write chapter ``number`` (from 1): a thirtieth of the words, notes counted in."""
    writer = Writer(SEED + number)
    blocks: list[str] = []
    words = paragraphs = notes = 0
    while words < WORDS / CHAPTERS:
        if paragraphs and paragraphs % HEADING_EVERY == 0:
            part = paragraphs // HEADING_EVERY
            blocks.append(
                f"## {writer.fill(writer.random.choice(HEADINGS))} @id(part-{number}-{part})"
            )
        paragraphs += 1
        text = writer.paragraph()
        if paragraphs % NOTE_EVERY == 0:
            notes += 1
            text += f"[^{notes}]\n\n[^{notes}]: {writer.fill(writer.random.choice(SENTENCES))}"
        if paragraphs % REFERENCE_EVERY == 0:
            text = f"{_reference(writer, number)} {text}"
        blocks.append(text)
        words += len(text.split())
    blocks.insert(len(blocks) // 2, writer.table(number))
    return Chapter(number, TITLES[number - 1], tuple(blocks))


def _reference(writer: Writer, number: int) -> str:
    """Refer to a heading of another chapter."""
    others = [n for n in range(1, CHAPTERS + 1) if n != number]
    target = f"part-{writer.random.choice(others)}-1"
    return f"The figures were given above (see @ref({target}), @page({target}))."


def book() -> tuple[Chapter, ...]:
    """Write the whole book."""
    return tuple(chapter(n) for n in range(1, CHAPTERS + 1))


BOOK_YAML = """\
title: The Press in Mill Lane
subtitle: A made book for measuring
language: en-GB
date: 2026-01-01
contributors:
  - {name: Nobody in Particular, role: author}
trim: a5
editions:
  pdf: {}
  epub: {}
contents:
  front: [half-title, title-page, imprint, contents]
  body:
"""


def write_press(folder: Path) -> None:
    """Write the made book as a press folder with the one title ``made-book``."""
    title = folder / "books" / "made-book"
    title.mkdir(parents=True)
    (folder / "press.yaml").write_text(
        "name: The Measuring Press\nplace: Leyburn\nlanguage: en-GB\n"
    )
    listed = ""
    for c in book():
        name = f"{c.number:02}-chapter.md"
        listed += f"    - {name}\n"
        text = (
            "\n\n".join(c.blocks)
            .replace("@id(", "{#")
            .replace("@ref(", "{ref:")
            .replace("@page(", "{page:")
        )
        text = re.sub(r"(\{(?:#|ref:|page:)[a-z0-9-]+)\)", r"\1}", text)
        (title / name).write_text(f"# {c.title}\n\n{text}\n")
    (title / "book.yaml").write_text(BOOK_YAML + listed)


def write_pandoc(folder: Path) -> Path:
    """Write the same text as one file of pandoc's Markdown; give its path.

    Notes are numbered through the book, since pandoc knows one space of note names, and
    references are links, since pandoc has no page numbers.
    """
    parts = [
        "---\ntitle: The Press in Mill Lane\nauthor: Nobody in Particular\nlang: en-GB\n---"
    ]
    for c in book():
        text = "\n\n".join((f"# {c.title}", *c.blocks))
        text = re.sub(r"\[\^(\d+)\]", rf"[^{c.number}-\1]", text)
        text = re.sub(r"@id\(([\w-]+)\)", r"{#\1}", text)
        text = re.sub(r"@ref\(([\w-]+)\)", r"[that section](#\1)", text)
        parts.append(re.sub(r"@page\(([\w-]+)\)", r"[page](#\1){.page-ref}", text))
    path = folder / "made-book.md"
    path.write_text("\n\n".join(parts) + "\n")
    return path
