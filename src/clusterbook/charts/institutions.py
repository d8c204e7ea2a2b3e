"""The chart of the phases that institutions have reached: Table 4."""

from __future__ import annotations

import altair as alt

from .. import indicators
from ..arguments import Choice, Given, chosen, tidy
from ..wording import listed
from .parts import ROW, Chart, finished, look_of, name_axis, panels, row_height, tip


def chart_institutions(data: Given = None, *, pillar: Choice = None, cluster: Choice = None) -> Chart:
    """Table 4 as a chart: how far each systemic pillar has come in each cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``institutional_phases``.
    pillar : str or iterable of str, optional
        Ids of the pillars to show; by default all.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a pillar or a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_institutions(pillar="network-cohesion")
    alt.FacetChart(...)
    """
    phases = tidy(
        data, indicators.institutional_phases, "cluster name pillar pillar_name phase_name", "phase last_phase"
    )
    phases = chosen(chosen(phases, "pillar", pillar), "cluster", cluster)
    look = look_of(phases)
    order = list(dict.fromkeys(phases["pillar_name"]))
    last = int(phases["last_phase"].max())
    base = alt.Chart().encode(
        y=name_axis(phases["name"]),
        x=alt.X(
            "phase:Q",
            title=f"Institutional phase, 1 to {last}",
            scale=alt.Scale(domain=[0, last]),
            axis=alt.Axis(values=list(range(1, last + 1)), format="d"),
        ),
        color=alt.Color("name:N", scale=look["color"], legend=None),
        tooltip=[
            tip("name", "Cluster"),
            tip("pillar_name", "Pillar"),
            tip("phase", "Phase"),
            tip("phase_name", "Named"),
        ],
    )
    chart = (
        alt.layer(
            base.mark_rule(strokeWidth=2).encode(x2=alt.datum(0)),
            base.mark_point(filled=True, size=110, opacity=1).encode(
                shape=alt.Shape("name:N", scale=look["shape"], legend=None)
            ),
        )
        .properties(height=row_height(phases["name"], ROW - 4))
        .facet(row=panels("pillar_name", order), data=phases, spacing=14)
    )
    parts = []
    for name, rows in phases.groupby("pillar_name", sort=False):
        reached = [
            f"phase {phase} in {listed(list(group['name']))}" for phase, group in rows.groupby("phase", sort=True)
        ]
        parts.append(f"{name}: {listed(reached)}")
    return finished(chart, phases, f"Institutional phase by pillar. {'; '.join(parts)}.")
