"""What the public functions are given, checked: a data set or a tidy table, and the part of it that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from numbers import Number, Real
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from .data import Dataset
from .errors import ArgumentError, UnknownNameError, kind_of, unknown
from .wording import listed


class Data(Protocol):
    """What a derivation needs of a data set: tables by name, the year looked at and that of the paper, sources."""

    @property
    def year(self) -> int: ...
    @property
    def paper_year(self) -> int: ...
    def __getitem__(self, name: str, /) -> pd.DataFrame: ...
    def source(self, *names: str) -> str: ...


Given: TypeAlias = Data | pd.DataFrame | None
Choice: TypeAlias = str | Iterable[str] | None


_D = TypeVar("_D", bound=Data)


def dataset(data: _D | None) -> _D | Dataset:
    """Return the data set given, or the book's own if none is.

    Raises
    ------
    ArgumentError
        For anything else.
    """
    if data is None:
        return Dataset()
    if isinstance(data, pd.DataFrame):
        raise ArgumentError(
            "data is a table, but a Dataset is needed: put a changed table into one, as in "
            "cb.Dataset().replacing(skills=table)"
        )
    if isinstance(data, type) or not callable(getattr(data, "source", None)):
        raise ArgumentError(f"data must be a Dataset, not {_shown(data)}: name whatever else you choose, as in level=4")
    return data


def outline(data: Given) -> dict[str, Any]:
    """Return the outline of the continents of the data set given, or the book's own."""
    return (data if isinstance(data, Dataset) else Dataset()).land()


def tidy(
    data: Given,
    derive: Callable[..., pd.DataFrame],
    texts: str,
    numbers: str = "",
    *,
    gaps: str = "",
    others: str = "",
    attrs: str = "",
    empty: str | None = "there is no row to show",
    **options: object,
) -> pd.DataFrame:
    """Return the tidy table to show: derived from a data set, or the one given, if it holds what is needed.

    Parameters
    ----------
    data : Dataset or DataFrame, optional
        By default the book's own data.
    derive : function
        Makes the table from a data set.
    texts, numbers, gaps, others : str
        Columns needed, parted by spaces: texts and numbers, of which no value may be missing; numbers of which some
        may; columns of other kinds.
    attrs : str
        What the table's ``attrs`` must say, parted by spaces.
    empty : str or None
        What to say of a table without rows; None if it may have none.
    **options
        For `derive`; those that are None are left to its own defaults.

    Raises
    ------
    ArgumentError
        For a table that lacks a column, a row or a value, or has text for a number; for options beside a table.
    """
    asked = {name: value for name, value in options.items() if value is not None}
    if not isinstance(data, pd.DataFrame):
        frame = derive(dataset(data), **asked)
    else:
        if asked:
            option, made = next(iter(asked)), f"cb.{derive.__name__}"
            raise ArgumentError(
                f"{option} chooses from a Dataset, and here is a table: give {option} to {made}() instead"
            )
        frame = _checked(data, derive.__name__, texts.split(), numbers.split(), gaps.split(), others.split())
        for name in attrs.split():
            if name not in frame.attrs:
                raise ArgumentError(
                    f"the table no longer says its {name} (attrs): make it anew by cb.{derive.__name__}()"
                )
        if "clusters" not in frame.attrs or "source" not in frame.attrs:  # pandas loses them where it joins tables
            frame = frame.copy(deep=False)
            names = list(dict.fromkeys(frame["name"])) if "name" in frame else []
            frame.attrs = {"source": "", "clusters": names} | frame.attrs
    if empty is not None and frame.empty:
        raise ArgumentError(empty)
    return frame


def _checked(
    frame: pd.DataFrame, maker: str, texts: list[str], numbers: list[str], gaps: list[str], others: list[str]
) -> pd.DataFrame:
    """The table, numbers that are kept as objects made numbers."""
    needed = [*texts, *numbers, *gaps, *others]
    for column in needed:
        if column not in frame.columns:
            near = unknown("column", column, [str(each) for each in frame.columns])
            hint = f" ({near.partition(': ')[2]})" if "did you mean" in near else ""
            raise ArgumentError(
                f"the table has no column {column!r}{hint}: give the table that cb.{maker}() makes, or a changed copy "
                "of the data, as in data=cb.Dataset().replacing(skills=table)"
            )
        if isinstance(frame[column], pd.DataFrame):
            raise ArgumentError(f"the table has the column {column!r} twice: keep one of them")
    for column in [*numbers, *gaps]:
        values = frame[column]
        if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
            _each(values, lambda value: isinstance(value, Number) and not isinstance(value, bool), "a number")
            frame = frame.assign(**{column: pd.to_numeric(values)})
        _each(frame[column], np.isfinite, "a finite number")
    for column in texts:
        if not pd.api.types.is_string_dtype(frame[column].dtype) or frame[column].dtype == object:
            _each(frame[column], lambda value: isinstance(value, str), "a text")
    for column in [*texts, *numbers]:
        for label in frame.index[frame[column].isna()]:
            raise ArgumentError(
                f"row {label} of the table, {column}: the value is missing, but one is needed. Fill it."
            )
    for label in frame.index[frame.astype(str).duplicated()]:  # as text, for lists and the like cannot be compared
        raise ArgumentError(f"row {label} of the table repeats an earlier row. Keep one of them.")
    return frame


