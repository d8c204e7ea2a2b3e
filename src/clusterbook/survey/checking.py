"""What makes a row of firm data impossible: types, bounds, and the rules across cells and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..errors import Fault
from ..wording import listed
from .schema import KEY, OCCUPATIONS, SERIES, fields, series_years

MOST_LINES = 100  # lines named of one rule in one column; a shifted column would name every line of the file
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that some rows may break.

    Attributes
    ----------
    column : str
        The column that a fault names, and whose cell it shows.
    broken : polars Expr
        Whether a row breaks it.
    says, remedy : str
        As in a fault; ``{name}`` stands for a cell of the row.
    """

    column: str
    broken: pl.Expr
    says: str
    remedy: str


def shape_faults(file: str, columns: Sequence[str]) -> Iterator[Fault]:
    """Faults of the columns as a whole: one that is missing, or a year missing in a series."""
    needed = [field["name"] for field in fields()]
    for name in needed:
        if name not in columns:
            yield Fault(
                file, 1, None, None, f"the column {name} is missing", "Add it; a cell may be empty, a column not."
            )
    years = {series: series_years(columns, series) for series in SERIES}
    every = sorted({year for found in years.values() for year in found})
    for series, found in years.items():
        wanted = range(every[0], every[-1] + 1) if every else ()
        missing = [f"{series}_{year}" for year in wanted if year not in found]
        if missing:
            rule = f"the series {series} lacks {listed(missing)}, a year that lies between others or that another has"
            yield Fault(file, 1, None, None, rule, "Add the column for each year.")
    if len(every) < 2:
        rule = "holds no series of exports, employment and wages"
        yield Fault(file, 1, None, None, rule, "Add columns such as exports_2000 for each year of the period.")


def row_faults(
    rows: pl.LazyFrame,
    file: str,
    clusters: Sequence[str],
    place: Callable[[int], tuple[int | None, str | None]],
    *,
    held: bool = False,
) -> tuple[pl.LazyFrame, list[Fault]]:
    """Return the rows with their types, and every fault of a cell, a row or a key.

    Parameters
    ----------
    rows : polars LazyFrame
        The columns of ``firms.json``, as texts or as the file types them.
    file : str
        The file as faults name it.
    clusters : sequence of str
        Ids of the clusters that there are.
    place : callable
        Line and place of a row, counted from 0.
    held : bool
        Whether the rows are in memory anyway, so that their cells are understood once and not for each table again.
    """
    columns = rows.collect_schema()
    years = series_years(columns.names(), SERIES[0])
    known = {field["name"]: field for field in fields(years)}
    typed = rows.select(_typed(field, columns[name]) for name, field in known.items())
    if held:
        typed = typed.collect(engine="streaming").lazy()
    unread = [
        _Rule(
            name,
            pl.col(name).is_not_null() & _typed(field, columns[name]).is_null(),
            f"is not {'an' if field['type'] == 'integer' else 'a'} {field['type']}",
            "Write plain digits, with a point before decimals, or leave the cell empty.",
        )
        for name, field in known.items()
        if field["type"] != "string"
    ]
    found = _broken(rows, unread, file, place)
    found += _broken(typed, _rules(known, years, clusters), file, place)
    return typed, [*found, *_twice(typed, file, place)]


def _typed(field: dict[str, Any], given: pl.DataType) -> pl.Expr:
    """A column in its type; null where a cell cannot be read as that."""
    cell = pl.col(field["name"])
    wanted = TYPES[field["type"]]
    if wanted == pl.String:
        return cell.cast(pl.String)
    number = cell.cast(wanted, strict=False)
    if given.is_float():
        cell = cell.fill_nan(None)
        number = pl.when(cell == cell.floor()).then(cell.cast(wanted, strict=False)) if wanted == pl.Int64 else cell
    return pl.when(number.is_finite()).then(number) if wanted == pl.Float64 else number


