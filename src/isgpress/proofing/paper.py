"""Sheets of proofs: pages at any place and size, and what is written and drawn around them.

All lengths are in points, from the lower left corner of the sheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, Name

from isgpress.imposition.drawing import cut_page, drawn
from isgpress.proofing.lettering import Lettering
from isgpress.proofing.page import Box, Page

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
Ink = tuple[float, ...]
BLACK, GREY, PALE = (0.0,), (0.45,), (0.75,)
RED, GREEN, BLUE = (0.8, 0.05, 0.1), (0.0, 0.5, 0.2), (0.05, 0.3, 0.65)
FRAME = 0.4  # pt


class Paper:
    """A file of sheets that is being drawn, from the pages of other files."""

    def __init__(self, title: str) -> None:
        """Begin a file that calls itself ``title``."""
        self._pdf = pikepdf.new()
        self._pdf.docinfo[Name.Title] = title
        self.type = Lettering(self._pdf)
        self._forms: dict[tuple[int, int], pikepdf.Object] = {}
        self._told: list[str] = []
        self._resources = Dictionary()

    def sheet(self, size: tuple[float, float]) -> None:
        """Begin a sheet."""
        self._end()
        self._pdf.add_blank_page(page_size=size)
        states = Dictionary(
            W=Dictionary(Type=Name.ExtGState, ca=0.1),
            H=Dictionary(Type=Name.ExtGState, ca=0.35, BM=Name.Multiply),
        )
        self._resources = Dictionary(
            Font=Dictionary(T=self.type.resource), XObject=Dictionary(), ExtGState=states
        )

    def page(
        self, source: pikepdf.Pdf, page: Page, place: tuple[float, float], scale: float = 1.0
    ) -> None:
        """Put a page on the sheet, cut to its trim, with a line around it."""
        key = (id(source), page.number)
        if key not in self._forms:
            self._forms[key] = cut_page(source, self._pdf, page.number)
        name = f"/P{len(self._resources.XObject)}"
        self._resources.XObject[name] = self._forms[key]
        self._told.append(drawn(name, self._forms[key], place, scale))
        size = page.width * scale, page.height * scale
        self.frame((*place, place[0] + size[0], place[1] + size[1]), PALE)

    def frame(self, box: Box, ink: Ink, thick: float = FRAME) -> None:
        """Draw a line around a box."""
        x, y, *_ = box
        told = f"q {_ink(ink).upper()} {thick} w"
        told += f" {x:.3f} {y:.3f} {box[2] - x:.3f} {box[3] - y:.3f} re S Q"
        self._told.append(told)

    def rule(self, line: Box, ink: Ink = PALE, thick: float = FRAME) -> None:
        """Draw a line from a place to another."""
        told = "{:.3f} {:.3f} m {:.3f} {:.3f} l S".format(*line)
        self._told.append(f"q {_ink(ink).upper()} {thick} w {told} Q")

    def tint(self, boxes: Sequence[Box], ink: Ink) -> None:
        """Lay colour over boxes, through which is seen what is below."""
        told = [f"q /H gs {_ink(ink)}"]
        for x, y, right, high in boxes:
            told.append(f"{x:.3f} {y:.3f} {right - x:.3f} {high - y:.3f} re f")
        self._told += [*told, "Q"]

    def write(
        self,
        text: str,
        size: float,
        place: tuple[float, float],
        ink: Ink = BLACK,
        *,
        by: float = 0,
    ) -> None:
        """Write a line; ``by`` is the part of it that stands before ``place``: 0, 0.5, 1."""
        x = place[0] - by * self.type.width(text, size)
        self._told.append(f"q {_ink(ink)} {self.type.shown(text, size, x, place[1])} Q")

    def water(self, text: str, size: float, middle: tuple[float, float], turn: Box) -> None:
        """Write a word through which the page is seen.

        ``turn`` are the cosine and sine, minus sine and cosine of its slope.
        """
        half = self.type.width(text, size) / 2
        x = middle[0] - half * turn[0] + size * 0.35 * turn[1]
        y = middle[1] - half * turn[1] - size * 0.35 * turn[3]
        shown = self.type.shown(text, size, *turn, x, y)
        self._told.append(f"q /W gs {_ink(RED)} {shown} Q")

    def fitting(self, text: str, size: float, width: float) -> str:
        """Give a line, without its middle where it is wider than that."""
        if self.type.width(text, size) <= width:
            return text
        keep = len(text) - 1
        while keep > 2 and self.type.width(_cut(text, keep), size) > width:  # noqa: PLR2004
            keep -= 1
        return _cut(text, keep)

    def close(self) -> bytes:
        """Give the file; the same sheets give the same bytes."""
        self._end()
        self.type.close()
        out = io.BytesIO()
        self._pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        self._pdf.close()
        return out.getvalue()

    def _end(self) -> None:
        if self._pdf.pages:
            page = self._pdf.pages[-1]
            page.obj.Resources = self._resources
            page.obj.Contents = self._pdf.make_stream("\n".join(self._told).encode())
        self._told = []


def _cut(text: str, keep: int) -> str:
    return f"{text[: keep // 2]}…{text[len(text) - (keep + 1) // 2 :]}"


def _ink(ink: Ink) -> str:
    return " ".join(f"{part:.2f}" for part in ink) + (" g" if len(ink) == 1 else " rg")
