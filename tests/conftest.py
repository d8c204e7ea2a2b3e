"""What several tests start from: the project, its data, and a copy of the data that may be spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import clusterbook as cb
import made

ROOT = Path(__file__).resolve().parents[1]


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
