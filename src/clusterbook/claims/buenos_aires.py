"""Claims of section 6 on Buenos Aires."""

from __future__ import annotations

from itertools import pairwise

from ..wording import listed
from . import judging as by
from .evidence import BUENOS_AIRES, DIMENSIONS, Evidence
from .model import Finding, Register

REGISTER = Register("6")
DATES = "events.year events.year_end events.date"
FIGURES = "figures.year figures.value"
NATION, CLUSTER = "argentina-vehicles", "buenos-aires-vehicles"


def _year(see: Evidence, series: str, date: str) -> int:
    return int(see.value("figures", "year", series=series, date=date))


def _dated(see: Evidence, series: str) -> dict[int, float]:
    """The figures of a series by their first year, earliest first."""
    rows = see.rows("figures")
    rows = rows[rows["series"] == series].sort_values("year")
    return {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}


def _yearly(see: Evidence, series: str, first: str, last: str) -> float:
    """Growth in per cent a year between two figures of a series."""
    years = _year(see, series, last) - _year(see, series, first)
    return _speed(see.figure(series, first), see.figure(series, last), years)


def _speed(first: float, last: float, years: int) -> float:
    return 100 * (float((last / first) ** (1 / years)) - 1)


def _told(values: dict[str, float]) -> str:
    return ", ".join(f"{value:,.0f} in {date}" for date, value in values.items())


def _rises(see: Evidence, series: str, dates: tuple[str, ...], more: str = "") -> Finding:
    values = {
        date.replace("-", " ").replace("late ", "the late ").replace("mid ", "the mid-"): see.figure(series, date)
        for date in dates
    }
    return by.tells(all(one < next_ for one, next_ in pairwise(values.values())), f"{_told(values)}{more}.")


