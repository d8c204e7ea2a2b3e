"""Compare the rows of two states of a table by their key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs between two states of a table.

    Attributes
    ----------
    kind : {"added", "removed", "changed"}
        What became of the row.
    key : tuple of str
        Its primary key.
    cells : tuple of (str, str, str)
        Column, old and new text of each cell that differs; of a row added or removed, of each cell filled.
    """

    kind: Literal["added", "removed", "changed"]
    key: tuple[str, ...]
    cells: tuple[tuple[str, str, str], ...]


def compare_rows(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> list[RowChange]:
    """Return the rows that were added, removed or changed, as texts as they stand in the file.

    Parameters
    ----------
    old, new : DataFrame
        The same columns, every cell a string, an empty cell the empty string; no key twice.
    key : list of str
        Columns of the primary key.

    Returns
    -------
    list of RowChange
        Changed and added rows in the order of ``new``, then removed ones in the order of ``old``.
        A row that only moved has not changed.
    """
    others = [column for column in new.columns if column not in key]
    before = {tuple(row[column] for column in key): row for row in old.to_dict("records")}
    after = {tuple(row[column] for column in key): row for row in new.to_dict("records")}
    changes = []
    for at, row in after.items():
        if at not in before:
            changes.append(RowChange("added", at, tuple((name, "", row[name]) for name in others if row[name])))
            continue
        was = before[at]
        cells = tuple((name, was[name], row[name]) for name in others if was[name] != row[name])
        if cells:
            changes.append(RowChange("changed", at, cells))
    changes += [
        RowChange("removed", at, tuple((name, row[name], "") for name in others if row[name]))
        for at, row in before.items()
        if at not in after
    ]
    return changes
