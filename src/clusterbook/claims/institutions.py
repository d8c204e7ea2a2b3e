"""Claims of section 4, Table 4 and notes 8 and 9."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence, LackingError, Span
from .model import Finding, Register

REGISTER = Register("4")
PHASE = "institutions.phase"
SAYS = "assertions.place assertions.says"
INFRASTRUCTURE, HIGH_TECH, NETWORKS, MARKETS = PILLARS


def _at(see: Evidence, clusters: Iterable[str], pillar: str, test: Callable[[float], bool]) -> Finding:
    """Hold if the phase of each cluster on a pillar passes the test."""
    return by.every(see.of(clusters, "phase", pillar), test, unit="", digits=0)


def _phases(see: Evidence, cluster: str) -> dict[str, int]:
    """The phase of one cluster on each pillar, under the pillar's name."""
    return {see.value("pillars", "name", pillar=pillar): see.phase(cluster, pillar) for pillar in PILLARS}


def _years(words: str) -> tuple[int, int]:
    """First and last year of words that end in a date: sessions in 2007–08, interview on 24 December 2007."""
    found = re.search(r"(\d{4})(?:–(\d\d))?$", words)
    if not found:
        raise LackingError(f"a year at the end of {words!r} (assertions.csv)")
    return int(found[1]), int(found[1][:2] + (found[2] or found[1][2:]))


def _table(see: Evidence) -> str:
    """Table 4 in words, for what is judged over all of it."""
    rows = {see.name(cluster): [see.phase(cluster, pillar) for pillar in PILLARS] for cluster in FOUR}
    return "; ".join(f"{name} {', '.join(map(str, phases))}" for name, phases in rows.items()) + "."


# Infrastructure and high-tech institutions.


