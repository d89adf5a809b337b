"""The cover picture of the EPUB: the title's own, the theme's page, or one drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from isgpress.build.job import Job
from isgpress.epub import cover_of_page, draw_cover, fit_cover
from isgpress.model.publication import Press, Publication
from isgpress.render import Theme
from isgpress.world import World

if TYPE_CHECKING:
    from isgpress.typeset import Typesetter

DESIGN = ("print/cover.html", "print/cover.css")
BUILT_IN = "base"


def set_cover(job: Job, typesetter: Callable[[], Typesetter]) -> bytes:
    """Give the cover page of the PDF as a JPEG; nothing where ``cover_picture`` does.

    That is so for a drawing (SVG), which shops do not take, and for a cover that the
    theme designs itself; only then is the ``typesetter`` asked for. Raises PressError.
    """
    if not is_set(job.publication, job.theme):
        return b""
    from isgpress.render import render_cover, trim_of  # noqa: PLC0415 - few covers are set
    from isgpress.typeset.assembly import Metadata, assemble  # noqa: PLC0415 (slow import)

    page = render_cover(job.world, job.manuscript, job.press, job.theme)
    title = typesetter().run([page], trim_of(job.publication, job.theme))
    about = Metadata(
        title=job.publication.title,
        language=job.publication.language,
        date=str(job.publication.date),
    )
    return cover_of_page(assemble(title, about, screen=True))


def is_set(book: Publication, theme: Theme) -> bool:
    """Tell whether a cover is a page that must be set, by ``set_cover``."""
    path = book.cover.image
    return _is_drawing(path) if path else _designed(theme)


def cover_picture(world: World, book: Publication, press: Press, theme: Theme) -> bytes:
    """Give the title's own cover, or the built-in design drawn from its metadata.

    A JPEG of at most 4 megapixels. Raises PressError.
    """
    path = book.cover.image
    if path:
        return fit_cover(world.read_bytes(path), path)
    return draw_cover(book, press, theme)


def _is_drawing(path: str) -> bool:
    return path.lower().endswith(".svg")


def _designed(theme: Theme) -> bool:
    """Tell whether the theme has another cover than the built-in one."""
    return any((file := theme.file(n)) and file.layer != BUILT_IN for n in DESIGN)
