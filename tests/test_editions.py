"""Editions: their snapshots, the release that makes one, its archive, and the page that compares with them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clusterbook.changes import compare, editions
from clusterbook.changes.editions import FOLDER, digest, from_json, numbered, to_json
from clusterbook.changes.state import State, data_files
from clusterbook.claims.mentions import texts
from clusterbook.errors import BookError
from clusterbook.files import of_folder
from clusterbook.publishing import release as releasing
from clusterbook.publishing.release import release, today

ROOT = Path(__file__).resolve().parents[1]
KEPT = (
    *("data", ".binder", "chapters", "tests/notebooks", "notebooks", "synthetic", "src"),
    *("index.md", "_toc.yml", "_config.yml", "references.bib", "requirements.txt", "pyproject.toml", ".gitignore"),
    *("tests/numbers.csv", "tests/verdicts.csv", "CITATION.cff", "LICENSE", "LICENSE-CC-BY-4.0.txt"),
)
PENANG = "penang,2006,location,exports,2000,2006,6.7"
EPOCH = "1798761600"  # the first second of 2027


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """A git repository with all that a release needs of the book; not to be changed."""
    folder = tmp_path_factory.mktemp("repository") / "book"
    (folder / "tests").mkdir(parents=True)
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("commit.gpgsign", "false")):
        git(folder, "config", name, value)
    git(folder, "config", "tag.gpgsign", "false")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "First")
    return folder


@pytest.fixture
def book(repository, tmp_path, monkeypatch) -> Path:
    """A copy of that repository."""
    folder = shutil.copytree(repository, tmp_path / "book")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(folder / "data"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return folder


@pytest.fixture
def stood_in(book, monkeypatch) -> Callable[..., Path]:
    """``release`` with a site of one page instead of a build, and the reference notebooks instead of an execution."""
    references = {
        book / ("index.md" if path.stem == "index" else f"chapters/{path.stem}.md"): path.read_text(encoding="utf-8")
        for path in (book / "tests" / "notebooks").glob("*.ipynb")
    }

    def make(root: Path) -> Path:
        site = root / "_build" / "html"
        site.mkdir(parents=True, exist_ok=True)
        commit = git(root, "rev-parse", "HEAD").strip()
        (site / "index.html").write_text(f"commit {commit}", encoding="utf-8")
        return site / "index.html"

    monkeypatch.setattr(releasing, "executed_chapters", lambda root: references)
    monkeypatch.setattr(releasing, "execute", lambda root: {})
    return lambda version, make=make: release(book, version, make, make)


def everything(folder: Path) -> tuple[str, str, str, dict[str, bytes]]:
    """History, tags, and what a failed release must leave as it was."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {".git", "_build"} & set(path.relative_to(folder).parts)
    }
    return git(folder, "log", "--format=%H"), git(folder, "tag"), git(folder, "status", "--porcelain"), files


def state_of(folder: Path) -> State:
    notebooks = {
        path.stem: path.read_text(encoding="utf-8") for path in (folder / "tests" / "notebooks").glob("*.ipynb")
    }
    return State("now", data_files(folder / "data"), texts(folder), {"a": "1"}, {"c": ("holds", "One.")}, notebooks)


# --- snapshots


def test_a_snapshot_holds_all_that_a_comparison_needs(root):
    state = state_of(root)

    edition = from_json(to_json("1.2.0", date(2027, 1, 1), state), "editions/1.2.0.json")

    report = compare(edition.state, state)
    assert not report and report.gaps == ()
    assert (edition.version, edition.published) == ("1.2.0", date(2027, 1, 1))


def test_a_snapshot_tells_figures_and_tables_with_chapter_caption_and_alt_text(root):
    shown = json.loads(to_json("1.2.0", date(2027, 1, 1), state_of(root)))["shown"]

    (figure,) = [one for one in shown if one["label"] == "fig-growth"]
    assert (figure["chapter"], figure["kind"]) == ("technology", "figure")
    assert figure["caption"].startswith("Average yearly growth") and "Penang 6.7%" in figure["alt"]
    assert figure["content"]["datasets"]


def test_the_same_state_gives_the_same_snapshot(root):
    assert to_json("1.2.0", date(2027, 1, 1), state_of(root)) == to_json("1.2.0", date(2027, 1, 1), state_of(root))


def test_the_fingerprint_of_an_edition_is_that_of_the_folder_of_data(root):
    state = state_of(root)

    assert digest(state) == digest(replace(state, data=dict(reversed(state.data.items())))) == of_folder(root / "data")


