"""The repository: nothing in it belongs to one machine, and every package is pinned."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

# Written in two parts, so that this file does not find itself.
FOREIGN = ["/wo" + "rk/", "/tm" + "p/", "pypi.org/" + "simple", "index" + "-url", "/ho" + "me/", "/root" + "/"]


@pytest.fixture(scope="module")
def texts(root):
    """Every text file of the repository, by its path."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the book is not a git repository")
    found = {}
    for name in listed.stdout.decode("utf-8").split("\0"):
        if name and (root / name).is_file():
            raw = (root / name).read_bytes()
            if b"\0" not in raw:
                found[name] = raw.decode("utf-8")
    return found


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_file_names_a_machine_or_a_package_host(texts, foreign):
    assert len(texts) > 50
    assert [name for name, text in texts.items() if foreign in text] == []


def test_every_requirement_is_pinned_and_the_book_comes_last(root):
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert packages[-1] == "-e ."
    loose = [line for line in packages[:-1] if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+( ; .+)?", line)]
    assert loose == []


def test_every_package_that_the_project_asks_for_has_its_reason(root):
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    asked = tomllib.loads(text)["project"]
    wanted = [*asked["dependencies"], *(each for part in asked["optional-dependencies"].values() for each in part)]
    lines = [line.strip() for line in text.splitlines()]

    assert [name for name in wanted if not any(re.match(rf'"{re.escape(name)}",\s+# \w', line) for line in lines)] == []


def test_the_site_is_not_kept(texts):
    assert [name for name in texts if name.startswith(("_build/", ".venv"))] == []
