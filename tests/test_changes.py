"""The change report: what it finds between two states, how it is told, and how it reads the past from git."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

import clusterbook as cb
from clusterbook import __main__ as command
from clusterbook import theme
from clusterbook.changes import compare, numbers, outputs, past, present, to_markdown, to_text
from clusterbook.changes.markdown import escape
from clusterbook.changes.matching import changed_rows
from clusterbook.changes.model import DataChange, Report, Row, Shown, Value
from clusterbook.changes.outputs import CHART_MIME, changed_outputs, exhibits
from clusterbook.changes.rows import data_changes, description_changes
from clusterbook.changes.sentences import changed_numbers, changed_words
from clusterbook.changes.state import State
from clusterbook.claims.mentions import texts
from clusterbook.errors import BookError
from clusterbook.publishing.notebooks import executed_chapters
from clusterbook.tables import model

KEPT = ("data", "chapters", "index.md", "_toc.yml", "tests/numbers.csv", "tests/verdicts.csv", "tests/notebooks")
PENANG = "penang,2006,location,exports,2000,2006,6.7"


def git(folder: Path, *arguments: str) -> str:
    named = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    run = subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout


@pytest.fixture
def book(root, tmp_path, monkeypatch) -> Path:
    """A git repository with what a report needs of the book, tagged v1.0.0, whose data are the book's."""
    folder = tmp_path / "book"
    (folder / "tests").mkdir(parents=True)
    for name in KEPT:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "First")
    git(folder, "tag", "v1.0.0")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(folder / "data"))
    return folder


@pytest.fixture
def change(book) -> Callable[[str, str, str], None]:
    """A function that replaces the one occurrence of a text in a file of the book."""

    def replace(file: str, old: str, new: str) -> None:
        text = (book / file).read_bytes().decode("utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}, not once"
        (book / file).write_bytes(text.replace(old, new).encode("utf-8"))

    return replace


def accepted(folder: Path) -> dict[str, str]:
    """The reference notebooks, as if executing the chapters gave the same again."""
    return {path.stem: path.read_text(encoding="utf-8") for path in (folder / "tests" / "notebooks").glob("*.ipynb")}


def report_of(folder: Path, since: str | None = None):
    return compare(past(folder, since), present(folder, accepted(folder)))


def notebook(*cells: tuple[str, str, str, str, object]) -> str:
    """A notebook of cells, each given as kind, label, caption, code and what it shows."""
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "metadata": {"mystnb": {kind: {"name": label, "caption": caption}}},
                    "source": [code],
                    "outputs": [
                        {
                            "output_type": "execute_result",
                            "data": {CHART_MIME if kind == "figure" else model.MIME: shown.to_dict()},
                        }
                    ],
                }
                for kind, label, caption, code, shown in cells
            ]
        }
    )


def growth_figure(folder: Path, caption: str = "Growth.", code: str = "draw()") -> dict[str, str]:
    cb.enable_theme()
    chart = cb.chart_growth(cb.growth_rates(cb.Dataset(folder)))
    return {"technology": notebook(("figure", "fig-growth", caption, code, chart))}


def capabilities_table(folder: Path) -> dict[str, str]:
    table = cb.table_capabilities(cb.firm_shares(cb.Dataset(folder)))
    return {"technology": notebook(("table", "tab-capabilities", "Firms.", "show()", table))}


# --- the rows of the data


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_changed_cell_is_told_by_its_key_with_old_new_and_unit(root, edit):
    (found,) = data_changes(files(root / "data"), files(edit("growth.csv", PENANG, PENANG.replace("6.7", "20.7"))))

    value = Value("growth_pct_pa", "6.7", "20.7", "per cent a year")
    assert (found.file, found.rows) == (
        "growth.csv",
        (Row("penang, 2006, location, exports", "changed", (value,)),),
    )


