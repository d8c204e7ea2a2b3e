"""The facts that are estimated from the published numbers: typical levels, ranks, factors, agreement, intervals."""

from __future__ import annotations

from collections.abc import Iterator

from num2words import num2words

from .. import estimates, indicators
from ..data import Dataset
from ..wording import decimal, listed, percent
from .model import Fact


def of_typical_levels(data: Dataset) -> Iterator[Fact]:
    for _, row in estimates.level_summary(indicators.firms_at_exactly(data)).iterrows():
        stem = f"{row['cluster']}.{row['dimension']}"
        where = f"capabilities.csv, {row['name']}, {data.year}, {row['dimension_name'].lower()}"
        modes = listed([str(level) for level in row["mode_levels"]])
        for key, value, text, what in (
            ("mean-level", row["mean_level"], decimal(row["mean_level"]), f"mean level of {row['sample']} firms"),
            ("mean-rank", row["rank"], _ordinal(row["rank"], row["tied"]), "rank of the cluster by mean level"),
            ("median-level", row["median_level"], f"{row['median_level']:g}", f"median level of {row['sample']} firms"),
            ("mode-level", modes, modes, f"level with most firms, {row['mode_firms']} of {row['sample']}"),
        ):
            yield Fact(f"{stem}.{key}", value, text, "capabilities", f"{where}: {what}")


def of_level_ranks(data: Dataset) -> Iterator[Fact]:
    for _, row in estimates.level_ranks(indicators.firm_shares(data)).iterrows():
        name = f"{row['cluster']}.{row['dimension']}.level-{row['level']}.rank"
        origin = (
            f"capabilities.csv, {data.year}, {row['dimension_name'].lower()}: rank of {row['name']} by the share "
            f"of firms at or above level {row['level']}"
        )
        yield Fact(name, row["rank"], _ordinal(row["rank"], row["tied"]), "capabilities", origin)


def of_growth_factors(data: Dataset) -> Iterator[Fact]:
    short = {"exports": "export", "real-wages": "wage"}
    for _, row in estimates.growth_factors(data).iterrows():
        what = short.get(row["indicator"], row["indicator"])
        stem = f"{row['cluster']}.{'national-' if row['scope'] == 'nation' else ''}{what}-factor"
        place = row["country"] if row["scope"] == "nation" else row["name"]
        where = f"growth.csv, {place}, {row['start_year']} to {row['end_year']}, {row['indicator_name'].lower()}"
        rate, half, years = row["growth_pct_pa"], row["half_unit_pp"], row["years"]
        for end, column, formula in (
            ("", "factor", f"(1 + {rate} / 100) to the power of {years}"),
            ("-low", "factor_low", f"(1 + ({rate} − {half}) / 100) to the power of {years}"),
            ("-high", "factor_high", f"(1 + ({rate} + {half}) / 100) to the power of {years}"),
            ("-simple", "factor_simple", f"1 + {years} × {rate} / 100"),
        ):
            text = decimal(row[column], 3 if end in {"-low", "-high"} else 2)
            yield Fact(f"{stem}{end}", row[column], text, "growth", f"{where}: {formula}")


def of_strength(data: Dataset) -> Iterator[Fact]:
    summary = estimates.level_summary(indicators.firms_at_exactly(data))
    ranks = estimates.strength_ranks(indicators.institutional_phases(data), indicators.firm_shares(data), summary)
    for _, row in ranks.drop_duplicates("cluster").iterrows():
        where = f"institutions.csv, {row['name']}, {data.year}"
        text = str(row["phase_sum"])
        yield Fact(f"{row['cluster']}.phase-sum", row["phase_sum"], text, "institutions", f"{where}: sum of phases")
        text = _ordinal(row["phase_rank"], row["phase_tied"])
        origin = f"{where}: rank of the cluster by the sum of its phases"
        yield Fact(f"{row['cluster']}.phase-rank", row["phase_rank"], text, "institutions", origin)
    agreement = estimates.rank_agreement(ranks)
    orders = int(agreement["orders"].iloc[0])
    origin = f"clusters.csv: number of ways to order {agreement['clusters'].iloc[0]} clusters"
    yield Fact("agreement.orders", orders, f"{orders:,}", "clusters", origin)
    perfect = agreement["p_perfect"].iloc[0]
    yield Fact("agreement.perfect-p", perfect, decimal(perfect, 3), "clusters", f"clusters.csv: 1 / {orders}")
    for _, row in agreement.dropna().iterrows():
        where = f"institutions.csv, {data.year}, sum of phases against {row['dimension_name'].lower()}"
        against = row["measure_name"][0].lower() + row["measure_name"][1:]
        for key, column, digits, what in (
            ("rho", "spearman_rho", 2, "Spearman's rho"),
            ("tau", "kendall_tau_b", 2, "Kendall's tau-b"),
            ("p", "p_observed", 2, "share of all orders that agree at least as well"),
            ("least-p", "p_least", 3, "share of all orders that agree as well as the ties allow"),
        ):
            name = f"agreement.{row['dimension']}.{row['measure']}.{key}"
            text = decimal(row[column], digits)
            yield Fact(name, row[column], text, "institutions", f"{where} ({against}): {what}")


def of_intervals(data: Dataset) -> Iterator[Fact]:
    frame = estimates.share_intervals(indicators.firm_shares(data))
    confidence = percent(100 * frame.attrs["confidence"])
    origin = "capabilities.csv: confidence chosen for the intervals of its shares"
    yield Fact("intervals.confidence", 100 * frame.attrs["confidence"], confidence, "capabilities", origin)
    for _, row in frame.iterrows():
        stem = f"{row['cluster']}.{row['dimension']}.level-{row['level']}"
        where = f"capabilities.csv, {row['name']}, {data.year}, {row['dimension_name'].lower()}, level {row['level']}"
        for key in ("low", "high"):
            origin = f"{where}: {key} end of Wilson's {confidence} interval, {row['firms']} of {row['sample']} firms"
            value = row[f"{key}_pct"]
            yield Fact(f"{stem}.share-{key}", value, percent(value), "capabilities", origin)


def _ordinal(rank: int, tied: bool) -> str:
    return ("joint " if tied else "") + str(num2words(int(rank), to="ordinal", lang="en_GB"))
