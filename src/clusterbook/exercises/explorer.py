"""Exercises of "Explore the levels": an order, a lead exactly at a level, intervals that overlap."""

from __future__ import annotations

from ..data import Dataset
from ..estimates import share_intervals
from ..indicators import firm_shares, firms_at_exactly
from .looking import by, rows
from .model import Exercise
from .names import Members, Name, Order, at_end
from .vocabulary import clusters


def _order_at_level_5(data: Dataset) -> Order:
    shares = firm_shares(data)
    return Order(
        by(shares, "cluster", "share_pct", dimension="human-resources", level=5),
        clusters(data),
        slips={
            "That is the order by numbers of firms, but the samples differ in size.": by(
                shares, "cluster", "firms", dimension="human-resources", level=5
            ),
            "That is the order in product technology.": by(
                shares, "cluster", "share_pct", dimension="product", level=5
            ),
        },
    )


def _first_exactly_at_level_3(data: Dataset) -> Name:
    return at_end(by(firms_at_exactly(data), "cluster", "share_pct", dimension="process", level=3), clusters(data))


def _overlapping(data: Dataset) -> Members:
    found = rows(share_intervals(firm_shares(data)), dimension="product", level=4).set_index("cluster")
    own = found.loc["los-lagos"]
    overlap = (found["low_pct"] <= own["high_pct"]) & (found["high_pct"] >= own["low_pct"])
    right = [key for key in found.index[overlap] if key != "los-lagos"]
    return Members(
        right,
        clusters(data),
        slips={
            "An interval overlaps with itself; the other clusters are asked for.": [*right, "los-lagos"],
            "Those are the clusters whose intervals lie apart from it.": list(found.index[~overlap]),
        },
    )


EXERCISES = (
    Exercise(
        "ex-order-at-level-5",
        (
            "Choose the dimension, the level and the measure of the view, and read the ranks.",
            "Shares compare samples of different size; numbers of firms do not.",
        ),
        _order_at_level_5,
    ),
    Exercise(
        "ex-first-exactly-at-level-3",
        (
            "One of the measures of the view leaves out the firms that have gone deeper.",
            "`cb.firms_at_exactly(data)` has the same in share_pct.",
        ),
        _first_exactly_at_level_3,
    ),
    Exercise(
        "ex-overlapping",
        (
            "Two intervals overlap if each begins before the other ends.",
            "`cb.share_intervals(cb.firm_shares(data))` has the bounds in low_pct and high_pct.",
        ),
        _overlapping,
    ),
)
