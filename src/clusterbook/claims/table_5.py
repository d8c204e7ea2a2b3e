"""Claims of section 5 on Table 5 itself, and what this book reads in it."""

from __future__ import annotations

from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, COLUMNS, DIMENSIONS, FOUR, IN_WORDS, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Maker, Register

REGISTER = Register("5")
HR, PROCESS, PRODUCT = DIMENSIONS
FIRMS = "capabilities.firms"
SHARE = f"{FIRMS} survey.firms"
BOOK: Maker = "this book"


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
            fitting = [str(firms) for firms in by.counts_giving(said, sample)]
            if str(count) not in fitting:
                fits = f"{said:g}% would be {' or '.join(fitting)} firms" if fitting else f"no count gives {said:g}%"
                wrong.append(
                    f"in {IN_WORDS[dimension]} at level {level} {said:g}% is printed beside {count} of {sample} firms, "
                    f"which is {100 * count / sample:.3g}% ({fits})"
                )
        rest = f"{len(at) - len(wrong)} of {len(at)} percentages fit their counts"
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
        f"{see.column(*at)} from level {lower} to {higher}"
        for at in COLUMNS
        for lower, higher in pairwise(see.levels())
        if see.count(*at, higher) > see.count(*at, lower)
    ]
    return by.tells(
        not rising, f"Of the {len(COLUMNS)} columns, counts rise with the level in {listed(rising) or 'none'}."
    )


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


# What this book reads in Table 5.


def order_at_level_4(see: Evidence, dimension: str, order: tuple[str, ...]) -> Finding:
    """Judge an order of the four clusters by their firms at level 4 or above."""
    return by.ranked(see.of(FOUR, "share", dimension, 4), [see.name(cluster) for cluster in order])


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
    shares = sorted(see.reaching(3).items(), key=lambda pair: pair[1])
    found = by.ranked(dict(shares), [see.column(PENANG, PRODUCT)], lowest=True)
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
    return by.tells(not apart, f"The counts differ {f'in {listed(apart)}' if apart else 'at no level'}.")
