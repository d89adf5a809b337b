"""Pages: sections as HTML in, laid out in worker processes; the PDF and the page map out.

>>> with Typesetter(jobs, store, limits, languages) as typesetter:
...     title = typesetter.run(sections, trim)
>>> pdf = assembly.assemble(title, metadata, screen=True)

An issue whose pages are composed goes another way with the same workers:

>>> composer = Composer(typesetter)
>>> fitted = composer.fit(pieces, grid)
>>> issue = composer.compose(fitted, canvases, flatplan, file)
>>> pdf = assembly.assemble_issue(issue, metadata, screen=True)
"""

from isgpress.typeset.composer import ComposedTitle, Composer, FittedPiece
from isgpress.typeset.facts import Limits
from isgpress.typeset.pagination import page_map_json
from isgpress.typeset.typesetter import Late, SetSection, Typeset, Typesetter

__all__ = [
    "ComposedTitle",
    "Composer",
    "FittedPiece",
    "Late",
    "Limits",
    "SetSection",
    "Typeset",
    "Typesetter",
    "page_map_json",
]
