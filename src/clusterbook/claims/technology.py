"""Claims of section 5 on technological upgrading: the firms that its text tells of; their levels are in table_5."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register, Verdict

REGISTER = Register("5")
FIRMS = "capabilities.firms"
SAYS = "assertions.says"
DATES = "events.year events.year_end events.date"
UPGRADING = "Technological upgrading, paragraph"
LATEST = "Section 5, Technological upgrading, paragraph"  # as assertions.csv names the place
HR, PROCESS, PRODUCT = DIMENSIONS


def counts(see: Evidence, cluster: str, level: int) -> list[int]:
    """Firms at or above a level in human resources, process and product technology."""
    return [see.count(cluster, dimension, level) for dimension in DIMENSIONS]


def three(values: list[int]) -> str:
    """Counts of the three dimensions as a phrase."""
    return f"{values[0]}, {values[1]} and {values[2]}"


def names(says: str) -> set[str]:
    """The names of a list in assertions.csv."""
    return set(says.split(", "))


# Opening of the section.


@REGISTER.add(
    "opening-growth-everywhere",
    "opening paragraph",
    "every cluster",
    "Upgrading went with growth of exports, jobs and wages in the clusters.",
    "growth.growth_pct_pa",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    least = {
        f"{word} in {see.name(cluster)}": rate
        for indicator, word in (("exports", "exports"), ("employment", "employment"), ("real-wages", "real wages"))
        for rate, cluster in [min((see.growth(cluster, indicator), cluster) for cluster in FOUR)]
    }
    found = by.every(least, lambda rate: rate > 0, unit="% a year")
    return Finding(found.verdict, f"The lowest rates: {found.numbers}")


@REGISTER.add(
    "opening-high-skill-intensity",
    "opening paragraph",
    "every cluster",
    "Upgrading helped the clusters to keep a high intensity of skills.",
    "skills.skill_intensity_pct",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = see.of(FOUR, "skill")
    low = [name for name, value in skills.items() if value <= 50]
    return by.readings(
        {
            "more than half of the workforce in every cluster": (not low, f"not so in {listed(low)}" if low else ""),
            "more than half of it in most of the clusters": (
                2 * len(low) < len(skills),
                f"so in {len(skills) - len(low)} of {len(skills)}",
            ),
        },
        f"{by.amounts(skills)}; section 7 calls the intensity of {see.name(QIAOTOU)} low.",
    )


# Buenos Aires.


@REGISTER.add(
    "buenos-aires-assemblers-at-level-5",
    f"{UPGRADING} 2",
    "attribution",
    "The transnational assemblers of Buenos Aires work at level 5.",
    f"{FIRMS} {SAYS}",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    found = counts(see, BUENOS_AIRES, 5)
    (named,) = see.assertions("buenos-aires-assemblers-named").values()
    numbers = (
        f"Table 5 counts {three(found)} firms at level 5 or above in human resources, process and product technology; "
        f"section 6 names {len(names(named))} assemblers, which need not all be in the sample."
    )
    if not min(found):
        return by.tells(False, numbers)
    return by.untold(numbers, "which assemblers the sample holds, and at what levels")


@REGISTER.add(
    "buenos-aires-three-groups",
    f"{UPGRADING} 2",
    "attribution",
    "In Buenos Aires the assemblers stand at level 5, suppliers tied to them at level 4 and national suppliers "
    "that are independent at level 3.",
    f"{FIRMS} survey.firms survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    foreign, _ = see.foreign_firms(BUENOS_AIRES)
    reach = max(counts(see, BUENOS_AIRES, 4))
    exactly = [[see.exactly(BUENOS_AIRES, dimension, level) for dimension in DIMENSIONS] for level in (3, 4, 5)]
    return by.readings(
        {
            "groups that make up the cluster": (
                foreign <= reach,
                f"in each dimension at least {max(0, foreign - reach)} foreign firms stand at level 3 at most, "
                "where it has only national ones",
            ),
            "three groups among others": (
                all(map(min, exactly)),
                f"exactly at levels 3, 4 and 5 stand {', '.join(str(min(found)) for found in exactly)} firms or more",
            ),
        },
        f"Of {see.firms(BUENOS_AIRES)} firms {foreign} are foreign; at most {reach} reach level 4 in one dimension.",
    )


@REGISTER.add(
    "buenos-aires-assemblers-foreign",
    f"{UPGRADING} 2",
    "attribution",
    "Every car assembler of the Buenos Aires cluster is a foreign transnational.",
    "survey.firms survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    fewest, most = see.foreign_firms(BUENOS_AIRES)
    numbers = f"Of {see.firms(BUENOS_AIRES)} firms surveyed {fewest} are foreign; what each of them makes is not told."
    return by.untold(numbers, "products and owners of the firms surveyed") if most else by.tells(False, numbers)


@REGISTER.add(
    "car-design-follows-new-rules",
    f"{UPGRADING} 2",
    "date",
    "The automotive decree and MERCOSUR led transnationals to move design of small vehicles to Buenos Aires.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    decree, rule, design = map(see.event, ("automotive-decree", "mercosur-compensation", "design-work"))
    return by.tells(
        design.last >= max(decree.first, rule.first),
        f"The decree is of {decree.printed} and MERCOSUR's rule of {rule.printed}; section 2 has car firms move to "
        f"design from the {design.printed}.",
    )


# Los Lagos.


@REGISTER.add(
    "salmon-horizontal-integration",
    f"{UPGRADING} 3",
    "date",
    "Salmon farming has integrated horizontally since the 1990s, as price competition grew.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    places = {
        "Section 5": see.event("horizontal-integration"),
        "Section 6 on mergers": see.event("mergers"),
        "Section 6 on concentration": see.event("world-concentration"),
    }
    return by.same_date(places, within=True)


@REGISTER.add(
    "salmon-development-in-house",
    f"{UPGRADING} 3",
    "count",
    "Some salmon firms have brought development into the firm, for better quality and yield.",
    FIRMS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    process, product = see.count(LOS_LAGOS, PROCESS, 5), see.count(LOS_LAGOS, PRODUCT, 5)
    return by.readings(
        {
            "development of processes": (process > 0, f"{process} firms are at level 5 or above"),
            "development of the product": (product > 0, f"{product} firms are at level 5 or above"),
        },
        f"Development begins at level 5, where Table 5 has {process} firms in process and {product} in product "
        "technology.",
    )


@REGISTER.add(
    "salmon-egg-sources",
    f"{UPGRADING} 3",
    "attribution",
    "Salmon eggs come from Norway, Ireland and Scotland.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    places = see.assertions("salmon-egg-sources")
    yearly, start = map(names, places.values())
    return by.readings(
        {
            "the eggs of all times": (yearly == start, "the two lists differ"),
            "the eggs of later years": (bool(yearly), f"only {listed(sorted(yearly & start))} stand in both lists"),
        },
        "; ".join(f"{place}: {says}" for place, says in places.items()) + ".",
    )


@REGISTER.add(
    "salmon-research-by-larger-firms",
    f"{UPGRADING} 3",
    "count",
    "Some salmon firms use automated equipment for research that betters their processes.",
    FIRMS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    early, mature = see.count(LOS_LAGOS, PROCESS, 5), see.count(LOS_LAGOS, PROCESS, 6)
    numbers = f"In process technology {early} firms reach level 5, early R&D, and {mature} level 6, mature R&D."
    return by.tells(early > 1, numbers)


# Qiaotou.


@REGISTER.add(
    "button-knowledge-from-outside",
    f"{UPGRADING} 4",
    "attribution",
    "The labs that give Qiaotou its new button designs and materials lie outside the cluster.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("button-knowledge-origin"))


@REGISTER.add(
    "button-university-names",
    f"{UPGRADING} 4",
    "attribution",
    "Labs of the University of Lanzhou and of Huanan University of Technology bring designs and materials to Qiaotou.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("button-university-names"))


@REGISTER.add(
    "qiaotou-not-knowledge-intensive",
    f"{UPGRADING} 4",
    "comparison",
    "The button firms of Qiaotou were not very knowledge-intensive.",
    f"{FIRMS} survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    deep = see.of((PENANG, QIAOTOU), "share", PROCESS, 5)
    engineering = see.of(FOUR, "share", PROCESS, 4)
    name = see.name(QIAOTOU)
    below = all(see.share(QIAOTOU, dimension, 5) < see.share(PENANG, dimension, 5) for dimension in DIMENSIONS)
    return by.readings(
        {
            "fewer at level 5 or above than in Penang": (below, by.amounts(deep)),
            "fewest at level 4 or above": (engineering[name] == min(engineering.values()), by.amounts(engineering)),
        },
        f"In process technology {engineering[name]:.1f}% of its firms reach level 4, {deep[name]:.1f}% level 5.",
    )


# Penang.


@REGISTER.add(
    "penang-one-firm-develops-products",
    f"{UPGRADING} 5",
    "count",
    "One firm alone, Motorola, develops new products in Penang.",
    FIRMS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    novel, develop = see.count(PENANG, PRODUCT, 6), see.count(PENANG, PRODUCT, 5)
    return by.readings(
        {
            "products new to the world (level 6)": (novel == 1, f"{novel} firm" if novel == 1 else f"{novel} firms"),
            "products that the firm itself develops (level 5 or above)": (develop == 1, f"{develop} firms"),
        },
        f"In product technology Table 5 has {develop} firms at level 5 or above and {novel} at level 6.",
    )


@REGISTER.add(
    "motorola-level",
    f"{UPGRADING} 6",
    "attribution",
    "Motorola is one of the transnationals at level 5.",
    f"{FIRMS} {SAYS}",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    at_6 = max(counts(see, PENANG, 6))
    says = "; ".join(f"{place}: {said}" for place, said in see.assertions("motorola-in-penang").items())
    numbers = f"{says}; Table 5 counts {at_6} at level 6 and names none."
    return by.untold(numbers, "the name of the firm at level 6") if at_6 else by.tells(True, numbers)


@REGISTER.add(
    "penang-design-firms-named",
    f"{UPGRADING} 5 and 6",
    "count",
    "The transnationals that design in Penang are Motorola, Intel, Agilent, Fairchild, Alterra and AMD.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    places = see.assertions("penang-design-firms")
    lists = list(map(names, places.values()))
    longest = max(lists, key=len)
    missing = {place: listed(sorted(longest - names(says))) for place, says in places.items()}
    lacking = [f"{place} leaves out {out}" for place, out in missing.items() if out]
    return by.readings(
        {
            "lists meant as complete": (not lacking, "; ".join(lacking)),
            "lists of examples": (
                all(found <= longest for found in lists),
                "no list has a name that the longest lacks",
            ),
        },
        f"{'; '.join(f'{place} names {len(names(says))}' for place, says in places.items())}.",
    )


@REGISTER.add(
    "penang-design-firms-fit-level-5",
    f"{UPGRADING} 6",
    "count",
    "A number of transnationals in Penang, six of them named, do design at level 5.",
    f"{FIRMS} {SAYS}",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    named = len(names(see.assertions("penang-design-firms")[f"{LATEST} 6"]))
    found = counts(see, PENANG, 5)
    numbers = f"The text names {named}; at level 5 or above Table 5 has {three(found)} firms in the three dimensions."
    return by.tells(named <= min(found), numbers)


@REGISTER.add(
    "penang-foreign-share-in-text",
    f"{UPGRADING} 6",
    "number",
    "Foreign owners hold all or most of 83.7% of Penang's sample.",
    "survey.foreign_share_pct_printed",
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.printed(83.7, see.foreign_share(PENANG), 1, "The text prints {stated}%, Table 1 gives {found}%.")


@REGISTER.add(
    "penang-foreign-share-year",
    f"{UPGRADING} 6",
    "date",
    "The foreign share of Penang's sample is that of 2008.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-foreign-share-year"))


# The clusters beside one another.


@REGISTER.add(
    "integrated-and-unsteady-clusters",
    f"{UPGRADING} 7",
    "comparison",
    "Los Lagos and Qiaotou were fairly integrated clusters, unlike Buenos Aires and Penang.",
    "institutions.phase",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    def leads(pillar: str) -> tuple[bool, str]:
        phases = see.of(FOUR, "phase", pillar)
        least = min(see.phase(cluster, pillar) for cluster in (LOS_LAGOS, QIAOTOU))
        most = max(see.phase(cluster, pillar) for cluster in (BUENOS_AIRES, PENANG))
        return least > most, by.amounts(phases, unit="", digits=0)

    return by.readings(
        {"network cohesion": leads("network-cohesion"), "integration in markets": leads("market-integration")},
        "Table 4 rates two kinds of integration by phase.",
    )


@REGISTER.add(
    "macro-swings-outside-qiaotou",
    f"{UPGRADING} 7",
    "comparison",
    "Buenos Aires, Los Lagos and Penang had to face macroeconomic swings, and Qiaotou did not.",
    "events.cluster events.kind",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    shocks = {cluster: int(((events["cluster"] == cluster) & (events["kind"] == "shock")).sum()) for cluster in FOUR}
    numbers = f"Dated events classed as shocks: {by.amounts(see.by_name(shocks), unit='', digits=0)}."
    return by.tells(not shocks[QIAOTOU] and all(shocks[cluster] for cluster in FOUR if cluster != QIAOTOU), numbers)


@REGISTER.add(
    "meso-support-for-most-firms",
    f"{UPGRADING} 7",
    "share",
    "More than half of the salmon and button firms had design and engineering support from meso organizations.",
    f"{FIRMS} survey.firms",
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    shares = see.of((LOS_LAGOS, QIAOTOU), "share", PRODUCT, 4)
    numbers = f"Products are adapted at level 4 or above by {by.amounts(shares)} of the firms; who helped is not told."
    return by.untold(numbers, "the number of surveyed firms that had such support")


@REGISTER.add(
    "salmon-design-support",
    f"{UPGRADING} 7",
    "attribution",
    "Salmon firms had the support of meso organizations near by in design.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("salmon-design-support"))


@REGISTER.add(
    "qiaotou-spelling",
    f"{UPGRADING} 7",
    "definition",
    "The button cluster is written with the name that the tables give it.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-spelling"))


@REGISTER.add(
    "level-5-design-inside-transnationals",
    f"{UPGRADING} 7",
    "attribution",
    "Design at level 5 in Buenos Aires and Penang stays inside foreign transnationals.",
    f"{FIRMS} survey.firms survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    clusters = (BUENOS_AIRES, PENANG)
    found = {cluster: see.count(cluster, PRODUCT, 5) for cluster in clusters}
    national = {cluster: see.firms(cluster) - see.foreign_firms(cluster)[0] for cluster in clusters}
    told = [
        f"{see.name(cluster)} has {found[cluster]} at level 5 or above and up to {national[cluster]} national firms"
        for cluster in clusters
    ]
    numbers = f"In product technology {' and '.join(told)}."
    if not all(found.values()):
        return Finding(Verdict.FAILS, numbers)
    return by.tells(True, numbers) if not any(national.values()) else by.untold(numbers, "the owners by level")


@REGISTER.add(
    "university-links-2008",
    f"{UPGRADING} 7",
    "date",
    "Salmon, automotive and electronics firms told of work with universities in 2008.",
    DATES,
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "The event of Los Lagos": see.event("university-links-salmon"),
            "that of Buenos Aires": see.event("university-links-cars"),
            "that of Penang": see.event("university-links-electronics"),
        }
    )