def _each(values: pd.Series, fits: Callable[[Any], bool], what: str) -> None:
    """Refuse the first value that is there and does not fit."""
    for label, value in values.items():
        if pd.api.types.is_scalar(value) and pd.isna(value):
            continue
        if not fits(value):
            rule = f"{_shown(value)} is not {what}. Write {what} there."
            raise ArgumentError(f"row {label} of the table, {values.name}: {rule}")


def chosen(frame: pd.DataFrame, column: str, wanted: object, known: Iterable[Any] | None = None) -> pd.DataFrame:
    """Return the rows that hold one of the values asked for in a column named as the argument; all if none is.

    Parameters
    ----------
    wanted : str, int, iterable of them, or None
        What was asked for.
    known : iterable, optional
        The values that may be asked for; by default those in the column, or every cluster of the data.

    Raises
    ------
    UnknownNameError, ArgumentError
        As for ``one``; if nothing is left.
    """
    if wanted is None:
        return frame
    if known is None:  # a cluster without a row here is no unknown one
        known = frame.attrs["cluster_ids"] if column == "cluster" and "cluster_ids" in frame.attrs else frame[column]
    values = list(dict.fromkeys(known))
    picked = several(column, wanted, values)
    if not picked:
        raise ArgumentError(f"no {column} is chosen: give one or more, such as {values[0]!r}")
    found = frame[frame[column].isin(picked)]
    if found.empty:
        raise ArgumentError(f"there is no row of {column} {listed([str(each) for each in picked])} here")
    return found


def several(kind: str, wanted: object, known: Iterable[Any]) -> list[Any]:
    """Return the names or whole numbers asked for, one or a list of them, each checked as by ``one``."""
    values = list(known)
    if isinstance(wanted, str | bytes) or not isinstance(wanted, Iterable):
        return [one(kind, wanted, values)]
    return [one(kind, each, values) for each in wanted]


def one(kind: str, value: object, known: Iterable[Any]) -> Any:
    """Return a name or a whole number asked for, if it is one of those known.

    Raises
    ------
    UnknownNameError
        For a name that is none of them; the nearest is said.
    ArgumentError
        For a value of the wrong kind; for a number that is none of them: what they are is said.
    """
    values = list(dict.fromkeys(known))
    if values and all(isinstance(each, str) for each in values):
        if not isinstance(value, str):
            raise ArgumentError(f"{kind} must be a name such as {values[0]!r}, not {_shown(value)}")
        if value not in values:
            raise UnknownNameError(unknown(kind, value, values))
        return value
    return _number(kind, value, sorted(int(each) for each in values))


def _number(kind: str, value: object, known: Sequence[int]) -> int:
    if not known:
        raise ArgumentError(f"there is no {kind} to choose from")
    if isinstance(value, bool) or not isinstance(value, Real) or not float(value).is_integer():
        raise ArgumentError(f"{kind} must be a whole number such as {known[0]}, not {_shown(value)}")
    number = int(float(value))
    if number not in known:
        if len(known) == 1:
            raise ArgumentError(f"{kind} {number} is out of range: the only {kind} is {known[0]}")
        gapless = len(known) == known[-1] - known[0] + 1
        run = f"run from {known[0]} to {known[-1]}" if gapless else f"are {listed([str(each) for each in known])}"
        raise ArgumentError(f"{kind} {number} is out of range: the {kind}s {run}")
    return number


def fraction(kind: str, value: object, example: float) -> float:
    """Return a number between 0 and 1, both left out.

    Raises
    ------
    ArgumentError
        For anything else.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < 1:
        raise ArgumentError(f"{kind} must be a number between 0 and 1 such as {example}, not {_shown(value)}")
    return float(value)


def _shown(value: object) -> str:
    if value is None or isinstance(value, str | bool | Number):
        return repr(value.item() if isinstance(value, np.generic) else value)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return kind_of(value)
