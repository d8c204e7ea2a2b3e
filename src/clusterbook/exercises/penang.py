"""Exercises of "Penang": what two tables that share no row still say of ownership and level."""

from __future__ import annotations

from math import ceil, floor

from ..data import Dataset
from ..indicators import cluster_profile, firm_shares
from .looking import by
from .model import Exercise
from .names import Name
from .quantities import Number
from .vocabulary import numbered


def _most_national(data: Dataset) -> Number:
    firms, foreign = _sample(data)
    return Number(
        firms - floor(foreign),
        "firms",
        digits=0,
        slips={
            "Those are the foreign firms.": floor(foreign),
            "That is the most foreign firms; for the most national ones take the fewest foreign.": ceil(foreign),
            "That is the fewest national firms that the share can mean.": firms - ceil(foreign),
            "That is no whole number of firms: round the foreign firms down before you take them away.": firms
            - foreign,
        },
    )


def _least_foreign(data: Dataset) -> Number:
    firms, foreign = _sample(data)
    reached = by(firm_shares(data), "dimension", "firms", cluster="penang", level=4)
    national = firms - floor(foreign)
    return Number(
        max(0, reached["process"] - national),
        "firms",
        digits=0,
        others={"product technology": max(0, reached["product"] - national)},
        slips={
            "Those are the firms at the level; take away as many as may be national.": reached["process"],
            "Take away the most national firms that there can be, not the fewest.": reached["process"]
            - (firms - ceil(foreign)),
            "That is their share in the firms at the level; the number of firms is asked for.": (
                100 * max(0, reached["process"] - national) / reached["process"]
            ),
        },
    )


def _open_from_level(data: Dataset) -> Name:
    firms, foreign = _sample(data)
    reached = by(firm_shares(data), "level", "firms", cluster="penang", dimension="product")
    national = firms - floor(foreign)
    unsettled = [level for level, count in reached.items() if count - national <= count / 2]
    return Name([str(level) for level in unsettled[:1]], numbered("level", reached))


def _sample(data: Dataset) -> tuple[int, float]:
    """Firms surveyed in Penang, and the foreign ones by the printed share: no whole number."""
    own = cluster_profile(data).set_index("cluster").loc["penang"]
    return int(own["firms"]), round(float(own["firms"] * own["foreign_share_pct"] / 100), 9)


EXERCISES = (
    Exercise(
        "ex-most-national",
        (
            "Work out from the printed share how many firms are foreign; the number is not whole.",
            "The most national firms go with the fewest foreign ones: round down, and take that from all.",
        ),
        _most_national,
    ),
    Exercise(
        "ex-least-foreign",
        (
            "The worst case for foreign firms is that every national firm stands at the level or above.",
            "From the firms at level 4 or above take the most national firms that there can be.",
        ),
        _least_foreign,
    ),
    Exercise(
        "ex-open-from-level",
        (
            "Do for each level what the exercise before did for one.",
            "The bound settles the matter while it is more than half of the firms at the level or above.",
        ),
        _open_from_level,
    ),
)
