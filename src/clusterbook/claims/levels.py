"""Claims of section 5 on the levels that firms have reached, as its text gives them."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import COLUMNS, DIMENSIONS, FOUR, IN_WORDS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("5")
UPGRADING = "Technological upgrading, paragraph"
HR, PROCESS, PRODUCT = DIMENSIONS
FIRMS = "capabilities.firms"
SHARE = f"{FIRMS} survey.firms"
OWNERS = f"{SHARE} survey.foreign_share_pct_printed"
ALL = "human resources, process and product technology"


def at_or_above(see: Evidence, level: int) -> dict[str, list[float]]:
    """Firms at or above a level in per cent, for each cluster in the order of the dimensions."""
    return {cluster: [see.share(cluster, dimension, level) for dimension in DIMENSIONS] for cluster in FOUR}


def beside(shares: dict[str, list[float]]) -> tuple[bool, str]:
    """Whether Penang leads in every dimension, and its shares beside the highest of the others."""
    rest = [max(found) for found in zip(*(shares[cluster] for cluster in FOUR if cluster != PENANG), strict=True)]
    told = [listed([f"{share:.1f}%" for share in found]) for found in (shares[PENANG], rest)]
    leads = all(one > other for one, other in zip(shares[PENANG], rest, strict=True))
    return leads, f"{told[0]} in Penang, {told[1]} at most elsewhere"


def foreign_majority(see: Evidence, level: int, dimensions: tuple[str, ...]) -> Finding:
    """Judge by the bounds of Table 1 whether most of Penang's firms at or above a level are foreign."""
    most, (_, national) = see.foreign_firms(PENANG)[1], see.national_firms(PENANG)
    firms = [see.count(PENANG, dimension, level) for dimension in dimensions]
    low = [max(0, found - national) for found in firms]
    told = listed(
        [f"{one} of {found} in {IN_WORDS[at]}" for one, found, at in zip(low, firms, dimensions, strict=True)]
    )
    numbers = (
        f"At most {national} firms of Penang are national, so of those at level {level} or above "
        f"at least {told} are foreign."
    )
    if all(2 * one > found for one, found in zip(low, firms, strict=True)):
        return by.tells(True, numbers)
    if any(2 * min(found, most) <= found for found in firms):
        return by.tells(False, numbers)
    return by.untold(numbers, "the owners of the firms by level")


