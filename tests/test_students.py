"""As a student would: the runtime set up as Binder does it, and the notebooks run, in JupyterLab and from the zip.

Binder's own tool turns ``.binder/`` into these steps of a Dockerfile: the Python of ``runtime.txt``, a copy of the
repository, ``pip install -r .binder/requirements.txt`` in its folder, and JupyterLab. They are followed here.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from playwright.sync_api import TimeoutError, expect

from browsing import WIDE, like
from clusterbook.__main__ import main
from clusterbook.publishing.execution import executable_chapters
from clusterbook.publishing.takeaway import ARCHIVE, FOLDER, TOP

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "chapters" / "run.md"
BLOCK = re.compile(r"^```\{code-block\} (console|doscon)\n:caption: ([^\n]+)\n(.*?)^```$", re.M | re.S)
BLOCKS = {
    caption: [line[2:] for line in text.splitlines()] for _, caption, text in BLOCK.findall(PAGE.read_text("utf-8"))
}
# The landing page, a chapter with many charts and a control, and one with tables of estimates; nbclient runs the rest.
IN_LAB = os.environ.get("CLUSTERBOOK_IN_LAB", "index technology beyond").split()
NAMES = sorted(chapter.stem for chapter in executable_chapters(ROOT))
MINUTES = 60  # seconds

slow = pytest.mark.slow


def clean(**more: str) -> dict[str, str]:
    """The variables of a shell that knows nothing of this test's Python."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLUSTERBOOK_", "VIRTUAL_"))
    }
    return {**kept, "BROWSER": "true", **more}


def run(command: list[str | Path], folder: Path, **more: str) -> str:
    """Run a command, which must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=10 * MINUTES,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="session")
def clone(tmp_path_factory, worker_id) -> Path:
    """The repository's own files, as a clone has them, with a student's environment, made once for all workers.

    The environment is that of Binder, of ``make lab`` and of the page "Run it yourself", made by the page's own lines.
    """
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "a student" / "the book"
    with FileLock(shared / "student.lock"):
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
            for name in listed.split("\0"):
                if (ROOT / name).is_file():
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, folder / name)
            *set_up, _ = BLOCKS["Linux and macOS, without make"]
            for line in set_up:
                run(["sh", "-c", line.replace("python3", f'"{sys.executable}"')], folder)
            (folder / "ready").touch()
    return folder


@pytest.fixture(scope="session")
def lab(clone) -> Path:
    """The environment of a student."""
    return clone / ".venv-lab"


@pytest.fixture(scope="module")
def bare(lab, site, tmp_path_factory) -> Path:
    """The unpacked archive in a folder with blanks in its name, and an environment that has all but the library."""
    folder = tmp_path_factory.mktemp("taken") / "my first notebooks"
    with zipfile.ZipFile(site / FOLDER / ARCHIVE) as packed:
        packed.extractall(folder)
    python = borrowed(folder / TOP / "environment", lab)
    command = [python, "-c", "import clusterbook"]
    refused = subprocess.run(command, cwd=folder / TOP, env=clean(), capture_output=True, text=True)
    assert "No module named 'clusterbook'" in refused.stderr
    return folder / TOP


def borrowed(environment: Path, lab: Path) -> Path:
    """Make an environment that has all that a student's has but the library; return its Python."""
    run([sys.executable, "-m", "venv", environment], environment.parent)
    (packages,) = environment.glob("lib/python*/site-packages")
    (installed,) = lab.glob("lib/python*/site-packages")
    for part in installed.iterdir():
        if not part.name.startswith(("clusterbook", "__editable__")) and not (packages / part.name).exists():
            (packages / part.name).symlink_to(part)
    for part in ("share", "etc"):  # JupyterLab itself, and its settings
        (environment / part).symlink_to(lab / part)
    return environment / "bin" / "python"


