"""What went wrong, where, and what to do about it."""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MOST_TOLD = 1000  # faults of one kind in one file; a longer list is not read, and could fill the memory
LONGEST = 200  # signs of a value that a message repeats


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
        Place in a spreadsheet or a table (``cell B7``, ``row 7``), said instead of the line.

    Examples
    --------
    >>> import clusterbook as cb
    >>> print(cb.Fault("skills", None, "year", "many", "is not an integer", "Write a value of that type.", at="row 3"))
    skills, row 3, year: many is not an integer. Write a value of that type.
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
        said = self.rule if self.value is None else f"{short(self.value)} {self.rule}"
        return _visible(f"{place}: {said}. {self.remedy}")


def _visible(text: str) -> str:
    """A text that can steer no terminal and turn no line about: what cannot be seen of it is written as its code."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def short(value: str, most: int = LONGEST) -> str:
    """A text, cut where it is longer than a message may repeat."""
    return value if len(value) <= most else f"{value[: most - 1]}…"


class BookError(Exception):
    """Base of every error that the book raises on purpose: its message says what is wrong and what to do.

    A notebook shows the message alone, since what a student typed is wrong and not the lines that noticed it; plain
    Python shows its usual trace.

    Examples
    --------
    >>> import clusterbook as cb
    >>> try:
    ...     cb.load("cluster")
    ... except cb.BookError as error:
    ...     print(error)
    unknown table 'cluster': did you mean 'clusters'?
    """

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a trace."""
        return [f"{type(self).__name__}: {self}"]


class DataError(BookError):
    """The data break a rule; carries every fault found, not the first only.

    ``where`` says in the head line what is faulty, if it is not what stands in ``data/``.

    Examples
    --------
    >>> import clusterbook as cb
    >>> error = cb.DataError([cb.Fault("data/a.csv", 2, "firms", "x", "is not an integer", "Write one.")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault], where: str = "the data") -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.column or "")))
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in {where}"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


class ChangedDataError(DataError):
    """A changed copy of the data breaks a rule: the message is the first fault, ``faults`` holds every one.

    Parameters
    ----------
    faults : iterable of Fault
        The name of a table stands where a fault of a file names the file.
    changed : collection of str
        The tables that were changed: their faults come first, for the others' follow from them.

    Examples
    --------
    >>> import clusterbook as cb
    >>> try:
    ...     cb.Dataset().replacing(skills=cb.load("skills").head(0))
    ... except cb.ChangedDataError as error:
    ...     print(error)
    skills: the table has no rows. Keep all its rows, and change only their values.
    """

    def __init__(self, faults: Iterable[Fault], changed: Collection[str]) -> None:
        super().__init__(faults)
        self.faults = tuple(sorted(self.faults, key=lambda fault: fault.file not in changed))
        more = len(self.faults) - 1
        rest = f" (And {more} more fault{'s' if more > 1 else ''}; error.faults lists all.)" if more else ""
        self.args = (f"{self.faults[0]}{rest}",)


class ArgumentError(BookError, ValueError):
    """What a function was given, or asked for, cannot be: of the wrong kind, out of range, or a broken table.

    Examples
    --------
    >>> import clusterbook as cb
    >>> try:
    ...     cb.chart_capabilities(level="four")
    ... except cb.ArgumentError as error:
    ...     print(error)
    level must be a whole number such as 1, not 'four'
    """


class UnknownNameError(BookError, KeyError):
    """A name that the book does not know: a table, a cluster, a number.

    Examples
    --------
    >>> import clusterbook as cb
    >>> try:
    ...     cb.chart_skill_intensity(cluster="penag")
    ... except cb.UnknownNameError as error:
    ...     print(error)
    unknown cluster 'penag': did you mean 'penang'?
    """

    def __str__(self) -> str:  # KeyError would print the repr
        return str(self.args[0])


class BuildError(BookError):
    """The book could not be built; the message is for a person."""


# What a disk answers when it does not let a file be written, whoever asks, and what to do about it.
_DISK = {
    errno.ENOSPC: "Make room on the disk",
    errno.EDQUOT: "Make room within your quota of the disk",
    errno.EFBIG: "Raise the limit on the size of a file (ulimit -f)",
    errno.EROFS: "Have the disk mounted for writing",
    errno.EIO: "Have the disk looked at",
}
_RIGHTS = dict.fromkeys((errno.EACCES, errno.EPERM), "Give yourself the right to it")
_REFUSED = re.compile(r"\[Errno (\d+)\] ([^:'\"\]\n]+[^:'\"\]\s)])(?:: '([^'\n]+)'(?: -> '([^'\n]+)')?)?")
_NO_ROOM = "No usable temporary directory found"  # Python's words where every disk is full


def refusal(said: object, stays: str) -> str | None:
    """Return the sentence for a file that the machine refused to write; None if nothing of the kind is told.

    Parameters
    ----------
    said : object
        An error, or a text that tells of one, as tools do in their own words: the machine's answer has its number
        in them all. A right that is wanting counts only as an error, for in a text it may be a chapter's own.
    stays : str
        What stands as it did in spite of it, as a clause.
    """
    remedies = _DISK | (_RIGHTS if isinstance(said, OSError) else {})
    for number, reason, path, other in _REFUSED.findall(str(said)):
        if int(number) in remedies:
            what = f"the machine refused {other or path or 'a file'} ({reason})"
            return f"{what}; {stays}. {remedies[int(number)]} and run the command again."
    if _NO_ROOM in str(said):
        return f"the machine has no room for scratch files; {stays}. Make room on the disk and run the command again."
    return None


class UnknownAttributeError(BookError, AttributeError):
    """A name after ``cb.`` that the library does not have."""


LISTED = 40  # of more names than this none is listed, unless one is near


def unknown(kind: str, name: object, known: Iterable[str]) -> str:
    """Return the sentence that says a name is unknown, with the nearest known one."""
    names = {_plain(each): each for each in known}
    near = difflib.get_close_matches(_plain(short(str(name))), names, n=1)
    told = short(repr(name))
    if near:
        return f"unknown {kind} {told}: did you mean {names[near[0]]!r}?"
    if len(names) > LISTED:
        return f"unknown {kind} {told}; none of the {len(names):,} known is near to it"
    return f"unknown {kind} {told}; known are {', '.join(sorted(names.values()))}"


def _plain(name: str) -> str:
    """A name as an id is written, so that Los Lagos is near to los-lagos."""
    return "-".join(name.casefold().split())


def kind_of(value: object) -> str:
    """Return what kind of thing a value is, with its article: a list, an int."""
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
