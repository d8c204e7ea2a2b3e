"""Made for tests: clusters and a survey year that nobody observed, added to a copy of ``data/``; settings.

Every number here is invented by a formula, and the names say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

import clusterbook as cb

YEAR = 2011
PAPER_YEAR = 2006


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up cluster: what ``clusters.csv`` says of it."""

    cluster: str
    name: str
    country: str
    region: str
    product: str
    latitude: float
    longitude: float


FIFTH = Place("testville", "Testville (synthetic)", "Testland", "Asia", "Test tubes", 12.9, 77.6)
# Two of them lie close to each other, three close to clusters of the paper, and one has a very long name.
MORE = (
    Place("mockton", "Mockton", "Mockland", "Asia", "Mock-ups", 3.1, 101.7),
    Place("long", "Long-Name-upon-Testing (synthetic)", "Mockland", "Asia", "Labels", 30.6, 114.3),
    Place("sampleby", "Sampleby", "Sampleland", "Latin America", "Samples", -23.5, -46.6),
    Place("dummyford", "Dummyford", "Sampleland", "Latin America", "Dummies", -22.9, -43.2),
    Place("fakeham", "Fakeham", "Testland", "Africa", "Props", -1.3, 36.8),
    Place("madeup", "Madeup", "Testland", "Latin America", "Fixtures", 19.4, -99.1),
)
GROWTH = (("nation", "exports"), ("location", "exports"), ("location", "employment"), ("location", "real-wages"))


def add_clusters(folder: Path, *places: Place) -> Path:
    """Add made-up clusters with all rows that each survey year needs, and a history of two events and one figure."""
    years = sorted({int(row["year"]) for row in rows(folder, "survey")})
    for at, place in enumerate(places, start=1):
        append(
            folder,
            "clusters",
            [
                {
                    **{field: getattr(place, field) for field in Place.__slots__},
                    "origin": "Made up for a test",
                }
            ],
        )
        for year in years:
            _survey(folder, place.cluster, year, sample=40 + 10 * (at % 60), shift=at % 50)
        event = {"cluster": place.cluster, "kind": "firm", "title": "Made-up event", "section": "6"}
        append(
            folder,
            "events",
            [
                event
                | {"event": f"{place.cluster}-{year}", "year": year, "year_end": year, "date": year}
                | {"description": "Made up for a test."}
                for year in (1991 + at % 8, 1999)
            ],
        )
        figure = {"cluster": place.cluster, "place": place.name, "measure": "Made-up jobs", "unit": "jobs"}
        figure |= {"series": f"{place.cluster}-jobs", "date": 1999, "year": 1999, "year_end": 1999, "section": "6"}
        append(folder, "figures", [figure | {"value": 100 * at, "qualifier": "exact"}])
    return folder


