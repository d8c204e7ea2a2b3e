"""A changed copy of the data, held against the rules of the files; what is wrong is told of its tables."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .errors import ArgumentError, ChangedDataError, DataError, Fault, kind_of

Tables = Mapping[str, pd.DataFrame]
Read = Callable[[Path, Tables], dict[str, pd.DataFrame]]

MAY_BE_EMPTY = {"misprints"}


def checked_copy(
    folder: Path, entries: Mapping[str, Mapping[str, Any]], standing: Tables, changed: Tables, read: Read
) -> dict[str, pd.DataFrame]:
    """Return changed tables as they would be read from files, if the data with them keep every rule.

    Parameters
    ----------
    folder : Path
        Folder of the data that the copy is made of; nothing in it changes.
    entries : mapping
        What ``datapackage.json`` says of each table, by name.
    standing : mapping of str to DataFrame
        Every table of the folder, checked.
    changed : mapping of str to DataFrame
        The tables in which the copy differs, each whole, columns in any order.
    read : function
        Reads and checks a folder; of the tables that it is given it need not check the cells again.

    Raises
    ------
    ArgumentError
        For what is no DataFrame.
    ChangedDataError
        If any rule is broken.
    """
    faults = [fault for name, frame in changed.items() for fault in _misshapen(name, entries[name], frame)]
    if faults:
        raise ChangedDataError(faults, changed)
    pointing = {name for name, entry in entries.items() if _targets(entry) & set(changed)}
    files = {entry["path"]: name for name, entry in entries.items()}
    with tempfile.TemporaryDirectory() as temporary:
        copy = shutil.copytree(folder, Path(temporary) / "data")
        for name, frame in changed.items():
            _write(copy / entries[name]["path"], frame[[field["name"] for field in entries[name]["schema"]["fields"]]])
        sound = {name: frame for name, frame in standing.items() if name not in {*changed, *pointing}}
        try:
            found = read(copy, sound)
        except DataError as error:
            told = [_placed(fault, files, {**standing, **changed}) for fault in error.faults]
            raise ChangedDataError(told, changed) from None
    return {name: found[name] for name in changed}


def _misshapen(name: str, entry: Mapping[str, Any], frame: object) -> Iterator[Fault]:
    """Faults of a table as a whole: its columns are not those described, or it has no rows."""
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{name} must be a table (a pandas DataFrame), not {kind_of(frame)}")
    fields, columns = [field["name"] for field in entry["schema"]["fields"]], list(frame.columns)
    for column in fields:
        if columns.count(column) == 0:
            remedy = "Add it, or correct the name of the column that stands for it."
            yield Fault(name, None, None, None, f"the column {column} is missing", remedy)
        elif columns.count(column) > 1:
            yield Fault(name, None, None, None, f"the column {column} stands twice", "Keep one of them.")
    if set(fields) <= set(columns):  # else the column too many is the one that is missing, misspelt
        for column in dict.fromkeys(columns):
            if column not in fields:
                rule = f"{column} is a column that the table does not have"
                yield Fault(name, None, None, None, rule, f"Drop it, as in {name}.drop(columns={column!r}).")
    if frame.empty and len(columns) and name not in MAY_BE_EMPTY:
        yield Fault(name, None, None, None, "the table has no rows", "Keep all its rows, and change only their values.")


def _targets(entry: Mapping[str, Any]) -> set[str]:
    return {key["reference"]["resource"] for key in entry["schema"].get("foreignKeys", [])}


def _write(path: Path, frame: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows([_cell(value) for value in row] for row in frame.itertuples(index=False, name=None))


def _cell(value: Any) -> str:
    """A value as the files write it: nothing for a missing one, no exponent, a whole number without a point."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float | np.floating) and np.isfinite(value):
        return np.format_float_positional(value, trim="-")
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return str(value)


def _placed(fault: Fault, files: Mapping[str, str], tables: Tables) -> Fault:
    """A fault of a file of the copy, told of the row of the table, as the table itself counts its rows."""
    name = files.get(fault.file.removeprefix("data/"))
    if name is None:
        return fault
    row = -1 if fault.line is None else fault.line - 2
    at = f"row {tables[name].index[row]}" if 0 <= row < len(tables[name]) else None
    return replace(fault, file=name, line=fault.line if at else None, at=at)
