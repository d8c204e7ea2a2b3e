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
from sphinxcontrib.bibtex.transforms import BibliographyTransform, node_text_transform

from ..files import put
from .claims import claim_sign

SCRIPT = "clusterbook-notes.js"


Note = tuple[str, list[nodes.Node]]  # where a link leads to, by page and anchor from the site's root, and what is there


def works(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[Note]:
    """Yield the entries of the bibliography.

    They are made anew as sphinxcontrib-bibtex makes them: to resolve their page once more would add each to itself.
    """
    for citation in cast(BibtexDomain, app.env.get_domain("cite")).citations:
        holder = nodes.container("", BibliographyTransform.backend.paragraph(citation.formatted_entry))
        node_text_transform(holder)
        yield f"{builder.get_target_uri(citation.bibliography_key.docname)}#{citation.citation_id}", holder.children


def terms(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[Note]:
    """Yield the entries of each glossary, under every one of their terms."""
    found = app.env.get_domain("std").get_objects()
    for docname in sorted({docname for _, _, kind, docname, _, _ in found if kind == "term"}):
        for item in app.env.get_and_resolve_doctree(docname, builder).findall(nodes.definition_list_item):
            heads = [node for node in item.children if isinstance(node, nodes.term)]
            ids = [id for head in heads for id in head["ids"]]
            shown = nodes.paragraph()
            for head in heads:
                shown += [*([nodes.Text(", ")] if len(shown) else []), nodes.strong("", head.astext())]
            explained = [_plain(node) for one in item.findall(nodes.definition) for node in one.children]
            yield from ((f"{builder.get_target_uri(docname)}#{id}", [shown, *explained]) for id in ids)


def _plain(node: nodes.Node) -> nodes.Node:
    """A copy without ids, which are those of another page, and without the signs of claims."""
    copy = node.deepcopy()
    for sign in list(copy.findall(claim_sign)):
        sign.parent.remove(sign)
    for element in copy.findall(nodes.Element):
        element["ids"] = []
    return copy


def explained(app: Sphinx, builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the HTML of every note by the page and anchor that a link to it leads to."""
    return {
        key: "".join(builder.render_partial(part)["fragment"] for part in parts).strip()
        for key, parts in [*works(app, builder), *terms(app, builder)]
    }


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the notes beside the pages, as a script and not as data: a page opened as a file may not fetch."""
    if error is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    notes = json.dumps(explained(app, app.builder), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    put(Path(app.outdir) / "_static" / SCRIPT, f"window.clusterbookNotes={notes};\n".encode())


def setup(app: Sphinx) -> None:
    """Write the notes when all pages are known."""
    app.connect("build-finished", _write)
