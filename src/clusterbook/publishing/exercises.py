"""Exercises on a page: numbered by chapter and place, as ``check`` calls them, and their solutions folded."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

KIND = "exercise"  # what Sphinx counts


class Unwrap(SphinxTransform):
    """Take out the sections in which sphinx-exercise puts what it holds: they are no sections, and share one id."""

    default_priority = 11  # just after what stands between the start and the end of a solution has been gathered

    def apply(self, **_: Any) -> None:
        """Unwrap the exercises and solutions of one page."""
        for node in self.document.findall(_ours):
            for section in [part for part in node.children if isinstance(part, nodes.section)]:
                at = node.index(section)
                node[at : at + 1] = section.children


class NameSolutions(SphinxPostTransform):
    """Name each solution by the number of its exercise, in words that unfold it."""

    default_priority = 30  # after the titles have been resolved
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Name the solutions of one page."""
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get(KIND, {})
        for node in self.document.findall(solution_node):
            number = ".".join(map(str, numbers[node["target_label"]]))
            name = f"Solution to {self.config.numfig_format[KIND] % number}"
            title = f'<summary class="admonition-title">{escape(name)}</summary>'
            node[0] = nodes.raw("", title, format="html")


def _ours(node: nodes.Node) -> bool:
    return isinstance(node, exercise_enumerable_node | solution_node)


def _number(app: Sphinx, env: BuildEnvironment) -> None:
    """Number the exercises by chapter and place, where Sphinx has counted them through the whole book.

    This comes after the environment has been stored, so that the next build compares counts with counts.
    """
    for docname, numbers in env.toc_fignumbers.items():
        chapter = env.toc_secnumbers.get(docname, {}).get("", ())
        for place, label in enumerate(numbers.get(KIND, {}), start=1):
            numbers[KIND][label] = (*chapter, place)


def _visit_solution(self: Any, node: solution_node) -> None:
    self.body.append(self.starttag(node, "details", CLASS="admonition"))


def _depart_solution(self: Any, node: solution_node) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the transforms, the numbers, and the fold."""
    app.setup_extension("sphinx_exercise")  # whose nodes are changed here, whatever the order of the settings
    app.add_node(solution_node, override=True, html=(_visit_solution, _depart_solution))
    app.add_transform(Unwrap)
    app.add_post_transform(NameSolutions)
    app.connect("env-check-consistency", _number)
