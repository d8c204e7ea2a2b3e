"""What ``datapackage.json`` must say of each table and column, before any table is read by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from .errors import Fault, short, unknown

FILE = "data/datapackage.json"
TYPES = ("string", "integer", "number", "date", "boolean")
NUMERIC = ("integer", "number")
BOUNDS = ("minimum", "maximum")
ID = "^[a-z0-9]+(-[a-z0-9]+)*$"

# What may stand where. A name besides these is misspelt, so that it would hold nothing, or would have Frictionless
# read the file in another way than this library does, from another place, or from a server.
PACKAGE = {
    *("profile", "name", "id", "title", "description", "homepage", "version", "created", "keywords", "image"),
    *("licenses", "sources", "contributors", "year", "paperYear", "resources"),
}
RESOURCE = {
    *("profile", "name", "path", "title", "description", "paper", "sources", "licenses", "format", "mediatype"),
    *("encoding", "schema"),
}
SCHEMA = {"fields", "primaryKey", "foreignKeys", "missingValues"}
FIELD = {"name", "title", "type", "unit", "description", "constraints"}
SAYS = {  # properties that could say how to read a file, and the one way there is
    "encoding": ("utf-8",),
    "format": ("csv", "json"),
    "profile": ("data-package", "data-resource", "tabular-data-resource"),
}
# Names of tables and columns stand in addresses, in ids, in the first row of a CSV, and in each fault found there.
MOST_OF_NAME = 100  # signs; with .csv it is a name that every disk takes
PLAIN = re.compile(rf"(?!.{{{MOST_OF_NAME + 1}}})[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_UNPLAIN = "is no plain name"
_REMEDY = f"Use small letters and digits, in parts joined by _ or -; at most {MOST_OF_NAME} signs."


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
        A resource without name, path, title, description or sources, or named twice; a file outside ``data/``; a
        table whose file is not named after it; a column without name, title, type or description, of an unknown
        type, with a unit but no numbers, or with constraints that are none; a key of columns that there are not, or
        of another type; a property that is not known, or asks for another way of reading; a name that is not plain.
    """
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        yield Fault(FILE, None, None, None, "has no list of resources", "Restore it.")
        return
    yield from _unknown(text, (), descriptor, PACKAGE)
    named: dict[str, Any] = {}
    whole = True
    for number, entry in enumerate(resources, start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            yield Fault(FILE, None, f"resource {number}", None, "lacks its name", "Add it.")
        elif not PLAIN.fullmatch(name):
            yield _fault(text, (name,), f"the name {short(name, MOST_OF_NAME)} {_UNPLAIN}", _REMEDY)
        elif name in named:
            yield _fault(text, (name,), f"the name {name} stands twice", "Give each resource a name of its own.")
        else:
            named[name] = entry
            for fault in chain(_resource(text, name, entry), _columns(text, name, entry)):
                whole = False
                yield fault
    if whole:
        for name, entry in named.items():
            yield from _keys(text, name, entry, named) if "schema" in entry else ()


def _resource(text: str, name: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    for property in ("path", "title", "description"):
        if not _said(entry, property):
            yield _fault(text, (name,), f"lacks its {property}", "Add it.")
    yield from _unknown(text, (name,), entry, RESOURCE)
    path = entry["path"] if _said(entry, "path") else ""
    if len(path) > (most := MOST_OF_NAME + len(".csv")):
        yield _fault(text, (name,), f"has a path of more than {most} signs", "Give the file a shorter name.")
    elif path and not re.fullmatch(r"\w[\w.-]*", path, flags=re.ASCII):
        rule = f"has the path {path}, which is no file of data/"
        yield _fault(text, (name,), rule, "Give the name of a file that stands beside this one.")
    sources = entry.get("sources")
    if not isinstance(sources, list) or not sources or not all(_said(source, "title") for source in sources):
        yield _fault(text, (name,), "lacks the title of its sources", "Add it.")
    if "schema" in entry and path and path != f"{name}.csv":
        rule = f"is the table {name}, but its path is {short(path, MOST_OF_NAME)}"
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
    yield from _unknown(text, (name,), entry["schema"], SCHEMA)
    if entry["schema"].get("missingValues", [""]) != [""]:
        yield _fault(text, (name,), "has other missingValues than the empty cell", 'Write [""].')
    names = set()
    for number, field in enumerate(fields, start=1):
        if not _said(field, "name"):
            yield _fault(text, (name,), f"the name of its column {number} is missing", "Add it.")
            continue
        at = (name, field["name"])
        if not PLAIN.fullmatch(field["name"]):
            yield _fault(text, at, f"the name {short(field['name'], MOST_OF_NAME)} {_UNPLAIN}", _REMEDY)
            continue
        if field["name"] in names:
            yield _fault(text, at, "stands twice", "Describe each column once.")
        names.add(field["name"])
        for property in ("title", "type", "description"):
            if not _said(field, property):
                yield _fault(text, at, f"lacks its {property}", "Add it.")
        yield from _unknown(text, at, field, FIELD)
        kind = field.get("type")
        if _said(field, "type") and kind not in TYPES:
            yield _fault(text, at, f"has the unknown type {_shown(kind)}", f"Use one of {', '.join(TYPES)}.")
        if "unit" in field and not _said(field, "unit"):
            yield _fault(text, at, "has a unit that is none", "Write it in words.")
        elif "unit" in field and kind not in NUMERIC:
            yield _fault(text, at, "has a unit, but its type is no number", "Make it number or integer.")
        yield from _constraints(text, at, field.get("constraints", {}), kind)


def _constraints(text: str, at: tuple[str, str], limits: Any, kind: Any) -> Iterator[Fault]:
    if not isinstance(limits, dict):
        yield _fault(text, at, "has constraints that are none", "Write them as in the other columns.")
        return
    for name, limit in limits.items():
        if name not in _LIMITS:
            yield _fault(text, at, unknown("constraint", name, _LIMITS), "Correct it, or take it out.")
            continue
        kinds, fits, wanted = _LIMITS[name]
        if kind == "integer" and name in BOUNDS:
            fits, wanted = _VALUES[kind], "whole number"
        if kind in TYPES and kind not in kinds:
            what = "number" if kinds == NUMERIC else kinds[0]
            remedy = f"Make it {' or '.join(kinds)}."
            yield _fault(text, at, f"has a {name}, but its type is no {what}", remedy)
        elif not fits(limit):
            yield _fault(text, at, f"has the {name} {_shown(limit)}, which is no {wanted}", f"Write a {wanted}.")
    of_kind = _VALUES[kind] if kind in TYPES else None
    enum = limits.get("enum")
    if of_kind and isinstance(enum, list) and not all(of_kind(value) for value in enum):
        rule = f"has a closed list with a value that is no {kind}"
        yield _fault(text, at, rule, "Write each value in the column's type.")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e15 < value < 1e15


def _is_length(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_pattern(value: Any) -> bool:
    """Whether a pattern is quick for every text: parts that repeat may not be nested, and are few.

    A pattern such as ``(a+)+b`` takes longer than the age of the world to see that a text of fifty letters does not
    fit it; that of an id has such a form, but its hyphens part what repeats.
    """
    if value == ID:
        return True
    part = r"(?:\[\^?[^][\\]+\]|\\[dw.]|[^][\\(){}?*+|^$.])(?:[?*+]|\{\d{1,3}\})?"
    if not isinstance(value, str) or not re.fullmatch(rf"\^?(?:{part})*\$?", value):
        return False
    try:
        re.compile(value)
    except re.error:  # a range such as [z-a]
        return False
    return len(re.findall(r"[?*+]", value)) <= 3


_VALUES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "date": lambda value: isinstance(value, str),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "boolean": lambda value: isinstance(value, bool),
}
_LIMITS: dict[str, tuple[tuple[str, ...], Callable[[Any], bool], str]] = {  # for types; test of the value; what it is
    "required": (TYPES, lambda value: isinstance(value, bool), "true or false"),
    "unique": (TYPES, lambda value: isinstance(value, bool), "true or false"),
    "enum": (TYPES, lambda value: isinstance(value, list) and bool(value), "closed list between [ and ]"),
    "minimum": (NUMERIC, _is_number, "number"),
    "maximum": (NUMERIC, _is_number, "number"),
    "minLength": (("string",), _is_length, "count of characters"),
    "maxLength": (("string",), _is_length, "count of characters"),
    "pattern": (("string",), _is_pattern, "plain pattern (characters and [classes], at most three of ?, * and +)"),
}


def _unknown(text: str, at: tuple[str, ...], entry: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    """Properties that nothing reads, and those that ask for a reading that there is not."""
    for name, value in entry.items():
        if name not in known:
            yield _fault(text, at, unknown("property", name, known), "Correct it, or take it out.")
        elif name in SAYS and value not in SAYS[name]:
            rule = f"has the {name} {_shown(value)}, which is not one of {', '.join(SAYS[name])}"
            yield _fault(text, at, rule, "Correct it.")


def _shown(value: Any) -> str:
    """A value of the JSON, shortened: a list may be as long as the file."""
    return short(value if isinstance(value, str) else json.dumps(value), 80)


def _keys(text: str, name: str, entry: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[Fault]:
    types = _types(entry)
    primary = entry["schema"].get("primaryKey")
    if not (primary := _names([primary] if isinstance(primary, str) else primary)):
        yield _fault(text, (name,), "lacks its primaryKey", "Name the columns that tell its rows apart.")
    for column in primary:
        if column not in types:
            yield _fault(text, (name,), f"its primaryKey names {column}, which is no column of it", "Correct it.")
    keys = entry["schema"].get("foreignKeys", [])
    if not isinstance(keys, list):
        yield _fault(text, (name,), "has foreignKeys that are no list", "Write them as in the other tables.")
        return
    for key in keys:
        given = key.get("reference") if isinstance(key, dict) else None
        reference: dict[str, Any] = given if isinstance(given, dict) else {}
        target = str(reference.get("resource") or "")
        columns, others = (_names(of.get("fields")) for of in (key if reference else {}, reference))
        if target not in named or "schema" not in named[target]:
            rule = f"points to the table {target or '(none)'}, which is not described"
            yield _fault(text, (name,), rule, "Correct it.")
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


def _names(value: Any) -> list[str]:
    """The names that a list gives; none if it is anything else."""
    return value if isinstance(value, list) and all(isinstance(name, str) for name in value) else []


def _said(entry: Any, property: str) -> bool:
    """Whether an object of the JSON has a text under a name."""
    found = entry.get(property) if isinstance(entry, dict) else None
    return isinstance(found, str) and bool(found.strip())


def _fault(text: str, names: tuple[str, ...], rule: str, remedy: str) -> Fault:
    """A fault of a resource or column, with the line where its name stands."""
    at = 0
    for name in names:
        end = '"' if len(name) <= MOST_OF_NAME else ""
        found = re.compile(rf'"name"\s*:\s*"{re.escape(name[:MOST_OF_NAME])}{end}').search(text, at)
        at = found.start() if found else at
    place = ".".join(short(name, MOST_OF_NAME) for name in names)
    return Fault(FILE, text[:at].count("\n") + 1, place, None, rule, remedy)
