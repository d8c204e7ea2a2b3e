"""The rules that hold across rows and tables: accounting identities and completeness."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice, product

import pandas as pd

from .errors import MOST_TOLD, Fault

Tables = Mapping[str, pd.DataFrame]

COUNT = ["cluster", "year", "dimension"]


def check_across(tables: Tables, *, spoilt: Collection[str] = ()) -> list[Fault]:
    """Return every fault that no single row shows.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        All tables of the book, each of which already fits its own schema, rows in file order;
        the index gives each row's place in its file.
    spoilt : collection of str
        Names of tables that are left out, or have rows left out, for faults of their own: then only what
        can still be told is told, and no row of these tables is called missing.

    Returns
    -------
    list of Fault
        Empty when all identities hold: counts fall with the level, none exceeds the sample,
        the first level equals the sample (Table 5); printed percentages fit their counts, or are
        listed in ``misprints.csv``; each cluster is surveyed, and in every later survey year too, and has all
        its rows of each of its survey years in each table;
        spans end after they start, and events and figures are of the years that their dates name; running numbers have
        no hole; per cents are no fractions.
    """
    if faults := list(_needed(tables, spoilt)):
        return faults
    checks: list[Iterator[Fault]] = []
    if not {"capabilities", "survey", "clusters", "levels"} - set(tables):
        checks.append(_counts(tables, spoilt))
    if "misprints" not in spoilt and not {"capabilities", "survey"} - set(tables):
        checks.append(_percentages(tables))
    if not {"clusters", "survey", "pillars", "phases", "dimensions", "levels"} & set(spoilt):
        checks.append(_completeness(tables, but=spoilt))
    if not spoilt:
        checks += [_filled(tables), _running(tables)]
    checks += [_spans(tables), _dates(tables), _fractions(tables)]
    return [fault for check in checks for fault in islice(check, MOST_TOLD)]


NUMBERS = {  # the tables and columns of numbers that the rules read
    "survey": ["year", "firms"],
    "capabilities": ["year", "level", "firms", "share_pct_printed"],
    "misprints": ["year", "level", "share_pct_printed", "share_pct_from_count"],
    "growth": ["year", "start_year", "end_year"],
    "figures": ["year", "year_end"],
    "events": ["year", "year_end"],
    "works": ["number", "first_page", "last_page"],
    "citations": ["number", "first_page", "last_page"],
    "skills": ["year"],
    "institutions": ["year", "phase"],
    "clusters": [],
    "pillars": [],
    "dimensions": [],
    "levels": ["level"],
    "phases": ["phase"],
    "pillar_phases": ["phase"],
    "knowledge_depth": ["level"],
}


def line_of(row: int) -> int:
    """Line of a row in its CSV file: the header is line 1, row 0 is line 2."""
    return int(row) + 2


def _counts(tables: Tables, spoilt: Collection[str] = ()) -> Iterator[Fault]:
    capabilities = tables["capabilities"]
    samples = tables["survey"].set_index(["cluster", "year"])["firms"]
    names = tables["clusters"].set_index("cluster")["name"]
    first = None if "levels" in spoilt else tables["levels"]["level"].min()
    for (cluster, year, _), group in capabilities.groupby(COUNT, sort=False):
        if (cluster, year) not in samples or cluster not in names:
            continue
        sample, below = samples[cluster, year], None
        found = group.sort_values("level")
        for row, level, firms in zip(found.index, found["level"], found["firms"], strict=True):
            rule = None
            if firms > sample:
                rule = f"exceeds the {sample} firms surveyed in {names[cluster]} (survey.csv)"
            elif level == first and firms != sample:
                rule = f"differs from the {sample} firms surveyed in {names[cluster]}, who are all at level {first}"
            elif below is not None and firms > below:
                rule = f"exceeds the {below} firms at the level below; a count at or above a level cannot rise"
            if rule:
                yield Fault("data/capabilities.csv", line_of(row), "firms", str(firms), rule, "Correct the count.")
            below = firms


def _percentages(tables: Tables) -> Iterator[Fault]:
    key = [*COUNT, "level"]
    capabilities = (
        tables["capabilities"]
        .assign(row=tables["capabilities"].index)
        .merge(
            tables["survey"][["cluster", "year", "firms"]].rename(columns={"firms": "sample"}),
            on=["cluster", "year"],
        )
    )
    known = set(tables["misprints"][key].itertuples(index=False, name=None))
    for cell in capabilities.to_dict("records"):
        exact, printed = 100 * cell["firms"] / cell["sample"], cell["share_pct_printed"]
        fits = abs(exact - printed) <= 0.5 + 1e-9
        listed = tuple(cell[name] for name in key) in known
        if not fits and not listed:
            yield Fault(
                "data/capabilities.csv",
                line_of(cell["row"]),
                "share_pct_printed",
                f"{printed:g}",
                f"is not what {cell['firms']} of {cell['sample']} firms give ({exact:.1f}%)",
                "Correct the count or the percentage; if it is printed so, list it in misprints.csv with the reason.",
            )
    records = tables["misprints"].assign(row=tables["misprints"].index)
    for _, cell in records.merge(capabilities, on=key, suffixes=("", "_cell")).iterrows():
        exact = 100 * cell["firms"] / cell["sample"]
        wrong = None
        if cell["share_pct_printed"] != cell["share_pct_printed_cell"]:
            wrong = (
                "share_pct_printed",
                f"is not what capabilities.csv has ({cell['share_pct_printed_cell']:g})",
            )
        elif abs(exact - cell["share_pct_from_count"]) > 0.5 + 1e-9:
            wrong = ("share_pct_from_count", f"is not what the count gives ({exact:.1f})")
        elif abs(exact - cell["share_pct_printed"]) <= 0.5 + 1e-9:
            wrong = ("share_pct_printed", "fits the count, so it is no misprint")
        if wrong:
            remedy = "Correct the record, or take it out."
            yield Fault("data/misprints.csv", line_of(cell["row"]), wrong[0], f"{cell[wrong[0]]:g}", wrong[1], remedy)


def _surveys(tables: Tables) -> Iterator[tuple[str, int]]:
    """Each cluster with every year in which it has to be surveyed: from its first survey, or else the last, on."""
    survey = tables["survey"]
    years = sorted({int(year) for year in survey["year"]})
    first = survey.groupby("cluster")["year"].min()
    for name in tables["clusters"]["cluster"]:
        yield from ((name, year) for year in years if year >= first.get(name, years[-1]))


def _completeness(tables: Tables, *, but: Collection[str] = ()) -> Iterator[Fault]:
    """Each cluster has a row for each survey year, pillar, level, indicator; typologies have no hole.

    What is needed is gone through one by one and never held, for it is a product of whole tables.
    """
    indicators = [
        ("nation", "exports"),
        ("location", "exports"),
        ("location", "employment"),
        ("location", "real-wages"),
    ]
    pillars, phases = list(tables["pillars"]["pillar"]), list(tables["phases"]["phase"])
    dimensions, levels = list(tables["dimensions"]["dimension"]), list(tables["levels"]["level"])

    def surveyed(*more: list[object]) -> Iterator[tuple[object, ...]]:
        return ((*at, *cell) for at in _surveys(tables) for cell in product(*more))

    needed: dict[str, tuple[list[str], Iterable[tuple[object, ...]]]] = {
        "survey": (["cluster", "year"], surveyed()),
        "capabilities": ([*COUNT, "level"], surveyed(dimensions, levels)),
        "institutions": (["cluster", "year", "pillar"], surveyed(pillars)),
        "growth": (
            ["cluster", "year", "scope", "indicator"],
            ((*at, *kind) for at in _surveys(tables) for kind in indicators),
        ),
        "skills": (["cluster", "year"], surveyed()),
        "pillar_phases": (["pillar", "phase"], product(pillars, phases)),
        "knowledge_depth": (["dimension", "level"], product(dimensions, levels)),
    }
    for table, (columns, rows) in needed.items():
        if table in but:
            continue
        present = set(tables[table][columns].itertuples(index=False, name=None))
        for row in rows:
            if row not in present:
                missing = ", ".join(f"{column} {value}" for column, value in zip(columns, row, strict=True))
                rule = f"has no row for {missing}"
                yield Fault(f"data/{table}.csv", None, None, None, rule, "Add the row.")


def _spans(tables: Tables) -> Iterator[Fault]:
    for table, start, end in (
        ("growth", "start_year", "end_year"),
        ("figures", "year", "year_end"),
        ("events", "year", "year_end"),
        ("works", "first_page", "last_page"),
        ("citations", "first_page", "last_page"),
    ):
        if table not in tables:
            continue
        spans = tables[table]
        for row in spans.index[spans[start].isna() != spans[end].isna()]:
            empty, filled = (start, end) if pd.isna(spans.loc[row, start]) else (end, start)
            rule = f"the cell is empty, though {filled} is {spans.loc[row, filled]}"
            yield Fault(f"data/{table}.csv", line_of(row), empty, None, rule, "Write both, or neither.")
        for row in spans.index[(spans[end] < spans[start]).fillna(False)]:
            rule = f"is before {start} ({spans.loc[row, start]})"
            value = str(spans.loc[row, end])
            yield Fault(f"data/{table}.csv", line_of(row), end, value, rule, "Correct one of the two.")


def _dates(tables: Tables) -> Iterator[Fault]:
    """The years of an event or figure are those of its date in words, or lie within the decades that it names."""
    for table in ("figures", "events"):
        if table not in tables:
            continue
        frame = tables[table]
        for row, date, *years in zip(frame.index, frame["date"], frame["year"], frame["year_end"], strict=True):
            for column, year, (least, most) in zip(("year", "year_end"), years, _dated(date), strict=False):
                if not least <= year <= most:
                    rule, remedy = f"is not what the date {date} says", "Correct the year or the date."
                    yield Fault(f"data/{table}.csv", line_of(row), column, str(year), rule, remedy)


def _dated(date: str) -> list[tuple[int, int]]:
    """First and last year that a date may begin in, and end in; none where it names no year."""
    whole = re.sub(r"(\d\d)(\d\d)–(\d\d)(?!\d)", r"\1\2–\1\3", date)  # 1972–80
    named = [(int(year), 9 if decade else 0) for year, decade in re.findall(r"(\d{4})(s?)", whole)]
    if not named:
        return []
    (start, of_start), (end, of_end) = named[0], named[-1]
    if re.fullmatch(r"((by|after) )?\d{4}(s?( and |–)\d{4})?s?", whole):
        return [(start, start), (end + of_end, end + of_end)]
    return [(start, start + of_start), (end, end + of_end)]  # early, mid-, late


def _running(tables: Tables) -> Iterator[Fault]:
    """Running numbers have no hole, or a row was lost."""
    for table in ("works", "citations"):
        numbers = set(tables[table]["number"]) if table in tables else set()
        hole = next((number for number in range(1, len(numbers) + 1) if number not in numbers), None)
        if hole is not None:
            rule, remedy = f"has no row with the running number {hole}", "Restore the row, or number the rows anew."
            yield Fault(f"data/{table}.csv", None, None, None, rule, remedy)


def _needed(tables: Tables, spoilt: Collection[str]) -> Iterator[Fault]:
    """Tables and columns that the description no longer gives as the rules need them."""
    file, remedy = "data/datapackage.json", "Restore its description, or change the rules and what else reads it."
    for table, columns in NUMBERS.items():
        if table not in tables:
            if table not in spoilt:
                yield Fault(file, None, table, None, "is a table that the rules need, and is not described", remedy)
            continue
        for column in columns:
            if column not in tables[table] or not pd.api.types.is_numeric_dtype(tables[table][column]):
                rule = "is a column of numbers that the rules need, and is not described as such"
                yield Fault(file, None, f"{table}.{column}", None, rule, remedy)


def _filled(tables: Tables) -> Iterator[Fault]:
    """Every table has rows; only of misprints there may be none."""
    for table, frame in tables.items():
        if frame.empty and table not in {"misprints", *_NEED_ROWS}:
            yield Fault(f"data/{table}.csv", None, None, None, "has a header but no rows", "Restore its rows.")


_NEED_ROWS = frozenset(
    {"survey", "capabilities", "institutions", "growth", "skills", "pillar_phases", "knowledge_depth"}
)


def _fractions(tables: Tables) -> Iterator[Fault]:
    """Per cents of one survey year that are all below 1 are fractions; one alone may be as small as that."""
    for table, frame in tables.items():
        for column in frame.columns[frame.columns.str.contains("_pct")] if "year" in frame else ():
            for year, values in frame.groupby("year")[column]:
                sizes = values.abs()
                if len(values) > 1 and (sizes <= 1).all() and ((sizes > 0) & (sizes < 1)).any():
                    row = sizes.index[(sizes > 0) & (sizes < 1)][0]
                    rule = f"is below 1, and no value of {year} in this column is above it: fractions, not per cents"
                    value = f"{values[row]:g}"
                    yield Fault(f"data/{table}.csv", line_of(row), column, value, rule, "Multiply each by 100.")
