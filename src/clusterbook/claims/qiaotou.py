"""Claims of section 6 on Qiaotou."""

from __future__ import annotations

from . import judging as by
from .evidence import DIMENSIONS, QIAOTOU, Evidence
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"


@REGISTER.add(
    "buttons-begin-in-1978",
    "Button cluster, paragraph 1",
    "date",
    "The button business of Qiaotou began in 1978, with a trade of two brothers.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    starts = {
        "Section 6": see.event("button-distribution"),
        "Section 4, on learning from Italians": see.event("italian-masters"),
        "Table 1, on investment": see.event("button-firms"),
        "Section 1, on outsourcing": see.event("italian-outsourcing-1982"),
    }
    first = min(span.first for span in starts.values())
    trade = starts["Section 6"].first
    numbers = ", ".join(f"{place}: {span.printed}" for place, span in starts.items())
    return by.readings(
        {
            "the first date of all": (trade == first, f"the first year of all is {first}"),
            "a start before buttons were made in Qiaotou": (
                trade < min(starts["Table 1, on investment"].first, starts["Section 1, on outsourcing"].first),
                "investment and outsourcing come later",
            ),
        },
        f"{numbers}.",
    )


@REGISTER.add(
    "buttons-stalls-by-1982",
    "Button cluster, paragraph 1",
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
        start.first < market.first and stalls >= 300 and over == "over",
        f"The trade is dated {start.printed}, the market, of {over} {stalls:,.0f} stalls, {market.printed}.",
    )


@REGISTER.add(
    "buttons-sales-rise-after-outsourcing",
    "Button cluster, paragraph 2",
    "date",
    "Sales grew rapidly from 1984, once the making of buttons had come to Qiaotou.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    sales, made = see.event("sales-take-off"), see.event("italian-outsourcing-1982-84")
    return by.tells(
        sales.first > made.first, f"Outsourcing is dated {made.printed}, the rise of sales {sales.printed}."
    )


@REGISTER.add(
    "buttons-stalls-multiply",
    "Button cluster, paragraph 2",
    "trend",
    "Stalls multiplied between 1982 and the mid-1990s, to over 4,000.",
    "figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    before, after = see.figure("qiaotou-stalls", "1982"), see.figure("qiaotou-stalls", "mid-1990s")
    return by.tells(
        after >= 2 * before and after >= 4000,
        f"From over {before:,.0f} to over {after:,.0f}, or {after / before:.0f} times as many.",
    )


@REGISTER.add(
    "buttons-over-how-many",
    "Button cluster, paragraph 2",
    "number",
    "The mid-1990s had more than 28,000 varieties and more than 14,000 employees.",
    "figures.qualifier figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    series = ("qiaotou-stalls", "qiaotou-varieties", "qiaotou-employees", "qiaotou-sales")
    over = [see.value("figures", "qualifier", series=one, date="mid-1990s") == "over" for one in series]
    varieties, employees = (see.figure(one, "mid-1990s") for one in series[1:3])
    return by.readings(
        {
            "a list under the word over that opens it": (over[0], ""),
            "a list whose items have the word each for itself": (all(over), ""),
        },
        f"The word stands before the stalls and the sales, not before {varieties:,.0f} varieties and "
        f"{employees:,.0f} employees.",
    )


@REGISTER.add(
    "buttons-employees-outnumber-stalls",
    "Button cluster, paragraph 2",
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
    "Button cluster, paragraph 2",
    "date",
    "Markets led to the mid-1990s, showed their limits from the late 1990s, and support followed from 2000.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    boom, limits, support = (see.event(id) for id in ("button-boom", "market-limits", "government-support"))
    return by.tells(
        boom.last < limits.first and limits.last < support.first,
        f"The boom {boom.printed}, the limits {limits.printed}, the support {support.printed}.",
    )


@REGISTER.add(
    "buttons-upgrading-from-2000",
    "Button cluster, paragraph 2",
    "date",
    "Support from outside the firms has spurred upgrading since 2000.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.same_date(
        {
            "Section 1, on knowledge from meso organizations": see.event("meso-knowledge-flows"),
            "Section 6, on government and social networks": see.event("government-support"),
        }
    )


@REGISTER.add(
    "buttons-mainly-levels-3-and-4",
    "Button cluster, paragraph 2",
    "share",
    "The button makers stayed mainly at levels 3 and 4.",
    "capabilities.firms survey.firms dimensions.name",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    at = {
        str(see.value("dimensions", "name", dimension=id)): 100
        * sum(see.exactly(QIAOTOU, id, level) for level in (3, 4))
        / see.firms(QIAOTOU)
        for id in DIMENSIONS
    }
    return by.every(at, lambda share: share > 50, digits=0)


@REGISTER.add(
    "buttons-brands-after-the-upgrading",
    "Button cluster, paragraph 2",
    "date",
    "The quality that upgrading brought had drawn over 160 international brands by 2005.",
    f"{DATES} figures.value",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    brands = see.event("brand-sourcing")
    six, one = see.event("government-support"), see.event("meso-knowledge-flows")
    return by.readings(
        {
            "upgrading from the year that section 6 gives": (six.last < brands.last, f"support is dated {six.printed}"),
            "upgrading from the year that section 1 gives": (
                one.first <= brands.last,
                f"knowledge flows from {one.printed}",
            ),
        },
        f"Over {see.figure('qiaotou-brands', '2005'):,.0f} brands are dated {brands.printed}.",
    )


@REGISTER.add(
    "buttons-complete-cluster-by-2006",
    "Button cluster, paragraph 2",
    "attribution",
    "By 2006 Qiaotou itself had the whole range of activities, from materials and design to machinery and inputs.",
    "assertions.says",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-where-activities-are"))


@REGISTER.add(
    "buttons-networks-by-the-county",
    "Button cluster, paragraphs 2, 3 and 6",
    "attribution",
    "It was the government of Yongjia County that set up the networks of support.",
    "assertions.says",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("qiaotou-network-builder"))


@REGISTER.add(
    "buttons-value-added-by-2008",
    "Button cluster, paragraph 4",
    "trend",
    "Technologies from the joint work of 2006 had raised the industry's value added by 2008.",
    DATES,
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    work, result = see.event("huanan-collaboration"), see.event("new-technologies")
    numbers = f"The joint work is dated {work.printed}, its result {result.printed}"
    if result.last <= work.first:
        return by.tells(False, f"{numbers}.")
    return by.untold(f"{numbers}, and no value added is given.", "value added in the button industry by year")


@REGISTER.add(
    "buttons-stable-exchange-rate",
    "Button cluster, paragraph 6",
    "attribution",
    "China kept its exchange rate stable, which sheltered the small button firms.",
    "assertions.says",
    clusters=(QIAOTOU,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("china-exchange-rate"))


@REGISTER.add(
    "buttons-markets-started-the-industry",
    "Button cluster, paragraph 6, and after the table of events",
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
