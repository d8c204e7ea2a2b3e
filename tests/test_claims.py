"""The register of claims: each well formed, decided by what it says decides it, and restated by a chapter."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import clusterbook as cb
from clusterbook.claims import PARTS, Verdict, all_claims, judge_all
from clusterbook.claims import judging as by
from clusterbook.claims.evidence import Evidence
from clusterbook.claims.mentions import mentions
from clusterbook.claims.model import Register, judged
from clusterbook.claims.verdicts import gathered, judge

CLAIMS = all_claims()

each_claim = pytest.mark.parametrize("id", CLAIMS)


class Watched:
    """The book's data, noting which tables are looked up."""

    def __init__(self, data: cb.Dataset) -> None:
        self.data, self.seen = data, set()

    @property
    def year(self) -> int:
        return self.data.year

    def __getitem__(self, name: str):
        self.seen.add(name)
        return self.data[name]


@pytest.fixture(scope="module")
def book() -> cb.Dataset:
    return cb.Dataset()


@each_claim
def test_a_claim_looks_only_at_the_tables_that_it_names(id, book):
    watched = Watched(book)
    judged(CLAIMS[id], Evidence(watched))
    # Whatever a claim is about, it may call a cluster by its name.
    assert watched.seen - {"clusters"} == set(CLAIMS[id].tables) - {"clusters"}


@each_claim
def test_a_claim_is_decided_by_columns_that_the_data_have(id, book):
    for column in CLAIMS[id].decided_by:
        table, _, name = column.partition(".")
        assert name in {field["name"] for field in book.describe(table)["schema"]["fields"]}, column


@each_claim
def test_a_claim_is_one_sentence_with_an_id_in_words(id, book):
    claim = CLAIMS[id]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)
    assert claim.statement.endswith(".") and not claim.statement.startswith(" ")
    assert claim.place and not claim.place.endswith(".")
    assert str(judged(claim, Evidence(book)).finding)


def test_there_are_well_over_a_hundred_claims_and_each_part_of_the_paper_has_some():
    assert len([claim for claim in CLAIMS.values() if claim.made_by == "the paper"]) > 120
    assert [part.__name__ for part in PARTS if not part.REGISTER.claims] == []


def test_each_claim_is_restated_by_a_chapter_and_each_role_names_a_claim(root):
    named = {mention.claim for mention in mentions(root, str)}
    assert sorted(named - set(CLAIMS)) == []
    assert sorted(set(CLAIMS) - named) == []


def test_every_kind_of_verdict_is_given(book):
    assert {found.finding.verdict for found in judge_all(book).values()} == set(Verdict)


def changed(data: cb.Dataset, table: str, values: dict, **key) -> cb.Dataset:
    """The same data with one cell changed (a second and third, if more values are given)."""
    frame = data[table]
    row = (frame[list(key)] == pd.Series(key)).all(axis=1)
    assert row.sum() == 1
    for column, value in values.items():
        frame.loc[row, column] = value
    return data.replacing(**{table: frame}, check=False)


def verdict(data: cb.Dataset, id: str) -> Verdict:
    return judge_all(data)[id].finding.verdict


def test_a_claim_that_holds_falls_when_its_data_are_edited(book):
    id = "exports-los-lagos-and-buenos-aires-lead"
    faster = changed(book, "growth", {"growth_pct_pa": 20.7}, cluster="penang", scope="location", indicator="exports")
    assert verdict(book, id) is Verdict.HOLDS
    assert verdict(faster, id) is Verdict.FAILS


def test_a_claim_that_does_not_hold_holds_when_its_data_are_edited(book):
    id = "table-5-percentages-qiaotou"
    key = {"cluster": "qiaotou", "dimension": "human-resources", "level": 4}
    assert verdict(book, id) is Verdict.FAILS
    assert verdict(changed(book, "capabilities", {"share_pct_printed": 39}, **key), id) is Verdict.HOLDS
    assert verdict(changed(book, "capabilities", {"firms": 29}, **key), id) is Verdict.HOLDS


def test_an_ambiguous_claim_holds_when_the_paper_says_one_thing(book):
    id = "isa-virus-in-2007"
    assert verdict(book, id) is Verdict.AMBIGUOUS
    agreed = changed(book, "events", {"year": 2007, "year_end": 2007, "date": "2007"}, event="isa-virus-2008")
    assert verdict(agreed, id) is Verdict.HOLDS


