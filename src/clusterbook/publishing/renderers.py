"""MyST-NB renderers: a chart's or table's notebook output becomes a numbered figure or table of the page."""

from __future__ import annotations

import json
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer

from .. import files, theme
from ..tables.model import MIME as TABLE_MIME
from ..wording import listed
from .downloads import FOLDER, script
from .drawings import drawn, standalone, stills
from .exhibits import exhibit_bar
from .nodes import as_it_is
from .values import of_chart, of_table


class VegaLiteRenderer(MimeRenderPlugin):
    """A Vega-Lite output as inline SVG for wide and narrow screens, its specification beside it for the script."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("html", theme.MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of one chart, or None for any other output."""
        if inline or data.mime_type != theme.MIME:
            return None
        spec: dict[str, Any] = data.content
        options = (data.cell_metadata.get("mystnb") or {}).get("figure") or {}
        alt_text, source = spec.get("description", ""), (spec.get("usermeta") or {}).get("source")
        values = of_chart(spec)
        has = {
            "caption": options.get("caption"),
            "name": options.get("name"),
            "alt text": alt_text,
            "source": source,
            "data": values,
        }
        if values is None or not all(has.values()):
            return _refused(renderer, data, "chart", has)
        name = nodes.make_id(str(options["name"]))
        code, pictures = script(name, spec), drawn(spec)
        folder = f"{'../' * renderer.renderer.sphinx_env.docname.count('/')}{FOLDER}"
        widths = escape(json.dumps(theme.WIDTHS), quote=True)
        controls = '<div class="cb-controls"></div>' if _bound(spec) else ""
        html = (
            f'<div class="cb-chart" data-chart="{name}" data-script="{folder}/{name}.js?v={files.of(code)[:8]}" '
            f'data-widths="{widths}">{controls}<div class="cb-view">{stills(pictures, alt_text, name)}'
            f'<div class="cb-live" role="application" aria-roledescription="chart" tabindex="0" '
            f'aria-label="{escape(alt_text, quote=True)}" hidden></div></div></div>'
        )
        return [
            nodes.raw("", html, format="html"),
            as_it_is(nodes.paragraph("", f"Source: {source}.", classes=["cb-source"])),
            exhibit_bar(
                "", target=name, values=values, contents={"svg": standalone(pictures["wide"], alt_text), "js": code}
            ),
        ]


def _bound(spec: dict[str, Any]) -> bool:
    """Whether the interactive view has a control, for which the page must keep room."""
    return any("bind" in parameter for parameter in spec.get("params", ()))


class TableRenderer(MimeRenderPlugin):
    """A table output as a docutils table with caption, scoped heads, notes and source."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("*", TABLE_MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of one table, or None for any other output."""
        if inline or data.mime_type != TABLE_MIME:
            return None
        content: dict[str, Any] = data.content
        options = (data.cell_metadata.get("mystnb") or {}).get("table") or {}
        values = of_table(content)
        has = {
            "caption": options.get("caption"),
            "name": options.get("name"),
            "source": content["source"],
            "data": values,
        }
        if values is None or not all(has.values()):
            return _refused(renderer, data, "table", has)
        node = _table(content)
        document = renderer.renderer.document
        label = nodes.fully_normalize_name(str(options["name"]))
        node["names"].append(label)
        document.note_explicit_target(node, node)
        holder = nodes.Element()
        with renderer.renderer.current_node_context(holder):
            renderer.renderer.nested_render_text(str(options["caption"]), data.line or 0)
        title = nodes.title("", "", *holder.children[0].children)
        title.source, title.line = document["source"], data.line
        node.insert(0, title)
        foot = [as_it_is(nodes.paragraph("", note, classes=["cb-note"])) for note in content["notes"]]
        foot.append(as_it_is(nodes.paragraph("", f"Source: {content['source']}.", classes=["cb-source"])))
        foot.append(exhibit_bar("", target=node["ids"][0], values=values, contents={}))
        shown: list[nodes.Element] = [node, *foot]
        if options.get("folded"):
            summary = f"<details class='cb-folded'><summary>Show the {len(content['rows'])} rows</summary>"
            shown = [
                nodes.raw("", summary, format="html"),
                *shown,
                nodes.raw("", "</details>", format="html"),
            ]
        return shown


def _table(content: dict[str, Any]) -> nodes.table:
    """Build the docutils table of one table output."""
    columns, numeric = content["columns"], set(content["numeric"])
    classes = ["cb-table", *(["cb-stacked"] if content["stacked"] else []), *(["cb-many"] if len(columns) > 6 else [])]
    ids = iter(content.get("ids", ()))
    group = nodes.tgroup(cols=len(columns))
    for at in range(len(columns)):
        group += nodes.colspec(colwidth=1, stub=int(at == 0))
    heads = nodes.row()
    for at, text in enumerate(columns):
        heads += _entry(text, scope="col", classes=_align(at, numeric))
    group += nodes.thead("", heads)
    body = nodes.tbody()
    start = 0
    for label, size in content["groups"] or [["", len(content["rows"])]]:
        if label:
            body += nodes.row("", _entry(label, scope="rowgroup", morecols=len(columns) - 1, classes=["cb-group"]))
        for cells in content["rows"][start : start + size]:
            row = nodes.row()
            if id := next(ids, None):
                row["ids"] = [id]
                row["claim"] = id.removeprefix("claim-")
            for at, text in enumerate(cells):
                about = {"scope": "row"} if at == 0 else {"label": columns[at]}
                row += _entry(text, classes=_align(at, numeric), **about)
            body += row
        start += size
    group += body
    if "filters" in content:
        classes.append("cb-filtered")
    for at in content.get("filters", ()):
        classes.append(f"cb-filter-{at}")
    return nodes.table("", group, classes=classes)


def _align(at: int, numeric: set[int]) -> list[str]:
    return ["cb-numeric"] if at in numeric else []


def _entry(text: str, **about: Any) -> nodes.entry:
    return as_it_is(nodes.entry("", nodes.paragraph("", text), **about))


# What to do about each part that a chart or table may lack.
_REMEDIES = {
    "caption": "give the cell mystnb: {option}: name and caption",
    "name": "give the cell mystnb: {option}: name and caption",
    "alt text": "give the chart a description",
    "source": "give its frame attrs['source']",
    "data": "show at least one row, with a tooltip that names the columns of a chart",
}


def _refused(renderer: NbElementRenderer, data: MimeData, kind: str, has: dict[str, Any]) -> list[nodes.Element]:
    """Warn, and so fail the build: nothing is published without what a reader needs of it."""
    lacking = [part for part, given in has.items() if not given]
    option = "figure" if kind == "chart" else "table"
    remedies = dict.fromkeys(_REMEDIES[part].format(option=option) for part in lacking)
    named = f" ({has['name']})" if has["name"] else ""
    renderer.logger.warning(
        f"the {kind}{named} of this code cell lacks its {listed(lacking)}: {'; '.join(remedies)}",
        line=data.line,
        subtype="clusterbook",
    )
    return []
