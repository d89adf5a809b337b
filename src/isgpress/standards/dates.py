"""Dates and prices as people write them, by the habit of a language.

Names of months come from CLDR through Babel (UTS 35); seasons, and the joining of
months, from the words of the interface.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from isgpress.model.publication import IssueDate
from isgpress.standards import words

if TYPE_CHECKING:
    from babel import Locale

_DAY, _MONTH_OF_YEAR = "long", "yMMMM"  # forms of CLDR


def issue_date(date: IssueDate, language: str) -> str:
    """Give "14 March 2027", "July–August 2007", "Spring 2027" or "2027".

    ``language`` is a BCP 47 tag; one that CLDR does not know gets the English form.
    """
    said = words(language)
    if date.season:
        return said["season_of_year"].format(season=said[date.season], year=date.year)
    if not date.months:
        return str(date.year)
    first = dt.date(date.year, date.months[0], date.day or 1)
    if date.day:
        return _formatted(first, "day", language)
    if len(date.months) == 1:
        return _formatted(first, "month of year", language)
    turned = date.months[-1] < date.months[0]
    last = dt.date(date.year + turned, date.months[-1], 1)
    if _month_of_year(language).startswith("y"):
        return _months(first, last, language)
    start = _formatted(first, "month of year" if turned else "month", language)
    end = _formatted(last, "month of year", language)
    return said["month_range"].format(first=start, last=end)


def date_in_words(date: str, language: str) -> str:
    """Give a date of ISO 8601, as exact as it is known: "14 March 2027", "2027"."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    months = (month,) if month else ()
    return issue_date(IssueDate(year, months, day=day or None), language)


def price_in_words(amount: str, currency: str, language: str) -> str:
    """Give a price, "£12.99"; ``currency`` is its code in ISO 4217."""
    from babel.numbers import format_currency  # noqa: PLC0415 - slow to import

    return str(format_currency(Decimal(amount), currency, locale=_locale(language)))


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    if locale.language == "en" and locale.territory is None:
        locale = Locale("en", "GB")
    return locale


def _month_of_year(language: str) -> str:
    """Give CLDR's pattern of a month and its year: "LLLL y", "y年M月"."""
    return str(_locale(language).datetime_skeletons[_MONTH_OF_YEAR].pattern)


def _months(first: dt.date, last: dt.date, language: str) -> str:
    """Give some months as a language does that puts the year before them."""
    from babel.dates import format_interval  # noqa: PLC0415 - slow to import

    return str(format_interval(first, last, _MONTH_OF_YEAR, locale=_locale(language)))


def _formatted(day: dt.date, form: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - slow to import

    locale = _locale(language)
    if form == "day":
        return str(format_date(day, _DAY, locale=locale))
    if form == "month":
        # A language that names its months alone in another way than in dates does so with
        # the year, too. Babel 2.18 gives the others those of whichever it was asked first.
        alone = "LLLL" if "LLLL" in _month_of_year(language) else "MMMM"
        return str(format_date(day, alone, locale=locale))
    return str(format_skeleton(_MONTH_OF_YEAR, day, locale=locale))
