"""The tables of the paper, and its clusters side by side."""

from __future__ import annotations

import pandas as pd

from .. import indicators
from ..arguments import Choice, Given, chosen, tidy
from ..wording import listed, percent
from .model import Table

# Of the summary: how each is called, its column, its form.
MEASURES = (
    ("Export growth, location (% a year)", "export_growth_pct_pa", "{:.1f}"),
    ("Export growth less the nation's (points)", "export_premium_pp", "{:+.1f}"),
    ("Employment growth (% a year)", "employment_growth_pct_pa", "{:.1f}"),
    ("Real wage growth (% a year)", "wage_growth_pct_pa", "{:.1f}"),
    ("Skill intensity (% of workforce)", "skill_intensity_pct", "{:.1f}"),
    ("Foreign-owned (% of sample)", "foreign_share_pct", "{:.1f}"),
    ("Lowest phase of any pillar", "lowest_phase", "{}"),
    ("Highest phase of any pillar", "highest_phase", "{}"),
)


def table_clusters(data: Given = None, *, cluster: Choice = None) -> Table:
    """Table 1: growth in per cent a year, ownership in per cent of the sample.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``cluster_profile``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_clusters(cluster="penang").columns[:3]
    ('Cluster', 'Country', 'Product')
    """
    profile = tidy(
        data,
        indicators.cluster_profile,
        "cluster name country product origin",
        "national_export_growth_pct_pa export_growth_pct_pa firms foreign_share_pct",
    )
    profile = chosen(profile, "cluster", cluster)
    columns = (
        "Cluster",
        "Country",
        "Product",
        "Export growth, nation (% a year)",
        "Export growth, location (% a year)",
        "Surveyed firms",
        "Foreign-owned (% of sample)",
        "Origin",
    )
    rows = tuple(
        (
            row["name"],
            row["country"],
            row["product"],
            f"{row['national_export_growth_pct_pa']:.1f}",
            f"{row['export_growth_pct_pa']:.1f}",
            f"{row['firms']:,}",
            f"{row['foreign_share_pct']:.1f}",
            row["origin"],
        )
        for _, row in profile.iterrows()
    )
    return Table(columns, rows, profile, profile.attrs["source"], numeric=frozenset(range(3, 7)), stacked=True)


def table_pillars(data: Given = None, *, pillar: Choice = None) -> Table:
    """Table 2: what each systemic pillar is like in each phase; a row a phase, a column a pillar.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``pillar_phases``.
    pillar : str or iterable of str, optional
        Ids of the pillars to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a pillar that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> len(cb.table_pillars(pillar="network-cohesion").columns)
    2
    """
    phases = tidy(data, indicators.pillar_phases, "pillar pillar_name phase_name description", "phase")
    phases = chosen(phases, "pillar", pillar)
    return _matrix(phases, "Phase", "phase", "phase_name", "pillar_name")


def table_knowledge_depth(data: Given = None, *, dimension: Choice = None) -> Table:
    """Table 3: what firms do at each level of knowledge depth; a row a level, a column a dimension.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``knowledge_depth``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> len(cb.table_knowledge_depth(dimension="process").columns)
    2
    """
    depth = tidy(data, indicators.knowledge_depth, "dimension dimension_name level_name description", "level")
    depth = chosen(depth, "dimension", dimension)
    return _matrix(depth, "Knowledge depth", "level", "level_name", "dimension_name")


def _matrix(frame: pd.DataFrame, corner: str, number: str, name: str, across: str) -> Table:
    heads = list(dict.fromkeys(frame[across]))
    rows = []
    for value, group in frame.groupby(number, sort=True):
        cells = group.set_index(across)["description"]
        rows.append((f"{group[name].iloc[0]} ({value})", *(cells[head] for head in heads)))
    return Table((corner, *heads), tuple(rows), frame, frame.attrs["source"], stacked=True)


