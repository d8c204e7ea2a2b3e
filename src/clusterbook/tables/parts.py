"""What several tables are made of: ranks with their ties, groups of rows."""

from __future__ import annotations

import pandas as pd


def rank(rank: int, tied: bool) -> str:
    return f"{rank}=" if tied else str(rank)


def tie_notes(tied: pd.Series) -> tuple[str, ...]:
    return ("The sign = marks a tie: clusters with equal values share the best rank.",) if tied.any() else ()


def by(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows with equal values of a column brought together, each group where it is first seen."""
    first = {value: at for at, value in enumerate(dict.fromkeys(frame[column]))}
    return frame.sort_values(column, key=lambda values: values.map(first), kind="stable")


def groups(frame: pd.DataFrame, column: str) -> tuple[tuple[str, int], ...]:
    """Heads of groups with the number of their rows, in the order of ``by``."""
    return tuple((value, int((frame[column] == value).sum())) for value in dict.fromkeys(frame[column]))
