"""The reference notebooks: one for each executable chapter, fit to compare, and moved by every change of data."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import jupytext
import nbformat
import pytest

from clusterbook.publishing.execution import executable_chapters
from clusterbook.publishing.notebooks import FOLDER, reference_of
from clusterbook.tables.model import MIME
from mutations import CHANGES, changed_copy

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = list(executable_chapters(ROOT))
REFERENCES = sorted((ROOT / FOLDER).glob("*.ipynb"))
CSVS = sorted((ROOT / "data").glob("*.csv"))


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.source]


def cell_that_shows(notebook: str, call: str) -> int:
    """The number that nbval gives the code cell which holds a call."""
    cells = code_of(nbformat.read(ROOT / FOLDER / f"{notebook}.ipynb", as_version=4))
    (found,) = [at for at, source in enumerate(cells) if call in source]
    return found


def failing_cells(data: Path, report: Path, *notebooks: str) -> set[tuple[str, int]]:
    """Run nbval, in a process of its own, against other data; return the notebooks and cells that fail."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", f"--junitxml={report}"),
            *(f"{FOLDER}/{name}.ipynb" for name in notebooks),
        ],
        cwd=ROOT,
        env={**os.environ, "CLUSTERBOOK_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    failed = set(re.findall(r"^FAILED \S*?([\w-]+\.ipynb)::Cell (\d+)", run.stdout, re.M))
    assert run.returncode == (1 if failed else 0), run.stdout + run.stderr
    assert not ElementTree.parse(report).getroot().findall(".//error"), run.stdout
    return {(name, int(cell)) for name, cell in failed}


def test_each_executable_chapter_has_a_reference_and_each_reference_a_chapter():
    assert sorted(reference_of(ROOT, chapter) for chapter in CHAPTERS) == REFERENCES


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_a_reference_holds_the_code_of_its_chapter(chapter):
    reference = nbformat.read(reference_of(ROOT, chapter), as_version=4)
    assert code_of(reference) == code_of(jupytext.read(chapter)), "look at the chapter, then run `make accept`"


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda path: path.stem)
def test_a_reference_is_executed_valid_and_the_same_on_every_machine(reference):
    notebook = nbformat.read(reference, as_version=4)
    nbformat.validate(notebook)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}
    text = reference.read_text(encoding="utf-8")
    assert not re.search(r"\b0x[0-9a-f]{6,}", text), "a memory address"
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-", text), "a random id"
    assert not re.search(r"altair-viz-[0-9a-f]{8}|#T_[0-9a-f]{5}", text), "a random id"
    assert str(ROOT) not in text
    assert [cell["id"] for cell in notebook.cells] == [f"cell-{at}" for at in range(len(notebook.cells))]


@pytest.mark.parametrize("path", CSVS, ids=lambda path: path.stem)
def test_the_data_chapter_shows_every_cell_of_every_table(path):
    notebook = nbformat.read(ROOT / FOLDER / "data.ipynb", as_version=4)
    call = f'cb.table_data(data, "{path.stem}")'
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source]
    (output,) = cell.outputs
    content = output["data"][MIME]
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert content["columns"] == head
    assert [[_plain(text) for text in row] for row in content["rows"]] == [
        [_plain(text) for text in row] for row in rows
    ]


def _plain(text: str) -> str:
    """A cell without how it is written: 63.0 as 63, an empty one as a dash."""
    if re.fullmatch(r"-?\d+\.\d+", text):
        return text.rstrip("0").rstrip(".")
    return text or "–"


def test_there_is_a_change_for_every_table():
    assert sorted(CHANGES) == [path.stem for path in CSVS]


@pytest.fixture(scope="module")
def after_all_changes(tmp_path_factory):
    """The cells that fail when every CSV has one changed cell."""
    folder = tmp_path_factory.mktemp("all")
    return failing_cells(changed_copy(folder, *CHANGES), folder / "report.xml", "data")


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_one_changed_cell_of_a_table_fails_the_data_chapter(name, after_all_changes):
    assert ("data.ipynb", cell_that_shows("data", f'"{name}"')) in after_all_changes


@pytest.mark.slow
def test_a_changed_count_fails_the_chapters_that_show_it_and_no_other_cell_of_the_data_chapter(tmp_path):
    copy = changed_copy(tmp_path, "capabilities")
    failed = failing_cells(copy, tmp_path / "report.xml", "data", "technology")
    shown = {
        cell_that_shows("technology", call) for call in ("table_capabilities", "chart_capabilities", "exact_levels")
    }
    assert {("technology.ipynb", cell) for cell in shown} <= failed
    assert {cell for name, cell in failed if name == "data.ipynb"} == {cell_that_shows("data", '"capabilities"')}


@pytest.mark.slow
@pytest.mark.exhaustive
def test_unchanged_data_fail_nothing(tmp_path):
    assert failing_cells(changed_copy(tmp_path), tmp_path / "report.xml", "data", "technology") == set()