@REGISTER.add(
    "over-half-at-level-3",
    "opening paragraph",
    "share",
    "More than half of the firms of the clusters stand at level 3 or above.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    shares = see.reaching(3)
    least = min(shares, key=lambda name: shares[name])
    numbers = f"Of the {len(shares)} columns of Table 5 the lowest share is {shares[least]:.1f}%, {least}."
    return by.tells(shares[least] > 50, numbers)


@REGISTER.add(
    "level-6-penang-alone",
    f"{UPGRADING} 1",
    "ranking",
    "No cluster but Penang has a firm at level 6.",
    FIRMS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    most = {cluster: max(see.counts(cluster, 6)) for cluster in FOUR}
    alone = [cluster for cluster in FOUR if most[cluster]] == [PENANG]
    numbers = by.amounts(see.by_name(most), unit="", digits=0)
    return by.tells(alone, f"Firms at level 6, in the dimension where they are most: {numbers}.")


@REGISTER.add(
    "level-5-sets-penang-apart",
    f"{UPGRADING} 1",
    "comparison",
    "Penang stands apart from the other clusters by a significant number of firms at level 5.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    leads, numbers = beside(at_or_above(see, 5))
    return by.tells(leads, f"At level 5 or above in {ALL}: {numbers}.")


@REGISTER.add(
    "firms-mainly-at-level-4",
    f"{UPGRADING} 1",
    "share",
    "But for deeper levels in Penang, most firms of the clusters are found at level 4.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    levels = [level for level in see.levels() if level < 5]
    exactly = {at: {level: see.exactly(*at, level) for level in levels} for at in COLUMNS}
    largest = [at for at, found in exactly.items() if all(found[4] > found[level] for level in levels if level != 4)]
    half = [at for at in COLUMNS if see.share(*at, 4) > 50]

    def tally(found: list[tuple[str, str]]) -> str:
        counted = {see.name(cluster): sum(at[0] == cluster for at in found) for cluster in FOUR}
        return by.amounts(counted, unit=f" of {len(DIMENSIONS)}", digits=0)

    return by.readings(
        {
            "more firms exactly at level 4 than at any lower one": (len(largest) == len(COLUMNS), ""),
            "more than half of the firms at level 4 or above": (len(half) == len(COLUMNS), ""),
        },
        f"Columns of Table 5 with more firms exactly at level 4 than at any lower level: {tally(largest)}; with over "
        f"half of the firms at level 4 or above: {tally(half)}.",
    )


@REGISTER.add(
    "no-button-firm-at-level-6",
    f"{UPGRADING} 4",
    "count",
    "The authors put no firm of Qiaotou at level 6.",
    FIRMS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    found = see.counts(QIAOTOU, 6)
    numbers = f"At level 6 in {ALL}: {listed([*map(str, found)])} firms."
    return by.tells(not any(found), numbers)


@REGISTER.add(
    "over-half-at-level-4",
    f"{UPGRADING} 5",
    "share",
    "In each of the clusters more than half of the firms have come to level 4 or above in all three dimensions.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    least = {cluster: min(see.share(cluster, dimension, 4) for dimension in DIMENSIONS) for cluster in FOUR}
    found = by.every(see.by_name(least), lambda share: share > 50)
    pooled = [
        100 * sum(see.count(at, dimension, 4) for at in FOUR) / sum(map(see.firms, FOUR)) for dimension in DIMENSIONS
    ]
    together = listed([f"{share:.1f}%" for share in pooled])
    return Finding(
        found.verdict,
        f"The lowest share of the three dimensions: {found.numbers} Of the firms of all four taken together {together} "
        f"reach level 4 in {ALL}.",
    )


@REGISTER.add(
    "penang-leads-at-level-4",
    f"{UPGRADING} 6",
    "ranking",
    "Firms with level 4 capabilities are most frequent in Penang.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    exactly = {at: [100 * see.exactly(at, dimension, 4) / see.firms(at) for dimension in DIMENSIONS] for at in FOUR}
    holds, numbers = beside(at_or_above(see, 4))
    return by.tells(holds, f"At level 4 or above in {ALL}: {numbers}. Exactly at level 4: {beside(exactly)[1]}.")


@REGISTER.add(
    "foreign-firms-dominate-level-4",
    f"{UPGRADING} 6",
    "share",
    "Most of Penang's firms at level 4 are foreign.",
    OWNERS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return foreign_majority(see, 4, DIMENSIONS)


@REGISTER.add(
    "foreign-firms-dominate-level-5-people-and-process",
    f"{UPGRADING} 6",
    "share",
    "Most of Penang's firms at level 5 in human resources and in process technology are foreign.",
    OWNERS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return foreign_majority(see, 5, (HR, PROCESS))


@REGISTER.add(
    "foreign-firms-dominate-level-5-product",
    f"{UPGRADING} 6",
    "share",
    "Most of Penang's firms at level 5 in product technology are foreign.",
    OWNERS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return foreign_majority(see, 5, (PRODUCT,))


@REGISTER.add(
    "most-national-firms-at-level-3",
    f"{UPGRADING} 6",
    "share",
    "Most national firms of Penang stand at level 3.",
    OWNERS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    fewest, most = see.national_firms(PENANG)
    firms = see.firms(PENANG)
    exactly = [see.exactly(PENANG, dimension, 3) for dimension in DIMENSIONS]
    numbers = (
        f"Of {firms} firms {fewest} to {most} are national; exactly at level 3 stand "
        f"{listed([*map(str, exactly)])} firms in {ALL}."
    )
    if any(2 * found <= fewest for found in exactly):
        return by.tells(False, numbers)
    if all(2 * (most - (firms - found)) > most for found in exactly):
        return by.tells(True, numbers)
    return by.untold(numbers, "the levels of the national firms")
