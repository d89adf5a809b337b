"""The cover that wraps a book: back, spine and front on one sheet, by the theme's design.

The front is the theme's own front cover (print/cover.html); the rest is cover/wrap.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from isgpress.findings import Finding, Severity
from isgpress.model.manuscript import Manuscript
from isgpress.model.printing import PrintOrder, Stock
from isgpress.model.publication import Book, Contributor, Press, Price, Publication
from isgpress.model.rendered import RenderedSection
from isgpress.model.wrap import BACK, BACK_FLAP, FRONT, SPINE, Panel, Wrap, wrap_of
from isgpress.render import print as pages
from isgpress.render import values, xhtml
from isgpress.render.balance import balanced_width, line_count
from isgpress.render.bars import NOMINAL, Barcode, barcode_of
from isgpress.render.environment import fill
from isgpress.render.fonts import line_width
from isgpress.render.furniture import price_label
from isgpress.render.geometry import POINT
from isgpress.render.inks import in_inks
from isgpress.render.names import cover_lines, plain_line
from isgpress.render.print import trim_of
from isgpress.render.theme import Theme
from isgpress.standards import identifiers, printing, spine_titles
from isgpress.standards.direction import right_to_left
from isgpress.world import World

MEDIUM = "cover"
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
COLOURS = ("cover-paper", "cover-ink", "cover-accent", "ink", "accent")
BAND = 0.07  # of the trim's width: the binding's band on front and back
LEAD, PLAIN, SMALL = 1.5, 1.0, 0.86  # sizes of the back's texts, in that of the book
LEADING = {LEAD: 1.3, PLAIN: 1.36, SMALL: 1.36}
ABOVE = 0.9  # em of white before a text
MOST, STEP, LEAST = 1.22, 0.97, 0.74  # the back's type: where it begins to fit, and stops
LARGEST_SPINE = 6.0  # mm: 17 points
TALL = 1.18  # em: twice what letters reach below the middle of the spine, wrap.css's lift off
PEOPLE, HOUSE, GAP = 0.78, 0.66, 1.6  # on the spine, in sizes of the title
WIDER = 1.12  # semibold and letterspaced capitals beside the regular font


@dataclass(frozen=True)
class _Text:
    """A paragraph of the back: its HTML, its size and its kind (lead, plain, small).

    ``width`` in em is that in which its lines are of like length, 0 for all there is.
    """

    html: Markup
    kind: str
    size: float
    width: float = 0.0


@dataclass(frozen=True)
class RenderedWrap:
    """A wrap cover as one page, with what is to be said of it."""

    section: RenderedSection
    findings: tuple[Finding, ...] = ()


def measures(
    press: Press, book: Publication, theme: Theme, pages: int
) -> tuple[Wrap, Stock | None]:
    """Give the measures of a title's cover by its printer's formula, and its paper."""
    profile = printing.printer_of(press, book)
    order = printing.order_of(book)
    stock = profile.stock(order.paper)
    wrap = wrap_of(
        profile,
        trim_of(book, theme),
        stock or Stock(order.paper, 0.0),
        pages,
        binding=printing.binding_of(profile, book),
        named_spine=order.spine,
        mirrored=right_to_left(book.language),
    )
    return wrap, stock


def render_wrap(
    world: World, manuscript: Manuscript, press: Press, theme: Theme, wrap: Wrap
) -> RenderedWrap:
    """Give the wrap cover as one page of the size of the sheet with its bleed.

    All colours of the built-in design are inks. Raises PressError as ``render_print``.
    Findings: ``crowded-cover``.
    """
    book = manuscript.publication
    front = pages.render_cover(world, manuscript, press, theme)
    found = pages.cover_values(world, manuscript, press, theme)
    size = found["page"].text_size
    back, crowded = _back(book, theme, wrap, size)
    setup = fill(theme, "print", "page-setup.css.jinja", found, beside=f"{front.html}{back}")
    html = fill(
        theme,
        MEDIUM,
        "wrap.html",
        {
            **found,
            "setup": Markup(setup),  # noqa: S704
            "inks": {name: in_inks(str(theme.option[name])) for name in COLOURS},
            "wrap": wrap,
            "front": _front(front.html),
            "picture": bool(book.cover.image),
            "panels": {p.name: _box(wrap, p) for p in wrap.panels},
            "band": _band(wrap, picture=bool(book.cover.image)),
            "back": back,
            "spine": _spine(book, press, theme, wrap),
            "barcode": _barcode(book),
            "isbn": identifiers.hyphenated_isbn(_isbn(book)) if _isbn(book) else "",
            "prices": _prices(book),
            "house": cover_lines(book, press).house,
            "series": _series(book),
            "mark": _mark(theme, "mark"),
            "spine_mark": _mark(theme, "mark-spine"),
        },
    )
    section = RenderedSection(
        slug="wrap",
        section=front.section,
        html=xhtml.in_print(html),
        resources=(*theme.resources(MEDIUM), *(r for r in front.resources if _is_file(r.uri))),
    )
    return RenderedWrap(section, tuple(crowded))


def _is_file(uri: str) -> bool:
    return uri.startswith("isg:file/")


def _front(html: str) -> Markup:
    """Give what stands on the page of the front cover."""
    found = BODY.search(html)
    return xhtml.safe(found[1] if found else "")


def _box(wrap: Wrap, panel: Panel) -> dict[str, float]:
    """Give a face's place in mm from the corner of the bleed, and how far it may reach.

    The front of a case begins beside its hinge.
    ``reach`` is what lies around it up to the edge of the bleed or the next face.
    """
    first, last = panel == wrap.panels[0], panel == wrap.panels[-1]
    around = wrap.edge + wrap.bleed
    hinge = wrap.hinge if panel.name == FRONT else 0.0
    spine = wrap.panel(SPINE)
    before = hinge if spine and spine.left < panel.left else 0.0
    return {
        "left": wrap.bleed + panel.left + before,
        "top": around,
        "width": panel.width - hinge,
        "height": wrap.height,
        "reach_left": around if first else 0.0,
        "reach_right": around if last else 0.0,
        "reach_top": around,
    }


def _band(wrap: Wrap, *, picture: bool) -> dict[str, float]:
    """Give the band of the binding: the spine, and a strip of back and front beside it.

    A colour that ends at the fold would show every half millimetre by which it is missed;
    on the side of a picture the band ends there all the same.
    """
    front, spine = wrap.panel(FRONT), wrap.panel(SPINE)
    if front is None or spine is None:
        return {}
    strip = round(front.width * BAND + wrap.hinge, 3)
    on_front = 0.0 if picture else strip
    mirrored = front.left < spine.left
    left, right = (on_front, strip) if mirrored else (strip, on_front)
    return {
        "left": wrap.bleed + spine.left - left,
        "width": spine.width + left + right,
        "strip": strip,
    }


def _mark(theme: Theme, name: str) -> str:
    """Give the address of the house's mark, a drawing in the theme's images; else nothing."""
    path = f"images/{name}.svg"
    return f"isg:theme/{path}" if theme.file(path) else ""


def _series(book: Publication) -> str:
    series = book.series if isinstance(book, Book) else None
    if series is None:
        return ""
    return " ".join(filter(None, (plain_line(series.title), series.number)))


def _isbn(book: Publication) -> str:
    return book.printed.isbn if book.printed else ""


def _barcode(book: Publication) -> Barcode | None:
    """Give the bar code of the printed edition's ISBN, at its nominal size."""
    order = book.printed.order if book.printed else PrintOrder()
    if not _isbn(book) or not order.barcode:
        return None
    return barcode_of(_isbn(book), order.add_on, NOMINAL)


