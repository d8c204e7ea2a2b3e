"""The YAML files of the book, each read once for as long as it stays the same."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the first is the quicker by far, but not everywhere


def load_yaml(path: Path) -> Any:
    """Return what a YAML file says; it is shared: do not change it.

    Raises
    ------
    yaml.YAMLError
        If the file is not YAML.
    """
    return _read(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _read(text: str) -> Any:
    return yaml.load(text, LOADER)
