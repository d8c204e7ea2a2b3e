"""The explorer's views: shares, intervals and ranks of chosen clusters at a chosen level, and the sentence for them.

The page's script (``explorer.js``) words a view as ``view_sentences`` does, from the values of ``explorer_cells``;
a test holds the two together over every dimension, level and measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from .arguments import Choice, Data, Given, dataset, one, several, tidy
from .estimates import share_intervals
from .indicators import firm_shares, firms_at_exactly
from .wording import listed, percent

# What can be shown: firms at or above the level, or exactly at it; as a share of the firms surveyed, or as a number.
MEASURES = {
    "share": "Share at or above the level",
    "share-exactly": "Share exactly at the level",
    "firms": "Number of firms at or above the level",
    "firms-exactly": "Number of firms exactly at the level",
}
KEY = ["year", "dimension", "level"]


@dataclass(frozen=True, slots=True)
class _InYear:
    """Data looked at in another survey year."""

    data: Data
    year: int

    @property
    def paper_year(self) -> int:
        return self.data.paper_year

    def __getitem__(self, name: str, /) -> pd.DataFrame:
        return self.data[name]

    def source(self, *names: str) -> str:
        return self.data.source(*names)


def explorer_cells(data: Data | None = None) -> pd.DataFrame:
    """Every value that a view can show, from Table 5.

    One row a survey year up to the one looked at, dimension, level, extent ("above" for firms at or above the level,
    "exactly" for those at it and no deeper) and cluster, in the order of the data.

    Columns: year, dimension, dimension_name, level, level_name, extent, cluster, name; firms and sample (counts);
    share_pct, low_pct and high_pct, the share with Wilson's interval as in ``share_intervals``, per cent, to six
    decimals; share_text, low_text and high_text, the same as printed; share_rank and firms_rank among all clusters of
    the year (1 for the largest, ties share the best). No value is missing; a cluster not surveyed in a year has no row.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Notes
    -----
    Among some of the clusters a cluster's rank is 1 + the number of those whose rank among all is smaller, so that
    nothing need be compared but these. Shares are printed in whole per cent, or with as many decimals, two at most,
    as it takes for unequal shares to look unequal within a year, dimension, level and extent.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.explorer_cells()["extent"].unique().tolist()
    ['above', 'exactly']
    """
    data = dataset(data)
    parts = []
    years = sorted({int(year) for year in data["survey"]["year"] if int(year) <= data.year})
    for year in years:
        for extent, derive in (("above", firm_shares), ("exactly", firms_at_exactly)):
            parts.append(share_intervals(derive(_InYear(data, year))).assign(extent=extent, year=year))
    frame = pd.concat(parts, ignore_index=True)
    for column in ("share_pct", "low_pct", "high_pct"):
        frame[column] = frame[column].round(6)
    groups = frame.groupby([*KEY, "extent"], sort=False)
    frame["share_rank"] = groups["share_pct"].rank(method="min", ascending=False).astype(int)
    frame["firms_rank"] = groups["firms"].rank(method="min", ascending=False).astype(int)
    digits = groups["share_pct"].transform(_digits).astype(int)
    for column in ("share", "low", "high"):
        shown = zip(frame[f"{column}_pct"], digits, strict=True)
        frame[f"{column}_text"] = [percent(value, places) for value, places in shown]
    names = ["year", "dimension", "dimension_name", "level", "level_name", "extent", "cluster", "name"]
    values = ["firms", "sample", "share_pct", "low_pct", "high_pct", "share_text", "low_text", "high_text"]
    frame = frame[[*names, *values, "share_rank", "firms_rank"]]
    confidence = parts[0].attrs["confidence"]
    frame.attrs = {**{name: parts[0].attrs[name] for name in ("source", "clusters")}, "confidence": confidence}
    return frame


def explorer_view(
    data: Given = None,
    *,
    dimension: str = "process",
    level: int = 4,
    measure: str = "share",
    cluster: Choice = None,
    year: int | None = None,
) -> pd.DataFrame:
    """One view: the chosen clusters at one level, in the order of their ranks; ties in the order of the data.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``explorer_cells``.
    dimension : str
        Id of the dimension.
    level : int
        Level of knowledge depth.
    measure : str
        ``share``, ``share-exactly``, ``firms`` or ``firms-exactly``: at or above the level, or exactly at it.
    cluster : str or iterable of str, optional
        Ids of the clusters; by default all.
    year : int, optional
        Survey year; by default the newest.

    Returns
    -------
    DataFrame
        Columns of ``explorer_cells``, with rank among the chosen and tied. What was chosen is kept in ``attrs``, with
        lowest_level. No row for a cluster that was not surveyed in the year.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a name, level or year that the data lack; for a table that lacks what is needed.

    Examples
    --------
    >>> import clusterbook as cb
    >>> view = cb.explorer_view(dimension="product", level=1, cluster=["penang", "qiaotou"])
    >>> view[["name", "rank", "tied"]].to_dict("list")
    {'name': ['Penang', 'Qiaotou'], 'rank': [1, 1], 'tied': [True, True]}
    """
    cells = tidy(
        data,
        explorer_cells,
        "cluster name dimension dimension_name level_name extent share_text low_text high_text",
        "year level firms sample share_pct low_pct high_pct share_rank firms_rank",
        attrs="confidence",
    )
    year = one("year", int(cells["year"].max()) if year is None else year, cells["year"])
    dimension = one("dimension", dimension, cells["dimension"])
    level = one("level", level, cells["level"])
    measure = one("measure", measure, MEASURES)
    extent = "exactly" if measure.endswith("exactly") else "above"
    held = (cells["year"] == year) & (cells["dimension"] == dimension) & (cells["level"] == level)
    frame = cells[held & (cells["extent"] == extent)]
    if cluster is not None:
        frame = frame[frame["cluster"].isin(several("cluster", cluster, cells["cluster"]))]
    among = frame["share_rank" if measure.startswith("share") else "firms_rank"]
    frame = frame.assign(rank=among.rank(method="min").astype(int), tied=among.duplicated(keep=False))
    frame = frame.sort_values("rank", kind="stable").reset_index(drop=True)
    lowest = int(cells["level"].min())
    frame.attrs = {**cells.attrs, "measure": measure, "lowest_level": lowest}
    return frame


def view_sentences(
    data: Given = None,
    *,
    dimension: str | None = None,
    level: int | None = None,
    measure: str | None = None,
    cluster: Choice = None,
    year: int | None = None,
) -> list[str]:
    """Put a view of the explorer into words: the ranking, then what the intervals say, then a caution if due.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data; or a changed copy of them, or the table of ``explorer_view``.
    dimension, level, measure, cluster, year : optional
        What to view, as in ``explorer_view``; not beside its table.

    Raises
    ------
    UnknownNameError, ArgumentError
        For a name, level or year that the data lack; for a table that lacks what is needed.

    Examples
    --------
    >>> import clusterbook as cb
    >>> print(cb.view_sentences(level=1)[-1])
    At this level every firm surveyed counts by construction, so neither rank nor interval says anything.
    """
    view = tidy(
        data,
        explorer_view,
        "cluster name dimension_name level_name extent share_text low_text high_text",
        "year level firms sample share_pct low_pct high_pct rank",
        attrs="confidence measure lowest_level",
        empty=None,
        dimension=dimension,
        level=level,
        measure=measure,
        cluster=cluster,
        year=year,
    )
    if view.empty:
        return ["No cluster is chosen that was surveyed in that year."]
    measure, first = view.attrs["measure"], view.iloc[0]
    said = [_ranking(view)]
    if measure in {"share", "firms"} and first["level"] == view.attrs["lowest_level"]:
        return [
            *said,
            "At this level every firm surveyed counts by construction, so neither rank nor interval says anything.",
        ]
    if measure.startswith("share"):
        return said + _intervals(view)
    if view["sample"].nunique() > 1 and view["firms"].any():
        said.append("The samples differ in size, so a larger number need not be a larger share.")
    return said


def _ranking(view: pd.DataFrame) -> str:
    first = view.iloc[0]
    share = view.attrs["measure"].startswith("share")
    exactly = first["extent"] == "exactly"
    level = f"{first['level']} ({first['level_name']})"
    where = f"exactly at level {level}" if exactly else f"at level {level} or above"
    groups = [list(group.itertuples()) for _, group in view.groupby("rank", sort=True)]
    start = f"{first['dimension_name']}, {first['year']}: "
    if not view["firms"].any():
        return f"{start}none of the firms surveyed in {listed(list(view['name']))} stands {where}."
    start += f"of the firms surveyed, the {'share' if share else 'number'} {where} is "
    if len(view) == 1:
        return f"{start}{_amount(groups[0][0], share)} in {first['name']}."
    if len(groups) == 1:
        return f"{start}the same in {_names(groups[0], share)}: {_common(groups[0], share)}."
    rest = listed([_members(group, share) for group in groups[1:]])
    return f"{start}largest in {_members(groups[0], share)}, before {rest}."


def _amount(row: Any, share: bool) -> str:
    return f"{row.share_text} ({row.firms:,} of {row.sample:,})" if share else f"{row.firms:,} of {row.sample:,}"


def _members(group: Sequence[Any], share: bool) -> str:
    """Clusters of one rank with what they have, the amount once if it is one of several."""
    if len(group) == 1:
        return f"{group[0].name} with {_amount(group[0], share)}"
    return f"{_names(group, share)} with {_common(group, share)} each"


def _names(group: Sequence[Any], share: bool) -> str:
    return listed(
        [
            f"{row.name} ({row.firms:,} of {row.sample:,})" if share else f"{row.name} (of {row.sample:,})"
            for row in group
        ]
    )


def _common(group: Sequence[Any], share: bool) -> str:
    return group[0].share_text if share else f"{group[0].firms:,}"


def _intervals(view: pd.DataFrame) -> list[str]:
    """Which intervals lie apart and which overlap, and what that does and does not show.

    Two may overlap although a test of the difference would tell the shares apart.
    """
    rows = list(view.itertuples())
    confidence = percent(100 * view.attrs["confidence"])
    if len(rows) == 1:
        return [f"Its {confidence} interval runs from {rows[0].low_text} to {rows[0].high_text}."]
    if rows[-1].rank == 1:
        low, high = min(rows, key=lambda row: row.low_pct), max(rows, key=lambda row: row.high_pct)
        return [f"The {confidence} intervals run from {low.low_text} at the lowest to {high.high_text} at the highest."]
    below = [(row.name, [other.name for other in rows if other.high_pct < row.low_pct]) for row in rows]
    apart = sum(len(names) for _, names in below)
    if not apart:
        return [
            f"The {confidence} intervals all overlap, so by them alone the order may be chance; "
            "that does not show the shares equal."
        ]
    if apart == len(rows) * (len(rows) - 1) // 2:
        return [f"No two of the {confidence} intervals overlap."]
    alike = [([name for name, _ in pairs], names) for names, pairs in groupby(below, lambda pair: pair[1]) if names]
    verb = "lies wholly" if len(alike[0][0]) == 1 else "lie wholly"
    (top, under), *more = alike
    told = f"{_those(top)} {verb} above {_those(under)}"
    told += "".join(f"; {_those(above)} above {_those(under)}" for above, under in more)
    return [
        f"Of the {confidence} intervals, {told}.",
        "Of every other pair the intervals overlap, so by them alone its order may be chance; "
        "that does not show the two equal.",
    ]


def _those(names: Sequence[str]) -> str:
    return f"{'that' if len(names) == 1 else 'those'} of {listed(names)}"


def _digits(shares: pd.Series) -> int:
    """The fewest decimals, two at most, at which unequal shares look unequal."""
    for digits in (0, 1):
        if len({percent(share, digits) for share in shares}) == shares.nunique():
            return digits
    return 2
