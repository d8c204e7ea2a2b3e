"""Which pages must be read anew: what each showed is recorded as it is read, and looked at again in the next build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .. import files
from ..errors import UnknownNameError
from .execution import Execution, begin
from .nodes import once

Look = Callable[[Sphinx, str], Any]

# What a page may show, by kind: how to look a name up, and what of it a reader sees.
_LOOKS: dict[str, tuple[Look, Callable[[Any], object]]] = {}

# The outputs of each executable chapter, by its code cells; MyST-NB hands its reader a text, not a name.
_OUTPUTS: dict[tuple[str, ...], Execution] = {}
_executing: Future[dict[Path, Execution]] | None = None


def showing(kind: str, look: Look, seen: Callable[[Any], object] = lambda value: value) -> None:
    """Register a kind of thing that pages show.

    Parameters
    ----------
    kind : str
    look : callable
        From the build and a name to what the build shows of that name.
    seen : callable, optional
        From what was found to what a reader sees of it, whose ``repr`` tells two states apart; by default all.
    """
    _LOOKS[kind] = look, seen


def show(app: Sphinx, kind: str, name: str) -> Any:
    """Return what the build shows of a name, and record that the page being read shows it."""
    look, seen = _LOOKS[kind]
    value = look(app, name)
    _shown(app.env).setdefault(app.env.docname, {})[kind, name] = files.of(repr(seen(value)))
    return value


def read(text: str) -> nbformat.NotebookNode:
    """Read a page as MyST-NB does, its code cells with the outputs of their last valid execution."""
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    execution = _OUTPUTS.get(tuple(cell.source for cell in cells))
    if execution is not None:
        executed = [cell for cell in execution.notebook.cells if cell.cell_type == "code"]
        for cell, done in zip(cells, executed, strict=True):
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    result: nbformat.NotebookNode = notebook
    return result


def expect(executing: Future[dict[Path, Execution]] | None) -> None:
    """Say where the outputs of the next build will come from; None if it must see to them itself."""
    global _executing
    _executing = executing
    _OUTPUTS.clear()


def _execute(app: Sphinx) -> None:
    if app.config.nb_execution_mode == "off" and _executing is None:  # else MyST-NB executes
        expect(begin(Path(app.srcdir)))


def executions() -> list[Execution]:
    """Return every executable chapter with its outputs; waits for all of them the first time."""
    if not _OUTPUTS and _executing is not None:
        for execution in _executing.result().values():
            codes = tuple(cell.source for cell in execution.notebook.cells if cell.cell_type == "code")
            _OUTPUTS[codes] = execution
    return list(_OUTPUTS.values())


def _outputs(app: Sphinx, docname: str) -> object:
    """The outputs of a page, as the key of their execution."""
    path = Path(app.env.doc2path(docname))
    return [execution.key for execution in executions() if execution.chapter == path]


def _text(app: Sphinx, docname: str) -> object:
    return Path(app.env.doc2path(docname)).read_text(encoding="utf-8")


def _shown(env: BuildEnvironment) -> dict[str, dict[tuple[str, str], str]]:
    """For each page, the fingerprint of each thing that it shows."""
    found: dict[str, dict[tuple[str, str], str]] = once(env, "clusterbook_shown", dict)
    return found


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages of which something differs from what they showed when they were read."""
    now: dict[tuple[str, str], str] = {}

    def differs(shown: tuple[str, str], then: str) -> bool:
        if shown not in now:
            look, seen = _LOOKS[shown[0]]
            try:
                now[shown] = files.of(repr(seen(look(app, shown[1]))))
            except UnknownNameError:
                now[shown] = ""  # the page is read again, and says so
        return now[shown] != then

    found = set()
    for outputs in (False, True):  # numbers and claims first, while the chapters are being executed
        for docname in sorted(set(_shown(env)) & env.found_docs):
            parts = [part for part in _shown(env)[docname].items() if (part[0][0] in {"outputs", "report"}) == outputs]
            if any([differs(what, then) for what, then in parts]):
                found.add(docname)
    return sorted(found)


def _start(app: Sphinx, docname: str, source: list[str]) -> None:
    show(app, "text", docname)
    show(app, "outputs", docname)


def _forget(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget all pages that are read anew before the first is, for one may have what another had: a label, a term."""
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _shown(env).pop(docname, None)


def _rewritten(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """All pages, if something that any page may print of the others differs: titles, numbers, labels, signs."""
    surface = _surface(env)
    if getattr(env, "clusterbook_surface", None) != surface:
        env.clusterbook_surface = surface  # type: ignore[attr-defined]
        return iter(env.found_docs)
    return iter(())


def _surface(env: BuildEnvironment) -> str:
    labels = env.get_domain("std").data
    cited = env.get_domain("cite").data
    return files.of(
        repr(sorted((name, title.astext()) for name, title in env.titles.items())),
        repr(sorted((name, toc.pformat()) for name, toc in env.tocs.items())),
        repr(sorted(env.toctree_includes.items())),
        repr(sorted(env.toc_secnumbers.items())),
        repr(sorted(env.toc_fignumbers.items())),
        repr(sorted(labels["labels"].items())),
        repr(sorted(labels["anonlabels"].items())),
        repr(sorted(labels["objects"].items())),  # terms of the glossary among them
        repr(sorted(map(repr, cited["citation_refs"]))),
        repr(sorted(once(env, "clusterbook_sentences", dict).items())),
    )


def setup(app: Sphinx) -> None:
    """Register the events, and what every page shows: its own text and outputs."""
    showing("text", _text)
    showing("outputs", _outputs)
    app.connect("builder-inited", _execute, priority=600)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _forget)
    app.connect("env-purge-doc", _purge)
    app.connect("source-read", _start, priority=100)
    app.connect("env-get-updated", _rewritten, priority=900)
