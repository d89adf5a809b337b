"""The issue after the last one: number, volume, date by frequency."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from isgpress.model.publication import Issue, IssueDate, Periodical
from isgpress.sources.following import Next, following
from isgpress.sources.issue import first_day

TODAY = dt.date(2027, 3, 14)


def issue(frequency: str, date: IssueDate, number: str = "12", **more: str) -> Issue:
    """Make an issue of a periodical of that frequency."""
    return Issue(
        slug=f"a-{number}",
        folder=f"issues/a-{number}",
        title="A",
        language="en",
        date=first_day(date),
        periodical=Periodical(key="a", title="A", frequency=frequency),
        issue_date=date,
        number=number,
        **more,
    )


@pytest.mark.parametrize(
    ("frequency", "date", "expected"),
    [
        ("monthly", IssueDate(2027, (3,)), "2027-04"),
        ("monthly", IssueDate(2027, (12,)), "2028-01"),
        ("monthly", IssueDate(2007, (7, 8)), "2007-09"),
        ("bimonthly", IssueDate(2027, (11, 12)), "2028-01/02"),
        ("bimonthly", IssueDate(2027, (12, 1)), "2028-02/03"),
        ("quarterly", IssueDate(2027, season="spring"), "2027-summer"),
        ("quarterly", IssueDate(2027, season="winter"), "2028-spring"),
        ("quarterly", IssueDate(2027, (10,)), "2028-01"),
        ("biannual", IssueDate(2027, season="autumn"), "2028-spring"),
        ("annual", IssueDate(2027), "2028"),
        ("annual", IssueDate(2027, season="winter"), "2028-winter"),
        ("weekly", IssueDate(2027, (12,), day=30), "2028-01-06"),
        ("fortnightly", IssueDate(2027, (3,), day=1), "2027-03-15"),
        ("monthly", IssueDate(2027, (1,), day=31), "2027-02-28"),
    ],
)
def test_the_date_moves_on_by_the_frequency(
    frequency: str, date: IssueDate, expected: str
) -> None:
    """Days, months, double months, seasons and years, also over the new year."""
    last = issue(frequency, date)
    assert following(last.periodical, [last], TODAY).date == expected


def test_the_first_issue_is_number_one() -> None:
    """Without an issue before it, it is of this month."""
    periodical = Periodical(key="a", title="A")
    assert following(periodical, [], TODAY) == Next("", "1", "", "2027-03", "a-1")


def test_numbers_run_on_and_begin_again_with_a_volume() -> None:
    """Volumes that began with a number 1 before do so again when the year changes."""
    plain = issue("monthly", IssueDate(2027, (12,)), "391")
    assert following(plain.periodical, [plain], TODAY).number == "392"
    row = [
        issue(
            "quarterly", IssueDate(2027, season=season), str(n), volume="3", whole_number=whole
        )
        for n, season, whole in ((1, "spring", "9"), (4, "winter", "12"))
    ]
    after = following(row[0].periodical, row, TODAY)
    assert after == Next("4", "1", "13", "2028-spring", "a-13")


@pytest.mark.parametrize(
    ("slug", "date", "expected"),
    [
        ("a-12", IssueDate(2027, (3,)), "a-13"),
        ("a-2027-03", IssueDate(2027, (3,)), "a-2027-04"),
        ("a-spring-2027", IssueDate(2027, season="spring"), "a-summer-2027"),
        ("the-last-one", IssueDate(2027, (3,)), "a-13"),
    ],
)
def test_the_folder_is_named_as_the_last_one_was(
    slug: str, date: IssueDate, expected: str
) -> None:
    """By number, month or season; else by the periodical and the number."""
    frequency = "quarterly" if date.season else "monthly"
    last = replace(issue(frequency, date), slug=slug)
    assert following(last.periodical, [last], TODAY).slug == expected


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [("weekly", "2027-03-14"), ("bimonthly", "2027-03/04"), ("quarterly", "2027-spring")],
)
def test_the_first_date_has_the_form_of_its_frequency(frequency: str, expected: str) -> None:
    """A weekly has a day, a bimonthly two months, a quarterly a season."""
    periodical = Periodical(key="a", title="A", frequency=frequency)
    assert following(periodical, [], TODAY).date == expected


def test_issues_of_others_do_not_count() -> None:
    """Only the periodical's own issues are followed."""
    other = issue("monthly", IssueDate(2030, (1,)), "99")
    mine = Periodical(key="b", title="B", frequency="monthly")
    assert following(mine, [other], TODAY).number == "1"
