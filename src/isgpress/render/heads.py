"""Running heads: which words stand at the head of verso and recto pages."""

from __future__ import annotations

from isgpress.model.publication import Publication, Section
from isgpress.render import values, xhtml
from isgpress.render.geometry import POINT, PageSetup
from isgpress.render.names import joined
from isgpress.render.theme import Theme

# sections that a reader looks at, not reads in: no running head and no folio
DISPLAY = {
    "cover",
    "half-title",
    "series-page",
    "title-page",
    "imprint",
    "dedication",
    "epigraph",
}
HEAD_CHARACTER = 0.5  # em, a letterspaced small capital


def running_heads(
    book: Publication, section: Section, theme: Theme, setup: PageSetup, title: str
) -> dict[str, str]:
    """Give the running heads, verso and recto, cut to what the measure holds."""
    style = str(theme.option["running-heads"])
    if style == "none" or section.role in DISPLAY or section.role == "part":
        return {"verso": "", "recto": ""}
    recto = xhtml.plain(values.inline(section.short_title, book.language)) or title
    verso = xhtml.plain(values.inline(book.title, book.language))
    if style == "author-title" and section.authors:
        verso = joined((a.name for a in section.authors), book.language)
    if style == "part-title" and section.part:
        part = next((s.title for s in book.sections if s.slug == section.part), "")
        verso = xhtml.plain(values.inline(part, book.language)) or verso
    room = setup.measure / (setup.text_size * POINT * HEAD_CHARACTER) - 8
    return {"verso": _shortened(verso, int(room)), "recto": _shortened(recto, int(room))}


def _shortened(head: str, room: int) -> str:
    """Cut a running head at a colon or between words, so that it stays on its line."""
    if len(head) <= room:
        return head
    start = head.split(": ", maxsplit=1)[0]
    if len(start) <= room and start != head:
        return start
    return head[: room - 1].rsplit(" ", 1)[0].rstrip(",;:–— ") + " …"
