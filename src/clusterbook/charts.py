"""Charts for display: tidy frames in, Altair charts out, each with an alt text computed from its data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Literal

import altair as alt
import pandas as pd

from .placing import LINE, Spot, broken, label_spots
from .theme import INK, scales
from .wording import listed, percent, signed

Chart = alt.LayerChart | alt.FacetChart

MAP_LAYOUTS = {"wide": {"width": 620, "height": 300}, "narrow": {"width": 330, "height": 165}}
ROW = 24  # pixels of one row of a chart with a row a cluster


def chart_map(places: pd.DataFrame, land: dict[str, Any]) -> Chart:
    """Map of the clusters from ``places`` and the outline of the continents (TopoJSON, object ``land``)."""
    look = scales(places["name"])
    outline = alt.Chart(
        alt.Data(values=land, format=alt.TopoDataFormat(type="topojson", feature="land"))
    ).mark_geoshape(fill=INK, fillOpacity=0.13, stroke=INK, strokeOpacity=0.25, strokeWidth=0.5)
    points = {row.name: (row.latitude, row.longitude) for row in places.itertuples()}
    sizes = [(layout["width"], layout["height"]) for layout in MAP_LAYOUTS.values()]
    spots = label_spots(points, land, sizes)
    legend = None if spots else alt.Legend(**_lines(places["name"]))  # where no placement keeps the names apart
    lines = {name: len(broken(name)) for name in places["name"]}
    marked = places.assign(label=["\n".join(broken(name)) for name in places["name"]])
    if spots:
        marked["spot"] = [f"{spots[name].name}, {lines[name]}" for name in places["name"]]
    base = alt.Chart(marked).encode(
        longitude="longitude:Q",
        latitude="latitude:Q",
        tooltip=[_tip("name", "Cluster"), _tip("country", "Country"), _tip("product", "Product")],
    )
    signs = base.mark_point(filled=True, size=110, opacity=1).encode(
        color=alt.Color("name:N", scale=look["color"], legend=legend, title=None),
        shape=alt.Shape("name:N", scale=look["shape"], legend=legend, title=None),
    )
    kinds = dict.fromkeys((spot, lines[name]) for name, spot in (spots or {}).items())
    labels = [_map_labels(base, spot, count) for spot, count in kinds]
    told = [f"{row.name} in {row.country} ({row.product.lower()})" for row in places.itertuples(index=False)]
    alt_text = f"Map of the world with {len(places)} clusters: {listed(told)}."
    chart = alt.layer(outline, signs, *labels).project(type="equalEarth")
    return _finished(chart, places, alt_text, layouts=MAP_LAYOUTS)


def _map_labels(base: alt.Chart, spot: Spot, count: int) -> alt.Chart:
    """The names of so many lines that stand at one kind of spot about their points."""
    labels: alt.Chart = (
        base.transform_filter(alt.datum.spot == f"{spot.name}, {count}")
        .mark_text(
            align=spot.align,
            baseline="middle",
            dx=spot.dx,
            dy=spot.dy - LINE * (count - 1) / 2,  # Vega sets the first line at the point, the others below it
            fontSize=12,
            lineHeight=LINE,
            lineBreak="\n",
            color=INK,
        )
        .encode(text="label:N")
    )
    return labels


def chart_export_growth(profile: pd.DataFrame) -> Chart:
    """Export growth of the location against that of its nation, from ``cluster_profile`` (per cent a year)."""
    look = scales(profile["name"])
    base = alt.Chart(profile).encode(
        y=_names(profile["name"]),
        tooltip=[
            _tip("name", "Cluster"),
            _tip("export_growth_pct_pa", "Location, % a year", ".1f"),
            _tip("national_export_growth_pct_pa", "Nation, % a year", ".1f"),
            _tip("export_premium_pp", "Difference, points", ".1f"),
        ],
    )
    location = alt.X("export_growth_pct_pa:Q", title="Average growth of exports, % a year", scale=alt.Scale(zero=True))
    color = alt.Color("name:N", scale=look["color"], legend=None)
    rule = base.mark_rule(strokeWidth=3).encode(x=location, x2="national_export_growth_pct_pa:Q", color=color)
    nation = base.mark_tick(thickness=3, size=16, color=INK).encode(x="national_export_growth_pct_pa:Q")
    point = base.mark_point(filled=True, size=130, opacity=1).encode(
        x=location, color=color, shape=alt.Shape("name:N", scale=look["shape"], legend=None)
    )
    label = base.mark_text(align="left", dx=10, color=INK).encode(
        x=location, text=alt.Text("export_growth_pct_pa:Q", format=".1f")
    )
    pairs = [
        f"{row.name} {percent(row.export_growth_pct_pa, 1)} against {percent(row.national_export_growth_pct_pa, 1)}"
        f" in {row.country}"
        for row in profile.itertuples(index=False)
    ]
    lead = _top(profile, "export_premium_pp")
    alt_text = (
        f"Yearly growth of exports, cluster against country: {listed(pairs)}. "
        f"{lead} is furthest ahead of its country. A sign marks the cluster, an upright stroke the country."
    )
    return _finished(
        alt.layer(rule, nation, point, label).properties(height=_rows(profile["name"], ROW + 8)), profile, alt_text
    )


def chart_growth(rates: pd.DataFrame) -> Chart:
    """Figure 1 from ``growth_rates``: bars in per cent a year, one panel an indicator."""
    order = list(dict.fromkeys(rates["indicator_name"]))
    parts = [
        f"{name}: "
        + listed(
            [
                f"{row.name} {percent(row.growth_pct_pa, 1)}"
                for row in rates[rates["indicator_name"] == name].itertuples(index=False)
            ]
        )
        for name in order
    ]
    first, last = rates["start_year"].min(), rates["end_year"].max()
    alt_text = f"Average growth a year, {first} to {last}. " + "; ".join(parts) + "."
    tips = [
        _tip("name", "Cluster"),
        _tip("indicator_name", "Indicator"),
        _tip("growth_pct_pa", "% a year", ".1f"),
    ]
    chart = _bars(rates, "growth_pct_pa", "Average growth, % a year", tips, ".1f").facet(
        row=_panels("indicator_name", order), data=rates, spacing=14
    )
    return _finished(chart, rates, alt_text)


def chart_skill_intensity(skills: pd.DataFrame) -> Chart:
    """Figure 2 from ``skill_intensity``: bars in per cent of the workforce."""
    parts = [f"{row.name} {percent(row.skill_intensity_pct, 1)}" for row in skills.itertuples(index=False)]
    alt_text = (
        f"Skill intensity, share of the workforce: {listed(parts)}. Highest in {_top(skills, 'skill_intensity_pct')}, "
        f"lowest in {_top(skills, 'skill_intensity_pct', lowest=True)}."
    )
    tips = [_tip("name", "Cluster"), _tip("skill_intensity_pct", "% of workforce", ".1f")]
    chart = _bars(skills, "skill_intensity_pct", "Skill intensity, % of the workforce", tips, ".1f", top=100)
    return _finished(chart.properties(data=skills), skills, alt_text)


def chart_capability_ladder(shares: pd.DataFrame, dimension: str = "process") -> Chart:
    """Share of firms at or above each level in one dimension, a line a cluster, from ``firm_shares``."""
    frame = _known(shares, "dimension", dimension)
    look = scales(shares["name"])
    legend = alt.Legend(**_lines(shares["name"])) if _long(shares["name"]) else alt.Undefined
    lines = alt.Chart(frame).encode(
        x=alt.X("level:O", title="Level of knowledge depth", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share_pct:Q", title="Firms at or above it, %", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("name:N", scale=look["color"], title=None, legend=legend),
        tooltip=_share_tips("Firms at or above"),
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
    return _finished(chart, frame, alt_text, shares)


def chart_capabilities(shares: pd.DataFrame, level: int = 4) -> Chart:
    """Share of firms at or above a level, by dimension and cluster, from ``firm_shares``.

    Parameters
    ----------
    level : int
        Level shown at first; a control lets the reader choose another.
    """
    frame = _known(shares, "level", level)
    chosen = _level_control(shares, level)
    order = list(dict.fromkeys(shares["dimension_name"]))
    labelled = shares.assign(of=[f"{row.firms} of {row.sample}" for row in shares.itertuples()])
    bars = _bars(
        labelled,
        "share_pct",
        "Firms at or above the level, %",
        _share_tips("Firms at or above"),
        ".0f",
        top=100,
    )
    chart = (
        bars.transform_filter("datum.level == level")
        .facet(row=_panels("dimension_name", order), data=labelled, spacing=14)
        .add_params(chosen)
    )
    parts = [
        f"{name}: "
        + listed(
            [f"{row.name} {percent(row.share_pct)}" for row in frame[frame["dimension_name"] == name].itertuples()]
        )
        for name in order
    ]
    alt_text = f"Share of firms at level {level} or above. {'; '.join(parts)}."
    return _finished(chart, shares, alt_text)


def chart_intervals(intervals: pd.DataFrame, level: int = 4) -> Chart:
    """Shares at or above a level with their intervals, by dimension and cluster, from ``share_intervals``.

    Parameters
    ----------
    level : int
        Level shown at first; a control lets the reader choose another.
    """
    frame = _known(intervals, "level", level)
    look = scales(intervals["name"])
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
            y=_names(intervals["name"]),
            color=alt.Color("name:N", scale=look["color"], legend=None),
            tooltip=[
                *_share_tips("Firms at or above"),
                _tip("low_pct", f"{confidence} interval from, %", ".1f"),
                _tip("high_pct", f"{confidence} interval to, %", ".1f"),
            ],
        )
        .transform_filter("datum.level == level")
    )

    def across(column: str) -> alt.X:
        title = f"Firms at or above the level, % ({confidence} interval)"
        return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 100]))

    chart = (
        alt.layer(*_shares_with_intervals(base, across, look["shape"]))
        .properties(height=_rows(intervals["name"]))
        .facet(row=_panels("dimension_name", order), data=labelled, spacing=14)
        .add_params(_level_control(intervals, level))
    )
    parts = []
    for name in order:
        rows = frame[frame["dimension_name"] == name].itertuples()
        found = [
            f"{row.name} {percent(row.share_pct)} ({percent(row.low_pct)} to {percent(row.high_pct)})" for row in rows
        ]
        parts.append(f"{name}: {listed(found)}")
    alt_text = f"Share of firms at level {level} or above, with its {confidence} interval. {'; '.join(parts)}."
    return _finished(chart, intervals, alt_text)


def chart_view(view: pd.DataFrame) -> Chart:
    """Shares of one view of the explorer with their intervals, in the order of their ranks, from ``explorer_view``."""
    first = view.iloc[0]
    look = scales(_first_seen(view))
    confidence = percent(100 * view.attrs["confidence"])
    reach = (
        f"exactly at level {first['level']}" if first["extent"] == "exactly" else f"at level {first['level']} or above"
    )
    labelled = view.assign(
        worded=[f"{row.share_text[:-1]} ({row.low_text[:-1]}–{row.high_text[:-1]})" for row in view.itertuples()],
        beyond=view["share_pct"] > 50,
    )
    base = alt.Chart(labelled).encode(
        y=_names(view["name"]),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            *_share_tips(f"Firms {reach}"),
            _tip("low_pct", f"{confidence} interval from, %", ".1f"),
            _tip("high_pct", f"{confidence} interval to, %", ".1f"),
        ],
    )

    def across(column: str) -> alt.X:
        title = f"Firms {reach}, % ({confidence} interval)"
        return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 100]))

    chart = alt.layer(*_shares_with_intervals(base, across, look["shape"])).properties(height=_rows(view["name"]))
    told = [f"{row.name} {row.share_text} ({row.low_text} to {row.high_text})" for row in view.itertuples()]
    alt_text = (
        f"Share of firms {reach} in {first['dimension_name'].lower()}, with its {confidence} interval: {listed(told)}."
    )
    return _finished(chart, view, alt_text)


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


def chart_share_changes(changes: pd.DataFrame, level: int = 4) -> Chart:
    """Shares at or above a level in one survey and the next, by dimension and cluster, from ``share_changes``.

    Parameters
    ----------
    level : int
        Level shown at first; a control lets the reader choose another.

    Raises
    ------
    ValueError
        For a level that `changes` do not hold; they hold none while there is one survey year.
    """
    frame = _known(changes, "level", level)
    look = scales(changes["name"])
    order = list(dict.fromkeys(changes["dimension_name"]))
    base = (
        alt.Chart()
        .encode(
            y=_names(changes["name"]),
            color=alt.Color("name:N", scale=look["color"], legend=None),
            tooltip=[
                *_share_tips("Firms at or above"),
                _tip("from_year", "From"),
                _tip("to_year", "To"),
                _tip("share_from_pct", "Share before, %", ".1f"),
                _tip("change_pp", "Change, points", "+.1f"),
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
        .properties(height=_rows(changes["name"]))
        .facet(row=_panels("dimension_name", order), data=_changes_labelled(changes), spacing=14)
        .add_params(_level_control(changes, level))
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
    return _finished(chart, changes, alt_text)


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


def chart_exact_levels(exact: pd.DataFrame) -> Chart:
    """Firms at exactly each level from ``firms_at_exactly``: cells shaded by share, with counts."""
    look = scales(exact["name"])
    order = list(dict.fromkeys(exact["dimension_name"]))
    base = alt.Chart().encode(
        x=alt.X(
            "level:O",
            title="Level of knowledge depth",
            axis=alt.Axis(labelAngle=0, domain=False, ticks=False),
        ),
        y=_names(exact["name"]),
        tooltip=_share_tips("Firms exactly at"),
    )
    cells = base.mark_rect(stroke=INK, strokeOpacity=0.15).encode(
        color=alt.Color("name:N", scale=look["color"], legend=None),
        fillOpacity=alt.FillOpacity("share_pct:Q", scale=alt.Scale(domain=[0, 100], range=[0, 0.55]), legend=None),
    )
    counts = base.mark_text(color=INK).encode(text="firms:Q")
    chart = (
        alt.layer(cells, counts)
        .properties(height=_rows(exact["name"]))
        .facet(row=_panels("dimension_name", order), data=exact, spacing=14)
    )
    parts = []
    for (label, name), rows in exact.groupby(["dimension_name", "name"], sort=False):
        top = rows.loc[rows["firms"].idxmax()]
        parts.append(f"{name}, {label.lower()}: level {top['level']} ({top['firms']} of {top['sample']})")
    alt_text = f"Firms at exactly each level. The level with most firms is, for {'; '.join(parts)}."
    return _finished(chart, exact, alt_text)


def chart_institutions(phases: pd.DataFrame) -> Chart:
    """Table 4 as a chart from ``institutional_phases``: how far each pillar has come in each cluster."""
    look = scales(phases["name"])
    order = list(dict.fromkeys(phases["pillar_name"]))
    last = int(phases["last_phase"].max())
    base = alt.Chart().encode(
        y=_names(phases["name"]),
        x=alt.X(
            "phase:Q",
            title=f"Institutional phase, 1 to {last}",
            scale=alt.Scale(domain=[0, last]),
            axis=alt.Axis(values=list(range(1, last + 1)), format="d"),
        ),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            _tip("name", "Cluster"),
            _tip("pillar_name", "Pillar"),
            _tip("phase", "Phase"),
            _tip("phase_name", "Named"),
        ],
    )
    chart = (
        alt.layer(
            base.mark_rule(strokeWidth=2).encode(x2=alt.datum(0)),
            base.mark_point(filled=True, size=110, opacity=1).encode(
                shape=alt.Shape("name:N", scale=look["shape"], legend=None)
            ),
        )
        .properties(height=_rows(phases["name"], ROW - 4))
        .facet(row=_panels("pillar_name", order), data=phases, spacing=14)
    )
    parts = []
    for name, rows in phases.groupby("pillar_name", sort=False):
        reached = [
            f"phase {phase} in {listed(list(group['name']))}" for phase, group in rows.groupby("phase", sort=True)
        ]
        parts.append(f"{name}: {listed(reached)}")
    return _finished(chart, phases, f"Institutional phase by pillar. {'; '.join(parts)}.")


def chart_events(events: pd.DataFrame) -> Chart:
    """Timeline of dated events from ``events``: a band a cluster, a sign a kind; bars are spans of years."""
    look = scales(_first_seen(events))
    kinds = sorted(events["kind"].unique())
    signs = ("circle", "diamond", "square", "triangle-down", "triangle-up", "cross")
    frame = events.assign(lane=_lanes(events), kind_name=events["kind"].str.capitalize())
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "name:N",
            title=None,
            sort=list(_first_seen(events)),
            axis=alt.Axis(
                ticks=False,
                domain=False,
                labelPadding=8,
                **_lines(_first_seen(events)),
                **_upwards(_first_seen(events)),
            ),
        ),
        yOffset=alt.YOffset("lane:O"),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            _tip("date", "Date"),
            _tip("name", "Cluster"),
            _tip("kind_name", "Kind"),
            _tip("title", "Event"),
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
        for name in _first_seen(events)
        if len(rows := events[events["name"] == name])
    ]
    first, last = events["year"].min(), events["year_end"].max()
    alt_text = f"Timeline of {len(events)} dated events, {first} to {last}: {listed(parts)}."
    return _finished(chart, events, alt_text)


def chart_vehicle_output(figures: pd.DataFrame) -> Chart:
    """Vehicles produced, from the dated figures in vehicles of ``dated_figures``; lines join printed years only."""
    frame = figures[figures["unit"] == "vehicles"].assign(thousands=lambda rows: rows["value"] / 1000)
    frame = frame.assign(course=_courses(frame))
    # a number stands on the side of its point where no line comes or goes
    beside: tuple[tuple[str, Literal["left", "center", "right"], int, int], ...] = (
        ("peak", "center", 0, -12),
        ("trough", "center", 0, 14),
        ("rise", "right", 3, -11),
        ("fall", "left", -3, -11),
    )
    looks = scales(_first_seen(figures))
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
        tooltip=[_tip("place", "Place"), _tip("date", "Year"), _tip("value", "Vehicles", ",.0f")],
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
    return _finished(chart, frame, f"Vehicles produced. {'; '.join(parts)}.", figures)


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


def _bars(
    frame: pd.DataFrame, value: str, title: str, tips: list[alt.Tooltip], form: str, top: float | None = None
) -> Chart:
    """Bars with their value at the end, a row a cluster; the data come with the facet or the chart."""
    look = scales(frame["name"])
    scale = alt.Scale(domain=[0, top]) if top else alt.Scale(zero=True)
    base = alt.Chart().encode(
        y=_names(frame["name"]),
        x=alt.X(f"{value}:Q", title=title, scale=scale),
        tooltip=tips,
    )
    bars = base.mark_bar(size=14).encode(color=alt.Color("name:N", scale=look["color"], legend=None))
    ends = base.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text(f"{value}:Q", format=form))
    return alt.layer(bars, ends).properties(height=_rows(frame["name"]))


def _names(names: pd.Series) -> alt.Y:
    return alt.Y(
        "name:N",
        title=None,
        sort=list(dict.fromkeys(names)),
        axis=alt.Axis(ticks=False, domain=False, labelPadding=6, **_lines(names), **_upwards(names)),
    )


def _lines(names: Iterable[str]) -> dict[str, Any]:
    """What an axis or a legend needs to set long names in two lines; nothing where none is long."""
    long = {name: broken(name) for name in _long(names)}
    return {"labelExpr": f"({json.dumps(long)})[datum.label] || datum.label"} if long else {}


def _upwards(names: Iterable[str]) -> dict[str, Any]:
    """What an axis needs to centre names in two lines on their row: Vega hangs the second line below the first."""
    long = _long(names)
    condition = {"test": f"indexof({json.dumps(long)}, datum.value) >= 0", "value": "bottom"}
    return {"labelBaseline": {"condition": condition, "value": "middle"}} if long else {}


def _long(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if len(broken(name)) > 1]


def _rows(names: Iterable[str], step: int = ROW) -> alt.Step:
    """Height of a row, with room for names in two lines where there are any."""
    return alt.Step(max(step, 2 * LINE + 2) if _long(names) else step)


def _panels(column: str, order: list[str]) -> alt.Row:
    return alt.Row(
        f"{column}:N",
        title=None,
        sort=order,
        header=alt.Header(labelOrient="top", labelAnchor="start", labelAngle=0, labelPadding=2),
    )


def _level_control(shares: pd.DataFrame, level: int) -> alt.Parameter:
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


def _share_tips(count: str) -> list[alt.Tooltip]:
    return [
        _tip("name", "Cluster"),
        _tip("dimension_name", "Dimension"),
        _tip("level", "Level"),
        _tip("level_name", "Named"),
        _tip("firms", count),
        _tip("sample", "Firms surveyed"),
        _tip("share_pct", "Share, %", ".1f"),
    ]


def _tip(column: str, title: str, form: str | None = None) -> alt.Tooltip:
    return alt.Tooltip(column, title=title, format=form) if form else alt.Tooltip(column, title=title)


def _known(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    found = frame[frame[column] == value]
    if found.empty:
        known = listed([str(each) for each in dict.fromkeys(frame[column])])
        raise ValueError(f"unknown {column} {value!r}; known are {known}")
    return found


def _top(frame: pd.DataFrame, column: str, *, lowest: bool = False) -> str:
    found = frame[column].min() if lowest else frame[column].max()
    return listed(list(frame.loc[frame[column] == found, "name"]))


def _first_seen(frame: pd.DataFrame) -> list[str]:
    """Names of all clusters in file order, whatever the order or choice of the rows."""
    order: list[str] = frame.attrs["clusters"]
    return order


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


def _finished(
    chart: Chart, frame: pd.DataFrame, alt_text: str, origin: pd.DataFrame | None = None, **more: object
) -> Chart:
    source = (frame if origin is None else origin).attrs["source"]
    return chart.properties(description=alt_text, usermeta={"source": source, **more})
