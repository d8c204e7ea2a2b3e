"""Charts of the clusters' stories in section 6: dated events and figures."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from .. import indicators
from ..arguments import Choice, Given, chosen, tidy
from ..theme import INK, scales
from ..wording import listed
from .parts import Chart, finished, first_seen, tip, two_lines, upwards


def chart_events(data: Given = None, *, cluster: Choice = None) -> Chart:
    """Timeline of the dated events of section 6: a band a cluster, a sign a kind; bars are spans of years.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``events``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_events(cluster="qiaotou")
    alt.LayerChart(...)
    """
    events = tidy(data, indicators.events, "cluster name kind title date", "year year_end")
    events = chosen(events, "cluster", cluster)
    look = scales(first_seen(events))
    kinds = sorted(events["kind"].unique())
    signs = ("circle", "diamond", "square", "triangle-down", "triangle-up", "cross")
    frame = events.assign(lane=_lanes(events), kind_name=events["kind"].str.capitalize())
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "name:N",
            title=None,
            sort=list(first_seen(events)),
            axis=alt.Axis(
                ticks=False,
                domain=False,
                labelPadding=8,
                **two_lines(first_seen(events)),
                **upwards(first_seen(events)),
            ),
        ),
        yOffset=alt.YOffset("lane:O"),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            tip("date", "Date"),
            tip("name", "Cluster"),
            tip("kind_name", "Kind"),
            tip("title", "Event"),
        ],
    )
    years = alt.X(
        "year:Q",
        title="Year",
        axis=alt.Axis(format="d", tickCount=6, labelFlush=False),  # its ends moved inwards would meet their neighbours
        scale=alt.Scale(zero=False, nice=True),
    )
    chart = alt.layer(
        base.transform_filter("datum.year_end > datum.year")
        .mark_rule(strokeWidth=4, strokeOpacity=0.45, strokeCap="round")
        .encode(x=years, x2="year_end:Q"),
        base.mark_point(filled=True, size=55, opacity=1).encode(
            x=years,
            shape=alt.Shape(
                "kind_name:N",
                title="Kind of event",
                scale=alt.Scale(domain=[kind.capitalize() for kind in kinds], range=list(signs[: len(kinds)])),
                legend=alt.Legend(symbolFillColor=INK, symbolStrokeColor=INK, columns=3),
            ),
        ),
    ).properties(height=alt.Step(9))
    parts = [
        f"{name} has {len(rows)}, from {rows['year'].min()} to {rows['year_end'].max()}"
        for name in first_seen(events)
        if len(rows := events[events["name"] == name])
    ]
    first, last = events["year"].min(), events["year_end"].max()
    alt_text = f"Timeline of {len(events)} dated events, {first} to {last}: {listed(parts)}."
    return finished(chart, events, alt_text)


def _lanes(events: pd.DataFrame) -> list[int]:
    """A lane for each event inside its cluster's band, so that signs and spans do not overlap."""
    ends: dict[str, list[int]] = {}
    lanes = []
    for row in events.itertuples():
        taken = ends.setdefault(row.cluster, [])
        free = next((at for at, end in enumerate(taken) if end + 1 < row.year), len(taken))
        if free == len(taken):
            taken.append(row.year_end)
        taken[free] = row.year_end
        lanes.append(free)
    return lanes


def chart_vehicle_output(data: Given = None) -> Chart:
    """Vehicles produced, from the dated figures of section 6; lines join printed years only.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``dated_figures``.

    Raises
    ------
    UnknownNameError, ArgumentError
        For any figure in vehicles that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_vehicle_output()
    alt.LayerChart(...)
    """
    figures = tidy(data, indicators.dated_figures, "cluster name place date unit", "value year")
    frame = chosen(figures, "unit", "vehicles").assign(thousands=lambda rows: rows["value"] / 1000)
    frame = frame.assign(course=_courses(frame))
    # a number stands on the side of its point where no line comes or goes
    beside: tuple[tuple[str, Literal["left", "center", "right"], int, int], ...] = (
        ("peak", "center", 0, -12),
        ("trough", "center", 0, 14),
        ("rise", "right", 3, -11),
        ("fall", "left", -3, -11),
    )
    looks = scales(first_seen(figures))
    order = list(dict.fromkeys(frame["place"]))
    of_cluster = {row.place: row.name for row in frame.itertuples() if row.name in row.place}

    def placed(channel: str, other: str) -> alt.Scale:
        """A cluster's own colour and shape; a country, which has none, gets a neutral one."""
        known = looks[channel].to_dict()
        own = dict(zip(known["domain"], known["range"], strict=True))
        return alt.Scale(domain=order, range=[own.get(of_cluster.get(place, ""), other) for place in order])

    base = alt.Chart(frame).encode(
        x=alt.X(
            "year:Q",
            title="Year",
            axis=alt.Axis(
                format="d", tickCount=6, labelFlush=False
            ),  # its ends moved inwards would meet their neighbours
            scale=alt.Scale(zero=False, padding=16),
        ),
        y=alt.Y("thousands:Q", title="Vehicles produced, thousands"),
        color=alt.Color("place:N", scale=placed("color", "#8a8a8a"), title=None),
        tooltip=[tip("place", "Place"), tip("date", "Year"), tip("value", "Vehicles", ",.0f")],
    )
    chart = alt.layer(
        base.mark_line(strokeWidth=2),
        base.mark_point(filled=True, size=80, opacity=1).encode(
            shape=alt.Shape(
                "place:N",
                title=None,
                scale=placed("shape", "cross"),
            )
        ),
        *(
            base.transform_filter(alt.datum.course == course)
            .mark_text(align=align, dx=dx, dy=dy, color=INK, fontSize=11)
            .encode(text=alt.Text("thousands:Q", format=",.0f"), color=alt.value(INK))
            for course, align, dx, dy in beside
        ),
    ).properties(height=260)
    parts = [
        f"{place}: " + ", ".join(f"{row.value:,.0f} in {row.date}" for row in rows.itertuples())
        for place, rows in frame.groupby("place", sort=False)
    ]
    return finished(chart, frame, f"Vehicles produced. {'; '.join(parts)}.", figures)


def _courses(figures: pd.DataFrame) -> list[str]:
    """How the line of its place goes through each figure: by a rise, a fall, a peak or a trough."""
    values = figures.sort_values("year", kind="stable").groupby("place", sort=False)["thousands"]
    before, after = values.shift(1).reindex(figures.index), values.shift(-1).reindex(figures.index)
    courses = []
    for now, came, goes in zip(figures["thousands"], before, after, strict=True):
        above, below = (came > now, goes > now), (came < now, goes < now)
        if not any(above):
            courses.append("peak")
        elif above[0] and not any(below):
            courses.append("trough")
        else:
            courses.append("rise" if above[1] else "fall")
    return courses