def test_a_unit_that_stands_in_a_column_is_that_of_the_row(root, edit):
    (found,) = data_changes(files(root / "data"), files(edit("study.csv", "identified,10,", "identified,11,")))

    assert found.rows == (Row("clusters-identified", "changed", (Value("value", "10", "11", "clusters"),)),)


def test_added_and_removed_rows_are_told_with_their_values(root, edit):
    old, new = files(root / "data"), files(edit("phases.csv", "5,Frontier", "6,Frontier"))

    (found,) = data_changes(old, new)

    assert [(row.key, row.fate) for row in found.rows] == [("6", "new"), ("5", "gone")]
    assert [row.values for row in found.rows] == [(Value("name", "", "Frontier"),), (Value("name", "Frontier", ""),)]


def test_numbers_are_compared_as_numbers_and_the_file_is_said_to_be_written_otherwise(root, edit):
    (found,) = data_changes(files(root / "data"), files(edit("growth.csv", PENANG, PENANG.replace("6.7", "6.70"))))

    assert (found.rows, found.note) == ((), "the same values, written otherwise")


def test_text_is_compared_as_text_even_where_it_looks_like_a_number():
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "date", "type": "string"}], "primaryKey": "id"}
    package = {"datapackage.json": json.dumps({"resources": [{"name": "t", "path": "t.csv", "schema": schema}]})}

    (found,) = data_changes({**package, "t.csv": "id,date\na,1980\n"}, {**package, "t.csv": "id,date\na,1980.0\n"})

    assert found.rows == (Row("a", "changed", (Value("date", "1980", "1980.0"),)),)


def test_rows_in_another_order_are_no_changed_rows(root, copied):
    path = copied / "phases.csv"
    head, first, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *rest, first]) + "\n", encoding="utf-8")

    (found,) = data_changes(files(root / "data"), files(copied))

    assert (found.rows, found.note) == ((), "the same rows in another order")


