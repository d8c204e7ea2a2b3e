"""Claims of the abstract."""

from __future__ import annotations

from . import judging as by
from .evidence import BUENOS_AIRES, FOUR, LOS_LAGOS, PENANG, PILLARS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("abstract")
OWNERSHIP = "survey.foreign_share_pct_printed"
SAYS = "assertions.topic assertions.place assertions.says"


@REGISTER.add(
    "tncs-drove-buenos-aires-and-penang",
    "on the results",
    "attribution",
    "Transnational corporations, in the majority among the firms surveyed, drove the clusters of Buenos Aires and "
    "Penang.",
    OWNERSHIP,
    clusters=(BUENOS_AIRES, PENANG),
)
def _(see: Evidence) -> Finding:
    shares = see.of((BUENOS_AIRES, PENANG), "foreign_share")
    found = by.every(shares, lambda share: share > 50)
    return by.tells(found.verdict == "holds", f"Foreign-owned firms in the sample: {found.numbers}")


@REGISTER.add(
    "domestic-firms-in-los-lagos-and-qiaotou",
    "on the results",
    "attribution",
    "Domestic firms, in the majority among the firms surveyed, dominate the clusters of Los Lagos and Qiaotou.",
    OWNERSHIP,
    clusters=(LOS_LAGOS, QIAOTOU),
)
def _(see: Evidence) -> Finding:
    shares = {name: 100 - share for name, share in see.of((LOS_LAGOS, QIAOTOU), "foreign_share").items()}
    found = by.every(shares, lambda share: share > 50)
    return by.tells(found.verdict == "holds", f"Firms in the sample not foreign-owned: {found.numbers}")


@REGISTER.add(
    "los-lagos-origin-domestic",
    "on the results",
    "attribution",
    "Domestic firms dominated the salmon cluster of Los Lagos at its origin.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-first-farms"))


@REGISTER.add(
    "qiaotou-origin-domestic",
    "on the results",
    "attribution",
    "Domestic firms dominated the button cluster of Qiaotou at its origin.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-origin"))


@REGISTER.add(
    "los-lagos-prime-drivers-domestic",
    "on the results",
    "attribution",
    "It was above all domestic organizations that drove upgrading in Los Lagos.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-prime-driver"))


@REGISTER.add(
    "qiaotou-prime-drivers-domestic",
    "on the results",
    "attribution",
    "It was above all domestic organizations that drove upgrading in Qiaotou.",
    SAYS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-prime-driver"))


@REGISTER.add(
    "los-lagos-meso-organizations-adapt",
    "on the results",
    "attribution",
    "The meso organizations of Los Lagos adapt knowledge that comes from abroad.",
    SAYS,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("fundacion-chile-work"))


@REGISTER.add(
    "qiaotou-meso-organizations-generate",
    "on the results",
    "comparison",
    "The meso organizations of Qiaotou generate knowledge, while those of Los Lagos only adapt it.",
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


@REGISTER.add(
    "government-critical-everywhere",
    "on the results",
    "every cluster",
    "Government, by way of institutional change, was critical to upgrading in all four clusters.",
    SAYS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("role-of-government"))


@REGISTER.add(
    "intervention-differs-by-cluster",
    "on the results",
    "every cluster",
    "How far and in what manner government intervened was specific to the industry and location of each cluster.",
    "institutions.phase",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return profiles_differ(see)


def profiles_differ(see: Evidence) -> Finding:
    """Judge whether institutions differ among the clusters by their phases on the pillars of Table 4."""
    profiles = {cluster: tuple(see.phase(cluster, pillar) for pillar in PILLARS) for cluster in FOUR}
    told = "; ".join(f"{see.name(cluster)} {', '.join(map(str, phases))}" for cluster, phases in profiles.items())
    return by.readings(
        {
            "no cluster like another": (len(set(profiles.values())) == len(FOUR), ""),
            "not all clusters alike": (len(set(profiles.values())) > 1, ""),
        },
        f"Table 4 rates the institutions, which policy works through, and not the policies themselves; its phases, "
        f"pillar by pillar: {told}.",
    )
