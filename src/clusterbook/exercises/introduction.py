"""Exercises of the introduction: the map, the sample, the roadmap."""

from __future__ import annotations

from ..data import Dataset
from ..indicators import cluster_profile, places
from .looking import by, others
from .model import Exercise
from .names import Members, Name, at_end
from .quantities import Number
from .vocabulary import clusters, numbered


def _farthest_south(data: Dataset) -> Name:
    return at_end(by(places(data), "cluster", "latitude"), clusters(data), largest=False)


def _share_in_asia(data: Dataset) -> Number:
    firms = cluster_profile(data).groupby("region")["firms"].sum()
    shares = 100 * firms / firms.sum()
    listed = cluster_profile(data)["region"].value_counts(normalize=True)
    return Number(
        shares["Asia"],
        "per cent",
        others=others(shares.to_dict(), "Asia", {region: region for region in shares.index}),
        slips={
            "That is a number of firms; their share in all firms surveyed is asked for.": firms["Asia"],
            "That is the share of the clusters; count the firms surveyed in them.": 100 * listed["Asia"],
        },
    )


def _wrongly_announced(data: Dataset) -> Members:
    sections = data["sections"]
    announced = sections[sections["announced_as"].notna()]
    wrong = announced[announced["announced_as"] != announced["section"]]
    unannounced = sections[sections["announced_as"].isna()]
    return Members(
        [str(section) for section in wrong["section"]],
        numbered("section", sections["section"]),
        slips={
            "Those not announced at all are among them; only a wrong number counts.": [
                str(section) for section in [*wrong["section"], *unannounced["section"]]
            ],
            "Those are the sections that are announced; which of them under another number than they have?": [
                str(section) for section in announced["section"]
            ],
            "Those are the numbers under which they are announced; the numbers that they have are asked for.": [
                str(int(section)) for section in wrong["announced_as"]
            ],
        },
    )


EXERCISES = (
    Exercise(
        "ex-farthest-south",
        (
            "On a map that has north at the top, south is at the bottom.",
            "`cb.places(data)` gives the latitude of each cluster; south of the equator it is negative.",
        ),
        _farthest_south,
    ),
    Exercise(
        "ex-share-in-asia",
        (
            "`cb.cluster_profile(data)` has the region of each cluster and the firms surveyed there.",
            "Sum the firms by region with `groupby`, and divide by the sum of all.",
        ),
        _share_in_asia,
    ),
    Exercise(
        "ex-wrongly-announced",
        (
            'The table is `data["sections"]`: section is the number that one has, announced_as the one announced.',
            "Where nothing is announced the cell is empty; leave such rows out with `dropna`.",
        ),
        _wrongly_announced,
    ),
)
