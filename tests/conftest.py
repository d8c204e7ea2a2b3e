"""What several tests start from: the project, its data, and a copy of the data that may be spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import made
import pytest

import clusterbook as cb

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


@pytest.fixture
def fifth_cluster(copied: Path) -> Path:
    """A copy of data/ with a made-up fifth cluster."""
    return made.add_clusters(copied, made.FIFTH)


@pytest.fixture
def second_year(copied: Path) -> Path:
    """A copy of data/ with a made-up second survey year."""
    return made.add_year(copied)


@pytest.fixture
def ten_clusters(copied: Path) -> Path:
    """A copy of data/ with six made-up clusters, ten in all."""
    return made.add_clusters(copied, *made.MORE)


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
