"""Named numbers: right value, right wording, and where each comes from."""

from __future__ import annotations

import dataclasses
import re

import pytest

import clusterbook as cb
from clusterbook.facts import estimated, published, quote


@pytest.fixture(scope="module")
def facts(root):
    return cb.all_facts(cb.Dataset(root / "data"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("los-lagos.name", "Los Lagos"),
        ("los-lagos.country", "Chile"),
        ("los-lagos.product", "Salmon"),
        ("los-lagos.firms", "50"),
        ("los-lagos.foreign-share", "37.5%"),
        ("los-lagos.export-growth", "18.6%"),
        ("los-lagos.national-export-growth", "11.1%"),
        ("los-lagos.export-premium", "7.5 percentage points"),
        ("los-lagos.employment-growth", "11.9%"),
        ("los-lagos.wage-growth", "27.1%"),
        ("los-lagos.skill-intensity", "63.0%"),
        ("los-lagos.market-integration.phase", "4"),
        ("penang.product.level-4.firms", "57"),
        ("penang.product.level-4.share", "55%"),
        ("penang.product.level-4.exactly", "46"),
        ("qiaotou.human-resources.level-4.share", "39%"),
        ("argentina-vehicles.1997", "446,000"),
        ("qiaotou-sales.mid-1990s", "RMB 2.6 billion"),
        ("chile-salmon-output-fall.2008", "60%"),
        ("study.foreign-threshold", "50%"),
        ("clusters.count", "4"),
        ("firms.total", "303"),
        ("export-growth.highest", "Los Lagos"),
        ("skill-intensity.lowest", "Qiaotou"),
    ],
)
def test_a_fact_reads_as_a_sentence_prints_it(facts, name, text):
    assert facts[name].text == text


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("los-lagos.export-growth", "growth.csv, Los Lagos, 2006: yearly export growth of the location"),
        (
            "penang.product.level-4.share",
            "capabilities.csv, Penang, 2006, product technology, level 4: 57 of 103 firms",
        ),
        ("firms.total", "survey.csv, 2006: sum of firms"),
    ],
)
def test_a_fact_says_where_it_comes_from(facts, name, origin):
    assert facts[name].origin == origin


def test_every_fact_names_a_table_of_the_data_and_starts_its_origin_with_that_file(facts, data):
    for name, fact in facts.items():
        assert fact.table in data, name
        assert fact.origin.startswith(f"{fact.table}.csv, ") or fact.origin.startswith(f"{fact.table}.csv: "), name


def test_every_fact_has_a_text_and_a_name_that_a_role_can_write(facts):
    for name, fact in facts.items():
        assert fact.name == name
        assert fact.text.strip()
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name), name


def test_no_fact_prints_a_value_that_is_missing(facts):
    assert [name for name, fact in facts.items() if re.search(r"\b(nan|NaN|None|<NA>|inf)\b", fact.text)] == []


def test_no_two_facts_share_a_name(data):
    makers = [make for part in (published, estimated) for name, make in vars(part).items() if name.startswith("of_")]
    names = [fact.name for make in makers for fact in make(data)]

    assert len(names) == len(set(names)) == len(cb.all_facts(data))


def test_a_fact_cannot_be_changed(facts):
    with pytest.raises(dataclasses.FrozenInstanceError, match="text"):
        facts["clusters.count"].text = "5"


def test_a_fact_follows_its_cell(edit):
    folder = edit(
        "growth.csv", "los-lagos,2006,location,exports,2000,2006,18.6", "los-lagos,2006,location,exports,2000,2006,1.5"
    )

    facts = cb.all_facts(cb.Dataset(folder))

    assert facts["los-lagos.export-growth"].text == "1.5%"
    assert facts["export-growth.highest"].text == "Buenos Aires"


def test_clusters_that_share_an_extreme_are_all_named(edit):
    folder = edit("skills.csv", "64.3", "87.7")

    assert cb.all_facts(cb.Dataset(folder))["skill-intensity.highest"].text == "Buenos Aires and Penang"


def test_prose_and_alt_text_round_a_half_alike(edit):
    data = cb.Dataset(edit("skills.csv", "87.7", "87.25"))

    prose = cb.all_facts(data)["penang.skill-intensity"].text
    alt_text = cb.chart_skill_intensity(cb.skill_intensity(data)).to_dict()["description"]

    assert f"Penang {prose}" in alt_text


def test_a_reference_without_a_form_is_quoted_as_text(facts):
    fact, text = quote(facts, "los-lagos.export-growth")

    assert (fact.value, text) == (18.6, "18.6%")


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("clusters.count:words", "four"),
        ("clusters.count:Words", "Four"),
        ("firms.total:words", "three hundred and three"),
        ("study.minimum-experience:words", "twenty"),
    ],
)
def test_a_whole_number_can_be_quoted_in_words(facts, reference, text):
    assert quote(facts, reference)[1] == text


@pytest.mark.parametrize(
    "reference",
    ["los-lagos.export-growth:words", "los-lagos.name:words", "clusters.count:roman", "clusters.count:WORDS"],
)
def test_a_form_that_a_number_does_not_have_is_refused(facts, reference):
    name, form = reference.split(":")

    with pytest.raises(cb.UnknownNameError, match=f"^number '{name}' has no form '{form}'; whole numbers have"):
        quote(facts, reference)


def test_an_unknown_number_is_refused_with_the_nearest_name(facts):
    with pytest.raises(
        cb.UnknownNameError,
        match=r"^unknown number 'los-lagos.export-grwth': did you mean"
        r" 'los-lagos.export-growth'\?$",
    ):
        quote(facts, "los-lagos.export-grwth")


def test_without_a_data_set_the_book_s_own_facts_are_returned(facts):
    assert cb.all_facts() == facts
