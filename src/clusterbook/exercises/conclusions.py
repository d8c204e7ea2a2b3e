"""Exercises of "Conclusions": who leads, wages beside exports, and two orders compared."""

from __future__ import annotations

import pandas as pd

from ..data import Dataset
from ..indicators import cluster_summary
from .model import Exercise
from .names import Members, Name, at_end
from .quantities import Number
from .vocabulary import clusters

RATES = ["export_growth_pct_pa", "employment_growth_pct_pa", "wage_growth_pct_pa"]


def _most_often_first(data: Dataset) -> Name:
    rates = _summary(data)[RATES]
    return at_end((rates == rates.max()).sum(axis=1).to_dict(), clusters(data))


def _wages_behind_exports(data: Dataset) -> Members:
    summary = _summary(data)
    behind = summary["wage_growth_pct_pa"] < summary["export_growth_pct_pa"]
    return Members(
        list(summary.index[behind]),
        clusters(data),
        slips={
            "That is the other side: there wages kept up with exports.": list(summary.index[~behind]),
            "There wages grew more slowly than employment; compare them with exports.": list(
                summary.index[summary["wage_growth_pct_pa"] < summary["employment_growth_pct_pa"]]
            ),
        },
    )


def _skills_and_depth(data: Dataset) -> Number:
    summary = _summary(data)
    skills, depth = summary["skill_intensity_pct"], summary["share_process_pct"]
    crossed = skills.rank().corr(depth.rank(ascending=False))
    return Number(
        skills.rank().corr(depth.rank()),
        "",
        digits=2,
        slips={
            "That is the correlation of the values; take that of their ranks.": skills.corr(depth),
            "One order begins with the largest and the other with the smallest.": crossed,
        },
    )


def _summary(data: Dataset) -> pd.DataFrame:
    return cluster_summary(data).set_index("cluster")


EXERCISES = (
    Exercise(
        "ex-most-often-first",
        (
            "Find in each of the columns of growth which cluster has the highest rate.",
            "Comparing a table with its `max()` is true where a cell is the highest of its column; sum along the rows.",
        ),
        _most_often_first,
    ),
    Exercise(
        "ex-wages-behind-exports",
        (
            "Both rates of growth stand in `cb.cluster_summary(data)`.",
            "Where is wage_growth_pct_pa less than export_growth_pct_pa?",
        ),
        _wages_behind_exports,
    ),
    Exercise(
        "ex-skills-and-depth",
        (
            "`rank()` turns the values of a column into ranks.",
            "Spearman's rho is the ordinary correlation, `corr`, of two columns of ranks.",
        ),
        _skills_and_depth,
    ),
)
