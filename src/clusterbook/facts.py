"""Named numbers for the prose, each with its text and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from num2words import num2words

from . import estimates, indicators
from .arguments import dataset
from .data import Dataset
from .errors import UnknownNameError, unknown
from .wording import amount, decimal, listed, percent

PAPER = "paper."  # before a name: the fact of the paper's own survey year


@dataclass(frozen=True, slots=True)
class Fact:
    """One number (or name) that a sentence may quote.

    Attributes
    ----------
    name : str
        What the ``num`` role calls it, as ``los-lagos.export-growth``.
    value : float, int or str
        The value in its unit; per cent as 18.6, not 0.186.
    text : str
        The value as printed in a sentence, unit included where the sentence needs it.
    table : str
        Table of ``datapackage.json`` it is read from.
    origin : str
        File, row and column, or the formula, in words for a reader.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.all_facts()["clusters.count"].table
    'clusters'
    """

    name: str
    value: float | int | str
    text: str
    table: str
    origin: str


class _Facts(Mapping[str, Fact]):
    """Facts by name; a group of them is computed when a name is looked for that the groups before it lack.

    A name after ``paper.`` is that of the same fact in the survey year of the paper; it can be looked up, but is not
    among the names.
    """

    def __init__(self, groups: Iterable[Iterator[Fact]], paper: Mapping[str, Fact] | None = None) -> None:
        self._groups = iter(groups)
        self._found: dict[str, Fact] = {}
        self._paper = self if paper is None else paper

    def __getitem__(self, name: str) -> Fact:
        if name.startswith(PAPER):
            return replace(self._paper[name.removeprefix(PAPER)], name=name)
        while name not in self._found and self._next():
            pass
        if name not in self._found:
            raise UnknownNameError(unknown("number", name, self._found))
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        while self._next():
            pass
        return iter(self._found)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _next(self) -> bool:
        group = next(self._groups, None)
        if group is not None:
            self._found |= {fact.name: fact for fact in group}
        return group is not None


def all_facts(data: Dataset | None = None) -> Mapping[str, Fact]:
    """Return every fact that the data hold, by name.

    Parameters
    ----------
    data : Dataset, optional
        By default the book's own.

    Notes
    -----
    Names follow the ids of the data, so a new cluster, level, pillar, series or date brings its own.
    A number is that of the year looked at; ``paper.`` before its name gives that of the paper's own survey year.

    Raises
    ------
    ArgumentError
        For what is no data set; the mapping raises UnknownNameError for a name that it lacks.

    Examples
    --------
    >>> import clusterbook as cb
    >>> facts = cb.all_facts()
    >>> facts["penang.skill-intensity"].origin.startswith("skills.csv, Penang")
    True
    """
    data = dataset(data)
    makers = (
        _of_years,
        _of_clusters,
        _of_levels,
        _of_pillars,
        _of_figures,
        _of_study,
        _of_totals,
        _of_works,
        _of_extremes,
        _of_typical_levels,
        _of_level_ranks,
        _of_growth_factors,
        _of_strength,  # from here on scipy is needed, which takes long to load
        _of_intervals,
    )
    paper = _Facts(make(data.of_paper()) for make in makers) if data.year != data.paper_year else None
    return _Facts((make(data) for make in makers), paper)


def quote(facts: Mapping[str, Fact], reference: str) -> tuple[Fact, str]:
    """Return the fact that a reference names and the text to print.

    Parameters
    ----------
    reference : str
        A fact's name, with ``:words`` or ``:Words`` after it for a whole number in words.

    Raises
    ------
    UnknownNameError
        For an unknown name or form, or a form in words of what is not a whole number.
    """
    name, _, form = reference.partition(":")
    if name not in facts:
        raise UnknownNameError(unknown("number", name, list(facts)))
    fact = facts[name]
    if not form:
        return fact, fact.text
    if form not in {"words", "Words"} or isinstance(fact.value, str) or fact.value != int(fact.value):
        raise UnknownNameError(f"number {name!r} has no form {form!r}; whole numbers have 'words' and 'Words'")
    words = str(num2words(int(fact.value), lang="en_GB"))
    return fact, words.capitalize() if form == "Words" else words


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


def _of_years(data: Dataset) -> Iterator[Fact]:
    origin = "survey.csv: year of the survey shown"
    yield Fact("survey.year", data.year, str(data.year), "survey", origin)
    first = int(data["survey"]["year"].min())
    yield Fact("survey.first-year", first, str(first), "survey", "survey.csv: year of the first survey")
    origin = "survey.csv: year of the survey on which the paper reports"
    yield Fact("survey.paper-year", data.paper_year, str(data.paper_year), "survey", origin)
    rates = indicators.growth_rates(data)
    period = f"{rates['start_year'].min()}–{rates['end_year'].max()}"
    yield Fact("growth.period", period, period, "growth", f"growth.csv, {data.year}: first and last year of the rates")


def _of_clusters(data: Dataset) -> Iterator[Fact]:
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


def _of_levels(data: Dataset) -> Iterator[Fact]:
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


def _of_pillars(data: Dataset) -> Iterator[Fact]:
    for _, row in indicators.institutional_phases(data).iterrows():
        origin = f"institutions.csv, {row['name']}, {data.year}: phase of {row['pillar_name'].lower()}"
        name = f"{row['cluster']}.{row['pillar']}.phase"
        yield Fact(name, row["phase"], str(row["phase"]), "institutions", origin)


def _of_figures(data: Dataset) -> Iterator[Fact]:
    for _, row in data["figures"].iterrows():
        origin = f"figures.csv, {row['place']}, {row['date'].replace('-', ' ')}: {row['measure'].lower()}"
        yield Fact(
            f"{row['series']}.{row['date']}",
            row["value"],
            amount(row["value"], row["unit"]),
            "figures",
            origin,
        )


def _of_study(data: Dataset) -> Iterator[Fact]:
    for _, row in data["study"].iterrows():
        text = amount(row["value"], row["unit"])
        yield Fact(f"study.{row['parameter']}", row["value"], text, "study", f"study.csv: {row['description']}")


def _of_totals(data: Dataset) -> Iterator[Fact]:
    profile = indicators.cluster_profile(data)
    yield Fact("clusters.count", len(profile), str(len(profile)), "clusters", "clusters.csv: number of rows")
    total = int(profile["firms"].sum())
    yield Fact("firms.total", total, f"{total:,}", "survey", f"survey.csv, {data.year}: sum of firms")


def _of_works(data: Dataset) -> Iterator[Fact]:
    cited, listed_ = set(data["citations"]["work"]), set(data["works"]["work"])
    for name, value, table, origin in (
        ("citations.count", len(data["citations"]), "citations", "citations.csv: number of rows"),
        ("works.count", len(data["works"]), "works", "works.csv: number of rows"),
        ("works.cited", len(cited), "citations", "citations.csv: number of works"),
        ("works.unlisted", len(cited - listed_), "citations", "citations.csv: number of works that works.csv lacks"),
        ("works.uncited", len(listed_ - cited), "works", "works.csv: number of works that citations.csv lacks"),
    ):
        yield Fact(name, value, f"{value:,}", table, origin)


def _of_extremes(data: Dataset) -> Iterator[Fact]:
    summary = indicators.cluster_summary(data).set_index("name")
    for key, (table, column, _) in _OF_CLUSTER.items():
        if key == "firms":
            continue
        for end, found in (("highest", summary[column].max()), ("lowest", summary[column].min())):
            names = listed(list(summary.index[summary[column] == found]))
            origin = f"{table}.csv, {data.year}: cluster with the {end} {_WORDED[key]}"
            yield Fact(f"{key}.{end}", names, names, table, origin)


def _of_typical_levels(data: Dataset) -> Iterator[Fact]:
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


def _of_intervals(data: Dataset) -> Iterator[Fact]:
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


def _of_level_ranks(data: Dataset) -> Iterator[Fact]:
    for _, row in estimates.level_ranks(indicators.firm_shares(data)).iterrows():
        name = f"{row['cluster']}.{row['dimension']}.level-{row['level']}.rank"
        origin = (
            f"capabilities.csv, {data.year}, {row['dimension_name'].lower()}: rank of {row['name']} by the share "
            f"of firms at or above level {row['level']}"
        )
        yield Fact(name, row["rank"], _ordinal(row["rank"], row["tied"]), "capabilities", origin)


def _of_growth_factors(data: Dataset) -> Iterator[Fact]:
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


def _of_strength(data: Dataset) -> Iterator[Fact]:
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


def _ordinal(rank: int, tied: bool) -> str:
    return ("joint " if tied else "") + str(num2words(int(rank), to="ordinal", lang="en_GB"))
