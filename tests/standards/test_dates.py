"""Dates of issues, as covers print them."""

from __future__ import annotations

import pytest

from isgpress.model.publication import IssueDate
from isgpress.standards.dates import issue_date


@pytest.mark.parametrize(
    ("date", "language", "expected"),
    [
        (IssueDate(2027), "en-GB", "2027"),
        (IssueDate(2027, (3,)), "en-GB", "March 2027"),
        (IssueDate(2027, (3,), day=14), "en-GB", "14 March 2027"),
        (IssueDate(2027, (3,), day=14), "en-US", "March 14, 2027"),
        (IssueDate(2007, (7, 8)), "en-GB", "July–August 2007"),
        (IssueDate(2007, (12, 1)), "en-GB", "December 2007–January 2008"),
        (IssueDate(2007, (7, 8)), "fr", "juillet-août 2007"),
        (IssueDate(2007, (7, 8)), "de", "Juli/August 2007"),
        (IssueDate(2027, season="spring"), "en-GB", "Spring 2027"),
        (IssueDate(2027, season="autumn"), "en-US", "Fall 2027"),
        (IssueDate(2027, season="autumn"), "es", "otoño de 2027"),
        (IssueDate(2027, (3,)), "xx-unknown", "March 2027"),
        (IssueDate(2027, (7, 8)), "zh", "2027年7月至8月"),
        (IssueDate(2027, (7, 8)), "ja", "2027年7月～8月"),
        (IssueDate(2027, (7, 8)), "ko", "2027년 7월 ~ 8월"),
        (IssueDate(2027, (12, 1)), "zh-TW", "2027年12月至2028年1月"),
        (IssueDate(2027, (7, 8)), "ru", "июль — август 2027\u202fг."),
        (IssueDate(2027, season="spring"), "ja", "2027年春"),
    ],
)
def test_date(date: IssueDate, language: str, expected: str) -> None:
    """A date is written by the habit of the issue's language."""
    assert issue_date(date, language) == expected
