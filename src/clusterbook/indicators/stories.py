"""The dated events and figures of section 6, and the clusters side by side."""

from __future__ import annotations

import pandas as pd

from ..arguments import Choice, Data, chosen, dataset, one
from .capabilities import firm_shares
from .common import named, of_year, sourced
from .printed import cluster_profile, growth_rates, skill_intensity


def events(data: Data | None = None, *, cluster: Choice = None) -> pd.DataFrame:
    """Dated events, oldest first: columns of ``events.csv`` and the cluster's name.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.
    cluster : str or iterable of str, optional
        Only the events of these clusters, by their ids.

    Raises
    ------
    UnknownNameError
        For a cluster that the data do not have.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.events(cluster="penang")["cluster"].unique().tolist()
    ['penang']
    """
    data = dataset(data)
    frame = named(data, data["events"])
    frame = chosen(frame, "cluster", cluster, known=data["clusters"]["cluster"])
    return sourced(data, frame.sort_values(["year", "year_end"], kind="stable").reset_index(drop=True), "events")


def dated_figures(data: Data | None = None, *, cluster: Choice = None) -> pd.DataFrame:
    """Dated figures of section 6 in file order: columns of ``figures.csv`` and the cluster's name.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.
    cluster : str or iterable of str, optional
        Only the figures of these clusters, by their ids.

    Raises
    ------
    UnknownNameError
        For a cluster that the data do not have.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.dated_figures(cluster=["los-lagos", "qiaotou"])["name"].unique().tolist()
    ['Los Lagos', 'Qiaotou']
    """
    data = dataset(data)
    frame = named(data, data["figures"])
    frame = chosen(frame, "cluster", cluster, known=data["clusters"]["cluster"])
    return sourced(data, frame.reset_index(drop=True), "figures")


def cluster_summary(data: Data | None = None, *, level: int = 4) -> pd.DataFrame:
    """The clusters side by side: one row a cluster.

    Columns: those of ``cluster_profile``, employment_growth_pct_pa, wage_growth_pct_pa (per cent a year),
    skill_intensity_pct, lowest_phase and highest_phase over the pillars, and for each dimension
    ``share_<dimension>_pct``, the share of firms at or above `level`; the level itself in ``attrs``.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.
    level : int
        Level at or above which firms count.

    Raises
    ------
    ArgumentError
        For a level that the data do not have.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.cluster_summary(level=5).attrs["level"]
    5
    """
    data = dataset(data)
    rates = growth_rates(data).pivot(index="cluster", columns="indicator", values="growth_pct_pa")
    rates = rates.rename(columns={"employment": "employment_growth_pct_pa", "real-wages": "wage_growth_pct_pa"})
    phases = of_year(data, "institutions").groupby("cluster")["phase"].agg(lowest_phase="min", highest_phase="max")
    at_level = firm_shares(data)
    level = one("level", level, at_level["level"])
    at_level = at_level[at_level["level"] == level]
    shares = (
        at_level.pivot(index="cluster", columns="dimension", values="share_pct").add_prefix("share_").add_suffix("_pct")
    )
    skills = skill_intensity(data).set_index("cluster")[["skill_intensity_pct"]]
    frame = cluster_profile(data).set_index("cluster")
    for part in (rates.drop(columns="exports"), phases, shares, skills):
        frame = frame.join(part)
    frame = sourced(data, frame.reset_index(), "growth", "skills", "institutions", "capabilities")
    names = dict(zip(data["dimensions"]["dimension"], data["dimensions"]["name"], strict=True))
    frame.attrs |= {"level": level, "dimensions": names}
    return frame
