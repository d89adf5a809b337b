"""A section as a whole HTML document for print, and what it refers to.

The manuscript's XHTML is changed in steps (``printed.py``), then set into the theme's
template for the section's role. See docs/themes.md for the names that a template gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Matter, Press, Publication, Section, Trim
from isgpress.model.rendered import PageMap, RenderedSection, Resource
from isgpress.render import printed, values, xhtml
from isgpress.render.accessible import told
from isgpress.render.balance import balanced_width
from isgpress.render.contents import Entry, contents_of
from isgpress.render.counting import number_lists
from isgpress.render.environment import fill, has_template
from isgpress.render.fonts import line_width
from isgpress.render.formulas import draw_formulas, drawn_notes
from isgpress.render.geometry import POINT, FontMetrics, PageSetup, page_setup
from isgpress.render.guess import likely_folio
from isgpress.render.heads import DISPLAY, running_heads
from isgpress.render.imprint import imprint_of
from isgpress.render.index import index_of, places
from isgpress.render.names import authors, cover_lines, credit_lines, date_label, joined
from isgpress.render.pictures import picture_size
from isgpress.render.theme import Theme, media_type
from isgpress.standards import Role, Words, roles, trims, words
from isgpress.standards.direction import right_to_left
from isgpress.standards.printing import printer_of
from isgpress.world import World

OPENED = {
    "chapter",
    "introduction",
    "prologue",
    "conclusion",
    "epilogue",
    "preface",
    "foreword",
}
WORDS_PER_PAGE, FEW_PAGES = 250, 90  # a safe guess: a slot too narrow costs a new layout


@dataclass(frozen=True)
class _Job:
    """What one call of ``render_print`` works on."""

    world: World
    manuscript: Manuscript
    press: Press
    theme: Theme
    section: Section
    pages: PageMap | None
    setup: PageSetup
    words: Words

    @property
    def publication(self) -> Publication:
        return self.manuscript.publication

    @property
    def role(self) -> Role:
        return roles().get(self.section.role) or Role(self.section.role, (Matter.FRONT,))

    @property
    def slot(self) -> str:
        """What stands for a folio that is not known: as many noughts as it may have figures."""
        pages = sum(d.words for d in self.manuscript.documents) / WORDS_PER_PAGE
        return "000" if pages > FEW_PAGES else "00"

    def likely(self, target: str) -> str:
        """Give what stands for the folio of an id in running text."""
        return likely_folio(self.manuscript, self.setup, target)

    @property
    def language(self) -> str:
        return self.section.language or self.publication.language

    @property
    def right_to_left(self) -> bool:
        return right_to_left(self.language)

    def number(self, section: Section) -> str:
        """Give a section's number as it is printed."""
        return values.number(self.theme, self.words, section)

    def title(self, section: Section) -> Markup:
        """Give a section's title, without links and calls."""
        return values.title(self.manuscript, section, self.words)

    def folio(self, target: str) -> str | None:
        """Give the folio of an id, None while the pages are not known."""
        return self.pages.folio_of(target) if self.pages else None


def render_print(  # noqa: PLR0913 - the four values that a page is made of, and its pages
    world: World,
    manuscript: Manuscript,
    press: Press,
    theme: Theme,
    section: Section,
    *,
    page_map: PageMap | None = None,
) -> RenderedSection:
    """Give a section's HTML for print with every file that it refers to.

    Page numbers stand in slots (``span.page-slot``), filled where ``page_map`` is given;
    the index needs it, and has no numbers without. Raises PressError with findings of
    the templates (see ``environment.fill``) and of missing pictures.
    """
    book = manuscript.publication
    trim = trim_of(book, theme)
    setup = page_setup(trim, theme.option, FontMetrics(*theme.metrics))
    job = _Job(world, manuscript, press, theme, section, page_map, setup, words(book.language))
    found = _values(job)
    text, refs, pictures = _text(job)
    found |= {"text": text}
    found |= _generated(job)
    name = f"{section.role}.html"
    if not has_template(theme, "print", name) or (section.file and job.role.generated):
        name = "section.html"
    html = fill(theme, "print", name, found)
    return RenderedSection(
        slug=section.slug,
        section=section,
        html=xhtml.in_print(html),
        resources=(*theme.resources("print"), *pictures),
        starts_on=starts_on(section, theme),
        folios=folios(section),
        page_refs=tuple(dict.fromkeys((*refs, *_slots(found)))),
    )


