"""The issue that follows another: its number and its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from isgpress.model.publication import Issue, IssueDate, Periodical

SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "biannual": 6, "annual": 12}
DAYS = {"weekly": 7, "fortnightly": 14}
YEAR = 12


@dataclass(frozen=True, slots=True)
class Next:
    """What a new issue's issue.yaml says of its place in the row."""

    volume: str
    number: str
    whole_number: str
    date: str  # as issue.yaml writes it


def following(periodical: Periodical, issues: Sequence[Issue], today: dt.date) -> Next:
    """Give number and date of the issue after the last of ``issues``.

    The date moves on by the periodical's frequency, in the form of the last one. Where
    numbers began again with a new volume, they do so again when the year changes. Without
    an issue before it is number 1, of this month.
    """
    own = [i for i in issues if i.periodical.key == periodical.key]
    if not own:
        return Next("", "1", "", f"{today.year}-{today.month:02}")
    last = max(own, key=lambda i: (_moment(i), _figure(i.whole_number), _figure(i.number)))
    date = _date_after(last.issue_date, periodical.frequency)
    volume, number = last.volume, _plus_one(last.number)
    if int(date[:4]) != last.issue_date.year and _starts_again(own):
        volume, number = _plus_one(volume), "1"
    return Next(volume, number, _plus_one(last.whole_number), date)


def _starts_again(own: Sequence[Issue]) -> bool:
    """Tell whether a later volume has had a number 1, or all are of a first one."""
    volumes = {i.volume for i in own if i.volume}
    if not volumes:
        return False
    ones = {i.volume for i in own if i.number == "1"}
    return len(volumes) == 1 or len(ones) > 1


def _date_after(date: IssueDate, frequency: str) -> str:
    if date.season:
        at = SEASONS.index(date.season) + (2 if frequency == "biannual" else 1)
        year = date.year + (1 if frequency == "annual" else at // len(SEASONS))
        season = date.season if frequency == "annual" else SEASONS[at % len(SEASONS)]
        return f"{year}-{season}"
    if date.day:
        return _day_after(date, frequency)
    if not date.months:
        return str(date.year + 1)
    step = max(MONTHS.get(frequency, 1), len(date.months))
    first = date.year * YEAR + date.months[0] - 1 + step
    last = first + len(date.months) - 1
    year, month = divmod(first, YEAR)
    if first == last:
        return f"{year}-{month + 1:02}"
    last_year, last_month = divmod(last, YEAR)
    after = f"{last_year}-" if last_year != year else ""
    return f"{year}-{month + 1:02}/{after}{last_month + 1:02}"


def _day_after(date: IssueDate, frequency: str) -> str:
    day = dt.date(date.year, date.months[0], date.day or 1)
    if frequency in DAYS:
        return str(day + dt.timedelta(days=DAYS[frequency]))
    months = day.year * YEAR + day.month - 1 + MONTHS.get(frequency, 1)
    year, month = divmod(months, YEAR)
    for back in range(4):  # the 31st becomes the last of a shorter month
        try:
            return str(dt.date(year, month + 1, day.day - back))
        except ValueError:
            continue
    return f"{year}-{month + 1:02}"


def _moment(issue: Issue) -> dt.date:
    return issue.date.first_day()


def _figure(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _plus_one(text: str) -> str:
    return str(int(text) + 1) if text.isdecimal() else text
