"""The answers of a student: which exercise is meant, whether it is right, and the next hint."""

from __future__ import annotations

from importlib import import_module

from ..data import Dataset
from ..errors import BookError, UnknownNameError, unknown
from .model import Answer, Exercise, Hint, Result
from .names import kind_of
from .vocabulary import UnfitError

# The chapters with exercises: the number that the book prints, and the module that holds them.
CHAPTERS = {
    "1": "introduction",
    "3": "method",
    "4": "institutions",
    "5": "technology",
    "6": "drivers",
    "6.1": "buenos_aires",
    "6.2": "los_lagos",
    "6.3": "penang",
    "6.4": "qiaotou",
    "7": "conclusions",
    "8": "claims",
    "9": "beyond",
    "10": "explorer",
}

_hinted: dict[str, int] = {}


def check(exercise: str | float, answer: object, data: Dataset | None = None) -> Result:
    """Say whether an answer to an exercise of the book is right, or what is off; never the answer itself.

    Parameters
    ----------
    exercise : str
        Number of the exercise as the page prints it, such as "5.2".
    answer : object
        What the exercise asks for. A number may be of Python, NumPy or pandas. A cluster, dimension or pillar is
        given by its name or its id, in capitals or not. Several of them may be a list, a set or a Series; values
        by name a Series or a dict; values in rows and columns a DataFrame.
    data : Dataset, optional
        The data to compute the right answer from; by default the book's own as they are now.

    Returns
    -------
    Result
        True if the answer is right, and shown as a sentence. A number is right to half a unit of the last digit that
        the exercise asks for. If the answer is wrong, the sentence says what is off where that can be told: unit,
        direction, rounding, cluster, kind, order, members.

    Raises
    ------
    UnknownNameError
        For a number that no exercise has, with the nearest that one has.
    DataError
        When the data break a rule.
    BookError
        When `data` are no Dataset, or one that lacks what the exercise asks about.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.check("5.1", None)
    Exercise 5.1: not yet. There is no answer yet: put yours in the place of None.
    """
    number, found = find(exercise)
    if answer is None or answer is ...:
        empty = "None" if answer is None else "the dots"
        return Result(number, f"There is no answer yet: put yours in the place of {empty}.")
    if not isinstance(data, Dataset | None):
        raise BookError(f"check takes a Dataset as its data, such as cb.Dataset().replacing(…), not {kind_of(data)}")
    right = _right(number, found, Dataset() if data is None else data)
    try:
        return Result(number, right.off(answer))
    except UnfitError as error:
        return Result(number, str(error))


def hint(exercise: str | float) -> Hint:
    """Return the next hint to an exercise of the book; after the last it says so, and then begins again.

    Parameters
    ----------
    exercise : str
        Number of the exercise as the page prints it, such as "5.2".

    Returns
    -------
    Hint
        A text, shown as a sentence.

    Raises
    ------
    UnknownNameError
        For a number that no exercise has, with the nearest that one has.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.hint("5.1")
    Set the chart to the level, and look at the dimension alone that is asked for.
    """
    number, found = find(exercise)
    given = _hinted.get(number, 0)
    if given == len(found.hints):
        _hinted[number] = 0
        return Hint("There is no further hint; the worked solution is folded beneath the exercise.")
    _hinted[number] = given + 1
    return Hint(found.hints[given])


def find(exercise: str | float) -> tuple[str, Exercise]:
    """Return the number and the exercise that are meant.

    Raises
    ------
    UnknownNameError
        For a number that no exercise has.
    """
    number = str(exercise).strip()
    chapter, _, place = number.rpartition(".")
    if chapter in CHAPTERS and place.isdecimal() and 0 < int(place) <= len(_of(chapter)):
        return number, _of(chapter)[int(place) - 1]
    raise UnknownNameError(unknown("exercise", number, list(exercises())))


def exercises() -> dict[str, Exercise]:
    """Return every exercise of the book by its number."""
    return {f"{chapter}.{place}": one for chapter in CHAPTERS for place, one in enumerate(_of(chapter), start=1)}


def _right(number: str, exercise: Exercise, data: Dataset) -> Answer:
    """The right answer by the data, or one sentence for data from which there is none: those that a student changed."""
    try:
        return exercise.answer(data)
    except BookError:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        why = "a row or column that it needs is lacking, or holds no numbers"
        told = f"{type(error).__name__}: {error}"
        raise BookError(
            f"exercise {number} has no answer by these data: {why} ({told}); look at what was replaced"
        ) from None


def _of(chapter: str) -> tuple[Exercise, ...]:
    found: tuple[Exercise, ...] = import_module(f".{CHAPTERS[chapter]}", __package__).EXERCISES
    return found