def test_a_column_that_went_is_said_once(root, copied):
    path = copied / "levels.csv"
    package = json.loads((copied / "datapackage.json").read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace("level,name", "level,title"), encoding="utf-8")
    (entry,) = [entry for entry in package["resources"] if entry["name"] == "levels"]
    entry["schema"]["fields"][1]["name"] = "title"
    (copied / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    (found,) = data_changes(files(root / "data"), files(copied))

    assert (found.columns_new, found.columns_gone, found.rows) == (("title",), ("name",), ())


def test_a_table_that_came_is_told_with_its_number_of_rows(root, copied):
    new = files(copied)
    package = json.loads(new["datapackage.json"])
    old = {
        **{name: text for name, text in new.items() if name != "levels.csv"},
        "datapackage.json": json.dumps(
            package | {"resources": [each for each in package["resources"] if each["name"] != "levels"]}
        ),
    }

    (came,) = data_changes(old, new)
    (went,) = data_changes(new, old)

    assert (came.file, came.fate, came.count) == ("levels.csv", "new", 6)
    assert (went.file, went.fate, went.count) == ("levels.csv", "gone", 6)


def test_a_changed_description_names_file_column_and_property(root, edit):
    new = edit("datapackage.json", '"description": "Firms in the sample"', '"description": "Firms asked"')

    found = description_changes(files(root / "data"), files(new))

    assert found == (Value("survey.csv, firms: description", "Firms in the sample", "Firms asked"),)


# --- which row is which


def test_the_fields_that_identify_a_mark_are_those_by_which_it_is_found_again():
    old = [{"name": name, "of": f"{n} of 50", "firms": n} for name, n in (("A", 1), ("B", 2), ("C", 3))]
    new = [old[0], {"name": "B", "of": "9 of 50", "firms": 9}, old[2]]

    assert changed_rows(old, new) == (
        Row("B", "changed", (Value("of", "2 of 50", "9 of 50"), Value("firms", "2", "9"))),
    )


def test_a_value_that_happens_to_tell_the_rows_apart_does_not_identify_them():
    old = [{"value": value, "place": place, "kind": kind} for value, place, kind in ("1AX", "2AY", "3BX", "4CY")]
    new = [old[0], {**old[1], "value": "9"}, *old[2:]]

    assert changed_rows(old, new) == (Row("A, Y", "changed", (Value("value", "2", "9"),)),)


def test_a_row_with_another_key_is_told_as_changed_if_half_of_it_stays():
    old = [
        {"event": "Farming starts", "date": "1974"},
        {"event": "Farming ends", "date": "1974"},
        {"event": "A fair", "date": "1980"},
    ]
    new = [{**old[0], "event": "Farming begins"}, *old[1:]]

    (found,) = changed_rows(old, new)

    assert (found.fate, found.values) == ("changed", (Value("event", "Farming starts", "Farming begins"),))


def test_equal_rows_are_counted():
    (found,) = changed_rows([{"a": "x"}, {"a": "x"}], [{"a": "x"}])

    assert (found.key, found.fate) == ("x", "gone")


# --- sentences


def test_a_number_that_reads_otherwise_is_told_with_its_sentence():
    pages = {"chapters/x.md": "One.\nIt grew by {num}`a.b` in {num}`years:words` years. {claim}`c`\n"}

    (found,) = changed_numbers(pages, {"a.b": "6.7%", "years:words": "six"}, {"a.b": "20.7%", "years:words": "six"})

    assert (found.page, found.line, found.sentence) == ("chapters/x.md", 2, "It grew by 20.7% in six years.")
    assert found.numbers == (Value("a.b", "6.7%", "20.7%"),)


def test_a_number_quoted_for_the_first_time_has_not_changed():
    assert changed_numbers({"x.md": "{num}`a`"}, {}, {"a": "1"}) == ()


def test_a_reworded_sentence_is_told_with_the_numbers_of_its_time():
    old, new = {"x.md": "# T\n\nMost of {num}`a` firms.\n"}, {"x.md": "# T\n\nMany of {num}`a` firms.\nMore.\n"}

    found = changed_words(old, new, {"a": "50"}, {"a": "60"})

    assert [(one.line, one.old, one.new) for one in found] == [
        (3, "Most of 50 firms.", "Many of 60 firms."),
        (4, "", "More."),
    ]


def test_a_number_that_reads_otherwise_is_no_rewording():
    old, new = {"x.md": "All of {num}`a`.\nOne by one.\n"}, {"x.md": "All of {num}`a`.\nOne by two.\n"}

    assert [one.new for one in changed_words(old, new, {"a": "50"}, {"a": "60"})] == ["One by two."]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("```{code-cell} ipython3\na = 1\n```\nText.", "```{code-cell} ipython3\na = 2\n```\nText."),
        ("---\na: 1\n---\nText.", "---\na: 2\n---\nText."),
        ("Text. {claim}`a`", "Text. {claim}`b`"),
        ("(a)=\nText.", "(b)=\nText."),
    ],
    ids=["code", "front matter", "a sign", "a target"],
)
def test_what_is_no_word_of_a_sentence_is_no_rewording(old, new):
    assert changed_words({"x.md": old}, {"x.md": new}, {}, {}) == ()


def test_the_accepted_numbers_are_those_of_the_data(root):
    assert numbers.read(root) == numbers.numbers(texts(root), root / "data")


def test_a_record_of_numbers_that_was_written_is_read_back(tmp_path, root):
    shutil.copytree(root / "chapters", tmp_path / "chapters")
    shutil.copy(root / "index.md", tmp_path)
    (tmp_path / "tests").mkdir()

    assert numbers.write(tmp_path) is True
    assert numbers.write(tmp_path) is False
    assert numbers.read(tmp_path) == numbers.read(root)


def test_a_spoilt_record_of_numbers_is_refused_with_its_line():
    with pytest.raises(BookError, match=r"numbers\.csv, line 2: has 3 cells, not 2\. Restore the file"):
        numbers.parse("number,text\na,b,c\n")


