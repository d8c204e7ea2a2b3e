"""What this book reads in the numbers that it computes from Tables 1, 4 and 5 and Figure 1."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan, sqrt
from statistics import NormalDist

import pandas as pd

from ..wording import decimal, listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, IN_WORDS, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Maker, Register

# Not by the functions of ``estimates``, whose scipy takes longer to load than all claims take to be judged.

REGISTER = Register("5")
BOOK: Maker = "this book"
HR, PROCESS, PRODUCT = DIMENSIONS
FIRMS = "capabilities.firms"
SHARE = f"{FIRMS} survey.firms"


def mean(see: Evidence, cluster: str, dimension: str) -> float:
    """Mean level: each firm adds one to the count of every level that it reaches."""
    return sum(see.share(cluster, dimension, level) for level in see.levels()) / 100


def median(see: Evidence, cluster: str, dimension: str) -> float:
    """Median level: that of the middle firm, or half-way between the two middle ones."""
    levels = [level for level in see.levels() for _ in range(see.exactly(cluster, dimension, level))]
    return float(pd.Series(levels).median())


def interval(see: Evidence, cluster: str, dimension: str, level: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of the share of firms at or above a level, in per cent."""
    share, firms = see.share(cluster, dimension, level) / 100, see.firms(cluster)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = share + z**2 / (2 * firms)
    half = z * sqrt(share * (1 - share) / firms + z**2 / (4 * firms**2))
    return 100 * (centre - half) / (1 + z**2 / firms), 100 * (centre + half) / (1 + z**2 / firms)


def rho(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Spearman's correlation of two orders of the same names; not a number where all tie."""
    if min(len(set(values.values())) for values in (one, other)) == 1:
        return nan
    return float(pd.Series(one).rank().corr(pd.Series(other).rank()))


def phase_sums(see: Evidence) -> dict[str, int]:
    """Phases of all pillars, added up."""
    return {cluster: sum(see.phase(cluster, pillar) for pillar in PILLARS) for cluster in FOUR}


@REGISTER.add(
    "penang-alone-at-level-1-in-product",
    "after the counts exactly at a level",
    "comparison",
    "Penang is the only cluster with firms exactly at level 1 in product technology.",
    FIRMS,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    found = {cluster: see.exactly(cluster, PRODUCT, 1) for cluster in FOUR}
    numbers = f"{by.amounts(see.by_name(found), unit='', digits=0)}."
    return by.tells([cluster for cluster in FOUR if found[cluster]] == [PENANG], numbers)


@REGISTER.add(
    "penang-median-highest-mean-lowest",
    "after the table of typical levels",
    "ranking",
    "In product technology Penang has the lowest mean level and the highest median.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    means = {cluster: mean(see, cluster, PRODUCT) for cluster in FOUR}
    medians = {cluster: median(see, cluster, PRODUCT) for cluster in FOUR}
    rest = [cluster for cluster in FOUR if cluster != PENANG]
    lowest = all(means[PENANG] < means[cluster] for cluster in rest)
    highest = all(medians[PENANG] > medians[cluster] for cluster in rest)
    told = [f"{see.name(cluster)} mean {means[cluster]:.2f}, median {decimal(medians[cluster], 1)}" for cluster in FOUR]
    return by.tells(lowest and highest, f"{'; '.join(told)}.")


@REGISTER.add(
    "intervals-set-penang-apart",
    "after the chart of intervals",
    "comparison",
    "At level 4 in process technology the interval of Penang lies above that of Qiaotou, and those of Buenos Aires and "
    "Los Lagos overlap.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    found = {cluster: interval(see, cluster, PROCESS, 4) for cluster in FOUR}
    told = [f"{see.name(cluster)} {low:.1f}% to {high:.1f}%" for cluster, (low, high) in found.items()]
    clear = found[PENANG][0] > found[QIAOTOU][1]
    overlap = found[BUENOS_AIRES][0] <= found[LOS_LAGOS][1] and found[LOS_LAGOS][0] <= found[BUENOS_AIRES][1]
    return by.tells(clear and overlap, f"{listed(told)}.")


@REGISTER.add(
    "kind-of-average-outweighs-rounding",
    "after the table of growth factors",
    "comparison",
    "For the wages of Los Lagos it matters far more whether the yearly rate is compounded than how it is rounded.",
    "growth.growth_pct_pa growth.start_year growth.end_year",
    clusters=(LOS_LAGOS,),
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    key = {"cluster": LOS_LAGOS, "indicator": "real-wages", "scope": "location"}
    rate = see.growth(LOS_LAGOS, "real-wages")
    years = int(see.value("growth", "end_year", **key)) - int(see.value("growth", "start_year", **key))
    low, compound, high = ((1 + (rate + shift) / 100) ** years for shift in (-0.05, 0, 0.05))
    simple = 1 + years * rate / 100
    numbers = f"Compounded the factor is {compound:.2f} ({low:.2f} to {high:.2f} by rounding), otherwise {simple:.2f}."
    return by.tells(compound - simple > 10 * (high - low), numbers)


@REGISTER.add(
    "no-cluster-leads-at-every-level",
    "after the table of ranks",
    "ranking",
    "In no dimension is one cluster first, alone or with others, at every level.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    told, leads = [], False
    for dimension in DIMENSIONS:
        first = {cluster: 0 for cluster in FOUR}
        for level in see.levels():
            shares = {cluster: see.share(cluster, dimension, level) for cluster in FOUR}
            for cluster in FOUR:
                first[cluster] += shares[cluster] >= max(shares.values()) - by.TOLERANCE
        leads |= len(see.levels()) in first.values()
        told.append(f"{IN_WORDS[dimension]}: {by.amounts(see.by_name(first), unit='', digits=0)}")
    return by.tells(not leads, f"First places at {len(see.levels())} levels, ties included, in {'; in '.join(told)}.")


@REGISTER.add(
    "buenos-aires-and-penang-tied-in-strength",
    "after the table of agreement",
    "comparison",
    "Buenos Aires and Penang, and no others, have the same sum of institutional phases.",
    "institutions.phase",
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    sums = phase_sums(see)
    tied = {cluster for cluster in FOUR if list(sums.values()).count(sums[cluster]) > 1}
    numbers = f"{by.amounts(see.by_name(sums), unit='', digits=0)}."
    return by.tells(tied == {BUENOS_AIRES, PENANG} and len({sums[at] for at in tied}) == 1, numbers)


@REGISTER.add(
    "sign-of-rho-hangs-on-the-measure",
    "after the table of agreement",
    "comparison",
    "In process technology the rank correlation with institutional strength is positive by the share at level 4 and "
    "negative by the mean level.",
    f"{SHARE} institutions.phase",
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    strength = phase_sums(see)
    by_share = rho(strength, {cluster: see.share(cluster, PROCESS, 4) for cluster in FOUR})
    by_mean = rho(strength, {cluster: mean(see, cluster, PROCESS) for cluster in FOUR})
    numbers = f"By the share rho is {decimal(by_share)}, by the mean level {decimal(by_mean)}."
    return by.tells(by_share > 0 > by_mean, numbers)
