"""A date as a source gives it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as the source gives it: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Give the date in ISO 8601, no finer than it is known."""
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)]
        return "-".join(parts)

    def first_day(self) -> dt.date:
        """Give the first day that the date covers."""
        return dt.date(self.year, self.month or 1, self.day or 1)
