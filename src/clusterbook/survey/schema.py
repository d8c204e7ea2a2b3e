"""What a row of raw survey data holds: columns, types and bounds, from ``firms.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

KEY = ("firm", "year")
DIMENSIONS = {"human-resources": "human_resources", "process": "process", "product": "product"}
SERIES = ("exports", "employment", "wages")
LEVELS = range(1, 7)  # of Table 3; firms.json bounds the columns by them
# Footnote 10 counts the first four and skilled direct workers; footnote 11 counts technical staff beside the four.
STAFF = ("managers", "professionals", "supervisors", "clerks")
OCCUPATIONS = (*STAFF, "technicians", "skilled_direct")
SYNTHETIC = "synthetic-"  # begins the id of every made-up firm


@cache
def descriptor() -> dict[str, Any]:
    """Return ``firms.json``.

    Its ``schema`` holds the fixed columns of a firm row, ``series`` those that there are for each year, and ``beside``
    the tables that the paper's own need besides: consumer prices, national exports, scores of the pillars.
    """
    text = Path(__file__).with_name("firms.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def fields(years: Iterable[int] = ()) -> list[dict[str, Any]]:
    """Return the columns of a file of firm rows as Frictionless fields, in their order.

    Parameters
    ----------
    years : iterable of int
        Calendar years of the series; each makes one column a series, such as ``exports_2000``.
    """
    years = list(years)
    fixed = descriptor()["schema"]["fields"]
    return [
        *fixed,
        *(
            {**series, "name": f"{series['name']}_{year}", "title": f"{series['title']} in {year}"}
            for series in descriptor()["series"]
            for year in years
        ),
    ]


def series_years(columns: Iterable[str], series: str) -> list[int]:
    """Return the years of one series among some columns, ascending."""
    found = (re.fullmatch(rf"{series}_(\d{{4}})", column) for column in columns)
    return sorted(int(match[1]) for match in found if match)


def beside(name: str) -> dict[str, Any]:
    """Return the description of a table that is given beside the firm rows."""
    found: dict[str, Any] = next(entry for entry in descriptor()["beside"] if entry["name"] == name)
    return found
