"""Reference notebooks: each executable chapter, executed, kept for the tests to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from ..data import check_data
from ..files import data_folder
from .build import hushed
from .execution import execute

FOLDER = Path("tests") / "notebooks"


def reference_of(root: Path, chapter: Path) -> Path:
    """Return where a chapter's reference notebook is kept."""
    return root / FOLDER / f"{chapter.stem}.ipynb"


def accept(root: Path) -> list[Path]:
    """Execute every chapter and rewrite the reference notebooks that differ; return those rewritten.

    Raises
    ------
    DataError
        When the data break a rule; nothing is executed or written.
    BuildError
        When a cell fails; nothing is written.
    """
    check_data(data_folder())
    fresh = {reference_of(root, chapter): text for chapter, text in executed_chapters(root).items()}
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    changed = []
    for path in (root / FOLDER).glob("*.ipynb"):
        if path not in fresh:
            path.unlink()
            changed.append(path)
    for path, text in fresh.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def executed_chapters(root: Path) -> dict[Path, str]:
    """Return every executable chapter as the text of its reference notebook, executing only those that need it.

    Raises
    ------
    BuildError
        When a cell fails.
    """
    with hushed():
        found = execute(root)
    return {chapter: _reference(execution.notebook) for chapter, execution in found.items()}


def _reference(notebook: Any) -> str:
    """An executed notebook without the pictures of its charts, which nbval does not compare."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return str(nbformat.writes(notebook)) + "\n"
