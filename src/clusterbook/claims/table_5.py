"""Claims of section 5 on the levels that firms have reached, and Table 5 itself."""

from __future__ import annotations

from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Maker, Register, Verdict
from .technology import FIRMS, HR, PROCESS, PRODUCT, SAYS, UPGRADING, counts, three

REGISTER = Register("5")
SHARE = f"{FIRMS} survey.firms"
OWNERS = f"{SHARE} survey.foreign_share_pct_printed"
BOOK: Maker = "this book"
IN_WORDS = {HR: "human resources", PROCESS: "process technology", PRODUCT: "product technology"}
CELLS = tuple((cluster, dimension) for cluster in FOUR for dimension in DIMENSIONS)


def cell(see: Evidence, cluster: str, dimension: str) -> str:
    """A column of Table 5 in words."""
    return f"{see.name(cluster)} in {IN_WORDS[dimension]}"


def reaching(see: Evidence, level: int) -> dict[str, float]:
    """Firms at or above a level in per cent, for each of the twelve columns of Table 5."""
    return {cell(see, *at): see.share(*at, level) for at in CELLS}


def over_half(see: Evidence, level: int) -> tuple[bool, str]:
    """Whether over half of the firms of all twelve columns reach a level, and the lowest share."""
    shares = reaching(see, level)
    least = min(shares, key=lambda name: shares[name])
    return shares[least] > 50, f"the lowest share at level {level} or above is {shares[least]:.1f}%, {least}"


def order_at_level_4(see: Evidence, dimension: str, order: tuple[str, ...]) -> Finding:
    """Judge an order of the four clusters by their firms at level 4 or above."""
    return by.ranked(see.of(FOUR, "share", dimension, 4), [see.name(cluster) for cluster in order])


def foreign_majority(see: Evidence, level: int, dimensions: tuple[str, ...]) -> Finding:
    """Judge by the bounds of Table 1 whether most of Penang's firms at or above a level are foreign."""
    fewest, most = see.foreign_firms(PENANG)
    firms = [see.count(PENANG, dimension, level) for dimension in dimensions]
    low = [max(0, found - (see.firms(PENANG) - fewest)) for found in firms]
    told = listed(
        [f"{one} of {found} in {IN_WORDS[at]}" for one, found, at in zip(low, firms, dimensions, strict=True)]
    )
    numbers = (
        f"{see.firms(PENANG) - fewest} firms of Penang at most are national, so that of those at level {level} or "
        f"above at least {told} are foreign."
    )
    if all(2 * one > found for one, found in zip(low, firms, strict=True)):
        return by.tells(True, numbers)
    if any(2 * min(found, most) <= found for found in firms):
        return by.tells(False, numbers)
    return by.untold(numbers, "the owners of the firms by level")


# What the text says of the levels.


@REGISTER.add(
    "over-half-at-level-3",
    "opening paragraph",
    "share",
    "More than half of the firms of the clusters stand at level 3 or above.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    holds, least = over_half(see, 3)
    return by.tells(holds, f"Over the clusters and dimensions {least}.")


@REGISTER.add(
    "all-four-technologically-advanced",
    f"{UPGRADING} 1",
    "every cluster",
    "The four clusters are all advanced in technology.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.readings(
        {
            "over half of the firms at level 3 (major improvements) or above": over_half(see, 3),
            "over half of them at level 4 (engineering) or above": over_half(see, 4),
        },
        "The paper does not say from which level a cluster is advanced.",
    )


@REGISTER.add(
    "penang-level-6-firm-is-transnational",
    f"{UPGRADING} 1",
    "attribution",
    "What stands at level 6 in Penang is a transnational.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-level-6-firm"))


