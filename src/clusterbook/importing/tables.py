"""The rows of a matched sheet as the texts of a table; and the rows that stand in a CSV of the book."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ..errors import Fault
from ..wording import listed
from .matching import Heads
from .sheets import Percent, Sheet, Value, letters, shown
from .values import NUMERIC, UnreadableError, decimal_mark, house_text

Row = dict[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a sheet gives for a table.

    Attributes
    ----------
    rows : dict of tuple to dict
        Each row by its key, as texts of the house form; an unreadable cell is empty.
    places : dict of tuple to int
        Row of the sheet of each key.
    notes : tuple of str
        What the author should know of how the cells were read.
    """

    rows: dict[Key, Row]
    places: dict[Key, int]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a CSV of the book: each row by its key, with its line as it is written."""

    rows: dict[Key, Row]
    lines: dict[Key, str]
    head: str


def key_of(entry: Mapping[str, Any]) -> list[str]:
    """Return the columns of a table's primary key; all columns if it has none."""
    key = entry["schema"].get("primaryKey") or [field["name"] for field in entry["schema"]["fields"]]
    return [key] if isinstance(key, str) else list(key)


def unit_of(column: Mapping[str, Any], row: Mapping[str, str]) -> str:
    """Return the unit of one cell: its column's, or the one that its row names."""
    unit = str(column.get("unit", ""))
    return row.get("unit", "") if unit == "see unit" else unit


def given(sheet: Sheet, heads: Heads, entry: Mapping[str, Any], standing: Standing) -> tuple[Given, list[Fault]]:
    """Read every row of a sheet, in its order; a number equal to the one that stands keeps the standing text."""
    columns = entry["schema"]["fields"]
    key = key_of(entry)
    mark = decimal_mark(_numbers(sheet, heads, columns), semicolons=sheet.semicolons)
    rows: dict[Key, Row] = {}
    places: dict[Key, int] = {}
    faults: list[Fault] = []
    percentages = []
    for number, values in sheet.rows.items():
        if number == heads.row:
            continue
        row, found = _row(sheet, number, _cells(values, heads), columns, heads, mark)
        faults += found
        at = tuple(row[name] for name in key)
        if at in rows and not found:
            rule = f"is the key of row {places[at]} too" if sheet.name else f"is the key of line {places[at]} too"
            value, column = ", ".join(at), " + ".join(key)
            faults.append(sheet.fault(rule, "Keep one of the rows.", number, None, column=column, value=value))
        elif at not in rows:
            rows[at], places[at] = _kept(row, standing.rows.get(at), columns), number
        percentages += [
            f"{letters(heads.at[name])}{number} {shown(value)}"
            for name, value in _cells(values, heads).items()
            if isinstance(value, Percent)
        ]
    if not rows and not faults:
        faults.append(sheet.fault("has a head but no rows", "Write the rows below it.", heads.row))
    notes = ["with a decimal comma"] if mark == "," else []
    if percentages:
        few = percentages if len(percentages) <= 6 else [*percentages[:5], f"{len(percentages) - 5} more"]
        notes.append(f"shown as percentages, and read as shown: {listed(few)}")
    return Given(rows, places, tuple(notes)), faults


def standing(path: Path, entry: Mapping[str, Any]) -> Standing | None:
    """Read a CSV of the book as it is written; None if it is not a table with the columns of its description."""
    names = [field["name"] for field in entry["schema"]["fields"]]
    try:
        head, *lines = path.read_bytes().decode("utf-8").split("\n")
        found = list(csv.reader([head, *lines], strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    if lines and not lines[-1]:
        lines, found = lines[:-1], found[:-1]
    lines = [line.removesuffix("\r") for line in lines]
    if found[0] != names or len(found) != len(lines) + 1 or any(len(cells) != len(names) for cells in found):
        return None
    rows = [dict(zip(names, cells, strict=True)) for cells in found[1:]]
    keys = [tuple(row[name] for name in key_of(entry)) for row in rows]
    if len(set(keys)) != len(keys):
        return None
    return Standing(dict(zip(keys, rows, strict=True)), dict(zip(keys, lines, strict=True)), head.removesuffix("\r"))


def _cells(values: list[Value], heads: Heads) -> dict[str, Value]:
    return {name: values[at] if at < len(values) else None for name, at in heads.at.items()}


def _numbers(sheet: Sheet, heads: Heads, columns: list[dict[str, Any]]) -> Iterator[str]:
    """The texts that stand in columns of numbers."""
    for number, values in sheet.rows.items():
        cells = _cells(values, heads)
        for column in columns if number != heads.row else ():
            if column["type"] in NUMERIC and isinstance(text := cells[column["name"]], str):
                yield text


def _row(
    sheet: Sheet,
    number: int,
    cells: dict[str, Value],
    columns: list[dict[str, Any]],
    heads: Heads,
    mark: str | None,
) -> tuple[Row, list[Fault]]:
    row, faults = {}, []
    units = {name: shown(value) for name, value in cells.items() if name == "unit"}
    for column in columns:
        name = column["name"]
        try:
            row[name] = house_text(cells[name], column, unit_of(column, units), mark)
        except UnreadableError as error:
            row[name] = ""
            value = " ".join(shown(cells[name]).split()) or None
            faults.append(sheet.fault(error.rule, error.remedy, number, heads.at[name], column=name, value=value))
    return row, faults


def _kept(row: Row, was: Row | None, columns: list[dict[str, Any]]) -> Row:
    """The row with the standing text of each number that has not changed: 63 where 63.0 stands is no change."""
    if was is None:
        return row
    numeric = {column["name"] for column in columns if column["type"] in NUMERIC}
    return {name: was[name] if name in numeric and _equal(text, was[name]) else text for name, text in row.items()}


def _equal(text: str, other: str) -> bool:
    try:
        return Decimal(text) == Decimal(other)
    except InvalidOperation:
        return False
