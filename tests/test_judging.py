"""The judges that claims share: each verdict for the values that call for it, and only for those."""

from __future__ import annotations

import pandas as pd
import pytest

import clusterbook as cb
from clusterbook.claims import judging as by
from clusterbook.claims.evidence import Evidence, LackingError, Span
from clusterbook.claims.model import Finding, Verdict

VALUES = {"A": 18.6, "B": 15.3, "C": 12.4}


@pytest.mark.parametrize(
    ("stated", "found", "digits", "verdict"),
    [
        (18.6, 18.6, 1, Verdict.HOLDS),
        (18.6, 18.649, 1, Verdict.HOLDS),
        (18.6, 18.65, 1, Verdict.HOLDS),  # half a unit of the last digit, and no more
        (18.6, 18.651, 1, Verdict.FAILS),
        (18.6, 18.54, 1, Verdict.FAILS),
        (67, 66.99, 0, Verdict.HOLDS),
        (1, 2, 0, Verdict.FAILS),
        (18.6, 11.1 + 7.5, 1, Verdict.HOLDS),
        (20_000, 20_499, -3, Verdict.HOLDS),
        (20_000, 20_501, -3, Verdict.FAILS),
    ],
)
def test_a_printed_number_holds_within_half_a_unit_of_its_last_digit(stated, found, digits, verdict):
    assert by.printed(stated, found, digits, "{stated} and {found}.").verdict is verdict


def test_a_number_that_is_off_is_shown_with_a_digit_more():
    assert by.printed(67, 67.61, 0, "{stated}% and {found}%.").numbers == "67% and 67.6%."


@pytest.mark.parametrize(
    ("first", "verdict"),
    [(["A"], Verdict.HOLDS), (["A", "B"], Verdict.HOLDS), (["B", "A"], Verdict.FAILS), (["C"], Verdict.FAILS)],
)
def test_a_ranking_holds_if_the_named_ones_lead_in_that_order(first, verdict):
    assert by.ranked(VALUES, first).verdict is verdict


def test_a_shared_lead_is_two_readings():
    found = by.ranked({"A": 4, "B": 4, "C": 3}, ["A"], unit="", digits=0)
    assert found.verdict is Verdict.AMBIGUOUS
    assert found.readings == (
        "Read as a lead that is not shared, it does not hold.",
        "Read as a lead that may be shared, it holds.",
    )


def test_the_lowest_can_lead():
    assert by.ranked(VALUES, ["C", "B"], lowest=True).numbers == "C 12.4%, B 15.3%, A 18.6%."
    assert by.ranked(VALUES, ["C", "B"], lowest=True).verdict is Verdict.HOLDS
    assert by.ranked(VALUES, ["A"], lowest=True).verdict is Verdict.FAILS


def test_a_statement_about_each_names_those_of_which_it_is_not_true():
    assert by.every(VALUES, lambda value: value > 12).verdict is Verdict.HOLDS
    found = by.every(VALUES, lambda value: value > 15)
    assert (found.verdict, found.numbers) == (Verdict.FAILS, "A 18.6%, B 15.3%, C 12.4%; not so in C.")


@pytest.mark.parametrize(
    ("narrow", "wide", "verdict"),
    [(True, True, Verdict.HOLDS), (False, False, Verdict.FAILS), (True, False, Verdict.AMBIGUOUS)],
)
def test_readings_matter_only_where_they_differ(narrow, wide, verdict):
    found = by.readings({"one": (narrow, "x"), "the other": (wide, "")}, "Numbers.")
    assert found.verdict is verdict
    assert bool(found.readings) is (verdict is Verdict.AMBIGUOUS)


def test_two_dates_for_one_thing_are_two_readings():
    found = by.same_date({"Section 4": Span(2007, 2007, "2007"), "Section 6": Span(2008, 2008, "2008")})
    assert found.verdict is Verdict.AMBIGUOUS
    assert str(found) == "The paper says different things. By section 4: 2007. By section 6: 2008."


def test_a_rough_date_agrees_with_a_finer_one_inside_it_if_asked_to():
    dates = {"Section 7": Span(1990, 1999, "1990s"), "Section 6": Span(1998, 1998, "1998")}
    assert by.same_date(dates).verdict is Verdict.AMBIGUOUS
    assert by.same_date(dates, within=True).verdict is Verdict.HOLDS
    apart = dates | {"Section 6": Span(2001, 2001, "2001")}
    assert by.same_date(apart, within=True).verdict is Verdict.AMBIGUOUS


