"""How the three dimensions go together: counted in firm rows, and bounded by what Table 5 alone tells."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import polars as pl

from .schema import DIMENSIONS, LEVELS
from .tallies import WAVE, Rows, as_pandas, rated

# Each pair of dimensions, and all three.
TOGETHER = [*combinations(DIMENSIONS, 2), tuple(DIMENSIONS)]


def joint_counts(firms: Rows) -> pd.DataFrame:
    """Firms at or above a level in several dimensions at once; the paper prints no such count.

    Returns
    -------
    DataFrame
        One row a cluster, survey year, set of dimensions and level. Columns: cluster, year; dimensions, their ids
        joined by " + "; level; firms (count). No value is missing; a firm that lacks a level is left out (``rated``).
    """
    counts = [
        pl.all_horizontal(pl.col(DIMENSIONS[name]) >= level for name in names).sum().alias(f"{_label(names)}|{level}")
        for names in TOGETHER
        for level in LEVELS
    ]
    wide = rated(firms).group_by(WAVE).agg(*counts).unpivot(index=WAVE, value_name="firms").collect(engine="streaming")
    named = wide.with_columns(
        dimensions=pl.col("variable").str.split("|").list.first(),
        level=pl.col("variable").str.split("|").list.last().cast(pl.Int64),
    )
    return _ordered(as_pandas(named.select(*WAVE, "dimensions", "level", "firms")))


def joint_bounds(counts: pd.DataFrame) -> pd.DataFrame:
    """The fewest and most firms that can be at or above a level in several dimensions at once, from Table 5.

    Formula (Fréchet): with ``n`` firms and counts ``a, b, …`` in ``k`` dimensions, at least
    ``max(0, a + b + … - (k - 1) * n)`` and at most ``min(a, b, …)``. Each bound is reached by some sample with the
    same Table 5.

    Parameters
    ----------
    counts : DataFrame
        From ``level_counts``: cluster, year, dimension, level, firms, sample.

    Returns
    -------
    DataFrame
        Rows of ``joint_counts``, with low and high (counts) for firms.
    """
    rows = []
    wide = counts.pivot(index=[*WAVE, "sample", "level"], columns="dimension", values="firms")
    wide = wide.reindex(columns=list(DIMENSIONS))  # where no firm is rated there is not even a column
    for names in TOGETHER:
        parts = wide[list(names)]
        sizes = parts.index.get_level_values("sample")
        low = (parts.sum(axis=1) - (len(names) - 1) * sizes).clip(lower=0)
        found = pd.DataFrame({"low": low, "high": parts.min(axis=1)}).reset_index()
        rows.append(found.assign(dimensions=_label(names)))
    return _ordered(pd.concat(rows)[[*WAVE, "dimensions", "level", "low", "high"]])


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    places = {_label(names): at for at, names in enumerate(TOGETHER)}
    keyed = frame.sort_values(
        [*WAVE, "dimensions", "level"], key=lambda part: part.map(places) if part.name == "dimensions" else part
    )
    return keyed.reset_index(drop=True)


def _label(names: tuple[str, ...]) -> str:
    return " + ".join(names)