def test_editions_are_read_the_newest_first_by_number(root, tmp_path):
    (tmp_path / FOLDER).mkdir()
    for version in ("1.2.0", "1.10.0", "0.9.1"):
        (tmp_path / FOLDER / f"{version}.json").write_text(
            to_json(version, date(2027, 1, 1), state_of(root)), encoding="utf-8"
        )

    assert [edition.version for edition in editions(tmp_path)] == ["1.10.0", "1.2.0", "0.9.1"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("1.0.0", "{", r"editions/1\.0\.0\.json: is no snapshot of an edition"),
        ("1.0.0", '{"version": "1.0.0"}', r"is no snapshot of an edition \(KeyError: 'data'\)\. Restore it"),
        ("2.0.0", None, r"editions/2\.0\.0\.json: holds the edition 1\.0\.0\. Give the file the name"),
    ],
)
def test_a_spoilt_snapshot_is_refused_by_name(root, tmp_path, name, text, message):
    (tmp_path / FOLDER).mkdir()
    text = text or to_json("1.0.0", date(2027, 1, 1), state_of(root))
    (tmp_path / FOLDER / f"{name}.json").write_text(text, encoding="utf-8")

    with pytest.raises(BookError, match=message):
        editions(tmp_path)


@pytest.mark.parametrize(
    "version", ["", "1", "1.1", "v1.1.0", "1.1.0rc1", "1.01.0", "1.1.0.dev1", "1.1.0-beta", "１.1.0"]
)
def test_what_is_no_release_has_no_numbers(version):
    assert numbered(version) is None


# --- the release


def test_a_release_writes_snapshot_version_citation_and_changelog_in_one_tagged_commit(book, stood_in):
    archive = stood_in("1.0.1")

    assert archive == book / "dist" / "clusterbook-1.0.1.zip"
    assert git(book, "status", "--porcelain") == ""
    assert git(book, "log", "--format=%s").split("\n")[0] == "Edition 1.0.1"
    assert set(git(book, "show", "--name-only", "--format=").split()) == {
        "CHANGELOG.md",
        "CITATION.cff",
        "editions/1.0.1.json",
        "pyproject.toml",
    }
    assert git(book, "cat-file", "-t", "v1.0.1").strip() == "tag"
    assert git(book, "rev-parse", "v1.0.1^{commit}") == git(book, "rev-parse", "HEAD")
    assert 'version = "1.0.1"' in (book / "pyproject.toml").read_text(encoding="utf-8")
    assert "version: 1.0.1\ndate-released: 2027-01-01\n" in (book / "CITATION.cff").read_text(encoding="utf-8")
    assert "## 1.0.1, 2027-01-01\n\nThe first edition." in (book / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_archive_holds_site_data_citation_and_a_checksum_of_each_file(book, stood_in):
    with zipfile.ZipFile(stood_in("1.0.1")) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}

    sums = dict(line.split("  ")[::-1] for line in contents.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(raw).hexdigest() for name, raw in contents.items()}
    assert {"site/index.html", "data/growth.csv", "data/datapackage.json", "CITATION.cff", "LICENSE"} <= set(contents)
    assert contents["site/index.html"].decode() == f"commit {git(book, 'rev-parse', 'HEAD').strip()}"
    assert b"version: 1.0.1" in contents["CITATION.cff"]


def test_the_archive_is_the_same_whenever_it_is_packed(tmp_path):
    contents = {"b": b"2", "a": b"1"}
    for name in ("one", "two"):
        releasing._pack(tmp_path / name / "x.zip", date(2027, 1, 1), contents)
        contents = dict(reversed(contents.items()))

    assert (tmp_path / "one" / "x.zip").read_bytes() == (tmp_path / "two" / "x.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "x.zip") as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(2027, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_the_notebooks_of_an_edition_install_the_library_of_that_edition(book, stood_in):
    address = "https://books.example.org/notebooks/clusterbook-{}-py3-none-any.whl"
    change(book, "notebooks/index.ipynb", "--quiet ..", f"--quiet {address.format('1.0.0')}")

    stood_in("1.0.1")

    assert f'--quiet {address.format("1.0.1")}"' in (book / "notebooks" / "index.ipynb").read_text(encoding="utf-8")
    assert git(book, "status", "--porcelain") == ""


@pytest.mark.slow
def test_the_changelog_tells_what_differs_from_the_last_edition(book, stood_in):
    stood_in("1.0.1")
    change(book, "data/growth.csv", PENANG, PENANG + "0")

    stood_in("1.1.0")

    told = (book / "CHANGELOG.md").read_text(encoding="utf-8")
    first, second = told.index("## 1.1.0, 2027-01-01"), told.index("## 1.0.1, 2027-01-01")
    assert first < second
    assert "Since edition 1.0.1 data have changed, and nothing that a reader sees." in told[first:second]
    assert told.count("# Changelog") == 1


def change(book: Path, file: str, old: str, new: str) -> None:
    text = (book / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (book / file).write_text(text.replace(old, new), encoding="utf-8")
    git(book, "commit", "-qam", "A change")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.1", "'1.1' is no version of a release: give three numbers"),
        ("1.1.0rc1", "is no version of a release"),
        ("1.0.0", "1.0.0 is not above 1.0.1, the last edition"),
        ("1.0.1", "The tag v1.0.1 exists already"),
    ],
)
def test_a_version_that_is_none_or_not_above_the_last_is_refused(book, stood_in, version, message):
    stood_in("1.0.1")
    before = everything(book)

    with pytest.raises(BookError, match=message):
        stood_in(version)
    assert everything(book) == before


