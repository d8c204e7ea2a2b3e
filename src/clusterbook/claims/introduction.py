"""Claims of section 1."""

from __future__ import annotations

import pandas as pd

from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence, LackingError
from .model import Finding, Register

REGISTER = Register("1")
DATES = "events.year events.year_end events.date"
SAYS = "assertions.topic assertions.place assertions.says"
NUMBERS = "sections.section sections.announced_as"
# What the road map announces, by the section that deals with it, with the word for it in an id.
SUBJECTS = {
    2: ("theoretical arguments", "theory"),
    3: ("methods and data", "methods"),
    5: ("technological upgrading and growth", "upgrading"),
    6: ("the drivers of synergies", "drivers"),
    7: ("the conclusions", "conclusions"),
}


@REGISTER.add(
    "two-clusters-from-each-region",
    "paragraph 3",
    "count",
    "Of the four clusters two lie in Latin America and two in Asia.",
    "clusters.region",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    regions = {cluster: str(see.value("clusters", "region", cluster=cluster)) for cluster in FOUR}
    counts = {region: list(regions.values()).count(region) for region in ("Latin America", "Asia")}
    return by.tells(
        set(counts.values()) == {2},
        f"{'; '.join(f'{see.name(cluster)} in {region}' for cluster, region in regions.items())}.",
    )


@REGISTER.add(
    "data-collected-2008-09",
    "note 3",
    "date",
    "The data were collected in 2008–09.",
    SAYS,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("data-collection-years"))


@REGISTER.add(
    "where-the-clusters-lie",
    "after the map",
    "comparison",
    "Buenos Aires and Los Lagos lie in the south of Latin America, Penang and Qiaotou in the east of Asia.",
    "clusters.latitude clusters.longitude",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    south = {cluster: float(see.value("clusters", "latitude", cluster=cluster)) for cluster in FOUR[:2]}
    east = {cluster: float(see.value("clusters", "longitude", cluster=cluster)) for cluster in FOUR[2:]}
    # The middle of Latin America lies near 12 degrees south, that of Asia near 90 degrees east.
    return by.tells(
        all(degrees < -12 for degrees in south.values()) and all(degrees > 90 for degrees in east.values()),
        f"Latitude: {by.amounts(see.by_name(south), unit='°')}; longitude: {by.amounts(see.by_name(east), unit='°')}.",
    )


@REGISTER.add(
    "buenos-aires-begins-with-tncs",
    "paragraph 4",
    "attribution",
    "The automotive cluster of Buenos Aires began with subsidiaries of transnationals.",
    SAYS,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("buenos-aires-origin"))


@REGISTER.add(
    "buenos-aires-from-the-1950s",
    "paragraph 4",
    "date",
    "Transnationals moved subsidiaries to Buenos Aires from the 1950s to serve the domestic market.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {"Section 1": see.event("tnc-car-assembly"), "Section 6": see.event("import-substitution")}, within=True
    )


@REGISTER.add(
    "buenos-aires-fades-1970s-80s",
    "paragraph 4",
    "date",
    "The cluster of Buenos Aires faded in the 1970s and 1980s.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {"Section 1": see.event("cluster-fades"), "Section 6": see.event("long-contraction")}, within=True
    )


@REGISTER.add(
    "buenos-aires-reconstruction-1991",
    "paragraph 4",
    "date",
    "The policies of reconstruction that brought back the cluster of Buenos Aires date from 1991.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 1": see.event("cluster-revival"), "Section 6": see.event("automotive-decree")})


@REGISTER.add(
    "buenos-aires-re-emerges",
    "paragraph 4",
    "trend",
    "The cluster of Buenos Aires came back strongly after 1991.",
    "figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    before, after, later = (see.figure("buenos-aires-vehicles", date) for date in ("1992", "1997", "2003"))
    jobs = [see.figure("buenos-aires-auto-jobs", date) for date in ("1991", "1997")]
    return by.tells(
        after > before and jobs[1] > jobs[0],
        f"The cluster made {before:,.0f} automobiles in 1992 and {after:,.0f} in 1997, with {jobs[0]:,.0f} jobs in "
        f"1991 and {jobs[1]:,.0f} in 1997; in 2003, after a crisis, it made {later:,.0f}.",
    )


@REGISTER.add(
    "los-lagos-from-the-1970s",
    "paragraph 4",
    "date",
    "The salmon cluster of Los Lagos emerged in the 1970s.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "Section 1": see.event("salmon-promotion"),
            "Section 6": see.event("domsea-farms"),
            "Table 1": see.event("salmon-region"),
        },
        within=True,
    )


@REGISTER.add(
    "los-lagos-grows-from-the-1980s",
    "paragraph 4",
    "trend",
    "The cluster of Los Lagos began to grow strongly in the 1980s.",
    f"{DATES} figures.series figures.year figures.value",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    growth, sold = see.event("cluster-growth"), see.event("ventures-sold")
    output = see.rows("figures")
    output = output[output["series"] == "salmones-antartica-output"]
    if output.empty:
        raise LackingError("a dated figure of the output of Salmones Antartica")
    first = output.sort_values("year").iloc[0]
    return by.readings(
        {
            "a statement on the decade in which ventures succeeded": (
                growth[:2] == sold[:2],
                f"section 6 gives the {sold.printed} for that",
            ),
            "a statement on output": (
                int(first["year"]) <= growth.last,
                f"by section 6 the first firm to produce over {first['value']:,.0f} tons did so in {first['year']}",
            ),
        },
        f"Section 1 gives the {growth.printed}.",
    )


@REGISTER.add(
    "los-lagos-ventures-sold",
    "paragraph 4",
    "date",
    "Fundación Chile sold its successful incubators to private firms in the 1980s.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 1": see.event("cluster-growth"), "Section 6": see.event("ventures-sold")})


@REGISTER.add(
    "los-lagos-association-coordinates",
    "paragraph 4",
    "attribution",
    "The industry association had a part in the coordination from which the cluster of Los Lagos grew.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("industry-association-role"))


@REGISTER.add(
    "penang-from-the-early-1970s",
    "paragraph 4",
    "date",
    "The electronics cluster of Penang emerged in the early 1970s.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    stated, firms, zones = (see.event(id) for id in ("assembly-relocates", "first-arrivals", "free-trade-zones"))
    return by.tells(
        all(stated.first <= span.first <= stated.last for span in (firms, zones)),
        f"Section 1 gives the {stated.printed}; section 6 gives {firms.printed} for the first firms and Table 1 "
        f"{zones.printed} for the zones.",
    )


@REGISTER.add(
    "penang-firms-came-for-zones-and-holidays",
    "paragraph 4",
    "date",
    "Transnationals moved assembly to the export processing zones of Penang for cheap labour and tax holidays.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    firms, zones, holidays, decade = (
        see.event(id) for id in ("first-arrivals", "free-trade-zones", "tax-holidays", "export-assembly")
    )
    return by.tells(
        all(decade.first <= span.first <= decade.last for span in (firms, zones, holidays)),
        f"Section 6 has assembly move in over the {decade.printed}, from {firms.printed} on, and tax holidays over "
        f"{holidays.printed}; Table 1 has the zones from {zones.printed}.",
    )


@REGISTER.add(
    "penang-knowledge-from-the-1980s",
    "paragraph 4",
    "date",
    "From the 1980s production in Penang turned to knowledge-intensive work.",
    DATES,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 1": see.event("knowledge-turn"), "Section 5": see.event("ic-assembly-test")})


@REGISTER.add(
    "qiaotou-begins-with-outsourcing",
    "paragraph 4",
    "date",
    "The button cluster of Qiaotou evolved from 1982, when Italian firms began to outsource.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "Section 1": see.event("italian-outsourcing-1982"),
            "Section 6": see.event("button-distribution"),
            "Table 1": see.event("button-firms"),
        },
        within=True,
    )


@REGISTER.add(
    "italian-outsourcing-since-1982",
    "paragraph 4",
    "date",
    "Italian firms began to outsource button making to Chinese firms in 1982.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    stated, dated = see.event("italian-outsourcing-1982"), see.event("italian-outsourcing-1982-84")
    return by.tells(
        stated.first == dated.first,
        f"Section 1 says since {stated.printed}, section 6 gives {dated.printed} for the move.",
    )


@REGISTER.add(
    "qiaotou-knowledge-from-2006",
    "paragraph 4",
    "date",
    "From 2006 flows of knowledge from meso organizations helped button making to upgrade.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 1": see.event("meso-knowledge-flows"), "Section 6": see.event("government-support")})


def _announced(section: int, subject: str, word: str) -> None:
    @REGISTER.add(
        f"road-map-on-{word}",
        "road map",
        "cross-reference",
        f"The road map announces {subject} under the number of the section that deals with them.",
        f"{NUMBERS} sections.title",
    )
    def _(see: Evidence) -> Finding:
        announced, title = (see.value("sections", column, section=section) for column in ("announced_as", "title"))
        if pd.isna(announced):
            return by.tells(False, f"Section {section}, “{title}”, is not announced.")
        return by.tells(
            announced == section,
            f"Announced as section {announced:.0f}, it is section {section}, “{title}”.",
        )


for heading, (announced_subject, id_word) in SUBJECTS.items():
    _announced(heading, announced_subject, id_word)


@REGISTER.add(
    "road-map-omits-section-four",
    "in the plan of the paper",
    "cross-reference",
    "The road map leaves out section 4 alone and gives every later section a number that is one too low.",
    NUMBERS,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    numbers = see.rows("sections").set_index("section")["announced_as"]
    omitted = [int(section) for section in numbers.index if section > 1 and numbers.isna()[section]]
    later = {int(section): int(numbers[section]) for section in numbers.dropna().index if section > 4}
    told = ", ".join(f"section {section} as {announced}" for section, announced in later.items())
    return by.tells(
        omitted == [4] and all(section - announced == 1 for section, announced in later.items()),
        f"Not announced after the introduction: section {', '.join(map(str, omitted)) or 'none'}; announced: {told}.",
    )
