"""Exercises of "Does it add up?": the verdicts counted, and one found by bounds."""

from __future__ import annotations

import pandas as pd

from ..claims import claim_verdicts
from ..claims.evidence import Evidence
from ..claims.model import Verdict, judged
from ..claims.verdicts import all_claims
from ..data import Dataset
from .model import Exercise
from .names import Name, at_end
from .quantities import Number
from .vocabulary import words

BOUNDED = "foreign-firms-dominate-level-5-product"


def _share_that_holds(data: Dataset) -> Number:
    verdicts = claim_verdicts(data)["verdict"]
    counts = verdicts.value_counts()
    shares = 100 * counts / len(verdicts)
    names = {verdict: f"the verdict “{verdict}”" for verdict in shares.index}
    return Number(
        shares[Verdict.HOLDS],
        "per cent",
        others={names[verdict]: share for verdict, share in shares.items() if verdict != Verdict.HOLDS},
        slips={
            "That is the number of claims; their share in all claims is asked for.": counts[Verdict.HOLDS],
            "That is the share of the claims that do not simply hold.": 100 - shares[Verdict.HOLDS],
            "Claims that cannot be told count among all claims too.": (
                100 * counts[Verdict.HOLDS] / (len(verdicts) - counts.get(Verdict.UNTOLD, 0))
            ),
        },
    )


def _kind_that_fails(data: Dataset) -> Name:
    claims = claim_verdicts(data)
    table = pd.crosstab(claims["kind"], claims["verdict"]).reindex(columns=list(Verdict), fill_value=0)
    share = 1 - table[Verdict.HOLDS] / table.sum(axis=1)
    most = table.sum(axis=1) - table[Verdict.HOLDS]
    return at_end(
        share.to_dict(),
        words("kind", claims["kind"]),
        slips={
            "It has most claims that do not simply hold, but many claims in all; compare shares.": list(
                most.index[most == most.max()]
            )
        },
    )


def _by_bounds(data: Dataset) -> Name:
    found = judged(all_claims()[BOUNDED], Evidence(data, data.paper_year))
    return Name([found.finding.verdict], words("verdict", list(Verdict)))


EXERCISES = (
    Exercise(
        "ex-share-that-holds",
        (
            "The chapter's table of claims has a row for each claim and a column verdict.",
            "The mean of a column of true and false is the share that is true.",
        ),
        _share_that_holds,
    ),
    Exercise(
        "ex-kind-that-fails",
        (
            "The column kind says what a claim is about; the share is wanted within each kind.",
            'Mark the rows whose verdict is not "holds", and take the mean of that by kind.',
        ),
        _kind_that_fails,
    ),
    Exercise(
        "ex-by-bounds",
        (
            "How many national firms can there be at most in the sample, and how many firms stand at the level?",
            "If every national firm stood there, how many foreign ones would be left, and would they be over half?",
            "If no national firm stood there, what then? When the two cases differ, no printed number decides.",
        ),
        _by_bounds,
    ),
)
