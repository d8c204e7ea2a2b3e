"""A file of firm rows into the tables of ``data/``: tallied, small cells suppressed, compared, written if told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import polars as pl

from ..errors import BookError, DataError, Fault
from ..files import put
from ..importing import Plan, plan_sheets
from ..importing.matching import match_heads
from ..importing.reading import read_sheets
from ..importing.sheets import Sheet, Value
from ..importing.tables import Standing, given
from ..loading import check_data, describe
from ..wording import percent
from .disclosure import suppress_answers, suppress_level_counts, suppress_sample
from .reading import load_firms
from .schema import SYNTHETIC, beside
from .tallies import growth_rates, level_counts, national_growth, nonresponse, phases, sample, skill_intensity

THRESHOLD = 3  # firms; what a cell must hold at least, unless the author says otherwise
DIGITS = {"foreign_share_pct_printed": 1, "share_pct_printed": 0, "skill_intensity_pct": 1, "growth_pct_pa": 1}
# What a survey gives for each table of data/: the columns there, and those of the tallies that they are taken from.
COLUMNS: dict[str, dict[str, str]] = {
    "survey": {
        "cluster": "cluster",
        "year": "year",
        "firms": "firms",
        "foreign_share_pct_printed": "foreign_share_pct",
    },
    "capabilities": {
        **{name: name for name in ("cluster", "year", "dimension", "level", "firms")},
        "share_pct_printed": "share_pct",
    },
    "skills": {name: name for name in ("cluster", "year", "skill_intensity_pct")},
    "growth": {
        name: name for name in ("cluster", "year", "scope", "indicator", "start_year", "end_year", "growth_pct_pa")
    },
    "institutions": {name: name for name in ("cluster", "year", "pillar", "phase")},
}


@dataclass(frozen=True, slots=True)
class Wave:
    """What one survey gives for the book.

    Attributes
    ----------
    file : str
        The file of firm rows, as the author named it.
    year : int
        Survey year.
    firms : int
        Rows of the file.
    tables : dict of str to DataFrame
        The rows for each table of ``data/``, with its columns, numbers rounded as the paper prints them; a suppressed
        cell is NA.
    suppressed : dict of str to int
        How many cells of each table are suppressed.
    unanswered : DataFrame
        From ``nonresponse``.
    synthetic : bool
        Whether any firm is a made-up one.
    notes : tuple of str
        How the file was read.
    """

    file: str
    year: int
    firms: int
    tables: dict[str, pd.DataFrame]
    suppressed: dict[str, int]
    unanswered: pd.DataFrame
    synthetic: bool
    notes: tuple[str, ...]


def tally_wave(path: Path, folder: Path, threshold: int = THRESHOLD, **others: Path | None) -> Wave:
    """Tally a file of firm rows into the book's tables.

    Parameters
    ----------
    path : path
        Firm rows of one survey year, see ``load_firms``.
    folder : path
        The data package whose clusters and threshold of foreign ownership hold.
    threshold : int
        Fewest firms that a published cell may hold; 1 suppresses nothing.
    **others : path, optional
        Tables beside the firm rows, as ``firms.json`` describes them: ``prices``, without which there are no real
        wages; ``national_exports``, without which there is no growth of the nation; ``scores``, without which there is
        no Table 4.

    Raises
    ------
    DataError
        With every fault of the rows, or of the tables beside them.
    BookError
        If the rows are of several survey years, or the threshold is none.
    """
    if threshold < 1 or threshold == 2:
        raise BookError(f"A threshold of {threshold} hides nothing: give 1 to suppress no cell, or 3 or more.")
    data = check_data(folder)
    study = data["study"].set_index("parameter")["value"]
    foreign_from = float(study["foreign-threshold"])
    file = load_firms(path, data["clusters"]["cluster"])
    about = file.rows.select(
        first=pl.col("year").min(),
        last=pl.col("year").max(),
        firms=pl.len(),
        synthetic=pl.col("firm").str.starts_with(SYNTHETIC).any(),
    ).collect(engine="streaming")
    first, last, firms, synthetic = about.row(0)
    if first != last:
        raise BookError(f"{path} holds firms of several survey years, {first} to {last}: give one file a year.")
    side = {name: _beside(name, given) for name, given in others.items() if given is not None}
    whole = {
        "survey": sample(file.rows, foreign_from),
        "capabilities": level_counts(file.rows),
        "skills": skill_intensity(file.rows),
        "growth": growth_rates(file.rows, side.get("prices")),
    }
    tallies = {
        "survey": suppress_sample(whole["survey"], threshold),
        "capabilities": suppress_level_counts(whole["capabilities"], threshold),
        "skills": suppress_answers(whole["skills"], "skill_intensity_pct", threshold),
        "growth": suppress_answers(whole["growth"], "growth_pct_pa", threshold),
    }
    suppressed = {name: _empty(tally, name) - _empty(whole[name], name) for name, tally in tallies.items()}
    if "national_exports" in side:
        start, end = (int(whole["growth"][column].iloc[0]) for column in ("start_year", "end_year"))
        exports = side["national_exports"]
        nation = national_growth(exports[exports["year"].isin([start, end])])
        tallies["growth"] = pd.concat([tallies["growth"], nation.assign(year=first)])
    if "scores" in side:
        tallies["institutions"] = phases(side["scores"][side["scores"]["year"] == first])
    tables = {
        name: tally[list(COLUMNS[name].values())].set_axis(list(COLUMNS[name]), axis=1)
        for name, tally in tallies.items()
    }
    unanswered = nonresponse(file.rows)
    told = {name: count for name, count in suppressed.items() if count}
    return Wave(str(path), first, firms, tables, told, unanswered, synthetic, file.notes)


def plan_wave(wave: Wave, folder: Path) -> Plan:
    """Say what a survey would change in a data package; nothing is written.

    Rows of the year of the paper, and of made-up firms, are compared only: the paper's tables stay as printed, and a
    synthetic sample is no data.

    Raises
    ------
    BookError
        If cells are suppressed, of which the book's tables can hold none.
    DataError
        With each rule that the whole of ``data/`` would break afterwards.
    """
    if wave.suppressed:
        raise BookError(
            f"{_suppressed(wave)}: the book's pages show every cell, so that {folder.name}/ can hold none that is "
            "suppressed. Give another folder with --out, or lower --threshold if the firms agree."
        )
    sheets = {name: _sheet(wave, name, table) for name, table in wave.tables.items()}
    return plan_sheets(sheets, folder, partial=True, judged=only_compared(wave, folder) is None)


def only_compared(wave: Wave, folder: Path) -> str | None:
    """Return why a survey must not be written into a data package; None if it may."""
    if wave.synthetic:
        return "The firms are synthetic, so their tallies are compared and never written into the book's data."
    if wave.year == describe(folder).get("paperYear"):
        return f"The survey of {wave.year} is the paper's own, whose tables stay as printed: they are only compared."
    return None


def write_apart(wave: Wave, folder: Path) -> list[Path]:
    """Write the tables into a folder of their own, a suppressed cell empty; return the files."""
    written = []
    for name, table in wave.tables.items():
        path = folder / f"{name}.csv"
        rows = pd.DataFrame(dict(zip(table.columns, column, strict=True)) for column in _texts(table))
        put(path, rows.to_csv(index=False, lineterminator="\n").encode("utf-8"))
        written.append(path)
    return written


def told(wave: Wave) -> str:
    """Word what was read, what was not answered and what is suppressed, for an author; no firm is named."""
    lines = [f"{wave.file}: {wave.firms:,} rows of the survey of {wave.year}{', SYNTHETIC' if wave.synthetic else ''}"]
    lines += [f"  ({note})" for note in wave.notes]
    lines += [
        f"  not answered in {row.cluster}: {row.column} by {row.empty} of {row.firms} firms ({percent(row.share_pct)})"
        for row in wave.unanswered.itertuples()
    ]
    missing = [name for name in COLUMNS if name not in wave.tables]
    growth = wave.tables["growth"]
    missing += [
        f"growth ({what})"
        for column, what in (("indicator", "real-wages"), ("scope", "nation"))
        if what not in set(growth[column])
    ]
    lines += [f"  not given, so left as it stands: {', '.join(missing)}"] if missing else []
    lines += [f"  {_suppressed(wave)}"] if wave.suppressed else []
    return "\n".join(lines)


def _suppressed(wave: Wave) -> str:
    counts = [f"{count} in {name}" for name, count in wave.suppressed.items()]
    return f"cells suppressed, because they tell of few firms: {', '.join(counts)}"


def _empty(tally: pd.DataFrame, name: str) -> int:
    return int(tally[list(COLUMNS[name].values())].isna().to_numpy().sum())


def _sheet(wave: Wave, name: str, table: pd.DataFrame) -> Sheet:
    """The rows of a table as an import takes them."""
    rows: dict[int, list[Value]] = {1: list(table.columns)}
    for at, texts in enumerate(_texts(table), start=2):
        cells = zip(table.columns, texts, strict=True)
        rows[at] = [None if not text else text if column in _NAMES else Decimal(text) for column, text in cells]
    return Sheet(f"the tally of {wave.file}", name, rows)


_NAMES = ("cluster", "dimension", "scope", "indicator", "pillar")


def _texts(table: pd.DataFrame) -> Iterator[list[str]]:
    """Rows as texts, numbers rounded half up to the digits that the paper prints."""
    for row in table.itertuples(index=False):
        yield [_text(column, value) for column, value in zip(table.columns, row, strict=True)]


def _text(column: str, value: object) -> str:
    if pd.isna(value):
        return ""
    if column not in DIGITS:
        return str(value)
    step = Decimal(1).scaleb(-DIGITS[column])
    return str(Decimal(str(round(float(value), 9))).quantize(step, ROUND_HALF_UP))  # type: ignore[arg-type]


def _beside(name: str, path: Path) -> pd.DataFrame:
    """Read a table that stands beside the firm rows."""
    sheets = read_sheets(path)
    if len(sheets) != 1:
        fault = Fault(
            str(path), None, None, None, f"has {len(sheets)} sheets, so that {name} is not certain", "Keep one."
        )
        raise DataError([fault], "the tables beside the firm rows")
    entry: Mapping[str, object] = beside(name)
    heads, faults = match_heads(sheets[0], name, entry)
    if heads is not None:
        rows, found = given(sheets[0], heads, entry, Standing({}, {}, ""))
        faults += found
    if faults or heads is None:
        raise DataError(faults, "the tables beside the firm rows")
    frame = pd.DataFrame(list(rows.rows.values())).replace("", None)
    numbers = {column["name"]: column["type"] for column in beside(name)["schema"]["fields"]}
    types = {"integer": "Int64", "number": "float64"}
    return frame.astype({column: types[kind] for column, kind in numbers.items() if kind in types})