@REGISTER.add(
    "argentina-output-rises-to-1973",
    "Automotive cluster, paragraph 1",
    "trend",
    "Argentina's output of motor vehicles grew rapidly from 1961 to 1968 and on to 1973.",
    FIGURES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    speeds = [_yearly(see, NATION, *dates) for dates in (("1961", "1968"), ("1968", "1973"))]
    more = f", or {speeds[0]:.1f}% and then {speeds[1]:.1f}% a year"
    return _rises(see, NATION, ("1961", "1968", "1973"), more)


@REGISTER.add(
    "argentina-jobs-rise-to-the-mid-1970s",
    "Automotive cluster, paragraph 1",
    "trend",
    "Jobs in the automotive industry grew from the late 1950s to the mid-1970s.",
    "figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _rises(see, "argentina-auto-jobs", ("late-1950s", "mid-1970s"))


@REGISTER.add(
    "argentina-output-one-measure",
    "Automotive cluster, paragraphs 1 and 4",
    "definition",
    "The figures of Argentina's output for 1961 to 1973 and for 1992 to 1997 count the same thing.",
    "assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("argentina-output-measure"))


@REGISTER.add(
    "car-contraction-dates",
    "Automotive cluster, paragraph 2",
    "date",
    "The industry contracted from the mid-1970s to the end of the 1980s.",
    f"{DATES} figures.year figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    told, rough = see.event("long-contraction"), see.event("cluster-fades")
    inside = rough.first <= told.first and told.last <= rough.last
    peak = _year(see, NATION, "1973")
    rising = see.figure(NATION, "1973") > see.figure(NATION, "1968")
    return by.tells(
        inside and rising and told.first > peak,
        f"Section 6 gives {told.printed}, within the {rough.printed} of section 1; output was "
        f"{'still higher' if rising else 'already no higher'} in {peak} than in {_year(see, NATION, '1968')}.",
    )


@REGISTER.add(
    "car-contraction-in-output",
    "Automotive cluster, paragraph 2",
    "trend",
    "Over the long contraction Argentina's output of vehicles fell.",
    f"{FIGURES} assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    words = see.assertions("argentina-output-measure").values()
    before, after = see.figure(NATION, "1973"), see.figure(NATION, "1992")
    return by.tells(
        after < before,
        f"No figure falls inside the contraction; the last before it is {before:,.0f} in {_year(see, NATION, '1973')}, "
        f"the first after it {after:,.0f} in {_year(see, NATION, '1992')}; "
        f"the words are {listed(list(dict.fromkeys(words)))}.",
    )


@REGISTER.add(
    "three-developments-after-the-contraction",
    "Automotive cluster, paragraphs 2 and 3",
    "date",
    "Three developments revived the industry after the contraction: a decree, a rule of MERCOSUR and the "
    "Convertibility Regime.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    end = see.event("long-contraction").last
    three = {
        "the decree": see.event("automotive-decree"),
        "the rule": see.event("mercosur-compensation"),
        "the regime": see.event("convertibility-regime"),
    }
    told = ", ".join(f"{name} {span.printed}" for name, span in three.items())
    return by.tells(all(span.first > end for span in three.values()), f"The contraction lasts to {end}; {told}.")


@REGISTER.add(
    "import-rules-and-domestic-producers",
    "Automotive cluster, paragraph 2",
    "attribution",
    "The rules on imported parts became stricter, which helped domestic producers.",
    "assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("import-rules-on-parts"))


@REGISTER.add(
    "new-assemblers-after-the-policies",
    "Automotive cluster, paragraph 4",
    "date",
    "A new wave of transnational car makers came in the mid-1990s as a result of the new policies.",
    DATES,
    clusters=(BUENOS_AIRES,),
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
    "output-grew-after-the-new-assemblers",
    "Automotive cluster, paragraph 4",
    "date",
    "The growth of Argentina's output from 1992 to 1997 came after what the text tells just before it.",
    f"{DATES} {FIGURES}",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    first, last = _year(see, NATION, "1992"), _year(see, NATION, "1997")
    grew = see.figure(NATION, "1992") < see.figure(NATION, "1997")
    old, new = see.event("old-plants-expand"), see.event("new-assemblers")
    return by.readings(
        {
            "growth since the old plants expanded": (grew and first >= old.first, f"they did so from {old.printed}"),
            "growth since the new car makers came": (grew and first >= new.first, f"they came from the {new.printed}"),
        },
        f"The growth is counted from {first} to {last}.",
    )


@REGISTER.add(
    "argentina-output-rises-1992-to-1997",
    "Automotive cluster, paragraph 4",
    "trend",
    "Argentina's output of automobiles grew from 1992 to 1997.",
    FIGURES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _rises(see, NATION, ("1992", "1997"), f", or {_yearly(see, NATION, '1992', '1997'):.1f}% a year")


@REGISTER.add(
    "cluster-output-rises-1992-to-1997",
    "Automotive cluster, paragraph 4",
    "trend",
    "The cluster's output of automobiles rose from 1992 to 1997.",
    FIGURES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _rises(see, CLUSTER, ("1992", "1997"), f", or {_yearly(see, CLUSTER, '1992', '1997'):.1f}% a year")


@REGISTER.add(
    "cluster-output-within-the-nation",
    "Automotive cluster, paragraph 4",
    "comparison",
    "The cluster's output is a part of Argentina's.",
    FIGURES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    nation, cluster = _dated(see, NATION), _dated(see, CLUSTER)
    shares = {str(year): 100 * cluster[year] / nation[year] for year in sorted(nation.keys() & cluster.keys())}
    return by.every(shares, lambda share: share <= 100, digits=0)


@REGISTER.add(
    "nation-outgrew-cluster-in-cars",
    "Automotive cluster, paragraph 4",
    "comparison",
    "From 1992 to 1997 the country's output of automobiles grew faster than the cluster's.",
    FIGURES,
    clusters=(BUENOS_AIRES,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    nation, cluster = (_yearly(see, series, "1992", "1997") for series in (NATION, CLUSTER))
    return by.tells(nation > cluster, f"The country {nation:.1f}% a year, the cluster {cluster:.1f}%.")


@REGISTER.add(
    "cluster-jobs-rise-1991-to-1997",
    "Automotive cluster, paragraph 4",
    "trend",
    "Employment in the cluster rose from 1991 to 1997.",
    "figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _rises(see, "buenos-aires-auto-jobs", ("1991", "1997"))


@REGISTER.add(
    "mercosur-better-than-import-substitution",
    "Automotive cluster, paragraph 4",
    "comparison",
    "MERCOSUR served the industry better than import substitution had.",
    f"events.year {FIGURES}",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    rule = see.event("mercosur-compensation").first
    old = _yearly(see, NATION, "1961", "1973")
    since = {year: value for year, value in _dated(see, NATION).items() if year >= rule}
    if len(since) < 2:
        return by.untold(
            f"National output grew {old:.1f}% a year from 1961 to 1973 and "
            f"{_yearly(see, NATION, '1992', '1997'):.1f}% from 1992 to 1997; of the years since the rule of {rule} the "
            f"number of figures is {len(since)}.",
            "national output by year from 1995 on",
        )
    (first, low), (last, high) = min(since.items()), max(since.items())
    new = _speed(low, high, last - first)
    return by.tells(new > old, f"National output grew {old:.1f}% a year up to 1973, {new:.1f}% from {first} to {last}.")


@REGISTER.add(
    "crisis-years-of-argentina",
    "Automotive cluster, paragraph 4",
    "date",
    "The exchange rate did its damage to the Argentine industry in 2001 to 2003.",
    DATES,
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.same_date({"Section 6": see.event("exchange-rate-swings"), "Section 7": see.event("peso-appreciation")})


@REGISTER.add(
    "cluster-output-falls-by-2003",
    "Automotive cluster, paragraph 4",
    "trend",
    "The cluster's output had fallen by 2003.",
    "figures.value",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    values = {date: see.figure(CLUSTER, date) for date in ("1992", "1997", "2003")}
    return by.tells(values["2003"] < min(values["1992"], values["1997"]), f"{_told(values)}.")


@REGISTER.add(
    "industry-weakened-from-2001",
    "Automotive cluster, paragraph 4",
    "trend",
    "It was between 2001 and 2003 that the industry weakened.",
    f"events.year {FIGURES}",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    start = see.event("exchange-rate-swings").first
    earlier, low = see.figure(CLUSTER, "1997"), see.figure(CLUSTER, "2003")
    eve = {year: value for year, value in _dated(see, CLUSTER).items() if start - 1 <= year <= start}
    if not eve:
        return by.untold(
            f"Output in the cluster was {earlier:,.0f} in 1997 and {low:,.0f} in 2003, and no figure lies between.",
            "the cluster's output in 2000 or 2001",
        )
    year, value = max(eve.items())
    return by.tells(value > low, f"Output in the cluster was {value:,.0f} in {year} and {low:,.0f} in 2003.")


@REGISTER.add(
    "peso-in-the-crisis-years",
    "Automotive cluster, paragraph 4",
    "attribution",
    "In the last of the crisis years, 2003, the Argentine peso lost value.",
    "assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("argentine-peso"))


@REGISTER.add(
    "recovery-from-2004",
    "Automotive cluster, paragraph 4",
    "trend",
    "From 2004 the decline of the cluster turned into growth.",
    f"events.year {FIGURES}",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    turn, low = see.event("recovery-begins").first, see.figure(CLUSTER, "2003")
    later = {year: value for year, value in _dated(see, CLUSTER).items() if year >= turn}
    if not later:
        return by.untold(
            f"The last figure of the cluster's output is {low:,.0f} in {_year(see, CLUSTER, '2003')}.",
            "the cluster's output from 2004 on",
        )
    year, value = max(later.items())
    return by.tells(value > low, f"Output was {low:,.0f} in 2003 and {value:,.0f} in {year}.")


@REGISTER.add(
    "tncs-main-source-in-buenos-aires",
    "Automotive cluster, paragraphs 5 and 6",
    "attribution",
    "In the automotive cluster knowledge comes above all from transnational corporations.",
    "assertions.says",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return by.one_voice(see.assertions("buenos-aires-prime-driver"))


@REGISTER.add(
    "suppliers-train-in-depth",
    "Automotive cluster, paragraph 5",
    "definition",
    "Suppliers of the first tier train and retrain their staff thoroughly, which is level 3 in human resources.",
    "capabilities.firms survey.firms",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _all_at_three(see, "human-resources")


@REGISTER.add(
    "suppliers-control-quality-and-stocks",
    "Automotive cluster, paragraph 5",
    "definition",
    "National suppliers were given systems to control quality and inventories, which is level 3 in process technology.",
    "capabilities.firms survey.firms",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    return _all_at_three(see, "process")


def _all_at_three(see: Evidence, dimension: str) -> Finding:
    """Told of suppliers, whom the counts do not show apart, where all firms of the sample or none are at level 3."""
    count, firms = see.count(BUENOS_AIRES, dimension, 3), see.firms(BUENOS_AIRES)
    numbers = f"At level 3 or above stand {count} of the {firms} firms surveyed, suppliers among them."
    return by.tells(count > 0, numbers) if count in (0, firms) else by.untold(numbers, "the level of each supplier")


@REGISTER.add(
    "new-car-models-designed",
    "Automotive cluster, paragraph 6",
    "definition",
    "Designs of new models have come out of the main assembly locations.",
    "capabilities.firms",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    five, six = (see.count(BUENOS_AIRES, "product", level) for level in (5, 6))
    return by.readings(
        {
            "the development of products, level 5": (five > 0, f"firms there or above: {five}"),
            "new car models as the scale has them, at level 6": (six > 0, f"firms there: {six}"),
        },
        "Judged by the firms of Buenos Aires in product technology.",
    )


@REGISTER.add(
    "no-level-6-in-buenos-aires",
    "Automotive cluster, paragraph 6",
    "count",
    "No operation of the car makers is sophisticated enough for level 6.",
    "capabilities.firms dimensions.name",
    clusters=(BUENOS_AIRES,),
)
def _(see: Evidence) -> Finding:
    counts = {see.value("dimensions", "name", dimension=id): see.count(BUENOS_AIRES, id, 6) for id in DIMENSIONS}
    return by.every(counts, lambda count: count == 0, unit="", digits=0)


@REGISTER.add(
    "buenos-aires-events-cluster-around-revival",
    "after the table of events",
    "share",
    "Most dated events of Buenos Aires fall between the early 1990s and 2004.",
    "events.cluster events.year events.year_end",
    clusters=(BUENOS_AIRES,),
    made_by="this book",
)
def _(see: Evidence) -> Finding:
    rows = see.rows("events")
    rows = rows[rows["cluster"] == BUENOS_AIRES]
    inside = int(((rows["year"] >= 1990) & (rows["year_end"] <= 2004)).sum())
    return by.tells(2 * inside > len(rows), f"{inside} of {len(rows)} events.")
