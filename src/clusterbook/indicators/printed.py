"""Tables 1 to 4 and Figures 1 and 2 of the paper, and the map, as tidy tables."""

from __future__ import annotations

import pandas as pd

from ..arguments import Data, dataset
from .common import dimensions, named, of_year, ordered, sourced

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
    growth = of_year(data, "growth")
    exports = growth[growth["indicator"] == "exports"].pivot(index="cluster", columns="scope", values="growth_pct_pa")
    exports = exports.rename(columns={"nation": "national_export_growth_pct_pa", "location": "export_growth_pct_pa"})
    survey = of_year(data, "survey").rename(columns={"foreign_share_pct_printed": "foreign_share_pct"})
    profile = data["clusters"].merge(exports.reset_index(), on="cluster").merge(survey, on="cluster")
    premium = profile["export_growth_pct_pa"] - profile["national_export_growth_pct_pa"]
    profile["export_premium_pp"] = premium.round(6)  # 18.6 - 11.1 is 7.500000000000002
    return sourced(data, profile.drop(columns=["latitude", "longitude"]), "clusters", "survey", "growth")


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
    growth = of_year(data, "growth")
    growth = growth[growth["scope"] == "location"].drop(columns="scope")
    growth = growth.assign(indicator_name=growth["indicator"].map(WORDS))
    return sourced(data, named(data, growth), "growth")


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
    return sourced(data, named(data, of_year(data, "skills")), "skills")


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
    return sourced(data, frame, "pillar_phases")


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
    frame = dimensions(data).merge(data["knowledge_depth"], on="dimension").merge(levels, on="level")
    return sourced(data, frame, "knowledge_depth")


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
    frame = pillars.merge(named(data, of_year(data, "institutions")), on="pillar").merge(phases, on="phase")
    frame = ordered(frame, pillar=pillars["pillar"], cluster=data["clusters"]["cluster"])
    return sourced(data, frame.assign(last_phase=phases["phase"].max()), "institutions")


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
    return sourced(data, data["clusters"].drop(columns="origin"), "clusters", "land")
