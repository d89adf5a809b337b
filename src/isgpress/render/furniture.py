"""What an issue's furniture says: cover, contents, masthead box, bar code; as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from isgpress.model.composition import Flatplan
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Issue, Price, Section
from isgpress.render import values, xhtml
from isgpress.render.balance import line_count
from isgpress.render.bars import Barcode, barcode_of
from isgpress.render.geometry import POINT
from isgpress.render.names import joined
from isgpress.render.setting import Setter, Width
from isgpress.standards import Words, roles
from isgpress.standards.barcodes import issn_ean

COVER_LINES = 5
SIZES = (
    12,
    11,
    10,
    9.6,
    9.2,
    8.8,
    8.4,
    8.0,
    7.7,
    7.4,
    7.1,
    6.8,
)  # points, of standfirsts in the contents
# em: leading of titles, their size, leading of standfirsts, white, headings with theirs
TITLE, TITLE_SIZE, STANDFIRST, ENTRY_GAP, HEADING = 1.7, 1.42, 1.28, 0.75, 2.4
WORDS = 0.9  # of a column's width: the folio takes the rest
READABLE = 8.0  # points; below it two columns are tried
CONTENTS_HEAD = 7  # lines: the heading of the contents, and what stands below the list
TWO_COLUMNS = 140  # mm, the least width for them
EVEN = 0.94


@dataclass(frozen=True)
class Listing:
    """A line of an issue's contents; ``title``, ``standfirst`` and ``kicker`` are HTML."""

    id: str
    folio: str
    title: Markup
    kicker: Markup
    standfirst: Markup
    authors: str
    department: str
    layout: str
    role: str
    picture: str = ""  # an address


@dataclass(frozen=True)
class Department:
    """Lines of the contents under one heading, empty for those that stand under none."""

    name: str
    entries: list[Listing] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """How the contents are set: text size in points, columns, with standfirsts or without."""

    size: float
    columns: int
    standfirsts: bool = True


@dataclass(frozen=True)
class CoverStory:
    """A line of the cover with the folio of the article that it announces, where it has one."""

    text: Markup
    below: Markup
    id: str
    folio: str


def listings(manuscript: Manuscript, plan: Flatplan, words: Words) -> tuple[Listing, ...]:
    """Give the lines of the contents in the order of pages."""
    issue = manuscript.publication
    listed = [s for s in issue.sections if roles()[s.role].listed and s.role != "contents"]
    found = [_listing(manuscript, section, plan, words) for section in listed]
    return tuple(sorted(found, key=lambda e: int(e.folio or 0)))


def _listing(manuscript: Manuscript, section: Section, plan: Flatplan, words: Words) -> Listing:
    language = section.language or manuscript.publication.language
    article = section.article
    return Listing(
        id=section.slug,
        folio=str(plan.page_of(section.slug) or ""),
        title=values.title(manuscript, section, words),
        kicker=values.inline(article.kicker, language) if article else Markup(),
        standfirst=values.inline(article.standfirst, language) if article else Markup(),
        authors=joined((a.name for a in section.authors), manuscript.publication.language),
        department=article.department if article else "",
        layout=article.layout if article else "",
        role=section.role,
        picture=f"isg:file/{article.picture}" if article and article.picture else "",
    )


def departments(entries: Iterable[Listing]) -> tuple[Department, ...]:
    """Give the lines under their headings, in the order in which these first come.

    Lines without a department stand before the first and after the last.
    """
    found: dict[tuple[str, bool], Department] = {}
    for entry in entries:
        name = entry.department
        last = not name and any(key[0] for key in found)
        found.setdefault((name, last), Department(name)).entries.append(entry)
    return tuple(sorted(found.values(), key=lambda d: found.get(("", True)) is d))


