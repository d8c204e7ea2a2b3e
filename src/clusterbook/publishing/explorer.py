"""The ``explorer`` directive: a form, the opening view, and the values from which the script makes the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..data import Dataset
from ..errors import BookError
from ..explorer import MEASURES, explorer_cells, explorer_view, view_sentences
from ..theme import marks
from ..wording import percent
from .pages import show, showing
from .values import look_of

logger = logging.getLogger(__name__)

# Outlines of the named shapes, about as large as a square of side 2 about the middle; the others are outlines already.
OUTLINES = {
    "circle": "M0,-0.9A0.9,0.9,0,1,1,0,0.9A0.9,0.9,0,1,1,0,-0.9Z",
    "square": "M-0.8,-0.8H0.8V0.8H-0.8Z",
    "triangle-up": "M0,-0.95L0.95,0.8H-0.95Z",
    "diamond": "M0,-1.1L0.85,0L0,1.1L-0.85,0Z",
    "cross": "M-0.33,-1H0.33V-0.33H1V0.33H0.33V1H-0.33V0.33H-1V-0.33H-0.33Z",
    "triangle-down": "M0,0.95L0.95,-0.8H-0.95Z",
    "triangle-right": "M0.95,0L-0.8,0.95V-0.95Z",
    "triangle-left": "M-0.95,0L0.8,0.95V-0.95Z",
}
VALUES = ["share_pct", "low_pct", "high_pct", "share_text", "low_text", "high_text", "share_rank", "firms_rank"]


class Explorer(SphinxDirective):
    """A view of Table 5 that the reader chooses; an unknown name in its options is a warning, which fails the build."""

    has_content: ClassVar[bool] = False
    option_spec: ClassVar[dict[str, Any]] = {
        "dimension": directives.unchanged_required,
        "level": directives.positive_int,
        "measure": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        cells: pd.DataFrame = show(self.env.app, "explorer", "")
        try:
            view = explorer_view(cells, **self.options)
        except BookError as error:
            logger.warning("explorer: %s", error, location=self.get_location(), type="clusterbook", subtype="explorer")
            return []
        return [nodes.raw("", html(cells, view), format="html")]


def html(cells: pd.DataFrame, view: pd.DataFrame) -> str:
    """Return the explorer as HTML: form, sentences and table of the opening view, and the values of all views."""
    values = json.dumps(payload(cells, view), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    sentences = " ".join(map(escape, view_sentences(view)))
    head = "".join(f'<th scope="col"{look}>{text}</th>' for text, look in _heads(view))
    return (
        f'<section class="cb-explorer" aria-label="Explorer">{_form(cells, view)}'
        '<p class="cb-explorer-message" role="status"></p>'
        f'<p class="cb-explorer-sentence" aria-live="polite">{sentences}</p>'
        f'<table class="cb-table cb-explorer-view"><caption>{escape(title(view))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows(view)}</tbody></table>"
        f'<p class="cb-source">Source: {escape(view.attrs["source"])}.</p>'
        f'<script type="application/json">{values}</script></section>'
    )


def title(view: pd.DataFrame) -> str:
    """Say in a line what a view shows."""
    first, measure = view.iloc[0], view.attrs["measure"]
    level = f"level {first['level']} ({first['level_name']})"
    return f"{first['dimension_name']}, {level}, {first['year']}: {_worded(measure)}"


def rows(view: pd.DataFrame) -> str:
    """Return the rows of a view as HTML, as the script makes them."""
    share = view.attrs["measure"].startswith("share")
    most = int(view["sample"].max())
    look = marks(view.attrs["clusters"])
    made = []
    for row in view.to_dict("records"):
        at = row["share_pct"] if share else 100 * row["firms"] / most
        colour, shape = look[row["name"]]
        lines = _interval(row["low_pct"], row["high_pct"]) if share else _line(0, at, "50", "50", "bar")
        made.append(
            f'<tr><th scope="row"{look_of(row["name"])}>{escape(row["name"])}</th>'
            f'<td class="cb-numeric">{row["rank"]}{"=" if row["tied"] else ""}</td>'
            f'<td class="cb-numeric">{row["firms"]:,} of {row["sample"]:,}</td>'
            f'<td class="cb-numeric">{row["share_text"]}</td>'
            f'<td class="cb-numeric">{row["low_text"]} to {row["high_text"]}</td>'
            f'<td class="cb-explorer-track"><svg aria-hidden="true" color="{colour}">{lines}'
            f'<svg x="{at:.2f}%" y="50%"><path d="{OUTLINES.get(shape, shape)}"></path></svg></svg></td></tr>'
        )
    return "".join(made)


def _interval(low: float, high: float) -> str:
    return (
        _line(low, high, "50", "50", "span") + _line(low, low, "30", "70", "end") + _line(high, high, "30", "70", "end")
    )


def _line(low: float, high: float, top: str, bottom: str, kind: str) -> str:
    ends = f'x1="{low:.2f}%" x2="{high:.2f}%" y1="{top}%" y2="{bottom}%"'
    return f'<line class="cb-explorer-{kind}" {ends}></line>'


def payload(cells: pd.DataFrame, view: pd.DataFrame) -> dict[str, Any]:
    """Return what the script needs: names, looks, and the cells of every year, dimension, level and extent."""
    clusters = list(dict.fromkeys(zip(cells["cluster"], cells["name"], strict=True)))
    look = marks(cells.attrs["clusters"])
    at = {cluster: place for place, (cluster, _) in enumerate(clusters)}
    groups: dict[str, list[list[Any]]] = {}
    for row in cells.to_dict("records"):
        key = f"{row['year']} {row['dimension']} {row['level']} {row['extent']}"
        values = [row[name] for name in VALUES]
        groups.setdefault(key, []).append([at[row["cluster"]], row["firms"], row["sample"], *values])
    first = view.iloc[0]
    return {
        "years": [int(year) for year in sorted(set(cells["year"]))],
        "dimensions": _pairs(cells, "dimension", "dimension_name"),
        "levels": [[int(level), name] for level, name in _pairs(cells, "level", "level_name")],
        "measures": [[key, label] for key, label in MEASURES.items()],
        "clusters": [[id, name, look[name][0], OUTLINES.get(look[name][1], look[name][1])] for id, name in clusters],
        "confidence": percent(100 * cells.attrs["confidence"]),
        "opening": {
            "year": int(first["year"]),
            "dimension": first["dimension"],
            "level": int(first["level"]),
            "measure": view.attrs["measure"],
        },
        "cells": groups,
    }


def _form(cells: pd.DataFrame, view: pd.DataFrame) -> str:
    first = view.iloc[0]
    years = [(year, year) for year in sorted(set(cells["year"]))]
    levels = [(level, f"{level} {name}") for level, name in _pairs(cells, "level", "level_name")]
    parts = [_select("year", "Survey year", years, first["year"])] if len(years) > 1 else []
    parts += [
        _select("dimension", "Dimension", _pairs(cells, "dimension", "dimension_name"), first["dimension"]),
        _select("level", "Level", levels, first["level"]),
        _select("measure", "Measure", list(MEASURES.items()), view.attrs["measure"]),
    ]
    boxes = "".join(
        f'<label><input type="checkbox" value="{cluster}" checked> {escape(name)}</label>'
        for cluster, name in _pairs(cells, "cluster", "name")
    )
    buttons = "".join(
        f'<button type="button" data-does="{does}">{text}</button>'
        for does, text in (("copy", "Copy link to this view"), ("csv", "Download as CSV"), ("opening", "Opening view"))
    )
    return (
        '<div class="cb-explorer-form"><fieldset><legend>Choose a view</legend>'
        f'<div class="cb-explorer-choices">{"".join(parts)}</div>'
        f'<fieldset class="cb-explorer-clusters"><legend>Clusters</legend>{boxes}</fieldset>'
        f'<div class="cb-explorer-buttons">{buttons}</div></fieldset></div>'
        "<noscript><p>Choosing needs JavaScript; this is the view with which the page opens.</p></noscript>"
    )


def _select(name: str, label: str, options: Sequence[tuple[object, object]], chosen: object) -> str:
    made = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(str(text))}</option>'
        for value, text in options
    )
    id = f"cb-explorer-{name}"
    select = f'<select id="{id}" name="{name}" autocomplete="off">{made}</select>'
    return f'<div><label for="{id}">{label}</label>{select}</div>'


def _heads(view: pd.DataFrame) -> list[tuple[str, str]]:
    number = ' class="cb-numeric"'
    share = view.attrs["measure"].startswith("share")
    end = "100%" if share else f"{view['sample'].max():,}"
    axis = f'<span class="cb-explorer-axis"><span>0{"%" if share else ""}</span><span>{end}</span></span>'
    interval = f"{percent(100 * view.attrs['confidence'])} interval"
    plain = [("Rank", number), ("Firms", number), ("Share", number), (interval, number)]
    return [("Cluster", ""), *plain, (axis, ' class="cb-explorer-track"')]


def _worded(measure: str) -> str:
    return MEASURES[measure][0].lower() + MEASURES[measure][1:]


def _pairs(cells: pd.DataFrame, id: str, name: str) -> list[tuple[Any, str]]:
    return list(dict.fromkeys(zip(cells[id], cells[name], strict=True)))


def _seen(cells: pd.DataFrame) -> object:
    return cells.to_csv(index=False), cells.attrs


def setup(app: Sphinx) -> None:
    """Register the directive, and the cells as something that pages show."""
    showing("explorer", lambda app, name: explorer_cells(Dataset()), _seen)
    app.add_directive("explorer", Explorer)
