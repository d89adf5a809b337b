"""The blocks that start with ``///``: their names and the options that each takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

COMMON = ("id", "class", "lang")
# of a reviewed book, in the order in which they are usually given
BOOK = ("title", "author", "editor", "translator", "publisher", "pages", "price", "isbn")
PRINTED = ("credit", "source", "dateline", "salutation", "signature", *BOOK)  # inline Markdown
LAYOUTS = ("wide", "half", "left", "right", "plate")


@dataclass(frozen=True, slots=True)
class BlockType:
    """What may stand in a block's header.

    ``argument`` says what the words after ``|`` are: a caption, a heading, or nothing.
    """

    options: tuple[str, ...] = ()
    argument: str = ""


BLOCKS: Mapping[str, BlockType] = MappingProxyType(
    {
        "figure": BlockType(
            ("src", "alt", "decorative", "credit", "layout", "number"), "caption"
        ),
        "table": BlockType(("layout", "number", "credit"), "caption"),
        "box": BlockType(("layout",), "heading"),
        "pull-quote": BlockType(("source", "layout")),
        "verse": BlockType(("source",), "heading"),
        "epigraph": BlockType(("source",)),
        "questions": BlockType((), "heading"),
        "aims": BlockType((), "heading"),
        "further-reading": BlockType((), "heading"),
        "activity": BlockType((), "heading"),
        "note-to-reader": BlockType((), "heading"),
        "letter": BlockType(("dateline", "salutation", "signature")),
        "dialogue": BlockType(),
        "drama": BlockType((), "heading"),
        "book-details": BlockType(BOOK),
        "bibliography": BlockType((), "heading"),
        "glossary": BlockType(),
        "chronology": BlockType(),
    }
)

_OPTION = re.compile(r"^[\s>]*([A-Za-z][\w-]*)[ ]*:(?:[ ]+(.*?))?[ ]*$")
_QUOTED = re.compile(r"""^(?:"(.*)"|'(.*)')$""")


def read_option(line: str) -> tuple[str, str] | None:
    """Give the key and value of a header line ``key: value``; None if it is not one.

    A value may stand in quotes; a colon in it needs none.
    """
    match = _OPTION.match(line)
    if match is None:
        return None
    value = match[2] or ""
    if quoted := _QUOTED.match(value):
        value = quoted[1] if quoted[1] is not None else quoted[2]
    return match[1].lower(), value


def allowed_options(name: str) -> tuple[str, ...]:
    """Give the names of the options that a block of that type takes."""
    return (*BLOCKS[name].options, *COMMON)
