"""The library behind the book: checked data, derivations, tables and charts."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .charts import (
        chart_capabilities,
        chart_capability_ladder,
        chart_events,
        chart_exact_levels,
        chart_export_growth,
        chart_growth,
        chart_institutions,
        chart_intervals,
        chart_map,
        chart_share_changes,
        chart_skill_intensity,
        chart_vehicle_output,
        chart_view,
    )
    from .claims import claim_verdicts, judge_all, misprint_corrections
    from .data import Dataset, load
    from .errors import BookError, DataError, Fault, UnknownNameError
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
    from .tables import (
        Table,
        table_agreement,
        table_capabilities,
        table_claims,
        table_clusters,
        table_corrections,
        table_data,
        table_events,
        table_figures,
        table_growth_factors,
        table_institutions,
        table_knowledge_depth,
        table_level_ranks,
        table_level_summary,
        table_pillars,
        table_share_changes,
        table_strength,
        table_summary,
        table_verdicts,
        table_view,
    )
    from .theme import enable_theme

__all__ = [
    "BookError",
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
    "charts": (
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
    ),
    "claims": ("claim_verdicts", "judge_all", "misprint_corrections"),
    "data": ("Dataset", "load"),
    "errors": ("BookError", "DataError", "Fault", "UnknownNameError"),
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
    "tables": (
        "Table",
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
    ),
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
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
