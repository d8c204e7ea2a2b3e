"""Chapters executed: each only if what it read, what it imported or its code has changed since it last was."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .. import files
from ..errors import BuildError
from ..kernels import start
from .provisioning import ForkedKernelManager
from .yaml_files import load_yaml

STORE = Path("_build") / "cache" / "executions"
KEPT = 800  # files that the store keeps, two of an execution: enough to go back and forth between states of the data
TIMEOUT = 120  # seconds for one cell

# What an execution imports at its first kernel. A caller that goes on in another thread must not import the same
# packages at the same moment, for each would find the other's half done.
_LATE = ("IPython", "ipykernel.kernelspec", "jupyter_client.asynchronous", "multiprocessing.popen_forkserver", "psutil")

# Run after the last cell of a chapter: what its process has imported of the library and read of the data.
_ASK = """
import json as _json, sys as _sys
_data = _sys.modules.get("clusterbook.data")
print(_json.dumps({
    "modules": sorted(name for name in _sys.modules if name.partition(".")[0] == "clusterbook"),
    "resources": _data.resources_read() if _data else [],
}))
"""


@dataclass(frozen=True, slots=True)
class Execution:
    """What the code cells of one chapter gave.

    Attributes
    ----------
    chapter : path
        The chapter's source.
    notebook : NotebookNode
        The chapter as it is now, its code cells with these outputs.
    key : str
        Fingerprint of the code and of all that it used; the same key, the same outputs.
    """

    chapter: Path
    notebook: Any
    key: str


def pages(root: Path) -> Iterator[Path]:
    """Yield every page that ``_toc.yml`` lists, in its order."""
    contents = load_yaml(root / "_toc.yml")

    def walk(entries: list[dict[str, object]]) -> Iterator[str]:
        for entry in entries:
            yield str(entry["file"])
            yield from walk(entry.get("sections", []))  # type: ignore[arg-type]

    names = [contents["root"], *(name for part in contents["parts"] for name in walk(part["chapters"]))]
    return (root / f"{name}.md" for name in names)


def executable_chapters(root: Path) -> Iterator[Path]:
    """Yield the book's pages that have code cells, in the order of the contents."""
    for page in pages(root):
        if page.is_file() and "```{code-cell}" in page.read_text(encoding="utf-8"):
            yield page


def begin(root: Path) -> Future[dict[Path, Execution]]:
    """Start ``execute`` beside what the caller does next; the result is awaited by whoever needs an output first."""
    start()
    for name in _LATE:
        import_module(name)
    future: Future[dict[Path, Execution]] = Future()

    def run() -> None:
        try:
            future.set_result(execute(root))
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()  # of its own: a pool's thread would hold up the end of a failed build
    return future


def execute(root: Path) -> dict[Path, Execution]:
    """Return every executable chapter with its outputs, executing those that need it, several at once.

    A chapter is executed if its code cells, the modules it imported, the resources of the data it read, or the
    locked packages differ from every execution kept. What it imported and read is asked of its own kernel.

    Raises
    ------
    BuildError
        When a cell fails, with the chapter, the line of the cell and the error; each failing chapter is named.
    """
    state = _State(root)
    found = {chapter: state.recall(chapter) for chapter in executable_chapters(root)}
    missing = [chapter for chapter, execution in found.items() if execution is None]
    if missing:
        start()
        found |= asyncio.run(_execute_all(missing, state))
        files.forget(state.store.glob("*/*.json"), KEPT)
    return {chapter: execution for chapter, execution in found.items() if execution is not None}