def render_cover(
    world: World, manuscript: Manuscript, press: Press, theme: Theme
) -> RenderedSection:
    """Give the front cover as one page of the trim size, without margins.

    The title's own picture fills it; without one, the theme's design does. Raises
    PressError as ``render_print``.
    """
    book = manuscript.publication
    section = _cover_section(book)
    picture = _picture(world, book.cover.image) if book.cover.image else None
    html = fill(
        theme,
        "print",
        "cover.html",
        {
            **cover_values(world, manuscript, press, theme),
            "picture": picture,
            "cover": cover_lines(book, press),
        },
    )
    return RenderedSection(
        slug=section.slug,
        section=section,
        html=xhtml.in_print(html),
        resources=(*theme.resources("print"), *([picture] if picture else [])),
        folios="lower-roman",
    )


def cover_values(
    world: World, manuscript: Manuscript, press: Press, theme: Theme
) -> dict[str, Any]:
    """Give the names that a template of the cover gets, those of every page."""
    book = manuscript.publication
    setup = page_setup(trim_of(book, theme), theme.option, FontMetrics(*theme.metrics))
    section = _cover_section(book)
    return _values(
        _Job(world, manuscript, press, theme, section, None, setup, words(book.language))
    )


def _cover_section(book: Publication) -> Section:
    return Section("cover", Matter.FRONT, "cover", title=book.title)


def trim_of(title: Publication, theme: Theme) -> Trim:
    """Give the trim of a title's pages: its own, else its theme's grid's or option."""
    usual = theme.layout.grid.trim if theme.layout else trims()[str(theme.option["trim"])]
    return title.trim or usual


def starts_on(section: Section, theme: Theme) -> str:
    """Give the side on which a section starts: ``recto``, ``verso``, or ``any`` for the next.

    That of its role; in a theme whose chapters start on the next page, all do that follow
    the front matter. An article has the next page.
    """
    starts = roles()[section.role].starts
    follows = theme.option["chapter-start"] == "next" and section.matter is not Matter.FRONT
    return "any" if section.article or follows or starts == "next" else starts


def folios(section: Section) -> str:
    """Give the figures of a section's folios: ``lower-roman`` or ``decimal``."""
    front = section.matter is Matter.FRONT and not section.article
    return "lower-roman" if front else "decimal"


def _values(job: _Job) -> dict[str, Any]:
    """Give the names that every template of print gets."""
    book, section = job.publication, job.section
    document = job.manuscript.document(section.slug)
    inline = partial(values.inline, language=job.language)
    title = job.title(section)
    heading = xhtml.safe(document.heading) if document and document.heading else title
    return {
        "press": job.press,
        "publication": book,
        "book_title": values.inline(book.title, book.language),
        "plain_book_title": xhtml.plain(values.inline(book.title, book.language)),
        "section": section,
        "document": document,
        "role": job.role,
        "title": title,
        "heading": heading,
        "plain_title": xhtml.plain(str(title)),
        "words": job.words,
        "option": job.theme.option,
        "page": job.setup,
        "small_capitals": job.theme.has_small_capitals(job.language),
        "least_line": printer_of(job.press, book).least_line if book.printed else 0.0,
        "display": section.role in DISPLAY,
        "language": job.language,
        "direction": "rtl" if job.right_to_left else "ltr",
        "starts_on": starts_on(section, job.theme),
        "article": section.article,
        "opening_picture": _opening_picture(job),
        "date_label": date_label(book),
        "department_label": values.inline(
            section.article.department if section.article else "", book.language
        ),
        "styles": [f"isg:theme/{name}" for name in job.theme.print_styles],
        "fonts": job.theme.fonts,
        "heads": running_heads(book, section, job.theme, job.setup, xhtml.plain(str(title))),
        "number": job.number(section),
        "section_authors": joined((a.name for a in section.authors), book.language),
        "translators": joined((t.name for t in section.translators), book.language),
        "authors": joined(authors(book), book.language),
        "author_names": authors(book),
        "credit_lines": credit_lines(book, job.words),
        "inline": inline,
        "balanced": partial(_balanced, job),
        "folio": job.folio,
        "slot": partial(_slot, job),
    }


def _balanced(job: _Job, text: str, size: float = 1.0, stretch: float = 1.0) -> Markup:
    """Give the style attribute that breaks a displayed line into lines of like length.

    ``size`` is the size of its type in sizes of the text; ``stretch`` says by how much it
    runs wider than the text's regular font (bold, capitals). Nothing for a single line.
    """
    style = _balance(job, xhtml.plain(str(text)), size, stretch)
    return Markup('style="{}"').format(style) if style else Markup()


def _balance(job: _Job, text: str, size: float, stretch: float = 1.0) -> str:
    face = job.theme.face("text")
    if face is None:
        return ""
    room = job.setup.measure / POINT / (job.setup.text_size * size * stretch)
    width = balanced_width(text, room, line_width(face.path))
    return f"max-width: {width * stretch:.2f}em" if width else ""


def _slot(job: _Job, target: str) -> Markup:
    """Give a page number's place: fixed in width, filled by the typesetter or here."""
    folio = job.folio(target) or job.slot
    slot = Markup('<span class="page-slot" data-target="{}">{}</span>').format(target, folio)
    return Markup('<a class="folio-link" href="#{}">{}</a>').format(target, slot)


