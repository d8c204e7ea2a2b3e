"""The ``several-years`` and ``one-year`` directives: sentences that stand only if the data are of so many surveys."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from ..data import Dataset, data_folder

TAG = "tag_several-years"  # the class that MyST-NB gives a cell with the tag several-years


class SeveralYears(SphinxDirective):
    """Sentences for data with more than one survey year up to the one shown; without, they are not even read."""

    has_content: ClassVar[bool] = True
    several: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        for file in ("datapackage.json", "survey.csv"):
            self.env.note_dependency(str(data_folder() / file))
        if _several() != self.several:
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
        if cells and not _several():
            for cell in cells:
                cell.parent.remove(cell)


def _several() -> bool:
    data = Dataset()
    return bool((data["survey"]["year"] < data.year).any())


def setup(app: Sphinx) -> None:
    """Register directives and transform."""
    app.add_directive("several-years", SeveralYears)
    app.add_directive("one-year", OneYear)
    app.add_transform(DropCells)
