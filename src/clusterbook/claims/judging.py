"""Small judges that many claims share: each compares values and returns a finding with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from ..wording import listed
from .evidence import Span
from .model import Finding, Verdict

TOLERANCE = 1e-9  # sums of decimals such as 18.6 - 11.1 are not exact


def tells(condition: bool, numbers: str) -> Finding:
    """Hold if the condition is true, and not otherwise."""
    return Finding(Verdict.HOLDS if condition else Verdict.FAILS, numbers)


def fits(stated: float, found: float, digits: int) -> bool:
    """Whether a number is within half a unit of the last digit of the one that is printed."""
    return abs(stated - found) <= 0.5 * 10.0**-digits + TOLERANCE


def counts_giving(share: float, sample: int) -> list[int]:
    """Whole numbers of a sample's firms that a percentage printed without decimals can mean."""
    return [firms for firms in range(sample + 1) if fits(share, 100 * firms / sample, 0)]


def printed(stated: float, found: float, digits: int, sentence: str) -> Finding:
    """Hold a printed number to half a unit of its last digit.

    Parameters
    ----------
    stated : float
        The number as the paper's sentence prints it.
    found : float
        What the data give.
    digits : int
        Decimals printed; negative for a number rounded to tens, hundreds …
    sentence : str
        What is compared, with ``{stated}`` and ``{found}`` where the two numbers go.
    """
    good, shown = fits(stated, found, digits), max(digits, 0)
    numbers = {"{stated}": f"{stated:,.{shown}f}", "{found}": f"{found:,.{shown + (0 if good else 1)}f}"}
    for place, number in numbers.items():  # not by format(): the sentence may hold names of the data, and they braces
        sentence = sentence.replace(place, number, 1)
    return tells(good, sentence)


def as_printed(stated: Mapping[str, float], found: Mapping[str, float], *, unit: str = "%", digits: int = 1) -> Finding:
    """Hold the numbers that a sentence prints, each under its name, to half a unit of their last digit."""
    off = [name for name, value in stated.items() if not fits(value, found[name], digits)]
    given = amounts(found, unit=unit, digits=digits + 1 if off else digits)
    return tells(not off, f"The text prints {amounts(stated, unit=unit, digits=digits)}; the data give {given}.")


def ranked(
    values: Mapping[str, float], first: Sequence[str], *, unit: str = "%", digits: int = 1, lowest: bool = False
) -> Finding:
    """Hold if the named ones lead all the others, in the order given; a tie with or among them is two readings.

    Parameters
    ----------
    values : mapping of str to float
        A value for each name, those that are to lead and the others.
    first : sequence of str
        Names in the order in which they are said to lead.
    lowest : bool
        Whether the lowest leads.
    """
    sign = -1 if lowest else 1
    order = sorted(values, key=lambda name: -sign * values[name])
    numbers = f"{amounts({name: values[name] for name in order}, unit=unit, digits=digits)}."
    wanted = [sign * values[name] for name in first]
    others = [sign * value for name, value in values.items() if name not in first]
    steps = [*wanted, *([max(others)] if others else [])]
    alone = all(one > next_ + TOLERANCE for one, next_ in pairwise(steps))
    unbeaten = all(one >= next_ - TOLERANCE for one, next_ in pairwise(steps))
    return readings({"a lead that is not shared": (alone, ""), "a lead that may be shared": (unbeaten, "")}, numbers)


def every(values: Mapping[str, float], test: Callable[[float], bool], *, unit: str = "%", digits: int = 1) -> Finding:
    """Hold if each value passes the test; the numbers name those that do not."""
    failing = [name for name, value in values.items() if not test(value)]
    numbers = amounts(values, unit=unit, digits=digits)
    return tells(not failing, f"{numbers}." if not failing else f"{numbers}; not so in {listed(failing)}.")


