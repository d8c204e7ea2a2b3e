"""Errors put into ``data/`` one at a time, as authors make them, and which net of the book notices each.

``python tests/mutating.py`` tries every mutant and writes ``docs/mutation.md``. The nets, in the order in which an
author meets them:

- *check*: the rules of the data refuse it (``make book``, ``make check``).
- *claim*: a claim has another verdict than the accepted one (``make check``).
- *notebook*: a cell of a chapter gives another output than its reference notebook has (``make test``).
- *sentence*: a number that a sentence quotes reads otherwise than the accepted one (``make test``).
- *listing*: only the page that prints every row of every file does. It notices whatever is printed otherwise, which
  is little comfort for one who has to see which of a thousand cells is wrong; so it is counted by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
NUMERIC = {"number", "integer"}
REPORT = ROOT / "docs" / "mutation.md"
NETS = ("check", "claim", "notebook", "sentence", "listing")
GOOD = NETS[:4]
LISTING = "data"  # the chapter that prints every row
ENOUGH = 0.95  # of all errors, to be noticed by more than the listing

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ``data/`` as it stands: its description, its head and its rows as texts."""

    name: str
    fields: list[dict[str, Any]]
    key: list[str]
    pointing: frozenset[str]  # columns that point to another table
    head: list[str]
    rows: Rows

    def slot(self, column: str) -> int:
        return self.head.index(column)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One error in one table: what it is, in which column (none: the table as a whole), and the rows with it."""

    table: str
    column: str | None
    kind: str
    rows: Rows


def tables() -> list[Table]:
    """Every table of the data package."""
    description = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    found = []
    for entry in description["resources"]:
        if "schema" not in entry:
            continue
        with (DATA / entry["path"]).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        keys = entry["schema"].get("foreignKeys", [])
        pointing = frozenset(column for key in keys for column in key["fields"])
        schema = entry["schema"]
        found.append(Table(entry["name"], schema["fields"], schema["primaryKey"], pointing, head, rows))
    return found


# Errors of a column. Each takes a table, the place of the column and a chance, and returns the rows with it, or None
# where there can be no such error. What changes one cell changes one that is filled, by chance.


def _numbers(change: Callable[[float], float], *, one: bool) -> Callable[..., Rows | None]:
    """An error of the numbers of a whole column, or of one of them."""

    def make(table: Table, slot: int, chance: random.Random) -> Rows | None:
        if table.fields[slot]["type"] not in NUMERIC:
            return None
        filled = [at for at, row in enumerate(table.rows) if row[slot]]
        places = [chance.choice(filled)] if one else filled
        return _with(table, slot, {at: _plain(change(float(table.rows[at][slot]))) for at in places})

    return make


def _text(change: Callable[[str, random.Random], str | None]) -> Callable[..., Rows | None]:
    """A slip of the pen in one cell, whatever its type."""

    def make(table: Table, slot: int, chance: random.Random) -> Rows | None:
        filled = [at for at, row in enumerate(table.rows) if row[slot]]
        for at in chance.sample(filled, len(filled)):
            text = change(table.rows[at][slot], chance)
            if text is not None and text != table.rows[at][slot]:
                return _with(table, slot, {at: text})
        return None

    return make


def _plain(number: float) -> str:
    """A number as the files write it."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def _with(table: Table, slot: int, cells: dict[int, str]) -> Rows:
    return [
        [*row[:slot], cells[at], *row[slot + 1 :]] if at in cells else list(row) for at, row in enumerate(table.rows)
    ]


def _emptied(table: Table, slot: int, chance: random.Random) -> Rows | None:
    filled = [at for at, row in enumerate(table.rows) if row[slot]]
    return _with(table, slot, {chance.choice(filled): ""})


def _shifted(table: Table, slot: int, chance: random.Random) -> Rows | None:
    """The column moved down by a row, its last cell first."""
    cells = [row[slot] for row in table.rows]
    return _with(table, slot, dict(enumerate([cells[-1], *cells[:-1]])))


