"""Claims of section 5 on economic synergies, and Figures 1 and 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from ..wording import listed, percent
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("5")
GROWTH = "growth.growth_pct_pa"
SKILLS = "skills.skill_intensity_pct"
COUNTS = "capabilities.firms survey.firms"


def _as_printed(stated: Mapping[str, float], found: Mapping[str, float], source: str) -> Finding:
    """Hold the numbers that a sentence prints, cluster by cluster, to half a unit of their last digit."""
    off = [name for name, value in stated.items() if abs(value - found[name]) > 0.05 + by.TOLERANCE]
    numbers = f"The text prints {by.amounts(stated)}; {source} gives {by.amounts(found, digits=2 if off else 1)}."
    return by.tells(not off, numbers)


def _rates(see: Evidence, indicator: str, stated: Mapping[str, float]) -> Finding:
    source = "Table 1" if indicator == "exports" else "Figure 1"
    return _as_printed(see.by_name(stated), see.of(stated, "growth", indicator), source)


def _skills(see: Evidence, stated: Mapping[str, float]) -> Finding:
    return _as_printed(see.by_name(stated), see.of(stated, "skill"), "Figure 2")


def _strong_exports(see: Evidence, clusters: Sequence[str]) -> Finding:
    """Read strong growth beside each one's nation, and beside what the four nations reach on average."""
    nations = mean(see.growth(cluster, scope="nation") for cluster in FOUR)
    premium = {cluster: see.growth(cluster) - see.growth(cluster, scope="nation") for cluster in clusters}
    slow = [see.name(cluster) for cluster in clusters if see.growth(cluster) <= nations]
    behind = [see.name(cluster) for cluster, lead in premium.items() if lead <= by.TOLERANCE]
    least = min(premium, key=lambda cluster: premium[cluster])
    lead = f"{see.name(least)} has the smallest lead, {premium[least]:.1f} points"
    return by.readings(
        {
            "faster than the nation's exports": (not behind, f"behind are {listed(behind)}" if behind else lead),
            f"faster than the {percent(nations, 1)} that the four nations reach on average": (
                not slow,
                f"slower is {listed(slow)}" if slow else "",
            ),
        },
        f"{by.amounts(see.of(clusters, 'growth'))}.",
    )


def _exports_lead(see: Evidence, clusters: Sequence[str]) -> Finding:
    """Exports behind employment would speak against them as the driver; ahead of it they do not prove it."""
    ahead = see.by_name({at: see.growth(at) - see.growth(at, "employment") for at in clusters})
    found = by.every(ahead, lambda points: points > 0, unit=" points")
    numbers = f"Growth of exports less that of employment: {found.numbers}"
    if any(points <= 0 for points in ahead.values()):
        return by.tells(False, numbers)
    return by.untold(numbers, "the growth of output, and how much of it was exported, in each year")


