"""What an exercise is, and what is said of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..data import Dataset


class Answer(Protocol):
    """An answer that the data give."""

    def off(self, given: object) -> str:
        """Return a sentence on what is off in a given answer, or "" if it is right; never the answer.

        Raises
        ------
        UnfitError
            If what is given cannot be an answer to the question at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of a chapter; its place in the chapter is its place among these.

    Attributes
    ----------
    label : str
        Its label on the page, by which other pages refer to it.
    hints : tuple of str
        From the gentlest on; none gives the answer.
    answer : callable
        From the data to the answer.
    """

    label: str
    hints: tuple[str, ...]
    answer: Callable[[Dataset], Answer]


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """What became of an answer: true if it is right, and a sentence wherever it is shown.

    Attributes
    ----------
    number : str
        Number of the exercise.
    off : str
        What is off in the answer; "" if it is right.
    """

    number: str
    off: str

    def __bool__(self) -> bool:
        return not self.off

    def __repr__(self) -> str:
        return f"Exercise {self.number}: right." if self else f"Exercise {self.number}: not yet. {self.off}"


class Hint(str):
    """A hint, shown in a notebook as a sentence and not as a quoted text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