def table_institutions(data: Given = None, *, cluster: Choice = None) -> Table:
    """Table 4: a row a phase that any cluster has reached, a column a pillar.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``institutional_phases``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_institutions(cluster=["penang", "qiaotou"]).columns[0]
    'Phase'
    """
    phases = tidy(data, indicators.institutional_phases, "cluster name pillar_name phase_name", "phase")
    phases = chosen(phases, "cluster", cluster)
    heads = list(dict.fromkeys(phases["pillar_name"]))
    rows = []
    for value, group in phases.groupby("phase", sort=True):
        cells = [listed(list(group.loc[group["pillar_name"] == head, "name"])) or "none" for head in heads]
        rows.append((f"{group['phase_name'].iloc[0]} ({value})", *cells))
    return Table(("Phase", *heads), tuple(rows), phases, phases.attrs["source"], stacked=True)


def table_capabilities(data: Given = None, *, dimension: Choice = None, cluster: Choice = None) -> Table:
    """Table 5: firms at or above each level, counts with percentages as printed.

    A known misprint keeps its printed percentage and carries a sign; the note gives what the count gives.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``firm_shares``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension or a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> table = cb.table_capabilities(dimension="process", cluster="penang")
    >>> len(table.columns), len(table.groups)
    (2, 1)
    """
    shares = tidy(
        data,
        indicators.firm_shares,
        "cluster name product dimension dimension_name dimension_label level_name",
        "level firms sample share_pct share_pct_printed",
        others="misprint",
    )
    shares = chosen(chosen(shares, "dimension", dimension), "cluster", cluster)
    dimensions = shares[["dimension", "dimension_name", "dimension_label"]].drop_duplicates()
    columns = ("Level", *(f"{row.dimension_name} ({row.dimension_label})" for row in dimensions.itertuples()))
    rows, groups = [], []
    notes: list[str] = []
    for name, own in shares.groupby("name", sort=False):
        groups.append((f"{name} ({own['product'].iloc[0].lower()})", own["level"].nunique()))
        for level, group in own.groupby("level", sort=True):
            cells = []
            for _, cell in group.iterrows():
                sign = ""
                if cell["misprint"]:
                    sign = "abcdefghijklmnopqrstuvwxyz"[len(notes)]
                    count = f"{cell['firms']} of {cell['sample']} firms"
                    notes.append(f"{sign} As printed; {count} are {percent(cell['share_pct'])}.")
                cells.append(f"{cell['firms']} ({cell['share_pct_printed']:.0f}%)" + (f" {sign}" if sign else ""))
            rows.append((f"{level} {group['level_name'].iloc[0]}", *cells))
    return Table(
        columns,
        tuple(rows),
        shares,
        shares.attrs["source"],
        groups=tuple(groups),
        numeric=frozenset(range(1, len(columns))),
        notes=(
            "Firms at or above the level, with their percentage of all surveyed firms as printed.",
            *notes,
        ),
    )


def table_summary(data: Given = None, *, level: int | None = None, cluster: Choice = None) -> Table:
    """The clusters side by side: a row a measure, a column a cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``cluster_summary``.
    level : int, optional
        Level at or above which firms count, as in ``cluster_summary``; not beside its table.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a level or a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_summary(level=5, cluster=["los-lagos", "penang"]).columns
    ('Measure', 'Los Lagos', 'Penang')
    """
    measured = " ".join(column for _, column, _ in MEASURES)
    summary = tidy(data, indicators.cluster_summary, "cluster name", measured, attrs="level dimensions", level=level)
    summary = chosen(summary, "cluster", cluster)
    level = summary.attrs["level"]
    measures = list(MEASURES)
    for dimension, name in summary.attrs["dimensions"].items():
        measures.append((f"{name}: firms at level {level} or above (%)", f"share_{dimension}_pct", "{:.0f}"))
    rows = tuple((label, *(form.format(value) for value in summary[column])) for label, column, form in measures)
    columns = ("Measure", *summary["name"])
    return Table(
        columns,
        rows,
        summary,
        summary.attrs["source"],
        numeric=frozenset(range(1, len(columns))),
        stacked=len(summary) > 4,  # more columns than a narrow screen holds
    )
