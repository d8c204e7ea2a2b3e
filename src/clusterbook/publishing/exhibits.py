"""The bar beneath each figure and table: its data, files, link and citation; what has no bar fails the build."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import NoUri
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from .citing import Work, cited
from .downloads import FOLDER, keep
from .drawings import titled
from .quoting import Quoted
from .values import Values

logger = logging.getLogger(__name__)

# A code cell must not show a picture or a table by other means than the renderers, which give it its bar.
_SHOWN = ("<table", "<img", "<svg", "<canvas")


class exhibit_bar(nodes.General, nodes.Element):
    """Beneath a figure or table; ``target`` is its id, ``values`` what it shows, ``files`` the endings of its files."""


class KeepFiles(SphinxTransform):
    """Have the files of each figure and table of a page written, now that its caption has been read."""

    default_priority = 500

    def apply(self, **_: Any) -> None:
        """Keep the files of one page."""
        for bar in self.document.findall(exhibit_bar):
            contents: dict[str, str] = bar.attributes.pop("contents")
            title = _caption(self.document.ids[bar["target"]])
            drawn = {"svg": titled(contents["svg"], title)} if "svg" in contents else {}
            keep(self.env, bar["target"], {"csv": bar["values"].to_csv()} | contents | drawn)
            bar["files"] = ("csv", "svg", "png") if drawn else ("csv",)


class FinishBars(SphinxPostTransform):
    """Tell each bar the number and caption of its figure or table, and put source and bar beneath the figure."""

    default_priority = 450  # after MyST-NB has chosen among a cell's outputs, and all references are resolved
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Finish the bars of one page."""
        if self.app.builder.name != "html":
            return
        for bar in list(self.document.findall(exhibit_bar)):
            shown = self.document.ids[bar["target"]]
            self._label(bar, shown)
            if isinstance(shown, nodes.figure):
                beneath = nodes.container("", classes=["cb-beneath"])
                for part in [part for part in shown.findall() if _beneath(part)]:
                    part.parent.remove(part)
                    beneath += part
                shown.parent.insert(shown.parent.index(shown) + 1, beneath)

    def _label(self, bar: exhibit_bar, shown: nodes.Element) -> None:
        kind = "figure" if isinstance(shown, nodes.figure) else "table"
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get(kind, {})
        number = ".".join(map(str, numbers.get(bar["target"], ())))
        bar["label"] = self.config.numfig_format[kind] % number if number else kind.capitalize()
        bar["caption"] = _caption(shown)
        bar["root"] = "../" * self.env.docname.count("/")
        try:
            page = self.app.builder.get_target_uri(self.env.docname)
        except NoUri:
            page = ""
        bar["quoted"] = Quoted(bar["label"], bar["caption"], f"{page}#{bar['target']}")
        bar["book"] = cited(self.app)["book"]


class RefuseOthers(SphinxPostTransform):
    """Warn of each picture or table of a page that has no bar, and so fail the build."""

    default_priority = 460
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Look through one page."""
        if self.app.builder.name != "html":
            return
        barred = {bar["target"] for bar in self.document.findall(exhibit_bar)}
        for table in self.document.findall(nodes.table):
            if not barred.intersection(table["ids"]) and not _excused(table):
                _refuse("a table", table)
        for picture in self.document.findall(nodes.image):
            _refuse("a picture", picture)
        for output in self.document.findall(_output):
            raw = [part for part in output.findall(nodes.raw) if any(sign in part.astext() for sign in _SHOWN)]
            if raw and not list(output.findall(exhibit_bar)):
                _refuse("a picture or table of this code cell", output)


def _caption(shown: nodes.Element) -> str:
    return str(next(part.astext() for part in shown.children if isinstance(part, nodes.caption | nodes.title)))


def _beneath(part: nodes.Node) -> bool:
    return isinstance(part, exhibit_bar) or (isinstance(part, nodes.paragraph) and "cb-source" in part["classes"])


def _output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell_output" in node["classes"]


def _excused(table: nodes.table) -> bool:
    """Whether a table is part of a report, which quotes the book and is no exhibit of it."""
    node: nodes.Element | None = table
    while node is not None and not node.get("report"):
        node = node.parent
    return node is not None


def _refuse(what: str, node: nodes.Element) -> None:
    logger.warning(
        "%s lacks its caption, name, source, data, link and citation: "
        "show it by a code cell, with one of the library's chart_ or table_ functions",
        what,
        location=node,
        type="clusterbook",
        subtype="exhibit",
    )


def _visit_bar(self: Any, node: exhibit_bar) -> None:
    self.body.append(_bar(node))
    raise nodes.SkipNode


def _bar(node: exhibit_bar) -> str:
    """One bar as HTML: links, buttons and what unfolds."""
    label, target = escape(node["label"]), node["target"]
    quoted: Quoted = node["quoted"]
    values: Values = node["values"]
    book: Work = node["book"]
    caption = f"Data of {node['label']}: {node['caption']}"
    parts = []
    if "svg" in node["files"]:
        table = values.to_html(caption)
        parts.append(
            f'<details class="cb-data"><summary aria-label="Data of {label}">Data</summary>'
            f'<section class="cb-panel" tabindex="0" aria-label="Data of {label}">{table}</section></details>'
        )
    for ending in node["files"]:
        name = ending.upper()
        parts.append(
            f'<a href="{node["root"]}{FOLDER}/{target}.{ending}" download aria-label="{name} of {label}">{name}</a>'
        )
    if "svg" not in node["files"]:
        parts.append(
            f'<button type="button" class="cb-copy" data-table="{target}" aria-label="Copy {label}">Copy</button>'
        )
    address = f' data-address="{escape(book.url + quoted.anchor, quote=True)}"' if book.url else ""
    parts.append(f'<a class="cb-link" href="#{target}"{address} aria-label="Link to {label}">Link</a>')
    parts.append(
        f'<details class="cb-cite"><summary aria-label="Cite {label}">Cite</summary><div class="cb-panel">'
        f"<p>{escape(quoted.sentence(book))}</p>"
        f'<pre tabindex="0" aria-label="{label} as BibTeX">{escape(quoted.bibtex(book))}</pre></div></details>'
    )
    return (
        f'<div class="cb-bar" role="group" aria-label="{label}: files, link and citation">'
        f'{"".join(parts)}<span class="cb-said" role="status"></span></div>\n'
    )


def _skip(self: Any, node: exhibit_bar) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transforms; only the site has bars."""
    skip = (_skip, None)
    app.add_node(exhibit_bar, html=(_visit_bar, None), epub=skip, latex=skip, text=skip, man=skip, texinfo=skip)
    app.add_transform(KeepFiles)
    app.add_post_transform(FinishBars)
    app.add_post_transform(RefuseOthers)
