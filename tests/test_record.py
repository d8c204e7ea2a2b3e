"""The accepted verdicts, the sentences of the chapters, and what ``check`` tells an author."""

from __future__ import annotations

from dataclasses import replace

import pytest

import clusterbook as cb
from clusterbook.__main__ import main
from clusterbook.claims import Finding, Verdict, judge_all
from clusterbook.claims.mentions import mentions, plain
from clusterbook.claims.record import FILE, compare, read, write
from clusterbook.claims.record import recorded as as_recorded
from clusterbook.errors import BookError


@pytest.fixture(scope="module")
def claims():
    return judge_all(cb.Dataset())


def turned(found, verdict=Verdict.FAILS):
    return replace(found, finding=Finding(verdict, "Other numbers."))


def test_the_accepted_verdicts_are_those_of_the_data(root, claims):
    changes = compare(claims, read(root))
    assert not changes
    assert changes.numbers == ()


def test_a_record_that_was_written_is_read_back(tmp_path, claims):
    (tmp_path / "tests").mkdir()
    assert write(tmp_path, claims) is True
    assert read(tmp_path) == as_recorded(claims)
    assert write(tmp_path, claims) is False


def test_without_a_record_every_claim_is_new(tmp_path, claims):
    assert compare(claims, read(tmp_path)).new == tuple(claims)


@pytest.mark.parametrize(
    ("text", "message"),
    [("claim,verdict\n", "line 1: is not the header"), ("claim,verdict,numbers\na,holds\n", "line 2: has 2 cells")],
)
def test_a_spoilt_record_is_refused_with_its_line(tmp_path, text, message):
    (tmp_path / "tests").mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BookError, match=rf"{message}.*\. Restore the file, or run `make accept`\.$"):
        read(tmp_path)


def test_a_changed_verdict_changed_numbers_new_and_lost_claims_are_told_apart(claims):
    first, second, third, *_ = claims
    now = {**claims, first: turned(claims[first], Verdict.FAILS), "fresh": claims[third]}
    recorded = as_recorded(claims) | {"lost": ("holds", "Numbers.")}
    recorded[first] = ("holds", "Numbers.")
    recorded[second] = (recorded[second][0], "Older numbers.")
    changes = compare(now, recorded)
    assert (changes.verdicts, changes.numbers, changes.new, changes.gone) == (
        (first,),
        (second,),
        ("fresh",),
        ("lost",),
    )
    assert changes


def test_numbers_alone_do_not_upset_the_record(claims):
    first = next(iter(claims))
    recorded = as_recorded(claims)
    recorded[first] = (recorded[first][0], "Older numbers.")
    assert not compare(claims, recorded)


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("It grew by {num}`a.b` a year. {claim}`x`", "It grew by <a.b> a year."),
        ("So it is {cite:p}`best2001`, says {cite:t}`best2001`.[^note]", "So it is, says best2001."),
        ("See {ref}`the chapter <theory>` and {numref}`tab-a` *now*.", "See theory and tab-a now."),
        ("[^note]: A footnote. {claim}`x,y`", "A footnote."),
    ],
)
def test_a_sentence_is_told_as_a_reader_sees_it(line, read_as):
    assert plain(line, lambda name: f"<{name}>") == read_as


def test_each_mention_has_page_line_and_sentence(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.md").write_text("# T\n\nOne. {claim}`a,b`\n", encoding="utf-8")
    (tmp_path / "chapters" / "x.md").write_text("Two. {claim}`a`\n", encoding="utf-8")
    found = [(one.claim, one.page, one.line, one.sentence) for one in mentions(tmp_path, str)]
    assert found == [
        ("a", "index.md", 3, "One."),
        ("b", "index.md", 3, "One."),
        ("a", "chapters/x.md", 1, "Two."),
    ]
    assert [(one.claim, one.line) for one in mentions(tmp_path, str, only={"b"})] == [("b", 3)]


def test_check_passes_on_the_books_own_data(capsys):
    assert main(["check"]) == 0
    assert "claims judged by the survey of 2006" in capsys.readouterr().out


def test_check_lists_every_sentence_that_becomes_false_when_penang_exports_lead(monkeypatch, edit, root, capsys):
    folder = edit(
        "growth.csv", "penang,2006,location,exports,2000,2006,6.7", "penang,2006,location,exports,2000,2006,20.7"
    )
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(folder))

    code = main(["check"])

    told = capsys.readouterr().out
    assert code == 1
    fallen = [
        id for id, found in judge_all(cb.Dataset(folder)).items() if read(root)[id][0] != found.finding.verdict.value
    ]
    assert "exports-los-lagos-and-buenos-aires-lead" in fallen
    for id in fallen:
        assert f"  {id}: " in told
    for at in mentions(root, str):
        if at.claim in fallen:
            assert f"{at.page}, line {at.line}: " in told
    assert "before: Los Lagos 18.6%" in told and "now:    Penang 20.7%" in told


def test_check_says_so_when_only_numbers_have_changed(monkeypatch, edit, capsys):
    folder = edit("growth.csv", "penang,2006,nation,exports,2000,2006,4.6", "penang,2006,nation,exports,2000,2006,4.5")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(folder))
    assert main(["check"]) == 0
    assert "the accepted verdict, on other numbers: export-growth-above-nation" in capsys.readouterr().out


def test_check_says_over_which_clusters_it_judges_when_the_data_have_a_fifth(monkeypatch, copied, capsys):
    for name in ("clusters", "survey", "growth", "skills", "institutions", "capabilities"):
        path = copied / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        fifth = [
            line.replace("penang,", "fifth,").replace("Penang", "Fifth") for line in lines if line.startswith("penang,")
        ]
        path.write_text("\n".join([*lines, *fifth]) + "\n", encoding="utf-8")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(copied))

    main(["check"])

    told = capsys.readouterr().out
    assert "claims about the four clusters of the paper are judged over those alone, not over Fifth.\n" in told
    fallen = [line.split(":")[0].strip() for line in told.splitlines() if ", was: " in line]
    assert [id for id in fallen if judge_all()[id].claim.made_by == "the paper"] == []
