"""Claims of the abstract."""

from __future__ import annotations

from . import judging as by
from .evidence import BUENOS_AIRES, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("abstract")
DATES = "events.year events.year_end events.date"
OWNERSHIP = "survey.foreign_share_pct_printed"


@REGISTER.add(
    "tncs-drove-buenos-aires-and-penang",
    "paragraph 1",
    "attribution",
    "Transnational corporations drove the clusters of Buenos Aires and Penang.",
    OWNERSHIP,
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    shares = see.of((BUENOS_AIRES, PENANG), "foreign_share")
    return by.tells(
        min(shares.values()) > 50,
        f"Foreign-owned firms, in per cent of the sample: {by.amounts(shares)}.",
    )


@REGISTER.add(
    "los-lagos-origin-domestic",
    "paragraph 1",
    "attribution",
    "Domestic firms dominated the salmon cluster of Los Lagos at its origin.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    farm, success, lead = (see.event(id) for id in ("domsea-farms", "ventures-sold", "national-firms-lead"))
    return by.readings(
        {
            "a statement on the first farms": (
                lead.first <= farm.first,
                f"a foreign firm's subsidiary came first, in {farm.printed}",
            ),
            "a statement on the decade in which farming succeeded": (
                lead.first <= success.last and success.first <= lead.last,
                f"Chilean firms dominated in the {lead.printed}",
            ),
        },
        f"By section 6 farming began in {farm.printed} and succeeded in the {success.printed}.",
    )


@REGISTER.add(
    "qiaotou-origin-domestic",
    "paragraph 1",
    "attribution",
    "Domestic firms dominated the button cluster of Qiaotou at its origin.",
    f"{DATES} {OWNERSHIP}",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    trade, outsourcing = see.event("button-distribution"), see.event("italian-outsourcing-1982")
    foreign = see.foreign_share(QIAOTOU)
    return by.tells(
        trade.first < outsourcing.first and foreign < 50,
        f"Section 6 has two brothers of the place trade in buttons from {trade.printed}; Italian firms outsourced from "
        f"{outsourcing.printed}, to Chinese firms; {foreign:.1f}% of the firms surveyed are foreign-owned.",
    )


@REGISTER.add(
    "los-lagos-prime-drivers-domestic",
    "paragraph 1",
    "attribution",
    "It was above all domestic organizations that drove upgrading in Los Lagos.",
    "assertions.topic assertions.place assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-prime-driver"))


@REGISTER.add(
    "qiaotou-meso-organizations-generate",
    "paragraph 1",
    "comparison",
    "The meso organizations of Qiaotou generate knowledge, while those of Los Lagos adapt it from abroad.",
    "institutions.phase",
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    # Table 2: imports are copied creatively in phase 3, development research begins in phase 4.
    _, high_tech, *_ = PILLARS
    adapting, generating = see.phase(LOS_LAGOS, high_tech), see.phase(QIAOTOU, high_tech)
    return by.tells(
        adapting < 4 <= generating,
        f"On high-tech institutions Table 4 has {see.name(LOS_LAGOS)} at phase {adapting} and {see.name(QIAOTOU)} at "
        f"phase {generating}; in Table 2 development research begins with phase 4.",
    )
