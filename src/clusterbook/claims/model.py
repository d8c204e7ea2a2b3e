"""What a claim is: a statement that data can test, a function that judges it, and what the function finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from ..wording import listed
from .evidence import BY_YEAR, FOUR, Evidence, LackingError


class Verdict(StrEnum):
    """What the data say of a claim."""

    HOLDS = "holds"
    FAILS = "does not hold"
    AMBIGUOUS = "ambiguous"
    UNTOLD = "cannot be told"


PLURAL = {
    Verdict.HOLDS: "hold",
    Verdict.FAILS: "do not hold",
    Verdict.AMBIGUOUS: "ambiguous",
    Verdict.UNTOLD: "cannot be told",
}
SIGNS = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.AMBIGUOUS: "≈", Verdict.UNTOLD: "?"}

Kind = Literal[
    "number",  # a quantity that stands in two places, or follows from others
    "count",  # how many: firms, clusters, members of a list
    "share",  # a percentage or a majority
    "ranking",  # the highest, the lowest, an order
    "comparison",  # one thing beside another, without an order of all
    "trend",  # growth, decline, a turn
    "date",
    "every cluster",  # a statement about each of the clusters
    "attribution",  # who did or drove it
    "definition",  # a scale, a term, a level and what it takes
    "citation",
    "cross-reference",  # to a section, table, figure or note
]
Maker = Literal["the paper", "this book"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the data say of one claim.

    Attributes
    ----------
    verdict : Verdict
    numbers : str
        What decides, as one or more sentences: the values compared.
    readings : tuple of str
        For an ambiguous claim each reading with what it gives; otherwise empty.
    needs : str
        For a claim that cannot be told, what data would decide it; otherwise empty.
    """

    verdict: Verdict
    numbers: str
    readings: tuple[str, ...] = ()
    needs: str = ""

    def __post_init__(self) -> None:
        if not self.numbers.endswith("."):
            raise ValueError(f"numbers are sentences: {self.numbers!r}")
        if (self.verdict is Verdict.AMBIGUOUS) != (len(self.readings) > 1):
            raise ValueError("an ambiguous finding has two readings or more, any other none")
        if (self.verdict is Verdict.UNTOLD) != bool(self.needs):
            raise ValueError("a finding says what data it needs just when it cannot be told")

    def __str__(self) -> str:
        needs = f" It would take {self.needs}." if self.needs else ""
        return " ".join([self.numbers, *self.readings]) + needs


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the paper (or of this book) that the data can test.

    Attributes
    ----------
    id : str
        What the ``claim`` role calls it.
    section : str
        Section of the paper: ``abstract``, ``1`` to ``7``, ``references``.
    place : str
        Where in the section, for a reader with the paper in hand.
    kind : Kind
    statement : str
        The statement in our own words, one sentence.
    decided_by : tuple of str
        Columns that decide, each as ``table.column``.
    judge : callable
        From the evidence to a finding.
    clusters : tuple of str
        Clusters that the statement names or means; it is judged over these, whatever others the data hold.
    made_by : Maker
        The paper, or this book where a sentence of its own reads a table in words.
    """

    id: str
    section: str
    place: str
    kind: Kind
    statement: str
    decided_by: tuple[str, ...]
    judge: Callable[[Evidence], Finding]
    clusters: tuple[str, ...] = ()
    made_by: Maker = "the paper"

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that decide, each once."""
        return tuple(dict.fromkeys(column.split(".")[0] for column in self.decided_by))


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what the data say of it.

    Attributes
    ----------
    claim : Claim
    finding : Finding
    beyond : tuple of str
        Names of the clusters of the data that the judgement leaves out.
    year : int or None
        The survey year that it is judged by, where another is shown than the paper's and the claim hangs on it.
    """

    claim: Claim
    finding: Finding
    beyond: tuple[str, ...] = ()
    year: int | None = None

    @property
    def told(self) -> str:
        """The finding as a reader is told it, with the survey year where there is more than one."""
        return f"{self.finding}{f' Judged by the survey of {self.year}.' if self.year else ''}"


class Register:
    """The claims of one part of the paper, in the order of the text."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.claims: list[Claim] = []

    def add(
        self,
        id: str,
        place: str,
        kind: Kind,
        statement: str,
        decided_by: str,
        *,
        clusters: tuple[str, ...] = (),
        made_by: Maker = "the paper",
    ) -> Callable[[Callable[[Evidence], Finding]], Callable[[Evidence], Finding]]:
        """Register the decorated function as the judge of a claim; `decided_by` lists columns, blanks between."""

        def register(judge: Callable[[Evidence], Finding]) -> Callable[[Evidence], Finding]:
            columns = tuple(decided_by.split())
            self.claims.append(
                Claim(id, self.section, place, kind, statement, columns, judge, clusters, made_by),
            )
            return judge

        return register


def judged(claim: Claim, evidence: Evidence, *, several: bool = False) -> Judged:
    """Judge one claim; data that lack what it needs make it one that cannot be told.

    Parameters
    ----------
    several : bool
        Whether claims are judged by more than one survey year, so that each has to say which is its own.
    """
    year = evidence.year if several and BY_YEAR.intersection(claim.tables) else None
    try:
        finding = claim.judge(evidence)
    except LackingError as error:
        finding = Finding(Verdict.UNTOLD, "The data lack what decides this.", needs=str(error))
        return Judged(claim, finding, year=year)
    beyond: tuple[str, ...] = ()
    if claim.clusters == FOUR:
        beyond = tuple(name for cluster, name in evidence.names().items() if cluster not in FOUR)
    if beyond:
        over = f"Judged over {listed([evidence.name(cluster) for cluster in FOUR])} only, not over {listed(beyond)}."
        finding = replace(finding, numbers=f"{finding.numbers} {over}")
    return Judged(claim, finding, beyond, year)


def place(claim: Claim) -> str:
    """Where the paper, or this book, makes a claim: section 4, paragraph 2."""
    section = f"section {claim.section}" if claim.section.isdigit() else f"the {claim.section}"
    return f"this book, on {section}" if claim.made_by == "this book" else f"{section}, {claim.place}"
