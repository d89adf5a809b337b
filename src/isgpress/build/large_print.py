"""The large print edition of a book: set again, by the theme of large print over its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from isgpress.build.job import Job
from isgpress.build.pages import make_pdfs, set_pages
from isgpress.build.wrap import has_wrap, make_wrap
from isgpress.model.publication import LARGE_PRINT
from isgpress.render import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from isgpress.build.job import Made
    from isgpress.typeset import Typesetter

COVER = "large-print-cover"


def make_large_print(
    job: Job, typesetter: Typesetter, readers: Callable[[], Executor]
) -> dict[str, Made]:
    """Give the pages and, where the binding has a spine, the cover. Raises PressError.

    Both have the trim, printer, page count and ISBN of this edition; see ``set_pages``.
    """
    large = in_large_print(job)
    pages = set_pages(large, typesetter, readers)
    made = make_pdfs(large, pages, (LARGE_PRINT,), readers)
    if has_wrap(large.press, large.publication):
        made[COVER] = make_wrap(large, typesetter, len(pages.page_map.pages))
    return made


def in_large_print(job: Job) -> Job:
    """Give the job with the title and the theme as the large print edition has them."""
    book = job.publication.in_large_print()
    theme = load_theme(job.world, book.theme, book.pages_of)
    return replace(job, manuscript=replace(job.manuscript, publication=book), theme=theme)
