"""Tables of the clusters' stories in section 6: dated events and figures."""

from __future__ import annotations

from .. import indicators
from ..arguments import Choice, Given, chosen, tidy
from ..wording import amount
from .model import Table


def table_events(data: Given = None, *, cluster: Choice = None) -> Table:
    """Dated events of section 6, oldest first: date, kind, what happened.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``events``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_events(cluster="los-lagos").columns
    ('Date', 'Kind', 'Event', 'What happened')
    """
    events = tidy(data, indicators.events, "cluster date kind title description")
    events = chosen(events, "cluster", cluster)
    rows = tuple(
        (row["date"], row["kind"].capitalize(), row["title"], row["description"]) for _, row in events.iterrows()
    )
    return Table(("Date", "Kind", "Event", "What happened"), rows, events, events.attrs["source"], stacked=True)


def table_figures(data: Given = None, *, cluster: Choice = None) -> Table:
    """Dated figures of section 6: what, where, when, how much (with the paper's hedge).

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``dated_figures``.
    cluster : str or iterable of str, optional
        Ids of the clusters to show; by default all.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a cluster that the data lack; for a table that lacks what is shown.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.table_figures(cluster="qiaotou").columns
    ('Figure', 'Of', 'Date', 'Value', 'Note')
    """
    figures = tidy(data, indicators.dated_figures, "cluster measure place date unit qualifier", "value", others="note")
    figures = chosen(figures, "cluster", cluster)
    rows = []
    for _, row in figures.iterrows():
        value = amount(row["value"], row["unit"])
        unit = "" if row["unit"] in {"per cent", "RMB billion"} else f" {row['unit']}"
        hedge = "" if row["qualifier"] == "exact" else f"{row['qualifier']} "
        note = row["note"] if isinstance(row["note"], str) else ""
        rows.append((row["measure"], row["place"], row["date"].replace("-", " ", 1), f"{hedge}{value}{unit}", note))
    columns = ("Figure", "Of", "Date", "Value", "Note")
    return Table(columns, tuple(rows), figures, figures.attrs["source"], stacked=True)
