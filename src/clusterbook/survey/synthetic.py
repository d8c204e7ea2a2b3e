"""A made-up sample of firms whose tallies are the paper's tables: synthetic, and no firm of it exists.

Everything that the paper prints of its firms is met: the number of firms and, as near as whole firms allow, the share
of foreign ones (Table 1), the firms at or above each level in each dimension (Table 5), skill intensity (Figure 2) and
yearly growth (Figure 1). Everything else is invented by the formulas below and a seed: which firm has which levels
together, how large it is, what it exports. Another seed gives other firms with the same tables, which is the point:
the tables do not fix the rest.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import polars as pl

from ..arguments import Data
from ..errors import BookError
from .schema import DIMENSIONS, SERIES, STAFF, SYNTHETIC
from .tallies import as_pandas

SEED = 303
# Invented scales, the same in every cluster; totals are of whole thousands, of which a tenth of a per cent is whole.
WORKERS, EXPORTS, WAGE = 120, 50, 9  # a firm; thousands of currency a worker and year
INFLATION = 0.05  # a year
SMALL, MEDIUM = 50, 200  # workers from which a firm counts as medium, and as large
SHARES = {"managers": 1, "professionals": 3, "supervisors": 2, "clerks": 2, "skilled_direct": 6}
LABEL = "Synthetic sample: no firm in it exists."
SESSIONS = ("synthetic-1", "synthetic-2")


def synthetic_firms(data: Data, seed: int = SEED) -> pl.DataFrame:
    """Return a synthetic sample that meets every margin the paper prints.

    Parameters
    ----------
    data : Dataset
        The book's tables, of which those of the paper's survey year are met.
    seed : int
        Decides all that the margins leave open. The same seed gives the same rows everywhere.

    Returns
    -------
    polars DataFrame
        One row a made-up firm, columns of ``firms.json`` with a series for each year of the paper's period; the id of
        each firm begins with ``synthetic-``. No value is missing.
    """
    return pl.DataFrame([row for cluster in _clusters(data) for row in _firms(data, cluster, _random(seed, cluster))])


def synthetic_prices(data: Data) -> pd.DataFrame:
    """Return a made-up consumer price index for each cluster and year of the period: cluster, year, price_index."""
    rows = []
    for cluster in _clusters(data):
        start, end = _period(data, cluster)
        rows += [(cluster, year, round(100 * (1 + INFLATION) ** (year - start), 4)) for year in range(start, end + 1)]
    return pd.DataFrame(rows, columns=["cluster", "year", "price_index"])


def synthetic_national_exports(data: Data) -> pd.DataFrame:
    """Return made-up exports of each nation that grow as Table 1 says: cluster, year (calendar), exports."""
    rows = []
    for cluster in _clusters(data):
        start, end = _period(data, cluster)
        rate = _growth(data, cluster, "exports", "nation")
        rows += [(cluster, year, round(1_000_000 * (1 + rate) ** (year - start))) for year in (start, end)]
    return pd.DataFrame(rows, columns=["cluster", "year", "exports"])


def synthetic_scores(data: Data) -> pd.DataFrame:
    """Return made-up sessions that agree on the phases of Table 4: cluster, year, session, pillar, score."""
    phases = data["institutions"].query(f"year == {data.paper_year}")
    frame = phases.rename(columns={"phase": "score"}).merge(pd.DataFrame({"session": SESSIONS}), how="cross")
    return frame[["cluster", "year", "session", "pillar", "score"]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Synthetic rows, or a tally of them, as text: it shows itself in a notebook under a line that says what it is."""

    text: str

    def __repr__(self) -> str:
        return f"{LABEL}\n\n{self.text}"


def labelled(frame: pd.DataFrame | pl.DataFrame) -> Labelled:
    """Return synthetic rows, or a tally of them, to be shown as what they are."""
    rows = frame if isinstance(frame, pd.DataFrame) else as_pandas(frame)
    return Labelled(rows.to_string(index=False))


def _firms(data: Data, cluster: str, rng: random.Random) -> list[dict[str, Any]]:
    survey = _one(data, "survey", cluster)
    count = int(survey["firms"])
    skill = [rng.random() for _ in range(count)]  # what draws a firm's levels, ownership and size together
    foreign = _whole(count * float(survey["foreign_share_pct_printed"]) / 100)
    owned_abroad = set(_best(skill, rng)[:foreign])
    levels = {dimension: _levels(data, cluster, dimension, _best(skill, rng)) for dimension in DIMENSIONS}
    start, end = _period(data, cluster)
    least = 2 * (1 + _growth(data, cluster, "employment")) ** (end - start)  # so that each employs someone at the start
    total = 1000 * math.ceil(count * max(WORKERS, least) / 1000)
    sizes = [1 + extra for extra in _apportion(total - count, [_spread(rng, 0.9) * (0.4 + at) for at in skill])]
    skilled = _apportion(
        _whole(total * float(_one(data, "skills", cluster)["skill_intensity_pct"]) / 100),
        [size * (0.7 + 0.6 * rng.random()) for size in sizes],
        sizes,
    )
    series = _series(data, cluster, sizes, rng)
    rows = []
    for at in range(count):
        named = list(SHARES)
        people = _apportion(skilled[at], [SHARES[name] * (0.5 + rng.random()) for name in named])
        equity = 50 + int(51 * rng.random()) if at in owned_abroad else max(0, int(100 * rng.random()) - 50)
        rows.append(
            {
                "firm": f"{SYNTHETIC}{cluster}-{at + 1:03}",
                "cluster": cluster,
                "year": data.paper_year,
                "foreign_equity_pct": equity,
                "size": "small" if sizes[at] < SMALL else "medium" if sizes[at] < MEDIUM else "large",
                **{DIMENSIONS[name]: found[at] for name, found in levels.items()},
                "workforce": sizes[at],
                # No technical staff apart, so that footnotes 10 and 11 give the same, and Figure 2 is met by both.
                **{name: people[named.index(name)] for name in STAFF[:2]},
                "technicians": 0,
                **{name: people[named.index(name)] for name in (*STAFF[2:], "skilled_direct")},
                **{name: values[at] for name, values in series.items()},
            }
        )
    return rows


