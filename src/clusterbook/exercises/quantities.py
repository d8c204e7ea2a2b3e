"""Answers that are numbers: one, one by name, a table of them, an interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite, isnan
from numbers import Real

import pandas as pd
from num2words import num2words

from ..wording import listed
from .names import kind_of
from .vocabulary import UnfitError, Vocabulary

DIRECTION = "The size is right, but not the direction: look again at what is taken from what."
FACTOR = "That is a factor: by how many per cent is the new value more, or less, than the old?"
RATIO = "The figures are right, but not the unit: per cent are asked for, not a share of one, nor per cent of per cent."
UNIT = "The figures are right, but not the unit: {unit} are asked for."
WHOLE = "That is rounded the wrong way or not at all: a whole number is asked for."
COARSE = "That is rounded too far: give {digits}."
EARLY = "That is near, but not near enough: keep all digits until the end, and round there to {digits}."
WRONG = "It is not this number."


@dataclass(frozen=True, slots=True)
class Number:
    """One number.

    Attributes
    ----------
    value : float
    unit : str
        As "per cent" or "firms".
    digits : int
        Decimals that the exercise asks for; with 0 the number is a whole one.
    others : mapping of str to float
        What else the same reckoning gives, by what it is for: other clusters, other kinds.
    slips : mapping of str to float
        What a known slip gives, by the sentence that says so.
    """

    value: float
    unit: str
    digits: int = 1
    others: Mapping[str, float] = field(default_factory=dict)
    slips: Mapping[str, float] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        if isnan(self.value) and _missing(given):
            return ""  # of values that all tie there is no order, and no correlation
        found = number_in(given)
        if self._near(found, self.value):
            return ""
        for sentence, value in self.slips.items():
            if self._near(found, value):
                return sentence
        for name, value in self.others.items():
            if self._near(found, value):
                return f"That is right for {name}, but something else is asked for."
        return self._direction_or_unit(found) or self._rounding(found) or WRONG

    def _near(self, found: float, value: float) -> bool:
        return abs(found - value) <= (0.5 * 10**-self.digits + 1e-9 if self.digits else 1e-6)

    def _direction_or_unit(self, found: float) -> str:
        if self._near(-found, self.value):
            return DIRECTION
        if not self.unit:
            return ""
        if self.unit == "per cent" and self._near(100 * (found - 1), self.value):
            return FACTOR
        scales = (100, 0.01) if self.unit == "per cent" else (1e3, 1e-3, 1e6, 1e-6)
        if self.value and any(abs(found * scale / self.value - 1) < 0.02 for scale in scales):
            return RATIO if self.unit == "per cent" else UNIT.format(unit=self.unit)
        return ""

    def _rounding(self, found: float) -> str:
        if not self.digits:
            return WHOLE if abs(found - self.value) < 1 else ""
        digits = f"{num2words(self.digits)} decimal{'s' if self.digits > 1 else ''}"
        if any(abs(found - round(self.value, fewer)) < 1e-9 for fewer in range(self.digits)):
            return COARSE.format(digits=digits)
        return EARLY.format(digits=digits) if abs(found - self.value) <= 5 * 10**-self.digits else ""


@dataclass(frozen=True, slots=True)
class Values:
    """One number for each thing of a kind.

    Attributes
    ----------
    values : mapping of str to float
        By id.
    among : Vocabulary
    unit, digits
        As of a ``Number``.
    slips : mapping of str to mapping
        What a known slip gives, by the sentence that says so.
    """

    values: Mapping[str, float]
    among: Vocabulary
    unit: str
    digits: int = 1
    slips: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        found = self._by_key(given)
        missing = len(set(self.values) - set(found))
        if missing:
            return f"Not all {self.among.plural} have a value: {num2words(missing)} missing."
        off = self._off(found, self.values)
        if not off:
            return ""
        for sentence, values in self.slips.items():
            if not self._off(found, values):
                return sentence
        names = listed([self.among.names[key] for key in self.values if key in off])
        told = set(off.values()) - {WRONG}
        if len(told) == 1 and WRONG not in off.values():
            return f"{names}: {told.pop()}"
        return f"Off: {names}." if len(off) < len(self.values) else "None of the values is right."

    def _off(self, found: Mapping[str, object], values: Mapping[str, float]) -> dict[str, str]:
        judged = {key: Number(value, self.unit, self.digits).off(found[key]) for key, value in values.items()}
        return {key: off for key, off in judged.items() if off}

    def _by_key(self, given: object) -> dict[str, object]:
        if isinstance(given, pd.DataFrame):
            given = _one_column(given, self.among)
        if not isinstance(given, pd.Series | Mapping):
            asked = f"A Series or a dict with a value for each {self.among.kind} is asked for"
            raise UnfitError(f"{asked}, not {kind_of(given)}, so that one can tell whose value is whose.")
        names = list(given.keys())
        return dict(zip(self.among.keys(names), [given[name] for name in names], strict=True))


@dataclass(frozen=True, slots=True)
class Grid:
    """One number for each pair of two kinds of things, as a table.

    Attributes
    ----------
    values : DataFrame
        Ids of the rows in its index, those of the columns in its columns.
    rows, columns : Vocabulary
    unit, digits
        As of a ``Number``.
    slips : mapping of str to DataFrame
        What a known slip gives, by the sentence that says so.
    """

    values: pd.DataFrame
    rows: Vocabulary
    columns: Vocabulary
    unit: str
    digits: int = 0
    slips: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        asked = f"with the {self.rows.plural} as its rows and the {self.columns.plural} as its columns"
        if not isinstance(given, pd.DataFrame):
            raise UnfitError(f"A DataFrame is asked for, {asked}, not {kind_of(given)}.")
        try:
            rows = dict(zip(self.rows.keys(given.index), given.index, strict=True))
        except UnfitError:
            if _known(self.columns, given.index) and _known(self.rows, given.columns):
                return f"The table lies on its side: turn it with .T, {asked}."
            raise
        columns = dict(zip(self.columns.keys(given.columns), given.columns, strict=True))
        for known, found, kind in ((self.values.index, rows, self.rows), (self.values.columns, columns, self.columns)):
            if missing := len(set(known) - set(found)):
                return f"Not all {kind.plural} are in the table: {num2words(missing)} missing."
        plain = pd.DataFrame({key: [given.at[row, name] for row in rows.values()] for key, name in columns.items()})
        plain.index = pd.Index(list(rows))
        off = self._rows_off(plain, self.values)
        if not off:
            return ""
        for sentence, values in self.slips.items():
            if not self._rows_off(plain, values):
                return sentence
        return f"Off in the row of {listed([self.rows.names[key] for key in off])}."

    def _rows_off(self, found: pd.DataFrame, values: pd.DataFrame) -> list[str]:
        return [
            str(row)
            for row in values.index
            if any(Number(values.at[row, at], self.unit, self.digits).off(found.at[row, at]) for at in values.columns)
        ]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two bounds, the lower first.

    Attributes
    ----------
    low, high : float
    unit, digits
        As of a ``Number``.
    slips : mapping of str to pair of float
        What a known slip gives, by the sentence that says so.
    """

    low: float
    high: float
    unit: str
    digits: int = 1
    slips: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        bounds = list(given.values()) if isinstance(given, Mapping) else _items(given)
        if len(bounds) != 2:
            raise UnfitError("Two bounds are asked for, the lower and the upper, as a tuple or a list.")
        if not any(off := self._off(bounds, (self.low, self.high))):
            return ""
        if not any(self._off(bounds[::-1], (self.low, self.high))):
            return "The bounds stand the wrong way round: the lower comes first."
        for sentence, pair in self.slips.items():
            if not any(self._off(bounds, pair)):
                return sentence
        if off[0] == off[1]:
            return off[0]
        return " ".join(f"The {name} bound: {told}" for name, told in zip(("lower", "upper"), off, strict=True) if told)

    def _off(self, bounds: list[object], wanted: tuple[float, float]) -> list[str]:
        return [Number(value, self.unit, self.digits).off(bound) for bound, value in zip(bounds, wanted, strict=True)]


