"""Tables for display: tidy frames in, one small record out that shows itself in a notebook and a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from .wording import amount, decimal, listed, percent, signed

MIME = "application/vnd.clusterbook.table.v1+json"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table ready to be shown.

    Attributes
    ----------
    columns : tuple of str
        Column heads; the first column holds the row heads.
    rows : tuple of tuple of str
        Cells as printed, one tuple a row.
    groups : tuple of (str, int)
        Heads of groups of rows, each with its number of rows; empty if there are no groups.
    numeric : frozenset of int
        Positions of columns that are aligned right.
    stacked : bool
        Whether a narrow screen shows each row as a block (for tables of sentences).
    notes : tuple of str
        Notes below the table, each starting with its sign.
    ids : tuple of str
        An id for each row, by which a page can link to it; empty if nothing links to rows.
    filters : frozenset of int
        Positions of columns (and, if there are any, the groups) by whose values a page lets its reader filter.
    source : str
        Source line.
    frame : DataFrame
        The tidy data behind the table, for a reader who wants to go on.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    frame: pd.DataFrame = field(repr=False)
    source: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    numeric: frozenset[int] = frozenset()
    stacked: bool = False
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    filters: frozenset[int] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        """Return what the published page needs, as plain JSON values."""
        return {
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "groups": [list(group) for group in self.groups],
            "numeric": sorted(self.numeric),
            "stacked": self.stacked,
            "notes": list(self.notes),
            "source": self.source,
            **({"ids": list(self.ids)} if self.ids else {}),
            **({"filters": sorted(self.filters)} if self.filters else {}),
        }

    def to_html(self) -> str:
        """Return the table as HTML with scoped heads, for JupyterLab."""
        heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in self.columns)
        parts = [f'<table class="dataframe"><thead><tr>{heads}</tr></thead><tbody>']
        for label, rows in self.grouped():
            if label:
                parts.append(f'<tr><th scope="rowgroup" colspan="{len(self.columns)}">{escape(label)}</th></tr>')
            for head, *cells in rows:
                line = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
                parts.append(f'<tr><th scope="row">{escape(head)}</th>{line}</tr>')
        parts.append("</tbody></table>")
        parts += [f"<p>{escape(note)}</p>" for note in self.foot()]
        return "".join(parts)

    def to_text(self) -> str:
        """Return the table as plain text, the same every time."""
        frame = pd.DataFrame(list(self.rows), columns=list(self.columns))
        if self.groups:
            labels = [label for label, size in self.groups for _ in range(size)]
            frame.insert(0, "", labels)
        return "\n".join([frame.to_string(index=False), *self.foot()])

    def grouped(self) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
        """Return the rows under their group heads; one group without a head if there are none."""
        if not self.groups:
            return [("", self.rows)]
        found, start = [], 0
        for label, size in self.groups:
            found.append((label, self.rows[start : start + size]))
            start += size
        return found

    def foot(self) -> list[str]:
        """Return the notes and the source line."""
        return [*self.notes, *([f"Source: {self.source}."] if self.source else [])]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {MIME: self.to_dict(), "text/html": self.to_html(), "text/plain": self.to_text()}


def table_clusters(profile: pd.DataFrame) -> Table:
    """Table 1 from ``cluster_profile``: growth in per cent a year, ownership in per cent of the sample."""
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


def table_pillars(phases: pd.DataFrame) -> Table:
    """Table 2 from ``pillar_phases``: a row a phase, a column a pillar."""
    return _matrix(phases, "Phase", "phase", "phase_name", "pillar_name")


def table_knowledge_depth(depth: pd.DataFrame) -> Table:
    """Table 3 from ``knowledge_depth``: a row a level, a column a dimension."""
    return _matrix(depth, "Knowledge depth", "level", "level_name", "dimension_name")


def _matrix(frame: pd.DataFrame, corner: str, number: str, name: str, across: str) -> Table:
    heads = list(dict.fromkeys(frame[across]))
    rows = []
    for value, group in frame.groupby(number, sort=True):
        cells = group.set_index(across)["description"]
        rows.append((f"{group[name].iloc[0]} ({value})", *(cells[head] for head in heads)))
    return Table((corner, *heads), tuple(rows), frame, frame.attrs["source"], stacked=True)


def table_institutions(phases: pd.DataFrame) -> Table:
    """Table 4 from ``institutional_phases``: a row a phase that any cluster has reached, a column a pillar."""
    heads = list(dict.fromkeys(phases["pillar_name"]))
    rows = []
    for value, group in phases.groupby("phase", sort=True):
        cells = [listed(list(group.loc[group["pillar_name"] == head, "name"])) or "none" for head in heads]
        rows.append((f"{group['phase_name'].iloc[0]} ({value})", *cells))
    return Table(("Phase", *heads), tuple(rows), phases, phases.attrs["source"], stacked=True)


def table_capabilities(shares: pd.DataFrame) -> Table:
    """Table 5 from ``firm_shares``: firms at or above each level, counts with percentages as printed.

    A known misprint keeps its printed percentage and carries a sign; the note gives what the count gives.
    """
    dimensions = shares[["dimension", "dimension_name", "dimension_label"]].drop_duplicates()
    columns = ("Level", *(f"{row.dimension_name} ({row.dimension_label})" for row in dimensions.itertuples()))
    rows, groups = [], []
    notes: list[str] = []
    for name, cluster in shares.groupby("name", sort=False):
        groups.append((f"{name} ({cluster['product'].iloc[0].lower()})", cluster["level"].nunique()))
        for level, group in cluster.groupby("level", sort=True):
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


def table_firm_rows(firms: pd.DataFrame) -> Table:
    """Firm rows from ``survey.labelled``: a row a firm, with its ownership and its level in each dimension."""
    rows = tuple(
        (row["firm"], row["name"], f"{row['foreign_equity_pct']:g}", *(str(row[name]) for name in _LEVEL_COLUMNS))
        for _, row in firms.iterrows()
    )
    heads = ("Firm", "Cluster", "Foreign equity (%)", *_LEVEL_COLUMNS.values())
    return Table(heads, rows, firms, firms.attrs["source"], numeric=frozenset(range(2, len(heads))))


_LEVEL_COLUMNS = {
    "human_resources": "Human resources",
    "process": "Process technology",
    "product": "Product technology",
}


def table_level_counts(counts: pd.DataFrame) -> Table:
    """Firms at or above each level from ``survey.level_counts``, labelled: a row a level, grouped by cluster."""
    dimensions = list(dict.fromkeys(counts["dimension_name"]))
    rows = []
    for (_, level), group in counts.groupby(["name", "level"], sort=False):
        cells = {
            row["dimension_name"]: f"{row['firms']:,} ({percent(row['share_pct'])})" for _, row in group.iterrows()
        }
        rows.append((str(level), *(cells[dimension] for dimension in dimensions)))
    return Table(
        ("Level", *dimensions),
        tuple(rows),
        counts,
        counts.attrs["source"],
        groups=tuple((name, group["level"].nunique()) for name, group in counts.groupby("name", sort=False)),
        numeric=frozenset(range(1, len(dimensions) + 1)),
        notes=("Firms at or above the level, with their percentage of all firms of the sample.",),
    )


def table_joint_counts(joint: pd.DataFrame) -> Table:
    """Firms at or above one level in several dimensions from ``survey.joint_counts``, with their bounds, labelled."""
    rows = tuple(
        (row["dimensions_name"], f"{row['low']:,}", f"{row['firms']:,}", f"{row['high']:,}")
        for _, row in joint.iterrows()
    )
    return Table(
        ("At or above the level in", "At least", "In the synthetic sample", "At most"),
        rows,
        joint,
        joint.attrs["source"],
        groups=_groups(joint, "name"),
        numeric=frozenset({1, 2, 3}),
    )


def table_events(events: pd.DataFrame) -> Table:
    """Dated events from ``events``, oldest first: date, kind, what happened."""
    rows = tuple(
        (row["date"], row["kind"].capitalize(), row["title"], row["description"]) for _, row in events.iterrows()
    )
    return Table(("Date", "Kind", "Event", "What happened"), rows, events, events.attrs["source"], stacked=True)


def table_figures(figures: pd.DataFrame) -> Table:
    """Dated figures from ``dated_figures``: what, where, when, how much (with the paper's hedge)."""
    rows = []
    for _, row in figures.iterrows():
        value = amount(row["value"], row["unit"])
        unit = "" if row["unit"] in {"per cent", "RMB billion"} else f" {row['unit']}"
        hedge = "" if row["qualifier"] == "exact" else f"{row['qualifier']} "
        note = row["note"] if isinstance(row["note"], str) else ""
        rows.append((row["measure"], row["place"], row["date"].replace("-", " ", 1), f"{hedge}{value}{unit}", note))
    columns = ("Figure", "Of", "Date", "Value", "Note")
    return Table(columns, tuple(rows), figures, figures.attrs["source"], stacked=True)


def table_summary(summary: pd.DataFrame) -> Table:
    """The clusters side by side from ``cluster_summary``: a row a measure, a column a cluster."""
    level = summary.attrs["level"]
    measures = [
        ("Export growth, location (% a year)", "export_growth_pct_pa", "{:.1f}"),
        ("Export growth less the nation's (points)", "export_premium_pp", "{:+.1f}"),
        ("Employment growth (% a year)", "employment_growth_pct_pa", "{:.1f}"),
        ("Real wage growth (% a year)", "wage_growth_pct_pa", "{:.1f}"),
        ("Skill intensity (% of workforce)", "skill_intensity_pct", "{:.1f}"),
        ("Foreign-owned (% of sample)", "foreign_share_pct", "{:.1f}"),
        ("Lowest phase of any pillar", "lowest_phase", "{}"),
        ("Highest phase of any pillar", "highest_phase", "{}"),
    ]
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


def table_level_summary(summary: pd.DataFrame) -> Table:
    """Typical levels from ``level_summary``: a row a cluster, grouped by dimension."""
    rows = [
        (
            row["name"],
            decimal(row["mean_level"]),
            _rank(row["rank"], row["tied"]),
            f"{row['median_level']:g}",
            listed([str(level) for level in row["mode_levels"]]),
        )
        for _, row in _by(summary, "dimension_name").iterrows()
    ]
    return Table(
        ("Cluster", "Mean level", "Rank by mean", "Median level", "Modal level"),
        tuple(rows),
        summary,
        summary.attrs["source"],
        groups=_groups(summary, "dimension_name"),
        numeric=frozenset(range(1, 5)),
        notes=_tie_notes(summary["tied"]),
    )


def table_growth_factors(factors: pd.DataFrame) -> Table:
    """Growth over the whole period from ``growth_factors``: a row an indicator, grouped by cluster."""
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
        groups=_groups(factors, "name"),
        numeric=frozenset(range(1, 5)),
    )