def executed(notebook: Path, python: Path, **more: str) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom in an environment, where it lies."""
    found = nbformat.read(notebook, as_version=4)
    folder = python.parents[1] / "kernels"
    (folder / "student").mkdir(parents=True, exist_ok=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    about = {"argv": command, "display_name": "Student", "language": "python"}
    (folder / "student" / "kernel.json").write_text(json.dumps(about), encoding="utf-8")
    kernel = AsyncKernelManager(kernel_name="student", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder)]))
    where = {"metadata": {"path": str(notebook.parent)}}
    client = NotebookClient(found, km=kernel, timeout=5 * MINUTES, resources=where)
    client.owns_km = True  # so that the kernel ends with it
    client.execute(env=clean(**more))
    return found


def results(notebook: nbformat.NotebookNode) -> list[list[dict[str, object]]]:
    """What the cells of the chapter gave, without the pictures of its charts."""
    _, *cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        [{"text": output.get("text"), **output.get("data", {}), "image/png": ""} for output in cell.outputs]
        for cell in cells
    ]


@slow
@pytest.mark.parametrize("name", [like(name, pytest.mark.exhaustive) for name in NAMES])
def test_a_notebook_of_the_archive_runs_from_it_alone_and_gives_what_the_book_shows(bare, name):
    python = bare / "environment" / "bin" / "python"
    notebook = bare / FOLDER / f"{name}.ipynb"
    # No package index is asked: what the wheel needs is there, and the wheel itself lies beside the notebooks.
    found = executed(notebook, python, PIP_NO_INDEX="1")
    assert results(found) == results(nbformat.read(notebook, as_version=4))
    where = run([python, "-c", "import clusterbook; print(clusterbook.__file__)"], bare)
    assert where.startswith(str(bare / "environment"))


@slow
def test_the_archive_holds_the_notebook_of_each_chapter(bare):
    assert sorted(path.stem for path in (bare / FOLDER).glob("*.ipynb")) == NAMES


@slow
@pytest.mark.exhaustive
def test_an_edit_of_the_data_beside_the_notebooks_shows_when_they_are_run_again(bare):
    path = bare / "data" / "skills.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("penang,2006,87.7", "penang,2006,77.7"), encoding="utf-8")
    try:
        found = executed(bare / FOLDER / "technology.ipynb", bare / "environment" / "bin" / "python")
    finally:
        path.write_text(text, encoding="utf-8")
    assert "77.7" in json.dumps(results(found)) and "77.7" not in json.dumps(
        results(nbformat.read(bare / FOLDER / "technology.ipynb", as_version=4))
    )


@slow
@pytest.mark.exhaustive
def test_every_notebook_of_the_repository_runs_as_it_does_in_binder(clone, lab):
    names = [chapter.stem for chapter in executable_chapters(clone)]
    for name in set(names) - set(IN_LAB):
        path = clone / FOLDER / f"{name}.ipynb"
        found = executed(path, lab / "bin" / "python", PIP_NO_INDEX="1")
        assert results(found) == results(nbformat.read(path, as_version=4)), name
        assert [output for output in found.cells[1].outputs] == [], "the line that installs the library did something"


@slow
@pytest.mark.exhaustive
def test_a_notebook_of_the_repository_installs_the_library_from_it_where_it_is_not_yet_there(clone, lab, tmp_path):
    python = borrowed(tmp_path / "environment", lab)
    found = executed(clone / FOLDER / "index.ipynb", python)
    assert results(found) == results(nbformat.read(clone / FOLDER / "index.ipynb", as_version=4))
    assert "site-packages" in run([python, "-c", "import clusterbook; print(clusterbook.__file__)"], tmp_path)


@contextlib.contextmanager
def serving(command: list[str], folder: Path, **more: str) -> Iterator[str]:
    """Start JupyterLab by a command; give the address of the server and its token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=student"]
    with open(folder / "lab.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, *options, *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])],
            cwd=folder,
            env=clean(**more, JUPYTER_CONFIG_DIR=str(folder / ".jupyter")),  # not the tabs that this machine left open
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            end = time.monotonic() + 2 * MINUTES
            while True:
                try:
                    urllib.request.urlopen(f"{address}/api?token=student", timeout=5).close()
                    break
                except OSError:
                    assert server.poll() is None and time.monotonic() < end, (folder / "lab.log").read_text("utf-8")
                    time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=MINUTES)
            with pytest.raises(OSError):
                urllib.request.urlopen(f"{address}/api?token=student", timeout=5).close()


@pytest.fixture(scope="module")
def started(clone, lab):
    """JupyterLab as ``python -m clusterbook lab`` starts it, by the page's own line."""
    command = BLOCKS["Linux and macOS, without make"][-1].split()
    with serving([str(clone / command[0]), *command[1:], "--"], clone) as address:
        yield address


@pytest.fixture(scope="module")
def window(browser):
    """One window for all notebooks, in which the server keeps its session."""
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


def opened_by_the_button(site: Path, name: str) -> str:
    """What the Binder button of a page opens on the server that Binder starts."""
    path = site / ("index.html" if name == "index" else f"chapters/{name}.html")
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    (link,) = [str(a["href"]) for a in page.select(".dropdown-launch-buttons a") if "mybinder" in str(a["href"])]
    return parse_qs(urlsplit(link).query)["urlpath"][0]


# The numbers beside the cells of the notebook in front: none beside the first until it is run, stars while cells wait.
PROMPTS = """[...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputArea-prompt')]
  .filter(one => one.checkVisibility()).map(one => one.textContent.trim())"""
BEGUN = f"() => ({PROMPTS}[0] ?? '[ ]:') !== '[ ]:'"
DONE = f"() => {PROMPTS}.every(one => /^\\[\\d+\\]:$/.test(one))"


