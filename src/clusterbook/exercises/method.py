"""Exercises of "How the clusters were studied": the test of selection, shares of few firms, rows to count."""

from __future__ import annotations

from math import floor

import pandas as pd

from ..data import Dataset
from ..indicators import cluster_profile
from ..survey.synthetic import synthetic_firms
from .looking import by, others
from .model import Exercise
from .names import Members, Name, at_end
from .quantities import Number
from .vocabulary import clusters


def _narrowest_margin(data: Dataset) -> Name:
    profile = cluster_profile(data)
    slow = by(profile, "cluster", "export_growth_pct_pa")
    return at_end(
        by(profile, "cluster", "export_premium_pp"),
        clusters(data),
        largest=False,
        slips={
            "Its exports grew least, but the test compares them with those of its country.": [
                key for key, rate in slow.items() if rate == min(slow.values())
            ]
        },
    )


def _foreign_firms(data: Dataset) -> Number:
    profile = cluster_profile(data)
    firms = {row.cluster: floor(row.firms * row.foreign_share_pct / 100 + 0.5) for row in profile.itertuples()}
    own = profile.set_index("cluster").loc["buenos-aires"]
    return Number(
        firms["buenos-aires"],
        "firms",
        digits=0,
        others=others(firms, "buenos-aires", clusters(data).names),
        slips={
            "That is the share in per cent; the number of firms is asked for.": own["foreign_share_pct"],
            "Those are the national firms.": own["firms"] - firms["buenos-aires"],
            "Those are all firms surveyed there.": own["firms"],
        },
    )


def _impossible_shares(data: Dataset) -> Members:
    profile = cluster_profile(data)
    wrong = [row.cluster for row in profile.itertuples() if not fits(row.foreign_share_pct, row.firms)]
    broken = profile["foreign_share_pct"] * profile["firms"] / 100 % 1
    return Members(
        wrong,
        clusters(data),
        slips={
            "Those are the shares that do fit.": [key for key in profile["cluster"] if key not in wrong],
            "Those are the shares that are no whole per cent; the firms behind them have to be whole.": list(
                profile["cluster"][profile["foreign_share_pct"] % 1 > 0]
            ),
            "A printed share is rounded: ask whether some whole number of firms gives it to the printed decimal.": list(
                profile["cluster"][broken > 0]
            ),
        },
    )


def _rows(data: Dataset) -> Number:
    firms = synthetic_firms(data)
    at = {key: int((firms.filter(firms["cluster"] == key)["process"] == 3).sum()) for key in clusters(data).names}
    own = firms.filter(firms["cluster"] == "los-lagos")
    return Number(
        at["los-lagos"],
        "firms",
        digits=0,
        others=others(at, "los-lagos", clusters(data).names),
        slips={
            "That counts the firms at level 3 or above; those exactly at level 3 are asked for.": int(
                (own["process"] >= 3).sum()
            ),
            "Those are the firms at level 3 in another dimension.": int((own["product"] == 3).sum()),
            "Those are all the synthetic firms of the cluster.": len(own),
        },
    )


def fits(share: float, firms: int) -> bool:
    """Whether some whole number of firms is the printed share of all of them, to its one decimal."""
    counts = pd.Series(range(firms + 1))
    return bool(((100 * counts / firms - share).abs() <= 0.05 + 1e-9).any())


EXERCISES = (
    Exercise(
        "ex-narrowest-margin",
        (
            "The test compares two rates of growth: that of the cluster's exports and that of the nation's.",
            "`cb.cluster_profile(data)` has their difference in export_premium_pp.",
        ),
        _narrowest_margin,
    ),
    Exercise(
        "ex-foreign-firms",
        (
            "A share in per cent of a number of firms is a number of firms.",
            "Multiply firms by foreign_share_pct of `cb.cluster_profile(data)`, and mind the per cent.",
        ),
        _foreign_firms,
    ),
    Exercise(
        "ex-impossible-shares",
        (
            "Work out what share each whole number of firms would have, from none to all of the sample.",
            "Is one of these shares the printed one, to the decimal that is printed?",
        ),
        _impossible_shares,
    ),
    Exercise(
        "ex-count-rows",
        (
            "`survey.synthetic_firms(data)` gives a table with one row a firm; keep the rows of the cluster.",
            "The column process holds the level of each firm: ask of each row whether it is 3, and add up.",
        ),
        _rows,
    ),
)
