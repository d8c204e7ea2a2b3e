"""Claims of section 6 on Buenos Aires."""

from __future__ import annotations

from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, IN_WORDS, Evidence
from .model import Finding, Register

REGISTER = Register("6")
HERE = (BUENOS_AIRES,)
DATES = "events.year events.year_end events.date"
FIGURES = "figures.year figures.value"
COUNTS = "capabilities.firms survey.firms"
NATION, CLUSTER = "argentina-vehicles", "buenos-aires-vehicles"


def _series(see: Evidence, series: str) -> dict[int, float]:
    """The figures of a series by their first year, earliest first."""
    rows = see.rows("figures")
    rows = rows[rows["series"] == series].sort_values("year")
    return {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}


def _speed(see: Evidence, series: str, first: str, last: str) -> float:
    """Growth in per cent a year between two figures of a series."""
    low, high = (int(see.value("figures", "year", series=series, date=date)) for date in (first, last))
    return 100 * (float((see.figure(series, last) / see.figure(series, first)) ** (1 / (high - low))) - 1)


def _rising(id: str, paragraph: int, statement: str, series: str, *dates: str) -> None:
    """Register a claim that the figures of a series rise from date to date."""

    @REGISTER.add(id, f"Buenos Aires, paragraph {paragraph}", "trend", statement, "figures.value", clusters=HERE)
    def _(see: Evidence) -> Finding:
        values = {date: see.figure(series, date) for date in dates}
        told = [
            f"{value:,.0f} in {date.replace('late-', 'the late ').replace('mid-', 'the mid-')}"
            for date, value in values.items()
        ]
        return by.tells(all(one < next_ for one, next_ in pairwise(values.values())), f"{listed(told)}.")


_rising(
    "argentina-output-rises-to-1973",
    1,
    "Argentina's output of motor vehicles grew rapidly from 1961 to 1968 and on to 1973.",
    NATION,
    "1961",
    "1968",
    "1973",
)
_rising(
    "argentina-jobs-rise-to-the-mid-1970s",
    1,
    "Jobs in the automotive industry grew from the late 1950s to the mid-1970s.",
    "argentina-auto-jobs",
    "late-1950s",
    "mid-1970s",
)