class _State:
    """The store of executions, and the fingerprints that decide which of them still hold."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = root / STORE
        lock = root / "requirements.txt"
        self.environment = files.of(lock.read_bytes() if lock.is_file() else b"", sys.version)
        self.now = self.look()

    def look(self) -> dict[str, str]:
        """Fingerprints of all that an execution may use, as it stands at this moment."""
        try:
            resources = files.resources(files.data_folder())
        except (OSError, ValueError, KeyError, TypeError):
            resources = {}  # the data are broken: an execution that reads them will say how
        found = {f"module {name}": print_ for name, print_ in files.modules().items()}
        return found | {f"resource {name}": print_ for name, print_ in resources.items()}

    def code(self, notebook: Any) -> str:
        """Fingerprint of the code cells alone: prose and captions need no execution."""
        return files.of(self.environment, *(cell.source for cell in notebook.cells if cell.cell_type == "code"))

    def recall(self, chapter: Path) -> Execution | None:
        """Return a kept execution that still holds, if there is one."""
        notebook = jupytext.read(chapter)
        code = self.code(notebook)
        for path in sorted((self.store / code).glob("*.used.json")):
            used = json.loads(path.read_text(encoding="utf-8"))
            outputs = path.with_name(path.name.replace(".used.", ".outputs."))
            if used == {name: self.now.get(name, "") for name in used} and outputs.is_file():
                os.utime(outputs)
                os.utime(path)
                found = json.loads(outputs.read_text(encoding="utf-8"))
                return _with_outputs(chapter, notebook, found, files.of(code, files.of_all(used)))
        return None

    def keep(self, chapter: Path, notebook: Any, used: dict[str, str]) -> Execution:
        """Store one execution; the record goes last, so that a killed build leaves none without outputs."""
        code, name = self.code(notebook), files.of_all(used)[:32]
        outputs = _plain([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
        files.put(self.store / code / f"{name}.outputs.json", outputs)
        files.put(self.store / code / f"{name}.used.json", _plain(used))
        return _with_outputs(chapter, notebook, json.loads(outputs), files.of(code, files.of_all(used)))


async def _execute_all(chapters: list[Path], state: _State) -> dict[Path, Execution | None]:
    turns = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(chapter: Path) -> Execution:
        async with turns:
            return await _execute(chapter, state)

    found = await asyncio.gather(*(one(chapter) for chapter in chapters), return_exceptions=True)
    failed = [error for error in found if isinstance(error, BaseException)]
    for error in failed:
        if not isinstance(error, BuildError):
            raise error
    if failed:
        raise BuildError("\n".join(str(error) for error in failed))
    return {execution.chapter: execution for execution in found if isinstance(execution, Execution)}


async def _execute(chapter: Path, state: _State) -> Execution:
    """Execute one chapter; again, if what it used was edited meanwhile."""
    while True:
        before = state.look()
        notebook = jupytext.read(chapter)
        asking = nbformat.v4.new_code_cell(_ASK)
        notebook.cells.append(asking)
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            kernel_manager_class=ForkedKernelManager,
            record_timing=False,
            shutdown_kernel="immediate",  # nothing of it is wanted any more
            resources={"metadata": {"path": str(chapter.parent)}},
        )
        try:
            await client.async_execute(
                env=dict(os.environ) | {files.KEPT_VARIABLE: str(state.root / files.KEPT_FOLDER)}
            )
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            if state.look() != before:
                continue
            raise BuildError(_told(chapter, state.root, notebook, error)) from None
        notebook.cells.remove(asking)
        asked = json.loads("".join(output.text for output in asking.outputs))
        names = [f"module {name}" for name in asked["modules"]]
        names += [f"resource {name}" for name in (["", *asked["resources"]] if asked["resources"] else [])]
        used = {name: before.get(name, "") for name in names}
        now = state.look()
        if used == {name: now.get(name, "") for name in names}:
            return state.keep(chapter, notebook, used)


def _plain(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8")


def _with_outputs(chapter: Path, notebook: Any, outputs: list[list[dict[str, Any]]], key: str) -> Execution:
    """The chapter as it is now with the outputs of one execution, without anything that differs from run to run."""
    given = iter(outputs)
    count = 0
    for at, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{at}"
        if cell.cell_type == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = [nbformat.from_dict(output) for output in next(given)]
    notebook.metadata = nbformat.from_dict({"kernelspec": notebook.metadata["kernelspec"]})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return Execution(chapter, notebook, key)


def _told(chapter: Path, root: Path, notebook: Any, error: Exception) -> str:
    """One failing chapter in words: where, and the error."""
    where = chapter.relative_to(root).as_posix()
    text = chapter.read_text(encoding="utf-8")
    for cell in notebook.cells:
        if any(output.output_type == "error" for output in cell.get("outputs", ())) and cell.source in text:
            where += f", line {text[: text.index(cell.source)].count(chr(10)) + 1}"
            break
    if isinstance(error, CellExecutionError):
        return f"{where}: a cell fails: {error.ename}: {error.evalue}"
    return f"{where}: a cell fails: {str(error).strip().splitlines()[0]}"
