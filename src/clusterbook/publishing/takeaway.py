"""The notebooks to take away: each page with code as an executed notebook in plain Markdown, and all of them as a zip.

They are made from the built pages, in which numbers, claims, captions, citations and references are text already.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from string import Template
from typing import Any

import nbformat

from .. import files
from ..errors import BuildError
from ..files import LICENCES, PROJECT
from .addresses import Addresses
from .citing import works
from .execution import Execution, execute
from .package import published
from .packing import pack
from .plain import Code, Words, article_of, read
from .wheel import wheel_contents, wheel_name
from .years import TAG

FOLDER = "notebooks"  # in the site, in the repository and in the zip
ARCHIVE = "clusterbook-notebooks.zip"
TOP = "clusterbook-notebooks"  # the one folder in the zip
SEVERAL = TAG.removeprefix("tag_")
HIDDEN = "remove-cell"  # the tag of a cell that the page does not show
README = Path(__file__).parent / "templates" / "notebooks-readme.md"
WHERE = Path("_build") / "cache" / FOLDER
KEPT = 200  # notebooks that the cache keeps
REPOSITORY = ".."  # what a notebook of the repository installs: the repository, as pip builds it

INSTALL = """# The book's own library, where it is not there yet; elsewhere this does nothing.
from importlib.util import find_spec

if find_spec("clusterbook") is None:
    %pip install --quiet {source}"""
# Before each solution a cell to answer in; a comment, so that running all cells asks nothing.
SOLUTION = re.compile(r"<details>\n<summary>Solution to Exercise ([\d.]+)</summary>")
ANSWER = """# Put your answer in place of the dots, take out the # below, and run this cell.
# cb.check("{exercise}", ...)"""
INTRODUCTION = (
    "*This notebook is a page of the book {book}.*\n"
    "*Run the cells from the top: the first sees to it that the book's library is there.*\n"
    "*What you change here changes nothing in the book.*"
)


def notebook_path(docname: str) -> str:
    """Return where the notebook of a page stands, in the site as in the repository."""
    return f"{FOLDER}/{PurePosixPath(docname).name}.ipynb"


def write(root: Path, site: Path, executions: Mapping[Path, Execution]) -> None:
    """Put the notebooks, the wheel of the library and the zip that holds them all beside the pages of a site.

    Parameters
    ----------
    root : path
        Folder of the book.
    site : path
        Folder of its pages, as Sphinx wrote them.
    executions : mapping
        The executed chapters, by the paths of their sources.
    """
    where = Addresses.of(root)
    texts = notebooks(root, site, executions, where, f"../{wheel_name()}")
    for old in (site / FOLDER).glob("*"):
        if old.name not in texts:
            old.unlink()
    if not texts:
        return
    for name, text in texts.items():
        files.put(site / FOLDER / name, text.encode("utf-8"))
    wheel = site / FOLDER / wheel_name()
    pack(wheel, wheel_contents())
    pack(site / FOLDER / ARCHIVE, _archive(root, texts, wheel.read_bytes(), where))


def notebooks(
    root: Path, site: Path, executions: Mapping[Path, Execution], where: Addresses, source: str
) -> dict[str, str]:
    """Return the notebook of each executed chapter by the name of its file.

    Parameters
    ----------
    root, site, executions
        As for ``write``.
    where : Addresses
        Where the site is; its address stands in the links and in the line that installs the library.
    source : str
        What that line installs if the site has no address.

    Raises
    ------
    BuildError
        If a page does not show the code cells of its chapter.
    """
    title = works(root, where)["book"].title
    modules = files.modules()
    made_by = [modules[f"{__package__}.{name}"] for name in ("assembling", "plain", "takeaway")]
    found = {}
    source = where.file(f"{FOLDER}/{wheel_name()}") or source
    for chapter, execution in executions.items():
        docname = chapter.relative_to(root).with_suffix("").as_posix()
        article = article_of((site / f"{docname}.html").read_text(encoding="utf-8"))
        path = root / WHERE / f"{files.of(*made_by, title, docname, article, execution.key, where.site, source)}.ipynb"
        if path.is_file():
            os.utime(path)
        else:
            files.put(path, _notebook(article, docname, execution, title, where, source).encode("utf-8"))
        found[f"{chapter.stem}.ipynb"] = path.read_text(encoding="utf-8")
    files.forget((root / WHERE).glob("*.ipynb"), KEPT)
    return found


def accept(root: Path) -> list[Path]:
    """Rewrite the notebooks that the repository keeps, for Binder and Colab to open; return those rewritten.

    They are those of the last build, with the addresses that ``_config.yml`` gives, whatever this machine is told.
    A notebook of which only the pictures differ is left, because they depend on the fonts of a machine.
    """
    where = Addresses.of(root, told=False)
    made = notebooks(root, root / "_build" / "work" / "html", execute(root), where, REPOSITORY)
    changed = []
    for path in (root / FOLDER).glob("*.ipynb"):
        if path.name not in made:
            path.unlink()
            changed.append(path)
    for name, text in made.items():
        path = root / FOLDER / name
        if not path.is_file() or unpictured(nbformat.read(path, 4)) != unpictured(nbformat.reads(text, 4)):
            files.put(path, text.encode("utf-8"))
            changed.append(path)
    return changed


