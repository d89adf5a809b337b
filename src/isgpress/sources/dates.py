"""Dates as the YAML files have them, read from text."""

from __future__ import annotations

import datetime as dt
import re

from isgpress.model.date import Date
from isgpress.model.publication import IssueDate
from isgpress.sources.faults import fault, nearest, text_of

_EXAMPLE = "2026-11-23"


def read_date(value: object) -> Date:
    """Read a year, year-month or day of ISO 8601. Raises the fault ``bad-date``."""
    text = text_of(value)
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not found or not text.isascii():
        advice = f"write year, month, day: `{_EXAMPLE}`, or `2026-11`, or `2026`"
        raise fault("bad-date", f"`{text}` is not a date", _date_meant(text) or advice)
    year, month, day = (int(n) if n else None for n in found.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        message = f"there is no such date as `{text}`"
        raise fault("bad-date", message, "compare it with a calendar") from None
    return Date(year or 0, month, day)


def _date_meant(text: str) -> str:
    """Give a help with the date in ISO 8601 where the text has one in another form."""
    numbers = re.fullmatch(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})", text)
    if not numbers:
        return ""
    first, middle, last = (int(n) for n in numbers.groups())
    year, day = (first, last) if first > 31 else (last, first)  # noqa: PLR2004
    try:
        return f"write `{dt.date(year, middle, day)}`"
    except ValueError:
        return ""


_SEASONS = ("spring", "summer", "autumn", "winter")
_ISSUE_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<season>[a-z]+)"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2})|/(?:(?P<later>\d{4})-)?(?P<last>\d{2}))?))?",
    re.ASCII,
)


def read_issue_date(value: object) -> IssueDate:
    """Read the date of an issue. Raises the fault ``bad-date``."""
    text = text_of(value)
    found = _ISSUE_DATE.fullmatch(text)
    if not found:
        advice = "write `2027-03`, `2027-03-14`, `2027-07/08`, `2027-spring` or `2027`"
        raise fault("bad-date", f"`{text}` is not the date of an issue", advice)
    year, season = int(found["year"]), found["season"] or ""
    if season and season not in _SEASONS:
        near = "autumn" if season == "fall" else nearest(season, _SEASONS)
        advice = f"write `{year}-{near or 'spring'}`"
        raise fault("bad-date", f"`{season}` is no season", advice)
    if found["month"] is None:
        return IssueDate(year, season=season)
    months = _months(text, found)
    if found["day"]:
        read_date(text)
        return IssueDate(year, months, day=int(found["day"]))
    return IssueDate(year, months)


def _months(text: str, found: re.Match[str]) -> tuple[int, ...]:
    first = int(found["month"])
    last = int(found["last"] or first)
    later = int(found["later"] or found["year"])
    count = (later - int(found["year"])) * 12 + last - first
    if not (1 <= first <= 12 and 1 <= last <= 12 and 0 <= count < 12):  # noqa: PLR2004
        message = f"there is no such date as `{text}`"
        raise fault("bad-date", message, "compare it with a calendar")
    return tuple((first - 1 + n) % 12 + 1 for n in range(count + 1))
