"""What the published numbers imply: typical levels, intervals, growth factors, rankings and their agreement.

Nothing here stands in the paper. Each function says by which formula it goes beyond a table, and with what caution.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache

import numpy as np
import pandas as pd

from .arguments import Data, Given, dataset, fraction, one, tidy
from .errors import ArgumentError
from .indicators import WORDS, firm_shares, firms_at_exactly, institutional_phases

# SciPy is imported where it is used: it takes longer than all else that a chapter's kernel imports from here.

MEASURES = {"share": "Firms at level {level} or above, %", "mean": "Mean level"}
ARRANGEMENTS = 50_000  # all orders of up to eight clusters are tried; of more, so many drawn at random


def level_summary(data: Given = None) -> pd.DataFrame:
    """Mean, median and mode of the level that firms have reached.

    Goes beyond Table 5. One row a cluster and dimension.

    Columns: cluster, name, dimension, dimension_name; sample (count); mean_level; median_level (half-way
    between two levels where the middle firms of an even sample differ); mode_levels, a tuple of the level with
    most firms, or of all that have as many; mode_firms, the firms at each of these; rank by mean_level
    within the dimension (1 for the highest, ties share the best rank) and tied.
    No value is missing: each sample holds at least one firm.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firms_at_exactly``.

    Raises
    ------
    ArgumentError
        For a table that lacks what is needed.

    Notes
    -----
    Levels are ordinal: how far level 2 lies above level 1 is not known to equal any other step.
    The mean takes all steps as equal, which is a convention; median and mode do not need it.

    Examples
    --------
    >>> import clusterbook as cb
    >>> summary = cb.level_summary()
    >>> bool(summary.loc[summary["rank"] == 1, "mean_level"].max() == summary["mean_level"].max())
    True
    """
    exact = tidy(data, firms_at_exactly, "cluster name dimension dimension_name", "level firms")
    keys = ["cluster", "name", "dimension", "dimension_name"]
    rows = []
    for found, group in exact.groupby(keys, sort=False):
        levels = group["level"].repeat(group["firms"])
        most = group["firms"].max()
        rows.append(
            dict(zip(keys, found, strict=True))
            | {
                "sample": len(levels),
                "mean_level": float(levels.mean()),
                "median_level": float(levels.median()),
                "mode_levels": tuple(int(level) for level in group.loc[group["firms"] == most, "level"]),
                "mode_firms": int(most),
            }
        )
    return _like(exact, _ranked(pd.DataFrame(rows), "mean_level", "dimension"))


def share_intervals(data: Given = None, *, confidence: float = 0.95) -> pd.DataFrame:
    """Wilson's score interval of each share of Table 5.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firm_shares``.
    confidence : float
        Confidence of the interval, between 0 and 1; kept in ``attrs``.

    Returns
    -------
    DataFrame
        Rows and columns of ``firm_shares``, with low_pct and high_pct, in per cent. No value is missing.

    Raises
    ------
    ArgumentError
        For a confidence outside its range; for a table that lacks what is needed.

    Notes
    -----
    The interval is that of a simple random sample from a population without end. The firms were drawn in strata
    of ownership and size (section 3), by fractions that are not published, from populations of unknown size, so
    neither weights nor a correction for a small population can be computed. Errors of rating or of print are not in it.

    Examples
    --------
    >>> import clusterbook as cb
    >>> narrow, wide = cb.share_intervals(confidence=0.8), cb.share_intervals(confidence=0.99)
    >>> bool((wide["low_pct"] <= narrow["low_pct"]).all())
    True
    """
    confidence = fraction("confidence", confidence, 0.95)
    shares = tidy(data, firm_shares, "cluster name dimension dimension_name", "level firms sample share_pct")
    bounds = [_wilson(int(row.firms), int(row.sample), confidence) for row in shares.itertuples()]
    frame = shares.assign(low_pct=[100 * low for low, _ in bounds], high_pct=[100 * high for _, high in bounds])
    return _like(shares, frame, confidence=confidence)


def growth_factors(data: Data | None = None) -> pd.DataFrame:
    """Growth over the whole period, from the yearly rates of Table 1 and Figure 1.

    One row a cluster, scope and indicator, clusters in file order.

    Columns: cluster, name, country, scope ("location" or "nation"), indicator, indicator_name, start_year,
    end_year, years; growth_pct_pa (per cent a year) and half_unit_pp, half a unit of its last digit (of the first
    decimal at least); factor = (1 + growth / 100) ** years, the last year as a multiple of the first; factor_low
    and factor_high, the same of the rate less and plus the half unit; factor_simple = 1 + years * growth / 100.
    No value is missing: the data's rules demand each rate.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Notes
    -----
    The paper calls its rates yearly averages and does not say of what kind. ``factor`` takes them as compound
    rates; ``factor_simple`` takes them as the growth of the whole period divided by its years.

    Examples
    --------
    >>> import clusterbook as cb
    >>> factors = cb.growth_factors()
    >>> bool((factors["factor_low"] <= factors["factor_high"]).all())
    True
    """
    data = dataset(data)
    growth = data["growth"]
    growth = growth[growth["year"] == data.year].drop(columns="year")
    frame = data["clusters"][["cluster", "name", "country"]].merge(growth, on="cluster")
    frame["indicator_name"] = frame["indicator"].map(WORDS)
    frame["years"] = frame["end_year"] - frame["start_year"]
    frame["half_unit_pp"] = [_half_unit(rate) for rate in frame["growth_pct_pa"]]
    for column, shift in (("factor", 0), ("factor_low", -1), ("factor_high", 1)):
        rate = frame["growth_pct_pa"] + shift * frame["half_unit_pp"]
        frame[column] = (1 + rate / 100).clip(lower=0) ** frame["years"]
    frame["factor_simple"] = 1 + frame["years"] * frame["growth_pct_pa"] / 100
    frame.attrs = {"source": data.source("growth"), "clusters": list(data["clusters"]["name"])}
    return frame


def level_ranks(data: Given = None) -> pd.DataFrame:
    """Rank of each cluster at each level of each dimension of Table 5.

    Rows and columns of ``firm_shares``, with rank by share_pct (1 for the highest; clusters that tie share the best
    rank, and as many ranks after it stay empty) and tied. No value is missing.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firm_shares``.

    Raises
    ------
    ArgumentError
        For a table that lacks what is needed.

    Notes
    -----
    At the lowest level every firm counts, so all clusters tie there by construction. A rank does not say by how
    much one share exceeds another; see ``share_intervals``.

    Examples
    --------
    >>> import clusterbook as cb
    >>> ranks = cb.level_ranks()
    >>> ranks.loc[ranks["level"] == ranks["level"].min(), "rank"].unique().tolist()
    [1]
    """
    shares = tidy(data, firm_shares, "cluster name dimension dimension_name", "level share_pct")
    return _like(shares, _ranked(shares, "share_pct", "dimension", "level"))


def strength_ranks(
    data: Given = None,
    shares: pd.DataFrame | None = None,
    summary: pd.DataFrame | None = None,
    *,
    level: int = 4,
) -> pd.DataFrame:
    """Institutional strength (Table 4) beside technology (Table 5), each as a value and a rank.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``institutional_phases``.
    shares, summary : DataFrame, optional
        The tables of ``firm_shares`` and ``level_summary``; by default made of `data`, which is no table then.
    level : int
        Level at or above which firms count.

    Returns
    -------
    DataFrame
        One row a measure, dimension and cluster. Columns: cluster, name; phase_sum over the pillars, phase_rank,
        phase_tied; measure ("share" or "mean") and measure_name, dimension, dimension_name; value (share in per
        cent, or mean level), rank, tied. Ranks as in ``level_ranks``. No value is missing.

    Raises
    ------
    ArgumentError
        For a level that the data lack; for a table that lacks what is needed, or for one without the others.

    Notes
    -----
    Phases are ordinal and a consensus; their sum weighs all pillars and all steps alike, which is a convention.

    Examples
    --------
    >>> import clusterbook as cb
    >>> ranks = cb.strength_ranks(level=3)
    >>> ranks["measure_name"].unique().tolist()
    ['Firms at level 3 or above, %', 'Mean level']
    """
    if isinstance(data, pd.DataFrame) and (shares is None or summary is None):
        raise ArgumentError("shares and summary are needed beside a table of phases: give all three, or a Dataset")
    source = None if isinstance(data, pd.DataFrame) else dataset(data)
    phases = tidy(data if source is None else source, institutional_phases, "cluster name", "phase")
    shares = tidy(
        source if shares is None else shares, firm_shares, "cluster dimension dimension_name", "level share_pct"
    )
    summary = tidy(
        source if summary is None else summary, level_summary, "cluster dimension dimension_name", "mean_level"
    )
    level = one("level", level, shares["level"])
    strength = phases.groupby(["cluster", "name"], sort=False)["phase"].sum().rename("phase_sum").reset_index()
    strength = _ranked(strength, "phase_sum").rename(columns={"rank": "phase_rank", "tied": "phase_tied"})
    values = {
        "share": shares[shares["level"] == level].rename(columns={"share_pct": "value"}),
        "mean": summary.rename(columns={"mean_level": "value"}),
    }
    technology = pd.concat(
        [
            frame[["cluster", "dimension", "dimension_name", "value"]].assign(
                measure=measure, measure_name=MEASURES[measure].format(level=level)
            )
            for measure, frame in values.items()
        ]
    )
    technology = _ranked(technology, "value", "measure", "dimension")
    sources = [part for frame in (phases, shares) for part in frame.attrs["source"].split("; ")]
    return _like(phases, strength.merge(technology, on="cluster"), source="; ".join(dict.fromkeys(sources)))


def rank_agreement(data: Given = None, *, level: int | None = None) -> pd.DataFrame:
    """How far the order by institutional strength agrees with that by technology.

    One row a measure and dimension, in the order of ``strength_ranks``.

    Columns: measure, measure_name, dimension, dimension_name; clusters (count); spearman_rho and kendall_tau_b,
    between -1 and 1; orders, the number of ways to order the clusters; p_observed, the share of these that agree
    at least as well as the one found (Spearman's rho, one-sided); p_least, that share for the best order that the
    ties allow; p_perfect = 1 / orders, the least there could be without ties. All but the counts and p_perfect
    are NaN where all clusters tie in either order, since there is then no order to compare.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``strength_ranks``.
    level : int, optional
        Level at or above which firms count, as in ``strength_ranks``; not beside its table.

    Raises
    ------
    ArgumentError
        For a level that the data lack; for a table that lacks what is needed.

    Notes
    -----
    Descriptive. With few clusters even a perfect order is no rare accident, and the clusters were chosen for their
    success, not at random. More than eight clusters are shuffled by a fixed seed instead of in every order.

    Examples
    --------
    >>> import clusterbook as cb
    >>> agreement = cb.rank_agreement(level=3)
    >>> bool(agreement["spearman_rho"].dropna().between(-1, 1).all())
    True
    """
    ranks = tidy(
        data, strength_ranks, "cluster measure measure_name dimension dimension_name", "phase_sum value", level=level
    )
    from scipy.stats import kendalltau, spearmanr

    keys = ["measure", "measure_name", "dimension", "dimension_name"]
    rows = []
    for found, group in ranks.groupby(keys, sort=False):
        strength, value = group["phase_sum"].to_numpy(), group["value"].to_numpy()
        orders = math.factorial(len(group))
        row = dict(zip(keys, found, strict=True)) | {"clusters": len(group), "orders": orders}
        row |= dict.fromkeys(("spearman_rho", "kendall_tau_b", "p_observed", "p_least"), math.nan)
        if len(set(strength)) > 1 and len(set(value)) > 1:
            row["spearman_rho"] = float(spearmanr(strength, value).statistic)
            row["kendall_tau_b"] = float(kendalltau(strength, value).statistic)
            row["p_observed"] = _share_of_orders(strength, value)
            row["p_least"] = _share_of_orders(np.sort(strength), np.sort(value))
        rows.append(row | {"p_perfect": 1 / orders})
    return _like(ranks, pd.DataFrame(rows))


@lru_cache(maxsize=10_000)
def _wilson(firms: int, sample: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval of a share, which SciPy works out together with a test that nobody asks for."""
    from scipy.stats import binomtest

    bounds = binomtest(firms, sample).proportion_ci(confidence, method="wilson")
    return float(bounds.low), float(bounds.high)


def _share_of_orders(one: np.ndarray, other: np.ndarray) -> float:
    """Share of the orders of `other` that agree with `one` at least as well as the order given."""
    from scipy.stats import permutation_test, rankdata

    fixed = rankdata(one)
    found = permutation_test(
        (rankdata(other),),
        lambda order, axis: np.sum(fixed * order, axis=axis),  # rises and falls with Spearman's rho
        permutation_type="pairings",
        alternative="greater",
        vectorized=True,
        n_resamples=ARRANGEMENTS,
        rng=0,
    )
    return float(found.pvalue)


def _ranked(frame: pd.DataFrame, column: str, *within: str) -> pd.DataFrame:
    """Add the rank by a column, highest first, within groups; equal values share the best rank."""
    values = frame.groupby(list(within))[column] if within else frame[column]
    ranked = frame.assign(rank=values.rank(method="min", ascending=False).astype(int))
    return ranked.assign(tied=ranked.duplicated([*within, "rank"], keep=False))


def _half_unit(rate: float) -> float:
    """Half a unit of the last digit of a rate; a float does not keep whether 12.0 was printed 12 or 12.0."""
    return float(Decimal(5).scaleb(int(Decimal(str(rate)).as_tuple().exponent) - 1))


def _like(origin: pd.DataFrame, frame: pd.DataFrame, **more: object) -> pd.DataFrame:
    """Keep source and clusters of the frame that another was derived from."""
    frame = frame.reset_index(drop=True)
    frame.attrs = {"source": origin.attrs["source"], "clusters": origin.attrs["clusters"], **more}
    return frame
