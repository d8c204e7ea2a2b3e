"""What executed chapters show, and what of it differs: nbdime aligns the cells, tables and marks are told by row."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from ..tables.model import MIME as TABLE_MIME
from .matching import changed_rows
from .model import Fate, Kind, Row, Shown, Value

CHART_MIME = "application/vnd.vegalite.v5+json"  # that of theme, which takes as long to load as all the rest
MIMES = {"figure": CHART_MIME, "table": TABLE_MIME, "output": "application/json"}
GROUP = "group"  # stands for the head of a group of rows, which has no column of its own


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One table, figure or other output of a chapter.

    Attributes
    ----------
    label, caption : str
        From the cell's metadata; empty for an output without them.
    kind : Kind
    code : str
        Source of the cell.
    content : dict
        The table, or the Vega-Lite specification; ``{"text": …}`` for another output.
    """

    label: str
    caption: str
    kind: Kind
    code: str
    content: dict[str, Any]

    @property
    def alt(self) -> str:
        """The alt text of a figure, empty for what is read itself."""
        return str(self.content.get("description", "")) if self.kind == "figure" else ""


def page_of(stem: str) -> str:
    """Return the page that a notebook belongs to."""
    return "index.md" if stem == "index" else f"chapters/{stem}.md"


def exhibits(text: str) -> list[Exhibit]:
    """Return what one executed notebook shows, in its order, from its text."""
    found = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] != "code":
            continue
        options = cell["metadata"].get("mystnb") or {}
        about = options.get("figure") or options.get("table") or {}
        for output in cell["outputs"]:
            kind, content = _content(output)
            if content is not None:
                label, caption = str(about.get("name", "")), str(about.get("caption", ""))
                found.append(Exhibit(label, caption, kind, "".join(cell["source"]), content))
    return found


def notebooks_of(chapters: Mapping[str, Sequence[Exhibit]]) -> dict[str, str]:
    """Return notebooks that show some exhibits, as texts, by chapter: what ``exhibits`` reads back."""
    return {stem: json.dumps(_holding(shown)) for stem, shown in chapters.items()}


def _holding(shown: Sequence[Exhibit]) -> dict[str, Any]:
    cells = []
    for exhibit in shown:
        about = {"name": exhibit.label, "caption": exhibit.caption}
        kind = "figure" if exhibit.kind == "figure" else "table"
        data = (
            {"text/plain": exhibit.content["text"]}
            if exhibit.kind == "output"
            else {MIMES[exhibit.kind]: exhibit.content}
        )
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        cells.append(
            {"cell_type": "code", "metadata": {"mystnb": {kind: about}}, "source": exhibit.code, "outputs": [output]}
        )
    return {"cells": cells}


def _content(output: Mapping[str, Any]) -> tuple[Kind, dict[str, Any] | None]:
    data = output.get("data", {})
    if CHART_MIME in data:
        return "figure", data[CHART_MIME]
    if TABLE_MIME in data:
        return "table", data[TABLE_MIME]
    text = "".join(data.get("text/plain", output.get("text", "")))
    return "output", {"text": text} if text else None


def changed_outputs(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Shown, ...]:
    """Return what became of each table, figure and other output, chapter by chapter.

    Parameters
    ----------
    old, new : mapping of str to str
        Executed notebooks by stem, as texts of JSON.
    """
    found: list[Shown] = []
    for stem in dict.fromkeys([*new, *old]):
        if old.get(stem) == new.get(stem):
            continue
        before, after = (exhibits(texts[stem]) if stem in texts else [] for texts in (old, new))
        if before != after:
            found += (_shown(page_of(stem), *pair) for pair in _aligned(before, after))
    return tuple(one for one in found if one.rows or one.details or one.look or one.fate != "changed")


def _aligned(old: list[Exhibit], new: list[Exhibit]) -> Iterator[tuple[Exhibit | None, Exhibit | None]]:
    """Pairs of exhibits that differ, as nbdime aligns their cells; where it sees none, of one label."""
    from nbdime.diffing.notebooks import diff_notebooks  # slow to load, and seldom needed

    at = shift = 0
    added: list[Exhibit] = []
    removed: list[Exhibit] = []
    steps = diff_notebooks(_notebook(old), _notebook(new))
    for step in (each for top in steps if top["key"] == "cells" for each in top["diff"]):
        at = step["key"]
        if step["op"] == "patch":
            yield old[at], new[at + shift]
        elif step["op"] == "addrange":
            count = len(step["valuelist"])
            added += new[at + shift : at + shift + count]
            shift += count
        else:
            removed += old[at : at + step["length"]]
            shift -= step["length"]
    for exhibit in added:
        partner = next((one for one in removed if one.label and one.label == exhibit.label), None)
        removed = [one for one in removed if one is not partner]
        yield partner, exhibit
    yield from ((exhibit, None) for exhibit in removed)