def readings(found: Mapping[str, tuple[bool, str]], numbers: str) -> Finding:
    """Judge a statement that can be read in several ways: ambiguous if the readings differ.

    Parameters
    ----------
    found : mapping of str to (bool, str)
        For each reading, named as a noun phrase, whether it holds and its numbers (a clause; may be empty).
    numbers : str
        What the readings have in common, as a sentence.
    """
    results = {holds for holds, _ in found.values()}
    if len(results) == 1:
        return tells(results.pop(), numbers)
    told = tuple(
        f"Read as {name}, it {'holds' if holds else 'does not hold'}{f': {clause}' if clause else ''}."
        for name, (holds, clause) in found.items()
    )
    return Finding(Verdict.AMBIGUOUS, numbers, told)


def same_date(places: Mapping[str, Span], *, within: bool = False) -> Finding:
    """Hold if the places give one date; if they differ the paper says two things, and each is a reading.

    Parameters
    ----------
    places : mapping of str to Span
        The date that each place of the paper gives: ``{"Section 4": …, "Section 6": …}``.
    within : bool
        Whether a rougher date (a decade) agrees with a finer one inside it.
    """
    spans = list(places.values())
    agree = all(_meets(one, other, within) for one in spans for other in spans)
    if agree:
        return tells(True, f"{_dated(places)}.")
    return _differing({place: span.printed for place, span in places.items()})


def one_voice(places: Mapping[str, str]) -> Finding:
    """Hold if all places say the same; if not, the paper says two things, and each is a reading."""
    if len(set(places.values())) > 1:
        return _differing(places)
    return tells(True, "; ".join(f"{place}: {says}" for place, says in places.items()) + ".")


def rose(series: Mapping[str, Mapping[int, float]], needs: str, *, unit: str = "%", digits: int = 1) -> Finding:
    """Hold if each series of yearly values ends higher than it began; one year alone cannot tell.

    Parameters
    ----------
    series : mapping of str to mapping of int to float
        For each name its values by year, oldest first: ``{"Penang": see.over_years(…)}``.
    needs : str
        What would tell where there is but one year, as a noun phrase.
    """
    told = [
        f"{name} {' and '.join(f'{value:,.{digits}f}{unit} in {year}' for year, value in (ends[0], *ends[1:][-1:]))}"
        for name, values in series.items()
        if (ends := list(values.items()))
    ]
    numbers = f"{', '.join(told)}."
    if any(len(values) < 2 for values in series.values()):
        return untold(numbers, needs)
    return tells(
        all(values[max(values)] > values[min(values)] + TOLERANCE for values in series.values()),
        numbers,
    )


def bounded(low: int, high: int, test: Callable[[int], bool], numbers: str, needs: str) -> Finding:
    """Judge what the data only bound: told if every whole number between the bounds gives the same answer."""
    answers = {test(value) for value in range(low, high + 1)}
    if len(answers) == 1:
        return tells(answers.pop(), numbers)
    return untold(numbers, needs)


def untold(numbers: str, needs: str) -> Finding:
    """Say that the published data cannot decide, and what data would (a noun phrase)."""
    return Finding(Verdict.UNTOLD, numbers, needs=needs)


def amounts(values: Mapping[str, float], *, unit: str = "%", digits: int = 1) -> str:
    """Values under their names as a phrase: Penang 6.7%, Qiaotou 12.4%."""
    return ", ".join(f"{name} {value:,.{digits}f}{unit}" for name, value in values.items())


def _differing(places: Mapping[str, str]) -> Finding:
    readings = tuple(f"By {_inline(place)}: {says}." for place, says in places.items())
    return Finding(Verdict.AMBIGUOUS, "The paper says different things.", readings)


def _inline(place: str) -> str:
    """A place of the paper inside a sentence: section 4, Table 1, the abstract."""
    if place.startswith("Table"):
        return place
    return f"{'the ' if place == 'Abstract' else ''}{place[0].lower()}{place[1:]}"


def _dated(places: Mapping[str, Span]) -> str:
    return ", ".join(f"{place} gives {span.printed}" for place, span in places.items())


def _meets(one: Span, other: Span, within: bool) -> bool:
    if one[:2] == other[:2]:
        return True
    return within and (_inside(one, other) or _inside(other, one))


def _inside(one: Span, other: Span) -> bool:
    return other.first <= one.first and one.last <= other.last
