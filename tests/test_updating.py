"""The page "Update the data", followed to the letter: each of its edits made and each of its commands run, in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import made
from clusterbook.survey.schema import SYNTHETIC

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "chapters" / "updating.md"
BLOCK = re.compile(r"^```\{code-block\} (\w+)\n(?::caption: (\S+)\n)?(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Step:
    """One block of the page: commands to run, lines to change in a file, or rows to add to it."""

    kind: str
    file: str
    text: str


STEPS = [Step(*(part or "" for part in found)) for found in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
COMMANDS = [line.removeprefix("$ ") for step in STEPS if step.kind == "console" for line in step.text.splitlines()]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the book with the two spreadsheets that the page speaks of, and the environment of this test."""
    folder = tmp_path_factory.mktemp("updating") / "book"
    ignored = shutil.ignore_patterns(".git", ".venv*", "_build", "dist", "__pycache__", "*.egg-info", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=ignored)
    borrow_environment(folder)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The book"]):
        who = ("-c", "user.name=An author", "-c", "user.email=author@example.org")
        subprocess.run(["git", *who, *command], cwd=folder, check=True)
    wave = shutil.copytree(folder / "data", folder.parent / "wave")
    made.add_year(wave)
    with pd.ExcelWriter(folder.parent / "survey-2011.xlsx") as sheets:
        for table in ("survey", "growth", "skills", "institutions", "capabilities"):
            rows = pd.read_csv(wave / f"{table}.csv")
            rows[rows["year"] == made.YEAR].to_excel(sheets, sheet_name=table, index=False)
    answers = shutil.copytree(folder / "synthetic", folder.parent / "wave-2011")
    rows = pd.read_csv(answers / "firms.csv", dtype="str")
    rows.assign(year=made.YEAR, firm=rows["firm"].str.replace(SYNTHETIC, "f-")).to_csv(
        answers / "firms.csv", index=False
    )
    scores = pd.read_csv(answers / "scores.csv", dtype="str")
    pd.concat([scores, scores.assign(year=made.YEAR)]).to_csv(answers / "scores.csv", index=False)
    skills = pd.read_csv(folder / "data" / "skills.csv")
    skills.loc[0, "skill_intensity_pct"] += 1
    skills.to_excel(folder.parent / "skills.xlsx", sheet_name="skills", index=False)
    return folder


def borrow_environment(folder: Path) -> None:
    """Let a copy of the book take the environment of this test for the one that `make` would set up there."""
    (folder / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "clusterbook.stamp":
            (folder / ".venv" / part.name).symlink_to(part)
    asking = "import setup_env; print(setup_env.wanted_stamp())"
    stamp = subprocess.run([sys.executable, "-c", asking], cwd=folder / "tools", capture_output=True, check=True)
    (folder / ".venv" / "clusterbook.stamp").write_bytes(stamp.stdout)


def shell(book: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell, with the library of the copy."""
    author = {
        f"GIT_{who}_{what}": "author@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    variables = {**os.environ, **author, "PYTHONPATH": str(book / "src"), "PYTHON": sys.executable}
    variables.pop("CLUSTERBOOK_DATA", None)
    return subprocess.run(["sh", "-c", command], cwd=book, env=variables, capture_output=True, text=True, timeout=600)


def run(book: Path, command: str) -> str:
    """Run a command of the page, which must succeed; return what it printed."""
    done = shell(book, command)
    assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def follow(book: Path, step: Step) -> str:
    """Do what one block says; return what was printed."""
    path = book / step.file
    if step.kind == "console":
        return "\n".join(run(book, line.removeprefix("$ ")) for line in step.text.splitlines())
    if step.kind == "diff":
        old = "".join(f"{line[1:]}\n" for line in step.text.splitlines() if line.startswith("-"))
        new = "".join(f"{line[1:]}\n" for line in step.text.splitlines() if line.startswith("+"))
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{step.file} does not hold {old!r} once"
        path.write_text(text.replace(old, new), encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        path.write_text(text + step.text, encoding="utf-8")
    return ""


def test_every_block_of_the_page_can_be_followed():
    assert {step.kind for step in STEPS} == {"console", "diff", "text"}
    assert all(step.file for step in STEPS if step.kind != "console")
    assert all(line.startswith("$ ") for step in STEPS if step.kind == "console" for line in step.text.splitlines())
    assert PAGE.read_text(encoding="utf-8").count("```{code-block}") == len(STEPS)


def test_each_target_of_make_that_the_page_names_exists():
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    named = re.findall(r"make ([a-z-]+)", PAGE.read_text(encoding="utf-8"))
    assert set(named) - {"alone"} <= set(targets)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_page_works_to_the_letter(book):
    said = [follow(book, step) for step in STEPS]
    text = "\n".join(said)
    site = book / "_build" / "html" / "chapters"
    assert "skill-rate-penang: does not hold, was: holds" in text, "a corrected value that the paper prints otherwise"
    assert "penang, 2006: skill_intensity_pct 87.7 → 87.9" in text
    assert "Exampletown (made up)" in text
    assert re.search(r"skills, from .*skills\.xlsx.*1 row changed", text)
    assert "capabilities, from the tally of ../wave-2011/firms.csv" in text and "Written: data/survey.csv" in text
    assert "88.7" not in (site / "technology.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(book / "dist" / "clusterbook-1.1.0.zip") as packed:
        assert {"site/clusterbook.pdf", "site/clusterbook.epub"} <= set(packed.namelist())
    assert run(book, "git tag").strip() == "v1.1.0"
    assert run(book, "git status --porcelain --untracked-files=no").strip() == ""


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_cluster_without_its_rows_is_refused_with_each_row_that_is_needed(book):
    rows = [step for step in STEPS if step.file == "data/clusters.csv"]
    path = book / "data" / "clusters.csv"
    before = path.read_text(encoding="utf-8")
    follow(book, rows[0])
    done = shell(book, "make check")
    path.write_text(before, encoding="utf-8")
    assert done.returncode != 0
    for table in ("survey", "growth", "skills", "institutions", "capabilities"):
        assert re.search(rf"data/{table}\.csv: .*exampletown", done.stderr), table
