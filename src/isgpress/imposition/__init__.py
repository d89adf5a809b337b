"""Imposition: the pages of a finished PDF on sheets that are folded, stitched and cut.

``sheets`` is the arithmetic, ``drawing`` puts pages on paper. This room knows no titles.
"""

from isgpress.imposition.drawing import Sheets, impose
from isgpress.imposition.sheets import Cell, Side, booklet, padded, proof, signatures

__all__ = [
    "Cell",
    "Sheets",
    "Side",
    "booklet",
    "impose",
    "padded",
    "proof",
    "signatures",
]
