"""What a link of the prose shows on hover: the entries of the bibliography and the glossary, as one script of the site.

sphinx-tippy does this too, but it has each page fetch two scripts from another host, names its own by chance, so that
no two builds are alike, and copies an entry into every page that cites it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinxcontrib.bibtex.domain import BibtexDomain

from ..files import put
from .claims import claim_sign

SCRIPT = "clusterbook-notes.js"


def entries(document: nodes.document) -> Iterator[tuple[list[str], list[nodes.Node]]]:
    """Yield what a page explains, as the ids that links lead to and the nodes that explain: works, then terms."""
    for citation in document.findall(nodes.citation):
        yield list(citation["ids"]), [node for node in citation.children if not isinstance(node, nodes.label)]
    for item in document.findall(nodes.definition_list_item):
        terms = [node for node in item.children if isinstance(node, nodes.term) and node["ids"]]
        if terms and "glossary" in item.parent.get("classes", []):
            heads = nodes.paragraph()
            for at, term in enumerate(terms):
                heads += [nodes.Text(", "), *_strong(term)] if at else _strong(term)
            explained = [node for one in item.findall(nodes.definition) for node in one.children]
            yield [id for term in terms for id in term["ids"]], [heads, *explained]


def _strong(term: nodes.term) -> list[nodes.Node]:
    return [nodes.strong("", term.astext())]


def _plain(node: nodes.Node) -> nodes.Node:
    """A copy without ids, which are those of another page, and without the signs of claims."""
    copy = node.deepcopy()
    for inner in list(copy.findall(claim_sign)):
        inner.parent.remove(inner)
    for element in copy.findall(nodes.Element):
        element["ids"] = []
    return copy


def explained(app: Sphinx, builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the HTML of every note by the page and anchor that a link to it leads to, both from the site's root."""
    cited = {citation.bibliography_key.docname for citation in cast(BibtexDomain, app.env.get_domain("cite")).citations}
    terms = {docname for _, _, kind, docname, _, _ in app.env.get_domain("std").get_objects() if kind == "term"}
    found: dict[str, str] = {}
    for docname in sorted(cited | terms):
        document = app.env.get_and_resolve_doctree(docname, builder)
        page = builder.get_target_uri(docname)
        for ids, parts in entries(document):
            html = "".join(builder.render_partial(_plain(part))["fragment"] for part in parts).strip()
            found |= {f"{page}#{id}": html for id in ids}
    return found


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the notes beside the pages, as a script and not as data: a page opened as a file may not fetch."""
    if error is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    notes = json.dumps(explained(app, app.builder), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    put(Path(app.outdir) / "_static" / SCRIPT, f"window.clusterbookNotes={notes};\n".encode())


def setup(app: Sphinx) -> None:
    """Write the notes when all pages are known."""
    app.connect("build-finished", _write)
