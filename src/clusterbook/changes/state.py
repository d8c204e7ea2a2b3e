"""What the book held at one time, as texts: its data, pages, numbers, verdicts and executed chapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..claims import judge_all
from ..claims import record as verdicts
from ..claims.mentions import texts
from ..data import Dataset
from ..files import data_folder
from ..git import files, starting_point
from . import numbers

NOTEBOOKS = "tests/notebooks"


@dataclass(frozen=True, slots=True)
class State:
    """One state of the book.

    Attributes
    ----------
    name : str
        What a reader would call it.
    data : mapping of str to str
        The files of ``data/`` by name.
    pages : mapping of str to str
        The pages by path, as ``chapters/theory.md``.
    numbers : mapping of str to str, or None
        What each quoted number reads; None if that is not recorded.
    verdicts : mapping of str to (str, str), or None
        Verdict and numbers of each claim; None if they are not recorded.
    notebooks : mapping of str to str
        The executed chapters by stem, as texts of JSON; pictures may be left out.
    """

    name: str
    data: Mapping[str, str]
    pages: Mapping[str, str]
    numbers: Mapping[str, str] | None
    verdicts: Mapping[str, tuple[str, str]] | None
    notebooks: Mapping[str, str]


def past(root: Path, since: str | None = None) -> State:
    """Return the state at a git revision, by default the last release, else the last commit.

    Numbers, verdicts and outputs are those that were accepted then.

    Raises
    ------
    BookError
        Without git, outside a repository, for an unknown revision or a spoilt record.
    """
    name, commit = starting_point(root, since)
    wanted = ["data/", "chapters/", "index.md", str(numbers.FILE), str(verdicts.FILE), f"{NOTEBOOKS}/"]
    found = {path: raw.decode("utf-8", "replace") for path, raw in files(root, commit, wanted).items()}
    told, judged = found.get(str(numbers.FILE)), found.get(str(verdicts.FILE))
    return State(
        name=f"commit {commit[:9]}" if name == "HEAD" else name,
        data=_under("data/", found),
        pages={path: text for path, text in found.items() if path.endswith(".md") and not path.startswith("data/")},
        numbers=None if told is None else numbers.parse(told),
        verdicts=None if judged is None else verdicts.parse(judged),
        notebooks={
            name.removesuffix(".ipynb"): text
            for name, text in _under(f"{NOTEBOOKS}/", found).items()
            if name.endswith(".ipynb")
        },
    )


def present(root: Path, executed: Mapping[str, str], name: str = "the working tree") -> State:
    """Return the state of the working tree.

    Parameters
    ----------
    root : path
        Folder of the book.
    executed : mapping of str to str
        The chapters as executed now, by stem, in the form of the reference notebooks.
    name : str, optional
        What a reader would call it.

    Raises
    ------
    DataError
        When the data break a rule.
    UnknownNameError
        When a page quotes a number that the data do not hold.
    """
    data, pages = Dataset(), texts(root)
    return State(
        name=name,
        data=data_files(data_folder()),
        pages=pages,
        numbers=numbers.numbers(pages),
        verdicts=verdicts.recorded(judge_all(data)),
        notebooks=executed,
    )


def data_files(folder: Path) -> dict[str, str]:
    """Return the files of a data package by name, as texts."""
    return {
        path.name: path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.glob("*")) if path.is_file()
    }


def _under(folder: str, found: Mapping[str, str]) -> dict[str, str]:
    return {path.removeprefix(folder): text for path, text in found.items() if path.startswith(folder)}
