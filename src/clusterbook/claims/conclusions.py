"""Claims of section 7."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("7")
COUNTS = "capabilities.firms"
DATES = "events.year events.year_end events.date"
GROWTH = "growth.growth_pct_pa"
SAYS = "assertions.topic assertions.place assertions.says"


@REGISTER.add(
    "institutional-change-drives-upgrading",
    "paragraph 1",
    "attribution",
    "Institutional change is essential to technological upgrading, which rests on the support it gives to firms.",
    f"institutions.phase {COUNTS} survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    told = ", ".join(
        f"{see.name(cluster)} {sum(see.phase(cluster, pillar) for pillar in PILLARS)} and "
        f"{see.share(cluster, 'process', 4):.0f}%"
        for cluster in FOUR
    )
    return by.untold(
        f"Sum of institutional phases beside the firms at or above level 4 in process technology: {told}; "
        f"both in {see.year} alone.",
        "phases and levels of the same clusters in two years or more, before and after a change of institutions",
    )


@REGISTER.add(
    "upgrading-differs-by-industry-and-location",
    "paragraph 1",
    "every cluster",
    "What technological upgrading achieved differs with industry and location.",
    f"{COUNTS} survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    shares = see.of(FOUR, "share", "process", 4)
    return by.tells(
        len({round(share, 6) for share in shares.values()}) == len(FOUR),
        f"At or above level 4 in process technology: {by.amounts(shares)}; each cluster is of an industry and a place "
        "of its own, so that the data cannot part the two.",
    )


@REGISTER.add(
    "regulation-raised-value-added",
    "paragraph 1",
    "attribution",
    "Changes of regulation in Buenos Aires gave the incentive and the pressure to move to high value added.",
    SAYS,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("buenos-aires-regulation"))


@REGISTER.add(
    "qiaotou-research-outside-firms",
    "paragraph 1",
    "count",
    "Design and R&D on Qiaotou's buttons are confined to organizations outside the firms, which only manufacture.",
    COUNTS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    early, mature = ([see.count(QIAOTOU, dimension, level) for dimension in DIMENSIONS] for level in (5, 6))
    return by.readings(
        {
            "all R&D, from level 5": (max(early) == 0, f"{_each(early)} firms"),
            "mature R&D, at level 6": (max(mature) == 0, f"{_each(mature)} firms"),
        },
        f"Table 3 calls level 5 early R&D and level 6 mature R&D; counts are for {_DIMENSIONS}, in turn.",
    )


@REGISTER.add(
    "los-lagos-takes-part-in-level-4",
    "paragraph 1",
    "count",
    "Firms of Los Lagos take part in activities of level 4.",
    COUNTS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    counts = [see.count(LOS_LAGOS, dimension, 4) for dimension in DIMENSIONS]
    return by.tells(min(counts) > 0, f"At or above level 4: {_each(counts)} firms in {_DIMENSIONS}.")


@REGISTER.add(
    "los-lagos-some-at-level-5",
    "paragraph 1",
    "count",
    "Some firms of Los Lagos take part in activities of level 5.",
    COUNTS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    counts = [see.count(LOS_LAGOS, dimension, 5) for dimension in DIMENSIONS]
    return by.tells(max(counts) > 0, f"At or above level 5: {_each(counts)} firms in {_DIMENSIONS}.")


@REGISTER.add(
    "deepest-operations-by-tncs",
    "paragraph 1",
    "attribution",
    "The most sophisticated operations in Buenos Aires and Penang, design among them, are those of transnationals.",
    f"{COUNTS} survey.firms survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    told, answers = [], set()
    for cluster in (BUENOS_AIRES, PENANG):
        deep = see.count(cluster, "product", 5)
        fewest, most = see.foreign_firms(cluster)
        least = max(0, deep - (see.firms(cluster) - fewest))
        told.append(f"{see.name(cluster)} {deep}, of them {least} to {min(deep, most)} foreign")
        answers |= {foreign == deep for foreign in range(least, min(deep, most) + 1)}
    numbers = f"At or above level 5 in product technology, by the shares of Table 1: {'; '.join(told)}."
    if len(answers) == 1:
        return by.tells(answers.pop(), numbers)
    return by.untold(numbers, "the ownership of each firm beside its level")


@REGISTER.add(
    "exports-still-strong",
    "paragraph 2",
    "every cluster",
    "Exports have gone on growing strongly in all four clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    growth = see.of(FOUR, "growth")
    nations = {str(see.value("clusters", "country", cluster=at)): see.growth(at, scope="nation") for at in FOUR}
    above = all(see.growth(at) > see.growth(at, scope="nation") for at in FOUR)
    return by.readings(
        {
            "any growth": (all(rate > 0 for rate in growth.values()), ""),
            "growth above the nation's": (above, ""),
        },
        f"A year: {by.amounts(growth)}; nations: {by.amounts(nations)}.",
    )


@REGISTER.add(
    "employment-still-strong",
    "paragraph 2",
    "every cluster",
    "Employment has gone on growing strongly in all four clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.every(see.of(FOUR, "growth", "employment"), lambda rate: rate > 0, unit="% a year")


@REGISTER.add(
    "wages-still-strong",
    "paragraph 2",
    "every cluster",
    "Wages have gone on growing strongly in all four clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    wages = see.of(FOUR, "growth", "real-wages")
    jobs = see.of(FOUR, "growth", "employment")
    slower = [name for name, rate in wages.items() if rate < jobs[name]]
    return by.readings(
        {
            "any growth": (all(rate > 0 for rate in wages.values()), ""),
            "growth like that of exports and jobs, with which the sentence joins it": (
                not slower,
                f"wages grew less than employment in {listed(slower)}",
            ),
        },
        f"Real wages a year: {by.amounts(wages)}; employment: {by.amounts(jobs)}.",
    )


@REGISTER.add(
    "skills-high-but-in-qiaotou",
    "paragraph 2",
    "comparison",
    "Skill intensity was high in Penang, Buenos Aires and Los Lagos, and low in Qiaotou.",
    "skills.skill_intensity_pct",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = {cluster: see.skill(cluster) for cluster in (PENANG, BUENOS_AIRES, LOS_LAGOS, QIAOTOU)}
    *high, low = skills.values()
    return by.tells(
        min(high) > 50 > low,
        f"With half of the workforce as the mark between high and low: {by.amounts(see.by_name(skills))}.",
    )


@REGISTER.add(
    "yongjia-organizes-networks",
    "paragraph 2",
    "attribution",
    "Yongjia County organized the networks of Qiaotou with meso organizations.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-network-builder"))


@REGISTER.add(
    "qiaotou-makes-latest-buttons",
    "paragraph 2",
    "comparison",
    "Qiaotou produces the latest buttons in the world.",
    f"{COUNTS} institutions.phase",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    own = see.count(QIAOTOU, "product", 6)
    phase = see.phase(QIAOTOU, PILLARS[1])
    return by.readings(
        {
            "buttons that the firms themselves create": (own > 0, "Table 3 puts new button models at level 6"),
            "buttons created with advanced institutions": (phase >= 4, "Table 2 calls phase 4 advanced"),
        },
        f"Table 5 has {own} firms at level 6 in product technology, Table 4 has high-tech institutions at phase "
        f"{phase}.",
    )


@REGISTER.add(
    "state-limited-to-pressing-firms",
    "paragraph 2",
    "attribution",
    "In Los Lagos, Buenos Aires and Penang the state did no more than press firms towards leading process technology "
    "and design.",
    SAYS,
    clusters=(LOS_LAGOS, BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("state-role-outside-qiaotou"))


@REGISTER.add(
    "engineers-prime-barrier-in-penang",
    "paragraph 2",
    "attribution",
    "The prime barrier to greater technological depth in Penang is a lack of good engineers.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-barrier"))


@REGISTER.add(
    "los-lagos-short-of-the-frontier",
    "paragraph 2",
    "count",
    "Firms of Los Lagos have been held back from the frontier.",
    COUNTS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    counts = [see.count(LOS_LAGOS, dimension, 6) for dimension in DIMENSIONS]
    return by.tells(max(counts) == 0, f"At level 6: {_each(counts)} firms in {_DIMENSIONS}.")


@REGISTER.add(
    "no-research-grants-in-latin-america",
    "paragraph 2",
    "comparison",
    "Government did not support R&D by grants in Buenos Aires and Los Lagos.",
    "events.title events.cluster",
    clusters=(BUENOS_AIRES, LOS_LAGOS),
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    granted = events[events["title"].str.lower().str.contains("grants")]
    found = {cluster: int((granted["cluster"] == cluster).sum()) for cluster in (BUENOS_AIRES, LOS_LAGOS)}
    elsewhere = len(granted) - sum(found.values())
    return by.tells(
        not any(found.values()),
        f"Dated events that bring grants: {by.amounts(see.by_name(found), unit='', digits=0)}, elsewhere {elsewhere}.",
    )


@REGISTER.add(
    "national-grants-from-1990",
    "note 18",
    "date",
    "National firms in Malaysia had R&D grants from 1990.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "Note 18": see.event("national-rd-grants"),
            "Section 6, on the action plan": see.event("apitd"),
        }
    )


@REGISTER.add(
    "foreign-grants-after-2005",
    "note 18",
    "date",
    "Foreign firms in Malaysia were approved for similar grants only after 2005.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    earlier, stated = see.event("foreign-grants"), see.event("foreign-rd-grants")
    return by.readings(
        {
            "that year or later": (earlier.first >= stated.first, ""),
            "no earlier than the next year": (earlier.first > stated.first, ""),
        },
        f"Note 18 gives {stated.printed}, note 8 gives {earlier.printed}.",
    )


@REGISTER.add(
    "pegs-or-controls-everywhere",
    "paragraph 3",
    "every cluster",
    "In turbulent times the government of each of the four countries pegged its currency or imposed capital controls.",
    DATES,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    chile, malaysia = see.event("capital-controls-chile"), see.event("capital-controls-malaysia-1998")
    regime, collapse, turmoil = (
        see.event(id) for id in ("convertibility-regime", "convertibility-collapse", "peso-appreciation")
    )
    return by.readings(
        {
            "a statement that takes Argentina's convertibility for a peg, at any time": (
                regime.first < collapse.first,
                "",
            ),
            f"a statement on Argentina's turbulent years {turmoil.printed}": (
                collapse.first > turmoil.last,
                f"convertibility collapsed in {collapse.printed}, and the answer named is a suspension of free "
                "interchange",
            ),
        },
        f"Chile has controls in the {chile.printed}, Malaysia in {malaysia.printed}, and China a stable currency "
        "without a date.",
    )


@REGISTER.add(
    "china-stable-exchange-rates",
    "paragraph 3",
    "attribution",
    "Button firms in China enjoyed stable exchange rates.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("china-exchange-rate"))


@REGISTER.add(
    "chile-controls-in-1980s",
    "paragraph 3",
    "date",
    "Chile imposed capital controls in the 1980s.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    controls, crisis, eased = (see.event(id) for id in ("capital-controls-chile", "debt-crisis", "stay-shortened"))
    return by.tells(
        crisis.first <= controls.last and controls.last < eased.first,
        f"Section 7 gives the {controls.printed}; section 6 has a debt crisis in the {crisis.printed} and one of the "
        f"controls eased in {eased.printed}.",
    )


@REGISTER.add(
    "malaysia-controls-in-1990s",
    "paragraph 3",
    "date",
    "Malaysia imposed capital controls in the 1990s.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "Section 7": see.event("capital-controls-malaysia-1990s"),
            "Section 6": see.event("capital-controls-malaysia-1998"),
        },
        within=True,
    )


@REGISTER.add(
    "argentine-firms-hardest-hit",
    "paragraph 3",
    "ranking",
    "Of the firms of the four countries those of Argentina were perhaps the hardest hit by outside disruption.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    exports, jobs, wages = (see.of(FOUR, "growth", indicator) for indicator in ("exports", "employment", "real-wages"))
    here = see.name(BUENOS_AIRES)
    return by.readings(
        {
            "the slowest growth of exports or employment": (
                here in {min(exports, key=exports.__getitem__), min(jobs, key=jobs.__getitem__)},
                f"exports {by.amounts(exports)}; employment {by.amounts(jobs)}",
            ),
            "the slowest growth of real wages": (min(wages, key=wages.__getitem__) == here, by.amounts(wages)),
        },
        "The growth rates span 2000–06 and so the years named, 2001–03; output in those years is given for Buenos "
        "Aires alone.",
    )


@REGISTER.add(
    "peso-appreciated-2001-03",
    "paragraph 3",
    "trend",
    "The Argentine peso appreciated in 2001–03.",
    SAYS,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("argentine-peso"))


@REGISTER.add(
    "argentine-firms-destroyed-2001-03",
    "paragraph 3",
    "trend",
    "The exchange rate destroyed firms in Argentina in 2001–03.",
    "figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    before, after = (see.figure("buenos-aires-vehicles", date) for date in ("1997", "2003"))
    numbers = f"Buenos Aires made {before:,.0f} automobiles in 1997, the last figure before, and {after:,.0f} in 2003."
    if after >= before:
        return by.tells(False, numbers)
    return by.untold(numbers, "the number of firms in each year, since output may fall without loss of firms")


@REGISTER.add(
    "free-interchange-suspended",
    "paragraph 3",
    "attribution",
    "Argentina suspended the free interchange under the MERCOSUR agreement.",
    SAYS,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("mercosur-suspension"))


@REGISTER.add(
    "interchange-suspended-2001-03",
    "paragraph 3",
    "date",
    "Argentina suspended the interchange in answer to the years 2001–03.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {"Section 7": see.event("interchange-suspended"), "Section 6": see.event("mercosur-suspended")}, within=True
    )


@REGISTER.add(
    "coordination-the-only-constant",
    "last paragraph",
    "every cluster",
    "A focus on upgrading by effective coordination of firms, organizations and macro institutions was constant in the "
    "clusters.",
    f"institutions.phase {DATES}",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    phases = see.of(FOUR, "phase", PILLARS[2])
    start, limits, support = (see.event(id) for id in ("button-distribution", "market-limits", "government-support"))
    return by.readings(
        {
            "the state reached in 2006": (min(phases.values()) >= 3, "smooth links are phase 3 in Table 2"),
            "the whole course of development": (
                support.first <= start.last,
                f"by section 6 Qiaotou began in {start.printed} and was led by markets, whose limits showed from the "
                f"{limits.printed}, with support by government from {support.printed}",
            ),
        },
        f"Network cohesion in Table 4, by phase: {by.amounts(phases, unit='', digits=0)}.",
    )


@REGISTER.add(
    "no-cluster-leads-in-everything",
    "after the table",
    "ranking",
    "No cluster leads in the growth of exports, in skill intensity and in institutional phases alike.",
    f"{GROWTH} skills.skill_intensity_pct institutions.phase",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    sums = {at: float(sum(see.phase(at, pillar) for pillar in PILLARS)) for at in FOUR}
    measures = {
        "growth of exports": see.of(FOUR, "growth"),
        "skill intensity": see.of(FOUR, "skill"),
        "sum of phases": see.by_name(sums),
    }
    leads = {
        what: [name for name, value in values.items() if value == max(values.values())]
        for what, values in measures.items()
    }
    told = "; ".join(f"{what}: {listed(names)}" for what, names in leads.items())
    return by.tells(not set.intersection(*map(set, leads.values())), f"First in {told}.")


_DIMENSIONS = "human resources, process and product technology"


def _each(counts: list[int]) -> str:
    *most, last = map(str, counts)
    return f"{', '.join(most)} and {last}"
