"""In a real notebook: the Tab key offers the library, and a slip prints one sentence instead of a trace."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from IPython.core.completer import IPCompleter
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

import clusterbook as cb


@pytest.fixture(scope="module", params=[True, False], ids=["jedi", "plain"])
def completer(request):
    """What completes names in a notebook, with and without static analysis."""
    found = IPCompleter(namespace={"cb": cb, "data": cb.Dataset()}, use_jedi=request.param)
    found.use_jedi = request.param
    return found


def offered(completer: IPCompleter, text: str) -> list[str]:
    from IPython.core.completer import provisionalcompleter

    with provisionalcompleter():
        return [each.text for each in completer.completions(text, len(text))]


def test_the_tab_key_offers_every_public_name_and_nothing_else(completer):
    names = {name.lstrip(".") for name in offered(completer, "cb.")}

    assert set(cb.__all__) <= names
    assert {name for name in names - set(cb.__all__) if not name.startswith("_")} == set()


def test_the_tab_key_completes_a_chart(completer):
    found = {name.lstrip(".").removeprefix("cb.") for name in offered(completer, "cb.chart_cap")}

    assert found == {"chart_capabilities", "chart_capability_ladder"}


def test_the_tab_key_offers_the_tables_of_a_data_set(completer):
    found = offered(completer, 'data["')

    assert {"skills", "capabilities"} <= {name.strip("\"]'") for name in found}


def test_the_tab_key_offers_the_arguments_of_a_chart(completer):
    found = offered(completer, "cb.chart_capabilities(")

    assert {"level=", "cluster=", "dimension=", "data="} <= set(found)


SLIPS = {
    "cb.chart_skill_intensity(cluster='penag')": "UnknownNameError: unknown cluster 'penag': did you mean 'penang'?",
    "cb.load('skill')": "UnknownNameError: unknown table 'skill': did you mean 'skills'?",
    "cb.chart_capabilities(level=7)": "ArgumentError: level 7 is out of range: the levels run from 1 to 6",
    "cb.chart_growht()": "UnknownAttributeError: unknown name 'chart_growht': did you mean 'chart_growth'?",
    "skills = cb.load('skills')\nskills['skill_intensity_pct'] = 'many'\ncb.Dataset().replacing(skills=skills)": (
        "ChangedDataError: skills, row 0, skill_intensity_pct: many is not a number. Write a value of that type."
        " (And 3 more faults; error.faults lists all.)"
    ),
}


@pytest.fixture(scope="module")
def run():
    """A notebook in which every slip is made, executed in a kernel of its own."""
    cells = [new_code_cell("import clusterbook as cb"), *(new_code_cell(code) for code in SLIPS)]
    cells.append(new_code_cell("cb.table_clusters()"))
    notebook = new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=60).execute()
    nbformat.validate(notebook)
    return {cell.source: cell.outputs for cell in notebook.cells}


@pytest.mark.parametrize("code", SLIPS)
def test_a_notebook_answers_a_slip_in_one_sentence(run, code):
    (output,) = run[code]

    assert output.output_type == "error"
    assert output.traceback == [SLIPS[code]]


def test_a_notebook_goes_on_after_a_slip(run):
    (output,) = run["cb.table_clusters()"]

    assert output.output_type == "execute_result"


def test_plain_python_ends_with_the_sentence_after_its_usual_trace():
    code = "import clusterbook as cb\ncb.chart_skill_intensity(cluster='penag')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[-1] == "clusterbook.errors.UnknownNameError: unknown cluster 'penag': did you mean 'penang'?"
    assert "pandas" not in done.stderr