def _prices(book: Publication) -> tuple[str, ...]:
    printed = book.printed
    given: tuple[Price, ...] = ()
    if printed:
        given = (*((printed.price,) if printed.price else ()), *printed.prices)
    return tuple(price_label(price, book.language) for price in given if float(price.amount))


def _back(
    book: Publication, theme: Theme, wrap: Wrap, size: float
) -> tuple[dict[str, Any], Iterator[Finding]]:
    """Give the texts of the back and of the flaps, at the size at which they fit."""
    flaps = wrap.panel(BACK_FLAP) is not None
    lead = [_Text(t, "lead", LEAD) for t in _paragraphs(book.cover.blurb, book)]
    plain = [_Text(t, "plain", PLAIN) for t in _paragraphs(book.description, book)]
    people = [_Text(_biography(p, book), "small", SMALL) for p in _people(book)]
    on_back = [*lead, *([] if flaps else plain), *([] if flaps else people)]
    side = _side(wrap, wrap.panel(BACK))
    measure = (side["width"] - side["inner"] - side["outer"]) / POINT / size
    room = (side["height"] - side["top"] - side["foot"]) / POINT / size
    scale, fits = _scale(theme, on_back, measure, room)
    if not fits and people and not flaps:
        on_back = [*lead, *plain]
        scale, fits = _scale(theme, on_back, measure, room)
    found = {
        "texts": [_balanced(theme, t, measure / t.size / scale) for t in on_back],
        "scale": round(scale, 3),
        "front_flap": plain if flaps else [],
        "back_flap": people if flaps else [],
        "size": size,
        **side,
    }
    return found, iter(() if fits else (_crowded(book),))


