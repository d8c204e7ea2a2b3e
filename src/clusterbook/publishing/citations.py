"""Citation styles of the book: author and year in round brackets, notes printed for every kind of work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import optional_field, sentence, words
from sphinx.util import logging
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

logger = logging.getLogger(__name__)

REFERENCE_STYLE, ENTRY_STYLE = "author_year_round", "plain_notes"


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")")


@dataclass
class RoundStyle(AuthorYearReferenceStyle):
    """Nelson (2008), (Best, 2001)."""

    bracket_parenthetical: BracketStyle = field(default_factory=_round)
    bracket_textual: BracketStyle = field(default_factory=_round)
    bracket_author: BracketStyle = field(default_factory=_round)
    bracket_label: BracketStyle = field(default_factory=_round)
    bracket_year: BracketStyle = field(default_factory=_round)


class NotesStyle(PlainStyle):
    """The plain style, which drops the note of a chapter in a collection, with that note."""

    def get_incollection_template(self, e: Any) -> Any:
        return toplevel[super().get_incollection_template(e), sentence[optional_field("note")]]

    def format_url(self, e: Any) -> Any:
        """Link a work's address, which may be nothing but one of the web: what else a link can hold may run."""
        address = e.fields.get("url", "https://")
        if not re.match(r"https?://", address):
            logger.warning(
                "references.bib, %s: the url %s is no address of the web. Begin it with https://, or take it out.",
                e.key,
                address,
                type="clusterbook",
                subtype="bibliography",
            )
            return words[""]
        return super().format_url(e)


def register() -> None:
    """Make both styles known by name to sphinxcontrib-bibtex, and have pybtex look for each plugin once.

    Unaided it goes through the packages installed for each citation, which takes a fifth of the time of a build.
    """
    if not hasattr(pybtex.plugin._load_entry_point, "cache_info"):
        pybtex.plugin._load_entry_point = cache(pybtex.plugin._load_entry_point)
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", REFERENCE_STYLE, RoundStyle)
    register_plugin("pybtex.style.formatting", ENTRY_STYLE, NotesStyle)
