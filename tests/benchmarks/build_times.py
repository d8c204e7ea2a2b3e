"""How long the commands take beside stock Jupyter Book and MyST, and how time grows: `make bench`.

Nothing here is asserted: machines differ, and only ratios of one run say something.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import growth
import nbformat

ROOT = Path(__file__).resolve().parents[2]
IGNORED = shutil.ignore_patterns(".[!b]*", "_build", "__pycache__", "*.egg-info", "tests", "docs")  # but .binder

MYST = ROOT / "tests" / "web" / "node_modules" / ".bin" / "myst"

Step = Callable[[], object]


def run(folder: Path, *command: str, check: bool = True) -> None:
    """Run a command on a copy of the book, with the library of that copy."""
    variables = {**os.environ, "PYTHONPATH": str(folder / "src"), "CLUSTERBOOK_DATA": str(folder / "data")}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def ours(folder: Path, name: str, *arguments: str, check: bool = True) -> None:
    run(folder, sys.executable, "-m", "clusterbook", name, *arguments, check=check)


def stock(folder: Path) -> None:
    run(folder, str(Path(sys.executable).with_name("jupyter-book")), "build", "-q", ".")


def seconds(step: Step, before: Step, times: int) -> float:
    """The median of several runs, each after its preparation."""
    found = []
    for _ in range(times):
        before()
        start = time.perf_counter()
        step()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def without_build(folder: Path) -> None:
    shutil.rmtree(folder / "_build", ignore_errors=True)


# A table that many chapters read, and one that only the data chapter and the chapter of claims read: each with the
# place of a value, and a value for the n-th edit that no build has seen.
MANY = ("skills.csv", r"(?<=qiaotou,2006,)[\d.]+", lambda n: f"{31 + n / 10:.1f}")
FEW = ("sections.csv", r"(?<=,)Introduction[^,]*", lambda n: f"Introduction {n}")
_edits = itertools.count(2)


def edit(folder: Path, file: str, place: str, value: Callable[[int], str]) -> None:
    """Change one value of a file of the data."""
    path = folder / "data" / file
    text, count = re.subn(place, value(next(_edits)), path.read_text(encoding="utf-8"), count=1)
    assert count == 1, f"{file} has no {place}"
    path.write_text(text, encoding="utf-8")


def copies(scratch: Path) -> tuple[Path, Path]:
    """The book, and the same chapters as stock Jupyter Book executes them: by MyST-NB, one after the other."""
    mine = shutil.copytree(ROOT, scratch / "ours", ignore=IGNORED)
    shutil.copytree(ROOT / "tests" / "notebooks", mine / "tests" / "notebooks")
    for record in (ROOT / "tests").glob("*.csv"):
        shutil.copy(record, mine / "tests")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The book"]):
        run(mine, "git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", *command)
    theirs = shutil.copytree(mine, scratch / "stock", ignore=shutil.ignore_patterns(".git"))
    config = theirs / "_config.yml"
    lines = config.read_text(encoding="utf-8").splitlines()
    lines = ["  execute_notebooks: cache" if line.startswith("  execute_notebooks:") else line for line in lines]
    config.write_text("\n".join(line for line in lines if "nb_custom_formats" not in line), encoding="utf-8")
    return mine, theirs


def edit_prose(folder: Path) -> None:
    """Change a sentence of one chapter, and with it none of its cells."""
    with (folder / "chapters" / "drivers.md").open("a", encoding="utf-8") as file:
        file.write(f"\nThis sentence is the {next(_edits)}th edit.\n")


def edit_code(folder: Path) -> None:
    """Change the first cell of one chapter."""
    path = folder / "chapters" / "drivers.md"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^import clusterbook as cb.*$", f"import clusterbook as cb  # edit {next(_edits)}", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def myst(scratch: Path) -> Iterator[Step]:
    """Give a step that has MyST execute the same pages, from the notebooks that students take away, one at a time.

    It writes their contents as JSON; its own pages need a template from a host that may be out of reach.
    """
    folder = scratch / "myst"
    folder.mkdir()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / path.name)
    (folder / "myst.yml").write_text("version: 1\nproject: {title: Book}\nsite: {title: Book}\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = [f"--ServerApp.root_dir={folder}", f"--port={port}", "--IdentityProvider.token=bench"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", *given],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    variables = {
        **os.environ,
        **{"JUPYTER_BASE_URL": f"http://127.0.0.1:{port}", "JUPYTER_TOKEN": "bench"},
        "CLUSTERBOOK_DATA": str(ROOT / "data"),
    }

    def build() -> None:
        shutil.rmtree(folder / "_build", ignore_errors=True)
        command = [MYST, "build", "--execute", "--site", "--ci"]
        done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
        if not re.search(r"Built \d+ pages", done.stdout + done.stderr) or "Could not load Jupyter" in done.stdout:
            raise SystemExit(f"MyST did not execute the pages:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        yield build
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True, slots=True)
class Row:
    """A step with the seconds of this book and, where they have the same, of stock Jupyter Book and of MyST."""

    name: str
    own: float
    stock: float | None = None
    myst: float | None = None


def measure(times: int) -> list[Row]:
    """Time each step, the three side by side."""
    rows: list[Row] = []

    def told(row: Row) -> None:
        rows.append(row)
        print(f"  {row}", file=sys.stderr, flush=True)

    def nothing() -> None:
        """No preparation."""

    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        mine, theirs = copies(scratch)

        def both(name: str, before: Callable[[Path], object], other: float | None = None) -> None:
            own = seconds(lambda: ours(mine, "build"), lambda: before(mine), times)
            told(Row(name, own, seconds(lambda: stock(theirs), lambda: before(theirs), times), other))

        executed = None
        if MYST.exists():
            with myst(scratch) as build:
                executed = seconds(build, nothing, times)
        both("build, from nothing", without_build, executed)
        both("build, nothing changed", lambda _: None)
        both("build, a cell of skills.csv changed", lambda folder: edit(folder, *MANY))
        both("build, a cell of sections.csv changed", lambda folder: edit(folder, *FEW))
        both("build, a sentence of a chapter changed", edit_prose)
        both("build, a cell of a chapter changed", edit_code)
        check = ("check, data changed", "check, nothing changed")
        for name, before in zip(check, (lambda: edit(mine, *MANY), nothing), strict=True):
            told(Row(name, seconds(lambda: ours(mine, "check", check=False), before, times)))
        ours(mine, "build")
        told(Row("changes, after a build", seconds(lambda: ours(mine, "changes"), nothing, times)))
    return rows


def table(rows: list[Row]) -> str:
    """The rows as Markdown, ratios first; what stock Jupyter Book shows after an edit of data is the old number."""
    whole = rows[0]
    lines = [
        "| Step | to stock, same step | to stock, from nothing | to MyST | to this book, from nothing | seconds |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        ratios = (
            row.own / other if other else None
            for other in (row.stock, whole.stock if row.stock else None, row.myst, whole.own)
        )
        cells = " | ".join("–" if ratio is None else f"{ratio:.2f}" for ratio in ratios)
        lines.append(f"| {row.name} | {cells} | {row.own:.2f} |")
    return "\n".join(lines)


def header(title: str, times: int) -> str:
    """The head of a report: of how many runs, on what, with what."""
    names = ("jupyter-book", "myst-nb", "sphinx", "pandas", "altair")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    if MYST.exists():
        versions += f", mystmd {subprocess.run([MYST, '--version'], capture_output=True, text=True).stdout.strip()}"
    return (
        f"# {title}\n\nMedians of {times}, on {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, {versions}.\n"
        "Made by `make bench`; ratios of one run say something, seconds only of the machine.\n\n"
    )


def beside(rows: list[Row], times: int) -> str:
    """The report on the steps of this book beside those of the others."""
    return (
        header("Speed beside stock Jupyter Book and MyST", times)
        + "Stock Jupyter Book executes the same chapters one after the other, with the roles of this book loaded.\n"
        "After an edit of the data it executes nothing and goes on showing the old numbers, so that only a build from "
        "nothing does the same work; the second column compares with that.\n"
        "MyST executes the same pages, from the notebooks that students take away, and writes their contents only, for "
        f"its pages need a template from another host.\n\n{table(rows)}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="runs of each step, of which the median is told")
    parser.add_argument("--part", choices=("beside", "growth"), help="one report alone; by default both")
    parser.add_argument("--write", action="store_true", help="write each report to docs/ when it is done")
    chosen = parser.parse_args()
    reports = {
        "beside": ("speed.md", lambda: beside(measure(chosen.times), chosen.times)),
        "growth": ("growth.md", lambda: header("How time grows", chosen.times) + growth.told(chosen.times) + "\n"),
    }
    for part, (name, report) in reports.items():
        if chosen.part in {None, part}:
            text = report()
            print(text)
            if chosen.write:
                (ROOT / "docs" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