def _text(job: _Job) -> tuple[Markup, tuple[str, ...], tuple[Resource, ...]]:
    """Give the section's text for print, the ids of its page references, its pictures."""
    document = job.manuscript.document(job.section.slug)
    if document is None:
        return Markup(), (), ()
    wrapper = xhtml.parse(document.body)
    if job.publication.notes == "page":
        printed.note_foot(wrapper, {n.id: n for n in document.notes})
    refs = printed.page_slots(wrapper, job.words, job.folio, job.likely)
    if job.section.role in OPENED and job.section.matter is Matter.BODY:
        face = job.theme.face("text")
        width = line_width(face.path) if face else len
        depth = int(job.theme.option["drop-cap-lines"])
        scale = job.setup.drop_cap(depth)[0] / job.setup.text_size
        style = job.theme.opening("chapter-opening", job.language)
        printed.open_text(wrapper, style, width, scale)
    draw_formulas(wrapper)
    printed.steady_marks(wrapper)
    number_lists(wrapper)
    printed.label_headings(wrapper)
    printed.keep_figures(wrapper)
    printed.turn_code(wrapper, job.setup)
    for quote in xhtml.of_class(wrapper, "pull-quote"):
        for paragraph in quote:
            # the quotation stands between two margins of two em
            paragraph.set("style", _balance(job, "".join(paragraph.itertext()), 1.4))
    printed.break_addresses(wrapper)
    if not job.right_to_left:
        printed.mark_scripts(wrapper)
    printed.place_pictures(wrapper, partial(picture_size, job.world, job.setup))
    if job.theme.option["text-columns"]:
        printed.run_in_columns(wrapper)
    opening = job.section.article.picture if job.section.article else ""
    paths = dict.fromkeys([*([opening] if opening else []), *_paths(document)])
    pictures = tuple(_picture(job.world, path) for path in paths)
    return xhtml.safe(xhtml.write(wrapper)), refs, pictures


def _opening_picture(job: _Job) -> str:
    """Give the address of an article's opening picture, or nothing."""
    article = job.section.article
    return f"isg:file/{article.picture}" if article and article.picture else ""


def _paths(document: Document) -> list[str]:
    return list(dict.fromkeys(image.path for image in document.images))


def _picture(world: World, path: str) -> Resource:
    digest = world.digest(path)
    name = path.rpartition("/")[2]
    local = str(world.local(path))
    return Resource(f"isg:file/{path}", name, media_type(path), local, digest)


def _generated(job: _Job) -> dict[str, Any]:
    """Give what the templates of generated sections need, for this section's role."""
    maker = GENERATED.get(job.section.role)
    found = maker(job) if maker else {}
    if job.publication.notes == "chapter":
        document = job.manuscript.document(job.section.slug)
        found["chapter_notes"] = drawn_notes(document.notes) if document else ()
    return {"chapter_notes": (), **found}


def _contents(job: _Job) -> dict[str, Any]:
    return {"entries": contents_of(job.manuscript, job.number, job.title)}


def _list_of(kind: str, job: _Job) -> dict[str, Any]:
    return {"targets": values.labelled(job.manuscript, kind)}


def _imprint(job: _Job) -> dict[str, Any]:
    return {"imprint": imprint_of(job.press, job.publication, job.words, job.theme.fonts)}


def _notes(job: _Job) -> dict[str, Any]:
    documents = [
        replace(d, notes=drawn_notes(d.notes)) for d in job.manuscript.documents if d.notes
    ]
    numbers = {d.section.slug: job.number(d.section) for d in documents}
    return {"documents": documents, "numbers": numbers}


def _index(job: _Job) -> dict[str, Any]:
    pages = job.pages or PageMap(Trim("", 0, 0), (), ())
    order = {p.folio: p.index for p in pages.pages}
    style = str(job.theme.option["index-ranges"])
    return {
        "letters": index_of(job.manuscript),
        "places": lambda entries: places(entries, pages, style, order),
    }


GENERATED: Mapping[str, Callable[[_Job], dict[str, Any]]] = {
    "contents": _contents,
    "list-of-figures": partial(_list_of, "figure"),
    "list-of-tables": partial(_list_of, "table"),
    "imprint": _imprint,
    "notes": _notes,
    "about-the-authors": lambda job: {"people": values.people(job.publication)},
    "accessibility": lambda job: told(job.world, job.manuscript, job.press, job.theme),
    "index": _index,
}


def _slots(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the ids whose folios a generated section prints."""
    entries: list[Entry] = found.get("entries", [])
    targets = found.get("targets", [])
    return (*(e.id for e in entries), *(t.id for t in targets))
