"""Read the sheets of an Excel workbook: stored values, and what a stored value alone does not say."""

from __future__ import annotations

import contextlib
import datetime
import functools
import re
import warnings
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.parsers import expat

from ..checking import LARGEST, MOST_COLUMNS
from ..errors import DataError, Fault
from ..wording import listed
from .sheets import MOST_ROWS, Broken, Percent, Sheet, Value, letters

MOST_ELEMENTS = 500_000  # of the XML of all parts; each becomes an object in memory, however few bytes it has
NOT_A_TABLE = "Delete the empty rows and columns beyond the table, or copy the table into a new workbook."


def read_workbook(file: str, raw: bytes) -> list[Sheet]:
    """Return the filled and visible sheets of a workbook, in its order.

    Parameters
    ----------
    file : str
        The file as the author named it, for messages.
    raw : bytes
        Its content, a zip archive.

    Raises
    ------
    DataError
        If the file is no workbook that can be read, is too large, has no filled sheet, or a sheet has merged cells.
    """
    _refuse_archive(file, raw)
    formulas, values = _load(file, raw, data_only=False), _load(file, raw, data_only=True)
    if not values.worksheets:
        raise DataError([Fault(file, None, None, None, "has no sheet", "Save the table as a sheet of it.")])
    sheets, faults, hidden = [], [], []
    for sheet in values.worksheets:
        label = f"{file}, sheet {sheet.title}"
        if not any(True for _ in sheet.iter_rows()):
            continue
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            corner = f"{letters(sheet.max_column - 1)}{sheet.max_row}"
            rule = f"reaches down to cell {corner}, beyond the {MOST_ROWS} rows and {MOST_COLUMNS} columns allowed"
            faults.append(Fault(label, None, None, None, rule, NOT_A_TABLE))
        elif sheet.sheet_state != "visible":
            hidden.append(sheet.title)
        elif sheet.merged_cells.ranges:
            merged = listed(sorted(str(cells) for cells in sheet.merged_cells.ranges))
            remedy = "Unmerge them, and write each value into its own cell."
            faults.append(Fault(label, None, None, None, f"has merged cells ({merged})", remedy))
        else:
            sheets.append(_sheet(file, sheet, formulas[sheet.title]))
    if faults:
        raise DataError(faults)
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        said = f"has no filled sheet that is visible (hidden: {listed(hidden)})" if hidden else "has no filled sheet"
        raise DataError([Fault(file, None, None, None, said, "Save the table as a sheet of it.")])
    if hidden:
        note = f"hidden, and not read: sheet {listed(hidden)}"
        filled[0] = Sheet(file, filled[0].name, filled[0].rows, notes=(*filled[0].notes, note))
    return filled


def _refuse_archive(file: str, raw: bytes) -> None:
    """Refuse an archive that is no workbook, or one that would unpack to more than any table needs."""
    rule, remedy = None, "Save it as an Excel workbook (.xlsx)."
    try:
        parts = zipfile.ZipFile(BytesIO(raw)).infolist()
    except Exception:  # zipfile lets through whatever a damaged list of parts makes
        parts, rule = [], "is damaged: its archive cannot be opened"
    names = {part.filename for part in parts}
    size = sum(part.file_size for part in parts)
    if rule is None and "xl/workbook.bin" in names:
        rule = "is a binary workbook (.xlsb)"
    elif rule is None and "xl/workbook.xml" not in names:
        rule = "is not a spreadsheet" if "content.xml" not in names else "is an OpenDocument file"
    elif rule is None and size > LARGEST:
        rule = f"holds {size / 1e6:.0f} MB once unpacked, more than the {LARGEST / 1e6:.0f} MB allowed"
        remedy = NOT_A_TABLE
    elif rule is None and _grows(raw):
        rule, remedy = (
            "would fill the memory: it has far more cells, or cells merged or linked, than a table",
            NOT_A_TABLE,
        )
    if rule is not None:
        raise DataError([Fault(file, None, None, None, rule, remedy)])


