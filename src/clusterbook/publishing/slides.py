"""The ``slide`` role: a figure by its number, and the files of it that a slide can show."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from .downloads import FOLDER
from .site_files import site_file


class SlideRole(SphinxRole):
    """Print a figure's number as a link, and its SVG and PNG; an unknown figure fails the build, as in ``numref``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        about = {"refdomain": "std", "reftype": "numref", "reftarget": self.text, "refexplicit": False, "refwarn": True}
        number = pending_xref(self.rawtext, nodes.literal("", self.text), refdoc=self.env.docname, **about)
        self.set_source_info(number)
        files = [site_file("", form, path=f"{FOLDER}/{self.text}.{form.lower()}") for form in ("SVG", "PNG")]
        return [number, nodes.Text(" ("), files[0], nodes.Text(", "), files[1], nodes.Text(")")], []


def setup(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("slide", SlideRole())
