"""Clusters and survey years that come with the data alone: everything shows them, and the paper's claims stand."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

import clusterbook as cb
import made
from clusterbook import theme
from clusterbook.__main__ import main
from clusterbook.claims import judge_all
from clusterbook.facts import quote
from clusterbook.loading import check_data
from clusterbook.placing import LONG, broken, label_spots, text_width
from clusterbook.publishing.build import build
from test_charts import DRAW
from test_tables import MAKE

OF_VEHICLES = "chart_vehicle_output"  # of countries, and of clusters that make vehicles
# Tables that name no cluster: typologies, claims, agreement of orders, events and figures under their own titles.
WITHOUT = {"agreement", "claims", "corrections", "data", "events", "figures", "knowledge_depth", "pillars", "verdicts"}
OF_CLUSTERS = sorted(set(MAKE) - {f"table_{name}" for name in WITHOUT})

each_chart = pytest.mark.parametrize("chart", sorted(set(DRAW) - {OF_VEHICLES}))


@pytest.fixture(scope="module")
def fifth(fifth_cluster) -> cb.Dataset:
    return cb.Dataset(fifth_cluster)


@pytest.fixture(scope="module")
def later(second_year) -> cb.Dataset:
    return cb.Dataset(second_year)


@pytest.fixture(scope="module")
def ten(ten_clusters) -> cb.Dataset:
    return cb.Dataset(ten_clusters)


def drawn(chart: str, data: cb.Dataset) -> dict:
    """A chart's specification, as the pages draw it, of data that may have their second year already."""
    year = None if data.year == cb.Dataset(data.folder).year else data.year
    return copy.deepcopy(_drawn(chart, data.folder, year))


@cache
def _drawn(chart: str, folder: Path, year: int | None) -> dict:
    """A chart's specification; several tests look at the same one."""
    data = cb.Dataset(folder, year=year)
    cb.enable_theme()
    if chart == "chart_share_changes" and data.year != data.paper_year:
        return cb.chart_share_changes(cb.share_changes(data)).to_dict()
    spec: dict = DRAW[chart](data).to_dict()
    return spec


def made_table(table: str, data: cb.Dataset) -> cb.Table:
    if table == "table_share_changes" and data.year != data.paper_year:
        return cb.table_share_changes(cb.share_changes(data))
    found: cb.Table = MAKE[table](data)
    return found


# Clusters.


@each_chart
def test_a_chart_draws_a_fifth_cluster_and_its_alt_text_names_it(fifth, chart):
    spec = drawn(chart, fifth)

    assert made.FIFTH.name in spec["description"]
    assert any(row.get("name") == made.FIFTH.name for rows in spec["datasets"].values() for row in rows)


@pytest.mark.slow
@each_chart
def test_a_chart_draws_ten_clusters_each_in_a_colour_and_shape_of_its_own(ten, chart):
    spec, names = drawn(chart, ten), list(ten["clusters"]["name"])
    scale = theme.scales(names)
    looks = [scale[channel].to_dict()["range"] for channel in ("color", "shape")]

    assert [name for name in names if name not in spec["description"]] == []
    assert [len(set(look)) for look in looks] == [10, 10]


