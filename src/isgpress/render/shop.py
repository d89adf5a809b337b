"""What all pieces and pages of an issue are rendered from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from isgpress.model.composition import Flatplan, Layout
from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Issue, Press
from isgpress.model.rendered import Resource
from isgpress.render import furniture, values, xhtml
from isgpress.render.geometry import PageSetup
from isgpress.render.setting import Setter
from isgpress.render.theme import Theme, media_type
from isgpress.standards import Words, words
from isgpress.standards.dates import issue_date
from isgpress.world import World

GREY = "#eeeeee"


@dataclass(frozen=True)
class Shop:
    """What all pieces and pages of an issue are rendered from."""

    world: World
    manuscript: Manuscript
    press: Press
    theme: Theme
    plan: Flatplan

    @property
    def issue(self) -> Issue:
        """The issue. Raises TypeError for a book."""
        found = self.manuscript.publication
        if not isinstance(found, Issue):
            raise TypeError(found.slug)
        return found

    @cached_property
    def words(self) -> Words:
        """The words of the issue's language."""
        return words(self.issue.language)

    @property
    def layout(self) -> Layout:
        """The theme's layout. Raises TypeError for a theme whose text flows."""
        if self.theme.layout is None:
            raise TypeError(self.theme.name)
        return self.theme.layout

    @cached_property
    def setter(self) -> Setter:
        """What measures the theme's type."""
        return Setter(self.theme, self.plan.grid.leading)

    def setup(self, measure: float, text_size: float) -> PageSetup:
        """Give the measures of a column ``measure`` mm wide, its text in points."""
        grid = self.plan.grid
        cap_height, ascent, descent = self.theme.metrics
        return PageSetup(
            width=measure,
            height=grid.trim.height,
            inner=0,
            outer=0,
            top=0,
            bottom=0,
            text_size=text_size,
            leading=grid.leading,
            lines=grid.lines,
            cap_height=cap_height,
            baseline=(ascent - descent) / 2,
        )

    @property
    def values(self) -> dict[str, Any]:
        """Give the names that every template of composed pages gets."""
        issue, theme = self.issue, self.theme
        inline = partial(values.inline, language=issue.language)
        return {
            "press": self.press,
            "publication": issue,
            "periodical": issue.periodical,
            "book_title": inline(issue.title),
            "plain_book_title": xhtml.plain(inline(issue.title)),
            "date": issue_date(issue.issue_date, issue.language),
            "price": furniture.price_label(issue.price, issue.language),
            "words": self.words,
            "option": theme.option,
            "grid": self.plan.grid,
            "pages": len(self.plan.pages),
            "styles": [f"isg:theme/{name}" for name in theme.frame_styles],
            "fonts": theme.fonts,
            "inline": inline,
            "folio": lambda slug: str(self.plan.page_of(slug) or ""),
        }

    def inks(self, *, colour: bool) -> dict[str, str]:
        """Give the colours of rules and grounds; on a page without colour, ink and grey."""
        option = {name: str(self.theme.option[name]) for name in ("ink", "accent", "tint")}
        if colour:
            return {"accent": option["accent"], "tint": option["tint"]}
        return {"accent": option["ink"], "tint": GREY}

    def picture(self, path: str) -> Resource:
        """Give a picture of the press as a resource. Raises PressError where it is missing."""
        name = path.rpartition("/")[2]
        local, digest = str(self.world.local(path)), self.world.digest(path)
        return Resource(f"isg:file/{path}", name, media_type(path), local, digest)
