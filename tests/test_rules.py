"""The accounting identities across rows and tables, each broken on its own."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from clusterbook.loading import check_data
from clusterbook.rules import check_across, line_of

AT = ["cluster", "dimension", "level"]


@pytest.fixture
def tables(root):
    """The book's tables, as copies that a test may spoil."""
    return {name: frame.copy() for name, frame in check_data(root / "data").items()}


def cell(frame: pd.DataFrame, *at: object) -> int:
    """Return the row of one cell of Table 5."""
    (row,) = frame.index[(frame[AT] == list(at)).all(axis="columns")]
    return row


def count(tables, *at, firms: int, printed: float | None = None) -> int:
    """Set one count of Table 5, and its percentage to fit; return the line of its file."""
    frame = tables["capabilities"]
    row = cell(frame, *at)
    samples = tables["survey"].set_index("cluster")["firms"]
    frame.loc[row, "firms"] = firms
    frame.loc[row, "share_pct_printed"] = round(100 * firms / samples[at[0]]) if printed is None else printed
    return line_of(row)


def said(tables) -> list[str]:
    return [str(fault) for fault in check_across(tables)]


def test_the_book_s_own_tables_keep_every_rule(tables):
    assert said(tables) == []


def test_the_first_row_stands_on_line_2():
    assert line_of(0) == 2


def test_a_count_must_not_exceed_the_sample(tables):
    line = count(tables, "penang", "process", 1, firms=104)

    assert said(tables) == [
        f"data/capabilities.csv, line {line}, firms: 104 exceeds the 103 firms surveyed in Penang (survey.csv)."
        " Correct the count.",
    ]


def test_the_first_level_must_equal_the_sample(tables):
    for level in (1, 2):
        line = count(tables, "penang", "process", level, firms=102)

    assert said(tables) == [
        f"data/capabilities.csv, line {line - 1}, firms: 102 differs from the 103 firms surveyed in Penang,"
        " who are all at level 1. Correct the count."
    ]


def test_counts_must_not_rise_with_the_level(tables):
    line = count(tables, "penang", "process", 5, firms=70)

    assert said(tables) == [
        f"data/capabilities.csv, line {line}, firms: 70 exceeds the 69 firms at the level below;"
        " a count at or above a level cannot rise. Correct the count."
    ]


def test_equal_counts_at_two_levels_are_allowed(tables):
    count(tables, "penang", "process", 5, firms=69)

    assert said(tables) == []


def test_counts_are_compared_by_level_whatever_the_order_of_the_rows(tables):
    tables["capabilities"] = tables["capabilities"].iloc[::-1]

    assert said(tables) == []


def test_a_printed_percentage_must_fit_its_count(tables):
    line = count(tables, "penang", "process", 5, firms=35, printed=35)

    assert said(tables) == [
        f"data/capabilities.csv, line {line}, share_pct_printed: 35 is not what 35 of 103 firms give (34.0%)."
        " Correct the count or the percentage; if it is printed so, list it in misprints.csv with the reason."
    ]


@pytest.mark.parametrize("printed", [12, 13])
def test_a_half_may_be_printed_up_or_down(tables, printed):
    frame = tables["capabilities"]
    tables["survey"].loc[tables["survey"]["cluster"] == "los-lagos", "firms"] = 200
    for row in frame.index[frame["cluster"] == "los-lagos"]:
        frame.loc[row, ["firms", "share_pct_printed"]] = (200, 100)
    for level in (4, 5, 6):
        count(tables, "los-lagos", "process", level, firms=25, printed=printed)  # 12.5%

    assert said(tables) == []


def test_a_misprint_that_is_not_listed_is_a_fault(tables):
    tables["misprints"] = tables["misprints"].iloc[:0]

    faults = check_across(tables)

    assert [(fault.column, fault.value) for fault in faults] == [
        ("share_pct_printed", "1"),
        ("share_pct_printed", "29"),
    ]


def test_a_listed_misprint_must_be_printed_so(tables):
    count(tables, "qiaotou", "human-resources", 4, firms=39, printed=28)

    assert said(tables) == [
        "data/misprints.csv, line 3, share_pct_printed: 29 is not what capabilities.csv has (28)."
        " Correct the record, or take it out."
    ]


def test_a_listed_misprint_must_say_what_the_count_gives(tables):
    tables["misprints"].loc[1, "share_pct_from_count"] = 49

    assert said(tables) == [
        "data/misprints.csv, line 3, share_pct_from_count: 49 is not what the count gives (39.0)."
        " Correct the record, or take it out."
    ]