def unpictured(notebook: Any) -> str:
    """Return an executed notebook without the pictures of its charts, which differ from one machine to another."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return f"{nbformat.writes(notebook)}\n"


def _notebook(article: str, docname: str, execution: Execution, title: str, where: Addresses, source: str) -> str:
    """One page as a notebook, which installs the library from a source."""

    def link(target: str) -> str:
        if "://" in target or target.startswith("mailto:"):
            return target
        path, _, anchor = target.partition("#")
        there = normpath(f"{PurePosixPath(docname).parent}/{path}")
        return where.file(there) + (f"#{anchor}" if anchor else "") if path and where.site else ""

    parts = read(article, link)
    codes = _codes(execution, parts)

    def unseen() -> Iterator[Any]:
        """The next cells that the page does not show, such as the one that imports the library."""
        while codes and HIDDEN in codes[0].metadata.get("tags", ()):
            yield _code(codes.popleft())

    top = parts.pop(0)
    heading, _, rest = (top.text if isinstance(top, Words) else "").partition("\n\n")
    book = f"[{title}]({where.site})" if where.site else title
    opening = _words(f"{heading}\n\n{INTRODUCTION.format(book=book)}")
    cells = [opening, nbformat.v4.new_code_cell(INSTALL.format(source=source)), *unseen()]
    cells += [_words(rest)] if rest else []
    for part in parts:
        if isinstance(part, Words):
            solved = SOLUTION.match(part.text)
            cells += [nbformat.v4.new_code_cell(ANSWER.format(exercise=solved[1]))] if solved else []
            cells.append(_words(part.text))
        else:
            cells += [*unseen(), _code(codes.popleft(), folded=part.folded)]
            cells += [_words(part.caption)] if part.caption else []
    cells += unseen()
    for at, cell in enumerate(cells):
        cell["id"] = f"cell-{at}"
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=execution.notebook.metadata)
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def _codes(execution: Execution, parts: list[Words | Code]) -> deque[Any]:
    """The code cells of a chapter, but for those that the page has dropped because there is one survey year.

    Raises
    ------
    BuildError
        If those that the page should show are not as many as it does.
    """
    places = [part for part in parts if isinstance(part, Code)]
    dropped = {SEVERAL} if not any(SEVERAL in place.tags for place in places) else set()
    cells = [cell for cell in execution.notebook.cells if cell.cell_type == "code"]
    kept = [cell for cell in cells if not dropped.intersection(cell.metadata.get("tags", ()))]
    shown = [cell for cell in kept if HIDDEN not in cell.metadata.get("tags", ())]
    if len(shown) != len(places):
        raise BuildError(
            f"{execution.chapter.name} has {len(shown)} code cells to show, but its page has places for {len(places)}: "
            "a code cell must stand at the top level of its chapter, or in an exercise or solution."
        )
    return deque(kept)


def _words(text: str) -> Any:
    return nbformat.v4.new_markdown_cell(text)


def _code(cell: Any, *, folded: bool = False) -> Any:
    """A code cell with its outputs, without what only the page reads; folded, Lab shows it when it is asked to."""
    about = {"jupyter": {"source_hidden": True, "outputs_hidden": True}} if folded else {}
    return nbformat.v4.new_code_cell(
        cell.source, execution_count=cell.execution_count, outputs=cell.outputs, metadata=about
    )


def _archive(root: Path, texts: Mapping[str, str], wheel: bytes, where: Addresses) -> dict[str, bytes]:
    """What the zip holds: the notebooks with the library and the data beside them, so that no address is needed."""
    online, beside = where.file(f"{FOLDER}/{wheel_name()}"), f"../{wheel_name()}"
    readme = Template(README.read_text(encoding="utf-8")).substitute(
        title=works(root, where)["book"].title,
        place=where.site and f"The book itself is at <{where.site}>.\n",
        wheel=wheel_name(),
    )
    found = {"README.md": readme.encode("utf-8"), wheel_name(): wheel}
    found |= {name: (PROJECT / name).read_bytes() for name in LICENCES}
    lock = PROJECT / files.LAB_LOCK
    found["requirements.txt"] = lock.read_bytes().replace(b"\n-e .", f"\n./{wheel_name()}".encode())
    found |= {f"data/{name}": raw for name, raw in published(root, where).items()}
    for name, text in texts.items():
        local = text.replace(f"--quiet {online}", f"--quiet {beside}") if online else text
        found[f"{FOLDER}/{name}"] = local.encode("utf-8")
    return {f"{TOP}/{name}": raw for name, raw in found.items()}