# --- outputs


def test_the_mime_types_are_those_of_the_notebooks():
    assert (outputs.CHART_MIME, outputs.TABLE_MIME) == (theme.MIME, model.MIME)


def test_a_changed_cell_of_a_table_is_told_by_group_row_and_column(root, edit):
    new = edit("capabilities.csv", "penang,2006,process,5,35,34", "penang,2006,process,5,36,35")

    (found,) = changed_outputs(capabilities_table(root / "data"), capabilities_table(new))

    assert (found.page, found.label, found.caption) == ("chapters/technology.md", "tab-capabilities", "Firms.")
    value = Value("Process technology (PT)", "35 (34%)", "36 (35%)")
    assert found.rows == (Row("Penang (electronics), 5 Early R&D", "changed", (value,)),)


def test_a_changed_mark_and_its_alt_text_are_told(root, edit):
    new = edit("growth.csv", PENANG, PENANG.replace("6.7", "20.7"))

    (found,) = changed_outputs(growth_figure(root / "data"), growth_figure(new))

    assert found.rows == (Row("Exports, Penang", "changed", (Value("growth_pct_pa", "6.7", "20.7"),)),)
    (alt,) = found.details
    assert alt.what == "alt text" and "Penang 6.7%" in alt.old and "Penang 20.7%" in alt.new


def test_a_chart_that_only_looks_otherwise_is_said_to(root):
    old = growth_figure(root / "data")
    new = {"technology": old["technology"].replace('"labelFontSize": 12', '"labelFontSize": 13')}

    (found,) = changed_outputs(old, new)

    assert found.look and not found.rows and not found.details


def test_a_changed_caption_and_edited_code_are_told(root):
    (found,) = changed_outputs(
        growth_figure(root / "data"), growth_figure(root / "data", caption="Yearly growth.", code="draw(1)")
    )

    assert found.details == (Value("caption", "Growth.", "Yearly growth."), Value("code", "draw()", "draw(1)"))


def test_tables_and_figures_that_came_and_went_are_told(root):
    figure, table = growth_figure(root / "data"), capabilities_table(root / "data")
    both = json.loads(figure["technology"])
    both["cells"] = json.loads(table["technology"])["cells"] + both["cells"]
    both = {"technology": json.dumps(both)}

    assert [(one.label, one.fate) for one in changed_outputs(figure, both)] == [("tab-capabilities", "new")]
    assert [(one.label, one.fate) for one in changed_outputs(both, figure)] == [("tab-capabilities", "gone")]
    assert [(one.label, one.fate) for one in changed_outputs({}, figure)] == [("fig-growth", "new")]


def test_a_figure_below_a_new_table_is_compared_with_itself(root, edit):
    figure = growth_figure(root / "data")
    later = growth_figure(edit("growth.csv", PENANG, PENANG.replace("6.7", "20.7")))
    both = json.loads(later["technology"])
    both["cells"] = json.loads(capabilities_table(root / "data")["technology"])["cells"] + both["cells"]

    found = {one.label: one for one in changed_outputs(figure, {"technology": json.dumps(both)})}

    assert found["tab-capabilities"].fate == "new"
    assert [row.key for row in found["fig-growth"].rows] == ["Exports, Penang"]


def test_every_output_of_the_book_is_named(root):
    shown = [one for text in accepted(root).values() for one in exhibits(text)]

    assert len(shown) > 30
    unnamed = [one for one in shown if not (one.label and one.caption)]
    assert [
        one for one in unnamed if one.kind != "output" or not re.search(r"\bcb\.check\(|\bsurvey\b|\bboth\b", one.code)
    ] == []
    assert [one.label for one in shown if one.kind == "figure" and not one.alt] == []


# --- the whole, in a git repository


