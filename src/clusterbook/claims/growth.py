"""Claims of section 5 on the growth of exports, employment and wages, and Figure 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("5")
GROWTH = "growth.growth_pct_pa"
COUNTS = "capabilities.firms survey.firms"
INDICATORS = ("exports", "employment", "real-wages")


def _rates(see: Evidence, indicator: str, stated: Mapping[str, float]) -> Finding:
    return by.as_printed(see.by_name(stated), see.of(stated, "growth", indicator))


@REGISTER.add(
    "upgrading-helped-growth",
    "Economic synergies, paragraph 1",
    "attribution",
    "Technological upgrading helped exports, employment and wages to grow in the four clusters.",
    f"{GROWTH} {COUNTS}",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    least = min(see.growth(at, what) for at in FOUR for what in INDICATORS)
    found = by.rose(
        see.by_name({at: see.share_over_years(at, "process", 4) for at in FOUR}),
        "the levels of firms in an earlier year too, for one year shows no upgrading",
        digits=0,
    )
    numbers = f"The lowest of the growth rates is {least:.1f}%. Firms at level 4 or above in process technology: "
    if least <= 0:
        return by.tells(False, numbers + found.numbers)
    return replace(found, numbers=numbers + found.numbers)


@REGISTER.add(
    "growth-order-is-not-depth-order",
    "after the chart of growth",
    "ranking",
    "Penang has the largest share of firms at level 4 or above in every dimension, but came last in the growth of "
    "exports and of employment and last but one in that of wages.",
    f"{GROWTH} {COUNTS}",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    shares = {dimension: see.of(FOUR, "share", dimension, 4) for dimension in DIMENSIONS}
    penang = see.name(PENANG)
    places = {what: sorted(FOUR, key=lambda at: -see.growth(at, what)).index(PENANG) + 1 for what in INDICATORS}
    deepest = all(max(found, key=lambda name: found[name]) == penang for found in shares.values())
    levels = "; ".join(f"{at.replace('-', ' ')}, {by.amounts(found, digits=0)}" for at, found in shares.items())
    ranks = listed([f"{rank} in {what.replace('-', ' ')}" for what, rank in places.items()])
    return by.tells(
        deepest and list(places.values()) == [4, 4, 3],
        f"Shares at level 4 or above: {levels}. Ranks of {penang} among the four by growth: {ranks}.",
    )


@REGISTER.add(
    "exports-drove-growth",
    "Economic synergies, paragraph 2",
    "attribution",
    "It was exports that drove growth in the clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    """Exports behind employment would speak against them as the driver; ahead of it they do not prove it."""
    ahead = see.by_name({at: see.growth(at) - see.growth(at, "employment") for at in FOUR})
    found = by.every(ahead, lambda points: points > by.TOLERANCE, unit=" points")
    numbers = f"Growth of exports less that of employment: {found.numbers}"
    if any(points <= by.TOLERANCE for points in ahead.values()):
        return by.tells(False, numbers)
    return by.untold(numbers, "the growth of output, and how much of it was exported")


@REGISTER.add(
    "exports-strong-everywhere",
    "Economic synergies, paragraphs 2 and 4",
    "every cluster",
    "Exports went on growing strongly in each of the four clusters over 2000–2006.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    lead = see.of(FOUR, "premium")
    found = by.every(lead, lambda points: points > by.TOLERANCE, unit=" points")
    return replace(
        found,
        numbers=f"{by.amounts(see.of(FOUR, 'growth'))}. No mark is set for strong growth; the clusters were selected "
        f"for exports that outgrew the nation's, and the lead is: {found.numbers}",
    )


@REGISTER.add(
    "growth-period",
    "Economic synergies, paragraphs 2 to 7",
    "date",
    "All the rates of growth are of the years 2000 to 2006.",
    "growth.start_year growth.end_year",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    rows = see.rows("growth")
    rows = rows[rows["cluster"].isin(FOUR)]
    periods = {f"{row['start_year']}–{row['end_year']}" for _, row in rows.iterrows()}
    return by.tells(periods == {"2000–2006"}, f"The {len(rows)} rates are of {listed(sorted(periods))}.")


@REGISTER.add(
    "exports-los-lagos-and-buenos-aires-lead",
    "Economic synergies, paragraph 3",
    "ranking",
    "Exports grew most in Los Lagos and next in Buenos Aires.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "growth"), [see.name(LOS_LAGOS), see.name(BUENOS_AIRES)])


@REGISTER.add(
    "export-rates-los-lagos-and-buenos-aires",
    "Economic synergies, paragraph 3",
    "number",
    "Exports grew by 18.6% a year in Los Lagos and by 15.3% in Buenos Aires.",
    GROWTH,
    clusters=(LOS_LAGOS, BUENOS_AIRES),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "exports", {LOS_LAGOS: 18.6, BUENOS_AIRES: 15.3})


@REGISTER.add(
    "compensation-rule-behind-exports",
    "Economic synergies, paragraph 3",
    "date",
    "MERCOSUR's rule that exports make up for imports was important for the growth of exports from Buenos Aires.",
    "growth.start_year growth.end_year events.year events.year_end events.date",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    """The rule must have been in force in some of the years; it need not have lasted through all of them."""
    key = {"cluster": BUENOS_AIRES, "indicator": "exports", "scope": "location"}
    start, end = (int(see.value("growth", column, **key)) for column in ("start_year", "end_year"))
    rule, suspended = see.event("mercosur-compensation"), see.event("mercosur-suspended")
    return by.tells(
        rule.first < end and start < suspended.first,
        f"The growth is of {start}–{end}. Section 6 dates the rule to {rule.printed}, and has the agreement suspended "
        f"when output had fallen by {suspended.printed}.",
    )


@REGISTER.add(
    "supermarkets-behind-exports",
    "Economic synergies, paragraph 3",
    "date",
    "Demand coordinated by supermarkets was instrumental in the exports of salmon from Los Lagos.",
    "growth.start_year events.year events.year_end events.date",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    start = int(see.value("growth", "start_year", cluster=LOS_LAGOS, indicator="exports", scope="location"))
    chains = see.event("supermarket-link")
    return by.tells(
        chains.first <= start,
        f"Section 6 has supermarkets in the chain from the {chains.printed}; the growth measured begins in {start}.",
    )


@REGISTER.add(
    "export-rates-qiaotou-and-penang",
    "Economic synergies, paragraph 4",
    "number",
    "Exports grew by 12.4% a year in Qiaotou and by 6.7% in Penang.",
    GROWTH,
    clusters=(QIAOTOU, PENANG),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "exports", {QIAOTOU: 12.4, PENANG: 6.7})


@REGISTER.add(
    "penang-exports-kept-growing",
    "Economic synergies, paragraph 4",
    "trend",
    "Though a want of skilled people slowed the arrival of new firms, exports from Penang went on growing.",
    GROWTH,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    rate = see.growth(PENANG)
    return by.tells(rate > 0, f"Exports from {see.name(PENANG)} grew by {rate:.1f}% a year.")


@REGISTER.add(
    "employment-strong-everywhere",
    "Economic synergies, paragraph 5",
    "every cluster",
    "Employment grew strongly in all four clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    jobs = see.of(FOUR, "growth", "employment")
    slow = see.of((PENANG, BUENOS_AIRES), "growth", "real-wages")
    found = by.every(jobs, lambda rate: rate > max(slow.values()))
    return replace(
        found,
        numbers=f"{found.numbers} No mark is set for strong growth; what the section calls slower, the growth of real "
        f"wages in two of the clusters, is {by.amounts(slow)}.",
    )


@REGISTER.add(
    "employment-in-the-order-of-exports",
    "after the chart of growth",
    "ranking",
    "Employment grew in the same order of the clusters as exports.",
    GROWTH,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    orders = {
        what: [see.name(at) for at in sorted(FOUR, key=lambda at: -see.growth(at, what))]
        for what in ("exports", "employment")
    }
    numbers = " ".join(f"Order of {what}: {', '.join(names)}." for what, names in orders.items())
    return by.tells(orders["exports"] == orders["employment"], numbers)


@REGISTER.add(
    "employment-rates",
    "Economic synergies, paragraph 5",
    "number",
    "Employment grew by 11.9% a year in Los Lagos, 6.5% in Buenos Aires, 5.6% in Qiaotou and 4.0% in Penang.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _rates(see, "employment", {LOS_LAGOS: 11.9, BUENOS_AIRES: 6.5, QIAOTOU: 5.6, PENANG: 4.0})


@REGISTER.add(
    "real-wages-rose-everywhere",
    "Economic synergies, paragraph 6",
    "every cluster",
    "Real wages rose in all the places studied.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.every(see.of(FOUR, "growth", "real-wages"), lambda rate: rate > 0)


@REGISTER.add(
    "wages-los-lagos-and-qiaotou-lead",
    "Economic synergies, paragraph 6",
    "ranking",
    "Wages rose most in Los Lagos and next in Qiaotou.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "growth", "real-wages"), [see.name(LOS_LAGOS), see.name(QIAOTOU)])


@REGISTER.add(
    "wage-rates-los-lagos-and-qiaotou",
    "Economic synergies, paragraph 6",
    "number",
    "Wages rose by 27.1% a year in Los Lagos and by 13.1% in Qiaotou.",
    GROWTH,
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "real-wages", {LOS_LAGOS: 27.1, QIAOTOU: 13.1})


@REGISTER.add(
    "wages-ahead-of-exports",
    "after the chart of growth",
    "comparison",
    "In Los Lagos and Qiaotou, but not in the other two, real wages grew faster than exports.",
    GROWTH,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    ahead = {at: see.growth(at, "real-wages") - see.growth(at) for at in FOUR}
    numbers = f"Wages less exports: {by.amounts(see.by_name(ahead), unit=' points')}."
    return by.tells({at for at in FOUR if ahead[at] > by.TOLERANCE} == {LOS_LAGOS, QIAOTOU}, numbers)


@REGISTER.add(
    "wages-slower-in-penang-and-buenos-aires",
    "Economic synergies, paragraph 7",
    "ranking",
    "Real wages rose more slowly in Penang and Buenos Aires than in the other two.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    slow = see.of((PENANG, BUENOS_AIRES), "growth", "real-wages")
    fast = see.of((LOS_LAGOS, QIAOTOU), "growth", "real-wages")
    return by.tells(max(slow.values()) < min(fast.values()), f"{by.amounts(slow)}, against {by.amounts(fast)}.")


@REGISTER.add(
    "wage-rates-penang-and-buenos-aires",
    "Economic synergies, paragraph 7",
    "number",
    "Real wages rose by 1.1% a year in Penang and by 0.5% in Buenos Aires.",
    GROWTH,
    clusters=(PENANG, BUENOS_AIRES),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "real-wages", {PENANG: 1.1, BUENOS_AIRES: 0.5})


@REGISTER.add(
    "penang-wages-and-capability",
    "Economic synergies, paragraph 7",
    "attribution",
    "Real wages could not rise fast in Penang because too little technological capability was built up there.",
    COUNTS,
    clusters=(LOS_LAGOS, PENANG, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    """What was built up over the years counts, beside the two clusters where wages rose fast; not what was there."""
    shares = {at: see.share_over_years(at, "process", 4) for at in (PENANG, LOS_LAGOS, QIAOTOU)}
    found = by.rose(see.by_name(shares), "the levels of firms in an earlier year too", digits=0)
    numbers = f"Firms at level 4 or above in process technology: {found.numbers}"
    if found.needs:
        said = " What the firms have says nothing of how much of it was built up while wages grew."
        return by.untold(numbers + said, found.needs)
    gains = {at: values[max(values)] - values[min(values)] for at, values in shares.items()}
    return by.tells(gains[PENANG] < min(gains[LOS_LAGOS], gains[QIAOTOU]), numbers)


@REGISTER.add(
    "penang-unskilled-influx",
    "Economic synergies, paragraph 7",
    "attribution",
    "Unskilled workers coming in from abroad held real wages back in Penang.",
    "skills.skill_intensity_pct",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    skilled = see.over_years("skills", "skill_intensity_pct", cluster=PENANG)
    unskilled = {year: 100 - share for year, share in skilled.items()}
    found = by.rose({see.name(PENANG): unskilled}, "the share of the unskilled, and of foreigners, in an earlier year")
    others = by.amounts(see.by_name({at: 100 - see.skill(at) for at in FOUR if at != PENANG}))
    return replace(found, numbers=f"Workforce that is not skilled: {found.numbers} Elsewhere: {others}.")


@REGISTER.add(
    "freer-imports-of-parts",
    "Economic synergies, paragraph 7",
    "attribution",
    "Easier imports left the Argentine makers of components only work of low added value.",
    "assertions.topic assertions.place assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("import-rules-on-parts"))


@REGISTER.add(
    "export-premium-largest-and-smallest",
    "after the chart of export growth",
    "ranking",
    "Exports outgrew those of the country everywhere, by most in Los Lagos and by least in Qiaotou.",
    GROWTH,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    lead = see.of(FOUR, "premium")
    order = sorted(lead, key=lambda name: -lead[name])
    ends = order[0] == see.name(LOS_LAGOS) and order[-1] == see.name(QIAOTOU)
    return by.tells(ends and lead[order[-1]] > by.TOLERANCE, f"{by.amounts(lead, unit=' points')}.")
