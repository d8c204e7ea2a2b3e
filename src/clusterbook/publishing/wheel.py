"""The library as a wheel for students: what a notebook needs when it runs, with the data, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath

from ..files import CARRIED, PROJECT, data_folder, library
from .package import described

# Not by setuptools, which reaches no data outside the package, and whose wheels tell the clock.
LEFT_OUT = ("publishing", "__main__.py")  # they need Sphinx, or the whole folder of the book


def wheel_name() -> str:
    """Return the name of the wheel's file, which tells pip its version."""
    project = _project()
    return f"{project['name']}-{project['version']}-py3-none-any.whl"


def wheel_contents() -> dict[str, bytes]:
    """Return every file of the wheel by its name in it."""
    project = _project()
    about = f"{project['name']}-{project['version']}.dist-info"
    found = {
        f"clusterbook/{name}": path.read_bytes()
        for name, path in library().items()
        if PurePosixPath(name).parts[0] not in LEFT_OUT
    }
    found |= {f"clusterbook/{CARRIED}/{name}": raw for name, raw in described(data_folder()).items()}
    found |= {f"{about}/licenses/{name}": (PROJECT / name).read_bytes() for name in project["license-files"]}
    found[f"{about}/METADATA"] = _metadata(project).encode("utf-8")
    found[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: clusterbook\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    found[f"{about}/RECORD"] = _record(found, f"{about}/RECORD").encode("utf-8")
    return found


def _project() -> Mapping[str, str]:
    """What ``pyproject.toml`` says of the library."""
    project: Mapping[str, str] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _metadata(project: Mapping[str, str]) -> str:
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        *(f"License-File: {name}" for name in project["license-files"]),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {needed}" for needed in project["dependencies"]),
    ]
    return "\n".join([*lines, ""])


def _record(found: Mapping[str, bytes], own: str) -> str:
    """The checksum and the size of each file, as pip expects them."""
    lines = []
    for name, raw in sorted(found.items()):
        sum = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={sum},{len(raw)}")
    return "\n".join([*lines, f"{own},,", ""])
