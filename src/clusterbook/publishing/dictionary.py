"""The ``data-dictionary`` directive: a section for each table, printed from ``datapackage.json``."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..files import data_folder
from ..loading import describe
from .exhibits import exhibit_bar
from .nodes import table_id
from .pages import show, showing
from .site_files import site_file
from .values import of_table

_HEADS = ("Column", "What it holds", "Type", "Unit", "Rule")


class DataDictionary(SphinxDirective):
    """Describe every resource of the data package: what, grain, place in the paper, source, columns, keys."""

    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        return [self._section(entry) for entry in show(self.env.app, "description", "")["resources"]]

    def _section(self, entry: dict[str, Any]) -> nodes.section:
        section = _section(entry)
        for table in section.findall(nodes.table):
            self.state.document.note_explicit_target(table, table)
        return section


def _section(entry: dict[str, Any]) -> nodes.section:
    section = nodes.section(ids=[table_id(entry["name"])], names=[])
    section += nodes.title("", entry["title"])
    path = f"data/{entry['path']}"
    file = site_file("", "", nodes.literal("", path), path=path)
    section += nodes.paragraph("", "", file, nodes.Text(f" {entry['description']}"))
    sources = "; ".join(source["title"] for source in entry["sources"])
    section += nodes.paragraph("", f"Place in the paper: {entry['paper']}. Source: {sources}.")
    schema = entry.get("schema")
    if not schema:
        return section
    section += _columns(entry)
    keys = ["Key: " + ", ".join(_listed(schema["primaryKey"])) + "."]
    for key in schema.get("foreignKeys", []):
        keys.append(f"{', '.join(_listed(key['fields']))} must exist in {key['reference']['resource']}.csv.")
    section += nodes.paragraph("", " ".join(keys))
    return section


def _columns(entry: dict[str, Any]) -> list[nodes.Element]:
    """The columns of one table, as a numbered table with its source and bar."""
    name = f"tab-columns-{entry['name'].replace('_', '-')}"
    lines = [
        (field["name"], field.get("description", field["title"]), field["type"], field.get("unit", ""), _rule(field))
        for field in entry["schema"]["fields"]
    ]
    group = nodes.tgroup(cols=len(_HEADS))
    for at in range(len(_HEADS)):
        group += nodes.colspec(colwidth=1, stub=int(at == 0))
    head = nodes.row()
    for text in _HEADS:
        head += nodes.entry("", nodes.paragraph("", text), scope="col")
    body = nodes.tbody()
    for cells in lines:
        row = nodes.row()
        for at, text in enumerate(cells):
            about: dict[str, Any] = {"scope": "row"} if at == 0 else {"label": _HEADS[at]}
            inner = nodes.literal("", text) if at == 0 else nodes.Text(text)
            row += nodes.entry("", nodes.paragraph("", "", inner), **about)
        body += row
    group += nodes.thead("", head)
    group += body
    title = nodes.title("", "", nodes.Text("The columns of "), nodes.literal("", entry["path"]), nodes.Text("."))
    table = nodes.table("", title, group, classes=["cb-table", "cb-stacked"], names=[name])
    values = of_table({"columns": _HEADS, "rows": lines, "groups": [], "numeric": []})
    return [
        table,
        nodes.paragraph("", "Source: datapackage.json.", classes=["cb-source"]),
        exhibit_bar("", target=name, values=values, contents={}),
    ]


def _rule(field: dict[str, Any]) -> str:
    """Word a field's constraints."""
    limits = field.get("constraints", {})
    words = [] if limits.get("required") else ["may be empty"]
    if "enum" in limits:
        words.append("one of " + ", ".join(map(str, limits["enum"])))
    if "minimum" in limits and "maximum" in limits:
        words.append(f"from {limits['minimum']} to {limits['maximum']}")  # a cell may not begin with a minus
    elif "minimum" in limits:
        words.append(f"at least {limits['minimum']}")
    if "maxLength" in limits:
        words.append(f"at most {limits['maxLength']} characters")
    if "pattern" in limits:
        words.append("lower case letters, digits and hyphens")
    return "; ".join(words)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def setup(app: Sphinx) -> None:
    """Register the directive, and the description of the data as something that pages show."""
    showing("description", lambda app, name: describe(data_folder()))
    app.add_directive("data-dictionary", DataDictionary)
