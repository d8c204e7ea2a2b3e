"""Find which table a sheet is, and which column each of its heads names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Fault
from ..wording import listed
from .sheets import Sheet, shown

Entries = Mapping[str, Mapping[str, Any]]  # the tables of datapackage.json by name


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a sheet as columns of a table.

    Attributes
    ----------
    row : int
        Row of the sheet that holds the heads.
    at : dict of str to int
        Place of each column of the table in the sheet, counted from 0.
    """

    row: int
    at: dict[str, int]


def table_of(sheet: Sheet, entries: Entries) -> str | None:
    """Return the table that a sheet is: by its name, else by its heads; None if it is none or could be several.

    Heads that name every column of one table and nothing else decide; failing that, the one table of which they
    name at least half the columns, so that what is wrong with the others can be said.
    """
    name = Path(sheet.file).stem if sheet.name is None else sheet.name
    for table, entry in entries.items():
        if _same(name) in {_same(table), _same(entry["title"])}:
            return table
    heads = {_same(head) for head in _texts(sheet) if head}
    shares = {}
    for table, entry in entries.items():
        known = [{_same(field["name"]), _same(field["title"])} for field in entry["schema"]["fields"]]
        met = sum(bool(names & heads) for names in known)
        shares[table] = (met / len(known), -sum(not any(head in names for names in known) for head in heads))
    best = max(shares.values())
    nearest = [table for table, share in shares.items() if share == best]
    return nearest[0] if len(nearest) == 1 and best[0] >= 0.5 else None


def match_heads(sheet: Sheet, table: str, entry: Mapping[str, Any]) -> tuple[Heads | None, list[Fault]]:
    """Match the heads of a sheet with the columns of a table, by name or title, in any order.

    Returns
    -------
    Heads or None
        None if a fault keeps the sheet from being read.
    list of Fault
        A head that is unknown, stands twice, could mean two columns or is missing over filled cells; a column
        without a head.
    """
    row = min(sheet.rows)
    texts = _texts(sheet)
    fields = {field["name"]: field["title"] for field in entry["schema"]["fields"]}
    candidates = _candidates(texts, fields)
    faults, at = [], {}
    free = [name for name in fields if not any(name in found for found in candidates)]
    for place, (head, found) in enumerate(zip(texts, candidates, strict=True)):
        if not head:
            cells = [number for number, values in sheet.rows.items() if number != row and _filled(values, place)]
            if cells:
                rule = "is filled, but its column has no head"
                faults.append(sheet.fault(rule, "Write the column's name above it, or delete it.", cells[0], place))
        elif not found:
            near = difflib.get_close_matches(_same(head), [_same(name) for name in fields], n=1, cutoff=0.5)
            hint = [name for name in fields if near and _same(name) == near[0]] or free[:1]
            remedy = f"Name it {hint[0]}, or delete the column." if hint else "Delete the column."
            faults.append(sheet.fault(f"is no column of {table}", remedy, row, place, value=head))
        elif len(found) > 1:
            rule = f"could be the column {' or '.join(found)}"
            faults.append(sheet.fault(rule, "Use the names of the columns, not their titles.", row, place, value=head))
        elif found[0] in at:
            faults.append(sheet.fault(f"names the column {found[0]} again", "Delete one.", row, place, value=head))
        else:
            at[found[0]] = place
    missing = [name for name in free if not any(name in found for found in candidates)]
    if missing:
        rule = f"lacks the column{'s' if len(missing) > 1 else ''} {listed(missing)} of {table}"
        faults.append(sheet.fault(rule, "Add what is missing, with its name in the first row.", row))
    return (None if faults else Heads(row, at)), faults


def _candidates(texts: Sequence[str], fields: Mapping[str, str]) -> list[list[str]]:
    """The columns that each head may name; all heads are names or all are titles if that can be."""
    names, titles = {_same(name): name for name in fields}, {_same(title): name for name, title in fields.items()}
    heads = [_same(text) for text in texts]
    for known in (names, titles):
        if all(head in known for head in heads if head):
            return [[known[head]] if head else [] for head in heads]
    return [list(dict.fromkeys(known[head] for known in (names, titles) if head in known)) for head in heads]


def _texts(sheet: Sheet) -> list[str]:
    """The heads as they stand, one for each column that the sheet reaches."""
    width = max(len(values) for values in sheet.rows.values())
    heads = [shown(value) for value in sheet.rows[min(sheet.rows)]]
    return [*heads, *[""] * (width - len(heads))]


def _filled(values: Sequence[object], place: int) -> bool:
    return place < len(values) and values[place] is not None


def _same(text: str) -> str:
    """A name with its case and spaces forgiven."""
    return re.sub(r"[\s_\u00a0-]+", " ", text).strip().casefold()
