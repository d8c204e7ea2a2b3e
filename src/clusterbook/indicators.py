"""Pure derivations: the book's tables in, tidy tables ready for display out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .arguments import Choice, Data, chosen, dataset, one

NO_CHANGE = "no change between surveys: the data hold one survey year"
WORDS = {"exports": "Exports", "employment": "Employment", "real-wages": "Real wages"}


def cluster_profile(data: Data | None = None) -> pd.DataFrame:
    """Table 1: one row a cluster, in file order.

    Columns: cluster, name, country, region, product, origin; national_export_growth_pct_pa,
    export_growth_pct_pa (of the location) in per cent a year, and their difference
    export_premium_pp in percentage points; firms (count), foreign_share_pct (as printed).
    No value is missing: the data's rules demand each.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> profile = cb.cluster_profile()
    >>> profile["export_premium_pp"].round(1).equals(
    ...     (profile["export_growth_pct_pa"] - profile["national_export_growth_pct_pa"]).round(1)
    ... )
    True
    """
    data = dataset(data)
    growth = _of_year(data, "growth")
    exports = growth[growth["indicator"] == "exports"].pivot(index="cluster", columns="scope", values="growth_pct_pa")
    exports = exports.rename(columns={"nation": "national_export_growth_pct_pa", "location": "export_growth_pct_pa"})
    survey = _of_year(data, "survey").rename(columns={"foreign_share_pct_printed": "foreign_share_pct"})
    profile = data["clusters"].merge(exports.reset_index(), on="cluster").merge(survey, on="cluster")
    premium = profile["export_growth_pct_pa"] - profile["national_export_growth_pct_pa"]
    profile["export_premium_pp"] = premium.round(6)  # 18.6 - 11.1 is 7.500000000000002
    return _from(data, profile.drop(columns=["latitude", "longitude"]), "clusters", "survey", "growth")


def growth_rates(data: Data | None = None) -> pd.DataFrame:
    """Figure 1: one row a cluster and indicator of the location.

    Columns: cluster, name, indicator, indicator_name, start_year, end_year, growth_pct_pa
    (per cent a year; wages are real, footnote 6).

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.growth_rates()["indicator"].unique().tolist()
    ['exports', 'employment', 'real-wages']
    """
    data = dataset(data)
    growth = _of_year(data, "growth")
    growth = growth[growth["scope"] == "location"].drop(columns="scope")
    growth = growth.assign(indicator_name=growth["indicator"].map(WORDS))
    return _from(data, _named(data, growth), "growth")


def skill_intensity(data: Data | None = None) -> pd.DataFrame:
    """Figure 2: one row a cluster; skill_intensity_pct by the paper's wider definition (footnotes 10, 11).

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.skill_intensity().columns.tolist()
    ['cluster', 'skill_intensity_pct', 'name']
    """
    data = dataset(data)
    return _from(data, _named(data, _of_year(data, "skills")), "skills")


def pillar_phases(data: Data | None = None) -> pd.DataFrame:
    """Table 2: one row a pillar and phase, with their names and a description in our own words.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.pillar_phases().columns.tolist()
    ['pillar', 'pillar_name', 'phase', 'description', 'phase_name']
    """
    data = dataset(data)
    pillars = data["pillars"].rename(columns={"name": "pillar_name"})
    phases = data["phases"].rename(columns={"name": "phase_name"})
    frame = pillars.merge(data["pillar_phases"], on="pillar").merge(phases, on="phase")
    return _from(data, frame, "pillar_phases")


def knowledge_depth(data: Data | None = None) -> pd.DataFrame:
    """Table 3: one row a dimension and level, with their names and a description in our own words.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> depth = cb.knowledge_depth()
    >>> depth[depth["level"] == 1]["dimension"].tolist()
    ['human-resources', 'process', 'product']
    """
    data = dataset(data)
    levels = data["levels"].rename(columns={"name": "level_name"})
    frame = _dimensions(data).merge(data["knowledge_depth"], on="dimension").merge(levels, on="level")
    return _from(data, frame, "knowledge_depth")


def institutional_phases(data: Data | None = None) -> pd.DataFrame:
    """Table 4: one row a pillar and cluster; phase reached (a number) and phase_name.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> phases = cb.institutional_phases()
    >>> bool((phases["phase"] <= phases["last_phase"]).all())
    True
    """
    data = dataset(data)
    pillars = data["pillars"].rename(columns={"name": "pillar_name"})
    phases = data["phases"].rename(columns={"name": "phase_name"})
    frame = pillars.merge(_named(data, _of_year(data, "institutions")), on="pillar").merge(phases, on="phase")
    frame = _ordered(frame, pillar=pillars["pillar"], cluster=data["clusters"]["cluster"])
    return _from(data, frame.assign(last_phase=phases["phase"].max()), "institutions")


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
    sample = _of_year(data, "survey")[["cluster", "firms"]].rename(columns={"firms": "sample"})
    frame = _of_year(data, "capabilities").merge(sample, on="cluster").merge(levels, on="level")
    frame = _named(data, frame, "region", "product").merge(_dimensions(data), on="dimension")
    frame["share_pct"] = 100 * frame["firms"] / frame["sample"]
    known = _of_year(data, "misprints").set_index(["cluster", "dimension", "level"]).index
    frame["misprint"] = pd.MultiIndex.from_frame(frame[["cluster", "dimension", "level"]]).isin(known)
    frame = _ordered(
        frame,
        cluster=data["clusters"]["cluster"],
        dimension=data["dimensions"]["dimension"],
        level=data["levels"]["level"].sort_values(),  # firms_at_exactly takes differences down the rows
    )
    return _from(data, frame, "capabilities")


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
    return _from(data, frame, "capabilities")


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
    frame = _ordered(_named(data, frame), **orders)
    values = ["dimension_name", "level_name", "firms", "sample", "share_from_pct", "share_to_pct", "change_pp"]
    return _from(data, frame[[*key, "name", "from_year", "to_year", *values]], "capabilities", "survey")


def places(data: Data | None = None) -> pd.DataFrame:
    """The map: one row a cluster with name, country, product, latitude and longitude (degrees).

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it, or one that looks at another survey year.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.places().columns.tolist()
    ['cluster', 'name', 'country', 'region', 'product', 'latitude', 'longitude']
    """
    data = dataset(data)
    return _from(data, data["clusters"].drop(columns="origin"), "clusters", "land")


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
    frame = _named(data, data["events"])
    frame = chosen(frame, "cluster", cluster, known=data["clusters"]["cluster"])
    return _from(data, frame.sort_values(["year", "year_end"], kind="stable").reset_index(drop=True), "events")


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
    frame = _named(data, data["figures"])
    frame = chosen(frame, "cluster", cluster, known=data["clusters"]["cluster"])
    return _from(data, frame.reset_index(drop=True), "figures")


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
    phases = _of_year(data, "institutions").groupby("cluster")["phase"].agg(lowest_phase="min", highest_phase="max")
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
    frame = _from(data, frame.reset_index(), "growth", "skills", "institutions", "capabilities")
    names = dict(zip(data["dimensions"]["dimension"], data["dimensions"]["name"], strict=True))
    frame.attrs |= {"level": level, "dimensions": names}
    return frame


def _of_year(data: Data, table: str) -> pd.DataFrame:
    """Rows of the year looked at, the column dropped."""
    frame = data[table]
    return frame[frame["year"] == data.year].drop(columns="year").reset_index(drop=True)


def _named(data: Data, frame: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Add the cluster's name (and more of clusters.csv), clusters in file order."""
    clusters = data["clusters"][["cluster", "name", *more]]
    return _ordered(frame.merge(clusters, on="cluster"), cluster=clusters["cluster"])


def _dimensions(data: Data) -> pd.DataFrame:
    names = {"name": "dimension_name", "label_table_5": "dimension_label"}
    return data["dimensions"].rename(columns=names).drop(columns="label_table_3")


def _ordered(frame: pd.DataFrame, **orders: pd.Series) -> pd.DataFrame:
    """Sort by the given columns, each in the order of its own list; stable within."""
    ranks: Mapping[str, dict[str, int]] = {
        column: {value: rank for rank, value in enumerate(order)} for column, order in orders.items()
    }
    keyed = frame.sort_values(list(orders), key=lambda column: column.map(ranks[str(column.name)]), kind="stable")
    return keyed.reset_index(drop=True)


def _from(data: Data, frame: pd.DataFrame, *tables: str) -> pd.DataFrame:
    """Attach the source line that tables and charts print, and the clusters in their order."""
    frame = frame.reset_index(drop=True)
    clusters = data["clusters"]
    frame.attrs = {"source": data.source(*tables), "clusters": list(clusters["name"])}
    frame.attrs["cluster_ids"] = list(clusters["cluster"])
    return frame
