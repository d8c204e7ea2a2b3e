"""Reads a Parquet file to its end in a process of its own, which damage may stop as it likes: see ``reading.py``."""

from __future__ import annotations

import os
import sys

import polars as pl


def main() -> int:
    """Read every value of the file named first, unless it tells of more rows than named second; 1 if that fails."""
    path, most = sys.argv[1], int(sys.argv[2])
    try:
        rows = pl.scan_parquet(path, glob=False)
        if rows.select(pl.len()).collect(engine="streaming").item() <= most:
            rows.sink_ipc(os.devnull)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        print(str(error).partition("\n")[0])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
