"""What a change report says: frozen records, told by the writers of text and Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..claims.mentions import Mention

Fate = Literal["new", "gone", "changed"]
Kind = Literal["table", "figure", "output"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value that is another; an empty text is a value that was not there, or is not there any more."""

    what: str
    old: str
    new: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one mark of a chart: what identifies it, and its values that differ."""

    key: str
    fate: Fate
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class DataChange:
    """What became of one file of ``data/``.

    Attributes
    ----------
    file : str
        Its name, as ``growth.csv``.
    fate : Fate
    columns_new, columns_gone : tuple of str
    rows : tuple of Row
        Rows by primary key; for a table that came or went none, as all of them did.
    count : int
        Number of rows of a table that came or went.
    note : str
        What else can be said of it, as a clause (``the same rows in another order``).
    """

    file: str
    fate: Fate
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a page in which numbers read otherwise; ``what`` of each is its reference."""

    page: str
    line: int
    sentence: str
    numbers: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence whose own words are others; old or new is empty where there is none."""

    page: str
    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of one table, figure or other output of a chapter.

    Attributes
    ----------
    page : str
        The chapter, as ``chapters/technology.md``.
    label, caption : str
        As they are now, or were if it is gone.
    kind : Kind
    fate : Fate
    rows : tuple of Row
        Rows of the table, or marks of the chart.
    details : tuple of Value
        What else differs: caption, alt text, columns, notes, source, code.
    look : bool
        Whether nothing but its look is another.
    """

    page: str
    label: str
    caption: str
    kind: Kind
    fate: Fate
    rows: tuple[Row, ...] = ()
    details: tuple[Value, ...] = ()
    look: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """A claim whose verdict, or whose numbers, are others; with the sentences that restate it."""

    id: str
    statement: str
    place: str
    old: str
    new: str
    before: str
    now: str
    sentences: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What differs between two states of the book.

    Attributes
    ----------
    since, until : str
        Names of the states, as a reader would call them.
    data : tuple of DataChange
        In the order of the data package.
    descriptions : tuple of Value
        What ``datapackage.json`` says otherwise; ``what`` names file, column and property.
    numbers : tuple of Quoted
    words : tuple of Worded
    pages_new, pages_gone : tuple of str
    shown : tuple of Shown
    verdicts, moved : tuple of Turned
        Claims with another verdict, those that do not hold now first; claims that keep theirs on other numbers.
    claims_new, claims_gone : tuple of str
    gaps : tuple of str
        What could not be compared, each as a sentence.
    """

    since: str
    until: str
    data: tuple[DataChange, ...] = ()
    descriptions: tuple[Value, ...] = ()
    numbers: tuple[Quoted, ...] = ()
    words: tuple[Worded, ...] = ()
    pages_new: tuple[str, ...] = ()
    pages_gone: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    verdicts: tuple[Turned, ...] = ()
    moved: tuple[Turned, ...] = ()
    claims_new: tuple[str, ...] = ()
    claims_gone: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def visible(self) -> bool:
        """Whether a reader of the pages would see a difference."""
        pages = self.numbers or self.words or self.pages_new or self.pages_gone or self.shown or self.descriptions
        return bool(pages or self.verdicts or self.moved or self.claims_new or self.claims_gone)

    def __bool__(self) -> bool:
        """Whether anything at all differs."""
        return self.visible or bool(self.data)