def test_what_fits_its_count_must_not_be_listed_as_a_misprint(tables):
    count(tables, "qiaotou", "human-resources", 4, firms=39, printed=39)
    tables["misprints"].loc[1, "share_pct_printed"] = 39

    assert said(tables) == [
        "data/misprints.csv, line 3, share_pct_printed: 39 fits the count, so it is no misprint."
        " Correct the record, or take it out."
    ]


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ("capabilities", "cluster buenos-aires, year 2006, dimension human-resources, level 3"),
        ("institutions", "cluster buenos-aires, year 2006, pillar network-cohesion"),
        ("growth", "cluster buenos-aires, year 2006, scope location, indicator employment"),
        ("pillar_phases", "pillar basic-infrastructure, phase 3"),
        ("knowledge_depth", "dimension human-resources, level 3"),
    ],
)
def test_a_row_that_a_table_needs_is_named(tables, table, missing):
    tables[table] = tables[table].drop(index=2)

    assert said(tables) == [f"data/{table}.csv: has no row for {missing}. Add the row."]


def test_a_surveyed_cluster_needs_its_skill_intensity(tables):
    tables["skills"] = tables["skills"].drop(index=2)

    assert said(tables) == ["data/skills.csv: has no row for cluster penang, year 2006. Add the row."]


def test_a_cluster_must_be_surveyed_and_have_all_its_rows(tables):
    extra = tables["clusters"].head(1).assign(cluster="hubei")
    tables["clusters"] = pd.concat([tables["clusters"], extra], ignore_index=True)

    found = said(tables)

    assert "data/survey.csv: has no row for cluster hubei, year 2006. Add the row." in found
    assert Counter(line.split(":")[0] for line in found) == {
        "data/capabilities.csv": 18,
        "data/growth.csv": 4,
        "data/institutions.csv": 4,
        "data/skills.csv": 1,
        "data/survey.csv": 1,
    }


@pytest.mark.parametrize(
    ("table", "start", "end"),
    [
        ("growth", "start_year", "end_year"),
        ("figures", "year", "year_end"),
        ("events", "year", "year_end"),
        ("works", "first_page", "last_page"),
    ],
)
def test_a_span_must_not_end_before_it_starts(tables, table, start, end):
    first = int(tables[table].loc[0, start])
    tables[table].loc[0, end] = first - 1
    if "date" in tables[table]:
        tables[table].loc[0, "date"] = "then"  # it names no year, which would be another fault

    assert said(tables) == [
        f"data/{table}.csv, line 2, {end}: {first - 1} is before {start} ({first}). Correct one of the two."
    ]


def test_all_broken_rules_are_reported_together(tables):
    count(tables, "penang", "process", 5, firms=70)
    tables["skills"] = tables["skills"].drop(index=2)
    tables["growth"].loc[0, "end_year"] = 1999

    assert len(said(tables)) == 3


@pytest.mark.parametrize(
    ("date", "column", "year"),
    [
        ("1961", "year_end", 1962),
        ("1950s", "year", 1951),
        ("1972–80", "year_end", 1979),
        ("1976–1990", "year", 1977),
        ("by 2005", "year", 2004),
        ("mid-1990s", "year_end", 2000),
        ("late 1980s and 1990s", "year", 1979),
    ],
)
def test_the_years_of_an_event_must_be_those_that_its_date_names(tables, date, column, year):
    years = {"1961": (1961, 1961), "1950s": (1950, 1959), "1972–80": (1972, 1980), "1976–1990": (1976, 1990)}
    years |= {"by 2005": (2005, 2005), "mid-1990s": (1994, 1996), "late 1980s and 1990s": (1987, 1999)}
    tables["events"].loc[0, ["date", "year", "year_end"]] = [date, *years[date]]
    assert said(tables) == []

    tables["events"].loc[0, column] = year

    assert (
        f"data/events.csv, line 2, {column}: {year} is not what the date {date} says. Correct the year or the date."
        in (said(tables))
    )


def test_a_date_that_names_no_year_is_left_to_its_years(tables):
    tables["events"].loc[0, "date"] = "after the war"

    assert said(tables) == []


@pytest.mark.parametrize("table", ["works", "citations"])
def test_a_first_page_needs_a_last_page(tables, table):
    tables[table].loc[0, ["first_page", "last_page"]] = [7, pd.NA]

    assert said(tables) == [
        f"data/{table}.csv, line 2, last_page: the cell is empty, though first_page is 7. Write both, or neither."
    ]


@pytest.mark.parametrize("table", ["works", "citations"])
def test_a_hole_in_running_numbers_is_a_row_that_was_lost(tables, table):
    tables[table] = tables[table].drop(index=4).reset_index(drop=True)

    assert said(tables) == [
        f"data/{table}.csv: has no row with the running number 5. Restore the row, or number the rows anew."
    ]
