"""Never stale: what a change touches is executed and shown anew, what it does not touch is not, and nothing is left."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import jupytext
import pytest

import clusterbook as cb
from books import LEVELS, ROOT, SKILLS, assert_the_same, chapter, clean, edit, pages_of, write
from clusterbook import files
from clusterbook.publishing import execution
from clusterbook.publishing.build import build
from clusterbook.publishing.site import STAMP, Inputs, Site
from mutations import CHANGES, change

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # of Jupyter Book's own transforms
]


@pytest.fixture
def small(tmp_path: Path, copied: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of three pages, two of them executed, on its own copy of the data."""
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))
    says = "Qiaotou's is {num}`qiaotou.skill-intensity`."
    return write(
        tmp_path / "book",
        one=chapter("One", SKILLS),
        two=chapter("Two", LEVELS),
        three=f"# Three\n\n{says}\n",
    )


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Chapters executed so far, by name."""
    names: list[str] = []
    real = execution._execute

    async def noting(chapter: Path, state: object) -> object:
        names.append(chapter.stem)
        return await real(chapter, state)

    monkeypatch.setattr(execution, "_execute", noting)
    return names


def test_nothing_is_executed_or_written_when_nothing_has_changed(small, executed):
    site = build(small).parent
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert sorted(executed) == ["one", "two"]
    build(small)
    assert sorted(executed) == ["one", "two"]
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_change_of_data_executes_the_chapters_that_read_it_and_shows_on_every_page_that_does(
    small, copied, executed, tmp_path
):
    build(small)
    executed.clear()
    edit(copied / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    site = build(small).parent
    assert executed == ["one"]
    assert "47.3]" in (site / "chapters" / "one.html").read_text(encoding="utf-8")
    assert "47.3%" in (site / "chapters" / "three.html").read_text(encoding="utf-8")
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))


def test_going_back_uses_the_earlier_execution(small, copied, executed):
    first = pages_of(build(small).parent)
    edit(copied / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    build(small)
    executed.clear()
    edit(copied / "skills.csv", "qiaotou,2006,47.3", "qiaotou,2006,31.1")
    assert_the_same(pages_of(build(small).parent), first)
    assert executed == []


def test_a_file_touched_without_a_change_of_content_changes_nothing(small, copied, executed):
    build(small)
    executed.clear()
    for path in [*copied.iterdir(), *(small / "chapters").iterdir()]:
        os.utime(path, (0, 0))
    build(small)
    assert executed == []


def test_a_change_of_prose_executes_nothing(small, executed, tmp_path):
    build(small)
    executed.clear()
    edit(small / "chapters" / "one.md", "# One", "# The first")
    site = build(small).parent
    assert executed == []
    assert "The first" in (site / "chapters" / "two.html").read_text(encoding="utf-8"), "the contents at the side"
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))


def test_a_change_of_a_cell_executes_its_chapter_alone(small, executed, tmp_path):
    build(small)
    executed.clear()
    edit(small / "chapters" / "two.md", ".tolist()", ".tolist()[:2]")
    site = build(small).parent
    assert executed == ["two"]
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))


def test_a_label_that_goes_to_a_page_that_is_read_earlier_is_found_there(small, tmp_path):
    label = "(sec-here)=\n## Here\n\n"
    edit(small / "chapters" / "three.md", "Qiaotou's is", f"See {{ref}}`sec-here`.\n\n{label}Qiaotou's is")
    build(small)
    edit(small / "chapters" / "three.md", label, "")
    with (small / "chapters" / "one.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{label}It is here.\n")
    assert_the_same(pages_of(build(small).parent), clean(small, tmp_path / "clean"))


@pytest.mark.exhaustive
def test_a_change_of_the_description_of_a_table_executes_the_chapters_that_read_it(small, copied, executed):
    build(small)
    executed.clear()
    described = json.loads((copied / "datapackage.json").read_text(encoding="utf-8"))
    (levels,) = [entry for entry in described["resources"] if entry["name"] == "levels"]
    levels["title"] += " (again)"
    (copied / "datapackage.json").write_text(json.dumps(described, indent=2, ensure_ascii=False), encoding="utf-8")
    build(small)
    assert executed == ["two"]


@pytest.mark.exhaustive
def test_a_change_of_the_bibliography_executes_nothing_and_shows(small, executed, tmp_path):
    edit(small / "chapters" / "three.md", "# Three", "# Three\n\n{cite:t}`nelson2008`\n\n```{bibliography}\n```\n")
    build(small)
    executed.clear()
    text = (small / "references.bib").read_text(encoding="utf-8")
    at = text.index("title", text.index("{nelson2008"))
    (small / "references.bib").write_text(text[:at] + text[at:].replace("{", "{Changed ", 1), encoding="utf-8")
    site = build(small).parent
    assert executed == []
    assert "Changed " in (site / "chapters" / "three.html").read_text(encoding="utf-8")
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))


@pytest.mark.exhaustive
def test_a_change_of_the_glossary_shows_in_the_notes_and_a_term_that_goes_fails_its_links(small, executed, tmp_path):
    glossary = "# Four\n\n```{glossary}\nODM\n  A first meaning.\n\nOEM\n  Another.\n```\n"
    write(
        small,
        one=chapter("One", SKILLS),
        three="# Three\n\nSome do {term}`ODM`, after {cite:t}`nelson2008`.\n\n```{bibliography}\n```\n",
        four=glossary,
    )
    build(small)
    executed.clear()
    edit(small / "chapters" / "four.md", "A first meaning", "A second meaning")
    site = build(small).parent
    notes = (site / "_static" / "clusterbook-notes.js").read_text(encoding="utf-8")
    assert "A second meaning" in notes and "A first meaning" not in notes
    assert executed == []
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))
    edit(small / "chapters" / "four.md", "ODM\n  A second", "OBM\n  A second")
    with pytest.raises(Exception, match=r"three\.md.*term not in glossary: 'ODM'"):
        build(small)


@pytest.mark.exhaustive
def test_a_change_of_the_lock_executes_every_chapter(small, executed):
    (small / "requirements.txt").write_text("a==1\n", encoding="utf-8")
    build(small)
    executed.clear()
    (small / "requirements.txt").write_text("a==2\n", encoding="utf-8")
    build(small)
    assert sorted(executed) == ["one", "two"]


def test_a_change_of_the_library_executes_the_chapters_that_import_what_changed(small, executed, monkeypatch):
    edit(small / "chapters" / "two.md", LEVELS, "cb.Table; " + LEVELS)
    build(small)
    executed.clear()
    real = files.modules
    monkeypatch.setattr(files, "modules", lambda: real() | {"clusterbook.tables": "another"})
    monkeypatch.setattr(Site, "shows", lambda self, now: bool(executed))  # the files are the same; the look is not
    monkeypatch.setattr(Site, "has_pages_of", lambda self, now: False)
    build(small)
    assert executed == ["two"]


@pytest.mark.exhaustive
def test_a_chapter_taken_out_leaves_nothing_behind(small, tmp_path):
    site = build(small).parent
    assert (site / "chapters" / "two.html").exists()
    (small / "chapters" / "two.md").unlink()
    edit(small / "_toc.yml", "      - file: chapters/two\n", "")
    found = pages_of(build(small).parent)
    assert not [name for name in found if "two" in name]
    assert_the_same(found, clean(small, tmp_path / "clean"))


@pytest.mark.exhaustive
def test_a_chapter_renamed_leaves_nothing_behind_and_is_not_executed_again(small, executed, tmp_path):
    build(small)
    executed.clear()
    (small / "chapters" / "two.md").rename(small / "chapters" / "second.md")
    edit(small / "_toc.yml", "chapters/two", "chapters/second")
    found = pages_of(build(small).parent)
    assert executed == []
    assert not [name for name in found if name.endswith(("two.html", "two.md"))]
    assert_the_same(found, clean(small, tmp_path / "clean"))


def test_a_file_that_leaves_the_data_is_refused_and_its_return_restores_the_site(small, copied):
    before = pages_of(build(small).parent)
    (copied / "skills.csv").rename(copied / "skills.bak")
    with pytest.raises(Exception, match=r"data/skills\.csv: is missing"):
        build(small)
    assert_the_same(pages_of(small / "_build" / "html"), before)
    (copied / "skills.bak").rename(copied / "skills.csv")
    assert_the_same(pages_of(build(small).parent), before)


@pytest.mark.exhaustive
def test_what_somebody_changed_or_put_into_the_site_by_hand_is_mended(small):
    site = build(small).parent
    before = pages_of(site)
    (site / "index.html").write_text("spoilt", encoding="utf-8")
    (site / "stray.txt").write_text("stray", encoding="utf-8")
    (site / "search.html").unlink()
    assert_the_same(pages_of(build(small).parent), before)


@pytest.mark.exhaustive
def test_two_edits_within_one_second_both_show(small, copied):
    build(small)
    edit(copied / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    os.utime(copied / "skills.csv", (1, 1))
    build(small)
    edit(copied / "skills.csv", "qiaotou,2006,47.3", "qiaotou,2006,47.4")
    os.utime(copied / "skills.csv", (1, 1))  # the same size at the same time: only the content tells
    site = build(small).parent
    assert "47.4]" in (site / "chapters" / "one.html").read_text(encoding="utf-8")
    assert "47.4%" in (site / "chapters" / "three.html").read_text(encoding="utf-8")


def test_an_edit_during_a_build_is_in_the_site_when_it_ends(small, copied, monkeypatch, tmp_path):
    build(small)
    edit(copied / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")
    real = execution._execute
    edits = iter(["47.4"])

    async def overtaken(chapter: Path, state: object) -> object:
        found = await real(chapter, state)
        for new in edits:  # the cell has read 47.3; the sentences may read either
            edit(copied / "skills.csv", "qiaotou,2006,47.3", f"qiaotou,2006,{new}")
        return found

    monkeypatch.setattr(execution, "_execute", overtaken)
    site = build(small).parent
    assert "47.4]" in (site / "chapters" / "one.html").read_text(encoding="utf-8")
    assert "47.4%" in (site / "chapters" / "three.html").read_text(encoding="utf-8")
    assert_the_same(pages_of(site), clean(small, tmp_path / "clean"))


def test_an_edit_while_a_chapter_runs_has_it_run_again(small, copied, executed):
    slow = f"import time; {SKILLS}; open('started', 'w').close(); time.sleep(3)"
    write(small, one=chapter("One", slow))

    import threading

    def overtake() -> None:
        while not (small / "chapters" / "started").exists():
            time.sleep(0.05)
        edit(copied / "skills.csv", "qiaotou,2006,31.1", "qiaotou,2006,47.3")

    editing = threading.Thread(target=overtake)
    editing.start()
    found = execution.execute(small)
    editing.join()
    (one,) = found.values()
    assert "47.3]" in one.notebook.cells[-1].outputs[0].text


def test_a_new_commit_alone_renews_the_stamp_and_reads_no_page(small, monkeypatch):
    site = Site(small)
    build(small)
    now = Inputs.of(small)
    other = Inputs(now.pages, now.base, {**now.stamp, "commit": "0123456789ab"})
    assert site.shows(now) and not site.shows(other) and site.has_pages_of(other)
    site.publish(other)
    assert site.shows(other)


def test_no_page_keeps_a_placeholder_of_the_stamp(small):
    site = build(small).parent
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not [sign for sign in STAMP.values() if sign in text], path


@pytest.fixture(scope="module")
def whole(site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole book, built."""
    folder = shutil.copytree(site.parents[1], tmp_path_factory.mktemp("whole") / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLUSTERBOOK_DATA", str(folder / "data"))
        build(folder)
    return folder


def _change_outline(data: Path) -> None:
    outline = json.loads((data / "land.topojson.json").read_text(encoding="utf-8"))
    outline["arcs"][0][0][0] += 1
    (data / "land.topojson.json").write_text(json.dumps(outline), encoding="utf-8")


def _change_description(data: Path) -> None:
    edit(data / "datapackage.json", '"title": "The clusters"', '"title": "The four clusters"')


WHOLE: dict[str, Callable[[Path], None]] = {
    **{name: lambda data, name=name: change(data, name) for name in CHANGES},
    "land": _change_outline,
    "datapackage": _change_description,
}


# For these the clean build executes every chapter too; for the others it takes the executions of before, for which
# chapters must be executed being tested by itself.
FROM_NOTHING = {"clusters", "land", "skills"}


def test_there_is_a_change_for_every_file_of_the_data():
    names = {path.name.partition(".")[0] for path in (ROOT / "data").iterdir() if path.is_file()}
    assert set(WHOLE) == names


@pytest.fixture(scope="module")
def reads() -> dict[str, set[str]]:
    """The resources that the code of each chapter asks for, seen from outside the library's own record."""
    found: dict[str, set[str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        asked: set[str] = set()
        for method in ("__getitem__", "describe"):
            real = getattr(cb.Dataset, method)

            def asking(self: cb.Dataset, name: str, real: Callable[..., object] = real) -> object:
                asked.add(name)
                return real(self, name)

            patch.setattr(cb.Dataset, method, asking)
        for page in execution.executable_chapters(ROOT):
            asked.clear()
            code = [cell.source for cell in jupytext.read(page).cells if cell.cell_type == "code"]
            exec("\n".join(code), {})
            found[page.stem] = set(asked)
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", WHOLE)
def test_after_a_change_of_a_file_of_the_data_the_site_is_that_of_a_clean_build(
    name, whole, reads, executed, tmp_path, monkeypatch
):
    data = whole / "data"
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(data))
    kept = {path: path.read_bytes() for path in data.iterdir()}
    before = execution.execute(whole)
    executed.clear()
    try:
        WHOLE[name](data)
        found = pages_of(build(whole).parent)
        incremental = sorted(set(executed))
        copy = shutil.copytree(whole, tmp_path / "clean", ignore=shutil.ignore_patterns("_build"))
        if name not in FROM_NOTHING:
            shutil.copytree(whole / "_build" / "cache", copy / "_build" / "cache")
        monkeypatch.setenv("CLUSTERBOOK_DATA", str(copy / "data"))
        assert_the_same(found, pages_of(build(copy).parent))
        after = execution.execute(copy)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    resource = {"datapackage": "clusters"}.get(name, name)
    expected = sorted(page for page, resources in reads.items() if resource in resources)
    assert incremental == expected, "the chapters that read it, and no others"
    moved = {
        path.stem for path in after if str(after[path].notebook) != str(before[whole / path.relative_to(copy)].notebook)
    }
    assert moved <= set(incremental)
    assert name == "datapackage" or moved, "a change that nothing shows proves nothing"