def _grows(raw: bytes) -> bool:
    """Whether openpyxl would make far more of some parts than they have bytes; what is no XML is left to it."""
    elements, cells = 0, 0

    def met(name: str, attributes: dict[str, str]) -> None:
        nonlocal elements, cells
        elements += 1
        if name.rpartition(":")[2] in {"mergeCell", "hyperlink", "comment"}:  # of these it makes each cell of a range
            cells += _area(attributes.get("ref", ""))

    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for part in archive.infolist():
            parser = expat.ParserCreate()
            parser.StartElementHandler = met
            with contextlib.suppress(Exception):  # a damaged part makes zipfile raise whatever it may
                parser.Parse(archive.read(part), True)
            if elements > MOST_ELEMENTS or cells > MOST_ROWS * MOST_COLUMNS:
                return True
    return False


def _area(reference: str) -> int:
    """Cells of a range such as A1:B7; a range without rows or columns counts as many as a sheet has."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", reference, re.IGNORECASE)
    if not found:
        return MOST_ROWS * MOST_COLUMNS + 1 if ":" in reference else 1
    first, last = (_place(letters) for letters in (found[1], found[3] or found[1]))
    return (abs(last - first) + 1) * (abs(int(found[4] or found[2]) - int(found[2])) + 1)


def _place(name: str) -> int:
    """Place of a column by its letters, counted from 1."""
    return functools.reduce(lambda at, letter: 26 * at + ord(letter) - ord("A") + 1, name.upper(), 0)


def _load(file: str, raw: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook  # slow to import, and a delimited file needs none of it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that bear no values
            return load_workbook(BytesIO(raw), data_only=data_only)
    except Exception as error:  # openpyxl lets through whatever a damaged part raises
        said = f"cannot be read as a workbook ({type(error).__name__})"
        remedy = "Open it in a spreadsheet program and save it anew as .xlsx."
        raise DataError([Fault(file, None, None, None, said, remedy)]) from None


def _sheet(file: str, values: Any, formulas: Any) -> Sheet:
    rows: dict[int, list[Value]] = {}
    computed: list[str] = []
    for number, (row, sources) in enumerate(zip(values.iter_rows(), _rows_like(values, formulas), strict=True), 1):
        found = [_value(cell, source) for cell, source in zip(row, sources, strict=True)]
        if any(value is not None for value in found):
            rows[number] = found
            computed += [source.coordinate for source in sources if source.data_type == "f"]
    notes = []
    if computed:
        notes.append(f"computed by formulas, of which the stored values are read: {_some(computed)}")
    hidden = [str(number) for number in rows if values.row_dimensions[number].hidden]
    if hidden:
        notes.append(f"hidden, and read like the others: row {_some(hidden)}")
    columns = [name for name, column in values.column_dimensions.items() if column.hidden]
    if columns:
        notes.append(f"hidden, and read like the others: column {_some(sorted(columns))}")
    return Sheet(file, values.title, rows, notes=tuple(notes))


def _rows_like(values: Any, formulas: Any) -> Any:
    """Rows of the sheet with its formulas, as many and as long as those of the sheet with its values."""
    return formulas.iter_rows(min_row=1, max_row=values.max_row, min_col=1, max_col=values.max_column)


def _some(places: list[str]) -> str:
    return listed(places if len(places) <= 6 else [*places[:5], f"{len(places) - 5} more"])


def _value(cell: Any, source: Any) -> Value:
    """The value of one cell; ``source`` is the same cell with its formula, if it has one."""
    value = cell.value
    if cell.data_type == "e":
        return Broken(str(value), "is an error of the spreadsheet", "Correct the cell, or empty it.")
    if source.data_type == "f" and value is None:
        remedy = "Open the file in a spreadsheet program and save it, or write the value itself."
        text = source.value if isinstance(source.value, str) else getattr(source.value, "text", None)  # of an array
        return Broken(text, "is a formula without a stored value", remedy)
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or value is None or isinstance(value, datetime.datetime):
        return value
    if isinstance(value, int | float):
        exact = Decimal(f"{value:.15g}")  # what Excel shows: it keeps 15 digits, and 0.1+0.2 has more
        return Percent(exact) if _is_percent(cell.number_format) else exact
    return Broken(str(value), "is a time of day or a span of time", "Write a number, a date or text.")


def _is_percent(code: str) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)
