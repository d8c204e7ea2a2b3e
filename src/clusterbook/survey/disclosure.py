"""What may be published of a tally without telling of single firms: small cells go, and what would give them away.

A cell is small if it holds at least one firm and fewer than a threshold that the author sets. Since Table 5 is nested,
the firms at exactly a level are the difference of two printed counts, so that both kinds of cell are looked at. What
is suppressed is chosen so that a reader who knows the totals and this very rule is left with at least two values for
each suppressed cell (the tests try every table of few firms).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import pandas as pd

from .tallies import WAVE

COUNT = [*WAVE, "dimension"]


def suppressed_levels(counts: Sequence[int], threshold: int) -> list[bool]:
    """Say which counts at or above each level must not be published.

    Parameters
    ----------
    counts : sequence of int
        Firms at or above the first, second, … level; the first is the whole sample, which other tables print.
    threshold : int
        Fewest firms that a cell may hold; 0 and 1 suppress nothing.

    Returns
    -------
    list of bool
        Whether each count is suppressed. Of all choices that leave between two printed counts either no firm, or a
        single level of at least `threshold` firms, or several levels of more than that together, the one that prints
        most counts; of several such the one that prints the lowest levels. The first is suppressed only if the sample
        is small itself.

    Raises
    ------
    ValueError
        For a threshold of 2: what it hides could only be one firm, and so would not be hidden.
    """
    if threshold == 2:
        raise ValueError("a threshold of 2 hides nothing, for what it suppresses is one firm: take 3 or more")
    exact = [count - above for count, above in zip(counts, [*counts[1:], 0], strict=True)]
    choices = sorted(product((False, True), repeat=len(exact) - 1), key=lambda hidden: (sum(hidden), hidden))
    for hidden in choices:
        printed = [0, *(at for at, is_hidden in enumerate(hidden, start=1) if not is_hidden), len(exact)]
        if all(_safe(exact[start:end], threshold) for start, end in pairwise(printed)):
            break
    return [0 < counts[0] < threshold, *hidden]


def _safe(exact: Sequence[int], threshold: int) -> bool:
    """Whether the firms between two printed counts may be told: none of them, or enough."""
    total = sum(exact)
    small = any(0 < cell < threshold for cell in exact)
    return not small if len(exact) == 1 else total == 0 or total > threshold


def suppress_level_counts(counts: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Table 5 with its small cells, and those that would give them away, left empty.

    Parameters
    ----------
    counts : DataFrame
        From ``level_counts``.
    threshold : int
        Fewest firms that a cell may hold.

    Returns
    -------
    DataFrame
        Rows and columns of `counts`; firms (then of type Int64) and share_pct are NA where they are suppressed.
    """
    frame = counts.astype({"firms": "Int64"})
    for _, group in frame.groupby(COUNT, sort=False):
        ordered = group.sort_values("level")
        hidden = suppressed_levels([int(count) for count in ordered["firms"]], threshold)
        frame.loc[ordered.index[hidden], ["firms", "share_pct"]] = pd.NA
    return frame


def suppressed_parts(parts: Mapping[str, int], threshold: int) -> set[str]:
    """Say which parts of a printed total must not be published.

    The small parts; and if these alone do not hide each other in the total, for there is one, or few firms in them,
    the next smallest parts with firms too. All parts, if there is no other.
    """
    hidden = {name for name, count in parts.items() if 0 < count < threshold}
    others = sorted((name for name in parts if parts[name] >= max(threshold, 1)), key=lambda name: (parts[name], name))
    while hidden and (len(hidden) < 2 or sum(parts[name] for name in hidden) <= threshold) and others:
        hidden.add(others.pop(0))
    return set(parts) if len(hidden) == 1 else hidden


def suppress_sample(sample: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Table 1 with what tells of few firms left empty.

    Foreign and national firms are parts of a printed number of firms, so that a small part takes the other with it.
    A cluster of fewer firms than the threshold is left empty whole, and with it the next smallest, for the totals of
    all clusters.

    Returns
    -------
    DataFrame
        Rows and columns of `sample` (``tallies.sample``); firms, owned, foreign (then Int64) and foreign_share_pct are
        NA where they are suppressed.
    """
    frame = sample.astype(dict.fromkeys(["firms", "owned", "foreign"], "Int64"))
    for at, row in sample.iterrows():
        parts = {"foreign": int(row["foreign"]), "national": int(row["owned"] - row["foreign"])}
        parts["unknown"] = int(row["firms"] - row["owned"])
        if any(0 < count < threshold for count in parts.values()):
            frame.loc[at, ["owned", "foreign", "foreign_share_pct"]] = pd.NA
    for _, group in sample.groupby("year"):
        firms = {str(row.cluster): int(row.firms) for row in group.itertuples()}
        hidden = suppressed_parts(firms, threshold)
        rows = group.index[group["cluster"].isin(hidden)]
        frame.loc[rows, ["firms", "owned", "foreign", "foreign_share_pct"]] = pd.NA
    return frame


def suppress_answers(tally: pd.DataFrame, column: str, threshold: int) -> pd.DataFrame:
    """Figure 1 or 2 with the values left empty for which fewer firms than the threshold answered.

    Parameters
    ----------
    tally : DataFrame
        From ``skill_intensity`` or ``growth_rates``.
    column : str
        The column that is published.
    threshold : int
        Fewest firms that a value may rest on.
    """
    few = (tally["answered"] > 0) & (tally["answered"] < threshold)
    return tally.assign(**{column: tally[column].mask(few)})
