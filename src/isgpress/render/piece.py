"""A piece of a composed issue as a whole HTML document, and the room it has.

The composer lays it out in frames: ``header.head`` and what has ``data-units`` span
columns, ``div.text`` runs through them. A piece that is one box fills its area. See
docs/themes.md for the templates and the names that they get.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from isgpress.model.article import Article
from isgpress.model.composition import (
    Area,
    ArticleLayout,
    FitBounds,
    Flatplan,
    Piece,
    Placement,
)
from isgpress.model.manuscript import Document, Manuscript
from isgpress.model.publication import Press, Section
from isgpress.model.rendered import Resource
from isgpress.render import furniture, piece_text, printed, values, xhtml
from isgpress.render.counting import number_lists
from isgpress.render.environment import fill, has_template
from isgpress.render.formulas import draw_formulas, drawn_notes
from isgpress.render.imprint import imprint_of
from isgpress.render.names import credit_lines, joined
from isgpress.render.pictures import natural_size
from isgpress.render.piece_text import Room
from isgpress.render.shop import Shop
from isgpress.render.theme import Theme
from isgpress.standards.direction import direction, right_to_left
from isgpress.world import World

# furniture with a design of its own: each is one box, as large as its area
BOXES = (
    "cover",
    "contents",
    "masthead",
    "advert",
    "subscription-form",
    "back-issues",
    "next-issue",
)
UNKNOWN_FOLIO = "00"
INITIAL = 60  # points: the optical size of drop capitals
SAME_SHAPE = 0.03  # by which proportions may differ
MOST_LINES = 5  # of a pull quote
CAPTION_SIZE, CAPTION_LEADING = 7.8, 10.0  # points, as in frames/periodical.css


def render_piece(  # noqa: PLR0913, PLR0917 - the values that a page is made of
    world: World,
    manuscript: Manuscript,
    press: Press,
    theme: Theme,
    section: Section,
    flatplan: Flatplan,
) -> Piece:
    """Give a piece's HTML for its areas in the flatplan, with every file it refers to.

    Articles flow through columns, furniture is one box. Folios of pieces, in contents,
    cover lines and jump lines, are the flatplan's; references to ids within an article
    stand in slots (``page_refs``). A section without area is rendered as if it had the
    theme's default page for itself, and has no areas. Raises PressError with findings of
    the templates (see ``environment.fill``) and of missing pictures; TypeError for a book
    or a theme whose text flows.
    """
    return _Maker(Shop(world, manuscript, press, theme, flatplan), section).piece()


@dataclass(frozen=True)
class _Maker:
    """Makes one piece."""

    shop: Shop
    section: Section

    @property
    def article(self) -> Article:
        return self.section.article or Article()

    @cached_property
    def document(self) -> Document | None:
        return self.shop.manuscript.document(self.section.slug)

    @cached_property
    def flows(self) -> bool:
        return self.section.role not in BOXES

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        pages = self.shop.plan.pages
        found = [p for page in pages for p in page.placements if p.slug == self.section.slug]
        return tuple(sorted(found, key=lambda p: p.part))

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        found = tuple(p.area for p in self.placements)
        return found if self.flows else tuple(area.solid for area in found[:1])

    @cached_property
    def style(self) -> ArticleLayout:
        """How the piece is set: by its role where the theme says so, else its layout."""
        layout = self.shop.layout
        known = {a.name for a in layout.articles}
        named = self.section.role in known
        return layout.article(self.section.role if named else self.article.layout)

    @cached_property
    def text_size(self) -> float:
        size = self.style.text_size or self.shop.theme.option["text-size"]
        return float(size) if isinstance(size, int | float) else 10.0

    @cached_property
    def room(self) -> Room:
        grid, layout = self.shop.plan.grid, self.shop.layout
        usual = layout.templates[0].slots[0][1] if layout.templates else None
        rect = self.areas[0].rect if self.areas else usual
        units, lines = (rect.units, rect.lines) if rect else (grid.units, grid.lines)
        columns = max(1, units // max(self.style.column_units, 1)) if self.flows else 1
        setup = self.shop.setup(0, self.text_size)
        gap = (0.5 * grid.leading + (setup.baseline - setup.cap_height) * self.text_size) / (
            grid.leading
        )
        return Room(
            units=units,
            columns=columns,
            width=grid.width(units / columns),
            gutter=grid.gutter,
            lines=lines,
            line=grid.line,
            gap=max(gap, 0.0) * grid.line,
        )

    @property
    def colours(self) -> tuple[bool, ...]:
        """Whether its pages print in colour, each in turn."""
        own = {p.area.page for p in self.placements}
        return tuple(page.colour for page in self.shop.plan.pages if page.number in own)

    @property
    def bleeds(self) -> bool:
        """A cover fills its page, and so does a whole page's advert of its proportions.

        A newspaper's cover is a slot: the name at the head of the front page.
        """
        grid, rect = self.shop.plan.grid, self.areas[0].rect if self.areas else None
        whole = rect and (rect.units, rect.lines) == (grid.units, grid.lines)
        if self.section.role == "cover":
            return bool(whole) or not rect
        if self.section.role != "advert" or not whole:
            return False
        size = natural_size(self.shop.world, self.article.picture)
        wanted = grid.trim.height / grid.trim.width
        return size is not None and abs(size[1] / size[0] / wanted - 1) < SAME_SHAPE

    def piece(self) -> Piece:
        wrapper = self._parsed()
        opening = self._opening(wrapper)
        refs = self._set(wrapper) if wrapper is not None else ()
        found = {
            **self._values,
            "text": xhtml.safe(xhtml.write(wrapper)) if wrapper is not None else Markup(),
            "opening": opening,
            **self._furniture(),
        }
        html = fill(self.shop.theme, "frames", self._template(), found)
        article = self.article
        return Piece(
            slug=self.section.slug,
            section=self.section,
            html=xhtml.in_print(html),
            areas=self.areas,
            column_units=self.style.column_units,
            flows=self.flows,
            bounds=self.style.bounds if article.space.fit == "auto" else FitBounds(),
            resources=(*self.shop.theme.resources("frames"), *self._pictures()),
            page_refs=tuple(dict.fromkeys(refs)),
            bleeds=self.bleeds,
        )

    def _template(self) -> str:
        name = f"{self.section.role}.html"
        own = has_template(self.shop.theme, "frames", name)
        return name if own else "article.html"

    def _parsed(self) -> xhtml.Element | None:
        return xhtml.parse(self.document.body) if self.document else None

    def _opening(self, wrapper: xhtml.Element | None) -> Markup:
        """Give the opening picture as a figure beside the text; put a narrow one into it."""
        article = self.article
        if not article.picture or not self.flows or wrapper is None:
            return Markup()
        kind = article.picture_width or "wide"
        columns = self.room.span([kind])
        figure = xhtml.parse(
            fill(
                self.shop.theme,
                "frames",
                "opening-picture.html",
                {
                    **self._values,
                    "kind": kind,
                    "units": columns * self.room.column_units,
                    "place": "above"
                    if self.shop.theme.option["opening-picture"] == "above"
                    else "head",
                },
            )
        )
        self._fill_pictures(figure)
        return xhtml.safe(xhtml.write(figure))

    def _set(self, wrapper: xhtml.Element) -> tuple[str, ...]:
        """Apply the steps of print to the text; give the ids whose folios it names."""
        shop, option, document = self.shop, self.shop.theme.option, self.document
        if document and option["article-notes"] == "foot":
            printed.note_foot(wrapper, {n.id: n for n in document.notes})
        slugs = {s.slug for s in shop.issue.sections}
        refs = printed.page_slots(
            wrapper,
            shop.words,
            lambda target: str(shop.plan.page_of(target) or "") or None,
            lambda _: UNKNOWN_FOLIO,
        )
        self._open(wrapper)
        draw_formulas(wrapper)
        printed.steady_marks(wrapper)
        number_lists(wrapper)
        printed.label_headings(wrapper)
        printed.keep_figures(wrapper)
        printed.turn_code(wrapper, shop.setup(self.room.width, self.text_size))
        printed.break_addresses(wrapper)
        if not right_to_left(self.language):
            printed.mark_scripts(wrapper)
        if self.flows:
            piece_text.span_columns(wrapper, self.room)
        self._fill_pictures(wrapper)
        self._fit_quotes(wrapper)
        piece_text.mark_questions(wrapper)
        if self.flows and option["end-mark"]:
            piece_text.end_mark(wrapper)
        if self.flows:
            end = fill(shop.theme, "frames", "article-end.html", self._values)
            piece_text.end_with(wrapper, xhtml.parse(end))
        return tuple(r for r in refs if r not in slugs)

    def _open(self, wrapper: xhtml.Element) -> None:
        option = self.shop.theme.option
        if not self.flows or self.article.layout not in str(option["opened-layouts"]).split():
            return
        family, weight = str(option["drop-cap-family"]), float(option["drop-cap-weight"])
        width = self.shop.setter.width(family, weight, INITIAL)
        depth = int(option["drop-cap-lines"])
        setup = self.shop.setup(self.room.width, self.text_size)
        scale = setup.drop_cap(depth)[0] / setup.text_size
        style = self.shop.theme.opening("opening-text", self.language)
        printed.open_text(wrapper, style, width, scale)

    def _fill_pictures(self, wrapper: xhtml.Element) -> None:
        setter = self.shop.setter
        piece_text.place_pictures(wrapper, self.room, partial(natural_size, self.shop.world))
        width = setter.width("sans", 400)
        piece_text.deepen_captions(
            wrapper,
            self.room,
            lambda text, room: setter.depth(text, CAPTION_SIZE, CAPTION_LEADING, room, width),
        )

    def _fit_quotes(self, wrapper: xhtml.Element) -> None:
        """Set pull quotes in the size that fits their columns."""
        option = self.shop.theme.option
        for quote in xhtml.of_class(wrapper, "pull-quote"):
            room = self.room.measure(piece_text.columns_of(quote, self.room))
            for paragraph in quote:
                style = self.shop.setter.fit(
                    " ".join(paragraph.itertext()),
                    str(option["pull-quote-scale"]),
                    room,
                    family=str(option["pull-quote-family"]),
                    weight=float(option["pull-quote-weight"]),
                    slant=str(option["pull-quote-style"]),
                    most=MOST_LINES,
                )
                paragraph.set("style", str(style)[len('style="') : -1])

    def _pictures(self) -> tuple[Resource, ...]:
        paths = [image.path for image in self.document.images] if self.document else []
        paths += [self.article.picture] if self.article.picture else []
        if self.section.role == "cover" and self.shop.issue.cover.image:
            paths.append(self.shop.issue.cover.image)
        if self.section.role == "contents":
            paths += [
                s.article.picture
                for s in self.shop.issue.sections
                if s.role == "article" and s.article and s.article.picture
            ]
        return tuple(self.shop.picture(path) for path in dict.fromkeys(paths))

    @property
    def language(self) -> str:
        """The language of its text."""
        return self.section.language or self.shop.issue.language

    @cached_property
    def _values(self) -> dict[str, Any]:
        """Give the names that the templates of pieces get."""
        section, shop, article = self.section, self.shop, self.article
        language = self.language
        title = values.title(shop.manuscript, section, shop.words)
        document = self.document
        heading = xhtml.safe(document.heading) if document and document.heading else title
        setup = shop.setup(self.room.width, self.text_size)
        return {
            **shop.values,
            **shop.inks(colour=all(self.colours)),
            "head_accent": shop.inks(colour=all(self.colours[:1]))["accent"],
            "section": section,
            "article": article,
            "layout": article.layout if section.role == "article" else section.role,
            "title": title,
            "heading": heading,
            "plain_title": xhtml.plain(str(title)),
            "language": language,
            "direction": direction(language),
            "inline": partial(values.inline, language=language),
            "byline": self._byline(language),
            "translators": joined((t.name for t in section.translators), language),
            "text_size": self.text_size,
            "page": setup,
            "room": self.room,
            "width": self.room.measure(self.room.columns),
            "depth": self.room.lines * self.room.line,
            "fit": partial(self._fit),
            "notes": drawn_notes(document.notes)
            if document and shop.theme.option["article-notes"] == "end"
            else (),
            "jumps": self._jumps(),
            "bleeds": self.bleeds,
        }

    def _fit(self, text: str, scale: str, *, units: int = 0, **how: Any) -> Markup:
        """Give the style of a displayed text; ``units`` is its width, 0 for the piece's."""
        units = units or self.room.units
        return self.shop.setter.fit(text, scale, self.shop.plan.grid.width(units), **how)

    def _byline(self, language: str) -> Markup:
        if self.article.byline:
            return values.inline(self.article.byline, language)
        names = joined((a.name for a in self.section.authors), language)
        if not names:
            return Markup()
        by = self.shop.words["by"]
        return Markup("{}").format((by[0].upper() + by[1:]).format(names=names))

    def _jumps(self) -> list[dict[str, Any]]:
        """Give the places at which the piece leaves off and goes on."""
        found = []
        for before, after in zip(self.placements, self.placements[1:], strict=False):
            if after.jumps:
                found.append(
                    {
                        "part": before.part,
                        "next": after.part,
                        "from": str(before.area.page),
                        "to": str(after.area.page),
                    }
                )
        return found

    def _furniture(self) -> Mapping[str, Any]:
        shop = self.shop
        if self.section.role == "cover":
            return {
                "stories": furniture.cover_stories(shop.manuscript, shop.plan, shop.words),
                "barcode": furniture.barcode(shop.issue),
            }
        if self.section.role == "contents":
            room = self._values["width"], self._values["depth"]
            return furniture.contents(shop.manuscript, shop.plan, shop.words, room, shop.setter)
        if self.section.role == "masthead":
            return {
                "imprint": imprint_of(shop.press, shop.issue, shop.words, shop.theme.fonts),
                "credit_lines": credit_lines(shop.issue, shop.words),
            }
        return {}