def test_an_update_is_told_from_its_row_to_the_claim_it_makes_false(book, change):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))

    report = report_of(book)

    assert report.since == "v1.0.0"
    assert [change.file for change in report.data] == ["growth.csv"]
    assert {(value.old, value.new) for one in report.numbers for value in one.numbers} >= {("6.7%", "20.7%")}
    fallen = {one.id: one for one in report.verdicts}["exports-los-lagos-and-buenos-aires-lead"]
    assert (fallen.old, fallen.new) == ("holds", "does not hold")
    assert "Penang 20.7%" in fallen.now and "Penang 20.7%" not in fallen.before
    assert {at.page for at in fallen.sentences} >= {"chapters/technology.md"}


def test_claims_that_do_not_hold_any_more_come_first(book, change):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))
    lines = (book / "tests/verdicts.csv").read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if ",holds," in line)
    lines[at] = lines[at].replace(",holds,", ",does not hold,")
    (book / "tests/verdicts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    git(book, "commit", "-qam", "As if a claim had been false")

    verdicts = [one.new for one in report_of(book, "HEAD").verdicts]

    assert verdicts == ["does not hold"] * (len(verdicts) - 1) + ["holds"] and len(verdicts) > 2


def test_an_untouched_book_has_one_sentence(book):
    report = report_of(book)

    assert not report
    assert to_text(report) == "Since v1.0.0 nothing has changed in the data, sentences, tables, figures and claims."


def test_an_update_that_nobody_sees_says_so_and_lists_the_data(book, change):
    change("data/growth.csv", PENANG, PENANG + "0")

    assert to_text(report_of(book)).splitlines() == [
        "Since v1.0.0 data have changed, and nothing that a reader sees.",
        "",
        "Data",
        "  data/growth.csv: the same values, written otherwise",
    ]


def test_without_recorded_numbers_they_are_computed_from_the_older_data(book, change):
    git(book, "rm", "-q", "tests/numbers.csv")
    git(book, "commit", "-qm", "As before there was a record")
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "6.8"))

    report = report_of(book, "HEAD")

    assert {(value.old, value.new) for one in report.numbers for value in one.numbers} >= {("6.7%", "6.8%")}
    assert report.gaps == ()


def test_older_data_of_another_form_are_said_not_to_be_comparable(book, change):
    git(book, "rm", "-q", "tests/numbers.csv", "data/survey.csv")
    git(book, "commit", "-qm", "As if a table were new")
    shutil.copy(Path(__file__).parents[1] / "data" / "survey.csv", book / "data")

    (gap,) = report_of(book, "HEAD").gaps

    assert gap.startswith("The numbers in sentences could not be compared")


def test_the_last_release_is_the_default_and_the_last_commit_without_one(book):
    git(book, "commit", "-q", "--allow-empty", "-m", "Second")
    assert past(book).name == "v1.0.0"

    git(book, "tag", "-d", "v1.0.0")

    assert past(book).name.startswith("commit ")


@pytest.mark.parametrize("name", ["nonsense", "--help", "v1.0.0:data"])
def test_an_unknown_revision_is_refused_in_one_sentence(book, name):
    with pytest.raises(BookError, match=rf"^'{name}' is no revision of this repository: name a tag"):
        past(book, name)


def test_a_copy_without_git_is_refused_in_one_sentence(book):
    shutil.rmtree(book / ".git")

    with pytest.raises(BookError, match="is not a git repository, so there is no older state"):
        past(book)


def test_a_machine_without_git_is_told_to_install_it(book, monkeypatch):
    monkeypatch.setenv("PATH", str(book))

    with pytest.raises(BookError, match="git was not found"):
        past(book)


def test_a_shallow_clone_without_tags_is_told_how_to_fetch_them(book, tmp_path):
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", book.as_uri(), "shallow")

    with pytest.raises(BookError, match="shallow clone without tags"):
        past(tmp_path / "shallow")


