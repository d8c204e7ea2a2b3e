"""Exercises of "Los Lagos": kinds of events, what a virus left, and growth measured to a peak."""

from __future__ import annotations

from ..data import Dataset
from ..indicators import dated_figures, growth_rates
from .looking import by, rows
from .model import Exercise
from .names import Name, at_end
from .quantities import Number
from .vocabulary import words


def _kind_from_1990(data: Dataset) -> Name:
    own = rows(data["events"], cluster="los-lagos")
    kinds = words("kind", data["events"]["kind"])
    later = own[own["year"] >= 1990]["kind"].value_counts().reindex(list(kinds.names), fill_value=0)
    return at_end(later.to_dict(), kinds)


def _left_of_the_peak(data: Dataset) -> Number:
    peak, fall = _peak(data), _fall(data)
    return Number(
        peak * (1 - fall),
        "tons",
        digits=0,
        slips={
            "That is what was lost.": peak * fall,
            "That is the share that was left; in tons is asked for.": 100 * (1 - fall),
            "That is the peak.": peak,
        },
    )


def _beyond_the_peak(data: Dataset) -> Number:
    paper = data.of_paper()
    (rate,) = rows(growth_rates(paper), cluster="los-lagos", indicator="exports").itertuples()
    to_peak = rate.end_year - rate.start_year
    years = _year_of_fall(data) - rate.start_year
    grown, left = (1 + rate.growth_pct_pa / 100) ** to_peak, 1 - _fall(data)

    def yearly(factor: float, years: int) -> float:
        return float(100 * (factor ** (1 / years) - 1))

    return Number(
        yearly(grown * left, years),
        "per cent",
        slips={
            "That is the printed rate, which stops at the peak.": rate.growth_pct_pa,
            "The years after the peak count too.": yearly(grown * left, to_peak),
            "That is the growth of all the years together; by the year is asked for.": 100 * (grown * left - 1),
            "What is left after a fall is one less the fall.": yearly(grown * (1 - left), years),
            "The growth is added up there; growth upon growth is multiplied.": yearly(
                (1 + to_peak * rate.growth_pct_pa / 100) * left, years
            ),
        },
    )


def _peak(data: Dataset) -> float:
    return float(by(dated_figures(data), "series", "value")["chile-salmon-output"])


def _fall(data: Dataset) -> float:
    return float(by(dated_figures(data), "series", "value")["chile-salmon-output-fall"]) / 100


def _year_of_fall(data: Dataset) -> int:
    return int(by(dated_figures(data), "series", "year")["chile-salmon-output-fall"])


EXERCISES = (
    Exercise(
        "ex-kind-from-1990",
        (
            'Take the rows of `cb.events(data, cluster="los-lagos")` whose year is 1990 or later.',
            "Count them by kind with `value_counts`, which puts the most frequent first.",
        ),
        _kind_from_1990,
    ),
    Exercise(
        "ex-left-of-the-peak",
        (
            'The peak and the fall are both rows of `cb.dated_figures(data, cluster="los-lagos")`.',
            "The fall is in per cent of the peak; what is left is the rest of it.",
        ),
        _left_of_the_peak,
    ),
    Exercise(
        "ex-beyond-the-peak",
        (
            "Turn the printed rate into the factor of all years up to the peak.",
            "Multiply it by what the fall left, and you have the factor from the first year to the year of the fall.",
            "Take the root by the number of years from the first to the year of the fall.",
        ),
        _beyond_the_peak,
    ),
)
