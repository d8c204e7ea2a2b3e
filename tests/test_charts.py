"""Charts as data: one look for a cluster everywhere, and an alt text that says the current numbers."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import clusterbook as cb
import made
from clusterbook import theme
from clusterbook.charts import history

ROOT = Path(__file__).resolve().parents[1]

DRAW = {
    "chart_capabilities": lambda data: cb.chart_capabilities(cb.firm_shares(data)),
    "chart_capability_ladder": lambda data: cb.chart_capability_ladder(cb.firm_shares(data)),
    "chart_events": lambda data: cb.chart_events(cb.events(data)),
    "chart_exact_levels": lambda data: cb.chart_exact_levels(cb.firms_at_exactly(data)),
    "chart_export_growth": lambda data: cb.chart_export_growth(cb.cluster_profile(data)),
    "chart_growth": lambda data: cb.chart_growth(cb.growth_rates(data)),
    "chart_institutions": lambda data: cb.chart_institutions(cb.institutional_phases(data)),
    "chart_intervals": lambda data: cb.chart_intervals(cb.share_intervals(cb.firm_shares(data))),
    "chart_map": lambda data: cb.chart_map(cb.places(data), data.land()),
    "chart_share_changes": lambda data: cb.chart_share_changes(cb.share_changes(made.surveyed_again(data))),
    "chart_skill_intensity": lambda data: cb.chart_skill_intensity(cb.skill_intensity(data)),
    "chart_vehicle_output": lambda data: cb.chart_vehicle_output(cb.dated_figures(data)),
    "chart_view": lambda data: cb.chart_view(cb.explorer_view(cb.explorer_cells(data))),
}
every_chart = pytest.mark.parametrize("name", DRAW)


@cache
def of_book(name: str) -> dict:
    """A chart of the book's own data, drawn once for all tests that only look at it."""
    return DRAW[name](cb.Dataset(ROOT / "data")).to_dict()


LEVEL_4 = "penang,2006,process,4,69,67"
CHANGES = {  # chart: (file, old, new, alt text before, alt text after)
    "chart_capabilities": ("capabilities.csv", LEVEL_4, "penang,2006,process,4,68,66", "Penang 67% and Qiaotou 37%",
                           "Penang 66% and Qiaotou 37%"),
    "chart_capability_ladder": ("capabilities.csv", LEVEL_4, "penang,2006,process,4,68,66", "67% at level 4",
                                "66% at level 4"),
    "chart_events": ("events.csv", "tnc-car-assembly,buenos-aires,1950,1959,1950s",
                     "tnc-car-assembly,buenos-aires,1940,1949,1940s",
                     "dated events, 1950 to", "dated events, 1940 to"),
    "chart_exact_levels": ("capabilities.csv", "los-lagos,2006,product,4,5,10", "los-lagos,2006,product,4,4,8",
                           "Los Lagos, product technology: level 3 (45 of 50)",
                           "Los Lagos, product technology: level 3 (46 of 50)"),
    "chart_export_growth": ("growth.csv", ",18.6", ",19.6", "Los Lagos 18.6% against 11.1% in Chile",
                            "Los Lagos 19.6% against 11.1% in Chile"),
    "chart_growth": ("growth.csv", "27.1", "26.9", "Los Lagos 27.1%", "Los Lagos 26.9%"),
    "chart_institutions": ("institutions.csv", "penang,2006,market-integration,3", "penang,2006,market-integration,4",
                           "phase 3 in Buenos Aires and Penang and phase 4 in Los Lagos and Qiaotou",
                           "phase 3 in Buenos Aires and phase 4 in Los Lagos, Penang and Qiaotou"),
    "chart_intervals": ("capabilities.csv", LEVEL_4, "penang,2006,process,4,68,66",
                        "Penang 67% (57% to 75%) and Qiaotou 37%", "Penang 66% (56% to 74%) and Qiaotou 37%"),
    "chart_map": ("clusters.csv", "Penang,Malaysia", "Penang,Federation of Malaysia",
                  "Penang in Malaysia (electronics)", "Penang in Federation of Malaysia (electronics)"),
    "chart_share_changes": ("capabilities.csv", LEVEL_4, "penang,2006,process,4,68,66",
                            "Penang 67% to 67% and Qiaotou 37%", "Penang 66% to 66% and Qiaotou 37%"),
    "chart_skill_intensity": ("skills.csv", "31.1", "88.1", "Highest in Penang, lowest in Qiaotou",
                              "Highest in Qiaotou, lowest in Los Lagos"),
    "chart_vehicle_output": ("figures.csv", "Automobiles produced,232000", "Automobiles produced,233000",
                             "232,000 in 1997", "233,000 in 1997"),
    "chart_view": ("capabilities.csv", LEVEL_4, "penang,2006,process,4,68,66",
                   "Penang 67% (57% to 75%), Qiaotou 37%", "Penang 66% (56% to 74%), Qiaotou 37%"),
}  # fmt: skip