def _from_above(table: Table, slot: int, chance: random.Random) -> Rows | None:
    """A cell filled from the one above, which differs."""
    found = [at for at in range(1, len(table.rows)) if table.rows[at][slot] != table.rows[at - 1][slot]]
    if not found:
        return None
    at = chance.choice(found)
    return _with(table, slot, {at: table.rows[at - 1][slot]})


def _two_rows(table: Table, slot: int, chance: random.Random) -> Rows | None:
    """The cells of two rows in each other's place."""
    pairs = [
        (one, other)
        for one in range(len(table.rows))
        for other in range(one)
        if table.rows[one][slot] != table.rows[other][slot]
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return _with(table, slot, {one: table.rows[other][slot], other: table.rows[one][slot]})


def _two_clusters(table: Table, slot: int, chance: random.Random) -> Rows | None:
    """The cells of two clusters in each other's place, in every row that both have."""
    if "cluster" not in table.head or table.head[slot] == "cluster":
        return None
    at_cluster = table.slot("cluster")
    keys = [table.slot(name) for name in table.key if name not in {"cluster", table.head[slot]}]
    at = {(row[at_cluster], *(row[key] for key in keys)): place for place, row in enumerate(table.rows)}
    one, other = chance.sample(sorted({row[at_cluster] for row in table.rows}), 2)
    cells = {}
    for (cluster, *rest), place in at.items():
        partner = at.get(({one: other, other: one}.get(cluster, ""), *rest))
        if partner is not None:
            cells[place] = table.rows[partner][slot]
    return _with(table, slot, cells)


def _another_choice(table: Table, slot: int, chance: random.Random) -> Rows | None:
    """One cell with another value of its closed list, or of the table that it points to."""
    field = table.fields[slot]
    listed = field.get("constraints", {}).get("enum")
    if not listed and table.head[slot] not in table.pointing:
        return None
    at = chance.choice([at for at, row in enumerate(table.rows) if row[slot]])
    others = sorted({str(value) for value in listed or (row[slot] for row in table.rows)} - {table.rows[at][slot]})
    return _with(table, slot, {at: chance.choice(others)}) if others else None


def _lost_letter(text: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :] if len(text) > 1 else None


def _turned(text: str, chance: random.Random) -> str | None:
    """Two neighbours that differ, in each other's place; a number stays one."""
    pairs = [at for at in range(len(text) - 1) if text[at] != text[at + 1] and text[at : at + 2].isalnum()]
    if not pairs:
        return None
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


OF_COLUMNS: dict[str, Callable[..., Rows | None]] = {
    "unit of all: × 1000": _numbers(lambda value: 1000 * value, one=False),
    "unit of all: ÷ 100": _numbers(lambda value: value / 100, one=False),
    "unit of one: × 1000": _numbers(lambda value: 1000 * value, one=True),
    "unit of one: ÷ 100": _numbers(lambda value: value / 100, one=True),
    "point of one slipped: × 10": _numbers(lambda value: 10 * value, one=True),
    "sign of all": _numbers(lambda value: -value, one=False),
    "sign of one": _numbers(lambda value: -value, one=True),
    "one more in one": _numbers(lambda value: value + 1, one=True),
    "one emptied": _emptied,
    "shifted down by a row": _shifted,
    "one filled from above": _from_above,
    "two rows swapped": _two_rows,
    "two clusters swapped": _two_clusters,
    "another of its choices": _another_choice,
    "a letter or digit lost": _text(_lost_letter),
    "two letters or digits turned round": _text(_turned),
}

# Errors of a table as a whole.


def _year_dropped(table: Table, chance: random.Random) -> Rows | None:
    """The rows of one year of a table of surveys or of history."""
    if "year" not in table.head:
        return None
    slot = table.slot("year")
    year = chance.choice(sorted({row[slot] for row in table.rows}))
    return [list(row) for row in table.rows if row[slot] != year]


def _row_dropped(at: Callable[[int], int]) -> Callable[..., Rows | None]:
    def make(table: Table, chance: random.Random) -> Rows | None:
        place = at(len(table.rows))
        return [list(row) for number, row in enumerate(table.rows) if number != place]

    return make


def _row_twice(table: Table, chance: random.Random) -> Rows | None:
    at = chance.randrange(len(table.rows))
    return [*map(list, table.rows[: at + 1]), list(table.rows[at]), *map(list, table.rows[at + 1 :])]


def _row_twice_by_another_key(table: Table, chance: random.Random) -> Rows | None:
    """A row doubled, its copy under a name or number that is free."""
    (slot, *more) = [table.slot(name) for name in table.key]
    if more or table.key[0] in table.pointing:
        return None
    row = list(chance.choice(table.rows))
    used = {other[slot] for other in table.rows}
    row[slot] = f"{row[slot]}-2" if not row[slot].isdigit() else str(max(map(int, used)) + 1)
    return [*map(list, table.rows), row]


def _row_shifted(table: Table, chance: random.Random) -> Rows | None:
    """The cells of one row moved by a column."""
    at = chance.randrange(len(table.rows))
    rows = [list(row) for row in table.rows]
    rows[at] = [rows[at][-1], *rows[at][:-1]]
    return rows


def _columns_swapped(table: Table, chance: random.Random) -> Rows | None:
    """Two columns of one type with each other's cells, under heads that stay."""
    kinds = [field["type"] for field in table.fields]
    pairs = [
        (one, other)
        for one in range(len(kinds))
        for other in range(one)
        if kinds[one] == kinds[other] and any(row[one] != row[other] for row in table.rows)
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    rows = [list(row) for row in table.rows]
    for row in rows:
        row[one], row[other] = row[other], row[one]
    return rows


def _clusters_exchanged(table: Table, chance: random.Random) -> Rows | None:
    """The rows of two clusters under each other's name."""
    if "cluster" not in table.head:
        return None
    slot = table.slot("cluster")
    one, other = chance.sample(sorted({row[slot] for row in table.rows}), 2)
    names = {one: other, other: one}
    return [[*row[:slot], names.get(row[slot], row[slot]), *row[slot + 1 :]] for row in table.rows]


OF_TABLES: dict[str, Callable[..., Rows | None]] = {
    "a year dropped": _year_dropped,
    "the first row dropped": _row_dropped(lambda count: 0),
    "a row in the middle dropped": _row_dropped(lambda count: count // 2),
    "the last row dropped": _row_dropped(lambda count: count - 1),
    "a row doubled": _row_twice,
    "a row doubled under another key": _row_twice_by_another_key,
    "a row shifted by a column": _row_shifted,
    "two columns swapped": _columns_swapped,
    "two clusters exchanged": _clusters_exchanged,
}


def mutants() -> Iterator[Mutant]:
    """Every error of every column of every table, always the same ones; none that leaves the rows as they are."""
    for table in tables():
        for kind, make in OF_TABLES.items():
            rows = make(table, random.Random(f"{table.name} {kind}"))
            if rows is not None and _values(table, rows) != _values(table, table.rows):
                yield Mutant(table.name, None, kind, rows)
        for slot, column in enumerate(table.head):
            for kind, make in OF_COLUMNS.items():
                rows = make(table, slot, random.Random(f"{table.name} {column} {kind}"))
                if rows is not None and _values(table, rows) != _values(table, table.rows):
                    yield Mutant(table.name, column, kind, rows)


def _values(table: Table, rows: Rows) -> list[list[object]]:
    """The rows by what they say: 0.0 and 0 are one number."""
    return [[_value(cell, field["type"]) for cell, field in zip(row, table.fields, strict=False)] for row in rows]


def _value(cell: str, kind: str) -> object:
    with contextlib.suppress(ValueError):
        return float(cell) if kind in NUMERIC else cell
    return cell


# The nets


class Nets:
    """The book as it stands, and what of it a mutant changes; all in this process.

    The cells of the chapters run as a kernel runs them, but one after the other, and no chart is drawn as a picture,
    which nbval does not compare either. ``test_mutating.py`` holds that what they give is what the reference notebooks
    have, so that a cell that differs here is one that nbval would fail.
    """

    def __init__(self, folder: Path, chapters: Collection[str] | None = None) -> None:
        """Run chapters, by default all, once by the data as they stand; ``folder`` is where the mutants are put."""
        from IPython.core.interactiveshell import InteractiveShell

        from clusterbook import files, theme

        self.folder = shutil.copytree(DATA, folder / "data")
        os.environ[files.FOLDER_VARIABLE] = str(self.folder)
        os.environ.pop(files.KEPT_VARIABLE, None)
        theme.vl_convert = _NoPictures  # type: ignore[assignment]
        self.shell = InteractiveShell.instance()
        self.chapters = list(self._chapters(chapters))
        self.order = [chapter for chapter in self.chapters if chapter.name != LISTING]

    def _chapters(self, names: Collection[str] | None) -> Iterator[Chapter]:
        import jupytext

        from clusterbook import data
        from clusterbook.publishing.execution import executable_chapters

        for page in executable_chapters(ROOT):
            if names is not None and page.stem not in names:
                continue
            cells = [cell.source for cell in jupytext.read(page).cells if cell.cell_type == "code"]
            data._read.clear()
            yield Chapter(page.stem, cells, list(self.outputs(cells)), frozenset(data.resources_read()))

    def outputs(self, cells: list[str]) -> Iterator[list[dict[str, Any]]]:
        """What each cell shows: the data of its outputs by MIME type, and of an error its name and message."""
        from IPython.core.displayhook import DisplayHook
        from IPython.core.displaypub import CapturingDisplayPublisher

        shown: list[dict[str, Any]] = []

        class Publisher(CapturingDisplayPublisher):
            def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
                shown.append(dict(data))

        class Hook(DisplayHook):
            def __call__(self, result: Any = None) -> None:
                if result is not None:
                    shown.append(dict(self.shell.display_formatter.format(result)[0]))

        shell = self.shell
        shell.reset(new_session=False)
        shell.display_pub = Publisher()
        shell.displayhook = Hook(shell=shell)
        shell.display_trap.hook = shell.displayhook
        here = os.getcwd()
        os.chdir(ROOT / "chapters")
        try:
            for source in cells:
                shown.clear()
                with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(io.StringIO()):
                    ran = shell.run_cell(source, store_history=False)
                if ran.error_in_exec or ran.error_before_exec:
                    error = ran.error_in_exec or ran.error_before_exec
                    yield [{"error": f"{type(error).__name__}: {error}"}]
                    return
                told = [{"stdout": printed.getvalue()}] if printed.getvalue() else []
                yield [*told, *({kind: data[kind] for kind in data if kind != "image/png"} for data in shown)]
        finally:
            os.chdir(here)

    def noticed(self, mutant: Mutant) -> tuple[str, str]:
        """The first net that notices a mutant, and what it says; two empty texts if none does."""
        path = self.folder / f"{mutant.table}.csv"
        before = path.read_bytes()
        try:
            path.write_bytes(_csv(path, mutant.rows))
            return self._noticed(mutant)
        except Exception as error:  # no error of the book's own: a trace that an author would be left with
            return "trace", f"{type(error).__name__}: {error}"
        finally:
            path.write_bytes(before)

    def _noticed(self, mutant: Mutant) -> tuple[str, str]:
        from clusterbook import Dataset, judge_all
        from clusterbook.changes import numbers
        from clusterbook.claims import record
        from clusterbook.claims.mentions import texts
        from clusterbook.errors import BookError
        from clusterbook.loading import check_data

        try:
            check_data(self.folder)
        except BookError as error:
            return "check", str(error).splitlines()[1].strip()
        changes = record.compare(judge_all(Dataset()), record.read(ROOT))
        if changes:
            return "claim", ", ".join([*changes.verdicts, *changes.new, *changes.gone])
        for chapter in self.order:
            if mutant.table in chapter.reads and (said := self._differs(chapter)):
                self.order.sort(key=lambda other: other is not chapter)  # the next mutant is like this one
                return "notebook", said
        try:
            now, was = numbers.numbers(texts(ROOT)), numbers.read(ROOT)
        except BookError as error:  # a number that there is no more: the page does not build
            return "sentence", str(error)
        if now != was:
            return "sentence", ", ".join(name for name in now if now[name] != was.get(name))
        said = next((self._differs(chapter) for chapter in self.chapters if chapter.name == LISTING), "")
        return ("listing" if said else "", said)

    def _differs(self, chapter: Chapter) -> str:
        """The first cell of a chapter that shows something else than by the data as they stand."""
        for at, (now, was) in enumerate(zip(self.outputs(chapter.cells), chapter.outputs, strict=False)):
            if now != was:
                return f"{chapter.name}, code cell {at}"
        return ""


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """A chapter: its code cells, what each shows by the data as they stand, and the tables that it reads."""

    name: str
    cells: list[str]
    outputs: list[list[dict[str, Any]]]
    reads: frozenset[str]


class _NoPictures:
    """In the place of vl-convert, which takes most of a chapter's time for pictures that nobody compares."""

    @staticmethod
    def vegalite_to_png(*_: Any, **__: Any) -> bytes:
        return b""


def _csv(path: Path, rows: Rows) -> bytes:
    head = path.read_text(encoding="utf-8").partition("\n")[0]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return f"{head}\n{text.getvalue()}".encode()


# The report

# Why an error may be noticed by the listing alone, or by nothing: by table and column (* for the table as a whole).
REASONS: dict[tuple[str, str], str] = {
    ("institutions", "cluster"): "The rows are the same in another order, which says nothing else.",
    ("institutions", "pillar"): "The rows are the same in another order, which says nothing else.",
    ("capabilities", "dimension"): "The rows are the same in another order: at level 1 every firm counts.",
    ("misprints", "recorded"): "The day on which this book noted the misprint, which no cell of a chapter shows.",
    ("misprints", "reason"): "This book's own words, which no cell of a chapter shows.",
    ("figures", "year_end"): "The date names a decade or a part of one, within which the year still lies.",
    ("figures", "measure"): "The name of what is measured, which the chapters put into words of their own.",
    ("figures", "citation"): "Any work that the paper cites, or none, keeps the rule; no cell of a chapter names it.",
    ("figures", "section"): "The place in the paper, which no cell of a chapter names.",
    ("study", "*"): "A parameter that nothing asks for changes nothing.",
    ("study", "qualifier"): "Whether the paper says exactly or about, which no cell of a chapter shows.",
    ("study", "description"): "This book's own words, which no cell of a chapter shows.",
    ("study", "section"): "The place in the paper, which no cell of a chapter names.",
    ("works", "first_page"): "A claim reads it only of works to whose pages the text points; no cell shows the others.",
    ("works", "last_page"): "A claim reads it only of works to whose pages the text points; no cell shows the others.",
    ("citations", "number"): "The order of the citations, on which no claim or cell depends.",
    ("citations", "section"): "One citation more or less in a section, which no claim or cell depends on.",
    ("citations", "note"): "The footnote of a citation, which no cell of a chapter names.",
    ("citations", "last_page"): "A claim reads it only of works that the list of references gives the pages of.",
}


def report(found: list[tuple[Mutant, str]]) -> str:
    """The report in Markdown; it holds no date and no time, so that the same data give the same text."""
    counts = Counter(net for _, net in found)
    share = {net: _share(counts[net], len(found)) for net in (*NETS, "trace", "")}
    good = _share(sum(counts[net] for net in GOOD), len(found))
    lines = [
        "# Errors put into the data, and what notices them",
        "",
        f"Made by `make mutate`: {len(found):,} errors, one at a time, in every column of every table of `data/`.",
        f"{good} of them are noticed where it can be seen what is wrong: {share['check']} by a rule of the data, "
        f"{share['claim']} by a claim whose verdict turns, {share['notebook']} by a cell of a chapter that shows "
        f"something else than its reference notebook, {share['sentence']} by a number in a sentence.",
        f"Another {share['listing']} change nothing but the page that lists every row, whose reference notebook fails "
        f"too; {share['trace']} end in a trace, and {share['']} are not noticed at all.",
        "",
        "## By table",
        "",
        *_table("Table", [(mutant.table, net) for mutant, net in found]),
        "",
        "## By kind of error",
        "",
        *_table("Error", [(mutant.kind, net) for mutant, net in found]),
    ]
    slipped = [(mutant, net) for mutant, net in found if net not in GOOD]
    lines += ["", "## What only the listing notices, or nothing, and why", ""]
    lines += ["| Column | Errors | Noticed by | Why |", "| --- | --- | --- | --- |"]
    for place in dict.fromkeys(_place(mutant) for mutant, _ in slipped):
        for by in dict.fromkeys(net for mutant, net in slipped if _place(mutant) == place):
            kinds = [mutant.kind for mutant, net in slipped if (_place(mutant), net) == (place, by)]
            why = REASONS.get(place, "")
            lines.append(f"| {'.'.join(place)} | {', '.join(kinds)} | {by or 'nothing'} | {why} |")
    return "\n".join(lines) + "\n"


def _place(mutant: Mutant) -> tuple[str, str]:
    return mutant.table, mutant.column or "*"


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f}%"


def _table(head: str, found: list[tuple[str, str]]) -> list[str]:
    """How many errors of each name each net notices, as a table."""
    nets = [*NETS, *(["trace"] if any(net == "trace" for _, net in found) else []), ""]
    lines = [f"| {head} | Errors | {' | '.join(net.capitalize() or 'Nothing' for net in nets)} |"]
    lines.append(f"| --- |{' ---: |' * (len(nets) + 1)}")
    for name in dict.fromkeys(name for name, _ in found):
        counts = Counter(net for other, net in found if other == name)
        lines.append(f"| {name} | {counts.total()} | {' | '.join(str(counts[net]) for net in nets)} |")
    return lines


def shortcomings(found: list[tuple[Mutant, str]]) -> list[str]:
    """What of a whole run must not be: too little noticed, a trace, or an error that slips through unexplained."""
    slipped = {_place(mutant) for mutant, net in found if net not in GOOD}
    told = [f"{'.'.join(place)}: no reason is given" for place in sorted(slipped - set(REASONS))]
    told += [f"{'.'.join(place)}: a reason, and nothing slips through" for place in sorted(set(REASONS) - slipped)]
    told += [f"{'.'.join(_place(mutant))}: {mutant.kind} ends in a trace" for mutant, net in found if net == "trace"]
    good = sum(net in GOOD for _, net in found) / len(found)
    return [*told, *([f"only {100 * good:.1f}% are noticed"] if good < ENOUGH else [])]


def main() -> int:
    """Try every mutant, and write what noticed it; 1 if too few are noticed, or one that is not lacks its reason."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--table", help="the errors of this table alone, and nothing is written")
    parser.add_argument("--told", action="store_true", help="print each error with what noticed it")
    parser.add_argument("--write", type=Path, default=REPORT, metavar="FILE", help="where the report goes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nets = Nets(Path(folder))
        found = []
        for mutant in mutants():
            if chosen.table not in {None, mutant.table}:
                continue
            net, said = nets.noticed(mutant)
            found.append((mutant, net))
            if chosen.told:
                where = f"{mutant.table}.{mutant.column or '*'}"
                print(f"{net or 'nothing':9} {where}: {mutant.kind} | {said[:150]}", flush=True)
    print(report(found))
    if chosen.table:
        return 0
    chosen.write.write_text(report(found), encoding="utf-8")
    wrong = shortcomings(found)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
