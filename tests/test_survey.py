"""From firm rows to the paper's tables: each tally by hand, and the identities that hold for any rows."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from clusterbook import survey
from clusterbook.errors import DataError
from made import firms

LEVELS = st.one_of(st.none(), st.integers(1, 6))
ROW = st.fixed_dictionaries(
    {
        "cluster": st.sampled_from(["penang", "qiaotou"]),
        "year": st.sampled_from([2006, 2011]),
        "foreign_equity_pct": st.one_of(st.none(), st.floats(0, 100)),
        "human_resources": LEVELS,
        "process": LEVELS,
        "product": LEVELS,
        "workforce": st.one_of(st.none(), st.integers(0, 500)),
        "managers": st.integers(0, 5),
        "skilled_direct": st.integers(0, 5),
        "exports_2000": st.one_of(st.none(), st.integers(0, 1000).map(float)),
        "exports_2002": st.one_of(st.none(), st.integers(0, 1000).map(float)),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=25).map(lambda rows: firms(*rows))
# Without the phase that explains a failure, which takes a minute.
any_rows = settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
TALLIES = [survey.sample, survey.level_counts, survey.skill_intensity, survey.growth_rates, survey.joint_counts]


def only(frame, **at):
    """The one row of a tally with these values."""
    for column, value in at.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


# Table 1


def test_a_firm_is_foreign_from_half_of_its_equity_and_half_itself_counts():
    rows = firms(*({"foreign_equity_pct": share} for share in (0.0, 49.9, 50.0, 100.0)))

    row = only(survey.sample(rows))

    assert (row["firms"], row["foreign"], row["foreign_share_pct"]) == (4, 2, 50)


def test_the_foreign_share_is_of_the_firms_whose_equity_is_known():
    row = only(survey.sample(firms({"foreign_equity_pct": 80.0}, {"foreign_equity_pct": None})))

    assert (row["firms"], row["owned"], row["foreign_share_pct"]) == (2, 1, 100)


def test_a_firm_that_lacks_a_level_is_no_part_of_the_sample():
    rows = firms({}, {"process": None})

    assert only(survey.sample(rows))["firms"] == 1
    assert set(survey.level_counts(rows)["sample"]) == {1}


# Table 5


def test_a_firm_counts_at_its_level_and_at_each_below_it():
    counts = survey.level_counts(firms({"product": 3}, {"product": 1}))

    found = counts[counts["dimension"] == "product"]
    assert found["firms"].tolist() == [2, 1, 1, 0, 0, 0]
    assert found["share_pct"].tolist() == [100, 50, 50, 0, 0, 0]


def test_the_rows_of_table_5_stand_in_the_order_of_the_book(data):
    counts = survey.level_counts(firms({}))

    assert list(dict.fromkeys(counts["dimension"])) == data["dimensions"]["dimension"].tolist()


# Figure 2


def test_skill_intensity_adds_people_up_before_it_divides():
    rows = firms(
        {"workforce": 10, "managers": 1, "professionals": 1, "technicians": 2, "skilled_direct": 3},
        {"workforce": 90, "supervisors": 4, "clerks": 1},
    )

    row = only(survey.skill_intensity(rows))

    assert (row["workforce"], row["skilled"]) == (100, 10)
    assert (row["skill_intensity_pct"], row["with_technicians_pct"], row["narrow_pct"]) == (10, 12, 9)


def test_a_firm_that_leaves_an_occupation_empty_is_left_out_of_skill_intensity():
    rows = firms({"managers": 5}, {"clerks": None, "workforce": 1000})

    row = only(survey.skill_intensity(rows))

    assert (row["answered"], row["skill_intensity_pct"]) == (1, 50)


def test_where_nobody_works_there_is_no_skill_intensity():
    assert survey.skill_intensity(firms({"workforce": 0}))["skill_intensity_pct"].isna().all()


# Figure 1


def test_growth_is_the_geometric_mean_of_the_totals():
    rows = firms({"exports_2000": 60.0, "exports_2002": 100.0}, {"exports_2000": 40.0, "exports_2002": 44.0})

    row = only(survey.growth_rates(rows), indicator="exports")

    assert row["growth_pct_pa"] == pytest.approx(20)  # 144 is 100 times 1.2 squared


def test_a_firm_that_lacks_one_end_of_the_period_does_not_count_as_growth():
    rows = firms({"exports_2000": 100.0, "exports_2002": 121.0}, {"exports_2000": None, "exports_2002": 900.0})

    row = only(survey.growth_rates(rows), indicator="exports")

    assert (row["answered"], row["growth_pct_pa"]) == (1, pytest.approx(10))


def test_growth_from_nothing_cannot_be_told():
    row = only(survey.growth_rates(firms({"exports_2000": 0.0})), indicator="exports")

    assert row["growth_pct_pa"] != row["growth_pct_pa"]


def prices(**index):
    rows = [("penang", int(year[1:]), value) for year, value in index.items()]
    return pd.DataFrame(rows, columns=["cluster", "year", "price_index"])


def test_wages_are_deflated_before_growth_is_taken():
    rows = firms({"wages_2000": 100.0, "wages_2002": 242.0, "employment_2002": 20})

    row = only(survey.growth_rates(rows, prices(y2000=100, y2002=200)), indicator="real-wages")

    # 10 a head, then 12.1 at twice the prices: 6.05 of the first year's money
    assert row["end_value"] == pytest.approx(6.05)
    assert row["growth_pct_pa"] == pytest.approx(100 * (0.605**0.5 - 1))


def test_without_prices_there_are_no_real_wages():
    assert "real-wages" not in set(survey.growth_rates(firms({}))["indicator"])


def test_a_price_that_is_missing_is_named():
    with pytest.raises(DataError, match=r"price_index: is missing for penang in 2002"):
        survey.growth_rates(firms({}), prices(y2000=100))


def test_a_period_without_columns_is_refused():
    with pytest.raises(DataError, match=r"1999 to 2002 is no period.*2000, 2001, 2002"):
        survey.growth_rates(firms({}), start_year=1999)


# Table 4


def scores(*given):
    rows = [("penang", 2006, f"s{at}", "network-cohesion", score) for at, score in enumerate(given)]
    return pd.DataFrame(rows, columns=["cluster", "year", "session", "pillar", "score"])


def test_a_phase_is_what_all_sessions_agree_on():
    assert only(survey.phases(scores(3, 3, None)))["phase"] == 3


def test_sessions_that_do_not_agree_have_no_mean():
    with pytest.raises(DataError, match=r"score: 3, 4 are the scores of network-cohesion in penang, 2006"):
        survey.phases(scores(3, 4))


# Non-response


def test_nonresponse_counts_empty_cells_by_column():
    rows = firms({"size": None, "product": None}, {"product": None}, {})

    found = survey.nonresponse(rows)

    assert found["column"].tolist() == ["size", "product"]
    assert found["empty"].tolist() == [1, 2]
    assert found["share_pct"].tolist() == pytest.approx([100 / 3, 200 / 3])


# Identities


@any_rows
@given(ROWS)
def test_counts_fall_with_the_level_from_the_whole_sample(rows):
    for _, group in survey.level_counts(rows).groupby(["cluster", "year", "dimension"]):
        assert group["firms"].is_monotonic_decreasing
        assert group["firms"].iloc[0] == group["sample"].iloc[0]


@any_rows
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)

    for tally in TALLIES:
        assert tally(rows[order]).equals(tally(rows))


@any_rows
@given(ROWS)
def test_columns_that_stand_twice_under_another_name_and_lazy_frames_do_not_matter(rows):
    twice = rows.with_columns(product_again=pl.col("product"), exports_again=pl.col("exports_2000")).lazy()

    for tally in TALLIES:
        assert tally(twice).equals(tally(rows))


@any_rows
@given(ROWS, st.integers(0, 25))
def test_a_file_split_in_two_adds_up_to_the_whole(rows, at):
    parts = [part for part in (rows[:at], rows[at:]) if len(part)]
    for tally, key, sums in (
        (survey.sample, [], ["firms", "owned", "foreign"]),
        (survey.level_counts, ["dimension", "level"], ["firms", "sample"]),
        (survey.skill_intensity, [], ["answered", "workforce", "skilled"]),
        (survey.growth_rates, ["indicator"], ["answered", "start_value", "end_value"]),
        (survey.joint_counts, ["dimensions", "level"], ["firms"]),
    ):
        key = ["cluster", "year", *key]
        added = sum_of([tally(part) for part in parts], key, sums)
        whole = tally(rows).set_index(key)[sums].sort_index()
        assert (added == whole).all().all()


def sum_of(tallies, key, sums):
    return pd.concat(tallies).groupby(key)[sums].sum().sort_index()


@any_rows
@given(ROWS)
def test_what_dimensions_have_together_lies_within_the_bounds_of_their_counts(rows):
    joint = survey.joint_counts(rows).merge(survey.joint_bounds(survey.level_counts(rows)))

    assert len(joint) == len(survey.joint_counts(rows))
    assert ((joint["low"] <= joint["firms"]) & (joint["firms"] <= joint["high"])).all()
