"""The data as claims look at them: one value at a time, by name, in one survey year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from math import ceil, floor
from typing import Any, NamedTuple

import pandas as pd

from ..arguments import Data

BUENOS_AIRES, LOS_LAGOS, PENANG, QIAOTOU = FOUR = ("buenos-aires", "los-lagos", "penang", "qiaotou")
# Dimensions and pillars that the paper's sentences speak of, as ids of dimensions.csv and pillars.csv.
DIMENSIONS = ("human-resources", "process", "product")
IN_WORDS = dict(zip(DIMENSIONS, ("human resources", "process technology", "product technology"), strict=True))
COLUMNS = tuple((cluster, dimension) for cluster in FOUR for dimension in DIMENSIONS)  # those of Table 5
PILLARS = ("basic-infrastructure", "high-tech-institutions", "network-cohesion", "market-integration")
BY_YEAR = {"survey", "growth", "skills", "institutions", "capabilities", "misprints"}


class LackingError(LookupError):
    """The data have no row for what a claim asks; the message says which, as a noun phrase."""


class Span(NamedTuple):
    """The years of a dated event or figure, and the date as the paper prints it."""

    first: int
    last: int
    printed: str


class Evidence:
    """Single values of a data set, each by the names of its row.

    Parameters
    ----------
    data : Dataset
        Read lazily: only the tables that a claim asks for are looked up.
    year : int, optional
        Survey year to judge by; by default the one that the data set looks at.

    Raises
    ------
    LackingError
        By every method, when the data have no such row.
    """

    def __init__(self, data: Data, year: int | None = None) -> None:
        self._data = data
        self._year = year
        # Hundreds of claims ask for the same rows: each table is selected, and indexed by its keys, once.
        self.rows = cache(self._rows)
        self._look_up = cache(self._index)

    @cached_property
    def year(self) -> int:
        """The survey year judged by."""
        return self._data.year if self._year is None else self._year

    def _rows(self, table: str) -> pd.DataFrame:
        """All rows of a table; of a table with survey years, those of the year judged by."""
        frame = self._data[table]
        if table in BY_YEAR:
            frame = frame[frame["year"] == self.year]
        if frame.empty:
            raise LackingError(f"rows of {table}.csv")
        return frame.reset_index(drop=True)

    def over_years(self, table: str, column: str, **key: Any) -> dict[int, Any]:
        """One cell in each survey year up to the one judged by, oldest first: the paper's own has one year only.

        Later surveys are left out, since the paper could not speak of them.
        """
        frame = self._data[table]
        frame = frame[frame["year"] <= self.year]
        for name, value in key.items():
            frame = frame[frame[name] == value]
        if frame.empty:
            raise LackingError(f"a row of {table}.csv for {_worded(key)} in any year")
        return {int(row["year"]): row[column] for _, row in frame.sort_values("year").iterrows()}

    def value(self, table: str, column: str, **key: Any) -> Any:
        """One cell, by the key of its row."""
        found = self._look_up(table, tuple(key)).get(tuple(key.values()))
        if found is None:
            raise LackingError(f"a row of {table}.csv for {_worded(key)}")
        return found[column]

    def _index(self, table: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, Any]]:
        return {tuple(row[name] for name in columns): row for row in self.rows(table).to_dict("records")}

    # Clusters and their sample.

    def names(self) -> dict[str, str]:
        """Names of all clusters of the data by id, in file order."""
        frame = self._data["clusters"]
        return dict(zip(frame["cluster"], frame["name"], strict=True))

    def name(self, cluster: str) -> str:
        return str(self.value("clusters", "name", cluster=cluster))

    def firms(self, cluster: str) -> int:
        """Firms surveyed (Table 1)."""
        return int(self.value("survey", "firms", cluster=cluster))

    def foreign_share(self, cluster: str) -> float:
        """Foreign-owned firms in per cent of the sample, as printed (Table 1)."""
        return float(self.value("survey", "foreign_share_pct_printed", cluster=cluster))

    def foreign_firms(self, cluster: str) -> tuple[int, int]:
        """Fewest and most foreign firms that the printed share can mean: the whole numbers next to it."""
        exact = round(self.foreign_share(cluster) * self.firms(cluster) / 100, 9)
        return floor(exact), ceil(exact)

    def national_firms(self, cluster: str) -> tuple[int, int]:
        """Fewest and most national firms that the printed share can mean: all that are not foreign."""
        fewest, most = self.foreign_firms(cluster)
        return self.firms(cluster) - most, self.firms(cluster) - fewest

    def growth(self, cluster: str, indicator: str = "exports", scope: str = "location") -> float:
        """Growth in per cent a year; `indicator` is exports, employment or real-wages."""
        return float(self.value("growth", "growth_pct_pa", cluster=cluster, indicator=indicator, scope=scope))

    def premium(self, cluster: str) -> float:
        """Export growth of the location less that of the nation, in percentage points (Table 1)."""
        return self.growth(cluster) - self.growth(cluster, scope="nation")

    def skill(self, cluster: str) -> float:
        """Skill intensity in per cent of the workforce (Figure 2)."""
        return float(self.value("skills", "skill_intensity_pct", cluster=cluster))

    # Institutions and capabilities.

    def phase(self, cluster: str, pillar: str) -> int:
        """Institutional phase on a pillar (Table 4)."""
        return int(self.value("institutions", "phase", cluster=cluster, pillar=pillar))

    def count(self, cluster: str, dimension: str, level: int) -> int:
        """Firms at or above a level (Table 5)."""
        return int(self.value("capabilities", "firms", cluster=cluster, dimension=dimension, level=level))

    def printed_share(self, cluster: str, dimension: str, level: int) -> float:
        """Percentage that Table 5 prints beside the count."""
        key = {"cluster": cluster, "dimension": dimension, "level": level}
        return float(self.value("capabilities", "share_pct_printed", **key))

    def share(self, cluster: str, dimension: str, level: int) -> float:
        """Firms at or above a level in per cent of the sample, from the count."""
        return 100 * self.count(cluster, dimension, level) / self.firms(cluster)

    def share_over_years(self, cluster: str, dimension: str, level: int) -> dict[int, float]:
        """Firms at or above a level in per cent of the sample, in each survey year that has both."""
        counts = self.over_years("capabilities", "firms", cluster=cluster, dimension=dimension, level=level)
        firms = self.over_years("survey", "firms", cluster=cluster)
        return {year: 100 * count / firms[year] for year, count in counts.items() if year in firms}

    def levels(self) -> list[int]:
        """Levels that Table 5 has rows for, lowest first."""
        return sorted(int(level) for level in self.rows("capabilities")["level"].unique())

    def counts(self, cluster: str, level: int) -> list[int]:
        """Firms at or above a level in human resources, process and product technology."""
        return [self.count(cluster, dimension, level) for dimension in DIMENSIONS]

    def column(self, cluster: str, dimension: str) -> str:
        """A column of Table 5 in words: Penang in process technology."""
        return f"{self.name(cluster)} in {IN_WORDS[dimension]}"

    def reaching(self, level: int) -> dict[str, float]:
        """Firms at or above a level in per cent, for each column of Table 5 in words."""
        return {self.column(*at): self.share(*at, level) for at in COLUMNS}

    def exactly(self, cluster: str, dimension: str, level: int) -> int:
        """Firms at a level and no deeper: the count less that of the next level."""
        deeper = [at for at in self.levels() if at > level]
        above = self.count(cluster, dimension, deeper[0]) if deeper else 0
        return self.count(cluster, dimension, level) - above

    # Dates, dated figures, design of the study.

    def event(self, event: str) -> Span:
        """The years of a dated event (events.csv)."""
        row = {column: self.value("events", column, event=event) for column in ("year", "year_end", "date")}
        return Span(int(row["year"]), int(row["year_end"]), str(row["date"]))

    def figure(self, series: str, date: str) -> float:
        """The value of a dated figure (figures.csv)."""
        return float(self.value("figures", "value", series=series, date=date))

    def study(self, parameter: str) -> float:
        """A parameter of the study's design (study.csv)."""
        return float(self.value("study", "value", parameter=parameter))

    def assertions(self, topic: str) -> dict[str, str]:
        """What each place of the paper says of a topic (assertions.csv): the place, and its words."""
        rows = self.rows("assertions")
        found = rows[rows["topic"] == topic]
        if found.empty:
            raise LackingError(f"rows of assertions.csv for the topic {topic}")
        return dict(zip(found["place"], found["says"], strict=True))

    def assertion(self, topic: str, place: str) -> str:
        """What one place of the paper says of a topic (assertions.csv)."""
        found = self.assertions(topic)
        if place not in found:
            raise LackingError(f"a row of assertions.csv for the topic {topic} at {place}")
        return found[place]

    def by_name(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same values under the clusters' names instead of their ids."""
        return {self.name(cluster): value for cluster, value in values.items()}

    def of(self, clusters: Iterable[str], method: str, *arguments: Any) -> dict[str, Any]:
        """One value a cluster under its name: ``of(FOUR, "growth", "exports")``."""
        return {self.name(cluster): getattr(self, method)(cluster, *arguments) for cluster in clusters}


def _worded(key: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in key.items())
