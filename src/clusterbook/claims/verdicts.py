"""Every claim of the register, judged by the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from ..arguments import Data, dataset
from ..data import Dataset
from ..errors import UnknownNameError, unknown
from . import (
    abstract,
    beyond,
    buenos_aires,
    conclusions,
    drivers,
    growth,
    institutions,
    introduction,
    levels,
    los_lagos,
    method,
    penang,
    qiaotou,
    references,
    skills,
    table_4,
    table_5,
    technology,
    theory,
    typologies,
)
from .evidence import Evidence
from .model import SIGNS, Claim, Judged, Register, judged, place

# In the order of the paper; a new part of the register has its line here.
PARTS = (
    abstract,
    introduction,
    theory,
    method,
    typologies,
    institutions,
    table_4,
    technology,
    levels,
    table_5,
    growth,
    skills,
    drivers,
    buenos_aires,
    los_lagos,
    penang,
    qiaotou,
    conclusions,
    references,
    beyond,
)


def all_claims() -> dict[str, Claim]:
    """Return every claim by its id, in the order of the paper."""
    return gathered(part.REGISTER for part in PARTS)


def gathered(registers: Iterable[Register]) -> dict[str, Claim]:
    """Return the claims of some registers by their ids.

    Raises
    ------
    ValueError
        If two claims have one id.
    """
    found: dict[str, Claim] = {}
    for claim in (claim for register in registers for claim in register.claims):
        if claim.id in found:
            raise ValueError(f"two claims are called {claim.id!r}")
        found[claim.id] = claim
    return found


def judge_all(data: Data | None = None) -> dict[str, Judged]:
    """Judge every claim by the data, in the order of the paper.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own.

    Notes
    -----
    The claims of the paper are judged by its own survey year, whatever year is looked at; this book's readings,
    which stand beside the tables and figures shown, by the year looked at.

    Raises
    ------
    ArgumentError
        For what is no data set.

    Examples
    --------
    >>> import clusterbook as cb
    >>> judged = cb.judge_all()["over-half-at-level-4"]
    >>> judged.finding.verdict.value in {"holds", "does not hold", "cannot be told"}
    True
    """
    return judge(dataset(data), all_claims())


def judge(data: Data, claims: Mapping[str, Claim]) -> dict[str, Judged]:
    """Judge some claims by the data, in their order; the same of each as ``judge_all`` says."""
    paper, shown = Evidence(data, data.paper_year), Evidence(data, data.year)
    several = shown.year != paper.year
    return {
        id: judged(claim, paper if claim.made_by == "the paper" else shown, several=several)
        for id, claim in claims.items()
    }


def find(claims: Mapping[str, Judged], id: str) -> Judged:
    """Return one judged claim.

    Raises
    ------
    UnknownNameError
        For an id that no claim has.
    """
    if id not in claims:
        raise UnknownNameError(unknown("claim", id, list(claims)))
    return claims[id]


def claim_verdicts(data: Dataset | None = None) -> pd.DataFrame:
    """Return every claim with its verdict: one row a claim, in the order of the paper, the book's own last.

    Columns: claim (id); part, the section of the paper, or this book; place in it; kind; statement; verdict;
    found, the numbers that decide, with both readings or the data that are lacking; tables, the files read.
    No value is missing. ``attrs["signs"]`` maps each verdict to its sign.

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
    >>> cb.claim_verdicts().columns.tolist()
    ['claim', 'part', 'place', 'kind', 'statement', 'verdict', 'found', 'tables']
    """
    data = dataset(data)
    titles = {str(row["section"]): row["title"] for _, row in data["sections"].iterrows()}
    rows = []
    for id, found in judge_all(data).items():
        claim = found.claim
        own = claim.made_by == "this book"
        part = (
            f"Section {claim.section}: {titles[claim.section]}"
            if claim.section in titles
            else claim.section.capitalize()
        )
        rows.append(
            {
                "claim": id,
                "part": "This book's own readings" if own else part,
                "place": place(claim) if own else claim.place[0].upper() + claim.place[1:],
                "kind": claim.kind,
                "statement": claim.statement,
                "verdict": found.finding.verdict.value,
                "found": found.told,
                "tables": " ".join(f"{table}.csv" for table in claim.tables),
            }
        )
    frame = pd.DataFrame(rows)
    frame = frame.sort_values("part", key=lambda parts: parts == "This book's own readings", kind="stable")
    frame = frame.reset_index(drop=True)
    frame.attrs = {
        "source": data.source(
            *dict.fromkeys(table.removesuffix(".csv") for cell in frame["tables"] for table in cell.split())
        ),
        "signs": {verdict.value: sign for verdict, sign in SIGNS.items()},
    }
    return frame
