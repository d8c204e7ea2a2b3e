"""One valid change for each table of the data: what the tests of staleness and of the notebooks start from."""

from __future__ import annotations

import shutil
from pathlib import Path

from clusterbook.loading import check_data

DATA = Path(__file__).resolve().parents[1] / "data"

# One valid change of one cell for each CSV: the line, what it has, what it is to have.
CHANGES = {
    "assertions": (2, "domestic organizations", "national organizations"),
    "capabilities": (48, "penang,2006,process,5,35,34", "penang,2006,process,5,36,35"),  # the count with its percentage
    "citations": (2, "Best", "Beste"),
    "clusters": (3, "Salmon", "Trout"),
    "dimensions": (3, "Process technology", "Technology of processes"),
    "events": (2, "1950s", "The 1950s"),
    "figures": (2, "100000", "100001"),
    "growth": (2, "11.7", "11.8"),
    "institutions": (2, "basic-infrastructure,4", "basic-infrastructure,5"),
    "knowledge_depth": (2, "Staff learn", "Employees learn"),
    "levels": (2, "Simple activities", "Plain activities"),
    "misprints": (3, "2026-11-25", "2026-11-26"),
    "phases": (3, "Learning", "Study"),
    "pillar_phases": (2, "stable", "calm"),
    "pillars": (2, "Basic infrastructure", "Infrastructure"),
    "sections": (2, "Introduction", "Opening"),
    "skills": (2, "64.3", "64.4"),
    "study": (2, "10,exact", "11,exact"),
    "survey": (2, "70.0", "70.1"),
    "works": (2, "Abramowitz", "Abramovitz"),
}


def changed_copy(folder: Path, *names: str) -> Path:
    """A copy of the data in which one cell of each table named is another, and no rule is broken."""
    copy = shutil.copytree(DATA, folder / "data")
    for name in names:
        change(copy, name)
    check_data(copy)
    return copy


def change(data: Path, name: str) -> None:
    """Make the change of one table in a folder of data."""
    path = data / f"{name}.csv"
    at, old, new = CHANGES[name]
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert old in lines[at - 1], f"{name}.csv, line {at}: {lines[at - 1]!r} does not hold {old!r}"
    lines[at - 1] = lines[at - 1].replace(old, new, 1)
    path.write_bytes("\n".join(lines).encode("utf-8"))
