"""Opens a file of firm rows, CSV, Excel or Parquet, and hands out its rows once every rule is kept."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars import selectors as cs

from ..errors import BookError, DataError, Fault
from ..importing.reading import read_sheets
from ..importing.sheets import Sheet, shown
from ..importing.values import UnreadableError, decimal_mark, house_text
from ..wording import listed
from .checking import MOST_LINES, row_faults, shape_faults
from .schema import SERIES, fields, series_years
from .trial import scanned

NEVER = "\x1f"  # a delimiter that no text holds, so that a line is one cell
SHEET = "firms"
MOST_ROWS = 100_000_000  # of a Parquet file, which can tell of any number in a few bytes
MOST_SECONDS = 1800  # for reading a Parquet file, which can tell of any work in a few bytes
PARQUET = b"PAR1"
TRIAL = str(Path(__file__).with_name("trial.py"))
Place = Callable[[int], tuple[int | None, str | None]]  # line and place of a row, counted from 0


@dataclass(frozen=True, slots=True)
class FirmFile:
    """A file of firm rows that keeps every rule.

    Attributes
    ----------
    rows : polars LazyFrame
        One row a firm and survey year, with the columns of ``firms.json``; those of a Parquet file are read when used.
    notes : tuple of str
        What the author should know of how the file was read.
    """

    rows: pl.LazyFrame
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A file before its cells are understood: heads, columns named ``0``, ``1``, … in their order, places."""

    heads: list[str]
    frame: pl.LazyFrame
    place: Place
    held: bool = True  # in memory as a whole
    faults: tuple[Fault, ...] = ()


def load_firms(path: Path | str, clusters: Iterable[str]) -> FirmFile:
    """Read and check a file of firm rows.

    Parameters
    ----------
    path : path
        A CSV (UTF-8; parted by commas, semicolons or tabs), an Excel workbook (its sheet ``firms``, or its only one),
        or a Parquet file. Columns in any order; those that ``firms.json`` does not name are not read, and a column
        that stands twice with the same cells is read once. An empty cell is a missing value.
    clusters : iterable of str
        Ids of the clusters that there are.

    Raises
    ------
    DataError
        With every fault found, each with its line, column, value, rule and remedy; of one rule in one column at most
        a hundred lines are named, and the others counted.
    """
    path = Path(path)
    raw = _opened(path)
    try:
        typed, faults, notes = _checked(raw, str(path), list(clusters))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        if raw.held:
            raise
        raise _damaged(path, str(error).partition("\n")[0]) from None
    if faults:
        raise DataError(faults, "the firm rows")
    return FirmFile(typed, tuple(notes))


def _checked(raw: _Raw, file: str, clusters: list[str]) -> tuple[pl.LazyFrame, list[Fault], list[str]]:
    """The rows with their types, every fault of theirs, and what the author should know."""
    frame, faults, notes = _columns(raw, file)
    faults += [*raw.faults, *shape_faults(file, frame.collect_schema().names())]
    if any(fault.line in {None, 1} and fault.at is None for fault in faults):
        return frame, faults, notes
    typed, found = row_faults(frame, file, clusters, raw.place, held=raw.held)
    return typed, [*faults, *found], notes


def _opened(path: Path) -> _Raw:
    file = str(path)
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise _no(
            file, f"cannot be opened ({error.strerror})", "Give the path of a CSV, .xlsx or Parquet file."
        ) from None
    if start == PARQUET:
        return _parquet(path)
    if start.startswith(b"PK"):
        return _workbook(path)
    return _delimited(path)


def _parquet(path: Path) -> _Raw:
    file = str(path)
    _try(path)
    rows = scanned(path).with_columns(cs.categorical().cast(pl.String))
    columns = rows.collect_schema()
    count = rows.select(pl.len()).collect(engine="streaming").item()
    if count > MOST_ROWS:
        raise _no(file, f"holds {count:,} rows, more than the {MOST_ROWS:,} allowed", "Give one survey year.")
    heads = columns.names()
    known = {field["name"] for field in fields(_years(heads))}
    for name, kind in columns.items():
        if name in known and not (kind.is_numeric() or kind in {pl.String, pl.Null}):
            raise _no(file, f"has the column {name} of the type {kind}", "Store it as numbers or as text.")
    return _Raw(heads, rows.rename(dict(zip(heads, map(str, range(len(heads))), strict=True))), _row, held=False)


