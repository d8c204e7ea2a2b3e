"""From firm rows to the paper's tables: pure tallies, one a table.

Each takes firm rows that keep the rules of ``firms.json`` (``check_firms``), as a Polars frame or a lazy one, of which
only the columns needed are read; rows of several clusters and survey years are tallied apart. Each returns a small
pandas frame in the grain of a table in ``data/``, clusters in alphabetical order.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import polars as pl

from ..errors import DataError, Fault
from .schema import DIMENSIONS, LEVELS, SERIES, STAFF, series_years

Rows = pl.DataFrame | pl.LazyFrame
WAVE = ["cluster", "year"]


def rated(firms: Rows) -> pl.LazyFrame:
    """Return the firms rated in all three dimensions, which make up the sample of Tables 1 and 5.

    A firm that lacks a level in one dimension would make the three columns of Table 5 speak of different firms; it is
    left out of all and named by ``nonresponse``.
    """
    return firms.lazy().filter(pl.all_horizontal(pl.col(column).is_not_null() for column in DIMENSIONS.values()))


def sample(firms: Rows, foreign_from: float = 50) -> pd.DataFrame:
    """Table 1: the firms surveyed, and how many of them are foreign.

    Formula: ``100 * foreign / (firms whose equity is known)``, where a firm is foreign from `foreign_from` per cent of
    its equity (the note of Table 1).

    Parameters
    ----------
    firms : polars frame
        Firm rows.
    foreign_from : float
        Share of foreign equity in per cent from which a firm counts as foreign; that share itself counts.

    Returns
    -------
    DataFrame
        One row a cluster and survey year. Columns: cluster, year; firms, rated in all dimensions (count); owned, those
        of them whose equity is known, and foreign (counts); foreign_share_pct, NaN where no equity is known.
    """
    equity = pl.col("foreign_equity_pct")
    tally = (
        rated(firms).group_by(WAVE).agg(firms=pl.len(), owned=equity.count(), foreign=(equity >= foreign_from).sum())
    )
    return _waves(tally.with_columns(foreign_share_pct=_percentage("foreign", "owned")))


def level_counts(firms: Rows, levels: Sequence[int] = LEVELS) -> pd.DataFrame:
    """Table 5: firms at or above each level of each dimension, with their percentage of all firms (note of Table 5).

    Formula: ``firms`` counts the rows whose level is at least the row's; ``share_pct = 100 * firms / sample``.
    The counts are nested: a firm at one level counts at every level below it.

    Parameters
    ----------
    firms : polars frame
        Firm rows; a firm that lacks a level counts in no dimension (see ``rated``).
    levels : sequence of int
        Levels of knowledge depth (Table 3).

    Returns
    -------
    DataFrame
        One row a cluster, survey year, dimension and level. Columns: cluster, year, dimension, level; firms and sample
        (counts); share_pct. No value is missing.
    """
    counts = [
        (pl.col(column) >= level).sum().alias(f"{dimension} {level}")
        for dimension, column in DIMENSIONS.items()
        for level in levels
    ]
    wide = rated(firms).group_by(WAVE).agg(*counts, sample=pl.len())
    tall = wide.unpivot(index=[*WAVE, "sample"], value_name="firms").with_columns(
        dimension=pl.col("variable").str.split(" ").list.first(),
        level=pl.col("variable").str.split(" ").list.last().cast(pl.Int64),
    )
    found = tall.select(*WAVE, "dimension", "level", "firms", "sample", share_pct=_percentage("firms", "sample"))
    return _waves(found, "dimension", "level")


def skill_intensity(firms: Rows) -> pd.DataFrame:
    """Figure 2: skilled people as a share of the workforce, by the paper's wider definition and the usual one.

    Formulas, over the firms that answer for the workforce and every occupation, people added up before dividing:

    - ``skill_intensity_pct`` (footnote 10): managers, professionals, supervisors, clerks and skilled direct workers;
    - ``with_technicians_pct`` (footnote 11, the paper's words read to the letter): technical staff besides;
    - ``narrow_pct`` (footnote 11, as it is usually measured): with technical staff, without skilled direct workers.

    Each as ``100 * people / workforce``. The two footnotes differ in technical staff alone, and agree for firms that
    have none.

    Parameters
    ----------
    firms : polars frame
        Firm rows. A firm that leaves one of these columns empty is left out of all three.

    Returns
    -------
    DataFrame
        One row a cluster and survey year. Columns: cluster, year; answered (firms); workforce, skilled (persons);
        the three shares, NaN where nobody works.
    """
    used = [*STAFF, "technicians", "skilled_direct", "workforce"]
    answered = firms.lazy().filter(pl.all_horizontal(pl.col(column).is_not_null() for column in used))
    people = answered.group_by(WAVE).agg(pl.len().alias("answered"), pl.col(used).sum())
    staff = pl.sum_horizontal(STAFF)
    shares = people.with_columns(
        skilled=staff + pl.col("skilled_direct"),
        technical=staff + pl.col("skilled_direct") + pl.col("technicians"),
        narrow=staff + pl.col("technicians"),
    ).select(
        *WAVE,
        "answered",
        "workforce",
        "skilled",
        skill_intensity_pct=_percentage("skilled", "workforce"),
        with_technicians_pct=_percentage("technical", "workforce"),
        narrow_pct=_percentage("narrow", "workforce"),
    )
    return _waves(shares)


def growth_rates(
    firms: Rows, prices: pd.DataFrame | None = None, start_year: int | None = None, end_year: int | None = None
) -> pd.DataFrame:
    """Figure 1: average yearly growth of exports, employment and real wages over a period.

    Formula: ``100 * ((end / start) ** (1 / years) - 1)``, the geometric mean. Exports and employment are the totals of
    the firms. Real wages are the wages of the firms per employee, divided by the consumer price index of the same
    year before anything else (footnote 6); the paper does not say per what its wages are.

    Parameters
    ----------
    firms : polars frame
        Firm rows. A firm counts in an indicator only if it answers for both ends of the period, for wages also with
        its employment, so that growth is never that of the answers; the years between do not matter.
    prices : DataFrame, optional
        Consumer price index: columns cluster, year (calendar), price_index, on any base. Without it there are no rows
        of real wages.
    start_year, end_year : int, optional
        Ends of the period; by default the first and last year of the columns.

    Returns
    -------
    DataFrame
        One row a cluster, survey year and indicator ("exports", "employment", "real-wages"). Columns: cluster, year,
        scope (always "location"), indicator, start_year, end_year; answered (firms); start_value, end_value (in the
        unit of the rows; real wages per employee at the prices of the index's base); growth_pct_pa, per cent a year,
        NaN where the start is 0 or no firm answers.

    Raises
    ------
    DataError
        If a year has no column, or a cluster no price at one end of the period.
    """
    rows = firms.lazy()
    known = series_years(rows.collect_schema().names(), SERIES[0])
    start = known[0] if start_year is None and known else start_year
    end = known[-1] if end_year is None and known else end_year
    missing = [year for year in (start, end) if year not in known]
    if missing or start is None or end is None or start >= end:
        rule = (
            f"{start} to {end} is no period of the columns exports_…, which have {', '.join(map(str, known)) or 'none'}"
        )
        raise DataError([Fault("firm rows", None, None, None, rule, "Name two years that have columns.")], "the rows")
    totals = [_ends(rows, [series], start, end).with_columns(indicator=pl.lit(series)) for series in SERIES[:2]]
    paid = _ends(rows, ["wages", "employment"], start, end)
    *found, wages = pl.collect_all([*totals, paid], engine="streaming")
    if prices is not None:
        found.append(_deflated(wages, prices, start, end))
    years = end - start
    grown = pl.concat([frame.select(*WAVE, "indicator", "answered", "start", "end") for frame in found]).select(
        *WAVE,
        "indicator",
        "answered",
        scope=pl.lit("location"),
        start_year=pl.lit(start),
        end_year=pl.lit(end),
        start_value="start",
        end_value="end",
        growth_pct_pa=pl.when(pl.col("start") > 0).then(100 * ((pl.col("end") / pl.col("start")) ** (1 / years) - 1)),
    )
    head = [*WAVE, "scope", "indicator", "start_year", "end_year"]
    return _waves(grown.lazy(), "indicator")[[*head, "answered", "start_value", "end_value", "growth_pct_pa"]]


def national_growth(exports: pd.DataFrame) -> pd.DataFrame:
    """Table 1: average yearly growth of the whole nation's exports of the product, from national statistics.

    Parameters
    ----------
    exports : DataFrame
        One row a cluster and calendar year: cluster, year, exports (any unit, the same in all years).

    Returns
    -------
    DataFrame
        One row a cluster: cluster, scope (always "nation"), indicator, start_year, end_year, growth_pct_pa; the formula
        of ``growth_rates`` between the first and last year given.
    """
    rows = []
    for cluster, group in exports.sort_values("year").groupby("cluster"):
        first, last = group.iloc[0], group.iloc[-1]
        years = int(last["year"] - first["year"])
        rate = (
            100 * ((last["exports"] / first["exports"]) ** (1 / years) - 1) if years and first["exports"] > 0 else None
        )
        rows.append((cluster, "nation", "exports", int(first["year"]), int(last["year"]), rate))
    head = ["cluster", "scope", "indicator", "start_year", "end_year", "growth_pct_pa"]
    return pd.DataFrame(rows, columns=head).astype({"growth_pct_pa": float})


def phases(scores: pd.DataFrame) -> pd.DataFrame:
    """Table 4: the phase of each pillar, from the scores of the sessions with the industry associations.

    The paper's scores are a consensus of such sessions (section 3), so the phase is the score on which all sessions
    agree; no mean is taken of scores that differ.

    Parameters
    ----------
    scores : DataFrame
        One row a cluster, survey year, pillar and session: cluster, year, session, pillar, score. An empty score is
        left out.

    Returns
    -------
    DataFrame
        One row a cluster, survey year and pillar: cluster, year, pillar, phase.

    Raises
    ------
    DataError
        With each pillar on which the sessions do not agree.
    """
    faults, rows = [], []
    for at, group in scores.dropna(subset="score").groupby(["cluster", "year", "pillar"], sort=False):
        given = sorted({int(score) for score in group["score"]})
        if len(given) > 1:
            told = ", ".join(map(str, given))
            rule = f"are the scores of {at[2]} in {at[0]}, {at[1]}: the sessions do not agree"
            faults.append(Fault("scores", None, "score", told, rule, "Settle one score, as the paper's sessions did."))
        rows.append((*at, given[0]))
    if faults:
        raise DataError(faults, "the scores")
    return pd.DataFrame(rows, columns=["cluster", "year", "pillar", "phase"])


def nonresponse(firms: Rows) -> pd.DataFrame:
    """Item non-response: for each column, the firms that leave it empty.

    Returns
    -------
    DataFrame
        One row a cluster, survey year and column with at least one empty cell, columns in their order in the file:
        cluster, year, column; empty and firms (counts); share_pct, empty in per cent of the firms.
    """
    rows = firms.lazy()
    columns = [name for name in rows.collect_schema().names() if name not in WAVE]
    wide = rows.group_by(WAVE).agg(pl.col(columns).null_count(), pl.len().alias("_firms"))
    tall = wide.unpivot(index=[*WAVE, "_firms"], variable_name="column", value_name="empty").filter(pl.col("empty") > 0)
    found = tall.select(*WAVE, "column", "empty", pl.col("_firms").alias("firms")).with_columns(
        share_pct=_percentage("empty", "firms")
    )
    frame = _waves(found)
    order = {name: at for at, name in enumerate(columns)}
    return frame.sort_values([*WAVE, "column"], key=lambda part: part.map(order) if part.name == "column" else part)


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a small frame as pandas, each column of its own type even if it has no rows."""
    types = {
        name: "str" if kind == pl.String else "float64" if kind.is_float() else "int64"
        for name, kind in frame.schema.items()
    }
    return pd.DataFrame(frame.to_dict(as_series=False)).astype(types)


def _percentage(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(100 * pl.col(part) / pl.col(whole))


def _ends(rows: pl.LazyFrame, series: list[str], start: int, end: int) -> pl.LazyFrame:
    """Totals of some series in the first and last year, over the firms that answer for all of them."""
    columns = {
        f"{name}_{at}": pl.col(f"{name}_{year}") for name in series for at, year in (("start", start), ("end", end))
    }
    answered = rows.select(*WAVE, **columns).filter(pl.all_horizontal(pl.col(name).is_not_null() for name in columns))
    totals = answered.group_by(WAVE).agg(
        pl.len().alias("answered"), *(pl.col(name).sum().cast(pl.Float64) for name in columns)
    )
    first = series[0]
    return totals.with_columns(start=f"{first}_start", end=f"{first}_end")


def _deflated(wages: pl.DataFrame, prices: pd.DataFrame, start: int, end: int) -> pl.DataFrame:
    """Real wages per employee in the first and last year."""
    index = {(str(row.cluster), int(row.year)): float(row.price_index) for row in prices.itertuples()}
    clusters = sorted(set(wages["cluster"]))
    faults = [
        Fault("prices", None, "price_index", None, f"is missing for {cluster} in {year}", "Add it.")
        for cluster in clusters
        for year in (start, end)
        if not index.get((cluster, year), 0) > 0
    ]
    if faults:
        raise DataError(faults, "the prices")

    def real(at: str, year: int) -> pl.Expr:
        price = pl.col("cluster").replace_strict(
            {name: index[name, year] for name in clusters}, return_dtype=pl.Float64
        )
        return pl.when(pl.col(f"employment_{at}") > 0).then(
            pl.col(f"wages_{at}") / price * 100 / pl.col(f"employment_{at}")
        )

    return wages.with_columns(indicator=pl.lit("real-wages"), start=real("start", start), end=real("end", end))


def _waves(tally: pl.LazyFrame, *more: str) -> pd.DataFrame:
    """Collect a tally as pandas, clusters and years in order, within them dimensions and indicators as the book has."""
    frame = as_pandas(tally.collect(engine="streaming"))
    places = {name: at for at, name in enumerate((*DIMENSIONS, "exports", "employment", "real-wages"))}
    ranks = {"dimension": places, "indicator": places}
    keyed = frame.sort_values(
        [*WAVE, *more], key=lambda part: part.map(ranks[str(part.name)]) if part.name in ranks else part, kind="stable"
    )
    return keyed.reset_index(drop=True)
