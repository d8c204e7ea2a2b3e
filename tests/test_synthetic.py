"""The synthetic sample: it meets the paper's tables cell by cell, says what it is, and leaves open the rest."""

from __future__ import annotations

import csv
import json
from itertools import pairwise

import pytest

import clusterbook as cb
from clusterbook import survey
from clusterbook.survey.checking import row_faults, shape_faults
from clusterbook.survey.files import FOLDER, synthetic_files
from clusterbook.survey.schema import DIMENSIONS, SYNTHETIC, descriptor


@pytest.fixture(scope="module")
def book(root) -> cb.Dataset:
    return cb.Dataset(root / "data")


@pytest.fixture(scope="module")
def firms(book):
    return survey.synthetic_firms(book)


def printed(book, table, *key):
    """The paper's rows of a table, by cluster and more."""
    frame = book[table]
    return frame[frame["year"] == book.paper_year].set_index(["cluster", *key])


def test_it_has_as_many_firms_as_the_paper_surveyed(book, firms):
    found = survey.sample(firms).set_index("cluster")["firms"]

    assert found.to_dict() == printed(book, "survey")["firms"].to_dict()
    assert len(firms) == 303


def test_the_foreign_share_of_table_1_is_met_as_near_as_whole_firms_allow(book, firms):
    found = survey.sample(firms).set_index("cluster")
    for cluster, row in printed(book, "survey").iterrows():
        exact = row["firms"] * row["foreign_share_pct_printed"] / 100
        assert abs(found.loc[cluster, "foreign"] - exact) <= 0.5


def test_table_5_is_met_in_each_of_its_cells(book, firms):
    found = survey.level_counts(firms).set_index(["cluster", "dimension", "level"])
    cells = printed(book, "capabilities", "dimension", "level")

    assert len(cells) == len(found) == 72
    assert found["firms"].to_dict() == cells["firms"].to_dict()


def test_the_percentages_of_table_5_are_met_but_for_its_misprints(book, firms):
    found = survey.level_counts(firms).set_index(["cluster", "dimension", "level"])["share_pct"]
    differ = (found - printed(book, "capabilities", "dimension", "level")["share_pct_printed"]).abs() > 0.5

    assert set(found[differ].index) == set(printed(book, "misprints", "dimension", "level").index)


@pytest.mark.parametrize("measure", ["skill_intensity_pct", "with_technicians_pct"])
def test_figure_2_is_met_by_either_of_its_footnotes(book, firms, measure):
    found = survey.skill_intensity(firms).set_index("cluster")[measure].round(1)

    assert found.to_dict() == printed(book, "skills")["skill_intensity_pct"].to_dict()


def test_the_usual_measure_of_skills_is_below_the_paper_s(firms):
    found = survey.skill_intensity(firms)

    assert (found["narrow_pct"] < found["skill_intensity_pct"]).all()


def test_figure_1_is_met_in_each_indicator(book, firms):
    found = survey.growth_rates(firms, survey.synthetic_prices(book)).set_index(["cluster", "scope", "indicator"])
    cells = printed(book, "growth", "scope", "indicator").loc[found.index]

    assert len(cells) == 12
    assert found["growth_pct_pa"].round(1).to_dict() == cells["growth_pct_pa"].to_dict()
    assert (found[["start_year", "end_year"]] == cells[["start_year", "end_year"]]).all().all()


def test_the_growth_of_the_nations_in_table_1_is_met(book):
    found = survey.national_growth(survey.synthetic_national_exports(book)).set_index("cluster")["growth_pct_pa"]

    assert found.round(1).to_dict() == printed(book, "growth", "scope").xs("nation", level=1)["growth_pct_pa"].to_dict()


def test_table_4_is_met_by_the_synthetic_sessions(book):
    found = survey.phases(survey.synthetic_scores(book)).set_index(["cluster", "pillar"])["phase"]

    assert found.to_dict() == printed(book, "institutions", "pillar")["phase"].to_dict()


