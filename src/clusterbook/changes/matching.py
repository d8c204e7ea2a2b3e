"""Which rows of two tables are the same row: by the fields that tell them apart, then by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Any

from .model import Row, Value

Record = Mapping[str, Any]
MOST_FIELDS = 4  # of a key; no table of the book needs more


def changed_rows(old: Sequence[Record], new: Sequence[Record], prefer: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the rows that were added, removed or changed, in the order of the new table, removed ones last.

    Parameters
    ----------
    old, new : sequences of mappings
        Rows with the same fields.
    prefer : sequence of str, optional
        Fields that identify a row if they can.
    """
    before, after = _leftover(old, new), _leftover(new, old)
    if not before and not after:
        return ()
    key = _key(old, new, prefer, before, after)
    pairs = _pairs(before, after, key or [])
    removed = [row for row in before if not any(row is one for one, _ in pairs)]
    found = []
    for row in after:
        partner = next((one for one, other in pairs if other is row), None)
        found.append(_added(row, key) if partner is None else _changed(partner, row, key))
    return (*found, *(_removed(row, key) for row in removed))


def _leftover(rows: Sequence[Record], others: Sequence[Record]) -> list[Record]:
    """Rows that the others lack."""
    there = Counter(_frozen(row) for row in others)
    found = []
    for row in rows:
        if there[_frozen(row)]:
            there[_frozen(row)] -= 1
        else:
            found.append(row)
    return found


def _frozen(row: Record) -> Hashable:
    return tuple((field, str(value)) for field, value in sorted(row.items()))


def _key(
    old: Sequence[Record], new: Sequence[Record], prefer: Sequence[str], before: list[Record], after: list[Record]
) -> list[str] | None:
    """The fields that tell the rows of each table apart; None if nothing does.

    Of several, those by which most rows that differ are found again, and then those with the fewest values.
    """
    if prefer and _unique(old, prefer) and _unique(new, prefer):
        return list(prefer)
    rows = [*old, *new]
    fields = [
        field for field in rows[0] if all(isinstance(row[field], str | int) and row[field] is not True for row in rows)
    ]
    values = {field: len({row[field] for row in rows}) for field in fields}
    size = max(len(old), len(new))
    choices = [
        (prod(values[field] for field in chosen), len(chosen), [_shy(field, rows[0]) for field in chosen], chosen)
        for count in range(1, MOST_FIELDS + 1)
        for chosen in combinations(fields, count)
    ]
    best, most = None, -1
    for _, _, _, chosen in sorted(choice for choice in choices if choice[0] >= size):
        found = len(_ids(before, chosen) & _ids(after, chosen))
        if found > most and _unique(old, chosen) and _unique(new, chosen):
            best, most = list(chosen), found
        if most == min(len(before), len(after)):
            break
    return best


def _shy(field: str, row: Record) -> int:
    """Rank of a field among those that identify equally well: a name, another word, a number."""
    if isinstance(row[field], int):
        return 2
    return 0 if field == "name" or field.endswith("_name") else 1


def _unique(rows: Sequence[Record], fields: Sequence[str]) -> bool:
    return len(_ids(rows, fields)) == len(rows)


def _ids(rows: Sequence[Record], fields: Sequence[str]) -> set[tuple[Any, ...]]:
    return {tuple(row[field] for field in fields) for row in rows}


def _pairs(old: list[Record], new: list[Record], key: list[str]) -> list[tuple[Record, Record]]:
    """Old and new rows that are one: of the same key, or else alike in half of their fields or more."""
    pairs = []
    for row in new:
        same = [one for one in old if key and all(one[field] == row[field] for field in key)]
        pairs += [(one, row) for one in same]
    for row in new:
        if any(row is other for _, other in pairs):
            continue
        free = [one for one in old if not any(one is taken for taken, _ in pairs)]
        best = max(free, key=lambda one: _alike(one, row), default=None)
        if best is not None and 2 * _alike(best, row) >= len(row):
            pairs.append((best, row))
    return pairs


def _alike(one: Record, other: Record) -> int:
    return sum(one[field] == other[field] for field in one)


def _named(row: Record, key: list[str] | None) -> str:
    fields = key or list(row)[:1]
    words = [f"{_spoken(field)} {row[field]}" if isinstance(row[field], int) else str(row[field]) for field in fields]
    return ", ".join(word for word in words if word)


def _spoken(field: str) -> str:
    return field.replace("_", " ")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _changed(old: Record, new: Record, key: list[str] | None) -> Row:
    differ = [Value(field, _text(old[field]), _text(new[field])) for field in new if old[field] != new[field]]
    return Row(_named(new, key), "changed", tuple(differ))


def _added(row: Record, key: list[str] | None) -> Row:
    values = [Value(field, "", _text(value)) for field, value in row.items() if field not in (key or ())]
    return Row(_named(row, key), "new", tuple(values))


def _removed(row: Record, key: list[str] | None) -> Row:
    values = [Value(field, _text(value), "") for field, value in row.items() if field not in (key or ())]
    return Row(_named(row, key), "gone", tuple(values))