def number_in(given: object) -> float:
    """Return the number that was given; a Series or an array of one counts as that one.

    Raises
    ------
    UnfitError
        If it is no number, or a missing one.
    """
    if getattr(given, "size", None) == 1 and hasattr(given, "item"):
        given = given.item()
    if _missing(given):
        raise UnfitError("The number is missing (NaN): perhaps a row was not found, or nothing was divided by nothing.")
    if isinstance(given, bool) or not isinstance(given, Real):
        raise UnfitError(f"A number is asked for, not {kind_of(given)}.")
    if not isfinite(given):
        raise UnfitError("The number is infinite: something was divided by zero.")
    return float(given)


def _missing(given: object) -> bool:
    return given is pd.NA or (isinstance(given, float) and isnan(given))


def _one_column(given: pd.DataFrame, among: Vocabulary) -> pd.Series:
    """A table of one column of numbers as a Series by name."""
    for name in (among.kind, "name"):
        if name in given.columns:
            given = given.set_index(name)
    numbers = given.select_dtypes("number")
    if len(numbers.columns) != 1:
        raise UnfitError(f"One value for each {among.kind} is asked for, not a table of several columns.")
    return numbers.iloc[:, 0]


def _known(among: Vocabulary, names: Iterable[object]) -> bool:
    try:
        among.keys(names)
    except UnfitError:
        return False
    return True


def _items(given: object) -> list[object]:
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str | pd.DataFrame) else [given]
