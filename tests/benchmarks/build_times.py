"""How long the commands take, side by side with stock Jupyter Book in one run: `make bench`.

Nothing here is asserted: machines differ, and only ratios of one run say something.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info", "tests", "docs")

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


def measure(times: int) -> list[tuple[str, float, float | None]]:
    """Each step with our seconds and, where it has the same step, those of stock Jupyter Book."""
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs = copies(Path(folder))

        def nothing() -> None:
            """No preparation."""

        rows: list[tuple[str, float, float | None]] = []

        def row(
            name: str, step: Step, before: Step = nothing, other: Step | None = None, prepare: Step = nothing
        ) -> None:
            rows.append((name, seconds(step, before, times), seconds(other, prepare, times) if other else None))
            print(f"  {name}: measured", file=sys.stderr, flush=True)

        def build() -> None:
            ours(mine, "build")

        def build_stock() -> None:
            stock(theirs)

        row("build, from nothing", build, lambda: without_build(mine), build_stock, lambda: without_build(theirs))
        row("build, nothing changed", build, nothing, build_stock)
        row(
            "build, a cell of skills.csv changed",
            build,
            lambda: edit(mine, *MANY),
            build_stock,
            lambda: edit(theirs, *MANY),
        )
        row(
            "build, a cell of sections.csv changed",
            build,
            lambda: edit(mine, *FEW),
            build_stock,
            lambda: edit(theirs, *FEW),
        )
        row("check, data changed", lambda: ours(mine, "check", check=False), lambda: edit(mine, *MANY))
        row("check, nothing changed", lambda: ours(mine, "check", check=False))
        build()
        row("changes, after a build", lambda: ours(mine, "changes"))
        return rows


def table(rows: list[tuple[str, float, float | None]], times: int) -> str:
    """The rows as Markdown, ratios first."""
    cold = rows[0][1]
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("jupyter-book", "myst-nb", "sphinx", "pandas", "altair")
    )
    lines = [
        f"Medians of {times} on {os.cpu_count()} cores; Python {platform.python_version()}, {versions}.",
        "",
        "| Command | to stock Jupyter Book | to a build from nothing | seconds |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, own, other in rows:
        ratio = f"{own / other:.2f}" if other else "–"
        lines.append(f"| {name} | {ratio} | {own / cold:.2f} | {own:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="runs of each step, of which the median is told")
    times = parser.parse_args().times
    print(table(measure(times), times))


if __name__ == "__main__":
    main()
