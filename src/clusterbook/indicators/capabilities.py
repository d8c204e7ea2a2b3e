"""Table 5, and what follows from it: firms at exactly a level, and what changed between two surveys."""

from __future__ import annotations

import pandas as pd

from ..arguments import Data, dataset
from .common import dimensions, named, of_year, ordered, sourced

NO_CHANGE = "no change between surveys: the data hold one survey year"


def firm_shares(data: Data | None = None) -> pd.DataFrame:
    """Table 5: one row a cluster, dimension and level.

    Columns: cluster, name, region, product, dimension, dimension_name, dimension_label (as printed in
    Table 5), level, level_name; firms at or above the level and sample (counts); share_pct, computed
    from them, in per cent; share_pct_printed and misprint (whether misprints.csv lists it).

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> shares = cb.firm_shares()
    >>> deep = shares[(shares["level"] == 4) & (shares["dimension"] == "process")]
    >>> deep[["name", "firms", "sample"]].columns.tolist()
    ['name', 'firms', 'sample']
    """
    data = dataset(data)
    levels = data["levels"].rename(columns={"name": "level_name"})
    sample = of_year(data, "survey")[["cluster", "firms"]].rename(columns={"firms": "sample"})
    frame = of_year(data, "capabilities").merge(sample, on="cluster").merge(levels, on="level")
    frame = named(data, frame, "region", "product").merge(dimensions(data), on="dimension")
    frame["share_pct"] = 100 * frame["firms"] / frame["sample"]
    known = of_year(data, "misprints").set_index(["cluster", "dimension", "level"]).index
    frame["misprint"] = pd.MultiIndex.from_frame(frame[["cluster", "dimension", "level"]]).isin(known)
    frame = ordered(
        frame,
        cluster=data["clusters"]["cluster"],
        dimension=data["dimensions"]["dimension"],
        level=data["levels"]["level"].sort_values(),  # firms_at_exactly takes differences down the rows
    )
    return sourced(data, frame, "capabilities")


def firms_at_exactly(data: Data | None = None) -> pd.DataFrame:
    """Firms at each level and no deeper, by differencing the counts of Table 5.

    One row a cluster, dimension and level; columns of ``firm_shares``, where firms and share_pct are
    now those at exactly the level. Assumes nested levels: a firm counted at one level is counted at
    every level below it too. The rows of a cluster and dimension add up to the sample.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> exact = cb.firms_at_exactly()
    >>> added = exact.groupby(["cluster", "dimension"])["firms"].sum()
    >>> added.equals(exact.groupby(["cluster", "dimension"])["sample"].first().rename("firms"))
    True
    """
    data = dataset(data)
    frame = firm_shares(data).drop(columns=["share_pct_printed", "misprint"])
    above = frame.groupby(["cluster", "dimension"])["firms"].shift(-1).fillna(0).astype(int)
    frame["firms"] = frame["firms"] - above
    frame["share_pct"] = 100 * frame["firms"] / frame["sample"]
    return sourced(data, frame, "capabilities")


def share_changes(data: Data | None = None) -> pd.DataFrame:
    """Growth of the shares of Table 5 between surveys; the paper, with one survey year, has none.

    One row a cluster, dimension, level and pair of survey years that follow one another in the cluster, up to the
    year looked at; no row while there is one year.

    Columns: cluster, name, dimension, dimension_name, level, level_name; from_year, to_year; firms and sample (counts
    of to_year); share_from_pct and share_to_pct, firms at or above the level in per cent of those surveyed that year;
    change_pp, the second less the first in percentage points. No value is missing.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Notes
    -----
    Another survey asks other firms, so a change may be one of the sample alone; see ``share_intervals``.

    Examples
    --------
    >>> import clusterbook as cb
    >>> data = cb.Dataset()
    >>> len(cb.share_changes(data)) > 0 or data["survey"]["year"].nunique() == 1
    True
    """
    data = dataset(data)
    sample = data["survey"][["cluster", "year", "firms"]].rename(columns={"firms": "sample"})
    frame = data["capabilities"].merge(sample, on=["cluster", "year"])
    frame = frame[frame["year"] <= data.year].assign(to_year=lambda rows: rows["year"])
    frame["share_to_pct"] = 100 * frame["firms"] / frame["sample"]
    key = ["cluster", "dimension", "level"]
    before = frame.sort_values("year").groupby(key)[["to_year", "share_to_pct"]].shift(1)
    frame["from_year"], frame["share_from_pct"] = before["to_year"], before["share_to_pct"]
    frame = frame.dropna(subset="from_year").astype({"from_year": "int64"})
    frame["change_pp"] = (frame["share_to_pct"] - frame["share_from_pct"]).round(6)
    names = data["dimensions"][["dimension", "name"]].rename(columns={"name": "dimension_name"})
    frame = frame.merge(names, on="dimension").merge(data["levels"].rename(columns={"name": "level_name"}), on="level")
    orders = {
        "cluster": data["clusters"]["cluster"],
        "dimension": data["dimensions"]["dimension"],
        "level": data["levels"]["level"].sort_values(),
        "to_year": frame["to_year"].drop_duplicates().sort_values(),
    }
    frame = ordered(named(data, frame), **orders)
    values = ["dimension_name", "level_name", "firms", "sample", "share_from_pct", "share_to_pct", "change_pp"]
    return sourced(data, frame[[*key, "name", "from_year", "to_year", *values]], "capabilities", "survey")
