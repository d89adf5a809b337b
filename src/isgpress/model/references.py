"""The works that a title cites, as they were given."""

from __future__ import annotations

from dataclasses import dataclass

from isgpress.findings import Span

CITATION_STYLE = "harvard-cite-them-right"
"""The style of citations where none is named: the one that comes with the library."""


@dataclass(frozen=True, slots=True)
class References:
    """The works that a title may cite: ``files`` are path and text, BibTeX or CSL-JSON.

    ``style`` is the name of a CSL style; ``style_text`` its XML, where it is the title's own.
    """

    files: tuple[tuple[str, str], ...]
    style: str = CITATION_STYLE
    style_text: str = ""
    span: Span | None = None
