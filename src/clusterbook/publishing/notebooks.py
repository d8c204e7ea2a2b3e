"""Reference notebooks: each executable chapter, executed, kept for the tests to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from ..data import check_data, data_folder
from ..errors import BuildError
from .build import hushed

FOLDER = Path("tests") / "notebooks"


def executable_chapters(root: Path) -> Iterator[Path]:
    """Yield the book's pages that have code cells, in the order of the contents."""
    for page in pages(root):
        if "```{code-cell}" in page.read_text(encoding="utf-8"):
            yield page


def pages(root: Path) -> Iterator[Path]:
    """Yield every page that ``_toc.yml`` lists, in its order."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))

    def walk(entries: list[dict[str, object]]) -> Iterator[str]:
        for entry in entries:
            yield str(entry["file"])
            yield from walk(entry.get("sections", []))  # type: ignore[arg-type]

    names = [contents["root"], *(name for part in contents["parts"] for name in walk(part["chapters"]))]
    return (root / f"{name}.md" for name in names)


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
    fresh = {root / FOLDER / f"{stem}.ipynb": text for stem, text in executed(root).items()}
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


def executed(root: Path) -> dict[str, str]:
    """Execute every chapter; return each by its stem, in the form of the reference notebooks."""
    with hushed():
        return {chapter.stem: _executed(chapter) for chapter in executable_chapters(root)}


def _executed(chapter: Path) -> str:
    """A chapter as an executed notebook, without anything that differs from run to run."""
    notebook = jupytext.read(chapter)
    try:
        NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(chapter.parent)}},
        ).execute()
    except CellExecutionError as error:
        raise BuildError(f"{chapter.name}: a cell fails: {error.ename}: {error.evalue}") from None
    for at, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{at}"
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)  # a picture of the same chart; nbval does not compare it
    notebook.metadata = nbformat.from_dict({"kernelspec": notebook.metadata["kernelspec"]})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"
