"""A changed copy of the data: held against every rule of the files, and a slip told of table, row and column."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clusterbook as cb

ROOT = Path(__file__).resolve().parents[1]
BOOK = cb.Dataset(ROOT / "data")
ENTRIES = {
    entry["name"]: entry["schema"]
    for entry in json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))["resources"]
    if "schema" in entry
}
every_table = pytest.mark.parametrize("table", ENTRIES)


def refusal(**tables: object) -> str:
    """Return the sentence by which a changed copy is refused."""
    with pytest.raises(cb.BookError) as caught:
        BOOK.replacing(**tables)
    said = str(caught.value)
    assert "\n" not in said
    return said


def fields(table: str, *kinds: str) -> list[str]:
    return [field["name"] for field in ENTRIES[table]["fields"] if field["type"] in kinds]


def spoilt(table: str, column: str, value: object, row: int = 0) -> pd.DataFrame:
    """The table with another value in one cell."""
    frame = BOOK[table]
    frame[column] = frame[column].astype(object)
    frame.loc[row, column] = value
    return frame


# Typical broken edits of every table


@every_table
def test_a_column_taken_out_is_named(table):
    column = ENTRIES[table]["fields"][-1]["name"]

    said = refusal(**{table: BOOK[table].drop(columns=column)})

    assert said == (
        f"{table}: the column {column} is missing. Add it, or correct the name of the column that stands for it."
    )


@every_table
def test_a_column_misspelt_is_named_by_its_right_name(table):
    column = ENTRIES[table]["fields"][0]["name"]

    said = refusal(**{table: BOOK[table].rename(columns={column: column.upper()})})

    assert said.startswith(f"{table}: the column {column} is missing. ")


@every_table
def test_a_column_too_many_is_named_with_the_way_to_drop_it(table):
    said = refusal(**{table: BOOK[table].assign(remark="mine")})

    assert said == (
        f"{table}: remark is a column that the table does not have. Drop it, as in {table}.drop(columns='remark')."
    )


@pytest.mark.parametrize("table", [table for table in ENTRIES if table != "misprints"])
def test_a_table_without_rows_is_refused(table):
    said = refusal(**{table: BOOK[table].head(0)})

    assert said == f"{table}: the table has no rows. Keep all its rows, and change only their values."


@every_table
@pytest.mark.parametrize("wrong", [None, [1], {"cluster": ["penang"]}, "skills.csv", pd.Series([1])], ids=type)
def test_what_is_no_table_is_refused(table, wrong):
    assert refusal(**{table: wrong}).startswith(f"{table} must be a table (a pandas DataFrame), not a")


@pytest.mark.parametrize("table", [table for table in ENTRIES if fields(table, "number", "integer")])
def test_text_for_a_number_is_named_with_row_column_and_value(table):
    column = fields(table, "number", "integer")[-1]

    said = refusal(**{table: spoilt(table, column, "many")})

    assert said.startswith(f"{table}, row 0, {column}: many is not a")
    assert "Write a value of that type." in said


@every_table
def test_a_missing_value_is_named_with_row_and_column(table):
    column = next(f["name"] for f in ENTRIES[table]["fields"] if f.get("constraints", {}).get("required"))

    said = refusal(**{table: spoilt(table, column, np.nan, row=1)})

    assert said.startswith(f"{table}, row 1, {column}: the cell is empty, but a value is required. Correct the value.")


@pytest.mark.parametrize("table", [table for table in ENTRIES if "primaryKey" in ENTRIES[table]])
def test_a_row_that_stands_twice_is_named(table):
    frame = BOOK[table]

    said = refusal(**{table: pd.concat([frame, frame.tail(1)], ignore_index=True)})

    assert said.startswith(f"{table}, row {len(frame)}, ")
    assert "is a duplicate key. Keep one of the rows." in said


@pytest.mark.parametrize("table", [table for table in ENTRIES if ENTRIES[table].get("foreignKeys")])
def test_a_key_that_leads_nowhere_is_named(table):
    key = ENTRIES[table]["foreignKeys"][0]
    column = key["fields"][0]
    wrong = 99 if column in fields(table, "integer") else "penag"

    said = refusal(**{table: spoilt(table, column, wrong)})

    assert said.startswith(f"{table}, row 0, {' + '.join(key['fields'])}: {wrong}") or " is not one of " in said
    assert f"is unknown in {key['reference']['resource']}.csv" in said or " is not one of " in said


COMPLETE = ["survey", "capabilities", "institutions", "growth", "skills", "pillar_phases", "knowledge_depth"]


@pytest.mark.parametrize("table", COMPLETE)
def test_a_row_taken_out_is_named(table):
    assert f"{table}: has no row for " in refusal(**{table: BOOK[table].iloc[1:]}) or table == "survey"


def test_a_value_out_of_range_is_named_with_the_range():
    said = refusal(skills=spoilt("skills", "skill_intensity_pct", 187.7, row=2))

    assert said == "skills, row 2, skill_intensity_pct: 187.7 is above the maximum of 100. Correct the value."


def test_a_row_is_called_as_the_table_calls_it():
    skills = BOOK["skills"].set_index(pd.Index(["a", "b", "c", "d"]))
    skills.loc["c", "skill_intensity_pct"] = -1

    assert refusal(skills=skills).startswith("skills, row c, skill_intensity_pct: -1 is below the minimum of 0.")


def test_a_cluster_taken_out_is_told_of_the_changed_table_or_of_what_hangs_on_it():
    clusters = BOOK["clusters"]

    said = refusal(clusters=clusters[clusters["cluster"] != "penang"])

    assert "penang is unknown in clusters.csv" in said or "penang, 2006 is unknown" in said
    assert " more faults; error.faults lists all.)" in said


def test_many_faults_are_one_sentence_and_all_are_kept():
    skills = BOOK["skills"].assign(skill_intensity_pct=lambda rows: rows["skill_intensity_pct"] * 100)
    with pytest.raises(cb.ChangedDataError) as caught:
        BOOK.replacing(skills=skills)

    assert str(caught.value).endswith(" (And 3 more faults; error.faults lists all.)")
    assert [fault.at for fault in caught.value.faults] == ["row 0", "row 1", "row 2", "row 3"]


def test_a_count_that_rises_with_the_level_is_refused_as_in_the_files():
    counts = BOOK["capabilities"]
    deepest = (counts["cluster"] == "penang") & (counts["dimension"] == "process") & (counts["level"] == 6)
    counts.loc[deepest, ["firms", "share_pct_printed"]] = 103, 100

    said = refusal(capabilities=counts)

    assert said.startswith("capabilities, row ")
    assert "a count at or above a level cannot rise. Correct the count." in said


def test_no_file_is_named_and_none_is_changed():
    before = {path.name: path.read_bytes() for path in (ROOT / "data").iterdir()}

    said = refusal(skills=spoilt("skills", "skill_intensity_pct", "many"))

    assert "data/" not in said and "line" not in said
    assert {path.name: path.read_bytes() for path in (ROOT / "data").iterdir()} == before


# Sound edits


def test_tables_put_back_as_they_are_are_the_same():
    again = BOOK.replacing(**BOOK)

    for table, frame in BOOK.items():
        pd.testing.assert_frame_equal(again[table], frame)


def test_columns_in_another_order_rows_with_other_labels_and_whole_numbers_as_decimals_are_taken():
    skills = BOOK["skills"]
    turned = skills[skills.columns[::-1]].astype({"year": float}).set_index(pd.Index([7, 7, 8, 9]))

    pd.testing.assert_frame_equal(BOOK.replacing(skills=turned)["skills"], skills)


def test_a_copy_of_a_copy_keeps_both_changes_and_is_checked_as_a_whole():
    once = BOOK.replacing(skills=BOOK["skills"].assign(skill_intensity_pct=50.0))
    twice = once.replacing(levels=BOOK["levels"].assign(name=lambda rows: rows["name"].str.upper()))

    assert set(twice["skills"]["skill_intensity_pct"]) == {50.0}
    assert twice["levels"]["name"].str.isupper().all()


def test_several_tables_may_change_together_where_one_alone_would_break_a_rule():
    without = {name: frame[frame["cluster"] != "penang"] for name, frame in BOOK.items() if "cluster" in frame}

    mine = BOOK.replacing(**without)

    assert cb.skill_intensity(mine)["name"].tolist() == ["Buenos Aires", "Los Lagos", "Qiaotou"]
    assert len(cb.table_clusters(mine).rows) == 3


def test_the_copy_says_what_was_changed():
    mine = BOOK.replacing(skills=BOOK["skills"])

    assert mine.source("skills").endswith("; changed for this copy: skills")
    assert mine.source("growth") == BOOK.source("growth")
    assert repr(mine).startswith("<Dataset of 20 tables, changed in skills: clusters, ")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=4, max_size=4))
def test_any_numbers_are_taken_as_they_are_or_refused_in_one_sentence(numbers):
    skills = BOOK["skills"].assign(skill_intensity_pct=numbers)
    sound = all(0 <= number <= 100 for number in numbers) and not (
        all(number <= 1 for number in numbers) and any(0 < number < 1 for number in numbers)
    )
    try:
        mine = BOOK.replacing(skills=skills)
    except cb.ChangedDataError as error:
        assert not sound
        assert "\n" not in str(error)
    else:
        assert sound
        assert mine["skills"]["skill_intensity_pct"].tolist() == numbers


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_taken_as_it_is_or_refused_in_one_sentence(text):
    clusters = BOOK["clusters"]
    clusters.loc[0, "product"] = text
    try:
        mine = BOOK.replacing(clusters=clusters)
    except cb.ChangedDataError as error:
        assert "\n" not in str(error)
    else:
        assert mine["clusters"].loc[0, "product"] == text
