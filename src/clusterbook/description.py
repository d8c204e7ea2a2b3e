"""What ``datapackage.json`` must say of each table and column, before any table is read by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import Fault

FILE = "data/datapackage.json"
TYPES = ("string", "integer", "number", "date", "boolean")
NUMERIC = ("integer", "number")
BOUNDS = ("minimum", "maximum")
# Names of tables and columns stand in addresses, in ids and in the first row of a CSV.
PLAIN = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_UNPLAIN = "is no plain name"
_REMEDY = "Use small letters and digits, in parts joined by _ or -."


def check_description(descriptor: Any, text: str) -> Iterator[Fault]:
    """Yield every fault of a data package's description.

    Parameters
    ----------
    descriptor : object
        The parsed JSON.
    text : str
        The JSON as written, to find the line of a resource or column.

    Yields
    ------
    Fault
        A resource without name, path, title, description or sources, or named twice; a table whose file is not
        named after it; a column without name, title, type or description, of an unknown type, with a unit but no
        numbers, or with bounds that are none; a name that is not plain; a key of columns that there are not, or of
        another type.
    """
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        yield Fault(FILE, None, None, None, "has no list of resources", "Restore it.")
        return
    named: dict[str, Any] = {}
    whole = True
    for number, entry in enumerate(resources, start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            yield Fault(FILE, None, f"resource {number}", None, "lacks its name", "Add it.")
        elif not PLAIN.fullmatch(name):
            yield _fault(text, (name,), f"the name {name} {_UNPLAIN}", _REMEDY)
        elif name in named:
            yield _fault(text, (name,), f"the name {name} stands twice", "Give each resource a name of its own.")
        else:
            named[name] = entry
            found = [*_resource(text, name, entry), *_columns(text, name, entry)]
            whole = whole and not found
            yield from found
    if whole:
        for name, entry in named.items():
            yield from _keys(text, name, entry, named) if "schema" in entry else ()


def _resource(text: str, name: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    for property in ("path", "title", "description"):
        if not _said(entry, property):
            yield _fault(text, (name,), f"lacks its {property}", "Add it.")
    sources = entry.get("sources")
    if not isinstance(sources, list) or not sources or not all(_said(source, "title") for source in sources):
        yield _fault(text, (name,), "lacks the title of its sources", "Add it.")
    if "schema" in entry and _said(entry, "path") and entry["path"] != f"{name}.csv":
        rule = f"is the table {name}, but its path is {entry['path']}"
        yield _fault(text, (name,), rule, f"Name the file {name}.csv, or the table after its file.")


def _columns(text: str, name: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    if "schema" not in entry:
        if str(entry.get("path")).endswith(".csv"):
            yield _fault(text, (name,), "lacks its schema", "Add it, with its fields.")
        return
    fields = entry["schema"].get("fields") if isinstance(entry["schema"], dict) else None
    if not isinstance(fields, list) or not fields:
        yield _fault(text, (name,), "lacks the fields of its schema", "Describe each column there.")
        return
    names = set()
    for number, field in enumerate(fields, start=1):
        if not _said(field, "name"):
            yield _fault(text, (name,), f"the name of its column {number} is missing", "Add it.")
            continue
        at = (name, field["name"])
        if not PLAIN.fullmatch(field["name"]):
            yield _fault(text, at, f"the name {field['name']} {_UNPLAIN}", _REMEDY)
        if field["name"] in names:
            yield _fault(text, at, "stands twice", "Describe each column once.")
        names.add(field["name"])
        for property in ("title", "type", "description"):
            if not _said(field, property):
                yield _fault(text, at, f"lacks its {property}", "Add it.")
        kind = field.get("type")
        if _said(field, "type") and kind not in TYPES:
            yield _fault(text, at, f"has the unknown type {kind}", f"Use one of {', '.join(TYPES)}.")
        if "unit" in field and kind not in NUMERIC:
            yield _fault(text, at, "has a unit, but its type is no number", "Make it number or integer.")
        yield from _bounds(text, at, field.get("constraints", {}), kind)


def _bounds(text: str, at: tuple[str, str], limits: Any, kind: Any) -> Iterator[Fault]:
    if not isinstance(limits, dict):
        yield _fault(text, at, "has constraints that are none", "Write them as in the other columns.")
        return
    for bound in BOUNDS:
        limit = limits.get(bound, 0)
        if isinstance(limit, bool) or not isinstance(limit, int | float):
            yield _fault(text, at, f"has the {bound} {limit}, which is no number", "Write a number.")
        elif bound in limits and kind in TYPES and kind not in NUMERIC:
            yield _fault(text, at, f"has a {bound}, but its type is no number", "Make it number or integer.")
    for limit in ("pattern", "minLength", "maxLength"):
        if limit in limits and kind in TYPES and kind != "string":
            yield _fault(text, at, f"has a {limit}, but its type is no string", "Make it string.")
    if "enum" in limits and (not isinstance(limits["enum"], list) or not limits["enum"]):
        yield _fault(text, at, "has a closed list that is none", "Write its values between [ and ].")
    try:
        re.compile(str(limits.get("pattern", "")))
    except re.error as error:
        yield _fault(text, at, f"has a pattern that is none ({error})", "Correct it.")


def _keys(text: str, name: str, entry: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[Fault]:
    types = _types(entry)
    if not (primary := _listed(entry["schema"].get("primaryKey"))):
        yield _fault(text, (name,), "lacks its primaryKey", "Name the columns that tell its rows apart.")
    for column in primary:
        if column not in types:
            yield _fault(text, (name,), f"its primaryKey names {column}, which is no column of it", "Correct it.")
    for key in entry["schema"].get("foreignKeys", []):
        target = key.get("reference", {}).get("resource", "")
        columns, others = _listed(key.get("fields")), _listed(key.get("reference", {}).get("fields"))
        if target not in named or "schema" not in named[target]:
            yield _fault(
                text, (name,), f"points to the table {target or '(none)'}, which is not described", "Correct it."
            )
            continue
        there = _types(named[target])
        if len(columns) != len(others) or not columns:
            yield _fault(text, (name,), f"points to {target} with other columns than it has there", "Correct it.")
        for column, other in zip(columns, others, strict=False):
            if column not in types or other not in there:
                missing = f"{name}.{column}" if column not in types else f"{target}.{other}"
                yield _fault(text, (name,), f"points to {target} by {missing}, which is no column", "Correct it.")
            elif types[column] != there[other]:
                rule = f"is of the type {types[column]}, but {target}.{other}, to which it points, is {there[other]}"
                yield _fault(text, (name, column), rule, "Give both the same type.")


def _types(entry: Mapping[str, Any]) -> dict[str, str]:
    return {field["name"]: field["type"] for field in entry["schema"]["fields"]}


def _listed(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else list(names or [])


def _said(entry: Any, property: str) -> bool:
    """Whether an object of the JSON has a text under a name."""
    found = entry.get(property) if isinstance(entry, dict) else None
    return isinstance(found, str) and bool(found.strip())


def _fault(text: str, names: tuple[str, ...], rule: str, remedy: str) -> Fault:
    """A fault of a resource or column, with the line where its name stands."""
    at = 0
    for name in names:
        found = re.compile(rf'"name"\s*:\s*"{re.escape(name)}"').search(text, at)
        at = found.start() if found else at
    return Fault(FILE, text[:at].count("\n") + 1, ".".join(names), None, rule, remedy)
