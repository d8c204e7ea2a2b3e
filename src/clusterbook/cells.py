"""What is wrong with the rows of a table by its description: columns, cells, keys, and how a cell is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .checking import DESCRIPTOR, file_of
from .description import ID, NUMERIC
from .errors import MOST_TOLD, Fault, short

if TYPE_CHECKING:
    import pandas as pd
    from frictionless import Resource  # slow to import, and not needed where the data have been checked

MOST_OF_LIMIT = 1000  # signs of a bound, list or pattern of the description, which each of its faults repeats
MOST_DIGITS = 15  # of a whole number that a table keeps exactly, whatever its type
_REMEDIES = {
    "missing-label": "Add the column, or correct its name in the header.",
    "extra-label": f"Take the column out, or describe it in {DESCRIPTOR}.",
    "incorrect-label": f"Use the names and the order of {DESCRIPTOR}.",
    "blank-label": f"Write the name that {DESCRIPTOR} gives it.",
    "duplicate-label": "Give each column once.",
    "type-error": "Write a value of that type.",
    "constraint-error": "Correct the value.",
    "unique-error": "Give each value once.",
    "primary-key": "Keep one of the rows.",
    "missing-cell": "Complete the row.",
    "extra-cell": "Take the surplus cell out, or put quotes round a cell with a comma.",
    "blank-row": "Delete the empty line.",
}


def schema_faults(resource: Resource, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults against the schema: columns, types, bounds, keys; one for each place, and no more than can be read."""
    file = file_of(entry)
    fields = [field["name"] for field in entry["schema"]["fields"]]
    types = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    limits = {field["name"]: field.get("constraints", {}) for field in entry["schema"]["fields"]}
    report = resource.validate(limit_errors=MOST_TOLD).flatten(
        ["type", "rowNumber", "fieldName", "cells", "cell", "label", "note"]
    )
    if len(report) >= MOST_TOLD:
        yield more_than_told(file)
    blank = {error[1] for error in report if error[0] == "blank-row"}
    ragged = {error[1] for error in report if error[0] in {"missing-cell", "extra-cell"}}
    twice = {error[1] for error in report if error[0] == "primary-key"}
    headless = any(error[0].endswith(("-label", "-header")) for error in report)
    unread = {(error[1], error[2]) for error in report if error[0] in {"type-error", "constraint-error"}}
    for kind, line, column, cells, cell, label, note in report:
        if kind != "blank-row" and line in blank:
            continue
        if kind not in {"missing-cell", "extra-cell"} and line in ragged:
            continue
        if headless and not kind.endswith(("-label", "-header")):
            continue  # with a wrong header every row would be reported
        if kind == "primary-key" and any((line, name) in unread for name in _names(entry["schema"]["primaryKey"])):
            continue  # a key with a faulty cell is told of already
        if kind == "unique-error" and line in twice:
            continue  # the row stands twice, and each of its cells with it
        if kind == "constraint-error" and types[column] in _FORMS and _writing(cell, types[column]):
            continue  # no number at all: NaN would be below the minimum and above the maximum
        rule, value = note, cell
        if kind == "type-error":
            wanted = types[column]
            rule = f"is not {'an' if wanted[0] in 'aeiou' else 'a'} {wanted}"
        elif kind == "constraint-error":
            rule = _constraint(note, limits[column])
        elif kind == "unique-error":
            rule = "stands in an earlier row too"
        elif kind == "blank-row":
            rule, value, column = "the line is empty", None, None
        elif kind == "missing-cell":
            rule, value = "the row ends before this column", None
        elif kind == "extra-cell":
            rule, column = "stands beyond the last column", None
        elif kind in {"missing-label", "extra-label", "incorrect-label", "duplicate-label", "blank-label"}:
            line, value = 1, label or None
            rule = {
                "blank-label": f"the head of the column {column} is empty",
                "missing-label": f"the column {column} is missing",
                "extra-label": "is a column that the schema does not list",
                "incorrect-label": f"stands where the column {column} should",
                "duplicate-label": "is a column that stands twice",
            }[kind]
            column = None
        elif kind == "primary-key":
            names = _names(entry["schema"]["primaryKey"])
            value = ", ".join(str(cells[fields.index(name)]) for name in names)
            column, rule = " + ".join(names), "is a duplicate key"
        yield Fault(
            file,
            line,
            column,
            value or None,
            rule,
            _REMEDIES.get(kind, f"Correct it, or {DESCRIPTOR}."),
        )


def more_than_told(file: str) -> Fault:
    """What is said of a file with so many faults that some are left out, whose rows are not read any further."""
    return Fault(file, None, None, None, f"has more than the {MOST_TOLD:,} faults told here", "Correct these first.")


