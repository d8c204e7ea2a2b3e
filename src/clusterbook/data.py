"""The only reader of the book's data: checked tables out, or one error that lists every fault."""

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

from .checking import (
    DESCRIPTOR,
    cells_of,
    file_faults,
    file_of,
    hollow,
    is_table,
    key_faults,
    markers,
    parsed,
    schema_faults,
    size_fault,
    text_of,
    undescribed,
    writing_faults,
)
from .copies import checked_copy
from .description import FILE, check_description
from .errors import MOST_TOLD, ArgumentError, DataError, Fault, UnknownNameError, unknown
from .files import KEPT_VARIABLE, LIBRARY, data_folder, of, of_file, of_folder, put
from .rules import check_across

if TYPE_CHECKING:
    # slow to import, and not needed where the data have been checked
    from frictionless import Field, Schema

_T = TypeVar("_T")

_read: set[str] = set()


def resources_read() -> list[str]:
    """Return the names of the resources that this process has read so far: what its results depend on."""
    return sorted(_read)


class Dataset(Mapping[str, pd.DataFrame]):
    """The book's tables by name, each checked before it is handed out.

    Every derivation, table and chart takes one as ``data``; a changed copy of it (``replacing``) asks *what if*.

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

    Examples
    --------
    >>> import clusterbook as cb
    >>> data = cb.Dataset()
    >>> data["skills"].columns.tolist()
    ['cluster', 'year', 'skill_intensity_pct']
    >>> halved = data["skills"].assign(skill_intensity_pct=data["skills"]["skill_intensity_pct"] / 2)
    >>> mine = data.replacing(skills=halved)
    >>> bool((cb.skill_intensity(mine)["skill_intensity_pct"] < cb.skill_intensity()["skill_intensity_pct"]).all())
    True
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
        _read.add(name)
        return self._tables[name].copy()

    def __setitem__(self, name: str, table: object) -> None:
        raise ArgumentError(
            f"a Dataset is not changed in place: make a changed copy of it, as in mine = data.replacing({name}=table)"
        )

    def __repr__(self) -> str:
        changed = f", changed in {', '.join(self._replaced)}" if self._replaced else ""
        return f"<Dataset of {len(self)} tables{changed}: {', '.join(self)}>"

    def _ipython_key_completions_(self) -> list[str]:
        """Return what a notebook offers after ``data["``."""
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return (name for name, entry in self._resources().items() if is_table(entry))

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
            raise UnknownNameError(f"unknown survey year {wanted!r}; survey.csv has {', '.join(map(str, years))}")
        return years[otherwise] if wanted is None else wanted

    def _setting(self, name: str) -> int | None:
        self._resources()
        _read.add("")  # what the description says of the package as a whole
        setting: int | None = (self._descriptor or {}).get(name)
        return setting

    def describe(self, name: str) -> dict[str, Any]:
        """Return what ``datapackage.json`` says of one resource: title, source, columns, keys."""
        entries = self._resources()
        if name not in entries:
            raise UnknownNameError(unknown("resource", name, entries))
        _read.add(name)
        return entries[name]

    def _resources(self) -> dict[str, dict[str, Any]]:
        if self._descriptor is None:
            self._descriptor = describe(self.folder)
        return {entry["name"]: entry for entry in self._descriptor["resources"]}

    def source(self, *names: str) -> str:
        """Return the sources of some resources as one line, each named once; of a changed one it is said."""
        titles = [source["title"] for name in names for source in self.describe(name)["sources"]]
        changed = [name for name in names if name in self._replaced]
        titles += [f"changed for this copy: {', '.join(changed)}"] if changed else []
        return "; ".join(dict.fromkeys(titles))

    def land(self) -> dict[str, Any]:
        """Return the outline of the continents (TopoJSON, object ``land``), for a map."""
        text = (self.folder / self.describe("land")["path"]).read_text(encoding="utf-8")
        outline: dict[str, Any] = json.loads(text)
        return outline

    def of_paper(self) -> Dataset:
        """Return the same data looked at in the survey year of the paper."""
        other = self._copy()
        other._year = self.paper_year
        return other

    def replacing(self, *, check: bool = True, **tables: pd.DataFrame) -> Dataset:
        """Return a copy of the data with some tables replaced, to ask *what if*; files stay as they are.

        Parameters
        ----------
        check : bool
            Whether to hold the copy against every rule that the files must keep; only for tables that are right by
            construction, or wrong on purpose, is it left out.
        **tables : DataFrame
            The changed tables by name, each whole: all its columns, in any order, and all its rows.

        Raises
        ------
        UnknownNameError
            For a table that ``datapackage.json`` does not list.
        ChangedDataError
            If the copy breaks a rule, with table, row, column, value, rule and remedy.
        ArgumentError
            For what is no DataFrame.

        Examples
        --------
        >>> import clusterbook as cb
        >>> skills = cb.load("skills")
        >>> skills.loc[skills["cluster"] == "penang", "skill_intensity_pct"] = 50
        >>> mine = cb.Dataset().replacing(skills=skills)
        >>> "Penang 50.0%" in cb.chart_skill_intensity(mine).to_dict()["description"]
        True
        >>> try:
        ...     cb.Dataset().replacing(skills=skills.drop(columns="year"))
        ... except cb.BookError as error:
        ...     print(error)
        skills: the column year is missing. Add it, or correct the name of the column that stands for it.
        """
        for name in tables:
            if name not in set(self):
                raise UnknownNameError(unknown("table", name, self))
        other = self._copy()
        other._replaced |= tables
        if check:
            entries = {name: entry for name, entry in self._resources().items() if is_table(entry)}
            standing = check_data(self.folder)
            other._replaced = checked_copy(self.folder, entries, standing, other._replaced, _checked)
        return other

    def _copy(self) -> Dataset:
        other = Dataset(self.folder, year=self._year)
        other._replaced = {**self._replaced}
        return other


def load(name: str, folder: Path | str | None = None) -> pd.DataFrame:
    """Return one checked table of the book, by the name it has in ``datapackage.json``.

    Parameters
    ----------
    name : str
        ``list(Dataset())`` gives all names.
    folder : path, optional
        Folder with a ``datapackage.json``; by default the book's own ``data/``.

    Returns
    -------
    DataFrame
        Rows in file order, a copy; grain, columns and units stand in ``datapackage.json``, and an empty cell is NA.

    Raises
    ------
    UnknownNameError
        For a table that there is not.
    DataError
        If the data break a rule.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.load("clusters")["name"].tolist()
    ['Buenos Aires', 'Los Lagos', 'Penang', 'Qiaotou'...]
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
    return _check_data(folder, of_folder(folder))


@lru_cache(maxsize=8)
def _check_data(folder: Path, digest: str) -> dict[str, pd.DataFrame]:
    return kept("tables", digest, lambda: _checked(folder))


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


def _checked(folder: Path, sound: Mapping[str, pd.DataFrame] | None = None) -> dict[str, pd.DataFrame]:
    """Every table of a folder; those that are known to be sound by themselves are given, and not read."""
    sound = {} if sound is None else sound

    descriptor = describe(folder)
    entries = [entry for entry in descriptor["resources"] if is_table(entry)]
    unread = [entry for entry in descriptor["resources"] if entry["name"] not in sound]
    faults = [fault for entry in unread for fault in file_faults(folder, entry)]
    faults += undescribed(folder, entries)
    faults += hollow(folder, entries, known={fault.file for fault in faults})
    broken = {fault.file for fault in faults}
    readable = [entry for entry in entries if file_of(entry) not in broken and entry["name"] not in sound]
    tables, spoilt, schemas = dict(sound), {}, {}
    for entry in readable:
        table = _table(json.dumps(entry), text_of(folder, entry))
        faults += table.faults
        if table.rows is not None:
            name = entry["name"]
            tables[name], schemas[name], spoilt[name] = table.rows, table.schema, [*table.faults]
    for entry in readable:
        if (name := entry["name"]) in spoilt:
            told = {(fault.line, fault.column) for fault in spoilt[name]}
            lost = list(islice(key_faults(entry, tables, told=told), MOST_TOLD))
            faults += lost
            spoilt[name] += lost
    for name, known in spoilt.items():
        lines = {fault.line - 2 for fault in known if fault.line not in {None, 1}}
        tables[name] = _typed(tables[name].drop(index=lines), schemas[name])
    faulty = {fault.file for fault in faults}
    if "survey" in tables and "data/survey.csv" not in faulty:
        faults += _unsurveyed(descriptor, tables["survey"])
    faults += check_across(tables, spoilt=[entry["name"] for entry in entries if file_of(entry) in faulty])
    if faults:
        raise DataError(faults)
    return tables


class _Table(NamedTuple):
    """What is found in a table by itself; there are no rows where they could not be read."""

    faults: tuple[Fault, ...]
    schema: Schema
    rows: pd.DataFrame | None = None


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
    return _Table((*found, *written), resource.schema, _rows(resource.schema, cells))


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
        return _sound(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise _no("is not UTF-8", "Save it as UTF-8.") from None


@lru_cache(maxsize=8)
def _sound(text: str) -> dict[str, Any]:
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
    faults = list(check_description(descriptor, text))
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
