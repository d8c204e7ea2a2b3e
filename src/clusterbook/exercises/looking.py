"""Values of the tables by the ids of their rows."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame, **wanted: Any) -> pd.DataFrame:
    """Return the rows that have the wanted values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def by(frame: pd.DataFrame, key: str, column: str, **wanted: Any) -> dict[str, Any]:
    """Return the values of a column by those of another, in the rows that have the wanted values."""
    found = rows(frame, **wanted)
    return dict(zip(found[key], found[column], strict=True))


def others(values: dict[str, Any], key: str, names: Any) -> dict[str, Any]:
    """Return the values of all but one, by name."""
    return {names[one]: value for one, value in values.items() if one != key}
