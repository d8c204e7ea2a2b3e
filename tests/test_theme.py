"""The look of the charts: colours that can be seen, notebook output that can be compared."""

from __future__ import annotations

import base64
import copy
import re
import sys
from types import ModuleType

import altair as alt
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import clusterbook as cb
from clusterbook import theme


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def spec(data):
    return cb.chart_skill_intensity(cb.skill_intensity(data)).to_dict()


def test_contrast_is_computed_as_wcag_defines_it():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.parametrize("ground", ["#ffffff", "#121212"])
@pytest.mark.parametrize("colour", theme.COLOURS)
def test_a_cluster_s_colour_stands_out_on_white_and_on_dark(colour, ground):
    assert contrast(colour, ground) >= 3  # WCAG 1.4.11, graphical objects


def test_each_colour_and_each_shape_occurs_once():
    assert len(set(theme.COLOURS)) == len(theme.COLOURS) == len(set(theme.SHAPES)) == len(theme.SHAPES)


def test_scales_follow_the_order_of_first_appearance():
    look = theme.scales(["B", "A", "B"])["color"].to_dict()

    assert look == {"domain": ["B", "A"], "range": list(theme.COLOURS[:2])}


def test_past_the_eighth_cluster_no_pair_of_colour_and_shape_repeats():
    look = theme.scales(f"cluster {number}" for number in range(64))

    pairs = list(zip(look["color"].to_dict()["range"], look["shape"].to_dict()["range"], strict=True))

    assert len(set(pairs)) == 64


def test_the_notebook_output_is_the_same_every_time(spec):
    assert theme.mimebundle(spec) == theme.mimebundle(copy.deepcopy(spec))


def test_the_notebook_output_leaves_the_specification_as_it_was(spec):
    before = copy.deepcopy(spec)

    theme.mimebundle(spec)

    assert spec == before


def test_the_notebook_output_is_vega_lite_5_which_jupyterlab_can_draw(spec):
    bundle = theme.mimebundle(spec)

    assert bundle["application/vnd.vegalite.v5+json"]["$schema"] == ("https://vega.github.io/schema/vega-lite/v5.json")


def test_the_notebook_output_holds_a_still_picture(spec):
    assert base64.b64decode(theme.mimebundle(spec)["image/png"]).startswith(b"\x89PNG")


def test_the_notebook_output_reads_as_its_alt_text(spec):
    assert theme.mimebundle(spec)["text/plain"] == spec["description"]


def test_the_notebook_output_makes_a_valid_notebook(spec):
    output = new_output("display_data", data=theme.mimebundle(spec))

    nbformat.validate(new_notebook(cells=[new_code_cell("chart", outputs=[output])]))


def test_a_chart_holds_no_random_id(data):
    charts = [cb.chart_growth(cb.growth_rates(data)).to_dict() for _ in range(2)]

    assert charts[0] == charts[1]


def test_a_picture_is_the_same_text_every_time(spec):
    assert theme.svg(spec, "wide") == theme.svg(spec, "wide")


def test_a_narrow_picture_is_narrower(spec):
    widths = [float(re.search(r'width="([\d.]+)"', theme.svg(spec, layout))[1]) for layout in ("narrow", "wide")]

    assert widths[0] < widths[1]


def test_a_notebook_in_colab_shows_charts_as_html(monkeypatch):
    with alt.renderers.enable("default"):  # which is put back at the end
        cb.enable_theme()
        assert alt.renderers.active == "clusterbook"
        monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
        cb.enable_theme()
        assert alt.renderers.active == "colab"
