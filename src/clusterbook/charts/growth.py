"""Charts of growth and of skills: Table 1, Figures 1 and 2."""

from __future__ import annotations

import altair as alt

from .. import indicators
from ..arguments import Choice, Given, chosen, tidy
from ..theme import INK
from ..wording import listed, percent
from .parts import ROW, Chart, bars, finished, look_of, name_axis, panels, row_height, tip, top


def chart_export_growth(data: Given = None, *, cluster: Choice = None) -> Chart:
    """Growth of the exports of each cluster against that of its nation (Table 1), in per cent a year.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``cluster_profile``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_export_growth(cluster=["los-lagos", "penang"])
    alt.LayerChart(...)
    """
    profile = tidy(
        data,
        indicators.cluster_profile,
        "cluster name country",
        "export_growth_pct_pa national_export_growth_pct_pa export_premium_pp",
    )
    profile = chosen(profile, "cluster", cluster)
    look = look_of(profile)
    base = alt.Chart(profile).encode(
        y=name_axis(profile["name"]),
        tooltip=[
            tip("name", "Cluster"),
            tip("export_growth_pct_pa", "Location, % a year", ".1f"),
            tip("national_export_growth_pct_pa", "Nation, % a year", ".1f"),
            tip("export_premium_pp", "Difference, points", ".1f"),
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
    lead = top(profile, "export_premium_pp")
    alt_text = (
        f"Yearly growth of exports, cluster against country: {listed(pairs)}. "
        f"{lead} is furthest ahead of its country. A sign marks the cluster, an upright stroke the country."
    )
    return finished(
        alt.layer(rule, nation, point, label).properties(height=row_height(profile["name"], ROW + 8)), profile, alt_text
    )


def chart_growth(data: Given = None, *, indicator: Choice = None, cluster: Choice = None) -> Chart:
    """Figure 1: growth of exports, employment and real wages in per cent a year, one panel an indicator.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``growth_rates``.
    indicator : str or iterable of str, optional
        Of ``exports``, ``employment`` and ``real-wages`` those to show; by default all.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For an indicator or a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_growth(indicator="real-wages")
    alt.FacetChart(...)
    """
    rates = tidy(
        data, indicators.growth_rates, "cluster name indicator indicator_name", "start_year end_year growth_pct_pa"
    )
    rates = chosen(chosen(rates, "indicator", indicator), "cluster", cluster)
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
        tip("name", "Cluster"),
        tip("indicator_name", "Indicator"),
        tip("growth_pct_pa", "% a year", ".1f"),
    ]
    chart = bars(rates, "growth_pct_pa", "Average growth, % a year", tips, ".1f").facet(
        row=panels("indicator_name", order), data=rates, spacing=14
    )
    return finished(chart, rates, alt_text)


def chart_skill_intensity(data: Given = None, *, cluster: Choice = None) -> Chart:
    """Figure 2: skill intensity in per cent of the workforce, by the paper's wider definition.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``skill_intensity``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all. Each keeps its colour and sign.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is drawn.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.chart_skill_intensity()
    alt.LayerChart(...)
    """
    skills = tidy(data, indicators.skill_intensity, "cluster name", "skill_intensity_pct")
    skills = chosen(skills, "cluster", cluster)
    parts = [f"{row.name} {percent(row.skill_intensity_pct, 1)}" for row in skills.itertuples(index=False)]
    alt_text = (
        f"Skill intensity, share of the workforce: {listed(parts)}. Highest in {top(skills, 'skill_intensity_pct')}, "
        f"lowest in {top(skills, 'skill_intensity_pct', lowest=True)}."
    )
    tips = [tip("name", "Cluster"), tip("skill_intensity_pct", "% of workforce", ".1f")]
    chart = bars(skills, "skill_intensity_pct", "Skill intensity, % of the workforce", tips, ".1f", top=100)
    return finished(chart.properties(data=skills), skills, alt_text)
