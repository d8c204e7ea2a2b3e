"""What the derivations share: the rows of the year looked at, names, the order of rows, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..arguments import Data


def of_year(data: Data, table: str) -> pd.DataFrame:
    """Rows of the year looked at, the column dropped."""
    frame = data[table]
    return frame[frame["year"] == data.year].drop(columns="year").reset_index(drop=True)


def named(data: Data, frame: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Add the cluster's name (and more of clusters.csv), clusters in file order."""
    clusters = data["clusters"][["cluster", "name", *more]]
    return ordered(frame.merge(clusters, on="cluster"), cluster=clusters["cluster"])


def dimensions(data: Data) -> pd.DataFrame:
    names = {"name": "dimension_name", "label_table_5": "dimension_label"}
    return data["dimensions"].rename(columns=names).drop(columns="label_table_3")


def ordered(frame: pd.DataFrame, **orders: pd.Series) -> pd.DataFrame:
    """Sort by the given columns, each in the order of its own list; stable within."""
    ranks: Mapping[str, dict[str, int]] = {
        column: {value: rank for rank, value in enumerate(order)} for column, order in orders.items()
    }
    keyed = frame.sort_values(list(orders), key=lambda column: column.map(ranks[str(column.name)]), kind="stable")
    return keyed.reset_index(drop=True)


def sourced(data: Data, frame: pd.DataFrame, *tables: str) -> pd.DataFrame:
    """Attach the source line that tables and charts print, and the clusters in their order."""
    frame = frame.reset_index(drop=True)
    clusters = data["clusters"]
    frame.attrs = {"source": data.source(*tables), "clusters": list(clusters["name"])}
    frame.attrs["cluster_ids"] = list(clusters["cluster"])
    return frame
