"""Estimates for all firms of a cluster, from a sample stratified by ownership and size (section 3).

The paper names the strata and not how many firms each holds, so nothing here can be worked out for its own survey.
The estimators are the textbook's for stratified random sampling without replacement (Cochran, Sampling Techniques,
third edition, 1977, chapters 5 and 6); a small stratum is corrected for being sampled in good part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import polars as pl

from ..errors import DataError, Fault
from .schema import DIMENSIONS, LEVELS, STAFF
from .tallies import WAVE, Rows, as_pandas, rated

STRATUM = [*WAVE, "ownership", "size"]


def stratum_weights(firms: Rows, population: pd.DataFrame, foreign_from: float = 50) -> pd.DataFrame:
    """The weight of a firm of each stratum: how many firms of the cluster it stands for.

    Formula: ``weight = population / firms``, the inverse of the stratum's sampling fraction.

    Parameters
    ----------
    firms : polars frame
        Firm rows; a firm without ownership, size or a level (``rated``) is in no stratum.
    population : DataFrame
        Firms that there are, from the list that the sample was drawn from: cluster, year, ownership ("foreign" or
        "national"), size, population (count).
    foreign_from : float
        Share of foreign equity in per cent from which a firm counts as foreign.

    Returns
    -------
    DataFrame
        One row a stratum: cluster, year, ownership, size; firms and population (counts); weight.

    Raises
    ------
    DataError
        With each stratum that has sampled firms and no population, fewer firms than were sampled, or firms of which
        none was sampled, for which no weight can stand.
    """
    sampled = _strata(rated(firms), foreign_from).group_by(STRATUM).len("firms").sort(STRATUM)
    counts = as_pandas(sampled.collect(engine="streaming"))
    frame = population[[*STRATUM, "population"]].merge(counts, on=STRATUM, how="outer").fillna({"firms": 0})
    faults = []
    for row in frame.itertuples():
        if not row.population >= row.firms or (row.population > 0 and not row.firms):
            said = "unknown" if pd.isna(row.population) else f"{row.population:.0f}"
            rule = f"is the population of a stratum ({row.ownership}, {row.size} in {row.cluster}, {row.year}) "
            rule += f"of which {row.firms:.0f} firms are in the sample"
            remedy = "Correct the population; join a stratum of which no firm was sampled with its neighbour."
            faults.append(Fault("population", None, "population", said, rule, remedy))
    if faults:
        raise DataError(faults, "the strata")
    frame = frame[frame["firms"] > 0].astype({"firms": "int64", "population": "int64"})
    frame["weight"] = frame["population"] / frame["firms"]
    return frame.sort_values(STRATUM).reset_index(drop=True)


def weighted_shares(
    firms: Rows, weights: pd.DataFrame, foreign_from: float = 50, confidence: float = 0.95
) -> pd.DataFrame:
    """Table 5 for all firms of a cluster: the share at or above each level, with a design-based interval.

    Formulas (Cochran 1977, 5.52 and 5.53): ``p = sum(N_h * p_h) / N`` over the strata ``h``, and its variance
    ``sum((N_h / N) ** 2 * (1 - n_h / N_h) * p_h * (1 - p_h) / (n_h - 1))``.

    Parameters
    ----------
    firms : polars frame
        Firm rows.
    weights : DataFrame
        From ``stratum_weights`` of the same rows.
    foreign_from : float
        As in ``stratum_weights``.
    confidence : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a cluster, survey year, dimension and level: cluster, year, dimension, level; share_pct, error_pp (its
        standard error, percentage points), low_pct and high_pct (Student's t, with as many degrees of freedom as firms
        less strata, kept within 0 to 100).

    Raises
    ------
    DataError
        With each stratum of one sampled firm out of several, whose variance cannot be told.
    """
    at = {
        f"{dimension} {level}": (pl.col(column) >= level).cast(pl.Float64)
        for dimension, column in DIMENSIONS.items()
        for level in LEVELS
    }
    found = _ratios(_strata(rated(firms), foreign_from), weights, at, pl.lit(1.0), confidence)
    named = found["measure"].str.rsplit(" ", n=1, expand=True)
    frame = found.assign(dimension=named[0], level=named[1].astype(int)).rename(columns={"estimate_pct": "share_pct"})
    return frame[[*WAVE, "dimension", "level", "share_pct", "error_pp", "low_pct", "high_pct"]]


def weighted_skill_intensity(
    firms: Rows, weights: pd.DataFrame, foreign_from: float = 50, confidence: float = 0.95
) -> pd.DataFrame:
    """Figure 2 for all firms of a cluster, by footnote 10: a combined ratio estimate with a design-based interval.

    Formula (Cochran 1977, 6.44 to 6.49): ``R = sum(w * skilled) / sum(w * workforce)``; its variance is that of the
    total of ``skilled - R * workforce``, divided by the square of the estimated workforce.

    Returns
    -------
    DataFrame
        One row a cluster and survey year: cluster, year; skill_intensity_pct, error_pp, low_pct, high_pct, as in
        ``weighted_shares``.

    Raises
    ------
    DataError
        As ``weighted_shares``; also with each cluster in which a firm of the sample leaves the workforce or an
        occupation empty, since the weights stand for all.
    """
    skilled = pl.sum_horizontal(*STAFF, "skilled_direct", ignore_nulls=False).cast(pl.Float64)
    rows = _strata(rated(firms), foreign_from)
    found = _ratios(rows, weights, {"skilled": skilled}, pl.col("workforce").cast(pl.Float64), confidence)
    frame = found.rename(columns={"estimate_pct": "skill_intensity_pct"})
    return frame[[*WAVE, "skill_intensity_pct", "error_pp", "low_pct", "high_pct"]]


def _strata(firms: pl.LazyFrame, foreign_from: float) -> pl.LazyFrame:
    equity = pl.col("foreign_equity_pct")
    named = pl.when(equity >= foreign_from).then(pl.lit("foreign")).otherwise(pl.lit("national"))
    return firms.filter(equity.is_not_null() & pl.col("size").is_not_null()).with_columns(ownership=named)


def _ratios(
    rows: pl.LazyFrame, weights: pd.DataFrame, tops: Mapping[str, pl.Expr], bottom: pl.Expr, confidence: float
) -> pd.DataFrame:
    """Ratios of weighted totals, with linearized errors; a share is the ratio whose bottom is 1 for each firm."""
    known = pl.DataFrame(weights[[*STRATUM, "population"]].to_dict("list")).lazy()
    chosen = rows.select(*STRATUM, *(expression.alias(name) for name, expression in tops.items()), _bottom=bottom)
    tall = chosen.unpivot(index=[*STRATUM, "_bottom"], variable_name="measure", value_name="top")
    moments = (
        tall.group_by([*STRATUM, "measure"])
        .agg(
            n=pl.len(),
            empty=(pl.col("top").is_null() | pl.col("_bottom").is_null()).sum(),
            top=pl.col("top").mean(),
            bottom=pl.col("_bottom").mean(),
            top_var=pl.col("top").var(),
            bottom_var=pl.col("_bottom").var(),
            both=pl.cov("top", "_bottom"),
        )
        .join(known, on=STRATUM)
        .collect(engine="streaming")
    )
    frame = as_pandas(moments).sort_values([*STRATUM, "measure"])
    if faults := list(_untold(frame)):
        raise DataError(faults, "the strata")
    order = {name: at for at, name in enumerate(tops)}
    result = [(*at, *_ratio(group, confidence)) for at, group in frame.groupby([*WAVE, "measure"], sort=False)]
    head = [*WAVE, "measure", "estimate_pct", "error_pp", "low_pct", "high_pct"]
    found = pd.DataFrame(result, columns=head)
    return found.sort_values(
        [*WAVE, "measure"], key=lambda part: part.map(order) if part.name == "measure" else part
    ).reset_index(drop=True)


def _untold(frame: pd.DataFrame) -> list[Fault]:
    """Strata of which no variance can be told, and clusters with empty cells."""
    faults = {}
    for row in frame.itertuples():
        where = f"{row.ownership}, {row.size} in {row.cluster}, {row.year}"
        if row.n == 1 and row.population > 1:
            rule = (
                f"is the sampled firms of a stratum ({where}) that holds {row.population}: its variance cannot be told"
            )
            faults[where] = Fault("firm rows", None, None, "1", rule, "Join the stratum with its neighbour.")
        if row.empty:
            rule = f"firms of a stratum ({where}) leave a cell of the measure empty"
            faults[f"{where} empty"] = Fault(
                "firm rows", None, None, str(row.empty), rule, "Fill it, or leave them out."
            )
    return list(faults.values())


def _ratio(strata: pd.DataFrame, confidence: float) -> tuple[float, float, float, float]:
    """Estimate, standard error and interval of one ratio, in per cent, from the moments of its strata."""
    from scipy.stats import t

    size, n = strata["population"], strata["n"]
    bottom = float((size * strata["bottom"]).sum())
    ratio = float((size * strata["top"]).sum()) / bottom
    moments = strata[["top_var", "both", "bottom_var"]].fillna(0)  # of a stratum of one firm, sampled whole
    residual = moments["top_var"] - 2 * ratio * moments["both"] + ratio**2 * moments["bottom_var"]
    variance = float((size**2 * (1 - n / size) * residual.clip(lower=0) / n).sum()) / bottom**2
    error = math.sqrt(variance)
    freedom = int(n.sum()) - len(strata)
    reach = error * float(t.ppf((1 + confidence) / 2, freedom)) if error else 0.0
    return tuple(100 * value for value in (ratio, error, max(0.0, ratio - reach), min(1.0, ratio + reach)))  # type: ignore[return-value]
