"""The notebooks to take away: plain, executed, the same as the page, and found where the buttons lead."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup

import made
from clusterbook import files
from clusterbook.publishing.addresses import Addresses
from clusterbook.publishing.execution import executable_chapters, execute, pages
from clusterbook.publishing.launching import offers
from clusterbook.publishing.packing import pack
from clusterbook.publishing.takeaway import ANSWER, ARCHIVE, FOLDER, INSTALL, REPOSITORY, TOP, notebooks, unpictured
from clusterbook.publishing.wheel import wheel_contents, wheel_name

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = list(executable_chapters(ROOT))
LOCKED = re.compile(r"^([\w.-]+)==([\w.!+]+)", re.M)

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)


def page_of(site: Path, chapter: Path) -> BeautifulSoup:
    """The page of a chapter in the site."""
    path = site / chapter.relative_to(ROOT).with_suffix(".html")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words_of(notebook) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def code_of(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def is_answer(source: str) -> bool:
    """Whether a cell is there for a student's answer."""
    return source.startswith(ANSWER.partition("\n")[0])


@pytest.fixture(scope="module")
def taken(site):
    """Each notebook of the site, by its stem."""
    return {path.stem: nbformat.read(path, as_version=4) for path in (site / FOLDER).glob("*.ipynb")}


@pytest.fixture(scope="module")
def archive(site):
    """What the archive holds, by name without its folder."""
    with zipfile.ZipFile(site / FOLDER / ARCHIVE) as packed:
        return {name.removeprefix(f"{TOP}/"): packed.read(name) for name in packed.namelist()}


def test_each_page_with_code_has_its_notebook(taken):
    assert sorted(taken) == sorted(chapter.stem for chapter in CHAPTERS)


