"""The reference list and the citations as printed: each leads to an entry, and the entries know which is which."""

from __future__ import annotations

import re

import pytest
from pybtex.database import parse_file

TABLES = ["works", "citations"]
NOT_OF_THE_LIST = {"unlisted", "data-source"}  # keywords of works that the reference list does not have
THE_PAPER = "rasiahvinanchiarachi"  # the paper does not list itself, and its entry has no keyword

# Counted in the paper, not in data/: entries of its list, citations by section.
ENTRIES = 78
BY_SECTION = {"1": 16, "2": 50, "3": 9, "4": 1, "5": 11, "6": 31}
FOOTNOTES_THAT_CITE = {("2", 5): 1, ("6", 12): 2, ("6", 14): 1, ("6", 15): 1, ("6", 16): 1, ("6", 17): 1}

each_table = pytest.mark.parametrize("table", TABLES)


@pytest.fixture(scope="module")
def keywords(root) -> dict[str, set[str]]:
    """The keywords of every work of the bibliography, by its key."""
    entries = parse_file(str(root / "references.bib"), bib_format="bibtex").entries
    return {key: set(re.findall(r"[\w-]+", entry.fields.get("keywords", ""))) for key, entry in entries.items()}


@each_table
def test_every_work_of_a_table_has_an_entry_in_the_bibliography(data, keywords, table):
    assert sorted(set(data[table]["work"]) - keywords.keys()) == []


def test_a_work_is_listed_exactly_when_its_entry_does_not_say_otherwise(data, keywords):
    wanted = {key for key, words in keywords.items() if not words & NOT_OF_THE_LIST} - {THE_PAPER}

    assert set(data["works"]["work"]) == wanted


def test_a_listed_work_is_never_cited_exactly_when_its_entry_is_kept_as_uncited(data, keywords):
    never = set(data["works"]["work"]) - set(data["citations"]["work"])

    assert never == {key for key, words in keywords.items() if "uncited" in words}


def test_a_work_outside_the_list_is_cited_exactly_when_its_entry_is_kept_as_unlisted(data, keywords):
    outside = set(data["citations"]["work"]) - set(data["works"]["work"])

    assert outside == {key for key, words in keywords.items() if "unlisted" in words}


@each_table
def test_the_numbers_run_from_1_without_a_gap(data, table):
    assert data[table]["number"].tolist() == list(range(1, len(data[table]) + 1))


@each_table
def test_a_range_of_pages_has_both_ends_or_none(data, table):
    rows = data[table]

    assert rows.loc[rows["first_page"].isna() != rows["last_page"].isna(), "number"].tolist() == []


def test_a_listed_range_of_pages_ends_after_it_starts(data):
    rows = data["works"].dropna(subset=["first_page", "last_page"])

    assert rows.loc[rows["last_page"] <= rows["first_page"], "work"].tolist() == []


def test_the_pages_of_a_citation_do_not_end_before_they_start(data):
    rows = data["citations"].dropna(subset=["first_page", "last_page"])

    assert rows.loc[rows["last_page"] < rows["first_page"], "number"].tolist() == []


def test_the_sections_of_the_citations_follow_one_another(data):
    (field,) = [entry for entry in data.describe("citations")["schema"]["fields"] if entry["name"] == "section"]

    places = data["citations"]["section"].map(field["constraints"]["enum"].index)

    assert places.is_monotonic_increasing


@each_table
def test_the_names_are_joined_by_a_semicolon_and_a_space(data, table):
    names = data[table]["authors_printed"]

    assert [name for name in names if not re.fullmatch(r"[^;,&]+(?:; [^;,&]+)*", name) or " and " in name] == []


def test_others_are_left_out_at_the_end_only_and_never_in_the_list(data):
    cited = data["citations"]["authors_printed"]

    assert not data["works"]["authors_printed"].str.contains("et al").any()
    assert cited[cited.str.contains("et al")].str.fullmatch(r"[^;]+; et al\.").all()


def test_the_list_has_as_many_entries_as_the_paper_prints(data):
    assert len(data["works"]) == ENTRIES


def test_each_section_has_as_many_citations_as_the_paper_prints(data):
    assert data["citations"]["section"].value_counts().to_dict() == BY_SECTION


def test_the_footnotes_that_cite_stand_in_the_section_of_their_sign(data):
    rows = data["citations"].dropna(subset=["note"])

    assert rows.groupby(["section", "note"]).size().to_dict() == FOOTNOTES_THAT_CITE
