"""Claims of section 6 on Qiaotou."""

from __future__ import annotations

from dataclasses import replace

from . import judging as by
from .evidence import IN_WORDS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"


@REGISTER.add(
    "buttons-stalls-by-1982",
    "Qiaotou, paragraph 1",
    "trend",
    "The trade that began in 1978 grew to more than 300 stalls by 1982.",
    f"{DATES} figures.value figures.qualifier",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    start, market = see.event("button-distribution"), see.event("button-market")
    stalls = see.figure("qiaotou-stalls", "1982")
    over = see.value("figures", "qualifier", series="qiaotou-stalls", date="1982")
    return by.tells(
        start.first < market.first and (stalls > 300 or (stalls == 300 and over == "over")),
        f"The trade is dated {start.printed}, the market, of {over} {stalls:,.0f} stalls, {market.printed}.",
    )


@REGISTER.add(
    "buttons-sales-rise-after-outsourcing",
    "Qiaotou, paragraph 2",
    "date",
    "Sales of buttons began to grow rapidly in 1984, when buttons were being made in Qiaotou.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    sales, made = see.event("sales-take-off"), see.event("italian-outsourcing-1982-84")
    return by.tells(
        made.first <= sales.first == 1984,
        f"Production for Italian firms is dated {made.printed}, the rise of sales {sales.printed}.",
    )


@REGISTER.add(
    "buttons-stalls-multiply",
    "Qiaotou, paragraph 2",
    "trend",
    "Stalls grew in number from over 300 in 1982 to over 4,000 by the mid-1990s.",
    "figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    before, after = see.figure("qiaotou-stalls", "1982"), see.figure("qiaotou-stalls", "mid-1990s")
    return by.tells(
        after > before and after >= 4000,
        f"From over {before:,.0f} to over {after:,.0f}, or {after / before:.0f} times as many.",
    )


@REGISTER.add(
    "buttons-employees-outnumber-stalls",
    "after the table of figures",
    "comparison",
    "In the mid-1990s employees outnumbered stalls, and varieties of button outnumbered both.",
    "figures.value",
    clusters=(QIAOTOU,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    series = {"stalls": "qiaotou-stalls", "employees": "qiaotou-employees", "varieties": "qiaotou-varieties"}
    counts = {name: see.figure(one, "mid-1990s") for name, one in series.items()}
    return by.ranked(counts, ["varieties", "employees", "stalls"], unit="", digits=0)


@REGISTER.add(
    "buttons-markets-then-government",
    "Qiaotou, paragraph 2",
    "date",
    "Markets led up to the mid-1990s and showed their limits from the late 1990s; support followed from 2000.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    boom, limits, support = (see.event(id) for id in ("button-boom", "market-limits", "government-support"))
    return by.tells(
        boom.last < limits.first and limits.last < support.first,
        f"Dates: the boom {boom.printed}, the limits of markets {limits.printed}, the support {support.printed}.",
    )


@REGISTER.add(
    "buttons-mainly-levels-3-and-4",
    "Qiaotou, paragraph 2",
    "share",
    "The button makers of Qiaotou stayed mainly at levels 3 and 4.",
    "capabilities.firms survey.firms",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    firms = see.firms(QIAOTOU)
    at = {name: 100 * sum(see.exactly(QIAOTOU, id, level) for level in (3, 4)) / firms for id, name in IN_WORDS.items()}
    found = by.every(at, lambda share: share > 50, digits=0)
    return replace(found, numbers=f"Firms exactly at level 3 or 4: {found.numbers}")


@REGISTER.add(
    "buttons-complete-cluster-by-2006",
    "Qiaotou, paragraph 2",
    "attribution",
    "By 2006 Qiaotou itself had the whole range of activities, from materials and design to machinery and inputs.",
    "assertions.says",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-where-activities-are"))


@REGISTER.add(
    "buttons-markets-started-the-industry",
    "after the table of events",
    "attribution",
    "Firms and markets alone make up the dated events of Qiaotou up to the late 1990s, and policy begins in 2000.",
    "events.cluster events.kind events.year",
    clusters=(QIAOTOU,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("events")
    rows = rows[rows["cluster"] == QIAOTOU]
    early = sorted(set(rows[rows["year"] < 2000]["kind"]))
    policy = rows[rows["kind"] == "policy"]["year"].min()
    return by.tells(
        set(early) <= {"firm", "market"} and policy == 2000,
        f"Kinds of event before 2000: {', '.join(early)}; the first policy is of {policy}.",
    )
