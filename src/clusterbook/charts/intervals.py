"""Charts of shares with their intervals, which go beyond the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import altair as alt

from .. import estimates, explorer
from ..arguments import Choice, Given, chosen, one, tidy
from ..theme import INK, scales
from ..wording import listed, percent
from .parts import (
    SHARE_NUMBERS,
    SHARE_TEXTS,
    Chart,
    finished,
    first_seen,
    level_control,
    look_of,
    name_axis,
    panels,
    row_height,
    share_tips,
    tip,
)


def chart_intervals(data: Given = None, *, dimension: Choice = None, level: int = 4, cluster: Choice = None) -> Chart:
    """Shares of firms at or above a level with their intervals, by dimension and cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``share_intervals``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.
    level : int
        Level shown at first; a control lets the reader choose another.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension, level or cluster that the data lack; for a table that lacks what is drawn.

    Notes
    -----
    The intervals go beyond the paper; ``share_intervals`` says by which formula, and with what caution.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_intervals(dimension="process")
    alt.FacetChart(...)
    """
    intervals = tidy(
        data,
        estimates.share_intervals,
        SHARE_TEXTS,
        f"{SHARE_NUMBERS} low_pct high_pct",
        attrs="confidence",
    )
    intervals = chosen(chosen(intervals, "dimension", dimension), "cluster", cluster)
    level = one("level", level, intervals["level"])
    frame = intervals[intervals["level"] == level]
    look = look_of(intervals)
    order = list(dict.fromkeys(intervals["dimension_name"]))
    confidence = percent(100 * intervals.attrs["confidence"])
    worded = [
        f"{percent(row.share_pct)[:-1]} ({percent(row.low_pct)[:-1]}–{percent(row.high_pct)[:-1]})"
        for row in intervals.itertuples()
    ]
    labelled = intervals.assign(worded=worded, beyond=intervals["share_pct"] > 50)
    base = (
        alt.Chart()
        .encode(
            y=name_axis(intervals["name"]),
            color=alt.Color("name:N", scale=look["color"], legend=None),
            tooltip=[
                *share_tips("Firms at or above"),
                tip("low_pct", f"{confidence} interval from, %", ".1f"),
                tip("high_pct", f"{confidence} interval to, %", ".1f"),
            ],
        )
        .transform_filter("datum.level == level")
    )

    def across(column: str) -> alt.X:
        title = f"Firms at or above the level, % ({confidence} interval)"
        return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 100]))

    chart = (
        alt.layer(*_shares_with_intervals(base, across, look["shape"]))
        .properties(height=row_height(intervals["name"]))
        .facet(row=panels("dimension_name", order), data=labelled, spacing=14)
        .add_params(level_control(intervals, level))
    )
    parts = []
    for name in order:
        rows = frame[frame["dimension_name"] == name].itertuples()
        found = [
            f"{row.name} {percent(row.share_pct)} ({percent(row.low_pct)} to {percent(row.high_pct)})" for row in rows
        ]
        parts.append(f"{name}: {listed(found)}")
    alt_text = f"Share of firms at level {level} or above, with its {confidence} interval. {'; '.join(parts)}."
    return finished(chart, intervals, alt_text)


def chart_view(
    data: Given = None,
    *,
    dimension: str | None = None,
    level: int | None = None,
    measure: str | None = None,
    cluster: Choice = None,
    year: int | None = None,
) -> Chart:
    """One view of the explorer: shares with their intervals, in the order of their ranks.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``explorer_view``.
    dimension, level, measure, cluster, year : optional
        What to view, as in ``explorer_view``; not beside its table.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a name, level or year that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_view(dimension="product", level=3)
    alt.LayerChart(...)
    """
    view = tidy(
        data,
        explorer.explorer_view,
        f"{SHARE_TEXTS} extent share_text low_text high_text",
        f"{SHARE_NUMBERS} low_pct high_pct",
        attrs="confidence",
        dimension=dimension,
        level=level,
        measure=measure,
        cluster=cluster,
        year=year,
    )
    first = view.iloc[0]
    look = scales(first_seen(view))
    confidence = percent(100 * view.attrs["confidence"])
    reach = (
        f"exactly at level {first['level']}" if first["extent"] == "exactly" else f"at level {first['level']} or above"
    )
    labelled = view.assign(
        worded=[f"{row.share_text[:-1]} ({row.low_text[:-1]}–{row.high_text[:-1]})" for row in view.itertuples()],
        beyond=view["share_pct"] > 50,
    )
    base = alt.Chart(labelled).encode(
        y=name_axis(view["name"]),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            *share_tips(f"Firms {reach}"),
            tip("low_pct", f"{confidence} interval from, %", ".1f"),
            tip("high_pct", f"{confidence} interval to, %", ".1f"),
        ],
    )

    def across(column: str) -> alt.X:
        title = f"Firms {reach}, % ({confidence} interval)"
        return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 100]))

    chart = alt.layer(*_shares_with_intervals(base, across, look["shape"])).properties(height=row_height(view["name"]))
    told = [f"{row.name} {row.share_text} ({row.low_text} to {row.high_text})" for row in view.itertuples()]
    alt_text = (
        f"Share of firms {reach} in {first['dimension_name'].lower()}, with its {confidence} interval: {listed(told)}."
    )
    return finished(chart, view, alt_text)


def _shares_with_intervals(base: alt.Chart, across: Callable[[str], alt.X], shape: alt.Scale) -> list[alt.Chart]:
    """The parts of shares with intervals: rules with ends, signs, and labels on the side where there is more room."""
    sides: tuple[tuple[bool, str, Literal["left", "right"], int], ...] = (
        (False, "high_pct", "left", 7),
        (True, "low_pct", "right", -7),
    )
    return [
        base.mark_rule(strokeWidth=2).encode(x=across("low_pct"), x2="high_pct:Q"),
        *(
            base.mark_tick(thickness=2, size=11, orient="vertical", opacity=1).encode(x=across(end))
            for end in ("low_pct", "high_pct")
        ),
        base.mark_point(filled=True, size=85, opacity=1).encode(
            x=across("share_pct"), shape=alt.Shape("name:N", scale=shape, legend=None)
        ),
        *(
            base.transform_filter(alt.datum.beyond == beyond)
            .mark_text(align=align, dx=dx)
            .encode(x=across(end), text="worded:N", color=alt.value(INK))
            for beyond, end, align, dx in sides
        ),
    ]
