"""The arrows between modules: what each may import inside the package, one line a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ANYTHING = None

MAY_IMPORT: dict[str, set[str] | None] = {
    "errors": set(),
    "files": set(),
    "git": {"errors"},
    "kernels": set(),
    "wording": set(),
    "theme": set(),
    "placing": set(),
    "arguments": {"data", "errors", "wording"},
    "indicators": {"arguments"},
    "rules": {"errors"},
    "description": {"errors"},
    "checking": {"errors"},
    "cells": {"checking", "description", "errors"},
    "copies": {"errors"},
    "loading": {"cells", "checking", "description", "errors", "files", "rules"},
    "data": {"checking", "copies", "errors", "files", "loading"},
    "estimates": {"arguments", "errors", "indicators"},
    "explorer": {"arguments", "estimates", "indicators", "wording"},
    "facts": {"arguments", "data", "errors", "estimates", "indicators", "wording"},
    "claims": {"arguments", "data", "errors", "files", "wording"},
    "exercises": {"arguments", "claims", "data", "errors", "estimates", "indicators", "survey", "wording"},
    "changes": {"claims", "data", "errors", "facts", "files", "git", "loading", "tables"},
    "importing": {"checking", "errors", "files", "loading", "wording"},
    "survey": {"arguments", "data", "errors", "files", "importing", "loading", "wording"},
    "tables": {"arguments", "claims", "errors", "estimates", "explorer", "indicators", "wording"},
    "charts": {"arguments", "estimates", "explorer", "indicators", "placing", "theme", "wording"},
    "publishing": ANYTHING,
    "__init__": ANYTHING,
    "__main__": ANYTHING,
}
OF_THE_PAGES = {"docutils", "jupyter_book", "myst_nb", "myst_parser", "sphinx", "sphinxcontrib"}

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "clusterbook"
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    """Return the line of the map that a file belongs to: its module, or its part of the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, text: str | None = None) -> Iterator[str]:
    """Yield every imported module as a full dotted name, those inside functions too."""
    package = ["clusterbook", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8") if text is None else text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def inside(names: Iterator[str]) -> set[str]:
    """Return the modules of the package among imported names."""
    return {parts[1] for name in names if len(parts := name.split(".")) > 1 and parts[0] == "clusterbook"}


def test_every_module_has_its_line_in_the_map():
    assert {module_of(path) for path in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_the_map_allows(path):
    allowed = MAY_IMPORT.get(module_of(path), set())

    found = inside(imports(path)) - {module_of(path)}

    assert allowed is ANYTHING or found <= allowed


@pytest.mark.parametrize("module", [name for name, allowed in MAY_IMPORT.items() if allowed is not ANYTHING])
def test_the_map_has_no_arrow_that_nothing_takes(module):
    taken = {name for path in FILES if module_of(path) == module for name in inside(imports(path))}

    assert MAY_IMPORT[module] <= taken


@pytest.mark.parametrize(
    "line",
    [
        "from .data import load",
        "from . import data",
        "import clusterbook.data",
        "from clusterbook import data",
        "def late():\n    from .data import load",
    ],
)
def test_the_walk_sees_an_import_however_it_is_written(line):
    assert inside(imports(PACKAGE / "theme.py", line)) == {"data"}


def test_the_walk_sees_through_a_subpackage():
    assert inside(imports(PACKAGE / "publishing" / "roles.py", "from ..facts import quote")) == {"facts"}


@pytest.mark.parametrize("path", [path for path in FILES if module_of(path) != "publishing"], ids=module_of)
def test_only_publishing_knows_the_tools_that_make_pages(path):
    outside = {name.split(".")[0] for name in imports(path)}

    assert not outside & OF_THE_PAGES
