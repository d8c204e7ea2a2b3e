"""The ``several-years`` and ``one-year`` directives: sentences that stand only if the data are of so many surveys."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from ..data import Dataset
from .pages import show, showing

TAG = "tag_several-years"  # the class that MyST-NB gives a cell with the tag several-years


class SeveralYears(SphinxDirective):
    """Sentences for data with more than one survey year up to the one shown; without, they are not even read."""

    has_content: ClassVar[bool] = True
    several: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        if show(self.env.app, "several-years", "") != self.several:
            return []
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children)


class OneYear(SeveralYears):
    """Sentences for data with one survey year up to the one shown."""

    several: ClassVar[bool] = False


class DropCells(SphinxTransform):
    """Take cells tagged ``several-years`` out where there is one year: they show nothing, so their code need not."""

    default_priority = 200

    def apply(self, **_: Any) -> None:
        cells = [node for node in self.document.findall(nodes.container) if TAG in node["classes"]]
        if cells and not show(self.app, "several-years", ""):
            for cell in cells:
                cell.parent.remove(cell)


def _several() -> bool:
    data = Dataset()
    return bool((data["survey"]["year"] < data.year).any())


def setup(app: Sphinx) -> None:
    """Register directives and transform, and whether there are several years as something that pages show."""
    showing("several-years", lambda app, name: _several())
    app.add_directive("several-years", SeveralYears)
    app.add_directive("one-year", OneYear)
    app.add_transform(DropCells)
