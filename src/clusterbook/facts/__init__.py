"""Named numbers for the prose, each with its text and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from ..arguments import dataset
from ..data import Dataset
from . import estimated, published
from .model import Fact, Facts, quote

__all__ = ["Fact", "all_facts", "quote"]


def all_facts(data: Dataset | None = None) -> Mapping[str, Fact]:
    """Return every fact that the data hold, by name.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own.

    Notes
    -----
    Names follow the ids of the data, so a new cluster, level, pillar, series or date brings its own.
    A number is that of the year looked at; ``paper.`` before its name gives that of the paper's own survey year.

    Raises
    ------
    ArgumentError
        For what is no data set; the mapping raises UnknownNameError for a name that it lacks.

    Examples
    --------
    >>> import clusterbook as cb
    >>> facts = cb.all_facts()
    >>> facts["penang.skill-intensity"].origin.startswith("skills.csv, Penang")
    True
    """
    data = dataset(data)
    makers = (
        published.of_years,
        published.of_clusters,
        published.of_levels,
        published.of_pillars,
        published.of_figures,
        published.of_study,
        published.of_totals,
        published.of_works,
        published.of_extremes,
        estimated.of_typical_levels,
        estimated.of_level_ranks,
        estimated.of_growth_factors,
        estimated.of_strength,  # from here on scipy is needed, which takes long to load
        estimated.of_intervals,
    )
    paper = Facts(make(data.of_paper()) for make in makers) if data.year != data.paper_year else None
    return Facts((make(data) for make in makers), paper)