def table_level_ranks(ranks: pd.DataFrame) -> Table:
    """Ranks by share at or above each level from ``level_ranks``: a row a cluster, grouped by dimension."""
    levels = sorted(ranks["level"].unique())
    rows = []
    for (_, name), group in _by(ranks, "dimension_name").groupby(["dimension_name", "name"], sort=False):
        cells = {row["level"]: _rank(row["rank"], row["tied"]) for _, row in group.iterrows()}
        rows.append((name, *(cells[level] for level in levels)))
    return Table(
        ("Cluster", *(f"Level {level}" for level in levels)),
        tuple(rows),
        ranks,
        ranks.attrs["source"],
        groups=_groups(ranks[ranks["level"] == levels[0]], "dimension_name"),
        numeric=frozenset(range(1, len(levels) + 1)),
        notes=_tie_notes(ranks["tied"]),
    )


def table_view(view: pd.DataFrame) -> Table:
    """One view of the explorer from ``explorer_view``: a row a cluster, in the order of the ranks."""
    rows = tuple(
        (
            row.name,
            _rank(row.rank, row.tied),
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
        notes=_tie_notes(view["tied"]),
    )


def table_share_changes(changes: pd.DataFrame) -> Table:
    """Growth of shares from ``share_changes``: a row a cluster, a column a level, grouped by dimension and years.

    Raises
    ------
    ValueError
        If there is no change, since there is one survey year only.
    """
    if changes.empty:
        raise ValueError("no change between surveys: the data hold one survey year")
    heads = changes["dimension_name"] + [f", {row.from_year} to {row.to_year}" for row in changes.itertuples()]
    changes = changes.assign(head=heads)
    levels = sorted(changes["level"].unique())
    rows = []
    for _, group in _by(changes, "head").groupby(["head", "name"], sort=False):
        cells = {row["level"]: signed(row["change_pp"]) for _, row in group.iterrows()}
        rows.append((group["name"].iloc[0], *(cells[level] for level in levels)))
    return Table(
        ("Cluster", *(f"Level {level}" for level in levels)),
        tuple(rows),
        changes,
        changes.attrs["source"],
        groups=_groups(changes[changes["level"] == levels[0]], "head"),
        numeric=frozenset(range(1, len(levels) + 1)),
        notes=("Share of firms at or above the level in the later survey less that in the earlier one, in points.",),
    )


def table_strength(ranks: pd.DataFrame) -> Table:
    """Institutions beside technology from ``strength_ranks``: values with ranks, grouped by measure."""
    heads = list(dict.fromkeys(ranks["dimension_name"]))
    digits = {"share": 0, "mean": 2}
    rows = []
    for (_, name), group in _by(ranks, "measure_name").groupby(["measure_name", "name"], sort=False):
        first = group.iloc[0]
        cells = {
            row[
                "dimension_name"
            ]: f"{decimal(row['value'], digits[row['measure']])} ({_rank(row['rank'], row['tied'])})"
            for _, row in group.iterrows()
        }
        strength = f"{first['phase_sum']} ({_rank(first['phase_rank'], first['phase_tied'])})"
        rows.append((name, strength, *(cells[head] for head in heads)))
    return Table(
        ("Cluster", "Sum of phases", *heads),
        tuple(rows),
        ranks,
        ranks.attrs["source"],
        groups=_groups(ranks[ranks["dimension_name"] == heads[0]], "measure_name"),
        numeric=frozenset(range(1, len(heads) + 2)),
        notes=("In brackets the rank.", *_tie_notes(ranks["tied"] | ranks["phase_tied"])),
    )


def table_agreement(agreement: pd.DataFrame) -> Table:
    """Agreement of two orders from ``rank_agreement``: a row a dimension, grouped by measure."""
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
        groups=_groups(agreement, "measure_name"),
        numeric=frozenset(range(1, len(columns) + 1)),
        notes=(
            "Orders as good or better: share of all orders of the clusters whose rho is at least as high.",
            "Least share possible: the same for the best order that the ties allow.",
        ),
    )


