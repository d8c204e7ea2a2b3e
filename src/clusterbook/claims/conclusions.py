"""Claims of section 7."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence, LackingError
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
    courses = see.by_name({cluster: _course(see, cluster) for cluster in FOUR})
    told = "; ".join(
        f"{name} {' and '.join(f'{phases} and {share:.0f}% in {year}' for year, phases, share in course)}"
        for name, course in courses.items()
    )
    numbers = f"Sum of institutional phases, and firms at or above level 4 in process technology: {told}."
    upgraded = [course for course in courses.values() if course[-1][2] > course[0][2]]
    if not upgraded:
        return by.untold(
            numbers, "phases and levels of the same clusters in two years or more, before and after firms upgraded"
        )
    return by.tells(all(course[-1][1] > course[0][1] for course in upgraded), numbers)


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
    "los-lagos-takes-part-in-level-4",
    "paragraph 1",
    "count",
    "Firms of Los Lagos take part in activities of level 4.",
    COUNTS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    counts = [see.count(LOS_LAGOS, dimension, 4) for dimension in DIMENSIONS]
    return by.tells(
        min(counts) > 0, f"At or above level 4: {listed([str(count) for count in counts])} firms in {_DIMENSIONS}."
    )


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
    return by.tells(
        max(counts) > 0, f"At or above level 5: {listed([str(count) for count in counts])} firms in {_DIMENSIONS}."
    )


@REGISTER.add(
    "wages-still-strong",
    "paragraph 2",
    "every cluster",
    "Wages have gone on growing strongly in all four clusters.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    wages, jobs = see.of(FOUR, "growth", "real-wages"), see.of(FOUR, "growth", "employment")
    least = min(jobs, key=jobs.__getitem__)
    return by.tells(
        min(wages.values()) >= jobs[least],
        f"Real wages a year: {by.amounts(wages)}; the lowest growth of employment, which section 5 calls strong in "
        f"each of the clusters, is {jobs[least]:.1f}% in {least}.",
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
    "los-lagos-short-of-the-frontier",
    "paragraph 2",
    "count",
    "Firms of Los Lagos have been held back from the frontier.",
    COUNTS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    counts = [see.count(LOS_LAGOS, dimension, 6) for dimension in DIMENSIONS]
    return by.tells(
        max(counts) == 0,
        f"At level 6, the deepest of Table 3: {listed([str(count) for count in counts])} firms in {_DIMENSIONS}.",
    )


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
        f"Grants among the dated events: {by.amounts(see.by_name(found), unit='', digits=0)}, elsewhere {elsewhere}.",
    )


@REGISTER.add(
    "foreign-grants-after-2005",
    "note 18",
    "date",
    "Foreign firms in Malaysia were approved for R&D grants only after 2005.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    earlier, stated = see.event("foreign-grants"), see.event("foreign-rd-grants")
    return by.readings(
        {
            f"{stated.first} or later": (earlier.first >= stated.first, ""),
            f"{stated.first + 1} at the earliest": (earlier.first > stated.first, ""),
        },
        f"Note 18 says {stated.printed}, note 8 gives {earlier.printed} for the approval.",
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
            "a statement on any time, with Argentina's convertibility taken for a peg": (
                regime.first < collapse.first,
                f"the Convertibility Regime dates from the {regime.printed}",
            ),
            f"a statement on turbulent times, Argentina's {turmoil.printed} among them": (
                collapse.first > turmoil.last,
                f"convertibility collapsed in {collapse.printed}, and the answer named is a suspension of free "
                "interchange",
            ),
        },
        f"Chile has controls in the {chile.printed}, Malaysia in {malaysia.printed}, and China a stable currency "
        "without a date.",
    )


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


def _course(see: Evidence, cluster: str) -> list[tuple[int, int, float]]:
    """Year by year the sum of a cluster's phases and its firms at level 4 in process technology in per cent."""
    phases = [see.over_years("institutions", "phase", cluster=cluster, pillar=pillar) for pillar in PILLARS]
    shares = see.share_over_years(cluster, DIMENSIONS[1], 4)
    years = sorted(set(shares).intersection(*phases))
    if not years:
        raise LackingError(f"phases and levels of {see.name(cluster)} in one survey year")
    return [(year, sum(int(of[year]) for of in phases), shares[year]) for year in years]
