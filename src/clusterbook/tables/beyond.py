"""Tables of what follows from the published numbers, beyond the paper."""

from __future__ import annotations

from .. import estimates, explorer, indicators
from ..arguments import Choice, Given, chosen, tidy
from ..wording import decimal, listed, percent, signed
from .model import Table
from .parts import by, groups, rank, tie_notes


def table_level_summary(data: Given = None, *, dimension: Choice = None) -> Table:
    """Typical levels, beyond Table 5: a row a cluster, grouped by dimension.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``level_summary``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> len(cb.table_level_summary(dimension="product").groups)
    1
    """
    summary = tidy(
        data,
        estimates.level_summary,
        "name dimension dimension_name",
        "mean_level median_level rank",
        others="mode_levels tied",
    )
    summary = chosen(summary, "dimension", dimension)
    rows = [
        (
            row["name"],
            decimal(row["mean_level"]),
            rank(row["rank"], row["tied"]),
            f"{row['median_level']:g}",
            listed([str(level) for level in row["mode_levels"]]),
        )
        for _, row in by(summary, "dimension_name").iterrows()
    ]
    return Table(
        ("Cluster", "Mean level", "Rank by mean", "Median level", "Modal level"),
        tuple(rows),
        summary,
        summary.attrs["source"],
        groups=groups(summary, "dimension_name"),
        numeric=frozenset(range(1, 5)),
        notes=tie_notes(summary["tied"]),
    )


def table_growth_factors(data: Given = None, *, cluster: Choice = None) -> Table:
    """Growth over the whole period, beyond Figure 1: a row an indicator, grouped by cluster.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``growth_factors``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_growth_factors(cluster="penang").groups[0][0]
    'Penang'
    """
    factors = tidy(
        data,
        estimates.growth_factors,
        "cluster name country scope indicator_name",
        "growth_pct_pa factor factor_low factor_high factor_simple",
    )
    factors = chosen(factors, "cluster", cluster)
    rows = [
        (
            row["indicator_name"] + (f" of {row['country']}" if row["scope"] == "nation" else ""),
            str(row["growth_pct_pa"]).replace("-", "−"),
            decimal(row["factor"]),
            f"{decimal(row['factor_low'], 3)}–{decimal(row['factor_high'], 3)}",
            decimal(row["factor_simple"]),
        )
        for _, row in factors.iterrows()
    ]
    return Table(
        ("What grew", "Growth (% a year)", "Factor", "Range by rounding", "Factor, not compounded"),
        tuple(rows),
        factors,
        factors.attrs["source"],
        groups=groups(factors, "name"),
        numeric=frozenset(range(1, 5)),
    )


def table_level_ranks(data: Given = None, *, dimension: Choice = None) -> Table:
    """Ranks by share at or above each level: a row a cluster, grouped by dimension.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``level_ranks``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_level_ranks(dimension="process").columns[:3]
    ('Cluster', 'Level 1', 'Level 2')
    """
    ranks = tidy(data, estimates.level_ranks, "name dimension dimension_name", "level rank", others="tied")
    ranks = chosen(ranks, "dimension", dimension)
    levels = sorted(ranks["level"].unique())
    rows = []
    for (_, name), group in by(ranks, "dimension_name").groupby(["dimension_name", "name"], sort=False):
        cells = {row["level"]: rank(row["rank"], row["tied"]) for _, row in group.iterrows()}
        rows.append((name, *(cells[level] for level in levels)))
    return Table(
        ("Cluster", *(f"Level {level}" for level in levels)),
        tuple(rows),
        ranks,
        ranks.attrs["source"],
        groups=groups(ranks[ranks["level"] == levels[0]], "dimension_name"),
        numeric=frozenset(range(1, len(levels) + 1)),
        notes=tie_notes(ranks["tied"]),
    )


def table_view(
    data: Given = None,
    *,
    dimension: str | None = None,
    level: int | None = None,
    measure: str | None = None,
    cluster: Choice = None,
    year: int | None = None,
) -> Table:
    """One view of the explorer: a row a cluster, in the order of the ranks.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``explorer_view``.
    dimension, level, measure, cluster, year : optional
        What to view, as in ``explorer_view``; not beside its table.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a name, level or year that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_view(dimension="product", level=3).columns[:4]
    ('Cluster', 'Rank', 'Firms', 'Share')
    """
    view = tidy(
        data,
        explorer.explorer_view,
        "name share_text low_text high_text",
        "rank firms sample",
        others="tied",
        attrs="confidence",
        empty=None,
        dimension=dimension,
        level=level,
        measure=measure,
        cluster=cluster,
        year=year,
    )
    rows = tuple(
        (
            row.name,
            rank(row.rank, row.tied),
            f"{row.firms:,} of {row.sample:,}",
            row.share_text,
            f"{row.low_text} to {row.high_text}",
        )
        for row in view.itertuples()
    )
    return Table(
        ("Cluster", "Rank", "Firms", "Share", f"{percent(100 * view.attrs['confidence'])} interval"),
        rows,
        view,
        view.attrs["source"],
        numeric=frozenset({1, 2, 3, 4}),
        notes=tie_notes(view["tied"]),
    )


