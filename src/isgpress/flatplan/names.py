"""What pieces are called before an editor, and where they are listed."""

from __future__ import annotations

import re

from isgpress.findings import Span
from isgpress.model.article import Space
from isgpress.model.publication import Section

CENTRE, BACK = "centre", "back"  # slots that every issue has: middle spread, last page
_MARKS = re.compile(r"(?<!\\)[*_`]+")


def space_of(section: Section) -> Space:
    """Give the room that a piece asks for."""
    return section.article.space if section.article else Space()


def is_open_ended(section: Section) -> bool:
    """Tell whether a piece takes as many whole pages as its text needs."""
    space = space_of(section)
    said = space.pages or space.size or space.first.slot or space.jumps
    return section.role == "article" and not said


def place_of(section: Section) -> Span | None:
    """Give the line in which a piece's room is written down."""
    return space_of(section).span or section.span


def name(section: Section) -> str:
    """Give what a piece is called in findings: its file, or what it is."""
    file = section.file
    if not file and section.role == "advert" and section.article:
        file = section.article.picture
    return f"`{file.rpartition('/')[2]}`" if file else f"`{section.role}`"


def label(section: Section) -> str:
    """Give what a piece is called in the flatplan: its title, an advert's file, its role."""
    if section.title:
        return _MARKS.sub("", section.title)
    if section.role == "advert" and section.article and section.article.picture:
        stem = section.article.picture.rpartition("/")[2].rpartition(".")[0]
        return _words(stem.removeprefix("advert-") or stem)
    if section.file:
        stem = section.file.rpartition("/")[2].rpartition(".")[0]
        return _words(re.sub(r"^\d+[-_ ]*", "", stem) or stem)
    return _words(section.role)


def _words(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
