"""The data of the book: whole, within bounds, and what the paper prints."""

from __future__ import annotations

import json
import re

import pytest

import clusterbook as cb
from clusterbook.loading import check_data

CATEGORIES = {"year", "year_end", "start_year", "end_year", "level", "phase", "section", "announced_as"}

# Typed from the paper, not from data/: Table 1.
TABLE_1 = """
Argentina | Buenos Aires | Automotive  | 11.7 | 15.3 | 50  | 70.0
Chile     | Los Lagos    | Salmon      | 11.1 | 18.6 | 50  | 37.5
China     | Qiaotou      | Buttons     | 12.0 | 12.4 | 100 | 0.0
Malaysia  | Penang       | Electronics | 4.6  | 6.7  | 103 | 83.7
"""

# Table 4: pillars in the order printed, and who is in which phase.
TABLE_4 = {
    "basic-infrastructure": {3: set(), 4: {"Buenos Aires", "Los Lagos", "Penang", "Qiaotou"}},
    "high-tech-institutions": {3: {"Buenos Aires", "Los Lagos", "Penang"}, 4: {"Qiaotou"}},
    "network-cohesion": {3: {"Buenos Aires", "Los Lagos", "Penang"}, 4: {"Qiaotou"}},
    "market-integration": {3: {"Buenos Aires", "Penang"}, 4: {"Los Lagos", "Qiaotou"}},
}

# Table 5, cells as printed: count(percentage); columns HR, PT, RD.
TABLE_5 = {
    "Buenos Aires": """
        1 50(100) 50(100) 50(100)
        2 50(100) 50(100) 50(100)
        3 50(100) 50(100) 50(100)
        4 7(14) 7(14) 7(14)
        5 2(4) 2(4) 1(1)
        6 0(0) 0(0) 0(0)""",
    "Los Lagos": """
        1 50(100) 50(100) 50(100)
        2 50(100) 50(100) 50(100)
        3 50(100) 50(100) 50(100)
        4 12(24) 12(24) 5(10)
        5 2(4) 3(6) 0(0)
        6 0(0) 0(0) 0(0)""",
    "Penang": """
        1 103(100) 103(100) 103(100)
        2 103(100) 103(100) 73(71)
        3 85(83) 85(83) 66(64)
        4 69(67) 69(67) 57(55)
        5 35(34) 35(34) 11(11)
        6 1(1) 1(1) 1(1)""",
    "Qiaotou": """
        1 100(100) 100(100) 100(100)
        2 100(100) 100(100) 100(100)
        3 75(75) 75(75) 72(72)
        4 39(29) 37(37) 33(33)
        5 3(3) 3(3) 2(2)
        6 0(0) 0(0) 0(0)""",
}

# Section 5: employment growth, real wage growth (per cent a year, 2000-06), skill intensity 2006 (per cent).
SECTION_5 = {
    "Buenos Aires": (6.5, 0.5, 64.3),
    "Los Lagos": (11.9, 27.1, 63.0),
    "Penang": (4.0, 1.1, 87.7),
    "Qiaotou": (5.6, 13.1, 31.1),
}

MISPRINTS = {("buenos-aires", "product", 5): (1, 2), ("qiaotou", "human-resources", 4): (29, 39)}


def tables(root) -> dict:
    descriptor = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in descriptor["resources"] if "schema" in entry}


@pytest.fixture
def shares(data):
    return cb.firm_shares(data)


def test_the_data_keep_every_rule(root):
    assert check_data(root / "data")


def test_every_file_of_the_folder_is_described(root):
    descriptor = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))

    described = {entry["path"] for entry in descriptor["resources"]} | {"datapackage.json"}

    assert {path.name for path in (root / "data").iterdir()} == described


def test_every_table_has_a_primary_key_that_holds(data, root):
    for name, entry in tables(root).items():
        frame = data[name]
        assert not frame.duplicated(entry["schema"]["primaryKey"]).any(), name


def test_every_column_that_names_a_row_elsewhere_is_a_foreign_key(root):
    keys = {
        entry["schema"]["primaryKey"][0]
        for entry in tables(root).values()
        if entry["name"] in {"clusters", "pillars", "phases", "dimensions", "levels"}
    }
    for name, entry in tables(root).items():
        columns = {field["name"] for field in entry["schema"]["fields"]} & keys
        pointing = {field for key in entry["schema"].get("foreignKeys", []) for field in key["fields"]}
        assert columns <= pointing | set(entry["schema"]["primaryKey"][:1]), name


def test_every_column_has_a_title_and_a_type(root):
    for name, entry in tables(root).items():
        for field in entry["schema"]["fields"]:
            assert field["title"] and field["type"], (name, field["name"])


def test_every_measured_column_states_its_unit(root):
    bare = [
        (name, field["name"])
        for name, entry in tables(root).items()
        for field in entry["schema"]["fields"]
        if field["type"] in {"number", "integer"} and field["name"] not in CATEGORIES and not field.get("unit")
    ]

    assert bare == []


def test_a_column_that_says_see_unit_stands_beside_a_required_unit(root):
    for name, entry in tables(root).items():
        fields = {field["name"]: field for field in entry["schema"]["fields"]}
        if any(field.get("unit") == "see unit" for field in fields.values()):
            assert fields["unit"]["constraints"]["required"], name


