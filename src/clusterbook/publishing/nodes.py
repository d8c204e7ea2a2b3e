"""Nodes and HTML that docutils lacks: the sourced number, scoped table heads, cell labels."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, TypeVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

DATA_PAGE = "chapters/data"
_Element = TypeVar("_Element", bound=nodes.Element)
LONGEST = 20  # signs of a word that is broken only where a line ends


class number(nodes.inline):
    """A number of the prose; ``origin`` says where it comes from, ``table`` which table holds it."""


class LinkNumbers(SphinxPostTransform):
    """Link each number to the description of the table it comes from."""

    default_priority = 400

    def run(self, **_: Any) -> None:
        if self.app.builder.format != "html":
            return
        page = self.app.builder.get_relative_uri(self.env.docname, DATA_PAGE)
        for node in list(self.document.findall(number)):
            uri = f"{page}#{table_id(node['table'])}"
            link = nodes.reference("", "", internal=True, refuri=uri, classes=["cb-num"])
            node.replace_self(link)
            link += node


def once(owner: Any, name: str, make: Callable[[], Any]) -> Any:
    """Return what a build keeps under a name on its application or environment, made at the first call."""
    if not hasattr(owner, name):
        setattr(owner, name, make())
    return getattr(owner, name)


def as_it_is(node: _Element) -> _Element:
    """Have Sphinx leave the text of a node as the data have it, their quotes, dashes and backslashes too."""
    node["support_smartquotes"] = False
    return node


def unbreakable(text: str) -> bool:
    """Whether a text has a word so long that a table must break it to fit a page."""
    return any(len(word) > LONGEST for word in text.split())


def table_id(name: str) -> str:
    """Anchor of a table's description on the data page."""
    return f"data-{name.replace('_', '-')}"


def _visit_number(self: Any, node: number) -> None:
    self.body.append(f'<span class="cb-num-value" data-origin="{escape(node["origin"], quote=True)}">')


def _depart_number(self: Any, node: number) -> None:
    self.body.append("</span>")


def _pass(self: Any, node: nodes.Node) -> None:
    """Nothing to write before or after."""


def _visit_entry(self: Any, node: nodes.entry) -> None:
    if unbreakable(node.astext()):
        node["classes"].append("cb-long")
    HTML5Translator.visit_entry(self, node)
    extra = ""
    if "scope" in node:
        extra += f' scope="{node["scope"]}"'
    if "label" in node:
        extra += f' data-label="{escape(node["label"], quote=True)}"'
    if extra:
        start = self.body[-1]
        name = start.split(None, 1)[0].rstrip(">")
        wanted = "<th" if "scope" in node else name
        self.body[-1] = start.replace(name, wanted + extra, 1)
        if wanted != name:
            self.context[-1] = self.context[-1].replace("</td>", "</th>")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform."""
    app.add_node(
        number,
        html=(_visit_number, _depart_number),
        latex=(_pass, _pass),
        epub=(_visit_number, _depart_number),
        text=(_pass, _pass),
    )
    app.add_node(nodes.entry, override=True, html=(_visit_entry, HTML5Translator.depart_entry))
    app.add_post_transform(LinkNumbers)
