"""Files of firm rows: CSV, Excel and Parquet read alike, and every impossible row refused with line and remedy."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from clusterbook import survey
from clusterbook.errors import BookError, DataError
from clusterbook.survey import reading
from clusterbook.survey.checking import MOST_LINES
from made import firms

CLUSTERS = ["penang", "qiaotou"]
PLAIN = firms({}, {"cluster": "qiaotou"})


@pytest.fixture
def save(tmp_path):
    """A function that writes rows as a file of some kind and returns its path."""

    def write(rows: pl.DataFrame, kind: str = "csv") -> Path:
        path = tmp_path / f"firms.{kind}"
        if kind == "csv":
            rows.write_csv(path)
        elif kind == "parquet":
            rows.write_parquet(path)
        else:
            book = openpyxl.Workbook()
            book.active.title = "firms"
            book.active.append(rows.columns)
            for row in rows.rows():
                book.active.append(row)
            book.save(path)
        return path

    return write


def load(path: Path) -> pl.DataFrame:
    return survey.load_firms(path, CLUSTERS).rows.collect()


def refused(path: Path) -> str:
    with pytest.raises(DataError) as error:
        survey.load_firms(path, CLUSTERS)
    return str(error.value)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_each_kind_of_file_gives_the_same_rows(save, kind):
    rows = firms({"foreign_equity_pct": 12.5, "size": None}, {"workforce": None, "exports_2001": 0.0})

    assert load(save(rows, kind)).equals(rows.select(load(save(rows, kind)).columns))


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_may_be_parted_by_semicolons_or_tabs(tmp_path, mark):
    path = tmp_path / "firms.csv"
    PLAIN.write_csv(path, separator=mark)

    assert load(path).height == 2


def test_columns_may_stand_in_any_order_and_others_are_not_read(save):
    rows = PLAIN.select(reversed(PLAIN.columns)).with_columns(street=pl.lit("Secret Street"))

    file = survey.load_firms(save(rows), CLUSTERS)

    assert file.notes == ("not read: street",)
    assert "street" not in file.rows.collect_schema().names()


def test_a_column_that_stands_twice_with_the_same_cells_is_read_once(save):
    path = save(PLAIN)
    lines = path.read_text().splitlines()
    path.write_text("\n".join(f"{line},{line.split(',')[0]}" for line in lines))

    assert load(path).equals(PLAIN.select(load(path).columns))


def test_a_column_that_stands_twice_with_different_cells_is_refused(save):
    path = save(PLAIN)
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{head},firm", *(f"{line},other" for line in lines)]))

    assert "line 1: firm stands twice as a column, with different cells. Keep the right one." in refused(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"human_resources": 7}, "human_resources: 7 is above the maximum of 6. Correct it"),
        ({"product": 0}, "product: 0 is below the minimum of 1."),
        ({"foreign_equity_pct": 100.5}, "foreign_equity_pct: 100.5 is above the maximum of 100."),
        ({"foreign_equity_pct": -1.0}, "foreign_equity_pct: -1 is below the minimum of 0."),
        ({"size": "huge"}, "size: huge is not one of small, medium, large."),
        ({"cluster": "atlantis"}, "cluster: atlantis is no cluster of the book (penang, qiaotou)."),
        ({"exports_2001": -5.0}, "exports_2001: -5 is below the minimum of 0."),
        ({"employment_2000": -1}, "employment_2000: -1 is below the minimum of 0."),
        ({"exports_2001": None}, "exports_2001: the cell is empty, though years before and after it are filled."),
        (
            {"managers": 6, "clerks": 5},
            "workforce: 10 are employed, fewer than the people in all occupations together.",
        ),
        ({"employment_2001": 0}, "wages_2001: 50 are wages of a year in which nobody is employed."),
        ({"firm": "Ann & Sons Ltd"}, "firm: Ann & Sons Ltd is not an id:"),
        ({"firm": None}, "firm: the cell is empty, but a value is required."),
        ({"year": 1066}, "year: 1066 is below the minimum of 1900."),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_an_impossible_row_is_refused_with_its_place_rule_and_remedy(save, kind, row, said):
    text = refused(save(firms({}, row, {}), kind))

    assert "1 fault in the firm rows" in text
    place = {"csv": "line 3", "xlsx": "sheet firms, row 3", "parquet": "row 2"}[kind]
    assert f"firms.{kind}, {place}, {said}" in text


def test_a_firm_twice_in_one_survey_year_names_both_lines(save):
    rows = firms({"firm": "a"}, {"firm": "b"}, {"firm": "a"}, {"firm": "a", "year": 2011})

    text = refused(save(rows))

    assert "1 fault" in text
    assert "line 4, firm + year: a stands twice for 2006: see line 2. Keep one of the rows." in text


@pytest.mark.parametrize("cell", ["12,5", "about 3", "1e400", "NaN"])
def test_what_is_no_number_is_refused_as_it_stands(save, cell):
    text = refused(save(firms({}).with_columns(exports_2000=pl.lit(cell))))

    assert f"line 2, exports_2000: {cell} is not a number. Write plain digits" in text


def test_a_count_with_a_fraction_is_no_integer(save):
    rows = firms({}).with_columns(workforce=pl.lit(10.5))

    for kind in ("csv", "parquet"):
        assert "workforce: 10.5 is not an integer" in refused(save(rows, kind))


def test_every_fault_is_told_at_once_in_the_order_of_the_lines(save):
    rows = firms({"product": 9}, {}, {"cluster": "atlantis", "process": 0, "exports_2001": None})

    text = refused(save(rows))

    assert "4 faults in the firm rows" in text
    assert text.index("line 2, product") < text.index("line 4, cluster") < text.index("line 4, process")


def test_a_rule_that_every_row_breaks_is_told_of_a_hundred_and_counted(save):
    text = refused(save(firms(*({"product": 9} for _ in range(MOST_LINES + 20)))))

    assert text.count("is above the maximum of 6") == MOST_LINES + 1
    assert "product: 20 more rows break this rule: is above the maximum of 6" in text


def test_a_year_that_has_no_column_inside_a_series_is_refused(save):
    text = refused(save(PLAIN.drop("exports_2001")))

    assert "line 1: the series exports lacks exports_2001, a year that lies between others or that another has" in text


def test_a_missing_column_and_a_file_without_series_are_refused(save):
    text = refused(save(PLAIN.select("firm", "cluster", "year", "size")))

    assert "line 1: the column foreign_equity_pct is missing. Add it" in text
    assert "holds no series of exports, employment and wages" in text


def test_a_series_that_ends_early_is_no_gap(save):
    assert load(save(firms({"exports_2001": None, "exports_2002": None}))).height == 1


def test_lines_with_too_many_or_too_few_cells_are_refused(save):
    path = save(firms({}, {}, {}))
    lines = path.read_text().splitlines()
    lines[1], lines[3] = f"{lines[1]},1", lines[3].rpartition(",")[0]
    path.write_text("\n".join(lines))

    text = refused(path)

    assert "line 2: the row has 25 cells, where the head has 24 columns" in text
    assert "line 4: the row has 23 cells" in text


def test_a_line_break_in_a_cell_is_refused_for_it_would_shift_the_lines(save):
    path = save(firms({}, {}).with_columns(size=pl.Series(["sm\nall", "small"])))

    assert "line 2: a cell of this row holds a line break" in refused(path)


def test_a_file_that_is_not_utf_8_is_refused(save):
    path = save(firms({}).with_columns(size=pl.lit("größe")))
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))

    assert "is not UTF-8. Save it as CSV UTF-8." in refused(path)


@pytest.mark.parametrize(("content", "said"), [("", "is empty"), ("firm,cluster\n", "has a head but no rows")])
def test_a_file_without_rows_is_refused(tmp_path, content, said):
    path = tmp_path / "firms.csv"
    path.write_text(content)

    assert said in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "cannot be opened" in refused(tmp_path / "firms.csv")


def test_a_workbook_of_several_sheets_needs_one_named_firms(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["firm"])
    book.create_sheet("Other").append(["firm"])
    book.save(tmp_path / "firms.xlsx")

    assert "has the sheets Sheet and Other, none of which is named firms" in refused(tmp_path / "firms.xlsx")


def test_a_parquet_file_that_takes_for_ever_is_refused(save, monkeypatch):
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.01)
    with pytest.raises(DataError, match=r"cannot be read as Parquet in 0\.01 seconds\. Write it anew, or give fewer"):
        survey.load_firms(save(firms({}), "parquet"), CLUSTERS)


def test_another_python_that_cannot_begin_is_no_fault_of_the_file(save, monkeypatch):
    monkeypatch.setattr(reading, "TRIAL", "nowhere.py")
    with pytest.raises(BookError, match=r"could not begin: .*nowhere\.py"):
        survey.load_firms(save(firms({}), "parquet"), CLUSTERS)
