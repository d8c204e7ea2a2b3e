"""What a table is, and how it shows itself in a notebook, a console and a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

MIME = "application/vnd.clusterbook.table.v1+json"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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

    Examples
    --------
    >>> import clusterbook as cb
    >>> table = cb.table_clusters()
    >>> table.columns[0], len(table.rows) == len(table.frame)
    ('Cluster', True)
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    frame: pd.DataFrame
    source: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    numeric: frozenset[int] = frozenset()
    stacked: bool = False
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    filters: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return self.to_text()

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