@REGISTER.add(
    "car-contraction-in-output",
    "Buenos Aires, paragraph 2",
    "trend",
    "From the mid-1970s to the end of the 1980s the car industry contracted.",
    f"{DATES} {FIGURES}",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    told, figures = see.event("long-contraction"), _series(see, NATION)
    before = [year for year in figures if year < told.first]
    after = [year for year in figures if year > told.last]
    if len(before) < 2 or not after:
        return by.untold("The data lack figures on one side of the contraction.", "national output before and after")
    rise, peak, end = *before[-2:], after[0]
    numbers = (
        f"National output was {figures[rise]:,.0f} in {rise}, {figures[peak]:,.0f} in {peak} and {figures[end]:,.0f} "
        f"in {end}; the contraction is dated {told.printed}, and no figure falls inside it."
    )
    if figures[end] >= figures[peak]:  # the revival may have made good by then what was lost
        return by.untold(numbers, "national output in a year of the contraction")
    return by.tells(figures[rise] < figures[peak], numbers)


@REGISTER.add(
    "three-developments-after-the-contraction",
    "Buenos Aires, paragraphs 2 and 3",
    "date",
    "Three developments revived the industry after the contraction: a decree, a rule of MERCOSUR and the "
    "Convertibility Regime.",
    DATES,
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    end = see.event("long-contraction").last
    three = {
        "the decree": see.event("automotive-decree"),
        "the rule": see.event("mercosur-compensation"),
        "the regime": see.event("convertibility-regime"),
    }
    told = listed([f"{name} is dated {span.printed}" for name, span in three.items()])
    return by.tells(all(span.first > end for span in three.values()), f"The contraction lasts to {end}; {told}.")


@REGISTER.add(
    "new-assemblers-after-the-policies",
    "Buenos Aires, paragraph 4",
    "date",
    "New transnational car makers came from the mid-1990s as a result of the new policies.",
    DATES,
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    arrival = see.event("new-assemblers")
    policies = [see.event(id) for id in ("automotive-decree", "convertibility-regime", "mercosur-compensation")]
    told = listed([span.printed for span in policies])
    return by.tells(
        all(span.first <= arrival.last for span in policies),
        f"The policies are of {told}, the arrivals of the {arrival.printed}.",
    )


@REGISTER.add(
    "argentina-output-rises-1992-to-1997",
    "Buenos Aires, paragraph 4",
    "trend",
    "After the revival had begun, Argentina's output of automobiles grew from 1992 to 1997.",
    f"{DATES} {FIGURES}",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    first, last = see.figure(NATION, "1992"), see.figure(NATION, "1997")
    year, revival = int(see.value("figures", "year", series=NATION, date="1992")), see.event("old-plants-expand")
    return by.tells(
        first < last and revival.first <= year,
        f"{first:,.0f} in {year} and {last:,.0f} in 1997; old plants expanded again from {revival.printed}.",
    )


_rising(
    "cluster-output-rises-1992-to-1997",
    4,
    "The cluster's output of automobiles rose from 1992 to 1997.",
    CLUSTER,
    "1992",
    "1997",
)


@REGISTER.add(
    "nation-outgrew-cluster-in-cars",
    "after the chart of output",
    "comparison",
    "From 1992 to 1997 the country's output of automobiles grew faster than the cluster's.",
    FIGURES,
    clusters=HERE,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    nation, cluster = (_speed(see, series, "1992", "1997") for series in (NATION, CLUSTER))
    shares = [100 * see.figure(CLUSTER, date) / see.figure(NATION, date) for date in ("1992", "1997")]
    return by.tells(
        nation > cluster,
        f"The country's grew by {nation:.1f}% a year, the cluster's by {cluster:.1f}%; the cluster made "
        f"{shares[0]:.0f}% of the country's automobiles in 1992 and {shares[1]:.0f}% in 1997.",
    )


_rising(
    "cluster-jobs-rise-1991-to-1997",
    4,
    "Employment in the cluster rose from 1991 to 1997.",
    "buenos-aires-auto-jobs",
    "1991",
    "1997",
)


@REGISTER.add(
    "mercosur-better-than-import-substitution",
    "Buenos Aires, paragraph 4",
    "comparison",
    "MERCOSUR served the industry better than import substitution had.",
    f"events.year {FIGURES}",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    rule, old = see.event("mercosur-compensation").first, _speed(see, NATION, "1961", "1973")
    since = {year: value for year, value in _series(see, NATION).items() if year >= rule}
    numbers = f"Under import substitution national output grew by {old:.1f}% a year from 1961 to 1973"
    if len(since) < 2:
        given = listed([f"{value:,.0f} in {year}" for year, value in since.items()]) or "none"
        return by.untold(
            f"{numbers}; of output under MERCOSUR's rule of {rule} the figure given is {given}.",
            f"national output in two years or more from {rule} on",
        )
    (first, low), (last, high) = min(since.items()), max(since.items())
    new = 100 * (float((high / low) ** (1 / (last - first))) - 1)
    return by.tells(new > old, f"{numbers}, and by {new:.1f}% from {first} to {last}.")


@REGISTER.add(
    "crisis-years-of-argentina",
    "Buenos Aires, paragraph 4",
    "date",
    "The exchange rate did its damage to the Argentine industry in 2001 to 2003.",
    DATES,
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 6": see.event("exchange-rate-swings"), "Section 7": see.event("peso-appreciation")})


@REGISTER.add(
    "cluster-output-falls-by-2003",
    "Buenos Aires, paragraph 4",
    "trend",
    "The cluster's output had fallen by 2003.",
    "figures.value",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    values = {date: see.figure(CLUSTER, date) for date in ("1992", "1997", "2003")}
    told = listed([f"{value:,.0f} in {date}" for date, value in values.items()])
    return by.tells(values["2003"] < min(values["1992"], values["1997"]), f"{told}.")


@REGISTER.add(
    "industry-weakened-from-2001",
    "Buenos Aires, paragraph 4",
    "trend",
    "Between 2001 and 2003 swings of the exchange rate weakened the industry.",
    f"events.year {FIGURES}",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    start = see.event("exchange-rate-swings").first
    earlier, low = see.figure(CLUSTER, "1997"), see.figure(CLUSTER, "2003")
    eve = {year: value for year, value in _series(see, CLUSTER).items() if start - 1 <= year <= start}
    if not eve:
        return by.untold(
            f"Output in the cluster was {earlier:,.0f} in 1997 and {low:,.0f} in 2003, and no figure lies between.",
            "the cluster's output in 2000 or 2001",
        )
    year, value = max(eve.items())
    return by.tells(value > low, f"Output in the cluster was {value:,.0f} in {year} and {low:,.0f} in 2003.")


@REGISTER.add(
    "peso-in-the-crisis-years",
    "Buenos Aires, paragraph 4",
    "attribution",
    "In 2003, the last of the crisis years, the Argentine peso lost value.",
    "assertions.says",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("argentine-peso"))


@REGISTER.add(
    "recovery-from-2004",
    "Buenos Aires, paragraph 4",
    "trend",
    "From 2004 the decline of the cluster was reversed.",
    f"events.year {FIGURES}",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    turn, low = see.event("recovery-begins").first, see.figure(CLUSTER, "2003")
    later = {year: value for year, value in _series(see, CLUSTER).items() if year >= turn}
    if not later:
        return by.untold(
            f"The last figure of the cluster's output is {low:,.0f} in 2003.", "the cluster's output from 2004 on"
        )
    year, value = max(later.items())
    return by.tells(value > low, f"The cluster's output was {low:,.0f} in 2003 and {value:,.0f} in {year}.")


def _of_level_3(id: str, statement: str, dimension: str) -> None:
    """Register what is told of suppliers and belongs to level 3: told if all firms or none are there."""

    @REGISTER.add(id, "Buenos Aires, paragraph 5", "definition", statement, COUNTS, clusters=HERE)
    def _(see: Evidence) -> Finding:
        count, firms = see.count(BUENOS_AIRES, dimension, 3), see.firms(BUENOS_AIRES)
        numbers = (
            f"In Table 3 this is level 3 in {IN_WORDS[dimension]}; at it or above stand {count} of the {firms} firms "
            "surveyed, suppliers among them."
        )
        return by.tells(count > 0, numbers) if count in (0, firms) else by.untold(numbers, "the level of each supplier")


_of_level_3(
    "suppliers-control-quality-and-stocks",
    "National suppliers came to have systems to control quality and inventories.",
    "process",
)
_of_level_3(
    "suppliers-train-in-depth",
    "Suppliers of the first tier train and retrain their staff thoroughly.",
    "human-resources",
)


@REGISTER.add(
    "new-car-models-designed",
    "Buenos Aires, paragraph 6",
    "definition",
    "Designs of new models have come out of the main assembly locations, short of level 6.",
    "capabilities.firms",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    five, six = (see.count(BUENOS_AIRES, "product", level) for level in (5, 6))
    return by.tells(
        five > six == 0,
        f"Firms of Buenos Aires at level 5 in product technology, the development of products: {five - six}; "
        f"at level 6: {six}.",
    )


@REGISTER.add(
    "no-level-6-in-buenos-aires",
    "Buenos Aires, paragraph 6",
    "count",
    "No operation of the car makers is sophisticated enough for level 6.",
    "capabilities.firms",
    clusters=HERE,
)
def _(see: Evidence) -> Finding:
    counts = {IN_WORDS[id]: see.count(BUENOS_AIRES, id, 6) for id in DIMENSIONS}
    told = listed([f"{count} in {name}" for name, count in counts.items()])
    return by.tells(not any(counts.values()), f"Firms of Buenos Aires at level 6: {told}.")


@REGISTER.add(
    "buenos-aires-events-cluster-around-revival",
    "after the table of events",
    "share",
    "Most dated events of Buenos Aires fall between the early 1990s and 2004.",
    "events.cluster events.year events.year_end",
    clusters=HERE,
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("events")
    rows = rows[rows["cluster"] == BUENOS_AIRES]
    inside = int(((rows["year"] >= 1990) & (rows["year_end"] <= 2004)).sum())
    return by.tells(2 * inside > len(rows), f"{inside} of {len(rows)} events.")
