"""Reads a Parquet file to its end in a process of its own, which damage may stop as it likes: see ``reading.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polars as pl


def scanned(path: Path) -> pl.LazyFrame:
    """The rows of a Parquet file: no page is passed over for what the file tells of it, nor taken in part.

    So what was read once to the end can be read again, whatever is asked of it.
    """
    return pl.scan_parquet(path, glob=False, parallel="row_groups", use_statistics=False)


def main() -> int:
    """Read every value of the file named first, unless it tells of more rows than named second; 3 if that fails."""
    path, most = Path(sys.argv[1]), int(sys.argv[2])
    try:
        rows = scanned(path)
        if rows.select(pl.len()).collect(engine="streaming").item() <= most:
            rows.sink_ipc(os.devnull)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        print(str(error).partition("\n")[0])
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
