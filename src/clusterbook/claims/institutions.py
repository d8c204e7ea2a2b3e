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
    return _phases_of(by.every(see.of(clusters, "phase", pillar), test, unit="", digits=0))


def _phases_of(found: Finding) -> Finding:
    """The same finding, its numbers said to be phases."""
    return replace(found, numbers=f"Phases of Table 4: {found.numbers}")


def _years(words: str) -> tuple[int, int]:
    """First and last year of words that end in a date: sessions in 2007–08, interview on 24 December 2007."""
    found = re.search(r"(\d{4})(?:–(\d\d))?$", words)
    if not found:
        raise LackingError(f"a year at the end of {words!r} (assertions.csv)")
    return int(found[1]), int(found[1][:2] + (found[2] or found[1][2:]))


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
    "high-tech-at-phase-3",
    "paragraph 3",
    "every cluster",
    "High-tech institutions have come to phase 3, and no further, in Buenos Aires, Los Lagos and Penang.",
    PHASE,
    clusters=(BUENOS_AIRES, LOS_LAGOS, PENANG),
)
def _(see: Evidence) -> Finding:
    return _at(see, (BUENOS_AIRES, LOS_LAGOS, PENANG), HIGH_TECH, lambda phase: phase == 3)


@REGISTER.add(
    "rd-labs-in-penang",
    "paragraph 3",
    "count",
    "A few universities apart, Penang has no fully equipped R&D labs on which its firms could draw.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-meso-organizations-and-rd"))


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
    "high-tech-support-best-in-qiaotou",
    "paragraph 4",
    "ranking",
    "The most sophisticated high-tech support goes to the firms of Qiaotou.",
    PHASE,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return _phases_of(by.ranked(see.of(FOUR, "phase", HIGH_TECH), [see.name(QIAOTOU)], unit="", digits=0))


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
    firms = see.firms(QIAOTOU)
    at = {name: 100 * see.exactly(QIAOTOU, dimension, 4) / firms for dimension, name in names.items()}
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
        f"At level 4 and no deeper are {by.amounts(at, digits=0)}.",
    )


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
    "Buenos Aires and Penang, where most firms are in foreign hands, extend the production chains of transnationals.",
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
    "penang-design-firms-of-section-4",
    "paragraph 7",
    "count",
    "Intel, Motorola, AMD, Fairchild and Alterra have taken up the few engineers for their design work.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    named = {place: set(says.split(", ")) for place, says in see.assertions("penang-design-firms").items()}
    if "Section 4" not in named or len(named) < 2:
        raise LackingError("the names that sections 4 and 5 give (assertions.csv)")
    here = named.pop("Section 4")
    there = set.intersection(*named.values())
    missing, added = listed(sorted(here - there)) or "none", listed(sorted(there - here)) or "nobody"
    return by.tells(here <= there, f"Of these {len(here)} firms section 5 lacks {missing}, and it adds {added}.")


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
    beside = f"Sections 1 and 6 date the work for Italian firms, before which section 6 has only a trade, from {trade}."
    return replace(first, numbers=f"{first.numbers} {beside}")


@REGISTER.add(
    "qiaotou-at-the-frontier",
    "paragraph 8",
    "comparison",
    "In making buttons Qiaotou has come up to the technology frontier.",
    f"{PHASE} phases.phase phases.name capabilities.firms survey.firms figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    frontier, deepest = int(see.value("phases", "phase", name="Frontier")), max(see.levels())
    brands = see.figure("qiaotou-brands", "2005")
    phases = sorted({see.phase(QIAOTOU, pillar) for pillar in PILLARS})
    firms = max(see.count(QIAOTOU, dimension, deepest) for dimension in DIMENSIONS)
    return by.readings(
        {
            "the standing of its buttons in the trade": (
                brands > 0,
                f"over {brands:,.0f} international brands had theirs from Qiaotou by 2005",
            ),
            "the top of the paper's scales": (
                phases == [frontier] or firms > 0,
                f"its institutions stand at phase {listed([str(phase) for phase in phases])}, where the frontier is "
                f"phase {frontier}, and {firms} of {see.firms(QIAOTOU)} firms are at level {deepest}",
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
    phases = {see.value("pillars", "name", pillar=pillar): see.phase(QIAOTOU, pillar) for pillar in PILLARS}
    return _phases_of(by.every(phases, lambda phase: phase == 4, unit="", digits=0))


@REGISTER.add(
    "qiaotou-rating-confirmed",
    "note 9",
    "date",
    "The rating of Qiaotou was confirmed in an interview on 24 December 2007.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    sessions, interview = (
        see.value("assertions", "says", topic="rating-of-qiaotou", place=place) for place in ("Section 3", "Note 9")
    )
    (opens, closes), (day, _) = _years(sessions), _years(interview)
    return by.tells(opens <= day <= closes, f"Section 3 has {sessions}, note 9 an {interview}.")
