"""Charts of the firms at each level of knowledge depth: Table 5."""

from __future__ import annotations

import altair as alt

from .. import indicators
from ..arguments import Choice, Given, chosen, one, tidy
from ..theme import INK
from ..wording import listed, percent
from .parts import (
    SHARE_NUMBERS,
    SHARE_TEXTS,
    Chart,
    bars,
    finished,
    level_control,
    long_names,
    look_of,
    name_axis,
    panels,
    row_height,
    share_tips,
    two_lines,
)


def chart_capability_ladder(data: Given = None, *, dimension: str = "process", cluster: Choice = None) -> Chart:
    """Table 5 as lines: share of firms at or above each level in one dimension, a line a cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firm_shares``.
    dimension : str
        Id of the dimension.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension or a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_capability_ladder(dimension="product")
    alt.LayerChart(...)
    """
    shares = tidy(data, indicators.firm_shares, SHARE_TEXTS, SHARE_NUMBERS)
    shares = chosen(shares, "cluster", cluster)
    frame = chosen(shares, "dimension", dimension)
    look = look_of(shares)
    legend = alt.Legend(**two_lines(shares["name"])) if long_names(shares["name"]) else alt.Undefined
    lines = alt.Chart(frame).encode(
        x=alt.X("level:O", title="Level of knowledge depth", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share_pct:Q", title="Firms at or above it, %", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("name:N", scale=look["color"], title=None, legend=legend),
        tooltip=share_tips("Firms at or above"),
    )
    chart = alt.layer(
        lines.mark_line(strokeWidth=2),
        lines.mark_point(filled=True, size=80, opacity=1).encode(
            shape=alt.Shape("name:N", scale=look["shape"], title=None, legend=legend)
        ),
    ).properties(height=260)
    label = frame["dimension_name"].iloc[0].lower()
    parts = []
    for name, rows in frame.groupby("name", sort=False):
        falls = [f"{percent(row.share_pct)} at level {row.level}" for row in rows.itertuples() if row.share_pct < 100]
        parts.append(f"{name} {', '.join(falls)}" if falls else f"{name} 100% throughout")
    alt_text = f"Share of firms at or above each level of {label}; 100% where no level is named. {'; '.join(parts)}."
    return finished(chart, frame, alt_text, shares)


def chart_capabilities(
    data: Given = None, *, dimension: Choice = None, level: int = 4, cluster: Choice = None
) -> Chart:
    """Table 5 as bars: share of firms at or above a level, by dimension and cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firm_shares``.
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

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_capabilities(level=5, cluster=["penang", "qiaotou"])
    alt.FacetChart(...)
    """
    shares = tidy(data, indicators.firm_shares, SHARE_TEXTS, SHARE_NUMBERS)
    shares = chosen(chosen(shares, "dimension", dimension), "cluster", cluster)
    level = one("level", level, shares["level"])
    frame = shares[shares["level"] == level]
    control = level_control(shares, level)
    order = list(dict.fromkeys(shares["dimension_name"]))
    labelled = shares.assign(of=[f"{row.firms} of {row.sample}" for row in shares.itertuples()])
    drawn = bars(
        labelled,
        "share_pct",
        "Firms at or above the level, %",
        share_tips("Firms at or above"),
        ".0f",
        top=100,
    )
    chart = (
        drawn.transform_filter("datum.level == level")
        .facet(row=panels("dimension_name", order), data=labelled, spacing=14)
        .add_params(control)
    )
    parts = [
        f"{name}: "
        + listed(
            [f"{row.name} {percent(row.share_pct)}" for row in frame[frame["dimension_name"] == name].itertuples()]
        )
        for name in order
    ]
    alt_text = f"Share of firms at level {level} or above. {'; '.join(parts)}."
    return finished(chart, shares, alt_text)


def chart_exact_levels(data: Given = None, *, dimension: Choice = None, cluster: Choice = None) -> Chart:
    """Firms at each level and no deeper: cells shaded by their share, with counts.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firms_at_exactly``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension or a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_exact_levels(dimension=["process", "product"])
    alt.FacetChart(...)
    """
    exact = tidy(data, indicators.firms_at_exactly, SHARE_TEXTS, SHARE_NUMBERS)
    exact = chosen(chosen(exact, "dimension", dimension), "cluster", cluster)
    look = look_of(exact)
    order = list(dict.fromkeys(exact["dimension_name"]))
    base = alt.Chart().encode(
        x=alt.X(
            "level:O",
            title="Level of knowledge depth",
            axis=alt.Axis(labelAngle=0, domain=False, ticks=False),
        ),
        y=name_axis(exact["name"]),
        tooltip=share_tips("Firms exactly at"),
    )
    cells = base.mark_rect(stroke=INK, strokeOpacity=0.15).encode(
        color=alt.Color("name:N", scale=look["color"], legend=None),
        fillOpacity=alt.FillOpacity("share_pct:Q", scale=alt.Scale(domain=[0, 100], range=[0, 0.55]), legend=None),
    )
    counts = base.mark_text(color=INK).encode(text="firms:Q")
    chart = (
        alt.layer(cells, counts)
        .properties(height=row_height(exact["name"]))
        .facet(row=panels("dimension_name", order), data=exact, spacing=14)
    )
    parts = []
    for (label, name), rows in exact.groupby(["dimension_name", "name"], sort=False):
        top = rows.loc[rows["firms"].idxmax()]
        parts.append(f"{name}, {label.lower()}: level {top['level']} ({top['firms']} of {top['sample']})")
    alt_text = f"Firms at exactly each level. The level with most firms is, for {'; '.join(parts)}."
    return finished(chart, exact, alt_text)