@slow
@pytest.mark.browser
@pytest.mark.parametrize(
    "name", [name if name == "technology" else pytest.param(name, marks=pytest.mark.exhaustive) for name in IN_LAB]
)
def test_what_a_button_opens_runs_in_jupyterlab_with_every_chart_and_table(name, site, clone, started, window):
    notebook = nbformat.read(clone / FOLDER / f"{name}.ipynb", as_version=4)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output.get("data", {}) for cell in codes if not cell.metadata.get("jupyter") for output in cell.outputs]
    charts = sum("application/vnd.vegalite.v5+json" in data for data in outputs)
    tables = sum("text/html" in data for data in outputs)
    tab = window.new_page()
    abroad: list[str] = []
    tab.on(
        "request",
        lambda asked: (
            abroad.append(asked.url) if not asked.url.startswith((started, "data:", "blob:", "ws:")) else None
        ),
    )

    tab.goto(f"{started}/{opened_by_the_button(site, name)}?token=student")
    panel = tab.locator(".jp-NotebookPanel:visible")
    panel.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=MINUTES * 1000)
    tab.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=MINUTES * 1000)
    for _ in range(6):  # Lab lets the menu be used, and does nothing, until the notebook has its kernel
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(TimeoutError):
            tab.wait_for_function(BEGUN, timeout=10_000)
            break
    tab.wait_for_function(DONE, timeout=3 * MINUTES * 1000)
    tab.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=MINUTES * 1000)

    for cell in panel.locator(".jp-CodeCell").all():  # what is far from the screen waits until somebody comes near
        cell.scroll_into_view_if_needed()
    expect(panel.locator(".jp-RenderedHTMLCommon table.dataframe")).to_have_count(tables)
    assert panel.locator(".jp-RenderedText[data-mime-type*='error'], [data-mime-type*='stderr']").count() == 0
    drawn = panel.locator(".jp-RenderedVegaCommon5 .vega-embed")
    assert drawn.count() == charts
    for at in range(charts):
        chart = drawn.nth(at)
        assert chart.locator("canvas, svg").first.bounding_box()["width"] > 200
        assert ":" in told_by_hovering(tab, chart), f"chart {at + 1} of {name} has no tooltip"
    assert abroad == []
    tab.close()


def told_by_hovering(tab, chart) -> str:
    """Turn the wheel until a chart is on the screen, move over it until a tooltip shows, and return its words."""
    drawing = chart.locator("canvas, svg").first
    tab.mouse.move(WIDE["width"] / 2, WIDE["height"] / 2)
    for _ in range(20):
        place = drawing.bounding_box()
        if 90 < place["y"] < 200:
            break
        tab.mouse.wheel(0, place["y"] - 120)
        tab.wait_for_timeout(200)
    tip = tab.locator("#vg-tooltip-element.visible")
    for down in range(4, 100, 4):
        for right in range(4, 100, 3):
            tab.mouse.move(place["x"] + place["width"] * right / 100, place["y"] + place["height"] * down / 100)
            if tip.count():
                return str(tip.inner_text())
    return ""


@slow
@pytest.mark.exhaustive
def test_make_lab_opens_the_same_environment(clone, lab):
    asking = "import setup_env; print(setup_env.NAME, setup_env.LOCK, setup_env.wanted_stamp())"
    said = run([sys.executable, "-c", asking, "lab"], clone / "tools").split()
    assert said[:2] == [".venv-lab", os.path.join(".binder", "requirements.txt")]
    (lab / "clusterbook.stamp").write_text(said[2], encoding="utf-8")
    (command,) = BLOCKS["Linux and macOS, with make"]
    done = run(["sh", "-c", f"{command} PYTHON='{sys.executable}' OPTIONS='-- --version'"], clone)
    assert re.fullmatch(r"4\.\d+\.\d+\n", done), "nothing is set up again, and JupyterLab answers"


@slow
@pytest.mark.exhaustive
def test_the_archive_is_set_up_and_opened_by_the_lines_of_the_page(bare):
    enter, make, install, start = BLOCKS["Linux and macOS, from the archive"]
    assert (enter, make) == (f"cd {TOP}", "python3 -m venv environment")
    # The environment is there already, with all but the library in it, so that pip need ask nobody.
    run(["sh", "-c", f"{enter} && {install}"], bare.parent, PIP_NO_INDEX="1")
    with serving(["sh", "-c", f'{enter} && exec {start} "$@"', "sh"], bare.parent) as address:
        asked = f"{address}/api/contents/{FOLDER}/index.ipynb?token=student&content=0"
        assert json.load(urllib.request.urlopen(asked, timeout=MINUTES))["type"] == "notebook"


def test_the_page_has_the_same_lines_for_windows():
    for where in ("from the archive", "without make"):
        posix, windows = BLOCKS[f"Linux and macOS, {where}"], BLOCKS[f"Windows, {where}"]
        as_posix = [line.replace("\\Scripts\\", "/bin/").replace("\\", "/") for line in windows]
        assert as_posix == [line.replace("python3", "python") for line in posix]


def test_every_command_of_the_page_is_among_those_that_are_run():
    assert PAGE.read_text(encoding="utf-8").count("```{code-block}") == len(BLOCKS)
    assert set(BLOCKS) == {
        "Linux and macOS, from the archive",
        "Windows, from the archive",
        "Linux and macOS, with make",
        "Linux and macOS, without make",
        "Windows, without make",
    }


def test_lab_without_jupyterlab_is_answered_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    assert main(["lab"]) == 1
    assert "JupyterLab is not installed in this environment: run `make lab`" in capsys.readouterr().err
