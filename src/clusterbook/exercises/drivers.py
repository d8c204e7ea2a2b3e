"""Exercises of "Drivers of upgrading": counting rows of dated events."""

from __future__ import annotations

import pandas as pd

from ..data import Dataset
from .looking import others
from .model import Exercise
from .names import Name, at_end
from .quantities import Number, Values
from .vocabulary import clusters


def _policies(data: Dataset) -> Number:
    kinds = data["events"]["kind"].value_counts().to_dict()
    own = {f"events of the kind {kind}": kind for kind in kinds}
    return Number(
        kinds["policy"],
        "events",
        digits=0,
        others=others(kinds, "policy", {kind: name for name, kind in own.items()}),
        slips={
            "Those are all events.": len(data["events"]),
            "That is a share in per cent; the number of events is asked for.": 100
            * kinds["policy"]
            / len(data["events"]),
        },
    )


def _fewest_shocks(data: Dataset) -> Name:
    shocks = _table(data)["shock"].to_dict()
    some = {key: count for key, count in shocks.items() if count}
    fewest = [key for key, count in some.items() if count == min(some.values())] if some else []
    return at_end(
        shocks,
        clusters(data),
        largest=False,
        slips={"A cluster without a single row is not in a count of rows: is one lacking?": fewest},
    )


def _share_of_policy(data: Dataset) -> Values:
    table = _table(data)
    table = table[table.sum(axis=1) > 0]  # a cluster without a history has no share
    policy = table["policy"]
    return Values(
        (100 * policy / table.sum(axis=1)).to_dict(),
        clusters(data),
        "per cent",
        slips={
            "Divide by the events of the cluster, not by those of all clusters.": (
                100 * policy / table.to_numpy().sum()
            ).to_dict(),
            "Divide by the events of the cluster, not by the policies of all clusters.": (
                100 * policy / policy.sum()
            ).to_dict(),
            "Those are numbers of events; their share in the events of the cluster is asked for.": policy.to_dict(),
        },
    )


def _table(data: Dataset) -> pd.DataFrame:
    """Numbers of events by cluster and kind, none left out for want of a row."""
    events = data["events"]
    return pd.crosstab(events["cluster"], events["kind"]).reindex(list(data["clusters"]["cluster"]), fill_value=0)


EXERCISES = (
    Exercise(
        "ex-policies",
        (
            'Each row of `data["events"]` is one event, and its column kind says of what kind.',
            "`value_counts` counts the rows of each kind.",
        ),
        _policies,
    ),
    Exercise(
        "ex-fewest-shocks",
        (
            "Take the rows of shocks, and count them by cluster.",
            "A cluster that has no shock has no row to count: how many clusters does the count name?",
            "`reindex` with `fill_value=0` puts back those that the count leaves out.",
        ),
        _fewest_shocks,
    ),
    Exercise(
        "ex-share-of-policy",
        (
            "Two counts are needed for each cluster: its policies, and all its events.",
            "The mean of a column of true and false is the share that is true; `groupby` takes it within each cluster.",
        ),
        _share_of_policy,
    ),
)
