"""Answers that are names: one, several in any order, several in one order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Real

import pandas as pd
from num2words import num2words

from .vocabulary import UnfitError, Vocabulary

WRONG_END = "That is the other end of the order: look again whether the largest or the smallest is asked for."
REVERSED = "That is the order from the other end: turn it round."


def kind_of(given: object) -> str:
    """What was given, in a student's words."""
    named: dict[type, str] = {
        str: "a text",
        bool: "yes or no",
        dict: "a dict",
        set: "a set",
        frozenset: "a set",
        list: "a list",
    }
    named |= {tuple: "a tuple", pd.Series: "a Series", pd.DataFrame: "a DataFrame", pd.Index: "an index"}
    named |= {Real: "a number", Mapping: "a mapping"}
    told = (name for kind, name in named.items() if isinstance(given, kind))
    return next(told, f"something of the type {type(given).__name__}")


@dataclass(frozen=True, slots=True)
class Name:
    """One thing of a kind.

    Attributes
    ----------
    right : collection of str
        The ids that are right: more than one where they tie.
    among : Vocabulary
    opposite : collection of str
        Ids at the other end of the order that is asked for.
    slips : mapping of str to collection of str
        Ids that a known slip leads to, by the sentence that says so.
    """

    right: Collection[str]
    among: Vocabulary
    opposite: Collection[str] = ()
    slips: Mapping[str, Collection[str]] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        if isinstance(given, bool) or (isinstance(given, Iterable) and not isinstance(given, str)):
            raise UnfitError(f"One {self.among.kind} is asked for, not {kind_of(given)}.")
        key = self.among.key(given)
        if key in self.right:
            return ""
        for sentence, keys in self.slips.items():
            if key in keys:
                return sentence
        return WRONG_END if key in self.opposite else f"It is not {self.among.names[key]}."


@dataclass(frozen=True, slots=True)
class Members:
    """Several things of a kind in any order, or none.

    Attributes
    ----------
    right : collection of str
        Their ids.
    among : Vocabulary
    slips : mapping of str to collection of str
        Sets that a known slip leads to, by the sentence that says so.
    """

    right: Collection[str]
    among: Vocabulary
    slips: Mapping[str, Collection[str]] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        keys, right = set(self.among.keys(several(given, self.among))), set(self.right)
        if keys == right:
            return ""
        for sentence, slip in self.slips.items():
            if keys == set(slip):
                return sentence
        parts = [(len(right - keys), "missing"), (len(keys - right), "too many")]
        told = " and ".join(f"{num2words(count)} {what}" for count, what in parts if count)
        return f"Not all {self.among.plural} are right: {told}."


@dataclass(frozen=True, slots=True)
class Order:
    """All things of a kind in order of a value, the largest first; those that tie in any order.

    Attributes
    ----------
    values : mapping of str to float
        What they are ordered by, by id.
    among : Vocabulary
    slips : mapping of str to mapping
        Other values to order by that a known slip leads to, by the sentence that says so.
    """

    values: Mapping[str, float]
    among: Vocabulary
    slips: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def off(self, given: object) -> str:
        """Return what is off, or ""."""
        if isinstance(given, set | frozenset):
            raise UnfitError("A set has no order: give a list.")
        keys = self.among.keys(several(given, self.among, ordered=True))
        if len(keys) < len(self.values):
            missing = num2words(len(self.values) - len(keys))
            return f"Not all {self.among.plural} are in the order: {missing} missing."
        if _falls(keys, self.values):
            return ""
        if _falls(keys[::-1], self.values):
            return REVERSED
        for sentence, values in self.slips.items():
            if _falls(keys, values):
                return sentence
        return f"The order is off from the {num2words(_first_off(keys, self.values), to='ordinal')} place on."


def at_end(
    values: Mapping[str, float],
    among: Vocabulary,
    *,
    largest: bool = True,
    slips: Mapping[str, Collection[str]] | None = None,
) -> Name:
    """Return the answer to which of several things has the largest, or the smallest, of some values."""
    ends = [
        [key for key, value in values.items() if value == end] for end in (max(values.values()), min(values.values()))
    ]
    right, opposite = ends if largest else ends[::-1]
    return Name(right, among, opposite, slips or {})


def several(given: object, among: Vocabulary, *, ordered: bool = False) -> list[object]:
    """Return the things that a list, a set, an index or a Series holds.

    Of a Series of yes and no by name, those that are true; of one of numbers by name that is to have an order, its
    index, for it has been sorted by them.

    Raises
    ------
    UnfitError
        If it holds no things.
    """
    if isinstance(given, pd.DataFrame | bool) or not isinstance(given, Iterable):
        raise UnfitError(f"A list of {among.plural} is asked for, not {kind_of(given)}.")
    if isinstance(given, str):
        return [given]
    if isinstance(given, pd.Series):
        if pd.api.types.is_bool_dtype(given):
            return list(given.index[given])
        if ordered and pd.api.types.is_numeric_dtype(given):
            return list(given.index)
    return list(given)


def _falls(keys: list[str], values: Mapping[str, float]) -> bool:
    found = [round(values[key], 9) for key in keys]
    return found == sorted(found, reverse=True)


def _first_off(keys: list[str], values: Mapping[str, float]) -> int:
    """The first place, counted from one, at which a larger value is still to come."""
    left = [round(values[key], 9) for key in keys]
    return next(at + 1 for at, value in enumerate(left) if value < max(left[at:]))