def test_its_rows_keep_every_rule(book, firms):
    assert list(shape_faults("firms", firms.columns)) == []
    assert row_faults(firms.lazy(), "firms", list(book["clusters"]["cluster"]), lambda row: (row, None))[1] == []


def test_another_seed_gives_other_firms_with_the_same_tables_and_another_joint_distribution(book, firms):
    other = survey.synthetic_firms(book, seed=1)

    assert survey.level_counts(other).equals(survey.level_counts(firms))
    assert not survey.joint_counts(other).equals(survey.joint_counts(firms))


@pytest.mark.parametrize("dimension", list(DIMENSIONS))
def test_each_bound_on_what_goes_together_is_reached_by_firms_with_the_same_table(firms, dimension):
    # Ordered alike, the dimensions meet the upper bound; one of two against the other, the lower bound.
    column, *others = [DIMENSIONS[dimension], *(name for name in DIMENSIONS.values() if name != DIMENSIONS[dimension])]
    bounds = survey.joint_bounds(survey.level_counts(firms))
    for cluster in set(firms["cluster"]):
        rows = firms.filter(firms["cluster"] == cluster)
        alike = rows.with_columns(**{name: rows[name].sort() for name in (column, *others)})
        against = alike.with_columns(**{column: rows[column].sort(descending=True)})
        top = survey.joint_counts(alike).merge(bounds)
        assert (top["firms"] == top["high"]).all()
        low = survey.joint_counts(against).merge(bounds)
        pairs = low[low["dimensions"].str.contains(dimension) & (low["dimensions"].str.count(r"\+") == 1)]
        assert (pairs["firms"] == pairs["low"]).all()


def test_every_row_and_file_says_that_it_is_synthetic(root, firms):
    package = json.loads((root / FOLDER / "datapackage.json").read_text(encoding="utf-8"))

    assert firms["firm"].str.starts_with(SYNTHETIC).all()
    assert package["synthetic"] is True and "not data" in package["title"]
    for entry in package["resources"]:
        rows = list(csv.DictReader((root / FOLDER / entry["path"]).open(encoding="utf-8", newline="")))
        assert all("synthetic" in (row.get("source") or row["firm"]) for row in rows)
        assert entry["synthetic"] is True and "synthetic" in entry["title"]


def test_the_files_are_what_the_generator_gives_from_the_data(root, book):
    kept = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}

    assert kept == synthetic_files(book)  # `python -m clusterbook accept` writes them


def test_the_files_fit_their_description(root):
    from frictionless import Package

    report = Package(str(root / FOLDER / "datapackage.json")).validate()

    assert report.flatten(["title", "note"]) == []


def test_the_levels_of_the_schema_are_those_of_the_book(book):
    bounds = [
        field["constraints"] for field in descriptor()["schema"]["fields"] if field["name"] in DIMENSIONS.values()
    ]

    assert list(survey.LEVELS) == book["levels"]["level"].tolist()
    assert all((limits["minimum"], limits["maximum"]) == (1, 6) for limits in bounds)
    assert list(DIMENSIONS) == book["dimensions"]["dimension"].tolist()


def test_a_row_of_the_sample_has_its_occupations_within_its_workforce_every_year_filled(firms):
    years = [int(name[-4:]) for name in firms.columns if name.startswith("exports_")]

    assert all(later - year == 1 for year, later in pairwise(years))
    assert sum(firms.null_count().row(0)) == 0
    assert (firms["workforce"] == firms[f"employment_{years[-1]}"]).all()


def test_it_can_be_made_of_more_clusters_and_of_data_with_a_later_survey(ten_clusters):
    data = cb.Dataset(ten_clusters)

    found = survey.level_counts(survey.synthetic_firms(data)).set_index(["cluster", "dimension", "level"])["firms"]

    assert found.to_dict() == printed(data, "capabilities", "dimension", "level")["firms"].to_dict()


def test_wherever_it_is_shown_it_is_called_synthetic(firms):
    assert repr(survey.labelled(firms.head(2))).startswith("Synthetic sample: no firm in it exists.\n\n")
    assert repr(survey.labelled(survey.sample(firms))).startswith("Synthetic sample")
