"""The set-up script: silent when all is well, one sentence when something is wrong."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "setup_env.py"
pytestmark = pytest.mark.slow

UNREACHABLE = "http://127.0.0.1:9/simple"  # nothing listens on the discard port


@pytest.fixture
def project(tmp_path):
    """Return a bare project (its path has a space in it) with the script and nothing to install."""
    root = tmp_path / "a project"
    (root / "tools").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "tools")
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    (root / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    return root


def set_up(root, before="", **variables):
    """Run the script as make does, after the line `before` has faked a condition."""
    fake = f"import runpy, sys; {before or 'pass'}; runpy.run_path('tools/setup_env.py', run_name='__main__')"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    # No settings of the machine's own, so that the result is the same everywhere.
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", "PIP_TIMEOUT": "2"} | variables
    return subprocess.run(
        [sys.executable, "-c", fake], cwd=root, env=environment, capture_output=True, text=True, timeout=60
    )


def sentence(result):
    """Return the one line that a failed run prints to stderr."""
    assert result.returncode == 1, result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].endswith(".")
    return lines[0]


def without(module):
    """Fake a Python that lacks a module."""
    return f"sys.modules[{module!r}] = None"


def test_first_run_says_one_line_the_second_none_and_a_half_made_environment_is_made_afresh(project):
    first = set_up(project)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == "Setting up the environment (once; takes a few minutes) ...\n"
    assert (project / ".venv" / "bin" / "python").exists()

    second = set_up(project)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")

    (project / ".venv" / "clusterbook.stamp").unlink()
    (project / ".venv" / "left over").touch()
    third = set_up(project)
    assert third.returncode == 0
    assert third.stdout == first.stdout
    assert not (project / ".venv" / "left over").exists()


def test_an_old_python_is_named_with_what_to_do(project):
    message = sentence(set_up(project, before="sys.version_info = (3, 9, 2, 'final', 0)"))
    assert "Python 3.11 or newer is needed" in message
    assert "is Python 3.9.2" in message
    assert "PYTHON=python3.12" in message
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named_with_the_package_to_install(project, module):
    message = sentence(set_up(project, before=without(module)))
    assert "venv or ensurepip module is missing" in message
    assert "apt install python3-venv" in message


def test_no_network_is_said_in_a_sentence_that_names_the_log(project):
    (project / "requirements.txt").write_text("some-package==1.0\n", encoding="utf-8")
    message = sentence(set_up(project, PIP_INDEX_URL=UNREACHABLE))
    assert "needs a network connection" in message
    assert os.path.join("_build", "setup.log") in message
    assert (project / "_build" / "setup.log").read_text(encoding="utf-8")
    assert not (project / ".venv" / "clusterbook.stamp").exists()


def test_any_other_failure_quotes_the_last_error_of_pip_and_names_the_log(project):
    (project / "requirements.txt").write_text("./no-such-folder\n", encoding="utf-8")
    message = sentence(set_up(project))
    assert "pip's last error was" in message
    assert "no-such-folder" in message
    assert os.path.join("_build", "setup.log") in message


def test_a_missing_lock_is_named(project):
    (project / "requirements.txt").unlink()
    assert "requirements.txt cannot be read" in sentence(set_up(project))


def test_the_script_parses_on_python_3_6():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
