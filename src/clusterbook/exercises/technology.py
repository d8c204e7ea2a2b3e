"""Exercises of "Technological upgrading and economic synergies": levels, their differences, real wages."""

from __future__ import annotations

import pandas as pd

from ..data import Dataset
from ..indicators import firm_shares, firms_at_exactly, growth_rates
from .looking import by, others, rows
from .model import Exercise
from .names import Name, at_end
from .quantities import Grid, Number, Values
from .vocabulary import clusters, dimensions, numbered


def _lowest_at_level_3(data: Dataset) -> Name:
    return at_end(
        by(firm_shares(data), "cluster", "share_pct", dimension="product", level=3), clusters(data), largest=False
    )


def _exactly_at_level_3(data: Dataset) -> Number:
    exact = by(firms_at_exactly(data), "cluster", "firms", dimension="process", level=3)
    reached = by(firm_shares(data), "cluster", "firms", dimension="process", level=3)
    share = by(firms_at_exactly(data), "cluster", "share_pct", dimension="process", level=3)["penang"]
    return Number(
        exact["penang"],
        "firms",
        digits=0,
        others=others(exact, "penang", clusters(data).names)
        | others(
            by(firms_at_exactly(data), "dimension", "firms", cluster="penang", level=3),
            "process",
            dimensions(data).names,
        ),
        slips={
            "That counts the firms at the level or above; take away those that have gone deeper.": reached["penang"],
            "That is the share of the firms surveyed, in per cent; the number of firms is asked for.": share,
        },
    )


def _grid_of_levels(data: Dataset) -> Grid:
    def grid(frame: pd.DataFrame) -> pd.DataFrame:
        return (
            rows(frame, dimension="process").pivot(index="cluster", columns="level", values="firms").rename(columns=str)
        )

    exact = grid(firms_at_exactly(data))
    reached = grid(firm_shares(data))
    return Grid(
        exact,
        clusters(data),
        numbered("level", exact.columns),
        "firms",
        slips={
            "That is the table of the paper: each cell counts the deeper levels too.": reached,
            "Each level is taken from its neighbour the wrong way round, or the deepest level has lost its firms.": (
                reached - reached.shift(1, axis=1, fill_value=0)
            ),
        },
    )


def _majorities_at_level_4(data: Dataset) -> Number:
    shares = firm_shares(data)

    def majorities(level: int) -> int:
        return int((rows(shares, level=level)["share_pct"] > 50).sum())

    return Number(
        majorities(4),
        "pairs",
        digits=0,
        slips={
            "That is right for the level of the section's opening; a deeper one is asked for.": majorities(3),
            "That is right for a deeper level than is asked for.": majorities(5),
            "That counts the pairs in which there is no majority.": len(rows(shares, level=4)) - majorities(4),
        },
    )


def _deflated_wages(data: Dataset) -> Values:
    nominal = by(growth_rates(data), "cluster", "growth_pct_pa", indicator="real-wages")
    return Values(
        {key: 100 * ((1 + rate / 100) / (1 + rate / 200) - 1) for key, rate in nominal.items()},
        clusters(data),
        "per cent",
        digits=2,
        slips={
            "The rise of prices is subtracted there; wages have to be divided by prices.": {
                key: rate / 2 for key, rate in nominal.items()
            },
            "Wages are multiplied by prices there; to deflate them is to divide.": {
                key: 100 * ((1 + rate / 100) * (1 + rate / 200) - 1) for key, rate in nominal.items()
            },
            "That is the growth before it is deflated.": nominal,
        },
    )


EXERCISES = (
    Exercise(
        "ex-lowest-at-level-3",
        (
            "Set the chart to the level, and look at the dimension alone that is asked for.",
            "`cb.firm_shares(data)` has a row for each cluster, dimension and level, with the share in share_pct.",
        ),
        _lowest_at_level_3,
    ),
    Exercise(
        "ex-exactly-at-level-3",
        (
            "The table counts the firms at a level or above, so a firm at a deeper level is counted too.",
            "Which firms have to be taken away from those at level 3 or above? They stand in the next row.",
        ),
        _exactly_at_level_3,
    ),
    Exercise(
        "ex-grid-of-levels",
        (
            "Begin with a table of clusters by levels: `pivot` makes one of the rows of `cb.firm_shares(data)`.",
            "Take from each column the one to its right; `shift` moves columns.",
            "At the deepest level nothing is to be taken away: say so with `fill_value`.",
        ),
        _grid_of_levels,
    ),
    Exercise(
        "ex-majorities-at-level-4",
        (
            "A pair is one cluster in one dimension: how many rows of `cb.firm_shares(data)` has one level?",
            "Over half is more than half: compare the shares with 50, and sum what is true.",
        ),
        _majorities_at_level_4,
    ),
    Exercise(
        "ex-deflated-wages",
        (
            "A wage that grows by a rate is multiplied by a factor each year; so are prices.",
            "A real wage is the wage divided by the prices, so its factor is one factor divided by the other.",
        ),
        _deflated_wages,
    ),
)
