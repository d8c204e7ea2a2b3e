"""Pure derivations: the book's tables in, tidy tables ready for display out."""

from .capabilities import NO_CHANGE, firm_shares, firms_at_exactly, share_changes
from .printed import (
    WORDS,
    cluster_profile,
    growth_rates,
    institutional_phases,
    knowledge_depth,
    pillar_phases,
    places,
    skill_intensity,
)
from .stories import cluster_summary, dated_figures, events

__all__ = [
    "NO_CHANGE",
    "WORDS",
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
]
