"""Reference notebooks: each executable chapter, executed, kept for the tests to compare with."""

from __future__ import annotations

from pathlib import Path

from ..files import data_folder, put
from ..loading import check_data
from .build import hushed
from .execution import execute
from .takeaway import unpictured

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
    changed = []
    for path in (root / FOLDER).glob("*.ipynb"):
        if path not in fresh:
            path.unlink()
            changed.append(path)
    for path, text in fresh.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            put(path, text.encode("utf-8"))
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
    return {chapter: unpictured(execution.notebook) for chapter, execution in found.items()}
