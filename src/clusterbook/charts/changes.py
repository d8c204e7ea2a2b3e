"""The chart of what changed from one survey to the next."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .. import indicators
from ..arguments import Choice, Given, chosen, one, tidy
from ..indicators import NO_CHANGE
from ..theme import INK
from ..wording import listed, percent, signed
from .parts import (
    SHARE_TEXTS,
    Chart,
    finished,
    level_control,
    look_of,
    name_axis,
    panels,
    row_height,
    share_tips,
    tip,
)


def chart_share_changes(
    data: Given = None, *, dimension: Choice = None, level: int = 4, cluster: Choice = None
) -> Chart:
    """Shares of firms at or above a level in one survey and the next, by dimension and cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``share_changes``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.
    level : int
        Level shown at first; a control lets the reader choose another.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension, level or cluster that the data lack; if they hold one survey year, for then nothing changes.

    Examples
    --------
    >>> import clusterbook as cb
    >>> data = cb.Dataset()
    >>> if data["survey"]["year"].nunique() > 1:
    ...     chart = cb.chart_share_changes(data, level=5)
    """
    changes = tidy(
        data,
        indicators.share_changes,
        SHARE_TEXTS,
        "level from_year to_year firms sample share_from_pct share_to_pct change_pp",
        empty=NO_CHANGE,
    )
    changes = chosen(chosen(changes, "dimension", dimension), "cluster", cluster)
    level = one("level", level, changes["level"])
    frame = changes[changes["level"] == level]
    look = look_of(changes)
    order = list(dict.fromkeys(changes["dimension_name"]))
    base = (
        alt.Chart()
        .encode(
            y=name_axis(changes["name"]),
            color=alt.Color("name:N", scale=look["color"], legend=None),
            tooltip=[
                *share_tips("Firms at or above"),
                tip("from_year", "From"),
                tip("to_year", "To"),
                tip("share_from_pct", "Share before, %", ".1f"),
                tip("change_pp", "Change, points", "+.1f"),
            ],
        )
        .transform_filter("datum.level == level")
    )
    shape = alt.Shape("name:N", scale=look["shape"], legend=None)

    def across(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title="Firms at or above the level, %", scale=alt.Scale(domain=[0, 100]))

    chart = (
        alt.layer(
            base.mark_rule(strokeWidth=2).encode(x=across("share_from_pct"), x2="share_pct:Q"),
            base.mark_point(filled=False, size=60, strokeWidth=1.5, opacity=1).encode(
                x=across("share_from_pct"), shape=shape
            ),
            base.mark_point(filled=True, size=85, opacity=1).encode(x=across("share_pct"), shape=shape),
            base.mark_text(align="left", dx=9, color=INK).encode(
                x=across("furthest_pct"), text="worded:N", color=alt.value(INK)
            ),
        )
        .properties(height=row_height(changes["name"]))
        .facet(row=panels("dimension_name", order), data=_changes_labelled(changes), spacing=14)
        .add_params(level_control(changes, level))
    )
    parts = []
    for dimension in order:
        found = []
        for name, rows in frame[frame["dimension_name"] == dimension].groupby("name", sort=False):
            shares = [rows["share_from_pct"].iloc[0], *rows["share_to_pct"]]
            found.append(f"{name} {' to '.join(map(percent, shares))}")
        parts.append(f"{dimension}: {listed(found)}")
    years = [str(year) for year in sorted({*frame["from_year"], *frame["to_year"]})]
    alt_text = (
        f"Share of firms at level {level} or above in {listed(years)}. {'; '.join(parts)}. "
        "An open sign marks the earlier survey, a filled one the later."
    )
    return finished(chart, changes, alt_text)


def _changes_labelled(changes: pd.DataFrame) -> pd.DataFrame:
    """Add to each change what its row of the chart is labelled with, once: the change over all surveys."""
    rows = changes.groupby(["cluster", "dimension", "level"], sort=False)
    whole = changes["share_to_pct"] - rows["share_from_pct"].transform("first")
    last = changes["to_year"] == rows["to_year"].transform("max")
    reached = changes[["share_from_pct", "share_to_pct"]].max(axis=1)
    return changes.rename(columns={"share_to_pct": "share_pct"}).assign(
        worded=[signed(change) if at else "" for change, at in zip(whole, last, strict=True)],
        furthest_pct=reached.groupby([changes[key] for key in rows.keys]).transform("max"),
    )
