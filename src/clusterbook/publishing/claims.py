"""The ``claim`` role: a sign beside a sentence that says whether the data bear it out."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from ..claims import PLURAL, SIGNS, Judged, Verdict, find, judge_all, place
from ..data import Dataset
from ..errors import UnknownNameError
from .nodes import once
from .pages import show, showing

CLAIMS_PAGE = "chapters/claims"

logger = logging.getLogger(__name__)


class claim_sign(nodes.inline):
    """A verdict beside a sentence; ``notes`` are its claims as (id, statement, place, what decides)."""


class ClaimRole(SphinxRole):
    """Mark a sentence with the verdict of one claim or several; an unknown id is a warning, which fails the build."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            found = [show(self.env.app, "claim", id.strip()) for id in self.text.split(",")]
        except UnknownNameError as error:
            logger.warning("claim: %s", error, location=self.get_location(), type="clusterbook", subtype="claim")
            return [nodes.problematic(self.rawtext, self.rawtext)], []
        where = _sentences(self.env).setdefault(self.env.docname, [])
        signs: list[nodes.Node] = []
        order = list(Verdict)
        found.sort(key=lambda one: order.index(one.finding.verdict))
        for verdict, group in groupby(found, key=lambda one: one.finding.verdict):
            claims = list(group)
            text = verdict.value if len(claims) == 1 else f"{len(claims)} {PLURAL[verdict]}"
            anchor = f"sign-{len(where)}"
            where += [(one.claim.id, anchor) for one in claims]
            sign = claim_sign("", f"{SIGNS[verdict]} {text}", ids=[anchor], verdict=verdict.name.lower())
            sign["notes"] = [(one.claim.id, one.claim.statement, place(one.claim), one.told) for one in claims]
            sign["says"] = verdict.value
            signs += [nodes.Text(" "), sign]
        return signs, []


class LinkClaims(SphinxPostTransform):
    """Link each sign to its row in the table of claims, and each row to the sentences that carry a sign."""

    default_priority = 400

    def run(self, **_: Any) -> None:
        if self.app.builder.format != "html":
            return
        page = self.app.builder.get_relative_uri(self.env.docname, CLAIMS_PAGE)
        for sign in self.document.findall(claim_sign):
            sign["page"] = page
        for row in self.document.findall(nodes.row):
            if row.get("claim"):
                row.children[-1] += self._back(row["claim"])

    def _back(self, id: str) -> nodes.paragraph:
        """The sentences of a claim, as links."""
        back = nodes.paragraph("", "In the book: ", classes=["cb-back"])
        for docname, signs in sorted(_sentences(self.env).items()):
            for at, anchor in ((at, anchor) for at, (claim, anchor) in enumerate(signs) if claim == id):
                uri = f"{self.app.builder.get_relative_uri(self.env.docname, docname)}#{anchor}"
                title = self.env.titles[docname].astext()
                first = not any(claim == id for claim, _ in signs[:at])
                back += nodes.reference("", title if first else "again", internal=True, refuri=uri)
                back += nodes.Text(", ")
        back.children[-1:] = [nodes.Text(".")]
        return back


def _judged(app: Sphinx, id: str) -> Judged:
    return find(_claims(app), id)


def _seen(one: Judged) -> object:
    return one.claim.statement, place(one.claim), one.finding.verdict, str(one.finding)


def _claims(app: Sphinx) -> dict[str, Judged]:
    """Claims of this build, judged once."""
    found: dict[str, Judged] = once(app, "clusterbook_claims", lambda: judge_all(Dataset()))
    return found


def _sentences(env: BuildEnvironment) -> dict[str, list[tuple[str, str]]]:
    """For each page read so far, the claims that it signs and the anchor of each sign."""
    found: dict[str, list[tuple[str, str]]] = once(env, "clusterbook_sentences", dict)
    return found


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _sentences(env).pop(docname, None)


def _visit_sign(self: Any, node: claim_sign) -> None:
    anchor = node["ids"][0]
    self.body.append(
        f'<span class="cb-claim cb-{node["verdict"]}" id="{anchor}">'
        f'<button type="button" class="cb-claim-sign" aria-describedby="{anchor}-note">'
    )


def _depart_sign(self: Any, node: claim_sign) -> None:
    notes = "".join(
        f'<span class="cb-claim-one"><strong>{escape(node["says"].capitalize())}:</strong> '
        f"{escape(statement)} <em>({escape(where[0].upper() + where[1:])})</em> {escape(found)} "
        f'<a href="{node["page"]}#claim-{id}">See the claim</a></span>'
        for id, statement, where, found in node["notes"]
    )
    self.body.append(
        f'</button><span class="cb-claim-note" id="{node["ids"][0]}-note" role="note">{notes}</span></span>'
    )


def _visit_plain(self: Any, node: claim_sign) -> None:
    """Other writers print the sign alone."""


def setup(app: Sphinx) -> None:
    """Register role, node and transform, and claims as something that pages show."""
    showing("claim", _judged, _seen)
    app.add_role("claim", ClaimRole())
    app.add_node(
        claim_sign,
        html=(_visit_sign, _depart_sign),
        epub=(_visit_plain, _visit_plain),
        latex=(_visit_plain, _visit_plain),
        text=(_visit_plain, _visit_plain),
    )
    app.add_post_transform(LinkClaims)
    app.connect("env-purge-doc", _purge)
