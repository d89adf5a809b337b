"""A structure tree in the making: what is read from pages, and written into a PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: the page it is on, and its number there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's annotation on a page."""

    page: int
    annotation: Any


@dataclass(frozen=True, slots=True)
class Leads:
    """The nodes that bookmarks, in their order, and ids lead to, and those of endnotes."""

    bookmarks: tuple[Node, ...]
    ids: tuple[tuple[str, Node], ...]
    endnotes: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Node:
    """A structure element in the making."""

    role: str
    element: Any = None
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    language: str = ""
    box: tuple[float, float, float, float] | None = None  # of a picture, in PDF units
    scope: str = ""  # of a header cell: Row or Column
