"""Exercises of "Institutional upgrading": phases by pillar, their sum, and the text against the table."""

from __future__ import annotations

from ..data import Dataset
from ..indicators import institutional_phases
from .looking import by, rows
from .model import Exercise
from .names import Members, Name, Order, at_end
from .vocabulary import clusters, pillars


def _most_alike(data: Dataset) -> Name:
    phases = institutional_phases(data).groupby("pillar", sort=False)["phase"]
    return at_end((phases.max() - phases.min()).to_dict(), pillars(data), largest=False)


def _by_strength(data: Dataset) -> Order:
    phases = institutional_phases(data)
    alone = by(phases, "cluster", "phase", pillar="high-tech-institutions")
    return Order(
        phases.groupby("cluster")["phase"].sum().to_dict(),
        clusters(data),
        slips={"That is the order by the high-tech pillar alone; sum all pillars.": alone},
    )


def _below_phase_4(data: Dataset) -> Members:
    markets = rows(institutional_phases(data), pillar="market-integration")
    below = markets["phase"] < 4
    return Members(
        list(markets["cluster"][below]),
        clusters(data),
        slips={"Those are the clusters for which the table agrees with the text.": list(markets["cluster"][~below])},
    )


EXERCISES = (
    Exercise(
        "ex-most-alike",
        (
            "Look along each pillar: how far apart are the highest and the lowest phase on it?",
            'Group `cb.institutional_phases(data)` by "pillar_name", and take the least phase from the greatest.',
        ),
        _most_alike,
    ),
    Exercise(
        "ex-by-strength",
        (
            "Sum the phases of each cluster over the pillars.",
            "Sort the sums with `sort_values`, the largest first; the order of those that tie does not matter.",
        ),
        _by_strength,
    ),
    Exercise(
        "ex-below-phase-4",
        (
            "The text speaks of one pillar; what does the table say of each cluster on it?",
            "A phase below 4 is what contradicts the text.",
        ),
        _below_phase_4,
    ),
)
