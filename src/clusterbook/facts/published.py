"""The facts that the data hold as published: values, counts, shares and who has the highest."""

from __future__ import annotations

from collections.abc import Iterator

from .. import indicators
from ..data import Dataset
from ..wording import amount, listed, percent
from .model import Fact

_OF_CLUSTER = {
    "firms": ("survey", "firms", ""),
    "foreign-share": ("survey", "foreign_share_pct", "%"),
    "export-growth": ("growth", "export_growth_pct_pa", "%"),
    "national-export-growth": ("growth", "national_export_growth_pct_pa", "%"),
    "export-premium": ("growth", "export_premium_pp", " percentage points"),
    "employment-growth": ("growth", "employment_growth_pct_pa", "%"),
    "wage-growth": ("growth", "wage_growth_pct_pa", "%"),
    "skill-intensity": ("skills", "skill_intensity_pct", "%"),
}
_WORDED = {
    "firms": "firms surveyed",
    "foreign-share": "foreign ownership in the sample",
    "export-growth": "yearly export growth of the location",
    "national-export-growth": "yearly export growth of the nation",
    "export-premium": "yearly export growth of the location less that of the nation",
    "employment-growth": "yearly employment growth",
    "wage-growth": "yearly growth of real wages",
    "skill-intensity": "skill intensity",
}


def of_years(data: Dataset) -> Iterator[Fact]:
    origin = "survey.csv: year of the survey shown"
    yield Fact("survey.year", data.year, str(data.year), "survey", origin)
    first = int(data["survey"]["year"].min())
    yield Fact("survey.first-year", first, str(first), "survey", "survey.csv: year of the first survey")
    origin = "survey.csv: year of the survey on which the paper reports"
    yield Fact("survey.paper-year", data.paper_year, str(data.paper_year), "survey", origin)
    rates = indicators.growth_rates(data)
    period = f"{rates['start_year'].min()}–{rates['end_year'].max()}"
    yield Fact("growth.period", period, period, "growth", f"growth.csv, {data.year}: first and last year of the rates")


def of_clusters(data: Dataset) -> Iterator[Fact]:
    for _, row in indicators.cluster_summary(data).iterrows():
        for key in ("name", "country", "product"):
            yield Fact(
                f"{row['cluster']}.{key}",
                row[key],
                row[key],
                "clusters",
                f"clusters.csv, {row['name']}: {key}",
            )
        for key, (table, column, unit) in _OF_CLUSTER.items():
            origin = f"{table}.csv, {row['name']}, {data.year}: {_WORDED[key]}"
            text = percent(row[column], 1).replace("%", unit) if unit else f"{row[column]:,}"
            yield Fact(f"{row['cluster']}.{key}", row[column], text, table, origin)


def of_levels(data: Dataset) -> Iterator[Fact]:
    exact = indicators.firms_at_exactly(data)["firms"]
    for at, row in indicators.firm_shares(data).iterrows():
        stem = f"{row['cluster']}.{row['dimension']}.level-{row['level']}"
        where = f"capabilities.csv, {row['name']}, {data.year}, {row['dimension_name'].lower()}, level {row['level']}"
        yield Fact(f"{stem}.firms", row["firms"], f"{row['firms']:,}", "capabilities", f"{where}: firms at or above")
        share = percent(row["share_pct"])
        origin = f"{where}: {row['firms']} of {row['sample']} firms"
        yield Fact(f"{stem}.share", row["share_pct"], share, "capabilities", origin)
        origin = f"{where}: firms at or above it less firms at or above the next"
        yield Fact(f"{stem}.exactly", int(exact[at]), f"{exact[at]:,}", "capabilities", origin)


def of_pillars(data: Dataset) -> Iterator[Fact]:
    for _, row in indicators.institutional_phases(data).iterrows():
        origin = f"institutions.csv, {row['name']}, {data.year}: phase of {row['pillar_name'].lower()}"
        name = f"{row['cluster']}.{row['pillar']}.phase"
        yield Fact(name, row["phase"], str(row["phase"]), "institutions", origin)


def of_figures(data: Dataset) -> Iterator[Fact]:
    for _, row in data["figures"].iterrows():
        origin = f"figures.csv, {row['place']}, {row['date'].replace('-', ' ')}: {row['measure'].lower()}"
        yield Fact(
            f"{row['series']}.{row['date']}",
            row["value"],
            amount(row["value"], row["unit"]),
            "figures",
            origin,
        )


def of_study(data: Dataset) -> Iterator[Fact]:
    for _, row in data["study"].iterrows():
        text = amount(row["value"], row["unit"])
        yield Fact(f"study.{row['parameter']}", row["value"], text, "study", f"study.csv: {row['description']}")


def of_totals(data: Dataset) -> Iterator[Fact]:
    profile = indicators.cluster_profile(data)
    yield Fact("clusters.count", len(profile), str(len(profile)), "clusters", "clusters.csv: number of rows")
    total = int(profile["firms"].sum())
    yield Fact("firms.total", total, f"{total:,}", "survey", f"survey.csv, {data.year}: sum of firms")


def of_works(data: Dataset) -> Iterator[Fact]:
    cited, listed_ = set(data["citations"]["work"]), set(data["works"]["work"])
    for name, value, table, origin in (
        ("citations.count", len(data["citations"]), "citations", "citations.csv: number of rows"),
        ("works.count", len(data["works"]), "works", "works.csv: number of rows"),
        ("works.cited", len(cited), "citations", "citations.csv: number of works"),
        ("works.unlisted", len(cited - listed_), "citations", "citations.csv: number of works that works.csv lacks"),
        ("works.uncited", len(listed_ - cited), "works", "works.csv: number of works that citations.csv lacks"),
    ):
        yield Fact(name, value, f"{value:,}", table, origin)


def of_extremes(data: Dataset) -> Iterator[Fact]:
    summary = indicators.cluster_summary(data).set_index("name")
    for key, (table, column, _) in _OF_CLUSTER.items():
        if key == "firms":
            continue
        for end, found in (("highest", summary[column].max()), ("lowest", summary[column].min())):
            names = listed(list(summary.index[summary[column] == found]))
            origin = f"{table}.csv, {data.year}: cluster with the {end} {_WORDED[key]}"
            yield Fact(f"{key}.{end}", names, names, table, origin)
