"""What is known of one product for a message to shops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isgpress.model.printing import PERFECT
from isgpress.model.publication import Press, Publication
from isgpress.release.products import Form, Product
from isgpress.standards import printing

Row = Mapping[str, Any]
"""What release.json says of one file."""


@dataclass(frozen=True, slots=True)
class Record:
    """A product, the title and the press that it is of, its files and its companions.

    ``files`` are those of the whole title; ``base`` is the absolute address of the folder
    where they can be had, with a final slash, or empty.
    """

    press: Press
    title: Publication
    product: Product
    others: Sequence[Product]
    files: Sequence[Row] = ()
    base: str = ""

    @property
    def is_digital(self) -> bool:
        """Whether it is a file, not a thing of paper."""
        return not self.product.form.is_paper

    @property
    def binding(self) -> str:
        """How the title's print edition is bound, by press.yaml's or the usual printer."""
        return printing.binding_of(printing.printer_of(self.press, self.title), self.title)

    @property
    def spine(self) -> float:
        """The thickness of the book in mm, as its cover was made for; 0 where unknown.

        A cover without flaps is two trims wide, and the spine.
        """
        cover, pages = self.own("cover"), self.own("interior")
        if not cover or not pages or self.binding != PERFECT:
            return 0.0
        return round(max(float(cover["trim"][0]) - 2 * float(pages["trim"][0]), 0.0), 1)

    def own(self, role: str) -> Row | None:
        """Give the file of this product that has a role, or None."""
        form = self.product.form.value
        found = (r for r in self.files if r.get("role") == role and r.get("product") == form)
        return next(found, None)

    def any(self, *roles: str) -> Row | None:
        """Give the title's first file that has one of these roles, or None."""
        return next((r for role in roles for r in self.files if r.get("role") == role), None)

    def sibling(self, form: Form) -> Product | None:
        """Give the title's other product of a form, or None."""
        return next((p for p in self.others if p.form is form), None)
