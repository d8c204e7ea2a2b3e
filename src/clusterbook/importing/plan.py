"""What an import would do to ``data/``: planned as a whole, checked on a copy, shown, and written if told."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import BookError, DataError, Fault, UnknownNameError, unknown
from ..files import put
from ..loading import check_data, describe
from ..wording import listed
from .matching import match_heads, table_of
from .reading import read_sheets
from .rows import RowChange, compare_rows
from .sheets import Sheet
from .tables import Given, Key, Row, Standing, given, key_of, standing, unit_of

FILES = "the files to import"


@dataclass(frozen=True, slots=True)
class TableUpdate:
    """What a sheet would do to one table.

    Attributes
    ----------
    table : str
        Name of the table.
    source : str
        The sheet as the report names it.
    path : Path
        The CSV.
    changes : tuple of RowChange
        Rows added, removed and changed; none if the sheet says what stands.
    units : dict of str to str
        Unit of each column that has one; "see unit" where the row names it.
    notes : tuple of str
        How the sheet was read.
    before, after : bytes
        Content of the CSV now, and as it would be.
    """

    table: str
    source: str
    path: Path
    changes: tuple[RowChange, ...]
    units: dict[str, str]
    notes: tuple[str, ...]
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes
    ----------
    updates : tuple of TableUpdate
        One for each table given, in the order given.
    unread : tuple of str
        Sheets that are no table of the book.
    """

    updates: tuple[TableUpdate, ...]
    unread: tuple[str, ...]

    @property
    def changed(self) -> tuple[TableUpdate, ...]:
        """The updates that change their file."""
        return tuple(update for update in self.updates if update.changes)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Rows of a table as they would be, each with its line and with the place that a fault in it is told of."""

    rows: dict[Key, Row]
    text: str
    places: list[tuple[Sheet | None, int, dict[str, int]]]


def plan_import(paths: Sequence[Path], folder: Path, *, table: str | None = None, partial: bool = False) -> Plan:
    """Say what some spreadsheets would change in a data package; nothing is written.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks and delimited files.
    folder : Path
        Folder that holds ``datapackage.json``.
    table : str, optional
        The table that the one file is; by default each sheet is matched by its name or its heads.
    partial : bool
        Whether the sheets hold only some rows, the others to be kept; by default a sheet is the whole new table.

    Raises
    ------
    DataError
        With every fault found: what cannot be read for certain, and each rule that the whole of ``data/`` would
        break afterwards, told of the cell of the sheet that breaks it.
    UnknownNameError
        If ``table`` is none.
    """
    entries = _tables(folder)
    if table is not None and table not in entries:
        raise UnknownNameError(unknown("table", table, entries))
    sheets, unread = _matched(paths, entries, table)
    return plan_sheets(sheets, folder, unread=unread, partial=partial)


def plan_sheets(
    sheets: Mapping[str, Sheet],
    folder: Path,
    *,
    unread: Sequence[str] = (),
    partial: bool = False,
    judged: bool = True,
) -> Plan:
    """Say what some sheets, each by the name of its table, would change in a data package; nothing is written.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        The sheet of each table.
    folder : Path
        Folder that holds ``datapackage.json``.
    unread : sequence of str
        Sheets that are no table, for the report.
    partial : bool
        Whether the sheets hold only some rows.
    judged : bool
        Whether the whole of the data must keep every rule afterwards; if not, the plan is for comparison only.

    Raises
    ------
    DataError
        As ``plan_import``.
    """
    entries = _tables(folder)
    faults: list[Fault] = []
    updates, merged = [], {}
    for name, sheet in sheets.items():
        entry = entries[name]
        path = folder / entry["path"]
        stands = standing(path, entry)
        if stands is None:
            check_data(folder)  # says what is wrong with the file
            raise BookError(f"{path.name} cannot be compared line by line. Write each row on one line of its own.")
        heads, found = match_heads(sheet, name, entry)
        faults += found
        if heads is None:
            continue
        rows, found = given(sheet, heads, entry, stands)
        faults += found
        whole = _merge(sheet, heads.at, rows, stands, partial=partial)
        merged[name] = whole
        updates.append(_update(name, sheet, path, entry, rows, stands, whole))
    plan = Plan(tuple(updates), tuple(unread))
    if faults or (plan.changed and judged):
        faults += _broken_rules(folder, plan, entries, merged, faults)
    if faults:
        raise DataError(faults, FILES)
    return plan


def _tables(folder: Path) -> dict[str, Any]:
    return {entry["name"]: entry for entry in describe(folder)["resources"] if "schema" in entry}


def _matched(
    paths: Sequence[Path], entries: Mapping[str, Any], wanted: str | None
) -> tuple[dict[str, Sheet], list[str]]:
    """The sheet of each table, and the sheets that are none; every file that cannot be read is reported."""
    faults: list[Fault] = []
    found: dict[str, Sheet] = {}
    unread = []
    sheets = []
    for path in paths:
        try:
            sheets.append(read_sheets(path))
        except DataError as error:
            faults += error.faults
    single = len(paths) == 1 and sum(map(len, sheets)) == 1
    for sheet in (sheet for several in sheets for sheet in several):
        table = wanted if wanted and single else table_of(sheet, entries)
        if table is None or wanted not in {None, table}:
            unread.append(sheet.label)
        elif table in found:
            faults.append(sheet.fault(f"is the table {table}, as is {found[table].label}", "Give each table once."))
        else:
            found[table] = sheet
    if not found and not faults:
        known = f"the table {wanted}" if wanted else f"a table of the book ({', '.join(entries)})"
        remedy = "Name the sheet or file after the table, or give its name with --table."
        faults += [Fault(label, None, None, None, f"is not known to be {known}", remedy) for label in unread]
    if faults:
        raise DataError(faults, FILES)
    return found, unread


def _merge(sheet: Sheet, columns: dict[str, int], rows: Given, stands: Standing, *, partial: bool) -> _Merged:
    """Rows that stand keep their order and, unless changed, their line; a new row follows the row above it."""
    order = [at for at in stands.rows if partial or at in rows.rows]
    after: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for at in rows.rows:
        if at in stands.rows:
            last = at
        else:
            after.setdefault(order[-1] if partial and order else last, []).append(at)
    placed = list(after.get(None, []))
    for at in order:
        placed += [at, *after.get(at, [])]
    whole = {at: rows.rows.get(at, stands.rows.get(at, {})) for at in placed}
    lines = [stands.lines[at] if whole[at] == stands.rows.get(at) else _line(whole[at]) for at in placed]
    places = [(sheet, rows.places[at], columns) if at in rows.places else (None, 0, {}) for at in placed]
    return _Merged(whole, "".join(f"{line}\n" for line in [stands.head, *lines]), places)


def _line(row: Row) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(row.values())
    return text.getvalue()


def _update(
    name: str, sheet: Sheet, path: Path, entry: Mapping[str, Any], rows: Given, stands: Standing, whole: _Merged
) -> TableUpdate:
    columns = [field["name"] for field in entry["schema"]["fields"]]
    old, new = (pd.DataFrame(list(of.values()), columns=columns, dtype=str) for of in (stands.rows, whole.rows))
    notes = [*sheet.notes, *rows.notes]
    if [at for at in rows.rows if at in stands.rows] != [at for at in stands.rows if at in rows.rows]:
        notes.append(f"in another order than data/{path.name}, which keeps its own")
    changes = tuple(compare_rows(old, new, key_of(entry)))
    before = path.read_bytes()
    return TableUpdate(
        name,
        sheet.label,
        path,
        changes,
        {field["name"]: field["unit"] for field in entry["schema"]["fields"] if "unit" in field},
        tuple(notes),
        before,
        whole.text.encode("utf-8") if changes else before,
    )


def _broken_rules(
    folder: Path, plan: Plan, entries: Mapping[str, Any], merged: Mapping[str, _Merged], known: Iterable[Fault]
) -> list[Fault]:
    """Faults of a copy of the data with the updates in it, told of the cells that make them."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = shutil.copytree(folder, Path(temporary) / "data")
        for update in plan.changed:
            (copy / update.path.name).write_bytes(update.after)
        try:
            check_data(copy)
        except DataError as error:
            found = error.faults
        else:
            return []
    told = {(fault.file, fault.line) for fault in known}  # a row with a cell that cannot be read is told of already
    tables = {f"data/{entries[name]['path']}": merged[name] for name in merged}
    placed = [_placed(fault, tables.get(fault.file)) for fault in found]
    return [fault for fault in placed if fault.line is None or (fault.file, fault.line) not in told]


