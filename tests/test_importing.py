"""Spreadsheets into data/: read for certain or refused with the cell, shown before written, all files or none."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import clusterbook as cb
from clusterbook.__main__ import main
from clusterbook.errors import BookError
from clusterbook.importing import Plan, plan_import, report, write
from clusterbook.importing.reading import read_sheets
from clusterbook.importing.rows import RowChange, compare_rows
from clusterbook.importing.sheets import letters
from clusterbook.importing.values import decimal_mark

SKILLS = [
    ["cluster", "year", "skill_intensity_pct"],
    ["buenos-aires", 2006, 64.3],
    ["los-lagos", 2006, 63],
    ["penang", 2006, 87.7],
    ["qiaotou", 2006, 31.1],
]
PENANG_CHANGED = RowChange("changed", ("penang", "2006"), (("skill_intensity_pct", "87.7", "88.1"),))


def skills(**cells: object) -> list[list[object]]:
    """The rows of skills.csv as a spreadsheet has them, with some cells changed: ``C4=88.1``."""
    rows = [list(row) for row in SKILLS]
    for place, value in cells.items():
        rows[int(place[1:]) - 1]["ABC".index(place[0])] = value
    return rows


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a workbook: rows of each sheet by its name; ``touch`` may change it before it is saved."""

    def make(touch: Callable[[openpyxl.Workbook], object] | None = None, **sheets: Iterable[Iterable[object]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        if touch:
            touch(book)
        path = tmp_path / "update.xlsx"
        book.save(path)
        return path

    return make


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes skills.csv as some program would; ``penang`` is the last cell of its row."""

    def make(penang: str = "88.1", *, mark: str = ";", encoding: str = "utf-8", end: str = "\r\n", others="") -> Path:
        rows = [[str(cell) for cell in row] for row in skills(C4=penang)]
        if others == ",":
            rows = [[*row[:2], row[2] if row[2] == penang else row[2].replace(".", ",")] for row in rows]
        if others == "none":
            rows = [rows[0], *(row for row in rows if row[0] == "penang")]
        path = tmp_path / "skills.csv"
        path.write_bytes("".join(mark.join(row) + end for row in rows).encode(encoding))
        return path

    return make


def one(plan: Plan) -> tuple[RowChange, ...]:
    """The changes of the one table that a plan is about."""
    (update,) = plan.updates
    return update.changes


def refusals(path: Path, folder: Path, **options) -> list[str]:
    """What an import is refused for, without the path of the file."""
    with pytest.raises(cb.DataError, match=r"^\d+ faults? in the files to import\n") as caught:
        plan_import([path], folder, **options)
    return [str(fault).replace(str(path), path.name) for fault in caught.value.faults]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# What a sheet changes


def test_a_changed_cell_is_shown_by_key_with_old_and_new_value_and_unit(workbook, copied):
    plan = plan_import([workbook(skills=skills(C4=88.1))], copied)

    assert one(plan) == (PENANG_CHANGED,)
    assert "  changed  penang, 2006: skill_intensity_pct 87.7 → 88.1 per cent" in report(plan).splitlines()


def test_a_sheet_that_says_what_stands_changes_nothing(workbook, copied):
    plan = plan_import([workbook(skills=SKILLS)], copied)

    assert one(plan) == ()
    assert "nothing changes" in report(plan)
    assert plan.updates[0].after == (copied / "skills.csv").read_bytes()


@pytest.mark.parametrize("name", sorted(name for name in cb.Dataset(Path(__file__).parents[1] / "data")))
def test_every_table_comes_back_unchanged_from_a_workbook_and_from_a_csv(name, copied, data, tmp_path):
    written = pd.read_csv(copied / data.describe(name)["path"], dtype=str, keep_default_na=False)
    columns = {field["name"]: field["type"] for field in data.describe(name)["schema"]["fields"]}
    as_excel = written.astype(object)
    for column, kind in columns.items():
        if kind in {"number", "integer"}:
            as_excel[column] = pd.to_numeric(written[column].replace("", None)).astype(object)
    book, delimited = tmp_path / "book.xlsx", tmp_path / f"{name}.csv"
    as_excel.to_excel(book, sheet_name=name, index=False)
    written.to_csv(delimited, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")

    assert one(plan_import([book], copied)) == ()
    assert one(plan_import([delimited], copied)) == ()


def test_rows_come_and_go_by_their_key(workbook, copied):
    rows = [["topic", "place", "says"], *pd.read_csv(copied / "assertions.csv").to_numpy().tolist()[1:]]
    rows.insert(3, ["a-topic", "Section 9", "Something new"])

    added, removed = one(plan_import([workbook(assertions=rows)], copied))

    assert (added.kind, added.key) == ("added", ("a-topic", "Section 9"))
    assert removed.kind == "removed"


def test_a_row_that_moved_has_not_changed_and_the_report_says_that_the_file_keeps_its_order(workbook, copied):
    plan = plan_import([workbook(skills=[SKILLS[0], *reversed(SKILLS[1:])])], copied)

    assert one(plan) == ()
    assert "in another order than data/skills.csv, which keeps its own" in report(plan)


def test_a_new_row_follows_the_row_above_it_in_the_sheet(workbook, copied):
    rows = pd.read_csv(copied / "assertions.csv").to_numpy().tolist()
    rows.insert(2, ["a-topic", "Section 9", "Something, new"])
    (update,) = plan_import([workbook(assertions=[["topic", "place", "says"], *rows])], copied).updates

    old, new = update.before.decode().splitlines(), update.after.decode().splitlines()
    assert new == [*old[:3], 'a-topic,Section 9,"Something, new"', *old[3:]]


def test_a_partial_sheet_keeps_the_other_rows_and_adds_new_ones_at_the_end(workbook, copied):
    rows = [["topic", "place", "says"], ["a-topic", "Section 9", "New"]]
    (update,) = plan_import([workbook(assertions=rows)], copied, partial=True).updates

    assert update.after == update.before + b"a-topic,Section 9,New\n"


def test_without_partial_a_row_that_the_sheet_lacks_is_removed_and_refused_where_it_is_needed(workbook, copied):
    path = workbook(skills=SKILLS[:4])

    assert refusals(path, copied) == ["data/skills.csv: has no row for cluster qiaotou, year 2006. Add the row."]


def test_an_unchanged_row_keeps_its_line_as_it_is_quoted(workbook, copied):
    text = (copied / "pillar_phases.csv").read_text(encoding="utf-8")
    rows = pd.read_csv(copied / "pillar_phases.csv").to_numpy().tolist()
    rows[0][2] = "Changed"
    path = workbook(pillar_phases=[["pillar", "phase", "description"], *rows])

    (update,) = plan_import([path], copied).updates

    assert 'high-tech-institutions,3,"Imports are copied creatively and first' in text  # quoted without need
    assert update.after.decode().splitlines()[2:] == text.splitlines()[2:]


def test_comparing_rows_gives_added_removed_and_changed_ones_as_texts():
    old = pd.DataFrame({"k": ["a", "b"], "v": ["1", "2.0"], "w": ["", "x"]})
    new = pd.DataFrame({"k": ["c", "b"], "v": ["3", "2"], "w": ["", "x"]})

    assert compare_rows(old, new, ["k"]) == [
        RowChange("added", ("c",), (("v", "", "3"),)),
        RowChange("changed", ("b",), (("v", "2.0", "2"),)),
        RowChange("removed", ("a",), (("v", "1", ""),)),
    ]


# Which table, which column


def test_heads_may_be_titles_in_any_order_and_case(workbook, copied):
    rows = [[row[2], row[0], row[1]] for row in skills(C4=88.1)]
    rows[0] = ["skill  INTENSITY", "Cluster ", "survey\u00a0year"]

    assert one(plan_import([workbook(Tabelle1=rows)], copied)) == (PENANG_CHANGED,)


def test_a_sheet_is_known_by_the_title_of_its_table(workbook, copied):
    assert plan_import([workbook(**{"Skill Intensity": SKILLS})], copied).updates[0].table == "skills"


def test_heads_that_are_all_titles_are_read_as_titles_though_one_is_the_name_of_another_column(workbook, copied, data):
    entry = data.describe("events")["schema"]["fields"]
    rows = pd.read_csv(copied / "events.csv", dtype=str, keep_default_na=False).to_numpy().tolist()
    path = workbook(events=[[field["title"] for field in entry], *rows])

    assert {"event", "title"} <= {field["name"] for field in entry}
    assert one(plan_import([path], copied)) == ()


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (
            "skill_intensty_pct",
            "cell C1: skill_intensty_pct is no column of skills. Name it skill_intensity_pct, or delete the column.",
        ),
        ("year", "cell C1: year names the column year again. Delete one."),
        (None, "cell C2: is filled, but its column has no head. Write the column's name above it, or delete it."),
    ],
)
def test_a_head_that_is_no_column_is_refused_with_the_nearest(workbook, copied, head, fault):
    found = refusals(workbook(skills=skills(C1=head)), copied)

    assert f"update.xlsx, sheet skills, {fault}" in found


def test_a_missing_column_is_named(workbook, copied):
    assert refusals(workbook(skills=[row[:2] for row in SKILLS]), copied) == [
        "update.xlsx, sheet skills, row 1: lacks the column skill_intensity_pct of skills."
        " Add what is missing, with its name in the first row."
    ]


def test_an_unknown_column_is_named(workbook, copied):
    rows = [[*row, "x"] for row in SKILLS]

    (fault,) = refusals(workbook(skills=rows), copied)

    assert fault == "update.xlsx, sheet skills, cell D1: x is no column of skills. Delete the column."


def test_a_sheet_that_is_no_table_is_refused_with_the_tables_there_are(workbook, copied):
    (fault,) = refusals(workbook(Notes=[["Remember"], ["the milk"]]), copied)

    assert fault.startswith("update.xlsx, sheet Notes: is not known to be a table of the book (clusters, survey, ")


def test_a_sheet_of_notes_beside_a_table_is_named_as_not_read(workbook, copied):
    plan = plan_import([workbook(skills=SKILLS, Notes=[["Remember"]])], copied)

    assert report(plan).endswith("sheet Notes is no table of the book and was not read.")


def test_the_table_may_be_said(workbook, copied):
    rows = [["cluster", "year", "skills"], *SKILLS[1:]]

    assert refusals(workbook(Sheet1=rows), copied, table="skills")[0].startswith(
        "update.xlsx, sheet Sheet1, cell C1: skills is no column of skills. Name it skill_intensity_pct"
    )


def test_an_unknown_table_is_refused_with_the_nearest(workbook, copied):
    with pytest.raises(cb.UnknownNameError, match=r"^unknown table 'skill': did you mean 'skills'\?$"):
        plan_import([workbook(skills=SKILLS)], copied, table="skill")


def test_a_table_given_twice_is_refused(workbook, copied):
    path = workbook(skills=SKILLS, Sheet2=SKILLS)

    assert refusals(path, copied) == [
        "update.xlsx, sheet Sheet2: is the table skills, as is update.xlsx, sheet skills. Give each table once."
    ]


# Cells of a workbook


def set_cell(place: str, value: object, number_format: str = "General") -> Callable[[openpyxl.Workbook], None]:
    def touch(book: openpyxl.Workbook) -> None:
        cell = book.active[place]
        cell.value, cell.number_format = value, number_format

    return touch


@pytest.mark.parametrize(
    ("value", "number_format", "new"),
    [
        (88, "General", "88"),
        (88.0, "0.00", "88"),
        (0.1 + 0.2, "General", "0.3"),
        (15.299999999999999, "General", "15.3"),
        (0.12, "0%", "12"),
        (0.145, '0.0"x"%', "14.5"),
        (0.12, "General", "0.12"),
        (0.12, '0.00" % of all"', "0.12"),
        ("12%", "General", "12"),
        ("12,5 %", "General", "12.5"),
        (" 88.1\u00a0", "General", "88.1"),
        ("'88.1", "General", "88.1"),
        ("88.1", "@", "88.1"),
    ],
)
def test_a_cell_of_per_cents_is_read_as_the_sheet_shows_it(workbook, copied, value, number_format, new):
    path = workbook(set_cell("C4", value, number_format), skills=SKILLS)

    assert one(plan_import([path], copied))[0].cells == (("skill_intensity_pct", "87.7", new),)


def test_a_cell_shown_as_a_percentage_is_named_in_the_report(workbook, copied):
    path = workbook(set_cell("C4", 0.12, "0%"), skills=SKILLS)

    assert "(shown as percentages, and read as shown: C4 12%)" in report(plan_import([path], copied))


def test_a_whole_number_stored_with_decimals_is_whole(workbook, copied):
    path = workbook(set_cell("B4", 2006.0, "0.0"), skills=SKILLS)

    assert one(plan_import([path], copied)) == ()


@pytest.mark.parametrize(
    ("place", "value", "number_format", "fault"),
    [
        ("C4", "many", "General", "cell C4, skill_intensity_pct: many is not a number. Write a number."),
        ("C4", "1.2E+01", "General", "cell C4, skill_intensity_pct: 1.2E+01 is shortened to a power of ten."),
        ("C4", True, "General", "cell C4, skill_intensity_pct: TRUE is a truth value, where a number is needed."),
        (
            "C4",
            datetime.datetime(2006, 5, 1),
            "d.m.",
            "cell C4, skill_intensity_pct: 2006-05-01 is a date, where a number is needed.",
        ),
        ("C4", datetime.time(8, 30), "h:mm", "cell C4, skill_intensity_pct: 08:30:00 is a time of day or a span"),
        ("C4", "#N/A", "General", "cell C4, skill_intensity_pct: #N/A is an error of the spreadsheet."),
        ("C4", "=1+1", "General", "cell C4, skill_intensity_pct: =1+1 is a formula without a stored value."),
        ("C4", "88\n.1", "General", "cell C4, skill_intensity_pct: 88 .1 holds a line break."),
        ("C4", 187.7, "General", "cell C4, skill_intensity_pct: 187.7 is above the maximum of 100."),
        ("C4", None, "General", "cell C4, skill_intensity_pct: the cell is empty, but a value is required."),
        ("B4", 2006.5, "General", "cell B4, year: 2006.5 is not a whole number."),
        ("B4", 0.5, "0%", "cell B4, year: 50% is a percentage, but the column is not in per cent."),
        ("B4", "2006%", "General", "cell B4, year: 2006% is a percentage, but the column is not in per cent."),
        ("A4", True, "General", "cell A4, cluster: TRUE is a truth value, where text is needed."),
        ("A4", datetime.datetime(2006, 5, 1), "d.m.", "cell A4, cluster: 2006-05-01 is a date, where text is needed."),
        ("A4", 0.5, "0%", "cell A4, cluster: 50% is a percentage, where text is needed."),
        ("A4", "penang\ufffd", "General", "cell A4, cluster: penang\ufffd has lost a letter when it was saved."),
        ("A4", "los-lagos", "General", "row 4, cluster + year: los-lagos, 2006 is the key of row 3 too. Keep one"),
        ("A4", "johor", "General", "row 4, cluster + year: johor, 2006 is unknown in survey.csv."),
    ],
)
def test_what_cannot_be_read_or_breaks_a_rule_is_refused_with_its_cell(
    workbook, copied, place, value, number_format, fault
):
    path = workbook(set_cell(place, value, number_format), skills=SKILLS)

    found = [told for told in refusals(path, copied) if "has no row for" not in told]

    assert len(found) == 1 and found[0].startswith(f"update.xlsx, sheet skills, {fault}"), found


def test_text_saved_in_a_wrong_encoding_is_refused_with_both_readings(workbook, copied):
    rows = [["topic", "place", "says"], ["a-topic", "Section 9", "Fundaci\u00c3\u00b3n"]]

    (fault,) = refusals(workbook(assertions=rows), copied, partial=True)

    assert fault.startswith("update.xlsx, sheet assertions, cell C2, says: FundaciÃ³n can be read in two ways,")
    assert "or as Fundación" in fault


def misprints(recorded: object) -> list[list[object]]:
    return [
        ["cluster", "year", "dimension", "level", "share_pct_printed", "share_pct_from_count", "recorded", "reason"],
        ["buenos-aires", 2006, "product", 5, 1, 2, recorded, "Because"],
    ]


@pytest.mark.parametrize(
    "recorded",
    [datetime.datetime(2026, 3, 13), datetime.date(2026, 3, 13), "2026-03-13", "13.3.2026", "13/03/2026", "3/13/2026"],
    ids=str,
)
def test_a_date_is_read_where_only_one_day_can_be_meant(workbook, copied, recorded):
    (change,) = one(plan_import([workbook(misprints=misprints(recorded))], copied, partial=True))

    assert change.cells[0] == ("recorded", "2026-11-25", "2026-03-13")


@pytest.mark.parametrize(
    ("recorded", "rule"),
    [
        ("04/05/2026", "04/05/2026 can be read as 2026-04-05 and as 2026-05-04."),
        ("31.2.2026", "31.2.2026 is not a date of the calendar."),
        ("25.11.26", "25.11.26 is not a date."),
        (46351, "46351 is not a date."),
        (datetime.datetime(2026, 3, 13, 8, 30), "2026-03-13 08:30:00 is a date with a time of day."),
    ],
    ids=str,
)
def test_a_date_that_is_none_or_could_be_two_is_refused(workbook, copied, recorded, rule):
    (fault,) = refusals(workbook(misprints=misprints(recorded)), copied, partial=True)

    assert fault.startswith(f"update.xlsx, sheet misprints, cell G2, recorded: {rule}")


def test_a_formula_gives_its_stored_value_and_the_report_says_so(workbook, copied):
    path = workbook(set_cell("C4", "=80+8.1"), skills=SKILLS)
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<f>80+8.1</f><v" in parts[sheet]
    parts[sheet] = parts[sheet].replace(b"<f>80+8.1</f><v></v>", b"<f>80+8.1</f><v>88.1</v>")
    parts[sheet] = parts[sheet].replace(b"<f>80+8.1</f><v />", b"<f>80+8.1</f><v>88.1</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    plan = plan_import([path], copied)

    assert one(plan) == (PENANG_CHANGED,)
    assert "(computed by formulas, of which the stored values are read: C4)" in report(plan)


def test_merged_cells_are_refused(workbook, copied):
    path = workbook(lambda book: book.active.merge_cells("A3:A4"), skills=SKILLS)

    assert refusals(path, copied) == [
        "update.xlsx, sheet skills: has merged cells (A3:A4). Unmerge them, and write each value into its own cell."
    ]


def test_hidden_rows_and_columns_are_read_and_named(workbook, copied):
    def hide(book):
        book.active.row_dimensions[4].hidden = True
        book.active.column_dimensions["B"].hidden = True

    plan = plan_import([workbook(hide, skills=skills(C4=88.1))], copied)

    assert one(plan) == (PENANG_CHANGED,)
    assert "(hidden, and read like the others: row 4)" in report(plan)
    assert "(hidden, and read like the others: column B)" in report(plan)


def test_a_hidden_sheet_is_not_read_and_named(workbook, copied):
    def hide(book):
        book["skills"].sheet_state = "hidden"

    plan = plan_import([workbook(hide, levels=levels(), skills=skills(C4=88.1))], copied)

    assert [update.table for update in plan.updates] == ["levels"]
    assert "(hidden, and not read: sheet skills)" in report(plan)


def levels() -> list[list[object]]:
    names = ["Simple activities", "Minor improvements", "Major improvements", "Engineering", "Early R&D", "Mature R&D"]
    return [["level", "name"], *([number, name] for number, name in enumerate(names, start=1))]


def test_blank_rows_and_columns_round_the_table_are_nothing(workbook, copied):
    rows = [[], [], *([None, *row, None, " "] for row in skills(C4=88.1)), [None, " "], []]

    assert one(plan_import([workbook(skills=rows)], copied)) == (PENANG_CHANGED,)


def test_a_blank_second_sheet_is_nothing(workbook, copied):
    assert one(plan_import([workbook(skills=SKILLS, Sheet2=[])], copied)) == ()


def test_a_head_without_rows_is_refused(workbook, copied):
    assert refusals(workbook(skills=SKILLS[:1]), copied)[0] == (
        "update.xlsx, sheet skills, row 1: has a head but no rows. Write the rows below it."
    )


# CSVs as spreadsheet programs write them


@pytest.mark.parametrize("mark", [";", "\t", ",", "|"], ids=["semicolons", "tabs", "commas", "bars"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_csv_is_read_whatever_parts_its_cells_and_ends_its_lines(text, copied, mark, encoding, end):
    assert one(plan_import([text("87.70", mark=mark, encoding=encoding, end=end)], copied)) == ()


def test_excel_s_own_line_that_names_the_delimiter_is_no_row(text, copied):
    path = text("88.1")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())

    assert one(plan_import([path], copied)) == (PENANG_CHANGED,)


@pytest.mark.parametrize(
    ("penang", "others", "new"),
    [
        ("88,1", ",", "88.1"),
        ("88,125", ",", "88.125"),
        ("88.125", "", "88.125"),
        ("'88,1 %", ",", "88.1"),
        ("\u221288,1", ",", "-88.1"),
    ],
)
def test_the_other_cells_tell_the_decimal_mark(text, copied, penang, others, new):
    path = text(penang, mark="\t", others=others)

    try:
        found = one(plan_import([path], copied))[0].cells[0][2]
    except cb.DataError as error:  # below the minimum, but read
        found = error.faults[0].value

    assert found == new


def test_semicolons_tell_the_decimal_comma_where_no_cell_does(text, copied):
    plan = plan_import([text("88,125", others="none")], copied, partial=True)

    assert one(plan)[0].cells == (("skill_intensity_pct", "87.7", "88.125"),)
    assert "(with a decimal comma)" in report(plan)


def figures(value: str, mark: str = "\t") -> str:
    heads = ["series", "date", "year", "year_end", "cluster", "place", "measure"]
    heads += ["value", "qualifier", "unit", "citation", "section", "note"]
    row = ["a-series", "2001", "2001", "2001", "penang", "Penang", "Jobs", value, "exact", "jobs", "", "6", ""]
    return f"{mark.join(heads)}\n{mark.join(row)}\n"


@pytest.mark.parametrize(("value", "both"), [("1,234", "1.234 and as 1234"), ("1.234", "1.234 and as 1234")])
def test_a_number_with_two_readings_is_refused_with_both(tmp_path, copied, value, both):
    path = tmp_path / "figures.csv"
    path.write_text(figures(value), encoding="utf-8")

    assert refusals(path, copied, partial=True) == [
        f"figures.csv, line 2, value: {value} can be read as {both}, and nothing tells the decimal mark."
        " Write it without a mark between thousands, or store it as a number."
    ]


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("1,234,567", "1234567"),
        ("1.234.567,5", "1234567.5"),
        ("1,234.5", "1234.5"),
        ("1 234 567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("0,123", "0.123"),
        ("12345,678", "12345.678"),
    ],
)
def test_thousands_are_read_where_only_one_reading_is_possible(tmp_path, copied, value, new):
    path = tmp_path / "figures.csv"
    path.write_text(figures(value), encoding="utf-8")

    (change,) = one(plan_import([path], copied, partial=True))

    assert dict((name, text) for name, _, text in change.cells)["value"] == new


@pytest.mark.parametrize("value", ["1,23,456", "12 34", "1,234.567,8", "(5.0)", "5-", "$5", "--5", "1.2.3", ".", "٥"])
def test_what_is_no_number_under_any_mark_is_refused(tmp_path, copied, value):
    path = tmp_path / "figures.csv"
    path.write_text(figures(value), encoding="utf-8")

    (fault,) = refusals(path, copied, partial=True)

    assert fault == f"figures.csv, line 2, value: {value} is not a number. Write a number."


def test_only_a_reading_that_the_column_takes_counts(text, copied):
    (change,) = one(plan_import([text("88,125", mark="\t", others="none")], copied, partial=True))

    assert change.cells[0][2] == "88.125"  # 88125 would be above the maximum


def test_two_decimal_marks_in_one_file_leave_an_ambiguous_number_refused():
    assert decimal_mark(["1,5", "1.5"], semicolons=True) is None
    assert decimal_mark(["1.5", "1,234"], semicolons=True) is None
    assert decimal_mark(["1.5", "1,234"]) == "."
    assert decimal_mark(["57", "1,234"]) is None


def test_a_number_that_can_be_read_with_one_mark_only_is_read_though_others_have_another(text, copied):
    (change,) = one(plan_import([text("88.12", mark="\t", others=",")], copied))

    assert change.cells[0][2] == "88.12"


def test_the_unit_of_the_row_says_whether_a_percentage_may_stand(tmp_path, copied):
    path = tmp_path / "figures.csv"
    path.write_text(figures("12%"), encoding="utf-8")
    (fault,) = refusals(path, copied, partial=True)
    path.write_text(figures("12%").replace("jobs", "per cent"), encoding="utf-8")

    assert "12% is a percentage, but the column is not in per cent" in fault
    assert ("value", "", "12") in one(plan_import([path], copied, partial=True))[0].cells


def test_windows_1252_is_read_where_nothing_speaks_against_it_and_its_letters_are_shown(tmp_path, copied):
    path = tmp_path / "assertions.csv"
    path.write_bytes("topic;place;says\na-topic;Section 9;Fundación – “yes”\n".encode("cp1252"))

    plan = plan_import([path], copied, partial=True)

    assert one(plan)[0].cells[-1][2] == "Fundación – “yes”"
    assert "read as Windows-1252 (see that these are right: ó, –, “ and ”)" in report(plan)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"a-topic;Section 9;\x81", "byte 81 is neither UTF-8 nor Windows-1252."),
        (
            "a-topic;é;".encode() + b"\xe9",
            "byte E9 is not UTF-8, but other letters of the file are, so that its encoding cannot be told.",
        ),
    ],
    ids=["undefined byte", "two encodings"],
)
def test_an_encoding_that_cannot_be_told_is_refused_with_line_and_byte(tmp_path, copied, line, rule):
    path = tmp_path / "assertions.csv"
    path.write_bytes(b"topic;place;says\n" + line + b"\n")

    assert refusals(path, copied, partial=True) == [f"assertions.csv, line 2: {rule} Save the file as CSV UTF-8."]


def test_an_open_quote_is_refused_with_its_line(tmp_path, copied):
    path = tmp_path / "assertions.csv"
    path.write_text('topic;place;says\na;b;"c\nd;e;f\n', encoding="utf-8")

    (fault,) = refusals(path, copied, partial=True)

    assert fault.startswith("assertions.csv, line 2: has quotes that cannot be read (")


# Files that are none


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + name.encode("utf-16-le")


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty. Save the table in it."),
        (b" \n\n", "is empty. Save the table in it."),
        (";;;\n;;\n".encode("utf-16"), "is empty. Save the table in it."),
        (ole("Workbook"), "is a file of the old Office kind (.xls). Save it as .xlsx."),
        (ole("EncryptedPackage"), "is protected by a password. Save it without one."),
        ("a;b\n".encode("utf-32"), "starts as UTF-16 and is not. Save the file as CSV UTF-8."),
        (b"%PDF-1.7\n\x00\x01", "is not a spreadsheet. Give a workbook (.xlsx) or a CSV."),
        (b"<html><table>", "is a web page or XML, not a spreadsheet. Open it in a spreadsheet program and save"),
        (b"PK\x03\x04 and nothing", "is damaged: its archive cannot be opened. Save it as an Excel workbook (.xlsx)."),
        (zipped(a_txt=b"a"), "is not a spreadsheet. Save it as an Excel workbook (.xlsx)."),
        (zipped(content_xml=b"a"), "is an OpenDocument file. Save it as an Excel workbook (.xlsx)."),
        (zipped(xl__workbook_bin=b"a"), "is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx)."),
        (zipped(xl__workbook_xml=b"a"), "cannot be read as a workbook ("),
        (
            lambda: zipped(xl__workbook_xml=b"a", xl__worksheets__sheet1_xml=b" " * 200_000_000),
            "holds 200 MB once unpacked, more than the 10 MB allowed.",
        ),
        (b"a" * 10_000_001, "has 10 MB, more than the 10 MB allowed."),
        (b"a;b\n" * 10_002, "has more than the 10000 rows or 100 columns allowed."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_file_that_is_no_spreadsheet_is_refused_in_one_sentence(tmp_path, copied, content, fault):
    path = tmp_path / "update.xlsx"
    path.write_bytes(content() if callable(content) else content)

    (found,) = refusals(path, copied)

    assert found.startswith(f"update.xlsx: {fault}")


def test_a_missing_file_and_a_folder_are_refused_in_one_report(tmp_path, copied):
    with pytest.raises(cb.DataError, match="2 faults") as caught:
        plan_import([tmp_path / "none.xlsx", tmp_path], copied)

    assert sorted(fault.rule for fault in caught.value.faults) == ["is a folder", "is missing"]


def test_a_workbook_with_no_sheet_is_refused(workbook, copied):
    path = workbook(skills=SKILLS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, end = parts["xl/workbook.xml"].index(b"<sheets>"), parts["xl/workbook.xml"].index(b"</sheets>")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"][:start] + b"<sheets>" + parts["xl/workbook.xml"][end:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    (fault,) = refusals(path, copied)

    assert fault.startswith("update.xlsx: ")


def test_a_workbook_of_blank_sheets_is_refused(workbook, copied):
    assert refusals(workbook(skills=[], Sheet2=[[" "]]), copied) == [
        "update.xlsx: has no filled sheet. Save the table as a sheet of it."
    ]


def test_a_cell_far_below_the_table_is_refused_before_anything_is_read(workbook, copied):
    path = workbook(set_cell("XFD1048576", "x"), skills=SKILLS)

    (fault,) = refusals(path, copied)

    assert "sheet skills: reaches down to cell XFD1048576, beyond the 10000 rows and 100 columns allowed" in fault


def test_a_million_blank_rows_are_refused_without_being_read(workbook, copied):
    path = workbook(skills=SKILLS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(6, 1_000_000))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    (fault,) = refusals(path, copied)

    assert "once unpacked, more than the 10 MB allowed. Delete the empty rows" in fault


def test_entities_that_would_grow_without_end_are_refused(workbook, copied):
    path = workbook(skills=SKILLS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE a [<!ENTITY a "' + b"ha" * 1000 + b'">'
    for before, after in zip("abcdefg", "bcdefgh", strict=True):
        bomb += f'<!ENTITY {after} "{f"&{before};" * 20}">'.encode()
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = bomb + b"]>" + parts[sheet].replace(b"<v>2006</v>", b"<v>&h;</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    (fault,) = refusals(path, copied)

    assert fault.startswith("update.xlsx: cannot be read as a workbook (")


def test_a_sheet_is_read_from_a_file_of_any_name(tmp_path, workbook):
    (sheet,) = read_sheets(workbook(skills=SKILLS).rename(tmp_path / "update.dat"))

    assert len(sheet.rows) == 5


def test_columns_are_lettered_as_a_spreadsheet_does():
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# All in one report, all files or none


def test_faults_of_cells_and_of_rules_stand_in_one_report(workbook, copied):
    rows = pd.read_csv(copied / "survey.csv").to_numpy().tolist()
    rows[2][2] = 90  # fewer firms than Table 5 counts in Penang
    heads = ["cluster", "year", "firms", "foreign_share_pct_printed"]
    path = workbook(skills=skills(C4="many"), survey=[heads, *rows])

    found = refusals(path, copied)

    assert "update.xlsx, sheet skills, cell C4, skill_intensity_pct: many is not a number. Write a number." in found
    assert any("exceeds the 90 firms surveyed in Penang" in fault for fault in found)


def test_a_rule_broken_by_a_row_that_the_sheet_does_not_hold_is_told_of_the_line_that_stands(workbook, copied):
    rows = [["cluster", "year", "firms", "foreign_share_pct_printed"], ["penang", 2006, 90, 83.7]]

    found = refusals(workbook(survey=rows), copied, partial=True)

    lines = (copied / "capabilities.csv").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("penang,2006,human-resources,1"))
    place = f"data/capabilities.csv, line {line}, firms"
    assert f"{place}: 103 exceeds the 90 firms surveyed in Penang (survey.csv). Correct the count." in found


def test_a_fault_in_a_row_that_a_partial_sheet_does_not_hold_is_told_of_its_line(edit, workbook):
    folder = edit("skills.csv", "31.1", "131.1")
    path = workbook(skills=[SKILLS[0], ["penang", 2006, 88.1]])

    assert refusals(path, folder, partial=True) == [
        "data/skills.csv, line 5, skill_intensity_pct: 131.1 is above the maximum of 100. Correct the value."
    ]


def test_a_spreadsheet_may_mend_a_fault_that_stands_in_the_data(edit, workbook):
    folder = edit("skills.csv", "87.7", "many")

    plan = plan_import([workbook(skills=skills(C4=88.1))], folder)

    assert one(plan)[0].cells == (("skill_intensity_pct", "many", "88.1"),)


def test_a_file_that_cannot_be_compared_is_refused_with_its_own_fault(edit, workbook):
    folder = edit("skills.csv", "penang,", "<<<<<<< HEAD\npenang,")

    with pytest.raises(cb.DataError, match=r"data/skills\.csv, line 4: <<<<<<< is a merge conflict marker"):
        plan_import([workbook(skills=SKILLS)], folder)


def test_planning_writes_nothing(workbook, copied):
    before = snapshot(copied)

    plan_import([workbook(skills=skills(C4=88.1))], copied)

    assert snapshot(copied) == before


def test_writing_changes_the_files_of_the_plan_and_no_other(workbook, copied):
    before = snapshot(copied)
    plan = plan_import([workbook(skills=skills(C4=88.1), levels=levels())], copied)

    written = write(plan)

    after = snapshot(copied)
    assert written == [copied / "skills.csv"]
    assert after == {**before, "skills.csv": before["skills.csv"].replace(b"87.7", b"88.1")}
    assert cb.load("skills", copied)["skill_intensity_pct"].tolist()[2] == 88.1


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(workbook, copied, monkeypatch):
    before = snapshot(copied)
    changed = [*levels()[:6], [6, "Ripe R&D"]]
    plan = plan_import([workbook(skills=skills(C4=88.1), levels=changed)], copied)
    replace = os.replace

    def failing(source, target):
        if Path(target).name == "levels.csv":
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(BookError, match=r"^data/ cannot be written \(Permission denied\); nothing is changed\.$"):
        write(plan)

    assert snapshot(copied) == before


def test_a_file_that_changed_since_the_plan_is_not_overwritten(workbook, copied, edit):
    plan = plan_import([workbook(skills=skills(C4=88.1))], copied)
    edit("skills.csv", "31.1", "31.2")
    before = snapshot(copied)

    with pytest.raises(
        BookError, match=r"^data/skills\.csv has changed meanwhile; nothing is written\. Import again\.$"
    ):
        write(plan)

    assert snapshot(copied) == before


def test_a_written_file_keeps_its_rights(workbook, copied):
    (copied / "skills.csv").chmod(0o644)

    write(plan_import([workbook(skills=skills(C4=88.1))], copied))

    assert (copied / "skills.csv").stat().st_mode & 0o777 == 0o644


# The command line


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLUSTERBOOK_DATA": str(folder)}
    command = [sys.executable, "-m", "clusterbook", "import", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_the_command_shows_and_writes_only_when_told(workbook, copied):
    path, before = workbook(skills=skills(C4=88.1)), snapshot(copied)
    shown = (
        f"skills, from {path}, sheet skills: 1 row changed\n"
        "  changed  penang, 2006: skill_intensity_pct 87.7 → 88.1 per cent\n"
    )

    asked = run(copied, str(path))

    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout == shown + "Nothing is written yet; --write writes data/skills.csv.\n"
    assert snapshot(copied) == before

    told = run(copied, str(path), "--write")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == shown + "Written: data/skills.csv. Now run `make check`.\n"
    assert snapshot(copied) == {**before, "skills.csv": before["skills.csv"].replace(b"87.7", b"88.1")}

    again = run(copied, str(path), "--write")

    assert again.stdout.endswith(": nothing changes\nThere is nothing to write.\n")


def test_a_refused_import_fails_without_a_traceback_and_writes_nothing(workbook, copied):
    before = snapshot(copied)

    refused = run(copied, str(workbook(skills=skills(C4=188.1), levels=levels()[:3])), "--write")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "sheet skills, cell C4, skill_intensity_pct: 188.1 is above the maximum of 100." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert snapshot(copied) == before


def test_the_command_says_that_rows_are_removed_and_how_to_keep_them(workbook, copied, monkeypatch, capsys):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))
    rows = pd.read_csv(copied / "assertions.csv").to_numpy().tolist()[1:]

    assert main(["import", str(workbook(assertions=[["topic", "place", "says"], *rows]))]) == 0

    assert capsys.readouterr().out.endswith("Rows that the file lacks are removed; --partial keeps them.\n")
