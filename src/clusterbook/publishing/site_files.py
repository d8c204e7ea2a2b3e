"""Links from a page to files that stand beside the pages: the data package, the citations."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class site_file(nodes.inline):
    """Words that lead to a file of the site; ``path`` is where it stands, from the site's folder."""


class LinkFiles(SphinxPostTransform):
    """Make links of them, in the site alone: a PDF or an EPUB does not hold the files."""

    default_priority = 400

    def run(self, **_: Any) -> None:
        if self.app.builder.name != "html":
            return
        up = "../" * self.env.docname.count("/")
        for node in list(self.document.findall(site_file)):
            link = nodes.reference("", "", refuri=f"{up}{node['path']}", classes=["cb-file"], internal=True)
            link += node.children
            node.replace_self(link)


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    through = (_pass, _pass)
    app.add_node(site_file, html=through, latex=through, epub=through, text=through)
    app.add_post_transform(LinkFiles)


def _pass(self: Any, node: nodes.Node) -> None:
    """Nothing to write before or after."""