@pytest.mark.slow
def test_changes_that_are_not_committed_are_refused(book, stood_in):
    (book / "chapters" / "theory.md").open("a").write("One.\n")

    with pytest.raises(BookError, match="There are changes that are not committed"):
        stood_in("1.0.1")


@pytest.mark.slow
def test_an_edition_that_holds_firm_rows_is_not_released(book, stood_in):
    def leaking(root: Path) -> Path:
        site = root / "_build" / "html"
        (site / "data").mkdir(parents=True, exist_ok=True)
        (site / "data" / "answers.txt").write_text("firm,cluster,year,foreign_equity_pct\nacme,penang,2011,40\n")
        return site / "index.html"

    before = everything(book)

    with pytest.raises(BookError, match=r"site/data/answers\.txt: has the head and a row of firm data"):
        stood_in("1.0.1", leaking)
    assert everything(book) == before
    assert not list(book.glob("dist/*"))


@pytest.mark.slow
def test_a_copy_without_git_is_refused(book, stood_in):
    shutil.rmtree(book / ".git")

    with pytest.raises(BookError, match="is not a git repository, so no edition can be tagged"):
        stood_in("1.0.1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"), "The verdicts of the claims are not the accepted"),
        (
            "tests/numbers.csv",
            "firms.total,303",
            "firms.total,304",
            "The numbers in the sentences are not the accepted",
        ),
        ("tests/notebooks/index.ipynb", '"nbformat": 4,', '"nbformat":  4,', "The reference notebooks are not what"),
    ],
)
def test_what_was_not_accepted_is_refused(book, stood_in, file, old, new, message):
    change(book, file, old, new)

    with pytest.raises(BookError, match=message):
        stood_in("1.0.1")


@pytest.mark.slow
def test_data_that_break_a_rule_are_refused(book, stood_in):
    change(book, "data/growth.csv", PENANG, PENANG.replace("6.7", "x"))

    with pytest.raises(BookError, match="growth_pct_pa: x is not a number"):
        stood_in("1.0.1")


def fails_on(count: int) -> Callable[[Path], Path]:
    """A build that fails the first or the second time."""
    calls: list[Path] = []

    def make(root: Path) -> Path:
        calls.append(root)
        if len(calls) == count:
            raise BookError("the book was not built")
        (root / "_build" / "html").mkdir(parents=True, exist_ok=True)
        return root / "_build" / "html" / "index.html"

    return make


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2])
def test_a_release_whose_build_fails_leaves_all_as_it_was(book, stood_in, count):
    before = everything(book)

    with pytest.raises(BookError, match="the book was not built"):
        stood_in("1.0.1", fails_on(count))
    assert everything(book) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CITATION.cff", "clusterbook-1.0.1.zip"])
def test_a_release_that_a_full_disk_stops_leaves_all_as_it_was(book, stood_in, monkeypatch, name):
    write_bytes, refused = Path.write_bytes, []

    def refusing(path: Path, content: bytes) -> int:
        if path.name.startswith(name) and not refused:
            write_bytes(path, content[:100])
            refused.append(path)
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, content)

    before = everything(book)
    monkeypatch.setattr(Path, "write_bytes", refusing)
    with pytest.raises(OSError, match=f"No space left on device: '.*/{name}'"):
        stood_in("1.0.1")
    assert everything(book) == before


@pytest.mark.slow
def test_a_refused_commit_leaves_all_as_it_was(book, stood_in):
    hook = book / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = everything(book)

    with pytest.raises(BookError, match="`git commit` failed: not today"):
        stood_in("1.0.1")
    assert everything(book) == before