@each_chapter
def test_a_notebook_is_valid_and_executed(chapter, taken):
    notebook = taken[chapter.stem]
    nbformat.validate(notebook)
    _, *cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_answer(cell.source)]
    assert all(cell.execution_count for cell in cells)
    assert any(cell.outputs for cell in cells)
    outputs = [output for cell in cells for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data", "stream"}
    assert {output.name for output in outputs if output.output_type == "stream"} <= {"stdout"}


@each_chapter
def test_a_notebook_has_the_code_of_its_chapter_after_the_line_that_installs_the_library(chapter, taken):
    cells = [cell for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]
    code = [cell.source for cell in cells if "several-years" not in cell.metadata.get("tags", ())]

    found = [source for source in code_of(taken[chapter.stem]) if not is_answer(source)]
    assert found == [INSTALL.format(source=f"{made.ADDRESS}{FOLDER}/{wheel_name()}"), *code]


@each_chapter
def test_each_exercise_has_a_cell_to_answer_in_between_its_words_and_its_solution(chapter, taken):
    cells = [cell.source for cell in taken[chapter.stem].cells]
    numbers = re.findall(r"^\*\*Exercise ([\d.]+) ", words_of(taken[chapter.stem]), re.M)
    asked = [at for at, source in enumerate(cells) if is_answer(source)]
    assert [cells[at] for at in asked] == [ANSWER.format(exercise=number) for number in numbers]
    for at, number in zip(asked, numbers, strict=True):
        assert f"**Exercise {number} " in cells[at - 1]
        assert cells[at + 1].startswith(f"<details>\n<summary>Solution to Exercise {number}</summary>")


@each_chapter
def test_a_notebook_is_plain_markdown(chapter, taken):
    words = words_of(taken[chapter.stem])
    raw = (
        r"\{[a-z][\w:-]*\}`|^(?:```|:::)\{|^\([\w-]+\)=$|\[\^|@@|<(?!/?(?:cite|details|summary|sup|sub|https?:))[a-z/]"
    )

    assert [found[0] for found in re.finditer(raw, words, re.M)] == []
    assert [cell.metadata for cell in taken[chapter.stem].cells if {"tags", "mystnb"} & set(cell.metadata)] == []


@each_chapter
def test_a_notebook_says_the_numbers_verdicts_and_captions_of_its_page_in_their_order(chapter, site, taken):
    article = page_of(site, chapter).select_one("article")
    words = re.sub(r"\]\([^)]*\)", "", words_of(taken[chapter.stem])).replace("\\", "")
    shown = [
        part.get_text().strip()
        for part in article.select(".cb-num-value, .cb-claim-sign, figcaption .caption-number, h2, h3")
        if not part.find_parent(class_="cb-explorer")
    ]
    at = 0
    for text in (re.sub(r"#$", "", text) for text in shown):
        assert text in words[at:], f"{text!r} is not in the notebook, or not after what stands before it on the page"
        at = words.index(text, at) + len(text)


@each_chapter
def test_each_link_of_a_notebook_leads_to_a_place_of_the_site_or_abroad(chapter, site, taken):
    found = re.findall(r"\]\(([^)\s]+)\)", words_of(taken[chapter.stem]))
    for address in found:
        assert address.startswith(("https://", "http://", "mailto:")), address
        if address.startswith(made.ADDRESS):
            path, _, anchor = address.removeprefix(made.ADDRESS).partition("#")
            page = (site / (path or "index.html")).read_bytes()
            assert not anchor or f'id="{anchor}"'.encode() in page, address


@pytest.fixture(scope="module")
def unplaced(site):
    """The notebooks of the same pages as they are without the made-up address, with that of ``_config.yml`` if any."""
    book = site.parents[1]
    return notebooks(book, book / "_build" / "work" / "html", execute(book), Addresses.of(ROOT, told=False), REPOSITORY)


def test_the_notebooks_in_the_repository_are_those_of_the_pages(unplaced):
    kept = {path.name: path for path in (ROOT / FOLDER).glob("*.ipynb")}
    assert sorted(kept) == sorted(unplaced)
    stale = [
        name
        for name, path in kept.items()
        if unpictured(nbformat.read(path, 4)) != unpictured(nbformat.reads(unplaced[name], 4))
    ]
    assert stale == [], "look at the pages, then run `make accept`"


@pytest.mark.slow
def test_without_an_address_a_notebook_names_none(site):
    book = site.parents[1]
    made_here = notebooks(book, book / "_build" / "work" / "html", execute(book), Addresses(), "../here.whl")
    assert [name for name, text in made_here.items() if made.ADDRESS in text] == []
    assert all("--quiet ../here.whl" in text for text in made_here.values())


def test_the_archive_needs_no_address(archive, taken):
    for stem in taken:
        notebook = json.loads(archive[f"{FOLDER}/{stem}.ipynb"])
        (install,) = [cell for cell in notebook["cells"] if "%pip" in "".join(cell["source"])]
        assert "".join(install["source"]).endswith(f"%pip install --quiet ../{wheel_name()}")
    assert wheel_name() in archive
    assert f"./{wheel_name()}" in archive["requirements.txt"].decode().splitlines()
    assert b"$" not in archive["README.md"]


def test_the_archive_holds_the_data_as_they_are(archive, root):
    files = {f"data/{path.name}": path.read_bytes() for path in (root / "data").iterdir()}
    assert {name: raw for name, raw in archive.items() if name in files} == files
    assert {"LICENSE", "LICENSE-CC-BY-4.0.txt", "data/README.md"} <= set(archive)


def test_the_wheel_is_what_its_record_says_and_the_same_every_time(site, tmp_path):
    first, again = site / FOLDER / wheel_name(), tmp_path / wheel_name()
    pack(again, wheel_contents())
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as packed:
        (record,) = [name for name in packed.namelist() if name.endswith("/RECORD")]
        lines = [line.split(",") for line in packed.read(record).decode().splitlines()]
        assert sorted(name for name, _, _ in lines) == sorted(packed.namelist())
        for name, sum, size in lines:
            if name != record:
                raw = packed.read(name)
                digest = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
                assert (sum, size) == (f"sha256={digest}", str(len(raw)))


def test_the_wheel_asks_for_what_the_library_needs_and_brings_nothing_that_makes_pages(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    contents = wheel_contents()
    (about,) = [raw.decode() for name, raw in contents.items() if name.endswith("METADATA")]
    assert re.findall(r"^Requires-Dist: (.*)$", about, re.M) == project["dependencies"]
    assert [name for name in contents if "publishing" in name or name.endswith(".pyc")] == []


def links_of(page: BeautifulSoup, group: str) -> list[str]:
    return [str(link["href"]) for link in page.select(f".dropdown-{group} a")]


@each_chapter
def test_each_button_of_a_page_leads_to_what_is_there(chapter, site, root):
    page = page_of(site, chapter)
    binder, colab = links_of(page, "launch-buttons")
    repository = urlsplit(made.REPOSITORY).path

    assert urlsplit(binder).path == f"/v2/gh{repository}/main"
    (opened,) = parse_qs(urlsplit(binder).query)["urlpath"]
    assert opened.startswith("lab/tree/")
    assert (root / opened.removeprefix("lab/tree/")).is_file(), "run `make accept` and commit what it writes"
    assert colab.startswith(f"https://colab.research.google.com/github{repository}/blob/main/")
    assert colab.endswith(opened.removeprefix("lab/tree"))
    folder = (site / chapter.relative_to(ROOT)).parent
    for link in links_of(page, "download-buttons"):
        assert (folder / unquote(link)).is_file(), link


def test_a_page_without_code_offers_no_notebook(site):
    for path in set(pages(ROOT)) - set(CHAPTERS):
        page = page_of(site, path)
        assert links_of(page, "launch-buttons") == []
        assert [link for link in links_of(page, "download-buttons") if link.endswith((".ipynb", ".zip"))] == []


def test_without_a_repository_nothing_is_offered_that_needs_one():
    runs, takes = offers("chapters/data", Addresses(), Addresses())
    assert runs == []
    assert [button["url"] for button in takes] == ["../notebooks/data.ipynb", f"../notebooks/{ARCHIVE}"]


def test_colab_is_offered_only_if_the_notebooks_in_the_repository_know_where_the_library_is():
    told = Addresses("https://books.example.org/", "https://github.com/a/b", "main")
    kept = Addresses("", "https://github.com/a/b", "main")
    assert [button["text"] for button in offers("index", told, kept)[0]] == ["Binder"]
    assert [button["text"] for button in offers("index", told, told)[0]] == ["Binder", "Colab"]


@pytest.mark.parametrize(
    ("repository", "branch", "folder", "address"),
    [
        ("https://github.com/a/b", "main", "", "https://mybinder.org/v2/gh/a/b/main"),
        ("https://github.com/a/b", "new/one", "", "https://mybinder.org/v2/gh/a/b/new%2Fone"),
        ("https://gitlab.com/a/b", "main", "", "https://mybinder.org/v2/gl/a%2Fb/main"),
        ("https://git.example.org/a", "main", "", "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa/main"),
        ("https://github.com/a/b", "main", "book/", ""),
        ("", "", "", ""),
    ],
)
def test_binder_opens_a_notebook_of_each_kind_of_repository(repository, branch, folder, address):
    found = Addresses("", repository, branch, folder).binder("notebooks/x.ipynb")
    assert found == (address and f"{address}?urlpath=lab%2Ftree%2Fnotebooks%2Fx.ipynb")


def test_colab_opens_notebooks_from_github_alone():
    where = Addresses("https://books.example.org/", "https://gitlab.com/a/b", "main")
    assert where.colab("notebooks/x.ipynb") == ""


def test_what_the_environment_tells_does_not_reach_what_is_committed(root, monkeypatch):
    before = Addresses.of(root, told=False)
    monkeypatch.setenv("CLUSTERBOOK_ADDRESS", "https://elsewhere.example.org/")
    assert Addresses.of(root, told=False) == before
    assert Addresses.of(root).site == "https://elsewhere.example.org/"


def test_the_students_lock_is_pinned_small_and_agrees_with_that_of_the_book(root):
    text = (root / ".binder" / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines[-1] == "-e ."
    loose = [line for line in lines[:-1] if not re.fullmatch(r"[\w.-]+==[\w.!+]+(?: ; .+)?", line)]
    assert loose == []
    lab, book = dict(LOCKED.findall(text)), dict(LOCKED.findall((root / "requirements.txt").read_text("utf-8")))
    assert {name: version for name, version in lab.items() if book.get(name, version) != version} == {}
    heavy = {"sphinx", "jupyter-book", "myst-nb", "weasyprint", "pytest", "playwright", "nbval", "mypy", "ruff"}
    assert heavy & set(lab) == set()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [
        re.match(r"[\w-]+", needed)[0] for needed in project["dependencies"] + project["optional-dependencies"]["lab"]
    ]
    assert set(named) <= set(lab)


def test_binder_is_told_a_python_that_the_library_takes(root):
    (major, minor) = re.fullmatch(
        r"python-(\d+)\.(\d+)\n", (root / ".binder" / "runtime.txt").read_text(encoding="utf-8")
    ).groups()
    assert (int(major), int(minor)) >= (3, 11)


def test_an_installed_library_reads_the_data_beside_the_notebooks_or_else_its_own(tmp_path, monkeypatch):
    installed, notebook = tmp_path / "site-packages" / "clusterbook", tmp_path / "taken" / "notebooks"
    for folder in (installed, notebook, notebook.parent / "data"):
        folder.mkdir(parents=True)
    monkeypatch.delenv(files.FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(files, "LIBRARY", installed)
    monkeypatch.setattr(files, "PROJECT", installed.parents[1])
    monkeypatch.chdir(notebook)

    assert files.data_folder() == installed / files.CARRIED
    (notebook.parent / "data" / "datapackage.json").touch()
    assert files.data_folder() == notebook.parent / "data"
