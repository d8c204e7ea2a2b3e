"""The synthetic sample as files in ``synthetic/``, each of which says that it is synthetic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from ..data import Dataset
from ..files import put
from .schema import SYNTHETIC, beside, descriptor, fields, series_years
from .synthetic import SEED, synthetic_firms, synthetic_national_exports, synthetic_prices, synthetic_scores

FOLDER = "synthetic"
NOTE = "Synthetic: made up by a formula and a seed. No firm, price or score in it exists."
README = f"""# Synthetic firms

{NOTE}
`python -m clusterbook accept` writes these files from `data/`; `src/clusterbook/survey/synthetic.py` says how.

Tallied, the firms give the tables that the paper prints: the sample and its foreign share as near as whole firms allow
(Table 1), the firms at or above each level (Table 5), skill intensity (Figure 2) and yearly growth (Figure 1).
Everything else about them is invented, and another seed than {SEED} invents it otherwise.
The id of every firm begins with `{SYNTHETIC}`, and the other tables name their source as `synthetic`; the book's
commands compare such rows with `data/` and never write them there.

| File | What it holds |
| --- | --- |
| `firms.csv` | one row a made-up firm |
| `prices.csv` | a made-up consumer price index, by which wages are deflated |
| `national_exports.csv` | made-up exports of each nation that grow as Table 1 says |
| `scores.csv` | made-up sessions that agree on the phases of Table 4 |
| `datapackage.json` | what each column is |

To see them tallied:

    .venv/bin/python -m clusterbook tally synthetic/firms.csv --prices synthetic/prices.csv \\
        --national synthetic/national_exports.csv --scores synthetic/scores.csv --threshold 1
"""


def synthetic_files(data: Dataset) -> dict[str, bytes]:
    """Return the files of the synthetic sample by name, the same bytes for the same data."""
    firms = synthetic_firms(data)
    sides = {
        "prices": synthetic_prices(data),
        "national_exports": synthetic_national_exports(data),
        "scores": synthetic_scores(data),
    }
    columns = fields(series_years(firms.columns, "exports"))
    entries = [_entry("firms", descriptor(), {**descriptor()["schema"], "fields": columns})]
    entries += [_entry(name, beside(name), beside(name)["schema"]) for name in sides]
    package = {
        "profile": "data-package",
        "name": "synthetic-firms",
        "title": "Synthetic firms (not data)",
        "description": NOTE,
        "synthetic": True,
        "seed": SEED,
        "resources": entries,
    }
    found = {f"{name}.csv": _csv(side.assign(source="synthetic")) for name, side in sides.items()}
    found["firms.csv"] = firms.write_csv().encode("utf-8")
    found["datapackage.json"] = f"{json.dumps(package, indent=2, ensure_ascii=False)}\n".encode()
    found["README.md"] = README.encode("utf-8")
    return dict(sorted(found.items()))


def write_synthetic(root: Path, data: Dataset) -> list[Path]:
    """Write the files of the synthetic sample; return those that changed."""
    folder = root / FOLDER
    changed = []
    for name, raw in synthetic_files(data).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != raw:
            put(path, raw)
            changed.append(path)
    return changed


def _entry(name: str, about: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": f"{about['title']} (synthetic)",
        "description": NOTE,
        "synthetic": True,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _csv(frame: pd.DataFrame) -> bytes:
    return str(frame.to_csv(index=False, lineterminator="\n")).encode("utf-8")