def key_faults(
    entry: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], *, told: set[tuple[Any, Any]]
) -> Iterator[Fault]:
    """Keys that the table they point to lacks; those with a cell that is told of already are left out."""
    for key in entry["schema"].get("foreignKeys", []):
        columns, target = _names(key["fields"]), key["reference"]["resource"]
        if target not in tables:
            continue  # it cannot be read, which is a fault already
        known = set(tables[target][_names(key["reference"]["fields"])].itertuples(index=False, name=None))
        keys = tables[entry["name"]][columns].itertuples(index=False, name=None)
        for line, values in enumerate(keys, start=2):
            if values in known or None in values or any((line, column) in told for column in columns):
                continue
            value, rule = ", ".join(map(str, values)), f"is unknown in {target}.csv"
            remedy = "Use a key that exists there, or add its row there."
            yield Fault(file_of(entry), line, " + ".join(columns), value, rule, remedy)


_FORMS = {  # Frictionless reads more freely: spaces, 1e3, 1_000, NaN, digits of other scripts
    "number": (r"-?(0|[1-9]\d*)(\.\d+)?", "1234.5"),
    "integer": (r"-?(0|[1-9]\d*)", "1234"),
    "date": (r"\d{4}-\d\d-\d\d", "2026-11-25"),
}

# The wide forms of the signs count in some spreadsheets; where cells are parted by semicolons, one begins behind each.
_FORMULA = re.compile(r"(?:^|;)\s*[=+\-@＝＋－＠]")

# What every object of JavaScript has, and Vega takes a text of that name for.
_TAKEN = {"constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString"} | {
    *("valueOf", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__")
}


def writing_faults(cells: list[list[str]], entry: Mapping[str, Any], *, told: set[tuple[Any, Any]]) -> Iterator[Fault]:
    """Cells that are not written as the house writes them; those told of already are left out."""
    fields, count = entry["schema"]["fields"], 0
    for line, row in enumerate(cells, start=1):
        for field, cell in zip(fields, row, strict=False):
            if line == 1 and cell != field["name"]:  # Frictionless forgives spaces round it
                rule = f"stands where the column {field['name']} should"
                yield Fault(file_of(entry), 1, None, f"{cell!r}", rule, _REMEDIES["incorrect-label"])
            said = _writing(cell, field["type"])
            if said and line > 1 and (line, field["name"]) not in told:
                count += 1
                if count > MOST_TOLD:
                    yield more_than_told(file_of(entry))
                    return
                yield Fault(file_of(entry), line, field["name"], cell.strip() or None, *said)


def _writing(cell: str, kind: str) -> tuple[str, str] | None:
    """Rule and remedy of a cell that is not written as the house writes its type."""
    form, example = _FORMS.get(kind, (None, ""))
    if cell != cell.strip():
        return "has a space before or behind it" if cell.strip() else "the cell holds only spaces", "Delete the space."
    if form and cell and not re.fullmatch(form, cell, flags=re.ASCII):
        return f"is not written as a plain {kind}", f"Write it in the form of {example}."
    if kind in NUMERIC and len(cell.lstrip("-").partition(".")[0]) > MOST_DIGITS:
        return f"has more than {MOST_DIGITS} digits before the point", "Correct the number."
    for char in cell:
        if not char.isprintable() and unicodedata.category(char) != "Zs":
            return f"holds a character that cannot be seen (U+{ord(char):04X})", "Write the cell again."
    if kind == "string" and _FORMULA.search(cell):
        rule = "would be a formula in a spreadsheet, which reads one behind = + - @ at the start of a cell or after ;"
        return rule, "Put a word before the sign."
    if kind == "string" and cell in _TAKEN:
        return "is a word of JavaScript's own, at which the charts would fail", "Write it with a capital letter."
    return None


def _names(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else key


def _constraint(note: str, limits: Mapping[str, Any]) -> str:
    """Turn Frictionless's note on a constraint into a clause."""
    found = re.match(r'constraint "(\w+)" is ', note)
    if not found:
        return note
    limit = limits[found[1]]
    told = short(", ".join(map(str, limit)) if isinstance(limit, list) else str(limit), MOST_OF_LIMIT)
    clauses = {
        "required": "the cell is empty, but a value is required",
        "minimum": f"is below the minimum of {told}",
        "maximum": f"is above the maximum of {told}",
        "enum": f"is not one of {told}" if isinstance(limit, list) else "",
        "pattern": "is not an id: small letters and digits, in parts joined by hyphens"
        if limit == ID
        else f"does not fit the pattern {told}",
        "maxLength": f"is longer than {told} characters",
    }
    return clauses.get(found[1], note)
