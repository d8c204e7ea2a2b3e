"""The build: what is wrong fails it, each time, and says where; what is right shows the data of now."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from books import HEAD, START, shown, write
from clusterbook import __main__ as command_line
from clusterbook.errors import BuildError, DataError
from clusterbook.publishing import build as building
from clusterbook.publishing.build import build, check_config, check_version

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of Jupyter Book's own transforms


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a book of a few pages, with the settings of the real one."""

    return lambda **pages: write(tmp_path / "book", **pages)


@pytest.fixture
def fails_twice(capfd) -> Callable[[Path], str]:
    """A function that builds a book two times, sees both fail, and returns what the second said."""

    def run(folder: Path) -> str:
        with capfd.disabled():  # the build listens to the real standard error, as in a terminal
            return _fails_twice(folder)

    return run


def _fails_twice(folder: Path) -> str:
    site = folder / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the last good site", encoding="utf-8")
    messages = []
    for _ in range(2):
        with pytest.raises(BuildError) as caught:
            build(folder)
        messages.append(str(caught.value))
        assert [path.name for path in site.iterdir()] == ["index.html"]
        assert (site / "index.html").read_text(encoding="utf-8") == "the last good site"
    return messages[1]


@pytest.mark.parametrize("name", building.NEEDED)
def test_a_file_that_the_book_lacks_is_named(book, fails_twice, name):
    folder = book(one="# One\n")
    (folder / name).unlink()
    assert fails_twice(folder) == f"{folder / name} is missing: put it back, as with `git restore {folder / name}`."


@pytest.mark.parametrize("name", building.BROUGHT)
def test_a_file_that_the_library_brings_into_the_site_is_named_if_it_is_missing(book, fails_twice, name, monkeypatch):
    elsewhere = book(one="# One\n").parent / "library"
    for other in building.BROUGHT:
        (elsewhere / other).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / other).touch()
    (elsewhere / name).unlink()
    monkeypatch.setattr(building, "PROJECT", elsewhere)
    assert fails_twice(elsewhere.parent / "book").startswith(f"{elsewhere / name} is missing: put it back")


def test_an_unknown_key_at_the_top_of_the_settings_is_refused_with_its_line(book, fails_twice):
    folder = book(one="# One\n")
    config = folder / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("\nauthor:", "\nautor:"), encoding="utf-8")
    assert fails_twice(folder) == "_config.yml, line 3: unknown key autor"


def test_an_unknown_key_within_the_settings_is_refused_with_its_line(book):
    config = book(one="# One\n") / "_config.yml"
    text = config.read_text(encoding="utf-8").replace("  timeout:", "  time_out:")
    config.write_text(text, encoding="utf-8")
    line = text[: text.index("time_out")].count("\n") + 1
    with pytest.raises(BuildError, match=rf"^_config\.yml, line {line}: unknown key execute/time_out$"):
        check_config(config)


