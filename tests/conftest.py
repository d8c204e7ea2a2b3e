"""What several tests start from: the project, its data, a copy that may be spoilt, and the site in a browser."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

import browsing
import clusterbook as cb
import made
from clusterbook.files import ADDRESS_VARIABLES
from clusterbook.publishing.build import build

ROOT = Path(__file__).resolve().parents[1]

# The files whose tests take longest, in this order: they begin first, so that no core waits for them at the end.
LONGEST = (
    *("paper", "students", "incremental", "epub", "site", "build", "surviving", "reproducible", "faults", "explorer"),
    *("serving", "growing", "figures", "editions", "notebooks", "accessible", "arguments", "changes", "charts"),
)

# Where this copy of the book happens to be published is no matter of the tests, nor of the builds that they start.
for variable in ADDRESS_VARIABLES:
    os.environ.pop(variable, None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Two workers more than there are cores: tests in a browser, or of other processes, wait part of their time."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the order of the others, and of the tests of a file, stays."""
    order = {f"test_{name}": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def data() -> cb.Dataset:
    """The book's own data."""
    return cb.Dataset(ROOT / "data")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of data/, as a folder that the test may change."""
    return shutil.copytree(ROOT / "data", tmp_path / "data")


@pytest.fixture(scope="session")
def fifth_cluster(tmp_path_factory) -> Path:
    """A copy of data/ with a made-up fifth cluster; not to be changed."""
    return made.add_clusters(_copy(tmp_path_factory), made.FIFTH)


@pytest.fixture(scope="session")
def second_year(tmp_path_factory) -> Path:
    """A copy of data/ with a made-up second survey year; not to be changed."""
    return made.add_year(_copy(tmp_path_factory))


@pytest.fixture(scope="session")
def ten_clusters(tmp_path_factory) -> Path:
    """A copy of data/ with six made-up clusters, ten in all, and the made-up second year; not to be changed."""
    return made.add_year(made.add_clusters(_copy(tmp_path_factory), *made.MORE))


def _copy(tmp_path_factory) -> Path:
    return shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("made") / "data")


@pytest.fixture
def edit(copied: Path) -> Callable[[str, str, str], Path]:
    """A function that replaces the one occurrence of a text in a file of the copy, and returns the folder."""

    def replace(file: str, old: str, new: str) -> Path:
        path = copied / file
        text = path.read_bytes().decode("utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}, not once"
        path.write_bytes(text.replace(old, new).encode("utf-8"))
        return copied

    return replace


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id) -> Path:
    """The whole book, built once from copies of its files, for all workers; not to be changed.

    It has an address in a folder of a host, and a repository; neither exists.
    """
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "whole-book"
    with FileLock(shared / "whole-book.lock"):
        if not (folder / "_build" / "html").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in ("_config.yml", "_toc.yml", "index.md", "references.bib", "CITATION.cff", "pyproject.toml"):
                shutil.copy(ROOT / name, folder)
            made.place(folder)
            for name in ("chapters", "data"):
                shutil.copytree(ROOT / name, folder / name)
            build(folder)
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """Where the site is served, on this machine alone, under the strict policy of content that the README states."""
    with browsing.serving(site) as host:
        yield f"{host}/"


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium; where there is none the tests are skipped, or fail if one is required."""
    found = next((path for path in map(shutil.which, browsing.BROWSERS) if path), None)
    if not found:
        browsing.missing(f"no browser: none of {', '.join(browsing.BROWSERS)} is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=browsing.QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    """A function that opens a page and scrolls through it; what went wrong stands in its ``faults``."""
    with browsing.visiting(browser, address) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def opened(browser, address):
    """A function that opens a page in a wide window once, for all tests that only look at it."""
    with browsing.visiting(browser, address) as open_page:
        yield functools.cache(open_page)
