"""What follows from the published numbers: each against a value worked out another way."""

from __future__ import annotations

import itertools
import math
import statistics
import subprocess
import sys
from fractions import Fraction

import pandas as pd
import pytest
from scipy.stats import norm, rankdata

import clusterbook as cb
from clusterbook import estimates
from clusterbook.wording import decimal

DIMENSIONS = ("human-resources", "process", "product")


def at(frame, column, **where):
    """Return the one value of a column where other columns have given values."""
    for name, value in where.items():
        frame = frame[frame[name] == value]
    (found,) = frame[column]
    return found


def summary(data):
    return cb.level_summary(cb.firms_at_exactly(data))


def strength(data, **options):
    return cb.strength_ranks(cb.institutional_phases(data), cb.firm_shares(data), summary(data), **options)


def exact(*firms, levels=None):
    """Firms exactly at each level of one made-up cluster."""
    levels = range(1, len(firms) + 1) if levels is None else levels
    frame = pd.DataFrame({"level": list(levels), "firms": firms})
    frame = frame.assign(cluster="x", name="X", dimension="d", dimension_name="D", sample=sum(firms))
    frame.attrs = {"source": "S", "clusters": ["X"]}
    return frame


def counted(*pairs):
    """Shares of made-up clusters at one level, from pairs of firms and sample."""
    frame = pd.DataFrame(pairs, columns=["firms", "sample"]).assign(dimension="d", dimension_name="D", level=4)
    frame["cluster"] = frame["name"] = [f"c{at}" for at in range(len(frame))]
    frame["share_pct"] = 100 * frame["firms"] / frame["sample"]
    frame.attrs = {"source": "S", "clusters": list(frame["name"])}
    return frame


def paired(strengths, values):
    """Ranks of made-up clusters by strength and by one measure of technology."""
    frame = pd.DataFrame({"phase_sum": strengths, "value": values})
    frame = frame.assign(measure="share", measure_name="Share", dimension="d", dimension_name="D")
    frame["cluster"] = frame["name"] = [f"c{at}" for at in range(len(frame))]
    frame.attrs = {"source": "S", "clusters": list(frame["name"])}
    return frame


@pytest.fixture
def fifth(data):
    """The data with a made-up cluster after the four: strongest institutions, deepest firms."""

    def added(table, rows):
        return pd.concat([data[table], pd.DataFrame(rows)], ignore_index=True)

    counts = (10, 10, 10, 9, 5, 2)
    place = {"name": "Hubei", "country": "China", "region": "Asia", "product": "Software", "origin": "A science park"}
    growth = [("nation", "exports", 12.0), ("location", "exports", 21.5)]
    growth += [("location", "employment", -3.0), ("location", "real-wages", 2.25)]
    span = {"cluster": "hubei", "year": 2006, "start_year": 2001, "end_year": 2006}
    return data.replacing(
        clusters=added("clusters", [{"cluster": "hubei", "latitude": 30.6, "longitude": 114.3} | place]),
        survey=added("survey", [{"cluster": "hubei", "year": 2006, "firms": 10, "foreign_share_pct_printed": 20.0}]),
        skills=added("skills", [{"cluster": "hubei", "year": 2006, "skill_intensity_pct": 91.5}]),
        growth=added(
            "growth", [span | {"scope": s, "indicator": what, "growth_pct_pa": rate} for s, what, rate in growth]
        ),
        institutions=added(
            "institutions",
            [{"cluster": "hubei", "year": 2006, "pillar": each, "phase": 5} for each in data["pillars"]["pillar"]],
        ),
        capabilities=added(
            "capabilities",
            [
                {"cluster": "hubei", "year": 2006, "dimension": dimension, "level": level, "firms": firms}
                | {"share_pct_printed": 10.0 * firms}
                for dimension in data["dimensions"]["dimension"]
                for level, firms in enumerate(counts, start=1)
            ],
        ),
    )


# Typical levels


def test_mean_median_and_mode_are_those_of_the_firms_written_out_one_by_one(data):
    firms = cb.firms_at_exactly(data)

    for row in summary(data).itertuples():
        own = firms[(firms["cluster"] == row.cluster) & (firms["dimension"] == row.dimension)]
        levels = [level for level, count in zip(own["level"], own["firms"], strict=True) for _ in range(count)]
        assert row.mean_level == pytest.approx(float(Fraction(sum(levels), len(levels))))
        assert row.median_level == statistics.median(levels)
        assert row.mode_levels == tuple(sorted(statistics.multimode(levels)))
        assert (row.sample, row.mode_firms) == (len(levels), levels.count(row.mode_levels[0]))


