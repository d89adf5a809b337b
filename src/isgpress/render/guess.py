"""Guesses how many figures a folio will have, before any page is set."""

from __future__ import annotations

from isgpress.model.manuscript import Manuscript
from isgpress.model.publication import Matter
from isgpress.render.geometry import CHARACTER, POINT, PageSetup

LETTERS = 5.9  # of a word, with its space
FILLED = 0.88  # of a page of running text: headings, figures, notes take the rest


def likely_folio(manuscript: Manuscript, setup: PageSetup, target: str) -> str:
    """Give noughts for the folio of an id, as many as it will likely have figures.

    A wrong guess costs another layout of the section that prints the folio; front
    matter, whose folios are letters, always gets three.
    """
    line = setup.measure / (setup.text_size * POINT * CHARACTER) / LETTERS
    page = setup.lines * line * FILLED
    pages = 1.0
    for document in manuscript.documents:
        if document.section.matter is Matter.FRONT:
            continue
        at = document.body.find(f'id="{target}"')
        if at >= 0 or document.section.slug == target:
            share = max(at, 0) / max(len(document.body), 1)
            return "0" * len(str(int(pages + share * document.words / page)))
        pages += 1 + document.words / page  # half a page of sink, half of white at the end
    return "000"
