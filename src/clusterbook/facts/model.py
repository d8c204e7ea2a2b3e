"""A fact, facts by name, and how a sentence quotes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from num2words import num2words

from ..errors import UnknownNameError, unknown

PAPER = "paper."  # before a name: the fact of the paper's own survey year


@dataclass(frozen=True, slots=True)
class Fact:
    """One number (or name) that a sentence may quote.

    Attributes
    ----------
    name : str
        What the ``num`` role calls it, as ``los-lagos.export-growth``.
    value : float, int or str
        The value in its unit; per cent as 18.6, not 0.186.
    text : str
        The value as printed in a sentence, unit included where the sentence needs it.
    table : str
        Table of ``datapackage.json`` it is read from.
    origin : str
        File, row and column, or the formula, in words for a reader.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.all_facts()["clusters.count"].table
    'clusters'
    """

    name: str
    value: float | int | str
    text: str
    table: str
    origin: str


class Facts(Mapping[str, Fact]):
    """Facts by name; a group of them is computed when a name is looked for that the groups before it lack.

    A name after ``paper.`` is that of the same fact in the survey year of the paper; it can be looked up, but is not
    among the names.
    """

    def __init__(self, groups: Iterable[Iterator[Fact]], paper: Mapping[str, Fact] | None = None) -> None:
        self._groups = iter(groups)
        self._found: dict[str, Fact] = {}
        self._paper = self if paper is None else paper

    def __getitem__(self, name: str) -> Fact:
        if name.startswith(PAPER):
            return replace(self._paper[name.removeprefix(PAPER)], name=name)
        while name not in self._found and self._next():
            pass
        if name not in self._found:
            raise UnknownNameError(unknown("number", name, self._found))
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        while self._next():
            pass
        return iter(self._found)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _next(self) -> bool:
        group = next(self._groups, None)
        if group is not None:
            self._found |= {fact.name: fact for fact in group}
        return group is not None


def quote(facts: Mapping[str, Fact], reference: str) -> tuple[Fact, str]:
    """Return the fact that a reference names and the text to print.

    Parameters
    ----------
    reference : str
        A fact's name, with ``:words`` or ``:Words`` after it for a whole number in words.

    Raises
    ------
    UnknownNameError
        For an unknown name or form, or a form in words of what is not a whole number.
    """
    name, _, form = reference.partition(":")
    if name not in facts:
        raise UnknownNameError(unknown("number", name, list(facts)))
    fact = facts[name]
    if not form:
        return fact, fact.text
    if form not in {"words", "Words"} or isinstance(fact.value, str) or fact.value != int(fact.value):
        raise UnknownNameError(f"number {name!r} has no form {form!r}; whole numbers have 'words' and 'Words'")
    words = str(num2words(int(fact.value), lang="en_GB"))
    return fact, words.capitalize() if form == "Words" else words
