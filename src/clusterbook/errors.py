"""What went wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one place.

    Attributes
    ----------
    file : str
        Path of the file, relative to the book (``data/capabilities.csv``).
    line : int or None
        Line of the file, the header being line 1; None if the whole file is meant.
    column : str or None
        Column of the table; None if the whole row or file is meant.
    value : str or None
        The offending value as it stands in the file; None if there is no single one.
    rule : str
        The rule that the value breaks, as a clause (``exceeds the 50 firms surveyed``).
    remedy : str
        What to do, as a sentence.
    at : str or None
        Place in the sheet of a spreadsheet (``cell B7``, ``row 7``), said instead of the line.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    rule: str
    remedy: str
    at: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.at is not None:
            place += f", {self.at}"
        elif self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", {self.column}"
        said = self.rule if self.value is None else f"{self.value} {self.rule}"
        return f"{place}: {said}. {self.remedy}"


class BookError(Exception):
    """Base of every error that the book raises on purpose."""


class DataError(BookError):
    """The data break a rule; carries every fault found, not the first only.

    ``where`` says in the head line what is faulty, if it is not what stands in ``data/``.
    """

    def __init__(self, faults: Iterable[Fault], where: str = "the data") -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.column or "")))
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in {where}"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


class UnknownNameError(BookError, KeyError):
    """A name that the book does not know: a table, a cluster, a number."""

    def __str__(self) -> str:  # KeyError would print the repr
        return str(self.args[0])


class BuildError(BookError):
    """The book could not be built; the message is for a person."""