def contents(
    manuscript: Manuscript,
    plan: Flatplan,
    words: Words,
    room: tuple[float, float],
    setter: Setter,
) -> dict[str, Any]:
    """Give what the contents of an issue show, set for a room (width and depth in mm)."""
    entries = listings(manuscript, plan, words)
    groups = departments(entries)
    depth = room[1] - CONTENTS_HEAD * plan.grid.line
    setting = contents_setting(groups, room[0], depth, plan.grid.gutter, setter)
    return {"entries": entries, "departments": groups, "setting": setting}


def contents_setting(
    groups: Sequence[Department], width: float, depth: float, gutter: float, setter: Setter
) -> Setting:
    """Give the largest setting in which the contents fill no more than their room.

    ``width`` and ``depth`` of the room, and the ``gutter``, are in mm. The lengths are
    those of frames/periodical.css, which are all in sizes of the text. Where nothing
    else helps, standfirsts are left out.
    """
    measure = setter.width("sans", 400)
    many = (1, 2) if width >= TWO_COLUMNS else (1,)
    tried = [
        *(Setting(size, 1) for size in SIZES if size >= READABLE),
        *(Setting(size, columns) for size in SIZES for columns in reversed(many)),
        *(Setting(size, many[-1], standfirsts=False) for size in SIZES),
    ]

    def fits(setting: Setting) -> bool:
        column = (width - gutter * (setting.columns - 1)) / setting.columns
        # a column may end early, where the next entry is not broken
        room = depth * setting.columns * (1 if setting.columns == 1 else EVEN)
        return _depth(groups, column * WORDS, setting, measure) <= room

    return next((s for s in tried if fits(s)), tried[-1])


def _depth(groups: Iterable[Department], room: float, setting: Setting, width: Width) -> float:
    """Give the depth of the contents in mm, in one column with ``room`` for words."""
    ems, size = 0.0, setting.size
    for group in groups:
        ems += HEADING if group.name else 0.0
        for entry in group.entries:
            em = room / POINT / size
            words = xhtml.plain(str(entry.standfirst))
            title = xhtml.plain(str(entry.title)) + "  " + entry.authors
            ems += ENTRY_GAP + TITLE * line_count(title, em / TITLE_SIZE, width)
            ems += (
                STANDFIRST * line_count(words, em, width)
                if words and setting.standfirsts
                else 0.0
            )
    return ems * size * POINT


def cover_stories(
    manuscript: Manuscript, plan: Flatplan, words: Words
) -> tuple[CoverStory, ...]:
    """Give the lines of the cover, the main one first; without any, the first articles."""
    issue = manuscript.publication
    lines = issue.cover_lines if isinstance(issue, Issue) else ()
    if not lines:
        articles = [e for e in listings(manuscript, plan, words) if e.role == "article"]
        first = articles[:COVER_LINES]
        return tuple(CoverStory(e.title, escape(e.authors), e.id, e.folio) for e in first)
    return tuple(
        CoverStory(
            values.inline(line.text, issue.language),
            values.inline(line.below, issue.language),
            line.article,
            str(plan.page_of(line.article) or "") if line.article else "",
        )
        for line in lines
    )


def price_label(price: Price | None, language: str) -> str:
    """Give a price as the language writes it: "£7.00"; nothing where there is none."""
    if price is None:
        return ""
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - with Babel

    from babel.numbers import UnknownCurrencyError, format_currency  # noqa: PLC0415 - slow

    try:
        amount = Decimal(price.amount)
        return str(format_currency(amount, price.currency, locale=_locale(language)))
    except (InvalidOperation, UnknownCurrencyError, ValueError):
        return f"{price.amount} {price.currency}"


def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def barcode(issue: Issue) -> Barcode | None:
    """Give the bar code of an issue, None where the periodical has no ISSN.

    The two digits beside it are those of the issue's number, or of its first month where
    the number is no number. See GS1 General Specifications, 5.2.2.1.
    """
    if not issue.periodical.issn:
        return None
    number = issue.number or issue.whole_number
    beside = int(number) if number.isdecimal() else issue.date.month or 0
    return barcode_of(issn_ean(issue.periodical.issn), f"{beside % 100:02}")
