"""Claims of section 6 on Los Lagos."""

from __future__ import annotations

from dataclasses import replace

from ..wording import listed
from . import judging as by
from .evidence import DIMENSIONS, IN_WORDS, LOS_LAGOS, Evidence
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"


def _year(see: Evidence, series: str, date: str) -> int:
    return int(see.value("figures", "year", series=series, date=date))


def _told(counts: list[int]) -> str:
    return listed([f"{count} in {name}" for count, name in zip(counts, IN_WORDS.values(), strict=True)])


@REGISTER.add(
    "salmon-lago-llanquihue-next",
    "Los Lagos, paragraph 1",
    "date",
    "After Domsea, Lago Llanquihue was the next firm to farm salmon, in 1974.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    domsea, next_ = see.event("domsea-farms"), see.event("lago-llanquihue")
    return by.tells(
        next_.first >= domsea.first,
        f"The text gives {domsea.printed} for Domsea and {next_.printed} for Lago Llanquihue.",
    )


@REGISTER.add(
    "salmon-exports-since-1978",
    "Los Lagos, paragraph 1",
    "date",
    "Lago Llanquihue, a firm of 1974, has exported salmon to France since 1978.",
    DATES,
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    start, exports = see.event("lago-llanquihue"), see.event("exports-to-france")
    return by.tells(start.last <= exports.first, f"The firm is dated {start.printed}, its exports {exports.printed}.")


@REGISTER.add(
    "salmon-antartica-from-domsea",
    "Los Lagos, paragraph 1",
    "date",
    "In 1981 Fundación Chile bought the facilities of Domsea and created Salmones Antartica from them.",
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
    "Los Lagos, paragraph 1",
    "ranking",
    "Salmones Antartica, in 1998, was the first firm to produce over a thousand tons of salmon.",
    f"{DATES} figures.value figures.year growth.growth_pct_pa",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    firm, nation = see.figure("salmones-antartica-output", "1998"), see.figure("chile-salmon-output", "2006")
    at, peak = _year(see, "salmones-antartica-output", "1998"), _year(see, "chile-salmon-output", "2006")
    formed, success = see.event("salmones-antartica"), see.event("ventures-sold")
    if at < formed.first:
        return by.tells(False, f"The firm dates from {formed.printed} only.")
    growth = see.growth(LOS_LAGOS)
    then = nation / (1 + growth / 100) ** (peak - at)
    # With every firm at the mark or below it, national output takes more firms than its thousands of tons.
    return by.untold(
        f"Farming succeeded in the {success.printed}, and output by firm is not given. Had national output grown like "
        f"exports, {growth:.1f}% a year, to its {nation:,.0f} tons of {peak}, it would have been about "
        f"{round(then, -4):,.0f} tons in {at}, what {round(then / firm, -1):,.0f} firms make at {firm:,.0f} tons each.",
        "output by firm and year",
    )


@REGISTER.add(
    "salmon-banking-law-after-debt-crisis",
    "Los Lagos, paragraph 3",
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
    "note 15",
    "number",
    "The time for which foreign direct investment had to stay in Chile was cut from three years to one in 1995.",
    f"{DATES} figures.value",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    before, after = see.figure("chile-fdi-stay", "1980s"), see.figure("chile-fdi-stay", "1995")
    controls, cut = see.event("capital-controls-chile"), see.event("stay-shortened")
    return by.tells(
        (before, after) == (3, 1) and controls.last < cut.first,
        f"Text and note give {before:.0f} and {after:.0f} in years; section 7 has the controls in the "
        f"{controls.printed}, the note the cut in {cut.printed}.",
    )


@REGISTER.add(
    "salmon-skills-grew",
    "Los Lagos, paragraph 7",
    "trend",
    "The skill intensity of salmon firms grew strongly.",
    "skills.skill_intensity_pct",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    skills = see.over_years("skills", "skill_intensity_pct", cluster=LOS_LAGOS)
    return by.rose({see.name(LOS_LAGOS): skills}, "skill intensity in an earlier year")


@REGISTER.add(
    "salmon-foreign-firms-increase",
    "Los Lagos, paragraph 9",
    "trend",
    "From the late 1990s foreign firms bought existing farms and so entered production in growing numbers.",
    "survey.foreign_share_pct_printed",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    shares = see.over_years("survey", "foreign_share_pct_printed", cluster=LOS_LAGOS)
    found = by.rose({see.name(LOS_LAGOS): shares}, "the foreign share in an earlier year")
    return replace(found, numbers=f"Foreign-owned firms of the sample: {found.numbers}")


@REGISTER.add(
    "salmon-levels-3-and-4",
    "Los Lagos, paragraph 9",
    "definition",
    "Salmon farming was brought up to levels 3 and 4.",
    "capabilities.firms survey.firms",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    firms = see.firms(LOS_LAGOS)
    three, four = ([see.exactly(LOS_LAGOS, id, level) for id in DIMENSIONS] for level in (3, 4))
    return by.tells(
        all(low and high and 2 * (low + high) > firms for low, high in zip(three, four, strict=True)),
        f"Of {firms} firms, exactly at level 3 stand {_told(three)}, exactly at level 4 {_told(four)}.",
    )


@REGISTER.add(
    "salmon-weak-in-research",
    "Los Lagos, paragraph 9",
    "definition",
    "Chilean salmon farming took no strong part in R&D.",
    "capabilities.firms survey.firms",
    clusters=(LOS_LAGOS,),
)
def _(see: Evidence) -> Finding:
    firms, early, mature = see.firms(LOS_LAGOS), see.counts(LOS_LAGOS, 5), see.counts(LOS_LAGOS, 6)
    return by.tells(
        2 * max(early) < firms and not any(mature),
        f"Of {firms} firms, at level 5, early R&D, or above stand {_told(early)}; at level 6 {_told(mature)}.",
    )


@REGISTER.add(
    "salmon-virus-after-the-peak",
    "Los Lagos, paragraph 9",
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
