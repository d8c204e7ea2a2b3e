"""Claims of section 5 on skill intensity, and Figure 2."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean

from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, FOUR, LOS_LAGOS, PENANG, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("5")
SKILLS = "skills.skill_intensity_pct"
COUNTS = "capabilities.firms survey.firms"


def _rates(see: Evidence, stated: Mapping[str, float]) -> Finding:
    return by.as_printed(see.by_name(stated), see.of(stated, "skill"))


@REGISTER.add(
    "skills-improved",
    "Economic synergies, paragraph 1",
    "trend",
    "Upgrading helped to improve skills in the four clusters.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    series = {at: see.over_years("skills", "skill_intensity_pct", cluster=at) for at in FOUR}
    return by.rose(see.by_name(series), "skill intensity in an earlier year, to see whether it rose")


@REGISTER.add(
    "only-buttons-low-skills",
    "Economic synergies, paragraph 1",
    "every cluster",
    "The button cluster is the only one whose firms showed a low skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = {cluster: see.skill(cluster) for cluster in FOUR}
    average = mean(skills.values())
    return by.readings(
        {
            "less than half of the workforce": ([at for at in FOUR if skills[at] < 50] == [QIAOTOU], ""),
            f"less than the average of {average:.1f}%": ([at for at in FOUR if skills[at] < average] == [QIAOTOU], ""),
        },
        f"{by.amounts(see.by_name(skills))}.",
    )


@REGISTER.add(
    "skill-intensity-defined",
    "note 10",
    "definition",
    "Besides skilled direct workers, professional, managerial, supervisory and clerical staff make up the skilled.",
    "assertions.topic assertions.place assertions.says",
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("skill-intensity-staff"))


@REGISTER.add(
    "skills-vary-with-industry",
    "Economic synergies, paragraph 8",
    "comparison",
    "How skilled a workforce is varies with the industry.",
    f"{SKILLS} clusters.product",
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    skills = {str(see.value("clusters", "product", cluster=at)): see.skill(at) for at in FOUR}
    return by.tells(len(set(skills.values())) == len(skills), f"{by.amounts(skills)}.")


@REGISTER.add(
    "skill-rates-buenos-aires-and-los-lagos",
    "Economic synergies, paragraph 9",
    "number",
    "Skill intensity was 64.3% in Buenos Aires and 63.0% in Los Lagos.",
    SKILLS,
    clusters=(BUENOS_AIRES, LOS_LAGOS),
)
def _(see: Evidence) -> Finding:
    return _rates(see, {BUENOS_AIRES: 64.3, LOS_LAGOS: 63.0})


@REGISTER.add(
    "skill-highest-in-penang",
    "Economic synergies, paragraph 10",
    "ranking",
    "Of the four clusters Penang has the highest skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "skill"), [see.name(PENANG)])


@REGISTER.add(
    "skill-rate-penang",
    "Economic synergies, paragraph 10",
    "number",
    "Skill intensity in Penang was 87.7%.",
    SKILLS,
    clusters=(PENANG,),
)
def _(see: Evidence) -> Finding:
    return _rates(see, {PENANG: 87.7})


@REGISTER.add(
    "skill-lowest-in-qiaotou",
    "Economic synergies, paragraph 11",
    "ranking",
    "Of the four clusters Qiaotou has the lowest skill intensity.",
    SKILLS,
    clusters=FOUR,
)
def _(see: Evidence) -> Finding:
    return by.ranked(see.of(FOUR, "skill"), [see.name(QIAOTOU)], lowest=True)


@REGISTER.add(
    "skill-rate-qiaotou",
    "Economic synergies, paragraph 11",
    "number",
    "Skill intensity in Qiaotou was 31.1%.",
    SKILLS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return _rates(see, {QIAOTOU: 31.1})


@REGISTER.add(
    "buttons-only-manufactured",
    "Economic synergies, paragraph 11",
    "count",
    "The button firms of Qiaotou are limited to manufacturing, while design and R&D are done in organizations outside.",
    COUNTS,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    deep = {dimension.replace("-", " "): see.count(QIAOTOU, dimension, 5) for dimension in DIMENSIONS}
    firms, most = see.firms(QIAOTOU), sum(deep.values())
    return by.readings(
        {
            "what the firms do as a rule": (2 * most < firms, f"at least {firms - most} of {firms} do no more"),
            "what every one of them does": (most == 0, f"at least {max(deep.values())} do more"),
        },
        f"Firms at level 5, early R&D, or above: {by.amounts(deep, unit='', digits=0)}.",
    )


@REGISTER.add(
    "skill-order-is-not-depth-order",
    "after the chart of skill intensity",
    "ranking",
    "By skill intensity Buenos Aires is second and Qiaotou last, by firms at level 4 in process technology it is the "
    "reverse.",
    f"{SKILLS} {COUNTS}",
    clusters=FOUR,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    skills, shares = see.of(FOUR, "skill"), see.of(FOUR, "share", "process", 4)
    orders = [sorted(values, key=lambda name: -values[name]) for values in (skills, shares)]
    pair = [see.name(BUENOS_AIRES), see.name(QIAOTOU)]
    return by.tells(
        [orders[0][1], orders[0][3]] == pair and [orders[1][3], orders[1][1]] == pair,
        f"Skill intensity: {by.amounts(skills)}. At level 4 or above: {by.amounts(shares, digits=0)}.",
    )
