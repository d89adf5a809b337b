"""The issue that follows another: its number, its date, the name of its folder."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from isgpress.model.publication import Issue, IssueDate, Periodical
from isgpress.sources.names import roman, value_of

SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "biannual": 6, "annual": 12}
DAYS = {"weekly": 7, "fortnightly": 14}
IN_A_YEAR = {"weekly": 53, "fortnightly": 27, **{f: 12 // n for f, n in MONTHS.items()}}
YEAR = 12


@dataclass(frozen=True, slots=True)
class Next:
    """What a new issue's issue.yaml says of its place in the row, and its folder's name."""

    volume: str
    number: str
    whole_number: str
    date: str  # as issue.yaml writes it
    slug: str


def following(periodical: Periodical, issues: Sequence[Issue], today: dt.date) -> Next:
    """Give number and date of the issue after the last of ``issues``.

    The date moves on by the periodical's frequency, in the form of the last one. When the
    year changes, the volume does and numbers begin again if they did so before; where
    there was no other year, the volume changes, and numbers begin again that are no
    higher than a year's issues. Without an issue before it is number 1, of ``today``.
    """
    own = _own(periodical, issues)
    if not own:
        date = _first(periodical.frequency, today)
        return _first_numbers(periodical, date)
    last = own[-1]
    date = _after(last.issue_date, periodical.frequency, own, today)
    volume, number = last.volume, _plus_one(last.number)
    if date.year != last.issue_date.year:
        turned, again = _habit(periodical, own)
        volume = _plus_one(volume) if turned else volume
        number = "1" if number and again else number
    after = Next(volume, number, _plus_one(last.whole_number), written(date), "")
    return replace(after, slug=_slug(periodical, last, after, date))


def last_of(periodical: Periodical, issues: Sequence[Issue]) -> Issue | None:
    """Give the last issue of a periodical among ``issues``, by date and number."""
    own = _own(periodical, issues)
    return own[-1] if own else None


def written(date: IssueDate) -> str:
    """Give a date as issue.yaml writes it: ``2027-03``, ``2007-12/2008-01``."""
    if date.season:
        return f"{date.year}-{date.season}"
    if not date.months:
        return str(date.year)
    start = f"{date.year}-{date.months[0]:02}"
    if date.day:
        return f"{start}-{date.day:02}"
    if len(date.months) == 1:
        return start
    turned = f"{date.year + 1}-" if date.months[-1] < date.months[0] else ""
    return f"{start}/{turned}{date.months[-1]:02}"


def _own(periodical: Periodical, issues: Sequence[Issue]) -> list[Issue]:
    own = [i for i in issues if i.periodical.key == periodical.key]
    return sorted(
        own, key=lambda i: (i.date.first_day(), _figure(i.whole_number), _figure(i.number))
    )


def _first_numbers(periodical: Periodical, date: IssueDate) -> Next:
    named = periodical.numbering
    volume = "1" if "{volume}" in named else ""
    whole = "1" if "{whole-number}" in named else ""
    key = periodical.key
    return Next(volume, "1", whole, written(date), f"{key}-1")


def _first(frequency: str, today: dt.date) -> IssueDate:
    """Give a date around today in the form that is usual for a frequency."""
    if frequency in DAYS:
        return IssueDate(today.year, (today.month,), day=today.day)
    if frequency == "bimonthly":
        start = today.month - (today.month - 1) % 2
        return IssueDate(today.year, (start, start + 1))
    if frequency == "quarterly":
        year, at = divmod(today.year * YEAR + today.month - 3, YEAR)  # spring from March
        return IssueDate(year, season=SEASONS[at // 3])
    if frequency == "biannual":
        season = "spring" if today.month < 9 else "autumn"  # noqa: PLR2004 - September
        return IssueDate(today.year, season=season)
    if frequency == "annual":
        return IssueDate(today.year)
    return IssueDate(today.year, (today.month,))


def _after(date: IssueDate, frequency: str, own: Sequence[Issue], today: dt.date) -> IssueDate:
    if date.season:
        return _season_after(date, frequency)
    if date.day:
        return _day_after(date, frequency)
    if date.months and frequency in DAYS:  # of a month alone no day can be told
        return _first(frequency, max(today, dt.date(date.year, date.months[-1], 1)))
    if date.months:
        return _months_after(date, frequency)
    in_year = sum(i.issue_date.year == date.year for i in own)
    return IssueDate(date.year + (in_year >= IN_A_YEAR.get(frequency, 1)))


def _season_after(date: IssueDate, frequency: str) -> IssueDate:
    steps = {"annual": 4, "biannual": 2}.get(frequency, 1)
    years, at = divmod(SEASONS.index(date.season) + steps, len(SEASONS))
    return IssueDate(date.year + years, season=SEASONS[at])


def _months_after(date: IssueDate, frequency: str) -> IssueDate:
    """Go on after a month or several; a double month of a monthly is an exception."""
    count = len(date.months)
    step = MONTHS.get(frequency, count)
    first = date.year * YEAR + date.months[0] - 1 + max(step, count)
    months = tuple((first + n) % YEAR + 1 for n in range(min(step, count)))
    return IssueDate(first // YEAR, months)


def _day_after(date: IssueDate, frequency: str) -> IssueDate:
    day = dt.date(date.year, date.months[0], date.day or 1)
    if frequency in DAYS:
        day += dt.timedelta(days=DAYS[frequency])
        return IssueDate(day.year, (day.month,), day=day.day)
    year, month = divmod(day.year * YEAR + day.month - 1 + MONTHS.get(frequency, 1), YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return IssueDate(year, (month + 1,), day=min(day.day, last))


def _habit(periodical: Periodical, own: Sequence[Issue]) -> tuple[bool, bool]:
    """Tell whether, with a new year, the volume changes and numbers begin again."""
    turns = [(a, b) for a, b in pairwise(own) if a.issue_date.year != b.issue_date.year]
    if turns:
        before, after = turns[-1]
        again = _figure(after.number) <= _figure(before.number)
        return before.volume != after.volume, again
    last = own[-1]
    if not last.volume:
        return False, False
    return True, _figure(last.number) <= IN_A_YEAR.get(periodical.frequency, YEAR)


def _slug(periodical: Periodical, last: Issue, after: Next, date: IssueDate) -> str:
    """Name the folder as the last one was: by number, or by date."""
    for old, new in _endings(last, after, date):
        if old and new and re.search(rf"(?<![0-9]){re.escape(old)}$", last.slug):
            return last.slug.removesuffix(old) + new
    return f"{periodical.key}-{after.whole_number or after.number or after.date}".lower()


def _endings(last: Issue, after: Next, date: IssueDate) -> Iterator[tuple[str, str]]:
    before = last.issue_date
    if before.season and date.season:
        yield f"{before.season}-{before.year}", f"{date.season}-{date.year}"
    yield written(before), after.date
    yield written(before).replace("/", "-"), after.date.replace("/", "-")
    yield last.whole_number.lower(), after.whole_number.lower()
    if after.number not in {"1", last.number}:
        yield last.number.lower(), after.number.lower()
        yield f"{last.number:0>2}", f"{after.number:0>2}"


def _figure(text: str) -> int:
    """Give a number, or the last of several ("12/13"); 0 where it has no value."""
    return value_of(re.split(r"[/–-]", text)[-1].strip()) or 0


def _plus_one(text: str) -> str:
    """Give the number after a number, in its figures; nothing where it has no value."""
    value = _figure(text)
    if not value:
        return ""
    return str(value + 1) if re.search(r"\d", text) else roman(value + 1)