def encodings(node: object, channel: str) -> Iterator[dict]:
    """Yield every encoding of one channel anywhere in a chart."""
    if isinstance(node, dict):
        if channel in node.get("encoding", {}):
            yield node["encoding"][channel]
        for name, value in node.items():
            if name != "datasets":
                yield from encodings(value, channel)
    elif isinstance(node, list):
        for value in node:
            yield from encodings(value, channel)


def looks(spec: dict, channel: str, field: str = "name") -> set[tuple[str, str]]:
    """Return the pairs of name and colour (or shape) that a chart uses for a field."""
    found = [each["scale"] for each in encodings(spec, channel) if each.get("field") == field]
    return {pair for scale in found for pair in zip(scale["domain"], scale["range"], strict=True)}


def values(spec: dict) -> list[dict]:
    return [row for rows in spec["datasets"].values() for row in rows]


def test_every_exported_chart_is_among_those_tested():
    charts = {name for name in cb.__all__ if name.startswith("chart_")}

    assert charts == set(DRAW) == set(CHANGES)


@every_chart
def test_a_chart_has_an_alt_text_of_whole_sentences(name):
    text = of_book(name)["description"]

    assert re.fullmatch(r"[A-Z].{40,}\.", text)
    assert not re.search(r"\bnan\b|None|<NA>|\d\.\d{4}", text)


@every_chart
def test_a_chart_carries_its_source(name):
    assert of_book(name)["usermeta"]["source"]


@pytest.mark.parametrize("name", CHANGES)
def test_an_alt_text_says_the_current_numbers_and_follows_the_data(edit, name):
    file, old, new, before, after = CHANGES[name]
    changed = cb.Dataset(edit(file, old, new))

    texts = [spec["description"] for spec in (of_book(name), DRAW[name](changed).to_dict())]

    assert before in texts[0] and after not in texts[0]
    assert after in texts[1] and before not in texts[1]


@every_chart
def test_a_cluster_has_its_own_colour_in_every_chart(data, name):
    own = dict(zip(data["clusters"]["name"], theme.COLOURS, strict=False))

    assert looks(of_book(name), "color") <= set(own.items())


@every_chart
def test_a_cluster_has_its_own_shape_in_every_chart(data, name):
    own = dict(zip(data["clusters"]["name"], theme.SHAPES, strict=False))

    assert looks(of_book(name), "shape") <= set(own.items())


@pytest.mark.parametrize("name", [name for name in DRAW if name != "chart_vehicle_output"])
def test_a_chart_of_clusters_colours_each_of_them(data, name):
    assert {cluster for cluster, _ in looks(of_book(name), "color")} == set(data["clusters"]["name"])


def test_the_vehicles_of_a_cluster_have_the_colour_and_the_shape_of_the_cluster():
    spec = of_book("chart_vehicle_output")

    assert dict(looks(spec, "color", "place"))["Buenos Aires cluster"] == theme.COLOURS[0]
    assert dict(looks(spec, "shape", "place"))["Buenos Aires cluster"] == theme.SHAPES[0]


def test_the_number_of_a_figure_stands_where_the_line_of_its_place_does_not_go():
    years = [("A", 1960, 1), ("A", 1970, 3), ("B", 1970, 9), ("A", 1980, 2), ("A", 1990, 1), ("B", 1980, 5)]
    figures = pd.DataFrame(years, columns=["place", "year", "thousands"])
    assert history._courses(figures) == ["rise", "peak", "peak", "fall", "trough", "trough"]


def test_the_vehicles_of_a_cluster_keep_its_shape_whatever_the_order_of_the_rows(data):
    turned = data.replacing(figures=data["figures"].iloc[::-1])

    shapes = dict(looks(DRAW["chart_vehicle_output"](turned).to_dict(), "shape", "place"))

    assert shapes["Buenos Aires cluster"] == theme.SHAPES[0]


def test_a_story_s_timeline_keeps_the_colour_of_its_cluster(data):
    spec = cb.chart_events(cb.events(data, cluster="qiaotou")).to_dict()

    assert dict(looks(spec, "color"))["Qiaotou"] == theme.COLOURS[3]


