"""Lines of display type, measured before they are set: headlines, standfirsts, captions.

What stands between columns of text must be whole lines deep, and WeasyPrint rounds
nothing; so lines are counted here by the font's own widths.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from isgpress.render import xhtml
from isgpress.render.balance import balanced_width, line_count
from isgpress.render.fonts import line_width
from isgpress.render.geometry import POINT
from isgpress.render.theme import Theme

Width = Callable[[str], float]


@dataclass(frozen=True)
class Setter:
    """Measures type in a theme's fonts; ``leading`` is a line of the grid in points."""

    theme: Theme
    leading: float

    def width(
        self,
        family: str,
        weight: float = 400,
        opsz: float = 20,
        tracking: float = 0.0,
        slant: str = "normal",
    ) -> Width:
        """Give what measures a line in a family of the theme, in em.

        ``opsz`` is the optical size in points, where the font has that axis; ``tracking``
        is letterspacing in em; ``slant`` is ``normal`` or ``italic``.
        """
        face = self.theme.face(family, slant) or self.theme.face(family)
        if face is None:
            return lambda text: len(text) * (0.5 + tracking)
        bare = line_width(face.path, (("opsz", opsz), ("wght", weight)))
        return lambda text: bare(text) + tracking * len(text)

    def fit(  # noqa: PLR0913 - what decides a line's width
        self,
        text: str,
        scale: str,
        room: float,
        *,
        family: str = "text",
        weight: float = 700,
        opsz: float = 60,
        tracking: float = 0.0,
        slant: str = "normal",
        most: int = 3,
        balanced: bool = True,
    ) -> Markup:
        """Give the style attribute of a displayed text: the largest size that fits.

        ``scale`` lists sizes in points with their leading in lines of the grid, the
        largest first: ``48/4 36/3``. ``room`` is in mm. A size fits where it makes at
        most ``most`` lines and holds the longest word. Lines are of like length where
        ``balanced``; what is left of a whole line of the grid is white below. ``slant`` is
        ``normal`` or ``italic``.
        """
        words = xhtml.plain(str(text))
        width = self.width(family, weight, opsz, tracking, slant)
        sizes = [tuple(float(n) for n in step.split("/")) for step in scale.split()]
        longest = max((width(w) for w in words.split()), default=0.0)

        def lines(size: float) -> int:
            return line_count(words, room / POINT / size, width)

        fitting = (s for s in sizes if lines(s[0]) <= most and longest <= room / POINT / s[0])
        size, line = next(fitting, sizes[-1])
        count, em = lines(size), room / POINT / size
        depth = count * line
        rest = math.ceil(depth - 0.01) - depth
        style = f"font-size:{size:g}pt;line-height:{line:g}rlh"
        style += f";font-style:{slant}" if slant != "normal" else ""
        style += f";padding-bottom:{rest:g}rlh" if rest > 0 else ""
        narrow = balanced_width(words, em, width) if balanced else None
        style += f";max-width:{narrow:.2f}em" if narrow else ""
        return Markup('style="{}"').format(style)

    def depth(self, text: str, size: float, leading: float, room: float, width: Width) -> int:
        """Give the lines of the grid that a text fills, set ``leading`` points apart.

        ``size`` is in points, ``room`` in mm.
        """
        count = line_count(text, room / POINT / size, width)
        return math.ceil(count * leading / self.leading - 0.01)