@REGISTER.add(
    "infrastructure-at-phase-4",
    "paragraph 2",
    "every cluster",
    "Basic infrastructure is equally good in the four clusters, at phase 4.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _at(see, FOUR, INFRASTRUCTURE, lambda phase: phase == 4)


@REGISTER.add(
    "infrastructure-nowhere-at-phase-5",
    "paragraph 2",
    "every cluster",
    "The most novel planning of infrastructure, which makes phase 5, was found in none of the four clusters.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _at(see, FOUR, INFRASTRUCTURE, lambda phase: phase < 5)


@REGISTER.add(
    "name-of-the-phases",
    "paragraphs 2 to 8",
    "definition",
    "What Table 4 rates the pillars by is called a phase.",
    SAYS,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("word-for-phase"))


@REGISTER.add(
    "high-tech-at-phase-3",
    "paragraphs 3 and 7",
    "every cluster",
    "High-tech institutions have come to phase 3, and no further, in Buenos Aires, Los Lagos and Penang.",
    PHASE,
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
)
def _(see: Evidence) -> Finding:
    return _at(see, (BUENOS_AIRES, LOS_LAGOS, PENANG), HIGH_TECH, lambda phase: phase == 3)


@REGISTER.add(
    "high-tech-separates-more",
    "before the figure of phases",
    "comparison",
    "The clusters are further apart in high-tech institutions than in basic infrastructure.",
    PHASE,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    spread = {}
    for pillar in (HIGH_TECH, INFRASTRUCTURE):
        phases = see.of(FOUR, "phase", pillar).values()
        spread[pillar] = max(phases) - min(phases)
    numbers = f"The phases differ by up to {spread[HIGH_TECH]} in high-tech institutions, {spread[INFRASTRUCTURE]} in "
    return by.tells(spread[HIGH_TECH] > spread[INFRASTRUCTURE], f"{numbers}basic infrastructure.")


@REGISTER.add(
    "rd-labs-in-penang",
    "paragraph 3",
    "every cluster",
    "Penang has no fully equipped R&D labs on which its firms could draw.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-meso-organizations-and-rd"))


@REGISTER.add(
    "fc-and-corfo-only-adapt",
    "paragraph 3",
    "attribution",
    "Fundación Chile and CORFO support adaptation only, and create no new knowledge.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("fundacion-chile-work"))


@REGISTER.add(
    "isa-virus-in-2007",
    "paragraph 3",
    "date",
    "The ISA virus struck in 2007.",
    "events.year events.year_end events.date",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 4": see.event("isa-virus-2007"), "Section 6": see.event("isa-virus-2008")})


@REGISTER.add(
    "no-answer-to-the-virus",
    "paragraph 3",
    "attribution",
    "When the ISA virus struck, nobody in Chile was able to respond.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("answer-to-isa"))


@REGISTER.add(
    "high-tech-support-best-in-qiaotou",
    "paragraph 4",
    "ranking",
    "The most sophisticated high-tech support goes to the firms of Qiaotou.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "phase", HIGH_TECH), [see.name(QIAOTOU)], unit="", digits=0)


@REGISTER.add(
    "most-button-firms-at-level-4",
    "paragraph 4",
    "share",
    "Most button firms of Qiaotou have advanced only to level 4.",
    "capabilities.firms survey.firms dimensions.name",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    names = {dimension: see.value("dimensions", "name", dimension=dimension) for dimension in DIMENSIONS}
    reach = {name: see.share(QIAOTOU, dimension, 4) for dimension, name in names.items()}
    no_further = {name: 100 - see.share(QIAOTOU, dimension, 5) for dimension, name in names.items()}
    at = {
        name: max(see.levels(), key=lambda level: see.exactly(QIAOTOU, dimension, level))
        for dimension, name in names.items()
    }
    return by.readings(
        {
            "no further than level 4": (
                all(share > 50 for share in no_further.values()),
                f"below level 5 are {by.amounts(no_further, digits=0)}",
            ),
            "level 4 reached": (
                all(share > 50 for share in reach.values()),
                f"at or above it are {by.amounts(reach, digits=0)}",
            ),
        },
        f"Level with the largest group of firms: {by.amounts(at, unit='', digits=0)}.",
    )


@REGISTER.add(
    "button-design-outside-the-firms",
    "paragraph 4",
    "attribution",
    "Button technology is designed, tested and developed in meso organizations and universities, not in the firms.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("button-design-and-development"))


# Networks and markets.


@REGISTER.add(
    "networks-at-phase-3",
    "paragraph 5",
    "every cluster",
    "Network cohesion has reached phase 3 in Buenos Aires, Los Lagos and Penang.",
    PHASE,
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
)
def _(see: Evidence) -> Finding:
    return _at(see, (BUENOS_AIRES, LOS_LAGOS, PENANG), NETWORKS, lambda phase: phase == 3)


@REGISTER.add(
    "networks-of-qiaotou-at-phase-4",
    "paragraph 5",
    "number",
    "Network cohesion has reached phase 4 in Qiaotou.",
    PHASE,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return _at(see, (QIAOTOU,), NETWORKS, lambda phase: phase == 4)


@REGISTER.add(
    "high-integration-in-markets",
    "paragraph 6",
    "every cluster",
    "The four clusters are all highly integrated in global markets.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    phases = see.of(FOUR, "phase", MARKETS)
    low = listed([name for name, phase in phases.items() if phase < 4])
    return by.readings(
        {
            "phase 4, which the section calls strong": (not low, f"{low} stand lower" if low else ""),
            "phase 3, the middle of the scale, or above": (all(phase >= 3 for phase in phases.values()), ""),
        },
        f"{by.amounts(phases, unit='', digits=0)}.",
    )


@REGISTER.add(
    "transnationals-brought-design",
    "paragraph 6",
    "attribution",
    "In Buenos Aires and Penang transnationals introduced best practices, design activities among them.",
    SAYS,
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("transnational-design"))


@REGISTER.add(
    "salmon-knowledge-from-four-countries",
    "paragraph 6",
    "attribution",
    "The knowledge adapted for salmon comes from Norway, Scotland, the United States and Canada.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("salmon-source-countries"))


@REGISTER.add(
    "market-integration-at-level-4",
    "paragraph 9",
    "every cluster",
    "All four clusters are strongly integrated in global markets, at level 4.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _at(see, FOUR, MARKETS, lambda phase: phase == 4)


@REGISTER.add(
    "transnational-chains-by-ownership",
    "paragraph 9",
    "share",
    "Buenos Aires and Penang extend the production chains of transnationals, with most firms in foreign hands.",
    "survey.foreign_share_pct_printed",
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    return by.every(see.of((BUENOS_AIRES, PENANG), "foreign_share"), lambda share: share > 50)


@REGISTER.add(
    "national-ownership-strong",
    "paragraph 9",
    "share",
    "Los Lagos and Qiaotou have strong national ownership.",
    "survey.foreign_share_pct_printed",
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    national = {name: 100 - share for name, share in see.of((LOS_LAGOS, QIAOTOU), "foreign_share").items()}
    return by.every(national, lambda share: share > 50, unit="% national")


# A shortage and a frontier.


@REGISTER.add(
    "penang-design-not-extensive",
    "paragraph 7",
    "share",
    "The people and knowledge that Penang produces do not suffice for extensive design and R&D in firms.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("extent-of-design-in-penang"))


@REGISTER.add(
    "penang-design-firms-of-section-4",
    "paragraph 7",
    "count",
    "Intel, Motorola, AMD, Fairchild and Alterra have taken up the few engineers for their design work.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    lists = {place: set(says.split(", ")) for place, says in see.assertions("penang-design-firms").items()}
    mine = lists.pop("Section 4")
    others = set.union(*lists.values())
    missing = listed(sorted(mine - others)) or "none"
    numbers = f"Section 4 names {len(mine)}, and section 5 lacks {missing} of them and adds "
    numbers += f"{listed(sorted(others - mine)) or 'none'}."
    return by.tells(all(mine <= firms for firms in lists.values()), numbers)


@REGISTER.add(
    "learning-from-italians",
    "paragraph 8",
    "date",
    "Qiaotou began to learn button making from Italian masters in 1976 and went on to 1990.",
    "events.year events.year_end events.date",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    starts = {
        "Section 4": "italian-masters",
        "Section 1": "italian-outsourcing-1982",
        "Section 6": "italian-outsourcing-1982-84",
    }
    spans = {place: see.event(event) for place, event in starts.items()}
    first = by.same_date({place: Span(span.first, span.first, span.printed) for place, span in spans.items()})
    trade = see.event("button-distribution").printed
    beside = f"Sections 1 and 6 date the work for Italian firms, and section 6 the first trade in buttons, {trade}."
    return replace(first, numbers=f"{first.numbers} {beside}")


@REGISTER.add(
    "qiaotou-at-the-frontier",
    "paragraph 8",
    "comparison",
    "In making buttons Qiaotou has come up to the technology frontier.",
    f"{PHASE} phases.phase phases.name capabilities.firms survey.firms assertions.place assertions.says",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    frontier = int(see.value("phases", "phase", name="Frontier"))
    deepest = max(see.levels())
    phases = [see.phase(QIAOTOU, pillar) for pillar in PILLARS]
    firms = max(see.count(QIAOTOU, dimension, deepest) for dimension in DIMENSIONS)
    buttons = see.assertions("quality-of-buttons")
    return by.readings(
        {
            "the quality of the buttons": (
                len(set(buttons.values())) == 1,
                f"of them the text says in {len(buttons)} places: {', '.join(dict.fromkeys(buttons.values()))}",
            ),
            "the frontier of the scales": (
                min(phases) >= frontier or firms > 0,
                f"its institutions stand at phase {min(phases)} at least and {max(phases)} at most, where the "
                f"frontier is phase {frontier}, and {firms} of {see.firms(QIAOTOU)} firms are at level {deepest}",
            ),
        },
        "The text gives the frontier as reached.",
    )


@REGISTER.add(
    "qiaotou-labs-at-level-4",
    "paragraph 8",
    "number",
    "The labs and universities that serve Qiaotou are of level 4.",
    PHASE,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return _at(see, (QIAOTOU,), HIGH_TECH, lambda phase: phase == 4)


@REGISTER.add(
    "qiaotou-at-phase-4-not-5",
    "paragraph 8",
    "number",
    "Qiaotou's institutional support is rated at level 4 rather than level 5.",
    f"{PHASE} pillars.name",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.every(_phases(see, QIAOTOU), lambda phase: phase == 4, unit="", digits=0)


@REGISTER.add(
    "gansu-a-state",
    "paragraph 8",
    "definition",
    "Gansu, where processes behind the buttons are carried out, is a state of China.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("status-of-gansu"))


@REGISTER.add(
    "qiaotou-rating-confirmed",
    "note 9",
    "date",
    "Officials confirmed the rating of Qiaotou on 24 December 2007, within the years of the sessions.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    says = see.assertions("rating-of-qiaotou")
    years = {place: _years(words) for place, words in says.items()}
    (opens, closes), (day, _) = years["Section 3"], years["Note 9"]
    numbers = "; ".join(f"{place}: {words}" for place, words in says.items())
    return by.tells(opens <= day <= closes, f"{numbers}.")


# Table 4 as a whole.


@REGISTER.add(
    "second-head-of-table-4",
    "Table 4",
    "definition",
    "The second column of Table 4 has the name of the second pillar in Table 2.",
    SAYS,
)
def _(see: Evidence) -> Finding:
    names = see.assertions("second-pillar-name")
    return by.one_voice({place: names[place] for place in ("Table 2", "Table 4") if place in names})


@REGISTER.add(
    "only-phases-3-and-4",
    "after the figure of phases",
    "every cluster",
    "No cluster stands above phase 4 or below phase 3 on any pillar.",
    f"{PHASE} institutions.pillar",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    phases = {see.phase(cluster, pillar) for cluster in FOUR for pillar in PILLARS}
    return by.tells(phases <= {3, 4}, _table(see))


@REGISTER.add(
    "only-qiaotou-at-phase-4-throughout",
    "after the figure of phases",
    "comparison",
    "Only Qiaotou stands at phase 4 on every pillar.",
    f"{PHASE} institutions.pillar",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    full = [cluster for cluster in FOUR if all(see.phase(cluster, pillar) == 4 for pillar in PILLARS)]
    return by.tells(full == [QIAOTOU], _table(see))


@REGISTER.add(
    "buenos-aires-and-penang-at-phase-3",
    "after the figure of phases",
    "comparison",
    "Buenos Aires and Penang stand at phase 3 on every pillar but infrastructure.",
    f"{PHASE} institutions.pillar",
    clusters=(BUENOS_AIRES, PENANG),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    phases = {see.name(c): [see.phase(c, pillar) for pillar in PILLARS[1:]] for c in (BUENOS_AIRES, PENANG)}
    numbers = "; ".join(f"{name} {', '.join(map(str, found))}" for name, found in phases.items())
    return by.tells(all(set(found) == {3} for found in phases.values()), f"{numbers}.")


@REGISTER.add(
    "los-lagos-differs-in-market-integration",
    "after the figure of phases",
    "comparison",
    "Los Lagos differs from Buenos Aires and Penang in market integration alone.",
    f"{PHASE} pillars.name",
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    differing = {
        pillar
        for pillar in PILLARS
        for other in (BUENOS_AIRES, PENANG)
        if see.phase(other, pillar) != see.phase(LOS_LAGOS, pillar)
    }
    names = [see.value("pillars", "name", pillar=pillar).lower() for pillar in PILLARS if pillar in differing]
    return by.tells(differing == {MARKETS}, f"It differs in {listed(names) or 'nothing'}.")


@REGISTER.add(
    "qiaotou-apart-in-two-pillars",
    "last paragraph",
    "comparison",
    "What sets Qiaotou apart from the other clusters is its high-tech support and its networks.",
    f"{PHASE} pillars.name",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    apart = [
        pillar
        for pillar in PILLARS
        if all(see.phase(QIAOTOU, pillar) > see.phase(other, pillar) for other in FOUR if other != QIAOTOU)
    ]
    names = [see.value("pillars", "name", pillar=pillar).lower() for pillar in apart]
    return by.tells(
        apart == [HIGH_TECH, NETWORKS], f"Qiaotou stands above all the others in {listed(names) or 'none'}."
    )


@REGISTER.add(
    "order-of-the-phases",
    "after the figure of phases",
    "ranking",
    "Over all pillars Qiaotou comes first, Los Lagos second, and Buenos Aires and Penang share the last place.",
    f"{PHASE} institutions.pillar",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    sums = see.by_name({cluster: sum(see.phase(cluster, pillar) for pillar in PILLARS) for cluster in FOUR})
    last, tied, second, first = (sums[see.name(c)] for c in (BUENOS_AIRES, PENANG, LOS_LAGOS, QIAOTOU))
    return by.tells(first > second > last == tied, f"Phases add up to {by.amounts(sums, unit='', digits=0)}.")
