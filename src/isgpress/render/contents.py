"""The contents: what is listed, in order, for the page and for the EPUB's navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from isgpress.manuscript import inline_xhtml
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Section
from isgpress.render import xhtml
from isgpress.render.names import joined
from isgpress.standards import roles


@dataclass(frozen=True)
class Entry:
    """One line of the contents; ``kind`` is part, chapter, appendix or other."""

    id: str
    kind: str
    number: str
    title: Markup
    subtitle: Markup
    authors: str = ""
    in_part: bool = False
    matter: str = "body"


def listed(manuscript: Manuscript) -> tuple[Section, ...]:
    """Give the sections that stand in the contents, in reading order."""
    return tuple(s for s in manuscript.publication.sections if roles()[s.role].listed)


def contents_of(
    manuscript: Manuscript,
    number: Callable[[Section], str],
    title: Callable[[Section], Markup],
) -> list[Entry]:
    """Give the lines of the contents, without the contents page itself."""
    sections = (s for s in listed(manuscript) if s.role != "contents")
    return [_entry(manuscript, s, number(s), title(s)) for s in sections]


def _entry(manuscript: Manuscript, section: Section, number: str, title: Markup) -> Entry:
    return Entry(
        id=section.slug,
        kind=roles()[section.role].numbered or "other",
        number=number,
        title=title,
        subtitle=xhtml.safe(inline_xhtml(section.subtitle, manuscript.publication.language)),
        authors=joined((a.name for a in section.authors), manuscript.publication.language),
        in_part=bool(section.part),
        matter=section.matter.value,
    )


def without_notes(title: str) -> str:
    """Give a title's XHTML without links and calls of notes: it becomes a link itself."""
    wrapper = xhtml.parse(title)
    for element in list(wrapper.iter()):
        css = xhtml.classes(element)
        if "note-call" in css or "index-mark" in css or "source-page" in css:
            xhtml.drop(element)
        elif xhtml.name(element) == "a":
            element.tag = f"{{{xhtml.XHTML}}}span"
            element.attrib.pop("href", "")
        element.attrib.pop("id", "")
    return xhtml.write(wrapper)
