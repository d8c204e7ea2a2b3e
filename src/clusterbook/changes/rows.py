"""What differs between two states of ``data/``: rows by primary key, columns, files, descriptions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .matching import changed_rows
from .model import DataChange, Row, Value

DESCRIPTOR = "datapackage.json"
NUMERIC = {"integer", "number"}


def data_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[DataChange, ...]:
    """Return what became of each file of the data package, descriptions apart.

    Parameters
    ----------
    old, new : mapping of str to str
        The files of ``data/`` by name, as texts.
    """
    before, after = _resources(old), _resources(new)
    names = [*(path for path in after), *(path for path in before if path not in after)]
    found = []
    for path in names:
        was, now = old.get(path), new.get(path)
        if was == now:
            continue
        entry, earlier = after.get(path), before.get(path)
        if was is None or now is None:
            found.append(DataChange(path, "new" if was is None else "gone", count=_count(path, was or now or "")))
        elif entry and earlier and "schema" in entry and "schema" in earlier:
            found.append(_table_change(path, was, now, entry["schema"], earlier["schema"]))
        else:
            found.append(DataChange(path, "changed"))
    return tuple(found)


def description_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Value, ...]:
    """Return what ``datapackage.json`` says otherwise, by file, column and property; files that came or went apart."""
    before, after = _package(old), _package(new)
    if before is None or after is None:
        return ()
    found = list(_differing("the data package", _without(before, "resources"), _without(after, "resources")))
    was, now = _resources(old), _resources(new)
    for path in (path for path in now if path in was):
        found += _differing(path, _without(was[path], "schema"), _without(now[path], "schema"))
        earlier, later = was[path].get("schema", {}), now[path].get("schema", {})
        found += _differing(path, _without(earlier, "fields"), _without(later, "fields"))
        columns = {field["name"]: field for field in earlier.get("fields", [])}
        for field in later.get("fields", []):
            if field["name"] in columns:
                found += _differing(f"{path}, {field['name']}", columns[field["name"]], field)
    return tuple(found)


def _package(files: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        package = json.loads(files[DESCRIPTOR])
    except (KeyError, ValueError):
        return None
    return package if isinstance(package, dict) and isinstance(package.get("resources"), list) else None


def _resources(files: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Descriptions by file; without a package, the files alone."""
    package = _package(files)
    if package is None:
        return {path: {} for path in sorted(files) if path != DESCRIPTOR}
    return {entry["path"]: entry for entry in package["resources"]}


def _without(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}


def _differing(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Value]:
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            yield Value(f"{place}: {name}", _worded(old.get(name)), _worded(new.get(name)))


def _worded(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _table(text: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) if row]


def _count(path: str, text: str) -> int:
    """How many rows a table has; none for a file that is no table."""
    return max(len(_table(text)) - 1, 0) if path.endswith(".csv") else 0


def _table_change(path: str, old: str, new: str, schema: Mapping[str, Any], earlier: Mapping[str, Any]) -> DataChange:
    """Rows by the primary key of today's schema, or of the older one where today's has other columns."""
    (old_head, *old_rows), (new_head, *new_rows) = _table(old) or [[]], _table(new) or [[]]
    was = [dict(zip(old_head, row, strict=False)) for row in old_rows]
    now = [dict(zip(new_head, row, strict=False)) for row in new_rows]
    shared = [column for column in new_head if column in old_head]
    keys = [_listed(each.get("primaryKey", [])) for each in (schema, earlier)]
    key = next((key for key in keys if key and set(key) <= set(shared)), shared)
    types = {field["name"]: field for field in schema["fields"]}
    rows = tuple(_keyed(was, now, key, shared, types))
    columns_new = tuple(column for column in new_head if column not in old_head)
    columns_gone = tuple(column for column in old_head if column not in new_head)
    note = ""
    if not rows and not columns_new and not columns_gone:
        moved = [_id(row, key) for row in was] != [_id(row, key) for row in now]
        note = "the same rows in another order" if moved else "the same values, written otherwise"
    return DataChange(path, "changed", columns_new, columns_gone, rows, note=note)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _id(row: Mapping[str, str], key: list[str]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in key)


def _keyed(
    old: list[dict[str, str]],
    new: list[dict[str, str]],
    key: list[str],
    shared: list[str],
    fields: Mapping[str, Mapping[str, Any]],
) -> Iterator[Row]:
    """Rows by their key, or by likeness where an older state holds a key twice."""
    before, after = {_id(row, key): row for row in old}, {_id(row, key): row for row in new}
    if len(before) < len(old) or len(after) < len(new):
        yield from changed_rows(_only(shared, old), _only(shared, new))
        return
    for id, row in after.items():
        if id not in before:
            yield Row(", ".join(id), "new", tuple(_values({}, row, list(row), key, fields)))
        elif values := tuple(_values(before[id], row, shared, key, fields)):
            yield Row(", ".join(id), "changed", values)
    for id, row in before.items():
        if id not in after:
            yield Row(", ".join(id), "gone", tuple(_values(row, {}, list(row), key, fields)))


def _only(columns: list[str], rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{column: row.get(column, "") for column in columns} for row in rows]


def _values(
    old: Mapping[str, str],
    new: Mapping[str, str],
    columns: list[str],
    key: list[str],
    fields: Mapping[str, Mapping[str, Any]],
) -> Iterator[Value]:
    for column in columns:
        was, now = old.get(column, ""), new.get(column, "")
        about = fields.get(column, {})
        if column not in key and not _same(was, now, about.get("type", "string")):
            yield Value(column, was, now, _unit(about.get("unit", ""), new or old))


def _unit(unit: str, row: Mapping[str, str]) -> str:
    """The unit of a value, which some tables hold in a column of that name."""
    return row.get("unit", "") if unit == "see unit" else unit


def _same(old: str, new: str, kind: str) -> bool:
    if old == new:
        return True
    if kind not in NUMERIC:
        return False
    try:
        return Decimal(old) == Decimal(new)
    except InvalidOperation:
        return False
