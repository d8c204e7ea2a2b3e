"""The ``edition-changes`` directive: what differs between the book and its published editions."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..changes import Edition, Report, compare, editions, numbers, present, to_markdown
from ..changes.markdown import escape as escape_markdown
from ..changes.outputs import exhibits
from ..claims.mentions import texts
from ..errors import UnknownNameError
from ..files import KEPT_VARIABLE
from .drawings import drawn, stills
from .nodes import as_it_is, once
from .pages import executions, show, showing
from .roles import facts_of


@dataclass(frozen=True, slots=True)
class Section:
    """One comparison, as the page tells it.

    Attributes
    ----------
    name : str
        Id of the section.
    title : str
    report : str
        Markdown.
    figures : tuple of (str, str, dict, dict)
        Figures that draw other marks: label, caption, the older and today's specification.
    """

    name: str
    title: str
    report: str
    figures: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = ()


class EditionChanges(SphinxDirective):
    """Print the report since the newest edition with the figures that differ, then that of each edition."""

    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        found: list[Section] = show(self.env.app, "report", "")
        if not found:
            return [nodes.paragraph("", "No edition has been published yet, so there is nothing to compare with.")]
        return [self._section(section) for section in found]

    def _section(self, told: Section) -> nodes.section:
        section = as_it_is(nodes.section(ids=[told.name], names=[], report=True))
        section += nodes.title("", told.title)
        self.state.nested_parse(StringList(told.report.splitlines(), self.env.docname), self.content_offset, section)
        for label, caption, old, new in told.figures:
            section += nodes.raw("", _side_by_side(label, caption, old, new, told.title), format="html")
        return section


def _side_by_side(label: str, caption: str, old: dict[str, Any], new: dict[str, Any], title: str) -> str:
    """The older and today's figure, folded."""
    then = title.removeprefix("Since ").capitalize()
    sides = "".join(
        f"<figure>{_still(spec, f'{label}-{side}')}<figcaption>{escape(words)}</figcaption></figure>"
        for side, words, spec in (("then", then, old), ("now", "Now", new))
    )
    return f'<details class="cb-compare"><summary>Then and now: {escape(caption)}</summary><div>{sides}</div></details>'


def _still(spec: dict[str, Any], name: str) -> str:
    return stills(drawn(spec, ["narrow"]), spec.get("description", ""), name)


def _told(app: Sphinx, _: str) -> list[Section]:
    """The sections of the page, worked out once in a build; with no edition there are none, and nothing is compared."""
    found: list[Section] = once(app, "clusterbook_report", lambda: list(_sections(app)))
    return found


def _sections(app: Sphinx) -> Iterator[Section]:
    root = Path(app.srcdir)

    def where(page: str, _: int | None) -> str:
        """A link to a page, by its title; a page that is no more is named."""
        there = page.removesuffix(".md") in app.env.found_docs
        return f"[](/{page})" if there else escape_markdown(page)

    published = editions(root)
    if not published:
        return
    newest = published[0]
    executed = {execution.chapter.stem: str(nbformat.writes(execution.notebook)) for execution in executions()}
    report = compare(newest.state, present(root, executed, "this book"))
    yield Section(
        "since-the-last-edition",
        f"Since edition {newest.version}",
        to_markdown(report, folded=False, where=where),
        tuple(_figures(report, newest, executed)),
    )
    for edition, before in zip(published, [*published[1:], None], strict=True):
        head = f"Edition {edition.version}, {edition.published.isoformat()}"
        text = (
            to_markdown(compare(before.state, edition.state), folded=False, where=where)
            if before
            else "The first edition."
        )
        yield Section(f"edition-{edition.version.replace('.', '-')}", head, text)


def _figures(
    report: Report, edition: Edition, executed: dict[str, str]
) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    then = edition.shown
    now = {one.label: one for text in executed.values() for one in exhibits(text)}
    for shown in report.shown:
        if shown.kind == "figure" and shown.rows and shown.label in then:
            yield shown.label, shown.caption, then[shown.label].content, now[shown.label].content


def _keep_numbers(app: Sphinx, error: Exception | None) -> None:
    """Have the numbers of the sentences at hand for the next report, which would have to load scipy for them."""
    if error is None and os.environ.get(KEPT_VARIABLE):
        with contextlib.suppress(UnknownNameError):  # of which the build has warned, with chapter and line
            numbers.numbers(texts(Path(app.srcdir)), facts=facts_of(app))


def setup(app: Sphinx) -> None:
    """Register the directive, and what its page shows."""
    app.connect("build-finished", _keep_numbers)
    showing("report", _told)
    app.add_directive("edition-changes", EditionChanges)