def _rank(rank: int, tied: bool) -> str:
    return f"{rank}=" if tied else str(rank)


def _tie_notes(tied: pd.Series) -> tuple[str, ...]:
    return ("The sign = marks a tie: clusters with equal values share the best rank.",) if tied.any() else ()


def _by(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows with equal values of a column brought together, each group where it is first seen."""
    first = {value: at for at, value in enumerate(dict.fromkeys(frame[column]))}
    return frame.sort_values(column, key=lambda values: values.map(first), kind="stable")


def _groups(frame: pd.DataFrame, column: str) -> tuple[tuple[str, int], ...]:
    """Heads of groups with the number of their rows, in the order of ``_by``."""
    return tuple((value, int((frame[column] == value).sum())) for value in dict.fromkeys(frame[column]))


def table_data(data: Any, name: str) -> Table:
    """Every row of one table of a ``Dataset`` as it stands, for the data chapter; an empty cell is a dash."""
    frame = data[name]
    rows = tuple(
        tuple("–" if pd.isna(value) else f"{value:.10g}" if isinstance(value, float) else str(value) for value in row)
        for row in frame.itertuples(index=False, name=None)
    )
    return Table(tuple(frame.columns), rows, frame, data.source(name), stacked=True)


def table_verdicts(claims: pd.DataFrame) -> Table:
    """Counts of claims by part of the paper and verdict from ``claim_verdicts``; the last row is the sum."""
    verdicts = list(claims.attrs["signs"])
    counts = pd.crosstab(claims["part"], claims["verdict"]).reindex(
        index=list(dict.fromkeys(claims["part"])), columns=verdicts, fill_value=0
    )
    rows = [(part, *(f"{count:,}" for count in row), f"{row.sum():,}") for part, row in counts.iterrows()]
    rows.append(("All", *(f"{count:,}" for count in counts.sum()), f"{int(counts.to_numpy().sum()):,}"))
    heads = ("Where the statement stands", *(verdict.capitalize() for verdict in verdicts), "All")
    return Table(heads, tuple(rows), claims, claims.attrs["source"], numeric=frozenset(range(1, len(heads))))


def table_claims(claims: pd.DataFrame) -> Table:
    """Every claim from ``claim_verdicts``, under the part of the paper that makes it."""
    rows = tuple(
        (
            row["statement"],
            row["place"],
            row["kind"].capitalize(),
            f"{claims.attrs['signs'][row['verdict']]} {row['verdict'].capitalize()}",
            f"{row['found']} (From {listed(row['tables'].split())}.)",
        )
        for _, row in claims.iterrows()
    )
    heads = ("Statement, in this book's words", "Place", "Kind", "Verdict", "What decides it")
    groups = tuple((part, len(group)) for part, group in claims.groupby("part", sort=False))
    return Table(
        heads,
        rows,
        claims,
        claims.attrs["source"],
        groups=groups,
        stacked=True,
        ids=tuple(f"claim-{id}" for id in claims["claim"]),
        filters=frozenset({2, 3}),
    )


def table_corrections(corrections: pd.DataFrame, claims: pd.DataFrame) -> Table:
    """What hangs on each reading of a misprint: ``misprint_corrections``, with the statements of ``claim_verdicts``."""
    statements = claims.set_index("claim")["statement"]
    rows = tuple(
        (
            row["misprint"],
            f"{row['correction'][0].upper()}{row['correction'][1:]}",
            " ".join(f"{statements[id]} (Now {verdict}.)" for id, verdict in row["turned"].items()) or "none",
            " ".join(statements[id] for id in row["moved"]) or "none",
        )
        for _, row in corrections.iterrows()
    )
    heads = ("As printed", "If", "Then these verdicts turn", "These keep their verdict on other numbers")
    return Table(heads, rows, corrections, corrections.attrs["source"], stacked=True)
