"""Exercises of "Qiaotou": a misprint, what hangs on it, and growth from one figure to another."""

from __future__ import annotations

from ..data import Dataset
from ..indicators import dated_figures, firm_shares
from .looking import by, rows
from .model import Exercise
from .quantities import Number

MISPRINTED = {"dimension": "human-resources", "level": 4}


def _misprint(data: Dataset) -> Number:
    (own,) = rows(firm_shares(data.of_paper()), cluster="qiaotou", **MISPRINTED).itertuples()
    return Number(
        own.share_pct - own.share_pct_printed,
        "percentage points",
        slips={
            "That is the share that the count gives; how far is the printed one from it?": own.share_pct,
            "That is the printed share; how far is it from that of the count?": own.share_pct_printed,
            "Those are fractions of one; percentage points are asked for.": (own.share_pct - own.share_pct_printed)
            / 100,
        },
    )


def _rank_if_printed(data: Dataset) -> Number:
    shares = by(firm_shares(data.of_paper()), "cluster", "share_pct", **MISPRINTED)
    printed = by(firm_shares(data.of_paper()), "cluster", "share_pct_printed", **MISPRINTED)["qiaotou"]
    others = [share for key, share in shares.items() if key != "qiaotou"]
    return Number(
        1 + sum(share > printed for share in others),
        "places",
        digits=0,
        slips={
            "That is the rank from the bottom; the largest share has rank one.": 1
            + sum(share < printed for share in others),
            "That is the share; its rank among the clusters is asked for.": printed,
        },
    )


def _stalls(data: Dataset) -> Number:
    stalls = by(dated_figures(data), "date", "value", series="qiaotou-stalls")
    first, last = stalls["1982"], stalls["mid-1990s"]
    return Number(
        last / first,
        "times",
        slips={
            "The earlier number is divided by the later.": first / last,
            "That is the growth in per cent; the factor is asked for.": 100 * (last / first - 1),
            "That is by how many times more; the factor counts what was there before too.": last / first - 1,
            "That is how many stalls more there were; how many times as many is asked for.": last - first,
        },
    )


EXERCISES = (
    Exercise(
        "ex-misprint",
        (
            "`cb.firm_shares` has both: share_pct, from the count, and share_pct_printed.",
            "Take the printed share from the one that the count gives.",
        ),
        _misprint,
    ),
    Exercise(
        "ex-rank-if-printed",
        (
            "Put the printed share of Qiaotou in the place of that by the count, and leave the other clusters.",
            "The rank is one more than the number of clusters with a larger share.",
        ),
        _rank_if_printed,
    ),
    Exercise(
        "ex-stalls",
        (
            'The stalls are two rows of `cb.dated_figures(data, cluster="qiaotou")`.',
            "Divide the later number by the earlier.",
        ),
        _stalls,
    ),
)