def test_the_mean_level_is_also_the_sum_of_the_shares_at_or_above_each_level(data):
    shares = cb.firm_shares(data)  # by Abel's summation, for levels numbered from 1

    by_shares = (shares.groupby(["cluster", "dimension"])["share_pct"].sum() / 100).to_dict()

    found = summary(data).set_index(["cluster", "dimension"])["mean_level"].to_dict()
    assert found == pytest.approx(by_shares)


@pytest.mark.parametrize(
    ("cluster", "dimension", "mean", "median", "modes"),
    [
        ("buenos-aires", "process", 159 / 50, 3, (3,)),
        ("penang", "process", 396 / 103, 4, (4, 5)),
        ("penang", "product", 311 / 103, 4, (4,)),
        ("qiaotou", "human-resources", 317 / 100, 3, (3, 4)),
    ],
)
def test_typical_levels_worked_out_by_hand(data, cluster, dimension, mean, median, modes):
    frame = summary(data)
    where = {"cluster": cluster, "dimension": dimension}

    assert at(frame, "mean_level", **where) == pytest.approx(mean)
    assert (at(frame, "median_level", **where), at(frame, "mode_levels", **where)) == (median, modes)


def test_the_median_of_an_even_sample_may_lie_half_way_between_levels():
    assert cb.level_summary(exact(2, 0, 2))["median_level"].item() == 2.0
    assert cb.level_summary(exact(2, 2))["median_level"].item() == 1.5


def test_a_single_firm_is_its_own_mean_median_and_mode():
    found = cb.level_summary(exact(0, 0, 1)).iloc[0]

    assert (found["mean_level"], found["median_level"], found["mode_levels"]) == (3, 3, (3,))


def test_levels_need_neither_start_at_one_nor_follow_one_another():
    found = cb.level_summary(exact(1, 3, levels=(2, 6))).iloc[0]

    assert (found["mean_level"], found["median_level"], found["mode_levels"]) == (5, 6, (6,))


# Intervals of shares


def wilson(firms, sample, confidence=0.95):
    """Wilson's score interval by its closed formula, in per cent."""
    z = norm.ppf((1 + confidence) / 2)
    share = firms / sample
    centre = (share + z**2 / (2 * sample)) / (1 + z**2 / sample)
    half = z * math.sqrt(share * (1 - share) / sample + z**2 / (4 * sample**2)) / (1 + z**2 / sample)
    return 100 * (centre - half), 100 * (centre + half)


def test_an_interval_is_that_of_wilsons_formula(data):
    for row in cb.share_intervals(cb.firm_shares(data)).itertuples():
        assert (row.low_pct, row.high_pct) == pytest.approx(wilson(row.firms, row.sample), abs=1e-9)