def test_places_that_say_the_same_hold_and_others_are_readings():
    assert by.one_voice({"Abstract": "firms", "Section 6": "firms"}).verdict is Verdict.HOLDS
    found = by.one_voice({"Abstract": "firms", "Section 6": "government", "Table 1": "a zone"})
    assert found.readings == ("By the abstract: firms.", "By section 6: government.", "By Table 1: a zone.")


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(60, 70, Verdict.HOLDS), (10, 20, Verdict.FAILS), (40, 60, Verdict.UNTOLD)]
)
def test_bounds_decide_where_they_leave_one_answer(low, high, verdict):
    found = by.bounded(low, high, lambda value: value > 50, "Bounds.", "ownership by level")
    assert found.verdict is verdict
    assert bool(found.needs) is (verdict is Verdict.UNTOLD)


def test_a_rise_needs_two_years_and_holds_if_each_series_ends_higher():
    two = {"A": {2006: 60.0, 2012: 70.0}, "B": {2006: 30.0, 2012: 31.0}}
    assert by.rose(two, "an earlier year").verdict is Verdict.HOLDS
    assert (
        by.rose(two, "an earlier year").numbers
        == "A 60.0% in 2006 and 70.0% in 2012, B 30.0% in 2006 and 31.0% in 2012."
    )
    assert by.rose(two | {"B": {2006: 30.0, 2012: 30.0}}, "an earlier year").verdict is Verdict.FAILS
    one = by.rose(two | {"B": {2006: 30.0}}, "an earlier year")
    assert (one.verdict, one.needs) == (Verdict.UNTOLD, "an earlier year")


def test_a_name_with_braces_is_no_place_for_a_number():
    said = by.printed(1, 2, 0, "The text prints {stated}, the data give {found}, in {0.__class__} and {x}.").numbers

    assert said == "The text prints 1, the data give 2.0, in {0.__class__} and {x}."


def test_the_numbers_of_a_sentence_hold_if_each_is_as_printed():
    stated = {"A": 18.6, "B": 15.3}
    assert by.as_printed(stated, {"A": 18.6, "B": 15.34}).verdict is Verdict.HOLDS
    off = by.as_printed(stated, {"A": 18.6, "B": 15.4})
    assert off.verdict is Verdict.FAILS
    assert off.numbers == "The text prints A 18.6%, B 15.3%; the data give A 18.60%, B 15.40%."


@pytest.mark.parametrize(
    "parts",
    [
        {"verdict": Verdict.HOLDS, "numbers": "no full stop"},
        {"verdict": Verdict.AMBIGUOUS, "numbers": "One reading.", "readings": ("a",)},
        {"verdict": Verdict.HOLDS, "numbers": "Too many readings.", "readings": ("a", "b")},
        {"verdict": Verdict.UNTOLD, "numbers": "Nothing that it needs."},
        {"verdict": Verdict.FAILS, "numbers": "Told.", "needs": "more"},
    ],
)
def test_a_finding_that_is_not_whole_is_refused(parts):
    with pytest.raises(ValueError, match=r"."):
        Finding(**parts)


@pytest.fixture(scope="module")
def see() -> Evidence:
    return Evidence(cb.Dataset())


@pytest.mark.parametrize(
    ("cluster", "bounds"),
    [("buenos-aires", (35, 35)), ("los-lagos", (18, 19)), ("penang", (86, 87)), ("qiaotou", (0, 0))],
)
def test_a_printed_share_means_the_whole_numbers_next_to_it(see, cluster, bounds):
    assert see.foreign_firms(cluster) == bounds


def test_firms_exactly_at_a_level_are_those_that_do_not_reach_the_next(see):
    assert [see.exactly("penang", "process", level) for level in see.levels()] == [0, 18, 16, 34, 34, 1]


def test_a_row_that_is_not_there_is_named(see):
    with pytest.raises(LackingError, match=r"a row of skills\.csv for cluster atlantis"):
        see.skill("atlantis")
    with pytest.raises(LackingError, match=r"rows of assertions\.csv for the topic nothing"):
        see.assertions("nothing")


def test_values_of_every_survey_year_are_told_oldest_first(see):
    older = see.rows("skills").assign(year=2000, skill_intensity_pct=50.0)
    data = cb.Dataset()
    both = Evidence(data.replacing(skills=pd.concat([data["skills"], older], ignore_index=True), check=False))
    assert both.over_years("skills", "skill_intensity_pct", cluster="penang") == {2000: 50.0, 2006: 87.7}
    assert both.skill("penang") == 87.7
