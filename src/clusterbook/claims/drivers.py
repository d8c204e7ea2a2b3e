"""Claims of the opening of section 6."""

from __future__ import annotations

from dataclasses import replace

from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("6")
EVENTS = "events.cluster events.kind events.year"


@REGISTER.add(
    "each-cluster-generated-knowledge",
    "opening paragraph",
    "every cluster",
    "All four clusters generated knowledge for their upgrading.",
    "capabilities.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    research = see.by_name({at: max(see.count(at, dimension, 5) for dimension in DIMENSIONS) for at in FOUR})
    found = by.every(research, lambda firms: firms > 0, unit="", digits=0)
    return replace(found, numbers=f"Firms at level 5, early R&D, or above, in the dimension with most: {found.numbers}")


@REGISTER.add(
    "first-events-of-the-clusters",
    "after the timeline",
    "date",
    "The dated events of Buenos Aires begin in the 1950s, those of the other three in the 1970s.",
    EVENTS,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    first = {at: int(events.loc[events["cluster"] == at, "year"].min()) for at in FOUR}
    decades = {at: year // 10 * 10 for at, year in first.items()}
    numbers = ", ".join(f"{see.name(at)} from {year}" for at, year in first.items())
    expected = {at: 1950 if at == BUENOS_AIRES else 1970 for at in FOUR}
    return by.tells(decades == expected, f"First years: {numbers}.")


@REGISTER.add(
    "only-qiaotou-without-a-shock",
    "after the timeline",
    "every cluster",
    "Qiaotou is the only cluster with no event that the book classes as a shock.",
    EVENTS,
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    events = see.rows("events")
    shocks = {at: int(((events["cluster"] == at) & (events["kind"] == "shock")).sum()) for at in FOUR}
    return by.tells(
        [at for at in FOUR if not shocks[at]] == [QIAOTOU],
        f"Shocks: {by.amounts(see.by_name(shocks), unit='', digits=0)}.",
    )
