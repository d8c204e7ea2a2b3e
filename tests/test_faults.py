"""Every fault of a data update, tried on every table and every column of data/ where it can occur."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import clusterbook as cb
from clusterbook.__main__ import main
from clusterbook.errors import BookError, Fault
from clusterbook.loading import check_data

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {entry["name"]: entry for entry in DESCRIPTION["resources"] if "schema" in entry}
COLUMNS = {name: entry["schema"]["fields"] for name, entry in TABLES.items()}
SLOTS = range(max(map(len, COLUMNS.values())))  # one run spoils the n-th column of every table at once
NUMERIC = {"number", "integer"}
Rows = list[list[str]]


def read(folder: Path, table: str) -> Rows:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def save(folder: Path, table: str, rows: Rows) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    (folder / f"{table}.csv").write_text(text.getvalue(), encoding="utf-8")


def faults(folder: Path) -> list[Fault]:
    """Every fault of a folder, each of which must be told as a person would tell it."""
    with pytest.raises(cb.DataError, match=r"^\d+ faults? in the data\n") as caught:
        check_data(folder)
    for fault in caught.value.faults:
        assert fault.file.startswith("data/") and fault.rule and fault.remedy.endswith("."), fault
        rest = str(fault).replace(fault.value or "\0", "")
        assert not re.search(r"\[\s*['\"]|['\"]\s*\]|Error\b|Decimal|None\b|constraint \"|<class|\{", rest), fault
    return list(caught.value.faults)


def limit(field: dict[str, Any], name: str) -> Any:
    return field.get("constraints", {}).get(name)


# Files


def test_every_file_that_is_missing_is_named(copied):
    for table in TABLES:
        (copied / f"{table}.csv").unlink()

    assert {(fault.file, fault.rule) for fault in faults(copied)} == {
        (f"data/{table}.csv", "is missing") for table in TABLES
    }


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\r\n"], ids=["nothing", "a line", "blanks"])
def test_every_file_that_is_empty_is_named(copied, content):
    for entry in DESCRIPTION["resources"]:
        (copied / entry["path"]).write_bytes(content)

    assert {(fault.file, fault.rule) for fault in faults(copied)} == {
        (f"data/{entry['path']}", "is empty") for entry in DESCRIPTION["resources"]
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_lost_its_rows_is_named(copied, table):
    save(copied, table, read(copied, table)[:1])

    if table == "misprints":  # there may be none: then what is printed wrong is told
        assert {fault.column for fault in faults(copied)} == {"share_pct_printed"}
    else:
        assert {fault.file for fault in faults(copied)} == {f"data/{table}.csv"}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda raw: raw.replace(b"e", b"\xe9", 1), "is not UTF-8"),
        (lambda raw: raw.decode().encode("utf-16"), "is not UTF-8"),
        (lambda raw: b"\xef\xbb\xbf" + raw, "starts with a byte order mark"),
        (lambda raw: b"<<<<<<< HEAD\n" + raw, "is a merge conflict marker"),
    ],
    ids=["Latin-1", "UTF-16", "byte order mark", "conflict"],
)
def test_every_file_with_broken_bytes_is_named_with_the_line(copied, spoil, rule):
    for entry in DESCRIPTION["resources"]:
        path = copied / entry["path"]
        path.write_bytes(spoil(path.read_bytes()))

    found = {(fault.file, fault.rule) for fault in faults(copied) if fault.line == 1}

    assert found == {(f"data/{entry['path']}", rule) for entry in DESCRIPTION["resources"]}


@pytest.mark.parametrize("line", [2, -1])
def test_every_conflict_is_told_with_each_of_its_markers(copied, line):
    wanted = set()
    for table in TABLES:
        path = copied / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        at = line - 1 if line > 0 else len(lines) - 1
        lines[at : at + 1] = ["<<<<<<< HEAD", lines[at], "=======", lines[at], ">>>>>>> theirs"]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        wanted |= {(f"data/{table}.csv", at + shift, marker * 7) for shift, marker in ((1, "<"), (3, "="), (5, ">"))}

    assert {(fault.file, fault.line, fault.value) for fault in faults(copied)} == wanted


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_every_file_parted_otherwise_than_by_commas_is_named_with_the_import_as_remedy(copied, mark, word):
    for table in TABLES:
        rows = [mark.join(row) for row in read(copied, table)]
        (copied / f"{table}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    found = faults(copied)

    assert {(fault.file, fault.line, fault.rule) for fault in found} == {
        (f"data/{table}.csv", 1, f"is parted by {word}") for table in TABLES
    }
    assert all("clusterbook import" in fault.remedy for fault in found)


def test_a_table_that_nothing_describes_is_named(copied):
    shutil.copy(copied / "skills.csv", copied / "skills (1).csv")

    assert [str(fault) for fault in faults(copied)] == [
        "data/skills (1).csv: is not described in datapackage.json. Describe it there, or take it out of data/."
    ]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"objects": {}}'])
def test_an_outline_of_the_map_that_is_none_is_named(copied, text):
    (copied / "land.topojson.json").write_text(text, encoding="utf-8")

    (fault,) = faults(copied)

    assert fault.file == "data/land.topojson.json"


# Columns


@pytest.mark.parametrize("slot", SLOTS)
def test_every_column_taken_out_is_named(copied, slot):
    wanted = {}
    for table, fields in COLUMNS.items():
        if slot < len(fields):
            save(copied, table, [row[:slot] + row[slot + 1 :] for row in read(copied, table)])
            wanted[f"data/{table}.csv"] = fields[slot]["name"]

    found = faults(copied)

    for file, name in wanted.items():
        told = [str(fault) for fault in found if fault.file == file and fault.line == 1]
        assert any(name in fault for fault in told), (file, told)


@pytest.mark.slow
@pytest.mark.parametrize("slot", SLOTS)
def test_every_column_too_many_is_named_wherever_it_stands(copied, slot):
    files = set()
    for table, fields in COLUMNS.items():
        if slot <= len(fields):
            rows = read(copied, table)
            save(copied, table, [[*row[:slot], "remark" if not n else "x", *row[slot:]] for n, row in enumerate(rows)])
            files.add(f"data/{table}.csv")

    found = faults(copied)

    assert {fault.file for fault in found if fault.line == 1 and fault.value == "remark"} == files


@pytest.mark.slow
@pytest.mark.parametrize("slot", SLOTS[:-1])
def test_every_two_columns_that_changed_places_are_named(copied, slot):
    wanted = set()
    for table, fields in COLUMNS.items():
        if slot + 1 < len(fields):
            rows = read(copied, table)
            save(copied, table, [[*row[:slot], row[slot + 1], row[slot], *row[slot + 2 :]] for row in rows])
            wanted |= {(f"data/{table}.csv", 1, fields[at]["name"]) for at in (slot, slot + 1)}

    assert wanted <= {(fault.file, fault.line, fault.value) for fault in faults(copied)}


@pytest.mark.parametrize(
    "change",
    [str.upper, "{} ".format, " {}".format, "{}_".format],
    ids=["capitals", "a space behind", "a space before", "a line behind"],
)
def test_every_head_written_otherwise_is_named(copied, change):
    wanted = set()
    for table, fields in COLUMNS.items():
        rows = read(copied, table)
        save(copied, table, [[change(head) for head in rows[0]], *rows[1:]])
        wanted |= {(f"data/{table}.csv", 1, field["name"]) for field in fields}

    found = faults(copied)

    for file, line, name in wanted:
        assert any((fault.file, fault.line) == (file, line) and name in str(fault) for fault in found), (file, name)


def test_every_column_that_stands_twice_is_named(copied):
    for table in TABLES:
        save(copied, table, [[*row, row[-1]] for row in read(copied, table)])

    found = {(fault.file, fault.line, fault.value) for fault in faults(copied)}

    assert {(f"data/{table}.csv", 1, fields[-1]["name"]) for table, fields in COLUMNS.items()} <= found


# Cells


Spoil = Callable[[str, dict[str, Any]], str | None]  # the cell as it stands, its column -> the spoilt cell, if any


def number(template: str) -> Spoil:
    return lambda cell, field: template.format(cell) if field["type"] in NUMERIC and cell else None


def below(cell: str, field: dict[str, Any]) -> str | None:
    bound = limit(field, "minimum")
    return None if bound is None else str(bound - 1)


def above(cell: str, field: dict[str, Any]) -> str | None:
    bound = limit(field, "maximum")
    return None if bound is None else str(bound + 1)


def fraction(cell: str, field: dict[str, Any]) -> str | None:
    return f"{cell}.5" if field["type"] == "integer" and cell else None


def emptied(cell: str, field: dict[str, Any]) -> str | None:
    return "" if limit(field, "required") else None


def unlisted(cell: str, field: dict[str, Any]) -> str | None:
    return "something-else" if limit(field, "enum") else None


def no_id(cell: str, field: dict[str, Any]) -> str | None:
    return "No Id" if limit(field, "pattern") else None


def long(cell: str, field: dict[str, Any]) -> str | None:
    return "x" * (limit(field, "maxLength") + 1) if limit(field, "maxLength") else None


def no_date(cell: str, field: dict[str, Any]) -> str | None:
    return "25.11.2026" if field["type"] == "date" else None


def loose_date(cell: str, field: dict[str, Any]) -> str | None:
    return "2026-1-5" if field["type"] == "date" else None


def spaced(template: str) -> Spoil:
    return lambda cell, field: template.format(cell) if cell else None


CELLS: dict[str, Spoil] = {
    "a word for a number": number("many"),
    "a percent sign": number("{}%"),
    "a decimal comma": number("{},5"),
    "NaN": number("NaN"),
    "endless": number("-INF"),
    "a power of ten": number("1e1"),
    "an underscore in a number": number("1_000"),
    "a plus sign": number("+{}"),
    "leading zeros": number("00{}"),
    "digits of another script": number("٥"),
    "an apostrophe": number("'{}"),
    "an error of a spreadsheet": number("#N/A"),
    "a space before": spaced(" {}"),
    "a space behind": spaced("{} "),
    "a no-break space": spaced("{}\u00a0"),
    "only spaces": lambda cell, field: "  " if field["type"] in NUMERIC or not limit(field, "required") else None,
    "a character that cannot be seen": spaced("{}\u200b"),
    "below the minimum": below,
    "above the maximum": above,
    "a fraction of a count": fraction,
    "empty": emptied,
    "outside the closed list": unlisted,
    "no id": no_id,
    "too long": long,
    "no date": no_date,
    "a loose date": loose_date,
}


@pytest.mark.parametrize("name", CELLS)
def test_every_cell_that_is_wrong_is_named_once_with_line_column_and_value(copied, name):
    wanted = {}
    for table, fields in COLUMNS.items():
        rows = read(copied, table)
        for slot, field in enumerate(fields):  # each column in a row of its own, where there are so many
            filled = [line for line, row in enumerate(rows[1:], 2) if row[slot]]
            line = filled[slot % len(filled)]
            spoilt = CELLS[name](rows[line - 1][slot], field)
            if spoilt is not None:
                rows[line - 1][slot] = spoilt
                wanted[f"data/{table}.csv", line, field["name"]] = spoilt
        save(copied, table, rows)

    found = faults(copied)

    at = [(fault.file, fault.line, fault.column) for fault in found]
    assert {place: at.count(place) for place in wanted} == dict.fromkeys(wanted, 1)
    for fault in found:
        spoilt = wanted.get((fault.file, fault.line, fault.column))
        assert spoilt is None or (fault.value or "").strip() in {spoilt.strip(), spoilt.replace("\u200b", "\\u200b")}


@pytest.mark.parametrize("slot", [0, 1])
def test_a_row_too_short_or_too_long_is_named(copied, slot):
    for table in TABLES:
        rows = read(copied, table)
        rows[1] = rows[1][:-1] if slot else [*rows[1], "x"]
        save(copied, table, rows)

    assert {(fault.file, fault.line) for fault in faults(copied)} == {(f"data/{table}.csv", 2) for table in TABLES}


# Rows


def test_every_row_that_stands_twice_is_named(copied):
    wanted = set()
    for table in TABLES:
        rows = read(copied, table)
        save(copied, table, [*rows, rows[1]])
        wanted.add((f"data/{table}.csv", len(rows) + 1, "is a duplicate key"))

    assert wanted <= {(fault.file, fault.line, fault.rule) for fault in faults(copied)}


def test_every_value_that_must_be_unique_is_named(copied):
    wanted = set()
    for table, fields in COLUMNS.items():
        for slot, field in enumerate(fields):
            if limit(field, "unique"):
                rows = read(copied, table)
                rows[-1][slot] = rows[1][slot]
                save(copied, table, rows)
                wanted.add((f"data/{table}.csv", len(rows), field["name"]))

    assert wanted == {(fault.file, fault.line, fault.column) for fault in faults(copied)}


POINTING = [
    (table, number, column)
    for table, entry in TABLES.items()
    for number, key in enumerate(entry["schema"].get("foreignKeys", []))
    for column in key["fields"]
]


@pytest.mark.parametrize(("table", "number", "column"), POINTING, ids=str)
def test_every_key_that_is_unknown_is_named(copied, table, number, column):
    key = TABLES[table]["schema"]["foreignKeys"][number]
    slot = [field["name"] for field in COLUMNS[table]].index(column)
    rows = read(copied, table)
    rows[-1][slot] = "2099" if COLUMNS[table][slot]["type"] == "integer" else "nowhere"
    save(copied, table, rows)

    (fault,) = [fault for fault in faults(copied) if fault.file == f"data/{table}.csv" and "unknown" in fault.rule][:1]

    assert (fault.line, fault.column) == (len(rows), " + ".join(key["fields"]))
    assert fault.rule == f"is unknown in {key['reference']['resource']}.csv"
    assert rows[-1][slot] in (fault.value or "")


def test_rows_in_another_order_are_no_fault(copied):
    for table in TABLES:
        head, *rows = read(copied, table)
        save(copied, table, [head, *reversed(rows)])

    assert set(check_data(copied)) == set(TABLES)


def test_lines_that_end_as_on_windows_are_no_fault(copied):
    for table in TABLES:
        path = copied / f"{table}.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert set(check_data(copied)) == set(TABLES)


# Units


PER_CENTS = [(table, field["name"]) for table, fields in COLUMNS.items() for field in fields if "_pct" in field["name"]]


@pytest.mark.parametrize(("table", "column"), PER_CENTS, ids=str)
def test_per_cents_given_as_fractions_are_named(copied, table, column):
    slot = [field["name"] for field in COLUMNS[table]].index(column)
    head, *rows = read(copied, table)
    for row in rows:
        row[slot] = f"{float(row[slot]) / 100:.6g}"
    save(copied, table, [head, *rows])

    found = [fault for fault in faults(copied) if (fault.file, fault.column) == (f"data/{table}.csv", column)]

    assert any("fractions, not per cents" in fault.rule and fault.line for fault in found)


def test_every_column_in_per_cent_is_named_so_that_its_unit_can_be_checked():
    named = {(table, field["name"]) for table, fields in COLUMNS.items() for field in fields if _per_cent(field)}

    assert named == set(PER_CENTS)


def _per_cent(field: dict[str, Any]) -> bool:
    return str(field.get("unit", "")).startswith("per cent")


def test_one_small_share_beside_others_is_no_fault(edit):
    assert check_data(edit("survey.csv", "penang,2006,103,83.7", "penang,2006,103,0.97"))


def test_shares_that_are_all_zero_are_no_fault(copied):
    head, *rows = read(copied, "survey")
    save(copied, "survey", [head, *([*row[:-1], "0"] for row in rows)])

    assert check_data(copied)


def test_a_fall_is_no_fault(edit):
    assert check_data(
        edit(
            "growth.csv",
            "penang,2006,location,real-wages,2000,2006,1.1",
            "penang,2006,location,real-wages,2000,2006,-1.1",
        )
    )


def test_every_number_has_the_bound_that_its_meaning_gives(copied):
    for table, fields in COLUMNS.items():
        for field in fields:
            keyed = any(field["name"] in key["fields"] for key in TABLES[table]["schema"].get("foreignKeys", []))
            if field["type"] in NUMERIC:
                assert keyed or limit(field, "minimum") is not None, (table, field["name"])
            if _per_cent(field):
                assert limit(field, "maximum") is not None, (table, field["name"])


# The description


def described(folder: Path, change: Callable[[dict[str, Any]], object]) -> list[Fault]:
    """The faults after a change of the description."""
    descriptor = json.loads(json.dumps(DESCRIPTION))
    change(descriptor)
    text = json.dumps(descriptor, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return faults(folder)


@pytest.mark.parametrize("property", ["name", "path", "title", "description", "sources"])
def test_every_resource_without_what_it_needs_is_named(copied, property):
    def take(descriptor):
        for entry in descriptor["resources"]:
            del entry[property]

    found = described(copied, take)

    names = [entry["name"] for entry in DESCRIPTION["resources"]]
    if property == "name":
        assert [fault.column for fault in found] == sorted(f"resource {at}" for at in range(1, len(names) + 1))
    else:
        assert {fault.column for fault in found} == set(names)
        assert all(fault.line for fault in found)
    assert {fault.file for fault in found} == {"data/datapackage.json"}


@pytest.mark.parametrize("property", ["title", "type", "description"])
def test_every_column_without_what_it_needs_is_named_with_its_line(copied, property):
    def take(descriptor):
        for entry in descriptor["resources"]:
            for field in entry.get("schema", {}).get("fields", []):
                del field[property]

    found = [fault for fault in described(copied, take) if fault.rule == f"lacks its {property}"]

    lines = (copied / "datapackage.json").read_text(encoding="utf-8").splitlines()
    assert {fault.column for fault in found} == {
        f"{table}.{field['name']}" for table, fields in COLUMNS.items() for field in fields
    }
    for fault in found:
        assert f'"name": "{fault.column.split(".")[1]}"' in lines[fault.line - 1]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_taken_out_of_the_description_is_named(copied, table):
    def take(descriptor):
        descriptor["resources"] = [entry for entry in descriptor["resources"] if entry["name"] != table]

    found = described(copied, take)

    assert any(table in str(fault) for fault in found)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_taken_out_with_its_file_is_told_of_by_who_needs_it(copied, table):
    descriptor = json.loads(json.dumps(DESCRIPTION))
    descriptor["resources"] = [entry for entry in descriptor["resources"] if entry["name"] != table]
    (copied / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (copied / f"{table}.csv").unlink()

    with pytest.raises(BookError, match=table):
        cb.Dataset(copied)[table]


@pytest.mark.parametrize("slot", SLOTS)
def test_every_column_taken_out_of_the_description_is_named(copied, slot):
    def take(descriptor):
        for entry in descriptor["resources"]:
            fields = entry.get("schema", {}).get("fields", [])
            if slot < len(fields):
                del fields[slot]

    found = described(copied, take)

    assert found


@pytest.mark.parametrize("kind", ["text", "string", "integer", "number", "date", "boolean"])
@pytest.mark.parametrize("slot", SLOTS)
def test_every_column_of_another_type_than_its_cells_is_named(copied, slot, kind):
    wanted = set()

    def change(descriptor):
        for table, fields in COLUMNS.items():
            if slot < len(fields) and not _takes(kind, fields[slot], read(copied, table), slot):
                (entry,) = [entry for entry in descriptor["resources"] if entry["name"] == table]
                entry["schema"]["fields"][slot]["type"] = kind
                wanted.add((table, fields[slot]["name"]))

    if not any(
        slot < len(fields) and not _takes(kind, fields[slot], read(copied, table), slot)
        for table, fields in COLUMNS.items()
    ):
        return
    found = described(copied, change)

    if any(fault.file == "data/datapackage.json" for fault in found):  # then no table is read
        pointing = {f"{table}.{column}" for table, _, column in POINTING}
        assert {fault.column for fault in found} <= {f"{table}.{column}" for table, column in wanted} | pointing
    else:
        assert {(f"data/{table}.csv", column) for table, column in wanted} <= {
            (fault.file, fault.column) for fault in found
        }


@pytest.mark.parametrize(("table", "number", "column"), POINTING, ids=str)
def test_every_key_of_another_type_than_the_column_it_points_to_is_named(copied, table, number, column):
    slot = [field["name"] for field in COLUMNS[table]].index(column)

    def change(descriptor):
        (entry,) = [entry for entry in descriptor["resources"] if entry["name"] == table]
        field = entry["schema"]["fields"][slot]
        field.update(type="date", constraints={"required": True})

    found = [fault for fault in described(copied, change) if fault.column == f"{table}.{column}"]

    assert found and all("to which it points" in fault.rule and fault.line for fault in found)


def _takes(kind: str, field: dict[str, Any], rows: Rows, slot: int) -> bool:
    """Whether a column may have the type, by what stands in it."""
    if (kind, field["type"]) in {("number", "integer"), ("string", "date")} or kind == field["type"]:
        return True
    return (kind, field["type"]) == ("integer", "number") and all(row[slot].isdigit() for row in rows[1:])


def test_a_description_with_merge_markers_is_named_with_their_lines(copied):
    path = copied / "datapackage.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert [str(fault) for fault in faults(copied)] == [
        "data/datapackage.json, line 1: <<<<<<< is a merge conflict marker. Resolve the conflict."
    ]


# What was built stays


def kept(book: Path) -> dict[Path, bytes]:
    """Every file of a book but those by which a build remembers what it has read."""
    cache = book / "_build" / "cache"
    return {path: path.read_bytes() for path in book.rglob("*") if path.is_file() and cache not in path.parents}


@pytest.mark.parametrize("command", ["build", "accept", "check"])
def test_a_refused_update_leaves_the_site_and_the_reference_notebooks_as_they_were(
    edit, tmp_path, monkeypatch, capsys, command
):
    book = tmp_path / "book"
    shutil.copytree(
        ROOT, book, ignore=shutil.ignore_patterns(".*", "_build", "src", "__pycache__", "data", "node_modules")
    )
    (book / "_build" / "html").mkdir(parents=True)
    (book / "_build" / "html" / "index.html").write_text("the last good site", encoding="utf-8")
    before = kept(book)
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", "87.7", "many")))
    monkeypatch.setattr("clusterbook.__main__.ROOT", book)

    status = main([command])

    out, err = capsys.readouterr()
    assert (status, out) == (1, "")
    assert err == (
        "1 fault in the data\n  data/skills.csv, line 4, skill_intensity_pct: many is not a number."
        " Write a value of that type.\n"
    )
    assert kept(book) == before
