"""The register of claims: each well formed, decided by what it says decides it, and restated by a chapter."""

from __future__ import annotations

import re

import pytest

import clusterbook as cb
from clusterbook.claims import PARTS, Verdict, all_claims, judge_all
from clusterbook.claims.evidence import Evidence
from clusterbook.claims.mentions import mentions
from clusterbook.claims.model import judged

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