def _notebook(shown: Sequence[Exhibit]) -> Any:
    """Exhibits as nbdime reads them: a notebook of one cell each, with its label for id."""
    import nbformat

    cells = [
        {
            "cell_type": "code",
            "id": exhibit.label or f"cell-{at}",
            "metadata": {"caption": exhibit.caption},
            "source": exhibit.code,
            "execution_count": None,
            "outputs": [
                {"output_type": "display_data", "metadata": {}, "data": {MIMES[exhibit.kind]: exhibit.content}}
            ],
        }
        for at, exhibit in enumerate(shown)
    ]
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _shown(page: str, old: Exhibit | None, new: Exhibit | None) -> Shown:
    """Word what became of one exhibit."""
    one = new or old
    assert one is not None
    fate: Fate = "changed" if old and new else "new" if new else "gone"
    if old is None or new is None:
        return Shown(page, one.label, one.caption, one.kind, fate)
    if old.kind != new.kind:
        details = [Value("kind", old.kind, new.kind)]
        return Shown(page, one.label, one.caption, one.kind, fate, details=tuple(details))
    rows, details, look = {"table": _table, "figure": _chart, "output": _other}[new.kind](old.content, new.content)
    told = (("label", old.label, new.label), ("caption", old.caption, new.caption), ("alt text", old.alt, new.alt))
    details = [Value(*each) for each in told if each[1] != each[2]] + details
    if old.code != new.code:
        details.append(Value("code", old.code, new.code))
    return Shown(page, one.label, one.caption, one.kind, fate, rows, tuple(details), look and not rows and not details)


Differences = tuple[tuple[Row, ...], list[Value], bool]
Dataset = list[dict[str, Any]]


def _table(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """Cells by row and column; a column that came or went is said once."""
    shared = [column for column in new["columns"] if column in old["columns"]]
    rows = changed_rows(_cells(old, shared), _cells(new, shared), prefer=[GROUP, *shared[:1]])
    details = []
    for column in dict.fromkeys([*new["columns"], *old["columns"]]):
        if column not in shared:
            there = column in new["columns"]
            details.append(Value("column", "" if there else column, column if there else ""))
    for was, now in zip_longest(_notes(old), _notes(new), fillvalue=""):
        if was != now:
            details.append(Value("note", was, now))
    if old.get("source") != new.get("source"):
        details.append(Value("source", old.get("source", ""), new.get("source", "")))
    return rows, details, old != new


def _notes(table: dict[str, Any]) -> list[str]:
    return list(table.get("notes", ()))


def _cells(table: dict[str, Any], columns: list[str]) -> list[dict[str, Any]]:
    groups = [label for label, size in table["groups"] for _ in range(size)] or [""] * len(table["rows"])
    found = []
    for group, cells in zip(groups, table["rows"], strict=True):
        named = dict(zip(table["columns"], cells, strict=True))
        found.append({GROUP: group, **{column: named[column] for column in columns}})
    return found


def _chart(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """Marks, as rows of the data that the chart draws; the same data may be drawn by several layers."""
    was, now = _drawn(old), _drawn(new)
    rows: list[Row] = []
    details = []
    for before, after in _of_one_kind(was, now):
        fields = [field for field in (after or before)[0] if all(field in row for row in (*before, *after))]
        came = sorted({field for row in after for field in row} - set(fields)) if before else []
        went = sorted({field for row in before for field in row} - set(fields)) if after else []
        details += [Value("field of its marks", "", field) for field in came]
        details += [Value("field of its marks", field, "") for field in went]
        rows += changed_rows(_only(fields, before), _only(fields, after))
    sources = [(spec.get("usermeta") or {}).get("source", "") for spec in (old, new)]
    if sources[0] != sources[1]:
        details.append(Value("source", *sources))
    return tuple(dict.fromkeys(rows)), details, _look(old) != _look(new)


def _only(fields: list[str], rows: Dataset) -> Dataset:
    return [{field: row[field] for field in fields} for row in rows]


def _drawn(spec: dict[str, Any]) -> list[Dataset]:
    """The datasets of a specification that are rows, in the order in which it draws them."""
    named = spec.get("datasets", {})
    found = []
    for data in _data(spec):
        values = named.get(data["name"]) if "name" in data else data.get("values")
        if isinstance(values, list) and values and all(isinstance(row, dict) for row in values) and values not in found:
            found.append(values)
    return found


def _data(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "data" and isinstance(value, dict):
                yield value
            elif name != "datasets":
                yield from _data(value)
    elif isinstance(part, list):
        for each in part:
            yield from _data(each)


def _of_one_kind(old: list[Dataset], new: list[Dataset]) -> Iterator[tuple[Dataset, Dataset]]:
    """Datasets with the same fields, else in the same place."""
    left = list(old)
    later = []
    for rows in new:
        partner = next((one for one in left if set(one[0]) == set(rows[0])), None)
        if partner is None:
            later.append(rows)
        else:
            left.remove(partner)
            yield partner, rows
    for before, after in zip_longest(left, later, fillvalue=None):
        yield before or [], after or []


def _look(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification without its data and words: names of datasets are made of their content."""
    spec = copy.deepcopy(spec)
    for name in ("datasets", "description"):
        spec.pop(name, None)
    (spec.get("usermeta") or {}).pop("source", None)
    for data in _data(spec):
        if "name" in data:
            data["name"] = ""
        if isinstance(data.get("values"), list):
            data["values"] = []
    return spec


def _other(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    differs = old["text"] != new["text"]
    return (), [Value("text", old["text"], new["text"])] if differs else [], False