def _try(path: Path) -> None:
    """Have another process read a Parquet file first, for at some damaged pages Polars ends the process that reads."""
    trial = [sys.executable, "-P", TRIAL, str(path), str(MOST_ROWS)]
    try:
        tried = subprocess.run(trial, capture_output=True, text=True, errors="replace", timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        rule = f"cannot be read as Parquet in {MOST_SECONDS} seconds"
        raise _no(str(path), rule, "Write it anew, or give fewer rows.") from None
    if tried.returncode in {1, 2}:  # of Python itself, which did not come to read it
        last = (tried.stderr.strip().splitlines() or ["it ended"])[-1]
        raise BookError(f"another Python, which was to read {path} first, could not begin: {last}")
    if tried.returncode:
        raise _damaged(path, tried.stdout.strip() or "its pages are damaged, or fill more memory than there is")


def _damaged(path: Path, said: str) -> DataError:
    return _no(str(path), f"cannot be read as Parquet ({said.rstrip('.')})", "Write it anew.")


def _row(row: int) -> tuple[int | None, str | None]:
    return row + 1, f"row {row + 1}"


def _line(row: int) -> tuple[int | None, str | None]:
    return row + 2, None


def _delimited(path: Path) -> _Raw:
    file = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
        if not head.strip():
            raise _no(file, "is empty, or its first line is", "Write the names of the columns in the first line.")
        mark = max(",;\t", key=head.count)
        heads = [name.strip() for name in next(csv.reader([head], delimiter=mark))]
        faults = list(_ragged(path, mark, len(heads)))
        if faults:
            raise DataError(faults, "the firm rows")
        columns = [str(at) for at in range(len(heads))]
        frame = pl.read_csv(
            path, glob=False, separator=mark, has_header=False, skip_rows=1, new_columns=columns, infer_schema=False
        )
    except UnicodeDecodeError:
        raise _no(file, "is not UTF-8", "Save it as CSV UTF-8.") from None
    except pl.exceptions.NoDataError:
        raise _no(file, "has a head but no rows", "Write the rows below it.") from None
    except pl.exceptions.PolarsError as error:
        with path.open("rb") as stream:
            line = next((number for number, raw in enumerate(stream, start=1) if NEVER.encode() in raw), None)
        if line is not None:
            fault = Fault(file, line, None, None, "holds a character that cannot be seen", "Delete it.")
            raise DataError([fault], "the firm rows") from None
        said = str(error).splitlines()[0]
        rule = "is not UTF-8" if "utf-8" in said.lower() or "utf8" in said.lower() else f"cannot be read ({said})"
        raise _no(file, rule, "Save it as CSV UTF-8.") from None
    return _Raw(heads, frame.lazy(), _line)


def _ragged(path: Path, mark: str, width: int) -> Iterator[Fault]:
    """Lines with more or fewer cells than the head, and cells that hold a line break, which would shift all lines."""
    lines = pl.scan_csv(
        path, glob=False, separator=NEVER, quote_char=None, has_header=False, new_columns=["line"], infer_schema=False
    )
    line = pl.col("line").fill_null("")
    quoted = lines.select(line.str.contains('"', literal=True).any()).collect(engine="streaming").item()
    if quoted:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader, before = csv.reader(stream, delimiter=mark), 0
            sizes = []
            for cells in reader:
                if reader.line_num > before + 1:
                    rule, remedy = "a cell of this row holds a line break", "Write the cell on one line."
                    yield Fault(str(path), before + 1, None, None, rule, remedy)
                before = reader.line_num
                if len(cells) != width:
                    sizes.append((before, len(cells)))
    else:
        marks = line.str.count_matches(mark, literal=True)
        wrong = lines.with_row_index("at", offset=1).filter(marks != width - 1).select("at", size=marks + 1)
        sizes = wrong.head(MOST_LINES).collect(engine="streaming").rows()
    for at, size in sizes[:MOST_LINES]:
        rule = f"the row has {size} cells, where the head has {width} columns"
        yield Fault(str(path), at, None, None, rule, "Complete it, or take out what is beyond the last column.")


def _workbook(path: Path) -> _Raw:
    sheets = read_sheets(path)
    named = [sheet for sheet in sheets if (sheet.name or "").casefold() == SHEET]
    if len(named or sheets) != 1:
        told = listed([sheet.name or "" for sheet in sheets])
        raise _no(
            str(path), f"has the sheets {told}, none of which is named {SHEET}", f"Name that of the firms {SHEET}."
        )
    (sheet,) = named or sheets
    first, *numbers = sheet.rows
    heads = [shown(value) for value in sheet.rows[first]]
    faults: list[Fault] = []
    types = {field["name"]: field for field in fields(_years(heads))}
    mark = decimal_mark([value for number in numbers for value in sheet.rows[number] if isinstance(value, str)])
    columns = {}
    for at, head in enumerate(heads):
        cells = [_cell(sheet, number, at, types[head], mark, faults) for number in numbers] if head in types else None
        columns[str(at)] = (
            pl.Series(cells, dtype=pl.String) if cells is not None else pl.repeat(None, len(numbers), eager=True)
        )

    def place(row: int) -> tuple[int | None, str | None]:
        return numbers[row], f"sheet {sheet.name}, row {numbers[row]}"

    return _Raw(heads, pl.DataFrame(columns).lazy(), place, faults=tuple(faults))


def _cell(
    sheet: Sheet, number: int, at: int, column: dict[str, object], mark: str | None, faults: list[Fault]
) -> str | None:
    values = sheet.rows[number]
    value = values[at] if at < len(values) else None
    try:
        return house_text(value, column, str(column.get("unit", "")), mark) or None
    except UnreadableError as error:
        name = str(column["name"])
        faults.append(sheet.fault(error.rule, error.remedy, number, at, column=name, value=shown(value) or None))
        return None


def _columns(raw: _Raw, file: str) -> tuple[pl.LazyFrame, list[Fault], list[str]]:
    """The columns that ``firms.json`` names, under their names; what stands twice is read once if it is the same."""
    known = {field["name"] for field in fields(_years(raw.heads))}
    at: dict[str, list[str]] = {}
    for place, head in enumerate(raw.heads):
        at.setdefault(head, []).append(str(place))
    several = [name for name, places in at.items() if len(places) > 1 and name in known]
    faults = []
    for name in several:
        first, *others = at[name]
        same = pl.all_horizontal(pl.col(first).eq_missing(pl.col(other)).all() for other in others)
        if not raw.frame.select(same).collect(engine="streaming").item():
            rule = "stands twice as a column, with different cells"
            faults.append(Fault(file, 1, None, name, rule, "Keep the right one."))
    unread = [name for name in at if name not in known]
    notes = [f"not read: {listed(unread)}"] if unread else []
    return raw.frame.select(pl.col(at[name][0]).alias(name) for name in at if name in known), faults, notes


def _years(heads: Iterable[str]) -> list[int]:
    names = list(heads)
    return sorted({year for series in SERIES for year in series_years(names, series)})


def _no(file: str, rule: str, remedy: str) -> DataError:
    return DataError([Fault(file, None, None, None, rule, remedy)], "the firm rows")
