"""The map of the clusters."""

from __future__ import annotations

from typing import Any

import altair as alt

from .. import indicators
from ..arguments import Choice, Given, chosen, outline, tidy
from ..placing import LINE, Spot, broken, label_spots
from ..theme import INK
from ..wording import listed
from .parts import Chart, finished, look_of, tip, two_lines

MAP_LAYOUTS = {"wide": {"width": 620, "height": 300}, "narrow": {"width": 330, "height": 165}}


def chart_map(data: Given = None, land: dict[str, Any] | None = None, *, cluster: Choice = None) -> Chart:
    """Map of the clusters with the outline of the continents.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``places``.
    land : dict, optional
        The outline (TopoJSON, object ``land``); by default that of the book.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_map(cluster="penang")
    alt.LayerChart(...)
    """
    land = outline(data) if land is None else land
    places = tidy(data, indicators.places, "cluster name country product", "latitude longitude")
    places = chosen(places, "cluster", cluster)
    look = look_of(places)
    continents = alt.Chart(
        alt.Data(values=land, format=alt.TopoDataFormat(type="topojson", feature="land"))
    ).mark_geoshape(fill=INK, fillOpacity=0.13, stroke=INK, strokeOpacity=0.25, strokeWidth=0.5)
    points = {row.name: (row.latitude, row.longitude) for row in places.itertuples()}
    sizes = [(layout["width"], layout["height"]) for layout in MAP_LAYOUTS.values()]
    spots = label_spots(points, land, sizes)
    legend = None if spots else alt.Legend(**two_lines(places["name"]))  # where no placement keeps the names apart
    lines = {name: len(broken(name)) for name in places["name"]}
    marked = places.assign(label=["\n".join(broken(name)) for name in places["name"]])
    if spots:
        marked["spot"] = [f"{spots[name].name}, {lines[name]}" for name in places["name"]]
    base = alt.Chart(marked).encode(
        longitude="longitude:Q",
        latitude="latitude:Q",
        tooltip=[tip("name", "Cluster"), tip("country", "Country"), tip("product", "Product")],
    )
    signs = base.mark_point(filled=True, size=110, opacity=1).encode(
        color=alt.Color("name:N", scale=look["color"], legend=legend, title=None),
        shape=alt.Shape("name:N", scale=look["shape"], legend=legend, title=None),
    )
    kinds = dict.fromkeys((spot, lines[name]) for name, spot in (spots or {}).items())
    labels = [_map_labels(base, spot, count) for spot, count in kinds]
    told = [f"{row.name} in {row.country} ({row.product.lower()})" for row in places.itertuples(index=False)]
    alt_text = f"Map of the world with {len(places)} clusters: {listed(told)}."
    chart = alt.layer(continents, signs, *labels).project(type="equalEarth")
    return finished(chart, places, alt_text, layouts=MAP_LAYOUTS)


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
