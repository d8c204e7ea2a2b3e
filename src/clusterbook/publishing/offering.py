"""The ``forms`` directive: where a page offers the PDF and the EPUB, once there are any."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .forms import PLACE


class FormsDirective(SphinxDirective):
    """A sentence with links to the book's other forms, written when the finished pages are stamped."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", PLACE, format="html")]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("forms", FormsDirective)