def test_a_claim_that_cannot_be_told_is_told_when_the_data_leave_one_answer(book):
    id = "foreign-firms-dominate-level-5-product"
    key = {"cluster": "penang", "dimension": "product", "level": 5}
    assert verdict(book, id) is Verdict.UNTOLD
    # Of 45 firms at least 28 are foreign, for the sample has no more than 17 others.
    assert verdict(changed(book, "capabilities", {"firms": 45}, **key), id) is Verdict.HOLDS


LOCATION = {"scope": "location"}


@pytest.mark.parametrize(
    ("id", "table", "key", "values", "after"),
    [
        (
            "exports-los-lagos-and-buenos-aires-lead",
            "growth",
            {"cluster": "buenos-aires", "indicator": "exports", **LOCATION},
            {"growth_pct_pa": 12.0},
            Verdict.FAILS,
        ),
        (
            "wage-rates-los-lagos-and-qiaotou",
            "growth",
            {"cluster": "qiaotou", "indicator": "real-wages", **LOCATION},
            {"growth_pct_pa": 13.2},
            Verdict.FAILS,
        ),
        (
            "export-growth-above-nation",
            "growth",
            {"cluster": "qiaotou", "indicator": "exports", "scope": "nation"},
            {"growth_pct_pa": 12.4},
            Verdict.FAILS,
        ),
        ("skill-highest-in-penang", "skills", {"cluster": "penang"}, {"skill_intensity_pct": 64.3}, Verdict.AMBIGUOUS),
        ("skill-highest-in-penang", "skills", {"cluster": "penang"}, {"skill_intensity_pct": 60.0}, Verdict.FAILS),
        ("skill-lowest-in-qiaotou", "skills", {"cluster": "qiaotou"}, {"skill_intensity_pct": 63.1}, Verdict.FAILS),
        (
            "over-half-at-level-3",
            "capabilities",
            {"cluster": "penang", "dimension": "product", "level": 3},
            {"firms": 51},
            Verdict.FAILS,
        ),
        (
            "penang-leads-at-level-4",
            "capabilities",
            {"cluster": "qiaotou", "dimension": "product", "level": 4},
            {"firms": 60},
            Verdict.FAILS,
        ),
        (
            "foreign-share-los-lagos",
            "survey",
            {"cluster": "los-lagos"},
            {"foreign_share_pct_printed": 38.0},
            Verdict.HOLDS,
        ),
        ("road-map-on-conclusions", "sections", {"section": 7}, {"announced_as": 7}, Verdict.HOLDS),
        (
            "cluster-output-falls-by-2003",
            "figures",
            {"series": "buenos-aires-vehicles", "date": "2003"},
            {"value": 240_000},
            Verdict.FAILS,
        ),
        (
            "start-of-penang",
            "events",
            {"event": "first-arrivals"},
            {"year": 1972, "year_end": 1972, "date": "1972"},
            Verdict.HOLDS,
        ),
        ("maggi-year", "citations", {"work": "maggi2007"}, {"year_printed": 2007}, Verdict.HOLDS),
        (
            "peso-in-the-crisis-years",
            "assertions",
            {"topic": "argentine-peso", "place": "Section 7"},
            {"says": "the peso depreciated in 2003"},
            Verdict.HOLDS,
        ),
    ],
)
def test_an_edit_of_what_decides_a_claim_turns_its_verdict(book, id, table, key, values, after):
    before = verdict(book, id)
    assert before is not after
    assert verdict(changed(book, table, values, **key), id) is after


def test_two_phases_corrected_make_the_text_on_market_integration_true(book):
    raised = book
    for cluster in ("buenos-aires", "penang"):
        raised = changed(raised, "institutions", {"phase": 4}, cluster=cluster, pillar="market-integration")
    assert verdict(book, "market-integration-at-level-4") is Verdict.FAILS
    assert verdict(raised, "market-integration-at-level-4") is Verdict.HOLDS


def test_a_second_survey_year_tells_what_one_year_cannot(book):
    skills = book["skills"]
    earlier = skills.assign(year=2000, skill_intensity_pct=skills["skill_intensity_pct"] - 20)
    both = book.replacing(skills=pd.concat([skills, earlier], ignore_index=True), check=False)
    assert verdict(book, "penang-skills-rose") is Verdict.UNTOLD
    assert verdict(both, "penang-skills-rose") is Verdict.HOLDS


@pytest.fixture(scope="module")
def with_a_fifth(book) -> cb.Dataset:
    """The book's data with a made-up fifth cluster that beats the others in all that is counted."""
    tables = {}
    for name in ("clusters", "survey", "growth", "skills", "institutions", "capabilities"):
        frame = book[name]
        fifth = frame[frame["cluster"] == "penang"].assign(cluster="fifth")
        for column, value in {"name": "Fifth", "growth_pct_pa": 40.0, "skill_intensity_pct": 99.0, "phase": 1}.items():
            if column in fifth:
                fifth[column] = value
        if name == "capabilities":
            fifth["firms"] = fifth["share_pct_printed"] = 0
        tables[name] = pd.concat([frame, fifth], ignore_index=True)
    return book.replacing(**tables, check=False)


