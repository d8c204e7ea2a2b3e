"""The library behind the book: checked data, derivations, tables and charts.

A tour. What stands in ``data/`` is loaded by name, as a pandas table:

>>> import clusterbook as cb
>>> cb.load("skills").columns.tolist()
['cluster', 'year', 'skill_intensity_pct']

Every chart and table of the book is a function, ``cb.chart_`` and ``cb.table_`` with the Tab key shows them.
Name what you choose: ``dimension``, ``level``, ``cluster`` and the like, by the ids in the data.

>>> chart = cb.chart_capabilities(level=5, cluster=["penang", "qiaotou"])
>>> table = cb.table_summary(level=3)

The numbers behind them come from functions too: ``cb.firm_shares()``, ``cb.growth_rates()``.

>>> exact = cb.firms_at_exactly()

What if it were otherwise? Change a table, make a copy of the data with it, and give the copy to any of them as
``data``; the book's own stays as it is. The copy must keep every rule that the files keep.

>>> skills = cb.load("skills")
>>> skills.loc[skills["cluster"] == "penang", "skill_intensity_pct"] = 50
>>> mine = cb.Dataset().replacing(skills=skills)
>>> chart = cb.chart_skill_intensity(data=mine)
>>> verdicts = cb.claim_verdicts(data=mine)

A slip is answered in one sentence:

>>> try:
...     cb.chart_skill_intensity(cluster="penag")
... except cb.BookError as error:
...     print(error)
unknown cluster 'penag': did you mean 'penang'?

``help(cb.chart_capabilities)``, or ``cb.chart_capabilities?`` in a notebook, says what a function takes and gives.
In a notebook call ``cb.enable_theme()`` first, so that charts look as in the book.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .charts.capabilities import chart_capabilities, chart_capability_ladder, chart_exact_levels
    from .charts.changes import chart_share_changes
    from .charts.growth import chart_export_growth, chart_growth, chart_skill_intensity
    from .charts.history import chart_events, chart_vehicle_output
    from .charts.institutions import chart_institutions
    from .charts.intervals import chart_intervals, chart_view
    from .charts.maps import chart_map
    from .claims import claim_verdicts, judge_all, misprint_corrections
    from .data import Dataset, load
    from .errors import ArgumentError, BookError, ChangedDataError, DataError, Fault, UnknownNameError
    from .estimates import growth_factors, level_ranks, level_summary, rank_agreement, share_intervals, strength_ranks
    from .exercises import check, hint
    from .explorer import explorer_cells, explorer_view, view_sentences
    from .facts import Fact, all_facts
    from .indicators import (
        cluster_profile,
        cluster_summary,
        dated_figures,
        events,
        firm_shares,
        firms_at_exactly,
        growth_rates,
        institutional_phases,
        knowledge_depth,
        pillar_phases,
        places,
        share_changes,
        skill_intensity,
    )
    from .tables.beyond import (
        table_agreement,
        table_growth_factors,
        table_level_ranks,
        table_level_summary,
        table_share_changes,
        table_strength,
        table_view,
    )
    from .tables.history import table_events, table_figures
    from .tables.model import Table
    from .tables.paper import (
        table_capabilities,
        table_clusters,
        table_institutions,
        table_knowledge_depth,
        table_pillars,
        table_summary,
    )
    from .tables.register import table_claims, table_corrections, table_data, table_verdicts
    from .theme import enable_theme

__all__ = [
    "ArgumentError",
    "BookError",
    "ChangedDataError",
    "DataError",
    "Dataset",
    "Fact",
    "Fault",
    "Table",
    "UnknownNameError",
    "all_facts",
    "chart_capabilities",
    "chart_capability_ladder",
    "chart_events",
    "chart_exact_levels",
    "chart_export_growth",
    "chart_growth",
    "chart_institutions",
    "chart_intervals",
    "chart_map",
    "chart_share_changes",
    "chart_skill_intensity",
    "chart_vehicle_output",
    "chart_view",
    "check",
    "claim_verdicts",
    "cluster_profile",
    "cluster_summary",
    "dated_figures",
    "enable_theme",
    "events",
    "explorer_cells",
    "explorer_view",
    "firm_shares",
    "firms_at_exactly",
    "growth_factors",
    "growth_rates",
    "hint",
    "institutional_phases",
    "judge_all",
    "knowledge_depth",
    "level_ranks",
    "level_summary",
    "load",
    "misprint_corrections",
    "pillar_phases",
    "places",
    "rank_agreement",
    "share_changes",
    "share_intervals",
    "skill_intensity",
    "strength_ranks",
    "table_agreement",
    "table_capabilities",
    "table_claims",
    "table_clusters",
    "table_corrections",
    "table_data",
    "table_events",
    "table_figures",
    "table_growth_factors",
    "table_institutions",
    "table_knowledge_depth",
    "table_level_ranks",
    "table_level_summary",
    "table_pillars",
    "table_share_changes",
    "table_strength",
    "table_summary",
    "table_verdicts",
    "table_view",
    "view_sentences",
]

_HOMES = {
    "charts.capabilities": ("chart_capabilities", "chart_capability_ladder", "chart_exact_levels"),
    "charts.changes": ("chart_share_changes",),
    "charts.growth": ("chart_export_growth", "chart_growth", "chart_skill_intensity"),
    "charts.history": ("chart_events", "chart_vehicle_output"),
    "charts.institutions": ("chart_institutions",),
    "charts.intervals": ("chart_intervals", "chart_view"),
    "charts.maps": ("chart_map",),
    "claims": ("claim_verdicts", "judge_all", "misprint_corrections"),
    "data": ("Dataset", "load"),
    "errors": ("ArgumentError", "BookError", "ChangedDataError", "DataError", "Fault", "UnknownNameError"),
    "estimates": (
        "growth_factors",
        "level_ranks",
        "level_summary",
        "rank_agreement",
        "share_intervals",
        "strength_ranks",
    ),
    "exercises": ("check", "hint"),
    "explorer": ("explorer_cells", "explorer_view", "view_sentences"),
    "facts": ("Fact", "all_facts"),
    "indicators": (
        "cluster_profile",
        "cluster_summary",
        "dated_figures",
        "events",
        "firm_shares",
        "firms_at_exactly",
        "growth_rates",
        "institutional_phases",
        "knowledge_depth",
        "pillar_phases",
        "places",
        "share_changes",
        "skill_intensity",
    ),
    "tables.beyond": (
        "table_agreement",
        "table_growth_factors",
        "table_level_ranks",
        "table_level_summary",
        "table_share_changes",
        "table_strength",
        "table_view",
    ),
    "tables.history": ("table_events", "table_figures"),
    "tables.model": ("Table",),
    "tables.paper": (
        "table_capabilities",
        "table_clusters",
        "table_institutions",
        "table_knowledge_depth",
        "table_pillars",
        "table_summary",
    ),
    "tables.register": ("table_claims", "table_corrections", "table_data", "table_verdicts"),
    "theme": ("enable_theme",),
}
# Whoever imports jsonschema (Altair, nbformat, Frictionless) would load a grammar of internationalized addresses with
# it, where that is installed: it takes longer than all of them together, and no schema here has such an address.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import each name at its first use, so that a process loads, and a chapter depends on, only what it needs."""
    if name in _MODULE_OF:
        return getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .errors import UnknownAttributeError, unknown

    raise UnknownAttributeError(unknown("name", name, __all__))


def __dir__() -> list[str]:
    """What a student is offered after ``cb.``: the public names, and nothing of how they come to be here."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
