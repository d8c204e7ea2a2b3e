"""Claims of section 6 on Los Lagos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..wording import listed
from . import judging as by
from .evidence import DIMENSIONS, LOS_LAGOS, Evidence
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"


def _year(see: Evidence, series: str, date: str) -> int:
    return int(see.value("figures", "year", series=series, date=date))


def _by_dimension(see: Evidence, counts: Mapping[str, Any]) -> dict[str, Any]:
    return {str(see.value("dimensions", "name", dimension=id)).lower(): count for id, count in counts.items()}


def _counted(counts: dict[str, int]) -> str:
    return listed([f"{count} in {name}" for name, count in counts.items()])


@REGISTER.add(
    "salmon-lago-llanquihue-next",
    "Salmon cluster, paragraph 1",
    "date",
    "The salmon farming firm that came next after Domsea began in 1974.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    domsea, next_ = see.event("domsea-farms"), see.event("lago-llanquihue")
    return by.readings(
        {
            "next in a later year": (next_.first > domsea.first, ""),
            "next, if in the same year": (next_.first >= domsea.first, ""),
        },
        f"The text gives {domsea.printed} for Domsea and {next_.printed} for Lago Llanquihue.",
    )


@REGISTER.add(
    "salmon-exports-since-1978",
    "Salmon cluster, paragraph 1",
    "date",
    "Lago Llanquihue exported salmon to France since 1978, some years after it began.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    start, exports = see.event("lago-llanquihue"), see.event("exports-to-france")
    return by.tells(start.last < exports.first, f"The firm is dated {start.printed}, its exports {exports.printed}.")


@REGISTER.add(
    "salmon-origin-of-los-lagos",
    "Salmon cluster, paragraphs 1 and 8",
    "attribution",
    "Salmon farming in the south of Chile began with the government's efforts.",
    "assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("los-lagos-origin"))


@REGISTER.add(
    "salmon-antartica-from-domsea",
    "Salmon cluster, paragraph 1",
    "date",
    "Fundación Chile made Salmones Antartica out of Domsea's facilities in 1981, after Domsea's years of farming.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    domsea, formed = see.event("domsea-farms"), see.event("salmones-antartica")
    return by.tells(
        domsea.last < formed.first, f"Domsea begins in {domsea.printed}; the firm is formed in {formed.printed}."
    )


@REGISTER.add(
    "salmon-first-past-a-thousand-tons",
    "Salmon cluster, paragraph 1",
    "ranking",
    "Salmones Antartica, in 1998, was the first firm to produce over a thousand tons of salmon.",
    f"{DATES} figures.value figures.year growth.growth_pct_pa",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    firm, nation = see.figure("salmones-antartica-output", "1998"), see.figure("chile-salmon-output", "2006")
    at, peak = _year(see, "salmones-antartica-output", "1998"), _year(see, "chile-salmon-output", "2006")
    formed, success = see.event("salmones-antartica"), see.event("ventures-sold")
    growth = see.growth(LOS_LAGOS)
    then = nation / (1 + growth / 100) ** (peak - at)
    if at < formed.first:
        return by.tells(False, f"The firm dates from {formed.printed} only.")
    # Were no firm past the mark before, national output would need more firms than its thousands of tons.
    return by.untold(
        f"The firm dates from {formed.printed} and methods succeeded in the {success.printed}, yet no firm is to have "
        f"passed {firm:,.0f} tons before {at}; if output grew like exports, {growth:.1f}% a year, the "
        f"{nation:,.0f} tons of {peak} mean about {then:,.0f} in {at}, or at least {then / firm:,.0f} firms.",
        "output by firm and year",
    )


@REGISTER.add(
    "salmon-source-countries",
    "Salmon cluster, paragraphs 1, 2, 5 and 7 to 9",
    "attribution",
    "The technology came from Canada, Norway, Scotland and the United States.",
    "assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("salmon-source-countries"))


@REGISTER.add(
    "salmon-second-largest-exporter",
    "Salmon cluster, paragraph 2",
    "ranking",
    "Chile became the world's second largest exporter of salmon, after Norway.",
    "figures.value growth.growth_pct_pa",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.untold(
        f"The data give Chile's peak output, {see.figure('chile-salmon-output', '2006'):,.0f} tons, and the growth of "
        f"the cluster's exports, {see.growth(LOS_LAGOS):.1f}% a year, and nothing on other exporters.",
        "salmon exports by country",
    )


@REGISTER.add(
    "salmon-banking-law-after-debt-crisis",
    "Salmon cluster, paragraph 3",
    "date",
    "A new banking law of 1986 followed from the debt crisis of the early 1980s.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    crisis, law = see.event("debt-crisis"), see.event("banking-law")
    return by.tells(crisis.last < law.first, f"The crisis is dated {crisis.printed}, the law {law.printed}.")


@REGISTER.add(
    "salmon-required-stay-cut",
    "Salmon cluster, paragraph 3, and note 15",
    "number",
    "Foreign direct investment had to stay three years, and in 1995 one year.",
    f"{DATES} figures.value",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    before, after = see.figure("chile-fdi-stay", "1980s"), see.figure("chile-fdi-stay", "1995")
    controls, cut = see.event("capital-controls-chile"), see.event("stay-shortened")
    return by.tells(
        (before, after) == (3, 1) and controls.last < cut.first,
        f"Text and note give {before:.0f} and {after:.0f}; section 7 has the controls in the {controls.printed}, "
        f"the note the cut in {cut.printed}.",
    )


@REGISTER.add(
    "salmon-work-of-fundacion-chile",
    "Salmon cluster, paragraphs 5 and 9",
    "attribution",
    "Fundación Chile and CORFO experimented and adapted, with no deep involvement in R&D.",
    "assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("fundacion-chile-work"))


@REGISTER.add(
    "salmon-kind-of-fundacion-chile",
    "Salmon cluster, paragraph 5",
    "definition",
    "Fundación Chile is an organization of public and private partners.",
    "assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("fundacion-chile-kind"))


@REGISTER.add(
    "salmon-integration-in-the-1990s",
    "Salmon cluster, paragraph 6",
    "date",
    "Firms merged and integrated in the second half of the 1990s, as competition grew.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {"Section 5": see.event("horizontal-integration"), "Section 6": see.event("mergers")}, within=True
    )


@REGISTER.add(
    "salmon-skills-grew",
    "Salmon cluster, paragraph 7",
    "trend",
    "Skill intensities in salmon farming grew strongly.",
    "skills.skill_intensity_pct skills.year",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.untold(
        f"The survey gives {see.skill(LOS_LAGOS):.1f}% for {see.year}, and growth takes two years.",
        "skill intensity in an earlier year",
    )


@REGISTER.add(
    "salmon-association-not-instrumental",
    "Salmon cluster, paragraph 8",
    "attribution",
    "Government, and not the industry association, was instrumental in the rise of salmon farming.",
    "assertions.says",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("industry-association-role"))


@REGISTER.add(
    "salmon-national-firms-led-in-the-1980s",
    "Salmon cluster, paragraph 8",
    "share",
    "National firms dominated salmon farming in the 1980s.",
    f"{DATES} survey.firms survey.foreign_share_pct_printed",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    least, most = see.foreign_firms(LOS_LAGOS)
    return by.untold(
        f"No figure on owners is of the {see.event('national-firms-lead').printed}; in {see.year} the sample, drawn by "
        f"ownership and size, had {least} to {most} foreign firms of {see.firms(LOS_LAGOS)}.",
        "output or farms by ownership in the 1980s",
    )


@REGISTER.add(
    "salmon-foreign-firms-increase",
    "Salmon cluster, paragraph 9",
    "trend",
    "From the late 1990s foreign firms bought existing farms and entered production in growing numbers.",
    f"{DATES} survey.foreign_share_pct_printed",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    share, start = see.foreign_share(LOS_LAGOS), see.event("foreign-acquisitions")
    numbers = f"The text dates the purchases {start.printed}; in {see.year} {share:.1f}% of the sample was foreign."
    if not share:
        return by.tells(False, numbers)
    return by.untold(f"{numbers[:-1]}, and growth takes two years.", "the foreign share in an earlier year")


@REGISTER.add(
    "salmon-levels-3-and-4",
    "Salmon cluster, paragraph 9",
    "definition",
    "Salmon farming was brought up to levels 3 and 4.",
    "capabilities.firms dimensions.name survey.firms",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    firms = see.firms(LOS_LAGOS)
    at = {id: [see.exactly(LOS_LAGOS, id, level) for level in (3, 4)] for id in DIMENSIONS}
    told = "; ".join(
        f"{name}: {three} firms exactly at level 3 and {four} at level 4"
        for name, (three, four) in _by_dimension(see, at).items()
    )
    return by.tells(all(2 * sum(both) > firms and min(both) > 0 for both in at.values()), f"Of {firms}, {told}.")


@REGISTER.add(
    "salmon-weak-in-research",
    "Salmon cluster, paragraph 9",
    "definition",
    "Chilean salmon farming lacked a strong part in R&D.",
    "capabilities.firms dimensions.name survey.firms",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    early, mature = (_by_dimension(see, _at_or_above(see, level)) for level in (5, 6))
    firms = see.firms(LOS_LAGOS)
    return by.tells(
        max(early.values()) < firms / 2 and not any(mature.values()),
        f"At the levels of R&D stand, of {firms} firms, {_counted(early)} (level 5), {_counted(mature)} (level 6).",
    )


def _at_or_above(see: Evidence, level: int) -> dict[str, int]:
    return {id: see.count(LOS_LAGOS, id, level) for id in DIMENSIONS}


@REGISTER.add(
    "salmon-virus-after-the-peak",
    "Salmon cluster, paragraph 9",
    "date",
    "Output fell from its peak of 2006 when the virus struck.",
    f"{DATES} figures.year",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    peak = _year(see, "chile-salmon-output", "2006")
    strikes = {"section 4": see.event("isa-virus-2007"), "section 6": see.event("isa-virus-2008")}
    told = listed([f"{span.printed} in {place}" for place, span in strikes.items()])
    return by.tells(
        all(span.first > peak for span in strikes.values()), f"The peak is of {peak}; the virus is dated {told}."
    )


@REGISTER.add(
    "salmon-growth-measured-to-the-peak",
    "after the table of figures",
    "comparison",
    "The growth rates of exports, jobs and wages stop in the year of the peak, before the virus.",
    "growth.end_year figures.year events.year",
    clusters=(LOS_LAGOS,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("growth")
    ends = sorted(set(rows[rows["cluster"] == LOS_LAGOS]["end_year"]))
    peak = _year(see, "chile-salmon-output", "2006")
    virus = min(see.event(event).first for event in ("isa-virus-2007", "isa-virus-2008"))
    return by.tells(
        ends == [peak] and peak < virus,
        f"Growth is measured to {listed([str(end) for end in ends])}; the peak is of {peak}, "
        f"the virus of {virus} or later.",
    )


@REGISTER.add(
    "salmon-events-by-kind",
    "after the table of events",
    "share",
    "Policies, institutions and firms make up most dated events of Los Lagos up to the 1980s, markets most of those "
    "from the 1990s to 2006.",
    "events.cluster events.kind events.year events.year_end",
    clusters=(LOS_LAGOS,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("events")
    rows = rows[rows["cluster"] == LOS_LAGOS]
    early = rows[rows["year_end"] <= 1989]["kind"]
    late = rows[(rows["year"] >= 1990) & (rows["year_end"] <= 2006)]["kind"]
    public, markets = int(early.isin(["policy", "institution", "firm"]).sum()), int((late == "market").sum())
    return by.tells(
        2 * public > len(early) and 2 * markets > len(late),
        f"{public} of {len(early)} events up to 1989, {markets} of {len(late)} from 1990 to 2006.",
    )
