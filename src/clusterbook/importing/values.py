"""What a cell means in its column: the text that stands for it in a CSV of the book, or why it cannot be told."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from .sheets import Broken, Percent, Value, in_full, plain, shown

NUMERIC = frozenset({"number", "integer", "year"})
PARTING = " \u00a0\u2009\u202f'’"  # may part thousands whatever the decimal mark
A_NUMBER = "Write a number."
PART = "Write it without a mark between thousands, or store it as a number."


class UnreadableError(Exception):
    """A cell that cannot be read for certain; carries the rule and the remedy."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


def decimal_mark(texts: Iterable[str], *, semicolons: bool = False) -> str | None:
    """Return the decimal mark that the numbers of one sheet use, or None if it cannot be told.

    A text such as 12,5 or 1,234,567 can be read with one mark only and decides; 1,234 can be read with both.
    Cells parted by semicolons speak for the comma. If something speaks for each, none is the mark of all.
    """
    decided = {","} if semicolons else set()
    for text in texts:
        number, _ = _bare(text)
        possible = {mark for mark in ".," if _reading(number, mark) is not None}
        if len(possible) == 1:
            decided |= possible
    return decided.pop() if len(decided) == 1 else None


def house_text(value: Value, column: Mapping[str, Any], unit: str, mark: str | None) -> str:
    """Return a cell as it is written in a CSV of the book.

    Parameters
    ----------
    value : str, Decimal, Percent, datetime, bool, Broken or None
        The cell as read.
    column : mapping
        The column's entry in ``datapackage.json``: name, type, constraints.
    unit : str
        Unit of the cell; "" if it has none.
    mark : str or None
        Decimal mark of the sheet's texts, if it is known.

    Raises
    ------
    UnreadableError
        If the cell holds an error or something else than the column takes, or could mean two things.
    """
    if value is None:
        return ""
    if isinstance(value, Broken):
        raise UnreadableError(value.rule, value.remedy)
    if isinstance(value, str):
        _refuse_text(plain(value))
    kind = column["type"]
    if kind in NUMERIC:
        return _number(value, column, unit.startswith("per cent"), mark)
    if kind == "date":
        return _date(value)
    if kind == "boolean" and shown(value).casefold() in {"true", "false"}:
        return shown(value).casefold()
    if isinstance(value, datetime.datetime):
        raise UnreadableError("is a date, where text is needed", "Format the cell as text and write it again.")
    if isinstance(value, bool | Percent):
        what = "a percentage" if isinstance(value, Percent) else "a truth value"
        raise UnreadableError(f"is {what}, where text is needed", "Format the cell as text and write it again.")
    return shown(value)


def _refuse_text(text: str) -> None:
    """Refuse what no column takes, whatever its type."""
    if "\n" in text or "\r" in text:
        raise UnreadableError("holds a line break", "Write the cell on one line.")
    if re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)", text):
        raise UnreadableError("is an error of the spreadsheet", "Correct the cell, or empty it.")
    if text.startswith("="):
        raise UnreadableError("is a formula", "Write the value itself.")
    if "\ufffd" in text:
        raise UnreadableError("has lost a letter when it was saved", "Write the letter again, and save as CSV UTF-8.")
    try:
        other = text if text.isascii() else text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        other = text
    if other != text:
        rule = f"can be read in two ways, as it stands or as {other}: it looks as if saved in a wrong encoding"
        raise UnreadableError(rule, "Write the letters again, and save as CSV UTF-8.")


def _number(value: Value, column: Mapping[str, Any], percent: bool, mark: str | None) -> str:
    whole = column["type"] != "number"
    if isinstance(value, bool):
        raise UnreadableError("is a truth value, where a number is needed", A_NUMBER)
    if isinstance(value, datetime.datetime):
        remedy = "Format the cell as a number and write it again; a program has taken it for a date."
        raise UnreadableError("is a date, where a number is needed", remedy)
    if isinstance(value, str):
        value = _parsed(value, column, percent, mark)
    if isinstance(value, Percent):
        if not percent:
            raise UnreadableError("is a percentage, but the column is not in per cent", "Write the plain number.")
        value = value.fraction * 100
    assert isinstance(value, Decimal)
    if whole and value != value.to_integral_value():
        raise UnreadableError("is not a whole number", "Write a whole number.")
    return in_full(value)


def _parsed(text: str, column: Mapping[str, Any], percent: bool, mark: str | None) -> Decimal | Percent:
    number, sign = _bare(text)
    readings = {other: _reading(number, other) for other in ([mark] if mark else [".", ","])}
    found = {reading for reading in readings.values() if reading is not None}
    if not found:
        if re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+", number):
            raise UnreadableError("is shortened to a power of ten", "Write all digits of the number.")
        raise UnreadableError("is not a number", A_NUMBER)
    if len(found) > 1:
        found = {reading for reading in found if _fits(reading, column)} or found
    if len(found) > 1:
        small, large = sorted(found, key=abs)
        rule = f"can be read as {in_full(small)} and as {in_full(large)}, and nothing tells the decimal mark"
        raise UnreadableError(rule, PART)
    (reading,) = found
    if not sign:
        return reading
    if not percent:
        raise UnreadableError("is a percentage, but the column is not in per cent", "Write the plain number.")
    return Percent(reading / 100)


def _bare(text: str) -> tuple[str, bool]:
    """A number without what spreadsheets put round it, and whether a percent sign stood behind it."""
    number = plain(plain(text).removeprefix("'")).replace("\u2212", "-")
    return plain(number.removesuffix("%")), number.endswith("%")


def _reading(number: str, mark: str) -> Decimal | None:
    """The number under a decimal mark, or None if it is none."""
    parting = re.escape(PARTING + ("," if mark == "." else "."))
    grouped = rf"[1-9]\d{{0,2}}(?P<part>[{parting}])\d{{3}}(?:(?P=part)\d{{3}})*"
    pattern = rf"(?P<sign>[+-]?)(?P<whole>{grouped}|\d+)(?:{re.escape(mark)}(?P<rest>\d+))?"
    found = re.fullmatch(pattern, number, flags=re.ASCII)
    if not found:
        return None
    rest = f".{found['rest']}" if found["rest"] else ""
    return Decimal(found["sign"] + re.sub(r"\D", "", found["whole"]) + rest)


def _fits(number: Decimal, column: Mapping[str, Any]) -> bool:
    """Whether a column takes a number by its type and bounds."""
    bounds = column.get("constraints", {})
    if column["type"] != "number" and number != number.to_integral_value():
        return False
    return not (number < bounds.get("minimum", number) or number > bounds.get("maximum", number))


def _date(value: Value) -> str:
    """A date in the form 2026-11-25."""
    wanted = "Write it as 2026-11-25, or as a date of the spreadsheet."
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise UnreadableError("is a date with a time of day", "Take the time of day away.")
        return value.date().isoformat()
    text = plain(plain(value).removeprefix("'")) if isinstance(value, str) else ""
    if not (found := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)([./-])(\d\d?)\5(\d{4})", text, flags=re.ASCII)):
        raise UnreadableError("is not a date", wanted)
    if found[1]:
        readings = {_day(found[1], found[2], found[3])}
    else:
        readings = {_day(found[7], found[6], found[4])}
        if found[5] != ".":  # with dots the day stands first; with others the month may
            readings.add(_day(found[7], found[4], found[6]))
    possible = sorted(reading for reading in readings if reading)
    if not possible:
        raise UnreadableError("is not a date of the calendar", wanted)
    if len(possible) > 1:
        raise UnreadableError(f"can be read as {possible[0]} and as {possible[1]}", wanted)
    return possible[0]


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
