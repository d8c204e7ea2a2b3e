"""What several charts are made of: names on axes, rows, panels, tooltips, the control of the level."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from ..placing import LINE, broken
from ..theme import INK, scales
from ..wording import listed

Chart = alt.LayerChart | alt.FacetChart

ROW = 24  # pixels of one row of a chart with a row a cluster
# Columns of the shares of firms that their charts need.
SHARE_TEXTS = "cluster name dimension dimension_name level_name"
SHARE_NUMBERS = "level firms sample share_pct"


def bars(
    frame: pd.DataFrame, value: str, title: str, tips: list[alt.Tooltip], form: str, top: float | None = None
) -> Chart:
    """Bars with their value at the end, a row a cluster; the data come with the facet or the chart."""
    look = look_of(frame)
    scale = alt.Scale(domain=[0, top]) if top else alt.Scale(zero=True)
    base = alt.Chart().encode(
        y=name_axis(frame["name"]),
        x=alt.X(f"{value}:Q", title=title, scale=scale),
        tooltip=tips,
    )
    drawn = base.mark_bar(size=14).encode(color=alt.Color("name:N", scale=look["color"], legend=None))
    ends = base.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text(f"{value}:Q", format=form))
    return alt.layer(drawn, ends).properties(height=row_height(frame["name"]))


def look_of(frame: pd.DataFrame) -> dict[str, alt.Scale]:
    """Colour and shape scale of the clusters shown, each as it has them among all clusters of the data."""
    return scales(frame["name"], frame.attrs["clusters"])


def name_axis(names: pd.Series) -> alt.Y:
    return alt.Y(
        "name:N",
        title=None,
        sort=list(dict.fromkeys(names)),
        axis=alt.Axis(ticks=False, domain=False, labelPadding=6, **two_lines(names), **upwards(names)),
    )


def two_lines(names: Iterable[str]) -> dict[str, Any]:
    """What an axis or a legend needs to set long names in two lines; nothing where none is long."""
    long = {name: broken(name) for name in long_names(names)}
    return {"labelExpr": f"({json.dumps(long)})[datum.label] || datum.label"} if long else {}


def upwards(names: Iterable[str]) -> dict[str, Any]:
    """What an axis needs to centre names in two lines on their row: Vega hangs the second line below the first."""
    long = long_names(names)
    condition = {"test": f"indexof({json.dumps(long)}, datum.value) >= 0", "value": "bottom"}
    return {"labelBaseline": {"condition": condition, "value": "middle"}} if long else {}


def long_names(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if len(broken(name)) > 1]


def row_height(names: Iterable[str], step: int = ROW) -> alt.Step:
    """Height of a row, with room for names in two lines where there are any."""
    return alt.Step(max(step, 2 * LINE + 2) if long_names(names) else step)


def panels(column: str, order: list[str]) -> alt.Row:
    return alt.Row(
        f"{column}:N",
        title=None,
        sort=order,
        header=alt.Header(labelOrient="top", labelAnchor="start", labelAngle=0, labelPadding=2),
    )


def level_control(shares: pd.DataFrame, level: int) -> alt.Parameter:
    """A control by which the reader chooses the level; ``level`` at first."""
    levels = [int(value) for value in sorted(shares["level"].unique())]
    names = dict(zip(shares["level"], shares["level_name"], strict=True))
    return alt.param(
        name="level",
        value=level,
        bind=alt.binding_select(
            options=levels,
            labels=[f"{value} {names[value]}" for value in levels],
            name="Firms at or above level ",
        ),
    )


def share_tips(count: str) -> list[alt.Tooltip]:
    return [
        tip("name", "Cluster"),
        tip("dimension_name", "Dimension"),
        tip("level", "Level"),
        tip("level_name", "Named"),
        tip("firms", count),
        tip("sample", "Firms surveyed"),
        tip("share_pct", "Share, %", ".1f"),
    ]


def tip(column: str, title: str, form: str | None = None) -> alt.Tooltip:
    return alt.Tooltip(column, title=title, format=form) if form else alt.Tooltip(column, title=title)


def top(frame: pd.DataFrame, column: str, *, lowest: bool = False) -> str:
    found = frame[column].min() if lowest else frame[column].max()
    return listed(list(frame.loc[frame[column] == found, "name"]))


def first_seen(frame: pd.DataFrame) -> list[str]:
    """Names of all clusters in file order, whatever the order or choice of the rows."""
    order: list[str] = frame.attrs["clusters"]
    return order


def finished(
    chart: Chart, frame: pd.DataFrame, alt_text: str, origin: pd.DataFrame | None = None, **more: object
) -> Chart:
    source = (frame if origin is None else origin).attrs["source"]
    return chart.properties(description=alt_text, usermeta={"source": source, **more})
