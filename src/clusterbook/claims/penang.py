"""Claims of section 6 on Penang."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import DIMENSIONS, FOUR, PENANG, Evidence, Span
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"
COUNTS = "capabilities.firms"
BOUNDS = "capabilities.firms survey.firms survey.foreign_share_pct_printed"
MALAYSIA = (PENANG,)


def _in_turn(spans: Mapping[str, Span]) -> Finding:
    """Hold if each period begins after the one before it did, and no earlier than in its last year."""
    steps = list(spans.values())
    apart = all(one.first < other.first and one.last <= other.first for one, other in pairwise(steps))
    return by.tells(apart, f"{listed([f'{what} {span.printed}' for what, span in spans.items()])}.")


@REGISTER.add(
    "assembly-moved-in-the-1970s",
    "Penang, paragraph 1",
    "date",
    "Electronics assembly moved to Penang in the 1970s, for export alone.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    places = {"Section 1": see.event("assembly-relocates"), "Section 6": see.event("export-assembly")}
    return by.same_date(places, within=True)


@REGISTER.add(
    "tax-holidays-in-turn",
    "Penang, paragraph 2",
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
    "Penang, paragraph 2",
    "date",
    "Malaysia brought in capital controls in 1998.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    stated, decade = see.event("capital-controls-malaysia-1998"), see.event("capital-controls-malaysia-1990s")
    return by.same_date({"Section 6": stated, "Section 7": decade}, within=True)


@REGISTER.add(
    "stimulus-followed-the-crisis",
    "Penang, paragraph 2",
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
    found = by.ranked({str(kind): int(count) for kind, count in kinds.items()}, ["policy"], unit="", digits=0)
    return replace(found, numbers=f"Events by kind: {found.numbers}")


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
    "Penang, paragraph 3",
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
    "Penang, paragraph 3",
    "date",
    "Grants for R&D arose from the action plan of 1991.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 6": see.event("apitd"), "Note 18": see.event("national-rd-grants")})


@REGISTER.add(
    "clustering-promoted-to-the-1990s",
    "Penang, paragraph 3",
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
    "Penang, paragraph 3",
    "date",
    "Makers of consumer and industrial electronics were drawn to Penang in the late 1980s and the 1990s.",
    DATES,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    places = {"Section 5": see.event("consumer-electronics-wave"), "Section 6": see.event("industrial-clustering")}
    return by.same_date(places, within=True)


@REGISTER.add(
    "skills-centre-of-1989",
    "Penang, paragraph 4",
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
    "penang-skills-rose",
    "Penang, paragraph 5",
    "trend",
    "The skill intensity of Penang's electronics firms rose strongly.",
    "skills.skill_intensity_pct",
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    skills = see.over_years("skills", "skill_intensity_pct", cluster=PENANG)
    return by.rose({see.name(PENANG): skills}, "skill intensity in an earlier year")


@REGISTER.add(
    "penang-not-extensively-at-level-5",
    "Penang, paragraph 5",
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
    "one-firm-at-level-6-in-penang",
    "Penang, paragraph 5",
    "count",
    "One firm in Penang works at level 6.",
    COUNTS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    firms = {dimension.replace("-", " "): see.count(PENANG, dimension, 6) for dimension in DIMENSIONS}
    found = by.every(firms, lambda count: count == 1, unit="", digits=0)
    return replace(found, numbers=f"Firms at level 6: {found.numbers}")


@REGISTER.add(
    "levels-5-and-6-foreign",
    "Penang, paragraph 5",
    "every cluster",
    "All the firms in Penang at levels 5 and 6 are foreign transnationals.",
    BOUNDS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    deep = max(see.count(PENANG, dimension, 5) for dimension in DIMENSIONS)
    fewest, most = see.foreign_firms(PENANG)
    fewest_national, most_national = see.national_firms(PENANG)
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
    "Penang, paragraph 5",
    "share",
    "National firms in Penang work at levels 3 and 4 and at no others.",
    BOUNDS,
    clusters=MALAYSIA,
)
def _(see: Evidence) -> Finding:
    fewest, most = see.national_firms(PENANG)
    firms, foreign = see.firms(PENANG), see.foreign_firms(PENANG)[1]
    below = {dimension: firms - see.count(PENANG, dimension, 3) for dimension in DIMENSIONS}
    above = {dimension: see.count(PENANG, dimension, 5) for dimension in DIMENSIONS}
    told = listed([f"{below[at]} and {above[at]} in {at.replace('-', ' ')}" for at in DIMENSIONS])
    numbers = (
        f"Firms below level 3 and above level 4: {told}. The sentence needs all of these to be foreign, none of them "
        f"one of the {fewest} to {most} national firms."
    )
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
    at_2, (fewest, most) = see.exactly(PENANG, "process", 2), see.national_firms(PENANG)
    numbers = f"{at_2} firms stand exactly at level 2, and the sample holds {fewest} to {most} national firms."
    return by.tells(True, numbers) if at_2 > most else by.untold(numbers, "ownership firm by firm, or by level")
