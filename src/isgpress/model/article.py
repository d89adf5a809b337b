"""What a piece of an issue has that a book's chapter has not: its words and its room."""

from __future__ import annotations

from dataclasses import dataclass, field

from isgpress.findings import Span


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line on an issue's cover: ``text`` and a smaller ``below``, Markdown inline text."""

    text: str
    below: str = ""
    article: str = ""  # slug of the section that it announces


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the pages of an issue: a page from 1, and a slot of its template.

    0 is the next free page; an empty ``slot`` is all of the page that is free.
    """

    page: int = 0
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """What room an issue gives to an article, an advert or a piece of furniture.

    Whole ``pages`` from ``first`` on (0: as many as its text needs), or the slot of
    ``first``; then, in turn, the places of ``jumps``. ``size`` is that of an advert or of
    furniture that shares a page: ``full``, ``half``, ``quarter`` or ``column``.
    ``fit`` is ``auto`` where small gaps may be closed within the theme's bounds.
    """

    first: Place = Place()
    pages: int = 0
    jumps: tuple[Place, ...] = ()
    size: str = ""
    fit: str = "auto"  # auto or none
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a piece of an issue has that a book's chapter has not.

    ``layout`` is ``feature``, ``news``, ``review``, ``interview``, ``letters``, ``box`` or
    ``editorial``; ``department`` the heading of the issue's contents under which it
    stands. Texts are Markdown inline text; ``picture`` is relative to the press folder.
    """

    layout: str = "feature"
    department: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: str = ""  # where it says more than the authors' names
    dateline: str = ""
    about: str = ""  # about the author
    picture: str = ""  # the opening picture, or an advert's
    picture_alt: str = ""
    picture_caption: str = ""
    picture_credit: str = ""
    picture_width: str = ""  # column, half or wide
    picture_span: Span | None = None
    licence: str = ""
    licence_url: str = ""
    away_from: tuple[str, ...] = ()  # slugs which an advert must not face
    colour: bool = False  # an advert that needs a page printed in colour
    space: Space = field(default_factory=Space)
