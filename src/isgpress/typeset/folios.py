"""Folios while WeasyPrint makes the margin boxes, by its public counter styles.

A theme prints a folio with ``counter(pages, isgtotal) counter(page, isgfolio)`` in one
margin box. WeasyPrint asks for these only after it has broken the section into pages: the
first gives the section's page count away and waits for its start folio, the second prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.css.counters import CounterStyle

from isgpress.typeset.messages import Start, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

TOTAL, FOLIO = "isgtotal", "isgfolio"


class WrongSideError(BaseException):
    """Stops a layout that began on the wrong side; WeasyPrint must not catch it."""

    def __init__(self, side: str) -> None:
        """Keep the side on which the section starts."""
        super().__init__(side)
        self.side = side


class Folios(CounterStyle):  # type: ignore[misc] # WeasyPrint has no types
    """Counter styles that know the section's first folio, or ask for it.

    ``ask`` takes the page count and gives the answer of the parent; it is called once,
    and not at all where ``start`` is known.
    """

    def __init__(
        self, style: str, start: int | None, ask: Callable[[int], Start | Turn]
    ) -> None:
        """Take the style in which folios are printed, as CSS names it."""
        super().__init__()
        self._style, self._start, self._ask = style, start, ask
        self.used = False

    def begin(self, pages: int) -> int:
        """Give the section's first folio. Raises WrongSideError."""
        if self._start is None:
            answer = self._ask(pages)
            if isinstance(answer, Turn):
                raise WrongSideError(answer.side)
            self._start = answer.folio
        return self._start

    def render_value(
        self,
        counter_value: int,
        counter_name: str | None = None,
        counter: Any = None,
        previous_types: Any = None,
    ) -> str | None:
        """Print a counter's value; WeasyPrint calls this with its own names."""
        if counter_name == TOTAL:
            self.begin(counter_value)
            return ""
        if counter_name == FOLIO:
            self.used = True
            folio = counter_value + (self._start or 1) - 1
            counter_value, counter_name = folio, self._style
        value: str | None = super().render_value(
            counter_value, counter_name, counter, previous_types
        )
        return value
