"""Reads and checks a folder of data: every table of it, or one error that lists every fault."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from .cells import key_faults, schema_faults, writing_faults
from .checking import (
    DESCRIPTOR,
    cells_of,
    file_faults,
    file_of,
    hollow,
    is_table,
    markers,
    parsed,
    size_fault,
    text_of,
    undescribed,
)
from .description import FILE, check_description
from .errors import MOST_TOLD, DataError, Fault
from .files import KEPT_VARIABLE, LIBRARY, of, of_file, of_folder, put
from .rules import check_across

if TYPE_CHECKING:
    # slow to import, and not needed where the data have been checked
    from frictionless import Field, Schema

_T = TypeVar("_T")


def check_data(folder: Path | str) -> dict[str, pd.DataFrame]:
    """Read and check every table of a data package.

    Parameters
    ----------
    folder : path
        Folder that holds ``datapackage.json`` and the files it names.

    Returns
    -------
    dict of str to DataFrame
        Each table by name, rows in file order. The dict is shared: do not change it.

    Raises
    ------
    DataError
        With every fault found: the schema's (types, bounds, keys) and, where the tables can be
        read at all, those across rows and tables.
    """
    folder = Path(folder)
    return _check_data(folder, of_folder(folder))


@lru_cache(maxsize=8)
def _check_data(folder: Path, digest: str) -> dict[str, pd.DataFrame]:
    return kept("tables", digest, lambda: checked(folder))


def kept(what: str, digest: str, make: Callable[[], _T]) -> _T:
    """Return what is made of a folder's data; if this command keeps such things, only the first time for these bytes.

    What is kept stands for having passed every rule, so that the kernels of a build need not check again; it is
    forgotten with any change of this library.
    """
    folder = os.environ.get(KEPT_VARIABLE)
    if not folder:
        return make()
    library = (path.read_bytes() for path in sorted(LIBRARY.glob("*.py")))
    path = Path(folder) / f"{what}-{of(digest, sys.version, pd.__version__, *library)}.pickle"
    with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
        found: _T = pickle.loads(path.read_bytes())
        return found
    made = make()
    with contextlib.suppress(OSError):  # what cannot be kept is made again
        put(path, pickle.dumps(made))
    return made


def checked(folder: Path, sound: Mapping[str, pd.DataFrame] | None = None) -> dict[str, pd.DataFrame]:
    """Every table of a folder; those that are known to be sound by themselves are given, and not read."""
    sound = {} if sound is None else sound

    descriptor = describe(folder)
    entries = [entry for entry in descriptor["resources"] if is_table(entry)]
    unread = [entry for entry in descriptor["resources"] if entry["name"] not in sound]
    faults = [fault for entry in unread for fault in islice(file_faults(folder, entry), MOST_TOLD)]
    faults += undescribed(folder, entries)
    faults += hollow(folder, entries, known={fault.file for fault in faults})
    broken = {fault.file for fault in faults}
    readable = [entry for entry in entries if file_of(entry) not in broken and entry["name"] not in sound]
    tables, spoilt, read = dict(sound), {}, {}
    for entry in readable:
        table = _table(json.dumps(entry), text_of(folder, entry))
        faults += table.faults
        if table.rows is not None:
            name = entry["name"]
            tables[name], read[name], spoilt[name] = table.rows, table, [*table.faults]
    for entry in readable:
        if (name := entry["name"]) in spoilt:
            told = {(fault.line, fault.column) for fault in spoilt[name]}
            lost = list(islice(key_faults(entry, tables, told=told), MOST_TOLD))
            faults += lost
            spoilt[name] += lost
    for name, known in spoilt.items():
        lines = {fault.line - 2 for fault in known if fault.line not in {None, 1}}
        whole = None if lines else read[name].typed
        tables[name] = _typed(tables[name].drop(index=lines), read[name].schema) if whole is None else whole
    faulty = {fault.file for fault in faults}
    if "survey" in tables and "data/survey.csv" not in faulty:
        faults += _unsurveyed(descriptor, tables["survey"])
    faults += check_across(tables, spoilt=[entry["name"] for entry in entries if file_of(entry) in faulty])
    if faults:
        raise DataError(faults)
    return tables


class _Table(NamedTuple):
    """What is found in a table by itself; there are no rows where they could not be read.

    Rows without any fault stand in the types of pandas too.
    """

    faults: tuple[Fault, ...]
    schema: Schema
    rows: pd.DataFrame | None = None
    typed: pd.DataFrame | None = None


@lru_cache(maxsize=64)
def _table(description: str, text: str) -> _Table:
    """Check one table against its own schema; after an edit of one file only that one is checked again.

    Its cells are given to Frictionless, whose own reader guesses at what parts them: a guess may be wrong, and takes
    for ever on some texts. Keys that point elsewhere are left out, for Frictionless would read the table there too.
    """
    from frictionless import Resource

    entry, cells = json.loads(description), cells_of(text)
    schema = {**entry["schema"], "foreignKeys": []}
    resource = Resource.from_descriptor({"name": entry["name"], "data": [], "schema": schema})
    resource.data = partial(iter, cells)  # not the list itself, which would be copied and checked
    found = list(schema_faults(resource, entry))
    if any(fault.line in {None, 1} for fault in found):
        return _Table(tuple(found), resource.schema)  # without a sound header no row can be read
    told = {(fault.line, fault.column) for fault in found}
    written = list(writing_faults(cells, entry, told=told))
    if any(fault.line is None for fault in written):
        return _Table((*found, *written), resource.schema)
    rows = _rows(resource.schema, cells)
    sound = not found and not written
    return _Table((*found, *written), resource.schema, rows, _typed(rows, resource.schema) if sound else None)


def describe(folder: Path | str) -> dict[str, Any]:
    """Return the ``datapackage.json`` of a folder; it is shared: do not change it.

    Raises
    ------
    DataError
        If the file is missing, is not JSON, or does not describe a data package.
    """
    folder = Path(folder)
    path = folder / DESCRIPTOR
    return _describe(folder, of_file(path) if path.is_file() else "")


@lru_cache(maxsize=8)
def _describe(folder: Path, digest: str) -> dict[str, Any]:
    return kept("description", digest, lambda: _described(folder))


def _described(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTOR
    if not path.is_file():
        raise _no("is missing", f"Restore it in {folder}.")
    if too_large := size_fault(FILE, path):
        raise DataError([too_large])
    try:
        return _descriptor(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise _no("is not UTF-8", "Save it as UTF-8.") from None


@lru_cache(maxsize=8)
def _descriptor(text: str) -> dict[str, Any]:
    """What a description says that keeps every rule."""
    from frictionless import FrictionlessException, Package

    try:
        descriptor: dict[str, Any] = parsed(text)
    except json.JSONDecodeError as error:
        no = _no(f"is not JSON ({error.msg})", "Correct it.", error.lineno)
        raise DataError(list(markers(FILE, text)) or no.faults) from None
    except (ValueError, RecursionError) as error:
        rule = "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON ({error})"
        raise _no(rule, "Correct it.") from None
    faults = list(islice(check_description(descriptor, text), MOST_TOLD))
    if faults:
        raise DataError(faults)
    try:
        Package.from_descriptor(descriptor)
    except FrictionlessException as error:
        causes = "; ".join(cause.message for cause in (error.reasons or [error.error]))
        raise _no(f"is no valid data package ({causes})", "Correct it.") from None
    except (AttributeError, TypeError) as error:  # what Frictionless lets through of a property of another kind
        raise _no(f"is no valid data package ({error})", "Correct it.") from None
    return descriptor


def _no(rule: str, remedy: str, line: int | None = None) -> DataError:
    return DataError([Fault(FILE, line, None, None, rule, remedy)])


def _unsurveyed(descriptor: Mapping[str, Any], survey: pd.DataFrame) -> Iterator[Fault]:
    """Faults of the settings that name a survey year: the one shown, and the paper's own."""
    years = sorted(int(year) for year in survey["year"].unique())
    for setting in ("year", "paperYear"):
        wanted = descriptor.get(setting, years[-1])
        if type(wanted) is not int or wanted not in years:
            rule = f"is no year of survey.csv, which has {', '.join(map(str, years))}"
            remedy = "Write one of these years as a number, or add the rows of the year."
            yield Fault(FILE, None, setting, json.dumps(wanted), rule, remedy)


def _rows(schema: Schema, cells: list[list[str]]) -> pd.DataFrame:
    """Every row as read by the schema's types, None for what cannot be; the index counts rows from 0 in file order."""
    readers = [field.create_cell_reader() for field in schema.fields]
    read = [[reader(cell)[0] for reader, cell in zip_longest(readers, row[: len(readers)])] for row in cells[1:]]
    return pd.DataFrame(read, columns=list(schema.field_names), dtype=object)


def _typed(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Rows in the types of pandas: whole numbers as int64, or Int64 where some are missing, dates as texts."""

    def wanted(field: Field) -> str:
        if field.type == "integer":
            return "int64" if frame[field.name].notna().all() else "Int64"
        return "float" if field.type == "number" else "str"

    return frame.astype({field.name: wanted(field) for field in schema.fields})
