"""How the time of a build grows with the chapters of a book, and that of the library with the clusters of the data."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))  # made-up clusters and settings stand there; this is a script, and no part of a package

import made  # noqa: E402

CHAPTERS = (10, 40, 160)
CLUSTERS = (4, 40, 400)
PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Chapter {number}

Penang's skill intensity is {{num}}`penang.skill-intensity`.

```{{code-cell}} ipython3
:tags: [remove-input]

import clusterbook as cb
```

{{numref}}`tab-{number}` and {{numref}}`fig-{number}` show what there is to see.

```{{code-cell}} ipython3
---
mystnb:
  table: {{caption: "The skills of the clusters, once more.", name: tab-{number}}}
---
cb.table_clusters(cb.cluster_profile())  # {number}
```

```{{code-cell}} ipython3
---
mystnb:
  figure: {{caption: "Growth, once more.", name: fig-{number}}}
---
cb.chart_growth(cb.growth_rates())  # {number}
```
"""
# In a process of its own: every table and every chart of the library, from data that nothing has read yet.
EVERYTHING = """
import inspect, sys, time
import clusterbook as cb

cb.enable_theme()
start = time.perf_counter()
data = cb.Dataset()
data["clusters"]
checked = time.perf_counter() - start
start = time.perf_counter()
for name in cb.__all__:
    show = getattr(cb, name)
    if name.startswith(("chart_", "table_")) and "changes" not in name and name != "table_data":
        shown = show(data=data) if "data" in inspect.signature(show).parameters else show()
        if name.startswith("chart_"):
            shown.to_dict()
print(checked, time.perf_counter() - start)
"""


def book(folder: Path, chapters: int) -> Path:
    """Write a book of chapters that each have a number, a table and a figure."""
    (folder / "chapters").mkdir(parents=True)
    shutil.copy(ROOT / "references.bib", folder)
    made.settings(ROOT, folder)
    (folder / "index.md").write_text("# A book\n\nIt has chapters.\n", encoding="utf-8")
    names = [f"chapter-{number}" for number in range(1, chapters + 1)]
    for number, name in enumerate(names, start=1):
        (folder / "chapters" / f"{name}.md").write_text(PAGE.format(number=number), encoding="utf-8")
    listing = "".join(f"      - file: chapters/{name}\n" for name in names)
    toc = f"format: jb-book\nroot: index\nparts:\n  - caption: The paper\n    chapters:\n{listing}"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    return folder


def build(folder: Path) -> float:
    """Build a book; return the seconds."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "clusterbook", "--root", str(folder), "build"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - start


def by_chapters(count: int, times: int) -> tuple[float, float]:
    """Return the seconds of a build from nothing, and of one after a change of one chapter's words."""
    cold, edited = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = book(Path(scratch) / "book", count)
        for turn in range(times):
            shutil.rmtree(folder / "_build", ignore_errors=True)
            cold.append(build(folder))
            with (folder / "chapters" / "chapter-1.md").open("a", encoding="utf-8") as file:
                file.write(f"\nEdit {turn}.\n")
            edited.append(build(folder))
    return statistics.median(cold), statistics.median(edited)


def by_clusters(count: int, times: int) -> tuple[float, float]:
    """Return the seconds that checking the data takes, and making every table and chart of the library."""
    with tempfile.TemporaryDirectory() as scratch:
        data = shutil.copytree(ROOT / "data", Path(scratch) / "data")
        places = [
            made.Place(
                f"made-up-{at}", f"Made-up {at}", "Madeupland", "Asia", "Tests", at % 100 - 50, at * 7 % 340 - 170
            )
            for at in range(1, count - 3)
        ]
        made.add_clusters(data, *places)
        found = []
        for _ in range(times):
            variables = {**os.environ, "CLUSTERBOOK_DATA": str(data)}
            done = subprocess.run([sys.executable, "-c", EVERYTHING], env=variables, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(done.stderr)
            found.append([float(part) for part in done.stdout.split()])
    checked, shown = zip(*found, strict=True)
    return statistics.median(checked), statistics.median(shown)


CURVED = "Where R² is well below 1, the time grows less than in proportion, and no one slope tells of it."


def told(times: int) -> str:
    """Both kinds of growth as Markdown, each with the slope of the line of least squares and how well it fits."""
    parts = []
    kinds = (
        ("chapters", CHAPTERS, by_chapters, "build, from nothing", "build, one chapter changed"),
        ("clusters", CLUSTERS, by_clusters, "check of the data", "every table and chart"),
    )
    for what, counts, measure, *heads in kinds:
        found = []
        for count in counts:
            found.append(measure(count, times))
            print(f"  {count} {what}: {found[-1]}", file=sys.stderr, flush=True)
        lines = [f"| {what.capitalize()} | {heads[0]}, s | {heads[1]}, s |", "| ---: | ---: | ---: |"]
        lines += [f"| {count} | {one:.2f} | {two:.2f} |" for count, (one, two) in zip(counts, found, strict=True)]
        slopes = [slope(counts, [pair[at] for pair in found]) for at in (0, 1)]
        lines.append(f"| each more | {slopes[0]} | {slopes[1]} |")
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, CURVED])


def slope(counts: tuple[int, ...], found: list[float]) -> str:
    """The seconds that one more costs, and the share of the variation that a straight line explains."""
    per, start = np.polyfit(counts, found, 1)
    rest = np.array(found) - (per * np.array(counts) + start)
    explained = 1 - (rest**2).sum() / ((np.array(found) - np.mean(found)) ** 2).sum()
    return f"{per:.3f} (R² {explained:.3f})"