def table_share_changes(data: Given = None, *, dimension: Choice = None, cluster: Choice = None) -> Table:
    """Growth of shares between surveys: a row a cluster, a column a level, grouped by dimension and years.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``share_changes``.
    dimension : str or iterable of str, optional
        Ids of the dimensions to show; by default all.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a dimension or cluster that the data lack; if they hold one survey year, for then nothing changes.

    Examples
    --------
    >>> import clusterbook as cb
    >>> data = cb.Dataset()
    >>> if data["survey"]["year"].nunique() > 1:
    ...     table = cb.table_share_changes(data, dimension="process")
    """
    changes = tidy(
        data,
        indicators.share_changes,
        "cluster name dimension dimension_name",
        "level from_year to_year change_pp",
        empty=indicators.NO_CHANGE,
    )
    changes = chosen(chosen(changes, "dimension", dimension), "cluster", cluster)
    if changes.empty:
        raise ValueError("no change between surveys: the data hold one survey year")
    heads = changes["dimension_name"] + [f", {row.from_year} to {row.to_year}" for row in changes.itertuples()]
    changes = changes.assign(head=heads)
    levels = sorted(changes["level"].unique())
    rows = []
    for _, group in by(changes, "head").groupby(["head", "name"], sort=False):
        cells = {row["level"]: signed(row["change_pp"]) for _, row in group.iterrows()}
        rows.append((group["name"].iloc[0], *(cells[level] for level in levels)))
    return Table(
        ("Cluster", *(f"Level {level}" for level in levels)),
        tuple(rows),
        changes,
        changes.attrs["source"],
        groups=groups(changes[changes["level"] == levels[0]], "head"),
        numeric=frozenset(range(1, len(levels) + 1)),
        notes=("Share of firms at or above the level in the later survey less that in the earlier one, in points.",),
    )


def table_strength(data: Given = None, *, level: int | None = None) -> Table:
    """Institutions beside technology: values with ranks, grouped by measure.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``strength_ranks``.
    level : int, optional
        Level at or above which firms count, as in ``strength_ranks``; not beside its table.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a level that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_strength(level=3).groups[0][0]
    'Firms at level 3 or above, %'
    """
    ranks = tidy(
        data,
        estimates.strength_ranks,
        "name dimension_name measure measure_name",
        "phase_sum phase_rank value rank",
        others="phase_tied tied",
        level=level,
    )
    heads = list(dict.fromkeys(ranks["dimension_name"]))
    digits = {"share": 0, "mean": 2}
    rows = []
    for (_, name), group in by(ranks, "measure_name").groupby(["measure_name", "name"], sort=False):
        first = group.iloc[0]
        cells = {
            row["dimension_name"]: f"{decimal(row['value'], digits[row['measure']])} ({rank(row['rank'], row['tied'])})"
            for _, row in group.iterrows()
        }
        strength = f"{first['phase_sum']} ({rank(first['phase_rank'], first['phase_tied'])})"
        rows.append((name, strength, *(cells[head] for head in heads)))
    return Table(
        ("Cluster", "Sum of phases", *heads),
        tuple(rows),
        ranks,
        ranks.attrs["source"],
        groups=groups(ranks[ranks["dimension_name"] == heads[0]], "measure_name"),
        numeric=frozenset(range(1, len(heads) + 2)),
        notes=("In brackets the rank.", *tie_notes(ranks["tied"] | ranks["phase_tied"])),
    )


def table_agreement(data: Given = None, *, level: int | None = None) -> Table:
    """How far two orders of the clusters agree: a row a dimension, grouped by measure.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``rank_agreement``.
    level : int, optional
        Level at or above which firms count, as in ``strength_ranks``; not beside the table.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a level that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_agreement(level=3).columns[:2]
    ('Dimension', 'Spearman’s rho')
    """
    agreement = tidy(
        data,
        estimates.rank_agreement,
        "measure_name dimension_name",
        gaps="spearman_rho kendall_tau_b p_observed p_least",
        level=level,
    )
    columns = (
        ("Spearman’s rho", "spearman_rho", 2),
        ("Kendall’s tau-b", "kendall_tau_b", 2),
        ("Orders as good or better", "p_observed", 2),
        ("Least share possible", "p_least", 3),
    )
    rows = [
        (row["dimension_name"], *(decimal(row[column], digits) for _, column, digits in columns))
        for _, row in agreement.iterrows()
    ]
    return Table(
        ("Dimension", *(head for head, _, _ in columns)),
        tuple(rows),
        agreement,
        agreement.attrs["source"],
        groups=groups(agreement, "measure_name"),
        numeric=frozenset(range(1, len(columns) + 1)),
        notes=(
            "Orders as good or better: share of all orders of the clusters whose rho is at least as high.",
            "Least share possible: the same for the best order that the ties allow.",
        ),
    )
