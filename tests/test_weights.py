"""Estimates from a stratified sample: those of R's package survey, and the textbook's identities."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from clusterbook import survey
from clusterbook.errors import DataError
from clusterbook.survey.schema import DIMENSIONS
from made import firms

# Intervals are given by R to nine decimals; both programs add up floats in their own order.
CLOSE = {"rel": 1e-9, "abs": 1e-7}


@pytest.fixture(scope="module")
def by_r(root):
    """What tests/r/estimates.R gave; tests/r/versions.txt says by which versions."""
    return pd.read_csv(root / "tests" / "r" / "estimates.csv").set_index(["measure", "level"])


@pytest.fixture(scope="module")
def rows(root):
    return firms(
        *pl.read_csv(root / "tests" / "r" / "rows.csv", schema_overrides={"foreign_equity_pct": pl.Float64}).to_dicts()
    )


@pytest.fixture(scope="module")
def population(root):
    return pd.read_csv(root / "tests" / "r" / "strata.csv")


def test_a_firm_stands_for_the_firms_of_its_stratum_that_were_not_asked(rows, population):
    found = survey.stratum_weights(rows, population).set_index(["ownership", "size"])

    assert found["weight"].to_dict() == {
        ("foreign", "large"): 12 / 5,
        ("foreign", "small"): 3,
        ("national", "large"): 1,
        ("national", "small"): 40 / 6,
    }
    assert (found["weight"] * found["firms"]).sum() == population["population"].sum()


def test_shares_errors_and_intervals_are_those_of_r(rows, population, by_r):
    found = survey.weighted_shares(rows, survey.stratum_weights(rows, population))

    assert len(found) == 18
    for row in found.itertuples():
        r = by_r.loc[(DIMENSIONS[row.dimension], row.level)]
        assert row.share_pct == pytest.approx(r["estimate_pct"], **CLOSE)
        assert row.error_pp == pytest.approx(r["error_pp"], **CLOSE)
        assert row.low_pct == pytest.approx(max(0, r["low_pct"]), **CLOSE)
        assert row.high_pct == pytest.approx(min(100, r["high_pct"]), **CLOSE)


def test_skill_intensity_is_the_ratio_of_r(rows, population, by_r):
    found = survey.weighted_skill_intensity(rows, survey.stratum_weights(rows, population)).iloc[0]

    r = by_r.loc[("skills", 0)]
    assert found["skill_intensity_pct"] == pytest.approx(r["estimate_pct"], **CLOSE)
    assert [found["error_pp"], found["low_pct"], found["high_pct"]] == pytest.approx(
        [r["error_pp"], r["low_pct"], r["high_pct"]], **CLOSE
    )


def test_of_a_cluster_asked_whole_the_estimate_is_the_tally_and_has_no_error(rows, population):
    whole = population.assign(population=[3, 5, 6, 4])

    found = survey.weighted_shares(rows, survey.stratum_weights(rows, whole))

    tally = survey.level_counts(rows)
    assert found["share_pct"].tolist() == pytest.approx(tally["share_pct"].tolist())
    assert (found["error_pp"] == 0).all() and found["low_pct"].equals(found["high_pct"])


def test_more_confidence_gives_a_wider_interval(rows, population):
    weights = survey.stratum_weights(rows, population)

    narrow, wide = (survey.weighted_skill_intensity(rows, weights, confidence=level) for level in (0.9, 0.99))

    assert wide["low_pct"][0] < narrow["low_pct"][0] < narrow["high_pct"][0] < wide["high_pct"][0]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([9, 12, 5, 4], r"5 is the population of a stratum \(national, small in penang, 2006\) of which 6 firms"),
        ([9, 12, None, 4], r"unknown is the population of a stratum \(national, small"),
    ],
)
def test_a_population_that_cannot_be_is_refused(rows, population, counts, said):
    with pytest.raises(DataError, match=said):
        survey.stratum_weights(rows, population.assign(population=counts))


def test_a_stratum_of_which_no_firm_was_asked_is_refused(rows, population):
    more = pd.concat([population, population.iloc[:1].assign(size="medium")])

    with pytest.raises(DataError, match=r"foreign, medium in penang, 2006\) of which 0 firms are in the sample"):
        survey.stratum_weights(rows, more)


def test_one_firm_of_several_tells_no_variance(rows, population):
    few = rows.filter(~pl.col("firm").is_in(["f15", "f16", "f17"]))

    with pytest.raises(DataError, match=r"national, large in penang, 2006\) that holds 4: its variance cannot be told"):
        survey.weighted_shares(few, survey.stratum_weights(few, population))


def test_an_empty_workforce_is_refused_since_the_weights_stand_for_all(rows, population):
    holed = rows.with_columns(workforce=pl.when(pl.col("firm") == "f01").then(None).otherwise("workforce"))

    with pytest.raises(DataError, match=r"1 firms of a stratum \(foreign, small in penang, 2006\) leave a cell"):
        survey.weighted_skill_intensity(holed, survey.stratum_weights(holed, population))
