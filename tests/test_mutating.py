"""The tool that puts errors into the data: its errors are some, its nets are those of the tests, few slip through."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest

from mutating import OF_COLUMNS, OF_TABLES, REASONS, REPORT, ROOT, Mutant, mutants, shortcomings, tables


@pytest.fixture(scope="module")
def all_mutants() -> list:
    return list(mutants())


def test_every_kind_of_error_is_tried_and_every_column_of_every_table_has_some(all_mutants):
    assert {mutant.kind for mutant in all_mutants} == {*OF_TABLES, *OF_COLUMNS}
    assert {(mutant.table, mutant.column) for mutant in all_mutants} >= {
        (table.name, column) for table in tables() for column in table.head
    }


def test_an_error_is_the_same_each_time_and_leaves_no_table_as_it_stands(all_mutants):
    standing = {table.name: table.rows for table in tables()}

    assert list(mutants()) == all_mutants
    assert all(mutant.rows != standing[mutant.table] for mutant in all_mutants)


def outcome(*others: tuple[Mutant, str]) -> list[tuple[Mutant, str]]:
    """A run in which what has a reason slips through, all else is noticed, and then these others."""
    slipped = [(Mutant(table, column, "changed", []), "") for table, column in REASONS]
    return [*slipped, *[(Mutant("skills", "year", "changed", []), "check")] * (20 * len(slipped)), *others]


def test_a_run_is_good_only_if_enough_is_noticed_what_slips_through_has_its_reason_and_nothing_ends_in_a_trace():
    good = outcome()
    table, column = next(iter(REASONS))
    new = Mutant("skills", "cluster", "swapped", [])

    assert shortcomings(good) == []
    assert shortcomings(outcome((new, ""))) == ["skills.cluster: no reason is given"]
    assert shortcomings(good[1:]) == [f"{table}.{column}: a reason, and nothing slips through"]
    assert "skills.cluster: swapped ends in a trace" in shortcomings(outcome((new, "trace")))
    assert shortcomings(good[: 11 * len(REASONS)]) == ["only 90.9% are noticed"]


# In a process of its own, for the nets put another folder of data in place and draw no pictures.
SAMPLE = """
import json, sys, tempfile
from pathlib import Path
from mutating import Nets, mutants
chapters, at = json.loads(sys.argv[1]), json.loads(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    nets = Nets(Path(folder), chapters)
    tried = list(mutants())
    print(json.dumps({
        "outputs": {chapter.name: chapter.outputs for chapter in nets.chapters},
        "nets": [nets.noticed(tried[place])[0] for place in at],
    }))
"""


def run(chapters: list[str] | None, at: list[int]) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE, json.dumps(chapters), json.dumps(at)],
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def as_compared(outputs: list[dict]) -> list[dict]:
    """The outputs of a reference notebook as nbval compares them: by MIME type, pictures left out."""
    return [
        {kind: "".join(data) if isinstance(data, list) else data for kind, data in output["data"].items()}
        for output in outputs
    ]


def recorded(name: str) -> list[list[dict]]:
    notebook = json.loads((ROOT / "tests" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [as_compared(cell["outputs"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.mark.slow
def test_of_a_few_errors_nearly_all_are_noticed_and_cells_give_what_their_reference_notebook_has(all_mutants):
    at = random.Random(8).sample(range(len(all_mutants)), 8)

    found = run(["introduction"], at)

    assert found["outputs"] == {"introduction": recorded("introduction")}
    assert set(found["nets"]) <= {"check", "claim", "notebook", "sentence", ""} and found["nets"].count("") <= 3


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_cells_of_every_chapter_give_what_its_reference_notebook_has():
    found = run(None, [])["outputs"]

    assert found == {name: recorded(name) for name in found}


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_report_of_all_errors_is_the_one_that_stands_and_nothing_slips_through_without_a_reason(tmp_path):
    done = subprocess.run([sys.executable, "mutating.py", "--write", str(tmp_path / "mutation.md")], cwd=ROOT / "tests")

    assert done.returncode == 0
    assert (tmp_path / "mutation.md").read_text(encoding="utf-8") == REPORT.read_text(encoding="utf-8")
