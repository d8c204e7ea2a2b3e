"""Firm rows are confidential: nothing that is published may hold one, whatever file it came in by."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ..errors import BuildError
from ..survey.schema import SYNTHETIC, descriptor

# Files of rows as surveys come in; the book itself publishes tables as CSV only, and names each.
RAW = frozenset({".xlsx", ".xls", ".ods", ".parquet", ".feather", ".arrow", ".dta", ".sav", ".rds", ".sqlite", ".db"})
MAGIC = {b"PAR1": "a Parquet file", b"ARROW1": "an Arrow file", b"\xd0\xcf\x11\xe0": "an old Office file"}
LINKED = "_downloads"  # where Sphinx puts what a page's download role names
FIRM = "firm"
# A head of firm rows in any text, in a page's code too: the id, and one of the columns that only firm rows have.
_ONLY = sorted({field["name"] for field in descriptor()["schema"]["fields"] if "_" in field["name"]})
_HEAD = re.compile(rf"\b{FIRM}\"?[,;\t]\"?\w[^\n]*\b(?:{'|'.join(_ONLY)})\b[^\n]*\n(?P<row>[^\n]*)")


def check_site(folder: Path) -> None:
    """Refuse a site that holds firm rows, made-up ones excepted.

    Raises
    ------
    BuildError
        With each file that must not be published, and why.
    """
    check_published((path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(_files(folder)))


def check_published(contents: Iterable[tuple[str, bytes]]) -> None:
    """Refuse named contents among which are firm rows, made-up ones excepted; archives are looked into.

    Raises
    ------
    BuildError
        As ``check_site``.
    """
    found = [f"{name}: {why}" for name, raw in contents if (why := _why_not(name, raw))]
    if found:
        remedy = "Firm rows are confidential: keep them outside the book, and publish their tally (clusterbook tally)."
        raise BuildError("\n".join([*found, remedy]))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _why_not(name: str, raw: bytes) -> str | None:
    """Why a file must not be published; None if it may."""
    path = PurePosixPath(name)
    for start, what in MAGIC.items():
        if raw.startswith(start):
            return f"is {what}, in which firm rows could stand"
    if path.suffix.lower() in RAW:
        return "is a file of the kind that firm rows come in"
    if path.suffix.lower() in {".csv", ".tsv"} and path.parts[0] == LINKED:
        return "is a table that a page links, and none that the book makes"
    if raw.startswith(b"PK\x03\x04"):
        return _in_archive(raw)
    return _in_text(path.suffix.lower(), raw)


def _in_archive(raw: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if any(name.startswith("xl/") for name in names):
            return "is a workbook, in which firm rows could stand"
        for name in names:
            if why := _why_not(name, archive.read(name)):
                return f"holds {name}, which {why}"
    return None


def _in_text(suffix: str, raw: bytes) -> str | None:
    if FIRM.encode() not in raw:
        return None
    text = raw.decode("utf-8", "replace")
    if suffix in {".csv", ".tsv"}:
        rows = csv.reader(io.StringIO(text), delimiter="\t" if suffix == ".tsv" else ",")
        heads = [head.strip().casefold() for head in next(rows, [])]
        if FIRM in heads:
            at = heads.index(FIRM)
            if any(len(row) > at and not row[at].startswith(SYNTHETIC) for row in rows):
                return "has rows of firms that are not marked as synthetic"
    if not any(column in text for column in _ONLY):
        return None
    if any(SYNTHETIC not in found["row"] for found in _HEAD.finditer(text) if found["row"].strip()):
        return "has the head and a row of firm data"
    return None