def test_a_book_in_a_folder_of_a_repository_is_compared_with_its_own_past(root, tmp_path, monkeypatch):
    book = tmp_path / "all" / "book"
    shutil.copytree(root / "data", book / "data")
    git(tmp_path / "all", "init", "-q")
    git(tmp_path / "all", "add", "-A")
    git(tmp_path / "all", "commit", "-qm", "First")

    assert set(past(book).data) == {path.name for path in (root / "data").iterdir()}


@pytest.mark.parametrize(("form", "start"), [("text", "What has changed since v1.0.0:"), ("md", "**Data**")])
def test_the_command_prints_the_report_and_succeeds(book, change, monkeypatch, capsys, form, start):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))
    monkeypatch.setattr(command, "_executed", accepted)

    assert command.main([f"--root={book}", "changes", "--since=", f"--format={form}"]) == 0
    assert start in capsys.readouterr().out


def test_the_command_fails_on_an_unknown_revision(book, capsys):
    assert command.main([f"--root={book}", "changes", "--since", "nonsense"]) == 1
    assert "is no revision" in capsys.readouterr().err


def test_a_chapter_executed_on_other_data_shows_what_changed(book, change):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))
    (book / "_toc.yml").write_text(
        "root: index\nparts:\n- chapters:\n  - file: chapters/conclusions\n", encoding="utf-8"
    )

    shown = changed_outputs(
        {"conclusions": accepted(book)["conclusions"]},
        {path.stem: text for path, text in executed_chapters(book).items()},
    )

    assert "tab-summary" in {one.label for one in shown}


# --- Markdown


@pytest.mark.parametrize(
    "text",
    ["{num}`a.b`", "a | b", "$x$ & <b> *c* _d_", "[a](b) ![c](d)", "`code`", "# no heading", "~~a~~ \\ &amp; {{x}}"],
)
def test_no_sign_in_a_report_means_anything_to_myst(text):
    parser = create_md_parser(MdParserConfig(enable_extensions={"dollarmath", "colon_fence"}), RendererHTML)
    shown = parser.render(f"| a |\n| --- |\n| {escape(text)} |\n")

    cell = shown.split("<td>")[1].split("</td>")[0]
    for sign, written in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        cell = cell.replace(sign, written)
    assert cell == text


def test_a_comment_folds_what_is_long_and_a_page_does_not(root, book, change):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))
    report = report_of(book)

    assert "<details>" in to_markdown(report)
    assert "<details>" not in to_markdown(report, folded=False)


def test_a_comment_leaves_out_marks_rather_than_grow_too_long():
    rows = tuple(Row(f"mark {at}", "new", (Value("text", "", "x" * 1000),)) for at in range(100))
    report = Report("a", "b", shown=(Shown("index.md", "fig-a", "A.", "figure", "changed", rows),))

    told = to_markdown(report)

    assert len(told) <= 60_000
    assert "mark 7" in told and "mark 8:" not in told and "92 more rows" in told
    assert "mark 99" in to_markdown(report, folded=False)


def test_a_comment_that_is_too_long_all_the_same_says_where_the_rest_is():
    rows = tuple(Row(f"{at}", "new", (Value("text", "", "x" * 1000),)) for at in range(100))
    told = to_markdown(Report("a", "b", data=(DataChange("a.csv", "changed", rows=rows),)))

    assert len(told) < 61_000
    assert told.endswith("The rest does not fit a comment: `make changes` prints it all.")


def test_changed_rows_are_a_table_with_units(book, change):
    change("data/growth.csv", PENANG, PENANG.replace("6.7", "20.7"))

    told = to_markdown(report_of(book))

    assert "| penang, 2006, location, exports | growth\\_pct\\_pa | 6.7 | 20.7 | per cent a year |" in told


def test_a_state_without_verdicts_leaves_a_gap_that_is_told():
    empty = State("before", {}, {}, {}, None, {"a": notebook()})

    report = compare(empty, State("now", {}, {}, {}, {}, {"a": notebook()}))

    assert to_text(report).splitlines() == [
        "Since before nothing has changed in what could be compared.",
        "The claims could not be compared: before has no record of their verdicts.",
    ]
