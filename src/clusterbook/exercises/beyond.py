"""Exercises of "Beyond the tables": the mean level, an interval, ranks by level, and one cluster left out."""

from __future__ import annotations

import math
from statistics import NormalDist

from ..data import Dataset
from ..estimates import level_ranks, level_summary, share_intervals, strength_ranks
from ..indicators import firm_shares, firms_at_exactly, institutional_phases
from .looking import by, rows
from .model import Exercise
from .quantities import Interval, Number, Values
from .vocabulary import clusters, numbered


def _mean_level(data: Dataset) -> Values:
    summary = level_summary(firms_at_exactly(data))
    reached = rows(firm_shares(data), dimension="process").assign(sum=lambda frame: frame["level"] * frame["firms"])
    cumulative = reached.groupby("cluster")[["sum", "firms"]].sum()
    return Values(
        by(summary, "cluster", "mean_level", dimension="process"),
        clusters(data),
        "levels",
        digits=2,
        slips={
            "The counts at a level or above are weighed there, so that deep firms count several times.": (
                (cumulative["sum"] / cumulative["firms"]).to_dict()
            ),
            "That is the median, not the mean.": by(summary, "cluster", "median_level", dimension="process"),
            "That is product technology.": by(summary, "cluster", "mean_level", dimension="product"),
        },
    )


def _interval(data: Dataset) -> Interval:
    (own,) = rows(share_intervals(firm_shares(data)), cluster="penang", dimension="product", level=5).itertuples()
    share, z = own.share_pct / 100, NormalDist().inv_cdf(0.975)
    half = z * math.sqrt(share * (1 - share) / own.sample)
    return Interval(
        own.low_pct,
        own.high_pct,
        "per cent",
        slips={
            "That is the interval that is symmetric about the share; Wilson's is not.": (
                100 * (share - half),
                100 * (share + half),
            )
        },
    )


def _rank_by_level(data: Dataset) -> Values:
    shares = rows(firm_shares(data), dimension="product")
    ranks = by(level_ranks(shares), "level", "rank", cluster="penang")
    rising = shares.assign(rank=shares.groupby("level")["share_pct"].rank(method="min"))
    average = shares.assign(rank=shares.groupby("level")["share_pct"].rank(ascending=False))
    return Values(
        {str(level): rank for level, rank in ranks.items()},
        numbered("level", ranks),
        "places",
        digits=0,
        slips={
            "The largest share has rank one, not the smallest.": {
                str(level): rank for level, rank in by(rising, "level", "rank", cluster="penang").items()
            },
            "Clusters that tie share the best rank, not the mean of their ranks.": {
                str(level): rank for level, rank in by(average, "level", "rank", cluster="penang").items()
            },
        },
    )


def _without_qiaotou(data: Dataset) -> Number:
    levels = level_summary(firms_at_exactly(data))
    ranks = strength_ranks(institutional_phases(data), firm_shares(data), levels)
    table = rows(ranks, measure="share", dimension="process").set_index("cluster")[["phase_sum", "value"]]
    left = table.drop(index="qiaotou").rank()
    whole = table.rank()["phase_sum"].corr(table.rank()["value"])
    return Number(
        left["phase_sum"].corr(left["value"]),
        "",
        digits=2,
        slips={"That is rho with Qiaotou; leave it out before you rank the others.": whole},
    )


EXERCISES = (
    Exercise(
        "ex-mean-level",
        (
            "Weigh each level by the firms exactly at it, not by those at it or above.",
            "Those are in `cb.firms_at_exactly(data)`; the sum of level times firms over all firms is the mean.",
        ),
        _mean_level,
    ),
    Exercise(
        "ex-interval",
        (
            "The formula stands in the chapter; share, sample and z are all that it needs.",
            "At this confidence z is the quantile of the normal distribution at 0.975.",
            "Multiply by 100 at the end, for the bounds are asked for in per cent.",
        ),
        _interval,
    ),
    Exercise(
        "ex-rank-by-level",
        (
            "Rank the shares within each level, the largest first.",
            'For clusters that tie to share the best rank, `rank` takes method="min".',
        ),
        _rank_by_level,
    ),
    Exercise(
        "ex-without-qiaotou",
        (
            "Drop the row of one cluster before you rank: the ranks of the others change.",
            "Spearman's rho is `corr` of two columns of ranks; where values tie, `rank()` gives them their mean rank.",
        ),
        _without_qiaotou,
    ),
)
