"""The files that go with the figures and tables of the pages: CSV, SVG, PNG, and each chart's specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .. import files
from .drawings import png
from .nodes import once

FOLDER = "_figures"


def keep(env: BuildEnvironment, name: str, contents: dict[str, str]) -> None:
    """Have files written that go with a figure or table of the page being read.

    Parameters
    ----------
    env : BuildEnvironment
    name : str
        Id of the figure or table, which names the files.
    contents : dict of str to str
        Their texts, by ending; an SVG is also written as PNG.
    """
    _kept(env).setdefault(env.docname, {})[name] = contents


def script(name: str, spec: dict[str, Any]) -> str:
    """Return the script that hands a chart's specification to its page; a page opened as a file may not fetch JSON."""
    payload = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"clusterbookChart({json.dumps(name)},{payload});\n"


def _kept(env: BuildEnvironment) -> dict[str, dict[str, dict[str, str]]]:
    """For each page read so far, the texts of the files of each figure and table."""
    found: dict[str, dict[str, dict[str, str]]] = once(env, "clusterbook_downloads", dict)
    return found


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _kept(env).pop(docname, None)


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write every file of the pages as they are now, and remove those of figures that are no more."""
    if error is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / FOLDER
    wanted: dict[str, bytes] = {}
    for shown in _kept(app.env).values():
        for name, contents in shown.items():
            for ending, text in contents.items():
                wanted[f"{name}.{ending}"] = text.encode("utf-8")
            if "svg" in contents:
                wanted[f"{name}.png"] = png(contents["svg"], Path(app.srcdir))
    for path in folder.glob("*"):
        if path.name not in wanted:
            path.unlink()
    for file, content in sorted(wanted.items()):
        if not (folder / file).is_file() or (folder / file).read_bytes() != content:
            files.put(folder / file, content)


def setup(app: Sphinx) -> None:
    """Register the events."""
    app.connect("env-purge-doc", _purge)
    app.connect("build-finished", _write)
