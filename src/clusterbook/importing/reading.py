"""Open a file that an author gives, and tell by its content what it is."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import DataError, Fault
from .delimited import read_delimited
from .sheets import Sheet
from .workbook import read_workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_sheets(path: Path) -> list[Sheet]:
    """Return the filled sheets of a workbook, or the one of a delimited file.

    Raises
    ------
    DataError
        If there is no such file, or it is none that can be read; the message says what it is instead.
    """
    file = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _no(file, "is missing", "Give the path of a workbook (.xlsx) or a CSV.") from None
    except IsADirectoryError:
        raise _no(file, "is a folder", "Give the files in it.") from None
    except OSError as error:
        raise _no(file, f"cannot be opened ({error.strerror})", "Close it elsewhere, or correct its rights.") from None
    if not raw.strip():
        raise _no(file, "is empty", "Save the table in it.")
    if raw.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise _no(file, "is protected by a password", "Save it without one.")
        raise _no(file, "is a file of the old Office kind (.xls)", "Save it as .xlsx.")
    if re.match(rb"\s*<(!doctype|html|table|\?xml)", raw.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise _no(
            file, "is a web page or XML, not a spreadsheet", "Open it in a spreadsheet program and save it as .xlsx."
        )
    return read_workbook(file, raw) if raw.startswith(ZIP) else [read_delimited(file, raw)]


def _no(file: str, rule: str, remedy: str) -> DataError:
    return DataError([Fault(file, None, None, None, rule, remedy)])