@REGISTER.add(
    "level-6-penang-alone",
    f"{UPGRADING} 1",
    "ranking",
    "No cluster but Penang has a firm at level 6.",
    FIRMS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    most = {cluster: max(counts(see, cluster, 6)) for cluster in FOUR}
    alone = [cluster for cluster in FOUR if most[cluster]] == [PENANG]
    numbers = by.amounts(see.by_name(most), unit="", digits=0)
    return by.tells(alone, f"Most firms at level 6 in a dimension: {numbers}.")


@REGISTER.add(
    "level-5-sets-penang-apart",
    f"{UPGRADING} 1",
    "comparison",
    "Many firms at level 5 set Penang apart from the other clusters.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    shares = {dimension: {cluster: see.share(cluster, dimension, 5) for cluster in FOUR} for dimension in DIMENSIONS}
    others = {dimension: max(found[at] for at in FOUR if at != PENANG) for dimension, found in shares.items()}
    told = [
        f"{shares[dimension][PENANG]:.1f}% against {others[dimension]:.1f}% at most in {IN_WORDS[dimension]}"
        for dimension in DIMENSIONS
    ]
    leads = all(shares[dimension][PENANG] > others[dimension] for dimension in DIMENSIONS)
    return by.tells(leads, f"At level 5 or above stand {listed(told)}.")


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
    exactly = {at: {level: see.exactly(*at, level) for level in levels} for at in CELLS}
    largest = [at for at, found in exactly.items() if all(found[4] > found[level] for level in levels if level != 4)]
    half = [at for at in CELLS if see.share(*at, 4) > 50]
    by_4 = listed([cell(see, *at) for at in largest]) or "none"
    by_half = listed([cell(see, *at) for at in half]) or "none"
    return by.readings(
        {
            "more firms exactly at level 4 than at any lower one": (len(largest) == len(CELLS), f"so in {by_4}"),
            "more than half at level 4 or above": (len(half) == len(CELLS), f"so in {by_half}"),
        },
        f"Of {len(CELLS)} columns of Table 5, {len(largest)} have more firms exactly at level 4 than at any lower "
        f"level, and {len(half)} have over half of them at level 4 or above.",
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
    found = counts(see, QIAOTOU, 6)
    return by.tells(not any(found), f"Table 5 counts {three(found)} firms of {see.name(QIAOTOU)} at level 6.")


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
    return Finding(found.verdict, f"The lowest share of the three dimensions: {found.numbers}")


@REGISTER.add(
    "penang-leads-at-level-4",
    f"{UPGRADING} 6",
    "ranking",
    "Firms with level 4 capabilities are most frequent in Penang.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    at_or_above = {dimension: {at: see.share(at, dimension, 4) for at in FOUR} for dimension in DIMENSIONS}
    exactly = {
        dimension: {at: 100 * see.exactly(at, dimension, 4) / see.firms(at) for at in FOUR} for dimension in DIMENSIONS
    }

    def leads(shares: dict[str, dict[str, float]]) -> tuple[bool, str]:
        rest = {dimension: max(found[at] for at in FOUR if at != PENANG) for dimension, found in shares.items()}
        told = [f"{shares[dimension][PENANG]:.1f}% against {rest[dimension]:.1f}%" for dimension in DIMENSIONS]
        return all(shares[dimension][PENANG] > rest[dimension] for dimension in DIMENSIONS), listed(told)

    return by.readings(
        {"firms at level 4 or above": leads(at_or_above), "firms exactly at level 4": leads(exactly)},
        "Penang is held against the next cluster in human resources, process and product technology.",
    )


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
    fewest, most = see.foreign_firms(PENANG)
    firms = see.firms(PENANG)
    exactly = [see.exactly(PENANG, dimension, 3) for dimension in DIMENSIONS]
    numbers = (
        f"Of {firms} firms {firms - most} to {firms - fewest} are national; exactly at level 3 stand {three(exactly)}."
    )
    if any(2 * found <= firms - most for found in exactly):
        return by.tells(False, numbers)
    if all(2 * (firms - fewest - (firms - found)) > firms - fewest for found in exactly):
        return by.tells(True, numbers)
    return by.untold(numbers, "the levels of the national firms")


@REGISTER.add(
    "few-national-firms-at-level-4",
    f"{UPGRADING} 6",
    "count",
    "A few national firms of Penang, Vitrox among them, stand at level 4.",
    OWNERS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    national = see.firms(PENANG) - see.foreign_firms(PENANG)[0]
    exactly = [see.exactly(PENANG, dimension, 4) for dimension in DIMENSIONS]
    numbers = f"Exactly at level 4 stand {three(exactly)} firms of Penang; up to {national} firms are national."
    if not (any(exactly) and national):
        return Finding(Verdict.FAILS, numbers)
    return by.untold(numbers, "the levels of the national firms, by name")


# Table 5 itself.


def percentages(cluster: str, name: str) -> None:
    """Register the claim that each percentage printed for a cluster is that of its count."""

    @REGISTER.add(
        f"table-5-percentages-{cluster}",
        "Table 5",
        "number",
        f"Each percentage of Table 5 for {name} is its count as a share of the sample.",
        f"{SHARE} capabilities.share_pct_printed",
        clusters=(cluster,),
    )
    def _(see: Evidence) -> Finding:
        sample, wrong = see.firms(cluster), []
        at = [(dimension, level) for dimension in DIMENSIONS for level in see.levels()]
        for dimension, level in at:
            said, count = see.printed_share(cluster, dimension, level), see.count(cluster, dimension, level)
            fitting = [
                str(firms) for firms in range(sample + 1) if abs(100 * firms / sample - said) <= 0.5 + by.TOLERANCE
            ]
            if str(count) not in fitting:
                fits = f"{said:g}% fits {' or '.join(fitting)}" if fitting else f"no count gives {said:g}%"
                wrong.append(
                    f"in {IN_WORDS[dimension]} at level {level} {count} of {sample} firms are "
                    f"{100 * count / sample:.3g}%, not {said:g}% ({fits})"
                )
        rest = f"{len(at) - len(wrong)} of {len(at)} percentages fit"
        return by.tells(not wrong, f"{'; '.join([rest, *wrong])}.")


for _cluster, _name in (
    (BUENOS_AIRES, "Buenos Aires"),
    (LOS_LAGOS, "Los Lagos"),
    (PENANG, "Penang"),
    (QIAOTOU, "Qiaotou"),
):
    percentages(_cluster, _name)


@REGISTER.add(
    "table-5-counts-fall",
    "Table 5",
    "trend",
    "In each column of Table 5 no level has more firms than the level below it.",
    FIRMS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    rising = [
        f"{cell(see, *at)} from level {lower} to {higher}"
        for at in CELLS
        for lower, higher in pairwise(see.levels())
        if see.count(*at, higher) > see.count(*at, lower)
    ]
    return by.tells(not rising, f"{len(CELLS)} columns; counts rise in {listed(rising) or 'none'}.")


@REGISTER.add(
    "table-5-level-1-is-the-sample",
    "Table 5",
    "count",
    "At level 1 Table 5 counts every firm of the sample, and nowhere more.",
    SHARE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    lowest = see.levels()[0]
    counted = {
        cluster: {see.count(cluster, dimension, lowest) for dimension in DIMENSIONS}
        | {max(see.count(cluster, dimension, level) for dimension in DIMENSIONS for level in see.levels())}
        for cluster in FOUR
    }
    told = [
        f"{see.name(cluster)} {' or '.join(map(str, sorted(found)))} of {see.firms(cluster)}"
        for cluster, found in counted.items()
    ]
    return by.tells(all(found == {see.firms(at)} for at, found in counted.items()), f"{listed(told)}.")


@REGISTER.add(
    "table-5-regions",
    "Table 5",
    "count",
    "Table 5 has Buenos Aires and Los Lagos under Latin America, Penang and Qiaotou under Asia.",
    "clusters.region",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    regions = {cluster: str(see.value("clusters", "region", cluster=cluster)) for cluster in FOUR}
    told = [f"{see.name(cluster)} in {region}" for cluster, region in regions.items()]
    return by.tells(
        regions == {BUENOS_AIRES: "Latin America", LOS_LAGOS: "Latin America", PENANG: "Asia", QIAOTOU: "Asia"},
        f"{listed(told)}.",
    )


# What this book reads in Table 5.


@REGISTER.add(
    "process-level-4-order",
    "after the chart of levels",
    "ranking",
    "By firms at level 4 or above in process technology Penang leads, before Qiaotou, Los Lagos and Buenos Aires.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    return order_at_level_4(see, PROCESS, (PENANG, QIAOTOU, LOS_LAGOS, BUENOS_AIRES))


@REGISTER.add(
    "human-resources-level-4-order",
    "after the chart of levels",
    "ranking",
    "By firms at level 4 or above in human resources Penang leads, before Qiaotou, Los Lagos and Buenos Aires.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    return order_at_level_4(see, HR, (PENANG, QIAOTOU, LOS_LAGOS, BUENOS_AIRES))


@REGISTER.add(
    "product-level-4-order",
    "after the chart of levels",
    "ranking",
    "By firms at level 4 or above in product technology Penang leads, before Qiaotou, Buenos Aires and Los Lagos.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    return order_at_level_4(see, PRODUCT, (PENANG, QIAOTOU, BUENOS_AIRES, LOS_LAGOS))


@REGISTER.add(
    "penang-product-lowest-at-level-3",
    "after the chart of levels",
    "ranking",
    "The smallest share of firms at level 3 or above is that of Penang in product technology.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    shares = sorted(reaching(see, 3).items(), key=lambda pair: pair[1])
    found = by.ranked(dict(shares), [cell(see, PENANG, PRODUCT)], lowest=True)
    few = by.amounts(dict(shares[:3]))
    return Finding(found.verdict, f"The lowest of {len(shares)} shares: {few}.", found.readings)


@REGISTER.add(
    "over-half-at-level-4-in-penang-alone",
    "after the chart of levels",
    "share",
    "Penang is the one cluster with over half of its firms at level 4 or above in every dimension.",
    SHARE,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    least = {cluster: min(see.share(cluster, dimension, 4) for dimension in DIMENSIONS) for cluster in FOUR}
    numbers = f"The lowest share of the three dimensions: {by.amounts(see.by_name(least))}."
    return by.tells([cluster for cluster in FOUR if least[cluster] > 50] == [PENANG], numbers)


@REGISTER.add(
    "largest-group-at-level-3",
    "after the chart of exact levels",
    "ranking",
    "In process technology more firms stand exactly at level 3 than at any other level, in each cluster but Penang.",
    FIRMS,
    clusters=FOUR,
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    third = {cluster: see.exactly(cluster, PROCESS, 3) for cluster in FOUR}
    rest = {at: max(see.exactly(at, PROCESS, level) for level in see.levels() if level != 3) for at in FOUR}
    led = [cluster for cluster in FOUR if third[cluster] > rest[cluster]]
    told = [f"{see.name(at)} {third[at]} at level 3 and at most {rest[at]} at another" for at in FOUR]
    return by.tells(led == [cluster for cluster in FOUR if cluster != PENANG], f"{'; '.join(told)}.")


@REGISTER.add(
    "human-resources-and-process-alike",
    "after Table 5",
    "comparison",
    "In Buenos Aires and Penang human resources and process technology have the same counts at every level.",
    FIRMS,
    clusters=(BUENOS_AIRES, PENANG),
    made_by=BOOK,
)
def _(see: Evidence) -> Finding:
    apart = [
        f"{see.name(cluster)} at level {level}"
        for cluster in (BUENOS_AIRES, PENANG)
        for level in see.levels()
        if see.count(cluster, HR, level) != see.count(cluster, PROCESS, level)
    ]
    return by.tells(not apart, f"The counts differ in {listed(apart) or 'none of the levels'}.")
