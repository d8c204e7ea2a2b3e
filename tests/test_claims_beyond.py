"""The claims on what goes beyond the tables compute it without SciPy: the results are those of the estimates."""

from __future__ import annotations

import pytest

import clusterbook as cb
from clusterbook.claims import beyond
from clusterbook.claims.evidence import FOUR, Evidence


@pytest.fixture(scope="module")
def book() -> cb.Dataset:
    return cb.Dataset()


def test_the_interval_of_a_share_is_that_of_the_chart(book):
    see = Evidence(book)
    for row in cb.share_intervals(cb.firm_shares(book)).itertuples():
        found = beyond.interval(see, row.cluster, row.dimension, row.level)
        assert found == pytest.approx((row.low_pct, row.high_pct), abs=1e-9)


def test_mean_and_median_level_are_those_of_the_table(book):
    see = Evidence(book)
    for row in cb.level_summary(cb.firms_at_exactly(book)).itertuples():
        assert beyond.mean(see, row.cluster, row.dimension) == pytest.approx(row.mean_level)
        assert beyond.median(see, row.cluster, row.dimension) == row.median_level


def test_the_rank_correlation_is_that_of_the_table(book):
    see = Evidence(book)
    shares, summary = cb.firm_shares(book), cb.level_summary(cb.firms_at_exactly(book))
    agreement = cb.rank_agreement(cb.strength_ranks(cb.institutional_phases(book), shares, summary))
    strength = beyond.phase_sums(see)
    for row in agreement.itertuples():
        value = beyond.mean if row.measure == "mean" else lambda see, *at: see.share(*at, 4)
        found = beyond.rho(strength, {cluster: value(see, cluster, row.dimension) for cluster in FOUR})
        assert found == pytest.approx(row.spearman_rho)