@every_chart
def test_colour_is_never_the_only_sign(name):
    spec = of_book(name)
    fields = {each.get("field") for each in encodings(spec, "color")} - {None}

    told = {each.get("field") for channel in ("y", "shape", "text") for each in encodings(spec, channel)}

    assert fields <= told


@every_chart
def test_a_chart_has_tooltips_with_titles(name):
    tips = [tip for each in encodings(of_book(name), "tooltip") for tip in each]

    assert tips
    assert all(tip["title"] for tip in tips)


@every_chart
def test_every_field_that_a_chart_draws_is_in_its_data(name):
    spec = of_book(name)
    text = json.dumps({name: part for name, part in spec.items() if name != "datasets"})

    drawn = set(re.findall(r'"field": "(\w+)"', text))

    assert drawn <= {column for row in values(spec) for column in row}


@pytest.mark.slow
@every_chart
def test_a_chart_is_the_same_each_time(data, name):
    assert DRAW[name](data).to_dict() == of_book(name)


@every_chart
def test_a_chart_fetches_nothing(name):
    spec = {key: part for key, part in of_book(name).items() if key != "$schema"}

    assert not re.search(r"https?://", json.dumps(spec))


@pytest.mark.slow
@every_chart
def test_drawing_leaves_the_data_unchanged(data, name):
    before = {name: data[name] for name in data}

    DRAW[name](data)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(data[name], frame)


def test_drawing_leaves_the_tidy_table_unchanged(data):
    shares = cb.firm_shares(data)
    before = (shares.copy(), copy.deepcopy(shares.attrs))

    cb.chart_capabilities(shares)

    pd.testing.assert_frame_equal(shares, before[0])
    assert shares.attrs == before[1]


@every_chart
def test_the_notebook_output_of_a_chart_is_valid_vega_lite_5_the_same_each_time(name):
    one, other = (theme.mimebundle(of_book(name)) for _ in range(2))

    assert one == other
    assert one[theme.MIME]["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    output = new_output("display_data", data=one)
    nbformat.validate(new_notebook(cells=[new_code_cell("chart", outputs=[output])]))


def test_the_chart_of_capabilities_holds_every_level_and_starts_at_the_one_asked_for(data):
    spec = cb.chart_capabilities(cb.firm_shares(data), level=5).to_dict()

    (control,) = spec["params"]

    assert control["value"] == 5
    assert control["bind"]["options"] == [1, 2, 3, 4, 5, 6]
    assert {row["level"] for row in values(spec)} == {1, 2, 3, 4, 5, 6}
    assert "level 5 or above" in spec["description"]


def test_the_chart_of_capabilities_refuses_a_level_that_is_not_there(data):
    with pytest.raises(cb.ArgumentError, match=r"^level 9 is out of range: the levels run from 1 to 6$"):
        cb.chart_capabilities(cb.firm_shares(data), level=9)


def test_the_ladder_shows_one_dimension_only(data):
    spec = cb.chart_capability_ladder(cb.firm_shares(data), dimension="product").to_dict()

    assert {row["dimension"] for row in values(spec)} == {"product"}


def test_the_ladder_refuses_a_dimension_that_is_not_there(data):
    with pytest.raises(cb.UnknownNameError, match=r"^unknown dimension 'prodct': did you mean 'product'\?$"):
        cb.chart_capability_ladder(cb.firm_shares(data), dimension="prodct")


def test_figure_1_shows_the_printed_rates():
    rows = values(of_book("chart_growth"))

    found = {(row["name"], row["indicator"]): row["growth_pct_pa"] for row in rows}

    assert (len(found), found["Qiaotou", "real-wages"], found["Penang", "employment"]) == (12, 13.1, 4.0)


def test_the_axis_of_phases_goes_to_the_last_phase_of_the_typology():
    (axis, *_) = encodings(of_book("chart_institutions"), "x")

    assert axis["scale"]["domain"] == [0, 5]


def test_events_that_overlap_lie_in_lanes_of_their_own():
    rows = {row["event"]: row for row in values(of_book("chart_events")) if "lane" in row}.values()

    for one in rows:
        for other in rows:
            if one["event"] < other["event"] and (one["name"], one["lane"]) == (other["name"], other["lane"]):
                assert one["year_end"] < other["year"] or other["year_end"] < one["year"]


def test_every_kind_of_event_has_a_sign_of_its_own(data):
    signs = looks(of_book("chart_events"), "shape", "kind_name")

    assert {kind.lower() for kind, _ in signs} == set(data["events"]["kind"])
    assert len({sign for _, sign in signs}) == len(signs)