def _side(wrap: Wrap, panel: Panel | None) -> dict[str, float]:
    """Give the back's measures in mm: its margins, and what bar code and house take."""
    if panel is None:
        return {}
    margin = max(wrap.safe, panel.width * 0.095)
    strip = panel.width * BAND + wrap.hinge
    return {
        "width": panel.width,
        "height": wrap.height,
        "outer": margin,
        "inner": max(wrap.safe + wrap.hinge, strip + panel.width * 0.07),
        "top": max(wrap.safe, wrap.height * 0.085),
        "foot": max(wrap.safe, wrap.height * 0.055) + 38,
    }


def _paragraphs(text: str, book: Publication) -> Iterator[Markup]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph.strip():
            yield values.inline(" ".join(paragraph.split()), book.language)


def _people(book: Publication) -> tuple[Contributor, ...]:
    return tuple(c for c in book.contributors if c.biography)


def _biography(person: Contributor, book: Publication) -> Markup:
    return values.inline(" ".join(person.biography.split()), book.language)


def _scale(
    theme: Theme, texts: Iterable[_Text], measure: float, room: float
) -> tuple[float, bool]:
    """Give the scale at which texts fit into ``measure`` by ``room``, in sizes of the book."""
    face = theme.face("text")
    width: Callable[[str], float] = line_width(face.path) if face else len
    plain = [(xhtml.plain(str(t.html)), t.size) for t in texts]
    scale = MOST
    while True:
        height = 0.0
        for text, size in plain:
            em = size * scale
            height += em * (line_count(text, measure / em, width) * LEADING[size] + ABOVE)
        if height <= room or scale < LEAST:
            return scale, height <= room
        scale *= STEP


def _balanced(theme: Theme, text: _Text, room: float) -> _Text:
    """Give a lead with the width at which none of its words stands alone."""
    face = theme.face("text")
    if face is None or text.kind != "lead":
        return text
    width = balanced_width(xhtml.plain(str(text.html)), room, line_width(face.path))
    return replace(text, width=round(width or 0.0, 3))


def _crowded(book: Publication) -> Finding:
    return Finding(
        "crowded-cover",
        "the words for the back cover have no room on it",
        book.cover.span or book.span,
        "shorten `blurb` or `description`",
        Severity.WARNING,
    )


def _spine(book: Publication, press: Press, theme: Theme, wrap: Wrap) -> dict[str, Any]:
    """Give the words of the spine, the size of its title in mm, and which way it runs."""
    panel = wrap.panel(SPINE)
    if panel is None or not wrap.spine_text:
        return {}
    words = cover_lines(book, press)
    face = theme.face("text")
    width: Callable[[str], float] = line_width(face.path) if face else len
    length = wrap.height - 2 * max(wrap.safe, wrap.height * 0.055)
    size = min((panel.width - 2 * wrap.spine_clear) / TALL, LARGEST_SPINE)
    texts = {"title": words.title, "people": words.people, "house": words.house}
    ems = WIDER * (
        width(words.title) + PEOPLE * width(words.people) + HOUSE * width(words.house) + 2 * GAP
    )
    # words from right to left begin on the right: turned upwards, at the head
    upwards = spine_titles(book.language) == "up" or right_to_left(book.language)
    return {
        **texts,
        "size": round(min(size, length / ems), 3),
        "length": round(length, 3),
        "turn": -90 if upwards else 90,
    }
