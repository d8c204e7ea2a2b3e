"""Claims of section 5 on technological upgrading: the firms that its text tells of; their levels are in levels."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("5")
FIRMS = "capabilities.firms"
SAYS = "assertions.says"
DATES = "events.year events.year_end events.date"
UPGRADING = "Technological upgrading, paragraph"
LATEST = "Section 5, Technological upgrading, paragraph"  # as assertions.csv names the place
PROCESS, PRODUCT = DIMENSIONS[1:]


def names(says: str) -> set[str]:
    """The names of a list in assertions.csv."""
    return set(says.split(", "))


# Opening of the section.


@REGISTER.add(
    "opening-high-skill-intensity",
    "opening paragraph",
    "every cluster",
    "The intensity of skills is high in all four clusters, and upgrading has helped to keep it so.",
    "skills.skill_intensity_pct",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    found = by.every(see.of(FOUR, "skill"), lambda value: value > 50)
    own = " The same section calls that of the button firms low further on." if see.skill(QIAOTOU) <= 50 else ""
    numbers = f"With half of the workforce as the mark between high and low: {found.numbers}{own}"
    return Finding(found.verdict, numbers)


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
    found = see.counts(BUENOS_AIRES, 5)
    named = see.assertion("buenos-aires-assemblers-named", "Section 6, Buenos Aires")
    numbers = (
        f"At level 5 or above Table 5 counts {listed([*map(str, found)])} firms in human resources, process and "
        f"product technology; section 6 names {len(names(named))} assemblers, which need not all be in the sample."
    )
    if not min(found):
        return by.tells(False, numbers)
    return by.untold(numbers, "which assemblers the sample holds, and at what levels")


@REGISTER.add(
    "buenos-aires-three-groups",
    f"{UPGRADING} 2",
    "attribution",
    "In Buenos Aires the assemblers stand at level 5, the suppliers tied to them at level 4, and independent "
    "national suppliers at level 3.",
    f"{FIRMS} survey.firms survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    foreign, _ = see.foreign_firms(BUENOS_AIRES)
    reach = max(see.counts(BUENOS_AIRES, 4))
    exactly = [[see.exactly(BUENOS_AIRES, dimension, level) for dimension in DIMENSIONS] for level in (3, 4, 5)]
    return by.readings(
        {
            "groups that make up the cluster": (
                foreign <= reach,
                f"at least {max(0, foreign - reach)} foreign firms stand at level 3 or below, "
                "where the sentence has national firms alone",
            ),
            "three groups among others": (
                all(map(min, exactly)),
                f"in each dimension at least {listed([str(min(found)) for found in exactly])} firms stand exactly "
                "at levels 3, 4 and 5",
            ),
        },
        f"Of {see.firms(BUENOS_AIRES)} firms {foreign} are foreign; in no dimension do more than {reach} firms reach "
        "level 4.",
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
    "salmon-research-by-larger-firms",
    f"{UPGRADING} 3",
    "count",
    "Some of the larger salmon firms use automated equipment for research that betters their processes.",
    FIRMS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    early, mature = see.count(LOS_LAGOS, PROCESS, 5), see.count(LOS_LAGOS, PROCESS, 6)
    numbers = f"In process technology {early} firms stand at level 5, early R&D, or above, and {mature} at level 6."
    return by.tells(early > 1, numbers)


# Qiaotou.


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
    "share",
    "The button firms of Qiaotou were not very knowledge-intensive.",
    f"{FIRMS} survey.firms",
    clusters=(PENANG, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    here, there = ([see.share(at, dimension, 5) for dimension in DIMENSIONS] for at in (QIAOTOU, PENANG))
    shares, others = (listed([f"{share:.1f}%" for share in found]) for found in (here, there))
    return by.tells(
        all(one < other for one, other in zip(here, there, strict=True)),
        f"At level 5, early R&D, or above stand {shares} of its firms in human resources, process and product "
        f"technology, against {others} in {see.name(PENANG)}.",
    )


# Penang.


@REGISTER.add(
    "penang-one-firm-develops-products",
    f"{UPGRADING} 5",
    "count",
    "One firm alone, Motorola, has both its most sophisticated plant and new product development in Penang.",
    FIRMS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    novel, develop = see.count(PENANG, PRODUCT, 6), see.count(PENANG, PRODUCT, 5)
    return by.tells(
        novel == 1,
        f"Novel products are level 6, where Table 5 counts {novel} in product technology, without a name; "
        f"{develop} stand at level 5, product development, or above.",
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
    named = len(names(see.assertion("penang-design-firms", f"{LATEST} 6")))
    found = see.counts(PENANG, 5)
    numbers = (
        f"The text names {named}; at level 5 or above Table 5 counts {listed([*map(str, found)])} firms in human "
        "resources, process and product technology."
    )
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
    "macro-swings-outside-qiaotou",
    f"{UPGRADING} 7",
    "comparison",
    "Firms in every cluster but Qiaotou had to cope with macroeconomic swings.",
    "events.cluster events.kind events.title",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    found = events[(events["kind"] == "shock") & ~events["title"].str.contains("virus")]
    shocks = {cluster: int((found["cluster"] == cluster).sum()) for cluster in FOUR}
    told = by.amounts(see.by_name(shocks), unit="", digits=0)
    numbers = f"Dated events that the book classes as shocks, without the virus of Los Lagos: {told}."
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
    numbers = f"At level 4, large-scale product adaptation, or above: {by.amounts(shares)}; who helped is not told."
    return by.untold(numbers, "the number of surveyed firms that had such support")


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
    national = {cluster: see.national_firms(cluster)[1] for cluster in clusters}
    told = [f"{see.name(at)} {found[at]}, with up to {national[at]} national firms in its sample" for at in clusters]
    numbers = f"Firms at level 5 or above in product technology: {'; '.join(told)}."
    if any(not found[at] or found[at] > see.foreign_firms(at)[1] for at in clusters):
        return by.tells(False, numbers)
    return by.untold(numbers, "the owners of the firms by level") if any(national.values()) else by.tells(True, numbers)


@REGISTER.add(
    "university-links-2008",
    f"{UPGRADING} 7",
    "date",
    "Salmon, automotive and electronics firms told of work with universities in 2008.",
    DATES,
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
)
def _(see: Evidence) -> Finding:
    ids = ("university-links-salmon", "university-links-cars", "university-links-electronics")
    found = [see.event(id) for id in ids]
    numbers = f"Dated events of Los Lagos, Buenos Aires and Penang: {listed([span.printed for span in found])}."
    return by.tells(all(span[:2] == (2008, 2008) for span in found), numbers)
