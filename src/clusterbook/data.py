"""The only reader of the book's data: checked tables out, or one error that lists every fault."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import math
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import FrictionlessException, Package, Resource

from .errors import DataError, Fault, UnknownNameError
from .rules import check_across, line_of

DESCRIPTOR = "datapackage.json"
FOLDER_VARIABLE = "CLUSTERBOOK_DATA"


def data_folder() -> Path:
    """Return the folder of the book's data.

    It is ``data/`` beside the library's source, unless the environment variable
    ``CLUSTERBOOK_DATA`` names another (a changed copy, a test's own data).
    """
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parents[2] / "data"


class Dataset(Mapping[str, pd.DataFrame]):
    """The book's tables by name, each checked before it is handed out.

    Parameters
    ----------
    folder : path, optional
        Folder with a ``datapackage.json``; by default the book's own ``data/``.
    year : int, optional
        Survey year to look at; by default ``year`` of ``datapackage.json``, or else the newest in ``survey.csv``.

    Raises
    ------
    DataError
        When any table is looked up and the data break a rule; every fault is listed.
    UnknownNameError
        For a table that ``datapackage.json`` does not list.

    Notes
    -----
    Grain, columns and units of each table stand in ``datapackage.json``.
    An empty cell is a missing value and is read as NA.
    Tables are copies: changing one changes nothing else. The files are read once, at the first look-up;
    a new ``Dataset`` sees what has changed since.
    """

    def __init__(self, folder: Path | str | None = None, *, year: int | None = None) -> None:
        self.folder = Path(folder) if folder is not None else data_folder()
        self._year = year
        self._replaced: dict[str, pd.DataFrame] = {}
        self._tables: dict[str, pd.DataFrame] | None = None
        self._descriptor: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in self._replaced:
            return self._replaced[name].copy()
        if self._tables is None:
            self._tables = check_data(self.folder)
        if name not in self._tables:
            raise UnknownNameError(unknown("table", name, self._tables))
        return self._tables[name].copy()

    def __iter__(self) -> Iterator[str]:
        return (name for name, entry in self._resources().items() if _is_table(entry))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def year(self) -> int:
        """The survey year looked at: the one asked for, else the one set in ``datapackage.json``, else the newest.

        Raises
        ------
        UnknownNameError
            For a year that ``survey.csv`` has no row of.
        """
        return self._survey_year(self._year if self._year is not None else self._setting("year"), -1)

    @property
    def paper_year(self) -> int:
        """The survey year that the paper reports: ``paperYear`` of ``datapackage.json``, else the oldest."""
        return self._survey_year(self._setting("paperYear"), 0)

    def _survey_year(self, wanted: int | None, otherwise: int) -> int:
        years = sorted({int(year) for year in self["survey"]["year"]})
        if wanted is not None and wanted not in years:
            raise UnknownNameError(f"unknown survey year {wanted}; survey.csv has {', '.join(map(str, years))}")
        return years[otherwise] if wanted is None else wanted

    def _setting(self, name: str) -> int | None:
        self._resources()
        setting: int | None = (self._descriptor or {}).get(name)
        return setting

    def describe(self, name: str) -> dict[str, Any]:
        """Return what ``datapackage.json`` says of one resource: title, source, columns, keys."""
        entries = self._resources()
        if name not in entries:
            raise UnknownNameError(unknown("resource", name, entries))
        return entries[name]

    def _resources(self) -> dict[str, dict[str, Any]]:
        if self._descriptor is None:
            self._descriptor = describe(self.folder)
        return {entry["name"]: entry for entry in self._descriptor["resources"]}

    def source(self, *names: str) -> str:
        """Return the sources of some resources as one line, each named once."""
        titles = [source["title"] for name in names for source in self.describe(name)["sources"]]
        return "; ".join(dict.fromkeys(titles))

    def land(self) -> dict[str, Any]:
        """Return the outline of the continents (TopoJSON, object ``land``), for a map."""
        text = (self.folder / self.describe("land")["path"]).read_text(encoding="utf-8")
        outline: dict[str, Any] = json.loads(text)
        return outline

    def of_paper(self) -> Dataset:
        """Return the same data looked at in the survey year of the paper."""
        other = self.replacing()
        other._year = self.paper_year
        return other

    def replacing(self, **tables: pd.DataFrame) -> Dataset:
        """Return the same data with some tables replaced, to ask *what if*; files stay as they are."""
        for name in tables:
            self.describe(name)
        other = Dataset(self.folder, year=self._year)
        other._replaced = {**self._replaced, **tables}
        return other


def load(name: str, folder: Path | str | None = None) -> pd.DataFrame:
    """Return one checked table of the book, by the name it has in ``datapackage.json``.

    Examples
    --------
    >>> load("clusters")["name"].tolist()
    ['Buenos Aires', 'Los Lagos', 'Penang', 'Qiaotou']
    """
    return Dataset(folder)[name]


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
    return _check_data(folder, _digest(folder))


@lru_cache(maxsize=8)
def _check_data(folder: Path, digest: str) -> dict[str, pd.DataFrame]:
    descriptor = describe(folder)
    entries = [entry for entry in descriptor["resources"] if _is_table(entry)]
    faults = [fault for entry in descriptor["resources"] for fault in _file_faults(folder, entry)]
    broken = {fault.file for fault in faults}
    paths = {entry["name"]: _file(entry) for entry in entries}
    package = Package.from_descriptor(descriptor, basepath=str(folder))
    tables = {}
    for entry in entries:
        if _file(entry) in broken:
            continue
        resource = package.get_resource(entry["name"])
        keys = entry["schema"].get("foreignKeys", [])
        if any(paths[key["reference"]["resource"]] in broken for key in keys):
            resource.schema.foreign_keys = []  # what they point to cannot be read, and is a fault already
        found = list(_schema_faults(resource, entry))
        faults += found
        if any(fault.line in {None, 1} for fault in found):
            continue  # without a sound header no row can be read
        frame = _frame(resource, spoilt={fault.line for fault in found})
        faults += _endless(frame, entry)
        tables[entry["name"]] = frame
    faulty = {fault.file for fault in faults}
    if "survey" in tables and "data/survey.csv" not in faulty:
        faults += _unsurveyed(descriptor, tables["survey"])
    faults += check_across(tables, spoilt=[entry["name"] for entry in entries if _file(entry) in faulty])
    if faults:
        raise DataError(faults)
    return tables


def describe(folder: Path | str) -> dict[str, Any]:
    """Return the ``datapackage.json`` of a folder.

    Raises
    ------
    DataError
        If the file is missing, is not JSON, or does not describe a data package.
    """
    path = Path(folder) / DESCRIPTOR
    file = f"data/{DESCRIPTOR}"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(descriptor["resources"], list):
            raise TypeError("resources is not a list")
        for entry in descriptor["resources"]:
            _ = entry["name"], entry["path"], entry["title"], entry["sources"][0]["title"]
            if _is_table(entry):
                _ = [field["title"] for field in entry["schema"]["fields"]]
        Package.from_descriptor(descriptor, basepath=str(folder))
    except FileNotFoundError:
        fault = Fault(file, None, None, None, "is missing", f"Restore it in {folder}.")
        raise DataError([fault]) from None
    except json.JSONDecodeError as error:
        fault = Fault(file, error.lineno, None, None, f"is not JSON ({error.msg})", "Correct it.")
        raise DataError([fault]) from None
    except UnicodeDecodeError:
        fault = Fault(file, None, None, None, "is not UTF-8", "Save it as UTF-8.")
        raise DataError([fault]) from None
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        rule = f"lacks what each resource needs ({type(error).__name__}: {error})"
        remedy = "Give each resource name, path, title, sources and, for a table, schema.fields."
        raise DataError([Fault(file, None, None, None, rule, remedy)]) from None
    except FrictionlessException as error:
        causes = "; ".join(cause.message for cause in (error.reasons or [error.error]))
        fault = Fault(file, None, None, None, f"is no valid data package ({causes})", "Correct it.")
        raise DataError([fault]) from None
    result: dict[str, Any] = descriptor
    return result


def unknown(kind: str, name: str, known: Mapping[str, Any] | list[str]) -> str:
    """Return the sentence that says a name is unknown, with the nearest known one."""
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f": did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
    return f"unknown {kind} {name!r}{hint}"


def _is_table(entry: Mapping[str, Any]) -> bool:
    return "schema" in entry


def _file(entry: Mapping[str, Any]) -> str:
    return f"data/{entry['path']}"


def _digest(folder: Path) -> str:
    """Fingerprint of every file of the folder, so that a changed file is read anew."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _file_faults(folder: Path, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults that keep a file from being read as a table at all."""
    file, path = _file(entry), folder / entry["path"]
    if not path.is_file():
        yield Fault(file, None, None, None, "is missing", f"Restore it or take it out of {DESCRIPTOR}.")
        return
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        yield Fault(file, line, None, repr(raw[error.start : error.end]), "is not UTF-8", "Save the file as UTF-8.")
        return
    if not text.strip():
        yield Fault(file, None, None, None, "is empty", "Restore its header and rows.")
    if text.startswith("\ufeff"):
        yield Fault(file, 1, None, None, "starts with a byte order mark", "Save the file as UTF-8 without BOM.")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            yield Fault(file, number, None, line[:7], "is a merge conflict marker", "Resolve the conflict.")
    if _is_table(entry):
        before, reader = 0, csv.reader(io.StringIO(text, newline=""))
        for _ in reader:
            if reader.line_num > before + 1:  # it would shift the line number of every fault below
                rule = "a cell of this row holds a line break"
                yield Fault(file, before + 1, None, None, rule, "Write the cell on one line, or close its quotes.")
            before = reader.line_num


_REMEDIES = {
    "missing-label": "Add the column, or correct its name in the header.",
    "extra-label": f"Take the column out, or describe it in {DESCRIPTOR}.",
    "incorrect-label": f"Use the names and the order of {DESCRIPTOR}.",
    "duplicate-label": "Give each column once.",
    "type-error": "Write a value of that type.",
    "constraint-error": "Correct the value.",
    "unique-error": "Give each value once.",
    "primary-key": "Keep one of the rows.",
    "foreign-key": "Use a key that exists there, or add its row there.",
    "missing-cell": "Complete the row.",
    "extra-cell": "Take the surplus cell out, or put quotes round a cell with a comma.",
    "blank-row": "Delete the empty line.",
}


def _schema_faults(resource: Resource, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults against the schema: columns, types, bounds, keys; one for each place."""
    file = _file(entry)
    fields = [field["name"] for field in entry["schema"]["fields"]]
    types = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    report = resource.validate().flatten(["type", "rowNumber", "fieldName", "cells", "cell", "label", "note"])
    blank = {error[1] for error in report if error[0] == "blank-row"}
    ragged = {error[1] for error in report if error[0] in {"missing-cell", "extra-cell"}}
    headless = any(error[0].endswith("-label") for error in report)
    for kind, line, column, cells, cell, label, note in report:
        if kind != "blank-row" and line in blank:
            continue
        if kind not in {"missing-cell", "extra-cell"} and line in ragged:
            continue
        if headless and not kind.endswith("-label"):
            continue  # with a wrong header every row would be reported
        rule, value = note, cell
        if kind == "type-error":
            wanted = types[column]
            rule = f"is not {'an' if wanted[0] in 'aeiou' else 'a'} {wanted}"
        elif kind == "constraint-error":
            rule = _constraint(note)
        elif kind == "blank-row":
            rule, value, column = "the line is empty", None, None
        elif kind == "missing-cell":
            rule, value = "the row ends before this column", None
        elif kind == "extra-cell":
            rule, column = "stands beyond the last column", None
        elif kind in {"missing-label", "extra-label", "incorrect-label", "duplicate-label"}:
            line, value = 1, label or None
            rule = {
                "missing-label": f"the column {column} is missing",
                "extra-label": "is a column that the schema does not list",
                "incorrect-label": f"stands where the column {column} should",
                "duplicate-label": "is a column that stands twice",
            }[kind]
            column = None
        elif kind == "primary-key":
            key = entry["schema"]["primaryKey"]
            names = [key] if isinstance(key, str) else key
            value = ", ".join(str(cells[fields.index(name)]) for name in names)
            column, rule = " + ".join(names), "is a duplicate key"
        elif kind == "foreign-key":
            found = re.match(r'for "(.+?)": values "(.*)" not found in the lookup table "(.+?)"', note)
            if found:
                column, value = found[1].replace(", ", " + "), found[2]
                rule = f"is unknown in {found[3]}.csv"
        yield Fault(
            file,
            line,
            column,
            value or None,
            rule,
            _REMEDIES.get(kind, f"Correct it, or {DESCRIPTOR}."),
        )


def _endless(frame: pd.DataFrame, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults of numbers that are none: Frictionless lets NaN and INF pass where no bound stops them."""
    for column in frame.select_dtypes("float"):
        for row, value in frame[column].items():
            if math.isinf(value) or (math.isnan(value) and _required(entry, column)):
                rule = "is not a finite number"
                yield Fault(_file(entry), line_of(row), column, f"{value}", rule, _REMEDIES["type-error"])


def _unsurveyed(descriptor: Mapping[str, Any], survey: pd.DataFrame) -> Iterator[Fault]:
    """Faults of the settings that name a survey year: the one shown, and the paper's own."""
    years = sorted(int(year) for year in survey["year"].unique())
    for setting in ("year", "paperYear"):
        wanted = descriptor.get(setting, years[-1])
        if type(wanted) is not int or wanted not in years:
            rule = f"is no year of survey.csv, which has {', '.join(map(str, years))}"
            remedy = "Write one of these years as a number, or add the rows of the year."
            yield Fault(f"data/{DESCRIPTOR}", None, setting, json.dumps(wanted), rule, remedy)


def _required(entry: Mapping[str, Any], column: str) -> bool:
    fields = {field["name"]: field for field in entry["schema"]["fields"]}
    return bool(fields[column].get("constraints", {}).get("required"))


def _constraint(note: str) -> str:
    """Turn Frictionless's note on a constraint into a clause."""
    found = re.match(r'constraint "(\w+)" is "(.*)"$', note, flags=re.DOTALL)
    if not found:
        return note
    clauses = {
        "required": "the cell is empty, but a value is required",
        "minimum": f"is below the minimum of {found[2]}",
        "maximum": f"is above the maximum of {found[2]}",
        "enum": f"is not one of {found[2]}",
        "pattern": f"does not fit the pattern {found[2]}",
        "maxLength": f"is longer than {found[2]} characters",
    }
    return clauses.get(found[1], note)


def _frame(resource: Resource, *, spoilt: set[int | None]) -> pd.DataFrame:
    """Rows as read by the schema's types, spoilt lines left out; the index counts rows from 0 in file order."""
    rows = {
        row.row_number - 2: row.to_dict()
        for row in resource.read_rows()  # type: ignore[attr-defined]
        if row.row_number not in spoilt
    }
    frame = pd.DataFrame(list(rows.values()), columns=list(resource.schema.field_names))
    if list(rows) != list(range(len(rows))):
        frame.index = pd.Index(list(rows))
    for field in resource.schema.fields:
        if field.type == "number":
            frame[field.name] = frame[field.name].astype(float)
        elif field.type == "integer":
            frame[field.name] = frame[field.name].astype("int64" if frame[field.name].notna().all() else "Int64")
        elif field.type == "date":
            frame[field.name] = frame[field.name].astype(str)
        else:
            frame[field.name] = frame[field.name].astype("str")
    return frame