def _placed(fault: Fault, whole: _Merged | None) -> Fault:
    """A fault of the copy, told of the row of the sheet, or of the line that stands."""
    if whole is None or fault.line is None or not 2 <= fault.line < len(whole.places) + 2:
        return fault
    sheet, number, columns = whole.places[fault.line - 2]
    if sheet is None:  # rows that a partial sheet does not hold keep their lines, for new ones come last
        return fault
    place = sheet.place(number, columns.get(fault.column or ""))
    return replace(fault, file=sheet.label, line=number, at=place)


def report(plan: Plan) -> str:
    """Word what a plan would change, row by row, for an author."""
    lines = []
    for update in plan.updates:
        counts = {
            kind: sum(change.kind == kind for change in update.changes) for kind in ("added", "removed", "changed")
        }
        told = [f"{count} row{'s' if count > 1 else ''} {kind}" for kind, count in counts.items() if count]
        lines.append(f"{update.table}, from {update.source}: {listed(told) or 'nothing changes'}")
        lines += [f"  ({note})" for note in update.notes]
        lines += [f"  {line}" for change in update.changes for line in _told(change, update.units)]
    lines += [f"{label} is no table of the book and was not read." for label in plan.unread]
    return "\n".join(lines)


def _told(change: RowChange, units: Mapping[str, str]) -> list[str]:
    row = {name: new or old for name, old, new in change.cells}

    def worded(name: str, *texts: str) -> str:
        unit = unit_of({"unit": units.get(name, "")}, row)
        return f"{name} {' → '.join(text or '(empty)' for text in texts)}{' ' + unit if unit else ''}"

    at = ", ".join(change.key)
    if change.kind == "changed":
        return [f"changed  {at}: {worded(name, old, new)}" for name, old, new in change.cells]
    cells = "; ".join(worded(name, new or old) for name, old, new in change.cells)
    return [f"{change.kind:8} {at}: {cells}" if cells else f"{change.kind:8} {at}"]


def write(plan: Plan) -> list[Path]:
    """Write every file that a plan changes, or none; return those written.

    Raises
    ------
    BookError
        If a file has changed since the plan was made, or cannot be written; then all are as they were.
    """
    fresh: dict[Path, Path] = {}
    done: list[TableUpdate] = []
    try:
        for update in plan.changed:
            if update.path.read_bytes() != update.before:
                raise BookError(f"data/{update.path.name} has changed meanwhile; nothing is written. Import again.")
            handle, name = tempfile.mkstemp(dir=update.path.parent, prefix=".import-")
            fresh[update.path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(update.after)
            shutil.copymode(update.path, name)
        for update in plan.changed:
            os.replace(fresh[update.path], update.path)
            done.append(update)
    except OSError as error:
        for update in done:
            put(update.path, update.before)
        raise BookError(f"data/ cannot be written ({error.strerror}); nothing is changed.") from None
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)
    return [update.path for update in done]
