"""Read a delimited text file as spreadsheet programs write it: encoding, delimiter, rows."""

from __future__ import annotations

import codecs
import csv
import io
import re

from ..checking import LARGEST, MOST_COLUMNS
from ..errors import DataError, Fault
from ..wording import listed
from .sheets import MOST_ROWS, Sheet, Value

NAMES = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars"}
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # the bytes that Windows-1252 leaves undefined
MOST_OF_HEAD = 100_000  # letters that are looked at for the delimiter; of a longer cell the csv module reads nothing
AS_UTF_8 = "Save the file as CSV UTF-8."


def read_delimited(file: str, raw: bytes) -> Sheet:
    """Return a delimited text file as a sheet without a name; its notes say how it was read.

    Parameters
    ----------
    file : str
        The file as the author named it, for messages.
    raw : bytes
        Its content.

    Raises
    ------
    DataError
        If the content is no text, its encoding cannot be told, it is too large, or a quote is not closed.
    """
    if len(raw) > LARGEST:
        rule = f"has {len(raw) / 1e6:.0f} MB, more than the {LARGEST / 1e6:.0f} MB allowed"
        raise DataError([Fault(file, None, None, None, rule, "Delete what is not part of the table.")])
    text, notes = _decoded(file, raw)
    stated = re.match(rf"sep=([{re.escape(''.join(NAMES))}])\r?\n", text)  # Excel's own line that names the delimiter
    delimiter = stated[1] if stated else _delimiter(text)
    rows: dict[int, list[Value]] = {}
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not (stated and line == 1):
                rows[line] = [cell if cell.strip() else None for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        rule = f"has quotes that cannot be read ({error})"
        raise DataError(
            [Fault(file, line, None, None, rule, "Close the quotes, and double those inside a cell.")]
        ) from None
    if len(rows) > MOST_ROWS or any(len(cells) > MOST_COLUMNS for cells in rows.values()):
        rule = f"has more than the {MOST_ROWS} rows or {MOST_COLUMNS} columns allowed"
        raise DataError([Fault(file, None, None, None, rule, "Delete what is not part of the table.")])
    if not rows:
        raise DataError([Fault(file, None, None, None, "is empty", "Save the table in it.")])
    notes.append(f"parted by {NAMES.get(delimiter, repr(delimiter))}")
    return Sheet(file, None, rows, semicolons=delimiter == ";", notes=(", ".join(notes),))


def _decoded(file: str, raw: bytes) -> tuple[str, list[str]]:
    """The text and the encoding used: UTF-8, UTF-16 by its mark, or Windows-1252 if nothing speaks against it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            rule = "starts as UTF-16 and is not"
            raise DataError([Fault(file, None, None, None, rule, AS_UTF_8)])
        return text, ["read as UTF-16"]
    if re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", raw):
        remedy = "Give a workbook (.xlsx) or a CSV."
        raise DataError([Fault(file, None, None, None, "is not a spreadsheet", remedy)])
    try:
        return raw.decode("utf-8-sig"), ["read as UTF-8"]
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        byte = f"byte {raw[error.start]:02X}"
    rule = ""
    if set(raw) & UNDEFINED:
        rule = "is neither UTF-8 nor Windows-1252"
    elif any(ord(char) > 127 for char in raw.decode("utf-8", "ignore")):
        rule = "is not UTF-8, but other letters of the file are, so that its encoding cannot be told"
    if rule:
        raise DataError([Fault(file, line, None, byte, rule, AS_UTF_8)])
    text = raw.decode("cp1252")
    beyond = listed(list(dict.fromkeys(char for char in text if ord(char) > 127)))
    return text, [f"read as Windows-1252 (see that these are right: {beyond})"]


def _delimiter(text: str) -> str:
    """The delimiter that gives the first line most cells."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(NAMES, key=lambda mark: len(next(csv.reader([head[:MOST_OF_HEAD]], delimiter=mark))))
