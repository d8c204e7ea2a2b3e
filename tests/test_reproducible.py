"""Same input, same bytes: two clones of one commit, built in unlike surroundings, give the same files."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from books import HEAD, START, pages_of, shown, write
from clusterbook import files
from clusterbook.files import ADDRESS_VARIABLES, FOLDER_VARIABLE, KEPT_VARIABLE
from clusterbook.publishing.site import Inputs

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", "_build", "dist", "node_modules", ".venv*", ".*_cache", ".hypothesis")
# Who made the commit and when is part of it, and so of its name.
MADE = {f"GIT_{who}_{what}": is_ for who in ("AUTHOR", "COMMITTER") for what, is_ in (
    ("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2026-01-02T03:04:05+06:00")
)}  # fmt: skip
# Python runs this first in each process of the second build, those of the kernels too: it is the year 2033, and
# folders are listed the other way round, for the order in which a disk gives their files is its own affair.
OTHERWISE = """
import os
import time_machine

class Listed:
    def __init__(self, *path):
        with listed(*path) as entries:
            self.entries = iter([*entries][::-1])
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def close(self): pass

listed, names = os.scandir, os.listdir
os.scandir, os.listdir = Listed, lambda *path: names(*path)[::-1]
time_machine.travel(2_000_000_000.5, tick=True).start()
"""
SURROUNDINGS: dict[str, dict[str, str]] = {
    "one": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "another place, with a long name/über": {
        **{"TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "POSIX", "PYTHONHASHSEED": "2"},
        **{"USER": "somebody", "COLUMNS": "40", "OMP_NUM_THREADS": "1", "SOURCE_DATE_EPOCH": "1"},
    },
}
PAGES = {
    "one": HEAD
    + "# One\n\nIt is {num}`qiaotou.skill-intensity`, after {cite:t}`nelson2008`. {claim}`over-half-at-level-4`\n\n"
    + START
    + shown("figure", "fig-map", "cb.chart_map(cb.places(data), data.land())")
    + shown("figure", "fig-skills", "cb.chart_skill_intensity(cb.skill_intensity(data))"),
    "two": HEAD
    + "# Two\n\nA note.[^a]\n\n[^a]: It says $x^2$.\n\n"
    + START
    + shown("table", "tab-summary", "cb.table_summary(cb.cluster_summary(data))"),
    "three": "# Three\n\n```{data-files}\n```\n\n```{data-dictionary}\n```\n\n```{how-to-cite} book\n```\n\n"
    "```{glossary}\nODM\n  A term.\n```\n\n```{bibliography}\n```\n",
}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **MADE})


def commit(folder: Path) -> Path:
    """Make a repository of one commit of a folder."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "commit.gpgsign=false", "commit", "-qm", "The book")
    return folder


def clone(source: Path, folder: Path, *, otherwise: bool) -> Path:
    """Clone a repository; the other way with settings of git that change files, and files of another time."""
    git(source, "clone", "-q", *(["-c", "core.autocrlf=true"] if otherwise else []), str(source), str(folder))
    for path in folder.rglob("*") if otherwise else ():
        os.utime(path, (1, 1))
    return folder


def begin(folder: Path, about: dict[str, str], *, otherwise: bool) -> subprocess.Popen[str]:
    """Start to build a clone, with its PDF and EPUB, by its own library."""
    place = folder.parent / "surroundings"
    for name in ("home", "first", "scratch files in a folder of so long a name that no socket can be in it"):
        (place / name).mkdir(parents=True)
    if otherwise:
        about = about | {"TMPDIR": str(place / name)}
        (place / "first" / "sitecustomize.py").write_text(OTHERWISE, encoding="utf-8")
    unset = {*ADDRESS_VARIABLES, FOLDER_VARIABLE, KEPT_VARIABLE, "SOURCE_DATE_EPOCH"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    before = [str(place / "first"), str(folder / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment |= {"HOME": str(place / "home"), "PYTHONPATH": os.pathsep.join(before)}
    command = f'"{sys.executable}" -m clusterbook pdf && "{sys.executable}" -m clusterbook epub'
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    umask = 0o077 if otherwise else 0o022
    return subprocess.Popen(command, shell=True, cwd=folder, env=environment | about, umask=umask, **pipes)  # type: ignore[call-overload]


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> Iterator[str]:
    """Say of each file that differs where it first does; of an archive, in which of its files."""
    for name in sorted({*one, *other}):
        a, b = one.get(name), other.get(name)
        if a is None or b is None:
            yield f"{name}: only in the {'second' if a is None else 'first'}"
        elif a != b:
            inside = list(differences(unpacked(a), unpacked(b))) if a[:4] == b[:4] == b"PK\x03\x04" else []
            at = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            around = slice(max(0, at - 60), at + 60)
            yield from (f"{name}, {told}" for told in inside or [f"byte {at}: {a[around]!r}, but {b[around]!r}"])


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def small(folder: Path) -> None:
    """Put a few pages in place of the book's, which show something of each kind."""
    for name in ("chapters", "notebooks", "tests", "docs"):
        shutil.rmtree(folder / name)
    write(folder, **PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("pages", ["few", pytest.param("all", marks=pytest.mark.exhaustive)])
def test_two_clones_of_a_commit_built_in_unlike_surroundings_give_the_same_bytes(pages, tmp_path):
    source = shutil.copytree(ROOT, tmp_path / "source", ignore=LEFT_OUT)
    if pages == "few":
        small(source)
    commit(source)
    running = []
    for at, (name, about) in enumerate(SURROUNDINGS.items()):
        (tmp_path / name).mkdir(parents=True)
        folder = clone(source, tmp_path / name / "book", otherwise=bool(at))
        running.append((folder, begin(folder, about, otherwise=bool(at))))
    for _, build in running:
        said, _ = build.communicate()
        assert build.returncode == 0, said
    one, other = (pages_of(folder / "_build" / "html") for folder, _ in running)
    kinds = {Path(name).suffix for name in one}
    assert kinds >= {".html", ".ipynb", ".svg", ".png", ".csv", ".zip", ".whl", ".pdf", ".epub", ".js", ".css", ".inv"}
    told = list(differences(one, other))
    assert not told, "\n".join(told)


def test_a_difference_is_told_with_its_place_in_an_archive_too():
    packed = []
    for text in ("one", "two"):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("inner.txt", f"It is {text}.")
        packed.append(made.getvalue())
    one, other = {"a.zip": packed[0], "b": b"abc"}, {"a.zip": packed[1], "c": b"abc"}
    assert list(differences(one, other)) == [
        "a.zip, inner.txt, byte 6: b'It is one.', but b'It is two.'",
        "b: only in the first",
        "c: only in the second",
    ]
    assert list(differences(one, one)) == []


def test_a_file_that_is_not_committed_is_told_whatever_git_is_set_to_show(tmp_path):
    book = commit(write(tmp_path, one="# One\n\nText.\n"))
    git(book, "config", "status.showUntrackedFiles", "no")
    clean = Inputs.of(book).stamp["commit"]
    (book / "chapters" / "two.md").write_text("# Two\n", encoding="utf-8")
    assert re.fullmatch("[0-9a-f]{12}", clean)
    assert Inputs.of(book).stamp["commit"] == f"{clean} and changes"


def test_what_python_and_desktops_leave_in_the_library_is_no_part_of_it(tmp_path, monkeypatch):
    for name in ("a.py", "__pycache__/a.pyc", ".DS_Store", "part/.hidden", "part/b.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(files, "LIBRARY", tmp_path)
    assert set(files.library()) == {"a.py", "part/b.css"}