def test_all_unknown_keys_are_told_in_one_report(tmp_path):
    (tmp_path / "_config.yml").write_text("titel: A\nexecute:\n  allow_error: false\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"line 1: unknown key titel\n.*line 3: unknown key execute/allow_error"):
        check_config(tmp_path / "_config.yml")


def test_a_setting_of_the_wrong_type_is_refused(tmp_path):
    (tmp_path / "_config.yml").write_text("title: [A]\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"title: .* is not of type"):
        check_config(tmp_path / "_config.yml")


@pytest.mark.parametrize("text", ["title: [\n", ""])
def test_settings_that_are_not_settings_are_refused_in_a_sentence(tmp_path, text):
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match=r"_config\.yml"):
        check_config(tmp_path / "_config.yml")


def test_the_book_s_own_settings_are_known(root):
    check_config(root / "_config.yml")


@pytest.mark.slow
def test_an_unknown_setting_of_sphinx_fails_the_build(book, fails_twice):
    folder = book(one="# One\n")
    config = folder / "_config.yml"
    text = config.read_text(encoding="utf-8").replace("    numfig_format:", "    numfig_fromat:")
    config.write_text(text, encoding="utf-8")
    assert "numfig_fromat" in fails_twice(folder)


CELL = "```{code-cell} ipython3\n"
FAULTY = {  # one fault a page: a build tells them all
    "number": "# One\n\nA line.\nSkills are {num}`qiaotou.skill-intensty`.\n",
    "claim": "# One\n\nA line.\nMost stand at level 4. {claim}`over-half-at-levl-4`\n",
    "dimension": "# One\n\n```{explorer}\n:dimension: proces\n```\n",
    "level": "# Two\n\n```{explorer}\n:level: 9\n```\n",
    "term": "# Three\n\nMost know {term}`OEM`.\n",
    "reference": "# One\n\nSee {numref}`fig-none`.\n",
    "citation": "# One\n\nSee {cite:t}`nobody1900`.\n",
    "chart": HEAD + "# One\n\n" + START + CELL + "cb.chart_skill_intensity(cb.skill_intensity(data))\n```\n",
    "table": HEAD + "# One\n\n" + START + CELL + "cb.table_clusters(cb.cluster_profile(data))\n```\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> str:
    """What the build of a book says in which every page has a fault of its own: a build for each would be slow."""
    return _fails_twice(write(tmp_path_factory.mktemp("faulty") / "book", **FAULTY))


def test_an_unknown_number_is_told_with_chapter_line_and_the_nearest_name(told):
    assert re.search(r"chapters/number\.md:[34]: .*qiaotou\.skill-intensty.*qiaotou\.skill-intensity", told), told


def test_an_unknown_claim_is_told_with_chapter_line_and_the_nearest_name(told):
    assert re.search(r"claim\.md:[34]: WARNING: claim: unknown claim 'over-half-at-levl-4': did you mean", told), told


def test_an_unknown_name_in_the_explorer_and_an_unknown_term_are_told_with_their_chapters(told):
    assert re.search(r"dimension\.md.*explorer: unknown dimension 'proces': did you mean 'process'", told), told
    assert re.search(r"level\.md.*explorer: level 9 is out of range: the levels run from 1 to", told), told
    assert re.search(r"term\.md.*term not in glossary: 'OEM'", told), told


def test_an_unknown_reference_and_an_unknown_citation_are_told_with_their_chapters(told):
    assert re.search(r"chapters/reference\.md.*fig-none", told), told
    assert re.search(r"citation.*nobody1900", told), told


@pytest.mark.parametrize("kind", ["chart", "table"])
def test_a_chart_or_table_without_caption_is_told(told, kind):
    assert re.search(rf"chapters/{kind}\.md.*the {kind} of .* lacks its caption and name", told), told


@pytest.mark.slow
def test_a_sign_says_the_verdict_of_its_claims_and_claims_of_one_verdict_share_a_sign(book):
    text = (
        "Exports and shares. {claim}`over-half-at-level-4,over-half-at-level-3,exports-los-lagos-and-buenos-aires-lead`"
    )
    site = build(book(one=f"# One\n\n{text}\n")).parent
    page = (site / "chapters" / "one.html").read_text(encoding="utf-8")
    signs = re.findall(r'class="cb-claim-sign"[^>]*>([^<]*)</button>', page)
    assert signs == ["✓ 2 hold", "✗ does not hold"]
    assert page.count("<strong>Holds:</strong>") == 2
    assert re.search(r'<strong>Does not hold:</strong> .*?<a href="claims\.html#claim-over-half-at-level-4">', page)


def test_a_failing_cell_fails_the_build_and_is_told_with_its_error(book, fails_twice):
    message = fails_twice(book(one=HEAD + "# One\n\n" + CELL + "1 / 0\n```\n"))
    assert "chapters/one.md" in message
    assert "ZeroDivisionError: division by zero" in message


def test_bad_data_are_refused_before_anything_is_executed_or_written(book, edit, tmp_path, monkeypatch):
    spoilt = edit("skills.csv", "qiaotou,2006,", "qiaotau,2006,")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(spoilt))
    mark = tmp_path / "executed"
    cell = f"```{{code-cell}} ipython3\nopen({str(mark)!r}, 'w').close()\n```\n"
    folder = book(one=HEAD + "# One\n\n" + cell)
    before = sorted(folder.rglob("*"))
    for _ in range(2):
        with pytest.raises(DataError, match=r"data/skills\.csv, line 5, cluster.*qiaotau"):
            build(folder)
    assert not mark.exists()
    assert sorted(folder.rglob("*")) == before


def test_sphinx_itself_refuses_bad_data_whoever_calls_it(book, edit, monkeypatch, fails_twice):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", "qiaotou,2006,", "qiaotau,2006,")))
    monkeypatch.setattr(building, "check_data", lambda folder: None)
    assert "qiaotau" in fails_twice(book(one="# One\n"))


@pytest.mark.parametrize("found", ["2.0.1", "0.15.1"])
def test_another_jupyter_book_is_refused_with_the_remedy(monkeypatch, found):
    monkeypatch.setattr(building, "version", lambda name: found)
    with pytest.raises(BuildError, match=f"Jupyter Book {re.escape(found)} is installed, .* needs 1.x: .*make book"):
        check_version()


def test_the_build_checks_the_version_first(book, monkeypatch, fails_twice):
    monkeypatch.setattr(building, "version", lambda name: "2.0.1")
    assert "2.0.1" in fails_twice(book(one="# One\n"))


def test_check_prints_two_lines_when_all_is_well(capfd):
    assert command_line.main(["check"]) == 0
    out, err = capfd.readouterr()
    assert re.fullmatch(r"\d+ tables keep every rule\.\n\d+ claims judged by the survey of 2006: .*\.\n", out)
    assert err == ""


def test_check_reports_bad_data_on_standard_error_without_a_traceback(edit, monkeypatch, capfd):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", "qiaotou,2006,", "qiaotau,2006,")))
    assert command_line.main(["check"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "data/skills.csv, line 5, cluster" in err
    assert "Traceback" not in err


def build_in_a_terminal(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`python -m clusterbook build`, of another book than the real one, whose folder is named as seen from here."""
    command = [sys.executable, "-m", "clusterbook", "--root", folder.name, "build"]
    around = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder.parent, env=around, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_build_reports_a_failure_on_standard_error_without_a_traceback(book):
    run = build_in_a_terminal(book(one="# One\n\n{num}`nothing.at-all`\n"))
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("the book was not built; the last good site stays.\n")
    assert run.stderr.count("nothing.at-all") == 1
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_build_is_quiet_and_says_where_to_open_the_book(book, copied):
    read = CELL + 'print(len(data["skills"]))\n```\n'
    run = build_in_a_terminal(book(one=HEAD + "# One\n\n" + START + read), CLUSTERBOOK_DATA=copied.name)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "The book is built: open _build/html/index.html in a browser.\n"


@pytest.mark.slow
def test_what_the_last_build_left_is_gone_after_the_next(book):
    folder = book(one="# One\n\nText.\n", two="# Two\n\nText.\n")
    assert (build(folder).parent / "chapters" / "two.html").exists()
    site = build(book(one="# One\n\nOther text.\n")).parent
    assert not (site / "chapters" / "two.html").exists()
    assert "Other text." in (site / "chapters" / "one.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (folder / "_build").iterdir()) == ["cache", "html", "lock", "work"]


CHART = "cb.chart_skill_intensity(cb.skill_intensity(data))"
TABLE = "cb.table_summary(cb.cluster_summary(data))"


@pytest.mark.slow
def test_a_changed_number_shows_everywhere_after_a_plain_build_and_the_old_one_nowhere(book, edit, data, monkeypatch):
    skills = data["skills"].set_index("cluster")["skill_intensity_pct"]
    old, new = f"{skills['qiaotou']:.1f}", "47.3"
    says = "Qiaotou's skill intensity is {num}`qiaotou.skill-intensity`"
    folder = book(
        one=HEAD
        + f"# One\n\n{says}, as {{numref}}`fig-skills` shows.\n\n"
        + START
        + shown("figure", "fig-skills", CHART),
        two=HEAD + f"# Two\n\n{says}, as {{numref}}`tab-all` shows.\n\n" + START + shown("table", "tab-all", TABLE),
    )
    before = visible(build(folder).parent)
    assert counts(before, old) == {"one.html": True, "two.html": True}
    assert counts(before, new) == {"one.html": False, "two.html": False}

    monkeypatch.setenv("CLUSTERBOOK_DATA", str(edit("skills.csv", f"qiaotou,2006,{old}", f"qiaotou,2006,{new}")))
    after = visible(build(folder).parent)
    assert counts(after, new) == {"one.html": True, "two.html": True}
    assert not any(found for page in after.values() for found in [holds(page, old)])

    one, two = after["one.html"], after["two.html"]
    assert f">{new}%</span>" in one and f">{new}%</span>" in two, "the sentences"
    assert f"Qiaotou {new}%" in re.search(r'cb-still[^>]*aria-label="([^"]+)"', one)[1], "the alt text"
    script = (folder / "_build" / "html" / "_figures" / "fig-skills.js").read_text(encoding="utf-8")
    assert f'"skill_intensity_pct":{new}' in script, "the data of the interactive chart"
    assert re.search(rf">{new}</text>", one), "the still picture"
    assert re.search(rf"<p>{new}", two), "the table"


def visible(site: Path) -> dict[str, str]:
    """Every page of a site, without the coordinates of its drawings."""
    pages = {}
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        pages[path.name] = re.sub(r' (?:d|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]*"', "", text)
    return pages


def holds(text: str, number: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text))


def counts(pages: dict[str, str], number: str) -> dict[str, bool]:
    return {name: holds(pages[name], number) for name in ("one.html", "two.html")}
