"""How the book's charts look and how a notebook shows them: palette, Altair theme, renderer."""

from __future__ import annotations

import base64
import copy
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import vl_convert

if TYPE_CHECKING:
    import altair as alt  # imported where it is used: pages draw from specifications, and need none of it

# JupyterLab draws Vega-Lite up to version 5 only, so notebooks are labelled so;
# pages and still pictures use Altair's own.
VEGA_LITE = "6.1"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MIME = "application/vnd.vegalite.v5+json"

# The first four after Okabe and Ito; the others as far as may be from all before them, also to the colour-blind.
# Each has at least 3 : 1 against white and against #121212, which leaves so little room that the shape counts too.
# A cluster keeps its colour when others are added after it.
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#a8559a",
    "#a83f3f",
    "#5e616b",
    "#8e7dfa",
    "#b286a4",
    "#9000f0",
    "#fa1feb",
    "#8a8545",
    "#c700c7",
)
SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
    "M0,-1L0.24,-0.32L0.95,-0.31L0.38,0.12L0.59,0.81L0,0.4L-0.59,0.81L-0.38,0.12L-0.95,-0.31L-0.24,-0.32Z",  # star
    "M-0.8,-0.8L0.8,-0.8L-0.8,0.8L0.8,0.8Z",  # hourglass
    "M-0.8,-0.8L0.8,0.8L0.8,-0.8L-0.8,0.8Z",  # bow tie
    "M-0.9,-0.5L-0.5,-0.9L0,-0.4L0.5,-0.9L0.9,-0.5L0.4,0L0.9,0.5L0.5,0.9L0,0.4L-0.5,0.9L-0.9,0.5L-0.4,0Z",  # saltire
)
INK = "currentColor"  # follows the page, light or dark
WIDTHS = {"wide": 500, "narrow": 215}  # of a plot without its axes, in pixels


def marks(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the colour and the shape of each cluster, by its order in ``clusters.csv``.

    Parameters
    ----------
    names : iterable of str
        Names of all clusters, in file order; after the twelfth, colours and shapes repeat
        with different partners.
    """
    domain = list(dict.fromkeys(names))

    def cycled(values: tuple[str, ...], at: int, shift: int) -> str:
        return values[(at + shift * (at // len(values))) % len(values)]

    return {name: (cycled(COLOURS, at, 0), cycled(SHAPES, at, 1)) for at, name in enumerate(domain)}


def scales(names: Iterable[str], among: Iterable[str] = ()) -> dict[str, alt.Scale]:
    """Return the colour and the shape scale of the clusters shown, as in ``marks``.

    Parameters
    ----------
    names : iterable of str
        Names of the clusters shown.
    among : iterable of str
        Names of all clusters, in file order, of which some are shown; by default those shown are all.
    """
    import altair as alt

    shown = list(dict.fromkeys(names))
    every = marks([*among, *shown])
    found = {name: every[name] for name in shown}
    return {
        "color": alt.Scale(domain=list(found), range=[colour for colour, _ in found.values()]),
        "shape": alt.Scale(domain=list(found), range=[shape for _, shape in found.values()]),
    }


def enable_theme() -> None:
    """Make this notebook show charts as the book does.

    An Altair theme gives them the book's look; an Altair renderer puts out the Vega-Lite
    specification, a PNG and the alt text, with nothing random and nothing fetched.
    However many clusters there are, all their rows are drawn; Altair by itself refuses more than 5,000.
    In Colab, which draws no Vega-Lite itself, Altair's own renderer puts out HTML that fetches its scripts.

    Examples
    --------
    >>> import clusterbook as cb
    >>> cb.enable_theme()
    """
    import altair as alt

    alt.theme.register("clusterbook", enable=True)(_config)
    alt.data_transformers.enable("default", max_rows=None)
    alt.renderers.register("clusterbook", mimebundle)
    alt.renderers.enable("colab" if "google.colab" in sys.modules else "clusterbook")


def mimebundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Return the notebook output of one chart: Vega-Lite, PNG, and alt text as plain text."""
    spec = {**copy.deepcopy(spec), "$schema": SCHEMA}
    paper = sized(spec, "wide") | {"background": "white"}
    png = vl_convert.vegalite_to_png(json.dumps(paper), vl_version=VEGA_LITE, scale=1)
    return {
        MIME: spec,
        "image/png": base64.b64encode(png).decode("ascii"),
        "text/plain": spec.get("description", ""),
    }


def sized(spec: dict[str, Any], layout: str) -> dict[str, Any]:
    """Return a specification laid out for a ``wide`` or a ``narrow`` screen.

    A chart that needs more than another plot width (a map has no axes) says so in ``usermeta.layouts``.
    """
    spec = copy.deepcopy(spec)
    width = WIDTHS[layout]
    view = spec.setdefault("config", {}).setdefault("view", {})
    view |= {"continuousWidth": width, "discreteWidth": width}
    layouts: dict[str, dict[str, Any]] = spec.get("usermeta", {}).get("layouts", {})
    return {**spec, **layouts.get(layout, {})}


def svg(spec: dict[str, Any], layout: str) -> str:
    """Return a chart as SVG for a ``wide`` or a ``narrow`` screen; the same input gives the same text."""
    return str(vl_convert.vegalite_to_svg(json.dumps(sized(spec, layout)), vl_version=VEGA_LITE))


def _config() -> alt.theme.ThemeConfig:
    text = {"color": INK, "font": "sans-serif"}
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": INK,
        "tickColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.15,
        "domainOpacity": 0.5,
        "tickOpacity": 0.5,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 200,
    }
    config: dict[str, Any] = {
        "config": {
            "background": None,
            "font": "sans-serif",
            "view": {"stroke": None, "continuousWidth": WIDTHS["wide"], "discreteWidth": WIDTHS["wide"]},
            "axis": axis,
            "axisY": {"grid": False},
            "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "labelFontWeight": "bold"},
            "legend": {
                "labelColor": INK,
                "titleColor": INK,
                "orient": "top",
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelLimit": 220,
                "symbolStrokeWidth": 2,
                "columns": 2,
            },
            "text": text,
            "title": {"color": INK, "anchor": "start", "fontSize": 13},
        }
    }
    return cast("alt.theme.ThemeConfig", config)