@pytest.mark.parametrize(
    ("firms", "sample", "low", "high"),
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_an_interval_agrees_with_published_values(firms, sample, low, high):
    found = cb.share_intervals(counted((firms, sample))).iloc[0]

    assert (found["low_pct"], found["high_pct"]) == pytest.approx((low, high), abs=0.006)  # printed to 0.01


def test_no_firm_and_all_firms_have_an_interval_on_one_side_only():
    none, every = (row for _, row in cb.share_intervals(counted((0, 50), (50, 50))).iterrows())

    assert (none["low_pct"], every["high_pct"]) == (0, 100)
    assert none["high_pct"] == pytest.approx(100 - every["low_pct"]) == pytest.approx(7.13, abs=0.005)


def test_an_interval_holds_its_share_and_stays_within_bounds(data):
    frame = cb.share_intervals(cb.firm_shares(data))

    assert (frame["low_pct"] >= 0).all() and (frame["high_pct"] <= 100).all()
    assert (frame["low_pct"] <= frame["share_pct"]).all() and (frame["share_pct"] <= frame["high_pct"]).all()


def test_the_confidence_can_be_chosen_and_is_kept(data):
    frame = cb.share_intervals(counted((7, 50)), confidence=0.8)

    assert (frame["low_pct"].item(), frame["high_pct"].item()) == pytest.approx(wilson(7, 50, 0.8))
    assert frame.attrs["confidence"] == 0.8


# Growth factors


def test_a_factor_is_the_rate_applied_year_after_year(data):
    for row in cb.growth_factors(data).itertuples():
        value = low = high = 1.0
        for _ in range(row.start_year, row.end_year):
            value += value * row.growth_pct_pa / 100
            low += low * (row.growth_pct_pa - 0.05) / 100
            high += high * (row.growth_pct_pa + 0.05) / 100
        assert (row.factor, row.factor_low, row.factor_high) == pytest.approx((value, low, high))


def test_there_is_a_factor_for_each_printed_rate(data):
    found = cb.growth_factors(data)

    assert len(found) == len(data["growth"])
    assert at(found, "factor", cluster="los-lagos", scope="location", indicator="exports") == pytest.approx(1.186**6)
    assert at(found, "factor", cluster="los-lagos", scope="nation", indicator="exports") == pytest.approx(1.111**6)


def test_the_factor_without_compounding_adds_the_same_amount_each_year(data):
    found = cb.growth_factors(data)

    wages = at(found, "factor_simple", cluster="los-lagos", scope="location", indicator="real-wages")
    assert wages == pytest.approx(1 + 0.271 + 0.271 + 0.271 + 0.271 + 0.271 + 0.271)
    assert (found["factor"] >= found["factor_simple"]).all()  # Bernoulli's inequality


@pytest.mark.parametrize(("rate", "half"), [(18.6, 0.05), (12.0, 0.05), (0.25, 0.005), (-3.125, 0.0005)])
def test_half_a_unit_is_that_of_the_last_digit_of_the_rate(data, rate, half):
    found = cb.growth_factors(data.replacing(growth=data["growth"].assign(growth_pct_pa=rate), check=False))

    assert set(found["half_unit_pp"]) == {half}


def test_the_years_are_those_of_the_row_and_a_fall_makes_a_factor_below_one(fifth):
    found = cb.growth_factors(fifth)
    where = {"cluster": "hubei", "indicator": "employment"}

    assert (at(found, "years", **where), at(found, "factor", **where)) == (5, pytest.approx(0.97**5))


def test_what_vanished_has_a_factor_of_nought_and_never_less(data):
    found = cb.growth_factors(data.replacing(growth=data["growth"].assign(growth_pct_pa=-100.0)))

    assert set(found["factor"]) == set(found["factor_low"]) == {0}


def test_a_second_survey_year_has_factors_of_its_own(data):
    both = {}
    for name in ("survey", "growth"):
        later = data[name].assign(year=2012)
        if name == "growth":
            later = later.assign(start_year=2006, end_year=2012, growth_pct_pa=10.0)
        both[name] = pd.concat([data[name], later], ignore_index=True)

    found = cb.growth_factors(data.replacing(**both, check=False))

    assert len(found) == len(data["growth"])
    assert list(found["factor"]) == pytest.approx([1.1**6] * len(found))


# Ranks by level


def test_ranks_are_those_of_scipy_at_each_dimension_and_level(data):
    for _, group in cb.level_ranks(cb.firm_shares(data)).groupby(["dimension", "level"]):
        assert list(group["rank"]) == list(rankdata(-group["share_pct"], method="min"))


@pytest.mark.parametrize(
    ("dimension", "level", "ranks"),
    [
        ("process", 1, [1, 1, 1, 1]),
        ("process", 3, [1, 1, 3, 4]),
        ("process", 4, [4, 3, 1, 2]),
        ("product", 5, [2, 4, 1, 2]),
        ("product", 6, [2, 2, 1, 2]),
    ],
)
def test_ranks_read_off_table_5_by_hand(data, dimension, level, ranks):
    found = cb.level_ranks(cb.firm_shares(data))

    assert list(found.query("dimension == @dimension and level == @level")["rank"]) == ranks


def test_the_lowest_level_is_a_tie_of_all(data):
    lowest = cb.level_ranks(cb.firm_shares(data)).query("level == 1")

    assert set(lowest["rank"]) == {1}
    assert lowest["tied"].all()


def test_equal_shares_of_unequal_samples_tie():
    found = cb.level_ranks(counted((7, 50), (14, 100), (29, 103), (1, 50)))

    assert list(found["rank"]) == [2, 2, 1, 4]
    assert list(found["tied"]) == [True, True, False, False]


# Institutions and technology


def test_strength_is_the_sum_of_the_phases_with_its_rank(data):
    found = strength(data).drop_duplicates("cluster").set_index("cluster")

    assert found["phase_sum"].to_dict() == {"buenos-aires": 13, "los-lagos": 14, "penang": 13, "qiaotou": 16}
    assert found["phase_rank"].to_dict() == {"buenos-aires": 3, "los-lagos": 2, "penang": 3, "qiaotou": 1}
    assert found["phase_tied"].to_dict() == {"buenos-aires": True, "los-lagos": False, "penang": True, "qiaotou": False}


def test_technology_is_measured_by_share_and_by_mean_level(data):
    found = strength(data, level=5)

    assert at(found, "value", cluster="penang", dimension="product", measure="share") == pytest.approx(1100 / 103)
    assert at(found, "value", cluster="penang", dimension="product", measure="mean") == pytest.approx(311 / 103)
    assert at(found, "rank", cluster="penang", dimension="product", measure="mean") == 4
    assert set(found["measure_name"]) == {"Firms at level 5 or above, %", "Mean level"}
    assert len(found) == 2 * len(DIMENSIONS) * len(data["clusters"])


def test_a_level_that_is_not_there_is_refused(data):
    with pytest.raises(cb.ArgumentError, match=r"^level 9 is out of range: the levels run from 1 to 6$"):
        strength(data, level=9)


def test_rho_and_tau_of_four_with_a_tie_worked_out_by_hand(data):
    found = cb.rank_agreement(strength(data))

    # Strength 13, 14, 13, 16: ranks 1.5, 3, 1.5, 4. Share at level 4 in process technology 14, 24, 67, 37: ranks 1, 2,
    # 4, 3. About their mean 2.5 the products add up to 0.5, the squares to 4.5 and 5.
    where = {"measure": "share", "dimension": "process"}
    assert at(found, "spearman_rho", **where) == pytest.approx(0.5 / math.sqrt(4.5 * 5))
    # Of six pairs Buenos Aires and Penang tie; three stand alike, Penang's with Los Lagos and with Qiaotou do not.
    assert at(found, "kendall_tau_b", **where) == pytest.approx((3 - 2) / math.sqrt((6 - 1) * 6))


def test_p_is_the_share_of_all_orders_counted_one_by_one(data):
    ranks = strength(data)

    for row in cb.rank_agreement(ranks).itertuples():
        own = ranks[(ranks["measure"] == row.measure) & (ranks["dimension"] == row.dimension)]
        fixed, moved = rankdata(own["phase_sum"]), rankdata(own["value"])
        sums = [sum(fixed * order) for order in itertools.permutations(moved)]  # of halves: exact
        assert row.orders == len(sums) == 24
        assert row.p_observed == pytest.approx(sum(each >= sum(fixed * moved) for each in sums) / 24)
        assert row.p_least == pytest.approx(sum(each == max(sums) for each in sums) / 24)


def test_a_perfect_order_of_four_is_one_of_twenty_four():
    found = cb.rank_agreement(paired([1, 2, 3, 4], [10, 20, 30, 40])).iloc[0]

    assert (found["spearman_rho"], found["kendall_tau_b"]) == (pytest.approx(1), pytest.approx(1))
    assert found["p_observed"] == found["p_least"] == found["p_perfect"] == pytest.approx(1 / 24)


def test_an_order_turned_round_has_rho_of_minus_one_and_every_order_does_as_well():
    found = cb.rank_agreement(paired([1, 2, 3, 4], [4, 3, 2, 1])).iloc[0]

    assert (found["spearman_rho"], found["kendall_tau_b"]) == (pytest.approx(-1), pytest.approx(-1))
    assert found["p_observed"] == pytest.approx(1)


def test_a_tie_doubles_the_least_share_that_there_can_be():
    found = cb.rank_agreement(paired([1, 1, 3, 4], [10, 20, 30, 40])).iloc[0]

    assert (found["p_least"], found["p_perfect"]) == (pytest.approx(2 / 24), pytest.approx(1 / 24))


@pytest.mark.parametrize("strengths", [[4, 4, 4], [7]])
def test_without_an_order_there_is_no_agreement(strengths):
    found = cb.rank_agreement(paired(strengths, range(len(strengths)))).iloc[0]

    assert found[["spearman_rho", "kendall_tau_b", "p_observed", "p_least"]].isna().all()


def test_of_many_clusters_a_part_of_the_orders_is_drawn_the_same_each_time():
    twelve = paired(range(12), [5, 0, 7, 2, 4, 9, 1, 6, 3, 8, 11, 10])

    one, other = (cb.rank_agreement(twelve).iloc[0] for _ in range(2))

    assert one.equals(other)
    assert 0.001 < one["p_observed"] < 0.1
    assert 0 < one["p_least"] < 0.001
    assert one["orders"] == math.factorial(12)


# All of it


def everything(data):
    shares = cb.firm_shares(data)
    return {
        "level_summary": summary(data),
        "share_intervals": cb.share_intervals(shares),
        "growth_factors": cb.growth_factors(data),
        "level_ranks": cb.level_ranks(shares),
        "strength_ranks": strength(data),
        "rank_agreement": cb.rank_agreement(strength(data)),
    }


@pytest.mark.parametrize("name", ["level_summary", "share_intervals", "growth_factors", "level_ranks"])
def test_an_estimate_has_a_source_and_the_clusters_in_file_order(data, name):
    frame = everything(data)[name]

    assert frame.attrs["source"] == data.source("capabilities")
    assert list(dict.fromkeys(frame["name"])) == frame.attrs["clusters"] == list(data["clusters"]["name"])


def test_what_joins_institutions_and_technology_names_each_source_once(data):
    phases, shares = cb.institutional_phases(data), cb.firm_shares(data)
    phases.attrs["source"], shares.attrs["source"] = "A; B", "B; C"

    ranks = cb.strength_ranks(phases, shares, summary(data))

    assert ranks.attrs["source"] == cb.rank_agreement(ranks).attrs["source"] == "A; B; C"


def test_no_value_is_missing_and_no_row_has_a_label_of_its_own(data):
    for name, frame in everything(data).items():
        assert not frame.isna().any(axis=None), name
        assert list(frame.index) == list(range(len(frame))), name


def test_every_exported_estimate_is_among_those_tested(data):
    names = {name for name in cb.__all__ if getattr(getattr(cb, name), "__module__", "") == estimates.__name__}

    assert names == set(everything(data))


def test_growth_factors_leave_the_tables_unchanged(data):
    class Shared:
        """Hands out its own frames, not copies, so that a change to one would show."""

        frames = {name: data[name] for name in ("clusters", "growth")}  # noqa: RUF012
        year, source, __getitem__ = data.year, staticmethod(data.source), lambda self, name: self.frames[name]

    before = {name: frame.copy() for name, frame in Shared.frames.items()}

    cb.growth_factors(Shared())

    for name, frame in Shared.frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_an_estimate_leaves_what_it_is_given_unchanged(data):
    given = cb.firms_at_exactly(data), cb.firm_shares(data), cb.institutional_phases(data)
    before = [frame.copy() for frame in given]

    levels = cb.level_summary(given[0])
    cb.share_intervals(given[1])
    cb.level_ranks(given[1])
    cb.rank_agreement(cb.strength_ranks(given[2], given[1], levels))

    for frame, old in zip(given, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
        assert frame.attrs == old.attrs


def test_a_fifth_cluster_has_its_row_everywhere(fifth):
    found = everything(fifth)

    for name in set(found) - {"rank_agreement"}:
        assert "Hubei" in set(found[name]["name"]), name
    assert at(found["level_summary"], "mean_level", cluster="hubei", dimension="process") == 4.6
    assert at(found["level_ranks"], "rank", cluster="hubei", dimension="process", level=4) == 1
    assert at(found["strength_ranks"].drop_duplicates("cluster"), "phase_sum", cluster="hubei") == 20
    assert set(found["rank_agreement"]["orders"]) == {120}


def test_a_fifth_cluster_shows_in_every_table_and_in_the_chart(fifth):
    found = everything(fifth)
    chart = cb.chart_intervals(found["share_intervals"]).to_dict()
    tables = [
        cb.table_level_summary(found["level_summary"]),
        cb.table_level_ranks(found["level_ranks"]),
        cb.table_strength(found["strength_ranks"]),
    ]

    assert "Hubei 90%" in chart["description"]
    assert all("Hubei" in {cells[0] for cells in table.rows} for table in tables)
    assert dict(cb.table_growth_factors(found["growth_factors"]).groups)["Hubei"] == 4


def test_the_library_is_imported_without_scipy():
    code = "import sys, clusterbook; sys.exit('scipy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Tables and chart


def test_typical_levels_are_grouped_by_dimension(data):
    groups = dict(cb.table_level_summary(summary(data)).grouped())

    assert list(groups) == ["Human resources", "Process technology", "Product technology"]
    assert groups["Process technology"][2] == ("Penang", "3.84", "1", "4", "4 and 5")


def test_growth_factors_are_grouped_by_cluster_and_name_the_nation(data):
    groups = dict(cb.table_growth_factors(cb.growth_factors(data)).grouped())

    assert groups["Los Lagos"][:2] == (
        ("Exports of Chile", "11.1", "1.88", "1.875–1.886", "1.67"),
        ("Exports", "18.6", "2.78", "2.776–2.790", "2.12"),
    )


def test_ranks_have_a_column_for_each_level_and_sign_a_tie(data):
    table = cb.table_level_ranks(cb.level_ranks(cb.firm_shares(data)))

    assert table.columns[1:] == tuple(f"Level {level}" for level in range(1, 7))
    assert dict(table.grouped())["Product technology"][2] == ("Penang", "1=", "4", "4", "1", "1", "1")
    assert table.notes == ("The sign = marks a tie: clusters with equal values share the best rank.",)


def test_without_a_tie_no_sign_is_explained():
    assert cb.table_level_ranks(cb.level_ranks(counted((1, 50), (2, 50)))).notes == ()


def test_strength_stands_beside_technology_with_ranks_in_brackets(data):
    groups = dict(cb.table_strength(strength(data)).grouped())

    assert groups["Firms at level 4 or above, %"][2] == ("Penang", "13 (3=)", "67 (1)", "67 (1)", "55 (1)")
    assert groups["Mean level"][3] == ("Qiaotou", "16 (1)", "3.17 (4)", "3.15 (4)", "3.07 (3)")


def test_agreement_is_printed_with_a_true_minus_sign(data):
    groups = dict(cb.table_agreement(cb.rank_agreement(strength(data))).grouped())

    assert groups["Mean level"][1] == ("Process technology", "−0.63", "−0.55", "0.83", "0.083")


def test_agreement_without_an_order_is_printed_as_dashes():
    table = cb.table_agreement(cb.rank_agreement(paired([4, 4], [1, 2])))

    assert table.rows == (("D", "–", "–", "–", "–"),)


@pytest.mark.parametrize(("value", "text"), [(3.125, "3.13"), (-0.632, "−0.63"), (-0.001, "0.00"), (math.nan, "–")])
def test_a_decimal_rounds_halves_up_and_has_a_true_minus_no_negative_nought_and_a_dash_for_none(value, text):
    assert decimal(value) == text


def test_the_chart_of_intervals_starts_at_the_level_asked_for_and_holds_the_others(data):
    spec = cb.chart_intervals(cb.share_intervals(cb.firm_shares(data)), level=5).to_dict()
    rows = [row for values in spec["datasets"].values() for row in values]

    assert spec["params"][0]["value"] == 5
    assert {row["level"] for row in rows} == {1, 2, 3, 4, 5, 6}
    assert "level 5 or above, with its 95% interval" in spec["description"]


def test_the_chart_of_intervals_names_the_confidence_it_was_given(data):
    spec = cb.chart_intervals(cb.share_intervals(cb.firm_shares(data), confidence=0.8)).to_dict()

    assert "with its 80% interval" in spec["description"]
    assert "% (80% interval)" in str(spec)
    assert "95%" not in str(spec)


def test_the_chart_of_intervals_refuses_a_level_that_is_not_there(data):
    with pytest.raises(cb.ArgumentError, match=r"^level 9 is out of range: the levels run from 1 to 6$"):
        cb.chart_intervals(cb.share_intervals(cb.firm_shares(data)), level=9)


# Facts


@pytest.fixture(scope="module")
def facts():
    """Every fact of the book's own data, for tests that only read them."""
    return cb.all_facts()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("penang.process.mean-level", "3.84"),
        ("penang.product.mean-rank", "fourth"),
        ("penang.product.median-level", "4"),
        ("penang.process.mode-level", "4 and 5"),
        ("penang.process.level-4.share-low", "57%"),
        ("penang.process.level-4.share-high", "75%"),
        ("intervals.confidence", "95%"),
        ("buenos-aires.process.level-3.rank", "joint first"),
        ("los-lagos.export-factor", "2.78"),
        ("los-lagos.export-factor-low", "2.776"),
        ("los-lagos.export-factor-high", "2.790"),
        ("los-lagos.national-export-factor", "1.88"),
        ("los-lagos.employment-factor", "1.96"),
        ("los-lagos.wage-factor", "4.22"),
        ("los-lagos.wage-factor-simple", "2.63"),
        ("penang.phase-sum", "13"),
        ("penang.phase-rank", "joint third"),
        ("agreement.orders", "24"),
        ("agreement.perfect-p", "0.042"),
        ("agreement.process.share.rho", "0.11"),
        ("agreement.process.mean.rho", "−0.63"),
        ("agreement.process.mean.tau", "−0.55"),
        ("agreement.process.share.p", "0.50"),
        ("agreement.process.share.least-p", "0.083"),
    ],
)
def test_a_fact_of_an_estimate_reads_as_a_sentence_prints_it(facts, name, text):
    assert facts[name].text == text


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        (
            "penang.process.level-4.share-low",
            "capabilities.csv, Penang, 2006, process technology, level 4: "
            "low end of Wilson's 95% interval, 69 of 103 firms",
        ),
        (
            "los-lagos.export-factor-low",
            "growth.csv, Los Lagos, 2000 to 2006, exports: (1 + (18.6 − 0.05) / 100) to the power of 6",
        ),
        ("agreement.perfect-p", "clusters.csv: 1 / 24"),
    ],
)
def test_a_fact_of_an_estimate_says_its_formula(facts, name, origin):
    assert facts[name].origin == origin


