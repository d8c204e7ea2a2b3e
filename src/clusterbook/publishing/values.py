"""The values behind a chart or a table: taken from the notebook's output, told as CSV and as an HTML table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from .nodes import unbreakable

GROUP = "Group"
NONE = "–"
_PLACES = {"longitude": "Longitude, degrees", "latitude": "Latitude, degrees"}  # a map's tooltip leaves them out


@dataclass(frozen=True, slots=True)
class Values:
    """What a chart draws or a table prints, a row a mark or a line.

    Attributes
    ----------
    heads : tuple of str
        Column titles for a reader, with units.
    rows : tuple of tuple of str
        Cells as a reader sees them.
    plain : tuple of tuple of str
        The same cells for a program: not rounded where the source is not, the minus of ASCII, nothing for no value.
    numeric : frozenset of int
        Positions of columns of numbers.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plain: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]

    def to_csv(self) -> str:
        """Return the plain values with their heads, as comma-separated text of RFC 4180 with bare line feeds."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.heads, *self.plain])
        return text.getvalue()

    def to_html(self, caption: str) -> str:
        """Return the values as an HTML table with scoped heads; on a narrow screen wide ones are stacked."""
        classes = "cb-table cb-values" + (" cb-stacked" if len(self.heads) > 3 else "")
        aligned = [' class="cb-numeric"' if at in self.numeric else "" for at in range(len(self.heads))]
        heads = "".join(
            f'<th scope="col"{align}>{escape(head)}</th>' for head, align in zip(self.heads, aligned, strict=True)
        )
        labels = [f' data-label="{escape(head, quote=True)}"' for head in self.heads]
        lines = []
        for first, *others in self.rows:
            cells = "".join(
                f"<td{look_of(cell, align)}{label}>{escape(cell)}</td>"
                for cell, align, label in zip(others, aligned[1:], labels[1:], strict=True)
            )
            lines.append(f'<tr><th scope="row"{look_of(first, aligned[0])}>{escape(first)}</th>{cells}</tr>')
        return (
            f'<table class="{classes}"><caption>{escape(caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
        )


def look_of(cell: str, align: str = "") -> str:
    """Return the class of a cell as HTML: one that it has anyway, or that of a word which must be broken to fit."""
    return ' class="cb-long"' if unbreakable(cell) else align


def of_chart(spec: dict[str, Any]) -> Values | None:
    """Return the values of a Vega-Lite chart; its tooltips say which columns there are, and what they are called.

    Parameters
    ----------
    spec : dict
        With its data in it.

    Returns
    -------
    Values or None
        None if no mark of the chart has both data and a tooltip.
    """
    for unit, rows in _units(spec, spec.get("datasets", {}), None):
        columns = _columns(unit["encoding"])
        if columns and rows:
            fields = [field for field, _, _ in columns]
            shown = [tuple(_shown(row.get(field), form) for field, _, form in columns) for row in rows]
            plain = [tuple(_plain(row.get(field)) for field in fields) for row in rows]
            numeric = frozenset(
                at
                for at, field in enumerate(fields)
                if all(isinstance(row.get(field), int | float | None) for row in rows)
            )
            return Values(tuple(title for _, title, _ in columns), tuple(shown), tuple(plain), numeric)
    return None


def of_table(content: dict[str, Any]) -> Values | None:
    """Return the values of a table's notebook output, None if it has no rows; groups become a first column."""
    rows = [tuple(row) for row in content["rows"]]
    heads = tuple(content["columns"])
    numeric = set(content["numeric"])
    if groups := content["groups"]:
        labels = [label for label, size in groups for _ in range(size)]
        rows = [(label, *row) for label, row in zip(labels, rows, strict=True)]
        heads = (GROUP, *heads)
        numeric = {at + 1 for at in numeric}
    if not rows:
        return None
    plain = [
        tuple(_number(cell) if at in numeric else "" if cell == NONE else cell for at, cell in enumerate(row))
        for row in rows
    ]
    return Values(heads, tuple(rows), tuple(plain), frozenset(numeric))


def _units(
    spec: dict[str, Any], datasets: dict[str, Any], rows: list[dict[str, Any]] | None
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each mark of a chart that has a tooltip, with the rows that it draws."""
    data = spec.get("data") or {}
    if "name" in data:
        rows = datasets.get(data["name"])
    elif isinstance(data.get("values"), list):
        rows = data["values"]
    if (spec.get("encoding") or {}).get("tooltip") and rows:
        yield spec, rows
    for part in (*spec.get("layer", ()), *([spec["spec"]] if "spec" in spec else [])):
        yield from _units(part, datasets, rows)


def _columns(encoding: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Field, title and format of each value of a mark."""
    tips = encoding["tooltip"]
    found = [
        (tip["field"], tip.get("title") or tip["field"], tip.get("format", ""))
        for tip in (tips if isinstance(tips, list) else [tips])
        if "field" in tip
    ]
    places = [(encoding[channel]["field"], title, "") for channel, title in _PLACES.items() if channel in encoding]
    return found + places


def _shown(value: object, form: str) -> str:
    if value is None:
        return NONE
    if isinstance(value, int | float):
        return (format(value, form) if form else _plain(value)).replace("-", "−")
    return str(value)


def _plain(value: object) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _number(cell: str) -> str:
    """A printed number as a program reads it; other text stays."""
    if cell == NONE:
        return ""
    bare = cell.replace("−", "-")
    return bare.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare
