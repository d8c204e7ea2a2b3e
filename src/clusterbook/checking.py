"""What is wrong with a file of ``data/`` as such: it is missing, too large, not described, or cannot be read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import Fault

DESCRIPTOR = "datapackage.json"
FIRM = "firm"
LARGEST = 10_000_000  # bytes; the largest file of the book has some fifty thousand
MOST_COLUMNS = 100  # of a row; the widest table of the book has 13, and each cell too many costs a look at all others
ROWS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")  # what tables of rows come in


def is_table(entry: Mapping[str, Any]) -> bool:
    return "schema" in entry


def file_of(entry: Mapping[str, Any]) -> str:
    return f"data/{entry['path']}"


def text_of(folder: Path, entry: Mapping[str, Any]) -> str:
    """A table's file as it is written, the ends of its lines too."""
    with (folder / entry["path"]).open(encoding="utf-8", newline="") as file:
        text: str = file.read()
    return text


def cells_of(text: str) -> list[list[str]]:
    """The cells of a table as they are written, the header first."""
    return list(csv.reader(io.StringIO(text, newline="")))


def file_faults(folder: Path, entry: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults that keep a file from being read as a table at all."""
    file, path = file_of(entry), folder / entry["path"]
    if not path.is_file():
        yield Fault(file, None, None, None, "is missing", f"Restore it or take it out of {DESCRIPTOR}.")
        return
    if too_large := size_fault(file, path):
        yield too_large
        return
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        yield Fault(file, line, None, repr(raw[error.start : error.end]), "is not UTF-8", "Save the file as UTF-8.")
        return
    if not text.strip():
        yield Fault(file, None, None, None, "is empty", "Restore its header and rows.")
    if text.startswith("\ufeff"):
        yield Fault(file, 1, None, None, "starts with a byte order mark", "Save the file as UTF-8 without BOM.")
    conflicts = list(markers(file, text))
    yield from conflicts
    if not is_table(entry):
        if text.strip() and not conflicts and not text.startswith("\ufeff"):
            yield from _json_faults(file, text)
    elif "," not in (head := text.partition("\n")[0]) and re.search(r"[;\t]", head):
        remedy = "Save it with commas, or read it with `python -m clusterbook import`."
        yield Fault(file, 1, None, None, f"is parted by {'semicolons' if ';' in head else 'tabs'}", remedy)
    else:
        before, reader = 0, csv.reader(io.StringIO(text, newline=""))
        for row in reader:
            if reader.line_num > before + 1:  # it would shift the line number of every fault below
                rule = "a cell of this row holds a line break"
                yield Fault(file, before + 1, None, None, rule, "Write the cell on one line, or close its quotes.")
            if len(row) > MOST_COLUMNS:
                rule = f"has {len(row):,} cells, more than the {MOST_COLUMNS} allowed"
                yield Fault(file, before + 1, None, None, rule, "Take out what is not part of the row.")
            before = reader.line_num


def size_fault(file: str, path: Path) -> Fault | None:
    """What is wrong with a file too large to be one of the book; it is not read."""
    size = path.stat().st_size
    if size <= LARGEST:
        return None
    rule = f"has {size / 1e6:.0f} MB, more than the {LARGEST / 1e6:.0f} MB allowed"
    return Fault(file, None, None, None, rule, "Delete what is not part of it.")


def parsed(text: str) -> Any:
    """Return what a JSON text says.

    Raises
    ------
    ValueError
        If it is not JSON (``json.JSONDecodeError``), names a property of an object twice, or holds a number or a
        letter that there is not.
    RecursionError
        If it is nested too deeply.
    """

    def of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(name for name in found if [key for key, _ in pairs].count(name) > 1)
            raise ValueError(f"the property {twice!r} stands twice in one object")
        return found

    def refused(constant: str) -> Any:
        raise ValueError(f"{constant} is no number of JSON")

    value = json.loads(text, object_pairs_hook=of_pairs, parse_constant=refused)
    if re.search(r"\\u[dD][89a-fA-F]", text):  # half of a pair, which no file can be written with
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def markers(file: str, text: str) -> Iterator[Fault]:
    """Lines that git leaves where two versions conflict."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            yield Fault(file, number, None, line[:7], "is a merge conflict marker", "Resolve the conflict.")


def _json_faults(file: str, text: str) -> Iterator[Fault]:
    """Faults of the outline of the map, which is drawn as it is."""
    try:
        parsed(text)["objects"]["land"]
    except json.JSONDecodeError as error:
        yield Fault(file, error.lineno, None, None, f"is not JSON ({error.msg})", "Restore it.")
    except RecursionError:
        yield Fault(file, None, None, None, "is nested too deeply", "Restore it.")
    except ValueError as error:
        yield Fault(file, None, None, None, f"is not JSON ({error})", "Restore it.")
    except (KeyError, TypeError):
        yield Fault(file, None, None, None, "is not TopoJSON with an object land", "Restore it.")


def hollow(folder: Path, entries: list[dict[str, Any]], known: set[str]) -> Iterator[Fault]:
    """Tables without rows to which others point: one fault, rather than one for each row that points there."""
    targets = {key["reference"]["resource"] for entry in entries for key in entry["schema"].get("foreignKeys", [])}
    for entry in entries:
        if entry["name"] not in targets or file_of(entry) in known:
            continue
        if not (folder / entry["path"]).read_text(encoding="utf-8").partition("\n")[2].strip():
            yield Fault(file_of(entry), None, None, None, "has a header but no rows", "Restore its rows.")


def undescribed(folder: Path, entries: list[dict[str, Any]]) -> Iterator[Fault]:
    """Tables that stand in the folder and not in its description, and tables of firm rows, described or not."""
    known = {entry["path"] for entry in entries}
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in ROWS and path.name not in known:
            rule, remedy = f"is not described in {DESCRIPTOR}", "Describe it there, or take it out of data/."
            yield Fault(f"data/{path.name}", None, None, None, rule, remedy)
    for entry in entries:
        if any(field["name"].casefold() == FIRM for field in entry["schema"]["fields"]):
            rule = "is the column of single firms, whose rows are confidential; data/ is published"
            remedy = "Keep them outside data/, and tally them with `python -m clusterbook tally`."
            yield Fault(file_of(entry), 1, FIRM, None, rule, remedy)
