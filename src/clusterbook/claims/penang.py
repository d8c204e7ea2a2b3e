"""Claims of section 6 on Penang."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import DIMENSIONS, FOUR, PENANG, Evidence, Span
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"
SAYS = "assertions.topic assertions.place assertions.says"
COUNTS = "capabilities.firms"
BOUNDS = "capabilities.firms survey.firms survey.foreign_share_pct_printed"
MALAYSIA = (PENANG,)


def _in_turn(spans: Mapping[str, Span]) -> Finding:
    """Hold if each period begins after the one before it did, and no earlier than in its last year."""
    steps = list(spans.values())
    apart = all(one.first < other.first and one.last <= other.first for one, other in pairwise(steps))
    return by.tells(apart, f"{listed([f'{what} {span.printed}' for what, span in spans.items()])}.")


def _national(see: Evidence) -> tuple[int, int]:
    """Fewest and most national firms that the printed foreign share can mean."""
    fewest, most = see.foreign_firms(PENANG)
    return see.firms(PENANG) - most, see.firms(PENANG) - fewest


@REGISTER.add(
    "penang-begins-in-1971",
    "Electronics cluster, paragraph 1",
    "date",
    "The cluster of Penang began in 1971, with the arrival of Clarion and National Semiconductor.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    places = {"Section 1": "assembly-relocates", "Table 1": "free-trade-zones", "Section 6": "first-arrivals"}
    return by.same_date({place: see.event(event) for place, event in places.items()}, within=True)


@REGISTER.add(
    "zone-set-aside-for-exporters",
    "Electronics cluster, paragraph 1",
    "date",
    "Government set the free trade zone aside, with its tax holidays, to attract makers of electronics for export.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    firms, zones, holidays, decade = (
        see.event(id) for id in ("first-arrivals", "free-trade-zones", "tax-holidays", "export-assembly")
    )
    offered = max(zones.first, holidays.first)
    return by.readings(
        {
            f"a statement on the firms that came in the {decade.printed}": (offered <= decade.last, ""),
            "a statement on the first two firms as well": (offered <= firms.first, ""),
        },
        f"The first two firms came in {firms.printed}; Table 1 has zones from {zones.printed}, section 6 tax holidays "
        f"over {holidays.printed}.",
    )


@REGISTER.add(
    "assembly-moved-in-the-1970s",
    "Electronics cluster, paragraph 1",
    "date",
    "The assembly that moved to Penang in the 1970s was meant for export alone.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    places = {"Section 1": see.event("assembly-relocates"), "Section 6": see.event("export-assembly")}
    return by.same_date(places, within=True)


@REGISTER.add(
    "tax-holidays-in-turn",
    "Electronics cluster, paragraph 2",
    "date",
    "Tax holidays of 1972–80 were ended in 1981–85 and renewed in the crisis of 1985–86.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    events = {"granted": "tax-holidays", "ended": "tax-holidays-end", "renewed": "tax-holidays-renewed"}
    found = _in_turn({what: see.event(event) for what, event in events.items()})
    crisis, renewed = see.event("mid-1980s-crisis"), see.event("tax-holidays-renewed")
    numbers = f"Tax holidays {found.numbers} The crisis is dated {crisis.printed}."
    return by.tells(found.verdict == "holds" and renewed.first >= crisis.first, numbers)


@REGISTER.add(
    "malaysian-controls-of-1998",
    "Electronics cluster, paragraph 2",
    "date",
    "Malaysia brought in capital controls in 1998.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    stated, decade = see.event("capital-controls-malaysia-1998"), see.event("capital-controls-malaysia-1990s")
    return by.same_date({"Section 6": stated, "Section 7": decade}, within=True)


@REGISTER.add(
    "controls-in-the-asian-crisis",
    "Electronics cluster, paragraph 2",
    "date",
    "The controls were to shield the country from attacks on its currency, in the Asian crisis of 1997–98.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    controls, crisis = see.event("capital-controls-malaysia-1998"), see.event("asian-crisis")
    within = crisis.first <= controls.first <= crisis.last
    return by.tells(within, f"Controls {controls.printed}, crisis {crisis.printed}.")


def _exports_in(see: Evidence, event: str) -> Finding:
    """Exports of a year outside the period measured cannot be told."""
    key = {"cluster": PENANG, "indicator": "exports", "scope": "location"}
    start, end = (int(see.value("growth", column, **key)) for column in ("start_year", "end_year"))
    crisis = see.event(event)
    numbers = f"The growth of exports is published for {start}–{end} only, as one average; the crisis is of "
    return by.untold(f"{numbers}{crisis.printed}.", f"Penang's exports year by year around {crisis.printed}")


@REGISTER.add(
    "exports-gained-in-the-asian-crisis",
    "Electronics cluster, paragraph 2",
    "trend",
    "Thanks to a strong American economy exports of electronics rose in the crisis of 1997–98.",
    f"growth.start_year growth.end_year {DATES}",
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return _exports_in(see, "asian-crisis")


@REGISTER.add(
    "exports-shrank-in-the-global-crisis",
    "Electronics cluster, paragraph 2",
    "trend",
    "Exports shrank massively in the crisis of 2008–09.",
    f"growth.start_year growth.end_year {DATES}",
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return _exports_in(see, "global-crisis")


@REGISTER.add(
    "stimulus-followed-the-crisis",
    "Electronics cluster, paragraph 2",
    "date",
    "The fiscal stimulus of 2009 came after the fall of exports in the crisis of 2008–09.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    crisis, stimulus = see.event("global-crisis"), see.event("fiscal-stimulus")
    return by.tells(crisis.first < stimulus.first, f"Crisis {crisis.printed}, stimulus {stimulus.printed}.")


@REGISTER.add(
    "penang-policies-most-frequent",
    "after the table of events",
    "count",
    "Among the dated events of Penang policies are the most frequent kind.",
    "events.cluster events.kind",
    clusters=MALAYSIA,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    kinds = events.loc[events["cluster"] == PENANG, "kind"].value_counts()
    return by.ranked({str(kind): int(count) for kind, count in kinds.items()}, ["policy"], unit="", digits=0)


@REGISTER.add(
    "penang-shocks-met-by-policies",
    "after the table of events",
    "date",
    "Each of the shocks to Penang has a policy of the same years beside it.",
    f"events.cluster events.kind {DATES}",
    clusters=MALAYSIA,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    events = events[events["cluster"] == PENANG]
    policies = events[events["kind"] == "policy"]
    found = {
        f"{shock['title']} {shock['date']}": [
            f"{policy['title']} {policy['date']}"
            for _, policy in policies.iterrows()
            if shock["year"] <= policy["year"] <= shock["year_end"]
        ]
        for _, shock in events[events["kind"] == "shock"].iterrows()
    }
    told = "; ".join(f"{shock}: {listed(beside) or 'none'}" for shock, beside in found.items())
    return by.tells(bool(found) and all(found.values()), f"{told}.")


@REGISTER.add(
    "incentives-before-the-action-plan",
    "Electronics cluster, paragraph 3",
    "date",
    "Incentives for upgrading, given since 1988, were added to by the action plan of 1991.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    incentives, plan = see.event("upgrading-incentives"), see.event("apitd")
    return by.tells(incentives.first < plan.first, f"Incentives {incentives.printed}, action plan {plan.printed}.")


@REGISTER.add(
    "grants-came-with-the-action-plan",
    "Electronics cluster, paragraph 3",
    "date",
    "Grants for R&D arose from the action plan of 1991.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 6": see.event("apitd"), "Note 18": see.event("national-rd-grants")})


@REGISTER.add(
    "malaysian-state-and-upgrading",
    "Electronics cluster, paragraph 3",
    "attribution",
    "Incentives and grants of government played an important part in the upgrading of Penang.",
    SAYS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    said = see.assertions("state-role-outside-qiaotou")
    return by.one_voice({place: says for place, says in said.items() if place.endswith(("Penang", "Section 7"))})


@REGISTER.add(
    "clustering-promoted-to-the-1990s",
    "Electronics cluster, paragraph 3",
    "date",
    "Clustering was promoted in Penang in the late 1980s and the 1990s, and taken up by the master plan of 1996.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    clustering, plan = see.event("industrial-clustering"), see.event("second-master-plan")
    within = clustering.first <= plan.first <= clustering.last
    return by.tells(within, f"Clustering {clustering.printed}, master plan {plan.printed}.")


@REGISTER.add(
    "consumer-electronics-came-late-1980s",
    "Electronics cluster, paragraph 3",
    "date",
    "Makers of consumer and industrial electronics were drawn to Penang in the late 1980s and the 1990s.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    places = {"Section 5": see.event("consumer-electronics-wave"), "Section 6": see.event("industrial-clustering")}
    return by.same_date(places, within=True)


@REGISTER.add(
    "consumer-electronics-no-deeper",
    "Electronics cluster, paragraph 3",
    "trend",
    "The arrival of consumer and industrial electronics did not make Penang more intensive in technology.",
    BOUNDS.rsplit(" ", 1)[0],
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    share = see.share(PENANG, "process", 4)
    return by.untold(
        f"Table 5 puts {share:.0f}% of the firms at level 4 or above in process technology in {see.year}, of whatever "
        "product.",
        "levels before the 1990s, or the levels of firms by product",
    )


@REGISTER.add(
    "skills-centre-of-1989",
    "Electronics cluster, paragraph 4",
    "date",
    "The Penang Skill's Development Centre was started in 1989, as the industry turned more knowledge-intensive.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    centre, turn = see.event("psdc"), see.event("knowledge-turn")
    return by.tells(
        turn.first <= centre.first,
        f"The centre opened in {centre.printed}; section 1 dates the turn to knowledge-intensive work from the "
        f"{turn.printed}.",
    )


@REGISTER.add(
    "suppliers-and-start-ups-together",
    "Electronics cluster, paragraph 4",
    "date",
    "While a group of local suppliers grew in the 1980s and 1990s, engineers left transnationals to found firms.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    events = {"Section 6, on suppliers": "local-suppliers", "Section 6, on engineers": "engineer-start-ups"}
    return by.same_date({place: see.event(event) for place, event in events.items()})


@REGISTER.add(
    "penang-skills-rose",
    "Electronics cluster, paragraph 5",
    "trend",
    "The skill intensity of Penang's electronics firms rose strongly.",
    "skills.skill_intensity_pct",
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    numbers = f"Skill intensity was {see.skill(PENANG):.1f}% in {see.year}, the only year published."
    return by.untold(numbers, "skill intensity in an earlier year")


@REGISTER.add(
    "penang-not-extensively-at-level-5",
    "Electronics cluster, paragraph 5",
    "share",
    "Penang could not move extensively into level 5.",
    f"{COUNTS} survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    shares = {dimension: see.of(FOUR, "share", dimension, 5) for dimension in DIMENSIONS}
    here = {dimension.replace("-", " "): found[see.name(PENANG)] for dimension, found in shares.items()}
    leads = all(max(found, key=lambda name: found[name]) == see.name(PENANG) for found in shares.values())
    beside = " No other of the four has as large a share in any dimension." if leads else ""
    numbers = f"At level 5 or above: {by.amounts(here, digits=0)}.{beside}"
    return by.tells(all(share < 50 for share in here.values()), numbers)


@REGISTER.add(
    "penang-short-of-people",
    "Electronics cluster, paragraph 5",
    "attribution",
    "It is for want of skilled people that Penang could not go deeper into design and R&D.",
    SAYS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-barrier"))


@REGISTER.add(
    "no-rd-from-meso-organizations",
    "Electronics cluster, paragraph 5",
    "attribution",
    "Electronics firms could not get R&D from meso organizations in Penang.",
    SAYS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-meso-organizations-and-rd"))


@REGISTER.add(
    "few-transnationals-had-grants",
    "Electronics cluster, paragraph 5",
    "count",
    "Only a handful of transnationals obtained R&D grants from the government.",
    f"{BOUNDS} {DATES}",
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    note_8, note_18 = see.event("foreign-grants"), see.event("foreign-rd-grants")
    few, most = see.foreign_firms(PENANG)
    return by.untold(
        f"Grants were opened to foreign firms in {note_8.printed} by note 8 and {note_18.printed} by note 18; of "
        f"{few} to {most} foreign firms, no more than {see.count(PENANG, 'product', 5)} stood at level 5 or above in "
        f"product technology in {see.year}.",
        "the firms that had grants, and since when",
    )


@REGISTER.add(
    "only-motorola-most-sophisticated",
    "Electronics cluster, paragraph 5",
    "count",
    "Motorola alone reported that its plant in Penang was its most sophisticated.",
    SAYS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-most-sophisticated-plant"))


@REGISTER.add(
    "one-firm-at-level-6-in-penang",
    "Electronics cluster, paragraph 5",
    "count",
    "One firm in Penang works at level 6.",
    COUNTS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    firms = {dimension.replace("-", " "): see.count(PENANG, dimension, 6) for dimension in DIMENSIONS}
    return by.every(firms, lambda count: count == 1, unit="", digits=0)


@REGISTER.add(
    "levels-5-and-6-foreign",
    "Electronics cluster, paragraph 5",
    "every cluster",
    "All the firms in Penang at levels 5 and 6 are foreign transnationals.",
    BOUNDS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    deep = max(see.count(PENANG, dimension, 5) for dimension in DIMENSIONS)
    fewest, most = see.foreign_firms(PENANG)
    fewest_national, most_national = _national(see)
    numbers = (
        f"Up to {deep} firms stand at level 5 or above; the printed share means {fewest} to {most} foreign firms and "
        f"{fewest_national} to {most_national} national ones, so at least {max(deep - most_national, 0)} of the {deep} "
        "are foreign."
    )
    if deep > most or most_national == 0:
        return by.tells(deep <= most, numbers)
    return by.untold(numbers, "ownership firm by firm, or by level")


@REGISTER.add(
    "national-firms-at-levels-3-and-4-only",
    "Electronics cluster, paragraph 5",
    "share",
    "National firms in Penang work at levels 3 and 4 and at no others.",
    BOUNDS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    fewest, most = _national(see)
    firms, foreign = see.firms(PENANG), see.foreign_firms(PENANG)[1]
    below = {dimension: firms - see.count(PENANG, dimension, 3) for dimension in DIMENSIONS}
    above = {dimension: see.count(PENANG, dimension, 5) for dimension in DIMENSIONS}
    told = listed(
        [f"{below[at]} below level 3 and {above[at]} above level 4 in {at.replace('-', ' ')}" for at in DIMENSIONS]
    )
    numbers = f"{told}; the sentence needs all of these to be foreign, none of the {fewest} to {most} national firms."
    outside = [below[at] + above[at] for at in DIMENSIONS]
    if max(outside) > foreign or max(outside) == 0:
        return by.tells(max(outside) == 0, numbers)
    return by.untold(numbers, "ownership firm by firm, or by level")


@REGISTER.add(
    "foreign-firm-at-level-2-in-penang",
    "on the limits of upgrading",
    "count",
    "At least one of the firms exactly at level 2 in process technology is foreign.",
    BOUNDS,
    clusters=MALAYSIA,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    at_2, (fewest, most) = see.exactly(PENANG, "process", 2), _national(see)
    numbers = f"{at_2} firms stand exactly at level 2, and the sample holds {fewest} to {most} national firms."
    return by.tells(True, numbers) if at_2 > most else by.untold(numbers, "ownership firm by firm, or by level")
