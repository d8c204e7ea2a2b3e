"""MyST-NB renderers: a chart's or table's notebook output becomes a numbered figure or table of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer

from .. import tables, theme


class VegaLiteRenderer(MimeRenderPlugin):
    """A Vega-Lite output as inline SVG for wide and narrow screens, its specification beside it for the script."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("html", theme.MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of one chart, or None for any other output."""
        if inline or data.mime_type != theme.MIME:
            return None
        spec: dict[str, Any] = data.content
        figure = (data.cell_metadata.get("mystnb") or {}).get("figure") or {}
        alt_text = spec.get("description", "")
        lacking = [part for part in ("caption", "name") if not figure.get(part)] + ([] if alt_text else ["alt text"])
        if lacking:
            return _refused(renderer, data, "chart", lacking)
        name = str(figure["name"])
        payload = json.dumps(spec, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
        widths = escape(json.dumps(theme.WIDTHS), quote=True)
        html = (
            f'<div class="cb-chart" data-widths="{widths}">{stills(spec, name)}'
            f'<div class="cb-live" role="group" aria-label="{escape(alt_text, quote=True)}" hidden></div>'
            f'<script type="application/json">{payload}</script></div>'
        )
        found: list[nodes.Element] = [nodes.raw("", html, format="html")]
        source = (spec.get("usermeta") or {}).get("source")
        if source:
            found.append(nodes.paragraph("", f"Source: {source}.", classes=["cb-source"]))
        return found


def stills(spec: dict[str, Any], name: str, layouts: Iterable[str] = tuple(theme.WIDTHS)) -> str:
    """Return a chart as inline SVG for some screens, with its alt text; ids in it begin with the name."""
    alt_text = escape(spec.get("description", ""), quote=True)
    return "".join(
        f'<div class="cb-still cb-{layout}" role="img" aria-label="{alt_text}">'
        f"{_unique(theme.svg(spec, layout), f'{name}-{layout}')}</div>"
        for layout in layouts
    )


class TableRenderer(MimeRenderPlugin):
    """A table output as a docutils table with caption, scoped heads, notes and source."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("*", tables.MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of one table, or None for any other output."""
        if inline or data.mime_type != tables.MIME:
            return None
        content: dict[str, Any] = data.content
        options = (data.cell_metadata.get("mystnb") or {}).get("table") or {}
        lacking = [part for part in ("caption", "name") if not options.get(part)]
        if lacking:
            return _refused(renderer, data, "table", lacking)
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
        foot = [nodes.paragraph("", note, classes=["cb-note"]) for note in content["notes"]]
        if content["source"]:
            foot.append(nodes.paragraph("", f"Source: {content['source']}.", classes=["cb-source"]))
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
    return nodes.entry("", nodes.paragraph("", text), **about)


def _unique(svg: str, prefix: str) -> str:
    """Make the ids of one SVG its own, so that several stand on a page."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\2"', svg)


def _refused(renderer: NbElementRenderer, data: MimeData, kind: str, lacking: list[str]) -> list[nodes.Element]:
    """Warn, and so fail the build: nothing is published without what a reader needs of it."""
    renderer.logger.warning(
        f"the {kind} of this code cell lacks its {' and '.join(lacking)}: "
        f"give the cell mystnb: {'figure' if kind == 'chart' else 'table'}: name and caption",
        line=data.line,
        subtype="clusterbook",
    )
    return []
