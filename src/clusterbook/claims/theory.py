"""Claims of section 2."""

from __future__ import annotations

from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, PILLARS, Evidence
from .model import Finding, Register

REGISTER = Register("2")
WEAKNESSES = ("basic infrastructure", "high-tech", "network cohesion", "market")
# Words of the four weaknesses that a pillar of the same kind must have in its name.


@REGISTER.add(
    "original-works-rather-than-latest",
    "paragraph 1",
    "citation",
    "Section 2 goes back to original contributions rather than to the latest publications.",
    "citations.section citations.work citations.year_printed works.year_printed",
)
def _(see: Evidence) -> Finding:
    citations = see.rows("citations")
    cited = citations[citations["section"] == "2"].drop_duplicates("work")
    newest = int(see.rows("works")["year_printed"].max())
    old = int((cited["year_printed"] < newest - 10).sum())
    return by.tells(
        2 * old > len(cited),
        f"Of the {len(cited)} works that section 2 cites, {old} are more than ten years older than the newest work of "
        f"the reference list, which is of {newest}; the oldest is of {int(cited['year_printed'].min())}.",
    )


@REGISTER.add(
    "design-work-from-the-1990s",
    "paragraph 5",
    "date",
    "Car firms of Argentina and Brazil that transnationals tie together moved from adaptation to design from the "
    "1990s.",
    "events.year events.year_end events.date",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    design = see.event("design-work")
    decree, exchange = see.event("automotive-decree"), see.event("mercosur-compensation")
    return by.tells(
        all(design.first <= span.first <= design.last for span in (decree, exchange)),
        f"Section 2 gives the {design.printed}; section 5 credits the move to the automotive decree and the MERCOSUR "
        f"agreement, which section 6 dates to {decree.printed} and {exchange.printed}.",
    )


@REGISTER.add(
    "weaknesses-match-the-pillars",
    "paragraph 8",
    "definition",
    "A cluster can be weak in four fields, which are those of the four systemic pillars.",
    "pillars.name",
)
def _(see: Evidence) -> Finding:
    names = [str(name) for name in see.rows("pillars")["name"]]
    matched = [any(weakness in name.lower() for name in names) for weakness in WEAKNESSES]
    return by.tells(
        len(names) == len(WEAKNESSES) and all(matched),
        f"Section 2 names {len(WEAKNESSES)} kinds of weakness, and Table 2 has {len(names)} pillars: "
        f"{', '.join(name.lower() for name in names)}.",
    )


@REGISTER.add(
    "second-pillar-has-one-name",
    "paragraph 8",
    "definition",
    "The second field in which a cluster can be weak is its high-tech infrastructure.",
    "assertions.topic assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("second-pillar-name"))


@REGISTER.add(
    "industrial-policy-differs-somewhat",
    "paragraph 13",
    "every cluster",
    "The nature of industrial policy differs somewhat among the four clusters.",
    "institutions.phase",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    profiles = {cluster: tuple(see.phase(cluster, pillar) for pillar in PILLARS) for cluster in FOUR}
    told = "; ".join(f"{see.name(cluster)} {', '.join(map(str, phases))}" for cluster, phases in profiles.items())
    return by.tells(
        len(set(profiles.values())) > 1,
        f"Table 4 rates the institutions through which policy works; its phases, pillar by pillar: {told}.",
    )
