"""How long the tables of a survey take, from ten thousand firm rows to as many as asked for, each in its own process.

Nothing here is asserted: machines differ. Rows are drawn at random and are no data. For each size the script says the
seconds for all tables (Tables 1 and 5, Figures 1 and 2, the joint counts) from a Parquet file, the seconds for reading
and checking the file first, and the most memory that the process had.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from clusterbook import survey
from clusterbook.survey.schema import DIMENSIONS, OCCUPATIONS, SERIES

CLUSTERS = ["buenos-aires", "los-lagos", "penang", "qiaotou"]
YEARS = range(2000, 2007)
PART = 1_000_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def rows(count: int, first: int) -> pl.DataFrame:
    """Random firm rows that keep every rule."""
    rng = np.random.default_rng(first)
    workforce = rng.integers(60, 900, count)
    columns = {
        "firm": np.char.add("f", np.arange(first, first + count).astype(str)),
        "cluster": np.array(CLUSTERS)[rng.integers(0, 4, count)],
        "year": np.full(count, 2006),
        "foreign_equity_pct": rng.uniform(0, 100, count),
        "size": np.array(["small", "medium", "large"])[rng.integers(0, 3, count)],
        **{name: rng.integers(1, 7, count) for name in DIMENSIONS.values()},
        "workforce": workforce,
        **{name: rng.integers(0, 10, count) for name in OCCUPATIONS},
    }
    for name in SERIES:
        for year in YEARS:
            columns[f"{name}_{year}"] = workforce if name == "employment" else rng.uniform(1, 9, count) * workforce
    return pl.DataFrame(columns)


def tables(firms: pl.LazyFrame) -> None:
    """Everything that ``clusterbook tally`` works out."""
    prices = pd.DataFrame([(name, year, 100.0) for name in CLUSTERS for year in YEARS])
    survey.sample(firms)
    survey.joint_bounds(survey.level_counts(firms))
    survey.joint_counts(firms)
    survey.skill_intensity(firms)
    survey.growth_rates(firms, prices.set_axis(["cluster", "year", "price_index"], axis=1))
    survey.nonresponse(firms)


def measure(path: Path) -> None:
    """Time the steps on one file and print what they took, as JSON."""
    firms = pl.scan_parquet(path)
    tables(pl.DataFrame(rows(100, 1)).lazy())  # whatever is loaded at the first use is loaded now
    start = time.perf_counter()
    tables(firms)
    done = time.perf_counter()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    survey.load_firms(path, CLUSTERS)
    checked = time.perf_counter()
    whole = max(resource.getrusage(of).ru_maxrss for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e6
    print(json.dumps({"tables": done - start, "load": checked - done, "gb": most, "gb_load": whole}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=SIZES[-1], help="rows of the largest file")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.file:
        measure(chosen.file)
        return
    print(f"Python {platform.python_version()}, Polars {version('polars')}, {pl.thread_pool_size()} threads")
    print(f"{'rows':>12} {'tables, s':>10} {'GB':>6} {'load, s':>10} {'GB':>6}")
    for size in (size for size in SIZES if size <= chosen.most):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "firms.parquet"
            parts = []
            for first in range(0, size, PART):
                parts.append(Path(folder) / f"part-{first}.parquet")
                rows(min(PART, size - first), first).write_parquet(parts[-1])
            pl.scan_parquet(parts).sink_parquet(path)
            for part in parts:
                part.unlink()
            done = subprocess.run(
                [sys.executable, __file__, "--file", path], capture_output=True, text=True, check=True
            )
        took = json.loads(done.stdout)
        print(f"{size:>12,} {took['tables']:>10.2f} {took['gb']:>6.2f} {took['load']:>10.2f} {took['gb_load']:>6.2f}")


if __name__ == "__main__":
    main()
