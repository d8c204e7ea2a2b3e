"""What this book reads in Table 4 as a whole: its own sentences on section 4."""

from __future__ import annotations

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("4")
PHASE = "institutions.phase"
INFRASTRUCTURE, HIGH_TECH, NETWORKS, MARKETS = PILLARS


def _table(see: Evidence) -> str:
    """Table 4 in words, for what is judged over all of it."""
    rows = {see.name(cluster): [see.phase(cluster, pillar) for pillar in PILLARS] for cluster in FOUR}
    given = "; ".join(f"{name} {', '.join(map(str, phases))}" for name, phases in rows.items())
    return f"Phases, column by column: {given}."


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
    return by.tells(all(set(found) == {3} for found in phases.values()), f"Phases beside infrastructure: {numbers}.")


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