def add_year(folder: Path, year: int = YEAR) -> Path:
    """Survey every cluster once more: samples a tenth larger, more firms at the deep levels, fewer at some lower."""
    survey = {row["cluster"]: row for row in rows(folder, "survey") if int(row["year"]) == PAPER_YEAR}
    samples = {cluster: int(row["firms"]) * 11 // 10 for cluster, row in survey.items()}
    append(
        folder,
        "survey",
        [
            {"cluster": cluster, "year": year, "firms": samples[cluster], "foreign_share_pct_printed": share}
            for cluster, row in survey.items()
            for share in [round(0.9 * float(row["foreign_share_pct_printed"]), 1)]
        ],
    )
    before = {
        (row["cluster"], row["dimension"], int(row["level"])): int(row["firms"])
        for row in rows(folder, "capabilities")
        if int(row["year"]) == PAPER_YEAR
    }
    counts: dict[tuple[str, str], list[int]] = {}
    for (cluster, dimension, level), firms in before.items():
        sample, reached = samples[cluster], counts.setdefault((cluster, dimension), [])
        change = {1: sample, 2: 0, 3: -4, 4: 6, 5: 3, 6: 1}[level]
        reached.append(max(0, min(reached[-1] if reached else sample, firms * 11 // 10 + change)))
    for (cluster, dimension), found in counts.items():
        append(folder, "capabilities", _counts(cluster, year, dimension, found, samples[cluster]))
    for table, column, step in (("skills", "skill_intensity_pct", 2.5), ("growth", "growth_pct_pa", 0.7)):
        append(
            folder,
            table,
            [
                row
                | {"year": year, column: round(float(row[column]) + step, 1)}
                | ({"start_year": PAPER_YEAR, "end_year": year} if table == "growth" else {})
                for row in rows(folder, table)
                if int(row["year"]) == PAPER_YEAR
            ],
        )
    append(
        folder,
        "institutions",
        [
            row | {"year": year, "phase": min(5, int(row["phase"]) + (row["pillar"] == "network-cohesion"))}
            for row in rows(folder, "institutions")
            if int(row["year"]) == PAPER_YEAR
        ],
    )
    return folder


def surveyed_again(data: cb.Dataset, year: int = YEAR) -> cb.Dataset:
    """The same data with the capabilities of the paper's year found once more in a later one."""
    return data.replacing(
        check=False,  # the other tables lack the year
        **{
            name: pd.concat([frame, frame[frame["year"] == PAPER_YEAR].assign(year=year)], ignore_index=True)
            for name in ("survey", "capabilities")
            for frame in [data[name]]
        },
    )


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table as they stand in its file."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(folder: Path, table: str, kept: Iterable[dict[str, Any]]) -> None:
    """Write a table anew with these rows, under its own header."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def append(folder: Path, table: str, added: Iterable[dict[str, Any]]) -> None:
    """Add rows at the end of a table."""
    write(folder, table, [*rows(folder, table), *added])


def _survey(folder: Path, cluster: str, year: int, *, sample: int, shift: int) -> None:
    """All that one survey year says of one made-up cluster."""
    key = {"cluster": cluster, "year": year}
    append(folder, "survey", [key | {"firms": sample, "foreign_share_pct_printed": 20.0}])
    append(folder, "skills", [key | {"skill_intensity_pct": 40.0 + shift}])
    append(
        folder,
        "institutions",
        [
            key | {"pillar": pillar["pillar"], "phase": 1 + (at + shift) % 5}
            for at, pillar in enumerate(rows(folder, "pillars"))
        ],
    )
    span = {"start_year": 2000, "end_year": PAPER_YEAR} if year == PAPER_YEAR else {}
    span = span or {"start_year": PAPER_YEAR, "end_year": year}
    append(
        folder,
        "growth",
        [
            key | span | {"scope": scope, "indicator": indicator, "growth_pct_pa": round(3.0 + 1.5 * at + shift, 1)}
            for at, (scope, indicator) in enumerate(GROWTH)
        ],
    )
    levels = len(rows(folder, "levels"))
    for at, dimension in enumerate(rows(folder, "dimensions")):
        found = [sample - (sample // levels - at) * level for level in range(levels)]
        append(folder, "capabilities", _counts(cluster, year, dimension["dimension"], found, sample))


def _counts(cluster: str, year: int, dimension: str, found: list[int], sample: int) -> list[dict[str, Any]]:
    return [
        {
            **{"cluster": cluster, "year": year, "dimension": dimension, "level": level, "firms": firms},
            "share_pct_printed": (200 * firms + sample) // (2 * sample),
        }
        for level, firms in enumerate(found, start=1)
    ]


ADDRESS, REPOSITORY = "https://books.example.org/clusters/", "https://github.com/example/clusters"


def settings(root: Path, folder: Path) -> None:
    """Copy the settings, for a book of a few pages that have no descriptions of their own."""
    text = (root / "_config.yml").read_text(encoding="utf-8")
    usual = '    myst_html_meta: {description: "A page of a book that was made for a test."}'
    (folder / "_config.yml").write_text(text.replace("  config:\n", f"  config:\n{usual}\n"), encoding="utf-8")


def place(folder: Path) -> None:
    """Give a copy of the book an address and a repository, as a publisher would."""
    path = folder / "_config.yml"
    text = path.read_text(encoding="utf-8").replace("\nhtml:\n", f"\nhtml:\n  baseurl: {ADDRESS}\n")
    path.write_text(f"{text}\nrepository:\n  url: {REPOSITORY}\n  branch: main\n", encoding="utf-8")


FIRM = {
    "cluster": "penang",
    "year": PAPER_YEAR,
    "foreign_equity_pct": 0.0,
    "size": "small",
    "human_resources": 1,
    "process": 1,
    "product": 1,
    "workforce": 10,
    "managers": 0,
    "professionals": 0,
    "technicians": 0,
    "supervisors": 0,
    "clerks": 0,
    "skilled_direct": 0,
    **{f"exports_{year}": 100.0 for year in (2000, 2001, 2002)},
    **{f"employment_{year}": 10 for year in (2000, 2001, 2002)},
    **{f"wages_{year}": 50.0 for year in (2000, 2001, 2002)},
}


def firms(*rows: dict[str, Any]) -> pl.DataFrame:
    """Made-up firm rows, each with the columns named and else those of one plain firm."""
    whole = [{"firm": f"f{at}", **FIRM, **row} for at, row in enumerate(rows, start=1)]
    types = {"year": pl.Int64} | {name: pl.Int64 for name, value in FIRM.items() if isinstance(value, int)}
    types |= {name: pl.Float64 for name, value in FIRM.items() if isinstance(value, float)}
    return pl.DataFrame(whole, schema_overrides=types)
