"""The names that an answer may hold: clusters, dimensions, pillars, levels and others of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real

import pandas as pd

from ..arguments import Data
from ..errors import unknown


class UnfitError(Exception):
    """What was given cannot be an answer; the message is a sentence for a student."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Things of one kind, by id and name.

    Attributes
    ----------
    kind : str
        What one of them is called, as "cluster".
    names : mapping of str to str
        Names by id.
    """

    kind: str
    names: Mapping[str, str]

    def key(self, given: object) -> str:
        """Return the id that is meant by an id or a name, in capitals or not.

        Raises
        ------
        UnfitError
            If nothing of this kind is called so.
        """
        text = _plain(given).removeprefix(f"{self.kind} ")
        for id, name in self.names.items():
            if text in (_plain(id), _plain(name)):
                return id
        told = unknown(self.kind, str(given), list(self.names.values()))
        raise UnfitError(f"{_capital(told)}{'' if told.endswith('?') else '.'}")

    def keys(self, given: Iterable[object]) -> list[str]:
        """Return the ids that are meant, each once.

        Raises
        ------
        UnfitError
            If one of them is unknown, or named twice.
        """
        found = [self.key(one) for one in given]
        twice = next((id for id in found if found.count(id) > 1), None)
        if twice is not None:
            raise UnfitError(f"{_capital(self.names[twice])} is named twice.")
        return found

    @property
    def plural(self) -> str:
        """What several of them are called."""
        return f"{self.kind}s"


def clusters(data: Data) -> Vocabulary:
    """The clusters of the data."""
    return _of(data["clusters"], "cluster")


def dimensions(data: Data) -> Vocabulary:
    """The dimensions of knowledge depth."""
    return _of(data["dimensions"], "dimension")


def pillars(data: Data) -> Vocabulary:
    """The systemic pillars."""
    return _of(data["pillars"], "pillar")


def numbered(kind: str, numbers: Iterable[object]) -> Vocabulary:
    """Things that are called by their numbers, such as levels and sections."""
    return Vocabulary(kind, {_plain(number): f"{kind} {_plain(number)}" for number in numbers})


def words(kind: str, found: Iterable[str]) -> Vocabulary:
    """Things that are called by a word or two, such as the kinds of events."""
    return Vocabulary(kind, {word: word for word in dict.fromkeys(found)})


def _of(frame: pd.DataFrame, key: str) -> Vocabulary:
    return Vocabulary(key, dict(zip(frame[key], frame["name"], strict=True)))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _plain(given: object) -> str:
    """A name without capitals and hyphens, a whole number without its point."""
    if isinstance(given, Real) and not isinstance(given, bool) and float(given).is_integer():
        return str(int(float(given)))
    return " ".join(str(given).casefold().replace("-", " ").replace("_", " ").split())