@pytest.mark.slow
def test_an_edit_made_while_a_release_fails_is_kept(book, stood_in):
    failing = fails_on(2)

    def make(root: Path) -> Path:
        (root / "chapters" / "theory.md").write_text("# Mine\n", encoding="utf-8")
        return failing(root)

    with pytest.raises(BookError, match="the book was not built"):
        stood_in("1.0.1", make)

    assert (book / "chapters" / "theory.md").read_text(encoding="utf-8") == "# Mine\n"
    assert git(book, "status", "--porcelain") == " M chapters/theory.md\n"


def test_a_date_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")

    with pytest.raises(BookError, match="SOURCE_DATE_EPOCH is 'soon', not a whole number of seconds"):
        today()


# --- a real one


@pytest.fixture(scope="module")
def released(root, tmp_path_factory):
    """A copy of the book whose editions 1.0.0 and 1.1.0 the command released, with one value changed between."""
    folder = tmp_path_factory.mktemp("released") / "book"
    (folder / "tests").mkdir(parents=True)
    for name in KEPT:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(root / name, folder / name)
    git(folder, "init", "-q")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("commit.gpgsign", "false")):
        git(folder, "config", name, value)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "First")

    def run(*arguments: str) -> str:
        kept = {name: value for name, value in os.environ.items() if name != "CLUSTERBOOK_DATA"}
        done = subprocess.run(
            [sys.executable, "-m", "clusterbook", *arguments],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(folder / "src"), "SOURCE_DATE_EPOCH": EPOCH},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    page = folder / "_build" / "html" / "chapters" / "changes.html"
    run("build")
    pages = {"none": page.read_text(encoding="utf-8")}
    run("release", "1.0.0")
    text = (folder / "data" / "growth.csv").read_text(encoding="utf-8")
    (folder / "data" / "growth.csv").write_text(text.replace(PENANG, PENANG.replace("6.7", "6.8")), encoding="utf-8")
    run("accept")
    git(folder, "commit", "-qam", "Correct")
    run("build")
    pages["one"] = page.read_text(encoding="utf-8")
    run("release", "1.1.0")
    return folder, pages


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_page_says_that_there_is_no_edition_yet(released):
    _, pages = released

    assert "No edition has been published yet, so there is nothing to compare with." in pages["none"]


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_page_tells_what_changed_since_the_newest_edition_with_the_figures_then_and_now(released):
    _, pages = released
    page = pages["one"]
    main = re.search(r"<article.*?</article>", page, re.S)[0]

    assert "Since edition 1.0.0" in main
    assert "<td><p>6.7</p></td>" in main and "<td><p>6.8</p></td>" in main
    compared = re.findall(r'<details class="cb-compare"><summary>(.*?)</summary>', main)
    assert len(compared) == 2 and "Average yearly growth of exports, employment and real wages" in compared[0]
    assert main.count("<figcaption>Edition 1.0.0</figcaption>") == main.count("<figcaption>Now</figcaption>") == 2
    assert "Penang 6.7%" in main and "Penang 6.8%" in main
    assert "The first edition." in main
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_page_of_a_release_tells_what_it_changed(released):
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / "clusterbook-1.1.0.zip") as packed:
        page = packed.read("site/chapters/changes.html").decode()

    assert "Since edition 1.1.0 nothing has changed" in page
    assert page.index("Edition 1.1.0, 2027-01-01") < page.index("Edition 1.0.0, 2027-01-01")
    assert "<td><p>6.8</p></td>" in page


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_footer_of_a_released_page_names_edition_data_and_commit(released):
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / "clusterbook-1.1.0.zip") as packed:
        page = packed.read("site/index.html").decode()

    commit = git(folder, "rev-parse", "--short=12", "v1.1.0^{commit}").strip()
    data = of_folder(folder / "data")[:12]
    assert f'Edition 1.1.0, data {data}, commit {commit} · <a href="clusterbook.pdf"' in page


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_archive_of_a_release_holds_every_executed_chapter(released):
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / "clusterbook-1.1.0.zip") as packed:
        names = {name for name in packed.namelist() if name.startswith("notebooks/")}

    assert names == {f"notebooks/{path.name}" for path in (folder / "tests" / "notebooks").glob("*.ipynb")}


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_archive_of_a_release_holds_its_pdf_and_epub_linked_from_its_pages(released):
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / "clusterbook-1.1.0.zip") as packed:
        page = packed.read("site/index.html").decode()
        pdf, epub = packed.read("site/clusterbook.pdf"), packed.read("site/clusterbook.epub")

    assert 'href="clusterbook.pdf"' in page and 'href="clusterbook.epub"' in page
    assert pdf.startswith(b"%PDF-") and epub.startswith(b"PK")