def _levels(data: Data, cluster: str, dimension: str, order: Sequence[int]) -> list[int]:
    """The level of each firm: the first of an order reach the deepest, as many as Table 5 counts."""
    table = data["capabilities"]
    here = (table["cluster"] == cluster) & (table["dimension"] == dimension) & (table["year"] == data.paper_year)
    found = [0] * len(order)
    for _, row in table[here].sort_values("level").iterrows():
        for firm in order[: int(row["firms"])]:
            found[firm] = int(row["level"])
    return found


def _series(data: Data, cluster: str, sizes: Sequence[int], rng: random.Random) -> dict[str, list[int]]:
    """Exports, employment and wages of each firm in each year, whose totals grow as the paper prints."""
    start, end = _period(data, cluster)
    count, total, years = len(sizes), sum(sizes), range(start, end + 1)
    rates = {name: _growth(data, cluster, name) for name in ("exports", "employment", "real-wages")}
    exporting = [size * _spread(rng, 0.6) for size in sizes]
    paying = [0.7 + 0.6 * rng.random() for _ in sizes]
    drift = {name: [_spread(rng, 0.3) for _ in sizes] for name in ("exports", "employment")}
    found: dict[str, dict[int, list[int]]] = {name: {} for name in SERIES}
    for year in years:
        left = end - year
        back = left / (end - start)

        def part(name: str, weights: Sequence[float], back: float = back) -> list[float]:
            return [weight * moved**back for weight, moved in zip(weights, drift[name], strict=True)]

        exports = _whole(EXPORTS * total / (1 + rates["exports"]) ** left)
        found["exports"][year] = _apportion(exports, part("exports", exporting))
        people = _whole(total / (1 + rates["employment"]) ** left)
        weights = part("employment", [size - 1 for size in sizes])
        found["employment"][year] = [1 + extra for extra in _apportion(people - count, weights)]
        price = round((1 + INFLATION) ** (year - start), 6)
        wages = _whole(WAGE * price * people * (1 + rates["real-wages"]) ** (year - start))
        paid = [many * pay for many, pay in zip(found["employment"][year], paying, strict=True)]
        found["wages"][year] = _apportion(wages, paid)
    return {f"{name}_{year}": values for name, by_year in found.items() for year, values in by_year.items()}


def _apportion(total: int, weights: Sequence[float], most: Sequence[int] | None = None) -> list[int]:
    """Part a whole number by weights, to whole numbers that add up to it, none above its most; largest remainders."""
    whole = sum(weights) or 1
    exact = [total * weight / whole for weight in weights]
    room = most if most is not None else [total] * len(weights)
    found = [min(limit, int(part)) for part, limit in zip(exact, room, strict=True)]
    order = sorted(range(len(exact)), key=lambda at: (found[at] - exact[at], at))
    left = total - sum(found)
    while left:
        open_ = [at for at in order if found[at] < room[at]]
        if not open_:
            raise ValueError(f"{total} do not fit into {sum(room)}")
        for at in open_[:left]:
            found[at] += 1
        left = total - sum(found)
    return found


def _best(skill: Sequence[float], rng: random.Random) -> list[int]:
    """Firms in an order that follows their skill loosely."""
    marks = [value + 0.5 * rng.random() for value in skill]
    return sorted(range(len(skill)), key=lambda at: (-marks[at], at))


def _spread(rng: random.Random, width: float) -> float:
    """A factor round 1, nearly log-normal; sums of ``random()`` alone are the same in every version of Python."""
    return math.exp(width * (sum(rng.random() for _ in range(12)) - 6))


def _random(seed: int, cluster: str) -> random.Random:
    return random.Random(f"{seed} {cluster}")


def _whole(value: float) -> int:
    return int(Decimal(str(round(value, 6))).quantize(Decimal(1), ROUND_HALF_UP))


def _clusters(data: Data) -> list[str]:
    """Clusters that the paper surveyed, in the order of the book."""
    surveyed = data["survey"].query(f"year == {data.paper_year}")["cluster"]
    return [cluster for cluster in data["clusters"]["cluster"] if cluster in set(surveyed)]


def _one(data: Data, table: str, cluster: str) -> pd.Series:
    frame = data[table]
    return frame[(frame["cluster"] == cluster) & (frame["year"] == data.paper_year)].iloc[0]


def _growth_rows(data: Data, cluster: str) -> pd.DataFrame:
    growth = data["growth"]
    return growth[(growth["cluster"] == cluster) & (growth["year"] == data.paper_year)]


def _growth(data: Data, cluster: str, indicator: str, scope: str = "location") -> float:
    rows = _growth_rows(data, cluster)
    found = rows[(rows["indicator"] == indicator) & (rows["scope"] == scope)]
    rate = float(found["growth_pct_pa"].iloc[0]) / 100
    if rate <= -1:
        raise BookError(f"No sample can be made whose {indicator} in {cluster} fall to nothing: see data/growth.csv.")
    return rate


def _period(data: Data, cluster: str) -> tuple[int, int]:
    row = _growth_rows(data, cluster).iloc[0]
    return int(row["start_year"]), int(row["end_year"])
