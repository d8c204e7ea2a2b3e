"""Exercises of "Buenos Aires": growth over a period and by the year, and a share that changes."""

from __future__ import annotations

from ..data import Dataset
from ..indicators import dated_figures
from .looking import by
from .model import Exercise
from .quantities import Number

FIRST, LAST = "1992", "1997"
NATION, CLUSTER = "argentina-vehicles", "buenos-aires-vehicles"


def _growth_of_output(data: Dataset) -> Number:
    output, nation = _output(data, CLUSTER), _output(data, NATION)
    more = output[LAST] - output[FIRST]
    return Number(
        100 * (output[LAST] / output[FIRST] - 1),
        "per cent",
        others={"the whole country": 100 * (nation[LAST] / nation[FIRST] - 1)},
        slips={
            "That is how many vehicles more there were; in per cent of the first year's is asked for.": more,
            "The rise is divided by the later output; it is the earlier that grew.": 100 * more / output[LAST],
            "That is the later output in per cent of the earlier; take away what was there before.": (
                100 * output[LAST] / output[FIRST]
            ),
        },
    )


def _yearly_growth(data: Dataset) -> Number:
    output, nation = _output(data, CLUSTER), _output(data, NATION)
    years = int(LAST) - int(FIRST)

    def yearly(series: dict[str, float], years: int) -> float:
        return float(100 * ((series[LAST] / series[FIRST]) ** (1 / years) - 1))

    whole = 100 * (output[LAST] / output[FIRST] - 1)
    return Number(
        yearly(output, years),
        "per cent",
        others={"the whole country": yearly(nation, years)},
        slips={
            "That is the growth of the whole period.": whole,
            "The growth of the period is divided by its years; growth upon growth takes a root.": whole / years,
            "Count the steps from year to year, not the years.": yearly(output, years + 1),
        },
    )


def _change_of_share(data: Dataset) -> Number:
    output, nation = _output(data, CLUSTER), _output(data, NATION)
    shares = {year: 100 * output[year] / nation[year] for year in (FIRST, LAST)}
    return Number(
        shares[LAST] - shares[FIRST],
        "percentage points",
        slips={
            "That is the share in the later year; how far is it from that in the earlier?": shares[LAST],
            "That is the share in the earlier year; how far is that in the later from it?": shares[FIRST],
            "That is the change in per cent of the earlier share; the difference of the shares is asked for.": (
                100 * (shares[LAST] / shares[FIRST] - 1)
            ),
            "Those are fractions of one; percentage points are asked for.": (shares[LAST] - shares[FIRST]) / 100,
        },
    )


def _output(data: Dataset, series: str) -> dict[str, float]:
    return by(dated_figures(data), "date", "value", series=series)


EXERCISES = (
    Exercise(
        "ex-growth-of-output",
        (
            'The rows of `cb.dated_figures(data, cluster="buenos-aires")` have a series, a date and a value.',
            "Divide the later output by the earlier; what is over one is the growth.",
        ),
        _growth_of_output,
    ),
    Exercise(
        "ex-yearly-growth",
        (
            "If output grew by the same rate each year, by what was it multiplied each year?",
            "The factor of the period is that of a year, times itself for each step from year to year: take that root.",
        ),
        _yearly_growth,
    ),
    Exercise(
        "ex-change-of-share",
        (
            "A share in each of the two years comes first: the output of the cluster in per cent of the country's.",
            "Take the earlier share from the later; a share that falls gives a negative number.",
        ),
        _change_of_share,
    ),
)