def test_an_agreement_that_cannot_be_computed_is_no_fact(data):
    flat = data.replacing(institutions=data["institutions"].assign(phase=3))

    facts = cb.all_facts(flat)

    assert not [name for name in facts if name.endswith((".rho", ".tau", ".p", ".least-p"))]
    assert facts["penang.phase-rank"].text == "joint first"


# What the chapter says in words


def test_what_the_chapter_says_of_the_tables_in_words_holds(data):
    exactly = cb.firms_at_exactly(data)
    levels = summary(data)
    ranks = cb.level_ranks(cb.firm_shares(data))
    intervals = cb.share_intervals(cb.firm_shares(data)).query("level == 4 and dimension == 'process'")
    low, high = (intervals.set_index("cluster")[end] for end in ("low_pct", "high_pct"))
    factors = cb.growth_factors(data)
    wages = factors.query("cluster == 'los-lagos' and indicator == 'real-wages'").iloc[0]
    agreement = cb.rank_agreement(strength(data)).set_index(["measure", "dimension"])["spearman_rho"]
    counts = cb.firm_shares(data).query("cluster == 'penang'").pivot(index="level", columns="dimension", values="firms")

    # only Penang has firms at level 1 in product technology
    assert set(exactly.query("dimension == 'product' and level == 1 and firms > 0")["cluster"]) == {"penang"}
    # its median there is the highest of all
    medians = levels.query("dimension == 'product'").set_index("cluster")["median_level"]
    assert (medians["penang"] > medians.drop("penang")).all()
    # the count behind Qiaotou's two modes is a misprint on record
    assert ("qiaotou", "human-resources", 4) in set(
        data["misprints"][["cluster", "dimension", "level"]].itertuples(index=False, name=None)
    )
    # Penang's interval is clear of Qiaotou's; those of Buenos Aires and Los Lagos overlap
    assert low["penang"] > high["qiaotou"]
    assert low["los-lagos"] < high["buenos-aires"]
    # every premium is positive
    assert (cb.cluster_profile(data)["export_premium_pp"] > 0).all()
    # the kind of average matters far more than rounding
    assert wages["factor"] - wages["factor_simple"] > 10 * (wages["factor_high"] - wages["factor_low"])
    # no cluster leads at every level of any dimension
    assert (ranks.groupby(["cluster", "dimension"])["rank"].max() > 1).all()
    # rho changes its sign with the measure
    assert agreement["share", "process"] > 0 > agreement["mean", "process"]
    # in Penang the counts of two dimensions are identical
    assert (counts["human-resources"] == counts["process"]).all()


def test_the_number_of_orders_drawn_covers_every_order_of_eight_clusters():
    assert math.factorial(8) <= estimates.ARRANGEMENTS
