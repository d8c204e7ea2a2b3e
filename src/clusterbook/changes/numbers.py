"""The accepted numbers: what each number that a page quotes reads, kept so that a later report can compare."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..claims.mentions import numbers_in, texts
from ..claims.record import rows_of, text_of, write_rows
from ..data import Dataset
from ..errors import BookError, UnknownNameError
from ..facts import Fact, all_facts, quote
from ..files import data_folder, of, of_folder
from ..loading import kept

FILE = Path("tests") / "numbers.csv"
_HEADER = ["number", "text"]


def numbers(
    pages: Mapping[str, str], folder: Path | None = None, facts: Mapping[str, Fact] | None = None
) -> dict[str, str]:
    """Return the printed text of each number that pages quote, by what stands in the ``num`` role, sorted.

    Parameters
    ----------
    pages : mapping of str to str
        Texts of the pages by path.
    folder : path, optional
        Folder of the data; by default the book's own.
    facts : mapping of str to Fact, optional
        Those of the folder, if they are at hand.

    Raises
    ------
    UnknownNameError
        For a number that the data do not hold.
    """
    folder = folder or data_folder()
    wanted = sorted(references(pages))

    def read_now() -> dict[str, str]:
        known = all_facts(Dataset(folder)) if facts is None else facts
        return {reference: quote(known, reference)[1] for reference in wanted}

    return kept("numbers", of(of_folder(folder), *wanted), read_now)


def references(pages: Mapping[str, str]) -> set[str]:
    """Return what stands in the ``num`` roles of pages."""
    return {reference for *_, quoted in numbers_in(pages) for reference in quoted}


def write(root: Path) -> bool:
    """Record the numbers that the pages quote now; return whether the file changed."""
    return write_rows(root / FILE, _HEADER, ([*one] for one in numbers(texts(root)).items()))


def read(root: Path) -> dict[str, str]:
    """Return the accepted numbers; none if nothing was ever accepted.

    Raises
    ------
    BookError
        If the file is not such a record.
    """
    text = text_of(root, FILE)
    return {} if text is None else parse(text)


def parse(text: str) -> dict[str, str]:
    """Return the numbers of a record from its text; raises as ``read`` does."""
    return {number: read_as for number, read_as in rows_of(text, FILE, _HEADER)}


def computed(wanted: Iterable[str], files: Mapping[str, str]) -> dict[str, str] | None:
    """Return what numbers read by older data, as today's library computes them.

    Parameters
    ----------
    wanted : iterable of str
        What stands in ``num`` roles; a number that the older data lack is left out.
    files : mapping of str to str
        The older files of ``data/`` by name.

    Returns
    -------
    dict, or None where the older data do not fit what the library reads today.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        try:
            facts = all_facts(Dataset(folder))
            len(facts)
        except (BookError, LookupError, TypeError, ValueError):  # whatever reading another schema may raise
            return None
    found = {}
    for reference in wanted:
        with contextlib.suppress(UnknownNameError):
            found[reference] = quote(facts, reference)[1]
    return found
