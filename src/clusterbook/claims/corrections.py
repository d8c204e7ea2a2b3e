"""Misprints that can be corrected in more than one way: every reading of them, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..arguments import dataset
from ..data import Dataset
from ..wording import percent
from . import judging as by
from .evidence import Evidence
from .record import compare, recorded
from .verdicts import all_claims, judge

# What a reading changes; a claim looks at no table that it does not name, so the others need not be judged again.
CORRECTED = {"capabilities", "misprints", "survey"}


def misprint_corrections(data: Dataset | None = None) -> pd.DataFrame:
    """Return what hangs on each reading of a misprint: one row a reading.

    Two kinds of number are printed so that they cannot be right: a percentage of Table 5 beside its count
    (``misprints.csv``), and a foreign share of Table 1 that no whole number of firms gives. Both are those of the
    paper's own survey year.

    Columns: misprint, as printed; correction, the reading, as a clause after *if*; turned, the claims whose
    verdict is another than as printed (a dict from id to verdict); moved, the ids of those that keep their verdict
    on other numbers (a tuple).

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own; or a changed copy of it.

    Raises
    ------
    ArgumentError
        For what is no data set.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.misprint_corrections().columns.tolist()
    ['misprint', 'correction', 'turned', 'moved']
    """
    data = dataset(data).of_paper()
    open_to_it = {id: claim for id, claim in all_claims().items() if CORRECTED.intersection(claim.tables)}
    printed = recorded(judge(data, open_to_it))
    rows = []
    for misprint, correction, corrected in [*_table_5(data), *_table_1(data)]:
        claims = judge(corrected, open_to_it)
        changes = compare(claims, printed)
        rows.append(
            {
                "misprint": misprint,
                "correction": correction,
                "turned": {id: claims[id].finding.verdict.value for id in changes.verdicts},
                "moved": changes.numbers,
            }
        )
    frame = pd.DataFrame(rows, columns=["misprint", "correction", "turned", "moved"])
    frame.attrs = {"source": data.source("capabilities", "misprints", "survey")}
    return frame


def _table_5(data: Dataset) -> Iterator[tuple[str, str, Dataset]]:
    """Each misprint of Table 5: the count is right, or one of the counts that the percentage allows is."""
    key = ["cluster", "year", "dimension", "level"]
    samples = data["survey"].set_index(["cluster", "year"])["firms"]
    names = data["clusters"].set_index("cluster")["name"]
    for row, record in data["misprints"][data["misprints"]["year"] == data.year].iterrows():
        sample, share = int(samples[record["cluster"], record["year"]]), float(record["share_pct_printed"])
        cell = (data["capabilities"][key] == record[key]).all(axis=1)
        count = int(data["capabilities"].loc[cell, "firms"].iloc[0])
        where = f"{names[record['cluster']]}, {record['dimension'].replace('-', ' ')}, level {record['level']}"
        misprint = f"{where}: {count} of {sample} firms, {share:.0f}%"
        kept = data["misprints"].drop(index=row).reset_index(drop=True)
        exact = 100 * count / sample
        told = f"the count is right, and the percentage {percent(exact)}"
        yield misprint, told, _with(data, cell, kept, share_pct_printed=float(percent(exact)[:-1]))
        for firms in by.counts_giving(share, sample):
            yield misprint, f"the percentage is right, and the count {firms}", _with(data, cell, kept, firms=firms)


def _with(data: Dataset, cell: pd.Series, misprints: pd.DataFrame, **values: float) -> Dataset:
    capabilities = data["capabilities"]
    for column, value in values.items():
        capabilities.loc[cell, column] = value
    return data.replacing(check=False, capabilities=capabilities, misprints=misprints)


def _table_1(data: Dataset) -> Iterator[tuple[str, str, Dataset]]:
    """Each foreign share that no whole number of firms gives: the next lower and the next higher number."""
    see, names = Evidence(data), data["clusters"].set_index("cluster")["name"]
    for row, cell in data["survey"][data["survey"]["year"] == data.year].iterrows():
        sample, share = int(cell["firms"]), float(cell["foreign_share_pct_printed"])
        nearest = see.foreign_firms(cell["cluster"])
        if any(by.fits(share, 100 * firms / sample, 1) for firms in nearest):
            continue
        misprint = f"{names[cell['cluster']]}: {share:.1f}% of {sample} firms foreign-owned"
        for firms in nearest:
            survey = data["survey"]
            survey.loc[row, "foreign_share_pct_printed"] = round(100 * firms / sample, 1)
            told = f"{firms} firms are foreign-owned, {percent(100 * firms / sample, 1)}"
            yield misprint, told, data.replacing(check=False, survey=survey)
