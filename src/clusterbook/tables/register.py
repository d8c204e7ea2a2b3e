"""Tables of the data as they stand, and of the claims that they decide."""

from __future__ import annotations

import pandas as pd

from ..arguments import Data, Given, dataset, tidy
from ..claims import claim_verdicts, misprint_corrections
from ..errors import ArgumentError
from ..wording import listed
from .model import Table


def table_data(data: Data | None = None, name: str | None = None) -> Table:
    """Every row of one table of the data as it stands; an empty cell is a dash.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it.
    name : str
        The table, as in ``load``.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a table that there is not, or if none is named.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_data(name="skills").columns
    ('cluster', 'year', 'skill_intensity_pct')
    """
    data = dataset(data)
    if name is None:
        raise ArgumentError("say which table, as in name='skills'; list(cb.Dataset()) gives all")
    frame = data[name]
    rows = tuple(
        tuple("–" if pd.isna(value) else f"{value:.10g}" if isinstance(value, float) else str(value) for value in row)
        for row in frame.itertuples(index=False, name=None)
    )
    return Table(tuple(frame.columns), rows, frame, data.source(name), stacked=True)


def table_verdicts(data: Given = None) -> Table:
    """Counts of claims by part of the paper and verdict; the last row is the sum.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``claim_verdicts``.

    Raises
    ------
    ArgumentError
        For a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_verdicts().columns[0]
    'Where the statement stands'
    """
    claims = tidy(data, claim_verdicts, "claim part verdict", attrs="signs")
    verdicts = list(claims.attrs["signs"])
    counts = pd.crosstab(claims["part"], claims["verdict"]).reindex(
        index=list(dict.fromkeys(claims["part"])), columns=verdicts, fill_value=0
    )
    rows = [(part, *(f"{count:,}" for count in row), f"{row.sum():,}") for part, row in counts.iterrows()]
    rows.append(("All", *(f"{count:,}" for count in counts.sum()), f"{int(counts.to_numpy().sum()):,}"))
    heads = ("Where the statement stands", *(verdict.capitalize() for verdict in verdicts), "All")
    return Table(heads, tuple(rows), claims, claims.attrs["source"], numeric=frozenset(range(1, len(heads))))


def table_claims(data: Given = None) -> Table:
    """Every claim, under the part of the paper that makes it.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``claim_verdicts``.

    Raises
    ------
    ArgumentError
        For a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> claims = cb.claim_verdicts()
    >>> cb.table_claims(claims[claims["verdict"] == "does not hold"]).columns[3]
    'Verdict'
    """
    claims = tidy(data, claim_verdicts, "claim part place kind statement verdict found tables", attrs="signs")
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


def table_corrections(data: Given = None, claims: pd.DataFrame | None = None) -> Table:
    """What hangs on each reading of a misprint.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``misprint_corrections``.
    claims : DataFrame, optional
        The table of ``claim_verdicts``, for the statements; by default made of the same data.

    Raises
    ------
    ArgumentError
        For a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> import pandas as pd
    >>> reading = {"misprint": "1 of 50 firms, 1%", "correction": "the count is right", "turned": {}, "moved": ()}
    >>> cb.table_corrections(pd.DataFrame([reading])).columns[:2]
    ('As printed', 'If')
    """
    corrections = tidy(data, misprint_corrections, "misprint correction", others="turned moved", empty=None)
    claims = tidy(
        claims if claims is not None or isinstance(data, pd.DataFrame) else data, claim_verdicts, "claim statement"
    )
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
