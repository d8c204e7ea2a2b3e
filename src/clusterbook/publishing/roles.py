"""The ``num`` role: a sentence quotes a number of the data by its name."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from ..data import Dataset
from ..errors import UnknownNameError
from ..facts import Fact, all_facts, quote
from .nodes import as_it_is, number, once
from .pages import show, showing

logger = logging.getLogger(__name__)


class NumberRole(SphinxRole):
    """Print the value of a fact; an unknown name is a warning with chapter and line, which fails the build."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            fact, text = show(self.env.app, "num", self.text.strip())
        except UnknownNameError as error:
            logger.warning("num: %s", error, location=self.get_location(), type="clusterbook", subtype="num")
            return [nodes.problematic(self.rawtext, self.rawtext)], []
        return [as_it_is(number(self.rawtext, text, origin=fact.origin, table=fact.table))], []


def _quoted(app: Sphinx, reference: str) -> tuple[Fact, str]:
    return quote(facts_of(app), reference)


def facts_of(app: Sphinx) -> Mapping[str, Fact]:
    """Facts of this build, computed once."""
    found: Mapping[str, Fact] = once(app, "clusterbook_facts", lambda: all_facts(Dataset()))
    return found


def setup(app: Sphinx) -> None:
    """Register the role, and numbers as something that pages show."""
    showing("num", _quoted)
    app.add_role("num", NumberRole())
