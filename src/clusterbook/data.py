"""The book's data as the library hands them out: checked tables by name, and changed copies to ask what if."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .checking import is_table
from .copies import checked_copy
from .errors import ArgumentError, UnknownNameError, unknown
from .files import data_folder
from .loading import check_data, checked, describe

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
            other._replaced = checked_copy(self.folder, entries, standing, other._replaced, checked)
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