def test_every_share_and_rate_is_bounded_on_both_sides(root):
    for name, entry in tables(root).items():
        for field in entry["schema"]["fields"]:
            if field.get("unit", "").startswith("per cent"):
                assert {"minimum", "maximum"} <= field["constraints"].keys(), (name, field["name"])


def test_every_table_names_its_source_and_its_place_in_the_paper(root):
    for name, entry in tables(root).items():
        assert entry["sources"][0]["title"] and entry["paper"] and entry["description"], name


def test_counts_fall_with_the_level(shares):
    for at, rows in shares.groupby(["cluster", "dimension"]):
        assert rows.sort_values("level")["firms"].is_monotonic_decreasing, at


def test_no_count_exceeds_the_sample(shares):
    assert (shares["firms"] <= shares["sample"]).all()


def test_the_first_level_equals_the_sample(shares):
    first = shares[shares["level"] == 1]

    assert (first["firms"] == first["sample"]).all()


def test_exactly_the_two_known_misprints_do_not_fit_their_counts(shares):
    wrong = shares[(shares["share_pct"] - shares["share_pct_printed"]).abs() > 0.5]  # half a printed digit

    assert set(wrong[["cluster", "dimension", "level"]].itertuples(index=False, name=None)) == set(MISPRINTS)


def test_the_two_misprints_are_recorded_with_date_and_reason(data):
    listed = data["misprints"].set_index(["cluster", "dimension", "level"])

    found = {at: (row["share_pct_printed"], row["share_pct_from_count"]) for at, row in listed.iterrows()}

    assert found == MISPRINTS
    assert listed["recorded"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert (listed["reason"].str.len() > 20).all()


@pytest.mark.parametrize("line", TABLE_1.strip().splitlines(), ids=lambda line: line.split("|")[1].strip())
def test_table_1_agrees_with_the_paper(data, line):
    country, name, product, *numbers = (cell.strip() for cell in line.split("|"))

    row = cb.cluster_profile(data).set_index("name").loc[name]

    assert (row["country"], row["product"]) == (country, product)
    measured = ["national_export_growth_pct_pa", "export_growth_pct_pa", "firms", "foreign_share_pct"]
    assert list(row[measured]) == [float(number) for number in numbers]


def test_table_1_of_the_paper_has_every_cluster_of_the_data(data):
    printed = {line.split("|")[1].strip() for line in TABLE_1.strip().splitlines()}

    assert printed == set(data["clusters"]["name"])


@pytest.mark.parametrize("pillar", TABLE_4)
def test_table_4_agrees_with_the_paper(data, pillar):
    rows = cb.institutional_phases(data).query("pillar == @pillar")

    found = {phase: set(rows.loc[rows["phase"] == phase, "name"]) for phase in (3, 4)}

    assert found == TABLE_4[pillar]


def test_table_4_of_the_paper_has_every_pillar_of_the_data(data):
    assert list(data["pillars"]["pillar"]) == list(TABLE_4)


@pytest.mark.parametrize("name", TABLE_5)
def test_table_5_agrees_with_the_paper(shares, name):
    printed = [
        (int(line.split()[0]), label, *map(int, re.fullmatch(r"(\d+)\((\d+)\)", cell).groups()))
        for line in TABLE_5[name].strip().splitlines()
        for label, cell in zip(("HR", "PT", "RD"), line.split()[1:], strict=True)
    ]

    rows = shares[shares["name"] == name]
    found = rows[["level", "dimension_label", "firms", "share_pct_printed"]].itertuples(index=False, name=None)

    assert sorted(found) == sorted(printed)


@pytest.mark.parametrize("name", SECTION_5)
def test_figures_1_and_2_agree_with_the_text_of_section_5(data, name):
    row = cb.cluster_summary(data).set_index("name").loc[name]

    found = (row["employment_growth_pct_pa"], row["wage_growth_pct_pa"], row["skill_intensity_pct"])

    assert found == SECTION_5[name]


def test_growth_is_that_of_2000_to_2006(data):
    assert set(data["growth"][["start_year", "end_year"]].itertuples(index=False, name=None)) == {(2000, 2006)}


@pytest.mark.parametrize("table", ["figures", "events"])
def test_every_citation_of_a_table_stands_in_the_bibliography(data, root, table):
    entries = set(re.findall(r"^@\w+\{([^,\s]+),", (root / "references.bib").read_text("utf-8"), flags=re.M))

    cited = {key for cell in data[table]["citation"].dropna() for key in re.split(r"[;,\s]+", cell)}

    assert cited
    assert cited <= entries


@pytest.mark.parametrize("table", ["figures", "events"])
def test_every_dated_row_names_its_section_of_the_paper(data, table):
    assert data[table]["section"].str.match(r"^[1-7](\.[1-4])?\b").all()


@pytest.mark.parametrize("table", ["figures", "events"])
def test_the_years_of_a_row_fit_the_date_as_written(data, table):
    for _, row in data[table].iterrows():
        for year in re.findall(r"\b(?:1[4-9]|20)\d\d\b(?!s)", row["date"]):
            assert row["year"] <= int(year) <= row["year_end"], row["date"]


def test_events_happen_after_the_war_and_before_the_paper(data):
    assert data["events"]["year"].min() >= 1945
    assert data["events"]["year_end"].max() <= 2013
