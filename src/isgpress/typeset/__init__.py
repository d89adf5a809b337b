"""Pages: sections as HTML in, laid out in worker processes; the PDF and the page map out.

>>> with Typesetter(jobs, store, limits, languages) as typesetter:
...     title = typesetter.run(sections, trim)
>>> pdf = assembly.assemble(title, metadata, screen=True)
"""

from isgpress.typeset.facts import Limits
from isgpress.typeset.pagination import page_map_json
from isgpress.typeset.typesetter import Late, SetSection, Typeset, Typesetter

__all__ = ["Late", "Limits", "SetSection", "Typeset", "Typesetter", "page_map_json"]
