"""From raw survey rows to the paper's tables: the method of section 3 as code."""

from __future__ import annotations

from .disclosure import suppress_answers, suppress_level_counts, suppress_sample, suppressed_levels, suppressed_parts
from .joint import joint_bounds, joint_counts
from .reading import FirmFile, load_firms
from .schema import DIMENSIONS, LEVELS
from .synthetic import labelled, synthetic_firms, synthetic_national_exports, synthetic_prices, synthetic_scores
from .tallies import growth_rates, level_counts, national_growth, nonresponse, phases, rated, sample, skill_intensity
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