@REGISTER.add(
    "upgrading-helped-growth",
    "Economic synergies, paragraph 1",
    "attribution",
    "Technological upgrading helped exports, employment and wages to grow in the four clusters.",
    f"{GROWTH} {COUNTS}",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    rates = [see.growth(at, what) for at in FOUR for what in ("exports", "employment", "real-wages")]
    deepest = max(FOUR, key=lambda at: see.share(at, "process", 4))
    numbers = (
        f"The lowest of the rates is {min(rates):.1f}%. With most firms at level 4 in process technology, "
        f"{see.share(deepest, 'process', 4):.0f}%, {see.name(deepest)} has growth of {see.growth(deepest):.1f}% in "
        f"exports, {see.growth(deepest, 'employment'):.1f}% in employment and "
        f"{see.growth(deepest, 'real-wages'):.1f}% in wages."
    )
    if min(rates) <= 0:
        return by.tells(False, numbers)
    return by.untold(numbers, "the firms' levels in 2000 as well, for Table 5 shows one year and so no upgrading")


@REGISTER.add(
    "growth-order-is-not-depth-order",
    "after the chart of growth",
    "ranking",
    "Penang has most firms at level 4 in every dimension, but came last in the growth of exports and of employment "
    "and last but one in that of wages.",
    f"{GROWTH} {COUNTS}",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    shares = [see.of(FOUR, "share", dimension, 4) for dimension in DIMENSIONS]
    penang = see.name(PENANG)
    places = {
        what: sorted(FOUR, key=lambda at: -see.growth(at, what)).index(PENANG) + 1
        for what in ("exports", "employment", "real-wages")
    }
    deepest = all(max(found, key=lambda name: found[name]) == penang for found in shares)
    return by.tells(
        deepest and list(places.values()) == [4, 4, 3],
        f"Shares at level 4: {'; '.join(by.amounts(found, digits=0) for found in shares)}. Rank of Penang among the "
        f"four: {', '.join(f'{what} {rank}' for what, rank in places.items()).replace('-', ' ')}.",
    )


@REGISTER.add(
    "skills-improved",
    "Economic synergies, paragraph 1",
    "trend",
    "Upgrading helped to improve skills in the four clusters.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    numbers = f"Skill intensity is published for {see.year} alone: {by.amounts(see.of(FOUR, 'skill'))}."
    return by.untold(numbers, "skill intensity in an earlier year, so that it can be seen to have risen")


@REGISTER.add(
    "only-buttons-low-skills",
    "Economic synergies, paragraph 1",
    "every cluster",
    "The button cluster is the only one whose firms showed a low skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = {cluster: see.skill(cluster) for cluster in FOUR}
    average = mean(skills.values())
    return by.readings(
        {
            "less than half of the workforce": ([at for at in FOUR if skills[at] < 50] == [QIAOTOU], ""),
            f"less than the average of {average:.1f}%": ([at for at in FOUR if skills[at] < average] == [QIAOTOU], ""),
        },
        f"{by.amounts(see.by_name(skills))}.",
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
    return _exports_lead(see, FOUR)


@REGISTER.add(
    "exports-strong-everywhere",
    "Economic synergies, paragraph 2",
    "every cluster",
    "Exports went on growing strongly in each of the four clusters over 2000–2006.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _strong_exports(see, FOUR)


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
    "growth.start_year growth.end_year events.year events.date",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    key = {"cluster": BUENOS_AIRES, "indicator": "exports", "scope": "location"}
    start, end = (int(see.value("growth", column, **key)) for column in ("start_year", "end_year"))
    rule, suspended = see.event("mercosur-compensation"), see.event("mercosur-suspended")
    return by.readings(
        {
            "a rule made before the growth measured": (rule.first <= start, ""),
            "a rule in force all through the growth measured": (rule.first <= start and suspended.first > end, ""),
        },
        f"Section 6 dates the rule to {rule.printed} and has the agreement suspended over the output of "
        f"{suspended.printed}; the growth is of {start}–{end}.",
    )


@REGISTER.add(
    "supermarkets-behind-exports",
    "Economic synergies, paragraph 3",
    "date",
    "Demand coordinated by supermarkets was instrumental in the exports of salmon from Los Lagos.",
    "growth.start_year events.year events.date",
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
    "exports-strong-in-qiaotou-and-penang",
    "Economic synergies, paragraph 4",
    "comparison",
    "Qiaotou and Penang too had strong growth of exports.",
    GROWTH,
    clusters=(QIAOTOU, PENANG),
)
def _(see: Evidence) -> Finding:
    return _strong_exports(see, (QIAOTOU, PENANG))


@REGISTER.add(
    "foreign-demand-spearhead",
    "Economic synergies, paragraph 4",
    "attribution",
    "Demand from abroad led the development of the clusters of Qiaotou and Penang.",
    GROWTH,
    clusters=(QIAOTOU, PENANG),
)
def _(see: Evidence) -> Finding:
    return _exports_lead(see, (QIAOTOU, PENANG))


@REGISTER.add(
    "penang-exports-kept-growing",
    "Economic synergies, paragraph 4",
    "trend",
    "Though too few skilled people were left for newcomers, firms already in Penang went on to expand their exports.",
    GROWTH,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    rate, jobs = see.growth(PENANG), see.growth(PENANG, "employment")
    return by.tells(rate > 0, f"Exports grew by {rate:.1f}% a year, employment by {jobs:.1f}%.")


@REGISTER.add(
    "buttons-sold-in-china",
    "Economic synergies, paragraph 4",
    "share",
    "Most buttons are sold to clothing firms in China that export.",
    f"{GROWTH} figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    brands = see.figure("qiaotou-brands", "2005")
    return by.untold(
        f"Exports of buttons grew by {see.growth(QIAOTOU):.1f}% a year, and over {brands:.0f} international brands "
        "bought in Qiaotou by 2005; neither is a share of sales.",
        "sales of buttons by buyer, at home and abroad",
    )


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
    return by.tells(
        all(rate > max(slow.values()) for rate in jobs.values()),
        f"{found.numbers} The rates of wages that the text calls slower are {by.amounts(slow)}.",
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
    "employment-rate-los-lagos",
    "Economic synergies, paragraph 5",
    "number",
    "Employment in Los Lagos grew by 11.9% a year.",
    GROWTH,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "employment", {LOS_LAGOS: 11.9})


@REGISTER.add(
    "employment-rates-of-the-others",
    "Economic synergies, paragraph 5",
    "number",
    "Employment grew by 6.5% a year in Buenos Aires, 5.6% in Qiaotou and 4.0% in Penang.",
    GROWTH,
    clusters=(BUENOS_AIRES, QIAOTOU, PENANG),
)
def _(see: Evidence) -> Finding:
    return _rates(see, "employment", {BUENOS_AIRES: 6.5, QIAOTOU: 5.6, PENANG: 4.0})


@REGISTER.add(
    "employment-between-penang-and-los-lagos",
    "after the chart of growth",
    "ranking",
    "Employment grew most in Los Lagos and least in Penang.",
    GROWTH,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    jobs = see.of(FOUR, "growth", "employment")
    order = [name for name in sorted(jobs, key=lambda name: -jobs[name]) if name not in _ends(see)]
    return by.ranked(jobs, [_ends(see)[0], *order, _ends(see)[1]])


def _ends(see: Evidence) -> tuple[str, str]:
    return see.name(LOS_LAGOS), see.name(PENANG)


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
    "world-market-shares",
    "Economic synergies, paragraph 6",
    "share",
    "Fast upgrading won Los Lagos and Qiaotou significant shares of the world's exports of salmon and buttons.",
    GROWTH,
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    rates = see.of((LOS_LAGOS, QIAOTOU), "growth")
    numbers = f"Exports grew by {by.amounts(rates)} a year; how fast the world's grew is not told."
    if any(rate <= 0 for rate in rates.values()):
        return by.tells(False, numbers)
    return by.untold(numbers, "world exports of salmon and of buttons, and the clusters' own, in 2000 and 2006")


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
    "inflation-slowed-wages",
    "Economic synergies, paragraph 7",
    "attribution",
    "High inflation held real wages back in Buenos Aires.",
    GROWTH,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    wages = {at: see.growth(at, "real-wages") for at in FOUR}
    numbers = f"Growth of real wages: {by.amounts(see.by_name(wages))}."
    if min(FOUR, key=lambda at: wages[at]) != BUENOS_AIRES:
        return by.tells(False, numbers)
    return by.untold(numbers, "the consumer price indices by which wages were deflated, and wages before that")


@REGISTER.add(
    "penang-wages-and-capability",
    "Economic synergies, paragraph 7",
    "attribution",
    "For lack of built-up technological capability Penang could not carry a fast rise of wages.",
    f"{COUNTS} institutions.phase",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    deep = [see.of(FOUR, "share", dimension, level) for dimension in DIMENSIONS for level in (4, 5)]
    first = all(max(shares, key=lambda name: shares[name]) == see.name(PENANG) for shares in deep)
    phases = {at: see.phase(at, "high-tech-institutions") for at in FOUR}
    level_4 = by.amounts(see.of(FOUR, "share", "process", 4), digits=0)
    return by.readings(
        {
            "capability that firms have": (
                not first,
                "Penang leads at levels 4 and 5 in every dimension" if first else "Penang does not lead throughout",
            ),
            "capability that institutions build": (
                phases[PENANG] < max(phases.values()),
                f"phases of high-tech institutions are {by.amounts(see.by_name(phases), unit='', digits=0)}",
            ),
        },
        f"At level 4 in process technology: {level_4}.",
    )


@REGISTER.add(
    "penang-unskilled-influx",
    "Economic synergies, paragraph 7",
    "attribution",
    "Unskilled workers coming in from abroad held wages back in Penang.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    unskilled = see.by_name({at: 100 - see.skill(at) for at in FOUR})
    return by.untold(
        f"The part of the workforce that is not skilled: {by.amounts(unskilled)}.",
        "foreign workers by skill, and wages by skill, in 2000 and 2006",
    )


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
    "skilled-direct-workers-counted",
    "Economic synergies, paragraph 8",
    "definition",
    "Skilled direct workers are counted among the skilled.",
    "assertions.topic assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("skilled-direct-workers"))


@REGISTER.add(
    "skill-intensity-defined",
    "notes 10 and 11",
    "definition",
    "Besides skilled direct workers, professional, managerial, supervisory and clerical staff make up the skilled.",
    "assertions.topic assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("skill-intensity-staff"))


@REGISTER.add(
    "skills-vary-with-industry",
    "Economic synergies, paragraph 8",
    "comparison",
    "How skilled a workforce is varies with the industry.",
    f"{SKILLS} clusters.product",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = {str(see.value("clusters", "product", cluster=at)): see.skill(at) for at in FOUR}
    return by.tells(len(set(skills.values())) == len(skills), f"{by.amounts(skills)}.")


@REGISTER.add(
    "skill-rates-buenos-aires-and-los-lagos",
    "Economic synergies, paragraph 9",
    "number",
    "Skill intensity was 64.3% in Buenos Aires and 63.0% in Los Lagos.",
    SKILLS,
    clusters=(BUENOS_AIRES, LOS_LAGOS),
)
def _(see: Evidence) -> Finding:
    return _skills(see, {BUENOS_AIRES: 64.3, LOS_LAGOS: 63.0})


@REGISTER.add(
    "skill-highest-in-penang",
    "Economic synergies, paragraph 10",
    "ranking",
    "Of the four clusters Penang has the highest skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "skill"), [see.name(PENANG)])


@REGISTER.add(
    "skill-rate-penang",
    "Economic synergies, paragraph 10",
    "number",
    "Skill intensity in Penang was 87.7%.",
    SKILLS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return _skills(see, {PENANG: 87.7})


@REGISTER.add(
    "flexible-production-since-the-1980s",
    "Economic synergies, paragraph 10",
    "date",
    "From the 1980s on flexible techniques of production pressed Penang's firms to upgrade.",
    "events.year events.year_end events.date",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 5": see.event("flexible-techniques"), "Section 1": see.event("knowledge-turn")})


@REGISTER.add(
    "chips-knowledge-intensive-since-the-1980s",
    "Economic synergies, paragraph 10",
    "date",
    "The assembly and test of integrated circuits in Penang turned knowledge-intensive in the 1980s.",
    "events.year events.year_end events.date",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 5": see.event("ic-assembly-test"), "Section 1": see.event("knowledge-turn")})


@REGISTER.add(
    "skill-lowest-in-qiaotou",
    "Economic synergies, paragraph 11",
    "ranking",
    "Of the four clusters Qiaotou has the lowest skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "skill"), [see.name(QIAOTOU)], lowest=True)


@REGISTER.add(
    "skill-rate-qiaotou",
    "Economic synergies, paragraph 11",
    "number",
    "Skill intensity in Qiaotou was 31.1%.",
    SKILLS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return _skills(see, {QIAOTOU: 31.1})


@REGISTER.add(
    "buttons-only-manufactured",
    "Economic synergies, paragraph 11",
    "definition",
    "Firms in Qiaotou only manufacture, while product design and R&D are done outside them.",
    "capabilities.firms survey.firms",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    at_4, at_5, firms = see.count(QIAOTOU, "product", 4), see.count(QIAOTOU, "product", 5), see.firms(QIAOTOU)
    return by.readings(
        {
            "most firms, short of adapting products (level 4)": (2 * at_4 < firms, ""),
            "every firm, short of developing products (level 5)": (at_5 == 0, ""),
        },
        f"In product technology {at_4} of {firms} firms stand at level 4 or above and {at_5} at level 5 or above.",
    )


@REGISTER.add(
    "skill-order-is-not-depth-order",
    "after the chart of skill intensity",
    "ranking",
    "By skill intensity Buenos Aires is second and Qiaotou last, by firms at level 4 in process technology it is the "
    "reverse.",
    f"{SKILLS} {COUNTS}",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    skills, shares = see.of(FOUR, "skill"), see.of(FOUR, "share", "process", 4)
    orders = [sorted(values, key=lambda name: -values[name]) for values in (skills, shares)]
    pair = [see.name(BUENOS_AIRES), see.name(QIAOTOU)]
    return by.tells(
        [orders[0][1], orders[0][3]] == pair and [orders[1][3], orders[1][1]] == pair,
        f"Skill intensity: {by.amounts(skills)}. Level 4: {by.amounts(shares, digits=0)}.",
    )


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
    lead = see.by_name({at: see.growth(at) - see.growth(at, scope="nation") for at in FOUR})
    order = sorted(lead, key=lambda name: -lead[name])
    ends = order[0] == see.name(LOS_LAGOS) and order[-1] == see.name(QIAOTOU)
    return by.tells(ends and lead[order[-1]] > by.TOLERANCE, f"{by.amounts(lead, unit=' points')}.")