def test_with_a_fifth_cluster_claims_are_judged_over_those_they_name(book, with_a_fifth):
    before, after = judge_all(book), judge_all(with_a_fifth)
    assert {id for id in before if before[id].finding.verdict is not after[id].finding.verdict} == set()
    told = after["over-half-at-level-3"]
    assert told.beyond == ("Fifth",)
    assert told.finding.numbers.endswith(
        "Judged over Buenos Aires, Los Lagos, Penang and Qiaotou only, not over Fifth."
    )


def test_data_that_lack_a_row_make_its_claims_untold_and_stop_nothing(book):
    growth = book["growth"]
    poorer = book.replacing(growth=growth[growth["cluster"] != "penang"], check=False)
    found = judge_all(poorer)["exports-los-lagos-and-buenos-aires-lead"].finding
    assert found.verdict is Verdict.UNTOLD
    assert "a row of growth.csv for cluster penang" in found.needs


@pytest.mark.slow
@pytest.mark.parametrize("table", sorted({table for claim in CLAIMS.values() for table in claim.tables}))
def test_an_empty_table_makes_claims_untold_and_stops_nothing(book, table):
    poorer = book.replacing(**{table: book[table].head(0)}, check=False)
    if table == "survey":  # the year looked at comes from it
        poorer = poorer.replacing(survey=book["survey"].assign(cluster="gone"), check=False)
    for id, found in judge_all(poorer).items():
        assert str(found.finding), id


def test_an_assertion_that_is_gone_moved_or_made_elsewhere_too_stops_no_claim(book):
    rows, of_assertions = book["assertions"], {id: one for id, one in CLAIMS.items() if "assertions" in one.tables}
    assert len(of_assertions) > 10
    for at in rows.index:
        moved = rows.loc[[at]].assign(place="Section 9")
        for changed in (rows.drop(at), pd.concat([rows.drop(at), moved]), pd.concat([rows, moved])):
            judged = judge(book.replacing(assertions=changed, check=False), of_assertions)
            assert all(str(found.finding) for found in judged.values())


def test_no_claim_takes_the_name_of_another():
    part = Register("1")
    for _ in range(2):
        part.add("same", "paragraph 1", "count", "One.", "clusters.name")(lambda see: by.tells(True, "One."))
    with pytest.raises(ValueError, match="two claims are called 'same'"):
        gathered([part])


def test_most_claims_of_the_paper_hold(book):
    verdicts = [found.finding.verdict for found in judge_all(book).values() if found.claim.made_by == "the paper"]
    assert verdicts.count(Verdict.HOLDS) > len(verdicts) / 2


def test_every_reading_of_this_book_holds(book):
    """A sentence of the book's own that its data contradict has to be corrected, not recorded."""
    own = {id: found.finding.verdict for id, found in judge_all(book).items() if found.claim.made_by == "this book"}
    assert {id: verdict for id, verdict in own.items() if verdict is not Verdict.HOLDS} == {}


def test_each_correction_of_a_misprint_says_what_hangs_on_it(book):
    found = cb.misprint_corrections(book)
    assert list(found["correction"]) == [
        "the count is right, and the percentage 2%",
        "the count is right, and the percentage 39%",
        "the percentage is right, and the count 29",
        "18 firms are foreign-owned, 36.0%",
        "19 firms are foreign-owned, 38.0%",
        "86 firms are foreign-owned, 83.5%",
        "87 firms are foreign-owned, 84.5%",
    ]
    turned = dict(zip(found["correction"], found["turned"], strict=True))
    assert turned["the count is right, and the percentage 2%"] == {"table-5-percentages-buenos-aires": "holds"}
    assert turned["the percentage is right, and the count 29"]["table-5-percentages-qiaotou"] == "holds"
    assert turned["86 firms are foreign-owned, 83.5%"]["foreign-share-penang"] == "holds"


def test_no_verdict_hangs_on_a_correction_but_those_on_the_misprint_itself(book):
    """The chapter on the claims says so in words."""
    on_misprints = {
        "table-5-percentages-buenos-aires",
        "table-5-percentages-qiaotou",
        "foreign-share-los-lagos",
        "foreign-share-penang",
        "penang-foreign-share-in-text",
    }
    assert {id for turned in cb.misprint_corrections(book)["turned"] for id in turned} <= on_misprints
