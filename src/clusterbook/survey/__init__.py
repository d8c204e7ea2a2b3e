"""From raw survey rows to the paper's tables: the method of section 3 as code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .disclosure import (
        suppress_answers,
        suppress_level_counts,
        suppress_sample,
        suppressed_levels,
        suppressed_parts,
    )
    from .joint import joint_bounds, joint_counts
    from .reading import FirmFile, load_firms
    from .schema import DIMENSIONS, LEVELS
    from .synthetic import labelled, synthetic_firms, synthetic_national_exports, synthetic_prices, synthetic_scores
    from .tallies import (
        growth_rates,
        level_counts,
        national_growth,
        nonresponse,
        phases,
        rated,
        sample,
        skill_intensity,
    )
    from .weights import stratum_weights, weighted_shares, weighted_skill_intensity

__all__ = [
    "DIMENSIONS",
    "LEVELS",
    "FirmFile",
    "growth_rates",
    "joint_bounds",
    "joint_counts",
    "labelled",
    "level_counts",
    "load_firms",
    "national_growth",
    "nonresponse",
    "phases",
    "rated",
    "sample",
    "skill_intensity",
    "stratum_weights",
    "suppress_answers",
    "suppress_level_counts",
    "suppress_sample",
    "suppressed_levels",
    "suppressed_parts",
    "synthetic_firms",
    "synthetic_national_exports",
    "synthetic_prices",
    "synthetic_scores",
    "weighted_shares",
    "weighted_skill_intensity",
]

_HOMES = {
    "disclosure": (
        "suppress_answers",
        "suppress_level_counts",
        "suppress_sample",
        "suppressed_levels",
        "suppressed_parts",
    ),
    "joint": ("joint_bounds", "joint_counts"),
    "reading": ("FirmFile", "load_firms"),
    "schema": ("DIMENSIONS", "LEVELS"),
    "synthetic": ("labelled", "synthetic_firms", "synthetic_national_exports", "synthetic_prices", "synthetic_scores"),
    "tallies": (
        "growth_rates",
        "level_counts",
        "national_growth",
        "nonresponse",
        "phases",
        "rated",
        "sample",
        "skill_intensity",
    ),
    "weights": ("stratum_weights", "weighted_shares", "weighted_skill_intensity"),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import each name at its first use: a build that only guards its site against firm rows needs no Polars."""
    if name in _MODULE_OF:
        return getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