@pytest.mark.slow
@pytest.mark.parametrize("table", OF_CLUSTERS)
def test_a_table_shows_ten_clusters(ten, table):
    text = json.dumps(made_table(table, ten).to_dict())

    assert [name for name in ten["clusters"]["name"] if name not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("table", sorted(set(MAKE) - set(OF_CLUSTERS)))
def test_a_table_without_clusters_of_the_data_is_made_all_the_same(ten, table):
    assert made_table(table, ten).rows


def test_a_fifth_cluster_has_every_fact_that_the_others_have(fifth):
    names = list(cb.all_facts(fifth))

    kinds = [
        {name.removeprefix(f"{cluster}.") for name in names if name.startswith(f"{cluster}.")}
        for cluster in ("penang", made.FIFTH.cluster)
    ]

    assert kinds[0] == kinds[1] and len(kinds[0]) > 100


def test_a_list_in_a_sentence_names_the_fifth_cluster(data, fifth):
    rates = fifth["growth"]
    rates.loc[rates["cluster"] == "testville", "growth_pct_pa"] = 18.6
    tied = fifth.replacing(growth=rates)

    texts = [cb.all_facts(each)["export-growth.highest"].text for each in (data, tied)]

    assert texts == ["Los Lagos", "Los Lagos and Testville (synthetic)"]


def test_a_chart_draws_more_rows_than_altair_takes_by_itself(data):
    cb.enable_theme()
    shares = cb.firm_shares(data)
    hundreds = pd.concat([shares.assign(name=f"Cluster {at}") for at in range(75)], ignore_index=True)
    hundreds.attrs = shares.attrs | {"clusters": list(hundreds["name"].unique())}

    spec = cb.chart_capabilities(hundreds).to_dict()

    assert sum(map(len, spec["datasets"].values())) > 5_000


def test_clusters_that_are_added_do_not_recolour_the_others(data, ten):
    before, after = (theme.scales(each["clusters"]["name"])["color"].to_dict()["range"] for each in (data, ten))

    assert after[: len(before)] == before


def test_a_table_with_more_columns_than_a_phone_is_wide_is_stacked_there(data, fifth):
    assert [MAKE["table_summary"](each).stacked for each in (data, fifth)] == [False, True]


# Labels.


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Every upright text of a picture with about the place that it takes: left, top, right, bottom."""
    found = []

    def walk(node: ElementTree.Element, x: float, y: float) -> None:
        move = re.match(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)(.*)", node.get("transform", "translate(0,0)"))
        if not move or "rotate" in move[3]:
            return
        x, y = x + float(move[1]), y + float(move[2])
        if node.tag.endswith("text"):
            size, anchor = float(node.get("font-size", "12px").removesuffix("px")), node.get("text-anchor")
            for at, line in enumerate([part.text for part in node] or [node.text]):
                width = 0.9 * text_width(line or "", size)  # text_width errs on the wide side
                left = x - width * {"end": 1.0, "middle": 0.5}.get(anchor or "", 0.0)
                base = y + 14 * at
                found.append((line or "", left, base - 0.72 * size, left + width, base))
        for child in node:
            walk(child, x, y)

    walk(ElementTree.fromstring(svg), 0, 0)
    return found


def overlaps(svg: str) -> Iterator[tuple[str, str]]:
    """Pairs of texts of a picture that cover each other."""
    texts = boxes(svg)
    for at, (one, *a) in enumerate(texts):
        for other, *b in texts[at + 1 :]:
            if one and other and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
                yield one, other


@pytest.mark.slow
@pytest.mark.parametrize("layout", theme.WIDTHS)
@each_chart
def test_no_label_covers_another_with_ten_clusters_and_two_years(ten, chart, layout):
    assert list(overlaps(theme.svg(drawn(chart, ten), layout))) == []


@pytest.mark.parametrize("layout", theme.WIDTHS)
def test_no_label_of_the_map_covers_another_with_five_clusters(fifth, layout):
    assert list(overlaps(theme.svg(drawn("chart_map", fifth), layout))) == []


def test_the_finder_of_overlaps_sees_one(data):
    spec = drawn("chart_skill_intensity", data)
    spec["height"] = {"step": 5}

    assert ("Buenos Aires", "Los Lagos") in list(overlaps(theme.svg(spec, "wide")))


def test_labels_of_the_map_stand_where_the_book_has_always_had_them(data):
    points = {row.name: (row.latitude, row.longitude) for row in cb.places(data).itertuples()}

    spots = label_spots(points, data.land(), [(620, 300), (330, 165)])

    assert {name: spot.name for name, spot in spots.items()} == {
        "Buenos Aires": "right",
        "Los Lagos": "left",
        "Penang": "right",
        "Qiaotou": "right",
    }


def test_where_no_placement_keeps_the_names_apart_a_legend_gives_them(data):
    crowd = cb.places(data).iloc[[2] * 12].reset_index(drop=True)
    crowd["name"] = [f"Neighbour {at}" for at in range(12)]
    crowd.attrs = cb.places(data).attrs

    spec = cb.chart_map(crowd, data.land()).to_dict()

    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["geoshape", "point"]
    assert spec["layer"][1]["encoding"]["color"].get("legend", {}) is not None


def test_a_crowd_in_one_place_is_given_up_although_many_labels_elsewhere_are_free(data):
    free = {f"Free {at}": (10.0 - 20 * (at // 4), -120.0 + 40 * (at % 4)) for at in range(12)}
    crowd = {f"Neighbour {at}": (30.0, 115.0) for at in range(9)}

    assert label_spots(free, data.land(), [(620, 300)])
    assert label_spots(free | crowd, data.land(), [(620, 300)]) is None


def test_a_name_in_two_lines_is_centred_on_its_row(ten):
    at = {text: (top + bottom) / 2 for text, _, top, _, bottom in boxes(theme.svg(drawn("chart_growth", ten), "wide"))}

    middle = (at["Long-Name-upon-"] + at["Testing (synthetic)"]) / 2

    assert middle == pytest.approx((at["Mockton"] + at["Sampleby"]) / 2, abs=3)  # the lines' own leading


def test_a_long_name_breaks_in_two_about_equal_lines_and_a_short_one_does_not():
    assert broken("Long-Name-upon-Testing (synthetic)") == ["Long-Name-upon-", "Testing (synthetic)"]
    assert broken("Buenos Aires") == ["Buenos Aires"]
    assert broken("x" * (LONG + 1)) == ["x" * (LONG + 1)]


# Rows that are missing.

NEEDED = {  # table: (what picks a row of the made-up cluster, how the fault names the row)
    "capabilities": ({"dimension": "process", "level": "3"}, ", dimension process, level 3"),
    "growth": ({"scope": "location", "indicator": "employment"}, ", scope location, indicator employment"),
    "institutions": ({"pillar": "network-cohesion"}, ", pillar network-cohesion"),
    "skills": ({}, ""),
}


@pytest.fixture
def spoilt(tmp_path, fifth_cluster):
    """A function that takes rows out of the data with a fifth cluster and returns the faults."""

    def without(table: str, **key: str) -> list[str]:
        folder = shutil.copytree(fifth_cluster, tmp_path / "spoilt")
        kept = [row for row in made.rows(folder, table) if any(row[name] != value for name, value in key.items())]
        made.write(folder, table, kept)
        with pytest.raises(cb.DataError, match=r"faults? in the data") as caught:
            check_data(folder)
        return [str(fault) for fault in caught.value.faults]

    return without


@pytest.mark.parametrize("table", NEEDED)
def test_a_row_that_the_fifth_cluster_lacks_is_named(spoilt, table):
    picked, told = NEEDED[table]

    faults = spoilt(table, cluster="testville", **picked)

    assert faults == [f"data/{table}.csv: has no row for cluster testville, year 2006{told}. Add the row."]


def test_a_cluster_without_capabilities_is_told_all_eighteen_rows(spoilt):
    faults = spoilt("capabilities", cluster="testville")

    assert len(faults) == 18
    assert faults[-1] == (
        "data/capabilities.csv: has no row for cluster testville, year 2006, dimension product, level 6. Add the row."
    )


def test_a_cluster_that_is_not_in_the_survey_is_told_where_it_stands_and_what_it_needs(spoilt):
    faults = spoilt("survey", cluster="testville")

    assert "data/survey.csv: has no row for cluster testville, year 2006. Add the row." in faults
    assert sum("cluster + year: testville, 2006 is unknown in survey.csv" in fault for fault in faults) == 27


def test_a_cluster_that_is_in_the_list_alone_is_told_every_row_that_it_needs(copied):
    append = {"cluster": "alone", "name": "Alone", "country": "A", "region": "Asia", "product": "B", "origin": "C"}
    made.append(copied, "clusters", [append | {"latitude": 0, "longitude": 0}])

    with pytest.raises(cb.DataError, match=r"^28 faults in the data\n"):
        check_data(copied)


def test_a_cluster_that_a_later_survey_leaves_out_is_named(tmp_path, second_year):
    folder = shutil.copytree(second_year, tmp_path / "spoilt")
    for table in ("survey", "skills", "institutions", "growth", "capabilities"):
        kept = [row for row in made.rows(folder, table) if (row["cluster"], row["year"]) != ("penang", "2011")]
        made.write(folder, table, kept)

    with pytest.raises(cb.DataError, match=r"data/survey\.csv: has no row for cluster penang, year 2011\."):
        check_data(folder)


def test_a_cluster_may_be_surveyed_from_the_second_year_on(tmp_path, second_year):
    folder = made.add_clusters(shutil.copytree(second_year, tmp_path / "data"), made.FIFTH)
    for table in ("survey", "skills", "institutions", "growth", "capabilities"):
        kept = [row for row in made.rows(folder, table) if (row["cluster"], row["year"]) != ("testville", "2006")]
        made.write(folder, table, kept)

    assert made.FIFTH.name in set(cb.cluster_profile(cb.Dataset(folder))["name"])
    assert made.FIFTH.name not in set(cb.share_changes(cb.Dataset(folder))["name"])


# Years.


def setting(folder: Path, **settings: object) -> Path:
    """Set or replace settings at the top of the data package."""
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | settings), encoding="utf-8")
    return folder


def test_the_newest_survey_is_shown_unless_the_data_package_sets_another(tmp_path, second_year):
    folder = shutil.copytree(second_year, tmp_path / "data")

    assert (cb.Dataset(folder).year, cb.Dataset(setting(folder, year=2006)).year) == (2011, 2006)


def test_who_asks_for_a_year_gets_it_whatever_is_set(tmp_path, second_year):
    folder = setting(shutil.copytree(second_year, tmp_path / "data"), year=2006)

    assert cb.Dataset(folder, year=2011).year == 2011


@pytest.mark.parametrize("name", ["year", "paperYear"])
@pytest.mark.parametrize(("value", "told"), [(2010, "2010"), ("2006", '"2006"')])
def test_a_setting_that_is_no_survey_year_is_refused(copied, name, value, told):
    with pytest.raises(cb.DataError) as caught:
        check_data(setting(copied, **{name: value}))

    assert [str(fault) for fault in caught.value.faults] == [
        f"data/datapackage.json, {name}: {told} is no year of survey.csv, which has 2006. "
        "Write one of these years as a number, or add the rows of the year."
    ]


def test_without_a_setting_the_paper_s_year_is_the_oldest(tmp_path, second_year):
    folder = shutil.copytree(second_year, tmp_path / "data")
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    del described["paperYear"]
    path.write_text(json.dumps(described), encoding="utf-8")

    assert cb.Dataset(folder).paper_year == 2006


def test_every_number_of_the_second_year_says_so_in_its_origin(later):
    of_the_survey = {"survey", "skills", "institutions", "capabilities"}

    undated = [
        fact.name
        for fact in cb.all_facts(later).values()
        if fact.table in of_the_survey and "2011" not in fact.origin and not fact.name.startswith(("survey.", "interv"))
    ]

    assert undated == []


def test_a_number_of_the_paper_stays_that_of_its_year(data, later):
    was, now = cb.all_facts(data), cb.all_facts(later)

    assert now["penang.foreign-share"].text != was["penang.foreign-share"].text
    assert now["paper.penang.foreign-share"].text == was["penang.foreign-share"].text
    assert quote(now, "paper.penang.process.level-6.firms:words")[1] == "one"


def test_a_number_that_the_paper_s_year_lacks_is_unknown(later):
    with pytest.raises(cb.UnknownNameError, match=r"^unknown number 'paper\.atlantis\.firms'"):
        quote(cb.all_facts(later), "paper.atlantis.firms")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(DRAW) - {"chart_map", "chart_events", OF_VEHICLES, "chart_share_changes"}))
def test_a_chart_of_the_survey_follows_the_year_shown(later, data, name):
    newest, oldest = (drawn(name, each)["description"] for each in (later, cb.Dataset(later.folder, year=2006)))

    assert newest != oldest == drawn(name, data)["description"]


def test_share_changes_are_differences_between_surveys_in_points(later):
    changes = cb.share_changes(later).set_index(["cluster", "dimension", "level"])

    row = changes.loc[("penang", "process", 4)]

    # 69 of 103 firms in 2006; 69 * 1.1 + 6, rounded down, of 113 in 2011
    assert (row["from_year"], row["to_year"], row["firms"], row["sample"]) == (2006, 2011, 81, 113)
    assert row["change_pp"] == pytest.approx(100 * 81 / 113 - 100 * 69 / 103, abs=1e-6)
    assert len(changes) == 72


def test_one_survey_year_has_no_changes(data, later):
    assert len(cb.share_changes(data)) == len(cb.share_changes(cb.Dataset(later.folder, year=2006))) == 0


def test_without_changes_neither_chart_nor_table_is_drawn(data):
    with pytest.raises(cb.ArgumentError, match=r"^no change between surveys: the data hold one survey year$"):
        cb.chart_share_changes(cb.share_changes(data))
    with pytest.raises(cb.ArgumentError, match=r"^no change between surveys: the data hold one survey year$"):
        cb.table_share_changes(cb.share_changes(data))


def test_a_third_survey_is_compared_with_the_second(tmp_path, second_year):
    data = made.surveyed_again(cb.Dataset(second_year), 2016)

    changes = cb.share_changes(data)
    spec = cb.chart_share_changes(changes).to_dict()

    assert set(zip(changes["from_year"], changes["to_year"], strict=True)) == {(2006, 2011), (2011, 2016)}
    assert "in 2006, 2011 and 2016" in spec["description"]
    labels = [row for rows in spec["datasets"].values() for row in rows if row["level"] == 4 and row["worded"]]
    assert [row["worded"] for row in labels] == ["0.0"] * 12  # the third survey found what the first had


def test_the_table_of_changes_signs_each_and_heads_them_with_the_years(later):
    table = cb.table_share_changes(cb.share_changes(later))

    assert table.groups[0] == ("Human resources, 2006 to 2011", 4)
    assert table.rows[0] == ("Buenos Aires", "0.0", "0.0", "−7.3", "+9.6", "+5.1", "+1.8")


# The paper's claims.


@pytest.mark.parametrize("grown", ["fifth", "later", "ten"])
def test_the_claims_of_the_paper_keep_their_verdicts(data, grown, request):
    before, after = judge_all(data), judge_all(request.getfixturevalue(grown))

    turned = [
        id
        for id, found in before.items()
        if found.claim.made_by == "the paper" and after[id].finding.verdict is not found.finding.verdict
    ]

    assert turned == []


def test_the_claims_of_the_paper_rest_on_the_same_numbers_in_a_second_year(data, later):
    before, after = judge_all(data), judge_all(later)

    moved = [
        id
        for id, found in before.items()
        if found.claim.made_by == "the paper" and str(after[id].finding) != str(found.finding)
    ]

    assert moved == []


def test_a_reader_is_told_by_which_survey_a_claim_is_judged_where_there_are_two(data, later):
    one, two = judge_all(data), judge_all(later)

    assert "Judged by the survey" not in one["over-half-at-level-3"].told
    assert two["over-half-at-level-3"].told.endswith("Judged by the survey of 2006.")
    assert two["process-level-4-order"].told.endswith("Judged by the survey of 2011.")
    assert "Judged by the survey" not in two["learning-from-italians"].told


def test_check_says_which_survey_judges_what(monkeypatch, second_year, capsys):
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(second_year))

    main(["check"])

    told = capsys.readouterr().out
    assert re.search(r"^\d+ claims judged by the survey of 2006: ", told, re.M)
    assert re.search(r"^\d+ of them, this book's own readings, are judged by the survey of 2011, which", told, re.M)


# The whole book.


def built(folder: Path, root: Path, data: Path, monkeypatch) -> Path:
    """The whole book from copies of its files and from other data; any warning fails it."""
    for name in ("_config.yml", "_toc.yml", "index.md", "references.bib", "CITATION.cff"):
        shutil.copy(root / name, folder)
    shutil.copytree(root / "chapters", folder / "chapters")
    monkeypatch.setenv("CLUSTERBOOK_DATA", str(data))
    return build(folder).parent


def numbers(site: Path, kind: str) -> list[int]:
    """Numbers of all figures or tables, page by page in the order of the contents."""
    order = re.findall(r"- file: (\S+)|^root: (\S+)", (site.parents[1] / "_toc.yml").read_text(encoding="utf-8"), re.M)
    pages = [site / f"{one or other}.html" for one, other in order]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    return [int(found) for text in texts for found in re.findall(rf'caption-number">{kind} (\d+)', text)]


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_book_with_a_fifth_cluster_builds_without_a_warning(tmp_path, root, fifth_cluster, monkeypatch):
    site = built(tmp_path, root, fifth_cluster, monkeypatch)

    conclusions, beyond = (
        (site / "chapters" / f"{name}.html").read_text(encoding="utf-8") for name in ("conclusions", "beyond")
    )
    assert made.FIFTH.name in conclusions
    assert "fig-share-changes" not in beyond and "share_changes" not in beyond
    assert "so no table shows upgrading itself" in beyond
    figures = numbers(site, "Figure")
    assert figures == list(range(1, len(figures) + 1))


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_book_with_a_second_year_builds_without_a_warning(tmp_path, root, second_year, monkeypatch):
    site = built(tmp_path, root, second_year, monkeypatch)

    beyond = (site / "chapters" / "beyond.html").read_text(encoding="utf-8")
    assert 'id="fig-share-changes"' in beyond and 'id="tab-share-changes"' in beyond
    assert "so no table shows upgrading itself" not in beyond
    assert "2011" in re.search(r"<figcaption>.*?</figcaption>", beyond, re.S)[0]
    for kind in ("Figure", "Table"):
        found = numbers(site, kind)
        assert found == list(range(1, len(found) + 1))
