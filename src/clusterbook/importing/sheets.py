"""What a sheet is once read: cells with their places, whatever kind of file they came from."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal

from ..errors import Fault

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the sheet shows as a percentage: the fraction that is stored."""

    fraction: Decimal


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds nothing that can be read.

    Attributes
    ----------
    text : str or None
        What the cell shows, if that is worth saying.
    rule, remedy : str
        As in a fault.
    """

    text: str | None
    rule: str
    remedy: str


Value = str | Decimal | Percent | datetime.datetime | bool | Broken | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or one delimited file.

    Attributes
    ----------
    file : str
        The file as the author named it.
    name : str or None
        Name of the sheet; None for a delimited file.
    rows : dict of int to list
        Values of each row that is not blank, by its number in the sheet or its line in the file.
    semicolons : bool
        Whether semicolons part the cells, as Excel writes them where the decimal mark is a comma.
    notes : tuple of str
        What the author should know of how the sheet was read.
    """

    file: str
    name: str | None
    rows: dict[int, list[Value]]
    semicolons: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def label(self) -> str:
        """The sheet as a fault and the report name it."""
        return self.file if self.name is None else f"{self.file}, sheet {self.name}"

    def fault(self, rule: str, remedy: str, row: int | None = None, at: int | None = None, **more: str | None) -> Fault:
        """Return a fault in a row and, counted from 0, a column of the sheet."""
        return Fault(self.label, row, more.get("column"), more.get("value"), rule, remedy, self.place(row, at))

    def place(self, row: int | None, at: int | None = None) -> str | None:
        """Return the words for a row or a cell of a workbook's sheet; None in a delimited file, which has lines."""
        if self.name is None or row is None:
            return None
        return f"row {row}" if at is None else f"cell {letters(at)}{row}"


def letters(at: int) -> str:
    """Return the letters of a column, counted from 0, as a spreadsheet names it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def plain(text: str) -> str:
    """Return a text without the spaces round it, no-break and zero-width ones included."""
    return re.sub(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$", "", text)


def shown(value: Value) -> str:
    """Return a value as the author sees it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, Percent):
        return f"{in_full(value.fraction * 100)}%"
    if isinstance(value, Decimal):
        return in_full(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return (value.text or "") if isinstance(value, Broken) else plain(value)


def in_full(number: Decimal) -> str:
    """Return a number as short as it stands, without an exponent: 57.0 gives 57."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
