"""Claims of the opening of section 6."""

from __future__ import annotations

from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("6")
SAYS = "assertions.topic assertions.place assertions.says"
EVENTS = "events.cluster events.kind events.year"


@REGISTER.add(
    "each-cluster-generated-knowledge",
    "opening",
    "every cluster",
    "All four clusters generated knowledge for their upgrading.",
    SAYS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-generates-knowledge"))


@REGISTER.add(
    "upgrading-was-substantial",
    "opening",
    "every cluster",
    "Technological upgrading was substantial in all four clusters.",
    "capabilities.firms survey.firms",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    at_3, at_4 = ({at: see.share(at, "process", level) for at in FOUR} for level in (3, 4))
    few = min(FOUR, key=lambda at: at_4[at])
    least = min(FOUR, key=lambda at: at_3[at])
    return by.readings(
        {
            "most firms at level 3, major improvements": (
                min(at_3.values()) > 50,
                f"the lowest share is {see.name(least)}'s {at_3[least]:.0f}%",
            ),
            "most firms at level 4, engineering": (
                min(at_4.values()) > 50,
                f"the lowest share is {see.name(few)}'s {at_4[few]:.0f}%",
            ),
        },
        f"Process technology: {by.amounts(see.by_name(at_3), digits=0)} at level 3 or above, "
        f"{by.amounts(see.by_name(at_4), digits=0)} at level 4 or above.",
    )


@REGISTER.add(
    "foreign-sources-drive-los-lagos",
    "opening",
    "attribution",
    "In Los Lagos it is still sources abroad that drive innovation in salmon.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-prime-driver"))


@REGISTER.add(
    "tncs-drive-buenos-aires",
    "opening",
    "attribution",
    "Transnational corporations drive innovation in the cars of Buenos Aires.",
    SAYS,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("buenos-aires-prime-driver"))


@REGISTER.add(
    "tncs-drive-penang",
    "opening",
    "attribution",
    "Transnational corporations drive innovation in the electronics of Penang.",
    SAYS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("penang-prime-driver"))


@REGISTER.add(
    "meso-organizations-drive-qiaotou",
    "opening",
    "attribution",
    "In Qiaotou national meso organizations have come to drive innovation.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-prime-driver"))


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
