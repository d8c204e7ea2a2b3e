"""Where the book's files are, and their fingerprints: two states are the same if these are, whatever the clock says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

LIBRARY = Path(__file__).parent
PROJECT = LIBRARY.parents[1]  # of the library's source
CARRIED = "book_data"  # the folder of the library in which the wheel for notebooks brings the data
FOLDER_VARIABLE = "CLUSTERBOOK_DATA"
KEPT_VARIABLE = "CLUSTERBOOK_KEPT"
KEPT_FOLDER = Path("_build") / "cache" / "data"
# Where the site is published, where its repository is, and which branch of it readers are sent to.
ADDRESS_VARIABLES = ("CLUSTERBOOK_ADDRESS", "CLUSTERBOOK_REPOSITORY", "CLUSTERBOOK_BRANCH")

SCRATCH = ".part"  # how the name of a file ends that is being written; the number of its process stands before it

LAB_LOCK = ".binder/requirements.txt"  # what a student installs
LICENCES = ("LICENSE", "LICENSE-CC-BY-4.0.txt")  # that of the library and that of the words
# What every page depends on; a change of one of these has every page read anew (but no notebook executed for it).
SETTINGS = ("_config.yml", "_toc.yml", "references.bib", "requirements.txt", "pyproject.toml", "CITATION.cff", LAB_LOCK)


def data_folder() -> Path:
    """Return the folder of the book's data.

    It is ``data/`` beside the library's source, unless the environment variable
    ``CLUSTERBOOK_DATA`` names another (a changed copy, a test's own data).
    A library that was installed for a notebook has no source beside it: it reads the ``data/`` in the folder above
    the notebook's, and, where there is none, the data that its wheel has brought.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    if (PROJECT / "pyproject.toml").is_file():
        return PROJECT / "data"
    beside = Path.cwd().parent / "data"
    return beside if (beside / "datapackage.json").is_file() else LIBRARY / CARRIED


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: aside first, then in place of the old one, with its rights.

    Raises
    ------
    OSError
        If the machine refuses, naming the file; what stood there stands, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{os.getpid()}{SCRATCH}")
    try:
        scratch.write_bytes(content)
        if path.exists():
            shutil.copymode(path, scratch)
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        error.filename, error.filename2 = str(path), None  # a write that fails names none
        raise


def forget(paths: Iterable[Path], keep: int) -> None:
    """Delete all but the newest of the files of a cache, so that it does not grow for ever."""
    for path in sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)[keep:]:
        path.unlink(missing_ok=True)


def of(*parts: str | bytes) -> str:
    """Return one fingerprint of several texts, in their order."""
    total = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8") if isinstance(part, str) else part
        total.update(len(raw).to_bytes(8, "big") + raw)
    return total.hexdigest()


def of_folder(folder: Path) -> str:
    """Return the fingerprint of the files of a folder, by name and content; folders within it do not count."""
    files = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    return of(*(part for path in files for part in (path.name, of_file(path))))


def of_file(path: Path) -> str:
    """Return the fingerprint of one file, that of its content, but read piece by piece: it may be of any size."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return hashlib.file_digest(file, lambda: hashlib.sha256(size.to_bytes(8, "big"))).hexdigest()


def of_all(named: dict[str, str]) -> str:
    """Return one fingerprint of named fingerprints, whatever their order."""
    return of(*(part for pair in sorted(named.items()) for part in pair))


def inputs(root: Path, data: Path) -> dict[str, str]:
    """Return the fingerprint of every file that a build of the book reads, by name.

    Parameters
    ----------
    root : path
        Folder of the book.
    data : path
        Folder of its data, which may lie elsewhere.

    Returns
    -------
    dict of str to str
        Names begin with ``settings/``, ``library/``, ``pages/`` or ``data/``.
    """
    found = {f"settings/{name}": root / name for name in SETTINGS}
    pages = [root / "index.md", *(root / "chapters").rglob("*"), *(root / "editions").rglob("*")]
    parts = {"library": library(), "pages": _under(root, pages), "data": _under(data, data.glob("*"))}
    found |= {f"{kind}/{name}": path for kind, part in parts.items() for name, path in part.items()}
    prints = {name: of(path.read_bytes()) for name, path in sorted(found.items()) if path.is_file()}
    told = of(*(os.environ.get(name, "") for name in ADDRESS_VARIABLES))
    return {"settings/python": of(sys.version), "settings/addresses": told, **prints}


def library() -> dict[str, Path]:
    """Return each file of this library by its path in it, but for what Python, editors and desktops leave there."""
    return {name: path for name, path in _under(LIBRARY, LIBRARY.rglob("*")).items() if path.is_file()}


def _under(base: Path, paths: Iterable[Path]) -> dict[str, Path]:
    return {
        path.relative_to(base).as_posix(): path
        for path in paths
        if path.suffix != ".pyc" and not any(part.startswith(".") for part in path.relative_to(base).parts)
    }


def resources(folder: Path) -> dict[str, str]:
    """Return the fingerprint of each resource of a data package: its file and its description together.

    The name ``""`` stands for what the description says of the package as a whole.
    """
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    entries = descriptor.pop("resources")
    whole = json.dumps([descriptor, [entry["name"] for entry in entries]], sort_keys=True)
    found = {entry["name"]: of((folder / entry["path"]).read_bytes(), json.dumps(entry)) for entry in entries}
    return {"": of(whole), **found}


def modules() -> dict[str, str]:
    """Return the fingerprint of each module of this library by its full name."""
    found = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        parts = path.relative_to(LIBRARY.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = of(path.read_bytes())
    return found