def _rules(known: dict[str, Any], years: list[int], clusters: Sequence[str]) -> Iterator[_Rule]:
    for name, field in known.items():
        yield from _bounds(name, field.get("constraints", {}))
    near = ", ".join(clusters)
    yield _Rule(
        "cluster", ~pl.col("cluster").is_in(list(clusters)), f"is no cluster of the book ({near})", "Correct it."
    )
    jobs = pl.sum_horizontal(OCCUPATIONS)  # an empty one counts as none, so that the others must fit by themselves
    rule = "are employed, fewer than the people in all occupations together"
    yield _Rule("workforce", jobs > pl.col("workforce"), rule, "Correct the workforce or the occupations.")
    for series in SERIES:
        for year in years[1:-1]:
            before = pl.any_horizontal(pl.col(f"{series}_{other}").is_not_null() for other in years if other < year)
            after = pl.any_horizontal(pl.col(f"{series}_{other}").is_not_null() for other in years if other > year)
            column = f"{series}_{year}"
            rule = "the cell is empty, though years before and after it are filled"
            yield _Rule(column, pl.col(column).is_null() & before & after, rule, "Find the value, or empty the series.")
    for year in years:
        nobody = (pl.col(f"wages_{year}") > 0) & (pl.col(f"employment_{year}") == 0)
        yield _Rule(
            f"wages_{year}", nobody, "are wages of a year in which nobody is employed", "Correct one of the two."
        )


def _bounds(name: str, limits: dict[str, Any]) -> Iterator[_Rule]:
    cell = pl.col(name)
    if limits.get("required"):
        yield _Rule(name, cell.is_null(), "the cell is empty, but a value is required", "Write it.")
    if "minimum" in limits:
        low = limits["minimum"]
        yield _Rule(name, cell < low, f"is below the minimum of {low}", "Correct it, or leave the cell empty.")
    if "maximum" in limits:
        high = limits["maximum"]
        yield _Rule(name, cell > high, f"is above the maximum of {high}", "Correct it, or leave the cell empty.")
    if "enum" in limits:
        told = ", ".join(limits["enum"])
        yield _Rule(name, ~cell.is_in(limits["enum"]), f"is not one of {told}", "Use one of these, or leave it empty.")
    if "pattern" in limits:
        rule = "is not an id: letters and digits, in parts joined by a hyphen, point or underscore"
        yield _Rule(name, ~cell.str.contains(limits["pattern"]), rule, "Give each firm an id that is not its name.")


def _broken(rows: pl.LazyFrame, rules: Iterable[_Rule], file: str, place: Callable[..., Any]) -> list[Fault]:
    """One pass counts what breaks each rule; only the rows of broken rules are looked up."""
    every = list(rules)
    counts = rows.select(rule.broken.sum().alias(str(at)) for at, rule in enumerate(every)).collect(engine="streaming")
    faults = []
    for rule, count in zip(every, counts.row(0), strict=True):
        if not count:
            continue
        wrong = rows.with_row_index("_row").filter(rule.broken).head(MOST_LINES).collect(engine="streaming")
        for row in wrong.iter_rows(named=True):
            line, at = place(row["_row"])
            value = row[rule.column]
            shown = f"{value:g}" if isinstance(value, float) else None if value is None else str(value)
            faults.append(Fault(file, line, rule.column, shown, rule.says, rule.remedy, at))
        if count > MOST_LINES:
            more = f"{count - MOST_LINES} more rows break this rule: {rule.says}"
            faults.append(Fault(file, None, rule.column, None, more, rule.remedy))
    return faults


def _twice(rows: pl.LazyFrame, file: str, place: Callable[..., Any]) -> Iterator[Fault]:
    """A firm with two rows of one survey year."""
    keys = rows.drop_nulls(KEY).group_by(KEY).len().filter(pl.col("len") > 1).head(MOST_LINES).select(KEY)
    several = keys.collect(engine="streaming")
    if several.is_empty():
        return
    found = rows.select(KEY).with_row_index("_row").join(several.lazy(), on=KEY, how="semi").collect()
    first: dict[tuple[str, int], str] = {}
    for row, firm, year in found.sort("_row").rows():
        line, at = place(row)
        if (firm, year) in first:
            rule = f"stands twice for {year}: see {first[firm, year]}"
            yield Fault(file, line, " + ".join(KEY), firm, rule, "Keep one of the rows.", at)
        else:
            first[firm, year] = at or f"line {line}"
